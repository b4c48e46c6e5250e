package samples;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;

/** Methods that return the events they get. */
public class Events {
    public SQSEvent sqs(SQSEvent event) {
        return event;
    }

    public SNSEvent sns(SNSEvent event) {
        return event;
    }

    public S3Event s3(S3Event event) {
        return event;
    }
}
