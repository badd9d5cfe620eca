//! The guarantees that are watched, each with its verdict. A broken one leads to where it broke.

use cloud::time::SimDuration;
use sim::Guarantee;
use studio::amount::Unit;
use studio::words::{self, GuaranteeText, Inspector as InspectorWords, Names, Sentence, Text};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::bridge::frame::Verdict;
use crate::components::chip_menu::ChipMenu;
use crate::components::icons::{Glyph, Icon};
use crate::engine::use_engine;
use crate::live::Beat;
use crate::state::{use_desk, use_drawing, use_words};

/// What can be watched.
const OFFERED: [Guarantee; 5] = [
    Guarantee::NothingLost,
    Guarantee::AtLeastOnce,
    Guarantee::AtMostOnce,
    Guarantee::InOrderPerGroup,
    Guarantee::DeadLetterQueueEmpty,
];
/// How long the oldest message may be told to wait: as long as any queue keeps one, at most.
const SHORTEST: SimDuration = SimDuration::from_secs(1);
const LONGEST: SimDuration = SimDuration::from_secs(14 * 86_400);

/// See the module.
#[component]
pub(crate) fn Chips() -> Html {
    let (drawing, engine, words) = (use_drawing(), use_engine(), use_words());
    let adding = use_state(|| false);
    let verdicts = use_state_eq(|| engine.live().frame().verdicts.clone());
    let shown = verdicts.clone();
    use_effect_with(engine, move |engine| {
        let subscription = engine
            .live()
            .subscribe(Beat::Figures, move |frame| shown.set(frame.verdicts.clone()));
        move || drop(subscription)
    });
    let watched = &drawing.sketch.guarantees;
    let offered: Vec<Guarantee> = OFFERED
        .into_iter()
        .filter(|guarantee| !watched.contains(guarantee))
        .collect();
    let toggle = {
        let adding = adding.clone();
        move |_| adding.set(!*adding)
    };
    html! {
        <section class="section">
            <div class="section-head">
                <h3>{ words.say(InspectorWords::Guarantees) }</h3>
                <button
                    type="button"
                    class="button quiet icon-only"
                    aria-label={words.say(InspectorWords::AddGuarantee)}
                    title={words.say(InspectorWords::AddGuarantee)}
                    aria-expanded={if *adding { "true" } else { "false" }}
                    onclick={toggle}
                >
                    <Icon glyph={if *adding { Glyph::Check } else { Glyph::Plus }} />
                </button>
            </div>
            <div class="row">
                { for watched.iter().enumerate().map(|(index, &guarantee)| html! {
                    <Chip {guarantee} verdict={verdicts.get(index).copied().unwrap_or(Verdict::Holds)} removable={*adding} />
                }) }
                if *adding {
                    { for offered.into_iter().map(|guarantee| html! { <Offer {guarantee} /> }) }
                    <OldestOffer />
                }
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ChipProps {
    guarantee: Guarantee,
    verdict: Verdict,
    removable: bool,
}

#[component]
fn Chip(props: &ChipProps) -> Html {
    let (desk, drawing, words) = (use_desk(), use_drawing(), use_words());
    let ChipProps {
        guarantee,
        verdict,
        removable,
    } = *props;
    let starts = drawing.document().sketch.starts;
    let (text, title): (Text, Text) = match verdict {
        Verdict::Holds => (name(guarantee), GuaranteeText::Holding.into()),
        Verdict::Broken { at, item, other } => {
            let clock = words::clock_and_date(starts, at);
            let names = Names::of(words.0, &drawing.project);
            let (item, other) = (names.item(item), other.map(|other| names.item(other)));
            (
                Sentence::GuaranteeBroken {
                    guarantee,
                    clock: clock.clone(),
                }
                .into(),
                Sentence::GuaranteeBrokenBy {
                    guarantee,
                    clock,
                    item,
                    other,
                }
                .into(),
            )
        }
    };
    {
        let (desk, text) = (desk.clone(), text.clone());
        use_effect_with(verdict == Verdict::Holds, move |&holds| {
            if !holds {
                desk.announce(text);
            }
        });
    }
    let onclick = {
        let desk = desk.clone();
        move |_: MouseEvent| match verdict {
            _ if removable => desk.edit(|editor, _| editor.unwatch(guarantee)),
            Verdict::Broken { at, .. } => desk.engine().seek(at),
            Verdict::Holds => {}
        }
    };
    let broken = match verdict {
        Verdict::Holds => None,
        Verdict::Broken { at, .. } => Some(at),
    };
    let chip = html! {
        <button type="button" class={classes!("chip", broken.map(|_| "broken"))} title={words.say(title)} {onclick}>
            { words.say(text) }
            if removable { <Icon glyph={Glyph::Close} class="chip-remove" /> }
        </button>
    };
    if removable {
        return chip;
    }
    html! { <ChipMenu {guarantee} {broken}>{ chip }</ChipMenu> }
}

#[derive(Properties, PartialEq)]
struct OfferProps {
    guarantee: Guarantee,
}

#[component]
fn Offer(props: &OfferProps) -> Html {
    let (desk, words, guarantee) = (use_desk(), use_words(), props.guarantee);
    let onclick = move |_: MouseEvent| desk.edit(|editor, _| editor.watch(guarantee));
    html! {
        <button type="button" class="chip offered" title={words.say(meaning(guarantee))} {onclick}>
            { words.say(name(guarantee)) }
        </button>
    }
}

/// The one guarantee with a figure: how old the oldest message may become.
#[component]
fn OldestOffer() -> Html {
    let (words, typed) = (use_words(), use_state(|| String::from("60 s")));
    let limit = Unit::Nanos
        .parse(&typed)
        .map(SimDuration::from_nanos)
        .filter(|limit| (SHORTEST..=LONGEST).contains(limit));
    let oninput = {
        let typed = typed.clone();
        move |event: InputEvent| typed.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    html! {
        <span class="oldest-offer">
            <input
                class="field"
                type="text"
                aria-label={words.say(GuaranteeText::OldestLimit)}
                title={words.say(GuaranteeText::OldestLimit)}
                value={(*typed).clone()}
                autocomplete="off"
                spellcheck="false"
                aria-invalid={limit.is_none().then_some("true")}
                {oninput}
            />
            if let Some(limit) = limit { <Offer guarantee={Guarantee::OldestUnder(limit)} /> }
        </span>
    }
}

fn name(guarantee: Guarantee) -> Text {
    match guarantee {
        Guarantee::NothingLost => GuaranteeText::NothingLost.into(),
        Guarantee::AtLeastOnce => GuaranteeText::AtLeastOnce.into(),
        Guarantee::AtMostOnce => GuaranteeText::AtMostOnce.into(),
        Guarantee::InOrderPerGroup => GuaranteeText::InOrderPerGroup.into(),
        Guarantee::DeadLetterQueueEmpty => GuaranteeText::DeadLetterQueueEmpty.into(),
        Guarantee::OldestUnder(limit) => Sentence::OldestUnder { limit }.into(),
    }
}

const fn meaning(guarantee: Guarantee) -> GuaranteeText {
    match guarantee {
        Guarantee::NothingLost => GuaranteeText::NothingLostHint,
        Guarantee::AtLeastOnce => GuaranteeText::AtLeastOnceHint,
        Guarantee::AtMostOnce => GuaranteeText::AtMostOnceHint,
        Guarantee::InOrderPerGroup => GuaranteeText::InOrderPerGroupHint,
        Guarantee::DeadLetterQueueEmpty => GuaranteeText::DeadLetterQueueEmptyHint,
        Guarantee::OldestUnder(_) => GuaranteeText::OldestHint,
    }
}
