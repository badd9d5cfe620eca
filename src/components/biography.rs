//! The biography: all that happened to one message, a sentence each, near the message.

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use sim::ItemId;
use studio::words::{self, Bar, Inspector};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::bridge::frame::Frame;
use crate::bridge::protocol::Biography;
use crate::components::feed::tone_class;
use crate::components::icons::{Glyph, Icon};
use crate::engine::{News, use_engine};
use crate::geometry::Point;
use crate::live::Beat;
use crate::paint;
use crate::state::{Desk, Hand, use_desk, use_drawing, use_words};

/// From the message to the corner of the card, in pixels.
const OFFSET: f64 = 18.0;
/// The card keeps this distance from the edges of the canvas.
const MARGIN: f64 = 12.0;

/// See the module's description.
#[component]
pub(crate) fn BiographyCard() -> Html {
    let engine = use_engine();
    let biography = use_state_eq(|| None::<Rc<Biography>>);
    let opened = biography.setter();
    use_effect_with(engine.clone(), move |engine| {
        let following = engine.clone();
        let subscription = engine.on_news(move |news| {
            if let News::Biography(biography) = news {
                following.follow(Some(biography.item));
                opened.set(Some(Rc::clone(biography)));
            }
        });
        move || drop(subscription)
    });
    let close = {
        let biography = biography.setter();
        Callback::from(move |()| {
            engine.follow(None);
            biography.set(None);
        })
    };
    match &*biography {
        Some(biography) => html! {
            <Card key={biography.item.as_u64()} biography={Rc::clone(biography)} {close} />
        },
        None => Html::default(),
    }
}

#[derive(Properties, PartialEq)]
struct CardProps {
    biography: Rc<Biography>,
    close: Callback<()>,
}

#[component]
fn Card(props: &CardProps) -> Html {
    let (words, desk, drawing) = (use_words(), use_desk(), use_drawing());
    let CardProps { biography, close } = props;
    let node = use_node_ref();
    let follows = use_state_eq(|| false);
    use_kept_current(&desk, biography.item);
    use_placed(&desk, &node, biography.item, *follows);
    use_closed_by_escape(&desk, close);
    use_effect_with(biography.item, {
        let node = node.clone();
        move |_| {
            if let Some(card) = node.cast::<HtmlElement>() {
                // Who opened it with the keyboard reads on in it; Esc leads back. Fails only for what is no element.
                let _ = card.focus();
            }
        }
    });
    let starts = drawing.document().sketch.starts;
    let onclick = {
        let close = close.clone();
        move |_: MouseEvent| close.emit(())
    };
    let toggle = {
        let follows = follows.clone();
        move |_: MouseEvent| follows.set(!*follows)
    };
    html! {
        <section class="biography float" id="biography" ref={node} tabindex="-1"
            aria-label={format!("{} {}", words.say(Inspector::Biography), biography.name)}>
            <header>
                <strong>{ biography.name.clone() }</strong>
                <button type="button" class="button quiet" aria-pressed={if *follows { "true" } else { "false" }}
                    onclick={toggle}>
                    { words.say(if *follows { Inspector::Unfollow } else { Inspector::Follow }) }
                </button>
                <button type="button" class="button quiet icon-only" aria-label={words.say(Bar::Close)} {onclick}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </header>
            <ol>
                { for biography.entries.iter().map(|entry| html! {
                    <li class={classes!(tone_class(entry.tone))}>
                        <time>{ words::clock_and_date(starts, entry.at) }</time>
                        <span>
                            { entry.text.clone() }
                            if let Some(why) = &entry.why { <small class="why">{ why.clone() }</small> }
                        </span>
                    </li>
                }) }
            </ol>
        </section>
    }
}

/// While the world goes on, so does the life: it is asked for again once a second, and when the world rests.
#[hook]
fn use_kept_current(desk: &Desk, item: ItemId) {
    let engine = desk.engine().clone();
    use_effect_with(item, move |_| {
        let asking = engine.clone();
        let steps = std::cell::Cell::new(engine.live().frame().steps);
        let subscription = engine.live().subscribe(Beat::Slow, move |frame| {
            if steps.replace(frame.steps) != frame.steps {
                asking.biography(item);
            }
        });
        move || drop(subscription)
    });
}

/// Puts the card near its message: once, or wherever the message goes.
#[hook]
fn use_placed(desk: &Desk, node: &NodeRef, item: ItemId, follows: bool) {
    let (desk, node) = (desk.clone(), node.clone());
    use_effect_with((item, follows), move |_| {
        let placing = desk.clone();
        let place = move |frame: &Frame| {
            if let Some(card) = node.cast::<HtmlElement>() {
                put_near(&placing, &card, item, frame);
            }
        };
        place(&desk.engine().live().frame());
        let subscription = follows.then(|| desk.engine().live().subscribe(Beat::Frame, place));
        move || drop(subscription)
    });
}

/// Beside the message, within the canvas. A message that is nowhere to be seen leaves the card where it is.
fn put_near(desk: &Desk, card: &HtmlElement, item: ItemId, frame: &Frame) {
    let picture = paint::picture(frame, &desk.layout(), desk.engine().is_calm());
    let Some(at) = picture.place_of(item) else { return };
    let Point { x, y } = desk.camera().view().to_screen(at);
    let (width, height) = desk.camera().size();
    let (card_width, card_height) = (f64::from(card.offset_width()), f64::from(card.offset_height()));
    // To the right if there is room, otherwise to the left.
    let beside = if x + OFFSET + card_width + MARGIN <= width {
        x + OFFSET
    } else {
        x - OFFSET - card_width
    };
    let left = beside.clamp(MARGIN, (width - card_width - MARGIN).max(MARGIN));
    let top = (y + OFFSET).clamp(MARGIN, (height - card_height - MARGIN).max(MARGIN));
    let style = card.style();
    for (name, value) in [("left", left), ("top", top)] {
        // Fails only for names that no property can have.
        let _ = style.set_property(name, &format!("{value:.0}px"));
    }
    let _ = style.set_property("right", "auto");
}

/// Esc closes what floats before it clears the selection, and after it ended a gesture.
#[hook]
fn use_closed_by_escape(desk: &Desk, close: &Callback<()>) {
    let (desk, close) = (desk.clone(), close.clone());
    use_effect_with((), move |()| {
        let options = EventListenerOptions {
            phase: gloo_events::EventListenerPhase::Capture,
            passive: false,
        };
        let listener = web_sys::window().map(|window| {
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                let escape = event
                    .dyn_ref::<KeyboardEvent>()
                    .is_some_and(|event| event.key() == "Escape");
                if escape && desk.hand() == Hand::Free && desk.shell().dialog.is_none() {
                    event.stop_propagation();
                    close.emit(());
                    crate::focus::at("#canvas");
                }
            })
        });
        move || drop(listener)
    });
}
