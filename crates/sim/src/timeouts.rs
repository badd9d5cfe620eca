//! The time-outs of calls. They are not on the agenda, which would fill with those that no longer matter.

use std::collections::VecDeque;

use cloud::time::SimDuration;

use crate::agenda::When;
use crate::slab::Key;

/// More than so many of a line, and more than half of it, may not have left it.
const FEW: usize = 16;

/// Where a call waits for the end of its time-out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    pub(crate) when: When,
    line: usize,
}

/// Time-outs of one length end in the order in which they began. Whoever is answered while others are before it is forgotten
/// when it comes to be the first, or with all others like it when they are most of the line.
#[derive(Clone, Debug)]
struct Line {
    length: SimDuration,
    /// The first one waits.
    calls: VecDeque<(When, Key)>,
    /// How many of them do not wait any more.
    left: usize,
}

/// See the module's text.
#[derive(Clone, Debug)]
pub(crate) struct Timeouts {
    lines: Vec<Line>,
    /// The earliest of all lines.
    first: When,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
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

    /// The call whose time-out is the next to end.
    pub(crate) fn first_call(&self) -> Option<Key> {
        let firsts = self.lines.iter().filter_map(|line| line.calls.front());
        let (_, key) = firsts.min_by_key(|(when, _)| *when)?;
        Some(*key)
    }

    /// A call waits so long, until then.
    #[inline]
    pub(crate) fn begin(&mut self, key: Key, length: SimDuration, when: When) -> Deadline {
        let line = self.line_of(length);
        let calls = &mut self.lines[line].calls;
        if calls.is_empty() {
            self.first = self.first.min(when);
        }
        calls.push_back((when, key));
        Deadline { when, line }
    }

    /// A line that is empty is used again for another length: there are never more lines than lengths in use at once, however
    /// often a time-out is edited.
    fn line_of(&mut self, length: SimDuration) -> usize {
        let lines = &mut self.lines;
        if let Some(line) = lines.iter().position(|line| line.length == length) {
            return line;
        }
        let line = lines.iter().position(|line| line.calls.is_empty());
        let line = line.unwrap_or(lines.len());
        if line == lines.len() {
            lines.push(Line {
                length,
                calls: VecDeque::new(),
                left: 0,
            });
        }
        lines[line].length = length;
        line
    }

    /// A call does not wait any more. `waits` tells of others whether they do.
    #[inline]
    pub(crate) fn end(&mut self, deadline: Deadline, waits: impl Fn(When, Key) -> bool) {
        let line = &mut self.lines[deadline.line];
        line.left += 1;
        if line.calls.front().is_some_and(|&(when, _)| when == deadline.when) {
            while let Some(&(when, key)) = line.calls.front()
                && !waits(when, key)
            {
                line.calls.pop_front();
                line.left -= 1;
            }
            let firsts = self.lines.iter().filter_map(|line| line.calls.front());
            self.first = firsts.map(|&(when, _)| when).min().unwrap_or(When::NEVER);
        } else if line.left > FEW + line.calls.len() / 2 {
            line.calls.retain(|&(when, key)| waits(when, key));
            line.left = 0;
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

    /// Calls as their deadlines, with the agenda that stamps these.
    #[derive(Default)]
    struct Calls {
        timeouts: Timeouts,
        agenda: Agenda,
        waiting: Slab<Deadline>,
    }

    impl Calls {
        fn begin(&mut self, seconds: u64) -> Key {
            let length = SimDuration::from_secs(seconds);
            let when = self.agenda.stamp(SimTime::ZERO + length);
            let key = self.waiting.insert(Deadline { when, line: 0 });
            let deadline = self.timeouts.begin(key, length, when);
            *self.waiting.get_mut(key).expect("it was put in") = deadline;
            key
        }

        fn end(&mut self, key: Key) {
            let deadline = self.waiting.remove(key).expect("it waits");
            let waiting = &self.waiting;
            self.timeouts.end(deadline, |when, key| {
                waiting.get(key).is_some_and(|deadline| deadline.when == when)
            });
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
    fn whoever_is_answered_leaves_wherever_it_stands_and_lines_stay_short() {
        let (mut calls, mut luck) = (Calls::default(), Luck::new(7, Purpose::Work(PartId(1))));
        let mut keys: Vec<Key> = Vec::new();
        for _ in 0..10_000 {
            keys.push(calls.begin(1));
            if keys.len() > 100 {
                let answered = luck.below(keys.len() as u64) as usize;
                calls.end(keys.remove(answered));
            }
            assert_eq!(calls.timeouts.first_call(), keys.first().copied());
            assert!(calls.timeouts.lines[0].calls.len() <= 2 * (100 + FEW) + 2);
        }
        assert_eq!(calls.end_all(), keys);
    }
}
