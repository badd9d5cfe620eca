"""Dead-letter queues and the way back, as boto3 sees them."""

import base64
import json
import time

from harness import ServedTest


class Redrive(ServedTest):
    def pair(self, receives=1, **attributes):
        """A queue, and its dead-letter queue."""
        dead = self.queue(fifo="FifoQueue" in attributes)
        policy = json.dumps({"deadLetterTargetArn": self.arn(dead), "maxReceiveCount": receives})
        return self.queue(RedrivePolicy=policy, **attributes), dead

    def kill(self, url, *bodies):
        """Sends messages and receives them until they are dead letters (of a queue that lets them be received once)."""
        ids = [self.sqs.send_message(QueueUrl=url, MessageBody=body)["MessageId"] for body in bodies]
        while self.bodies(url, VisibilityTimeout=0):
            pass
        return ids

    def test_a_message_moves_when_it_was_received_too_often(self):
        url, dead = self.pair(receives=2)
        [sent] = self.kill(url, "bad")
        [letter] = self.sqs.receive_message(QueueUrl=dead, AttributeNames=["All"])["Messages"]
        self.assertEqual(letter["MessageId"], sent)
        self.assertEqual(letter["Attributes"]["DeadLetterQueueSourceArn"], self.arn(url))
        self.assertEqual(letter["Attributes"]["ApproximateReceiveCount"], "3")

    def test_a_dead_letter_queue_knows_its_sources(self):
        url, dead = self.pair()
        answer = self.sqs.list_dead_letter_source_queues(QueueUrl=dead)
        self.assertEqual(answer["queueUrls"], [url])
        self.assertEqual(self.sqs.list_dead_letter_source_queues(QueueUrl=url)["queueUrls"], [])

    def test_dead_letters_go_back_to_where_they_came_from(self):
        url, dead = self.pair()
        ids = self.kill(url, "1", "2", "3")
        source = self.arn(dead)
        task = self.sqs.start_message_move_task(SourceArn=source)["TaskHandle"]
        self.assertEqual(json.loads(base64.b64decode(task))["sourceArn"], source)
        for _ in range(50):
            [result] = self.sqs.list_message_move_tasks(SourceArn=source)["Results"]
            if result["Status"] == "COMPLETED":
                break
            time.sleep(0.1)
        self.assertEqual(result["Status"], "COMPLETED")
        self.assertEqual(result["ApproximateNumberOfMessagesMoved"], 3)
        self.assertEqual(result["SourceArn"], source)
        self.assertNotIn("TaskHandle", result)
        messages = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"])["Messages"]
        self.assertEqual(sorted(message["Body"] for message in messages), ["1", "2", "3"])
        self.assertFalse({message["MessageId"] for message in messages} & set(ids), "they are new messages")
        self.assertEqual({message["Attributes"]["ApproximateReceiveCount"] for message in messages}, {"1"})

    def test_a_task_can_be_cancelled(self):
        url, dead = self.pair()
        self.kill(url, *map(str, range(20)))
        source = self.arn(dead)
        start = self.sqs.start_message_move_task
        task = start(SourceArn=source, MaxNumberOfMessagesPerSecond=1)["TaskHandle"]
        self.assertRefused(
            "InvalidParameterValue",
            "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
            start,
            SourceArn=source,
        )
        moved = self.sqs.cancel_message_move_task(TaskHandle=task)["ApproximateNumberOfMessagesMoved"]
        self.assertLess(moved, 20)
        [result] = self.sqs.list_message_move_tasks(SourceArn=source)["Results"]
        self.assertIn(result["Status"], ["CANCELLING", "CANCELLED"])
        self.assertEqual(result["MaxNumberOfMessagesPerSecond"], 1)

    def test_only_a_dead_letter_queue_can_be_the_source(self):
        start = self.sqs.start_message_move_task
        arn = self.arn(self.queue())
        self.assertRefused(
            "InvalidParameterValue",
            "Source queue must be configured as a Dead Letter Queue.",
            start,
            SourceArn=arn,
        )
        self.assertRefused(
            "ResourceNotFoundException",
            "The resource that you specified for the SourceArn parameter doesn't exist.",
            start,
            status=404,
            SourceArn=arn + "-not",
        )

    def test_a_dead_letter_queue_must_exist_and_count_has_limits(self):
        url, dead = self.pair()
        policy = json.dumps({"deadLetterTargetArn": self.arn(dead), "maxReceiveCount": 1001})
        self.assertRefused(
            "InvalidParameterValue",
            f"Value {policy} for parameter RedrivePolicy is invalid. "
            "Reason: Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.",
            self.sqs.set_queue_attributes,
            QueueUrl=url,
            Attributes={"RedrivePolicy": policy},
        )
