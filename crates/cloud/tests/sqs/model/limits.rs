//! What limits the calls to a FIFO queue, and repeats their answers.

use std::rc::Rc;

use cloud::sqs::*;
use cloud::time::SimTime;

use super::queue::{Place, Queue, seconds};

/// A call that was answered.
#[derive(Clone)]
pub(crate) struct Call {
    at: SimTime,
    action: &'static str,
    /// The group, of which each has a partition of its own, if the limit is that of a partition.
    partition: Option<Rc<str>>,
}

/// A receive under a `ReceiveRequestAttemptId`.
#[derive(Clone)]
pub(crate) struct Attempt {
    pub(super) at: SimTime,
    pub(super) id: Rc<str>,
    pub(super) until: SimTime,
    pub(super) receipts: Vec<ReceiptHandle>,
}

impl Queue {
    fn has_partitions(&self) -> bool {
        self.attributes.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId
    }

    pub(super) fn admit(&mut self, now: SimTime, action: &'static str) -> Result<(), SqsError> {
        let all = match action {
            "receive" if self.has_partitions() => self.quotas.fifo_partitions,
            _ if self.has_partitions() => return Ok(()),
            _ => 1,
        };
        self.admit_call(now, action, None, self.quotas.fifo_calls * all)
    }

    /// `counted` are the groups for which this call was counted before.
    pub(super) fn admit_group(
        &mut self,
        now: SimTime,
        action: &'static str,
        group: Option<Rc<str>>,
        counted: &mut Vec<Rc<str>>,
    ) -> Result<(), SqsError> {
        let Some(group) = group.filter(|group| self.has_partitions() && !counted.contains(group)) else {
            return Ok(());
        };
        self.admit_call(now, action, Some(group.clone()), self.quotas.fifo_calls)?;
        counted.push(group);
        Ok(())
    }

    /// What earlier calls used up comes back evenly.
    fn admit_call(
        &mut self,
        now: SimTime,
        action: &'static str,
        partition: Option<Rc<str>>,
        limit: u32,
    ) -> Result<(), SqsError> {
        if !self.is_fifo() {
            return Ok(());
        }
        const CALL: u128 = 1_000_000_000;
        let alike = |call: &&Call| call.action == action && call.partition == partition;
        let limit = u128::from(limit);
        let (mut used, mut at) = (0_u128, SimTime::ZERO);
        for call in self.calls.iter().filter(alike) {
            used = used.saturating_sub(u128::from(call.at.since(at).as_nanos()) * limit) + CALL;
            at = call.at;
        }
        used = used.saturating_sub(u128::from(now.since(at).as_nanos()) * limit) + CALL;
        if used > limit * CALL {
            return Err(SqsError::RequestThrottled);
        }
        self.calls.push(Call {
            at: now,
            action,
            partition,
        });
        Ok(())
    }

    /// The receipts of the attempt of this id, if all its messages are as it left them.
    pub(super) fn repeatable(&self, now: SimTime, id: &Rc<str>) -> Option<Attempt> {
        let attempt = self.attempts.iter().rfind(|attempt| attempt.id == *id)?;
        let as_it_was = |receipt: &ReceiptHandle| {
            let message = self.index(receipt.message).map(|index| &self.messages[index]);
            message.is_some_and(|message| {
                message.place == Place::InFlight
                    && message.receive_count == receipt.receive
                    && message.at == attempt.until
            })
        };
        let lasts = now < attempt.at + seconds(300);
        (lasts && attempt.receipts.iter().all(as_it_was)).then(|| attempt.clone())
    }
}
