//! The time-outs of calls. They are not on the agenda, which would fill with those that no longer matter.
//!
//! Time-outs of one length end in the order in which they began, so each length has a line of its own. Whoever is answered
//! leaves its line wherever it stands: each knows the one before it and the one behind it.

use cloud::time::SimDuration;

use crate::agenda::When;
use crate::slab::Key;

/// Nobody.
const NONE: u32 = u32::MAX;

/// A call that waits in a line.
#[derive(Clone, Copy, Debug)]
struct Place {
    call: Key,
    when: When,
    line: u32,
    before: u32,
    behind: u32,
}

/// Those that wait equally long, by the places of their calls.
#[derive(Clone, Copy, Debug)]
struct Line {
    length: SimDuration,
    first: u32,
    last: u32,
}

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Timeouts {
    /// By the places of the calls in their slab; meaningless where the call does not wait.
    places: Vec<Place>,
    lines: Vec<Line>,
    /// The earliest of all lines.
    first: When,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            lines: Vec::new(),
            first: When::NEVER,
        }
    }
}

impl Timeouts {
    /// The next one to end.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn first(&self) -> When {
        self.first
    }

    fn firsts(&self) -> impl Iterator<Item = &Place> {
        let lines = self.lines.iter().filter(|line| line.first != NONE);
        lines.map(|line| &self.places[line.first as usize])
    }

    /// The call whose time-out is the next to end.
    pub(crate) fn first_call(&self) -> Option<Key> {
        let first = self.firsts().min_by_key(|place| place.when)?;
        Some(first.call)
    }

    /// A call that does not wait yet waits so long, until then.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn begin(&mut self, call: Key, length: SimDuration, when: When) {
        let number = self.line_of(length);
        let line = &mut self.lines[number];
        let before = std::mem::replace(&mut line.last, call.index());
        let place = Place {
            call,
            when,
            line: number as u32,
            before,
            behind: NONE,
        };
        match self.places.get_mut(before as usize) {
            Some(before) => before.behind = call.index(),
            None => {
                line.first = call.index();
                self.first = self.first.min(when);
            }
        }
        let index = call.index() as usize;
        if index >= self.places.len() {
            self.places.resize(index + 1, place);
        }
        self.places[index] = place;
    }

    /// A line that is empty is used again for another length: there are never more lines than lengths in use at once, however
    /// often a time-out is edited.
    fn line_of(&mut self, length: SimDuration) -> usize {
        let lines = &mut self.lines;
        if let Some(line) = lines.iter().position(|line| line.length == length) {
            return line;
        }
        let empty = Line {
            length,
            first: NONE,
            last: NONE,
        };
        let line = lines.iter().position(|line| line.first == NONE);
        let line = line.unwrap_or(lines.len());
        if line == lines.len() {
            lines.push(empty);
        }
        lines[line] = empty;
        line
    }

    /// A call that waits does not wait any more.
    #[cfg_attr(not(small), inline(always))]
    pub(crate) fn end(&mut self, call: Key) {
        let Place {
            line, before, behind, ..
        } = self.places[call.index() as usize];
        let line = &mut self.lines[line as usize];
        match self.places.get_mut(behind as usize) {
            Some(behind) => behind.before = before,
            None => line.last = before,
        }
        match self.places.get_mut(before as usize) {
            Some(before) => before.behind = behind,
            None => {
                line.first = behind;
                self.first = self.firsts().map(|place| place.when).min().unwrap_or(When::NEVER);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Agenda;
    use crate::chance::{Luck, Purpose};
    use crate::sketch::PartId;
    use crate::slab::Slab;
    use cloud::time::SimTime;

    /// Calls that do nothing but wait, with the agenda that stamps their time-outs.
    #[derive(Default)]
    struct Calls {
        timeouts: Timeouts,
        agenda: Agenda,
        waiting: Slab<()>,
    }

    impl Calls {
        fn begin(&mut self, seconds: u64) -> Key {
            let length = SimDuration::from_secs(seconds);
            let when = self.agenda.stamp(SimTime::ZERO + length);
            let key = self.waiting.insert(());
            self.timeouts.begin(key, length, when);
            key
        }

        fn end(&mut self, key: Key) {
            self.waiting.remove(key).expect("it waits");
            self.timeouts.end(key);
        }

        fn end_all(&mut self) -> Vec<Key> {
            std::iter::from_fn(|| {
                let key = self.timeouts.first_call()?;
                self.end(key);
                Some(key)
            })
            .collect()
        }
    }

    #[test]
    fn time_outs_end_in_the_order_of_time_and_then_of_beginning() {
        let mut calls = Calls::default();
        let keys = [5, 2, 5, 2, 9].map(|seconds| calls.begin(seconds));
        assert_eq!(calls.end_all(), [keys[1], keys[3], keys[0], keys[2], keys[4]]);
        assert_eq!(calls.timeouts.first(), When::NEVER);
    }

    #[test]
    fn lines_are_used_again() {
        let mut calls = Calls::default();
        for seconds in 1..100 {
            let key = calls.begin(seconds);
            assert_eq!((calls.end_all(), calls.timeouts.lines.len()), (vec![key], 1));
        }
    }

    #[test]
    fn whoever_is_answered_leaves_wherever_it_stands() {
        let (mut calls, mut luck) = (Calls::default(), Luck::new(7, Purpose::Work(PartId(1))));
        let mut keys: Vec<Key> = Vec::new();
        for _ in 0..10_000 {
            keys.push(calls.begin(1));
            if keys.len() > 100 {
                let answered = luck.below(keys.len() as u64) as usize;
                calls.end(keys.remove(answered));
            }
            assert_eq!(calls.timeouts.first_call(), keys.first().copied());
            assert!(calls.timeouts.places.len() <= 101);
        }
        assert_eq!(calls.end_all(), keys);
    }
}
