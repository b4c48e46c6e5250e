import json
import sys

from app import handler

with open(sys.argv[1]) as file:
    sys.stdout.write(json.dumps(handler(json.load(file), None)))
