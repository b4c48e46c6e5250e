def handler(event:, context:)
  { title: event['title'], count: event['stars'].size }
end
