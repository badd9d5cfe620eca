//! What is open around the canvas: panels, a dialog, the part about to be placed, and the last notice.

use std::rc::Rc;

use sim::{Guarantee, PartId};
use studio::branch::BranchId;
use studio::catalog::PartKind;
use yew::prelude::*;

use super::hand::Loose;
use super::selection::Thing;
use crate::geometry::Point;

/// Everything around the canvas that a person can open, arm or switch.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shell {
    /// Folded away on a wide screen.
    pub(crate) folded: Folded,
    /// Open over the canvas on a narrow one.
    pub(crate) sheet: Option<Panel>,
    pub(crate) dialog: Option<Dialog>,
    /// Whether the terminal is open.
    pub(crate) terminal: bool,
    /// What a click on the canvas places.
    pub(crate) armed: Option<PartKind>,
    /// Parts offered at a place of the canvas.
    pub(crate) quick_add: Option<QuickAdd>,
    /// What is being given another name or text.
    pub(crate) renaming: Option<Thing>,
    pub(crate) notice: Option<Notice>,
    /// The scene whose sentence is shown, by its id.
    pub(crate) guide: Option<&'static str>,
    /// Whether the work would be here at the next visit.
    pub(crate) kept: Kept,
    /// Nodes snap to the coarse grid.
    pub(crate) snap: bool,
    /// Shortcuts of one character act.
    pub(crate) single_keys: bool,
}

/// A frame around the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Panel {
    Palette,
    Inspector,
    Timeline,
}

/// Which frames are folded away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) palette: bool,
    pub(crate) inspector: bool,
    pub(crate) timeline: bool,
}

/// Parts offered at a place of the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct QuickAdd {
    /// On the canvas.
    pub(crate) at: Point,
    /// The wire that ends there: only parts that it may lead to are offered, and the new one is linked.
    pub(crate) wire: Option<Loose>,
}

/// Where the work is kept besides in this page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kept {
    /// In this browser.
    #[default]
    Here,
    /// In the link that it was opened from, for it is as it was there.
    InLink,
    /// Nowhere: the browser refused.
    Nowhere,
}

/// What is asked or shown in a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialog {
    Scenes,
    Shortcuts,
    Commands,
    /// The search for a seed that breaks a guarantee.
    Search(Guarantee),
    /// This branch beside the one that is shown.
    Compare(BranchId),
    /// Whether the script of this part may run.
    Script(PartId),
}

/// One line about something that happened or could not: what, the limit, the way out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    pub(crate) text: AttrValue,
    /// It tells of something that did not work.
    pub(crate) failed: bool,
    /// Two equal notices in a row are still two.
    pub(crate) number: u32,
}

/// See [`Shell`].
pub(crate) enum ShellAction {
    Fold(Panel),
    OpenSheet(Panel),
    CloseSheet,
    ToggleTerminal,
    OpenDialog(Dialog),
    CloseDialog,
    Arm(Option<PartKind>),
    OfferParts(Option<QuickAdd>),
    Rename(Option<Thing>),
    Notify { text: AttrValue, failed: bool },
    Dismiss,
    Guide(Option<&'static str>),
    Keep(Kept),
    ToggleSnap,
    SetSingleKeys(bool),
}

impl Default for Shell {
    fn default() -> Self {
        Self {
            folded: Folded::default(),
            sheet: None,
            dialog: None,
            terminal: false,
            armed: None,
            quick_add: None,
            renaming: None,
            notice: None,
            guide: None,
            kept: Kept::default(),
            snap: true,
            single_keys: true,
        }
    }
}

impl Reducible for Shell {
    type Action = ShellAction;

    fn reduce(self: Rc<Self>, action: ShellAction) -> Rc<Self> {
        let mut next = (*self).clone();
        next.apply(action);
        if next == *self { self } else { Rc::new(next) }
    }
}

impl Shell {
    fn apply(&mut self, action: ShellAction) {
        match action {
            ShellAction::Fold(panel) => {
                let folded = self.folded_mut(panel);
                *folded = !*folded;
            }
            ShellAction::OpenSheet(panel) => {
                self.sheet = (self.sheet != Some(panel)).then_some(panel);
                self.terminal = false;
            }
            ShellAction::CloseSheet => self.sheet = None,
            ShellAction::ToggleTerminal => {
                self.terminal = !self.terminal;
                self.sheet = None;
            }
            ShellAction::OpenDialog(dialog) => self.dialog = Some(dialog),
            ShellAction::CloseDialog => self.dialog = None,
            ShellAction::Arm(kind) => {
                self.armed = kind;
                self.sheet = None;
            }
            ShellAction::OfferParts(quick_add) => self.quick_add = quick_add,
            ShellAction::Rename(thing) => self.renaming = thing,
            ShellAction::Notify { text, failed } => {
                let number = self
                    .notice
                    .as_ref()
                    .map_or(0, |notice| notice.number.wrapping_add(1));
                self.notice = Some(Notice { text, failed, number });
            }
            ShellAction::Dismiss => self.notice = None,
            ShellAction::Guide(scene) => self.guide = scene,
            ShellAction::Keep(kept) => self.kept = kept,
            ShellAction::ToggleSnap => self.snap = !self.snap,
            ShellAction::SetSingleKeys(on) => self.single_keys = on,
        }
    }

    fn folded_mut(&mut self, panel: Panel) -> &mut bool {
        match panel {
            Panel::Palette => &mut self.folded.palette,
            Panel::Inspector => &mut self.folded.inspector,
            Panel::Timeline => &mut self.folded.timeline,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_nothing_gives_the_same_state() {
        let shell = Rc::new(Shell::default());
        assert!(Rc::ptr_eq(
            &shell,
            &shell.clone().reduce(ShellAction::CloseDialog)
        ));
        assert!(!Rc::ptr_eq(
            &shell,
            &shell.clone().reduce(ShellAction::Fold(Panel::Palette))
        ));
    }

    #[test]
    fn a_sheet_closes_with_the_button_that_opened_it() {
        let shell = Rc::new(Shell::default()).reduce(ShellAction::OpenSheet(Panel::Palette));
        assert_eq!(shell.sheet, Some(Panel::Palette));
        assert_eq!(shell.reduce(ShellAction::OpenSheet(Panel::Palette)).sheet, None);
    }
}
