# frozen_string_literal: true

module AwsLambdaRuntimeInterfaceClient
  # Stands for RubyGems in an interpreter started with --disable-gems until something needs it: a `require` that finds
  # nothing, the constant Gem, `gem`, Bundler. A function that brings gems needs it from the start, as even a library
  # of the interpreter may have a later version among them.
  module Gems
    # What Lambda's own client has loaded before the function, by constant.
    LOADED_FIRST = {
      'logger' => %i[Logger],
      'monitor' => %i[Monitor MonitorMixin],
      'net/http' => %i[Net],
      'rbconfig' => %i[RbConfig],
      'socket' => %i[Addrinfo BasicSocket IPSocket Socket SocketError TCPServer TCPSocket UDPSocket UNIXServer
                     UNIXSocket],
      'stringio' => %i[StringIO],
      'timeout' => %i[Timeout],
      'uri' => %i[URI]
    }.freeze

    # Parts of a library name its module first and so need it whole before they are loaded.
    PARTS = { 'net/' => :Net, 'uri/' => :URI, 'logger/' => :Logger, 'bundler' => :Gem, 'rubygems' => :Gem }.freeze

    # So that RubyGems' `require` takes the place of ours in a backtrace instead of standing above it.
    TAIL_CALLS = { tailcall_optimization: true, trace_instruction: false }.freeze

    @begun = {}

    class << self
      def start
        defined?(::Gem) ? AwsLambdaRuntimeInterfaceClient.need('gems_start') : stand_in
        LOADED_FIRST.each do |library, names|
          names.each { |name| Object.autoload(name, library) unless Object.const_defined?(name) }
        end
        ::Gem if function_has_gems?
      end

      # Called by `require` before it looks for a file.
      def prepare(path)
        _, name = PARTS.find { |prefix, _| path.start_with?(prefix) }
        return if name.nil? || @begun[name]

        @begun[name] = true
        library = Object.autoload?(name)
        Object.const_get(name) if library && library != path
      end

      # Called by `require` after it has loaded a file.
      def complete(path)
        AwsLambdaRuntimeInterfaceClient.need('logger_patch') if path == 'logger'
        $LOADED_FEATURES.delete(path) if path.start_with?(FOLDER)
      end

      # Whether RubyGems may find what plain Ruby did not; it is loaded by then.
      def help?(path, error)
        error.path == path && Object.autoload?(:Gem) && !::Gem.nil?
      end

      # RubyGems is being loaded, and asks for parts of itself.
      def begin
        @begun[:Gem] = true
      end

      private

      # Backtraces show a `require` of RubyGems by this name, which warnings and callers skip.
      def stand_in
        Object.autoload(:Gem, "#{FOLDER}/gems_start.rb")
        name = "<internal:#{$LOAD_PATH[-2]}/rubygems/core_ext/kernel_require.rb>"
        source = File.read("#{FOLDER}/kernel_require.rb")
        RubyVM::InstructionSequence.new(source, name, name, 1, **TAIL_CALLS).eval
      end

      # The runtime's own gems, in GEM_HOME, are found as late as those of this computer.
      def function_has_gems?
        folders = ENV.fetch('GEM_PATH', '').split(File::PATH_SEPARATOR) - [ENV['GEM_HOME']]
        folders.any? { |folder| File.directory?("#{folder}/specifications") }
      end
    end
  end
end
