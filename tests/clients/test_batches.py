"""Batches, as boto3 sees them."""

from harness import ServedTest


class Batches(ServedTest):
    def test_ten_messages_go_in_one_call_and_out_in_another(self):
        url = self.queue()
        entries = [{"Id": f"id-{number}", "MessageBody": str(number)} for number in range(10)]
        sent = self.sqs.send_message_batch(QueueUrl=url, Entries=entries)
        self.assertEqual(set(sent), {"Successful", "ResponseMetadata"})
        self.assertEqual([entry["Id"] for entry in sent["Successful"]], [entry["Id"] for entry in entries])
        self.assertEqual(set(sent["Successful"][0]), {"Id", "MessageId", "MD5OfMessageBody"})
        messages = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
        self.assertEqual({message["Body"] for message in messages}, {str(number) for number in range(10)})
        deleted = self.sqs.delete_message_batch(
            QueueUrl=url,
            Entries=[
                {"Id": str(place), "ReceiptHandle": message["ReceiptHandle"]} for place, message in enumerate(messages)
            ],
        )
        self.assertEqual(set(deleted), {"Successful", "ResponseMetadata"})
        self.assertEqual(deleted["Successful"], [{"Id": str(place)} for place in range(10)])

    def test_entries_fail_by_themselves(self):
        url = self.queue(MaximumMessageSize="1024")
        answer = self.sqs.send_message_batch(
            QueueUrl=url,
            Entries=[{"Id": "good", "MessageBody": "x"}, {"Id": "long", "MessageBody": "x" * 1025}],
        )
        self.assertEqual([entry["Id"] for entry in answer["Successful"]], ["good"])
        self.assertEqual(
            answer["Failed"],
            [
                {
                    "Id": "long",
                    "SenderFault": True,
                    "Code": "InvalidParameterValue",
                    "Message": "One or more parameters cannot be validated. "
                    "Reason: Message must be shorter than 1024 bytes.",
                }
            ],
        )

    def test_a_delete_fails_for_a_handle_that_is_none(self):
        url = self.queue()
        answer = self.sqs.delete_message_batch(QueueUrl=url, Entries=[{"Id": "a", "ReceiptHandle": "garbage"}])
        self.assertNotIn("Successful", answer)
        self.assertEqual(
            answer["Failed"],
            [
                {
                    "Id": "a",
                    "SenderFault": True,
                    "Code": "ReceiptHandleIsInvalid",
                    "Message": 'The input receipt handle "garbage" is not a valid receipt handle.',
                }
            ],
        )

    def test_visibility_in_a_batch(self):
        url = self.queue()
        self.sqs.send_message(QueueUrl=url, MessageBody="held")
        [message] = self.sqs.receive_message(QueueUrl=url)["Messages"]
        answer = self.sqs.change_message_visibility_batch(
            QueueUrl=url,
            Entries=[{"Id": "a", "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0}],
        )
        self.assertEqual(answer["Successful"], [{"Id": "a"}])
        self.assertEqual(self.bodies(url), ["held"])

    def test_a_batch_is_refused_as_a_whole(self):
        url = self.queue()
        send = self.sqs.send_message_batch

        def entries(*ids, body="x"):
            return [{"Id": name, "MessageBody": body} for name in ids]

        prefix = "AWS.SimpleQueueService."
        self.assertRefused(
            prefix + "EmptyBatchRequest",
            "There should be at least one SendMessageBatchRequestEntry in the request.",
            send,
            QueueUrl=url,
            Entries=[],
        )
        self.assertRefused(
            prefix + "TooManyEntriesInBatchRequest",
            "Maximum number of entries per request are 10. You have sent 11.",
            send,
            QueueUrl=url,
            Entries=entries(*(str(number) for number in range(11))),
        )
        self.assertRefused(
            prefix + "BatchEntryIdsNotDistinct", "Id a repeated.", send, QueueUrl=url, Entries=entries("a", "a")
        )
        self.assertRefused(
            prefix + "InvalidBatchEntryId",
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
            "It can be at most 80 letters long.",
            send,
            QueueUrl=url,
            Entries=entries("a/b"),
        )
        self.assertRefused(
            prefix + "BatchRequestTooLong",
            "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
            send,
            QueueUrl=url,
            Entries=entries("a", body="x" * 1_048_576) + entries("b"),
        )
        self.assertEqual(self.bodies(url), [])
