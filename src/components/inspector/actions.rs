//! What can be done to what is selected with buttons: breaking and mending, sending, and what keys do on the canvas.

use sim::{Fault, LinkId, Part, PartId};
use studio::edit::{is_cut, is_stopped, pace};
use studio::words::{Bar, Inspector as InspectorWords, Page, Text};
use yew::prelude::*;

use crate::components::icons::{Glyph, Icon};
use crate::state::{Command, use_desk, use_drawing, use_selected, use_words};

/// "Slow down" makes work take this much of its time, in percent.
const SLOW_PERCENT: u32 = 400;

/// A button with an icon and a word.
pub(super) fn button(glyph: Glyph, text: AttrValue, pressed: Option<bool>, act: impl Fn() + 'static) -> Html {
    let pressed = pressed.map(|pressed| if pressed { "true" } else { "false" });
    html! {
        <button type="button" class="button" aria-pressed={pressed} onclick={move |_| act()}>
            <Icon {glyph} />
            { text }
        </button>
    }
}

/// What the keys do on the canvas, for those who have none.
#[component]
pub(super) fn Actions() -> Html {
    let (desk, words, selected) = (use_desk(), use_words(), use_selected());
    let command = |command: Command, name: Text, glyph: Glyph| {
        let desk = desk.clone();
        button(glyph, words.say(name), None, move || desk.perform(command))
    };
    let connectable = selected.single_part().is_some_and(|part| desk.can_send_on(part));
    html! {
        <div class="row">
            if connectable { { command(Command::Connect, Page::ConnectToPart.into(), Glyph::Wire) } }
            { command(Command::Duplicate, Bar::Duplicate.into(), Glyph::Copy) }
            { command(Command::Delete, Bar::Delete.into(), Glyph::Bin) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct FaultsProps {
    pub(super) part: PartId,
}

/// Stop, slow down, send by hand: what can be done to a running part.
#[component]
pub(super) fn Faults(props: &FaultsProps) -> Html {
    let (desk, drawing, words, id) = (use_desk(), use_drawing(), use_words(), props.part);
    let Some(part) = drawing.sketch.parts.get(&id) else {
        return Html::default();
    };
    if matches!(part, Part::Queue(_)) {
        return Html::default();
    }
    let stopped = is_stopped(&drawing.project, drawing.at, id);
    let slow = pace(&drawing.project, drawing.at, id) > 100;
    let fault = |fault: Fault| {
        let desk = desk.clone();
        move || desk.edit(|editor, now| editor.fault(now, fault))
    };
    let send = |count: u32| {
        let desk = desk.clone();
        move || desk.edit(|editor, now| editor.send(now, id, count))
    };
    let stop = if stopped {
        Fault::Start { part: id }
    } else {
        Fault::Stop { part: id }
    };
    let percent = if slow { 100 } else { SLOW_PERCENT };
    let (stop_glyph, stop_name) = if stopped {
        (Glyph::Start, InspectorWords::Start)
    } else {
        (Glyph::Stop, InspectorWords::Stop)
    };
    html! {
        <section class="section">
            <div class="row">
                if matches!(part, Part::Producer(_)) {
                    { button(Glyph::Send, words.say(InspectorWords::SendOne), None, send(1)) }
                    { button(Glyph::Send, words.say(InspectorWords::SendTen), None, send(10)) }
                }
                { button(stop_glyph, words.say(stop_name), None, fault(stop)) }
                if !matches!(part, Part::Producer(_)) {
                    { button(Glyph::Slow, words.say(InspectorWords::Slow), Some(slow), fault(Fault::Pace { part: id, percent })) }
                }
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct LinkFaultsProps {
    pub(super) link: LinkId,
}

/// Cut or mend a wire.
#[component]
pub(super) fn LinkFaults(props: &LinkFaultsProps) -> Html {
    let (desk, drawing, words, link) = (use_desk(), use_drawing(), use_words(), props.link);
    let cut = is_cut(&drawing.project, drawing.at, link);
    let (fault, name) = if cut {
        (Fault::Mend { link }, InspectorWords::Mend)
    } else {
        (Fault::Cut { link }, InspectorWords::Cut)
    };
    let act = move || desk.edit(|editor, now| editor.fault(now, fault));
    html! {
        <section class="section">
            <div class="row">{ button(Glyph::Cut, words.say(name), None, act) }</div>
        </section>
    }
}
