//! How parts and items are called in sentences.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::order::by_number;
use cloud::time::SimTime;
use sim::{CLIENTS, Input, InputKind, ItemId, Link, LinkId, Part, PartId, UtcSeconds, is_created_by_a_call};

use crate::branch::Label;
use crate::project::Project;
use crate::words::{Language, Palette, Sentence, Text, clock_and_date, english, say};

/// A project as sentences see it.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    project: &'a Project,
    created: Option<&'a BTreeMap<PartId, Rc<str>>>,
    several_producers: bool,
    language: Language,
}

impl<'a> Names<'a> {
    /// The names of `project`.
    pub fn of(language: Language, project: &'a Project) -> Self {
        let put_later = project.log.iter().filter_map(|input| match &input.kind {
            InputKind::Edit(sim::Edit::PutPart {
                id,
                part: Part::Producer(_),
            }) => Some(*id),
            _ => None,
        });
        let at_first = project.document.sketch.parts.iter();
        let producers = at_first
            .filter(|(_, part)| matches!(part, Part::Producer(_)))
            .map(|(id, _)| *id)
            .chain(put_later);
        let mut producers = by_number(producers.collect(), |producer| producer.0.into());
        producers.dedup();
        Self {
            project,
            created: None,
            several_producers: producers.len() > 1,
            language,
        }
    }

    /// The same, with the names that programs gave to queues that they created.
    #[must_use]
    pub fn with_created(self, names: &'a BTreeMap<PartId, Rc<str>>) -> Self {
        Self {
            created: Some(names),
            ..self
        }
    }

    /// The language of the sentences.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The project whose names these are.
    pub fn project(&self) -> &'a Project {
        self.project
    }

    /// What a part is called.
    pub fn part(&self, id: PartId) -> Cow<'a, str> {
        match self.project.document.names.get(&id) {
            Some(name) => Cow::Borrowed(name),
            None if id == CLIENTS => say(self.language, Text::Palette(Palette::Clients)),
            None if is_created_by_a_call(id) => self.created_queue(id),
            None => say(self.language, Text::Palette(Palette::Unnamed)),
        }
    }

    fn created_queue(&self, id: PartId) -> Cow<'a, str> {
        match self.created.and_then(|names| names.get(&id)) {
            Some(name) => Cow::Borrowed(name),
            None => say(self.language, Text::Palette(Palette::CreatedQueue)),
        }
    }

    /// What a link joined, when it was last put into the drawing.
    pub fn link(&self, id: LinkId) -> Option<Link> {
        let put_later = self.project.log.iter().rev().find_map(|input| match &input.kind {
            InputKind::Edit(sim::Edit::PutLink { id: put, link }) if *put == id => Some(*link),
            _ => None,
        });
        put_later.or_else(|| self.project.document.sketch.links.get(&id).copied())
    }

    /// What an item is called: `m-0412`, with its producer's name where there are several.
    pub fn item(&self, item: ItemId) -> String {
        match (
            self.several_producers || item.producer() == CLIENTS,
            self.language,
        ) {
            (false, _) => short_item(item),
            (true, Language::English) => {
                english::events::item_of(&short_item(item), &self.part(item.producer()))
            }
        }
    }

    /// What a part was set to before the entry of the log at `index`, if it was there.
    pub(crate) fn part_before(&self, id: PartId, index: usize) -> Option<&'a Part> {
        let put = self.project.log[..index]
            .iter()
            .rev()
            .find_map(|input| match &input.kind {
                InputKind::Edit(sim::Edit::PutPart { id: put, part }) if *put == id => Some(part),
                _ => None,
            });
        put.or_else(|| self.project.document.sketch.parts.get(&id))
    }

    /// Where an entry stands in the log.
    pub(crate) fn index_of(&self, input: &Input) -> Option<usize> {
        self.project.log.iter().position(|entry| entry == input)
    }

    /// The time of day that `at` stands for, to the millisecond, with the date from the second day on.
    pub fn clock(&self, at: SimTime) -> String {
        clock_and_date(self.starts(), at)
    }

    /// The moment that t = 0 stands for.
    pub fn starts(&self) -> UtcSeconds {
        self.project.document.sketch.starts
    }
}

/// What a branch is called: the name that somebody gave it, or its number.
pub fn branch_name(language: Language, label: &Label) -> String {
    if !label.name.is_empty() {
        return label.name.clone();
    }
    let number = u64::from(label.id.0);
    say(language, Sentence::BranchName { number }).into_owned()
}

/// `m-0412`, whoever made it.
pub fn short_item(item: ItemId) -> String {
    format!("m-{:04}", item.number())
}
