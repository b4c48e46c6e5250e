"""What a preview of a runtime says once, before the function is loaded."""
environment = load("environment")
failures = load("failures")


def warn():
    if not environment.get("LAMBDA_DISABLE_PREVIEW_WARN"):
        china = (environment.get("AWS_REGION") or "").startswith("cn-")
        host = "docs.amazonaws.cn" if china else "docs.aws.amazon.com"
        failures.warn(
            "LAMBDA_WARNING: This is a preview runtime version and should not be used for production workloads. "
            "For further information and to provide feedback, see https://" + host +
            "/lambda/latest/dg/lambda-runtimes.html\r")
