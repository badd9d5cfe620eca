//! The light and the dark theme, remembered.

use crate::browser::page::document;
use crate::browser::storage::{LocalStorage, Shelf};

const KEY: &str = "decouple:theme";

/// Which colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What was chosen before.
pub(crate) fn remembered() -> Theme {
    let key = LocalStorage::open().get(KEY).unwrap_or_default();
    Theme::ALL
        .into_iter()
        .find(|theme| theme.key() == key)
        .unwrap_or_default()
}

/// Uses a theme from now on.
pub(crate) fn choose(theme: Theme) {
    // A browser that keeps nothing forgets it with the page.
    let _ = LocalStorage::open().put(KEY, theme.key());
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            chosen => root.set_attribute("data-theme", chosen.key()),
        };
    }
}

/// From light to dark and back, whatever the system has.
pub(crate) fn toggle() {
    let dark = match remembered() {
        Theme::System => web_sys::window()
            .and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok().flatten())
            .is_some_and(|query| query.matches()),
        theme => theme == Theme::Dark,
    };
    choose(if dark { Theme::Light } else { Theme::Dark });
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    const TOKENS: &str = include_str!("../static/tokens.css");
    /// What texts and marks stand on.
    const GROUNDS: [&str; 2] = ["--canvas", "--surface"];

    type Colours = BTreeMap<String, [f64; 3]>;

    /// The colours of each block of the style sheet: light, dark by the system, dark by choice.
    fn blocks() -> Vec<Colours> {
        let blocks = TOKENS
            .split(":root")
            .skip(1)
            .map(|block| block.lines().filter_map(colour).collect());
        blocks.filter(|colours: &Colours| !colours.is_empty()).collect()
    }

    fn colour(line: &str) -> Option<(String, [f64; 3])> {
        let (name, value) = line.trim().split_once(": #")?;
        let hex = u32::from_str_radix(value.trim_end_matches(';'), 16).ok()?;
        let channel = |shift: u32| f64::from(hex >> shift & 0xFF) / 255.0;
        Some((name.to_owned(), [channel(16), channel(8), channel(0)]))
    }

    /// WCAG's relative luminance.
    fn luminance(colour: [f64; 3]) -> f64 {
        let linear = |c: f64| {
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
    }

    fn contrast(colours: &Colours, a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(colours[a]), luminance(colours[b]));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[track_caller]
    fn reaches(colours: &Colours, token: &str, ground: &str, least: f64) {
        let ratio = contrast(colours, token, ground);
        assert!(ratio >= least, "{token} on {ground} has {ratio:.2}, not {least}");
    }

    #[test]
    fn there_is_a_light_theme_and_one_dark_theme_written_twice() {
        let blocks = blocks();
        assert_eq!(blocks.len(), 3);
        assert_eq!(blocks[1], blocks[2]);
        assert!(
            blocks[0].keys().eq(blocks[1].keys()),
            "a token is missing in one theme"
        );
    }

    #[test]
    fn texts_can_be_read_on_everything_they_stand_on() {
        for colours in &blocks() {
            for text in [
                "--ink",
                "--muted",
                "--failure",
                "--accent",
                "--message",
                "--waiting",
                "--lane-one",
                "--lane-two",
                "--lane-three",
                "--lane-four",
            ] {
                GROUNDS
                    .iter()
                    .for_each(|ground| reaches(colours, text, ground, 4.5));
            }
            for ground in ["--inset", "--accent-wash"] {
                reaches(colours, "--ink", ground, 4.5);
                reaches(colours, "--muted", ground, 4.5);
            }
            reaches(colours, "--on-accent", "--accent", 4.5);
            reaches(colours, "--accent", "--accent-wash", 4.5);
        }
    }

    #[test]
    fn marks_can_be_told_from_what_they_stand_on() {
        let marks = [
            "--sqs",
            "--lambda",
            "--kinesis",
            "--mq",
            "--apps",
            "--message",
            "--failure",
            "--waiting",
            "--accent",
        ];
        for colours in &blocks() {
            for mark in marks {
                GROUNDS
                    .iter()
                    .for_each(|ground| reaches(colours, mark, ground, 3.0));
            }
        }
    }
}
