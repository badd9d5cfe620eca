"""The AWS command line, its own package, run within this process."""

import contextlib
import io
import json
import os
from unittest import mock

import awscli.clidriver

from harness import ACCOUNT, REGION, ServedTest


class CommandLine(ServedTest):
    def aws(self, *arguments, status=0):
        """What the command prints, read as JSON if there is something; what it says of an error if one is expected."""
        output, errors = io.StringIO(), io.StringIO()
        environment = {
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "any",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }
        with (
            mock.patch.dict(os.environ, environment),
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(errors),
        ):
            found = awscli.clidriver.create_clidriver().main(["--endpoint-url", self.server.url, *arguments])
        self.assertEqual(found, status, errors.getvalue())
        if status:
            return errors.getvalue().strip()
        text = output.getvalue()
        return json.loads(text) if text[:1] in ("{", "[") else text

    def test_the_life_of_a_message(self):
        url = self.aws("sqs", "create-queue", "--queue-name", self.name(), "--attributes", "VisibilityTimeout=5")["QueueUrl"]
        attributes = self.aws("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "VisibilityTimeout")
        self.assertEqual(attributes, {"Attributes": {"VisibilityTimeout": "5"}})
        sent = self.aws(
            "sqs",
            "send-message",
            "--queue-url",
            url,
            "--message-body",
            "hello",
            "--message-attributes",
            "Foo={DataType=String,StringValue=Bar}",
        )
        self.assertEqual(sent["MD5OfMessageAttributes"], "ae7155c6026991b6d54b11589678bf9c")
        received = self.aws("sqs", "receive-message", "--queue-url", url, "--message-attribute-names", "All")
        [message] = received["Messages"]
        self.assertEqual(message["Body"], "hello")
        self.assertEqual(message["MessageAttributes"], {"Foo": {"StringValue": "Bar", "DataType": "String"}})
        deleted = self.aws("sqs", "delete-message", "--queue-url", url, "--receipt-handle", message["ReceiptHandle"])
        self.assertEqual(deleted, "")
        self.assertEqual(self.aws("sqs", "receive-message", "--queue-url", url), "")

    def test_output_and_query(self):
        url = self.queue()
        self.sqs.send_message(QueueUrl=url, MessageBody="a")
        text = self.aws(
            "sqs", "receive-message", "--queue-url", url, "--query", "Messages[].Body", "--output", "text"
        )
        self.assertEqual(text, "a\n")

    def test_a_batch_in_shorthand(self):
        url = self.queue()
        answer = self.aws(
            "sqs", "send-message-batch", "--queue-url", url, "--entries", "Id=a,MessageBody=1", "Id=b,MessageBody=2,DelaySeconds=5"
        )
        self.assertEqual([entry["Id"] for entry in answer["Successful"]], ["a", "b"])
        self.assertEqual(self.bodies(url), ["1"])

    def test_pages_are_put_together(self):
        prefix = self.name()
        urls = [self.sqs.create_queue(QueueName=f"{prefix}-{letter}")["QueueUrl"] for letter in "abc"]
        listed = self.aws("sqs", "list-queues", "--queue-name-prefix", prefix, "--page-size", "2")
        self.assertEqual(listed, {"QueueUrls": urls})

    def test_a_refusal(self):
        words = self.aws("sqs", "get-queue-url", "--queue-name", "absent", status=255)
        self.assertEqual(
            words,
            "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: "
            "The specified queue does not exist.",
        )

    def test_who_am_i(self):
        identity = self.aws("sts", "get-caller-identity")
        self.assertEqual(identity["Account"], ACCOUNT)
