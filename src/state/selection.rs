//! What is selected: parts, links and notes.

use std::collections::BTreeSet;
use std::rc::Rc;

use sim::{LinkId, PartId, is_created_by_a_call};
use studio::edit::Selection;
use yew::prelude::*;

/// What is selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selected(pub(crate) Selection);

/// Something on the canvas that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    Part(PartId),
    Link(LinkId),
    /// By its place in the document.
    Note(usize),
}

impl Thing {
    /// Whether it is a queue that a program has created: it can be looked at and not edited.
    pub(crate) fn is_created(self) -> bool {
        matches!(self, Self::Part(part) if is_created_by_a_call(part))
    }
}

/// See [`Selected`].
pub(crate) enum SelectionAction {
    /// Nothing but this.
    Only(Thing),
    /// This too, or no longer.
    Toggle(Thing),
    /// Exactly these.
    These(Selection),
    /// Nothing.
    Clear,
}

impl Selected {
    /// Nothing but `thing`.
    pub(crate) fn only(thing: Thing) -> Self {
        let mut selected = Self::default();
        selected.toggle(thing);
        selected
    }

    pub(crate) fn contains(&self, thing: Thing) -> bool {
        match thing {
            Thing::Part(id) => self.0.parts.contains(&id),
            Thing::Link(id) => self.0.links.contains(&id),
            Thing::Note(index) => self.0.notes.contains(&index),
        }
    }

    /// The one thing that is selected, if it is one.
    pub(crate) fn single(&self) -> Option<Thing> {
        let Selection { parts, links, notes } = &self.0;
        if parts.len() + links.len() + notes.len() != 1 {
            return None;
        }
        let part = parts.first().map(|&id| Thing::Part(id));
        let link = links.first().map(|&id| Thing::Link(id));
        part.or(link).or(notes.first().map(|&index| Thing::Note(index)))
    }

    /// The one part that is selected, if it is one.
    pub(crate) fn single_part(&self) -> Option<PartId> {
        match self.single() {
            Some(Thing::Part(id)) => Some(id),
            _ => None,
        }
    }

    fn toggle(&mut self, thing: Thing) {
        match thing {
            Thing::Part(id) => toggle(&mut self.0.parts, id),
            Thing::Link(id) => toggle(&mut self.0.links, id),
            Thing::Note(index) => toggle(&mut self.0.notes, index),
        }
    }
}

fn toggle<T: Ord + Copy>(set: &mut BTreeSet<T>, member: T) {
    if !set.remove(&member) {
        set.insert(member);
    }
}

impl Reducible for Selected {
    type Action = SelectionAction;

    fn reduce(self: Rc<Self>, action: SelectionAction) -> Rc<Self> {
        let next = match action {
            SelectionAction::Only(thing) => Self::only(thing),
            SelectionAction::Toggle(thing) => {
                let mut next = (*self).clone();
                next.toggle(thing);
                next
            }
            SelectionAction::These(selection) => Self(selection),
            SelectionAction::Clear => Self::default(),
        };
        if next == *self { self } else { Rc::new(next) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selecting_the_same_again_changes_nothing() {
        let thing = Thing::Part(PartId(3));
        let selected = Rc::new(Selected::only(thing));
        assert!(Rc::ptr_eq(
            &selected,
            &selected.clone().reduce(SelectionAction::Only(thing))
        ));
        assert!(selected.reduce(SelectionAction::Toggle(thing)).0.is_empty());
    }

    #[test]
    fn two_things_are_no_single_thing() {
        let one = Rc::new(Selected::only(Thing::Part(PartId(3))));
        assert_eq!(one.single(), Some(Thing::Part(PartId(3))));
        assert_eq!(
            one.reduce(SelectionAction::Toggle(Thing::Link(LinkId(1))))
                .single(),
            None
        );
    }
}
