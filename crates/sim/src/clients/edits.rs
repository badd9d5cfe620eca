//! An edit of the drawing changes what was edited, and nothing else that a call has set. The drawing does not know of calls: a
//! part that is put anew carries all settings of a queue, of which those count that differ from the drawing as it was.

use std::collections::{BTreeMap, BTreeSet};

use cloud::sqs::{QueueAttributes, QueueId};

use super::created::is_of_a_call;
use crate::input::Edit;
use crate::sketch::{Link, LinkId, Part, PartId, Queue};
use crate::world::World;

/// Where calls have made the world differ from the drawing.
#[derive(Clone, Debug, Default)]
pub(super) struct SetByCalls {
    /// What is drawn of queues that a call has configured.
    drawn: BTreeMap<PartId, Queue>,
    /// Drawn queues that a call has deleted.
    deleted: BTreeSet<PartId>,
    /// Drawn links to dead-letter queues that a call has replaced.
    unlinked: BTreeMap<LinkId, Link>,
}

impl SetByCalls {
    /// A drawn queue is about to be configured by a call.
    pub(super) fn note_drawn(&mut self, part: PartId, queue: Queue) {
        self.drawn.entry(part).or_insert(queue);
    }

    /// A drawn queue was deleted by a call.
    pub(super) fn note_deleted(&mut self, part: PartId) {
        self.drawn.remove(&part);
        self.deleted.insert(part);
    }

    /// A drawn link was replaced by a call.
    pub(super) fn note_unlinked(&mut self, id: LinkId, link: Link) {
        self.unlinked.insert(id, link);
    }

    /// The part is not in the drawing any more.
    fn forget(&mut self, part: PartId) {
        self.drawn.remove(&part);
        self.deleted.remove(&part);
        self.unlinked
            .retain(|_, link| link.from != part && link.to != part);
    }
}

impl World {
    /// What an edit of the drawing means to a world that calls have changed; nothing if it means nothing.
    pub(crate) fn edit_after_calls(&mut self, edit: &Edit) -> Option<Edit> {
        let set = match &mut self.clients {
            Some(clients) => &mut clients.set_by_calls,
            None => return Some(edit.clone()),
        };
        match edit {
            Edit::PutPart { id, .. } if set.deleted.contains(id) => None,
            Edit::PutPart {
                id,
                part: Part::Queue(put),
            } => {
                let part = Part::Queue(self.merged(*id, put.clone()));
                Some(Edit::PutPart { id: *id, part })
            }
            Edit::RemovePart { id } => {
                set.forget(*id);
                Some(edit.clone())
            }
            Edit::PutLink { id, link } => {
                if let Some(before) = set.unlinked.get_mut(id)
                    && (before.from, before.to) == (link.from, link.to)
                {
                    *before = *link;
                    return None;
                }
                self.give_way_to(*link);
                Some(edit.clone())
            }
            Edit::RemoveLink { id } => {
                set.unlinked.remove(id);
                Some(edit.clone())
            }
            Edit::PutPart { .. } | Edit::Rename { .. } => Some(edit.clone()),
        }
    }

    /// `put` where it differs from what was drawn before, and what the calls have set otherwise.
    fn merged(&mut self, id: PartId, put: Queue) -> Queue {
        let Some(clients) = &mut self.clients else {
            return put;
        };
        let drawn = &mut clients.set_by_calls.drawn;
        let (Some(before), Some(Part::Queue(now))) = (drawn.get_mut(&id), self.sketch.parts.get(&id)) else {
            return put;
        };
        if put.kind != before.kind {
            drawn.remove(&id);
            return put;
        }
        let before = std::mem::replace(before, put.clone());
        /// The setting that the edit has changed, or the one in force.
        macro_rules! merged {
            ($($setting:ident),*) => {
                Queue {
                    kind: put.kind,
                    $($setting: if put.$setting == before.$setting { now.$setting.clone() } else { put.$setting },)*
                }
            };
        }
        merged!(
            delay_seconds,
            maximum_message_size,
            message_retention_period,
            receive_message_wait_time_seconds,
            visibility_timeout,
            max_receive_count,
            redrive_allow,
            content_based_deduplication,
            deduplication_scope,
            fifo_throughput_limit,
            missed_deletes,
            unasked_servers
        )
    }

    /// Whoever draws a link to a dead-letter queue wants that one, whatever a call has set before.
    fn give_way_to(&mut self, link: Link) {
        if self.dead_letter_links(link.from).is_empty() {
            return;
        }
        let is_queue = |part: PartId| matches!(self.sketch.parts.get(&part), Some(Part::Queue(_)));
        if is_queue(link.to) {
            for (id, _) in self.dead_letter_links(link.from) {
                if is_of_a_call(id) {
                    self.redraw(&Edit::RemoveLink { id });
                }
            }
        }
    }

    /// What the drawing wants of a queue, with what only calls can set. A dead-letter queue that is gone stays named, as
    /// with AWS, so that it counts again when it is back.
    pub(crate) fn with_what_calls_set(&self, queue: QueueId, wanted: QueueAttributes) -> QueueAttributes {
        let (Some(_), Some(now)) = (&self.clients, self.queues.service.attributes(queue)) else {
            return wanted;
        };
        let is_gone =
            |target: &cloud::sqs::Redrive| self.queues.service.kind(target.dead_letter_target).is_none();
        QueueAttributes {
            redrive: wanted.redrive.or(now.redrive.filter(is_gone)),
            ..wanted
        }
    }

    /// A queue was configured, which clients may see.
    pub(crate) fn touch_queue(&mut self, queue: QueueId) {
        if let Some(clients) = &mut self.clients {
            clients.registry.touch(self.now, queue);
        }
    }
}
