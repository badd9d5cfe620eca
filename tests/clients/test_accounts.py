"""Who calls: accounts, permissions and policies, as boto3 sees them."""

import json

from harness import ACCOUNT, OTHER_ACCOUNT, ServedTest


class Accounts(ServedTest):
    def test_the_access_key_names_the_caller(self):
        identity = self.client("sts", OTHER_ACCOUNT).get_caller_identity()
        self.assertEqual(identity["Account"], OTHER_ACCOUNT)
        self.assertEqual(identity["Arn"], f"arn:aws:iam::{OTHER_ACCOUNT}:root")
        self.assertEqual(identity["UserId"], OTHER_ACCOUNT)

    def test_a_stranger_needs_a_permission(self):
        url = self.queue()
        stranger = self.client(account=OTHER_ACCOUNT)

        def send():
            return stranger.send_message(QueueUrl=url, MessageBody="hello")

        with self.assertRaises(stranger.exceptions.ClientError) as caught:
            send()
        self.assertEqual(caught.exception.response["Error"]["Code"], "AccessDenied")
        self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 403)
        self.sqs.add_permission(QueueUrl=url, Label="in", AWSAccountIds=[OTHER_ACCOUNT], Actions=["SendMessage"])
        send()
        [message] = self.sqs.receive_message(QueueUrl=url, AttributeNames=["SenderId"])["Messages"]
        self.assertEqual(message["Attributes"], {"SenderId": OTHER_ACCOUNT})
        with self.assertRaises(stranger.exceptions.ClientError):
            stranger.receive_message(QueueUrl=url)
        self.sqs.remove_permission(QueueUrl=url, Label="in")
        with self.assertRaises(stranger.exceptions.ClientError):
            send()

    def test_a_permission_is_a_statement_of_the_policy(self):
        url = self.queue()
        arn = self.arn(url)
        self.sqs.add_permission(QueueUrl=url, Label="one", AWSAccountIds=[OTHER_ACCOUNT], Actions=["ReceiveMessage"])
        self.assertEqual(
            json.loads(self.attributes(url)["Policy"]),
            {
                "Version": "2008-10-17",
                "Id": f"{arn}/SQSDefaultPolicy",
                "Statement": [
                    {
                        "Sid": "one",
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"},
                        "Action": "SQS:ReceiveMessage",
                        "Resource": arn,
                    }
                ],
            },
        )
        self.assertRefused(
            "InvalidParameterValue",
            "Value one for parameter Label is invalid. Reason: Already exists.",
            self.sqs.add_permission,
            QueueUrl=url,
            Label="one",
            AWSAccountIds=[OTHER_ACCOUNT],
            Actions=["SendMessage"],
        )
        self.sqs.remove_permission(QueueUrl=url, Label="one")
        self.assertNotIn("Policy", self.attributes(url))
        self.assertRefused(
            "InvalidParameterValue",
            "Value one for parameter Label is invalid. Reason: can't find label.",
            self.sqs.remove_permission,
            QueueUrl=url,
            Label="one",
        )

    def test_a_policy_is_read_back_and_denies(self):
        url = self.queue()
        policy = json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "sqs:SendMessage",
                        "Resource": self.arn(url),
                        "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}},
                    }
                ],
            }
        )
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        self.assertEqual(json.loads(self.attributes(url, "Policy")["Policy"]), json.loads(policy))
        with self.assertRaises(self.sqs.exceptions.ClientError) as caught:
            self.sqs.send_message(QueueUrl=url, MessageBody="x")
        self.assertEqual(caught.exception.response["Error"]["Code"], "AccessDenied")
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
        self.sqs.send_message(QueueUrl=url, MessageBody="x")

    def test_a_queue_of_another_account_is_found_by_its_owner(self):
        url = self.queue()
        name = url.rsplit("/", 1)[1]
        stranger = self.client(account=OTHER_ACCOUNT)
        self.sqs.add_permission(QueueUrl=url, Label="look", AWSAccountIds=[OTHER_ACCOUNT], Actions=["GetQueueUrl"])
        found = stranger.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=ACCOUNT)
        self.assertEqual(found["QueueUrl"], url)
