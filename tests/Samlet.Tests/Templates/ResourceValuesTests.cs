using System.Text;
using Samlet.Templates;

namespace Samlet.Tests.Templates;

public sealed class ResourceValuesTests
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}";

    [Theory]
    [InlineData("AWS::DynamoDB::Table", "Ref", "Thing")]
    [InlineData("AWS::DynamoDB::Table", "Arn", "arn:aws:dynamodb:us-east-1:123456789012:table/Thing")]
    [InlineData("AWS::DynamoDB::Table", "StreamArn", "arn:aws:dynamodb:.*:table/Thing/stream/.*")]
    [InlineData("AWS::Serverless::SimpleTable", "Arn", "arn:aws:dynamodb:us-east-1:123456789012:table/Thing")]
    [InlineData("AWS::SQS::Queue", "Ref", "https://sqs.us-east-1.amazonaws.com/123456789012/Thing")]
    [InlineData("AWS::SQS::Queue", "Arn", "arn:aws:sqs:us-east-1:123456789012:Thing")]
    [InlineData("AWS::SQS::Queue", "QueueName", "Thing")]
    [InlineData("AWS::SNS::Topic", "Ref", "arn:aws:sns:us-east-1:123456789012:Thing")]
    [InlineData("AWS::SNS::Topic", "TopicName", "Thing")]
    [InlineData("AWS::S3::Bucket", "Ref", "thing")]
    [InlineData("AWS::S3::Bucket", "Arn", "arn:aws:s3:::thing")]
    [InlineData("AWS::S3::Bucket", "RegionalDomainName", "thing.s3.us-east-1.amazonaws.com")]
    [InlineData("AWS::S3::Bucket", "WebsiteURL", "http://thing.s3-website-us-east-1.amazonaws.com")]
    [InlineData("AWS::ApiGateway::RestApi", "Ref", "[a-z0-9]{10}")]
    [InlineData("AWS::ApiGateway::RestApi", "RootResourceId", "[a-z0-9]{10}")]
    [InlineData("AWS::Serverless::Api", "Ref", "[a-z0-9]{10}")]
    [InlineData("AWS::Serverless::HttpApi", "ApiEndpoint", "https://[a-z0-9]{10}.execute-api.us-east-1.amazonaws.com")]
    [InlineData("AWS::IAM::Role", "Ref", "Thing")]
    [InlineData("AWS::IAM::Role", "Arn", "arn:aws:iam::123456789012:role/Thing")]
    [InlineData("AWS::IAM::ManagedPolicy", "Ref", "arn:aws:iam::123456789012:policy/Thing")]
    [InlineData("AWS::Events::EventBus", "Ref", "Thing")]
    [InlineData("AWS::Events::EventBus", "Arn", "arn:aws:events:us-east-1:123456789012:event-bus/Thing")]
    [InlineData("AWS::Events::Rule", "Arn", "arn:aws:events:us-east-1:123456789012:rule/Thing")]
    [InlineData("AWS::Scheduler::Schedule", "Arn", "arn:aws:scheduler:us-east-1:123456789012:schedule/default/Thing")]
    [InlineData("AWS::Pipes::Pipe", "Arn", "arn:aws:pipes:us-east-1:123456789012:pipe/Thing")]
    [InlineData("AWS::StepFunctions::StateMachine", "Ref", "arn:aws:states:us-east-1:123456789012:stateMachine:Thing")]
    [InlineData("AWS::Serverless::StateMachine", "Name", "Thing")]
    [InlineData(
        "AWS::SecretsManager::Secret", "Ref",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:Thing-[a-z0-9]{6}")]
    [InlineData("AWS::SSM::Parameter", "Ref", "Thing")]
    [InlineData("AWS::KMS::Key", "Ref", Uuid)]
    [InlineData("AWS::KMS::Key", "Arn", "arn:aws:kms:us-east-1:123456789012:key/" + Uuid)]
    [InlineData("AWS::Kinesis::Stream", "Arn", "arn:aws:kinesis:us-east-1:123456789012:stream/Thing")]
    [InlineData(
        "AWS::KinesisFirehose::DeliveryStream", "Arn", "arn:aws:firehose:us-east-1:123456789012:deliverystream/Thing")]
    [InlineData("AWS::Logs::LogGroup", "Arn", "arn:aws:logs:us-east-1:123456789012:log-group:Thing:\\*")]
    [InlineData("AWS::CloudWatch::Alarm", "Arn", "arn:aws:cloudwatch:us-east-1:123456789012:alarm:Thing")]
    [InlineData("AWS::Cognito::UserPool", "Ref", "us-east-1_[a-z0-9]{9}")]
    [InlineData(
        "AWS::Cognito::UserPool", "ProviderURL", "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_[a-z0-9]{9}")]
    [InlineData("AWS::Cognito::UserPoolClient", "Ref", "[a-z0-9]{26}")]
    [InlineData("AWS::Cognito::IdentityPool", "Ref", "us-east-1:" + Uuid)]
    [InlineData("AWS::RDS::DBInstance", "Endpoint.Address", "thing.[a-z0-9]{10}.us-east-1.rds.amazonaws.com")]
    [InlineData("AWS::RDS::DBInstance", "Endpoint.Port", "3306")]
    [InlineData(
        "AWS::RDS::DBCluster", "ReadEndpoint.Address", "thing.cluster-ro-[a-z0-9]{10}.us-east-1.rds.amazonaws.com")]
    [InlineData("AWS::RDS::DBProxy", "Endpoint", "thing.proxy-[a-z0-9]{10}.us-east-1.rds.amazonaws.com")]
    [InlineData("AWS::ElastiCache::ReplicationGroup", "PrimaryEndPoint.Port", "6379")]
    [InlineData(
        "AWS::OpenSearchService::Domain", "DomainEndpoint", "search-thing-[a-z0-9]{26}.us-east-1.es.amazonaws.com")]
    [InlineData("AWS::EC2::VPC", "Ref", "vpc-[0-9a-f]{17}")]
    [InlineData("AWS::EC2::Subnet", "Ref", "subnet-[0-9a-f]{17}")]
    [InlineData("AWS::EC2::SecurityGroup", "GroupId", "sg-[0-9a-f]{17}")]
    [InlineData("AWS::ECS::Cluster", "Arn", "arn:aws:ecs:us-east-1:123456789012:cluster/Thing")]
    [InlineData("AWS::ECR::Repository", "RepositoryUri", "123456789012.dkr.ecr.us-east-1.amazonaws.com/thing")]
    [InlineData(
        "AWS::EFS::AccessPoint", "Arn",
        "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-[0-9a-f]{17}")]
    [InlineData(
        "AWS::AppSync::GraphQLApi", "GraphQLUrl", "https://[a-z0-9]{26}.appsync-api.us-east-1.amazonaws.com/graphql")]
    [InlineData("AWS::AppSync::ApiKey", "ApiKey", "da2-[a-z0-9]{26}")]
    [InlineData("AWS::CloudFront::Distribution", "DomainName", "d[a-z0-9]{13}.cloudfront.net")]
    [InlineData(
        "AWS::CertificateManager::Certificate", "Ref", "arn:aws:acm:us-east-1:123456789012:certificate/" + Uuid)]
    [InlineData("AWS::Lambda::EventSourceMapping", "Ref", Uuid)]
    [InlineData("AWS::Lambda::Url", "FunctionUrl", "https://[a-z0-9]{30}.lambda-url.us-east-1.on.aws/")]
    [InlineData("AWS::IoT::TopicRule", "Arn", "arn:aws:iot:us-east-1:123456789012:rule/Thing")]
    [InlineData("AWS::New::Kind", "Ref", "Thing")]
    [InlineData("AWS::New::Kind", "KindArn", "arn:aws:new:us-east-1:123456789012:Thing")]
    [InlineData("AWS::New::Kind", "ServiceUrl", "https://thing-[a-z0-9]{10}.us-east-1.amazonaws.com/")]
    [InlineData("Custom::Thing", "Answer", "Thing-Answer")]
    public void A_value_only_the_cloud_knows_has_the_shape_of_its_type(string type, string attribute, string pattern)
    {
        var text = Find($"{{Type: '{type}'}}", attribute, out var template);

        Assert.Matches($"^{pattern}$", text.Value);
        Assert.True(text.IsPlaceholder);
        Assert.Equal(new("Thing", attribute == "Ref" ? null : attribute), text.Origin);
        Assert.Equal("SAM0020 template.yaml:5:19 User", Describe(Assert.Single(template.Diagnostics)));
        Assert.Equal(new(CloudValueKind.Resource, "Thing", attribute, text.Value), Assert.Single(template.Unknowns));
    }

    [Fact]
    public void An_attribute_that_a_known_type_does_not_have_is_said_with_the_nearest_one()
    {
        Find("{Type: 'AWS::DynamoDB::Table'}", "Arm", out var template);

        Assert.Equal(
            ("SAM0021", "did you mean `Arn`?"),
            (Assert.Single(template.Diagnostics).Code, template.Diagnostics[0].Hint));
        Assert.Single(template.Unknowns);
    }

    [Theory]
    [InlineData("AWS::DynamoDB::Table", "TableName", "Ref", "my-Name")]
    [InlineData("AWS::DynamoDB::Table", "TableName", "Arn", "arn:aws:dynamodb:us-east-1:123456789012:table/my-Name")]
    [InlineData("AWS::SQS::Queue", "QueueName", "Ref", "https://sqs.us-east-1.amazonaws.com/123456789012/my-Name")]
    [InlineData("AWS::SNS::Topic", "TopicName", "Ref", "arn:aws:sns:us-east-1:123456789012:my-Name")]
    [InlineData("AWS::S3::Bucket", "BucketName", "Ref", "my-name")]
    [InlineData(
        "AWS::Lambda::Function", "FunctionName", "Arn", "arn:aws:lambda:us-east-1:123456789012:function:my-Name")]
    [InlineData("AWS::Serverless::Function", "FunctionName", "Ref", "my-Name")]
    [InlineData("AWS::Lambda::Function", "Handler", "Ref", "Thing")]
    [InlineData("AWS::Lambda::Function", "Handler", "Arn", "arn:aws:lambda:us-east-1:123456789012:function:Thing")]
    [InlineData(
        "AWS::Serverless::LayerVersion", "LayerName", "Ref", "arn:aws:lambda:us-east-1:123456789012:layer:my-Name:1")]
    [InlineData("AWS::Lambda::Alias", "Name", "Ref", "arn:aws:lambda:us-east-1:123456789012:function:Thing:my-Name")]
    public void A_value_that_the_template_fixes_is_no_placeholder(
        string type, string property, string attribute, string expected)
    {
        var thing = $"{{Type: '{type}', Properties: {{{property}: !Sub 'my-${{P}}'}}}}";
        var text = Find(thing, attribute, out var template);

        Assert.Equal(expected, text.Value);
        Assert.Equal(TextTraits.None, text.Traits);
        Assert.Empty(template.Diagnostics);
    }

    [Theory]
    [InlineData("eu-west-1", "https://sqs.eu-west-1.amazonaws.com/999999999999/Thing")]
    [InlineData("cn-north-1", "https://sqs.cn-north-1.amazonaws.com.cn/999999999999/Thing")]
    [InlineData("us-gov-west-1", "https://sqs.us-gov-west-1.amazonaws.com/999999999999/Thing")]
    public void Region_and_account_are_those_of_the_run(string region, string expected)
    {
        TemplateOptions options = new() { Region = region, AccountId = "999999999999" };

        Assert.Equal(expected, Find("{Type: 'AWS::SQS::Queue'}", "Ref", out _, options).Value);
    }

    [Theory]
    [InlineData("AWS::SSM::Parameter", "Value: abc", "Value", "abc")]
    [InlineData("AWS::EC2::VPC", "CidrBlock: 10.1.0.0/16", "CidrBlock", "10.1.0.0/16")]
    [InlineData("AWS::RDS::DBInstance", "Engine: postgres", "Endpoint.Port", "5432")]
    public void An_attribute_that_repeats_a_property_has_its_value(
        string type, string property, string attribute, string expected) =>
        Assert.Equal(expected, Find($"{{Type: '{type}', Properties: {{{property}}}}}", attribute, out _).Value);

    [Fact]
    public void An_output_that_nobody_knows_is_an_ordinary_placeholder()
    {
        Find("{Type: 'AWS::CloudFormation::Stack'}", "Outputs.Url", out var template);

        Assert.Equal("SAM0020", Assert.Single(template.Diagnostics).Code);
    }

    [Fact]
    public void Placeholders_are_the_same_in_every_run() =>
        Assert.Equal(
            Find("{Type: 'AWS::KMS::Key'}", "Ref", out _).Value, Find("{Type: 'AWS::KMS::Key'}", "Ref", out _).Value);

    [Fact]
    public void What_the_values_file_tells_goes_before_everything()
    {
        var values = ValuesOf("Thing: {Ref: real-name}");
        var thing = "{Type: 'AWS::DynamoDB::Table', Properties: {TableName: other}}";
        var text = Find(thing, "Ref", out var template, values);

        Assert.Equal("real-name", text.Value);
        Assert.Equal(TextTraits.FromValues, text.Traits);
        Assert.Empty(template.Diagnostics);
    }

    [Fact]
    public void A_value_in_a_nested_stack_is_told_by_its_path()
    {
        var values = ValuesOf("Child/Thing: {Ref: real-name}") with { StackPath = "Child" };

        Assert.Equal("real-name", Find("{Type: 'AWS::DynamoDB::Table'}", "Ref", out _, values).Value);
        Assert.Equal(
            "Child/Thing",
            Unknowns("{Type: 'AWS::DynamoDB::Table'}", new() { StackPath = "Child" }).Name);
    }

    [Theory]
    [InlineData("!Ref Thing")]
    [InlineData("!GetAtt Thing.Arn")]
    [InlineData("!Sub '${Other}'")]
    public void A_name_that_depends_on_itself_is_diagnosed(string name)
    {
        var template = TemplateText.Read(
            $$"""
            Resources:
              Thing: {Type: AWS::DynamoDB::Table, Properties: {TableName: {{name}} } }
              Other: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Ref Thing} }
            """);

        Assert.NotNull(template.Find("Thing")!.Find("TableName"));
        Assert.Contains(template.Diagnostics, diagnostic => diagnostic.Code == "SAM0014");
    }

    [Fact]
    public void An_output_of_a_nested_stack_comes_from_whoever_reads_stacks()
    {
        TemplateOptions options = new()
        {
            FindStackOutput = (resource, name) => new TemplateValue.Text($"{resource.LogicalId}/{name}"),
        };

        Assert.Equal("Thing/Url", Find("{Type: 'AWS::Serverless::Application'}", "Outputs.Url", out _, options).Value);
    }

    [Fact]
    public void Text_that_holds_a_placeholder_is_one_and_keeps_no_single_origin()
    {
        var template = TemplateText.Read(
            """
            Resources:
              T: {Type: AWS::DynamoDB::Table}
              U:
                Type: AWS::SNS::Topic
                Properties: {A: !Sub 'x-${T}', B: !Join ['', [!Ref T]], C: !Select [0, !Split ['/', !GetAtt T.Arn]]}
            """);
        var texts = template.Find("U")!.Properties.Entries.Select(entry => (TemplateValue.Text)entry.Value).ToArray();

        Assert.All(texts, text => Assert.True(text.IsPlaceholder));
        Assert.Equal([null, "T", null], texts.Select(text => text.Origin?.LogicalId));
    }

    [Theory]
    [InlineData("!Ref ServerlessRestApi", "[a-z0-9]{10}")]
    [InlineData("!Ref ServerlessHttpApi", "[a-z0-9]{10}")]
    [InlineData("!Ref ServerlessRestApiProdStage", "Prod")]
    [InlineData("!Ref GetRole", "GetRole")]
    [InlineData("!GetAtt GetRole.Arn", "arn:aws:iam::123456789012:role/GetRole")]
    [InlineData("!Ref GetAliaslive", "arn:aws:lambda:us-east-1:123456789012:function:get-it:live")]
    [InlineData("!Ref Get.Alias", "arn:aws:lambda:us-east-1:123456789012:function:get-it:live")]
    [InlineData("!Ref Get.Version", "arn:aws:lambda:us-east-1:123456789012:function:get-it:1")]
    [InlineData("!Ref GetVersion0123456789", "arn:aws:lambda:us-east-1:123456789012:function:get-it:1")]
    [InlineData("!GetAtt GetUrl.FunctionUrl", "https://[a-z0-9]{30}.lambda-url.us-east-1.on.aws/")]
    [InlineData("!GetAtt GetUrl.FunctionArn", "arn:aws:lambda:us-east-1:123456789012:function:get-it")]
    [InlineData("!Ref GetEveryPermission", "GetEveryPermission")]
    [InlineData("!Ref ApiProdStage", "v1")]
    [InlineData("!Ref Api.Stage", "v1")]
    [InlineData("!Ref GetRle", null)]
    [InlineData("!Ref PlainRole", null)]
    public void Resources_that_the_SAM_transform_adds_can_be_referred_to(string reference, string? pattern)
    {
        var template = TemplateText.Read(
            $$"""
            Resources:
              Get:
                Type: AWS::Serverless::Function
                Properties: {FunctionName: get-it, AutoPublishAlias: live, Events: {Every: {Type: Schedule} } }
              Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1} }
              Plain: {Type: AWS::Lambda::Function}
              User: {Type: AWS::SNS::Topic, Properties: {V: {{reference}} } }
            """);
        var value = template.Find("User")!.Find("V");

        Assert.Equal(pattern is null, value is TemplateValue.Call);
        Assert.Matches($"^{pattern}$", (value as TemplateValue.Text)?.Value ?? "");
    }

    private static TemplateOptions ValuesOf(string resources) => new()
    {
        Values = KnownValuesReader.Read(new("v.yaml", Encoding.UTF8.GetBytes($"resources:\n  {resources}\n"))),
    };

    private static CloudValue Unknowns(string thing, TemplateOptions options)
    {
        Find(thing, "Ref", out var template, options);
        return Assert.Single(template.Unknowns);
    }

    private static TemplateValue.Text Find(
        string thing, string attribute, out Template template, TemplateOptions? options = null)
    {
        template = TemplateText.Read(
            $$"""
            Parameters: {P: {Type: String, Default: Name} }
            Resources:
              Thing: {{thing}}
              User: {Type: AWS::SNS::Topic, Properties: {
                V: {{(attribute == "Ref" ? "           !Ref Thing" : $"           !GetAtt Thing.{attribute}")}} } }
            """,
            options);
        return Assert.IsType<TemplateValue.Text>(template.Find("User")!.Find("V"));
    }

    private static string Describe(Diagnostic diagnostic) =>
        $"{diagnostic.Code} {diagnostic.Location} {diagnostic.Resource}";
}
