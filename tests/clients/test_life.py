"""The life of a message in a standard queue, as boto3 sees it."""

import hashlib
import re
import time

from harness import ACCOUNT, ServedTest

UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


class Life(ServedTest):
    def test_a_message_is_sent_received_and_deleted(self):
        url = self.queue()
        sent = self.sqs.send_message(QueueUrl=url, MessageBody="message")
        self.assertEqual(sent["MD5OfMessageBody"], "78e731027d8fd50ed642340b7c9a63b3")
        self.assertRegex(sent["MessageId"], UUID)
        self.assertEqual(set(sent), {"MD5OfMessageBody", "MessageId", "ResponseMetadata"})

        received = self.sqs.receive_message(QueueUrl=url)
        [message] = received["Messages"]
        self.assertEqual(set(message), {"MessageId", "ReceiptHandle", "MD5OfBody", "Body"})
        self.assertEqual(message["MessageId"], sent["MessageId"])
        self.assertEqual(message["Body"], "message")
        self.assertEqual(message["MD5OfBody"], sent["MD5OfMessageBody"])
        self.assertLessEqual(len(message["ReceiptHandle"]), 1024)
        self.assertEqual(self.bodies(url), [], "in flight")

        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        counts = self.attributes(url, "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
        self.assertEqual(
            counts, {"ApproximateNumberOfMessages": "0", "ApproximateNumberOfMessagesNotVisible": "0"}
        )

    def test_an_empty_receive_has_no_messages(self):
        answer = self.sqs.receive_message(QueueUrl=self.queue())
        self.assertEqual(set(answer), {"ResponseMetadata"})

    def test_the_request_has_an_id(self):
        answer = self.sqs.list_queues()
        metadata = answer["ResponseMetadata"]
        self.assertEqual(metadata["HTTPStatusCode"], 200)
        self.assertRegex(metadata["RequestId"], r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        self.assertEqual(metadata["HTTPHeaders"]["content-type"], "application/x-amz-json-1.0")
        self.assertEqual(metadata["RetryAttempts"], 0)

    def test_an_undeleted_message_comes_back_with_a_new_handle(self):
        url = self.queue()
        sent = self.sqs.send_message(QueueUrl=url, MessageBody="again")
        request = dict(QueueUrl=url, VisibilityTimeout=1, MessageSystemAttributeNames=["ApproximateReceiveCount"])
        [first] = self.sqs.receive_message(**request)["Messages"]
        self.assertEqual(first["Attributes"], {"ApproximateReceiveCount": "1"})
        [second] = self.sqs.receive_message(WaitTimeSeconds=3, **request)["Messages"]
        self.assertEqual(second["Attributes"], {"ApproximateReceiveCount": "2"})
        self.assertEqual(second["MessageId"], sent["MessageId"])
        self.assertNotEqual(second["ReceiptHandle"], first["ReceiptHandle"])
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
        self.assertEqual(self.bodies(url, WaitTimeSeconds=2), [], "an old handle deletes it, too")

    def test_system_attributes_are_those_asked_for(self):
        url = self.queue()
        before = int(time.time() * 1000)
        self.sqs.send_message(
            QueueUrl=url,
            MessageBody="traced",
            MessageGroupId="tenant",
            MessageSystemAttributes={
                "AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}
            },
        )
        request = dict(QueueUrl=url, VisibilityTimeout=0)
        [message] = self.sqs.receive_message(AttributeNames=["All"], **request)["Messages"]
        attributes = message["Attributes"]
        self.assertEqual(
            set(attributes),
            {
                "SenderId",
                "SentTimestamp",
                "ApproximateReceiveCount",
                "ApproximateFirstReceiveTimestamp",
                "MessageGroupId",
                "AWSTraceHeader",
            },
        )
        self.assertEqual(attributes["SenderId"], ACCOUNT)
        self.assertEqual(attributes["MessageGroupId"], "tenant")
        self.assertEqual(attributes["AWSTraceHeader"], "Root=1-5759e988-bd862e3fe1be46a994272793")
        sent, first = int(attributes["SentTimestamp"]), int(attributes["ApproximateFirstReceiveTimestamp"])
        self.assertLess(abs(sent - before), 60_000)
        self.assertGreaterEqual(first, sent)
        [message] = self.sqs.receive_message(MessageSystemAttributeNames=["SentTimestamp"], **request)["Messages"]
        self.assertEqual(message["Attributes"], {"SentTimestamp": str(sent)})
        [message] = self.sqs.receive_message(**request)["Messages"]
        self.assertNotIn("Attributes", message)

    def test_message_attributes_come_back_with_their_digest(self):
        url = self.queue()
        attributes = {
            "Hello": {"DataType": "String", "StringValue": "There"},
            "General": {"DataType": "String", "StringValue": "Kenobi"},
            "Help.Me": {"DataType": "String", "StringValue": "Me"},
        }
        sent = self.sqs.send_message(QueueUrl=url, MessageBody="b", MessageAttributes=attributes)
        self.assertEqual(sent["MD5OfMessageAttributes"], "4c360f3fdafd970e05fae2f149d997f5")
        digests = {
            ("All",): ("4c360f3fdafd970e05fae2f149d997f5", set(attributes)),
            (".*",): ("4c360f3fdafd970e05fae2f149d997f5", set(attributes)),
            ("Hello",): ("a311262e065454b75da111d535b8dacd", {"Hello"}),
            ("Hello", "General"): ("fca026605781cb4126a1e9044df24232", {"Hello", "General"}),
            ("Hel.*",): ("83fee93c1bcd8b9a5a923ffacdc636c7", {"Hello", "Help.Me"}),
            ("Nothing",): (None, None),
        }
        for names, (digest, expected) in digests.items():
            with self.subTest(names=names):
                [message] = self.sqs.receive_message(
                    QueueUrl=url, VisibilityTimeout=0, MessageAttributeNames=list(names)
                )["Messages"]
                self.assertEqual(message.get("MD5OfMessageAttributes"), digest)
                found = message.get("MessageAttributes")
                self.assertEqual(found, expected and {name: attributes[name] for name in expected})

    def test_bytes_and_numbers_are_kept_as_they_are(self):
        url = self.queue()
        attributes = {
            "Data": {"DataType": "Binary", "BinaryValue": bytes([0, 1, 2, 255])},
            "Price": {"DataType": "Number.int", "StringValue": "0042"},
        }
        self.sqs.send_message(QueueUrl=url, MessageBody="zażółć 🦀\t\n", MessageAttributes=attributes)
        [message] = self.sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
        self.assertEqual(message["MessageAttributes"], attributes)
        self.assertEqual(message["Body"], "zażółć 🦀\t\n")
        self.assertEqual(message["MD5OfBody"], md5("zażółć 🦀\t\n"))

    def test_visibility_can_be_changed(self):
        url = self.queue()
        self.sqs.send_message(QueueUrl=url, MessageBody="held")
        [message] = self.sqs.receive_message(QueueUrl=url)["Messages"]
        change = dict(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        self.sqs.change_message_visibility(VisibilityTimeout=0, **change)
        self.assertEqual(self.bodies(url), ["held"])

    def test_a_delayed_message_comes_when_it_is_due(self):
        url = self.queue()
        self.sqs.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=1)
        self.assertEqual(self.attributes(url, "ApproximateNumberOfMessagesDelayed"), {"ApproximateNumberOfMessagesDelayed": "1"})
        self.assertEqual(self.bodies(url), [])
        self.assertEqual(self.bodies(url, WaitTimeSeconds=3), ["later"])

    def test_a_purge_takes_everything_once_a_minute(self):
        url = self.queue()
        for number in range(3):
            self.sqs.send_message(QueueUrl=url, MessageBody=str(number), DelaySeconds=10 * (number % 2))
        self.sqs.receive_message(QueueUrl=url)
        self.sqs.purge_queue(QueueUrl=url)
        counts = self.attributes(url)
        for state in ["", "Delayed", "NotVisible"]:
            self.assertEqual(counts[f"ApproximateNumberOfMessages{state}"], "0")
        name = url.rsplit("/", 1)[1]
        self.assertRefused(
            "AWS.SimpleQueueService.PurgeQueueInProgress",
            f"Only one PurgeQueue operation on {name} is allowed every 60 seconds.",
            self.sqs.purge_queue,
            status=403,
            QueueUrl=url,
        )


class LongPolls(ServedTest):
    def test_a_long_poll_waits_for_the_first_message(self):
        url = self.queue(ReceiveMessageWaitTimeSeconds="5")
        self.sqs.send_message(QueueUrl=url, MessageBody="soon", DelaySeconds=1)
        began = time.monotonic()
        self.assertEqual(self.bodies(url), ["soon"])
        self.assertTrue(0.5 < time.monotonic() - began < 4)

    def test_a_long_poll_ends_empty_when_its_time_is_over(self):
        url = self.queue()
        began = time.monotonic()
        self.assertEqual(self.bodies(url, WaitTimeSeconds=1), [])
        self.assertTrue(0.9 < time.monotonic() - began < 4)

    def test_the_request_overrides_the_queue(self):
        url = self.queue(ReceiveMessageWaitTimeSeconds="20")
        began = time.monotonic()
        self.assertEqual(self.bodies(url, WaitTimeSeconds=0), [])
        self.assertLess(time.monotonic() - began, 2)
