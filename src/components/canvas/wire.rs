//! A wire: a curve with an arrowhead, as thick as what it carries, and a label off its path with the rate.

use sim::LinkId;
use sim::wiring::LinkKind;
use studio::words::{Canvas as CanvasWords, Sentence, say};
use web_sys::Element;
use yew::prelude::*;

use crate::bridge::frame::{Frame, LinkFigures};
use crate::engine::use_engine;
use crate::fit;
use crate::geometry::{Curve, Point, Wire};
use crate::live::Beat;
use crate::state::use_words;

#[derive(Properties, PartialEq)]
pub(crate) struct WireProps {
    pub(crate) id: LinkId,
    pub(crate) wire: Wire,
    /// What the two parts are called.
    pub(crate) from: AttrValue,
    pub(crate) to: AttrValue,
    pub(crate) selected: bool,
    pub(crate) cut: bool,
    /// It is being moved: its label is out of the way.
    pub(crate) loose: bool,
}

/// See the module.
#[component]
pub(crate) fn WireView(props: &WireProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    use_rate_class(&node, props);
    let WireProps { id, wire, .. } = props;
    let name = Sentence::LinkLabel {
        from: props.from.to_string(),
        to: props.to.to_string(),
    };
    let path = path(wire.curve);
    html! {
        <g
            ref={node}
            data-link={id.0.to_string()}
            role="graphics-symbol"
            aria-roledescription={words.say(CanvasWords::Wire)}
            aria-label={words.say(name)}
            aria-current={props.selected.then_some("true")}
            tabindex="0"
        >
            <path class="wire-reach" d={path.clone()} />
            <path class="wire-path" d={path} />
            <path class="wire-head" d={arrowhead(wire.curve)} />
            if !props.loose {
                <WireLabel id={*id} at={label_place(*wire)} />
                if props.cut { { cut_mark(wire.curve.at(0.5)) } }
            }
            if props.selected {
                { end("tail", wire.curve.from) }
                { end("head", wire.curve.to) }
            }
        </g>
    }
}

fn end(which: &'static str, at: Point) -> Html {
    html! {
        <g class="wire-end" data-end={which} transform={format!("translate({} {})", at.x, at.y)} aria-hidden="true">
            <circle class="port-reach" r="14" />
            <circle r="6" />
        </g>
    }
}

/// The curve as a path.
pub(crate) fn path(curve: Curve) -> String {
    let Curve {
        from,
        from_handle,
        to_handle,
        to,
    } = curve;
    format!(
        "M{} {}C{} {} {} {} {} {}",
        from.x, from.y, from_handle.x, from_handle.y, to_handle.x, to_handle.y, to.x, to.y
    )
}

/// An open arrowhead just before the port where the curve ends.
fn arrowhead(curve: Curve) -> String {
    const GAP: f64 = 7.0;
    const LENGTH: f64 = 6.0;
    let Curve { to_handle, to, .. } = curve;
    let length = (to.x - to_handle.x).hypot(to.y - to_handle.y).max(1e-6);
    let (dx, dy) = ((to.x - to_handle.x) / length, (to.y - to_handle.y) / length);
    let tip = (to.x - dx * GAP, to.y - dy * GAP);
    let wing = |side: f64| {
        (
            tip.0 - dx * LENGTH - side * dy * LENGTH * 0.7,
            tip.1 - dy * LENGTH + side * dx * LENGTH * 0.7,
        )
    };
    let (left, right) = (wing(-1.0), wing(1.0));
    format!(
        "M{:.2} {:.2}L{:.2} {:.2}L{:.2} {:.2}",
        left.0, left.1, tip.0, tip.1, right.0, right.1
    )
}

/// Off the path: above a level wire, beside a dead-letter drop.
fn label_place(wire: Wire) -> Point {
    let middle = wire.curve.at(0.5);
    match wire.kind {
        Some(LinkKind::DeadLetter) => Point {
            x: middle.x + 12.0,
            y: middle.y,
        },
        _ => Point {
            x: middle.x,
            y: middle.y - 25.0,
        },
    }
}

#[derive(Properties, PartialEq)]
struct LabelProps {
    id: LinkId,
    at: Point,
}

/// The rate, in a small card; nothing while nothing flows.
#[component]
fn WireLabel(props: &LabelProps) -> Html {
    let words = use_words();
    let (node, engine) = (use_node_ref(), use_engine());
    let label = node.clone();
    use_effect_with(props.id, move |&id| {
        let follow = move |frame: &Frame| {
            let text = frame
                .link(id)
                .map_or_else(String::new, |link| rate_in_words(words.0, link));
            if let Some(group) = label.cast::<Element>() {
                write_label(&group, &text);
            }
        };
        follow(&engine.live().frame());
        let subscription = engine.live().subscribe(Beat::Figures, follow);
        move || drop(subscription)
    });
    html! {
        <g ref={node} class="wire-label silent" transform={format!("translate({} {})", props.at.x, props.at.y)} aria-hidden="true">
            <rect y="-9" height="18" rx="9" />
            <text y="4" />
        </g>
    }
}

fn rate_in_words(language: studio::words::Language, link: &LinkFigures) -> String {
    if link.rate == 0 {
        return String::new();
    }
    let thousandths = two_digits(link.rate);
    let sentence = match u64::from(link.failed_percent) {
        0 => Sentence::RatePerSecond { thousandths },
        failed_percent => Sentence::RateAndFailures {
            thousandths,
            failed_percent,
        },
    };
    say(language, sentence).into_owned()
}

/// A rate that is measured wavers: more than two digits of it say nothing.
fn two_digits(rate: u64) -> u64 {
    let unit = 10_u64.pow(rate.checked_ilog10().unwrap_or(0).saturating_sub(1));
    (rate + unit / 2) / unit * unit
}

/// Puts `text` into a label and makes its card as wide.
fn write_label(group: &Element, text: &str) {
    let (Some(card), Some(line)) = (group.first_element_child(), group.last_element_child()) else {
        return;
    };
    if line.text_content().as_deref() == Some(text) && !text.is_empty() {
        return;
    }
    line.set_text_content(Some(text));
    let width = fit::width(text, 11.0) + 18.0;
    let _ = card.set_attribute("width", &format!("{width:.0}"));
    let _ = card.set_attribute("x", &format!("{:.0}", -width / 2.0));
    let _ = group.set_attribute(
        "class",
        if text.is_empty() {
            "wire-label silent"
        } else {
            "wire-label"
        },
    );
}

/// Keeps the classes of a wire: what it is, and how thick, by the logarithm of what it carries.
#[hook]
fn use_rate_class(node: &NodeRef, props: &WireProps) {
    let (engine, node) = (use_engine(), node.clone());
    let always = lasting_classes(props);
    use_effect_with((props.id, always), move |(id, always)| {
        let (id, always) = (*id, always.clone());
        let follow = move |frame: &Frame| {
            let rate = frame.link(id).map_or(0, |link| link.rate);
            let class = format!("{always} rate-{}", tier(rate));
            if let Some(element) = node.cast::<Element>()
                && element.get_attribute("class").as_deref() != Some(&class)
            {
                let _ = element.set_attribute("class", &class);
            }
        };
        follow(&engine.live().frame());
        let subscription = engine.live().subscribe(Beat::Figures, follow);
        move || drop(subscription)
    });
}

/// The classes that do not depend on what flows.
fn lasting_classes(props: &WireProps) -> String {
    let names = [
        (true, "wire"),
        (props.selected, "selected"),
        (props.wire.kind == Some(LinkKind::DeadLetter), "dead-letter"),
        (props.wire.kind.is_none(), "idle"),
        (props.cut, "cut"),
    ];
    let names: Vec<&str> = names
        .into_iter()
        .filter_map(|(holds, name)| holds.then_some(name))
        .collect();
    names.join(" ")
}

/// Thickness, 1 to 5: one more for every tenfold rate from one a second on. `rate` is per 1,000 seconds.
fn tier(rate: u64) -> u32 {
    (rate / 1_000)
        .checked_ilog10()
        .map_or(1, |tens| (tens + 2).min(5))
}

/// A cross on a wire that is cut.
fn cut_mark(at: Point) -> Html {
    html! {
        <g transform={format!("translate({} {})", at.x, at.y)} aria-hidden="true">
            <circle class="wire-cut-mark" r="9" />
            <path class="wire-cut-mark" d="m-3.5 -3.5 7 7M3.5 -3.5l-7 7" />
        </g>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wire_grows_with_the_logarithm_of_its_rate() {
        let tiers = [0, 500, 1_000, 9_999, 10_000, 100_000, 1_000_000, 1_000_000_000].map(tier);
        assert_eq!(tiers, [1, 1, 2, 2, 3, 4, 5, 5]);
    }

    #[test]
    fn rates_are_told_with_two_digits() {
        assert_eq!(
            [0, 7, 1_008, 99_810, 123_456].map(two_digits),
            [0, 7, 1_000, 100_000, 120_000]
        );
    }

    #[test]
    fn an_arrowhead_points_along_the_end_of_its_wire() {
        let curve = Curve::level(Point { x: 0.0, y: 0.0 }, Point { x: 100.0, y: 0.0 });
        assert_eq!(arrowhead(curve), "M87.00 -4.20L93.00 0.00L87.00 4.20");
    }
}
