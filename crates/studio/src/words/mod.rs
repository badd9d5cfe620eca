//! The words shown to people, keyed, in every language there is. The page never formats a number, a time or a sentence
//! of its own: a key that is missing in a language does not compile.

/// An enum of texts without parameters, with a list of them all.
macro_rules! phrases {
    ($(#[$doc:meta])* pub enum $name:ident { $($variant:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each variant is named after what it says")]
        pub enum $name { $($variant,)* }

        impl $name {
            /// Every text of this area.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
        }

        impl From<$name> for $crate::words::Text {
            fn from(text: $name) -> Self {
                Self::$name(text)
            }
        }
    };
}

mod bar;
mod canvas;
mod choices;
mod claims;
mod dialogs;
mod english;
mod events;
mod gestures;
mod groups;
mod guarantees;
mod hints;
mod inspector;
mod keeping;
mod metrics;
mod names;
mod numbers;
mod page;
mod palette;
mod scenes;
mod script;
mod sentences;
mod terminal;
mod timeline;

use std::borrow::Cow;

pub use bar::Bar;
pub use canvas::Canvas;
pub use choices::Choice;
pub use claims::{fact_text, measured_text};
pub use dialogs::Dialog;
pub use events::{
    biography_text, cause_text, event_text, input_text, mark_text, occurrence_text, predicate_text,
};
pub use gestures::Gesture;
pub use groups::FieldGroup;
pub use guarantees::GuaranteeText;
pub use hints::Hint;
pub use inspector::Inspector;
pub use keeping::Keeping;
pub use metrics::{metric_name, metric_value};
pub use names::{Names, branch_name, short_item};
pub use numbers::{
    amount_long, amount_short, clock, clock_and_date, clock_minutes, clock_seconds, date, duration_long,
    duration_short, metric, number, range_and_default,
};
pub use page::Page;
pub use palette::Palette;
pub use scenes::SceneText;
pub use script::Script;
pub use sentences::Sentence;
pub use terminal::Terminal;
pub use timeline::Timeline;

use crate::catalog::{Family, PartKind};
use crate::fields::FieldId;

/// A language that the page speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 1] = [Self::English];

    /// Its code for the `lang` attribute.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }
}

/// Anything that can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "one variant for each area, named after it")]
pub enum Text {
    Bar(Bar),
    Canvas(Canvas),
    Choice(Choice),
    Dialog(Dialog),
    Field(FieldId),
    FieldGroup(FieldGroup),
    Gesture(Gesture),
    SetField(FieldId),
    GuaranteeText(GuaranteeText),
    Hint(Hint),
    Inspector(Inspector),
    Keeping(Keeping),
    Page(Page),
    Palette(Palette),
    SceneText(SceneText),
    Script(Script),
    Sentence(Sentence),
    Terminal(Terminal),
    Timeline(Timeline),
}

impl From<&Self> for Text {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl From<Sentence> for Text {
    fn from(sentence: Sentence) -> Self {
        Self::Sentence(sentence)
    }
}

impl From<FieldId> for Text {
    fn from(field: FieldId) -> Self {
        Self::Field(field)
    }
}

impl From<PartKind> for Text {
    fn from(kind: PartKind) -> Self {
        Self::Palette(match kind {
            PartKind::Producer => Palette::Producer,
            PartKind::Workers => Palette::Workers,
            PartKind::WebServer => Palette::WebServer,
            PartKind::SqsStandard => Palette::SqsStandard,
            PartKind::SqsFifo => Palette::SqsFifo,
        })
    }
}

impl From<Family> for Text {
    fn from(family: Family) -> Self {
        Self::Palette(match family {
            Family::Apps => Palette::Apps,
            Family::QueuesAndTopics => Palette::QueuesAndTopics,
        })
    }
}

/// `text` in `language`.
pub fn say(language: Language, text: impl Into<Text>) -> Cow<'static, str> {
    match language {
        Language::English => english::say(text.into()),
    }
}

/// What a guarantee's chip says while the guarantee holds.
pub fn guarantee_text(language: Language, guarantee: sim::Guarantee) -> Cow<'static, str> {
    match language {
        Language::English => english::guarantee(guarantee),
    }
}

/// What the palette says about a kind of part, in one line.
pub const fn kind_hint(kind: PartKind) -> Palette {
    match kind {
        PartKind::Producer => Palette::ProducerHint,
        PartKind::Workers => Palette::WorkersHint,
        PartKind::WebServer => Palette::WebServerHint,
        PartKind::SqsStandard => Palette::SqsStandardHint,
        PartKind::SqsFifo => Palette::SqsFifoHint,
    }
}

/// The second line of a card in English; see [`crate::summary`].
pub(crate) fn summary_english(part: &sim::Part) -> String {
    english::summary::summary(part)
}
