# frozen_string_literal: true

module AwsLambdaRuntimeInterfaceClient
  # Where `puts` and loggers write: one frame a call to the descriptor that _LAMBDA_TELEMETRY_LOG_FD names, so that a
  # record may have several lines; without it to the standard streams.
  module LogOutput
    PLAIN_TEXT = 0xa55a0003 # With the time, without a level.

    class << self
      def start
        descriptor = ENV.delete('_LAMBDA_TELEMETRY_LOG_FD')
        return unless descriptor

        @frames = IO.for_fd(Integer(descriptor), 'wb')
        @frames.close_on_exec = true
        @frames.sync = true
        redirect_puts
      end

      def write(text, device = $stdout)
        return device.write(text) unless @frames

        bytes = text.b
        time = Process.clock_gettime(Process::CLOCK_REALTIME, :microsecond)
        @frames.write([PLAIN_TEXT, bytes.bytesize, time].pack('L>L>Q>') + bytes)
      end

      private

      # Public, as on Lambda.
      def redirect_puts
        Kernel.module_eval do
          def puts(*values)
            text = values.flatten.collect { |value| value.to_s.encode('UTF-8') }.join("\n")
            AwsLambdaRuntimeInterfaceClient::LogOutput.write(text)
          end
        end
      end
    end
  end
end
