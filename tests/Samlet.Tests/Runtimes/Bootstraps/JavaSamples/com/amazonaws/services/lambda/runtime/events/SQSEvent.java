package com.amazonaws.services.lambda.runtime.events;

import java.util.List;

/** A look-alike of the class in aws-lambda-java-events: the names of its properties are what counts. */
public class SQSEvent {
    private List<SQSMessage> records;

    public List<SQSMessage> getRecords() {
        return records;
    }

    public void setRecords(List<SQSMessage> value) {
        records = value;
    }

    public static class SQSMessage {
        private String body;
        private String eventSourceArn;

        public String getBody() {
            return body;
        }

        public void setBody(String value) {
            body = value;
        }

        public String getEventSourceArn() {
            return eventSourceArn;
        }

        public void setEventSourceArn(String value) {
            eventSourceArn = value;
        }
    }
}
