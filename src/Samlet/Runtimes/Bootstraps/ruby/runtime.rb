# frozen_string_literal: true

module AwsLambdaRuntimeInterfaceClient
  # Finds the handler, then passes it one event after another.
  class Runtime
    INIT_FAILED = -4
    CLIENT_FAILED = -2
    CRITICAL = -1

    # Ends the process, with 252 (-4) after a failed start.
    def self.start
      name = ENV.fetch('_HANDLER', '')
      if name.empty?
        puts 'No handler specified, exiting Runtime Interface Client.'
        exit
      end
      exit new(RuntimeApi.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API'))).run(name)
    end

    def initialize(api)
      @api = api
    end

    # Serves as long as it can and returns the exit code.
    def run(name)
      folder = Dir.pwd
      $LOAD_PATH.unshift(folder) unless $LOAD_PATH.include?(folder)
      @handler = LambdaHandler.new(name)
      require @handler.file
      serve
    rescue Exception => e # A function may raise what it likes while it is loaded, `exit` among it.
      report_init(e)
      INIT_FAILED
    end

    private

    def serve
      code = nil
      until code
        headers, body = @api.get('invocation/next')[1..]
        code = invoke(headers, body)
      end
      code
    rescue SignalException => e
      puts "Next invocation HTTP request from the runtime interface client was interrupted with a #{e} SIGNAL, " \
           'gracefully shutting down.'
      0
    rescue RuntimeApi::Lost
      CLIENT_FAILED # Whoever has started this process is gone.
    end

    # Nil while the process may go on, else its exit code.
    def invoke(headers, body)
      id = $_global_aws_request_id = headers['lambda-runtime-aws-request-id']
      trace = headers['lambda-runtime-trace-id']
      ENV['_X_AMZN_TRACE_ID'] = trace if trace
      event = Payloads.event(headers, body)
      result, type = @handler.call(event, LambdaContext.new(headers))
      respond(id, result, type)
    rescue HandlerFailure => e
      report(id, e)
    end

    # A stream is read last, outside of what counts as the function.
    def respond(id, result, type)
      result = result.read if type == Payloads::UNKNOWN
      @api.post("invocation/#{id}/response", result.to_s, 'content-type' => type)
      nil
    rescue StandardError => e
      post_failure(id, errors::Report.new(e, 'Runtime'))
      CLIENT_FAILED
    end

    def report(id, failure)
      report = errors::Report.new(failure.cause, 'Function')
      report.log(failure.is_critical ? 'Critical exception from handler' : 'Error raised from handler method')
      post_failure(id, report)
      failure.is_critical ? CRITICAL : nil
    end

    def post_failure(id, report)
      headers = { 'content-type' => 'application/json', 'lambda-runtime-function-error-type' => report.kind }
      cause = report.cause
      headers['lambda-runtime-function-xray-error-cause'] = cause if cause.bytesize < errors::LONGEST_CAUSE
      @api.post("invocation/#{id}/error", report.body, headers)
    end

    def report_init(error)
      report = errors::Report.new(error, 'Init')
      report.log('Init error when loading handler ')
      headers = { 'content-type' => 'application/json', 'lambda-runtime-function-error-type' => report.kind }
      @api.post('init/error', report.body, headers)
    end

    def errors
      AwsLambdaRuntimeInterfaceClient.need('errors')
      Errors
    end
  end
end
