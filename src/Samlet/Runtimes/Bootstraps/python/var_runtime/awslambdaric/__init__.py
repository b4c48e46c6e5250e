"""Lambda's own client has this name. Functions import the class of the context from it, for type annotations."""
