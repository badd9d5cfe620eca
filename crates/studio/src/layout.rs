//! Tidy: parts in layers from left to right as the messages flow, dead-letter queues under their queues.

use std::collections::{BTreeMap, BTreeSet};

use cloud::order::{Gather, by_number};
use cloud::time::SimTime;
use sim::wiring::{LinkKind, kind_between};
use sim::{PartId, Sketch};

use crate::catalog::PartKind;
use crate::document::Place;
use crate::project::Project;

/// Room between layers; wide enough for a rate label and for messages to be seen.
const BETWEEN_LAYERS: i32 = 120;
/// Room between parts of one layer.
const BETWEEN_ROWS: i32 = 44;
/// Room between a queue and its dead-letter queue.
const BELOW: i32 = 56;
/// Sweeps that settle the order within the layers.
const SWEEPS: usize = 4;

/// New places for the `chosen` parts, or for all of them if none is chosen. The top left corner of the whole stays.
pub fn tidy(project: &Project, now: SimTime, chosen: &BTreeSet<PartId>) -> BTreeMap<PartId, Place> {
    let mut sketch = project.sketch_at(now);
    if !chosen.is_empty() {
        sketch.parts.retain(|id, _| chosen.contains(id));
    }
    sketch
        .links
        .retain(|_, link| sketch.parts.contains_key(&link.from) && sketch.parts.contains_key(&link.to));
    let places = &project.document.places;
    let old = |id: &PartId| places.get(id).copied().unwrap_or_default();
    let origin = Place {
        x: sketch.parts.keys().map(|id| old(id).x).min().unwrap_or_default(),
        y: sketch.parts.keys().map(|id| old(id).y).min().unwrap_or_default(),
    };
    let hanging = dead_letter_queues(&sketch);
    let columns = order(&sketch, layers(&sketch, &hanging), |id| old(&id).y);
    place(&sketch, &columns, &hanging, origin)
}

/// Each dead-letter queue that receives nothing else, under the queue it belongs to.
fn dead_letter_queues(sketch: &Sketch) -> BTreeMap<PartId, PartId> {
    let mut hanging = BTreeMap::new();
    for link in sketch.links.values() {
        let dead_letter =
            kind_between(&sketch.parts[&link.from], &sketch.parts[&link.to]) == Ok(LinkKind::DeadLetter);
        let others = sketch.links.values().filter(|other| other.to == link.to).count();
        if dead_letter && others == 1 {
            hanging.insert(link.to, link.from);
        }
    }
    hanging
}

/// How many links lie before a part, along the longest way; hanging queues have no layer.
fn layers(sketch: &Sketch, hanging: &BTreeMap<PartId, PartId>) -> Vec<Vec<PartId>> {
    let standing: Vec<PartId> = sketch
        .parts
        .keys()
        .filter(|id| !hanging.contains_key(id))
        .copied()
        .collect();
    let mut layer: BTreeMap<PartId, usize> = standing.iter().map(|id| (*id, 0)).gather();
    for _ in 0..standing.len() {
        for link in sketch.links.values() {
            let (Some(&from), Some(&to)) = (layer.get(&link.from), layer.get(&link.to)) else {
                continue;
            };
            layer.insert(link.to, to.max(from + 1).min(standing.len()));
        }
    }
    let depth = layer.values().max().map_or(0, |deepest| deepest + 1);
    let mut columns = vec![Vec::new(); depth];
    for (id, layer) in layer {
        columns[layer].push(id);
    }
    columns.retain(|column| !column.is_empty());
    columns
}

/// The same order without negative numbers.
fn upwards(place: i32) -> u64 {
    u64::from(place.abs_diff(i32::MIN))
}

/// Orders each layer by the mean position of its neighbours, starting from where the parts were.
fn order(sketch: &Sketch, mut columns: Vec<Vec<PartId>>, old: impl Fn(PartId) -> i32) -> Vec<Vec<PartId>> {
    for column in &mut columns {
        *column = by_number(std::mem::take(column), |id| upwards(old(*id)));
    }
    for _ in 0..SWEEPS {
        for at in 1..columns.len() {
            let rank: BTreeMap<PartId, usize> = columns[..at]
                .iter()
                .flat_map(|column| column.iter().enumerate())
                .map(|(row, id)| (*id, row))
                .gather();
            let mean = |id: &PartId| {
                let rows: Vec<usize> = sketch
                    .links
                    .values()
                    .filter(|link| link.to == *id)
                    .filter_map(|link| rank.get(&link.from).copied())
                    .collect();
                if rows.is_empty() {
                    u64::MAX
                } else {
                    (rows.iter().sum::<usize>() * 1_000 / rows.len()) as u64
                }
            };
            columns[at] = by_number(std::mem::take(&mut columns[at]), mean);
        }
    }
    columns
}

/// Gives every part its place: columns from left to right, and in each the dead-letter queues below their queues.
fn place(
    sketch: &Sketch,
    columns: &[Vec<PartId>],
    hanging: &BTreeMap<PartId, PartId>,
    origin: Place,
) -> BTreeMap<PartId, Place> {
    let size = |id: PartId| PartKind::of(&sketch.parts[&id]).size();
    let under = |id: PartId| {
        hanging
            .iter()
            .filter(move |(_, over)| **over == id)
            .map(|(dlq, _)| *dlq)
    };
    let block = |id: PartId| {
        chain(id, &under)
            .into_iter()
            .map(|part| size(part).height + BELOW)
            .sum::<i32>()
            - BELOW
    };
    let tops = tops(sketch, columns, block);
    let (mut places, mut x) = (BTreeMap::new(), origin.x);
    for column in columns {
        for &id in column {
            let mut y = origin.y + tops[&id];
            for part in chain(id, &under) {
                places.insert(part, Place { x, y });
                y += size(part).height + BELOW;
            }
        }
        x += column.iter().map(|id| size(*id).width).max().unwrap_or_default() + BETWEEN_LAYERS;
    }
    places
}

/// How far down each part stands: level with the topmost part that it is linked to, for wires join cards near their tops,
/// unless what stands above it in its column needs the room.
fn tops(sketch: &Sketch, columns: &[Vec<PartId>], block: impl Fn(PartId) -> i32) -> BTreeMap<PartId, i32> {
    let mut tops: BTreeMap<PartId, i32> = columns.iter().flatten().map(|id| (*id, 0)).gather();
    for _ in 0..SWEEPS {
        for column in columns {
            let mut free = 0;
            for &id in column {
                let neighbours = sketch.links.values().filter_map(|link| match id {
                    _ if link.from == id => tops.get(&link.to),
                    _ if link.to == id => tops.get(&link.from),
                    _ => None,
                });
                let top = free.max(neighbours.min().copied().unwrap_or(free));
                tops.insert(id, top);
                free = top + block(id) + BETWEEN_ROWS;
            }
        }
    }
    tops
}

/// A part, its dead-letter queue, the dead-letter queue of that, and so on.
fn chain<I: Iterator<Item = PartId>>(id: PartId, under: &impl Fn(PartId) -> I) -> Vec<PartId> {
    let mut chain = vec![id];
    let mut at = 0;
    while at < chain.len() {
        let below: Vec<PartId> = under(chain[at]).filter(|part| !chain.contains(part)).collect();
        chain.extend(below);
        at += 1;
    }
    chain
}
