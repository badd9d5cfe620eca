//! Queues: names, creating, finding, listing, deleting (`reference/sqs.md` §1.1).

use cloud::sqs::api::{Answer, QueueOperation};

use super::client::Service;
use super::scenario::check;

#[test]
fn a_queue_is_created_once_and_then_found() {
    check(
        "
        create q DelaySeconds=5 VisibilityTimeout=40 -> arn:aws:sqs:us-east-1:111111111111:q
        create q -> arn:aws:sqs:us-east-1:111111111111:q
        create q VisibilityTimeout=40 DelaySeconds=5 -> arn:aws:sqs:us-east-1:111111111111:q
        create q VisibilityTimeout=40 DelaySeconds=6 -> 400 QueueNameExists: A queue already exists with the same name and a different value for attribute DelaySeconds
        create q DelaySeconds=901 -> 400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds.
        create q MaximumMessageSize=1048576 -> arn:aws:sqs:us-east-1:111111111111:q
        create q KmsMasterKeyId=k -> 400 QueueNameExists: A queue already exists with the same name and a different value for attribute KmsMasterKeyId
        set q DelaySeconds=6 -> done
        create q DelaySeconds=6 #team=a -> arn:aws:sqs:us-east-1:111111111111:q
        tags q -> nothing
        create f.fifo FifoQueue=true ContentBasedDeduplication=false -> arn:aws:sqs:us-east-1:111111111111:f.fifo
        create f.fifo FifoQueue=true ContentBasedDeduplication=true -> 400 QueueNameExists: A queue already exists with the same name and a different value for attribute ContentBasedDeduplication
        as 222222222222 create q -> arn:aws:sqs:us-east-1:222222222222:q
        url q -> arn:aws:sqs:us-east-1:111111111111:q
        url Q -> 400 QueueDoesNotExist: The specified queue does not exist.
        url -> 400 InvalidParameterValueException: Value for parameter QueueName is invalid. Reason: Must specify a queue name.
        create -> 400 InvalidParameterValueException: Value for parameter QueueName is invalid. Reason: Must specify a queue name.
        ",
    );
}

#[test]
fn names_are_those_of_their_kind() {
    check(
        "
        create a!b -> 400 InvalidParameterValueException: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length
        create f.fifo -> 400 InvalidParameterValueException: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length
        create f FifoQueue=true -> 400 InvalidParameterValueException: The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.
        create f.fifo FifoQueue=True -> arn:aws:sqs:us-east-1:111111111111:f.fifo
        ",
    );
}

#[test]
fn a_deleted_name_is_free_after_a_minute() {
    check(
        "
        t=0 create q -> arn:aws:sqs:us-east-1:111111111111:q
        t=1s delete-queue q -> done
        t=1s delete-queue q -> 400 QueueDoesNotExist: The specified queue does not exist.
        t=60.9s create q -> 400 QueueDeletedRecently: You must wait 60 seconds after deleting a queue before you can create another with the same name.
        t=61s create q -> arn:aws:sqs:us-east-1:111111111111:q
        ",
    );
}

#[test]
fn a_url_names_a_queue_by_account_and_name() {
    check(
        "
        create q -> arn:aws:sqs:us-east-1:111111111111:q
        tags http://127.0.0.1:4566/111111111111/q -> nothing
        tags http://127.0.0.1:4566/222222222222/q -> 400 QueueDoesNotExist: The specified queue does not exist.
        tags https://somewhere -> 400 QueueDoesNotExist: The specified queue does not exist.
        tags -> 400 MissingRequiredParameterException: The request must contain the parameter QueueUrl.
        ",
    );
}

#[test]
fn queues_are_listed_by_name_and_a_token_comes_with_max_results_alone() {
    check(
        "
        list -> []
        create b1 -> arn:aws:sqs:us-east-1:111111111111:b1
        create a -> arn:aws:sqs:us-east-1:111111111111:a
        create b2 -> arn:aws:sqs:us-east-1:111111111111:b2
        as 222222222222 create c -> arn:aws:sqs:us-east-1:222222222222:c
        list -> [a b1 b2]
        list b -> [b1 b2]
        list max=2 -> [a b1] token=YjE=
        list max=2 token=YjE= -> [b2]
        list max=3 -> [a b1 b2]
        list b max=1 -> [b1] token=YjE=
        list token=YjE= -> 400 InvalidParameterValueException: MaxResults is a mandatory parameter when you provide a value for NextToken.
        list max=0 -> [a b1 b2]
        list max=1001 -> 400 InvalidParameterValueException: Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.
        list max=1 token=garbage -> 400 InvalidParameterValueException: Invalid or expired next token.
        ",
    );
}

#[test]
fn the_queues_are_listed_of_which_one_is_the_dead_letter_queue() {
    check(
        r#"
        create dead -> arn:aws:sqs:us-east-1:111111111111:dead
        sources dead -> []
        create a RedrivePolicy={"deadLetterTargetArn":"$dead","maxReceiveCount":"3"} -> arn:aws:sqs:us-east-1:111111111111:a
        create b RedrivePolicy={"deadLetterTargetArn":"$dead","maxReceiveCount":3} -> arn:aws:sqs:us-east-1:111111111111:b
        sources dead -> [a b]
        sources dead max=1 -> [a] token=YQ==
        sources dead max=1 token=YQ== -> [b]
        set a RedrivePolicy= -> done
        sources dead -> [b]
        sources nowhere -> 400 QueueDoesNotExist: The specified queue does not exist.
        "#,
    );
}

#[test]
fn tags_are_added_overwritten_and_taken_away() {
    check(
        "
        create q #team=a -> arn:aws:sqs:us-east-1:111111111111:q
        tags q -> team=a
        tag q team=b cost=`x y` empty= -> done
        tags q -> cost=x y empty= team=b
        untag q team unknown -> done
        tags q -> cost=x y empty=
        tag q -> 400 MissingRequiredParameterException: The request must contain the parameter Tags.
        untag q -> 400 InvalidParameterValueException: Tag keys must be between 1 and 128 characters in length.
        tag q AWS:x=1 -> 400 InvalidParameterValueException: Tag keys cannot start with 'aws:'.
        tag q =1 -> 400 InvalidParameterValueException: Tag keys must be between 1 and 128 characters in length.
        tags q -> cost=x y empty=
        ",
    );
    let more: Vec<String> = (0..51).map(|number| format!("k{number}=v")).collect();
    check(&format!(
        "
        create q -> arn:aws:sqs:us-east-1:111111111111:q
        tag q {} -> 400 InvalidParameterValueException: Too many tags added for queue q.
        tag q {} -> done
        ",
        more.join(" "),
        more[1..].join(" ")
    ));
}

#[test]
fn purges_are_a_minute_apart() {
    check(
        "
        t=0 create q -> arn:aws:sqs:us-east-1:111111111111:q
        t=0 send q a -> sent
        t=1s purge q -> done
        t=1s receive q -> nothing
        t=60s purge q -> 403 PurgeQueueInProgress: Only one PurgeQueue operation on q is allowed every 60 seconds.
        t=61s purge q -> done
        ",
    );
}

#[test]
fn a_registry_that_begins_at_the_end_of_time_still_tells_it() {
    let mut registry = cloud::sqs::Registry::new(7, u64::MAX);
    let mut service = Service::default();
    std::mem::swap(&mut service.registry, &mut registry);
    service.now = cloud::time::SimTime::from_secs(1_000);
    service.create("q", &[]).expect("a queue");
    let attribute_names = vec!["CreatedTimestamp".into()];
    let told = service.on("q", QueueOperation::GetQueueAttributes { attribute_names });
    let wanted = (u64::MAX / 1_000).to_string();
    assert_eq!(
        told,
        Ok(Answer::Attributes(vec![(
            "CreatedTimestamp".into(),
            wanted.into()
        )]))
    );
}
