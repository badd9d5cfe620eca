//! What answers become, in JSON, in XML, and in JSON for the Query protocol.

use std::rc::Rc;

use cloud::sqs::api::{
    Answer, ApiError, BatchAnswer, MoveTask, MoveTaskStatus, QueueAddress, Received, SentMessage,
};
use cloud::sqs::{
    AttributeValue, Body, Delivery, Mark, MessageAttribute, MessageAttributes, MessageId, QueueId,
    ReceiptHandle, SequenceNumber,
};
use cloud::time::SimTime;
use expect_test::{Expect, expect};
use wire::{Accepted, QueueUrls};

use crate::host::{Sent, brief, endpoint};

/// What a request is told, in one format after the other.
#[track_caller]
fn expect(json: &Sent, form: &Sent, answer: &Answer, expected: Expect) {
    let tree = form.clone().header("Accept", "application/json");
    let responses = [json, form, &tree].map(|sent| match sent.accept(&endpoint(), 1) {
        Accepted::Call(_, reply) => brief(&reply.respond(Ok(answer.clone()))),
        Accepted::Answered(response) => panic!("{response:?}"),
    });
    expected.assert_eq(&(responses.join("\n") + "\n"));
}

/// For operations whose answer does not depend on what they were asked with.
#[track_caller]
fn expect_of(operation: &str, answer: &Answer, expected: Expect) {
    let form = Sent::query(&format!("Action={operation}"));
    expect(&Sent::json(operation, "{}"), &form, answer, expected);
}

fn queue(name: &str) -> QueueAddress {
    QueueAddress {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
        name: name.into(),
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(Rc<str>, Rc<str>)> {
    pairs
        .iter()
        .map(|&(name, value)| (name.into(), value.into()))
        .collect()
}

fn received() -> Received {
    let attribute = |name: &str, data_type: &str, value| MessageAttribute {
        name: name.into(),
        data_type: data_type.into(),
        value,
    };
    let attributes = MessageAttributes {
        user: vec![
            attribute("Hello", "String", AttributeValue::Text("There".into())),
            attribute("General", "String", AttributeValue::Text("Kenobi".into())),
            attribute("Data", "Binary", AttributeValue::Bytes([0, 1, 2].into())),
        ],
        trace_header: Some("Root=1".into()),
        sender: None,
    };
    Received {
        delivery: Delivery {
            message: MessageId(1),
            receipt: ReceiptHandle {
                queue: QueueId(1),
                message: MessageId(1),
                number: 0,
                receive: 1,
            },
            body: Body::from("a <b> & \"c\"\r\né"),
            mark: Mark(0),
            receive_count: 2,
            sent: SimTime::from_millis(1_500),
            first_received: SimTime::from_nanos(2_999_999_999),
            group: Some("g".into()),
            deduplication: Some("d".into()),
            sequence: Some(SequenceNumber(3)),
            dead_letter_source: Some(QueueId(2)),
            attributes: Some(attributes.into()),
        },
        sender_id: "123456789012".into(),
        dead_letter_queue_source: Some(queue("source.fifo")),
    }
}

#[test]
fn an_operation_without_output_answers_nothing_but_that_it_went_well() {
    expect_of(
        "DeleteQueue",
        &Answer::Done,
        expect![[r#"
            200
            200 <?xml version="1.0"?><DeleteQueueResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></DeleteQueueResponse>
            200 {"DeleteQueueResponse":{"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
        "#]],
    );
}

#[test]
fn urls_of_queues_name_the_host_that_was_asked() {
    expect_of(
        "CreateQueue",
        &Answer::QueueUrl(queue("q")),
        expect![[r#"
        200 {"QueueUrl":"http://localhost:4566/123456789012/q"}
        200 <?xml version="1.0"?><CreateQueueResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><CreateQueueResult><QueueUrl>http://localhost:4566/123456789012/q</QueueUrl></CreateQueueResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></CreateQueueResponse>
        200 {"CreateQueueResponse":{"CreateQueueResult":{"QueueUrl":"http://localhost:4566/123456789012/q"},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
    expect_of(
        "GetQueueUrl",
        &Answer::QueueUrl(queue("q")),
        expect![[r#"
        200 {"QueueUrl":"http://localhost:4566/123456789012/q"}
        200 <?xml version="1.0"?><GetQueueUrlResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><GetQueueUrlResult><QueueUrl>http://localhost:4566/123456789012/q</QueueUrl></GetQueueUrlResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></GetQueueUrlResponse>
        200 {"GetQueueUrlResponse":{"GetQueueUrlResult":{"QueueUrl":"http://localhost:4566/123456789012/q"},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
}

#[test]
fn urls_of_queues_are_those_of_aws_where_the_host_says_so() {
    let url = |sent: &Sent, urls| {
        let mut endpoint = endpoint();
        endpoint.queue_urls = urls;
        match sent.accept(&endpoint, 1) {
            Accepted::Call(_, reply) => brief(&reply.respond(Ok(Answer::QueueUrl(queue("q"))))),
            Accepted::Answered(response) => panic!("{response:?}"),
        }
    };
    let sent = Sent::json("GetQueueUrl", "{}");
    let aws = r#"200 {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/q"}"#;
    assert_eq!(url(&sent, QueueUrls::Amazon), aws);
    let real = sent.clone().header("Host", "sqs.us-east-1.amazonaws.com");
    assert_eq!(url(&real, QueueUrls::Host), aws);
    for host in ["", "a b", "a/b", "a\"b"] {
        assert_eq!(
            url(&sent.clone().header("Host", host), QueueUrls::Host),
            aws,
            "{host}"
        );
    }
    let other = sent.header("Host", "[::1]:80");
    let ours = r#"200 {"QueueUrl":"http://[::1]:80/123456789012/q"}"#;
    assert_eq!(url(&other, QueueUrls::Host), ours);
}

#[test]
fn lists_of_queues_are_left_out_where_they_are_empty_but_for_one() {
    let some = Answer::QueueUrls {
        queues: vec![queue("a"), queue("b")],
        next_token: Some("t".into()),
    };
    let none = Answer::QueueUrls {
        queues: Vec::new(),
        next_token: None,
    };
    expect_of(
        "ListQueues",
        &some,
        expect![[r#"
        200 {"QueueUrls":["http://localhost:4566/123456789012/a","http://localhost:4566/123456789012/b"],"NextToken":"t"}
        200 <?xml version="1.0"?><ListQueuesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ListQueuesResult><QueueUrl>http://localhost:4566/123456789012/a</QueueUrl><QueueUrl>http://localhost:4566/123456789012/b</QueueUrl><NextToken>t</NextToken></ListQueuesResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ListQueuesResponse>
        200 {"ListQueuesResponse":{"ListQueuesResult":{"NextToken":"t","queueUrls":["http://localhost:4566/123456789012/a","http://localhost:4566/123456789012/b"]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
    expect_of(
        "ListQueues",
        &none,
        expect![[r#"
        200 {}
        200 <?xml version="1.0"?><ListQueuesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ListQueuesResult/><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ListQueuesResponse>
        200 {"ListQueuesResponse":{"ListQueuesResult":{"NextToken":null,"queueUrls":null},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
    expect_of(
        "ListDeadLetterSourceQueues",
        &some,
        expect![[r#"
        200 {"queueUrls":["http://localhost:4566/123456789012/a","http://localhost:4566/123456789012/b"],"NextToken":"t"}
        200 <?xml version="1.0"?><ListDeadLetterSourceQueuesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ListDeadLetterSourceQueuesResult><QueueUrl>http://localhost:4566/123456789012/a</QueueUrl><QueueUrl>http://localhost:4566/123456789012/b</QueueUrl><NextToken>t</NextToken></ListDeadLetterSourceQueuesResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ListDeadLetterSourceQueuesResponse>
        200 {"ListDeadLetterSourceQueuesResponse":{"ListDeadLetterSourceQueuesResult":{"NextToken":"t","queueUrls":["http://localhost:4566/123456789012/a","http://localhost:4566/123456789012/b"]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
    expect_of(
        "ListDeadLetterSourceQueues",
        &none,
        expect![[r#"
            200 {"queueUrls":[]}
            200 <?xml version="1.0"?><ListDeadLetterSourceQueuesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ListDeadLetterSourceQueuesResult/><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ListDeadLetterSourceQueuesResponse>
            200 {"ListDeadLetterSourceQueuesResponse":{"ListDeadLetterSourceQueuesResult":{"NextToken":null,"queueUrls":[]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
        "#]],
    );
}

#[test]
fn attributes_and_tags_are_left_out_where_there_are_none() {
    let some = pairs(&[("QueueArn", "arn:q"), ("Policy", r#"{"Id":"<1>"}"#)]);
    expect_of(
        "GetQueueAttributes",
        &Answer::Attributes(some),
        expect![[r#"
        200 {"Attributes":{"QueueArn":"arn:q","Policy":"{\"Id\":\"<1>\"}"}}
        200 <?xml version="1.0"?><GetQueueAttributesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><GetQueueAttributesResult><Attribute><Name>QueueArn</Name><Value>arn:q</Value></Attribute><Attribute><Name>Policy</Name><Value>{&quot;Id&quot;:&quot;&lt;1&gt;&quot;}</Value></Attribute></GetQueueAttributesResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></GetQueueAttributesResponse>
        200 {"GetQueueAttributesResponse":{"GetQueueAttributesResult":{"Attributes":[{"Name":"QueueArn","Value":"arn:q"},{"Name":"Policy","Value":"{\"Id\":\"<1>\"}"}]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
    expect_of(
        "GetQueueAttributes",
        &Answer::Attributes(Vec::new()),
        expect![[r#"
            200 {}
            200 <?xml version="1.0"?><GetQueueAttributesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><GetQueueAttributesResult/><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></GetQueueAttributesResponse>
            200 {"GetQueueAttributesResponse":{"GetQueueAttributesResult":{"Attributes":null},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
        "#]],
    );
    let some = pairs(&[("a", "1"), ("b", "")]);
    expect_of(
        "ListQueueTags",
        &Answer::Tags(some),
        expect![[r#"
        200 {"Tags":{"a":"1","b":""}}
        200 <?xml version="1.0"?><ListQueueTagsResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ListQueueTagsResult><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value></Value></Tag></ListQueueTagsResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ListQueueTagsResponse>
        200 {"ListQueueTagsResponse":{"ListQueueTagsResult":{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":""}]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
    expect_of(
        "ListQueueTags",
        &Answer::Tags(Vec::new()),
        expect![[r#"
        200 {}
        200 <?xml version="1.0"?><ListQueueTagsResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ListQueueTagsResult/><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ListQueueTagsResponse>
        200 {"ListQueueTagsResponse":{"ListQueueTagsResult":{"Tags":null},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
}

const SENT: SentMessage = SentMessage {
    message_id: MessageId(1),
    sequence_number: None,
};

#[test]
fn a_sent_message_has_an_id_and_the_digest_of_its_body() {
    let json = Sent::json("SendMessage", r#"{"MessageBody":"message"}"#);
    let form = Sent::query("Action=SendMessage&MessageBody=message");
    expect(
        &json,
        &form,
        &Answer::Sent(SENT),
        expect![[r#"
        200 {"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","MD5OfMessageBody":"78e731027d8fd50ed642340b7c9a63b3"}
        200 <?xml version="1.0"?><SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageResult><MD5OfMessageBody>78e731027d8fd50ed642340b7c9a63b3</MD5OfMessageBody><MessageId>1736ca7e-de5f-4485-af12-e4b521862901</MessageId></SendMessageResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></SendMessageResponse>
        200 {"SendMessageResponse":{"SendMessageResult":{"MD5OfMessageAttributes":null,"MD5OfMessageBody":"78e731027d8fd50ed642340b7c9a63b3","MD5OfMessageSystemAttributes":null,"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","SequenceNumber":null},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
}

#[test]
fn a_sent_message_has_the_digests_of_the_attributes_it_brought_and_its_sequence_number() {
    let json = Sent::json(
        "SendMessage",
        r#"{"MessageBody":"message","MessageAttributes":{"Foo":{"DataType":"String","StringValue":"Bar"}},
        "MessageSystemAttributes":{"AWSTraceHeader":{"DataType":"String","StringValue":"Root=1"}}}"#,
    );
    let form = Sent::query(
        "Action=SendMessage&MessageBody=message&MessageAttribute.1.Name=Foo&MessageAttribute.1.Value.DataType=String\
         &MessageAttribute.1.Value.StringValue=Bar&MessageSystemAttribute.1.Name=AWSTraceHeader\
         &MessageSystemAttribute.1.Value.DataType=String&MessageSystemAttribute.1.Value.StringValue=Root%3D1",
    );
    let sent = SentMessage {
        sequence_number: Some(SequenceNumber(0)),
        ..SENT
    };
    expect(
        &json,
        &form,
        &Answer::Sent(sent),
        expect![[r#"
        200 {"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","SequenceNumber":"18849496460467696128","MD5OfMessageBody":"78e731027d8fd50ed642340b7c9a63b3","MD5OfMessageAttributes":"ae7155c6026991b6d54b11589678bf9c","MD5OfMessageSystemAttributes":"d6619b3d47b81d3fc72c0db005a70eda"}
        200 <?xml version="1.0"?><SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageResult><MD5OfMessageBody>78e731027d8fd50ed642340b7c9a63b3</MD5OfMessageBody><MD5OfMessageAttributes>ae7155c6026991b6d54b11589678bf9c</MD5OfMessageAttributes><MD5OfMessageSystemAttributes>d6619b3d47b81d3fc72c0db005a70eda</MD5OfMessageSystemAttributes><MessageId>1736ca7e-de5f-4485-af12-e4b521862901</MessageId><SequenceNumber>18849496460467696128</SequenceNumber></SendMessageResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></SendMessageResponse>
        200 {"SendMessageResponse":{"SendMessageResult":{"MD5OfMessageAttributes":"ae7155c6026991b6d54b11589678bf9c","MD5OfMessageBody":"78e731027d8fd50ed642340b7c9a63b3","MD5OfMessageSystemAttributes":"d6619b3d47b81d3fc72c0db005a70eda","MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","SequenceNumber":"18849496460467696128"},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
}

#[test]
fn a_trace_id_of_the_head_has_no_digest() {
    let json = Sent::json("SendMessage", r#"{"MessageBody":"message"}"#).header("X-Amzn-Trace-Id", "Root=1");
    let form = Sent::query("Action=SendMessage&MessageBody=message").header("X-Amzn-Trace-Id", "Root=1");
    expect(
        &json,
        &form,
        &Answer::Sent(SENT),
        expect![[r#"
        200 {"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","MD5OfMessageBody":"78e731027d8fd50ed642340b7c9a63b3"}
        200 <?xml version="1.0"?><SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageResult><MD5OfMessageBody>78e731027d8fd50ed642340b7c9a63b3</MD5OfMessageBody><MessageId>1736ca7e-de5f-4485-af12-e4b521862901</MessageId></SendMessageResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></SendMessageResponse>
        200 {"SendMessageResponse":{"SendMessageResult":{"MD5OfMessageAttributes":null,"MD5OfMessageBody":"78e731027d8fd50ed642340b7c9a63b3","MD5OfMessageSystemAttributes":null,"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","SequenceNumber":null},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
}

fn failure(status: u16) -> ApiError {
    ApiError {
        code: "InvalidParameterValueException",
        query_code: "InvalidParameterValue",
        status,
        message: "One or more parameters cannot be validated.".to_owned(),
    }
}

#[test]
fn the_entries_of_a_batch_have_their_ids() {
    let json = Sent::json(
        "SendMessageBatch",
        r#"{"Entries":[{"Id":"one","MessageBody":"message"},{"Id":"two","MessageBody":"msg"}]}"#,
    );
    let form = Sent::query(
        "Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=one\
         &SendMessageBatchRequestEntry.1.MessageBody=message&SendMessageBatchRequestEntry.2.Id=two\
         &SendMessageBatchRequestEntry.2.MessageBody=msg",
    );
    let some = BatchAnswer {
        successful: vec![(1, SENT)],
        failed: vec![(0, failure(400))],
    };
    expect(
        &json,
        &form,
        &Answer::SentBatch(some),
        expect![[r#"
        200 {"Successful":[{"Id":"two","MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","MD5OfMessageBody":"6e2baaf3b97dbeef01c0043275f9a0e7"}],"Failed":[{"Id":"one","SenderFault":true,"Code":"InvalidParameterValue","Message":"One or more parameters cannot be validated."}]}
        200 <?xml version="1.0"?><SendMessageBatchResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageBatchResult><SendMessageBatchResultEntry><Id>two</Id><MessageId>1736ca7e-de5f-4485-af12-e4b521862901</MessageId><MD5OfMessageBody>6e2baaf3b97dbeef01c0043275f9a0e7</MD5OfMessageBody></SendMessageBatchResultEntry><BatchResultErrorEntry><Id>one</Id><SenderFault>true</SenderFault><Code>InvalidParameterValue</Code><Message>One or more parameters cannot be validated.</Message></BatchResultErrorEntry></SendMessageBatchResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></SendMessageBatchResponse>
        200 {"SendMessageBatchResponse":{"SendMessageBatchResult":{"Failed":[{"Code":"InvalidParameterValue","Id":"one","Message":"One or more parameters cannot be validated.","SenderFault":true}],"Successful":[{"Id":"two","MD5OfMessageAttributes":null,"MD5OfMessageBody":"6e2baaf3b97dbeef01c0043275f9a0e7","MD5OfMessageSystemAttributes":null,"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","SequenceNumber":null}]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
    let all = BatchAnswer {
        successful: vec![(0, SENT), (1, SENT)],
        failed: Vec::new(),
    };
    expect(
        &json,
        &form,
        &Answer::SentBatch(all),
        expect![[r#"
        200 {"Successful":[{"Id":"one","MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","MD5OfMessageBody":"78e731027d8fd50ed642340b7c9a63b3"},{"Id":"two","MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","MD5OfMessageBody":"6e2baaf3b97dbeef01c0043275f9a0e7"}]}
        200 <?xml version="1.0"?><SendMessageBatchResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageBatchResult><SendMessageBatchResultEntry><Id>one</Id><MessageId>1736ca7e-de5f-4485-af12-e4b521862901</MessageId><MD5OfMessageBody>78e731027d8fd50ed642340b7c9a63b3</MD5OfMessageBody></SendMessageBatchResultEntry><SendMessageBatchResultEntry><Id>two</Id><MessageId>1736ca7e-de5f-4485-af12-e4b521862901</MessageId><MD5OfMessageBody>6e2baaf3b97dbeef01c0043275f9a0e7</MD5OfMessageBody></SendMessageBatchResultEntry></SendMessageBatchResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></SendMessageBatchResponse>
        200 {"SendMessageBatchResponse":{"SendMessageBatchResult":{"Failed":null,"Successful":[{"Id":"one","MD5OfMessageAttributes":null,"MD5OfMessageBody":"78e731027d8fd50ed642340b7c9a63b3","MD5OfMessageSystemAttributes":null,"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","SequenceNumber":null},{"Id":"two","MD5OfMessageAttributes":null,"MD5OfMessageBody":"6e2baaf3b97dbeef01c0043275f9a0e7","MD5OfMessageSystemAttributes":null,"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","SequenceNumber":null}]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
}

#[test]
fn batches_of_receipts_answer_alike() {
    for (operation, expected) in [
        (
            "DeleteMessageBatch",
            expect![[r#"
            200 {"Successful":[{"Id":"one"}],"Failed":[{"Id":"two","SenderFault":false,"Code":"InvalidParameterValue","Message":"One or more parameters cannot be validated."}]}
            200 <?xml version="1.0"?><DeleteMessageBatchResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><DeleteMessageBatchResult><DeleteMessageBatchResultEntry><Id>one</Id></DeleteMessageBatchResultEntry><BatchResultErrorEntry><Id>two</Id><SenderFault>false</SenderFault><Code>InvalidParameterValue</Code><Message>One or more parameters cannot be validated.</Message></BatchResultErrorEntry></DeleteMessageBatchResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></DeleteMessageBatchResponse>
            200 {"DeleteMessageBatchResponse":{"DeleteMessageBatchResult":{"Failed":[{"Code":"InvalidParameterValue","Id":"two","Message":"One or more parameters cannot be validated.","SenderFault":false}],"Successful":[{"Id":"one"}]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
        "#]],
        ),
        (
            "ChangeMessageVisibilityBatch",
            expect![[r#"
            200 {"Successful":[{"Id":"one"}],"Failed":[{"Id":"two","SenderFault":false,"Code":"InvalidParameterValue","Message":"One or more parameters cannot be validated."}]}
            200 <?xml version="1.0"?><ChangeMessageVisibilityBatchResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ChangeMessageVisibilityBatchResult><ChangeMessageVisibilityBatchResultEntry><Id>one</Id></ChangeMessageVisibilityBatchResultEntry><BatchResultErrorEntry><Id>two</Id><SenderFault>false</SenderFault><Code>InvalidParameterValue</Code><Message>One or more parameters cannot be validated.</Message></BatchResultErrorEntry></ChangeMessageVisibilityBatchResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ChangeMessageVisibilityBatchResponse>
            200 {"ChangeMessageVisibilityBatchResponse":{"ChangeMessageVisibilityBatchResult":{"Failed":[{"Code":"InvalidParameterValue","Id":"two","Message":"One or more parameters cannot be validated.","SenderFault":false}],"Successful":[{"Id":"one"}]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
        "#]],
        ),
    ] {
        let json = r#"{"Entries":[{"Id":"one","ReceiptHandle":"h"},{"Id":"two","ReceiptHandle":"h"}]}"#;
        let form =
            format!("Action={operation}&{operation}RequestEntry.1.Id=one&{operation}RequestEntry.2.Id=two");
        let answer = Answer::Batch(BatchAnswer {
            successful: vec![(0, ())],
            failed: vec![(1, failure(500))],
        });
        expect(
            &Sent::json(operation, json),
            &Sent::query(&form),
            &answer,
            expected,
        );
    }
}

#[test]
fn a_received_message_shows_what_was_asked_for() {
    let answer = Answer::Messages(vec![received()]);
    expect_of(
        "ReceiveMessage",
        &answer,
        expect![[r#"
        200 {"Messages":[{"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","ReceiptHandle":"AQEBAQAAAAEAAAAAAAAAAAAAAAAAAAABAAAA0y0xhvbv2NA=","MD5OfBody":"f8aae90d6bcd76f89b33edf9f5ee3d39","Body":"a <b> & \"c\"\r\né"}]}
        200 <?xml version="1.0"?><ReceiveMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ReceiveMessageResult><Message><MessageId>1736ca7e-de5f-4485-af12-e4b521862901</MessageId><ReceiptHandle>AQEBAQAAAAEAAAAAAAAAAAAAAAAAAAABAAAA0y0xhvbv2NA=</ReceiptHandle><MD5OfBody>f8aae90d6bcd76f89b33edf9f5ee3d39</MD5OfBody><Body>a &lt;b&gt; &amp; &quot;c&quot;&#xD;
        é</Body></Message></ReceiveMessageResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ReceiveMessageResponse>
        200 {"ReceiveMessageResponse":{"ReceiveMessageResult":{"messages":[{"Attributes":null,"Body":"a <b> & \"c\"\r\né","MD5OfBody":"f8aae90d6bcd76f89b33edf9f5ee3d39","MD5OfMessageAttributes":null,"MessageAttributes":null,"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","ReceiptHandle":"AQEBAQAAAAEAAAAAAAAAAAAAAAAAAAABAAAA0y0xhvbv2NA="}]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
    let json = Sent::json(
        "ReceiveMessage",
        r#"{"AttributeNames":["SenderId"],"MessageSystemAttributeNames":["SentTimestamp"],
        "MessageAttributeNames":["Hello","Gen.*"]}"#,
    );
    let form = Sent::query(
        "Action=ReceiveMessage&AttributeName.1=SenderId&AttributeName.2=SentTimestamp&MessageSystemAttributeName.1=All\
         &MessageAttributeName.1=Hello&MessageAttributeName.2=Gen.*",
    );
    expect(
        &json,
        &form,
        &answer,
        expect![[r#"
        200 {"Messages":[{"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","ReceiptHandle":"AQEBAQAAAAEAAAAAAAAAAAAAAAAAAAABAAAA0y0xhvbv2NA=","MD5OfBody":"f8aae90d6bcd76f89b33edf9f5ee3d39","Body":"a <b> & \"c\"\r\né","Attributes":{"SenderId":"123456789012","SentTimestamp":"1700000001500"},"MD5OfMessageAttributes":"fca026605781cb4126a1e9044df24232","MessageAttributes":{"Hello":{"StringValue":"There","DataType":"String"},"General":{"StringValue":"Kenobi","DataType":"String"}}}]}
        200 <?xml version="1.0"?><ReceiveMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ReceiveMessageResult><Message><MessageId>1736ca7e-de5f-4485-af12-e4b521862901</MessageId><ReceiptHandle>AQEBAQAAAAEAAAAAAAAAAAAAAAAAAAABAAAA0y0xhvbv2NA=</ReceiptHandle><MD5OfBody>f8aae90d6bcd76f89b33edf9f5ee3d39</MD5OfBody><Body>a &lt;b&gt; &amp; &quot;c&quot;&#xD;
        é</Body><Attribute><Name>SenderId</Name><Value>123456789012</Value></Attribute><Attribute><Name>SentTimestamp</Name><Value>1700000001500</Value></Attribute><MD5OfMessageAttributes>fca026605781cb4126a1e9044df24232</MD5OfMessageAttributes><MessageAttribute><Name>Hello</Name><Value><StringValue>There</StringValue><DataType>String</DataType></Value></MessageAttribute><MessageAttribute><Name>General</Name><Value><StringValue>Kenobi</StringValue><DataType>String</DataType></Value></MessageAttribute></Message></ReceiveMessageResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ReceiveMessageResponse>
        200 {"ReceiveMessageResponse":{"ReceiveMessageResult":{"messages":[{"Attributes":[{"Name":"SenderId","Value":"123456789012"},{"Name":"SentTimestamp","Value":"1700000001500"}],"Body":"a <b> & \"c\"\r\né","MD5OfBody":"f8aae90d6bcd76f89b33edf9f5ee3d39","MD5OfMessageAttributes":"fca026605781cb4126a1e9044df24232","MessageAttributes":[{"Name":"Hello","Value":{"BinaryListValues":null,"BinaryValue":null,"DataType":"String","StringListValues":null,"StringValue":"There"}},{"Name":"General","Value":{"BinaryListValues":null,"BinaryValue":null,"DataType":"String","StringListValues":null,"StringValue":"Kenobi"}}],"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","ReceiptHandle":"AQEBAQAAAAEAAAAAAAAAAAAAAAAAAAABAAAA0y0xhvbv2NA="}]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
}

#[test]
fn a_received_message_shows_everything_to_those_who_ask_for_all() {
    let json = Sent::json(
        "ReceiveMessage",
        r#"{"AttributeNames":["All"],"MessageAttributeNames":["All"]}"#,
    );
    let form = Sent::query("Action=ReceiveMessage&AttributeName.1=All&MessageAttributeName.1=All");
    expect(
        &json,
        &form,
        &Answer::Messages(vec![received()]),
        expect![[r#"
        200 {"Messages":[{"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","ReceiptHandle":"AQEBAQAAAAEAAAAAAAAAAAAAAAAAAAABAAAA0y0xhvbv2NA=","MD5OfBody":"f8aae90d6bcd76f89b33edf9f5ee3d39","Body":"a <b> & \"c\"\r\né","Attributes":{"SenderId":"123456789012","ApproximateFirstReceiveTimestamp":"1700000002999","ApproximateReceiveCount":"2","SentTimestamp":"1700000001500","SequenceNumber":"18849496460467696896","MessageDeduplicationId":"d","MessageGroupId":"g","AWSTraceHeader":"Root=1","DeadLetterQueueSourceArn":"arn:aws:sqs:us-east-1:123456789012:source.fifo"},"MD5OfMessageAttributes":"1d434608827e63bdd0810bc3faebea7e","MessageAttributes":{"Hello":{"StringValue":"There","DataType":"String"},"General":{"StringValue":"Kenobi","DataType":"String"},"Data":{"BinaryValue":"AAEC","DataType":"Binary"}}}]}
        200 <?xml version="1.0"?><ReceiveMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ReceiveMessageResult><Message><MessageId>1736ca7e-de5f-4485-af12-e4b521862901</MessageId><ReceiptHandle>AQEBAQAAAAEAAAAAAAAAAAAAAAAAAAABAAAA0y0xhvbv2NA=</ReceiptHandle><MD5OfBody>f8aae90d6bcd76f89b33edf9f5ee3d39</MD5OfBody><Body>a &lt;b&gt; &amp; &quot;c&quot;&#xD;
        é</Body><Attribute><Name>SenderId</Name><Value>123456789012</Value></Attribute><Attribute><Name>ApproximateFirstReceiveTimestamp</Name><Value>1700000002999</Value></Attribute><Attribute><Name>ApproximateReceiveCount</Name><Value>2</Value></Attribute><Attribute><Name>SentTimestamp</Name><Value>1700000001500</Value></Attribute><Attribute><Name>SequenceNumber</Name><Value>18849496460467696896</Value></Attribute><Attribute><Name>MessageDeduplicationId</Name><Value>d</Value></Attribute><Attribute><Name>MessageGroupId</Name><Value>g</Value></Attribute><Attribute><Name>AWSTraceHeader</Name><Value>Root=1</Value></Attribute><Attribute><Name>DeadLetterQueueSourceArn</Name><Value>arn:aws:sqs:us-east-1:123456789012:source.fifo</Value></Attribute><MD5OfMessageAttributes>1d434608827e63bdd0810bc3faebea7e</MD5OfMessageAttributes><MessageAttribute><Name>Hello</Name><Value><StringValue>There</StringValue><DataType>String</DataType></Value></MessageAttribute><MessageAttribute><Name>General</Name><Value><StringValue>Kenobi</StringValue><DataType>String</DataType></Value></MessageAttribute><MessageAttribute><Name>Data</Name><Value><BinaryValue>AAEC</BinaryValue><DataType>Binary</DataType></Value></MessageAttribute></Message></ReceiveMessageResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ReceiveMessageResponse>
        200 {"ReceiveMessageResponse":{"ReceiveMessageResult":{"messages":[{"Attributes":[{"Name":"SenderId","Value":"123456789012"},{"Name":"ApproximateFirstReceiveTimestamp","Value":"1700000002999"},{"Name":"ApproximateReceiveCount","Value":"2"},{"Name":"SentTimestamp","Value":"1700000001500"},{"Name":"SequenceNumber","Value":"18849496460467696896"},{"Name":"MessageDeduplicationId","Value":"d"},{"Name":"MessageGroupId","Value":"g"},{"Name":"AWSTraceHeader","Value":"Root=1"},{"Name":"DeadLetterQueueSourceArn","Value":"arn:aws:sqs:us-east-1:123456789012:source.fifo"}],"Body":"a <b> & \"c\"\r\né","MD5OfBody":"f8aae90d6bcd76f89b33edf9f5ee3d39","MD5OfMessageAttributes":"1d434608827e63bdd0810bc3faebea7e","MessageAttributes":[{"Name":"Hello","Value":{"BinaryListValues":null,"BinaryValue":null,"DataType":"String","StringListValues":null,"StringValue":"There"}},{"Name":"General","Value":{"BinaryListValues":null,"BinaryValue":null,"DataType":"String","StringListValues":null,"StringValue":"Kenobi"}},{"Name":"Data","Value":{"BinaryListValues":null,"BinaryValue":"AAEC","DataType":"Binary","StringListValues":null,"StringValue":null}}],"MessageId":"1736ca7e-de5f-4485-af12-e4b521862901","ReceiptHandle":"AQEBAQAAAAEAAAAAAAAAAAAAAAAAAAABAAAA0y0xhvbv2NA="}]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
}

#[test]
fn no_messages_are_left_out() {
    expect_of(
        "ReceiveMessage",
        &Answer::Messages(Vec::new()),
        expect![[r#"
        200 {}
        200 <?xml version="1.0"?><ReceiveMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ReceiveMessageResult/><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ReceiveMessageResponse>
        200 {"ReceiveMessageResponse":{"ReceiveMessageResult":{"messages":null},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
}

#[test]
fn move_tasks_show_what_is_known_of_them() {
    let running = MoveTask {
        task_handle: Some("handle".into()),
        status: MoveTaskStatus::Running,
        source_arn: "arn:d".into(),
        destination_arn: Some("arn:q".into()),
        max_number_of_messages_per_second: Some(1),
        approximate_number_of_messages_moved: 0,
        approximate_number_of_messages_to_move: Some(10),
        failure_reason: None,
        started: SimTime::from_secs(1),
    };
    let failed = MoveTask {
        task_handle: None,
        status: MoveTaskStatus::Failed,
        destination_arn: None,
        max_number_of_messages_per_second: None,
        failure_reason: Some("AWS.SimpleQueueService.NonExistentQueue".into()),
        ..running.clone()
    };
    expect_of(
        "ListMessageMoveTasks",
        &Answer::MoveTasks(vec![running, failed]),
        expect![[r#"
            200 {"Results":[{"TaskHandle":"handle","Status":"RUNNING","SourceArn":"arn:d","DestinationArn":"arn:q","MaxNumberOfMessagesPerSecond":1,"ApproximateNumberOfMessagesMoved":0,"ApproximateNumberOfMessagesToMove":10,"StartedTimestamp":1700000001000},{"Status":"FAILED","SourceArn":"arn:d","ApproximateNumberOfMessagesMoved":0,"ApproximateNumberOfMessagesToMove":10,"FailureReason":"AWS.SimpleQueueService.NonExistentQueue","StartedTimestamp":1700000001000}]}
            200 <?xml version="1.0"?><ListMessageMoveTasksResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ListMessageMoveTasksResult><ListMessageMoveTasksResultEntry><TaskHandle>handle</TaskHandle><Status>RUNNING</Status><SourceArn>arn:d</SourceArn><DestinationArn>arn:q</DestinationArn><MaxNumberOfMessagesPerSecond>1</MaxNumberOfMessagesPerSecond><ApproximateNumberOfMessagesMoved>0</ApproximateNumberOfMessagesMoved><ApproximateNumberOfMessagesToMove>10</ApproximateNumberOfMessagesToMove><StartedTimestamp>1700000001000</StartedTimestamp></ListMessageMoveTasksResultEntry><ListMessageMoveTasksResultEntry><Status>FAILED</Status><SourceArn>arn:d</SourceArn><ApproximateNumberOfMessagesMoved>0</ApproximateNumberOfMessagesMoved><ApproximateNumberOfMessagesToMove>10</ApproximateNumberOfMessagesToMove><FailureReason>AWS.SimpleQueueService.NonExistentQueue</FailureReason><StartedTimestamp>1700000001000</StartedTimestamp></ListMessageMoveTasksResultEntry></ListMessageMoveTasksResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></ListMessageMoveTasksResponse>
            200 {"ListMessageMoveTasksResponse":{"ListMessageMoveTasksResult":{"Results":[{"ApproximateNumberOfMessagesMoved":0,"ApproximateNumberOfMessagesToMove":10,"DestinationArn":"arn:q","FailureReason":null,"MaxNumberOfMessagesPerSecond":1,"SourceArn":"arn:d","StartedTimestamp":1700000001000,"Status":"RUNNING","TaskHandle":"handle"},{"ApproximateNumberOfMessagesMoved":0,"ApproximateNumberOfMessagesToMove":10,"DestinationArn":null,"FailureReason":"AWS.SimpleQueueService.NonExistentQueue","MaxNumberOfMessagesPerSecond":null,"SourceArn":"arn:d","StartedTimestamp":1700000001000,"Status":"FAILED","TaskHandle":null}]},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
        "#]],
    );
    expect_of(
        "StartMessageMoveTask",
        &Answer::TaskHandle("handle".into()),
        expect![[r#"
            200 {"TaskHandle":"handle"}
            200 <?xml version="1.0"?><StartMessageMoveTaskResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><StartMessageMoveTaskResult><TaskHandle>handle</TaskHandle></StartMessageMoveTaskResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></StartMessageMoveTaskResponse>
            200 {"StartMessageMoveTaskResponse":{"StartMessageMoveTaskResult":{"TaskHandle":"handle"},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
        "#]],
    );
    expect_of(
        "CancelMessageMoveTask",
        &Answer::Moved(4),
        expect![[r#"
        200 {"ApproximateNumberOfMessagesMoved":4}
        200 <?xml version="1.0"?><CancelMessageMoveTaskResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><CancelMessageMoveTaskResult><ApproximateNumberOfMessagesMoved>4</ApproximateNumberOfMessagesMoved></CancelMessageMoveTaskResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></CancelMessageMoveTaskResponse>
        200 {"CancelMessageMoveTaskResponse":{"CancelMessageMoveTaskResult":{"ApproximateNumberOfMessagesMoved":4},"ResponseMetadata":{"RequestId":"30b0215f-0bd4-4a47-a870-9c4c88bd7f5a"}}}
    "#]],
    );
}
