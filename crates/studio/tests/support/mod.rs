//! Random projects and random editing, from a seed, so that a failure can be repeated by its number.
#![expect(dead_code, reason = "each test uses a part of it")]

use std::rc::Rc;

use cloud::sqs::MAX_REDRIVE_SOURCES;
use cloud::time::{SimDuration, SimTime};
use sim::random_calls::random_calls;
use sim::{Edit, Fault, Guarantee, Home, Input, InputKind, LinkId, PartId, UtcSeconds};
use studio::branch::{Branch, BranchId, Branches, Fork, Label};
use studio::catalog::{PartKind, default_link};
use studio::edit::Selection;
use studio::fields::{self, Context, Field, FieldId, FieldKind};
use studio::words::Language;
use studio::{Camera, Document, Editor, Moment, Note, Place, Project};

/// A generator that is good enough for tests (xorshift).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 11).expect("64-bit tests") % limit
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.below(2) == 0 {
            None
        } else {
            Some(make(self))
        }
    }

    fn place(&mut self) -> Place {
        let mut coordinate = || i32::try_from(self.below(200_001)).expect("small") - 100_000;
        Place {
            x: coordinate(),
            y: coordinate(),
        }
    }

    fn text(&mut self, limit: usize) -> String {
        let letters = ['a', 'B', ' ', 'é', '–', '漢', '🙂', '"', '\\', '<', '0'];
        let length = self.below(limit + 1);
        (0..length).map(|_| self.pick(&letters)).collect()
    }

    pub(crate) fn time(&mut self) -> SimTime {
        SimTime::from_millis(u64::try_from(self.below(100_000)).expect("small"))
    }
}

/// A value for `field` that it takes: anywhere in its range, its ends more often.
pub(crate) fn value_for(field: &Field, dice: &mut Dice) -> String {
    match &field.kind {
        FieldKind::Choice(offered) => offered[dice.below(offered.len())].0.to_owned(),
        FieldKind::Toggle => (dice.below(2) == 0).to_string(),
        FieldKind::Lines { .. } => lines_for(field.id, dice),
        FieldKind::Text { limit } => format!("b{}", dice.text(limit - 1)),
        FieldKind::Figure { optional: true, .. } if dice.below(3) == 0 => String::new(),
        FieldKind::Figure { unit, .. } => {
            let limits = fields::limits(field.id).expect("a figure has limits");
            let span = limits.max.value - limits.min.value;
            let value = match dice.below(4) {
                0 => limits.min.value,
                1 => limits.max.value,
                _ => limits.min.value + dice.next() % (span + 1),
            };
            studio::words::amount_short(Language::English, studio::amount::Amount { value, unit: *unit })
        }
    }
}

fn lines_for(field: FieldId, dice: &mut Dice) -> String {
    if field == FieldId::SourceQueues {
        let queues = (0..dice.below(MAX_REDRIVE_SOURCES + 1)).map(|_| dice.below(12).to_string());
        return queues.collect::<Vec<_>>().join("\n");
    }
    let mut at = 0;
    let lines = (0..=dice.below(20)).map(|_| {
        at += dice.next() % 50_000_000_000 + 1;
        let (seconds, nanos) = (at / 1_000_000_000, at % 1_000_000_000);
        let line = format!("{seconds}.{nanos:09}");
        match field {
            FieldId::Schedule => format!("{line}: {}/s", dice.below(1_000)),
            _ => line,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A part with random settings.
pub(crate) fn part(dice: &mut Dice) -> sim::Part {
    let mut part = dice.pick(&PartKind::ALL).part();
    for _ in 0..dice.below(12) {
        let fields = fields::of_part(Language::English, &part, Context::default());
        let field = &fields[dice.below(fields.len())];
        if let Ok(changed) = fields::set(&part, field.id, &value_for(field, dice)) {
            part = changed;
        }
    }
    // The sum over a project is limited too.
    match &mut part {
        sim::Part::Workers(workers) => workers.count = workers.count.min(1_000),
        sim::Part::Producer(producer) => slow_down(&mut producer.pattern),
        _ => {}
    }
    part
}

fn slow_down(pattern: &mut sim::Pattern) {
    match pattern {
        sim::Pattern::Constant { rate } | sim::Pattern::Poisson { rate } => rate.0 = rate.0.min(1_000_000),
        sim::Pattern::Burst { base, count, .. } | sim::Pattern::ClockTime { base, count, .. } => {
            base.0 = base.0.min(1_000_000);
            *count = (*count).min(10_000);
        }
        sim::Pattern::Ramp { from, to, .. } => {
            from.0 = from.0.min(1_000_000);
            to.0 = to.0.min(1_000_000);
        }
        sim::Pattern::Schedule { .. } | sim::Pattern::Trace { .. } | sim::Pattern::ByHand => {}
    }
}

/// A link with random settings between any two of `parts` ids.
pub(crate) fn link(dice: &mut Dice, parts: usize) -> sim::Link {
    let mut end = || PartId(u32::try_from(dice.below(parts) + 1).expect("small"));
    let mut link = default_link(end(), end());
    for _ in 0..dice.below(4) {
        let fields = fields::of_link(Language::English, &link);
        let field = &fields[dice.below(fields.len())];
        if let Ok(changed) = fields::set_link(&link, field.id, &value_for(field, dice)) {
            link = changed;
        }
    }
    link
}

/// Any project that the formats have to carry, sensible or not.
pub(crate) fn project(dice: &mut Dice) -> Project {
    let mut document = Document {
        title: dice.text(80),
        seed: dice.next(),
        ..Document::default()
    };
    document.sketch.starts = UtcSeconds(dice.next() % 253_402_300_800);
    if dice.below(3) == 0 {
        document.sketch.home = Home {
            account: "123456789012".parse().expect("an account"),
            region: "eu-west-1".parse().expect("a region"),
        };
    }
    let parts = dice.below(12) + 1;
    for id in (1..=parts).map(|id| PartId(u32::try_from(id).expect("small"))) {
        if dice.below(5) > 0 {
            document.sketch.parts.insert(id, part(dice));
        }
        document.names.extend(dice.maybe(|dice| (id, dice.text(40))));
        document.places.extend(dice.maybe(|dice| (id, dice.place())));
        if dice.below(4) == 0 {
            let script = format!("// {}\n", dice.text(200));
            Rc::make_mut(&mut document.scripts).insert(id, script);
        }
    }
    for id in 0..dice.below(12) {
        document
            .sketch
            .links
            .insert(LinkId(u32::try_from(id).expect("small")), link(dice, parts));
    }
    for _ in 0..dice.below(4) {
        document.notes.push(Note {
            place: dice.place(),
            heading: dice.text(80),
            text: dice.text(200),
        });
    }
    document.sketch.guarantees = (0..dice.below(5)).map(|_| guarantee(dice)).collect();
    let log = log(dice, parts);
    Project {
        document: Rc::new(document),
        log: Rc::new(log),
        branches: Rc::new(branches(dice, parts)),
    }
}

fn log(dice: &mut Dice, parts: usize) -> Vec<Input> {
    let mut log: Vec<Input> = (0..dice.below(12)).map(|_| input(dice, parts)).collect();
    log.sort_by_key(|input| input.at);
    log
}

fn branches(dice: &mut Dice, parts: usize) -> Branches {
    let count = u32::try_from(dice.below(5)).expect("small");
    let here = dice.below(count as usize + 1);
    let label = |dice: &mut Dice, id: u32| Label {
        id: BranchId(id * 3),
        name: dice.text(40),
        from: (id > 0).then(|| Fork {
            parent: BranchId(0),
            at: dice.time(),
        }),
    };
    let mut branches = Branches::default();
    for id in 0..=count {
        let label = label(dice, id);
        if id as usize == here {
            branches.here = label;
        } else {
            branches.kept.push(Branch {
                label,
                seed: dice.next(),
                log: Rc::new(log(dice, parts)),
                reached: dice.time(),
            });
        }
    }
    branches
}

/// A project at some instant.
pub(crate) fn moment(dice: &mut Dice) -> Moment {
    let percent = u32::try_from(dice.below(391) + 10).expect("small");
    let camera = dice.maybe(|dice| Camera {
        centre: dice.place(),
        percent,
    });
    Moment {
        project: project(dice),
        at: dice.time(),
        camera,
    }
}

fn guarantee(dice: &mut Dice) -> Guarantee {
    match dice.below(6) {
        0 => Guarantee::NothingLost,
        1 => Guarantee::AtLeastOnce,
        2 => Guarantee::AtMostOnce,
        3 => Guarantee::InOrderPerGroup,
        4 => Guarantee::DeadLetterQueueEmpty,
        _ => Guarantee::OldestUnder(SimDuration::from_millis(dice.next() % 1_209_600_000)),
    }
}

fn input(dice: &mut Dice, parts: usize) -> Input {
    let part_id = PartId(u32::try_from(dice.below(parts) + 1).expect("small"));
    let link_id = LinkId(u32::try_from(dice.below(12)).expect("small"));
    let percent = u32::try_from(dice.below(100_000) + 1).expect("small");
    let kind = match dice.below(12) {
        0 => InputKind::Edit(Edit::PutPart {
            id: part_id,
            part: part(dice),
        }),
        1 => InputKind::Edit(Edit::RemovePart { id: part_id }),
        2 => InputKind::Edit(Edit::PutLink {
            id: link_id,
            link: link(dice, parts),
        }),
        3 => InputKind::Edit(Edit::RemoveLink { id: link_id }),
        4 => InputKind::Fault(Fault::Stop { part: part_id }),
        5 => InputKind::Fault(Fault::Start { part: part_id }),
        6 => InputKind::Fault(Fault::Pace {
            part: part_id,
            percent,
        }),
        7 => InputKind::Fault(Fault::Cut { link: link_id }),
        8 => InputKind::Fault(Fault::Mend { link: link_id }),
        9 => InputKind::Edit(Edit::Rename {
            id: part_id,
            from: dice.text(40).into(),
            to: dice.text(40).into(),
        }),
        10 => called(dice),
        _ => InputKind::Send {
            producer: part_id,
            count: percent % 10_000 + 1,
        },
    };
    Input {
        at: dice.time(),
        kind,
    }
}

/// A call, or the end of one.
fn called(dice: &mut Dice) -> InputKind {
    let (_, log) = random_calls(dice.next());
    let mut calls = log.into_iter().map(|input| input.kind);
    let is_call = |kind: &InputKind| matches!(kind, InputKind::Call { .. } | InputKind::HangUp { .. });
    calls.find(is_call).expect("there are calls")
}

/// One random verb at a random time.
pub(crate) fn random_verb(editor: &mut Editor, dice: &mut Dice) {
    let now = if dice.below(3) == 0 {
        SimTime::ZERO
    } else {
        SimTime::from_secs(dice.next() % 20)
    };
    let sketch = editor.project().sketch_at(now);
    let parts: Vec<PartId> = sketch.parts.keys().copied().collect();
    let links: Vec<LinkId> = sketch.links.keys().copied().collect();
    let choice = dice.below(16);
    if parts.is_empty() || choice < 3 {
        editor.add_part(now, dice.pick(&PartKind::ALL), dice.place());
        return;
    }
    let (one, other) = (dice.pick(&parts), dice.pick(&parts));
    match choice {
        3..=5 => drop(editor.connect(now, one, other)),
        6 => remove_some(editor, dice, now, one, &links),
        7 => editor.move_by(&Selection::part(one), Place { x: 12, y: -8 }),
        8 if dice.below(2) == 0 => drop(editor.set_script(one, &dice.text(40))),
        8 => editor.rename(now, one, &dice.text(40)),
        9 | 10 => set_some_field(editor, dice, now, one),
        11 => editor.fault(
            now,
            dice.pick(&[Fault::Stop { part: one }, Fault::Start { part: one }]),
        ),
        12 => editor.send(now, one, 3),
        13 if parts.len() < 50 => {
            drop(editor.duplicate(now, &Selection::all(&editor.project().clone(), now)));
        }
        14 if !links.is_empty() => drop(editor.reconnect(now, dice.pick(&links), one, other)),
        _ => editor.tidy(now, &[].into()),
    }
}

fn remove_some(editor: &mut Editor, dice: &mut Dice, now: SimTime, part: PartId, links: &[LinkId]) {
    let mut selection = Selection::part(part);
    if !links.is_empty() {
        selection.links.insert(dice.pick(links));
    }
    editor.remove(now, &selection, dice.below(2) == 0);
}

fn set_some_field(editor: &mut Editor, dice: &mut Dice, now: SimTime, id: PartId) {
    let part = editor.project().sketch_at(now).parts[&id].clone();
    let fields = fields::of_part(Language::English, &part, Context::default());
    let field = &fields[dice.below(fields.len())];
    drop(editor.set_field(now, id, field.id, &value_for(field, dice)));
}
