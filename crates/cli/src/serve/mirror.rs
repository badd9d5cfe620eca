//! What the page is told of the world that is served, so that it can have the same one: what was put into it, and how far it is.

use cloud::time::SimTime;
use sim::Input;
use studio::Project;
use studio::format::{self, file};

use super::at_the_start;

/// An answer holds so many bytes at most, and one input.
const BYTES_AT_ONCE: usize = 1 << 20;

/// See the module's text. It has room for as many inputs as a file, and as many bytes of them.
pub(crate) struct Mirror {
    /// The sketch without its log, as a file.
    sketch: String,
    /// The inputs so far, each as a line, with its time.
    inputs: Vec<(SimTime, String)>,
    /// Nothing once an input has found no room.
    bytes_left: usize,
}

impl Mirror {
    /// Nothing has been put in yet.
    pub(crate) fn new(project: &Project) -> Self {
        Self {
            sketch: file::project_to_text(&at_the_start(project)),
            inputs: Vec::new(),
            bytes_left: file::MAX_FILE,
        }
    }

    pub(crate) fn sketch(&self) -> &str {
        &self.sketch
    }

    pub(crate) fn add(&mut self, input: &Input) {
        if self.is_full() {
            return;
        }
        let line = format::input_to_line(input);
        match self.bytes_left.checked_sub(line.len()) {
            Some(left) => {
                self.bytes_left = left;
                self.inputs.push((input.at, line));
            }
            None => self.bytes_left = 0,
        }
    }

    fn is_full(&self) -> bool {
        self.inputs.len() == file::MAX_INPUTS || self.bytes_left == 0
    }

    /// How far the world is, and the inputs up to then from the one of this number on, in lines. Where there is no room for more
    /// of them, the world of the page comes as far as the last one.
    pub(crate) fn told_from(&self, first: usize, now: SimTime) -> String {
        let left = self.inputs.get(first..).unwrap_or_default();
        let mut bytes = 0;
        let fits = |(_, line): &&(SimTime, String)| {
            bytes += line.len() + 1;
            bytes <= BYTES_AT_ONCE
        };
        let told = left.iter().take_while(fits).count().max(left.len().min(1));
        let is_full = self.is_full();
        let until = match left.get(..told).and_then(<[_]>::last) {
            Some((at, _)) if told < left.len() || is_full => *at,
            None if is_full => self.inputs.last().map_or(now, |(at, _)| *at),
            _ => now,
        };
        let mut text = until.as_nanos().to_string();
        for (_, line) in &left[..told] {
            text.push('\n');
            text.push_str(line);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::{Edit, InputKind, PartId};

    fn input(second: u64) -> Input {
        Input {
            at: SimTime::from_secs(second),
            kind: InputKind::Send {
                producer: PartId(1),
                count: 1,
            },
        }
    }

    #[test]
    fn what_was_told_is_not_told_again() {
        let mut mirror = Mirror::new(&Project::default());
        let now = SimTime::from_secs(9);
        assert_eq!(mirror.told_from(0, now), "9000000000");
        for second in 1..=3 {
            mirror.add(&input(second));
        }
        let told = mirror.told_from(1, now);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[0], "9000000000");
        let inputs: Vec<Input> = (lines[1..].iter())
            .map(|line| format::input_from_line(line).expect("an input"))
            .collect();
        assert_eq!(inputs, [input(2), input(3)]);
        assert_eq!(mirror.told_from(7, now), "9000000000");
    }

    #[test]
    fn very_long_inputs_are_not_all_kept() {
        let mut mirror = Mirror::new(&Project::default());
        let long = |second| Input {
            kind: InputKind::Edit(Edit::Rename {
                id: PartId(1),
                from: "x".repeat(1 << 20).into(),
                to: "x".into(),
            }),
            ..input(second)
        };
        for second in 1..=20 {
            mirror.add(&long(second));
        }
        mirror.add(&input(30));
        let kept = mirror.inputs.len();
        assert_eq!(kept, 5, "8 MiB");
        let told = mirror.told_from(kept, SimTime::from_secs(40));
        assert_eq!(told, "5000000000", "as far as the last one");
    }

    #[test]
    fn who_is_told_a_part_comes_as_far_as_that() {
        let mut mirror = Mirror::new(&Project::default());
        for second in 1..=20_000 {
            mirror.add(&input(second));
        }
        mirror.add(&input(30_000));
        let now = SimTime::from_secs(40_000);
        let (mut from, mut until) = (0, 0);
        while from < 20_000 {
            let told = mirror.told_from(from, now);
            from += told.lines().count() - 1;
            until = told
                .lines()
                .next()
                .and_then(|line| line.parse().ok())
                .expect("a time");
            assert_eq!(until, SimTime::from_secs(from as u64).as_nanos());
        }
        assert_eq!(
            mirror.told_from(from, now),
            until.to_string(),
            "no further than what is known"
        );
    }
}
