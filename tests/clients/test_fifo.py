"""FIFO queues, as boto3 sees them."""

from harness import ServedTest


class Fifo(ServedTest):
    def send(self, url, body, group="g", deduplication=None):
        request = dict(QueueUrl=url, MessageBody=body, MessageGroupId=group)
        if deduplication:
            request["MessageDeduplicationId"] = deduplication
        return self.sqs.send_message(**request)

    def test_messages_of_a_group_come_in_order_and_block_it(self):
        url = self.queue(fifo=True, ContentBasedDeduplication="true")
        sequence = [self.send(url, body)["SequenceNumber"] for body in "ABC"]
        self.assertEqual(sequence, sorted(sequence))
        self.assertTrue(all(len(number) == 20 and number.isdigit() for number in sequence))
        request = dict(QueueUrl=url, AttributeNames=["All"])
        [first] = self.sqs.receive_message(**request)["Messages"]
        self.assertEqual(first["Body"], "A")
        self.assertEqual(
            set(first["Attributes"]),
            {
                "SenderId",
                "SentTimestamp",
                "ApproximateReceiveCount",
                "ApproximateFirstReceiveTimestamp",
                "SequenceNumber",
                "MessageDeduplicationId",
                "MessageGroupId",
            },
        )
        self.assertEqual(first["Attributes"]["SequenceNumber"], sequence[0])
        self.assertEqual(
            first["Attributes"]["MessageDeduplicationId"],
            "559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd",
        )
        self.assertEqual(self.bodies(url), [], "the group is blocked")
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
        self.assertEqual(self.bodies(url), ["B", "C"])

    def test_groups_do_not_wait_for_one_another(self):
        url = self.queue(fifo=True, ContentBasedDeduplication="true")
        self.send(url, "1", group="one")
        self.send(url, "2", group="two")
        self.assertEqual(self.bodies(url, MaxNumberOfMessages=1), ["1"])
        self.assertEqual(self.bodies(url, MaxNumberOfMessages=1), ["2"])

    def test_a_duplicate_is_accepted_and_not_stored(self):
        url = self.queue(fifo=True)
        original = self.send(url, "first", deduplication="same")
        duplicate = self.send(url, "second", deduplication="same")
        self.assertEqual(duplicate["MessageId"], original["MessageId"])
        self.assertEqual(self.drain(url), ["first"])

    def test_the_scope_may_be_the_group(self):
        url = self.queue(fifo=True, DeduplicationScope="messageGroup", FifoThroughputLimit="perMessageGroupId")
        self.send(url, "1", group="one", deduplication="same")
        self.send(url, "2", group="two", deduplication="same")
        self.assertEqual(sorted(self.drain(url)), ["1", "2"])

    def test_an_attempt_id_gives_the_same_messages_again(self):
        url = self.queue(fifo=True, ContentBasedDeduplication="true")
        self.send(url, "once")
        request = dict(QueueUrl=url, ReceiveRequestAttemptId="attempt-1")
        [first] = self.sqs.receive_message(**request)["Messages"]
        [again] = self.sqs.receive_message(**request)["Messages"]
        self.assertEqual(again["MessageId"], first["MessageId"])

    def test_what_a_send_needs(self):
        url = self.queue(fifo=True)
        send = self.sqs.send_message
        self.assertRefused(
            "MissingParameter",
            "The request must contain the parameter MessageGroupId.",
            send,
            QueueUrl=url,
            MessageBody="x",
        )
        self.assertRefused(
            "InvalidParameterValue",
            "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
            send,
            QueueUrl=url,
            MessageBody="x",
            MessageGroupId="g",
        )
        self.assertRefused(
            "InvalidParameterValue",
            "Value 2 for parameter DelaySeconds is invalid. "
            "Reason: The request include parameter that is not valid for this queue type.",
            send,
            QueueUrl=url,
            MessageBody="x",
            MessageGroupId="g",
            MessageDeduplicationId="d",
            DelaySeconds=2,
        )
        self.assertRefused(
            "InvalidParameterValue",
            "Value a b for parameter MessageGroupId is invalid. "
            "Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
            send,
            QueueUrl=url,
            MessageBody="x",
            MessageGroupId="a b",
            MessageDeduplicationId="d",
        )

    def test_an_expired_handle_deletes_nothing(self):
        url = self.queue(fifo=True, ContentBasedDeduplication="true", VisibilityTimeout="1")
        self.send(url, "slow")
        [message] = self.sqs.receive_message(QueueUrl=url)["Messages"]
        handle = message["ReceiptHandle"]
        self.assertEqual(self.bodies(url, WaitTimeSeconds=3, VisibilityTimeout=0), ["slow"])
        self.assertRefused(
            "InvalidParameterValue",
            f"Value {handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.",
            self.sqs.delete_message,
            QueueUrl=url,
            ReceiptHandle=handle,
        )

    def test_a_batch_without_a_group_is_refused_as_a_whole(self):
        url = self.queue(fifo=True, ContentBasedDeduplication="true")
        self.assertRefused(
            "InvalidParameterValue",
            "The request must contain the parameter MessageGroupId.",
            self.sqs.send_message_batch,
            QueueUrl=url,
            Entries=[
                {"Id": "1", "MessageBody": "a", "MessageGroupId": "g"},
                {"Id": "2", "MessageBody": "b"},
            ],
        )
        self.assertEqual(self.bodies(url), [])
