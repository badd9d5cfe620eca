"""What SQS refuses, with its codes and words, as boto3 sees them."""

from harness import ServedTest


class Refusals(ServedTest):
    def test_numbers_have_ranges(self):
        url = self.queue()
        receive = self.sqs.receive_message
        self.assertRefused(
            "InvalidParameterValue",
            "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
            receive,
            QueueUrl=url,
            MaxNumberOfMessages=11,
        )
        self.assertRefused(
            "InvalidParameterValue",
            "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.",
            receive,
            QueueUrl=url,
            WaitTimeSeconds=21,
        )

    def test_a_body_has_limits(self):
        url = self.queue(MaximumMessageSize="1024")
        send = self.sqs.send_message
        self.sqs.send_message(QueueUrl=url, MessageBody="x" * 1024)
        self.assertRefused(
            "InvalidParameterValue",
            "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
            send,
            QueueUrl=url,
            MessageBody="x" * 1025,
        )
        self.assertRefused(
            "MissingParameter",
            "The request must contain the parameter MessageBody.",
            send,
            QueueUrl=url,
            MessageBody="",
        )
        with self.assertRaises(self.sqs.exceptions.InvalidMessageContents):
            send(QueueUrl=url, MessageBody="\x01")

    def test_an_attribute_needs_a_value(self):
        self.assertRefused(
            "InvalidParameterValue",
            "Message (user) attribute 'X' must contain a non-empty value of type 'String'.",
            self.sqs.send_message,
            QueueUrl=self.queue(),
            MessageBody="x",
            MessageAttributes={"X": {"DataType": "String", "StringValue": ""}},
        )

    def test_a_handle_is_one_that_was_given_out(self):
        url = self.queue()
        text = 'The input receipt handle "garbage" is not a valid receipt handle.'
        error = self.assertRefused(
            "ReceiptHandleIsInvalid", text, self.sqs.delete_message, status=404, QueueUrl=url, ReceiptHandle="garbage"
        )
        self.assertIsInstance(error, self.sqs.exceptions.ReceiptHandleIsInvalid)
        self.assertRefused(
            "ReceiptHandleIsInvalid",
            text,
            self.sqs.change_message_visibility,
            status=404,
            QueueUrl=url,
            ReceiptHandle="garbage",
            VisibilityTimeout=1,
        )

    def test_what_is_deleted_has_no_visibility(self):
        url = self.queue()
        self.sqs.send_message(QueueUrl=url, MessageBody="x")
        [message] = self.sqs.receive_message(QueueUrl=url)["Messages"]
        handle = message["ReceiptHandle"]
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
        self.assertRefused(
            "InvalidParameterValue",
            f"Value {handle} for parameter ReceiptHandle is invalid. "
            "Reason: Message does not exist or is not available for visibility timeout change.",
            self.sqs.change_message_visibility,
            QueueUrl=url,
            ReceiptHandle=handle,
            VisibilityTimeout=1,
        )

    def test_a_standard_queue_does_not_deduplicate(self):
        self.assertRefused(
            "InvalidParameterValue",
            "Value d for parameter MessageDeduplicationId is invalid. "
            "Reason: The request includes a parameter that is not valid for this queue type.",
            self.sqs.send_message,
            QueueUrl=self.queue(),
            MessageBody="x",
            MessageDeduplicationId="d",
        )
