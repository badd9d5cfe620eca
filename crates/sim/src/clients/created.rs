//! The world follows what calls do to queues: a queue that is created, configured or deleted by a call is a part that comes,
//! changes or goes, with its link to a dead-letter queue.

use cloud::sqs::{Change, QueueAttributes, QueueId, QueueKind};
use cloud::time::SimDuration;

use crate::client_event::{ClientEvent, created_part, is_created_by_a_call};
use crate::input::Edit;
use crate::sketch::{Chance, Direction, DurationLaw, Link, LinkId, Part, PartId, Queue, RedriveAllow};
use crate::world::World;

/// The first link that a call creates. No drawn link has such an id.
const FIRST_LINK: u32 = 1 << 24;

/// Nothing crosses a link to a dead-letter queue: the service brings messages there.
const UNUSED: Direction = Direction {
    latency: DurationLaw::Constant(SimDuration::ZERO),
    loss: Chance::NEVER,
};

/// Whether a link was created by a call.
pub(super) fn is_of_a_call(link: LinkId) -> bool {
    link.0 >= FIRST_LINK
}

impl World {
    /// What must be known before it is told what the call did to messages.
    pub(super) fn follow_before(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Created { queue, address } => {
                    let name = address.name.clone();
                    self.queue_created(*queue, name);
                }
                Change::Configured { queue } => self.queue_configured(*queue),
                Change::Deleted { .. } => {}
            }
        }
    }

    /// What comes after that.
    pub(super) fn follow_after(&mut self, changes: &[Change]) {
        for change in changes {
            if let Change::Deleted { queue } = change {
                self.queue_deleted(*queue);
            }
        }
        if !changes.is_empty() {
            self.rewire();
        }
    }

    fn queue_created(&mut self, queue: QueueId, name: std::rc::Rc<str>) {
        let Some(clients) = &mut self.clients else { return };
        let part = created_part(clients.created_queues);
        clients.created_queues += 1;
        let service = &self.queues.service;
        let (Some(kind), Some(attributes)) = (service.kind(queue), service.attributes(queue).cloned()) else {
            return;
        };
        let settings = with_attributes(new_queue(kind), &attributes);
        self.queues.enlist(part, queue, kind, self.seed, self.now);
        let settings = Part::Queue(settings);
        self.redraw(&Edit::PutPart {
            id: part,
            part: settings,
        });
        self.redraw(&Edit::Rename {
            id: part,
            from: std::rc::Rc::default(),
            to: name,
        });
        self.link_dead_letters(part, &attributes);
        self.emit_client(ClientEvent::QueueCreated { queue: part });
    }

    fn queue_configured(&mut self, queue: QueueId) {
        let part = self.queues.part(queue);
        let (Some(Part::Queue(settings)), Some(attributes)) = (
            self.sketch.parts.get(&part).cloned(),
            self.queues.service.attributes(queue).cloned(),
        ) else {
            return;
        };
        if !is_created_by_a_call(part)
            && let Some(clients) = &mut self.clients
        {
            clients.set_by_calls.note_drawn(part, settings.clone());
        }
        let settings = Part::Queue(with_attributes(settings, &attributes));
        self.redraw(&Edit::PutPart {
            id: part,
            part: settings,
        });
        self.link_dead_letters(part, &attributes);
        self.emit_client(ClientEvent::QueueConfigured { queue: part });
    }

    fn queue_deleted(&mut self, queue: QueueId) {
        let part = self.queues.part(queue);
        if let Some(clients) = &mut self.clients
            && !is_created_by_a_call(part)
        {
            clients.set_by_calls.note_deleted(part);
        }
        self.queues.delist(part);
        self.throttles.remove(&part);
        self.redraw(&Edit::RemovePart { id: part });
        self.emit_client(ClientEvent::QueueDeleted { queue: part });
    }

    /// Draws the link to the dead-letter queue that the attributes name, instead of those that are there.
    fn link_dead_letters(&mut self, part: PartId, attributes: &QueueAttributes) {
        let redrive = attributes.redrive;
        let target = redrive.filter(|redrive| self.queues.service.kind(redrive.dead_letter_target).is_some());
        let target = target.map(|redrive| self.queues.part(redrive.dead_letter_target));
        let links = self.dead_letter_links(part);
        if links.first().map(|(_, link)| link.to) == target {
            return;
        }
        let Some(clients) = &mut self.clients else { return };
        for &(id, link) in &links {
            if !is_of_a_call(id) {
                clients.set_by_calls.note_unlinked(id, link);
            }
        }
        let new = LinkId(FIRST_LINK.saturating_add(clients.created_links));
        clients.created_links += 1;
        for (id, _) in links {
            self.redraw(&Edit::RemoveLink { id });
        }
        if let Some(to) = target {
            let link = Link {
                from: part,
                to,
                forward: UNUSED,
                backward: UNUSED,
            };
            self.redraw(&Edit::PutLink { id: new, link });
        }
    }

    /// The links from a queue to queues, the one that counts first.
    pub(super) fn dead_letter_links(&self, from: PartId) -> Vec<(LinkId, Link)> {
        let is_queue = |part: PartId| matches!(self.sketch.parts.get(&part), Some(Part::Queue(_)));
        let links = self.sketch.links.iter();
        let links = links.filter(|(_, link)| link.from == from && is_queue(link.from) && is_queue(link.to));
        links.map(|(id, link)| (*id, *link)).collect()
    }
}

/// As SQS makes one.
fn new_queue(kind: QueueKind) -> Queue {
    let attributes = QueueAttributes::default();
    let queue = Queue {
        kind,
        delay_seconds: 0,
        maximum_message_size: 0,
        message_retention_period: 0,
        receive_message_wait_time_seconds: 0,
        visibility_timeout: 0,
        max_receive_count: 10,
        redrive_allow: RedriveAllow::All,
        content_based_deduplication: false,
        deduplication_scope: attributes.deduplication_scope,
        fifo_throughput_limit: attributes.fifo_throughput_limit,
        missed_deletes: Chance::NEVER,
        unasked_servers: Chance::NEVER,
    };
    with_attributes(queue, &attributes)
}

/// `queue` with the attributes that it has in the service, but for whose dead-letter queue it may be: what the drawing says of
/// that counts when it changes, and what a call has set may name queues that are not there.
fn with_attributes(queue: Queue, attributes: &QueueAttributes) -> Queue {
    let QueueAttributes {
        delay_seconds,
        maximum_message_size,
        message_retention_period,
        receive_message_wait_time_seconds,
        visibility_timeout,
        redrive_allow: _,
        redrive,
        content_based_deduplication,
        deduplication_scope,
        fifo_throughput_limit,
    } = attributes;
    Queue {
        delay_seconds: *delay_seconds,
        maximum_message_size: *maximum_message_size,
        message_retention_period: *message_retention_period,
        receive_message_wait_time_seconds: *receive_message_wait_time_seconds,
        visibility_timeout: *visibility_timeout,
        max_receive_count: redrive.map_or(queue.max_receive_count, |redrive| redrive.max_receive_count),
        content_based_deduplication: *content_based_deduplication,
        deduplication_scope: *deduplication_scope,
        fifo_throughput_limit: *fifo_throughput_limit,
        ..queue
    }
}
