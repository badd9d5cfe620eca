"""A server of Decouple for the tests of one file, and clients of it.

The server is the command that the native tests have built; DECOUPLE_COMMAND names another. DECOUPLE_ENDPOINT names a server
that runs already.
"""

import itertools
import os
import re
import subprocess
import unittest
from pathlib import Path

import boto3
import botocore.exceptions
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT = "111111111111"
OTHER_ACCOUNT = "222222222222"
REGION = "us-east-1"
OTHER_REGION = "eu-central-1"

_numbers = itertools.count(1)


def command():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return os.environ.get("DECOUPLE_COMMAND", str(target / "debug" / "decouple"))


class Server:
    """`decouple serve` on a port that the system chooses."""

    def __init__(self, *arguments):
        self.process = None
        self.url = os.environ.get("DECOUPLE_ENDPOINT")
        if self.url:
            return
        self.process = subprocess.Popen(
            [command(), "serve", *arguments, "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        for line in self.process.stdout:
            found = re.search(r"http://[0-9.:]+", line)
            if found:
                self.url = found.group()
                return
        raise RuntimeError(f"the server stopped with {self.process.wait()} and told no address")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.stdout.close()
            assert self.process.wait(10) == 0, "the server stops gracefully"


class ServedTest(unittest.TestCase):
    """Tests of one server, which starts empty. Each test makes queues of its own."""

    arguments = ()
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.arguments)
        cls.addClassCleanup(cls.server.stop)
        cls.sqs = cls.client()

    @classmethod
    def client(cls, service="sqs", account=ACCOUNT, region=REGION):
        """A client whose access key is the number of the account."""
        return boto3.client(
            service,
            endpoint_url=cls.server.url,
            region_name=region,
            aws_access_key_id=account,
            aws_secret_access_key="any",
            config=Config(retries={"total_max_attempts": 1}),
        )

    @classmethod
    def name(cls, suffix=""):
        return f"queue-{os.getpid()}-{next(_numbers)}{suffix}"

    def queue(self, fifo=False, tags=None, **attributes):
        """The URL of a new queue."""
        if fifo:
            attributes["FifoQueue"] = "true"
        name = self.name(".fifo" if fifo else "")
        return self.sqs.create_queue(QueueName=name, Attributes=attributes, tags=tags or {})["QueueUrl"]

    def attributes(self, url, *names):
        answer = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names) or ["All"])
        return answer.get("Attributes", {})

    def arn(self, url):
        return self.attributes(url, "QueueArn")["QueueArn"]

    def bodies(self, url, **request):
        answer = self.sqs.receive_message(QueueUrl=url, **{"MaxNumberOfMessages": 10, **request})
        return [message["Body"] for message in answer.get("Messages", [])]

    def drain(self, url, **request):
        """Receives and deletes until nothing comes any more."""
        bodies = []
        while messages := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, **request).get("Messages"):
            for message in messages:
                bodies.append(message["Body"])
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bodies

    def assertRefused(self, code, text, call, status=400, **request):
        """The call is answered with this error: the code that SDKs have always shown, its text and HTTP status."""
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**request)
        response = caught.exception.response
        found = (response["Error"]["Code"], response["Error"]["Message"], response["ResponseMetadata"]["HTTPStatusCode"])
        self.assertEqual(found, (code, text, status))
        return caught.exception
