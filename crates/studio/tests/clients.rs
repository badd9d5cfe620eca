//! What the editor does with a run that programs from outside call.

use std::rc::Rc;

use cloud::time::SimTime;
use sim::random_calls::random_calls;
use sim::{Edit, Input, InputKind, PartId};
use studio::catalog::PartKind;
use studio::words::{Language, Names};
use studio::{Editor, Place, Project};

const QUEUE: PartId = PartId(1);

/// A queue called `orders`, and a program that calls after two seconds.
fn called() -> Editor {
    let mut editor = Editor::new(Project::default());
    editor.add_part(SimTime::ZERO, PartKind::SqsStandard, Place::default());
    editor.rename(SimTime::ZERO, QUEUE, "orders");
    let (_, log) = random_calls(1);
    let mut calls = log.into_iter().map(|input| input.kind);
    let kind = calls.find(|kind| matches!(kind, InputKind::Call { .. }));
    let at = SimTime::from_secs(2);
    let kind = kind.expect("there is a call");
    let mut project = editor.project().clone();
    project.log = Rc::new(vec![Input { at, kind }]);
    Editor::new(project)
}

fn renames(editor: &Editor) -> Vec<(u64, String, String)> {
    let renames = editor.project().log.iter().filter_map(|input| match &input.kind {
        InputKind::Edit(Edit::Rename { from, to, .. }) => {
            Some((input.at.as_millis(), from.to_string(), to.to_string()))
        }
        _ => None,
    });
    renames.collect()
}

fn name_at_start(editor: &Editor) -> String {
    editor.project().named_sketch().names[&QUEUE].to_string()
}

#[test]
fn a_rename_in_a_run_that_programs_call_is_an_input() {
    let mut editor = called();
    let now = SimTime::from_secs(5);
    editor.rename(now, QUEUE, "invoices");
    assert_eq!(
        renames(&editor),
        [(5_000, "orders".to_owned(), "invoices".to_owned())]
    );
    assert_eq!(editor.project().document.names[&QUEUE], "invoices");
    assert_eq!(name_at_start(&editor), "orders");
    // Typed on at the same moment, it is one change.
    editor.rename(now, QUEUE, "old invoices");
    assert_eq!(
        renames(&editor),
        [(5_000, "orders".to_owned(), "old invoices".to_owned())]
    );
    editor.undo();
    editor.undo();
    assert!(renames(&editor).is_empty());
    assert_eq!(editor.project().document.names[&QUEUE], "orders");
}

#[test]
fn a_rename_at_the_start_holds_for_the_whole_run() {
    let mut editor = called();
    editor.rename(SimTime::from_secs(5), QUEUE, "invoices");
    editor.rename(SimTime::ZERO, QUEUE, "bills");
    assert!(renames(&editor).is_empty());
    assert_eq!(name_at_start(&editor), "bills");
}

#[test]
fn a_rename_that_no_program_can_notice_is_none_of_the_log() {
    let mut editor = called();
    editor.add_part(SimTime::ZERO, PartKind::Producer, Place::default());
    editor.rename(SimTime::from_secs(5), PartId(2), "Shop");
    assert!(renames(&editor).is_empty());
    let mut uncalled = Editor::new(Project::default());
    uncalled.add_part(SimTime::ZERO, PartKind::SqsStandard, Place::default());
    uncalled.rename(SimTime::from_secs(5), QUEUE, "invoices");
    assert!(renames(&uncalled).is_empty());
    assert_eq!(name_at_start(&uncalled), "invoices");
}

#[test]
fn a_queue_that_a_program_created_is_called_as_the_program_called_it_where_that_is_known() {
    let project = called().project().clone();
    let created = sim::created_part(0);
    let names = Names::of(Language::English, &project);
    assert_eq!(names.part(created), "a queue that a program created");
    let given = [(created, "jobs".into()), (QUEUE, "drawn otherwise".into())].into();
    let names = names.with_created(&given);
    assert_eq!(names.part(created), "jobs");
    assert_eq!(names.part(QUEUE), "orders");
}
