//! Who calls, in which account and region, and which service is meant.

use expect_test::expect;
use wire::Accepted;

use crate::host::{Local, Sent, brief, endpoint, shown};

fn caller_and_region(sent: &Sent) -> String {
    match sent.accept(&endpoint(), 1) {
        Accepted::Call(call, _) => format!("{} {}", call.caller, call.region),
        Accepted::Answered(response) => panic!("{response:?}"),
    }
}

#[test]
fn the_access_key_names_the_account_or_a_user_and_the_scope_the_region() {
    let list = || Sent::json("ListQueues", "{}");
    for (sent, expected) in [
        (list(), "arn:aws:iam::123456789012:root us-east-1"),
        (
            list().signed("111111111111", "eu-west-1", "sqs"),
            "arn:aws:iam::111111111111:root eu-west-1",
        ),
        (
            list().signed("alice", "eu-west-1", "sqs"),
            "arn:aws:iam::123456789012:user/alice eu-west-1",
        ),
        (
            list().signed("alice", "No_Region", "sqs"),
            "arn:aws:iam::123456789012:user/alice us-east-1",
        ),
        (
            list().header("Authorization", "Bearer token"),
            "arn:aws:iam::123456789012:root us-east-1",
        ),
    ] {
        assert_eq!(caller_and_region(&sent), expected, "{sent:?}");
    }
}

#[test]
fn a_presigned_url_and_a_form_signed_by_version_2_name_the_caller_too() {
    let presigned = "/?Action=ListQueues&X-Amz-Algorithm=AWS4-HMAC-SHA256\
                     &X-Amz-Credential=bob%2F20261120%2Feu-west-1%2Fsqs%2Faws4_request&X-Amz-Signature=0";
    assert_eq!(
        caller_and_region(&Sent::get(presigned)),
        "arn:aws:iam::123456789012:user/bob eu-west-1"
    );
    let old = Sent::query("Action=ListQueues&AWSAccessKeyId=carol&SignatureVersion=2&Signature=0");
    assert_eq!(
        caller_and_region(&old),
        "arn:aws:iam::123456789012:user/carol us-east-1"
    );
}

#[test]
fn sts_tells_who_calls() {
    let mut local = Local::default();
    let ask = Sent::query("Action=GetCallerIdentity&Version=2011-06-15");
    expect![[r#"
        200
        x-amzn-RequestId: 30b0215f-0bd4-4a47-a870-9c4c88bd7f5a
        Content-Type: text/xml
        content-length: 374

        <?xml version="1.0"?><GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><UserId>111111111111</UserId><Account>111111111111</Account><Arn>arn:aws:iam::111111111111:root</Arn></GetCallerIdentityResult><ResponseMetadata><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ResponseMetadata></GetCallerIdentityResponse>"#]].assert_eq(&shown(&local.send(&ask.clone().signed(
        "111111111111",
        "us-east-1",
        "sts",
    ))));
    expect![[r#"200 <?xml version="1.0"?><GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><UserId>AIDA7AOUJEF2O4AI5H3AQ</UserId><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/alice</Arn></GetCallerIdentityResult><ResponseMetadata><RequestId>27ca45c0-6631-4cd3-a3f0-3277513f7cd3</RequestId></ResponseMetadata></GetCallerIdentityResponse>"#]].assert_eq(&brief(&local.send(&ask.clone().signed(
        "alice",
        "us-east-1",
        "sts",
    ))));
    expect![[r#"200 {"GetCallerIdentityResponse":{"GetCallerIdentityResult":{"Account":"123456789012","Arn":"arn:aws:iam::123456789012:root","UserId":"123456789012"},"ResponseMetadata":{"RequestId":"17b300e2-be93-4596-a8f0-e504b762db3e"}}}"#]].assert_eq(&brief(
        &local.send(&ask.clone().header("Accept", "application/json")),
    ));
    expect![[r#"400 <?xml version="1.0"?><ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>Could not find operation AssumeRole for version 2011-06-15</Message></Error><RequestId>e4f26ed0-0717-4977-b22f-b54a9e591919</RequestId></ErrorResponse>"#]].assert_eq(&brief(&local.send(
        &Sent::query("Action=AssumeRole&Version=2011-06-15").signed("alice", "us-east-1", "sts"),
    )));
}

#[test]
fn the_service_is_found_without_a_signature() {
    let mut local = Local::default();
    for sent in [
        Sent::query("Action=GetCallerIdentity"),
        Sent::get("/?Action=GetCallerIdentity&Version=2011-06-15"),
    ] {
        let text = local.ok(&sent);
        assert!(text.contains("<GetCallerIdentityResponse "), "{text}");
    }
    let text = local.ok(&Sent::query("Action=CreateQueue&QueueName=q"));
    assert!(text.contains("<CreateQueueResponse "), "{text}");
    let unknown = Sent::query("Action=Nothing").header("Host", "sts.us-east-1.amazonaws.com");
    expect![[r#"400 <?xml version="1.0"?><ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>Could not find operation Nothing for version 2011-06-15</Message></Error><RequestId>e4f26ed0-0717-4977-b22f-b54a9e591919</RequestId></ErrorResponse>"#]].assert_eq(&brief(&local.send(&unknown)));
}

#[test]
fn a_request_signed_for_another_service_is_no_operation_of_this_one() {
    let mut local = Local::default();
    let sns = Sent::query("Action=AddPermission&Version=2010-03-31").signed("alice", "us-east-1", "sns");
    expect![[r#"400 <?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>The action AddPermission is not valid for this endpoint.</Message><Detail/></Error><RequestId>30b0215f-0bd4-4a47-a870-9c4c88bd7f5a</RequestId></ErrorResponse>"#]].assert_eq(&brief(&local.send(&sns)));
}

#[test]
fn a_host_may_demand_a_signature() {
    let mut local = Local::default();
    local.endpoint.require_authorization = true;
    expect![[r#"
        403
        x-amzn-RequestId: 30b0215f-0bd4-4a47-a870-9c4c88bd7f5a
        Content-Type: application/x-amz-json-1.0
        content-length: 125

        {"__type":"com.amazon.coral.service#MissingAuthenticationTokenException","Message":"Request is missing Authentication Token"}"#]].assert_eq(&shown(&local.send(&Sent::json("ListQueues", "{}"))));
    expect![[r#"
        403
        x-amzn-RequestId: 27ca45c0-6631-4cd3-a3f0-3277513f7cd3
        Content-Type: text/xml
        content-length: 302

        <?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>MissingAuthenticationToken</Code><Message>Request is missing Authentication Token</Message><Detail/></Error><RequestId>27ca45c0-6631-4cd3-a3f0-3277513f7cd3</RequestId></ErrorResponse>"#]].assert_eq(&shown(&local.send(&Sent::query("Action=ListQueues"))));
    let signed = Sent::query("Action=CreateQueue&QueueName=q").signed("alice", "us-east-1", "sqs");
    assert_eq!(local.send(&signed).status, 200);
}
