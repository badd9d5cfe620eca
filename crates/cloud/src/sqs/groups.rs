//! Message groups: their names, and for FIFO queues which of them can be served next.
//!
//! The rule (`reference/sqs.md` §4): the messages of a group are scanned in order and delivered up to the first
//! that is hidden. So a group can be served exactly when its first message is visible (and in sight), and such groups form a
//! rotation: a group that was served has its first message in flight, and comes back at the end of the line.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::chains::{Chains, Hash, NONE, hash, is_same};
use super::list::{Linked, Links, List};
use super::look_ahead::LookAhead;
use super::record::{FifoLabel, Place, Record};
use super::ring::Ring;
use super::slab::Slab;

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
    /// The next in its chain, or [`NONE`].
    next: u32,
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

impl Group {
    /// Of no messages yet.
    fn new(name: &Rc<str>, hash: Hash) -> Self {
        Self {
            name: name.clone(),
            hash,
            next: NONE,
            members: 0,
            visible: 0,
            messages: List::default(),
            in_sight: true,
            standing: Standing::Hidden,
            links: Links::UNLINKED,
        }
    }
}

impl Linked for Slab<Group> {
    #[cfg_attr(not(small), inline(always))]
    fn links(&self, element: u64) -> &Links {
        &self[element as u32].links
    }

    #[cfg_attr(not(small), inline(always))]
    fn links_mut(&mut self, element: u64) -> &mut Links {
        &mut self[element as u32].links
    }
}

/// The groups that have messages.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    groups: Slab<Group>,
    chains: Chains,
    /// How many there are.
    count: usize,
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
    /// Standard: counts one more message to the group of this name, and returns the group.
    pub(super) fn join(&mut self, name: &Rc<str>) -> u32 {
        let hash = hash(name);
        let group = self.find(hash, name);
        let group = group.unwrap_or_else(|| self.found(Group::new(name, hash)));
        self.groups[group].members += 1;
        group
    }

    /// Standard: counts one message less; a group without messages is forgotten.
    pub(super) fn part(&mut self, group: u32) {
        let left = &mut self.groups[group];
        left.members -= 1;
        if left.members == 0 {
            self.forget(group);
        }
    }

    #[cfg_attr(not(small), inline(always))]
    fn find(&self, hash: Hash, name: &Rc<str>) -> Option<u32> {
        let mut number = self.chains.head(hash);
        while number != NONE {
            let group = &self.groups[number];
            if group.hash == hash && is_same(&group.name, name) {
                return Some(number);
            }
            number = group.next;
        }
        None
    }

    /// Inlined so that the group is made where it stays.
    #[cfg_attr(not(small), inline(always))]
    fn found(&mut self, mut group: Group) -> u32 {
        if self.chains.fit_badly(self.count) {
            self.chain_anew();
        }
        self.count += 1;
        let hash = group.hash;
        group.next = self.chains.head(hash);
        let number = self.groups.insert(group);
        self.chains.replace_head(hash, number);
        number
    }

    #[cold]
    #[inline(never)]
    fn chain_anew(&mut self) {
        for mut number in self.chains.renew(self.count) {
            while number != NONE {
                let group = &mut self.groups[number];
                let next = group.next;
                group.next = self.chains.replace_head(group.hash, number);
                number = next;
            }
        }
    }

    /// Forgets a group whose last message leaves.
    #[cfg_attr(not(small), inline(always))]
    fn forget(&mut self, number: u32) {
        let &Group {
            standing, hash, next, ..
        } = &self.groups[number];
        if let Some(list) = self.standings.list(standing) {
            list.remove(&mut self.groups, number.into());
        }
        let mut before = self.chains.head(hash);
        if before == number {
            self.chains.replace_head(hash, next);
        } else {
            while self.groups[before].next != number {
                before = self.groups[before].next;
            }
            self.groups[before].next = next;
        }
        self.groups.remove(number);
        self.count -= 1;
    }

    pub(super) fn name(&self, group: u32) -> Option<Rc<str>> {
        (group != NONE).then(|| self.groups[group].name.clone())
    }

    pub(super) fn weight(&self) -> usize {
        self.chains.weight()
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Order, for FIFO queues.
impl Groups {
    /// A message comes in, visible, at the end of the group of this name. Returns the group, and its neighbours there.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn enter(
        &mut self,
        labels: &mut Ring<FifoLabel>,
        name: &Rc<str>,
        number: u64,
        in_sight: bool,
    ) -> (u32, Links) {
        let hash = hash(name);
        let Some(group) = self.find(hash, name) else {
            return self.enter_first(name, hash, number, in_sight);
        };
        let entered = &mut self.groups[group];
        entered.members += 1;
        entered.visible += 1;
        let links = entered.messages.append(labels, number);
        // It is first only in a group that is new.
        if entered.standing == Standing::Hidden {
            self.stand(group, false);
        }
        (group, links)
    }

    #[cfg_attr(not(small), inline(always))]
    fn enter_first(&mut self, name: &Rc<str>, hash: Hash, number: u64, in_sight: bool) -> (u32, Links) {
        let (list, standing) = if in_sight {
            (&mut self.standings.ready, Standing::Ready)
        } else {
            (&mut self.standings.blocked, Standing::Blocked)
        };
        let links = list.end();
        let group = self.found(Group {
            members: 1,
            visible: 1,
            messages: List::of(number),
            in_sight,
            standing,
            links,
            ..Group::new(name, hash)
        });
        if let Some(list) = self.standings.list(standing) {
            list.append(&mut self.groups, group.into());
        }
        (group, Links::UNLINKED)
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

    /// A message of the group was visible and is hidden now. Returns the name of the group.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn hide(&mut self, group: u32, number: u64) -> Rc<str> {
        let hiding = &mut self.groups[group];
        hiding.visible -= 1;
        let name = hiding.name.clone();
        let was_ready = hiding.standing == Standing::Ready;
        let is_first = hiding.messages.first() == Some(number);
        if was_ready && is_first && hiding.visible == 0 {
            hiding.standing = Standing::Hidden;
            let links = hiding.links;
            self.standings.ready.unlink(&mut self.groups, links);
        } else {
            self.stand(group, was_ready && !is_first);
        }
        name
    }

    /// A message, which was visible or not, has left its group, where it had these neighbours. The group keeps its turn if it
    /// can still be served.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn leave(
        &mut self,
        records: &Ring<Record>,
        labels: &mut Ring<FifoLabel>,
        look_ahead: &LookAhead,
        (group, links): (u32, Links),
        was_visible: bool,
    ) {
        if self.groups[group].members == 1 {
            self.forget(group);
            return;
        }
        self.change(records, group, |group| {
            group.members -= 1;
            group.visible -= u32::from(was_visible);
            group.messages.unlink(labels, links);
            if let Some(first) = group.messages.first() {
                group.in_sight = look_ahead.reaches(labels, first);
            }
        });
    }

    /// Changes a group, and lets it stand where it should.
    fn change(&mut self, records: &Ring<Record>, number: u32, change: impl FnOnce(&mut Group)) {
        let group = &mut self.groups[number];
        change(group);
        let is_visible = |first: u64| records[first].place() == Place::Visible;
        let is_ready = group.in_sight && group.visible > 0 && group.messages.first().is_some_and(is_visible);
        self.stand(number, is_ready);
    }

    /// Puts a group into the list of its standing, at the end; where it stands already it keeps its turn.
    #[cfg_attr(not(small), inline(always))]
    fn stand(&mut self, number: u32, is_ready: bool) {
        let group = &mut self.groups[number];
        let after = match (is_ready, group.visible) {
            (true, _) => Standing::Ready,
            (false, 0) => Standing::Hidden,
            (false, _) => Standing::Blocked,
        };
        let before = std::mem::replace(&mut group.standing, after);
        if after == before {
            return;
        }
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
            assert_eq!(self.find(group.hash, &group.name), Some(number), "{}", group.name);
        }
        assert_eq!(groups.len(), self.count, "every group has messages and a name");
        assert!(ready.is_subset(&groups) && blocked.is_subset(&groups));
    }
}
