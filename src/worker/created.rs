//! The queues that calls have created, for a page whose drawing does not have them.

use cloud::time::SimTime;
use sim::{Edit, Input, InputKind, Part, PartId, World, created_number};
use studio::catalog::default_queue;
use studio::format;

use crate::bridge::frame::{CREATED_MAX, Created};

/// Those that there are in `world`.
pub(super) fn of(world: &World) -> Created {
    let sketch = world.sketch();
    let parts = sketch.parts.iter();
    let mut created = parts.filter_map(|(id, part)| Some((id, created_number(*id)?, part)));
    let first = created.by_ref().take(CREATED_MAX);
    let queues = first.map(|(id, number, part)| {
        let name = sketch.names.get(id).map(ToString::to_string);
        let is_redriven = sketch.links.values().any(|link| link.from == *id);
        (name.unwrap_or_default(), drawn(number, part, is_redriven))
    });
    Created {
        queues: queues.collect(),
        more: created.count() as u64,
    }
}

/// Without a redrive policy a queue has no `maxReceiveCount`; one that is drawn has, for when it gets a dead-letter queue.
fn drawn(number: u32, part: &Part, is_redriven: bool) -> String {
    let mut part = part.clone();
    if let (Part::Queue(queue), false) = (&mut part, is_redriven) {
        queue.max_receive_count = default_queue(queue.kind).max_receive_count;
    }
    let edit = Edit::PutPart {
        id: PartId(number),
        part,
    };
    format::input_to_line(&Input {
        at: SimTime::ZERO,
        kind: InputKind::Edit(edit),
    })
}
