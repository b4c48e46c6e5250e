# Writes a template: `awk -v functions=500 -v tables=1500 -f template.awk`. Every function has values to resolve, a route
# and a layer of its own, so that there are functions * 2 + tables resources.
BEGIN {
  print "Transform: AWS::Serverless-2016-10-31"
  print "Parameters:\n  Stage: {Type: String, Default: dev}"
  print "Conditions:\n  IsProd: !Equals [!Ref Stage, prod]"
  print "Globals:\n  Function:\n    Runtime: nodejs22.x\n    Environment: {Variables: {STAGE: !Ref Stage}}"
  print "Resources:"
  for (i = 0; i < functions; i++) print_function(i)
  for (i = 0; i < tables; i++) print_table(i)
  if (functions + tables == 0) print "  Topic: {Type: AWS::SNS::Topic}"
}

function print_function(i) {
  printf "  Function%d:\n    Type: AWS::Serverless::Function\n    Properties:\n", i
  printf "      FunctionName: !Sub '${AWS::StackName}-function-%d'\n      Handler: app.handler\n      InlineCode: x\n", i
  printf "      MemorySize: !If [IsProd, 1024, 256]\n      Layers: [!Ref Layer%d]\n", i
  printf "      Environment:\n        Variables:\n          TABLE: !Ref Table%d\n", i
  printf "          ARN: !GetAtt Table%d.Arn\n          NAME: !Join ['-', [!Ref Stage, '%d']]\n", i, i
  printf "      Policies:\n        - Statement:\n            - Effect: Allow\n              Action: dynamodb:GetItem\n"
  printf "              Resource: !Sub '${Table%d.Arn}/index/*'\n", i
  printf "      Events:\n        Get:\n          Type: HttpApi\n"
  printf "          Properties: {Path: '/items%d/{id}', Method: get}\n", i
  printf "  Layer%d:\n    Type: AWS::Serverless::LayerVersion\n    Properties: {ContentUri: s3://bucket/layer%d.zip}\n", i, i
}

function print_table(i) {
  printf "  Table%d:\n    Type: AWS::DynamoDB::Table\n    Properties:\n", i
  printf "      BillingMode: PAY_PER_REQUEST\n      AttributeDefinitions:\n"
  printf "        - {AttributeName: id, AttributeType: S}\n        - AttributeName: kind\n          AttributeType: S\n"
  printf "      KeySchema:\n        - {AttributeName: id, KeyType: HASH}\n"
  printf "      Tags:\n        - Key: stage\n          Value: !Ref Stage\n        - Key: name\n"
  printf "          Value: !Sub '${AWS::StackName}-table-%d'\n", i
}
