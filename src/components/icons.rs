//! The icons: line drawings on a 20 × 20 grid, in the colour of the text around them.

use studio::catalog::PartKind;
use yew::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    Part(PartKind),
    Undo,
    Redo,
    Search,
    Plus,
    Minus,
    Fit,
    Close,
    Menu,
    Sun,
    Moon,
    Half,
    Keyboard,
    Send,
    Stop,
    Start,
    Slow,
    Cut,
    Wire,
    Parts,
    Settings,
    Bin,
    Note,
    Check,
    Scenes,
    Link,
    Copy,
    Save,
    Open,
    Chart,
    Prompt,
}

impl Glyph {
    /// Its strokes.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Part(kind) => part_path(kind),
            Self::Undo => "M7 4.5 3.5 8 7 11.5M3.5 8H12a4 4 0 0 1 0 8H8.5",
            Self::Redo => "M13 4.5 16.5 8 13 11.5M16.5 8H8a4 4 0 0 0 0 8h3.5",
            Self::Search => "M14 9A5 5 0 1 1 4 9a5 5 0 0 1 10 0ZM12.8 12.8 16.5 16.5",
            Self::Plus => "M10 4.5v11M4.5 10h11",
            Self::Minus => "M4.5 10h11",
            Self::Fit => "M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4M7.5 8.5h5v3h-5z",
            Self::Close => "m5 5 10 10M15 5 5 15",
            Self::Menu => "M3.5 6h13M3.5 10h13M3.5 14h13",
            Self::Sun => {
                "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM10 2.8v1.7M10 15.5v1.7M2.8 10h1.7M15.5 10h1.7M4.9 4.9l1.2 1.2\
                 M13.9 13.9l1.2 1.2M4.9 15.1l1.2-1.2M13.9 6.1l1.2-1.2"
            }
            Self::Moon => "M16.5 11.6A6.7 6.7 0 0 1 8.4 3.5a6.7 6.7 0 1 0 8.1 8.1Z",
            Self::Half => {
                "M16.5 10a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM10 3.5v13M10 6.5h5M10 10h6.4M10 13.5h5"
            }
            Self::Keyboard => "M3 5.5h14v9H3zM6 8.5h.01M10 8.5h.01M14 8.5h.01M6.5 11.5h7",
            Self::Send => "m3.5 9.2 13-5.7-5.7 13-1.9-5.4zM8.9 11.1l3.4-3.4",
            Self::Stop => "M5.5 5.5h9v9h-9z",
            Self::Start => "M6.5 4.5v11l9-5.5z",
            Self::Slow => "M16.5 10a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM10 6.2V10l2.4 2",
            Self::Cut => "M3 10h4M13 10h4M8.2 7.2l3.6 5.6M11.8 7.2l-3.6 5.6",
            Self::Wire => {
                "M5.5 13.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM18.5 6.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM5.5 13.5H8c3 0 1-7 4-7h2.5"
            }
            Self::Parts => "M3.5 3.5H9V9H3.5zM11 3.5h5.5V9H11zM3.5 11H9v5.5H3.5zM13.75 11v5.5M11 13.75h5.5",
            Self::Settings => {
                "M3.5 6h7M14.5 6h2M3.5 14h2M9.5 14h7M14.5 6a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM9.5 14a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z"
            }
            Self::Bin => "M4 5.5h12M8 5.5V3.8h4v1.7M5.5 5.5l.8 10.7h7.4l.8-10.7M8.5 8.5v4.8M11.5 8.5v4.8",
            Self::Note => "M4 5h12M4 9h12M4 13h7",
            Self::Check => "m4.5 10.5 3.7 3.7 7.3-8",
            Self::Scenes => "M3.5 4.5h13v8h-13zM7 15.5h6M8.5 6.6v3.8l3.3-1.9z",
            Self::Link => {
                "M8.3 11.7a3 3 0 0 0 4.3 0l2.6-2.6a3 3 0 0 0-4.3-4.3l-.9.9M11.7 8.3a3 3 0 0 0-4.3 0l-2.6 2.6a3 3 0 0 0 4.3 4.3l.9-.9"
            }
            Self::Copy => "M7 7h9v9H7zM13 7V4H4v9h3",
            Self::Save => "M10 3.5v8.5M6.5 8.8 10 12.3l3.5-3.5M3.5 13v3.5h13V13",
            Self::Prompt => "M3.5 5.5 8 10l-4.5 4.5M10 15h6.5",
            Self::Chart => "M3.5 16.5h13M3.5 13.5c3 0 3-8 6-8s3 5 7 5",
            Self::Open => "M10 12.5V3.8M6.5 7 10 3.5 13.5 7M3.5 13v3.5h13V13",
        }
    }
}

const fn part_path(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Producer => "M4.5 10a1 1 0 1 1-2 0 1 1 0 0 1 2 0ZM5 10h11M12 6l4 4-4 4",
        PartKind::Workers => {
            "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM10 3v2.2M10 14.8V17M3 10h2.2M14.8 10H17M5.05 5.05l1.55 1.55\
             M13.4 13.4l1.55 1.55M5.05 14.95 6.6 13.4M13.4 6.6l1.55-1.55"
        }
        PartKind::WebServer => {
            "M4.5 3.5h11a1 1 0 0 1 1 1V8a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V4.5a1 1 0 0 1 1-1ZM4.5 11h11a1 1 0 0 1 1 1v3.5\
             a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V12a1 1 0 0 1 1-1ZM6.5 6.25h.01M6.5 13.75h.01"
        }
        PartKind::SqsStandard => {
            "M4 6h12a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2ZM7.3 6v8M12.7 6v8"
        }
        PartKind::SqsFifo => {
            "M4 6h12a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2ZM6 10h7.5M11.2 7.8l2.3 2.2-2.3 2.2"
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct IconProps {
    pub(crate) glyph: Glyph,
    #[prop_or_default]
    pub(crate) class: Classes,
}

/// An icon beside words, or on a button that has a name of its own: it says nothing itself.
#[component]
pub(crate) fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class={classes!("icon", props.class.clone())} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d={props.glyph.path()} />
        </svg>
    }
}
