//! How full the queues were: so that the moment at which a backlog is worked off can be told from a queue that is merely empty.

use crate::event::EventKind;
use crate::sketch::PartId;
use crate::table::Table;

/// A queue that held fewer messages than this and is empty now is nothing to write home about.
const A_BACKLOG: u64 = 10;

/// What was in each queue, counted from events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Backlogs {
    queues: Table<PartId, Backlog>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Backlog {
    present: u64,
    /// The most since the queue was empty.
    most: u64,
}

impl Backlogs {
    /// The queue that has become empty with this event, after a backlog.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn apply(&mut self, kind: &EventKind) -> Option<PartId> {
        match *kind {
            EventKind::Sent { queue, .. } => {
                self.enter(queue);
                None
            }
            EventKind::DeadLettered { queue, to, .. } | EventKind::Moved { queue, to, .. } => {
                self.enter(to);
                self.leave(queue)
            }
            EventKind::Deleted { queue, .. }
            | EventKind::Expired { queue, .. }
            | EventKind::Purged { queue, .. } => self.leave(queue),
            _ => None,
        }
    }

    fn enter(&mut self, queue: PartId) {
        let backlog = self.queues.get_or_default(queue);
        backlog.present += 1;
        backlog.most = backlog.most.max(backlog.present);
    }

    fn leave(&mut self, queue: PartId) -> Option<PartId> {
        let backlog = self.queues.get_or_default(queue);
        backlog.present -= 1;
        if backlog.present > 0 {
            return None;
        }
        let most = std::mem::take(&mut backlog.most);
        (most >= A_BACKLOG).then_some(queue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::ItemId;
    use cloud::sqs::MessageId;
    use cloud::time::SimTime;

    #[test]
    fn a_backlog_is_worked_off_when_the_last_of_many_has_gone() {
        let (queue, message, item) = (PartId(2), MessageId(1), ItemId::new(PartId(1), 1));
        let sent = EventKind::Sent {
            queue,
            message,
            item,
            visible_at: SimTime::ZERO,
        };
        let deleted = EventKind::Deleted { queue, message, item };
        let mut backlogs = Backlogs::default();
        let mut emptied = |messages: usize| -> Vec<Option<PartId>> {
            let events = [sent]
                .repeat(messages)
                .into_iter()
                .chain([deleted].repeat(messages));
            events
                .filter_map(|event| backlogs.apply(&event))
                .map(Some)
                .collect()
        };
        assert_eq!(emptied(9), []);
        assert_eq!(emptied(10), [Some(queue)]);
        assert_eq!(emptied(1), [], "each backlog counts once");
    }
}
