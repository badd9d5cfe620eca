//! The calls that start, cancel and list message move tasks.

use std::rc::Rc;

use super::super::api::{Answer, ApiError, Call};
use super::super::service::Sqs;
use super::access::{self, Action};
use super::create::target_of;
use super::directory::Entry;
use super::moves::{FASTEST, MOST_REMEMBERED, Order, read_handle};
use super::refusal::{self, Code};
use super::{Registry, address};
use crate::arn::Arn;
use crate::time::SimTime;

impl Registry {
    /// `StartMessageMoveTask`
    pub(super) fn start_move(
        &mut self,
        sqs: &Sqs,
        now: SimTime,
        call: &Call,
        source: Option<&str>,
        destination: Option<&str>,
        per_second: Option<i64>,
    ) -> Result<Answer, ApiError> {
        let source = self.source(call, now, source, Action::StartMessageMoveTask)?;
        self.is_dead_letter_queue(sqs, &source)?;
        let destination = match destination {
            Some(arn) => Some(self.named(arn, "DestinationArn")?),
            None => None,
        };
        if let Some(destination) = &destination {
            access::check(call, destination, Action::SendMessage, self.unix_seconds(now))?;
            if sqs.kind(destination.id) != sqs.kind(source.id) {
                // Unverified.
                return Err(Code::InvalidParameterValueException
                    .because("Source queue and destination queue must be of the same type."));
            }
        }
        let order = Order {
            source: source.address.clone(),
            from: source.id,
            destination: destination.map(|entry| (entry.address.clone(), entry.id)),
            per_second: per_second.map(checked_rate).transpose()?,
        };
        Ok(Answer::TaskHandle(self.tasks.start(self.ids, sqs, now, order)?))
    }

    /// `CancelMessageMoveTask`
    pub(super) fn cancel_move(
        &mut self,
        now: SimTime,
        call: &Call,
        handle: Option<&str>,
    ) -> Result<Answer, ApiError> {
        let handle = handle.ok_or_else(|| refusal::missing("TaskHandle"))?;
        let (task, source) = read_handle(handle).ok_or_else(|| {
            Code::InvalidParameterValueException.because("Value for parameter TaskHandle is invalid.")
        })?;
        let source = self.source(call, now, Some(&source), Action::CancelMessageMoveTask)?;
        Ok(Answer::Moved(self.tasks.cancel(self.ids, source.id, &task)?))
    }

    /// `ListMessageMoveTasks`
    pub(super) fn list_moves(
        &self,
        now: SimTime,
        call: &Call,
        source: Option<&str>,
        max_results: Option<i64>,
    ) -> Result<Answer, ApiError> {
        let most = max_results.map_or(Ok(1), |value| {
            let valid = usize::try_from(value).ok();
            let valid = valid.filter(|most| (1..=MOST_REMEMBERED).contains(most));
            // Unverified.
            valid.ok_or_else(|| {
                refusal::invalid(
                    value,
                    "MaxResults",
                    "MaxResults must be an integer between 1 and 10.",
                )
            })
        });
        let source = self.source(call, now, source, Action::ListMessageMoveTasks)?;
        Ok(self.tasks.list(self.ids, source.id, most?))
    }

    /// When a move task has something to do.
    pub fn next_deadline(&self) -> Option<SimTime> {
        self.tasks.next_deadline()
    }

    /// Lets move tasks go on. Whoever has to keep the order of time calls it when [`Self::next_deadline`] says so, after the
    /// data plane's own work of that moment; [`Self::call`] does it first.
    pub fn advance(&mut self, sqs: &mut Sqs, now: SimTime) {
        self.tasks.advance(self.ids, sqs, now);
    }

    fn source(
        &self,
        call: &Call,
        now: SimTime,
        arn: Option<&str>,
        action: Action,
    ) -> Result<Rc<Entry>, ApiError> {
        let arn = arn.ok_or_else(|| refusal::missing("SourceArn"))?;
        let entry = self.named(arn, "SourceArn")?;
        access::check(call, &entry, action, self.unix_seconds(now))?;
        Ok(entry)
    }

    /// The queue that a parameter names by its ARN.
    fn named(&self, arn: &str, parameter: &str) -> Result<Rc<Entry>, ApiError> {
        if Arn::read(arn).is_none() {
            return Err(Code::InvalidParameterValueException.because(format_args!(
                "You must use this format to specify the {parameter}: \
                 arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
            )));
        }
        let entry = address::read_arn(arn).and_then(|address| self.directory.at(&address));
        entry.cloned().ok_or_else(|| {
            Code::ResourceNotFoundException.because(format_args!(
                "The resource that you specified for the {parameter} parameter doesn't exist."
            ))
        })
    }

    /// Of some queue.
    fn is_dead_letter_queue(&self, sqs: &Sqs, entry: &Entry) -> Result<(), ApiError> {
        let address = &entry.address;
        let mut queues = self.directory.after(&address.region, address.account, "");
        if queues.any(|queue| target_of(sqs, queue.id) == Some(entry.id)) {
            return Ok(());
        }
        Err(Code::InvalidParameterValueException
            .because("Source queue must be configured as a Dead Letter Queue."))
    }
}

fn checked_rate(value: i64) -> Result<u32, ApiError> {
    let valid = u32::try_from(value).ok();
    let valid = valid.filter(|rate| (1..=FASTEST).contains(rate));
    // Unverified.
    valid.ok_or_else(|| {
        let reason = format!("Must be between 1 and {FASTEST}, if provided.");
        refusal::invalid(value, "MaxNumberOfMessagesPerSecond", reason)
    })
}
