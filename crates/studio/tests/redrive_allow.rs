//! Whose dead-letter queue a queue may be: what the inspector takes, which wires can be drawn then, and what a copy allows.

use cloud::time::SimTime;
use sim::wiring::WiringProblem;
use sim::{Part, PartId, RedriveAllow};
use studio::catalog::PartKind;
use studio::edit::Selection;
use studio::fields::{self, Context, FieldId};
use studio::format::{file, link};
use studio::words::{Language, Sentence, say};
use studio::{Editor, Moment, Place, Project, wiring};

const START: SimTime = SimTime::ZERO;
const LATER: SimTime = SimTime::from_secs(10);

/// Two queues and one for their dead letters, called `orders`, `claims` and `dead letters`.
fn queues() -> (Editor, [PartId; 3]) {
    let mut editor = Editor::new(Project::default());
    let queues = ["orders", "claims", "dead letters"].map(|name| {
        let id = editor.add_part(START, PartKind::SqsStandard, Place::default());
        editor.rename(START, id, name);
        id
    });
    (editor, queues)
}

fn allowed(editor: &Editor, at: SimTime, queue: PartId) -> RedriveAllow {
    match &editor.project().sketch_at(at).parts[&queue] {
        Part::Queue(queue) => queue.redrive_allow.clone(),
        other => panic!("{other:?}"),
    }
}

fn set(editor: &mut Editor, at: SimTime, queue: PartId, field: FieldId, typed: &str) -> Result<(), String> {
    let set = editor.set_field(at, queue, field, typed);
    set.map_err(|problem| say(Language::English, Sentence::Field(problem)).into_owned())
}

fn only(editor: &mut Editor, at: SimTime, queue: PartId, names: &str) -> Result<(), String> {
    set(editor, at, queue, FieldId::RedriveAllowPolicy, "byQueue")?;
    set(editor, at, queue, FieldId::SourceQueues, names)
}

fn shown(editor: &Editor, queue: PartId) -> String {
    let context = Context {
        names: Some(&editor.project().document.names),
        ..Context::default()
    };
    let part = &editor.project().document.sketch.parts[&queue];
    let rows = fields::of_part(Language::English, part, context);
    let mut rows = rows.into_iter().filter(|row| row.id == FieldId::SourceQueues);
    rows.next().expect("it is shown").value
}

#[test]
fn queues_are_named_as_they_stand_on_the_canvas() {
    let (mut editor, [orders, claims, dead]) = queues();
    only(&mut editor, START, dead, "claims\n\n orders \n").expect("they are there");
    assert_eq!(
        allowed(&editor, START, dead),
        RedriveAllow::ByQueue([claims, orders].into())
    );
    assert_eq!(shown(&editor, dead), "claims\norders");
    editor.rename(START, orders, "new orders");
    assert_eq!(shown(&editor, dead), "claims\nnew orders");
    only(&mut editor, START, dead, "").expect("nobody");
    assert_eq!(allowed(&editor, START, dead), RedriveAllow::ByQueue([].into()));
}

#[test]
fn a_name_that_no_queue_has_is_told_with_its_line() {
    let (mut editor, [.., dead]) = queues();
    assert_eq!(
        only(&mut editor, START, dead, "orders\nordres"),
        Err("Line 2: No queue is called “ordres”. Type names as they stand on the canvas.".into())
    );
    let many = "orders\n".repeat(11);
    assert_eq!(
        only(&mut editor, START, dead, &many),
        Err("11 lines are over the limit of 10.".into())
    );
}

#[test]
fn of_queues_of_one_name_the_one_that_was_named_before_stays() {
    let (mut editor, [orders, claims, dead]) = queues();
    only(&mut editor, START, dead, "claims").expect("it is there");
    editor.rename(START, claims, "orders");
    let text = shown(&editor, dead);
    only(&mut editor, START, dead, &text).expect("it is shown");
    assert_eq!(
        allowed(&editor, START, dead),
        RedriveAllow::ByQueue([claims].into())
    );
    assert!(orders < claims);
}

#[test]
fn a_wire_is_refused_where_sqs_would_refuse_the_redrive_policy() {
    let (mut editor, [orders, claims, dead]) = queues();
    only(&mut editor, START, dead, "claims").expect("it is there");
    assert_eq!(
        editor.connect(START, orders, dead),
        Err(WiringProblem::RedriveNotAllowed)
    );
    let targets = |from| wiring::legal_targets(editor.project(), START, from);
    assert!(targets(orders).iter().all(|(to, _)| *to != dead));
    assert!(targets(claims).iter().any(|(to, _)| *to == dead));
    assert_eq!(
        say(
            Language::English,
            Sentence::Wiring(WiringProblem::RedriveNotAllowed)
        ),
        "The RedriveAllowPolicy of the dead-letter queue does not allow this queue: name it there, or set allowAll."
    );
    editor.connect(START, claims, dead).expect("it is named");
}

#[test]
fn a_wire_that_was_drawn_before_stays_and_its_receive_count_too() {
    for at in [START, LATER] {
        let (mut editor, [orders, _, dead]) = queues();
        editor.connect(START, orders, dead).expect("everybody may");
        set(&mut editor, at, dead, FieldId::RedriveAllowPolicy, "denyAll").expect("a choice");
        assert_eq!(editor.project().sketch_at(at).links.len(), 1);
        assert!(set(&mut editor, at, orders, FieldId::MaxReceiveCount, "7").is_err());
        set(&mut editor, at, orders, FieldId::VisibilityTimeout, "7").expect("that is another attribute");
        set(&mut editor, at, dead, FieldId::RedriveAllowPolicy, "allowAll").expect("a choice");
        set(&mut editor, at, orders, FieldId::MaxReceiveCount, "7").expect("now it may");
    }
}

#[test]
fn a_copy_allows_copies_and_has_no_wire_that_would_be_refused() {
    for at in [START, LATER] {
        let (mut editor, [orders, claims, dead]) = queues();
        only(&mut editor, START, dead, "orders\nclaims").expect("they are there");
        editor.connect(START, orders, dead).expect("it is named");
        let selection = |parts: &[PartId]| Selection {
            parts: parts.iter().copied().collect(),
            ..Selection::default()
        };
        let copy = editor.duplicate(at, &selection(&[orders, dead]));
        let copies: Vec<PartId> = copy.parts.into_iter().collect();
        assert_eq!(
            allowed(&editor, at, copies[1]),
            RedriveAllow::ByQueue([copies[0]].into())
        );
        assert_eq!(copy.links.len(), 1);

        set(&mut editor, at, dead, FieldId::RedriveAllowPolicy, "denyAll").expect("a choice");
        let copy = editor.duplicate(at, &selection(&[orders, claims, dead]));
        assert_eq!((copy.parts.len(), copy.links.len()), (3, 0));
        assert_eq!(editor.project().sketch_at(at).links.len(), 2);
    }
}

#[test]
fn a_file_names_ten_queues_at_most_and_none_that_cannot_be() {
    let (mut editor, [orders, _, dead]) = queues();
    only(&mut editor, START, dead, "orders").expect("it is there");
    let moment = Moment {
        project: editor.project().clone(),
        at: START,
        camera: None,
    };
    let text = file::to_text(&moment);
    assert_eq!(file::from_text(&text), Ok(moment.clone()));
    assert_eq!(
        link::from_fragment(&link::to_fragment(&moment).expect("it is small")),
        Ok(moment)
    );
    let written = format!("\"byQueue\": [\n{}{}\n", " ".repeat(16), orders.0);
    assert!(text.contains(&written), "{text}");
    for (sources, problem) in [
        (
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11",
            "sourceQueueArns is 11, beyond the limit of 10. It was not opened.",
        ),
        (
            "10000001",
            "The id of a part or wire is 10,000,001, beyond the limit of 10,000,000. It was not opened.",
        ),
    ] {
        let refused = file::from_text(&text.replace(&written, &format!("\"byQueue\": [{sources}\n")));
        let refused = refused.expect_err(sources);
        assert_eq!(say(Language::English, Sentence::Decode(refused)), problem);
    }
}
