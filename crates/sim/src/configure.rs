//! What the service is told of each queue: its attributes, its dead-letter queue, and whose dead-letter queue it may be.

use std::rc::Rc;

use cloud::order::Gather;
use cloud::sqs::{
    DeduplicationScope, FifoThroughputLimit, MAX_REDRIVE_SOURCES, QueueAttributes, QueueId, QueueKind,
    Redrive, RedriveAllowPolicy,
};

use crate::queues::Queues;
use crate::sketch::{Part, PartId, Queue, RedriveAllow};
use crate::world::World;

impl World {
    /// Brings the attributes of every queue to what the sketch says now, but for whose dead-letter queue it may be.
    pub(crate) fn configure_queues(&mut self) {
        let parts: Vec<PartId> = self.queues.parts().gather();
        for part in parts {
            let (Some(Part::Queue(queue)), Some(id)) = (self.parts.get(&part), self.queues.id(part)) else {
                continue;
            };
            let Some(now) = self.queues.service.attributes(id) else {
                continue;
            };
            let target = self
                .circuit
                .dead_letter_queue(part)
                .and_then(|target| self.queues.id(target));
            let wanted = QueueAttributes {
                redrive_allow: now.redrive_allow.clone(),
                ..attributes(queue, target)
            };
            #[cfg(feature = "clients")]
            let wanted = self.with_what_calls_set(id, wanted);
            self.configure_queue(id, wanted);
        }
    }

    /// Whose dead-letter queue a queue may be from now on, if the drawing says something else than `before`.
    pub(crate) fn allow_redrive(&mut self, part: PartId, before: Option<&Part>, now: &Part) {
        let policy = |part: &Part| match part {
            Part::Queue(queue) => Some(queue.redrive_allow.clone()),
            _ => None,
        };
        let before = before.and_then(policy).unwrap_or_default();
        let (Some(allow), Some(id)) = (policy(now).filter(|now| *now != before), self.queues.id(part)) else {
            return;
        };
        if let Some(now) = self.queues.service.attributes(id).cloned() {
            let redrive_allow = self.queues.allow_policy(&allow);
            self.configure_queue(id, QueueAttributes { redrive_allow, ..now });
        }
    }

    /// Sets what the drawing wants. A redrive policy that the dead-letter queue does not allow stays as it was; to another
    /// queue it is not set.
    fn configure_queue(&mut self, queue: QueueId, wanted: QueueAttributes) {
        let service = &mut self.queues.service;
        let Some(now) = service.attributes(queue).filter(|now| **now != wanted) else {
            return;
        };
        let target = |redrive: Redrive| redrive.dead_letter_target;
        let before = now
            .redrive
            .filter(|before| wanted.redrive.map(target) == Some(target(*before)));
        if service.set_attributes(self.now, queue, wanted.clone()).is_err() {
            let allowed = QueueAttributes {
                redrive: before,
                ..wanted
            };
            let set = service.set_attributes(self.now, queue, allowed);
            set.expect("attributes are brought into AWS's ranges");
        }
        #[cfg(feature = "clients")]
        self.touch_queue(queue);
        self.drain();
    }
}

impl Queues {
    /// The queues that are allowed, as far as they are there.
    fn allow_policy(&self, allow: &RedriveAllow) -> RedriveAllowPolicy {
        match allow {
            RedriveAllow::All => RedriveAllowPolicy::AllowAll,
            RedriveAllow::None => RedriveAllowPolicy::DenyAll,
            RedriveAllow::ByQueue(sources) => {
                let ids = sources.iter().filter_map(|source| self.id(*source));
                let ids: Rc<[QueueId]> = ids.take(MAX_REDRIVE_SOURCES).collect();
                match ids.len() {
                    0 => RedriveAllowPolicy::DenyAll,
                    _ => RedriveAllowPolicy::ByQueue(ids),
                }
            }
        }
    }
}

/// What SQS is told of a queue of the sketch. A sketch is not refused: what is out of AWS's ranges is brought into them.
pub(crate) fn attributes(queue: &Queue, dead_letter_target: Option<QueueId>) -> QueueAttributes {
    let fifo = queue.kind == QueueKind::Fifo;
    let deduplication_scope = if fifo {
        queue.deduplication_scope
    } else {
        DeduplicationScope::default()
    };
    let per_group = fifo && deduplication_scope == DeduplicationScope::MessageGroup;
    QueueAttributes {
        delay_seconds: queue.delay_seconds.min(900),
        maximum_message_size: queue.maximum_message_size.clamp(1_024, 1_048_576),
        message_retention_period: queue.message_retention_period.clamp(60, 1_209_600),
        receive_message_wait_time_seconds: queue.receive_message_wait_time_seconds.min(20),
        visibility_timeout: queue.visibility_timeout.min(43_200),
        redrive_allow: RedriveAllowPolicy::default(),
        redrive: dead_letter_target.map(|dead_letter_target| Redrive {
            dead_letter_target,
            max_receive_count: queue.max_receive_count.clamp(1, 1_000),
        }),
        content_based_deduplication: fifo && queue.content_based_deduplication,
        deduplication_scope,
        fifo_throughput_limit: if per_group {
            queue.fifo_throughput_limit
        } else {
            FifoThroughputLimit::default()
        },
    }
}
