package com.amazonaws.services.lambda.runtime.events;

import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification;
import java.util.List;

/** A look-alike of the class in aws-lambda-java-events: its constructors are what counts. */
public class S3Event extends S3EventNotification {
    public S3Event() {
        super(null);
    }

    public S3Event(List<S3EventNotificationRecord> records) {
        super(records);
    }
}
