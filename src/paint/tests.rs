//! The picture as data: what is where.

use std::collections::BTreeMap;

use sim::{ItemId, LinkId, PartId};
use studio::catalog::PartKind;

use super::cards::SHARE_MIN;
use super::picture::*;
use crate::bridge::frame::{
    Dot, DotState, Fraction, Frame, InFlight, KindFigures, Lane, LinkFigures, PartFigures, QueueFigures,
    Waiting,
};
use crate::bridge::vanished::Vanishing;
use crate::geometry::{Card, Curve, Layout, Point, Rect, Wire};

const CARD: Rect = Rect {
    x: 100.0,
    y: 50.0,
    width: 270.0,
    height: 116.0,
};

fn item(number: u64) -> ItemId {
    ItemId::new(PartId(1), number)
}

fn layout() -> Layout {
    let card = Card {
        kind: PartKind::SqsStandard,
        rect: CARD,
    };
    let curve = Curve::level(Point { x: 400.0, y: 0.0 }, Point { x: 600.0, y: 0.0 });
    let wire = Wire {
        from: PartId(2),
        to: PartId(3),
        kind: None,
        curve,
    };
    Layout {
        cards: BTreeMap::from([(PartId(2), card)]),
        wires: BTreeMap::from([(LinkId(1), wire)]),
    }
}

fn frame(visible: u64, in_flight: u64) -> Frame {
    let waiting = |number| Waiting {
        item: item(number),
        receive_count: 1,
        blocked: false,
        lane: None,
        again: false,
    };
    let flying = |number| InFlight {
        item: item(1_000 + number),
        receive_count: 3,
        left: Fraction::of(1, 2),
        lane: None,
        again: false,
    };
    let figures = QueueFigures {
        visible,
        in_flight,
        line: (1..=visible.min(16)).map(waiting).collect(),
        flight: (1..=in_flight.min(6)).map(flying).collect(),
        ..QueueFigures::default()
    };
    let kind = KindFigures::Queue(Box::new(figures));
    Frame {
        parts: vec![PartFigures {
            id: PartId(2),
            stopped: false,
            kind,
        }],
        ..Frame::default()
    }
}

#[test]
fn the_head_of_the_line_is_at_the_exit_and_who_does_not_fit_is_counted() {
    let picture = picture(&frame(695, 2), &layout(), false);
    let head = picture.place_of(item(1)).unwrap();
    let second = picture.place_of(item(2)).unwrap();
    let flying = picture.place_of(item(1_001)).unwrap();
    assert!(second.x < head.x && head.x < flying.x);
    let shown = picture
        .glyphs
        .iter()
        .filter(|glyph| glyph.shape == Shape::Disc)
        .count() as u64;
    assert_eq!(picture.labels[0].text, format!("+{}", 695 - shown));
    assert!(picture.glyphs.iter().all(|glyph| CARD.contains(glyph.at)));
}

#[test]
fn a_line_that_fits_is_shown_whole() {
    let picture = picture(&frame(9, 5), &layout(), false);
    assert!(picture.labels.is_empty());
    assert_eq!(picture.glyphs.len(), 14);
    let pips: Vec<u32> = picture.glyphs.iter().map(|glyph| glyph.pips).collect();
    assert_eq!(
        pips.iter().filter(|&&pips| pips == 2).count(),
        5,
        "received three times: it came back twice"
    );
}

#[test]
fn the_shares_of_the_bar_fill_it() {
    for (visible, in_flight) in [(1, 0), (1, 100_000), (695, 16), (0, 3)] {
        let picture = picture(&frame(visible, in_flight), &layout(), false);
        let (track, shares) = picture.blocks.split_first().unwrap();
        let sum: f64 = shares.iter().map(|share| share.rect.width).sum();
        assert!(
            (sum - track.rect.width).abs() < 0.1,
            "{visible} and {in_flight}: {sum}"
        );
        assert!(shares.iter().all(|share| share.rect.width >= SHARE_MIN));
    }
}

#[test]
fn a_message_is_found_where_it_is_drawn_and_nowhere_else() {
    let (frame, layout) = (frame(3, 1), layout());
    let at = picture(&frame, &layout, false).place_of(item(2)).unwrap();
    assert_eq!(hit(&frame, &layout, false, at, 1.0), Some(item(2)));
    let beside = Point {
        x: at.x,
        y: at.y + 30.0,
    };
    assert_eq!(hit(&frame, &layout, false, beside, 1.0), None);
}

#[test]
fn with_reduced_motion_nothing_moves_along_the_wires() {
    let mut frame = frame(0, 0);
    frame.dots.push(Dot {
        link: LinkId(1),
        along: Fraction::of(1, 2),
        state: DotState::Carried,
        weight: 1,
        item: Some(item(5)),
    });
    let at = picture(&frame, &layout(), false).place_of(item(5)).unwrap();
    assert!((at.x - 500.0).abs() < 0.01, "half-way");
    assert_eq!(picture(&frame, &layout(), true).place_of(item(5)), None);
}

#[test]
fn a_wire_that_carries_something_says_so_without_moving() {
    let mut frame = frame(0, 0);
    frame.links.push(link(2_000, 0));
    let chevrons = |calm| {
        let picture = picture(&frame, &layout(), calm);
        let shapes = picture.glyphs.iter().map(|glyph| glyph.shape);
        shapes
            .filter(|shape| matches!(shape, Shape::Chevron { angle } if angle.abs() < 0.01))
            .count()
    };
    assert_eq!((chevrons(false), chevrons(true)), (0, 3));
}

#[test]
fn what_has_vanished_is_counted_beside_where_it_was_decided() {
    let mut frame = frame(0, 0);
    frame.links.push(link(0, 12_345));
    let KindFigures::Queue(figures) = &mut frame.parts[0].kind else {
        unreachable!();
    };
    (figures.deduplicated, figures.expired, figures.deleted) = (3, 40, 500);
    let picture = picture(&frame, &layout(), true);
    let tallies: Vec<(Vanishing, &str)> = picture
        .tallies
        .iter()
        .map(|tally| (tally.kind, tally.text.as_str()))
        .collect();
    let expected = [
        (Vanishing::Expired, "40"),
        (Vanishing::Deduplicated, "3"),
        (Vanishing::Lost, "12k"),
    ];
    assert_eq!(tallies, expected, "what was done with is no loss");
    assert!(picture.tallies.iter().all(|tally| !CARD.contains(tally.at)));
}

#[test]
fn groups_have_letters_and_hues_and_there_are_more_groups_than_hues() {
    let lanes = [0, 1, 4, 25, 26].map(Lane);
    assert_eq!(
        lanes.map(Lane::letter),
        [Some('A'), Some('B'), Some('E'), Some('Z'), None]
    );
    assert_eq!(Ink::of_lane(lanes[0]), Ink::of_lane(lanes[2]));
    assert_ne!(Ink::of_lane(lanes[0]), Ink::of_lane(lanes[1]));
    assert_eq!(["g3", "customer-3", "3"].map(Lane::of), [Lane(2); 3]);
    assert_eq!(Lane::of("g27").letter(), None);
    for name in ["orders", "g0", "g", "", "g99999999999"] {
        assert!(Lane::of(name).letter().is_some(), "{name}");
    }
    assert_ne!(Lane::of("red").letter(), Lane::of("green").letter());
}

#[test]
fn every_ink_is_drawn_in_its_order() {
    assert!(
        Ink::ALL
            .iter()
            .enumerate()
            .all(|(place, &ink)| ink as usize == place)
    );
}

fn link(rate: u64, lost: u64) -> LinkFigures {
    LinkFigures {
        id: LinkId(1),
        rate,
        failed_percent: 0,
        requests: 0,
        items: 0,
        failed: 0,
        lost,
        cut: false,
    }
}

#[test]
fn what_the_dots_and_their_numbers_say_adds_up_to_what_is_on_the_wires() {
    let mut frame = frame(0, 0);
    frame.dot_scale = 1;
    for (weight, along) in (1..=6).zip(1..) {
        frame.dots.push(Dot {
            link: LinkId(1),
            along: Fraction::of(along, 10),
            state: DotState::Received,
            weight,
            item: Some(item(along)),
        });
    }
    let picture = picture(&frame, &layout(), false);
    let numbers: u32 = picture
        .labels
        .iter()
        .filter_map(|label| label.text.strip_prefix('×')?.parse::<u32>().ok())
        .sum();
    let plain = picture.glyphs.len() - picture.labels.len();
    assert_eq!(numbers as usize + plain, 1 + 2 + 3 + 4 + 5 + 6);
}
