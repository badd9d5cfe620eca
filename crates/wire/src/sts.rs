//! AWS STS: who calls.

use cloud::account::Caller;

use crate::endpoint::Origin;
use crate::services::{Around, Bound};
use crate::shape::{Member, Operation, Service, Shape, Structure, UnknownAction};
use crate::value::Record;

/// AWS STS.
pub static STS: Service = Service {
    name: "sts",
    target_prefix: None,
    version: "2011-06-15",
    xml_namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    json_namespace: "com.amazonaws.sts",
    unknown_action: UnknownAction::CouldNotFind,
    errors_have_detail: false,
    path: None,
    operations: &[Operation {
        name: "GetCallerIdentity",
        input: Structure { members: &[] },
        output: Some(Structure {
            members: &[
                Member::new("UserId", Shape::Text, "The caller's unique id."),
                Member::new("Account", Shape::Text, "The caller's account."),
                Member::new("Arn", Shape::Text, "The caller's ARN."),
            ],
        }),
        help: "Tells who calls.",
    }],
};

/// What a request is.
pub(crate) fn bind(operation: &Operation, _members: Record, around: &Around<'_>) -> Option<Bound> {
    match operation.name {
        "GetCallerIdentity" => Some(Bound::Answer(caller_identity(around.caller, around.origin))),
        _ => None,
    }
}

fn caller_identity(caller: &Caller, origin: Origin) -> Record {
    Record::default()
        .with("UserId", Some(origin.ids.principal(caller)))
        .with("Account", Some(caller.account.to_string()))
        .with("Arn", Some(caller.to_string()))
}
