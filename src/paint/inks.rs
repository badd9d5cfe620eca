//! The colours, read from the style sheet once for each theme.

use web_sys::Element;

use super::picture::Ink;

/// The value of each ink, and the font of labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Inks {
    colours: [String; Ink::ALL.len()],
    /// The colour of the canvas, to cut rings out of the wire that they are on.
    pub(crate) paper: String,
    pub(crate) font: String,
    /// The font of the letters within messages.
    pub(crate) letter_font: String,
}

impl Inks {
    /// What the style sheet says at `element`.
    pub(crate) fn read(element: &Element) -> Option<Self> {
        let style = web_sys::window()?.get_computed_style(element).ok().flatten()?;
        let property = |name: &str| {
            style
                .get_property_value(name)
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        let colours = Ink::ALL.map(|ink| match ink {
            Ink::Message | Ink::Pale => property("--message"),
            Ink::Failure => property("--failure"),
            Ink::Waiting => property("--waiting"),
            Ink::Muted => property("--muted"),
            Ink::Track => property("--hairline"),
            Ink::Accent => property("--accent"),
            Ink::LaneOne => property("--lane-one"),
            Ink::LaneTwo => property("--lane-two"),
            Ink::LaneThree => property("--lane-three"),
            Ink::LaneFour => property("--lane-four"),
        });
        let font = format!("600 11px {}", property("--sans"));
        let letter_font = format!("700 9px {}", property("--sans"));
        Some(Self {
            colours,
            paper: property("--surface"),
            font,
            letter_font,
        })
    }

    /// The colour of `ink`.
    pub(crate) fn colour(&self, ink: Ink) -> &str {
        &self.colours[ink as usize]
    }

    /// How opaque `ink` is.
    pub(crate) fn opacity(ink: Ink) -> f64 {
        if ink == Ink::Pale { 0.5 } else { 1.0 }
    }
}
