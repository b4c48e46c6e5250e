import os


def handler(event, context):
    title, stars = event["title"], event["stars"]
    print(f'{len(stars)} ratings of "{title}"')
    return {"title": title, "average": sum(stars) / len(stars), "table": os.environ["TABLE_NAME"]}
