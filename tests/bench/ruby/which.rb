def handler(event:, context:)
  File.realpath(RbConfig.ruby)
end
