//! What is refused, by the protocol and by the service.

use cloud::sqs::api::ApiError;
use expect_test::expect;
use wire::Accepted;

use crate::host::{Local, Sent, brief, endpoint, shown};

/// The response that the protocol gives.
fn refused(sent: &Sent) -> String {
    match sent.accept(&endpoint(), 1) {
        Accepted::Answered(response) => brief(&response),
        Accepted::Call(call, _) => panic!("{call:?}"),
    }
}

#[test]
fn what_the_service_refuses_is_told_in_the_words_of_the_protocol() {
    let mut local = Local::default();
    let body = r#"{"QueueUrl":"http://localhost:4566/123456789012/none"}"#;
    expect![[r#"
        400
        x-amzn-RequestId: 30b0215f-0bd4-4a47-a870-9c4c88bd7f5a
        Content-Type: application/x-amz-json-1.0
        content-length: 96
        x-amzn-query-error: AWS.SimpleQueueService.NonExistentQueue;Sender

        {"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}"#]]
    .assert_eq(&shown(&local.send(&Sent::json("PurgeQueue", body))));
    let form = Sent::query("Action=PurgeQueue").at("/123456789012/none");
    expect![[r#"
        400
        x-amzn-RequestId: 27ca45c0-6631-4cd3-a3f0-3277513f7cd3
        Content-Type: text/xml
        content-length: 333

        <?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist for this wsdl version.</Message><Detail/></Error><RequestId>27ca45c0-6631-4cd3-a3f0-3277513f7cd3</RequestId></ErrorResponse>"#]].assert_eq(&shown(&local.send(&form)));
    expect![[r#"
        400
        x-amzn-RequestId: 17b300e2-be93-4596-a8f0-e504b762db3e
        Content-Type: application/json
        content-length: 197

        {"Error":{"Code":"AWS.SimpleQueueService.NonExistentQueue","Message":"The specified queue does not exist for this wsdl version.","Type":"Sender"},"RequestId":"17b300e2-be93-4596-a8f0-e504b762db3e"}"#]].assert_eq(&shown(&local.send(&form.header("Accept", "application/json"))));
}

#[test]
fn a_failure_of_the_service_is_the_receivers() {
    let error = ApiError {
        code: "InternalFailure",
        query_code: "InternalFailure",
        status: 500,
        message: "a \"quoted\" <text> with \u{1}".to_owned(),
    };
    for (sent, expected) in [
        (
            Sent::json("ListQueues", "{}"),
            expect![[r#"
            500
            x-amzn-RequestId: 30b0215f-0bd4-4a47-a870-9c4c88bd7f5a
            Content-Type: application/x-amz-json-1.0
            content-length: 90
            x-amzn-query-error: InternalFailure;Receiver

            {"__type":"com.amazonaws.sqs#InternalFailure","message":"a \"quoted\" <text> with \u0001"}"#]],
        ),
        (
            Sent::query("Action=ListQueues"),
            expect![[r#"
            500
            x-amzn-RequestId: 30b0215f-0bd4-4a47-a870-9c4c88bd7f5a
            Content-Type: text/xml
            content-length: 296

            <?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Receiver</Type><Code>InternalFailure</Code><Message>a &quot;quoted&quot; &lt;text&gt; with �</Message><Detail/></Error><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ErrorResponse>"#]],
        ),
        (
            Sent::query("Action=ListQueues").header("Accept", "application/json"),
            expect![[r#"
                500
                x-amzn-RequestId: 30b0215f-0bd4-4a47-a870-9c4c88bd7f5a
                Content-Type: application/json
                content-length: 149

                {"Error":{"Code":"InternalFailure","Message":"a \"quoted\" <text> with \u0001","Type":"Receiver"},"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}"#]],
        ),
    ] {
        let Accepted::Call(_, reply) = sent.accept(&endpoint(), 1) else {
            panic!("no call");
        };
        expected.assert_eq(&shown(&reply.respond(Err(error.clone()))));
    }
}

#[test]
fn operations_that_are_not_there_are_unknown() {
    expect![[r#"400 {"__type":"com.amazon.coral.service#UnknownOperationException"}"#]]
        .assert_eq(&refused(&Sent::json("FooBar", "{}")));
    expect![[r#"400 {"__type":"com.amazon.coral.service#UnknownOperationException"}"#]].assert_eq(&refused(
        &Sent::json("ListQueues", "{}").header("X-Amz-Target", "ListQueues"),
    ));
    expect![[r#"400 {"__type":"com.amazon.coral.service#UnknownOperationException"}"#]].assert_eq(&refused(
        &Sent::json("ListQueues", "{}").header("X-Amz-Target", "Kinesis_20131202.ListStreams"),
    ));
    let mut targetless = Sent::json("ListQueues", "{}");
    targetless.headers.retain(|(name, _)| *name != "X-Amz-Target");
    expect![[r#"400 {"__type":"com.amazon.coral.service#UnknownOperationException"}"#]]
        .assert_eq(&refused(&targetless));
    expect![[r#"400 <?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>The action FooBar is not valid for this endpoint.</Message><Detail/></Error><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ErrorResponse>"#]].assert_eq(&refused(&Sent::query("Action=FooBar&Version=2012-11-05")));
    expect![[r#"400 {"Error":{"Code":"InvalidAction","Message":"The action FooBar is not valid for this endpoint.","Type":"Sender"},"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}"#]].assert_eq(&refused(
        &Sent::query("Action=FooBar").header("Accept", "application/json"),
    ));
}

#[test]
fn a_request_without_an_action_misses_one_and_other_methods_find_nothing() {
    expect![[r#"400 <?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>MissingAction</Code><Message>The request is missing an action or a required parameter.</Message><Detail/></Error><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ErrorResponse>"#]].assert_eq(&refused(&Sent::query("QueueName=q")));
    for sent in [
        Sent::get("/"),
        Sent::get("/123456789012/q"),
        Sent::get("/123456789012/q").header("Accept", "application/json"),
        Sent::get("/health?full=1"),
        Sent::json("ListQueues", "{}").by("GET"),
        Sent::query("Action=ListQueues").by("PUT"),
        Sent::get("/?Action=ListQueues").by("DELETE"),
    ] {
        assert_eq!(refused(&sent), "404 <UnknownOperationException/>\n", "{sent:?}");
    }
}

#[test]
fn operations_on_no_queue_are_not_valid_at_a_queues_url() {
    for action in ["CreateQueue", "ListQueues", "StartMessageMoveTask"] {
        let text = refused(&Sent::get(&format!("/123456789012/q?Action={action}")));
        let message = format!("<Message>The action {action} is not valid for this endpoint.</Message>");
        assert!(text.contains(&message), "{text}");
    }
    let sent = Sent::get("/123456789012/q?Action=GetQueueUrl&QueueName=q");
    assert!(matches!(sent.accept(&endpoint(), 1), Accepted::Call(..)));
    let json = Sent::json("ListQueues", "{}").at("/123456789012/q");
    assert!(matches!(json.accept(&endpoint(), 1), Accepted::Call(..)));
}

#[test]
fn what_is_no_json_cannot_be_read() {
    for body in [
        "",
        "{",
        "nonsense",
        r#"{"QueueUrl":"a"} x"#,
        r#"{"QueueUrl":"\ud800"}"#,
        "\u{feff}{}",
    ] {
        assert_eq!(
            refused(&Sent::json("PurgeQueue", body)),
            r##"400 {"__type":"com.amazon.coral.service#SerializationException"}"##,
            "{body}"
        );
    }
    let mut bytes = Sent::json("PurgeQueue", "");
    bytes.body = b"{\"QueueUrl\":\"\xff\"}".to_vec();
    assert!(refused(&bytes).contains("SerializationException"));
}

#[test]
fn a_member_of_another_type_cannot_be_read_and_aws_says_which_was_found() {
    for (operation, body, message) in [
        (
            "ReceiveMessage",
            r#"{"WaitTimeSeconds":"5"}"#,
            "STRING_VALUE can not be converted to an Integer",
        ),
        (
            "ReceiveMessage",
            r#"{"WaitTimeSeconds":true}"#,
            "TRUE_VALUE can not be converted to an Integer",
        ),
        (
            "ReceiveMessage",
            r#"{"QueueUrl":[]}"#,
            "Start of list found where not expected",
        ),
        (
            "ReceiveMessage",
            r#"{"QueueUrl":{}}"#,
            "Start of structure or map found where not expected.",
        ),
        (
            "ReceiveMessage",
            r#"{"AttributeNames":"All"}"#,
            "Expected list or null",
        ),
        ("CreateQueue", r#"{"Attributes":5}"#, "Expected map or null"),
        (
            "CreateQueue",
            r#"{"Attributes":{"DelaySeconds":{}}}"#,
            "Start of structure or map found where not expected.",
        ),
        ("SendMessageBatch", r#"{"Entries":["a"]}"#, "Expected null"),
        (
            "SendMessage",
            r#"{"MessageAttributes":{"a":{"BinaryValue":"?"}}}"#,
            "STRING_VALUE can not be converted to a Blob",
        ),
        ("SendMessage", "[]", "Start of list found where not expected"),
        ("SendMessage", "5", "Expected null"),
    ] {
        let expected = format!(
            r##"400 {{"__type":"com.amazon.coral.service#SerializationException","Message":"{message}"}}"##
        );
        assert_eq!(refused(&Sent::json(operation, body)), expected, "{body}");
    }
}

#[test]
fn a_member_of_a_form_that_is_no_number_cannot_be_read() {
    expect![[r#"400 <?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>MalformedInput</Code><Message>STRING_VALUE can not be converted to an Integer</Message><Detail/></Error><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ErrorResponse>"#]].assert_eq(&refused(&Sent::query(
        "Action=ReceiveMessage&WaitTimeSeconds=soon",
    )));
    let blob = "Action=SendMessage&MessageAttribute.1.Name=a&MessageAttribute.1.Value.BinaryValue=%3F";
    expect![[r#"400 <?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>MalformedInput</Code><Message>STRING_VALUE can not be converted to a Blob</Message><Detail/></Error><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ErrorResponse>"#]].assert_eq(&refused(&Sent::query(blob)));
}

#[test]
fn a_body_that_is_too_long_is_not_looked_at() {
    let mut endpoint = endpoint();
    endpoint.most_body_bytes = 30;
    let answered = |sent: &Sent| match sent.accept(&endpoint, 1) {
        Accepted::Answered(response) => brief(&response),
        Accepted::Call(call, _) => panic!("{call:?}"),
    };
    expect![[r#"413 {"__type":"com.amazon.coral.service#RequestEntityTooLargeException","Message":"Request size exceeded 30 bytes"}"#]].assert_eq(&answered(&Sent::json("ListQueues", &"x".repeat(31))));
    expect![[r#"413 <?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>RequestEntityTooLarge</Code><Message>Request size exceeded 30 bytes</Message><Detail/></Error><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ErrorResponse>"#]].assert_eq(&answered(&Sent::query(&"x".repeat(31))));
    let sent = Sent::query("Action=ListQueues&MaxResults=10");
    assert_eq!(sent.body.len(), 31);
    assert!(answered(&sent).starts_with("413"));
    endpoint.most_body_bytes = 31;
    assert!(matches!(sent.accept(&endpoint, 1), Accepted::Call(..)));
}

#[test]
fn a_body_of_very_many_values_is_not_read() {
    let entries = |count| format!(r#"{{"Entries":[{}]}}"#, vec!["{}"; count].join(","));
    let many = Sent::json("SendMessageBatch", &entries(9_998));
    assert!(matches!(many.accept(&endpoint(), 1), Accepted::Call(..)));
    for sent in [
        Sent::json("SendMessageBatch", &entries(9_999)),
        Sent::query(&format!("Action=ListQueues{}", "&a=1".repeat(10_000))),
    ] {
        let text = refused(&sent);
        assert!(
            text.starts_with("400 ") && text.contains("Serialization") | text.contains("Malformed"),
            "{text}"
        );
    }
}

#[test]
fn depth_costs_no_stack() {
    let deep = format!("{{\"Unknown\":{}", "[".repeat(1 << 20));
    assert!(refused(&Sent::json("ListQueues", &deep)).contains("SerializationException"));
    let form = format!("Action=ListQueues&QueueNamePrefix{}=1", ".1".repeat(1 << 19));
    assert!(matches!(
        Sent::query(&form).accept(&endpoint(), 1),
        Accepted::Call(..)
    ));
}
