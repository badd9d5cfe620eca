//! What is broken less often, folded away: crashes, poison, zones, throttling, and wires that delay or lose.

use cloud::time::SimDuration;
use sim::{Chance, Fault, LinkId, Part, PartId, Rate, Way};
use studio::edit::{impairment, is_throttled, is_zone_out};
use studio::words::{Inspector as InspectorWords, Sentence};
use yew::prelude::*;

use super::actions::button;
use crate::components::icons::Glyph;
use crate::state::{use_desk, use_drawing, use_words};

/// "Throttle" leaves this much.
const THROTTLED: Rate = Rate::per_second(1);
/// "Delay" adds this much to each crossing.
const DELAY: SimDuration = SimDuration::from_millis(500);
/// "Lose" adds this much.
const LOSS: Chance = Chance::percent(30);

#[derive(Properties, PartialEq)]
pub(super) struct BreakPartProps {
    pub(super) part: PartId,
}

/// What can be broken at a part.
#[component]
pub(super) fn BreakPart(props: &BreakPartProps) -> Html {
    let (desk, drawing, words, id) = (use_desk(), use_drawing(), use_words(), props.part);
    let Some(part) = drawing.sketch.parts.get(&id) else {
        return Html::default();
    };
    let (project, at) = (&drawing.project, drawing.at);
    let act = |glyph: Glyph, name: AttrValue, pressed: Option<bool>, fault: Fault| {
        let desk = desk.clone();
        button(glyph, name, pressed, move || {
            desk.edit(|editor, now| editor.fault(now, fault));
        })
    };
    let crash = |name| act(Glyph::Stop, words.say(name), None, Fault::Crash { part: id });
    let throttled = is_throttled(project, at, id);
    let rate = (!throttled).then_some(THROTTLED);
    let throttle = || {
        let fault = Fault::Throttle { part: id, rate };
        act(
            Glyph::Slow,
            words.say(InspectorWords::Throttle),
            Some(throttled),
            fault,
        )
    };
    let zone = |zone: u32| {
        let out = is_zone_out(project, at, zone);
        let fault = if out {
            Fault::ZoneBack { zone }
        } else {
            Fault::ZoneOut { zone }
        };
        act(
            Glyph::Cut,
            words.say(Sentence::ZoneOut { zone }),
            Some(out),
            fault,
        )
    };
    let buttons = match part {
        Part::Producer(_) => {
            let fault = Fault::Poison { producer: id };
            act(Glyph::Send, words.say(InspectorWords::PoisonNext), None, fault)
        }
        Part::Queue(_) => throttle(),
        Part::Workers(workers) => html! {
            <>
                { act(Glyph::Stop, words.say(InspectorWords::CrashOne), None, Fault::CrashOne { workers: id }) }
                { crash(InspectorWords::CrashAll) }
                { for (0..workers.zones).map(zone) }
            </>
        },
        Part::Server(server) => html! {
            <>
                { crash(InspectorWords::Crash) }
                { throttle() }
                { for (0..server.zones).map(zone) }
            </>
        },
    };
    html! { <Folded>{ buttons }</Folded> }
}

#[derive(Properties, PartialEq)]
pub(super) struct BreakLinkProps {
    pub(super) link: LinkId,
}

/// What can be broken at a wire, each way by itself.
#[component]
pub(super) fn BreakLink(props: &BreakLinkProps) -> Html {
    let (desk, drawing, words, link) = (use_desk(), use_drawing(), use_words(), props.link);
    let act = |glyph: Glyph, name: InspectorWords, pressed: bool, fault: Fault| {
        let desk = desk.clone();
        button(glyph, words.say(name), Some(pressed), move || {
            desk.edit(|editor, now| editor.fault(now, fault));
        })
    };
    let both = |way, slow, lossy| {
        let (delay, loss) = impairment(&drawing.project, drawing.at, link, way);
        let (is_slow, is_lossy) = (!delay.is_zero(), loss != Chance::NEVER);
        let impair = |delay, loss| Fault::Impair {
            link,
            way,
            delay,
            loss,
        };
        let other_delay = if is_slow { SimDuration::ZERO } else { DELAY };
        let other_loss = if is_lossy { Chance::NEVER } else { LOSS };
        html! {
            <>
                { act(Glyph::Slow, slow, is_slow, impair(other_delay, loss)) }
                { act(Glyph::Cut, lossy, is_lossy, impair(delay, other_loss)) }
            </>
        }
    };
    html! {
        <Folded>
            { both(Way::Forward, InspectorWords::DelayForward, InspectorWords::LoseForward) }
            { both(Way::Backward, InspectorWords::DelayBackward, InspectorWords::LoseBackward) }
        </Folded>
    }
}

#[derive(Properties, PartialEq)]
struct FoldedProps {
    children: Html,
}

#[component]
fn Folded(props: &FoldedProps) -> Html {
    let words = use_words();
    html! {
        <details class="section">
            <summary>{ words.say(InspectorWords::Break) }</summary>
            <div class="row">{ props.children.clone() }</div>
        </details>
    }
}
