//! The queues that calls have created, as they are drawn: below everything that a person has drawn, each at a place that follows
//! from how many were created before it. So the same moment looks the same for everybody, and a card stays where it is when
//! others come and go.

use std::rc::Rc;

use sim::{Edit, InputKind, Sketch, created_part};
use studio::catalog::PartKind;
use studio::{Document, Place, Project, format};

use crate::bridge::frame::{CREATED_MAX, Created};
use crate::geometry::Rect;
use crate::state::note_rect;

/// How many stand beside each other.
const COLUMNS: usize = 3;
/// From one to the next; below a card is room for what is told of its losses.
const PITCH: Place = Place { x: 300, y: 156 };
/// From what is drawn to the heading, and from there to the cards.
const ABOVE: i32 = 72;
const HEADING: i32 = 20;

/// The heading over them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Heading {
    /// Where its words begin.
    pub(crate) place: Place,
    /// How many more of them there are than are drawn.
    pub(crate) more: u64,
}

/// Adds them to what is shown of a project; their heading, if there are any. `project` and `sketch` are for looking only from
/// then on: nothing that is kept or run has these queues.
pub(super) fn draw(created: &Created, project: &mut Project, sketch: &mut Sketch) -> Option<Heading> {
    if created.queues.is_empty() {
        return None;
    }
    let corner = corner(&project.document, sketch);
    let document = Rc::make_mut(&mut project.document);
    let mut taken = [false; CREATED_MAX];
    for (name, drawn) in &created.queues {
        let Ok(input) = format::input_from_line(drawn) else {
            continue;
        };
        let InputKind::Edit(Edit::PutPart { id: number, part }) = input.kind else {
            continue;
        };
        let (id, slot) = (created_part(number.0), free_slot(number.0, &mut taken));
        document.places.insert(id, place(corner, slot));
        document.names.insert(id, name.clone());
        sketch.parts.insert(id, part);
    }
    Some(Heading {
        place: corner,
        more: created.more,
    })
}

/// Below all that a person has drawn, at its left edge.
fn corner(document: &Document, sketch: &Sketch) -> Place {
    let cards = sketch.parts.iter().map(|(id, part)| {
        let place = document.places.get(id).copied().unwrap_or_default();
        Rect::of_card(PartKind::of(part), place)
    });
    let notes = document.notes.iter().map(note_rect);
    cards
        .chain(notes)
        .reduce(Rect::union)
        .map_or(Place { x: 48, y: 64 }, |extent| Place {
            x: extent.x as i32,
            y: (extent.y + extent.height) as i32 + ABOVE,
        })
}

/// The slot of the queue with this number, or the next that is free, which is taken from then on.
fn free_slot(number: u32, taken: &mut [bool; CREATED_MAX]) -> usize {
    let mut slot = number as usize % CREATED_MAX;
    // There are as many slots as queues that are told of.
    for _ in 0..CREATED_MAX {
        if !std::mem::replace(&mut taken[slot], true) {
            break;
        }
        slot = (slot + 1) % CREATED_MAX;
    }
    slot
}

fn place(corner: Place, slot: usize) -> Place {
    Place {
        x: corner.x + (slot % COLUMNS) as i32 * PITCH.x,
        y: corner.y + HEADING + (slot / COLUMNS) as i32 * PITCH.y,
    }
}

#[cfg(test)]
mod tests {
    use cloud::time::SimTime;
    use sim::{Input, PartId, is_created_by_a_call};
    use studio::Note;
    use studio::scenes::SCENES;

    use super::*;
    use crate::geometry::Layout;

    /// Queues with these numbers, as calls created them.
    fn created(numbers: impl IntoIterator<Item = u32>, more: u64) -> Created {
        let drawn = |number| {
            let (id, part) = (PartId(number), PartKind::SqsStandard.part());
            format::input_to_line(&Input {
                at: SimTime::ZERO,
                kind: InputKind::Edit(Edit::PutPart { id, part }),
            })
        };
        let queues = numbers
            .into_iter()
            .map(|number| (format!("q{number}"), drawn(number)));
        Created {
            queues: queues.collect(),
            more,
        }
    }

    /// Where the queues are drawn in `project`, by name.
    fn places(project: &Project, created: &Created) -> Vec<(String, Place)> {
        let (mut shown, mut sketch) = (project.clone(), project.sketch_at(SimTime::ZERO));
        draw(created, &mut shown, &mut sketch);
        let parts = sketch.parts.keys().filter(|id| is_created_by_a_call(**id));
        let document = shown.document;
        parts
            .map(|id| (document.names[id].clone(), document.places[id]))
            .collect()
    }

    #[test]
    fn no_card_lies_on_another_or_on_a_note() {
        for scene in SCENES {
            let mut project = (scene.project)();
            Rc::make_mut(&mut project.document).notes.push(Note {
                place: Place { x: 0, y: 900 },
                heading: "far below".to_owned(),
                text: String::new(),
            });
            let mut sketch = project.sketch_at(SimTime::ZERO);
            let notes: Vec<Rect> = project.document.notes.iter().map(note_rect).collect();
            let heading = draw(&created(0..CREATED_MAX as u32, 3), &mut project, &mut sketch);
            assert_eq!(heading.map(|heading| heading.more), Some(3));
            let layout = Layout::of(&sketch, |id| project.document.places[&id]);
            let cards = layout.cards.values().map(|card| card.rect);
            let all: Vec<Rect> = cards.chain(notes).collect();
            for (place, one) in all.iter().enumerate() {
                let mut others = all[..place].iter();
                let drawn = layout.cards.len() - CREATED_MAX;
                assert!(
                    place < drawn || !others.any(|other| one.touches(*other)),
                    "{}: {one:?}",
                    scene.id
                );
            }
        }
    }

    #[test]
    fn a_card_stays_where_it_is_when_others_come_and_go() {
        let project = Project::default();
        let three = places(&project, &created(0..3, 0));
        let without = places(&project, &created([0, 2], 0));
        let others = places(&project, &created([2, 3, 4, 70], 0));
        assert_eq!(without, [three[0].clone(), three[2].clone()]);
        assert_eq!(others[0], three[2]);
        // Of those whose place is taken, the later one goes on to the next.
        let both = places(&project, &created([0, CREATED_MAX as u32], 0));
        assert_eq!(both[1].1, three[1].1);
    }

    #[test]
    fn without_queues_there_is_no_heading_and_nothing_is_changed() {
        let mut project = (SCENES[0].project)();
        let mut sketch = project.sketch_at(SimTime::ZERO);
        let before = (project.clone(), sketch.clone());
        assert_eq!(draw(&Created::default(), &mut project, &mut sketch), None);
        assert_eq!((project, sketch), before);
    }
}
