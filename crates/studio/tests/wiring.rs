//! What can be linked, as the page asks it.

use cloud::time::SimTime;
use sim::PartId;
use sim::wiring::{LinkKind, WiringProblem};
use studio::catalog::PartKind;
use studio::edit::Selection;
use studio::{Editor, Place, Project, wiring};

const NOW: SimTime = SimTime::ZERO;

fn one_of_each() -> (Editor, [PartId; 5]) {
    let mut editor = Editor::new(Project::default());
    let parts = PartKind::ALL.map(|kind| editor.add_part(NOW, kind, Place::default()));
    (editor, parts)
}

#[test]
fn targets_are_the_parts_that_a_link_may_lead_to() {
    let (mut editor, [producer, workers, server, standard, fifo]) = one_of_each();
    let targets = |editor: &Editor, from| wiring::legal_targets(editor.project(), NOW, from);
    assert_eq!(
        targets(&editor, producer),
        [
            (server, LinkKind::Call),
            (standard, LinkKind::Send),
            (fifo, LinkKind::Send)
        ]
    );
    assert_eq!(
        targets(&editor, standard),
        [(workers, LinkKind::Poll)],
        "a FIFO queue is no dead-letter queue for it"
    );
    assert_eq!(targets(&editor, workers), []);
    editor.connect(NOW, producer, server).expect("a call");
    assert_eq!(
        targets(&editor, producer),
        [(standard, LinkKind::Send), (fifo, LinkKind::Send)],
        "a producer has as many targets as one likes"
    );
    let sources = wiring::legal_sources(editor.project(), NOW, workers);
    assert_eq!(sources, [(standard, LinkKind::Poll), (fifo, LinkKind::Poll)]);
}

#[test]
fn quick_add_offers_only_what_can_be_linked() {
    let (editor, [producer, workers, server, _, fifo]) = one_of_each();
    let kinds = |from| wiring::legal_kinds(editor.project(), NOW, from);
    assert_eq!(
        kinds(producer),
        [PartKind::WebServer, PartKind::SqsStandard, PartKind::SqsFifo]
    );
    assert_eq!(kinds(fifo), [PartKind::Workers, PartKind::SqsFifo]);
    assert_eq!(
        kinds(server),
        [PartKind::WebServer, PartKind::SqsStandard, PartKind::SqsFifo]
    );
    let into = |to| wiring::legal_source_kinds(editor.project(), NOW, to);
    assert_eq!(into(workers), [PartKind::SqsStandard, PartKind::SqsFifo]);
    assert_eq!(into(producer), []);
}

#[test]
fn a_part_is_added_with_its_link_or_not_at_all() {
    let (mut editor, [producer, workers, ..]) = one_of_each();
    let before = editor.project().clone();
    let refused = editor.add_linked(NOW, PartKind::WebServer, Place::default(), workers, false);
    assert_eq!(refused, Err(WiringProblem::OutOfWorkers));
    assert_eq!(*editor.project(), before);
    let queue = editor
        .add_linked(NOW, PartKind::SqsStandard, Place::default(), producer, false)
        .expect("a send");
    editor.undo();
    assert_eq!(*editor.project(), before, "one entry");
    editor.redo();
    assert!(
        Selection::part(queue)
            .existing(editor.project(), NOW)
            .parts
            .contains(&queue)
    );
}

#[test]
fn a_link_can_be_moved_where_a_new_one_could_not_be_made() {
    let (mut editor, [_, _, _, orders, _]) = one_of_each();
    let mut queue = || editor.add_part(NOW, PartKind::SqsStandard, Place::default());
    let (dead, other) = (queue(), queue());
    let redrive = editor.connect(NOW, orders, dead).expect("a redrive");
    assert_eq!(
        wiring::check(editor.project(), NOW, orders, other),
        Err(WiringProblem::SecondDeadLetterQueue)
    );
    assert_eq!(
        wiring::check_reconnect(editor.project(), NOW, redrive, orders, other),
        Ok(LinkKind::DeadLetter)
    );
    assert_eq!(
        wiring::kind_of(editor.project(), NOW, redrive),
        Some(LinkKind::DeadLetter)
    );
}
