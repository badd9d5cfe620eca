//! The timeline: the backlog of the chosen queue over the whole run, the play head, and marks at what mattered.
//!
//! The play head is a slider. What moves with the frames is written into the elements; the times below and the marks
//! are rendered when they change.

mod branches;
mod curve;
mod marks;
mod scale;

use std::rc::Rc;

use cloud::time::{SimDuration, SimTime};
use sim::{Metric, Part, UtcSeconds};
use studio::words::{self, Language, Timeline as Words};
use web_sys::{Element, KeyboardEvent, PointerEvent};
use yew::prelude::*;

use crate::bridge::frame::{Frame, Mark};
use crate::browser::resize::Resize;
use crate::engine::{Engine, use_engine};
use crate::live::{Beat, LiveText, Write, use_live_attribute};
use crate::state::{use_drawing, use_selected, use_words};
use branches::Branches;
use curve::Curve;
use marks::{MarkFlag, worded};
use scale::Scale;

/// Heights, in pixels from the top of the chart.
const TOP: f64 = 6.0;
const BASE: f64 = 62.0;
const TICKS: f64 = 96.0;
/// What an arrow key moves the play head by.
const STEP: SimDuration = SimDuration::from_secs(1);

/// What is rendered; everything else is written into the elements.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    scale: Scale,
    marks: Rc<Vec<Mark>>,
    /// There is no queue to draw the backlog of.
    empty: bool,
}

/// See the module's description.
#[component]
pub(crate) fn Timeline() -> Html {
    let (words, drawing) = (use_words(), use_drawing());
    use_chosen_queue();
    let chart = use_node_ref();
    let shown = use_shown(&chart);
    let starts = drawing.document().sketch.starts;
    html! {
        <div class="timeline" id="timeline">
            <p class="chart-name">
                if shown.empty {
                    { words.say(Words::NoQueue) }
                } else {
                    <LiveText<Language> of={words.0} write={title as Write<Language>} />
                    <LiveText<Language> class="chart-value" of={words.0} write={value as Write<Language>} />
                }
            </p>
            <Branches scale={shown.scale} />
            <div class="chart-area">
                <Slider chart={chart} scale={shown.scale} {starts} />
                <svg class="marks" role="group" aria-label={words.say(Words::Marks)}>
                    { for shown.marks.iter().zip(worded(&shown.marks, shown.scale)).map(|(mark, worded)| html! {
                        <MarkFlag mark={mark.clone()} scale={shown.scale} {starts} {worded} />
                    }) }
                </svg>
            </div>
        </div>
    }
}

/// The curve follows the selection: the selected queue, or the one selected last.
#[hook]
fn use_chosen_queue() {
    let (engine, drawing, selected) = (use_engine(), use_drawing(), use_selected());
    let part = selected.single_part();
    let queue = part.filter(|part| matches!(drawing.sketch.parts.get(part), Some(Part::Queue(_))));
    use_effect_with(queue, move |queue| {
        if let Some(queue) = *queue {
            engine.look(Some(queue));
        }
    });
}

/// What is to be rendered for the latest frame and the present width.
#[hook]
fn use_shown(chart: &NodeRef) -> Shown {
    let engine = use_engine();
    let shown = use_state_eq(Shown::default);
    let setter = shown.setter();
    let chart = chart.clone();
    use_effect_with(engine, move |engine| {
        let width = Rc::new(std::cell::Cell::new(0.0));
        let renew = {
            let width = Rc::clone(&width);
            move |frame: &Frame| {
                setter.set(Shown {
                    scale: Scale::of(frame.furthest.max(frame.now), width.get()),
                    marks: frame.marks.clone().unwrap_or_default(),
                    empty: frame.series.as_ref().is_some_and(|series| series.part.is_none()),
                });
            }
        };
        let subscription = engine.live().subscribe(Beat::Figures, renew.clone());
        let resize = chart.cast::<Element>().map(|chart| {
            let engine = engine.clone();
            Resize::observe(&chart, move |pixels, _| {
                width.set(pixels);
                renew(&engine.live().frame());
            })
        });
        move || drop((subscription, resize))
    });
    (*shown).clone()
}

fn title(frame: &Frame, language: Language) -> String {
    let name = frame.series.as_ref().map_or("", |series| series.name.as_str());
    let metric = words::metric_name(language, Metric::ApproximateNumberOfMessagesVisible);
    format!("{metric} · {name}")
}

fn value(frame: &Frame, language: Language) -> String {
    words::number(language, visible(frame))
}

/// How many messages the chosen queue has now.
fn visible(frame: &Frame) -> u64 {
    let queue = frame.series.as_ref().and_then(|series| series.part);
    queue
        .and_then(|queue| frame.queue(queue))
        .map_or(0, |queue| queue.visible)
}

#[derive(Properties, PartialEq)]
struct SliderProps {
    chart: NodeRef,
    scale: Scale,
    starts: UtcSeconds,
}

#[component]
fn Slider(props: &SliderProps) -> Html {
    let (words, engine) = (use_words(), use_engine());
    let &SliderProps {
        ref chart,
        scale,
        starts,
    } = props;
    let paths: [NodeRef; 4] = [use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref()];
    use_drawn(&engine, scale, &paths);
    use_live_attribute(chart, "aria-valuenow", Beat::Slow, (), |frame, ()| {
        frame.now.as_secs().to_string()
    });
    use_live_attribute(chart, "aria-valuetext", Beat::Slow, starts, |frame, starts| {
        words::clock_and_date(starts, frame.now)
    });
    let scrub = {
        let (engine, chart) = (engine.clone(), chart.clone());
        move |event: &PointerEvent| {
            if let Some(chart) = chart.cast::<Element>() {
                let x = f64::from(event.client_x()) - chart.get_bounding_client_rect().left();
                engine.seek(scale.at(x));
            }
        }
    };
    let onpointermove = {
        let scrub = scrub.clone();
        move |event: PointerEvent| {
            if event.buttons() & 1 != 0 {
                scrub(&event);
            }
        }
    };
    let onpointerdown = move |event: PointerEvent| {
        if event.button() == 0 {
            // Fails only for a pointer that is gone again.
            let _ = event
                .target_unchecked_into::<Element>()
                .set_pointer_capture(event.pointer_id());
            scrub(&event);
        }
    };
    let onkeydown = move |event: KeyboardEvent| {
        if let Some(to) = key_target(&engine, scale, &event.key()) {
            event.prevent_default();
            event.stop_propagation();
            engine.seek(to);
        }
    };
    let [area, past, future, head] = paths;
    let (ticks, step) = scale.ticks();
    html! {
        <div
            class="chart"
            ref={chart}
            role="slider"
            tabindex="0"
            aria-label={words.say(Words::PlayHead)}
            aria-orientation="horizontal"
            aria-valuemin="0"
            aria-valuemax={scale.span.as_secs().to_string()}
            {onpointerdown}
            {onpointermove}
            {onkeydown}
        >
            <svg class="chart-picture" aria-hidden="true">
                <path ref={area} class="curve-area" />
                <path ref={past} class="curve-past" />
                <path ref={future} class="curve-future" />
                <line class="baseline" x1="0" x2="100%" y1={BASE.to_string()} y2={BASE.to_string()} />
                { for ticks.into_iter().map(|at| tick(at, step, scale, starts)) }
                <g ref={head} class="play-head">
                    <line y1="0" y2={(TICKS - 10.0).to_string()} />
                    <circle cy="2" r="5" />
                </g>
            </svg>
        </div>
    }
}

/// Where a key takes the play head.
fn key_target(engine: &Engine, scale: Scale, key: &str) -> Option<SimTime> {
    let (now, page) = (engine.now(), SimDuration::from_nanos(scale.span.as_nanos() / 10));
    Some(match key {
        "ArrowRight" | "ArrowUp" => now + STEP,
        "ArrowLeft" | "ArrowDown" => now.saturating_sub(STEP),
        "PageUp" => now + page,
        "PageDown" => now.saturating_sub(page),
        "Home" => SimTime::ZERO,
        "End" => engine.live().frame().furthest,
        _ => return None,
    })
}

/// Writes the curve and the play head into their elements.
#[hook]
fn use_drawn(engine: &Engine, scale: Scale, paths: &[NodeRef; 4]) {
    let paths = paths.clone();
    use_effect_with((engine.clone(), scale), move |(engine, scale)| {
        let scale = *scale;
        let set = |node: &NodeRef, name: &str, value: &str| {
            if let Some(element) = node.cast::<Element>() {
                // Fails only for names that no attribute can have.
                let _ = element.set_attribute(name, value);
            }
        };
        let [area, past, future, head] = paths;
        let draw_curve = move |frame: &Frame| {
            let series = frame.series.clone().unwrap_or_default();
            let curve = Curve::of(&series, scale, frame.now, visible(frame), TOP, BASE);
            set(&area, "d", &curve.area);
            set(&past, "d", &curve.past);
            set(&future, "d", &curve.future);
        };
        let draw_head = move |frame: &Frame| {
            set(
                &head,
                "transform",
                &format!("translate({:.1} 0)", scale.x(frame.now).min(scale.width)),
            );
        };
        let frame = engine.live().frame();
        draw_curve(&frame);
        draw_head(&frame);
        let following = (
            engine.live().subscribe(Beat::Figures, draw_curve),
            engine.live().subscribe(Beat::Frame, draw_head),
        );
        move || drop(following)
    });
}

fn tick(at: SimTime, step: SimDuration, scale: Scale, starts: UtcSeconds) -> Html {
    let whole = |seconds| step.as_secs().is_multiple_of(seconds);
    let text = if whole(86_400) {
        words::date(starts, at)
    } else if whole(60) {
        words::clock_minutes(starts, at)
    } else {
        words::clock_seconds(starts, at)
    };
    let x = scale.x(at);
    // The first and the last stay inside.
    let anchor = match (x < 20.0, x > scale.width - 20.0) {
        (true, _) => "start",
        (_, true) => "end",
        _ => "middle",
    };
    html! { <text class="tick" x={format!("{x:.1}")} y={TICKS.to_string()} text-anchor={anchor}>{ text }</text> }
}
