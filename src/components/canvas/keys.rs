//! Which key asks for what while the canvas has the focus. Letters go by what they write, digits and punctuation by
//! where they are, so that other layouts keep them.

use crate::state::{Command, Way};

/// A key going down.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Press<'a> {
    /// What it writes: `KeyboardEvent.key`.
    pub(crate) key: &'a str,
    /// Where it is: `KeyboardEvent.code`.
    pub(crate) code: &'a str,
    /// Ctrl, or ⌘.
    pub(crate) modifier: bool,
    pub(crate) shift: bool,
    pub(crate) alt: bool,
}

/// What the key asks for. Single characters only where `single_keys` are wanted.
pub(crate) fn command(press: Press<'_>, single_keys: bool) -> Option<Command> {
    match (press.modifier, press.alt) {
        (true, false) => with_modifier(press),
        (false, true) => with_alt(press),
        (false, false) => named(press).or_else(|| if single_keys { single(press) } else { None }),
        (true, true) => None,
    }
}

fn with_modifier(press: Press<'_>) -> Option<Command> {
    let Press { key, code, shift, .. } = press;
    Some(match (letter(key), code, shift) {
        (Some('z'), _, false) => Command::Undo,
        (Some('z'), _, true) | (Some('y'), _, false) => Command::Redo,
        (Some('a'), _, false) => Command::SelectAll,
        (Some('d'), _, false) => Command::Duplicate,
        (Some('k'), _, false) | (Some('p'), _, true) => Command::Commands,
        (Some('s'), _, false) => Command::Save,
        (Some('o'), _, false) => Command::Open,
        (_, "Equal" | "NumpadAdd", _) => Command::ZoomIn,
        (_, "Minus" | "NumpadSubtract", _) => Command::ZoomOut,
        (_, "Digit0" | "Numpad0", false) => Command::ZoomActual,
        (_, "Backspace" | "Delete", false) => Command::Heal,
        _ => return None,
    })
}

fn with_alt(press: Press<'_>) -> Option<Command> {
    if let Some(way) = arrow(press.key) {
        return Some(Command::Walk(way));
    }
    // With Alt a Mac writes other letters, so these go by place.
    Some(match (press.code, press.shift) {
        ("KeyK", false) => Command::PlayOrPause,
        ("KeyR", false) => Command::Reset,
        ("KeyD", true) => Command::ToggleTheme,
        ("KeyL", true) => Command::Share,
        _ => return None,
    })
}

/// Keys with a name: they write nothing, so they are no single-character shortcuts.
fn named(press: Press<'_>) -> Option<Command> {
    if let Some(way) = arrow(press.key) {
        return Some(Command::Nudge {
            way,
            fine: press.shift,
        });
    }
    Some(match press.key {
        "Escape" => Command::SelectNone,
        "Delete" | "Backspace" => Command::Delete,
        "F2" => Command::Rename,
        "F9" => Command::ToggleStop,
        "Enter" => Command::Inspect,
        "Home" => Command::ToStart,
        "End" => Command::ToEnd,
        _ => return None,
    })
}

fn single(press: Press<'_>) -> Option<Command> {
    let Press { key, code, shift, .. } = press;
    if key == "?" {
        return Some(Command::Shortcuts);
    }
    if key == "/" {
        return Some(Command::FindPart);
    }
    Some(match (letter(key), code, shift) {
        (Some('a'), _, false) => Command::QuickAdd,
        (Some('n'), _, false) => Command::AddNote,
        (Some('c'), _, false) => Command::Connect,
        (Some('l'), _, true) => Command::Tidy,
        (Some('g'), _, false) => Command::ToggleSnap,
        (Some('p'), _, false) => Command::TogglePalette,
        (Some('i'), _, false) => Command::ToggleInspector,
        (Some('t'), _, false) => Command::ToggleTerminal,
        (Some('k'), _, false) => Command::PlayOrPause,
        (Some('f'), _, false) => Command::BranchHere,
        (Some('b'), _, back) => Command::SwitchBranch { back },
        (Some('j'), _, back) => Command::ToMark { back },
        (Some('r'), _, false) => Command::Reset,
        (Some('r'), _, true) => Command::NewSeed,
        (_, "Digit1", true) => Command::FitAll,
        (_, "Digit2", true) => Command::FitSelection,
        (_, "Period", of_selection) => Command::StepForward { of_selection },
        (_, "Comma", of_selection) => Command::StepBack { of_selection },
        (_, "BracketLeft", false) => Command::Slower,
        (_, "BracketRight", false) => Command::Faster,
        (_, "BracketRight", true) => Command::Fastest,
        _ => return None,
    })
}

fn letter(key: &str) -> Option<char> {
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => Some(letter.to_ascii_lowercase()),
        _ => None,
    }
}

fn arrow(key: &str) -> Option<Way> {
    Some(match key {
        "ArrowLeft" => Way::Left,
        "ArrowRight" => Way::Right,
        "ArrowUp" => Way::Up,
        "ArrowDown" => Way::Down,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &'static str, code: &'static str) -> Press<'static> {
        Press {
            key,
            code,
            ..Press::default()
        }
    }

    #[test]
    fn single_keys_can_be_switched_off_and_the_others_stay() {
        assert_eq!(command(press("a", "KeyA"), true), Some(Command::QuickAdd));
        assert_eq!(command(press("a", "KeyA"), false), None);
        assert_eq!(command(press("F2", "F2"), false), Some(Command::Rename));
        let undo = Press {
            modifier: true,
            ..press("z", "KeyZ")
        };
        assert_eq!(command(undo, false), Some(Command::Undo));
    }

    #[test]
    fn letters_go_by_what_they_write_and_punctuation_by_its_place() {
        // A French layout: the key at Q writes "a"; that at Comma writes ";".
        assert_eq!(command(press("a", "KeyQ"), true), Some(Command::QuickAdd));
        assert_eq!(
            command(press(";", "Comma"), true),
            Some(Command::StepBack { of_selection: false })
        );
    }

    #[test]
    fn chords_of_the_browser_are_left_alone() {
        for (key, code, shift) in [
            ("w", "KeyW", false),
            ("t", "KeyT", false),
            ("c", "KeyC", true),
            ("c", "KeyC", false),
        ] {
            assert_eq!(
                command(
                    Press {
                        modifier: true,
                        shift,
                        ..press(key, code)
                    },
                    true
                ),
                None,
                "{key}"
            );
        }
    }
}
