package com.amazonaws.services.lambda.runtime.events.models.s3;

import java.util.List;

/** A look-alike of the class in aws-lambda-java-events: its constructors are what counts. */
public class S3EventNotification {
    private final List<S3EventNotificationRecord> records;

    public S3EventNotification(List<S3EventNotificationRecord> records) {
        this.records = records;
    }

    public List<S3EventNotificationRecord> getRecords() {
        return records;
    }

    public static class S3EventNotificationRecord {
        private final String awsRegion;
        private final S3ObjectEntity object;

        public S3EventNotificationRecord(String awsRegion, S3ObjectEntity object) {
            this.awsRegion = awsRegion;
            this.object = object;
        }

        public String getAwsRegion() {
            return awsRegion;
        }

        public S3ObjectEntity getObject() {
            return object;
        }
    }

    public static class S3ObjectEntity {
        private final String key;
        private final Long size;
        private final String eTag;

        public S3ObjectEntity(String key, Integer size) {
            this(key, size.longValue(), null);
        }

        public S3ObjectEntity(String key, Long size, String eTag) {
            this.key = key;
            this.size = size;
            this.eTag = eTag;
        }

        public String getKey() {
            return key;
        }

        public String getUrlDecodedKey() {
            return "decoded";
        }

        public Long getSize() {
            return size;
        }

        public String geteTag() {
            return eTag;
        }
    }
}
