// Answers a CloudFormation custom resource, with the names and defaults of the module
// that the service adds to inline code:
// docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
exports.SUCCESS = "SUCCESS";
exports.FAILED = "FAILED";

exports.send = (event, context, responseStatus, responseData, physicalResourceId, noEcho) => {
  const body = JSON.stringify({
    Status: responseStatus,
    Reason: "See the details in CloudWatch Log Stream: " + context.logStreamName,
    PhysicalResourceId: physicalResourceId || context.logStreamName,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    NoEcho: noEcho || false,
    Data: responseData,
  });
  console.log("Response body:\n", body);
  return put(new URL(event.ResponseURL), body).then(
    (status) => console.log("Status code: " + status),
    (error) => console.log("send(..) failed executing https.request(..): " + error),
  ).then(() => context.done?.());
};

const put = (url, body) => new Promise((resolve, reject) => {
  const { request } = require(url.protocol === "http:" ? "http" : "https");
  // The address is signed for an empty content type.
  const headers = { "content-type": "", "content-length": Buffer.byteLength(body) };
  request(url, { method: "PUT", headers }, (response) => {
    response.resume();
    resolve(response.statusCode);
  }).on("error", reject).end(body);
});
