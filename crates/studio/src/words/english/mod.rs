//! English. One file for each area; every match is exhaustive.

mod bar;
mod canvas;
pub(super) mod causes;
mod choices;
pub(super) mod claims;
mod clients;
mod dialogs;
pub(super) mod events;
mod fields;
mod gestures;
mod groups;
mod guarantees;
mod hints;
mod inspector;
mod keeping;
pub(super) mod metrics;
pub(super) mod numbers;
mod page;
mod palette;
pub(super) mod predicates;
mod problems;
mod scenes;
mod script;
mod sentences;
pub(super) mod summary;
mod terminal;
mod timeline;

use std::borrow::Cow;

use crate::words::Text;

pub(super) fn say(text: Text) -> Cow<'static, str> {
    match text {
        Text::Bar(text) => bar::text(text).into(),
        Text::Canvas(text) => canvas::text(text).into(),
        Text::Choice(text) => choices::text(text).into(),
        Text::Dialog(text) => dialogs::text(text).into(),
        Text::Field(field) => fields::name(field).into(),
        Text::FieldGroup(text) => groups::text(text).into(),
        Text::Gesture(text) => gestures::text(text).into(),
        Text::SetField(field) => format!("Set {}", fields::in_sentence(field)).into(),
        Text::GuaranteeText(text) => guarantees::text(text).into(),
        Text::Hint(text) => hints::text(text).into(),
        Text::Inspector(text) => inspector::text(text).into(),
        Text::Keeping(text) => keeping::text(text).into(),
        Text::Page(text) => page::text(text).into(),
        Text::Palette(text) => palette::text(text).into(),
        Text::SceneText(text) => scenes::text(text).into(),
        Text::Script(text) => script::text(text).into(),
        Text::Sentence(sentence) => sentences::text(sentence),
        Text::Terminal(text) => terminal::text(text).into(),
        Text::Timeline(text) => timeline::text(text).into(),
    }
}

pub(super) fn guarantee(guarantee: sim::Guarantee) -> Cow<'static, str> {
    sentences::chip(guarantee)
}
