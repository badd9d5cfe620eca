//! Draws on a real canvas and looks at the pixels: every state is where it should be, in its ink and in its form.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::brush;
use super::ghosts::{self, Apparition};
use super::inks::Inks;
use super::picture::{Glyph, Ink, Picture, RADIUS, Shape, Tally};
use crate::bridge::frame::Fraction;
use crate::bridge::vanished::Vanishing;
use crate::geometry::Point;

const SIDE: u32 = 80;
const MIDDLE: Point = Point { x: 40.0, y: 40.0 };
const PAPER: Colour = [255, 255, 255, 255];
const NOTHING: Colour = [0, 0, 0, 0];

type Colour = [u8; 4];

/// Unlike any other token's.
const TOKENS: [(&str, Colour); 11] = [
    ("--hairline", [200, 0, 0, 255]),
    ("--muted", [0, 200, 0, 255]),
    ("--message", [0, 0, 200, 255]),
    ("--failure", [200, 200, 0, 255]),
    ("--waiting", [0, 200, 200, 255]),
    ("--accent", [200, 0, 200, 255]),
    ("--lane-one", [80, 0, 0, 255]),
    ("--lane-two", [0, 80, 0, 255]),
    ("--lane-three", [0, 0, 80, 255]),
    ("--lane-four", [80, 80, 0, 255]),
    ("--surface", PAPER),
];

fn token(name: &str) -> Colour {
    let found = TOKENS.iter().find(|(token, _)| *token == name);
    found.expect("a token").1
}

/// A canvas in the page, with the tokens as the style sheet gives them.
struct Sheet {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    inks: Inks,
}

impl Sheet {
    fn new() -> Self {
        let document = crate::browser::page::document().expect("a document");
        let canvas: HtmlCanvasElement = document
            .create_element("canvas")
            .expect("an element")
            .unchecked_into();
        canvas.set_width(SIDE);
        canvas.set_height(SIDE);
        for (name, [red, green, blue, _]) in TOKENS {
            let value = format!("rgb({red}, {green}, {blue})");
            canvas.style().set_property(name, &value).expect("a property");
        }
        let style = canvas.style();
        style.set_property("--sans", "sans-serif").expect("a property");
        document
            .body()
            .expect("a body")
            .append_child(&canvas)
            .expect("a child");
        let context = canvas.get_context("2d").ok().flatten().expect("a context");
        Self {
            inks: Inks::read(&canvas).expect("styles"),
            context: context.unchecked_into(),
            canvas,
        }
    }

    fn draw(&self, picture: &Picture, ghosts: &[Apparition]) {
        brush::draw(&self.context, picture, ghosts, &self.inks, 1.0);
    }

    /// The colour at a distance from the middle.
    fn at(&self, right: f64, down: f64) -> Colour {
        let (x, y) = (MIDDLE.x + right, MIDDLE.y + down);
        let pixel = self.context.get_image_data(x, y, 1.0, 1.0).expect("a pixel");
        pixel.data().0.try_into().expect("four channels")
    }

    /// How many pixels within `reach` of the middle have about this colour: thin lines are blurred.
    fn count(&self, colour: Colour, reach: f64) -> usize {
        let side = 2.0 * reach;
        let area = self
            .context
            .get_image_data(MIDDLE.x - reach, MIDDLE.y - reach, side, side)
            .expect("an area");
        let pixels = area.data().0;
        let alike = |pixel: &&[u8]| {
            let channels = pixel.iter().zip(colour);
            channels
                .into_iter()
                .all(|(&one, other)| one.abs_diff(other) <= 70)
        };
        pixels.chunks(4).filter(alike).count()
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        self.canvas.remove();
    }
}

/// One glyph in the middle of a new sheet.
fn drawn(glyph: Glyph) -> Sheet {
    let sheet = Sheet::new();
    let glyphs = vec![glyph];
    let picture = Picture {
        glyphs,
        ..Picture::default()
    };
    sheet.draw(&picture, &[]);
    sheet
}

fn plain(shape: Shape, ink: Ink) -> Sheet {
    drawn(Glyph::new(MIDDLE, shape, ink, None))
}

#[wasm_bindgen_test]
fn available_is_a_disc_and_dead_lettered_a_square() {
    let disc = plain(Shape::Disc, Ink::Message);
    assert_eq!(disc.at(0.0, 0.0), token("--message"));
    assert_eq!(disc.at(RADIUS - 1.0, RADIUS - 1.0), NOTHING, "round");
    assert_eq!(disc.at(RADIUS + 2.0, 0.0), NOTHING, "no larger than it should be");
    let square = plain(Shape::Square, Ink::Failure);
    assert_eq!(
        square.at(RADIUS - 2.0, RADIUS - 2.0),
        token("--failure"),
        "cornered"
    );
}

#[wasm_bindgen_test]
fn in_flight_is_a_ring_whose_arc_is_what_is_left() {
    let left = Fraction::of(1, 2);
    let ring = plain(Shape::Ring { left }, Ink::Message);
    assert_eq!(ring.at(0.0, 0.0), PAPER, "hollow");
    assert_eq!(
        ring.at(RADIUS - 1.0, 0.0),
        token("--message"),
        "the first half turn is left"
    );
    assert_eq!(
        ring.at(-RADIUS + 0.5, 0.0),
        token("--hairline"),
        "the rest is gone"
    );
}

#[wasm_bindgen_test]
fn the_other_states_have_forms_of_their_own() {
    let dotted = plain(Shape::Dotted, Ink::Message);
    assert_eq!(dotted.at(0.0, 0.0), NOTHING);
    assert!(dotted.count(token("--message"), 8.0) > 0);
    let diamond = plain(Shape::Diamond, Ink::Failure);
    assert_eq!(
        diamond.at(0.0, -RADIUS),
        token("--failure"),
        "higher than a disc is"
    );
    let blocked = plain(Shape::Blocked, Ink::Message);
    let [middle, line] = [blocked.at(0.0, 0.0), blocked.at(1.0, 1.0)].map(|colour| colour[0]);
    assert!(
        middle > 150 && line < 150,
        "paper between the lines of a hatch: {middle}, {line}"
    );
    let halo = plain(Shape::Halo, Ink::Accent);
    assert!(halo.count(token("--accent"), RADIUS + 6.0) > 0);
    assert_eq!(halo.count(token("--accent"), RADIUS), 0, "around, not within");
}

#[wasm_bindgen_test]
fn chevrons_point_the_way() {
    let right = plain(Shape::Chevron { angle: 0.0 }, Ink::Message);
    let left = plain(
        Shape::Chevron {
            angle: std::f64::consts::PI,
        },
        Ink::Message,
    );
    assert!(right.at(1.0, 0.0)[3] > 128 && right.at(-3.0, 0.0) == NOTHING);
    assert!(left.at(-2.0, 0.0)[3] > 128 && left.at(2.0, 0.0) == NOTHING);
}

#[wasm_bindgen_test]
fn a_second_delivery_has_a_second_ring_and_a_return_a_pip() {
    let glyph = Glyph::new(MIDDLE, Shape::Disc, Ink::Message, None);
    let (once, again) = (drawn(glyph), drawn(Glyph { again: true, ..glyph }));
    let around = |sheet: &Sheet| sheet.at(RADIUS + 1.5, 0.0)[3];
    assert_eq!(around(&once), 0);
    assert!(around(&again) > 100);
    let back = drawn(Glyph { pips: 1, ..glyph });
    assert!(back.count(token("--waiting"), 12.0) > 0);
}

#[wasm_bindgen_test]
fn a_group_has_its_hue_and_its_letter_also_without_the_hue() {
    let glyph = Glyph {
        letter: Some('B'),
        ..Glyph::new(MIDDLE, Shape::Disc, Ink::LaneTwo, None)
    };
    let sheet = drawn(glyph);
    assert!(sheet.count(token("--lane-two"), 8.0) > 20);
    assert!(
        sheet.count(token("--lane-two"), 2.0) < 16,
        "there is a letter in the middle"
    );
    let blank = drawn(Glyph {
        letter: None,
        ..glyph
    });
    assert_eq!(blank.count(token("--lane-two"), 2.0), 16);
}

const WAYS: [Vanishing; 8] = [
    Vanishing::Lost,
    Vanishing::GivenUp,
    Vanishing::TurnedAway,
    Vanishing::Expired,
    Vanishing::Purged,
    Vanishing::Deduplicated,
    Vanishing::DeadLettered,
    Vanishing::Deleted,
];

/// The token of a way to vanish.
fn token_of(kind: Vanishing) -> Colour {
    token(match ghosts::ink(kind) {
        Ink::Failure => "--failure",
        Ink::Muted => "--muted",
        _ => "--message",
    })
}

#[wasm_bindgen_test]
fn ghosts_are_seen_where_they_vanished_and_fade_to_nothing() {
    let ghost = |kind, age| {
        let sheet = Sheet::new();
        let one = Apparition {
            kind,
            at: MIDDLE,
            weight: 1,
            age,
        };
        sheet.draw(&Picture::default(), &[one]);
        sheet
    };
    for kind in WAYS {
        let (fresh, gone) = (ghost(kind, 0.1), ghost(kind, 1.0));
        assert!(fresh.count(token_of(kind), 12.0) > 0, "{kind:?}");
        let empty = (24 * 24, gone.count(NOTHING, 12.0));
        assert_eq!(empty.0, empty.1, "{kind:?}");
    }
}

#[wasm_bindgen_test]
fn a_tally_has_its_mark_and_its_number() {
    let tally = |text: &str| {
        let sheet = Sheet::new();
        let one = Tally {
            at: MIDDLE,
            kind: Vanishing::Expired,
            text: text.to_owned(),
        };
        let tallies = vec![one];
        sheet.draw(
            &Picture {
                tallies,
                ..Picture::default()
            },
            &[],
        );
        (
            sheet.count(token("--failure"), 8.0),
            sheet.count(token("--muted"), 39.0),
        )
    };
    let (mark, number) = tally("888");
    assert!(mark > 0 && number > 0);
    assert_eq!(tally("").1, 0);
}
