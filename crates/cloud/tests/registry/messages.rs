//! Messages as clients send, receive and delete them: handles, senders, batches, and the words of refusals
//! (`reference/sqs.md` §3, §6, §8).

use super::client::{OWNER, Service, root};
use super::scenario::check;
use cloud::account::{Caller, Principal};
use cloud::sqs::api::{Answer, MessageRequest, QueueOperation};
use cloud::sqs::{AttributeValue, MessageAttribute, MessageAttributes};

const CREATED: &str = "create q -> arn:aws:sqs:us-east-1:111111111111:q";

fn check_with_queue(text: &str) {
    check(&format!("{CREATED}\n{text}"));
}

#[test]
fn a_message_is_sent_received_and_deleted_by_url_and_handle() {
    check_with_queue(
        "
        create other -> arn:aws:sqs:us-east-1:111111111111:other
        send q hello -> sent
        receive q -> hello(1)
        delete other hello -> 404 ReceiptHandleIsInvalid: The input receipt handle \"<hello>\" is not a valid receipt handle.
        delete q garbage -> 404 ReceiptHandleIsInvalid: The input receipt handle \"garbage\" is not a valid receipt handle.
        delete q -> 400 MissingRequiredParameterException: The request must contain the parameter ReceiptHandle.
        delete q hello -> done
        delete q hello -> done
        change q hello timeout=5 -> 400 InvalidParameterValueException: Value <hello> for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.
        ",
    );
}

#[test]
fn the_queue_is_looked_for_before_what_is_asked_of_it() {
    check(
        "
        send nowhere -> 400 QueueDoesNotExist: The specified queue does not exist.
        receive nowhere max=11 -> 400 QueueDoesNotExist: The specified queue does not exist.
        set nowhere Nonsense=1 -> 400 QueueDoesNotExist: The specified queue does not exist.
        delete nowhere garbage -> 400 QueueDoesNotExist: The specified queue does not exist.
        send -> 400 MissingRequiredParameterException: The request must contain the parameter QueueUrl.
        ",
    );
}

#[test]
fn numbers_of_a_receive_have_their_range() {
    check_with_queue(
        "
        receive q max=11 -> 400 InvalidParameterValueException: Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
        receive q wait=21 -> 400 InvalidParameterValueException: Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
        receive q wait=-1 -> 400 InvalidParameterValueException: Value -1 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
        receive q timeout=43201 -> 400 InvalidParameterValueException: Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.
        receive q -> nothing
        ",
    );
}

#[test]
fn bodies_groups_and_deduplication_ids_are_checked() {
    check_with_queue(
        "
        create f.fifo FifoQueue=true -> arn:aws:sqs:us-east-1:111111111111:f.fifo
        send q -> 400 MissingRequiredParameterException: The request must contain the parameter MessageBody.
        send q '' -> 400 MissingRequiredParameterException: The request must contain the parameter MessageBody.
        send q a size=1048577 -> 400 InvalidParameterValueException: One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.
        send q a dedup=1 -> 400 InvalidParameterValueException: Value 1 for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.
        send q a group=`group 123` -> 400 InvalidParameterValueException: Value group 123 for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.
        send f.fifo a -> 400 MissingRequiredParameterException: The request must contain the parameter MessageGroupId.
        send f.fifo a group=g -> 400 InvalidParameterValueException: The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly
        send f.fifo a group=g dedup= -> 400 InvalidParameterValueException: Value  for parameter MessageDeduplicationId is invalid. Reason: MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in length.
        send f.fifo a group=g dedup=1 delay=2 -> 400 InvalidParameterValueException: Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.
        send f.fifo a group=g dedup=1 delay=0 -> sent
        ",
    );
}

#[test]
fn a_fifo_queue_refuses_an_expired_handle_in_the_words_it_was_given_in() {
    check(
        "
        t=0 create f.fifo FifoQueue=true VisibilityTimeout=1 -> arn:aws:sqs:us-east-1:111111111111:f.fifo
        t=0 send f.fifo a group=g dedup=1 -> sent
        t=0 receive f.fifo -> a(1)
        t=1s delete f.fifo a -> 400 InvalidParameterValueException: Value <a> for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.
        t=1s receive f.fifo -> a(2)
        t=1s delete f.fifo a -> done
        ",
    );
}

#[test]
fn a_change_of_visibility_says_how_long() {
    check_with_queue(
        "
        t=0 send q a -> sent
        t=0 receive q -> a(1)
        t=0 change q a -> 400 MissingRequiredParameterException: The request must contain the parameter VisibilityTimeout.
        t=0 change q timeout=1 -> 400 MissingRequiredParameterException: The request must contain the parameter ReceiptHandle.
        t=0 change q a timeout=43201 -> 400 InvalidParameterValueException: Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.
        t=1s change q a timeout=43200 -> 400 InvalidParameterValueException: Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]
        t=1s change q a timeout=0 -> done
        t=1s receive q -> a(2)
        ",
    );
}

#[test]
fn batches_are_checked_as_a_whole_before_their_queue_is_looked_for() {
    let eleven: Vec<String> = (0..11).map(|number| format!("{number}:m")).collect();
    check(&format!(
        "
        send-batch nowhere -> 400 EmptyBatchRequest: There should be at least one SendMessageBatchRequestEntry in the request.
        delete-batch nowhere -> 400 EmptyBatchRequest: There should be at least one DeleteMessageBatchRequestEntry in the request.
        change-batch nowhere -> 400 EmptyBatchRequest: There should be at least one ChangeMessageVisibilityBatchRequestEntry in the request.
        send-batch nowhere {} -> 400 TooManyEntriesInBatchRequest: Maximum number of entries per request are 10. You have sent 11.
        send-batch nowhere a:x , a:y -> 400 BatchEntryIdsNotDistinct: Id a repeated.
        send-batch nowhere a!:x -> 400 InvalidBatchEntryId: A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.
        send-batch nowhere a:x , y -> 400 MissingRequiredParameterException: The request must contain the parameter SendMessageBatchRequestEntry.2.Id.
        send-batch nowhere a: -> 400 QueueDoesNotExist: The specified queue does not exist.
        delete-batch nowhere a: -> 400 QueueDoesNotExist: The specified queue does not exist.
        change-batch nowhere a:x -> 400 QueueDoesNotExist: The specified queue does not exist.
        send-batch nowhere a:x -> 400 QueueDoesNotExist: The specified queue does not exist.
        ",
        eleven.join(" , ")
    ));
}

#[test]
fn entries_of_a_batch_fail_one_by_one() {
    check_with_queue(
        "
        create small MaximumMessageSize=1024 -> arn:aws:sqs:us-east-1:111111111111:small
        send-batch small 1:a , 2:b size=1025 , 3:'' -> 0 ok, 1 InvalidParameterValue: One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes., 2 EmptyValue: No Value Found for SendMessageBatchRequestEntry.3.MessageBody.
        send-batch q 1:a size=1048576 , 2:b -> 400 BatchRequestTooLong: Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.
        send-batch q 1:a , 2:b , 3:c -> 0 ok, 1 ok, 2 ok
        receive q max=10 -> a(1) b(1) c(1)
        change-batch q 1:garbage timeout=5 , 2:b timeout=0 , 3:c timeout=-1 -> 1 ok, 0 ReceiptHandleIsInvalid: The input receipt handle \"garbage\" is not a valid receipt handle., 2 InvalidParameterValue: Value -1 for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.
        delete-batch q 1:a , 2:garbage , 3:c -> 0 ok, 2 ok, 1 ReceiptHandleIsInvalid: The input receipt handle \"garbage\" is not a valid receipt handle.
        receive q max=10 -> b(2)
        ",
    );
}

#[test]
fn entries_of_a_batch_that_lack_something_fail_one_by_one() {
    check_with_queue(
        "
        send-batch q 1: , 2:b -> 1 ok, 0 MissingParameter: The request must contain the parameter SendMessageBatchRequestEntry.1.MessageBody.
        receive q -> b(1)
        change-batch q 1:b , 2: timeout=5 -> 0 MissingParameter: The request must contain the parameter ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout., 1 MissingParameter: The request must contain the parameter ReceiptHandle.
        delete-batch q 1: , 2:b -> 1 ok, 0 MissingParameter: The request must contain the parameter ReceiptHandle.
        ",
    );
}

#[test]
fn a_batch_for_a_fifo_queue_fails_as_a_whole_without_a_group_or_a_deduplication_id() {
    check(
        "
        create f.fifo FifoQueue=true -> arn:aws:sqs:us-east-1:111111111111:f.fifo
        send-batch f.fifo 1:a group=g dedup=1 , 2:b dedup=2 -> 400 InvalidParameterValueException: The request must contain the parameter MessageGroupId.
        send-batch f.fifo 1:a group=g dedup=1 , 2:b group=g -> 400 InvalidParameterValueException: The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly
        receive f.fifo -> nothing
        send-batch f.fifo 1:a group=g dedup=1 , 2:b group=g dedup=2 -> 0 ok, 1 ok
        ",
    );
}

#[test]
fn a_long_poll_waits_where_a_short_one_is_answered() {
    let mut service = Service::default();
    service.create("q", &[]).expect("a queue");
    let wait = |seconds| QueueOperation::ReceiveMessage {
        max_number_of_messages: None,
        visibility_timeout: None,
        wait_time_seconds: Some(seconds),
        receive_request_attempt_id: None,
    };
    assert_eq!(service.on("q", wait(0)), Ok(Answer::Messages(Vec::new())));
    assert!(service.waits("q", wait(5)));
    service.send("q", "hello").expect("sent");
    let received = service.ended_poll();
    assert_eq!(received[0].delivery.body.text(), "hello");
}

#[test]
fn a_message_tells_who_sent_it() {
    let mut service = Service::default();
    service.create("q", &[]).expect("a queue");
    let alice = Caller {
        principal: Principal::user("alice").expect("a name"),
        ..root(OWNER)
    };
    let user = MessageAttribute {
        name: "a".into(),
        data_type: "String".into(),
        value: AttributeValue::Text("b".into()),
    };
    let with_attributes = MessageRequest {
        message_body: Some("with".into()),
        attributes: Some(
            MessageAttributes {
                user: vec![user.clone()],
                ..MessageAttributes::default()
            }
            .into(),
        ),
        ..MessageRequest::default()
    };
    service.send("q", "owner's").expect("sent");
    for request in [
        MessageRequest {
            message_body: Some("without".into()),
            ..MessageRequest::default()
        },
        with_attributes,
    ] {
        let told = service.on_as(alice.clone(), "q", QueueOperation::SendMessage(request));
        told.expect("sent");
    }
    let received = service.receive("q");
    let unique_id = service.registry.ids().principal(&alice);
    let senders: Vec<&str> = received.iter().map(|received| &*received.sender_id).collect();
    assert_eq!(senders, [OWNER, &unique_id, &unique_id]);
    let attributes = received[2].delivery.attributes.as_ref().expect("attributes");
    assert_eq!(attributes.user, [user]);
    let size = |place: usize| {
        received[place]
            .delivery
            .attributes
            .as_ref()
            .map_or(0, |own| own.len())
    };
    assert_eq!((size(0), size(1), size(2)), (0, 0, 8), "a sender has no size");
}

#[test]
fn a_dead_letter_of_a_fifo_queue_is_deduplicated_by_the_id_that_clients_see() {
    let mut service = Service::default();
    let fifo = ("FifoQueue", "true");
    service.create("dead.fifo", &[fifo]).expect("a queue");
    let redrive =
        r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:dead.fifo","maxReceiveCount":1}"#;
    let attributes = [fifo, ("VisibilityTimeout", "0"), ("RedrivePolicy", redrive)];
    service.create("q.fifo", &attributes).expect("a queue");
    let request = MessageRequest {
        message_body: Some("a".into()),
        message_group_id: Some("g".into()),
        message_deduplication_id: Some("d".into()),
        ..MessageRequest::default()
    };
    service
        .on("q.fifo", QueueOperation::SendMessage(request))
        .expect("sent");
    assert_eq!(service.receive("q.fifo").len(), 1);
    assert_eq!(service.receive("q.fifo").len(), 0);
    let dead = service.receive("dead.fifo");
    let delivery = &dead[0].delivery;
    let id = service.registry.ids().message(delivery.message);
    assert_eq!(delivery.deduplication.as_deref(), Some(&*id));
    let source = dead[0].dead_letter_queue_source.as_ref().map(ToString::to_string);
    assert_eq!(
        source.as_deref(),
        Some("arn:aws:sqs:us-east-1:111111111111:q.fifo")
    );
}
