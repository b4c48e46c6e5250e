# frozen_string_literal: true

module AwsLambdaRuntimeInterfaceClient
  Gems.begin
  require 'rubygems'

  # Where neither the function nor its layers have a gem, those of this computer count, as the last of all: RubyGems
  # prefers later versions wherever they are, so their folders must not be searched before. What Debian packages as
  # plain libraries is among them.
  module HostGems
    VENDOR = RbConfig::CONFIG.values_at('vendordir', 'vendorarchdir').compact

    def try_activate(path)
      super || (HostGems.add && (super || true))
    end

    # True when `require` shall look again, for a gem or for a plain library.
    def self.add
      folders = Gem.path
      return false if (Gem.default_path - folders).empty?

      Gem.use_paths(Gem.dir, folders + Gem.default_path)
      $LOAD_PATH.concat(@libraries)
      true
    end

    def self.hide_libraries
      @libraries = $LOAD_PATH.select { |folder| folder.start_with?(*VENDOR) }
      $LOAD_PATH.replace($LOAD_PATH - @libraries)
    end
  end

  HostGems.hide_libraries

  # What the interpreter loads after RubyGems when it is started without --disable-gems. Before version 3.2 it changed
  # the messages of errors, which error objects on Lambda have unchanged.
  if RUBY_VERSION >= '3.2'
    %w[bundled_gems error_highlight did_you_mean syntax_suggest/core].each do |library|
      require library
    rescue LoadError
      nil # Another version has it not yet.
    end
  end

  Gem.singleton_class.prepend(HostGems) # After what is asked for in vain.
  require 'logger' # RubyGems' own `require` does not look for it.
  need 'logger_patch'
end
