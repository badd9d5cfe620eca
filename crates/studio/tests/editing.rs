//! Whatever is done can be undone and done again, and the drawing at any time is what the log makes of it.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use cloud::time::SimTime;
use proptest::prelude::*;
use sim::wiring::WiringProblem;
use sim::{Edit, Fault, InputKind, PartId, Sketch};
use studio::catalog::PartKind;
use studio::edit::{self, Selection};
use studio::fields::FieldId;
use studio::words::{Gesture, Text};
use studio::{Editor, Place, Project};
use support::Dice;

const START: SimTime = SimTime::ZERO;
const LATER: SimTime = SimTime::from_secs(10);
const ORIGIN: Place = Place { x: 0, y: 0 };

/// A producer, a queue and workers, linked.
fn chain() -> (Editor, [PartId; 3]) {
    let mut editor = Editor::new(Project::default());
    let parts = [PartKind::Producer, PartKind::SqsStandard, PartKind::Workers]
        .map(|kind| editor.add_part(START, kind, ORIGIN));
    editor
        .connect(START, parts[0], parts[1])
        .expect("a producer sends to a queue");
    editor
        .connect(START, parts[1], parts[2])
        .expect("workers poll a queue");
    (editor, parts)
}

fn visibility(editor: &Editor, at: SimTime, queue: PartId) -> u32 {
    match &editor.project().sketch_at(at).parts[&queue] {
        sim::Part::Queue(queue) => queue.visibility_timeout,
        _ => panic!("not a queue"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn undoing_everything_leads_to_the_start_and_redoing_everything_to_the_end(seed in any::<u64>(), verbs in 1..60_usize) {
        let mut dice = Dice::new(seed);
        let start = support::project(&mut dice);
        let mut editor = Editor::new(start.clone());
        let mut states = vec![start.clone()];
        for _ in 0..verbs {
            support::random_verb(&mut editor, &mut dice);
            if states.last() != Some(editor.project()) {
                states.push(editor.project().clone());
            }
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(editor.undo().is_some());
            prop_assert_eq!(editor.project(), state);
        }
        prop_assert!(editor.undo().is_none());
        for state in &states[1..] {
            prop_assert!(editor.redo().is_some());
            prop_assert_eq!(editor.project(), state);
        }
        prop_assert!(editor.redo().is_none());
    }

    #[test]
    fn the_log_stays_in_order_and_ids_are_never_reused(seed in any::<u64>(), verbs in 1..60_usize) {
        let mut dice = Dice::new(seed);
        let mut editor = Editor::new(Project::default());
        let mut seen = BTreeSet::new();
        for _ in 0..verbs {
            let before: BTreeSet<PartId> = editor.project().document.names.keys().copied().collect();
            support::random_verb(&mut editor, &mut dice);
            let project = editor.project();
            prop_assert!(project.log.is_sorted_by_key(|input| input.at));
            for id in project.document.names.keys().filter(|id| !before.contains(id)) {
                prop_assert!(seen.insert(*id), "{:?} came twice", id);
            }
            let names: BTreeSet<&String> = project.document.names.values().collect();
            prop_assert!(names.len() + 60 >= project.document.names.len());
        }
    }

    #[test]
    fn an_edited_project_can_be_written_and_read(seed in any::<u64>(), verbs in 1..40_usize) {
        let mut dice = Dice::new(seed);
        let mut editor = Editor::new(Project::default());
        for _ in 0..verbs {
            support::random_verb(&mut editor, &mut dice);
        }
        let bytes = studio::format::to_bytes(editor.project());
        prop_assert_eq!(&studio::format::from_bytes(&bytes).unwrap(), editor.project());
    }

    #[test]
    fn a_reset_keeps_the_drawing_and_empties_the_log(seed in any::<u64>(), at in 0..100_u64) {
        let project = support::project(&mut Dice::new(seed));
        let now = SimTime::from_secs(at);
        let reset = edit::reset(&project, now);
        prop_assert!(reset.log.is_empty());
        // The names are the document's.
        let drawn = Sketch {
            names: BTreeMap::new(),
            ..project.sketch_at(now)
        };
        prop_assert_eq!(reset.sketch_at(START), drawn);
    }
}

#[test]
fn an_edit_at_the_start_changes_the_sketch_and_a_later_one_enters_the_log() {
    let (mut editor, [_, queue, _]) = chain();
    editor
        .set_field(START, queue, FieldId::VisibilityTimeout, "40")
        .expect("in range");
    assert!(editor.project().log.is_empty());
    editor
        .set_field(LATER, queue, FieldId::VisibilityTimeout, "50")
        .expect("in range");
    assert_eq!(editor.project().log.len(), 1);
    assert_eq!(
        (
            visibility(&editor, START, queue),
            visibility(&editor, LATER, queue)
        ),
        (40, 50)
    );
    assert_eq!(editor.undo(), Some(Text::SetField(FieldId::VisibilityTimeout)));
    assert_eq!(visibility(&editor, LATER, queue), 40);
}

#[test]
fn names_places_and_notes_never_enter_the_log() {
    let (mut editor, [producer, ..]) = chain();
    editor.rename(SimTime::ZERO, producer, "  Web\u{7} shop ");
    editor.move_by(&Selection::part(producer), Place { x: 8, y: 16 });
    editor.set_title("Shop");
    assert!(editor.project().log.is_empty());
    assert_eq!(editor.project().document.names[&producer], "Web shop");
    assert_eq!(editor.project().document.places[&producer], Place { x: 8, y: 16 });
}

#[test]
fn a_slider_leaves_one_input_and_one_entry() {
    let (mut editor, [_, queue, _]) = chain();
    let before = editor.project().clone();
    editor.begin(Text::SetField(FieldId::VisibilityTimeout));
    for seconds in 31..60 {
        editor
            .set_field(LATER, queue, FieldId::VisibilityTimeout, &seconds.to_string())
            .expect("in range");
    }
    editor.commit();
    assert_eq!(editor.project().log.len(), 1);
    editor.undo();
    assert_eq!(*editor.project(), before);
    editor.redo();
    editor
        .set_field(LATER, queue, FieldId::VisibilityTimeout, "30")
        .expect("in range");
    assert!(
        editor.project().log.is_empty(),
        "back where it was: nothing was done"
    );
}

#[test]
fn a_cancelled_gesture_leaves_nothing() {
    let (mut editor, [producer, ..]) = chain();
    let before = editor.project().clone();
    let label = editor.history().undo_label().cloned();
    editor.begin(Gesture::Move);
    editor.move_by(&Selection::part(producer), Place { x: 100, y: 0 });
    editor.cancel();
    assert_eq!(*editor.project(), before);
    assert_eq!(editor.history().undo_label().cloned(), label);
}

#[test]
fn an_edit_in_the_past_keeps_what_came_later() {
    let (mut editor, [_, queue, workers]) = chain();
    editor
        .set_field(SimTime::from_secs(30), queue, FieldId::VisibilityTimeout, "60")
        .expect("in range");
    editor
        .set_field(SimTime::from_secs(40), queue, FieldId::DelaySeconds, "5")
        .expect("in range");
    editor.fault(SimTime::from_secs(50), Fault::Stop { part: workers });
    editor
        .set_field(LATER, queue, FieldId::DelaySeconds, "2")
        .expect("in range");
    let at = |seconds| match &editor.project().sketch_at(SimTime::from_secs(seconds)).parts[&queue] {
        sim::Part::Queue(queue) => (queue.visibility_timeout, queue.delay_seconds),
        _ => panic!("not a queue"),
    };
    assert_eq!(
        [at(0), at(10), at(30), at(40)],
        [(30, 0), (30, 2), (60, 2), (60, 5)]
    );
    assert!(edit::is_stopped(
        editor.project(),
        SimTime::from_secs(50),
        workers
    ));
    assert!(!edit::is_stopped(
        editor.project(),
        SimTime::from_secs(49),
        workers
    ));
}

#[test]
fn what_is_removed_in_the_past_does_not_come_back() {
    let (mut editor, [_, queue, _]) = chain();
    editor
        .set_field(SimTime::from_secs(30), queue, FieldId::VisibilityTimeout, "60")
        .expect("in range");
    editor.remove(LATER, &Selection::part(queue), false);
    let sketch = editor.project().sketch_at(SimTime::from_secs(60));
    assert!(!sketch.parts.contains_key(&queue));
    assert!(sketch.links.is_empty());
    assert_eq!(
        editor.project().document.names[&queue],
        "orders",
        "undo and the past still need the name"
    );
    let new = editor.add_part(LATER, PartKind::SqsStandard, ORIGIN);
    assert!(new > queue, "ids are not reused");
}

#[test]
fn removing_heals_where_that_makes_sense() {
    let (mut editor, [producer, queue, workers]) = chain();
    let dlq = editor.add_part(START, PartKind::SqsStandard, ORIGIN);
    editor.connect(START, queue, dlq).expect("a dead-letter queue");
    editor.remove(START, &Selection::part(queue), true);
    let sketch = editor.project().sketch_at(START);
    let links: Vec<(PartId, PartId)> = sketch.links.values().map(|link| (link.from, link.to)).collect();
    assert_eq!(
        links,
        [(producer, dlq)],
        "not to {workers:?}: workers cannot be called"
    );
}

#[test]
fn a_part_goes_into_a_link_or_nothing_changes() {
    let mut editor = Editor::new(Project::default());
    let [producer, server, queue, workers] = [
        PartKind::Producer,
        PartKind::WebServer,
        PartKind::SqsStandard,
        PartKind::Workers,
    ]
    .map(|kind| editor.add_part(START, kind, ORIGIN));
    let call = editor.connect(START, producer, server).expect("a call");
    let before = editor.project().clone();
    assert_eq!(
        editor.insert(START, call, queue),
        Err(WiringProblem::QueueToServer)
    );
    assert_eq!(*editor.project(), before);
    editor.reconnect(START, call, producer, queue).expect("a send");
    assert!(editor.connect(START, producer, server).is_ok(), "a second target");
    assert!(editor.connect(START, queue, workers).is_ok());
}

#[test]
fn a_copy_has_new_ids_new_names_and_its_own_links() {
    let (mut editor, parts) = chain();
    let all = Selection::all(editor.project(), START);
    let copy = editor.duplicate(LATER, &all);
    assert_eq!((copy.parts.len(), copy.links.len()), (3, 2));
    assert!(copy.parts.iter().all(|id| !parts.contains(id)));
    let names: Vec<&str> = copy
        .parts
        .iter()
        .map(|id| editor.project().document.names[id].as_str())
        .collect();
    assert_eq!(names, ["Producer 2", "orders-2", "Workers 2"]);
    assert!(editor.project().log.iter().all(|input| matches!(
        input.kind,
        InputKind::Edit(Edit::PutPart { .. } | Edit::PutLink { .. })
    )));
    assert!(
        editor.project().sketch_at(START).parts.len() == 3,
        "the past is as it was"
    );
}

#[test]
fn cutting_and_pasting_moves_parts_and_notes() {
    let (mut editor, _) = chain();
    editor.add_note(studio::Note {
        place: ORIGIN,
        heading: "Here".into(),
        text: String::new(),
    });
    let all = Selection::all(editor.project(), START);
    let clip = editor.cut(START, &all);
    assert!(editor.project().document.sketch.parts.is_empty() && editor.project().document.notes.is_empty());
    let pasted = editor.paste(START, &clip, Place { x: 40, y: 0 });
    assert_eq!(
        (pasted.parts.len(), pasted.links.len(), pasted.notes.len()),
        (3, 2, 1)
    );
    assert_eq!(editor.project().document.notes[0].place, Place { x: 40, y: 0 });
}

#[test]
fn tidy_lays_messages_out_from_left_to_right() {
    let (mut editor, [producer, queue, workers]) = chain();
    let dlq = editor.add_part(START, PartKind::SqsStandard, ORIGIN);
    editor.connect(START, queue, dlq).expect("a dead-letter queue");
    editor.tidy(START, &BTreeSet::new());
    let places = &editor.project().document.places;
    let width = |kind: PartKind| kind.size().width;
    assert!(places[&producer].x + width(PartKind::Producer) < places[&queue].x);
    assert!(places[&queue].x + width(PartKind::SqsStandard) < places[&workers].x);
    assert_eq!(places[&dlq].x, places[&queue].x);
    assert!(places[&dlq].y > places[&queue].y + PartKind::SqsStandard.size().height);
    assert!(places.values().all(|place| place.x % 4 == 0 && place.y % 4 == 0));
}

#[test]
fn tidy_keeps_each_way_level() {
    let (mut editor, first) = chain();
    let second = [PartKind::Producer, PartKind::SqsStandard, PartKind::Workers]
        .map(|kind| editor.add_part(START, kind, Place { x: 0, y: 900 }));
    for ends in second.windows(2) {
        editor.connect(START, ends[0], ends[1]).expect("a chain");
    }
    editor.tidy(START, &BTreeSet::new());
    let top = |id: PartId| editor.project().document.places[&id].y;
    for way in [first, second] {
        assert_eq!(way.map(top), [top(way[0]); 3]);
    }
    assert!(top(first[0]) < top(second[0]));
}

/// Otherwise the project could be drawn on, but neither kept nor run any more.
#[test]
fn a_project_that_has_the_highest_id_can_still_grow() {
    let (editor, [producer, ..]) = chain();
    let mut project = editor.project().clone();
    let document = std::rc::Rc::make_mut(&mut project.document);
    let settings = document.sketch.parts[&producer].clone();
    document.sketch.parts.insert(PartId(edit::MAX_ID), settings);
    let link = document.sketch.links.values().next().copied().expect("two links");
    document.sketch.links.insert(sim::LinkId(edit::MAX_ID), link);
    let mut editor = Editor::new(project);
    let ids = [PartKind::SqsStandard, PartKind::Workers].map(|kind| editor.add_part(START, kind, ORIGIN));
    assert_eq!(ids, [PartId(4), PartId(5)]);
    editor
        .connect(START, ids[0], ids[1])
        .expect("workers poll a queue");
    let bytes = studio::format::to_bytes(editor.project());
    assert_eq!(studio::format::from_bytes(&bytes).as_ref(), Ok(editor.project()));
}

#[test]
fn the_last_thousand_gestures_can_be_undone() {
    let mut editor = Editor::new(Project::default());
    for seed in 1..=1_500 {
        editor.set_seed(seed);
    }
    let undone = std::iter::from_fn(|| editor.undo()).count();
    assert_eq!((undone, editor.project().document.seed), (1_000, 500));
}
