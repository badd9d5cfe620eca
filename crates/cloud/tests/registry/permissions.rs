//! Policies: how they are read back, and what they allow and deny (`reference/sqs.md` §1.2, §7).

use super::scenario::check;

/// A policy of one statement about the queue `q`.
fn statement(rest: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{{{rest},"Resource":"$q"}}]}}"#)
}

fn denied(who: &str, action: &str, why: &str) -> String {
    format!(
        "403 AccessDeniedException: User: arn:aws:iam::{who} is not authorized to perform: sqs:{action} on resource: \
         arn:aws:sqs:us-east-1:111111111111:q {why}"
    )
}

fn not_allowed(who: &str, action: &str) -> String {
    denied(
        who,
        action,
        &format!("because no resource-based policy allows the sqs:{action} action"),
    )
}

const EXPLICIT: &str = "with an explicit deny in a resource-based policy";
const CREATED: &str = "create q -> arn:aws:sqs:us-east-1:111111111111:q";

#[test]
fn permissions_are_statements_of_the_policy() {
    check(
        r#"
        create q -> arn:aws:sqs:us-east-1:111111111111:q
        allow q one accounts=222222222222 actions=ReceiveMessage -> done
        get q Policy -> Policy={"Version":"2008-10-17","Id":"arn:aws:sqs:us-east-1:111111111111:q/SQSDefaultPolicy","Statement":[{"Sid":"one","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":"SQS:ReceiveMessage","Resource":"arn:aws:sqs:us-east-1:111111111111:q"}]}
        allow q one accounts=222222222222 actions=ReceiveMessage -> done
        allow q one accounts=333333333333 actions=SendMessage -> 400 InvalidParameterValueException: Value one for parameter Label is invalid. Reason: Already exists.
        allow q two accounts=222222222222,333333333333 actions=SendMessage,DeleteMessage -> done
        disallow q one -> done
        get q Policy -> Policy={"Version":"2008-10-17","Id":"arn:aws:sqs:us-east-1:111111111111:q/SQSDefaultPolicy","Statement":[{"Sid":"two","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::222222222222:root","arn:aws:iam::333333333333:root"]},"Action":["SQS:SendMessage","SQS:DeleteMessage"],"Resource":"arn:aws:sqs:us-east-1:111111111111:q"}]}
        disallow q one -> 400 InvalidParameterValueException: Value one for parameter Label is invalid. Reason: can't find label.
        disallow q two -> done
        get q Policy -> nothing
        disallow q two -> 400 InvalidParameterValueException: Value two for parameter Label is invalid. Reason: can't find label.
        "#,
    );
}

#[test]
fn permissions_are_checked() {
    check(
        r#"
        create q -> arn:aws:sqs:us-east-1:111111111111:q
        allow q accounts=222222222222 actions=SendMessage -> 400 MissingRequiredParameterException: The request must contain the parameter Label.
        allow q a!b accounts=222222222222 actions=SendMessage -> 400 InvalidParameterValueException: Value a!b for parameter Label is invalid. Reason: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length
        allow q one actions=SendMessage -> 400 MissingRequiredParameterException: The request must contain the parameter PrincipalId.
        allow q one accounts=alice actions=SendMessage -> 400 InvalidParameterValueException: Value alice for parameter PrincipalId is invalid. Reason: Unable to verify principal.
        allow q one accounts=222222222222 -> 400 MissingRequiredParameterException: The request must contain the parameter Actions.
        allow q one accounts=222222222222 actions=DeleteQueue -> 400 InvalidParameterValueException: Value SQS:DeleteQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.
        allow q one accounts=222222222222 actions=Nonsense -> 400 InvalidParameterValueException: Value SQS:Nonsense for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions.
        allow q one accounts=222222222222 actions=*,*,*,*,*,*,*,* -> 403 OverLimit: 8 Actions were found, maximum allowed is 7.
        disallow q -> 400 MissingRequiredParameterException: The request must contain the parameter Label.
        get q Policy -> nothing
        "#,
    );
}

#[test]
fn a_policy_of_permissions_has_the_limits_of_any_other() {
    let accounts = |count: u64| {
        let accounts = (0..count).map(|number| format!("{:012}", 222_222_222_222 + number));
        accounts.collect::<Vec<_>>().join(",")
    };
    let allow = |label: usize, count| format!("allow q l{label} accounts={} actions=*", accounts(count));
    check(&format!(
        "
        {CREATED}
        {} -> 403 OverLimit: 51 Principals were found, maximum allowed is 50.
        {} -> done
        ",
        allow(1, 51),
        allow(1, 50),
    ));
    let four: Vec<String> = (1..=4)
        .map(|label| format!("{} -> done", allow(label, 50)))
        .collect();
    check(&format!(
        "
        {CREATED}
        {}
        {} -> 403 OverLimit: 8944 Bytes were found, maximum allowed is 8192.
        {} -> done
        ",
        four.join("\n"),
        allow(5, 50),
        allow(5, 20),
    ));
}

#[test]
fn a_policy_is_read_back_in_one_form() {
    check(
        r#"
        create q -> arn:aws:sqs:us-east-1:111111111111:q
        set q Policy=`{ "Statement": { "Action": ["sqs:SendMessage"], "Resource": "$q", "Effect": "Allow", "Principal": {"AWS": ["222222222222", "*"], "Service": ["sns.amazonaws.com"]}, "Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:sns:*:*:t"]}}, "Sid": "s" }, "Version": "2012-10-17" }` -> done
        get q Policy -> Policy={"Version":"2012-10-17","Statement":[{"Sid":"s","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::222222222222:root","*"],"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:111111111111:q","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:t"}}}]}
        create q Policy=`{"Version":"2012-10-17","Statement":[{"Sid":"s","Effect":"Allow","Principal":{"AWS":["222222222222","*"],"Service":"sns.amazonaws.com"},"Action":["sqs:SendMessage"],"Resource":"$q","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:t"}}}]}` -> arn:aws:sqs:us-east-1:111111111111:q
        set q Policy= -> done
        get q Policy -> nothing
        "#,
    );
}

#[test]
fn others_may_do_what_a_policy_allows() {
    let policy = statement(r#""Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"SQS:send*""#);
    check(&format!(
        "
        {CREATED}
        as 222222222222 send q a -> {}
        as 222222222222 url q owner=111111111111 -> 400 QueueDoesNotExist: The specified queue does not exist.
        set q Policy={policy} -> done
        as 222222222222 send q a -> sent
        as 222222222222/alice send-batch q 1:b -> 0 ok
        as 333333333333 send q a -> {}
        as 222222222222 receive q -> {}
        allow q url accounts=222222222222 actions=GetQueueUrl,ReceiveMessage -> done
        as 222222222222 url q owner=111111111111 -> arn:aws:sqs:us-east-1:111111111111:q
        as 333333333333 url q owner=111111111111 -> 400 QueueDoesNotExist: The specified queue does not exist.
        as 222222222222 receive q -> a(1) from 222222222222
        send q c -> sent
        ",
        not_allowed("222222222222:root", "sendmessage"),
        not_allowed("333333333333:root", "sendmessage"),
        not_allowed("222222222222:root", "receivemessage"),
    ));
}

#[test]
fn a_policy_cannot_give_away_what_is_the_owners() {
    let policy = statement(r#""Effect":"Allow","Principal":"*","Action":"sqs:*""#);
    check(&format!(
        "
        {CREATED}
        set q Policy={policy} -> done
        as 222222222222 send q a -> sent
        as 222222222222 purge q -> done
        as 222222222222 get q DelaySeconds -> DelaySeconds=0
        as 222222222222 set q DelaySeconds=1 -> {}
        as 222222222222 delete-queue q -> {}
        as 222222222222 tags q -> {}
        ",
        not_allowed("222222222222:root", "setqueueattributes"),
        not_allowed("222222222222:root", "deletequeue"),
        not_allowed("222222222222:root", "listqueuetags"),
    ));
}

#[test]
fn a_denial_outweighs_what_is_allowed_and_binds_the_owner() {
    let denial = r#"{"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111111111111:user/alice"},"Action":"sqs:SendMessage","Resource":"$q"}"#;
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}},{denial}]}}"#
    );
    check(&format!(
        "
        {CREATED}
        set q Policy={policy} -> done
        as 111111111111/alice send q a -> {}
        as 111111111111/alice receive q -> nothing
        as 111111111111/bob send q a -> sent
        send q b -> sent
        ",
        denied("111111111111:user/alice", "sendmessage", EXPLICIT),
    ));
}

#[test]
fn statements_can_speak_of_all_but_what_they_name() {
    let policy =
        statement(r#""Effect":"Deny","NotPrincipal":{"AWS":"111111111111"},"NotAction":"sqs:SendMessage""#)
            .replace(
                "[{",
                r#"[{"Effect":"Allow","Principal":"*","Action":"*","NotResource":"arn:aws:sqs:*:*:other"},{"#,
            );
    check(&format!(
        "
        {CREATED}
        set q Policy={policy} -> done
        as 222222222222 send q a -> sent
        as 222222222222 receive q -> {}
        receive q -> a(1) from 222222222222
        ",
        denied("222222222222:root", "receivemessage", EXPLICIT),
    ));
}

#[test]
fn conditions_hold_for_what_is_known_of_a_request() {
    for (condition, allows) in [
        (
            r#"{"StringEquals":{"aws:PrincipalAccount":"222222222222"}}"#,
            true,
        ),
        (
            r#"{"StringEquals":{"AWS:principalaccount":["1","222222222222"]}}"#,
            true,
        ),
        (
            r#"{"StringNotEquals":{"aws:PrincipalAccount":"222222222222"}}"#,
            false,
        ),
        (
            r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/al*"}}"#,
            true,
        ),
        (
            r#"{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::222222222222:root"}}"#,
            false,
        ),
        (r#"{"StringLike":{"aws:username":"a?ice"}}"#, true),
        (r#"{"StringEqualsIgnoreCase":{"aws:PrincipalType":"user"}}"#, true),
        (r#"{"Bool":{"aws:SecureTransport":"false"}}"#, false),
        (r#"{"Bool":{"aws:SecureTransport":true}}"#, true),
        (
            r#"{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:111111111111:t"}}"#,
            false,
        ),
        (
            r#"{"ArnEqualsIfExists":{"aws:SourceArn":"arn:aws:sns:us-east-1:111111111111:t"}}"#,
            true,
        ),
        (r#"{"Null":{"aws:SourceArn":"true"}}"#, true),
        (r#"{"Null":{"aws:username":"true"}}"#, false),
        (
            r#"{"DateGreaterThan":{"aws:CurrentTime":"2023-11-14T22:13:19Z"}}"#,
            true,
        ),
        (
            r#"{"DateLessThan":{"aws:CurrentTime":"2023-11-14T22:13:20Z"}}"#,
            false,
        ),
        (r#"{"NumericLessThanEquals":{"aws:EpochTime":1700000000}}"#, true),
        (
            r#"{"StringEquals":{"aws:RequestedRegion":"us-east-1"},"Bool":{"aws:SecureTransport":"false"}}"#,
            false,
        ),
        (r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#, false),
        (r#"{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, true),
    ] {
        let policy = statement(&format!(
            r#""Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{condition}"#
        ));
        let told = if allows {
            "sent".to_owned()
        } else {
            not_allowed("222222222222:user/alice", "sendmessage")
        };
        check(&format!(
            "
            {CREATED}
            t=0 set q Policy={policy} -> done
            t=0 as 222222222222/alice send q a -> {told}
            "
        ));
    }
}

#[test]
fn a_text_that_is_no_policy_is_refused() {
    let many = |what: &str, count: usize| {
        let all: Vec<String> = (0..count)
            .map(|number| what.replace('#', &number.to_string()))
            .collect();
        all.join(",")
    };
    let with_actions = |count| {
        let actions = many(r#""sqs:Send#""#, count);
        statement(&format!(
            r#""Effect":"Allow","Principal":"*","Action":[{actions}]"#
        ))
    };
    let with_statements = |count| {
        let one = r#"{"Sid":"s#","Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#;
        format!(r#"{{"Statement":[{}]}}"#, many(one, count))
    };
    let wrong = [
        "garbage".to_owned(),
        "{}".to_owned(),
        r#"{"Statement":[]}"#.to_owned(),
        statement(r#""Effect":"Maybe","Principal":"*","Action":"*""#),
        statement(r#""Effect":"Allow","Action":"*""#),
        statement(r#""Effect":"Allow","Principal":"alice","Action":"*""#),
        statement(r#""Effect":"Allow","Principal":{"AWS":"alice"},"Action":"*""#),
        statement(r#""Effect":"Allow","Principal":"*""#),
        statement(r#""Effect":"Allow","Principal":"*","Action":"*","NotAction":"*""#),
        statement(r#""Effect":"Allow","Principal":"*","Action":"*","Nonsense":1"#),
        statement(r#""Effect":"Allow","Principal":"*","Action":"*","Condition":{"Guess":{"a":"b"}}"#),
        statement(r#""Effect":"Allow","Principal":"*","Action":"*""#).replace("2012-10-17", "2013-10-17"),
        with_actions(8),
    ];
    for policy in wrong {
        check(&format!(
            "
            {CREATED}
            set q Policy=`{policy}` -> 400 InvalidAttributeValue: Invalid value for the parameter Policy.
            "
        ));
    }
    let policy = with_statements(21);
    check(&format!(
        "
        {CREATED}
        set q Policy=`{policy}` -> 400 InvalidAttributeValue: 21 statements were found in the submitted policy, max allowed is 20
        "
    ));
    for policy in [with_actions(7), with_statements(20)] {
        check(&format!("{CREATED}\nset q Policy={policy} -> done"));
    }
}
