//! Whole conversations, as they are in `transcripts/`: a request's operation and members, and the answer below.

use cloud::time::SimDuration;
use expect_test::{ExpectFile, expect_file};

use crate::host::{Local, Sent, between, brief};

/// The queues' URL without the name.
const ACCOUNT: &str = "http://localhost:4566/123456789012";

/// Sends requests in one protocol and writes down what is said.
struct Talk {
    local: Local,
    is_json: bool,
    text: String,
}

impl Talk {
    fn new(is_json: bool) -> Self {
        Self {
            local: Local::default(),
            is_json,
            text: String::new(),
        }
    }

    /// Asks with the members in JSON and in a form, in which `URL` stands for that of the queue `orders`.
    fn ask(&mut self, operation: &str, json: &str, form: &str) -> String {
        let url = format!("{ACCOUNT}/orders");
        let (json, form) = (json.replace("URL", &url), form.replace("URL", &url));
        let (said, sent) = if self.is_json {
            (json.clone(), Sent::json(operation, &json))
        } else {
            let body = format!("Action={operation}&{form}");
            (form, Sent::query(body.trim_end_matches('&')))
        };
        let answer = brief(&self.local.send(&sent));
        let answer = answer.replace(" xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"", "");
        let answer = answer.replace("<?xml version=\"1.0\"?>", "");
        self.text
            .push_str(&format!("{operation} {said}\n    {}\n", answer.trim_end()));
        answer
    }

    fn pass(&mut self, seconds: u64) {
        self.local.pass(SimDuration::from_secs(seconds));
        self.text.push_str(&format!("-- {seconds} s later\n"));
    }

    /// The receipt handle in an answer, as it is written in JSON and in a form.
    fn handle(&self, answer: &str) -> (String, String) {
        let handle = if self.is_json {
            between(answer, "\"ReceiptHandle\":\"", "\"")
        } else {
            between(answer, "<ReceiptHandle>", "<")
        };
        (handle.to_owned(), form_urlencoded(handle))
    }
}

fn form_urlencoded(text: &str) -> String {
    text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

fn both(talk: impl Fn(&mut Talk), json: ExpectFile, query: ExpectFile) {
    for (is_json, expected) in [(true, json), (false, query)] {
        let mut told = Talk::new(is_json);
        talk(&mut told);
        expected.assert_eq(&told.text);
    }
}

#[test]
fn settings_tags_and_permissions() {
    both(
        |talk| {
            talk.ask(
                "CreateQueue",
                r#"{"QueueName":"orders","Attributes":{"DelaySeconds":"0","VisibilityTimeout":"60"},"tags":{"team":"shop"}}"#,
                "QueueName=orders&Attribute.1.Name=DelaySeconds&Attribute.1.Value=0&Attribute.2.Name=VisibilityTimeout\
                 &Attribute.2.Value=60&Tag.1.Key=team&Tag.1.Value=shop",
            );
            talk.ask(
                "CreateQueue",
                r#"{"QueueName":"orders","Attributes":{"DelaySeconds":"5"}}"#,
                "QueueName=orders&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5",
            );
            talk.ask("GetQueueUrl", r#"{"QueueName":"orders"}"#, "QueueName=orders");
            talk.ask("GetQueueUrl", r#"{"QueueName":"none"}"#, "QueueName=none");
            talk.ask("GetQueueAttributes", r#"{"QueueUrl":"URL"}"#, "QueueUrl=URL");
            talk.ask(
                "GetQueueAttributes",
                r#"{"QueueUrl":"URL","AttributeNames":["All"]}"#,
                "QueueUrl=URL&AttributeName.1=All",
            );
            talk.ask(
                "SetQueueAttributes",
                r#"{"QueueUrl":"URL","Attributes":{"MessageRetentionPeriod":"60"}}"#,
                "QueueUrl=URL&Attribute.1.Name=MessageRetentionPeriod&Attribute.1.Value=60",
            );
            talk.ask(
                "SetQueueAttributes",
                r#"{"QueueUrl":"URL","Attributes":{"FifoQueue":"true"}}"#,
                "QueueUrl=URL&Attribute.1.Name=FifoQueue&Attribute.1.Value=true",
            );
            talk.ask(
                "GetQueueAttributes",
                r#"{"QueueUrl":"URL","AttributeNames":["MessageRetentionPeriod","Foobar"]}"#,
                "QueueUrl=URL&AttributeName.1=MessageRetentionPeriod&AttributeName.2=Foobar",
            );
            talk.ask(
                "TagQueue",
                r#"{"QueueUrl":"URL","Tags":{"cost":"1","team":"web"}}"#,
                "QueueUrl=URL&Tag.1.Key=cost&Tag.1.Value=1&Tag.2.Key=team&Tag.2.Value=web",
            );
            talk.ask("ListQueueTags", r#"{"QueueUrl":"URL"}"#, "QueueUrl=URL");
            talk.ask(
                "UntagQueue",
                r#"{"QueueUrl":"URL","TagKeys":["cost","team"]}"#,
                "QueueUrl=URL&TagKey.1=cost&TagKey.2=team",
            );
            talk.ask("ListQueueTags", r#"{"QueueUrl":"URL"}"#, "QueueUrl=URL");
            talk.ask(
                "AddPermission",
                r#"{"QueueUrl":"URL","Label":"peer","AWSAccountIds":["111111111111"],"Actions":["SendMessage"]}"#,
                "QueueUrl=URL&Label=peer&AWSAccountId.1=111111111111&ActionName.1=SendMessage",
            );
            talk.ask(
                "GetQueueAttributes",
                r#"{"QueueUrl":"URL","AttributeNames":["Policy"]}"#,
                "QueueUrl=URL&AttributeName.1=Policy",
            );
            talk.ask(
                "RemovePermission",
                r#"{"QueueUrl":"URL","Label":"peer"}"#,
                "QueueUrl=URL&Label=peer",
            );
            talk.ask(
                "RemovePermission",
                r#"{"QueueUrl":"URL","Label":"peer"}"#,
                "QueueUrl=URL&Label=peer",
            );
        },
        expect_file!["transcripts/settings.json.txt"],
        expect_file!["transcripts/settings.query.txt"],
    );
}

#[test]
fn lists_of_queues_come_in_pages() {
    both(
        |talk| {
            talk.ask("ListQueues", "{}", "");
            for name in ["a1", "a2", "a3", "b"] {
                talk.ask(
                    "CreateQueue",
                    &format!(r#"{{"QueueName":"{name}"}}"#),
                    &format!("QueueName={name}"),
                );
            }
            talk.ask("ListQueues", "{}", "");
            let page = talk.ask(
                "ListQueues",
                r#"{"QueueNamePrefix":"a","MaxResults":2}"#,
                "QueueNamePrefix=a&MaxResults=2",
            );
            let token = if talk.is_json {
                between(&page, "\"NextToken\":\"", "\"")
            } else {
                between(&page, "<NextToken>", "<")
            };
            talk.ask(
                "ListQueues",
                &format!(r#"{{"QueueNamePrefix":"a","MaxResults":2,"NextToken":"{token}"}}"#),
                &format!(
                    "QueueNamePrefix=a&MaxResults=2&NextToken={}",
                    form_urlencoded(token)
                ),
            );
            talk.ask("ListQueues", r#"{"MaxResults":1001}"#, "MaxResults=1001");
            let url = format!("{ACCOUNT}/b");
            talk.ask(
                "DeleteQueue",
                &format!(r#"{{"QueueUrl":"{url}"}}"#),
                &format!("QueueUrl={url}"),
            );
            talk.ask("CreateQueue", r#"{"QueueName":"b"}"#, "QueueName=b");
            talk.ask("ListQueues", r#"{"QueueNamePrefix":"b"}"#, "QueueNamePrefix=b");
        },
        expect_file!["transcripts/lists.json.txt"],
        expect_file!["transcripts/lists.query.txt"],
    );
}

#[test]
fn messages_one_by_one_and_in_batches() {
    both(
        |talk| {
            talk.ask("CreateQueue", r#"{"QueueName":"orders"}"#, "QueueName=orders");
            talk.ask(
                "SendMessageBatch",
                r#"{"QueueUrl":"URL","Entries":[{"Id":"1","MessageBody":"one"},{"Id":"2","MessageBody":"\u0001"}]}"#,
                "QueueUrl=URL&SendMessageBatchRequestEntry.1.Id=1&SendMessageBatchRequestEntry.1.MessageBody=one\
                 &SendMessageBatchRequestEntry.2.Id=2&SendMessageBatchRequestEntry.2.MessageBody=%01",
            );
            talk.ask(
                "SendMessageBatch",
                r#"{"QueueUrl":"URL","Entries":[]}"#,
                "QueueUrl=URL",
            );
            talk.ask("SendMessage", r#"{"QueueUrl":"URL"}"#, "QueueUrl=URL");
            let received = talk.ask(
                "ReceiveMessage",
                r#"{"QueueUrl":"URL","AttributeNames":["All"]}"#,
                "QueueUrl=URL&AttributeName.1=All",
            );
            let (json, form) = talk.handle(&received);
            talk.ask(
                "ChangeMessageVisibility",
                &format!(r#"{{"QueueUrl":"URL","ReceiptHandle":"{json}","VisibilityTimeout":5}}"#),
                &format!("QueueUrl=URL&ReceiptHandle={form}&VisibilityTimeout=5"),
            );
            talk.pass(5);
            let received = talk.ask("ReceiveMessage", r#"{"QueueUrl":"URL"}"#, "QueueUrl=URL");
            let (json, form) = talk.handle(&received);
            talk.ask(
                "ChangeMessageVisibilityBatch",
                &format!(
                    r#"{{"QueueUrl":"URL","Entries":[{{"Id":"a","ReceiptHandle":"{json}","VisibilityTimeout":9}},
            {{"Id":"b","ReceiptHandle":"garbage","VisibilityTimeout":9}}]}}"#
                ),
                &format!(
                    "QueueUrl=URL&ChangeMessageVisibilityBatchRequestEntry.1.Id=a\
                     &ChangeMessageVisibilityBatchRequestEntry.1.ReceiptHandle={form}\
                     &ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout=9\
                     &ChangeMessageVisibilityBatchRequestEntry.2.Id=b\
                     &ChangeMessageVisibilityBatchRequestEntry.2.ReceiptHandle=garbage\
                     &ChangeMessageVisibilityBatchRequestEntry.2.VisibilityTimeout=9"
                ),
            );
            talk.ask(
                "DeleteMessageBatch",
                &format!(
                    r#"{{"QueueUrl":"URL","Entries":[{{"Id":"a","ReceiptHandle":"{json}"}},{{"Id":"a","ReceiptHandle":"x"}}]}}"#
                ),
                &format!(
                    "QueueUrl=URL&DeleteMessageBatchRequestEntry.1.Id=a\
                     &DeleteMessageBatchRequestEntry.1.ReceiptHandle={form}\
                     &DeleteMessageBatchRequestEntry.2.Id=a&DeleteMessageBatchRequestEntry.2.ReceiptHandle=x"
                ),
            );
            talk.ask(
                "DeleteMessageBatch",
                &format!(r#"{{"QueueUrl":"URL","Entries":[{{"Id":"a","ReceiptHandle":"{json}"}}]}}"#),
                &format!(
                    "QueueUrl=URL&DeleteMessageBatchRequestEntry.1.Id=a\
                     &DeleteMessageBatchRequestEntry.1.ReceiptHandle={form}"
                ),
            );
            talk.ask(
                "DeleteMessage",
                r#"{"QueueUrl":"URL","ReceiptHandle":"garbage"}"#,
                "QueueUrl=URL&ReceiptHandle=garbage",
            );
            talk.ask(
                "ReceiveMessage",
                r#"{"QueueUrl":"URL","MaxNumberOfMessages":11}"#,
                "QueueUrl=URL&MaxNumberOfMessages=11",
            );
            talk.ask("PurgeQueue", r#"{"QueueUrl":"URL"}"#, "QueueUrl=URL");
            talk.ask("PurgeQueue", r#"{"QueueUrl":"URL"}"#, "QueueUrl=URL");
        },
        expect_file!["transcripts/messages.json.txt"],
        expect_file!["transcripts/messages.query.txt"],
    );
}

#[test]
fn dead_letters_and_their_sources() {
    both(
        |talk| {
            talk.ask(
                "CreateQueue",
                r#"{"QueueName":"dead.fifo","Attributes":{"FifoQueue":"true"}}"#,
                "QueueName=dead.fifo&Attribute.1.Name=FifoQueue&Attribute.1.Value=true",
            );
            talk.ask(
                "CreateQueue",
                r#"{"QueueName":"live.fifo","Attributes":{"FifoQueue":"true","VisibilityTimeout":"1",
        "RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dead.fifo\",\"maxReceiveCount\":1}"}}"#,
                "QueueName=live.fifo&Attribute.1.Name=FifoQueue&Attribute.1.Value=true&Attribute.2.Name=VisibilityTimeout\
                 &Attribute.2.Value=1&Attribute.3.Name=RedrivePolicy&Attribute.3.Value=%7B%22deadLetterTargetArn%22%3A\
                 %22arn%3Aaws%3Asqs%3Aus-east-1%3A123456789012%3Adead.fifo%22%2C%22maxReceiveCount%22%3A1%7D",
            );
            let (live, dead) = (format!("{ACCOUNT}/live.fifo"), format!("{ACCOUNT}/dead.fifo"));
            talk.ask(
                "SendMessage",
                &format!(
                    r#"{{"QueueUrl":"{live}","MessageBody":"b","MessageGroupId":"g","MessageDeduplicationId":"d"}}"#
                ),
                &format!("QueueUrl={live}&MessageBody=b&MessageGroupId=g&MessageDeduplicationId=d"),
            );
            for _ in 0..2 {
                talk.ask(
                    "ReceiveMessage",
                    &format!(r#"{{"QueueUrl":"{live}"}}"#),
                    &format!("QueueUrl={live}"),
                );
                talk.pass(1);
            }
            talk.ask(
                "ReceiveMessage",
                &format!(r#"{{"QueueUrl":"{dead}","MessageSystemAttributeNames":["All"]}}"#),
                &format!("QueueUrl={dead}&MessageSystemAttributeName.1=All"),
            );
            talk.ask(
                "ListDeadLetterSourceQueues",
                &format!(r#"{{"QueueUrl":"{dead}"}}"#),
                &format!("QueueUrl={dead}"),
            );
            talk.ask(
                "ListDeadLetterSourceQueues",
                &format!(r#"{{"QueueUrl":"{live}"}}"#),
                &format!("QueueUrl={live}"),
            );
        },
        expect_file!["transcripts/dead_letters.json.txt"],
        expect_file!["transcripts/dead_letters.query.txt"],
    );
}

#[test]
fn tasks_that_move_dead_letters_back() {
    const SOURCE: &str = "arn:aws:sqs:us-east-1:123456789012:dead";
    both(
        |talk| {
            talk.ask("CreateQueue", r#"{"QueueName":"dead"}"#, "QueueName=dead");
            let policy = format!(r#"{{"deadLetterTargetArn":"{SOURCE}","maxReceiveCount":1}}"#);
            talk.ask(
                "CreateQueue",
                &format!(
                    r#"{{"QueueName":"orders","Attributes":{{"RedrivePolicy":"{}"}}}}"#,
                    policy.replace('"', "\\\"")
                ),
                &format!("QueueName=orders&Attribute.1.Name=RedrivePolicy&Attribute.1.Value={policy}"),
            );
            let source = (
                format!(r#"{{"SourceArn":"{SOURCE}"}}"#),
                format!("SourceArn={SOURCE}"),
            );
            talk.ask("ListMessageMoveTasks", &source.0, &source.1);
            talk.ask(
                "StartMessageMoveTask",
                r#"{"SourceArn":"arn:aws:sqs:us-east-1:123456789012:orders"}"#,
                "SourceArn=arn:aws:sqs:us-east-1:123456789012:orders",
            );
            for body in ["one", "two"] {
                let url = format!("{ACCOUNT}/dead");
                talk.ask(
                    "SendMessage",
                    &format!(r#"{{"QueueUrl":"{url}","MessageBody":"{body}"}}"#),
                    &format!("QueueUrl={url}&MessageBody={body}"),
                );
            }
            let started = talk.ask(
                "StartMessageMoveTask",
                &format!(
                    r#"{{"SourceArn":"{SOURCE}","DestinationArn":"arn:aws:sqs:us-east-1:123456789012:orders",
            "MaxNumberOfMessagesPerSecond":1}}"#
                ),
                &format!(
                    "SourceArn={SOURCE}&DestinationArn=arn:aws:sqs:us-east-1:123456789012:orders\
                     &MaxNumberOfMessagesPerSecond=1"
                ),
            );
            let handle = if talk.is_json {
                between(&started, "\"TaskHandle\":\"", "\"")
            } else {
                between(&started, "<TaskHandle>", "<")
            };
            talk.pass(1);
            talk.ask("ListMessageMoveTasks", &source.0, &source.1);
            talk.ask(
                "CancelMessageMoveTask",
                &format!(r#"{{"TaskHandle":"{handle}"}}"#),
                &format!("TaskHandle={}", form_urlencoded(handle)),
            );
            talk.ask("ListMessageMoveTasks", &source.0, &source.1);
            talk.ask(
                "CancelMessageMoveTask",
                r#"{"TaskHandle":"garbage"}"#,
                "TaskHandle=garbage",
            );
        },
        expect_file!["transcripts/move_tasks.json.txt"],
        expect_file!["transcripts/move_tasks.query.txt"],
    );
}
