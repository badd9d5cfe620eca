//! The order in which Tab goes through the cards, and where Alt with an arrow leads: along the wires.

use std::collections::{BTreeMap, BTreeSet};

use cloud::order::Gather;
use sim::PartId;

use super::command::Way;
use crate::geometry::{Layout, Point};

/// The cards as messages flow: every part after those that feed it, and among equals from top to bottom, left to right.
/// Parts on a circle come where reading puts them.
pub(crate) fn flow(layout: &Layout) -> Vec<PartId> {
    let mut feeders: BTreeMap<PartId, BTreeSet<PartId>> =
        layout.cards.keys().map(|&id| (id, BTreeSet::new())).gather();
    for wire in layout.wires.values() {
        feeders.entry(wire.to).or_default().insert(wire.from);
    }
    let mut order = Vec::with_capacity(feeders.len());
    while !feeders.is_empty() {
        let ready = feeders
            .iter()
            .filter(|(_, from)| from.is_empty())
            .map(|(&id, _)| id);
        let next = first_in_reading(layout, ready)
            .or_else(|| first_in_reading(layout, feeders.keys().copied()))
            .expect("there are parts left");
        feeders.remove(&next);
        for from in feeders.values_mut() {
            from.remove(&next);
        }
        order.push(next);
    }
    order
}

/// The nearest card at the other end of a wire of `from`, in the given direction.
pub(crate) fn neighbour(layout: &Layout, from: PartId, way: Way) -> Option<PartId> {
    let linked = layout
        .wires
        .values()
        .filter_map(|wire| match (wire.from == from, wire.to == from) {
            (true, _) => Some(wire.to),
            (_, true) => Some(wire.from),
            _ => None,
        });
    nearest(layout, from, way, linked)
}

/// The nearest of some cards as seen from one, in the given direction.
pub(crate) fn nearest(
    layout: &Layout,
    from: PartId,
    way: Way,
    among: impl Iterator<Item = PartId>,
) -> Option<PartId> {
    let here = layout.cards.get(&from)?.rect.centre();
    among
        .filter_map(|id| Some((id, offset(here, layout.cards.get(&id)?.rect.centre(), way)?)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(id, _)| id)
}

/// How far `there` is from `here` in direction `way`, with a penalty for being off to the side; absent if it is behind.
fn offset(here: Point, there: Point, way: Way) -> Option<f64> {
    let (right, down) = way.step();
    let (dx, dy) = (there.x - here.x, there.y - here.y);
    let ahead = dx * f64::from(right) + dy * f64::from(down);
    let aside = (dx * f64::from(down)).abs() + (dy * f64::from(right)).abs();
    (ahead > 1.0).then_some(ahead + 2.0 * aside)
}

fn first_in_reading(layout: &Layout, parts: impl Iterator<Item = PartId>) -> Option<PartId> {
    parts.min_by(|a, b| {
        let (a, b) = (layout.cards[a].rect, layout.cards[b].rect);
        a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::{LinkId, Sketch};
    use studio::Place;
    use studio::catalog::{PartKind, default_link};

    fn layout() -> Layout {
        let mut sketch = Sketch::default();
        for (id, kind) in [
            (1, PartKind::Workers),
            (2, PartKind::SqsStandard),
            (3, PartKind::Producer),
            (4, PartKind::Workers),
        ] {
            sketch.parts.insert(PartId(id), kind.part());
        }
        for (id, from, to) in [(1, 3, 2), (2, 2, 1), (3, 2, 4)] {
            sketch
                .links
                .insert(LinkId(id), default_link(PartId(from), PartId(to)));
        }
        let places = [
            Place { x: 600, y: 0 },
            Place { x: 300, y: 40 },
            Place { x: 0, y: 40 },
            Place { x: 600, y: 120 },
        ];
        Layout::of(&sketch, |id| places[id.0 as usize - 1])
    }

    #[test]
    fn cards_come_in_the_order_of_the_flow() {
        assert_eq!(flow(&layout()), [3, 2, 1, 4].map(PartId));
    }

    #[test]
    fn arrows_walk_along_wires() {
        let layout = layout();
        assert_eq!(neighbour(&layout, PartId(3), Way::Right), Some(PartId(2)));
        assert_eq!(neighbour(&layout, PartId(2), Way::Left), Some(PartId(3)));
        assert_eq!(neighbour(&layout, PartId(2), Way::Down), Some(PartId(4)));
        assert_eq!(neighbour(&layout, PartId(1), Way::Right), None);
    }
}
