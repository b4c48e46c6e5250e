def handler(event, context):
    return {"title": event["title"], "count": len(event["stars"])}
