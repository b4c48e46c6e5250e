# frozen_string_literal: true

module AwsLambdaRuntimeInterfaceClient
  # What becomes of an exception: error object, log lines, header, cause for X-Ray.
  module Errors
    LONGEST_CAUSE = 1024 * 1024
    MOST_FRAMES = 100
    MOST_FRAMES_OF_CAUSE = 15

    # The classes whose name may stand in the header; all others are the function's own.
    NAMED = %w[ArgumentError Exception LoadError NameError NoMethodError StandardError SystemExit SystemStackError]
            .freeze

    class Report
      # `stage` is Init, Function or Runtime.
      def initialize(error, stage)
        @name = error.class.to_s
        @type = "#{stage}<#{@name}>"
        @message = error.message
        @frames = frames_of(error)
      end

      def body
        object.to_json
      end

      def log(message)
        puts message
        puts JSON.pretty_generate(object)
      end

      # The header's error type.
      def kind
        NAMED.include?(@name) ? @type : 'Function<UserException>'
      end

      def cause
        stack = @frames.first(MOST_FRAMES_OF_CAUSE).map do |frame|
          { path: frame.path, line: frame.lineno, label: frame.label }
        end
        paths = Object.autoload?(:Gem) ? ENV.fetch('GEM_PATH', '').split(File::PATH_SEPARATOR) : Gem.paths.path
        JSON.dump(
          working_directory: Dir.pwd, paths: paths, exceptions: [{ message: @message, type: @type, stack: stack }]
        )
      end

      private

      def object
        { errorMessage: @message, errorType: @type, stackTrace: @frames.map(&:to_s) }
      end

      # Up to the first frame of this client, as on Lambda up to its own client's.
      def frames_of(error)
        locations = error.backtrace_locations || []
        locations.first(MOST_FRAMES).take_while { |frame| !frame.path.start_with?(FOLDER) }
      end
    end
  end
end
