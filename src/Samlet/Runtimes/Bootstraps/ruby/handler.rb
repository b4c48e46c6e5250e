# frozen_string_literal: true

module AwsLambdaRuntimeInterfaceClient
  # What the function raised is the cause. After what is critical Lambda starts a new process for the next invocation.
  class HandlerFailure < StandardError
    attr_reader :is_critical

    def initialize(is_critical)
      super('')
      @is_critical = is_critical
    end
  end

  # Events and results as Lambda's own client turns them into Ruby and back.
  module Payloads
    UNKNOWN = 'application/unknown'

    def self.event(headers, body)
      body.force_encoding(Encoding::UTF_8)
      headers['content-type'] == 'application/json' ? JSON.parse(body) : body
    end

    # A stream is handed on unread.
    def self.of_result(value)
      is_stream = value.is_a?(IO) || (Object.autoload?(:StringIO).nil? && value.is_a?(StringIO))
      is_stream ? [value, UNKNOWN] : [value.to_json, 'application/json']
    end
  end
end

# A handler's top-level method is private to every object; it runs on this one, so that what it keeps in instance
# variables stays from one invocation to the next.
class LambdaHandler
  FORM = 'FILENAME.METHOD or FILENAME.CLASS.METHOD where FILENAME corresponds with an existing Ruby source file ' \
         'FILENAME.rb, CLASS is an optional module/class namespace and METHOD is a callable method. If using CLASS, ' \
         'METHOD must be a class-level method.'
  private_constant :FORM

  attr_reader :file

  def initialize(name)
    parts = name.split('.')
    raise ArgumentError, "Invalid handler #{parts}, must be of form #{FORM}" unless [2, 3].include?(parts.size)

    @file, *@owner, @method = parts
  end

  # The result as bytes or stream, and its content type.
  def call(event, context)
    target = @owner.empty? ? self : Kernel.const_get(@owner.first)
    result = target.__send__(@method, event: event, context: context)
    AwsLambdaRuntimeInterfaceClient::Payloads.of_result(result)
  rescue NameError
    raise AwsLambdaRuntimeInterfaceClient::HandlerFailure, true
  rescue StandardError
    raise AwsLambdaRuntimeInterfaceClient::HandlerFailure, false
  rescue Exception # `exit`, LoadError, SystemStackError and the like end the process as well.
    raise AwsLambdaRuntimeInterfaceClient::HandlerFailure, true
  end
end

# The second argument of a handler.
class LambdaContext
  attr_reader :aws_request_id, :invoked_function_arn, :log_group_name, :log_stream_name, :function_name,
              :memory_limit_in_mb, :function_version, :identity, :tenant_id, :client_context, :deadline_ms

  def initialize(headers)
    @clock_diff = clock(Process::CLOCK_REALTIME) - clock(Process::CLOCK_MONOTONIC)
    @deadline_ms = headers['lambda-runtime-deadline-ms'].to_i
    @aws_request_id = headers['lambda-runtime-aws-request-id']
    @invoked_function_arn = headers['lambda-runtime-invoked-function-arn']
    @log_group_name = ENV['AWS_LAMBDA_LOG_GROUP_NAME']
    @log_stream_name = ENV['AWS_LAMBDA_LOG_STREAM_NAME']
    @function_name = ENV['AWS_LAMBDA_FUNCTION_NAME']
    @memory_limit_in_mb = ENV['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
    @function_version = ENV['AWS_LAMBDA_FUNCTION_VERSION']
    @tenant_id = headers['lambda-runtime-aws-tenant-id']
    @identity = parsed(headers['lambda-runtime-cognito-identity'])
    @client_context = parsed(headers['lambda-runtime-client-context'])
  end

  def get_remaining_time_in_millis
    [@deadline_ms - clock(Process::CLOCK_MONOTONIC) - @clock_diff, 0].max
  end

  private

  def clock(kind)
    Process.clock_gettime(kind, :millisecond)
  end

  def parsed(header)
    header && JSON.parse(header)
  end
end
