//! Branches: what a change in the past makes of the future.

use std::rc::Rc;

use cloud::time::SimTime;
use sim::{Fault, Guarantee, Input, InputKind, PartId, Run, RunHash, Verdict};
use studio::branch::{BranchId, Fork, MAX_BRANCHES, Present};
use studio::fields::FieldId;
use studio::format::{DecodeProblem, file};
use studio::scenes::by_id;
use studio::{Comparison, Editor, Project};

const ORDERS: PartId = PartId(1);
const QUEUE: PartId = PartId(2);
const INVOICING: PartId = PartId(3);
const MAIN: BranchId = BranchId(0);

fn at(seconds: u64) -> SimTime {
    SimTime::from_secs(seconds)
}

/// An editor with a scene that has been played for a minute, with things done to it on the way.
fn played() -> Editor {
    let mut editor = Editor::new((by_id("visibility-too-short").expect("a scene").project)());
    let fault = |editor: &mut Editor, seconds, fault| editor.fault(at(seconds), fault);
    fault(&mut editor, 20, Fault::Stop { part: INVOICING });
    editor.send(at(25), ORDERS, 5);
    fault(&mut editor, 30, Fault::Start { part: INVOICING });
    set_timeout(&mut editor, Present::at_the_end(at(35)), "7");
    editor
}

fn present(now: u64, furthest: u64) -> Present {
    Present {
        at: at(now),
        furthest: at(furthest),
    }
}

fn set_timeout(editor: &mut Editor, present: Present, seconds: &str) {
    let set = |editor: &mut Editor, now| editor.set_field(now, QUEUE, FieldId::VisibilityTimeout, seconds);
    editor.at(present, set).expect("it is in range");
}

/// The hash at every third second.
fn hashes(project: &Project) -> Vec<RunHash> {
    let mut run = project.run();
    let visit = |second| {
        run.seek_now(at(second));
        run.hash()
    };
    (0..=60).step_by(3).map(visit).collect()
}

fn kinds(project: &Project) -> Vec<(SimTime, InputKind)> {
    let log = project.log.iter();
    log.map(|input| (input.at, input.kind.clone())).collect()
}

#[test]
fn at_the_furthest_point_nothing_branches_and_what_is_planned_stays() {
    let mut editor = played();
    let before = kinds(editor.project());
    set_timeout(&mut editor, Present::at_the_end(at(10)), "6");
    assert!(editor.project().branches.kept.is_empty());
    assert_eq!(editor.project().log.len(), before.len() + 1);
}

#[test]
fn a_change_in_the_past_branches_and_the_old_future_stays_as_it_was() {
    let mut editor = played();
    let old = editor.project().clone();
    let (log, future) = (old.log.clone(), hashes(&old));
    set_timeout(&mut editor, present(10, 60), "6");

    let new = editor.project().clone();
    let kept = &new.branches.kept[0];
    assert_eq!((kept.label.id, &kept.log, kept.reached), (MAIN, &log, at(60)));
    let from = Fork {
        parent: MAIN,
        at: at(10),
    };
    assert_eq!(new.branches.here.from, Some(from));
    assert_eq!(
        hashes(&new)[..4],
        future[..4],
        "up to the moment they are the same"
    );
    assert_ne!(hashes(&new), future);

    editor.switch_branch(MAIN, at(40));
    assert_eq!(editor.project().log, log);
    assert_eq!(hashes(editor.project()), future, "the old future is unchanged");
    editor.switch_branch(new.branches.here.id, at(60));
    assert_eq!(hashes(editor.project()), hashes(&new));
}

#[test]
fn a_branch_shares_what_came_before_and_the_faults_that_come_later() {
    let mut editor = played();
    set_timeout(&mut editor, present(10, 60), "6");
    let later: Vec<_> = kinds(editor.project()).split_off(1);
    let faults = [
        (at(20), InputKind::Fault(Fault::Stop { part: INVOICING })),
        (at(30), InputKind::Fault(Fault::Start { part: INVOICING })),
    ];
    assert_eq!(later, faults, "and neither the send nor the edit");
}

#[test]
fn going_on_in_a_branch_makes_no_more_of_them() {
    let mut editor = played();
    set_timeout(&mut editor, present(10, 60), "6");
    set_timeout(&mut editor, present(10, 10), "8");
    set_timeout(&mut editor, present(12, 12), "9");
    assert_eq!(editor.project().branches.kept.len(), 1);
}

#[test]
fn looking_and_drawing_in_the_past_branch_nothing() {
    let mut editor = played();
    let past = present(10, 60);
    editor.at(past, |editor, now| editor.rename(now, QUEUE, "invoices to write"));
    editor.at(past, |editor, _| editor.watch(Guarantee::DeadLetterQueueEmpty));
    editor
        .at(past, |editor, now| {
            editor.set_field(now, QUEUE, FieldId::VisibilityTimeout, "5")
        })
        .expect("it is what it was");
    assert!(editor.project().branches.kept.is_empty());
}

#[test]
fn undo_takes_a_branch_away_and_redo_brings_it_again() {
    let mut editor = played();
    let before = editor.project().clone();
    set_timeout(&mut editor, present(10, 60), "6");
    let branched = editor.project().clone();
    editor.undo();
    assert_eq!(*editor.project(), before);
    editor.redo();
    assert_eq!(*editor.project(), branched);

    // Also in the middle of a gesture, such as a slider that is dragged.
    editor.undo();
    editor.begin(studio::words::Gesture::Fault);
    set_timeout(&mut editor, present(10, 60), "6");
    set_timeout(&mut editor, present(10, 10), "9");
    editor.commit();
    assert_eq!(editor.project().branches.kept.len(), 1);
    editor.undo();
    assert_eq!(*editor.project(), before);
}

#[test]
fn a_change_at_the_start_changes_the_drawing_unless_branches_share_it() {
    let mut editor = played();
    set_timeout(&mut editor, present(0, 60), "9");
    assert!(
        editor.project().branches.kept.is_empty(),
        "the drawing is another one"
    );
    assert_ne!(editor.project().document, played().project().document);

    let mut editor = played();
    let future = hashes(editor.project());
    editor.branch_off(present(10, 60));
    let drawing = Rc::clone(&editor.project().document);
    set_timeout(&mut editor, present(0, 10), "9");
    assert_eq!(editor.project().document, drawing);
    assert_eq!(editor.project().branches.kept.len(), 2);
    editor.switch_branch(MAIN, at(10));
    assert_eq!(hashes(editor.project()), future);
}

#[test]
fn another_seed_can_be_tried_in_a_branch() {
    let mut editor = played();
    let (seed, future) = (editor.project().document.seed, hashes(editor.project()));
    editor.try_seed(seed + 7, at(60));
    assert_eq!(editor.project().document.seed, seed + 7);
    editor.switch_branch(MAIN, at(60));
    assert_eq!(hashes(editor.project()), future);
}

#[test]
fn there_are_no_more_branches_than_can_be_overlooked_and_named_ones_stay() {
    let mut editor = played();
    for _ in 0..MAX_BRANCHES + 5 {
        editor.branch_off(present(10, 60));
        if editor.project().branches.here.id == BranchId(3) {
            editor.rename_branch(BranchId(3), " the third ");
        }
    }
    let branches = &editor.project().branches;
    assert_eq!(branches.labels().len(), MAX_BRANCHES);
    let third = branches.get(BranchId(3)).expect("it has a name");
    assert_eq!(third.label.name, "the third");
    assert!(branches.get(MAIN).is_some() && branches.get(BranchId(1)).is_none());
}

#[test]
fn those_that_left_a_branch_that_is_deleted_left_the_one_that_it_left() {
    let mut editor = played();
    editor.branch_off(present(10, 60));
    editor.branch_off(present(30, 60));
    editor.remove_branch(BranchId(1));
    let from = Fork {
        parent: MAIN,
        at: at(10),
    };
    assert_eq!(editor.project().branches.here.from, Some(from));

    let last = editor.project().branches.here.id;
    editor.remove_branch(last);
    assert_eq!(
        editor.project().branches.here.id,
        MAIN,
        "what is shown goes back to where it came from"
    );
    editor.remove_branch(MAIN);
    assert_eq!(editor.project().branches.here.id, MAIN, "the last one stays");
    assert_eq!(hashes(editor.project()), hashes(played().project()));
}

#[test]
fn two_branches_are_compared_by_guarantees_and_by_figures_that_differ() {
    let mut editor = played();
    set_timeout(&mut editor, present(1, 60), "30");
    let long = editor.project().clone();
    editor.switch_branch(MAIN, at(60));
    let run = |project: &Project| {
        let mut run: Run = project.run();
        run.seek_now(at(60));
        run
    };
    let (long, short) = (run(&long), run(editor.project()));
    let same = Comparison::of(long.world(), long.world());
    assert!(same.figures.is_empty() && same.guarantees.iter().all(|(_, [one, other])| one == other));
    let compared = Comparison::of(long.world(), short.world());
    let (_, verdicts) = compared.guarantees[0];
    assert!(
        matches!(verdicts, [Verdict::Holds, Verdict::Broken(_)]),
        "{verdicts:?}"
    );
    assert!(compared.figures.iter().any(|(part, ..)| *part == INVOICING));
}

#[test]
fn files_carry_branches_and_refuse_what_makes_no_sense() {
    let mut editor = played();
    set_timeout(&mut editor, present(10, 60), "6");
    editor.rename_branch(BranchId(1), "patient");
    let text = file::project_to_text(editor.project());
    let opened = file::from_text(&text).expect("it is ours").project;
    assert_eq!(opened, *editor.project());
    let circle = text.replace("\"branch\": 0", "\"branch\": 1");
    let twice = text.replace(
        "\"id\": 1,\n        \"name\": \"patient\"",
        "\"id\": 0,\n        \"name\": \"patient\"",
    );
    for broken in [circle, twice] {
        assert_ne!(broken, text);
        assert!(
            matches!(file::from_text(&broken), Err(DecodeProblem::Inconsistent { .. })),
            "{broken}"
        );
    }
}

#[test]
fn inputs_at_the_present_are_part_of_the_past() {
    let mut editor = played();
    editor.at(present(20, 60), |editor, now| editor.send(now, ORDERS, 1));
    let first: Vec<Input> = editor.project().log.iter().take(2).cloned().collect();
    assert!(matches!(first[0].kind, InputKind::Fault(Fault::Stop { .. })));
    assert!(matches!(first[1].kind, InputKind::Send { count: 1, .. }));
}
