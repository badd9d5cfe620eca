//! Policies, asked on behalf of services (`reference/sqs.md` §7): what SNS needs to deliver to a queue.

use cloud::account::{Caller, Principal, Region};
use cloud::policy::{Decision, Policy, Request, Requester, Source};

const QUEUE: &str = "arn:aws:sqs:us-east-1:111111111111:q";
const TOPIC: &str = "arn:aws:sns:us-east-1:111111111111:t";

fn policy(operator: &str) -> Policy {
    let text = format!(
        r#"{{"Statement":[{{"Effect":"Allow","Principal":{{"Service":"sns.amazonaws.com"}},"Action":"sqs:SendMessage",
        "Resource":"{QUEUE}","Condition":{{"{operator}":{{"aws:SourceArn":"arn:aws:sns:*:111111111111:t"}}}}}}]}}"#
    );
    Policy::read(&text).expect("a policy")
}

fn decide(policy: &Policy, requester: Requester<'_>, topic: Option<&str>) -> Decision {
    let region: Region = "us-east-1".parse().expect("a region");
    policy.decide(&Request {
        requester,
        action: "sqs:SendMessage",
        resource: QUEUE,
        source: topic.map(|arn| Source {
            arn,
            account: "111111111111",
        }),
        region: &region,
        now: 0,
    })
}

#[test]
fn a_service_may_deliver_on_behalf_of_what_the_policy_names() {
    let sns = Requester::Service("sns.amazonaws.com");
    for operator in ["ArnEquals", "ArnLike", "StringLike"] {
        let policy = policy(operator);
        assert_eq!(decide(&policy, sns, Some(TOPIC)), Decision::Allowed, "{operator}");
        let other = TOPIC.replace(":t", ":u");
        assert_eq!(
            decide(&policy, sns, Some(&other)),
            Decision::NotAllowed,
            "{operator}"
        );
        assert_eq!(decide(&policy, sns, None), Decision::NotAllowed, "{operator}");
    }
}

#[test]
fn neither_another_service_nor_an_account_is_the_service() {
    let policy = policy("ArnEquals");
    let s3 = Requester::Service("s3.amazonaws.com");
    assert_eq!(decide(&policy, s3, Some(TOPIC)), Decision::NotAllowed);
    let owner = Caller {
        account: "111111111111".parse().expect("an account"),
        principal: Principal::Root,
    };
    assert_eq!(
        decide(&policy, Requester::Caller(&owner), None),
        Decision::NotAllowed
    );
}
