//! How a producer's items become messages: body, group and deduplication id.

use std::rc::Rc;

use cloud::sqs::{Body, MAX_BATCH_BYTES, QueueKind, SendMessage};

use crate::item::ItemId;
use crate::sketch::{PartId, Producer};
use crate::template::{Template, TemplateKind};

/// Groups that come round after this many items or fewer are named once, and the names shared.
const SHARED_GROUPS: u64 = 1_024;
/// What fills a body up.
const FILLING: &str = ".";

/// What the items of a producer look like. Shared by all requests that carry one: an edit makes a new recipe.
#[derive(Debug)]
pub(crate) struct Recipe {
    seed: u64,
    body: Contents,
    pad_to: usize,
    group: Template,
    /// The names of the groups, if they come round.
    names: Vec<Rc<str>>,
    deduplication: Template,
    poison_every: u64,
}

#[derive(Debug)]
enum Contents {
    /// The same for all items, padded already.
    Same(Rc<str>),
    Varied(Template),
}

impl Recipe {
    /// The recipe of the producer `id`.
    pub(crate) fn of(id: PartId, producer: &Producer, seed: u64) -> Self {
        // A sketch is not refused: what is no template is taken as it stands.
        let read = |text: &str, kind| Template::parse(text, kind).unwrap_or_else(|_| Template::plain(text));
        let body = read(&producer.body, TemplateKind::Body);
        let group = read(&producer.group, TemplateKind::Group);
        let pad_to = producer.pad_to as usize;
        Self {
            seed,
            body: match body.constant() {
                Some(text) => Contents::Same(padded(text.to_owned(), pad_to).into()),
                None => Contents::Varied(body),
            },
            pad_to,
            names: names(&group, id, seed),
            group,
            deduplication: read(&producer.deduplication, TemplateKind::Deduplication),
            poison_every: producer.poison_every.into(),
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
        SendMessage {
            body: self.body(item, group.as_deref().unwrap_or_default()),
            mark: item.into(),
            delay_seconds: None,
            deduplication: if fifo {
                self.deduplication(item, group.as_deref(), content_based_deduplication)
            } else {
                None
            },
            group: group.or_else(|| fifo.then(|| format!("p{}", item.producer().0).into())),
            attributes: None,
        }
    }

    /// The message group of `item`, if it has one.
    pub(crate) fn group(&self, item: ItemId) -> Option<Rc<str>> {
        if self.group.is_empty() {
            return None;
        }
        let place = item.number().checked_rem(self.names.len() as u64);
        let shared =
            place.map(|place| self.names[usize::try_from(place).expect("a place in the list")].clone());
        Some(shared.unwrap_or_else(|| self.group.make(self.seed, item, "")))
    }

    /// Whether work on `item` always fails.
    pub(crate) fn is_poison(&self, item: ItemId) -> bool {
        item.number().checked_rem(self.poison_every) == Some(0)
    }

    /// How many bytes of its body an item shares with no other, at most, roughly.
    pub(crate) fn own_bytes(&self) -> usize {
        match &self.body {
            Contents::Same(_) => 0,
            Contents::Varied(template) => self.pad_to.max(template.plain_bytes()),
        }
    }

    /// How many of these messages are never larger together than a batch may be, at least one.
    pub(crate) fn fit_into_a_batch(&self) -> usize {
        let most = match &self.body {
            Contents::Same(text) => text.len(),
            Contents::Varied(template) => {
                let group = self.group.most_bytes(0);
                self.pad_to.max(template.most_bytes(group))
            }
        };
        (MAX_BATCH_BYTES / most.max(1) as u64).max(1) as usize
    }

    fn body(&self, item: ItemId, group: &str) -> Body {
        match &self.body {
            Contents::Same(text) => Body::from(text.clone()),
            Contents::Varied(template) => {
                let mut text = String::new();
                template.write(&mut text, self.seed, item, group);
                Body::from(padded(text, self.pad_to).as_str())
            }
        }
    }

    /// An id that is given comes before the queue's own, as AWS has it.
    fn deduplication(&self, item: ItemId, group: Option<&str>, content_based: bool) -> Option<Rc<str>> {
        if self.deduplication.is_empty() {
            (!content_based).then(|| own_deduplication_id(item))
        } else {
            Some(
                self.deduplication
                    .make(self.seed, item, group.unwrap_or_default()),
            )
        }
    }
}

fn padded(mut text: String, length: usize) -> String {
    let missing = length.saturating_sub(text.len());
    text.push_str(&FILLING.repeat(missing));
    text
}

fn names(group: &Template, id: PartId, seed: u64) -> Vec<Rc<str>> {
    let cycle = if group.constant().is_some() {
        1
    } else {
        group.cycle().filter(|cycle| *cycle <= SHARED_GROUPS).unwrap_or(0)
    };
    (0..cycle)
        .map(|number| group.make(seed, ItemId::new(id, number), ""))
        .collect()
}

/// The same for every attempt to send the item, and for no other item.
fn own_deduplication_id(item: ItemId) -> Rc<str> {
    format!("{}-{}", item.producer().0, item.number()).into()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::sketch::{CallPolicy, Pattern};
    use cloud::time::SimDuration;

    const ID: PartId = PartId(5);

    pub(crate) fn producer(body: &str, group: &str) -> Producer {
        let calls = CallPolicy {
            timeout: SimDuration::from_secs(1),
            attempts: 1,
            backoff: SimDuration::ZERO,
        };
        Producer {
            group: group.into(),
            ..Producer::new(Pattern::ByHand, body, calls)
        }
    }

    fn message(producer: &Producer, kind: QueueKind, number: u64) -> SendMessage {
        Recipe::of(ID, producer, 7).message(ItemId::new(ID, number), kind, false)
    }

    #[test]
    fn a_body_names_the_item_and_its_group() {
        let sent = message(
            &producer("order {n} of {group}", "g{n%3+1}"),
            QueueKind::Standard,
            7,
        );
        assert_eq!(
            (sent.body.text(), sent.group.as_deref()),
            ("order 7 of g2", Some("g2"))
        );
        assert_eq!(sent.deduplication, None);
    }

    #[test]
    fn a_body_is_filled_up_and_never_cut() {
        for (body, pad_to, text) in [
            ("order", 8, "order..."),
            ("order {n}", 8, "order 7."),
            ("order {n}", 3, "order 7"),
        ] {
            let padded = Producer {
                pad_to,
                ..producer(body, "")
            };
            assert_eq!(message(&padded, QueueKind::Standard, 7).body.text(), text);
        }
    }

    #[test]
    fn a_fifo_queue_gets_a_group_and_a_deduplication_id_in_any_case() {
        let sent = message(&producer("order", ""), QueueKind::Fifo, 7);
        assert_eq!(
            (sent.group.as_deref(), sent.deduplication.as_deref()),
            (Some("p5"), Some("5-7"))
        );
        assert_eq!(
            message(&producer("order", ""), QueueKind::Standard, 7).group,
            None
        );
    }

    #[test]
    fn more_groups_than_are_shared_work_as_well() {
        let many = producer("order", "g{n%5000+1}");
        assert_eq!(
            message(&many, QueueKind::Fifo, 4_999).group.as_deref(),
            Some("g5000")
        );
        assert_eq!(
            message(&many, QueueKind::Fifo, 5_000).group.as_deref(),
            Some("g1")
        );
    }

    #[test]
    fn a_deduplication_id_may_be_shared_by_several_items() {
        let pairs = Producer {
            deduplication: "{group}-{n/2}".into(),
            ..producer("order", "all")
        };
        let recipe = Recipe::of(ID, &pairs, 7);
        let id = |number, content_based| {
            let sent = recipe.message(ItemId::new(ID, number), QueueKind::Fifo, content_based);
            sent.deduplication.map(|id| id.to_string())
        };
        assert_eq!(id(2, false).as_deref(), Some("all-1"));
        assert_eq!((id(3, false), id(3, true)), (id(2, false), id(2, false)));
        assert_ne!(id(4, false), id(3, false));
        assert_eq!(message(&pairs, QueueKind::Standard, 2).deduplication, None);
    }

    #[test]
    fn every_so_manieth_item_is_poison() {
        let poisoned = |poison_every| {
            let producer = Producer {
                poison_every,
                ..producer("order", "")
            };
            let recipe = Recipe::of(ID, &producer, 7);
            (1..=9)
                .filter(|&number| recipe.is_poison(ItemId::new(ID, number)))
                .collect::<Vec<_>>()
        };
        assert!(poisoned(0).is_empty());
        assert_eq!(poisoned(4), [4, 8]);
    }
}
