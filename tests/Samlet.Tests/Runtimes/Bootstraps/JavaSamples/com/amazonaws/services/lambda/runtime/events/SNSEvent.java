package com.amazonaws.services.lambda.runtime.events;

import java.util.List;

/** A look-alike of the class in aws-lambda-java-events: the names of its properties are what counts. */
public class SNSEvent {
    private List<SNSRecord> records;

    public List<SNSRecord> getRecords() {
        return records;
    }

    public void setRecords(List<SNSRecord> value) {
        records = value;
    }

    public static class SNSRecord {
        private SNS sns;
        private String eventSource;

        public SNS getSNS() {
            return sns;
        }

        public void setSns(SNS value) {
            sns = value;
        }

        public String getEventSource() {
            return eventSource;
        }

        public void setEventSource(String value) {
            eventSource = value;
        }
    }

    public static class SNS {
        private String message;

        public String getMessage() {
            return message;
        }

        public void setMessage(String value) {
            message = value;
        }
    }
}
