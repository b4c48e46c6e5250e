# RubyGems takes `gem_original_require` for the interpreter's own `require`, and replaces `require` and `gem`.
module Kernel
  alias gem_original_require require
  private :gem_original_require

  def require(path)
    name = path.respond_to?(:to_path) ? path.to_path : path
    AwsLambdaRuntimeInterfaceClient::Gems.prepare(name) if name.is_a?(String)
    begin
      loaded = gem_original_require(name)
      AwsLambdaRuntimeInterfaceClient::Gems.complete(name) if loaded
      return loaded
    rescue LoadError => e
      raise unless AwsLambdaRuntimeInterfaceClient::Gems.help?(name, e)
    end
    require(name)
  end
  private :require

  def gem(*arguments)
    ::Gem
    gem(*arguments)
  end
  private :gem

  def URI(text)
    ::URI
    URI(text)
  end
  private :URI
end
