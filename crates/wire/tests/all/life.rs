//! The whole life of a message, in both protocols.

use cloud::time::SimDuration;
use expect_test::expect;

use crate::host::{Local, Sent, between, brief, shown};

#[test]
fn a_message_is_sent_received_and_deleted_in_json() {
    let mut local = Local::default();
    let create = Sent::json("CreateQueue", r#"{"QueueName":"orders"}"#);
    expect![[r#"
        200
        x-amzn-RequestId: 30b0215f-0bd4-4a47-a870-9c4c88bd7f5a
        Content-Type: application/x-amz-json-1.0
        content-length: 56

        {"QueueUrl":"http://localhost:4566/123456789012/orders"}"#]]
    .assert_eq(&shown(&local.send(&create)));
    let send = r#"{"QueueUrl":"http://localhost:4566/123456789012/orders","MessageBody":"message",
        "MessageAttributes":{"Foo":{"DataType":"String","StringValue":"Bar"}}}"#;
    expect![[r#"
        200
        x-amzn-RequestId: 27ca45c0-6631-4cd3-a3f0-3277513f7cd3
        Content-Type: application/x-amz-json-1.0
        content-length: 166

        {"MessageId":"362e52ee-6aaa-4130-9df8-5c277868cfd0","MD5OfMessageBody":"78e731027d8fd50ed642340b7c9a63b3","MD5OfMessageAttributes":"ae7155c6026991b6d54b11589678bf9c"}"#]].assert_eq(&shown(&local.send(&Sent::json("SendMessage", send))));
    let receive = r#"{"QueueUrl":"http://localhost:4566/123456789012/orders",
        "AttributeNames":["ApproximateReceiveCount","SentTimestamp"],"MessageAttributeNames":["All"]}"#;
    let receive = Sent::json("ReceiveMessage", receive);
    local.pass(SimDuration::from_millis(1_250));
    expect![[r#"
        200
        x-amzn-RequestId: 17b300e2-be93-4596-a8f0-e504b762db3e
        Content-Type: application/x-amz-json-1.0
        content-length: 405

        {"Messages":[{"MessageId":"362e52ee-6aaa-4130-9df8-5c277868cfd0","ReceiptHandle":"AQEBAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAARsPtbyoNYEM=","MD5OfBody":"78e731027d8fd50ed642340b7c9a63b3","Body":"message","Attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1700000000000"},"MD5OfMessageAttributes":"ae7155c6026991b6d54b11589678bf9c","MessageAttributes":{"Foo":{"StringValue":"Bar","DataType":"String"}}}]}"#]].assert_eq(&shown(&local.send(&receive)));
    expect![[r#"
        200
        x-amzn-RequestId: e4f26ed0-0717-4977-b22f-b54a9e591919
        Content-Type: application/x-amz-json-1.0
        content-length: 2

        {}"#]]
    .assert_eq(&shown(&local.send(&receive)));
    local.pass(SimDuration::from_secs(30));
    let again = local.ok(&receive);
    assert!(again.contains(r#""ApproximateReceiveCount":"2""#), "{again}");
    let handle = between(&again, r#""ReceiptHandle":""#, "\"");
    let delete =
        format!(r#"{{"QueueUrl":"http://localhost:4566/123456789012/orders","ReceiptHandle":"{handle}"}}"#);
    expect![[r#"
        200
        x-amzn-RequestId: 2a9d1611-1e7b-4d9d-8beb-9eea74125e98
        Content-Type: application/x-amz-json-1.0
        content-length: 0

    "#]]
    .assert_eq(&shown(&local.send(&Sent::json("DeleteMessage", &delete))));
    local.pass(SimDuration::from_secs(30));
    assert_eq!(local.ok(&receive), "{}");
}

#[test]
fn a_message_is_sent_received_and_deleted_by_forms() {
    let mut local = Local::default();
    let create = Sent::query("Action=CreateQueue&QueueName=orders");
    expect![[r#"
        200
        x-amzn-RequestId: 30b0215f-0bd4-4a47-a870-9c4c88bd7f5a
        Content-Type: text/xml
        content-length: 312

        <?xml version="1.0"?><CreateQueueResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><CreateQueueResult><QueueUrl>http://localhost:4566/123456789012/orders</QueueUrl></CreateQueueResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></CreateQueueResponse>"#]].assert_eq(&shown(&local.send(&create)));
    let at_queue = |form: &str| Sent::query(form).at("/123456789012/orders");
    let send = at_queue(
        "Action=SendMessage&MessageBody=message&MessageAttribute.1.Name=Foo\
         &MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=Bar",
    );
    expect![[r#"
        200
        x-amzn-RequestId: 27ca45c0-6631-4cd3-a3f0-3277513f7cd3
        Content-Type: text/xml
        content-length: 459

        <?xml version="1.0"?><SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageResult><MD5OfMessageBody>78e731027d8fd50ed642340b7c9a63b3</MD5OfMessageBody><MD5OfMessageAttributes>ae7155c6026991b6d54b11589678bf9c</MD5OfMessageAttributes><MessageId>362e52ee-6aaa-4130-9df8-5c277868cfd0</MessageId></SendMessageResult><ResponseMetadata><RequestId>27ca45c0-6631-4cd3-a3f0-3277513f7cd3</RequestId></ResponseMetadata></SendMessageResponse>"#]].assert_eq(&shown(&local.send(&send)));
    let receive = at_queue(
        "Action=ReceiveMessage&AttributeName.1=ApproximateReceiveCount&AttributeName.2=SentTimestamp\
         &MessageAttributeName.1=All",
    );
    local.pass(SimDuration::from_millis(1_250));
    expect![[r#"
        200
        x-amzn-RequestId: 17b300e2-be93-4596-a8f0-e504b762db3e
        Content-Type: text/xml
        content-length: 852

        <?xml version="1.0"?><ReceiveMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ReceiveMessageResult><Message><MessageId>362e52ee-6aaa-4130-9df8-5c277868cfd0</MessageId><ReceiptHandle>AQEBAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAARsPtbyoNYEM=</ReceiptHandle><MD5OfBody>78e731027d8fd50ed642340b7c9a63b3</MD5OfBody><Body>message</Body><Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute><Attribute><Name>SentTimestamp</Name><Value>1700000000000</Value></Attribute><MD5OfMessageAttributes>ae7155c6026991b6d54b11589678bf9c</MD5OfMessageAttributes><MessageAttribute><Name>Foo</Name><Value><StringValue>Bar</StringValue><DataType>String</DataType></Value></MessageAttribute></Message></ReceiveMessageResult><ResponseMetadata><RequestId>17b300e2-be93-4596-a8f0-e504b762db3e</RequestId></ResponseMetadata></ReceiveMessageResponse>"#]].assert_eq(&shown(&local.send(&receive)));
    expect![[r#"
        200
        x-amzn-RequestId: e4f26ed0-0717-4977-b22f-b54a9e591919
        Content-Type: text/xml
        content-length: 240

        <?xml version="1.0"?><ReceiveMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ReceiveMessageResult/><ResponseMetadata><RequestId>e4f26ed0-0717-4977-b22f-b54a9e591919</RequestId></ResponseMetadata></ReceiveMessageResponse>"#]].assert_eq(&shown(&local.send(&receive)));
    local.pass(SimDuration::from_secs(30));
    let again = local.ok(&receive);
    let handle = between(&again, "<ReceiptHandle>", "</ReceiptHandle>");
    let handle = handle.replace('+', "%2B").replace('=', "%3D");
    let delete = at_queue(&format!("Action=DeleteMessage&ReceiptHandle={handle}"));
    expect![[r#"
        200
        x-amzn-RequestId: 2a9d1611-1e7b-4d9d-8beb-9eea74125e98
        Content-Type: text/xml
        content-length: 215

        <?xml version="1.0"?><DeleteMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ResponseMetadata><RequestId>2a9d1611-1e7b-4d9d-8beb-9eea74125e98</RequestId></ResponseMetadata></DeleteMessageResponse>"#]].assert_eq(&shown(&local.send(&delete)));
    local.pass(SimDuration::from_secs(30));
    let nothing = local.ok(&receive);
    assert!(nothing.contains("<ReceiveMessageResult/>"), "{nothing}");
}

#[test]
fn a_long_poll_is_answered_when_the_clock_reaches_it() {
    let mut local = Local::default();
    local.ok(&Sent::json("CreateQueue", r#"{"QueueName":"q"}"#));
    let url = "http://localhost:4566/123456789012/q";
    let send = format!(r#"{{"QueueUrl":"{url}","MessageBody":"later","DelaySeconds":3}}"#);
    local.ok(&Sent::json("SendMessage", &send));
    let receive = Sent::json(
        "ReceiveMessage",
        &format!(r#"{{"QueueUrl":"{url}","WaitTimeSeconds":20}}"#),
    );
    let text = local.ok(&receive);
    assert!(text.contains(r#""Body":"later""#), "{text}");
    assert_eq!(brief(&local.send(&receive)), "200 {}");
}

#[test]
fn accounts_and_regions_live_side_by_side() {
    let mut local = Local::default();
    let create = || Sent::json("CreateQueue", r#"{"QueueName":"q"}"#);
    let url = |text: String| between(&text, r#"{"QueueUrl":""#, "\"").to_owned();
    let first = url(local.ok(&create().signed("111111111111", "us-east-1", "sqs")));
    let second = url(local.ok(&create().signed("222222222222", "us-east-1", "sqs")));
    assert_eq!(first, "http://localhost:4566/111111111111/q");
    assert_eq!(second, "http://localhost:4566/222222222222/q");
    let send = Sent::json(
        "SendMessage",
        &format!(r#"{{"QueueUrl":"{first}","MessageBody":"b"}}"#),
    );
    local.ok(&send.clone().signed("111111111111", "us-east-1", "sqs"));
    let elsewhere = local.send(&send.signed("111111111111", "eu-west-1", "sqs"));
    assert!(brief(&elsewhere).contains("QueueDoesNotExist"), "{elsewhere:?}");
}
