//! Attributes as texts: checks, and what is read back (`reference/sqs.md` §1.2).

use super::scenario::check;

const CREATED: &str = "create q -> arn:aws:sqs:us-east-1:111111111111:q";

fn check_with_queue(text: &str) {
    check(&format!("{CREATED}\n{text}"));
}

#[test]
fn all_that_is_set_is_read_back_in_the_order_of_aws() {
    check(
        r#"
        t=0 create q -> arn:aws:sqs:us-east-1:111111111111:q
        t=1.5s get q All -> QueueArn=arn:aws:sqs:us-east-1:111111111111:q ApproximateNumberOfMessages=0 ApproximateNumberOfMessagesNotVisible=0 ApproximateNumberOfMessagesDelayed=0 CreatedTimestamp=1700000000 LastModifiedTimestamp=1700000000 VisibilityTimeout=30 MaximumMessageSize=1048576 MessageRetentionPeriod=345600 DelaySeconds=0 ReceiveMessageWaitTimeSeconds=0 SqsManagedSseEnabled=true
        t=2s create f.fifo FifoQueue=true ContentBasedDeduplication=True -> arn:aws:sqs:us-east-1:111111111111:f.fifo
        t=4.5s set f.fifo VisibilityTimeout=31 -> done
        t=5s get f.fifo All -> QueueArn=arn:aws:sqs:us-east-1:111111111111:f.fifo ApproximateNumberOfMessages=0 ApproximateNumberOfMessagesNotVisible=0 ApproximateNumberOfMessagesDelayed=0 CreatedTimestamp=1700000002 LastModifiedTimestamp=1700000004 VisibilityTimeout=31 MaximumMessageSize=1048576 MessageRetentionPeriod=345600 DelaySeconds=0 ReceiveMessageWaitTimeSeconds=0 FifoQueue=true DeduplicationScope=queue FifoThroughputLimit=perQueue ContentBasedDeduplication=true SqsManagedSseEnabled=true
        t=5s set q VisibilityTimeout=69 MaximumMessageSize=2048 MessageRetentionPeriod=604800 DelaySeconds=420 ReceiveMessageWaitTimeSeconds=10 -> done
        t=5s get q VisibilityTimeout MaximumMessageSize MessageRetentionPeriod DelaySeconds ReceiveMessageWaitTimeSeconds -> VisibilityTimeout=69 MaximumMessageSize=2048 MessageRetentionPeriod=604800 DelaySeconds=420 ReceiveMessageWaitTimeSeconds=10
        t=5s send q a -> sent
        t=5s send q b delay=0 -> sent
        t=5s receive q -> b(1)
        t=5s get q ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible ApproximateNumberOfMessagesDelayed -> ApproximateNumberOfMessages=0 ApproximateNumberOfMessagesNotVisible=1 ApproximateNumberOfMessagesDelayed=1
        t=5s get q -> nothing
        t=5s get q Policy RedrivePolicy FifoQueue KmsMasterKeyId -> nothing
        t=5s get q Nonsense -> 400 InvalidAttributeName: Unknown Attribute Nonsense.
        "#,
    );
}

#[test]
fn attributes_that_are_unknown_or_of_another_kind_are_refused_by_name() {
    check_with_queue(
        "
        set q -> 400 MissingRequiredParameterException: The request must contain the parameter Attribute.Name.
        set q DelaySeconds=901 Nonsense=1 -> 400 InvalidAttributeName: Unknown Attribute Nonsense.
        set q QueueArn=x -> 400 InvalidAttributeName: Unknown Attribute QueueArn.
        set q FifoQueue=true -> 400 InvalidAttributeName: Unknown Attribute FifoQueue.
        set q FifoQueue=false -> 400 InvalidAttributeName: Unknown Attribute FifoQueue.
        create r FifoQueue=false -> 400 InvalidAttributeName: Unknown Attribute FifoQueue.
        create r ContentBasedDeduplication=false -> 400 InvalidAttributeName: Unknown Attribute ContentBasedDeduplication.
        create r DeduplicationScope=queue -> 400 InvalidAttributeName: You can specify the DeduplicationScope only when FifoQueue is set to true.
        create r FifoThroughputLimit=perQueue -> 400 InvalidAttributeName: You can specify the FifoThroughputLimit only when FifoQueue is set to true.
        create f.fifo FifoQueue=true -> arn:aws:sqs:us-east-1:111111111111:f.fifo
        set f.fifo FifoQueue=false -> 400 InvalidAttributeValue: Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.
        set f.fifo FifoQueue=true -> done
        ",
    );
}

#[test]
fn values_out_of_their_range_are_refused() {
    check_with_queue(
        "
        set q DelaySeconds=901 -> 400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds.
        set q DelaySeconds=-1 -> 400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds.
        set q DelaySeconds= -> 400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds.
        set q DelaySeconds=1.5 -> 400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds.
        set q DelaySeconds=99999999999 -> 400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds.
        set q MaximumMessageSize=1023 -> 400 InvalidAttributeValue: Invalid value for the parameter MaximumMessageSize.
        set q MessageRetentionPeriod=59 -> 400 InvalidAttributeValue: Invalid value for the parameter MessageRetentionPeriod.
        set q ReceiveMessageWaitTimeSeconds=21 -> 400 InvalidAttributeValue: Invalid value for the parameter ReceiveMessageWaitTimeSeconds.
        set q VisibilityTimeout=43201 -> 400 InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout.
        set q KmsDataKeyReusePeriodSeconds=59 -> 400 InvalidAttributeValue: Invalid value for the parameter KmsDataKeyReusePeriodSeconds.
        set q SqsManagedSseEnabled=yes -> 400 InvalidAttributeValue: Invalid value for the parameter SqsManagedSseEnabled.
        set q Policy=garbage -> 400 InvalidAttributeValue: Invalid value for the parameter Policy.
        create f.fifo FifoQueue=true FifoThroughputLimit=perMessageGroupId -> 400 InvalidAttributeValue: Invalid value for the parameter FifoThroughputLimit.
        url f.fifo -> 400 QueueDoesNotExist: The specified queue does not exist.
        create f.fifo FifoQueue=true FifoThroughputLimit=perMessageGroupId DeduplicationScope=messageGroup -> arn:aws:sqs:us-east-1:111111111111:f.fifo
        get f.fifo DeduplicationScope FifoThroughputLimit -> DeduplicationScope=messageGroup FifoThroughputLimit=perMessageGroupId
        set f.fifo DeduplicationScope=group -> 400 InvalidAttributeValue: Invalid value for the parameter DeduplicationScope.
        set f.fifo FifoThroughputLimit=none -> 400 InvalidAttributeValue: Invalid value for the parameter FifoThroughputLimit.
        ",
    );
}

#[test]
fn a_request_that_is_refused_changes_nothing() {
    check_with_queue(
        "
        set q VisibilityTimeout=5 KmsMasterKeyId=k DelaySeconds=901 -> 400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds.
        get q VisibilityTimeout DelaySeconds KmsMasterKeyId SqsManagedSseEnabled -> VisibilityTimeout=30 DelaySeconds=0 SqsManagedSseEnabled=true
        ",
    );
}

#[test]
fn a_queue_has_one_kind_of_encryption() {
    check_with_queue(
        "
        get q KmsMasterKeyId KmsDataKeyReusePeriodSeconds SqsManagedSseEnabled -> SqsManagedSseEnabled=true
        set q KmsMasterKeyId=testKeyId KmsDataKeyReusePeriodSeconds=6000 -> done
        get q KmsMasterKeyId KmsDataKeyReusePeriodSeconds SqsManagedSseEnabled -> KmsMasterKeyId=testKeyId KmsDataKeyReusePeriodSeconds=6000 SqsManagedSseEnabled=false
        set q SqsManagedSseEnabled=true -> done
        get q KmsMasterKeyId KmsDataKeyReusePeriodSeconds SqsManagedSseEnabled -> SqsManagedSseEnabled=true
        set q KmsMasterKeyId=testKeyId -> done
        set q KmsMasterKeyId= -> done
        get q KmsMasterKeyId KmsDataKeyReusePeriodSeconds SqsManagedSseEnabled -> SqsManagedSseEnabled=false
        set q SqsManagedSseEnabled=true -> done
        get q SqsManagedSseEnabled -> SqsManagedSseEnabled=true
        set q KmsMasterKeyId=alias/aws/sqs SqsManagedSseEnabled=true -> 400 InvalidAttributeName: You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.
        set q SqsManagedSseEnabled=false -> done
        get q SqsManagedSseEnabled -> SqsManagedSseEnabled=false
        create k KmsMasterKeyId=alias/aws/sqs -> arn:aws:sqs:us-east-1:111111111111:k
        get k KmsMasterKeyId KmsDataKeyReusePeriodSeconds SqsManagedSseEnabled -> KmsMasterKeyId=alias/aws/sqs KmsDataKeyReusePeriodSeconds=300 SqsManagedSseEnabled=false
        ",
    );
}

#[test]
fn a_redrive_policy_is_read_back_in_one_form() {
    check_with_queue(
        r#"
        create dead -> arn:aws:sqs:us-east-1:111111111111:dead
        set q RedrivePolicy=`{ "maxReceiveCount": "5", "deadLetterTargetArn": "$dead" }` -> done
        get q RedrivePolicy -> RedrivePolicy={"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:dead","maxReceiveCount":5}
        create q RedrivePolicy=`{"deadLetterTargetArn": "$dead", "maxReceiveCount": 5}` -> arn:aws:sqs:us-east-1:111111111111:q
        create q RedrivePolicy={"deadLetterTargetArn":"$dead","maxReceiveCount":6} -> 400 QueueNameExists: A queue already exists with the same name and a different value for attribute RedrivePolicy
        set q RedrivePolicy= -> done
        get q RedrivePolicy -> nothing
        "#,
    );
}

#[test]
fn a_redrive_policy_is_refused_in_the_words_it_was_given_in() {
    check_with_queue(
        r#"
        create dead -> arn:aws:sqs:us-east-1:111111111111:dead
        create f.fifo FifoQueue=true -> arn:aws:sqs:us-east-1:111111111111:f.fifo
        set q RedrivePolicy=`{"deadLetterTargetArn": "dummy", "maxReceiveCount": 42}` -> 400 InvalidParameterValueException: Value {"deadLetterTargetArn": "dummy", "maxReceiveCount": 42} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.
        set q RedrivePolicy={} -> 400 InvalidParameterValueException: Value {} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: maxReceiveCount.
        set q RedrivePolicy={"maxReceiveCount":1} -> 400 InvalidParameterValueException: Value {"maxReceiveCount":1} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: deadLetterTargetArn.
        set q RedrivePolicy={"deadLetterTargetArn":"$dead","maxReceiveCount":0} -> 400 InvalidParameterValueException: Value {"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:dead","maxReceiveCount":0} for parameter RedrivePolicy is invalid. Reason: Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.
        set q RedrivePolicy={"deadLetterTargetArn":"$dead","maxReceiveCount":1001} -> 400 InvalidParameterValueException: Value {"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:dead","maxReceiveCount":1001} for parameter RedrivePolicy is invalid. Reason: Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.
        set q RedrivePolicy={"deadLetterTargetArn":"$nowhere","maxReceiveCount":1} -> 400 InvalidParameterValueException: Value {"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:nowhere","maxReceiveCount":1} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.
        set q RedrivePolicy={"deadLetterTargetArn":"$f.fifo","maxReceiveCount":1} -> 400 InvalidParameterValueException: Value {"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:f.fifo","maxReceiveCount":1} for parameter RedrivePolicy is invalid. Reason: Dead-letter queue must be same type of queue as the source.
        set q RedrivePolicy={"deadLetterTargetArn":"arn:aws:sns:us-east-1:111111111111:t","maxReceiveCount":1} -> 400 InvalidParameterValueException: Value {"deadLetterTargetArn":"arn:aws:sns:us-east-1:111111111111:t","maxReceiveCount":1} for parameter RedrivePolicy is invalid. Reason: Only SQS queues are valid resources for deadLetterTargetArn.
        set q RedrivePolicy={"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111111111111:dead","maxReceiveCount":1} -> 400 InvalidParameterValueException: Value {"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111111111111:dead","maxReceiveCount":1} for parameter RedrivePolicy is invalid. Reason: Dead-letter target must be in same region as the source.
        set q RedrivePolicy={"deadLetterTargetArn":"arn:aws:sqs:us-east-1:222222222222:dead","maxReceiveCount":1} -> 400 InvalidParameterValueException: Value {"deadLetterTargetArn":"arn:aws:sqs:us-east-1:222222222222:dead","maxReceiveCount":1} for parameter RedrivePolicy is invalid. Reason: Dead-letter target owner should be same as the source.
        set q RedrivePolicy={"deadLetterTargetArn":"$dead","maxReceiveCount":1,"also":1} -> 400 InvalidParameterValueException: Value {"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:dead","maxReceiveCount":1,"also":1} for parameter RedrivePolicy is invalid. Reason: Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].
        set q RedrivePolicy=4 -> 400 InvalidParameterValueException: Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.
        set q RedrivePolicy=garbage -> 400 InvalidParameterValueException: Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.
        "#,
    );
}

#[test]
fn a_redrive_allow_policy_names_queues_that_need_not_be_there() {
    check(
        r#"
        create dead RedriveAllowPolicy=`{"sourceQueueArns": ["$q"], "redrivePermission": "byQueue"}` -> arn:aws:sqs:us-east-1:111111111111:dead
        get dead RedriveAllowPolicy -> RedriveAllowPolicy={"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:111111111111:q"]}
        create q RedrivePolicy={"deadLetterTargetArn":"$dead","maxReceiveCount":1} -> arn:aws:sqs:us-east-1:111111111111:q
        create r RedrivePolicy={"deadLetterTargetArn":"$dead","maxReceiveCount":1} -> 400 InvalidParameterValueException: Value {"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:dead","maxReceiveCount":1} for parameter RedrivePolicy is invalid. Reason: The redrive allow policy of the dead-letter queue does not allow this source queue.
        get dead RedriveAllowPolicy -> RedriveAllowPolicy={"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:111111111111:q"]}
        set dead RedriveAllowPolicy={"redrivePermission":"allowAll"} -> done
        get dead RedriveAllowPolicy -> RedriveAllowPolicy={"redrivePermission":"allowAll"}
        set dead RedriveAllowPolicy= -> done
        get dead RedriveAllowPolicy -> nothing
        set dead RedriveAllowPolicy={"redrivePermission":"denyAll"} -> done
        get dead RedriveAllowPolicy -> RedriveAllowPolicy={"redrivePermission":"denyAll"}
        set dead RedriveAllowPolicy={"redrivePermission":"byQueue"} -> 400 InvalidParameterValueException: Value {"redrivePermission":"byQueue"} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy. When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.
        set dead RedriveAllowPolicy={"redrivePermission":"denyAll","sourceQueueArns":["$q"]} -> 400 InvalidParameterValueException: Value {"redrivePermission":"denyAll","sourceQueueArns":["arn:aws:sqs:us-east-1:111111111111:q"]} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy. To specify one or more source queue ARNs, you must set redrivePermission to byQueue.
        set dead RedriveAllowPolicy={"redrivePermission":"allowAll","also":1} -> 400 InvalidParameterValueException: Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.
        set dead RedriveAllowPolicy={"redrivePermission":"byQueue","sourceQueueArns":"$q"} -> 400 InvalidParameterValueException: Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.
        set dead RedriveAllowPolicy={"redrivePermission":"byQueue","sourceQueueArns":["$1","$2","$3","$4","$5","$6","$7","$8","$9","$10","$11"]} -> 400 InvalidParameterValueException: Value {"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:111111111111:1","arn:aws:sqs:us-east-1:111111111111:2","arn:aws:sqs:us-east-1:111111111111:3","arn:aws:sqs:us-east-1:111111111111:4","arn:aws:sqs:us-east-1:111111111111:5","arn:aws:sqs:us-east-1:111111111111:6","arn:aws:sqs:us-east-1:111111111111:7","arn:aws:sqs:us-east-1:111111111111:8","arn:aws:sqs:us-east-1:111111111111:9","arn:aws:sqs:us-east-1:111111111111:10","arn:aws:sqs:us-east-1:111111111111:11"]} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy. The maximum number of source queue ARNs you can specify is 10.
        set dead RedriveAllowPolicy={"redrivePermission":"some"} -> 400 InvalidParameterValueException: Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.
        "#,
    );
}

#[test]
fn a_new_queue_takes_the_place_of_a_dead_letter_queue_of_its_name() {
    check(
        r#"
        t=0 create dead -> arn:aws:sqs:us-east-1:111111111111:dead
        t=0 create q VisibilityTimeout=1 RedrivePolicy={"deadLetterTargetArn":"$dead","maxReceiveCount":1} -> arn:aws:sqs:us-east-1:111111111111:q
        t=0 delete-queue dead -> done
        t=1s get q RedrivePolicy -> RedrivePolicy={"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:dead","maxReceiveCount":1}
        t=60s create dead -> arn:aws:sqs:us-east-1:111111111111:dead
        t=60s sources dead -> [q]
        t=60s send q a -> sent
        t=60s receive q -> a(1)
        t=62s receive q -> nothing
        t=62s receive dead -> a(2)<q
        "#,
    );
}
