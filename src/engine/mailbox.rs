//! Which command goes to the worker next. One at a time is on its way, so that a slow world slows the page's requests
//! instead of piling them up; of those that wait, a newer one replaces what it makes pointless.

use std::collections::VecDeque;

use cloud::time::SimTime;

use crate::bridge::protocol::{Command, Order, Ticket};

/// See the module's description.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    last: Ticket,
    /// The command that is not answered yet.
    on_its_way: Option<Ticket>,
    /// Where the worker was sent last, as far as that is known.
    aim: Option<SimTime>,
    /// Where the world was sent by a project, an edit or a seek, if it was not sent on since.
    goal: Option<SimTime>,
    /// Where a seek leads that has not shown yet where it led; a step back leads to the start, or near it.
    sought: Option<SimTime>,
    waiting: VecDeque<Order>,
    /// What is on its way is a project, or an edit of it.
    updating: bool,
}

impl Mailbox {
    /// Puts an order in line.
    pub(crate) fn put(&mut self, order: Order) {
        match order {
            Order::Load { at, .. } | Order::Update { at, .. } | Order::Seek { to: at } => {
                self.goal = Some(at);
            }
            Order::Advance { .. } | Order::StepForward { .. } | Order::StepBack { .. } => self.goal = None,
            _ => {}
        }
        if let Some(to) = sought_by(&order) {
            self.sought = Some(to);
        }
        self.waiting.retain(|waiting| !makes_pointless(&order, waiting));
        self.waiting.push_back(order);
    }

    /// The next command, if the one before is answered.
    pub(crate) fn take(&mut self) -> Option<Command> {
        if self.on_its_way.is_some() {
            return None;
        }
        let order = self.waiting.pop_front()?;
        self.last = Ticket(self.last.0.checked_add(1).unwrap_or(1));
        self.on_its_way = Some(self.last);
        self.aim = aim_after(self.aim, &order);
        self.updating = gives_project(&order);
        Some(Command {
            ticket: self.last,
            order,
        })
    }

    /// A reply has come. False if it answers nothing that is still asked.
    pub(crate) fn answered(&mut self, ticket: Ticket) -> bool {
        let expected = self.on_its_way == Some(ticket);
        if expected {
            self.on_its_way = None;
            self.updating = false;
        }
        expected
    }

    /// Whether a project or an edit of it has not been answered yet: what frames say is not true of it.
    pub(crate) fn is_updating(&self) -> bool {
        self.updating || self.waiting.iter().any(gives_project)
    }

    /// A frame shows where the world was sent, but for what still waits.
    pub(crate) fn arrived(&mut self) {
        self.sought = self.waiting.iter().filter_map(sought_by).next_back();
    }

    /// Where a seek leads that has not shown yet where it led.
    pub(crate) fn sought(&self) -> Option<SimTime> {
        self.sought
    }

    /// Whether nothing waits and nothing is on its way.
    pub(crate) fn is_idle(&self) -> bool {
        self.on_its_way.is_none() && self.waiting.is_empty()
    }

    /// Where the world is on its way to, if it is to stay there.
    pub(crate) fn goal(&self) -> Option<SimTime> {
        self.goal.filter(|_| !self.is_idle())
    }

    /// What waits is an older project than the one that the page has now.
    pub(crate) fn renew_update(&mut self, newer: impl FnOnce() -> Vec<u8>) {
        let update = self.waiting.iter_mut().find_map(|order| match order {
            Order::Update { project, .. } => Some(project),
            _ => None,
        });
        if let Some(project) = update {
            *project = newer();
        }
    }

    /// The worker is half-way: it is to go on before anything else, unless it is sent elsewhere.
    pub(crate) fn go_on(&mut self, budget_millis: u8) {
        let goes_on_anyway = |order: &Order| {
            matches!(
                order,
                Order::Load { .. } | Order::Update { .. } | Order::Seek { .. } | Order::CatchUp { .. }
            )
        };
        if !self.waiting.iter().any(goes_on_anyway) {
            self.waiting.push_front(Order::CatchUp { budget_millis });
        }
    }

    /// The worker is gone, and what was asked of it. Returns where it was on its way to, as far as that is known.
    pub(crate) fn clear(&mut self) -> Option<SimTime> {
        self.on_its_way = None;
        self.updating = false;
        self.sought = None;
        self.waiting.clear();
        self.aim.take()
    }
}

fn sought_by(order: &Order) -> Option<SimTime> {
    match *order {
        Order::Seek { to } => Some(to),
        Order::StepBack { .. } => Some(SimTime::ZERO),
        _ => None,
    }
}

fn gives_project(order: &Order) -> bool {
    matches!(order, Order::Load { .. } | Order::Update { .. })
}

/// Where a worker that was on its way to `aim` is sent by an order.
fn aim_after(aim: Option<SimTime>, order: &Order) -> Option<SimTime> {
    match *order {
        Order::Load { at, .. } => Some(at),
        Order::Advance { to, .. } | Order::Seek { to } => Some(to),
        Order::Update { at, .. } => Some(at),
        Order::CatchUp { .. }
        | Order::Look(_)
        | Order::SetStops { .. }
        | Order::Errand(_)
        | Order::ErrandOn { .. }
        | Order::Ask { .. }
        | Order::Add { .. } => aim,
        Order::StepForward { .. } | Order::StepBack { .. } | Order::Biography { .. } | Order::Panic => None,
    }
}

/// Whether carrying out `new` makes it pointless to carry out `old` before.
fn makes_pointless(new: &Order, old: &Order) -> bool {
    let moves = |order: &Order| {
        matches!(
            order,
            Order::Advance { .. } | Order::Seek { .. } | Order::CatchUp { .. }
        )
    };
    match new {
        Order::Load { .. } => !matches!(old, Order::Look(_) | Order::SetStops { .. } | Order::Panic),
        Order::Update { .. } => matches!(old, Order::Update { .. }),
        Order::Seek { .. } => moves(old),
        Order::Look(_) => matches!(old, Order::Look(_)),
        Order::SetStops { .. } => matches!(old, Order::SetStops { .. }),
        Order::Errand(_) => matches!(old, Order::Errand(_) | Order::ErrandOn { .. }),
        Order::Biography { .. } => matches!(old, Order::Biography { .. }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(project: Vec<u8>) -> Order {
        Order::Update {
            project,
            at: SimTime::ZERO,
            explored: SimTime::ZERO,
        }
    }

    fn seek(seconds: u64) -> Order {
        Order::Seek {
            to: SimTime::from_secs(seconds),
        }
    }

    #[test]
    fn one_command_at_a_time() {
        let mut mailbox = Mailbox::default();
        mailbox.put(Order::StepForward { of: None });
        mailbox.put(Order::StepBack { of: None });
        let first = mailbox.take().unwrap();
        assert_eq!(mailbox.take(), None);
        assert!(!mailbox.answered(Ticket(99)), "an answer to nothing");
        assert!(mailbox.answered(first.ticket));
        let second = mailbox.take().unwrap();
        assert_eq!(second.order, Order::StepBack { of: None });
        assert_ne!(second.ticket, first.ticket);
        assert!(!mailbox.is_idle());
        assert!(mailbox.answered(second.ticket));
        assert!(mailbox.is_idle());
    }

    #[test]
    fn a_hand_on_the_play_head_asks_only_for_the_last_place() {
        let mut mailbox = Mailbox::default();
        mailbox.put(seek(1));
        let first = mailbox.take().unwrap();
        for seconds in 2..50 {
            mailbox.put(seek(seconds));
        }
        mailbox.answered(first.ticket);
        let next = mailbox.take().unwrap();
        assert_eq!(next.order, seek(49));
        mailbox.answered(next.ticket);
        assert!(mailbox.is_idle());
    }

    #[test]
    fn where_a_seek_leads_is_known_until_a_frame_shows_it() {
        let mut mailbox = Mailbox::default();
        mailbox.put(Order::Panic);
        let before = mailbox.take().unwrap().ticket;
        mailbox.put(seek(3));
        mailbox.answered(before);
        mailbox.arrived();
        let sought = Some(SimTime::from_secs(3));
        assert_eq!(mailbox.sought(), sought, "that frame was of something else");
        let seeking = mailbox.take().unwrap().ticket;
        assert_eq!(mailbox.sought(), sought, "it is under way");
        mailbox.answered(seeking);
        mailbox.arrived();
        assert_eq!(mailbox.sought(), None);
        mailbox.put(Order::StepBack { of: None });
        assert_eq!(mailbox.sought(), Some(SimTime::ZERO));
    }

    #[test]
    fn what_is_opened_is_on_its_way_to_its_moment_until_it_is_there() {
        let mut mailbox = Mailbox::default();
        let at = SimTime::from_secs(4);
        let project = vec![1];
        mailbox.put(Order::Load { project, at });
        let load = mailbox.take().unwrap().ticket;
        assert_eq!(mailbox.goal(), Some(at));
        mailbox.answered(load);
        mailbox.go_on(1);
        assert_eq!(mailbox.goal(), Some(at), "half-way");
        let rest = mailbox.take().unwrap().ticket;
        mailbox.answered(rest);
        assert_eq!(mailbox.goal(), None, "there");
        mailbox.put(seek(9));
        mailbox.put(Order::StepForward { of: None });
        assert_eq!(mailbox.goal(), None, "sent on");
    }

    #[test]
    fn what_is_half_done_is_done_before_the_next_unless_that_replaces_it() {
        let mut mailbox = Mailbox::default();
        let going_on = Order::CatchUp { budget_millis: 1 };
        mailbox.put(Order::StepBack { of: None });
        mailbox.go_on(1);
        mailbox.go_on(1);
        assert_eq!(mailbox.waiting, [going_on, Order::StepBack { of: None }]);
        mailbox.put(seek(5));
        mailbox.go_on(1);
        assert_eq!(mailbox.waiting, [Order::StepBack { of: None }, seek(5)]);
    }

    #[test]
    fn a_lost_worker_was_on_its_way_to_where_it_was_sent_last() {
        let mut mailbox = Mailbox::default();
        let mut send = |order| {
            mailbox.put(order);
            let ticket = mailbox.take().unwrap().ticket;
            mailbox.answered(ticket);
            mailbox.aim
        };
        assert_eq!(send(seek(5)), Some(SimTime::from_secs(5)));
        assert_eq!(
            send(Order::CatchUp { budget_millis: 1 }),
            Some(SimTime::from_secs(5))
        );
        assert_eq!(send(Order::StepBack { of: None }), None);
        send(seek(7));
        assert_eq!(mailbox.clear(), Some(SimTime::from_secs(7)));
        assert_eq!(mailbox.clear(), None);
    }

    #[test]
    fn another_project_makes_everything_else_pointless_but_what_is_looked_at() {
        let mut mailbox = Mailbox::default();
        let look = crate::bridge::protocol::Look {
            dots_max: 10,
            chosen: None,
            language: 0,
        };
        mailbox.put(Order::Look(look));
        mailbox.put(seek(1));
        mailbox.put(update(vec![1]));
        mailbox.put(Order::Load {
            project: vec![2],
            at: SimTime::ZERO,
        });
        let mut orders = Vec::new();
        while let Some(command) = mailbox.take() {
            mailbox.answered(command.ticket);
            orders.push(command.order);
        }
        assert_eq!(
            orders,
            [
                Order::Look(look),
                Order::Load {
                    project: vec![2],
                    at: SimTime::ZERO
                }
            ]
        );
    }

    #[test]
    fn an_edit_is_under_way_until_it_is_answered() {
        let mut mailbox = Mailbox::default();
        assert!(!mailbox.is_updating());
        mailbox.put(update(vec![1]));
        assert!(mailbox.is_updating());
        let ticket = mailbox.take().unwrap().ticket;
        assert!(mailbox.is_updating());
        mailbox.answered(ticket);
        assert!(!mailbox.is_updating());
    }
}
