//! The queues of one account and region, and what they do to one another.

use super::agenda::Agenda;
use super::attributes::{QueueAttributes, QueueKind, Redrive};
use super::batch;
use super::counts::Counts;
use super::error::{BatchOperation, SqsError};
use super::fair::QuietGroups;
use super::happening::Happening;
use super::journal::Journal;
use super::message::{Delivery, QueueId, ReceiptHandle};
use super::queue::Queue;
use super::quotas::Quotas;
use super::request::{
    BatchEntry, BatchOutcome, ChangeVisibility, PollId, ReceiveMessage, ReceiveOutcome, SendMessage, Sent,
};
use super::throughput::{Action, Touched};
use super::validate;
use super::view::MessageView;
use crate::time::SimTime;

/// The queues of one account and region.
///
/// Time must not run backwards from one operation to the next. Each operation first does the work that fell due
/// up to and including its own time, so that a caller need not call [`Self::advance`] to get right answers.
#[derive(Clone, Debug, Default)]
pub struct Sqs {
    /// By id; deleted ones leave a gap.
    queues: Vec<Option<Box<Queue>>>,
    agenda: Agenda,
    journal: Journal,
    quotas: Quotas,
}

impl Sqs {
    /// An account of its own quotas.
    pub fn with_quotas(quotas: Quotas) -> Self {
        Self {
            quotas,
            ..Self::default()
        }
    }
}

/// Queues.
impl Sqs {
    /// `CreateQueue`. Ids count from 0.
    pub fn create_queue(
        &mut self,
        now: SimTime,
        kind: QueueKind,
        attributes: QueueAttributes,
    ) -> Result<QueueId, SqsError> {
        self.begin(now);
        validate::attributes(kind, &attributes)?;
        let id = QueueId(self.queues.len() as u32);
        self.check_redrive(id, kind, attributes.redrive)?;
        let queue = Queue::new(id, kind, attributes, self.quotas);
        self.queues.push(Some(Box::new(queue)));
        Ok(id)
    }

    /// `SetQueueAttributes`, with the whole set. AWS may take a minute (retention: 15); here it applies at once.
    pub fn set_attributes(
        &mut self,
        now: SimTime,
        queue: QueueId,
        attributes: QueueAttributes,
    ) -> Result<(), SqsError> {
        self.begin(now);
        let before = self.queue(queue).ok_or(SqsError::QueueDoesNotExist)?;
        let (kind, redrive) = (before.kind(), before.attributes().redrive);
        validate::attributes(kind, &attributes)?;
        if attributes.redrive != redrive {
            self.check_redrive(queue, kind, attributes.redrive)?;
        }
        let target = attributes.redrive.map(|redrive| redrive.dead_letter_target);
        let has_target = target.is_some_and(|target| self.queue(target).is_some());
        self.operate(now, queue, |queue, journal| {
            let delay_changes = queue.attributes().delay_seconds != attributes.delay_seconds;
            queue.replace_attributes(now, attributes, has_target);
            if delay_changes && kind == QueueKind::Fifo {
                queue.delay_anew(journal);
            }
            Ok(())
        })?;
        self.advance(now);
        Ok(())
    }

    /// `DeleteQueue`. The messages in it are purged, and waiting polls end with nothing. What it was the dead-letter queue
    /// of keeps its messages.
    pub fn delete_queue(&mut self, now: SimTime, queue: QueueId) -> Result<(), SqsError> {
        self.begin(now);
        let place = self.queues.get_mut(queue.0 as usize);
        let closing = place.and_then(Option::take).ok_or(SqsError::QueueDoesNotExist)?;
        closing.close(&mut self.journal);
        self.agenda.set(queue, SimTime::MAX);
        for source in self.queues.iter_mut().flatten() {
            source.redrive = source
                .redrive
                .filter(|redrive| redrive.dead_letter_target != queue);
        }
        Ok(())
    }

    /// `PurgeQueue`. AWS may take a minute; here it is done at once.
    pub fn purge(&mut self, now: SimTime, queue: QueueId) -> Result<(), SqsError> {
        self.operate(now, queue, Queue::purge)
    }

    /// The dead-letter queue must exist, be of the same kind, and allow it.
    fn check_redrive(
        &self,
        source: QueueId,
        kind: QueueKind,
        redrive: Option<Redrive>,
    ) -> Result<(), SqsError> {
        let Some(redrive) = redrive else {
            return Ok(());
        };
        match self.queue(redrive.dead_letter_target) {
            None => Err(SqsError::DeadLetterTargetDoesNotExist { redrive }),
            Some(target) if target.kind() != kind => Err(SqsError::DeadLetterTargetOfOtherKind { redrive }),
            Some(target) if !target.attributes().redrive_allow.allows(source) => {
                Err(SqsError::DeadLetterTargetDenies { redrive })
            }
            Some(_) => Ok(()),
        }
    }
}

/// Messages.
impl Sqs {
    /// `SendMessage`
    #[cfg_attr(not(small), inline(always))]
    pub fn send(&mut self, now: SimTime, queue: QueueId, request: SendMessage) -> Result<Sent, SqsError> {
        self.operate(now, queue, |queue, journal| {
            queue.admit(now, Action::Send)?;
            queue.send(journal, request, None)
        })
    }

    /// `SendMessageBatch`
    pub fn send_batch(
        &mut self,
        now: SimTime,
        queue: QueueId,
        entries: Vec<BatchEntry<SendMessage>>,
    ) -> Result<BatchOutcome<Sent>, SqsError> {
        batch::check(BatchOperation::SendMessage, &entries)?;
        batch::check_size(&entries)?;
        self.operate(now, queue, |queue, journal| {
            for entry in &entries {
                validate::batch_entry(queue.kind(), queue.attributes(), &entry.request)?;
            }
            queue.admit(now, Action::Send)?;
            let mut touched = Touched::default();
            let mut place = 0;
            Ok(batch::answer(entries, |request| {
                place += 1;
                if request.body.is_empty() {
                    return Err(SqsError::EmptyBodyInBatch { place });
                }
                queue.send(journal, request, Some(&mut touched))
            }))
        })
    }

    /// `ReceiveMessage`. Returns all that the servers hold that are asked, up to the limit.
    #[cfg_attr(not(small), inline(always))]
    pub fn receive(
        &mut self,
        now: SimTime,
        queue: QueueId,
        request: ReceiveMessage,
    ) -> Result<ReceiveOutcome, SqsError> {
        self.operate(now, queue, |queue, journal| {
            queue.admit(now, Action::Receive)?;
            queue.receive(journal, request)
        })
    }

    /// The caller of a long poll is gone: it will not be answered.
    pub fn cancel_poll(&mut self, now: SimTime, queue: QueueId, poll: PollId) {
        let cancelled = self.operate(now, queue, |queue, _| {
            queue.polls.cancel(poll);
            Ok(())
        });
        // Where there is no queue no poll waits.
        cancelled.unwrap_or_default();
    }

    /// `DeleteMessage`
    #[cfg_attr(not(small), inline(always))]
    pub fn delete(&mut self, now: SimTime, queue: QueueId, receipt: ReceiptHandle) -> Result<(), SqsError> {
        self.operate(now, queue, |queue, journal| {
            queue.admit(now, Action::Delete)?;
            queue.delete(journal, receipt, None)
        })
    }

    /// `DeleteMessage` while a server that has a copy of the message cannot be reached: it succeeds, and the message comes
    /// back when its visibility timeout ends, or stays visible. A FIFO queue has no such copies.
    pub fn delete_but_a_copy(
        &mut self,
        now: SimTime,
        queue: QueueId,
        receipt: ReceiptHandle,
    ) -> Result<(), SqsError> {
        self.operate(now, queue, |queue, journal| match queue.kind() {
            QueueKind::Fifo => {
                queue.admit(now, Action::Delete)?;
                queue.delete(journal, receipt, None)
            }
            QueueKind::Standard => queue.delete_but_a_copy(journal, receipt),
        })
    }

    /// `DeleteMessageBatch`
    pub fn delete_batch(
        &mut self,
        now: SimTime,
        queue: QueueId,
        entries: Vec<BatchEntry<ReceiptHandle>>,
    ) -> Result<BatchOutcome<()>, SqsError> {
        batch::check(BatchOperation::DeleteMessage, &entries)?;
        self.operate(now, queue, |queue, journal| {
            queue.admit(now, Action::Delete)?;
            let mut touched = Touched::default();
            Ok(batch::answer(entries, |receipt| {
                queue.delete(journal, receipt, Some(&mut touched))
            }))
        })
    }

    /// `ChangeMessageVisibility`
    pub fn change_visibility(
        &mut self,
        now: SimTime,
        queue: QueueId,
        receipt: ReceiptHandle,
        visibility_timeout: i64,
    ) -> Result<(), SqsError> {
        self.operate(now, queue, |queue, journal| {
            queue.change_visibility(journal, receipt, visibility_timeout, false)
        })
    }

    /// `ChangeMessageVisibilityBatch`
    pub fn change_visibility_batch(
        &mut self,
        now: SimTime,
        queue: QueueId,
        entries: Vec<BatchEntry<ChangeVisibility>>,
    ) -> Result<BatchOutcome<()>, SqsError> {
        batch::check(BatchOperation::ChangeMessageVisibility, &entries)?;
        self.operate(now, queue, |queue, journal| {
            let change =
                |ChangeVisibility {
                     receipt,
                     visibility_timeout,
                 }| queue.change_visibility(journal, receipt, visibility_timeout, true);
            Ok(batch::answer(entries, change))
        })
    }
}

/// Time.
impl Sqs {
    /// The earliest moment at which [`Self::advance`] has work to do.
    pub fn next_deadline(&mut self) -> Option<SimTime> {
        let (deadline, _) = self.first_due(SimTime::MAX)?;
        Some(deadline.max(self.journal.now))
    }

    /// A moment before which [`Self::advance`] has nothing to do, [`SimTime::MAX`] if it never will: it costs nothing, and is
    /// seldom before [`Self::next_deadline`].
    #[inline]
    pub fn idle_until(&self) -> SimTime {
        self.agenda.earliest()
    }

    /// The first deadline up to this moment, and the queue that has it; the first queue among equals.
    fn first_due(&mut self, now: SimTime) -> Option<(SimTime, QueueId)> {
        loop {
            let (alarm, id) = self.agenda.first().filter(|&(alarm, _)| alarm <= now)?;
            let queue = open(&mut self.queues, id);
            if queue.next_deadline() == alarm {
                return Some((alarm, id));
            }
            self.agenda.note(id, &mut queue.alarm);
        }
    }

    /// Does all work due up to and including `now`, in the order of time, and at the same time of queues' ids.
    pub fn advance(&mut self, now: SimTime) {
        self.advance_some(now, usize::MAX);
    }

    /// Does what [`Self::advance`] does, but for no more than so many messages (at least one), of which a million may fall due at one
    /// instant. If more is due, so says [`Self::next_deadline`], and it is done next, be it by an operation. What happens
    /// in which order does not depend on how the work is divided.
    pub fn advance_some(&mut self, now: SimTime, most: usize) {
        let mut left = most.max(1);
        while let Some((deadline, id)) = self.first_due(now) {
            self.journal.now = deadline.max(self.journal.now);
            let queue = open(&mut self.queues, id);
            if !queue.do_due_work(&mut self.journal, &mut left) {
                return;
            }
            self.settle(id);
            let queue = open(&mut self.queues, id);
            queue.end_due_polls(&mut self.journal);
        }
        assert!(
            now >= self.journal.now,
            "time runs backwards, from {} to {now}",
            self.journal.now
        );
        self.journal.now = now;
    }

    /// Takes back the list of an answer when the caller is done with it, so that a later answer need not allocate one.
    #[cfg_attr(not(small), inline(always))]
    pub fn recycle(&mut self, deliveries: Vec<Delivery>) {
        self.journal.recycle(deliveries);
    }

    /// Replaces what is in `list` by what happened since it was last asked, in order. A caller who comes with the same list
    /// each time makes nobody allocate one.
    #[inline]
    pub fn take_happenings(&mut self, list: &mut Vec<Happening>) {
        list.clear();
        std::mem::swap(list, &mut self.journal.happenings);
    }

    /// The messages with which a long poll ended, which is asked once for each [`super::HappeningKind::PollEnded`].
    pub fn take_answer(&mut self, poll: PollId) -> Vec<Delivery> {
        self.journal.take_answer(poll)
    }

    #[cfg_attr(not(small), inline(always))]
    fn begin(&mut self, now: SimTime) {
        if self.agenda.earliest() <= now {
            self.advance(now);
        }
        self.journal.turn_to(now);
    }

    /// Works on a queue, then on what follows from that.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn operate<T>(
        &mut self,
        now: SimTime,
        id: QueueId,
        work: impl FnOnce(&mut Queue, &mut Journal) -> Result<T, SqsError>,
    ) -> Result<T, SqsError> {
        self.begin(now);
        let Some(Some(queue)) = self.queues.get_mut(id.0 as usize) else {
            return Err(SqsError::QueueDoesNotExist);
        };
        let queue: &mut Queue = queue;
        let result = work(queue, &mut self.journal);
        let answers_polls = !queue.polls.is_empty() && queue.counts.visible > 0;
        if !answers_polls && self.journal.dead_letters.is_empty() {
            self.agenda.note(id, &mut queue.alarm);
        } else {
            self.settle(id);
        }
        result
    }

    /// Answers polls, and then those on the dead-letter queue to which that moved something, and so on.
    fn settle(&mut self, id: QueueId) {
        self.answer_polls(id);
        while let Some(to) = self.deliver_dead_letters() {
            self.answer_polls(to);
        }
    }

    fn answer_polls(&mut self, id: QueueId) {
        let queue = open(&mut self.queues, id);
        queue.answer_polls(&mut self.journal);
        self.agenda.note(id, &mut queue.alarm);
    }

    /// Brings dead letters, which are all from one queue, to its dead-letter queue. Its polls may set messages aside
    /// in turn; this ends, for a message is handed out at least once between two moves.
    fn deliver_dead_letters(&mut self) -> Option<QueueId> {
        let to = self.journal.dead_letters.first()?.to;
        let mut letters = std::mem::take(&mut self.journal.dead_letters);
        let queue = open(&mut self.queues, to);
        for letter in letters.drain(..) {
            queue.take_in(&mut self.journal, letter);
        }
        // A standard queue may retain a message for less time than has passed since it was sent: a poll does not rescue it.
        let mut no_end = usize::MAX;
        queue.expire(&mut self.journal, &mut no_end);
        self.journal.dead_letters = letters;
        Some(to)
    }

    fn queue(&self, id: QueueId) -> Option<&Queue> {
        self.queues.get(id.0 as usize)?.as_deref()
    }
}

/// Looking. Nothing here does due work: it shows the state that the last operation left.
impl Sqs {
    /// The queue's attributes.
    pub fn attributes(&self, queue: QueueId) -> Option<&QueueAttributes> {
        self.queue(queue).map(Queue::attributes)
    }

    /// The queue's kind.
    pub fn kind(&self, queue: QueueId) -> Option<QueueKind> {
        self.queue(queue).map(Queue::kind)
    }

    /// The queue in numbers; zeros if there is no such queue.
    pub fn counts(&self, queue: QueueId) -> Counts {
        self.queue(queue).map(|queue| queue.counts).unwrap_or_default()
    }

    /// When the oldest message came, for `ApproximateAgeOfOldestMessage`: its sending, or its move to this queue.
    pub fn oldest(&self, queue: QueueId) -> Option<SimTime> {
        let queue = self.queue(queue)?;
        queue.ages.oldest(&queue.records)
    }

    /// What a fair queue's metrics tell, as of the last operation; nothing if there is no such queue.
    pub fn quiet_groups(&self, queue: QueueId) -> Option<QuietGroups> {
        self.queue(queue)
            .map(|queue| queue.quiet_groups(self.journal.now))
    }

    /// `ApproximateNumberOfGroupsWithInflightMessages` of a FIFO queue. Looks at every message in flight, of which there are
    /// 120,000 at most.
    pub fn groups_in_flight(&self, queue: QueueId) -> u64 {
        self.queue(queue).map_or(0, Queue::groups_in_flight)
    }

    /// Visible messages, next to be received first as long as no group is noisy, then those of FIFO groups that are blocked.
    /// Lazily: taking 12 costs 12.
    pub fn line(&self, queue: QueueId) -> impl Iterator<Item = MessageView> {
        self.queue(queue).into_iter().flat_map(Queue::view_line)
    }

    /// Messages in flight, soonest back first. Lazily.
    pub fn in_flight(&self, queue: QueueId) -> impl Iterator<Item = MessageView> {
        self.queue(queue).into_iter().flat_map(Queue::view_in_flight)
    }

    /// Delayed messages, soonest to arrive first. Lazily.
    pub fn delayed(&self, queue: QueueId) -> impl Iterator<Item = MessageView> {
        self.queue(queue).into_iter().flat_map(Queue::view_delayed)
    }

    /// What a clone copies of that which grows and is not shared, in bytes, roughly; pages of messages are copied only when
    /// they change.
    pub fn weight(&self) -> usize {
        self.queues.iter().flatten().map(|queue| queue.weight()).sum()
    }

    /// Asserts that the structure is sound and every message accounted for. Looks at every message.
    pub fn check_invariants(&self) {
        assert!(
            self.journal.dead_letters.is_empty(),
            "dead letters on their way between operations"
        );
        for queue in self.queues.iter().flatten() {
            queue.check_invariants();
        }
        let alarms = self.queues.iter().flatten().map(|queue| queue.alarm.at());
        let earliest = alarms.min().unwrap_or(SimTime::MAX);
        assert_eq!(earliest, self.agenda.earliest(), "the agenda is behind");
    }
}

/// A queue that is there.
fn open(queues: &mut [Option<Box<Queue>>], id: QueueId) -> &mut Queue {
    match queues.get_mut(id.0 as usize) {
        Some(Some(queue)) => queue,
        _ => unreachable!("{id} was found before"),
    }
}
