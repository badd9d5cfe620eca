//! The state of the page, split by how often it changes: the drawing, what is selected, what is open around it. What the
//! pointer is doing changes with every move and is kept by the [`Desk`], outside of the contexts.

mod announcer;
mod camera;
mod command;
mod created;
mod desk;
mod drawing;
mod hand;
mod order;
mod perform;
mod selection;
mod shell;
mod wiring;

use std::rc::Rc;

use studio::words::{self, Language, Text};
use yew::prelude::*;

pub(crate) use command::{Binding, Command, GROUPS, Way};
pub(crate) use created::Heading;
pub(crate) use desk::Desk;
pub(crate) use drawing::{Drawing, Work, inputs_by};
pub(crate) use hand::{Hand, Loose, Pinch, Press, Target, Wiring, snapped};
pub(crate) use order::flow;
pub(crate) use perform::note_rect;
pub(crate) use selection::{Selected, SelectionAction, Thing};
pub(crate) use shell::{Dialog, Folded, Kept, Panel, QuickAdd, Shell, ShellAction};

/// Everything that handlers need.
#[hook]
pub(crate) fn use_desk() -> Desk {
    use_context().expect("the app gives the desk to all its components")
}

/// The drawing as it stands at the play head.
#[hook]
pub(crate) fn use_drawing() -> Rc<Drawing> {
    use_context().expect("the app gives the drawing to all its components")
}

/// What is selected.
#[hook]
pub(crate) fn use_selected() -> Rc<Selected> {
    use_context().expect("the app gives the selection to all its components")
}

/// What is open around the canvas.
#[hook]
pub(crate) fn use_shell() -> Rc<Shell> {
    use_context().expect("the app gives the shell to all its components")
}

/// The words of the page.
#[hook]
pub(crate) fn use_words() -> Words {
    Words(use_desk().language())
}

/// Says texts in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words(pub(crate) Language);

impl Words {
    pub(crate) fn say(self, text: impl Into<Text>) -> AttrValue {
        words::say(self.0, text).into()
    }
}
