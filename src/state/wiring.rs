//! Drawing and moving wires: what every part says to the loose end, where it would be let go, and letting it go.

use std::rc::Rc;

use cloud::order::Gather;
use sim::wiring::LinkKind;
use sim::{LinkId, PartId};
use studio::wiring;
use studio::words::{Names, Sentence};
use yew::prelude::*;

use super::command::Way;
use super::desk::Desk;
use super::hand::{Hand, Loose, Wiring, distance};
use super::selection::Thing;
use super::shell::{QuickAdd, ShellAction};
use crate::geometry::{Layout, Point};

/// How near to a port, in CSS pixels, a wire that is let go snaps to it.
const DROP_RADIUS: f64 = 20.0;

impl Desk {
    /// Begins to draw or move a wire. A `sticky` one follows the pointer without a button.
    pub(crate) fn begin_wiring(&self, loose: Loose, at: Point, sticky: bool) {
        let (project, now) = (self.project(), self.now());
        let verdict = |part: PartId| {
            let (from, to) = loose.ends(part);
            match loose.moved() {
                Some(link) => wiring::check_reconnect(&project, now, link, from, to),
                None => wiring::check(&project, now, from, to),
            }
        };
        let verdicts = self
            .layout()
            .cards
            .keys()
            .map(|&part| (part, verdict(part)))
            .gather();
        self.set_hand(Hand::Wiring(Wiring {
            loose,
            at,
            verdicts: Rc::new(verdicts),
            over: None,
            sticky,
        }));
    }

    /// Moves the loose end.
    pub(crate) fn drag_wire(&self, at: Point) {
        let Hand::Wiring(wiring) = self.hand() else { return };
        let over = part_near(
            &self.layout(),
            &wiring,
            at,
            DROP_RADIUS / self.camera().view().zoom,
        );
        self.set_hand(Hand::Wiring(Wiring { at, over, ..wiring }));
    }

    /// Lets the loose end go where it is: on a part, or on the ground, where fitting parts are offered.
    pub(crate) fn drop_wire(&self) {
        let Hand::Wiring(wiring) = self.hand() else { return };
        self.set_hand(Hand::Free);
        match (wiring.over, wiring.loose) {
            (Some(part), loose) if part != loose.anchor() => self.join(loose, part),
            (Some(_), _) => {}
            (None, Loose::Head { .. } | Loose::Tail { .. }) => {
                let offer = QuickAdd {
                    at: wiring.at,
                    wire: Some(wiring.loose),
                };
                self.put(ShellAction::OfferParts(Some(offer)));
            }
            (None, _) => {}
        }
    }

    /// Puts the loose end on `part`, or says why that makes no sense.
    pub(crate) fn join(&self, loose: Loose, part: PartId) {
        let (from, to) = loose.ends(part);
        let joined = self.edit_for(|editor, now| match loose.moved() {
            Some(link) => editor.reconnect(now, link, from, to).map(|()| link),
            None => editor.connect(now, from, to),
        });
        match joined {
            Some(Ok(link)) => {
                self.select_only(Thing::Link(link));
                let project = self.project();
                let names = Names::of(self.language(), &project);
                let (from, to) = (names.part(from).into_owned(), names.part(to).into_owned());
                self.announce(Sentence::Connected { from, to });
            }
            Some(Err(problem)) => self.notify(Sentence::Wiring(problem), true),
            None => {}
        }
    }

    /// Begins a wire from a part by the keyboard: arrows and letters choose where it leads.
    pub(crate) fn choose_target(&self, from: PartId) {
        let layout = self.layout();
        let Some(card) = layout.cards.get(&from) else {
            return;
        };
        self.begin_wiring(Loose::Head { from }, card.rect.out_port(), true);
        let Hand::Wiring(wiring) = self.hand() else { return };
        let targets = wiring.legal().count() as u64;
        let project = self.project();
        let name = Names::of(self.language(), &project).part(from).into_owned();
        self.announce(Sentence::ChooseTarget { from: name, targets });
        let first = super::order::flow(&layout)
            .into_iter()
            .find(|&part| wiring.verdicts[&part].is_ok());
        self.aim_at(first);
    }

    /// Aims a wire at the next fitting part in a direction.
    pub(crate) fn aim_further(&self, way: Way) {
        let Hand::Wiring(wiring) = self.hand() else { return };
        let layout = self.layout();
        let here = wiring.over.unwrap_or(wiring.loose.anchor());
        let next = super::order::nearest(&layout, here, way, wiring.legal().filter(|&part| part != here));
        if next.is_some() {
            self.aim_at(next);
        }
    }

    /// Aims a wire at the next fitting part whose name begins with what was typed.
    pub(crate) fn aim_at_name(&self, letter: &str) {
        let Hand::Wiring(wiring) = self.hand() else { return };
        let project = self.project();
        let names = Names::of(self.language(), &project);
        let begins = |part: &PartId| {
            names
                .part(*part)
                .to_lowercase()
                .starts_with(&letter.to_lowercase())
        };
        let mut fitting: Vec<PartId> = wiring.legal().filter(begins).collect();
        let after = fitting
            .iter()
            .position(|part| Some(*part) == wiring.over)
            .map_or(0, |place| place + 1);
        if !fitting.is_empty() {
            let next = after % fitting.len();
            self.aim_at(Some(fitting.swap_remove(next)));
        }
    }

    fn aim_at(&self, part: Option<PartId>) {
        let Hand::Wiring(wiring) = self.hand() else { return };
        let Some((part, card)) = part.and_then(|part| Some((part, *self.layout().cards.get(&part)?))) else {
            return;
        };
        let at = if wiring.loose.is_head() {
            card.rect.in_port()
        } else {
            card.rect.out_port()
        };
        self.camera().reveal(card.rect.grown(24.0));
        self.set_hand(Hand::Wiring(Wiring {
            at,
            over: Some(part),
            ..wiring
        }));
        let project = self.project();
        self.announcer()
            .say(Names::of(self.language(), &project).part(part).into_owned());
    }

    /// The wires that can be drawn from a part, for the button that does what dragging does.
    pub(crate) fn can_send_on(&self, from: PartId) -> bool {
        !wiring::legal_kinds(&self.project(), self.now(), from).is_empty()
    }

    /// The end of a wire that was taken hold of.
    pub(crate) fn loosen(&self, link: LinkId, head: bool) -> Option<Loose> {
        let wire = *self.layout().wires.get(&link)?;
        Some(if head {
            Loose::HeadOf {
                link,
                from: wire.from,
            }
        } else {
            Loose::TailOf { link, to: wire.to }
        })
    }

    /// What is said beside the pointer while a wire hangs over a part.
    pub(crate) fn aim_in_words(&self, wiring: &Wiring) -> Option<(AttrValue, bool)> {
        let (part, verdict) = wiring.aim()?;
        if part == wiring.loose.anchor() {
            return None;
        }
        Some(match verdict {
            Ok(LinkKind::Send) => (self.words(studio::words::Inspector::SendWire), true),
            Ok(LinkKind::Poll) => (self.words(studio::words::Inspector::PollWire), true),
            Ok(LinkKind::Call) => (self.words(studio::words::Inspector::CallWire), true),
            Ok(LinkKind::DeadLetter) => (self.words(studio::words::Inspector::DeadLetterWire), true),
            Err(problem) => (self.words(Sentence::Wiring(problem)), false),
        })
    }
}

/// The part whose card is under `at`, or whose fitting port is within `radius` of it.
fn part_near(layout: &Layout, wiring: &Wiring, at: Point, radius: f64) -> Option<PartId> {
    let under = layout
        .cards
        .iter()
        .rev()
        .find(|(_, card)| card.rect.contains(at))
        .map(|(&part, _)| part);
    let port = |part: PartId| {
        let rect = layout.cards[&part].rect;
        let level = if wiring.loose.is_head() {
            rect.in_port()
        } else {
            rect.out_port()
        };
        let upright = if wiring.loose.is_head() {
            rect.catch_port()
        } else {
            rect.drop_port()
        };
        distance(level, at).min(distance(upright, at))
    };
    let near = wiring
        .legal()
        .map(|part| (part, port(part)))
        .filter(|(_, far)| *far <= radius);
    under.or_else(|| near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(part, _)| part))
}
