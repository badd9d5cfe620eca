//! Message groups: their names, and for FIFO queues which of them can be served next.
//!
//! The rule (`reference/sqs.md` §4): the messages of a group are scanned in order and delivered up to the first
//! that is hidden. So a group can be served exactly when its first message is visible (and in sight), and such groups form a
//! rotation: a group that was served has its first message in flight, and comes back at the end of the line.

use std::collections::BTreeSet;
use std::hash::Hasher;
use std::rc::Rc;

use rustc_hash::FxHasher;

use super::index::{Hash, Index};
use super::list::{Linked, Links, List};
use super::look_ahead::LookAhead;
use super::record::{FifoLabel, Place, Record};
use super::ring::Ring;
use super::slab::{NONE, Slab};

/// What can be had from a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// The first message is visible.
    Ready,
    /// There are visible messages, behind a hidden one or out of sight.
    Blocked,
    /// Every message is hidden.
    Hidden,
}

#[derive(Clone, Debug)]
struct Group {
    name: Rc<str>,
    hash: Hash,
    /// How many messages it has.
    members: u32,
    /// How many of them are visible.
    visible: u32,
    /// In the order of arrival, visible or not.
    messages: List,
    /// FIFO: whether a receive looks as far as the first of them.
    in_sight: bool,
    standing: Standing,
    links: Links,
}

impl Linked for Slab<Group> {
    #[inline(always)]
    fn links(&self, element: u64) -> &Links {
        &self[element as u32].links
    }

    #[inline(always)]
    fn links_mut(&mut self, element: u64) -> &mut Links {
        &mut self[element as u32].links
    }
}

/// The groups that have messages.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    groups: Slab<Group>,
    names: Index,
    standings: Standings,
}

#[derive(Clone, Copy, Debug, Default)]
struct Standings {
    ready: List,
    blocked: List,
}

impl Standings {
    fn list(&mut self, standing: Standing) -> Option<&mut List> {
        match standing {
            Standing::Ready => Some(&mut self.ready),
            Standing::Blocked => Some(&mut self.blocked),
            Standing::Hidden => None,
        }
    }
}

/// Names, for both kinds of queue.
impl Groups {
    /// Counts one more message to the group of this name, and returns the group.
    pub(super) fn join(&mut self, name: &Rc<str>) -> u32 {
        let hash = hash(name);
        let is_right = |group: u32| {
            let other = &self.groups[group].name;
            Rc::ptr_eq(other, name) || other == name
        };
        let group = match self.names.find(hash, is_right) {
            Some(group) => group,
            None => self.found(name, hash),
        };
        self.groups[group].members += 1;
        group
    }

    fn found(&mut self, name: &Rc<str>, hash: Hash) -> u32 {
        let group = self.groups.insert(Group {
            name: name.clone(),
            hash,
            members: 0,
            visible: 0,
            messages: List::default(),
            in_sight: true,
            standing: Standing::Hidden,
            links: Links::UNLINKED,
        });
        self.names.insert(hash, group);
        group
    }

    /// Counts one message less; a group without messages is forgotten.
    pub(super) fn part(&mut self, group: u32) {
        let left = &mut self.groups[group];
        left.members -= 1;
        if left.members == 0 {
            assert_eq!(
                left.standing,
                Standing::Hidden,
                "a group without messages has nothing to show"
            );
            self.names.remove(left.hash, group);
            self.groups.remove(group);
        }
    }

    pub(super) fn name(&self, group: u32) -> Option<Rc<str>> {
        (group != NONE).then(|| self.groups[group].name.clone())
    }

    pub(super) fn weight(&self) -> usize {
        self.names.weight()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

fn hash(name: &str) -> Hash {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    hasher.finish() as Hash
}

/// Order, for FIFO queues.
impl Groups {
    /// A message comes in, visible, at the end of its group.
    pub(super) fn enter(
        &mut self,
        records: &Ring<Record>,
        labels: &mut Ring<FifoLabel>,
        number: u64,
        in_sight: bool,
    ) {
        self.change(records, labels[number].group, |group| {
            if group.messages.first().is_none() {
                group.in_sight = in_sight;
            }
            group.messages.push_back(labels, number);
            group.visible += 1;
        });
    }

    /// Receives look as far as this message from now on.
    pub(super) fn come_in_sight(&mut self, records: &Ring<Record>, labels: &Ring<FifoLabel>, number: u64) {
        self.change(records, labels[number].group, |group| {
            group.in_sight |= group.messages.first() == Some(number);
        });
    }

    /// A message of the group became visible.
    pub(super) fn show(&mut self, records: &Ring<Record>, group: u32) {
        self.change(records, group, |group| group.visible += 1);
    }

    /// A message of the group was visible and is hidden now.
    pub(super) fn hide(&mut self, records: &Ring<Record>, group: u32) {
        self.change(records, group, |group| group.visible -= 1);
    }

    /// A message leaves for good; [`Self::part`] comes next. The group keeps its turn if it can still be served.
    pub(super) fn leave(
        &mut self,
        records: &Ring<Record>,
        labels: &mut Ring<FifoLabel>,
        look_ahead: &LookAhead,
        number: u64,
    ) {
        let is_visible = records[number].place() == Place::Visible;
        self.change(records, labels[number].group, |group| {
            group.visible -= u32::from(is_visible);
            group.messages.remove(labels, number);
            if let Some(first) = group.messages.first() {
                group.in_sight = look_ahead.reaches(labels, first);
            }
        });
    }

    /// Changes a group and puts it into the list of its standing, at the end; where it stands already it keeps its turn.
    #[inline(always)]
    fn change(&mut self, records: &Ring<Record>, number: u32, change: impl FnOnce(&mut Group)) {
        let group = &mut self.groups[number];
        change(group);
        let is_visible = |first: u64| records[first].place() == Place::Visible;
        let is_ready = group.in_sight && group.visible > 0 && group.messages.first().is_some_and(is_visible);
        let after = match (is_ready, group.visible) {
            (true, _) => Standing::Ready,
            (false, 0) => Standing::Hidden,
            (false, _) => Standing::Blocked,
        };
        if after == group.standing {
            return;
        }
        let before = std::mem::replace(&mut group.standing, after);
        if let Some(list) = self.standings.list(before) {
            list.remove(&mut self.groups, number.into());
        }
        if let Some(list) = self.standings.list(after) {
            list.push_back(&mut self.groups, number.into());
        }
    }

    /// The next message to deliver, after `last` was taken in the same receive: the next of the same group,
    /// else the first of the next group.
    pub(super) fn next(
        &self,
        records: &Ring<Record>,
        labels: &Ring<FifoLabel>,
        look_ahead: &LookAhead,
        last: Option<u64>,
    ) -> Option<u64> {
        let visible = |&number: &u64| records[number].place() == Place::Visible;
        last.and_then(|last| List::next(labels, last))
            .filter(visible)
            .filter(|&number| look_ahead.reaches(labels, number))
            .or_else(|| {
                self.standings
                    .ready
                    .first()
                    .and_then(|group| self.groups[group as u32].messages.first())
            })
    }

    /// Messages that a receive could get, in the order in which it would.
    pub(super) fn deliverable(
        &self,
        records: &Ring<Record>,
        labels: &Ring<FifoLabel>,
        look_ahead: &LookAhead,
    ) -> impl Iterator<Item = u64> {
        self.standings.ready.iter(&self.groups).flat_map(move |group| {
            self.messages(labels, group as u32).take_while(|&number| {
                records[number].place() == Place::Visible && look_ahead.reaches(labels, number)
            })
        })
    }

    /// Visible messages behind a hidden one of their group, or too far behind all others.
    pub(super) fn blocked(
        &self,
        records: &Ring<Record>,
        labels: &Ring<FifoLabel>,
        look_ahead: &LookAhead,
    ) -> impl Iterator<Item = u64> {
        let visible = |&number: &u64| records[number].place() == Place::Visible;
        let free = move |number: &u64| visible(number) && look_ahead.reaches(labels, *number);
        let groups = self
            .standings
            .ready
            .iter(&self.groups)
            .chain(self.standings.blocked.iter(&self.groups));
        groups.flat_map(move |group| {
            self.messages(labels, group as u32)
                .skip_while(free)
                .filter(visible)
        })
    }

    fn messages(&self, labels: &Ring<FifoLabel>, group: u32) -> impl Iterator<Item = u64> {
        self.groups[group].messages.iter(labels)
    }
}

impl Groups {
    /// Asserts that each group of these messages stands where it should. For tests.
    pub(super) fn check_invariants(
        &self,
        records: &Ring<Record>,
        labels: &Ring<FifoLabel>,
        look_ahead: &LookAhead,
        numbers: impl Iterator<Item = u64>,
    ) {
        let listed =
            |list: List| -> BTreeSet<u32> { list.iter(&self.groups).map(|group| group as u32).collect() };
        let (ready, blocked) = (listed(self.standings.ready), listed(self.standings.blocked));
        let groups: BTreeSet<u32> = numbers.map(|number| labels[number].group).collect();
        for &number in &groups {
            let group = &self.groups[number];
            let visible: Vec<bool> = self
                .messages(labels, number)
                .map(|number| records[number].place() == Place::Visible)
                .collect();
            let first = group.messages.first().expect("a group has messages");
            let in_sight = look_ahead.reaches(labels, first);
            let expected = match (visible[0] && in_sight, visible.contains(&true)) {
                (true, _) => Standing::Ready,
                (false, true) => Standing::Blocked,
                (false, false) => Standing::Hidden,
            };
            let lists = (ready.contains(&number), blocked.contains(&number));
            let right = (expected == Standing::Ready, expected == Standing::Blocked);
            assert_eq!((group.standing, lists), (expected, right), "{}", group.name);
            assert_eq!(group.in_sight, in_sight, "{}", group.name);
            assert_eq!(group.members as usize, visible.len(), "{}", group.name);
            let count = visible.iter().filter(|&&is| is).count();
            assert_eq!(group.visible as usize, count, "{}", group.name);
            let found = self.names.find(group.hash, |other| other == number);
            assert_eq!(found, Some(number), "{}", group.name);
        }
        assert_eq!(
            groups.len(),
            self.names.len(),
            "every group has messages and a name"
        );
        assert!(ready.is_subset(&groups) && blocked.is_subset(&groups));
    }
}
