//! Scripts of parts: in the drawing, out of the log, and from elsewhere only within their limits.

use cloud::time::SimTime;
use sim::PartId;
use studio::catalog::PartKind;
use studio::edit::{MAX_SCRIPT, MAX_SCRIPTS, Selection};
use studio::format::{DecodeProblem, Figure, file, link};
use studio::words::{Gesture, Text};
use studio::{Editor, Moment, Place, Project};

const START: SimTime = SimTime::ZERO;
const LATER: SimTime = SimTime::from_secs(10);
const TEXT: &str = "console.log(\"ü\");\n";

fn workers() -> (Editor, PartId) {
    let mut editor = Editor::new(Project::default());
    let id = editor.add_part(START, PartKind::Workers, Place::default());
    (editor, id)
}

fn script(project: &Project, part: PartId) -> Option<&str> {
    project.document.scripts.get(&part).map(String::as_str)
}

fn moment(project: &Project) -> Moment {
    Moment {
        project: project.clone(),
        at: START,
        camera: None,
    }
}

#[test]
fn a_script_changes_nothing_in_the_world_and_can_be_undone() {
    let (mut editor, id) = workers();
    let before = editor.project().clone();
    assert!(editor.set_script(id, TEXT));
    let after = editor.project().clone();
    assert_eq!(script(&after, id), Some(TEXT));
    assert_eq!(
        (&after.log, after.named_sketch()),
        (&before.log, before.named_sketch())
    );
    assert_eq!(editor.undo(), Some(Text::Gesture(Gesture::Script)));
    assert_eq!(editor.project(), &before);
    editor.redo();
    assert!(editor.set_script(id, ""));
    assert_eq!(editor.project(), &before, "an empty script is none");
}

#[test]
fn files_and_links_carry_scripts_also_of_parts_that_only_the_log_knows() {
    let (mut editor, first) = workers();
    let second = editor.add_part(LATER, PartKind::Producer, Place::default());
    assert!(editor.set_script(first, TEXT) && editor.set_script(second, "1"));
    let sent = moment(editor.project());
    assert_eq!(file::from_text(&file::to_text(&sent)).as_ref(), Ok(&sent));
    let fragment = link::to_fragment(&sent).expect("it fits into a link");
    assert_eq!(link::from_fragment(&fragment).as_ref(), Ok(&sent));
}

#[test]
fn what_is_too_long_is_not_taken_and_not_opened() {
    let (mut editor, id) = workers();
    let most = "x".repeat(MAX_SCRIPT);
    assert!(editor.set_script(id, &most));
    let full = editor.project().clone();
    assert!(!editor.set_script(id, &format!("{most}x")));
    assert_eq!(editor.project(), &full);

    let copies = MAX_SCRIPTS / MAX_SCRIPT;
    let all = Selection::all(&full, START);
    for _ in 0..copies {
        editor.duplicate(START, &all);
    }
    let scripts = &editor.project().document.scripts;
    assert_eq!(
        scripts.len(),
        copies,
        "a copy for which there is no room has none"
    );
    assert!(file::from_text(&file::to_text(&moment(editor.project()))).is_ok());

    let text = file::to_text(&moment(&full)).replace(&most, &format!("{most}x"));
    assert_eq!(too_much(&text), Some(Figure::Script));
    let text = file::to_text(&moment(&full)).replace(&most, "");
    assert_eq!(too_much(&text), Some(Figure::Script), "an empty one is none");
    let mut more = editor.project().clone();
    let document = std::rc::Rc::make_mut(&mut more.document);
    std::rc::Rc::make_mut(&mut document.scripts).insert(PartId(90), "x".into());
    assert_eq!(too_much(&file::to_text(&moment(&more))), Some(Figure::Scripts));
}

fn too_much(text: &str) -> Option<Figure> {
    match file::from_text(text) {
        Err(DecodeProblem::OutOfRange { what, .. }) => Some(what),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_script_stands_in_front_of_the_log_and_nowhere_else() {
    let (mut editor, id) = workers();
    assert!(editor.set_script(id, "a"));
    editor.send(START, id, 1);
    let written = file::to_text(&moment(editor.project()));
    let mut value: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    let log = value["project"]["log"].as_array_mut().expect("a log");
    log.reverse();
    let opened = file::from_text(&value.to_string());
    assert_eq!(opened, Err(DecodeProblem::Damaged));
}

#[test]
fn copies_carry_the_script_and_what_is_gone_for_good_has_none() {
    let (mut editor, id) = workers();
    assert!(editor.set_script(id, TEXT));
    let chosen = Selection::part(id);
    let clip = file::clip_to_text(&editor.copy(START, &chosen));
    let clip = file::clip_from_text(&clip).expect("it opens");
    let pasted = editor.paste(START, &clip, Place::default());
    let copy = *pasted.parts.first().expect("one part");
    assert_eq!(script(editor.project(), copy), Some(TEXT));

    editor.remove(LATER, &chosen, false);
    assert_eq!(
        script(editor.project(), id),
        Some(TEXT),
        "the start still has the part"
    );
    editor.remove(START, &pasted, false);
    assert_eq!(script(editor.project(), copy), None);
    editor.reset(LATER);
    assert_eq!(script(editor.project(), id), None);
    let added = editor.add_part(START, PartKind::Workers, Place::default());
    assert_eq!(script(editor.project(), added), None);
}
