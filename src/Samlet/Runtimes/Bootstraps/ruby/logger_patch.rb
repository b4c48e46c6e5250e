# frozen_string_literal: true

# Lambda's own lines for loggers that write to a standard stream or nowhere, with the request ID among them.
class LogFormatter < Logger::Formatter
  FORMAT = '%<sev>s, [%<datetime>s #%<process>d] %<severity>5s %<request_id>s -- %<progname>s: %<msg>s'
  private_constant :FORMAT

  def call(severity, time, progname, msg)
    text = format(
      FORMAT,
      sev: severity[0..0], datetime: format_datetime(time), process: $$, severity: severity,
      request_id: $_global_aws_request_id, progname: progname, msg: msg2str(msg)
    )
    "#{text.encode('UTF-8', invalid: :replace, undef: :replace)}\n"
  end
end

# One record a frame, where there are frames.
class TelemetryLogSink < Logger::LogDevice
  def initialize(device) # What the class sets up is for files.
    @dev = device
  end

  def write(message)
    AwsLambdaRuntimeInterfaceClient::LogOutput.write(message, @dev)
  end

  def reopen(*)
    self
  end

  def close; end
end

# Loggers for files and other streams stay as they are.
module LoggerPatch
  def initialize(device = nil, *arguments, **options)
    is_standard = !device || device == $stdout || device == $stderr
    return super unless is_standard

    super(TelemetryLogSink.new(device || $stdout), *arguments, **options)
    @default_formatter = LogFormatter.new
    @default_formatter.datetime_format = options[:datetime_format]
  end
end

Logger.prepend(LoggerPatch)
