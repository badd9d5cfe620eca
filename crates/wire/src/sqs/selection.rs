//! Which attributes of a message its receiver sees (`reference/sqs.md` §3).

use std::rc::Rc;

use cloud::sqs::MessageAttribute;
use cloud::sqs::api::Received;

use crate::endpoint::Origin;
use crate::value::{Record, Value};

/// The attributes that a receiver asks for, by their names and patterns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    /// `MessageSystemAttributeNames`, and `AttributeNames`, which it replaces. Unknown names match nothing.
    system: Vec<Rc<str>>,
    /// `MessageAttributeNames`
    user: Vec<Rc<str>>,
}

impl Selection {
    /// Takes the names out of a receive's members. In JSON, both lists of system attributes count; in the Query protocol the older
    /// one does where it is given, as was seen of AWS.
    pub(super) fn take(record: &mut Record, is_query: bool) -> Self {
        let mut system = record.texts("AttributeNames");
        if system.is_empty() || !is_query {
            system.extend(record.texts("MessageSystemAttributeNames"));
        }
        Self {
            system,
            user: record.texts("MessageAttributeNames"),
        }
    }

    /// The message attributes that are asked for.
    pub(super) fn user<'a>(&self, attributes: &'a [MessageAttribute]) -> Vec<&'a MessageAttribute> {
        let asked =
            |attribute: &&MessageAttribute| self.user.iter().any(|pattern| matches(pattern, &attribute.name));
        attributes.iter().filter(asked).collect()
    }

    /// The system attributes that are asked for, in AWS's order.
    pub(super) fn system(&self, received: &Received, origin: Origin) -> Vec<(Rc<str>, Value)> {
        if self.system.is_empty() {
            return Vec::new();
        }
        let delivery = &received.delivery;
        let millis = |time| Some(origin.unix_millis(time).to_string().into());
        let trace_header = || delivery.attributes.as_ref()?.trace_header.clone();
        let source = || Some(received.dead_letter_queue_source.as_ref()?.to_string().into());
        let mut shown = Vec::new();
        let mut show = |name: &'static str, value: &dyn Fn() -> Option<Rc<str>>| {
            if self
                .system
                .iter()
                .any(|asked| **asked == *"All" || **asked == *name)
            {
                shown.extend(value().map(|value| (name.into(), value.into())));
            }
        };
        show("SenderId", &|| Some(received.sender_id.clone()));
        show("ApproximateFirstReceiveTimestamp", &|| {
            millis(delivery.first_received)
        });
        show("ApproximateReceiveCount", &|| {
            Some(delivery.receive_count.to_string().into())
        });
        show("SentTimestamp", &|| millis(delivery.sent));
        show("SequenceNumber", &|| {
            Some(origin.ids.sequence(delivery.sequence?).into())
        });
        show("MessageDeduplicationId", &|| delivery.deduplication.clone());
        show("MessageGroupId", &|| delivery.group.clone());
        show("AWSTraceHeader", &trace_header);
        show("DeadLetterQueueSourceArn", &source);
        shown
    }
}

/// `All`, `.*` and `*` match every name, `prefix.*` and `prefix*` those that begin so, and others that very name.
fn matches(pattern: &str, name: &str) -> bool {
    if pattern == "All" {
        return true;
    }
    match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix.strip_suffix('.').unwrap_or(prefix)),
        None => pattern == name,
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn names_are_asked_for_by_themselves_by_a_prefix_or_all_at_once() {
        let names = ["Hello", "General", "Help.Me"];
        for (pattern, expected) in [
            ("All", &names[..]),
            (".*", &names),
            ("*", &names),
            ("Hel.*", &["Hello", "Help.Me"]),
            ("Hel*", &["Hello", "Help.Me"]),
            ("Help.*", &["Help.Me"]),
            ("Hello", &["Hello"]),
            ("hello", &[]),
            ("all", &[]),
            ("", &[]),
            ("AWS.", &[]),
            ("H.l.*", &[]),
        ] {
            let matched: Vec<&str> = names.into_iter().filter(|name| matches(pattern, name)).collect();
            assert_eq!(matched, expected, "{pattern}");
        }
    }
}
