//! Whatever the editor lets a person make can be kept and opened again; what could not is refused, and says why.

mod support;

use std::rc::Rc;

use cloud::time::{SimDuration, SimTime};
use proptest::prelude::*;
use sim::{Edit, Input, InputKind, Part, PartId, Pattern, Producer, Rate, Trace, Workers};
use studio::branch::Present;
use studio::catalog::{self, PartKind};
use studio::edit::Selection;
use studio::fields::FieldId;
use studio::format::{self, DecodeProblem, Excess, Figure, file, kept, link};
use studio::words::{Language, Sentence, say};
use studio::{Camera, Editor, LAST_INSTANT, Moment, Note, Place, Project};
use support::Dice;

const START: SimTime = SimTime::ZERO;
const ORIGIN: Place = Place { x: 0, y: 0 };

fn moment_of(project: &Project) -> Moment {
    Moment {
        project: project.clone(),
        at: SimTime::from_secs(5),
        camera: Some(Camera::at(ORIGIN, 100)),
    }
}

/// Keeps `project` in every way that there is and reads it again.
fn opens_everywhere(project: &Project) -> Result<(), TestCaseError> {
    let moment = moment_of(project);
    let read = |moment: Result<Moment, DecodeProblem>| {
        moment.map_err(|problem| TestCaseError::fail(format!("{problem:?}")))
    };
    prop_assert_eq!(&read(kept::from_text(&kept::to_text(&moment)))?, &moment);
    prop_assert_eq!(&read(file::from_text(&file::to_text(&moment)))?, &moment);
    prop_assert_eq!(
        &read(format::moment_from_bytes(&format::moment_to_bytes(&moment)))?,
        &moment
    );
    if let Ok(fragment) = link::to_fragment(&moment) {
        prop_assert_eq!(&read(link::from_fragment(&fragment))?, &moment);
    }
    Ok(())
}

/// Does it if it can be done.
fn change(editor: &mut Editor, verb: impl FnOnce(&mut Editor)) -> Result<(), Excess> {
    let (changed, ()) = editor.clone().changed(verb)?;
    *editor = changed;
    Ok(())
}

/// Goes about in the history and the branches, or does one of the other verbs, in a run that has been anywhere.
fn any_verb(editor: &mut Editor, dice: &mut Dice) {
    let present = Present {
        at: dice.time(),
        furthest: dice.time().max(LAST_INSTANT.min(dice.time())),
    };
    let branch = dice.pick(&editor.project().branches.labels()).id;
    match dice.below(14) {
        0 => drop(editor.undo()),
        1 => drop(editor.redo()),
        2 => editor.branch_off(present),
        3 => editor.try_seed(dice.next(), present.furthest),
        4 => editor.switch_branch(branch, present.furthest),
        5 => editor.remove_branch(branch),
        6 => editor.rename_branch(branch, "Another way"),
        7 => drop(editor.add_note(Note {
            place: Place { x: i32::MAX, y: 0 },
            heading: "h".repeat(100),
            text: "\u{7} 漢".repeat(300),
        })),
        8 if dice.below(4) == 0 => editor.reset(present.at),
        9 => {
            let all = Selection::all(editor.project(), present.at);
            editor.at(present, |editor, now| drop(editor.duplicate(now, &all)));
        }
        _ => editor.at(present, |editor, _| support::random_verb(editor, dice)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_made_is_read_again_as_it_was(seed in any::<u64>(), verbs in 1..60_usize) {
        let mut dice = Dice::new(seed);
        let mut editor = Editor::new(support::project(&mut dice));
        for _ in 0..verbs {
            let _ = change(&mut editor, |editor| any_verb(editor, &mut dice));
        }
        opens_everywhere(editor.project())?;
    }

    #[test]
    fn a_file_takes_no_more_than_so_many_times_the_bytes_of_a_link(seed in any::<u64>()) {
        let project = support::project(&mut Dice::new(seed));
        let (bytes, text) = (format::to_bytes(&project), file::project_to_text(&project));
        prop_assert!(text.len() < format::MOST_EXPANSION * bytes.len() + 1_000);
    }
}

/// Does `verb` until it is refused, and says how often it was done and what was said.
fn until_refused(editor: &mut Editor, mut verb: impl FnMut(&mut Editor, u32)) -> (u32, Excess) {
    for done in 0..100_000 {
        let before = editor.project().clone();
        if let Err(excess) = change(editor, |editor| verb(editor, done)) {
            assert_eq!(editor.project(), &before, "nothing was changed");
            opens_everywhere(&before).expect("what there is can be opened");
            return (done, excess);
        }
    }
    panic!("never refused");
}

/// A sketch of one part, which is selected.
fn sketch_of(part: Part) -> (Editor, Selection) {
    let mut project = Project::default();
    Rc::make_mut(&mut project.document)
        .sketch
        .parts
        .insert(PartId(1), part);
    (Editor::new(project), Selection::part(PartId(1)))
}

fn producer(pattern: Pattern) -> Part {
    Part::Producer(Producer {
        pattern,
        ..catalog::default_producer()
    })
}

#[test]
fn no_more_workers_than_can_be_opened() {
    let (mut editor, pool) = sketch_of(Part::Workers(Workers {
        count: 10_000,
        ..catalog::default_workers()
    }));
    let (copies, excess) = until_refused(&mut editor, |editor, _| drop(editor.duplicate(START, &pool)));
    assert_eq!(
        (copies, excess.what, excess.value),
        (19, Figure::Workers, 210_000)
    );
    assert_eq!(
        say(Language::English, Sentence::Excess(excess)),
        "The number of workers of all parts would be 210,000, over the limit of 200,000, so nothing was changed. \
         Take something away first."
    );
    let mut added = None;
    change(&mut editor, |editor| {
        added = Some(editor.add_part(START, PartKind::Workers, ORIGIN));
    })
    .expect_err("not one more");
    change(&mut editor, |editor| {
        drop(editor.set_field(START, PartId(1), FieldId::Count, "9990"));
    })
    .expect("fewer are taken");
    let mut placed = PartId(0);
    change(&mut editor, |editor| {
        placed = editor.add_part(START, PartKind::Workers, ORIGIN);
    })
    .expect("room");
    let excess = change(&mut editor, |editor| {
        drop(editor.set_field(START, placed, FieldId::Count, "11"));
    });
    assert_eq!(excess.map_err(|excess| excess.value), Err(200_001));
}

#[test]
fn no_more_messages_a_second_than_can_be_opened() {
    let rate = Rate::per_second(1_000_000);
    let (mut editor, one) = sketch_of(producer(Pattern::Constant { rate }));
    let (copies, excess) = until_refused(&mut editor, |editor, _| drop(editor.duplicate(START, &one)));
    assert_eq!((copies, excess.what), (9, Figure::Rate));
}

#[test]
fn no_more_arrivals_than_can_be_opened() {
    let trace = |number| {
        let arrivals = (0..90_000).map(|at| SimDuration::from_millis(at + u64::from(number)));
        let pattern = Pattern::Trace {
            trace: Trace::new(arrivals.collect()),
            every: SimDuration::ZERO,
        };
        let (editor, all) = sketch_of(producer(pattern));
        editor.copy(START, &all)
    };
    let mut editor = Editor::new(Project::default());
    let (pasted, excess) = until_refused(&mut editor, |editor, number| {
        drop(editor.paste(START, &trace(number), ORIGIN));
    });
    assert_eq!((pasted, excess.what), (2, Figure::Arrivals));
}

#[test]
fn no_more_parts_and_notes_than_can_be_opened() {
    let mut editor = Editor::new(Project::default());
    editor.add_part(START, PartKind::SqsStandard, ORIGIN);
    let (times, excess) = until_refused(&mut editor, |editor, _| {
        let all = Selection::all(editor.project(), START);
        editor.duplicate(START, &all);
    });
    assert_eq!((times, excess.what, excess.value), (10, Figure::Parts, 2_048));
    let note = Note {
        place: ORIGIN,
        heading: "Here".into(),
        text: String::new(),
    };
    let mut project = Project::default();
    Rc::make_mut(&mut project.document).notes = vec![note.clone(); 990];
    let mut editor = Editor::new(project);
    let (notes, excess) = until_refused(&mut editor, |editor, _| {
        editor.add_note(note.clone());
    });
    assert_eq!((notes, excess.what), (10, Figure::Notes));
}

#[test]
fn no_longer_log_than_can_be_opened() {
    let (mut editor, one) = sketch_of(producer(Pattern::ByHand));
    let second = |done: u32| SimTime::from_secs(u64::from(done) + 1);
    let (sent, excess) = until_refused(&mut editor, |editor, done| {
        editor.send(second(done), PartId(1), 10_000);
    });
    assert_eq!((sent, excess.what), (100, Figure::Sends));
    assert!(say(Language::English, Sentence::Excess(excess)).ends_with("Reset empties the log."));

    let input = Input {
        at: SimTime::from_secs(1),
        kind: InputKind::Send {
            producer: PartId(1),
            count: 1,
        },
    };
    let mut project = editor.project().clone();
    project.log = Rc::new(vec![input; file::MAX_INPUTS]);
    let mut editor = Editor::new(project);
    let excess = change(&mut editor, |editor| editor.remove(second(9), &one, false));
    assert_eq!(excess.map_err(|excess| excess.what), Err(Figure::Inputs));
    change(&mut editor, |editor| editor.reset(second(9))).expect("the way out");
    assert!(editor.project().log.is_empty());
}

#[test]
fn nothing_is_done_after_the_last_instant() {
    let (mut editor, _) = sketch_of(producer(Pattern::ByHand));
    let after = LAST_INSTANT + SimDuration::from_nanos(1);
    let excess = change(&mut editor, |editor| editor.send(after, PartId(1), 1));
    assert_eq!(excess.map_err(|excess| excess.what), Err(Figure::Time));
    change(&mut editor, |editor| editor.send(LAST_INSTANT, PartId(1), 1)).expect("up to then");
}

/// Edits of parts take far more room in a file than in a link.
#[test]
fn no_larger_file_than_can_be_opened() {
    let part = Part::Workers(catalog::default_workers());
    let (editor, _) = sketch_of(part.clone());
    let second = |number: usize| SimTime::from_secs(number as u64 + 1);
    let put = |number| Input {
        at: second(number),
        kind: InputKind::Edit(Edit::PutPart {
            id: PartId(1),
            part: part.clone(),
        }),
    };
    let most = file::MAX_FILE / file::bytes_of_input(&put(1_000));
    let mut project = editor.project().clone();
    project.log = Rc::new((0..most - 10).map(put).collect());
    let mut editor = Editor::new(project);
    let (edits, excess) = until_refused(&mut editor, |editor, done| {
        let at = second(most + done as usize);
        drop(editor.set_field(at, PartId(1), FieldId::Count, &(done + 10).to_string()));
    });
    assert!(edits < 50, "{edits}");
    assert_eq!(excess.what, Figure::Bytes);
}

/// A drawing in which a great many parts have come and gone is as empty as it looks.
#[test]
fn parts_that_are_gone_take_no_room() {
    let mut project = Project::default();
    let gone = (1..=1_995).map(PartId);
    Rc::make_mut(&mut project.document).names = gone.map(|id| (id, format!("gone {}", id.0))).collect();
    let mut editor = Editor::new(project);
    let kept = editor.add_part(START, PartKind::SqsStandard, ORIGIN);
    let mut ids = vec![kept];
    for _ in 0..20 {
        change(&mut editor, |editor| {
            ids.push(editor.add_part(START, PartKind::Workers, ORIGIN));
        })
        .expect("room");
        let last = Selection::part(*ids.last().expect("just added"));
        change(&mut editor, |editor| editor.remove(START, &last, false)).expect("it can go");
    }
    assert!(ids.is_sorted_by(|one, next| one < next), "no id is given twice");
    assert!(editor.project().document.names.contains_key(&kept));
    opens_everywhere(editor.project()).expect("it opens");
}

/// Work of earlier days may be beyond the limits. It is read, and can be made smaller and no larger.
#[test]
fn what_was_kept_beyond_the_limits_is_not_lost() {
    let (mut editor, one) = sketch_of(Part::Workers(Workers {
        count: 10_000,
        ..catalog::default_workers()
    }));
    for _ in 0..30 {
        editor.duplicate(START, &one);
    }
    let moment = moment_of(editor.project());
    for text in [kept::to_text(&moment), file::to_text(&moment)] {
        assert_eq!(kept::from_text(&text).as_ref(), Ok(&moment));
    }
    assert!(matches!(
        file::from_text(&file::to_text(&moment)),
        Err(DecodeProblem::OutOfRange {
            what: Figure::Workers,
            ..
        })
    ));
    change(&mut editor, |editor| drop(editor.duplicate(START, &one))).expect_err("no larger");
    change(&mut editor, |editor| editor.remove(START, &one, false)).expect("smaller");
    let far = Moment {
        camera: Some(Camera {
            centre: Place { x: 3_000_000, y: 0 },
            percent: 100,
        }),
        ..moment
    };
    let read = kept::from_text(&kept::to_text(&far)).expect("it is read");
    assert_eq!((read.project, read.camera), (far.project, None));
    assert_eq!(Camera::at(Place { x: 3_000_000, y: 0 }, 900).percent, 400);
}

/// However long it is: a link may not be, and a file may be longer than the browser keeps.
#[test]
fn work_that_fits_into_no_link_is_kept_in_little_room() {
    let mut dice = Dice::new(7);
    let mut project = Project::default();
    let script = (0..60_000).map(|_| char::from(b' ' + u8::try_from(dice.below(90)).expect("small")));
    let script: String = script.collect();
    for part in 1..=4 {
        let document = Rc::make_mut(&mut project.document);
        let producer = producer(Pattern::ByHand);
        document.sketch.parts.insert(PartId(part), producer);
        Rc::make_mut(&mut document.scripts).insert(PartId(part), format!("{part}{script}"));
    }
    let mut arrivals: Vec<_> = (0..190_000)
        .map(|_| SimDuration::from_nanos(dice.next() % 1_000_000_000_000))
        .collect();
    arrivals.sort_unstable();
    for half in arrivals.chunks(95_000) {
        let pattern = Pattern::Trace {
            trace: Trace::new(half.to_vec()),
            every: SimDuration::ZERO,
        };
        let part = PartId(u32::try_from(half[0].as_nanos() % 1_000).expect("small") + 10);
        Rc::make_mut(&mut project.document)
            .sketch
            .parts
            .insert(part, producer(pattern));
    }
    let moment = moment_of(&project);
    assert_eq!(link::to_fragment(&moment), Err(DecodeProblem::TooLarge));
    let text = kept::to_text(&moment);
    assert!(text.len() < format::MAX_DECODED, "{}", text.len());
    assert_eq!(kept::from_text(&text).as_ref(), Ok(&moment));
    assert_eq!(link::from_fragment(&text), Err(DecodeProblem::TooLarge));
}
