//! What SQS refuses, and in which words: `reference/sqs.md` §1.2, §2, §8.

use cloud::sqs::{
    MessageId, PollId, QueueAttributes, QueueId, QueueKind, Quotas, ReceiptHandle, ReceiveMessage,
    ReceiveOutcome, SendMessage, Sqs, SqsError,
};
use cloud::time::SimTime;

use super::scenario::check;

#[test]
fn numbers_have_their_range() {
    check(
        "
        queue q
        t=0 receive q max=11 -> InvalidParameterValue: Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
        t=0 receive q max=0 -> InvalidParameterValue: Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
        t=0 receive q wait=21 -> InvalidParameterValue: Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
        t=0 receive q timeout=43201 -> InvalidParameterValue: Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.
        t=0 receive q timeout=-1 -> InvalidParameterValue: Value -1 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.
        t=0 send q a delay=901 -> InvalidParameterValue: Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.
        ",
    );
}

#[test]
fn bodies_are_neither_empty_nor_too_large_nor_strange() {
    check(
        "
        queue q size=1024
        t=0 send q '' -> MissingParameter: The request must contain the parameter MessageBody.
        t=0 send q a size=1025 -> InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.
        t=0 send q a\\u1 -> InvalidMessageContents: Invalid binary character '#x1' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].
        t=0 send q a size=1024 -> sent
        ",
    );
}

#[test]
fn groups_and_deduplication_ids_belong_to_fifo_queues() {
    check(
        "
        queue q
        queue f fifo
        t=0 send q a dedup=1 -> InvalidParameterValue: Value 1 for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.
        t=0 send-batch q a dedup=1 , b -> b ok, a failed: InvalidParameterValue: The request include parameter that is not valid for this queue type
        t=0 send f a dedup=1 -> MissingParameter: The request must contain the parameter MessageGroupId.
        t=0 send f a group=g -> InvalidParameterValue: The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly
        t=0 send f a group=g dedup=1 delay=2 -> InvalidParameterValue: Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.
        t=0 send f a group=é dedup=1 -> InvalidParameterValue: Value é for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.
        t=0 send f a group=g dedup= -> InvalidParameterValue: Value  for parameter MessageDeduplicationId is invalid. Reason: MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in length.
        t=0 send-batch f a dedup=1 , b dedup=2 group=g -> InvalidParameterValue: The request must contain the parameter MessageGroupId.
        t=0 send-batch f a dedup=1 group=g , b group=g -> InvalidParameterValue: The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly
        ",
    );
}

#[test]
fn batches_are_checked_as_a_whole() {
    check(
        "
        queue q
        t=0 send-batch q -> AWS.SimpleQueueService.EmptyBatchRequest: There should be at least one SendMessageBatchRequestEntry in the request.
        t=0 delete-batch q -> AWS.SimpleQueueService.EmptyBatchRequest: There should be at least one DeleteMessageBatchRequestEntry in the request.
        t=0 send-batch q a , a -> AWS.SimpleQueueService.BatchEntryIdsNotDistinct: Id a repeated.
        t=0 send-batch q a!:a -> AWS.SimpleQueueService.InvalidBatchEntryId: A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.
        t=0 send-batch q a size=1048576 , b -> AWS.SimpleQueueService.BatchRequestTooLong: Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.
        t=0 send-batch nowhere a -> AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.
        t=0 send-batch q a , b -> a ok, b ok
        t=0 receive q max=10 -> a b
        t=1s change-batch q 43201 a -> a failed: InvalidParameterValue: Value 43201 for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.
        t=1s change-batch q 0 a b -> a ok, b ok
        t=1s delete-batch q a garbage -> a ok, garbage failed: ReceiptHandleIsInvalid: The input receipt handle \"receipt-0-77-7-1\" is not a valid receipt handle.
        t=1s line q -> b
        ",
    );
}

#[test]
fn handles_are_good_for_the_queue_that_gave_them_out() {
    check(
        "
        queue q
        queue other
        t=0 send q a -> sent
        t=0 receive q -> a
        t=0 delete other a -> ReceiptHandleIsInvalid: The input receipt handle \"receipt-0-0-0-1\" is not a valid receipt handle.
        t=0 delete q garbage -> ReceiptHandleIsInvalid: The input receipt handle \"receipt-0-77-7-1\" is not a valid receipt handle.
        t=0 delete q a -> deleted
        ",
    );
    let mut sqs = Sqs::default();
    let queue = sqs
        .create_queue(SimTime::ZERO, QueueKind::Standard, QueueAttributes::default())
        .unwrap();
    sqs.send(SimTime::ZERO, queue, SendMessage::new("a")).unwrap();
    let receipt = ReceiptHandle {
        queue,
        message: MessageId(0),
        number: 0,
        receive: 1,
    };
    let refused = Err(SqsError::ReceiptHandleIsInvalid { receipt });
    assert_eq!(
        sqs.delete(SimTime::ZERO, queue, receipt),
        refused,
        "not received yet"
    );
}

#[test]
fn attributes_have_their_range_and_kind() {
    check(
        "
        queue q
        queue f fifo
        t=0 set q delay=901 -> InvalidAttributeValue: Invalid value for the parameter DelaySeconds.
        t=0 set q size=1023 -> InvalidAttributeValue: Invalid value for the parameter MaximumMessageSize.
        t=0 set q retention=59 -> InvalidAttributeValue: Invalid value for the parameter MessageRetentionPeriod.
        t=0 set q wait=21 -> InvalidAttributeValue: Invalid value for the parameter ReceiveMessageWaitTimeSeconds.
        t=0 set q visibility=43201 -> InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout.
        t=0 set q content -> InvalidAttributeName: Unknown Attribute ContentBasedDeduplication.
        t=0 set q scope -> InvalidAttributeName: You can specify the DeduplicationScope only when FifoQueue is set to true.
        t=0 set q limit -> InvalidAttributeName: You can specify the FifoThroughputLimit only when FifoQueue is set to true.
        t=0 set f limit -> InvalidAttributeValue: Invalid value for the parameter FifoThroughputLimit.
        t=0 set f scope limit -> set
        ",
    );
}

#[test]
fn the_number_of_messages_in_flight_is_limited() {
    let now = SimTime::ZERO;
    for kind in [QueueKind::Standard, QueueKind::Fifo] {
        let mut sqs = Sqs::with_quotas(Quotas {
            fifo_calls: 1_000_000,
            ..Quotas::default()
        });
        let queue = sqs.create_queue(now, kind, QueueAttributes::default()).unwrap();
        let receive = |sqs: &mut Sqs, wait| {
            let request = ReceiveMessage::new(PollId(1));
            let request = ReceiveMessage {
                max_number_of_messages: Some(10),
                wait_time_seconds: Some(wait),
                ..request
            };
            sqs.receive(now, queue, request)
        };
        let mut last = None;
        for number in 0..120_001 {
            let mut message = SendMessage::new("m");
            message.group = Some(number.to_string().into());
            message.deduplication = (kind == QueueKind::Fifo).then(|| number.to_string().into());
            sqs.send(now, queue, message).unwrap();
        }
        while let Ok(ReceiveOutcome::Messages(deliveries)) = receive(&mut sqs, 0)
            && !deliveries.is_empty()
        {
            last = deliveries.last().cloned();
        }
        assert_eq!(
            (sqs.counts(queue).in_flight, sqs.counts(queue).visible),
            (120_000, 1)
        );
        match kind {
            QueueKind::Standard => {
                let refused = receive(&mut sqs, 0).expect_err("there are too many in flight");
                assert_eq!(
                    refused.to_string(),
                    "Too many messages have been received without being deleted.\nPlease delete your received messages \
                     or let them timeout before receiving more."
                );
            }
            QueueKind::Fifo => assert_eq!(receive(&mut sqs, 0), Ok(ReceiveOutcome::Messages(Vec::new()))),
        }
        assert_eq!(receive(&mut sqs, 20), Ok(ReceiveOutcome::Waiting));
        sqs.delete(now, queue, last.unwrap().receipt).unwrap();
        assert_eq!(
            sqs.counts(queue).visible,
            0,
            "the waiting poll is answered when there is room"
        );
        assert_eq!(sqs.counts(QueueId(7)).visible, 0);
    }
}
