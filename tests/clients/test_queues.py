"""Queues, their attributes and tags, as boto3 sees them and as a tool that applies a plan twice needs them."""

import json
import time

from harness import ACCOUNT, OTHER_REGION, REGION, ServedTest

DEFAULTS = {
    "VisibilityTimeout": "30",
    "MaximumMessageSize": "1048576",
    "MessageRetentionPeriod": "345600",
    "DelaySeconds": "0",
    "ReceiveMessageWaitTimeSeconds": "0",
    "SqsManagedSseEnabled": "true",
}
COUNTS = {
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
}
STAMPS = {"CreatedTimestamp", "LastModifiedTimestamp"}


class Queues(ServedTest):
    def test_a_new_queue_has_the_defaults(self):
        name = self.name()
        url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        self.assertEqual(url, f"{self.server.url}/{ACCOUNT}/{name}")
        attributes = self.attributes(url)
        self.assertEqual(attributes["QueueArn"], f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}")
        self.assertEqual(set(attributes), {"QueueArn", *DEFAULTS, *COUNTS, *STAMPS})
        self.assertEqual({key: attributes[key] for key in DEFAULTS}, DEFAULTS)
        self.assertLess(abs(int(attributes["CreatedTimestamp"]) - time.time()), 60)
        self.assertEqual(self.sqs.get_queue_url(QueueName=name)["QueueUrl"], url)

    def test_a_fifo_queue_has_four_attributes_more(self):
        attributes = self.attributes(self.queue(fifo=True))
        fifo = {
            "FifoQueue": "true",
            "ContentBasedDeduplication": "false",
            "DeduplicationScope": "queue",
            "FifoThroughputLimit": "perQueue",
        }
        self.assertEqual(set(attributes), {"QueueArn", *DEFAULTS, *COUNTS, *STAMPS, *fifo})
        self.assertEqual({key: attributes[key] for key in fifo}, fifo)

    def test_without_names_there_are_no_attributes(self):
        answer = self.sqs.get_queue_attributes(QueueUrl=self.queue())
        self.assertNotIn("Attributes", answer)

    def test_creating_it_again_is_no_error_unless_it_differs(self):
        name = self.name()
        create = self.sqs.create_queue
        url = create(QueueName=name, Attributes={"DelaySeconds": "1"})["QueueUrl"]
        self.assertEqual(create(QueueName=name)["QueueUrl"], url)
        self.assertEqual(create(QueueName=name, Attributes={"DelaySeconds": "1"})["QueueUrl"], url)
        self.assertRefused(
            "QueueAlreadyExists",
            "A queue already exists with the same name and a different value for attribute DelaySeconds",
            create,
            QueueName=name,
            Attributes={"DelaySeconds": "2"},
        )

    def test_a_deleted_queue_is_gone_and_its_name_taken_for_a_minute(self):
        name = self.name()
        url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        self.sqs.delete_queue(QueueUrl=url)
        error = self.assertRefused(
            "AWS.SimpleQueueService.NonExistentQueue",
            "The specified queue does not exist.",
            self.sqs.send_message,
            QueueUrl=url,
            MessageBody="x",
        )
        self.assertIsInstance(error, self.sqs.exceptions.QueueDoesNotExist)
        self.assertRefused(
            "AWS.SimpleQueueService.QueueDeletedRecently",
            "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
            self.sqs.create_queue,
            QueueName=name,
        )

    def test_attributes_are_set_read_back_and_removed(self):
        url = self.queue()
        dead_letters = self.arn(self.queue())
        redrive = json.dumps({"deadLetterTargetArn": dead_letters, "maxReceiveCount": "3"})
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "7", "RedrivePolicy": redrive})
        attributes = self.attributes(url)
        self.assertEqual(attributes["VisibilityTimeout"], "7")
        self.assertEqual(
            json.loads(attributes["RedrivePolicy"]), {"deadLetterTargetArn": dead_letters, "maxReceiveCount": 3}
        )
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
        self.assertNotIn("RedrivePolicy", self.attributes(url))

    def test_keys_of_kms_and_of_sqs_exclude_one_another(self):
        url = self.queue()
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"KmsMasterKeyId": "alias/aws/sqs"})
        attributes = self.attributes(url)
        self.assertEqual(attributes["KmsMasterKeyId"], "alias/aws/sqs")
        self.assertEqual(attributes["SqsManagedSseEnabled"], "false")
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"KmsMasterKeyId": ""})
        attributes = self.attributes(url)
        self.assertNotIn("KmsMasterKeyId", attributes)
        self.assertEqual(attributes["SqsManagedSseEnabled"], "false")

    def test_what_is_not_an_attribute_is_refused(self):
        url = self.queue()
        self.assertRefused(
            "InvalidAttributeName",
            "Unknown Attribute Colour.",
            self.sqs.set_queue_attributes,
            QueueUrl=url,
            Attributes={"Colour": "red"},
        )
        self.assertRefused(
            "InvalidAttributeName",
            "Unknown Attribute Colour.",
            self.sqs.get_queue_attributes,
            QueueUrl=url,
            AttributeNames=["Colour"],
        )
        self.assertRefused(
            "InvalidAttributeValue",
            "Invalid value for the parameter VisibilityTimeout.",
            self.sqs.set_queue_attributes,
            QueueUrl=url,
            Attributes={"VisibilityTimeout": "43201"},
        )
        for name in ["FifoQueue", "ContentBasedDeduplication"]:
            self.assertRefused(
                "InvalidAttributeName",
                f"Unknown Attribute {name}.",
                self.sqs.set_queue_attributes,
                QueueUrl=url,
                Attributes={name: "true"},
            )
        self.assertRefused(
            "InvalidAttributeValue",
            "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
            self.sqs.set_queue_attributes,
            QueueUrl=self.queue(fifo=True),
            Attributes={"FifoQueue": "false"},
        )

    def test_names_have_rules(self):
        for name in ["has space", "x" * 81]:
            self.assertRefused(
                "InvalidParameterValue",
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
                self.sqs.create_queue,
                QueueName=name,
            )

    def test_lists_come_in_pages(self):
        prefix = self.name()
        urls = [self.sqs.create_queue(QueueName=f"{prefix}-{letter}")["QueueUrl"] for letter in "abcde"]
        self.assertEqual(self.sqs.list_queues(QueueNamePrefix=prefix)["QueueUrls"], urls)
        self.assertNotIn("QueueUrls", self.sqs.list_queues(QueueNamePrefix=f"{prefix}-none"))
        pages = self.sqs.get_paginator("list_queues").paginate(
            QueueNamePrefix=prefix, PaginationConfig={"PageSize": 2}
        )
        self.assertEqual([page["QueueUrls"] for page in pages], [urls[:2], urls[2:4], urls[4:]])

    def test_regions_and_accounts_lie_side_by_side(self):
        name = self.name()
        self.sqs.create_queue(QueueName=name)
        elsewhere = self.client(region=OTHER_REGION)
        self.assertRefused(
            "AWS.SimpleQueueService.NonExistentQueue",
            "The specified queue does not exist.",
            elsewhere.get_queue_url,
            QueueName=name,
        )
        url = elsewhere.create_queue(QueueName=name, Attributes={"DelaySeconds": "3"})["QueueUrl"]
        arn = elsewhere.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.assertEqual(arn, f"arn:aws:sqs:{OTHER_REGION}:{ACCOUNT}:{name}")

    def test_tags_are_kept_overwritten_and_removed(self):
        url = self.queue(tags={"team": "a", "stage": "test"})
        self.sqs.tag_queue(QueueUrl=url, Tags={"team": "b", "cost": "1"})
        self.assertEqual(self.sqs.list_queue_tags(QueueUrl=url)["Tags"], {"team": "b", "stage": "test", "cost": "1"})
        self.sqs.untag_queue(QueueUrl=url, TagKeys=["team", "stage", "cost", "never"])
        self.assertNotIn("Tags", self.sqs.list_queue_tags(QueueUrl=url))
