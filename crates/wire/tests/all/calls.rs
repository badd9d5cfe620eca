//! What requests say, and that both protocols say the same.

use cloud::sqs::api::Call;
use expect_test::{Expect, expect};
use wire::Accepted;
use wire::sqs::SQS;

use crate::host::{Sent, endpoint};

fn call(sent: &Sent) -> Call {
    match sent.accept(&endpoint(), 1) {
        Accepted::Call(call, _) => call,
        Accepted::Answered(response) => panic!("{response:?}"),
    }
}

/// The same in JSON and in a form.
#[track_caller]
fn expect(operation: &str, json: &str, form: &str, expected: Expect) {
    assert!(SQS.operation(operation).is_some(), "{operation}");
    let in_json = call(&Sent::json(operation, json)).operation;
    let form = format!("Action={operation}&Version=2012-11-05&{form}");
    let in_query = call(&Sent::query(&form)).operation;
    assert_eq!(in_json, in_query);
    expected.assert_eq(&format!("{in_json:?}"));
}

const URL: &str = "http://localhost:4566/123456789012/q";

#[test]
fn operations_on_queues_say_the_same_in_both_protocols() {
    expect(
        "CreateQueue",
        r#"{"QueueName":"q","Attributes":{"DelaySeconds":"5","Policy":""},"tags":{"team":"a b"}}"#,
        "QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Attribute.2.Name=Policy&Attribute.2.Value=\
         &Tag.1.Key=team&Tag.1.Value=a+b",
        expect![[
            r#"CreateQueue { queue_name: Some("q"), attributes: [("DelaySeconds", "5"), ("Policy", "")], tags: [("team", "a b")] }"#
        ]],
    );
    expect(
        "GetQueueUrl",
        r#"{"QueueName":"q","QueueOwnerAWSAccountId":"111111111111"}"#,
        "QueueName=q&QueueOwnerAWSAccountId=111111111111",
        expect![[
            r#"GetQueueUrl { queue_name: Some("q"), queue_owner_aws_account_id: Some("111111111111") }"#
        ]],
    );
    expect(
        "ListQueues",
        r#"{"QueueNamePrefix":"q","MaxResults":3,"NextToken":"dG9rZW4="}"#,
        "QueueNamePrefix=q&MaxResults=3&NextToken=dG9rZW4%3D",
        expect![[
            r#"ListQueues { queue_name_prefix: Some("q"), max_results: Some(3), next_token: Some("dG9rZW4=") }"#
        ]],
    );
    expect(
        "DeleteQueue",
        &format!(r#"{{"QueueUrl":"{URL}"}}"#),
        &format!("QueueUrl={URL}"),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: DeleteQueue }"#
        ]],
    );
    expect(
        "PurgeQueue",
        &format!(r#"{{"QueueUrl":"{URL}"}}"#),
        &format!("QueueUrl={URL}"),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: PurgeQueue }"#
        ]],
    );
    expect(
        "ListDeadLetterSourceQueues",
        &format!(r#"{{"QueueUrl":"{URL}","MaxResults":3,"NextToken":"t"}}"#),
        &format!("QueueUrl={URL}&MaxResults=3&NextToken=t"),
        expect![[
            r#"ListDeadLetterSourceQueues { queue_url: Some("http://localhost:4566/123456789012/q"), max_results: Some(3), next_token: Some("t") }"#
        ]],
    );
}

#[test]
fn operations_on_settings_say_the_same_in_both_protocols() {
    expect(
        "GetQueueAttributes",
        &format!(r#"{{"QueueUrl":"{URL}","AttributeNames":["All","QueueArn"]}}"#),
        &format!("QueueUrl={URL}&AttributeName.1=All&AttributeName.2=QueueArn"),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: GetQueueAttributes { attribute_names: ["All", "QueueArn"] } }"#
        ]],
    );
    expect(
        "SetQueueAttributes",
        &format!(r#"{{"QueueUrl":"{URL}","Attributes":{{"VisibilityTimeout":"0"}}}}"#),
        &format!("QueueUrl={URL}&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=0"),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: SetQueueAttributes { attributes: Some([("VisibilityTimeout", "0")]) } }"#
        ]],
    );
    expect(
        "AddPermission",
        &format!(
            r#"{{"QueueUrl":"{URL}","Label":"l","AWSAccountIds":["111111111111"],"Actions":["SendMessage","*"]}}"#
        ),
        &format!(
            "QueueUrl={URL}&Label=l&AWSAccountId.1=111111111111&ActionName.1=SendMessage&ActionName.2=*"
        ),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: AddPermission { label: Some("l"), aws_account_ids: ["111111111111"], actions: ["SendMessage", "*"] } }"#
        ]],
    );
    expect(
        "RemovePermission",
        &format!(r#"{{"QueueUrl":"{URL}","Label":"l"}}"#),
        &format!("QueueUrl={URL}&Label=l"),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: RemovePermission { label: Some("l") } }"#
        ]],
    );
    expect(
        "TagQueue",
        &format!(r#"{{"QueueUrl":"{URL}","Tags":{{"a":"1","b":""}}}}"#),
        &format!("QueueUrl={URL}&Tag.1.Key=a&Tag.1.Value=1&Tag.2.Key=b&Tag.2.Value="),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: TagQueue { tags: Some([("a", "1"), ("b", "")]) } }"#
        ]],
    );
    expect(
        "UntagQueue",
        &format!(r#"{{"QueueUrl":"{URL}","TagKeys":["a","b"]}}"#),
        &format!("QueueUrl={URL}&TagKey.1=a&TagKey.2=b"),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: UntagQueue { tag_keys: ["a", "b"] } }"#
        ]],
    );
    expect(
        "ListQueueTags",
        &format!(r#"{{"QueueUrl":"{URL}"}}"#),
        &format!("QueueUrl={URL}"),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: ListQueueTags }"#
        ]],
    );
}

#[test]
fn operations_on_messages_say_the_same_in_both_protocols() {
    expect(
        "SendMessage",
        &format!(
            r#"{{"QueueUrl":"{URL}","MessageBody":"é &","DelaySeconds":5,"MessageGroupId":"g","MessageDeduplicationId":"d",
            "MessageAttributes":{{"a":{{"DataType":"String","StringValue":"x"}},
            "b":{{"DataType":"Binary","BinaryValue":"AAEC"}}}},
            "MessageSystemAttributes":{{"AWSTraceHeader":{{"DataType":"String","StringValue":"Root=1"}}}}}}"#
        ),
        &format!(
            "QueueUrl={URL}&MessageBody=%C3%A9+%26&DelaySeconds=5&MessageGroupId=g&MessageDeduplicationId=d\
             &MessageAttribute.1.Name=a&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=x\
             &MessageAttribute.2.Name=b&MessageAttribute.2.Value.DataType=Binary\
             &MessageAttribute.2.Value.BinaryValue=AAEC&MessageSystemAttribute.1.Name=AWSTraceHeader\
             &MessageSystemAttribute.1.Value.DataType=String&MessageSystemAttribute.1.Value.StringValue=Root%3D1"
        ),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: SendMessage(MessageRequest { message_body: Some("é &"), delay_seconds: Some(5), attributes: Some(MessageAttributes { user: [MessageAttribute { name: "a", data_type: "String", value: Text("x") }, MessageAttribute { name: "b", data_type: "Binary", value: Bytes([0, 1, 2]) }], trace_header: Some("Root=1"), sender: None }), message_deduplication_id: Some("d"), message_group_id: Some("g") }) }"#
        ]],
    );
    expect(
        "SendMessageBatch",
        &format!(
            r#"{{"QueueUrl":"{URL}","Entries":[{{"Id":"1","MessageBody":"a"}},{{"Id":"2","MessageBody":"b",
            "MessageAttributes":{{"n":{{"DataType":"Number.int","StringValue":"1"}}}}}}]}}"#
        ),
        &format!(
            "QueueUrl={URL}&SendMessageBatchRequestEntry.1.Id=1&SendMessageBatchRequestEntry.1.MessageBody=a\
             &SendMessageBatchRequestEntry.2.Id=2&SendMessageBatchRequestEntry.2.MessageBody=b\
             &SendMessageBatchRequestEntry.2.MessageAttribute.1.Name=n\
             &SendMessageBatchRequestEntry.2.MessageAttribute.1.Value.DataType=Number.int\
             &SendMessageBatchRequestEntry.2.MessageAttribute.1.Value.StringValue=1"
        ),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: SendMessageBatch { entries: [Entry { id: Some("1"), request: MessageRequest { message_body: Some("a"), delay_seconds: None, attributes: None, message_deduplication_id: None, message_group_id: None } }, Entry { id: Some("2"), request: MessageRequest { message_body: Some("b"), delay_seconds: None, attributes: Some(MessageAttributes { user: [MessageAttribute { name: "n", data_type: "Number.int", value: Text("1") }], trace_header: None, sender: None }), message_deduplication_id: None, message_group_id: None } }] } }"#
        ]],
    );
    expect(
        "ReceiveMessage",
        &format!(
            r#"{{"QueueUrl":"{URL}","AttributeNames":["All"],"MessageSystemAttributeNames":["SenderId"],
            "MessageAttributeNames":["All"],"MaxNumberOfMessages":10,"VisibilityTimeout":0,"WaitTimeSeconds":20,
            "ReceiveRequestAttemptId":"r"}}"#
        ),
        &format!(
            "QueueUrl={URL}&AttributeName.1=All&MessageSystemAttributeName.1=SenderId&MessageAttributeName.1=All\
             &MaxNumberOfMessages=10&VisibilityTimeout=0&WaitTimeSeconds=20&ReceiveRequestAttemptId=r"
        ),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: ReceiveMessage { max_number_of_messages: Some(10), visibility_timeout: Some(0), wait_time_seconds: Some(20), receive_request_attempt_id: Some("r") } }"#
        ]],
    );
    expect(
        "DeleteMessage",
        &format!(r#"{{"QueueUrl":"{URL}","ReceiptHandle":"a+b/c="}}"#),
        &format!("QueueUrl={URL}&ReceiptHandle=a%2Bb/c%3D"),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: DeleteMessage(ReceiptRequest { receipt_handle: Some("a+b/c=") }) }"#
        ]],
    );
    expect(
        "DeleteMessageBatch",
        &format!(r#"{{"QueueUrl":"{URL}","Entries":[{{"Id":"1","ReceiptHandle":"h"}}]}}"#),
        &format!(
            "QueueUrl={URL}&DeleteMessageBatchRequestEntry.1.Id=1&DeleteMessageBatchRequestEntry.1.ReceiptHandle=h"
        ),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: DeleteMessageBatch { entries: [Entry { id: Some("1"), request: ReceiptRequest { receipt_handle: Some("h") } }] } }"#
        ]],
    );
    expect(
        "ChangeMessageVisibility",
        &format!(r#"{{"QueueUrl":"{URL}","ReceiptHandle":"h","VisibilityTimeout":7}}"#),
        &format!("QueueUrl={URL}&ReceiptHandle=h&VisibilityTimeout=7"),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: ChangeMessageVisibility(VisibilityRequest { receipt_handle: Some("h"), visibility_timeout: Some(7) }) }"#
        ]],
    );
    expect(
        "ChangeMessageVisibilityBatch",
        &format!(
            r#"{{"QueueUrl":"{URL}","Entries":[{{"Id":"1","ReceiptHandle":"h","VisibilityTimeout":-7}}]}}"#
        ),
        &format!(
            "QueueUrl={URL}&ChangeMessageVisibilityBatchRequestEntry.1.Id=1\
             &ChangeMessageVisibilityBatchRequestEntry.1.ReceiptHandle=h\
             &ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout=-7"
        ),
        expect![[
            r#"OnQueue { queue_url: Some("http://localhost:4566/123456789012/q"), operation: ChangeMessageVisibilityBatch { entries: [Entry { id: Some("1"), request: VisibilityRequest { receipt_handle: Some("h"), visibility_timeout: Some(-7) } }] } }"#
        ]],
    );
}

#[test]
fn operations_on_move_tasks_say_the_same_in_both_protocols() {
    expect(
        "StartMessageMoveTask",
        r#"{"SourceArn":"arn:aws:sqs:us-east-1:1:d","DestinationArn":"arn:d","MaxNumberOfMessagesPerSecond":5}"#,
        "SourceArn=arn:aws:sqs:us-east-1:1:d&DestinationArn=arn:d&MaxNumberOfMessagesPerSecond=5",
        expect![[
            r#"StartMessageMoveTask { source_arn: Some("arn:aws:sqs:us-east-1:1:d"), destination_arn: Some("arn:d"), max_number_of_messages_per_second: Some(5) }"#
        ]],
    );
    expect(
        "CancelMessageMoveTask",
        r#"{"TaskHandle":"t"}"#,
        "TaskHandle=t",
        expect![[r#"CancelMessageMoveTask { task_handle: Some("t") }"#]],
    );
    expect(
        "ListMessageMoveTasks",
        r#"{"SourceArn":"arn:d","MaxResults":10}"#,
        "SourceArn=arn:d&MaxResults=10",
        expect![[r#"ListMessageMoveTasks { source_arn: Some("arn:d"), max_results: Some(10) }"#]],
    );
}

#[test]
fn every_operation_can_be_called_with_nothing_said() {
    for operation in SQS.operations {
        let in_json = call(&Sent::json(operation.name, "{}")).operation;
        let in_query = call(&Sent::query(&format!("Action={}", operation.name))).operation;
        assert_eq!(in_json, in_query, "{}", operation.name);
    }
}

#[test]
fn members_that_are_unknown_or_null_are_passed_over() {
    let plain = call(&Sent::json("ReceiveMessage", r#"{"QueueUrl":"u"}"#));
    let with_more =
        r#" {"Unknown":{"a":[1,{"b":null}]},"QueueUrl":"u","WaitTimeSeconds":null,"AttributeNames":[null]} "#;
    assert_eq!(call(&Sent::json("ReceiveMessage", with_more)), plain);
    let form = "Action=ReceiveMessage&Unknown.1.b=2&QueueUrl=u&AttributeNameX.1=All&QueueUrl.1=v";
    assert_eq!(call(&Sent::query(form)), plain);
}

#[test]
fn elements_come_in_the_order_of_their_numbers() {
    let form = "Action=UntagQueue&TagKey.10=c&TagKey.2=b&TagKey.1=a&TagKey.x=d&TagKey=e";
    let json = r#"{"TagKeys":["a","b","c"]}"#;
    assert_eq!(call(&Sent::query(form)), call(&Sent::json("UntagQueue", json)));
}

#[test]
fn a_fraction_of_a_number_is_cut_off() {
    let whole = call(&Sent::json(
        "ReceiveMessage",
        r#"{"WaitTimeSeconds":5,"VisibilityTimeout":-1}"#,
    ));
    let json = r#"{"WaitTimeSeconds":5.9,"VisibilityTimeout":-1.5e0}"#;
    assert_eq!(call(&Sent::json("ReceiveMessage", json)), whole);
}

#[test]
fn a_queue_is_named_by_the_path_where_no_member_names_one() {
    let named = call(&Sent::query("Action=PurgeQueue&QueueUrl=/123456789012/q"));
    let by_path = Sent::query("Action=PurgeQueue").at("/123456789012/q");
    assert_eq!(call(&by_path), named);
    assert_eq!(call(&Sent::get("/123456789012/q?Action=PurgeQueue")), named);
    let both = Sent::query("Action=PurgeQueue&QueueUrl=/123456789012/q").at("/123456789012/other");
    assert_eq!(call(&both), named);
}

#[test]
fn the_trace_id_of_the_head_is_that_of_messages_that_bring_none() {
    let trace = |sent: &Sent| format!("{:?}", call(sent).operation);
    let plain = Sent::json("SendMessage", r#"{"MessageBody":"b"}"#).header("X-Amzn-Trace-Id", "Root=1-2");
    assert!(trace(&plain).contains(r#"trace_header: Some("Root=1-2")"#));
    let body = r#"{"MessageBody":"b","MessageSystemAttributes":
        {"AWSTraceHeader":{"DataType":"String","StringValue":"Root=3"}}}"#;
    let own = Sent::json("SendMessage", body).header("X-Amzn-Trace-Id", "Root=1-2");
    assert!(trace(&own).contains(r#"trace_header: Some("Root=3")"#));
    let batch = "Action=SendMessageBatch&SendMessageBatchRequestEntry.1.MessageBody=b";
    let batch = Sent::query(batch).header("X-Amzn-Trace-Id", "Root=1-2");
    assert!(trace(&batch).contains(r#"trace_header: Some("Root=1-2")"#));
}
