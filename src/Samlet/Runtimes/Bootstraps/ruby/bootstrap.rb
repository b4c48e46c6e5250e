# frozen_string_literal: true

# Samlet's runtime client for Ruby: what /var/runtime/index.rb is in a managed runtime of Lambda.
#
#     ruby [--disable-gems] bootstrap.rb
#
# --disable-gems          RubyGems takes four fifths of the interpreter's start. gems.rb loads it when something needs
#                         it.
# _SAMLET_RUNTIME_API_FD  The descriptor of a connection to the Runtime API.
# _SAMLET_OWN_LOCALE      LC_CTYPE is Samlet's: the locale that LANG names need not be on this computer.
#
# The function sees neither variable, nor LC_CTYPE then; the rest of its environment is what it is given. The siblings
# are read with `load`, so that it meets none of them in $LOADED_FEATURES.

module AwsLambdaRuntimeInterfaceClient # The name that Lambda's own client takes among the function's constants.
  FOLDER = __dir__

  # Reads a sibling when it is asked for first.
  def self.need(name)
    @needed ||= {}
    @needed[name] ||= load("#{FOLDER}/#{name}.rb")
  end

  ENV.delete('LC_CTYPE') if ENV.delete('_SAMLET_OWN_LOCALE')
  $0 = '/var/runtime/index.rb'
  $stdout.sync = true

  %w[gems log_output runtime_api handler runtime].each { |name| need(name) }
  Gems.start
  LogOutput.start
  require 'json'
  Runtime.start
end
