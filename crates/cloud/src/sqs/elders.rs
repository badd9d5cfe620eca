//! What is left of a ring's first pages: elements by their numbers, closely packed.

use std::collections::BTreeMap;
use std::rc::Rc;

/// A pack has no more elements than this,
const FULL: usize = 128;
/// and if it has fewer than this, the next joins it where both have room in one.
const FEW: usize = FULL / 4;

/// Elements in the order of their numbers.
type Pack<T> = Vec<(u64, T)>;

/// By a number from which its elements begin. Clones share them until one of the two writes.
#[derive(Clone, Debug)]
pub(super) struct Elders<T>(BTreeMap<u64, Rc<Pack<T>>>);

impl<T> Default for Elders<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Clone> Elders<T> {
    /// Adds an element whose number is greater than all others.
    pub(super) fn push(&mut self, number: u64, element: T) {
        match self.0.last_entry() {
            Some(mut last) if last.get().len() < FULL => Rc::make_mut(last.get_mut()).push((number, element)),
            _ => {
                self.0.insert(number, Rc::new(vec![(number, element)]));
            }
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn get(&self, number: u64) -> Option<&T> {
        let (_, pack) = self.0.range(..=number).next_back()?;
        let place = find(pack, number).ok()?;
        Some(&pack[place].1)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        let (_, pack) = self.0.range_mut(..=number).next_back()?;
        let place = find(pack, number).ok()?;
        Some(&mut Rc::make_mut(pack)[place].1)
    }

    /// Drops an element, which is here.
    #[cold]
    #[inline(never)]
    pub(super) fn remove(&mut self, number: u64) {
        let pack = self.0.range_mut(..=number).next_back();
        let Some((&start, pack)) = pack else {
            panic!("{number} is not here")
        };
        let Ok(place) = find(pack, number) else {
            panic!("{number} is not here")
        };
        let pack = Rc::make_mut(pack);
        pack.remove(place);
        let left = pack.len();
        if left == 0 {
            self.0.remove(&start);
        } else if left < FEW {
            self.join_next(start);
        }
    }

    fn join_next(&mut self, start: u64) {
        let Some((&next, pack)) = self.0.range(start + 1..).next() else {
            return;
        };
        if pack.len() > FULL - FEW {
            return;
        }
        let joining = self.0.remove(&next);
        if let (Some(pack), Some(joining)) = (self.0.get_mut(&start), joining) {
            Rc::make_mut(pack).extend(joining.iter().cloned());
        }
    }

    /// The first number from this one on that is here.
    pub(super) fn first_from(&self, number: u64) -> Option<u64> {
        let before = self.0.range(..=number).next_back();
        let behind = self.0.range(number..).next();
        let mut packs = before.into_iter().chain(behind).map(|(_, pack)| pack);
        packs.find_map(|pack| {
            let place = find(pack, number).unwrap_or_else(|place| place);
            pack.get(place).map(|&(number, _)| number)
        })
    }

    /// What a clone copies, in bytes, roughly.
    pub(super) fn weight(&self) -> usize {
        self.0.len() * 2 * size_of::<(u64, u64)>()
    }
}

fn find<T>(pack: &Pack<T>, number: u64) -> Result<usize, usize> {
    pack.binary_search_by_key(&number, |&(number, _)| number)
}

#[cfg(test)]
mod tests {
    use crate::sqs::{PollId, QueueAttributes, QueueKind, ReceiveMessage, ReceiveOutcome, SendMessage, Sqs};
    use crate::time::SimTime;

    #[test]
    fn messages_that_stay_while_many_pass_keep_to_the_rules() {
        for kind in [QueueKind::Standard, QueueKind::Fifo] {
            let mut sqs = Sqs::default();
            let queue = sqs
                .create_queue(SimTime::ZERO, kind, QueueAttributes::default())
                .expect("the defaults are valid");
            let mut stay = Vec::new();
            let mut now = SimTime::ZERO;
            for number in 0..20_000_u64 {
                now = SimTime::from_millis(4 * number);
                let mut message = SendMessage::new("body");
                if kind == QueueKind::Fifo {
                    message.group = Some(number.to_string().into());
                    message.deduplication = Some(number.to_string().into());
                }
                sqs.send(now, queue, message).expect("it is valid");
                let mut receive = ReceiveMessage::new(PollId(0));
                receive.visibility_timeout = Some(40_000);
                let Ok(ReceiveOutcome::Messages(mut deliveries)) = sqs.receive(now, queue, receive) else {
                    panic!("there is a message")
                };
                let receipt = deliveries.pop().expect("there is a message").receipt;
                if number % 90 == 0 {
                    stay.push(receipt);
                } else {
                    sqs.delete(now, queue, receipt).expect("it is in flight");
                }
            }
            assert!(sqs.weight() < 300_000, "{}", sqs.weight());
            sqs.check_invariants();
            let (some, others) = stay.split_at(100);
            for &receipt in some {
                sqs.change_visibility(now, queue, receipt, 0)
                    .expect("it is in flight");
            }
            assert_eq!(sqs.counts(queue).visible, 100);
            sqs.check_invariants();
            let before = sqs.clone();
            for &receipt in others.iter().rev() {
                sqs.change_visibility(now, queue, receipt, 20_000)
                    .expect("it is in flight");
                sqs.delete(now, queue, receipt).expect("it is in flight");
            }
            sqs.check_invariants();
            before.check_invariants();
            assert_eq!(sqs.counts(queue).present(), 100);
            sqs.advance(SimTime::from_secs(5 * 86_400));
            assert_eq!(sqs.counts(queue).expired, 100);
            sqs.check_invariants();
        }
    }
}
