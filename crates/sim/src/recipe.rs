//! How a producer's items become messages: body, group and deduplication id.

use std::rc::Rc;

use cloud::sqs::{Body, QueueKind, SendMessage};

use crate::item::ItemId;
use crate::sketch::Producer;

/// Group names up to this many are made once and shared.
const SHARED_GROUPS: u32 = 1_024;

/// What the items of a producer look like. Shared by all requests that carry one: an edit makes a new recipe.
#[derive(Debug)]
pub(crate) struct Recipe {
    template: Rc<str>,
    /// Whether the body differs from item to item.
    varies: bool,
    groups: u32,
    names: Vec<Rc<str>>,
}

impl Recipe {
    pub(crate) fn of(producer: &Producer) -> Self {
        Self {
            template: producer.body.clone(),
            varies: producer.body.contains("{n}") || producer.body.contains("{group}"),
            groups: producer.groups,
            names: (0..producer.groups.min(SHARED_GROUPS)).map(group_name).collect(),
        }
    }

    /// The message that carries `item` to a queue of this kind.
    pub(crate) fn message(
        &self,
        item: ItemId,
        kind: QueueKind,
        content_based_deduplication: bool,
    ) -> SendMessage {
        let fifo = kind == QueueKind::Fifo;
        let group = self.group(item);
        let body = if self.varies {
            self.body(item, group.as_deref())
        } else {
            Body::from(self.template.clone())
        };
        SendMessage {
            body,
            mark: item.into(),
            delay_seconds: None,
            group: group.or_else(|| fifo.then(|| format!("p{}", item.producer().0).into())),
            deduplication: (fifo && !content_based_deduplication).then(|| deduplication_id(item)),
            attributes: None,
        }
    }

    fn group(&self, item: ItemId) -> Option<Rc<str>> {
        let group = u32::try_from(item.number().checked_rem(self.groups.into())?).ok()?;
        Some(
            self.names
                .get(group as usize)
                .cloned()
                .unwrap_or_else(|| group_name(group)),
        )
    }

    fn body(&self, item: ItemId, group: Option<&str>) -> Body {
        let text = self.template.replace("{n}", &item.number().to_string());
        Body::from(text.replace("{group}", group.unwrap_or("")).as_str())
    }
}

fn group_name(group: u32) -> Rc<str> {
    format!("g{}", u64::from(group) + 1).into()
}

/// The same for every attempt to send the item, and for no other item.
fn deduplication_id(item: ItemId) -> Rc<str> {
    format!("{}-{}", item.producer().0, item.number()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::{CallPolicy, PartId, Pattern};
    use cloud::time::SimDuration;

    fn message(body: &str, groups: u32, kind: QueueKind, number: u64) -> SendMessage {
        let calls = CallPolicy {
            timeout: SimDuration::from_secs(1),
            attempts: 1,
            backoff: SimDuration::ZERO,
        };
        let producer = Producer {
            pattern: Pattern::ByHand,
            limit: None,
            body: body.into(),
            groups,
            calls,
        };
        Recipe::of(&producer).message(ItemId::new(PartId(5), number), kind, false)
    }

    #[test]
    fn a_body_names_the_item_and_its_group() {
        let sent = message("order {n} of {group}", 3, QueueKind::Standard, 7);
        assert_eq!(
            (sent.body.text(), sent.group.as_deref()),
            ("order 7 of g2", Some("g2"))
        );
        assert_eq!(sent.deduplication, None);
    }

    #[test]
    fn a_fifo_queue_gets_a_group_and_a_deduplication_id_in_any_case() {
        let sent = message("order", 0, QueueKind::Fifo, 7);
        assert_eq!(
            (sent.group.as_deref(), sent.deduplication.as_deref()),
            (Some("p5"), Some("5-7"))
        );
        assert_eq!(message("order", 0, QueueKind::Standard, 7).group, None);
    }

    #[test]
    fn more_groups_than_are_shared_work_as_well() {
        let sent = message("order", 5_000, QueueKind::Fifo, 4_999);
        assert_eq!(sent.group.as_deref(), Some("g5000"));
    }
}
