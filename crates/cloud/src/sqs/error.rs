//! What SQS answers when it refuses, with AWS's code and text (`reference/sqs.md` section 8).
