package samlet.bootstrap.json;

/**
 * Names that the types of aws-lambda-java-events have in JSON where bean naming alone would not find them: the service
 * has the same exceptions for the same classes, by name, since it does not know the classes either.
 */
final class EventTypes {
    private static final String EVENTS = "com.amazonaws.services.lambda.runtime.events.";

    private EventTypes() {
    }

    /** Whether dates are seconds, as the services send them, and not the milliseconds of Jackson. */
    static boolean usesSeconds(Class<?> owner) {
        return owner.getName().startsWith(EVENTS)
                || owner.getName().startsWith("com.amazonaws.services.dynamodbv2.model.");
    }

    /** Classes that only a constructor fills, whose parameters are in the order of the fields. */
    static boolean isFilledByConstructor(Class<?> owner) {
        return owner.getName().startsWith(EVENTS + "models.s3.S3EventNotification")
                || owner.getName().startsWith("com.amazonaws.services.s3.event.S3EventNotification")
                || owner.getName().equals(EVENTS + "S3Event");
    }

    static String nameOf(Class<?> owner, String property) {
        String name = owner.getName();
        if (!usesSeconds(owner) && !isFilledByConstructor(owner)) {
            return property;
        }

        String type = name.substring(name.lastIndexOf('.') + 1);
        if (property.equals("records")) {
            return type.equals("KinesisFirehoseEvent") || type.equals("KafkaEvent") || type.equals("ActiveMQEvent")
                    ? property : "Records";
        }

        if (type.startsWith("SNSEvent") || type.equals("StreamRecord") || type.equals("SecretsManagerRotationEvent")
                || type.startsWith("ConnectEvent") || type.equals("CloudFormationCustomResourceEvent")) {
            return capitalized(property);
        }

        return type.equals("AttributeValue") && property.length() == 1 ? capitalized(property)
                : special(type, property);
    }

    private static String special(String type, String property) {
        if (property.equals("eventSourceArn")) {
            return type.equals("SQSEvent$SQSMessage") || type.startsWith("Dynamodb") || type.startsWith("CodeCommit")
                    ? "eventSourceARN" : property;
        }

        return type.equals("ScheduledEvent") && property.equals("detailType") ? "detail-type"
                : type.equals("CloudWatchLogsEvent") && property.equals("awsLogs") ? "awslogs"
                : property.equals("xAmzId2") ? "x-amz-id-2"
                : property.equals("xAmzRequestId") ? "x-amz-request-id"
                : type.equals("CodePipelineEvent") && property.equals("codePipelineJob") ? "CodePipeline.job"
                : !type.equals("CodeCommitEvent$Record") ? property
                : property.equals("codeCommit") ? "codecommit"
                : property.equals("userIdentityArn") ? "userIdentityARN" : property;
    }

    private static String capitalized(String property) {
        return property.equals("SNS") || property.equals("sns") ? "Sns"
                : property.equals("instanceArn") ? "InstanceARN"
                : property.equals("responseUrl") ? "ResponseURL"
                : Character.toUpperCase(property.charAt(0)) + property.substring(1);
    }
}
