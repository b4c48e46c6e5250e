# frozen_string_literal: true

module AwsLambdaRuntimeInterfaceClient
  Gems.begin
  require 'rubygems'

  # Where neither the function nor its layers have a gem, those of this computer count, as the last of all: RubyGems
  # prefers later versions wherever they are, so their folders must not be searched before.
  module HostGems
    def try_activate(path)
      super || (HostGems.add && super)
    end

    def self.add
      folders = Gem.path
      return false if (Gem.default_path - folders).empty?

      Gem.use_paths(Gem.dir, folders + Gem.default_path)
      true
    end
  end

  Gem.singleton_class.prepend(HostGems)

  # What the interpreter loads after RubyGems when it is started without --disable-gems. Before version 3.2 it changed
  # the messages of errors, which error objects on Lambda have unchanged.
  if RUBY_VERSION >= '3.2'
    %w[bundled_gems error_highlight did_you_mean syntax_suggest/core].each do |library|
      require library
    rescue LoadError
      nil # Another version has it not yet.
    end
  end

  require 'logger' # RubyGems' own `require` does not look for it.
  need 'logger_patch'
end
