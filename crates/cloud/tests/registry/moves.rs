//! Message move tasks (`reference/sqs.md` §5.1).

use super::scenario::check;

/// A dead-letter queue with three messages, at t=3s.
const DEAD_LETTERS: &str = r#"
    create dead -> arn:aws:sqs:us-east-1:111111111111:dead
    create q VisibilityTimeout=1 RedrivePolicy={"deadLetterTargetArn":"$dead","maxReceiveCount":1} -> arn:aws:sqs:us-east-1:111111111111:q
    create other -> arn:aws:sqs:us-east-1:111111111111:other
    t=0 send q a -> sent
    t=0 send q b -> sent
    t=0 send q c -> sent
    t=0 receive q max=10 -> a(1) b(1) c(1)
    t=2s receive q -> nothing
    t=3s get dead ApproximateNumberOfMessages -> ApproximateNumberOfMessages=3
"#;

fn check_after_dead_letters(text: &str) {
    check(&format!("{DEAD_LETTERS}{text}"));
}

#[test]
fn dead_letters_go_back_to_where_they_came_from_as_new_messages() {
    check_after_dead_letters(
        "
        t=3s move $dead -> task0
        t=3s tasks $dead -> Running 0 of 3
        t=4s tasks $dead -> Completed 3 of 3 no handle
        t=4s receive dead max=10 -> nothing
        t=4s receive q max=10 -> a(1) b(1) c(1)
        ",
    );
}

#[test]
fn a_task_moves_so_many_messages_a_second_to_the_queue_it_names() {
    check_after_dead_letters(
        "
        t=3s move $dead to=$other rate=1 -> task0
        t=4s tasks $dead -> Running 1 of 3
        t=5.9s tasks $dead -> Running 2 of 3
        t=6s tasks $dead -> Completed 3 of 3 no handle
        t=6s receive other max=10 -> a(1) b(1) c(1)
        ",
    );
}

#[test]
fn a_cancelled_task_leaves_what_it_has_moved() {
    check_after_dead_letters(
        "
        t=3s move $dead to=$other rate=1 -> task0
        t=4s cancel task0 -> 1 moved
        t=4s tasks $dead -> Cancelling 1 of 3 no handle
        t=4s cancel task0 -> 404 ResourceNotFoundException: Task does not exist.
        t=5s tasks $dead -> Cancelled 1 of 3 no handle
        t=5s receive other max=10 -> a(1)
        t=5s cancel task0 -> 404 ResourceNotFoundException: Task does not exist.
        ",
    );
}

#[test]
fn a_source_has_one_task_at_a_time_and_lists_the_newest_first() {
    check_after_dead_letters(
        "
        t=3s move $dead to=$other rate=1 -> task0
        t=3s move $dead -> 400 InvalidParameterValueException: There is already a task running. Only one active task is allowed for a source queue arn at a given time.
        t=4s cancel task0 -> 1 moved
        t=5s move $dead -> task1
        t=5s tasks $dead max=10 -> Running 0 of 2, Cancelled 1 of 3 no handle
        t=6s tasks $dead -> Completed 2 of 2 no handle
        t=6s tasks $dead max=11 -> 400 InvalidParameterValueException: Value 11 for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 10.
        t=6s tasks $other -> none
        ",
    );
}

#[test]
fn a_task_fails_when_its_destination_is_gone_or_a_message_came_from_nowhere() {
    check_after_dead_letters(
        "
        t=3s move $dead to=$other rate=1 -> task0
        t=4s delete-queue other -> done
        t=5s tasks $dead -> Failed 1 of 3 no handle because AWS.SimpleQueueService.NonExistentQueue
        t=5s send dead x -> sent
        t=5s move $dead -> task1
        t=6s tasks $dead -> Failed 2 of 3 no handle because CouldNotDetermineMessageSource
        t=6s receive dead max=10 -> x(1)
        ",
    );
}

#[test]
fn what_is_in_flight_stays_and_the_delay_of_the_destination_applies() {
    check_after_dead_letters(
        "
        t=3s set other DelaySeconds=5 -> done
        t=3s receive dead -> a(2)<q
        t=3s move $dead to=$other -> task0
        t=4s tasks $dead -> Completed 2 of 2 no handle
        t=4s get other ApproximateNumberOfMessages ApproximateNumberOfMessagesDelayed -> ApproximateNumberOfMessages=0 ApproximateNumberOfMessagesDelayed=2
        t=9s receive other max=10 -> b(1) c(1)
        t=9s get dead ApproximateNumberOfMessagesNotVisible -> ApproximateNumberOfMessagesNotVisible=1
        ",
    );
}

#[test]
fn messages_of_fifo_queues_keep_their_groups_and_get_new_ids() {
    check(
        r#"
        create dead.fifo FifoQueue=true -> arn:aws:sqs:us-east-1:111111111111:dead.fifo
        create q.fifo FifoQueue=true VisibilityTimeout=1 RedrivePolicy={"deadLetterTargetArn":"$dead.fifo","maxReceiveCount":1} -> arn:aws:sqs:us-east-1:111111111111:q.fifo
        t=0 send q.fifo a group=g dedup=1 -> sent
        t=0 send q.fifo b group=g dedup=2 -> sent
        t=0 receive q.fifo max=10 -> a(1) b(1)
        t=2s receive q.fifo -> nothing
        t=3s move $dead.fifo -> task0
        t=4s tasks $dead.fifo -> Completed 2 of 2 no handle
        t=4s receive q.fifo -> a(1)
        t=4s receive q.fifo -> nothing
        t=4s delete q.fifo a -> done
        t=4s receive q.fifo -> b(1)
        "#,
    );
}

#[test]
fn a_task_is_refused_whose_queues_are_not_there_or_not_what_they_should_be() {
    check_after_dead_letters(
        "
        create f.fifo FifoQueue=true -> arn:aws:sqs:us-east-1:111111111111:f.fifo
        move -> 400 MissingRequiredParameterException: The request must contain the parameter SourceArn.
        move dead -> 400 InvalidParameterValueException: You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>
        move $nowhere -> 404 ResourceNotFoundException: The resource that you specified for the SourceArn parameter doesn't exist.
        move $q -> 400 InvalidParameterValueException: Source queue must be configured as a Dead Letter Queue.
        move $dead to=other -> 400 InvalidParameterValueException: You must use this format to specify the DestinationArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>
        move $dead to=$nowhere -> 404 ResourceNotFoundException: The resource that you specified for the DestinationArn parameter doesn't exist.
        move $dead to=$f.fifo -> 400 InvalidParameterValueException: Source queue and destination queue must be of the same type.
        move $dead rate=0 -> 400 InvalidParameterValueException: Value 0 for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and 500, if provided.
        as 222222222222 move $dead -> 403 AccessDeniedException: User: arn:aws:iam::222222222222:root is not authorized to perform: sqs:startmessagemovetask on resource: arn:aws:sqs:us-east-1:111111111111:dead because no resource-based policy allows the sqs:startmessagemovetask action
        cancel -> 400 MissingRequiredParameterException: The request must contain the parameter TaskHandle.
        cancel garbage -> 400 InvalidParameterValueException: Value for parameter TaskHandle is invalid.
        cancel eyJ0YXNrSWQiOiJ4Iiwic291cmNlQXJuIjoiYXJuOmF3czpzcXM6dXMtZWFzdC0xOjExMTExMTExMTExMTpub3doZXJlIn0= -> 404 ResourceNotFoundException: The resource that you specified for the SourceArn parameter doesn't exist.
        cancel eyJ0YXNrSWQiOiJ4Iiwic291cmNlQXJuIjoiYXJuOmF3czpzcXM6dXMtZWFzdC0xOjExMTExMTExMTExMTpkZWFkIn0= -> 404 ResourceNotFoundException: Task does not exist.
        tasks $nowhere -> 404 ResourceNotFoundException: The resource that you specified for the SourceArn parameter doesn't exist.
        ",
    );
}
