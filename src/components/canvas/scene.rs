//! Everything that is drawn on the canvas, in the order of the flow. Each card and wire is a component of its own and is
//! drawn again only when something about it changes.

use std::rc::Rc;

use sim::{Part, PartId};
use studio::edit::{is_cut, is_stopped, is_zone_out};
use studio::words::{Canvas as CanvasWords, Sentence};
use studio::{Note, Place};
use yew::prelude::*;

use super::node::{Node, Standing};
use super::note::NoteView;
use super::wire::{WireView, path};
use crate::geometry::{Curve, Layout, Point, Rect};
use crate::state::{Drawing, Hand, Heading, Selected, Thing, Wiring, Words, flow, use_words};

#[derive(Properties)]
pub(crate) struct SceneProps {
    pub(crate) layout: Rc<Layout>,
    pub(crate) hand: Hand,
    pub(crate) drawing: Rc<Drawing>,
    pub(crate) selected: Rc<Selected>,
}

impl PartialEq for SceneProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.layout, &other.layout)
            && self.hand == other.hand
            && Rc::ptr_eq(&self.drawing, &other.drawing)
            && Rc::ptr_eq(&self.selected, &other.selected)
    }
}

/// What a fault has done to a part, in short: it is stopped, or zones that it lies in are out.
fn badge(drawing: &Drawing, id: PartId, words: Words) -> Option<AttrValue> {
    let (project, at) = (&drawing.project, drawing.at);
    if is_stopped(project, at, id) {
        return Some(words.say(CanvasWords::StoppedBadge));
    }
    let zones = match drawing.sketch.parts.get(&id)? {
        Part::Workers(workers) => workers.zones,
        Part::Server(server) => server.zones,
        Part::Producer(_) | Part::Queue(_) => 0,
    };
    let out = (0..zones).find(|&zone| is_zone_out(project, at, zone))?;
    Some(words.say(Sentence::ZoneOut { zone: out }))
}

/// See the module.
#[component]
pub(crate) fn Scene(props: &SceneProps) -> Html {
    let words = use_words();
    let SceneProps {
        layout,
        hand,
        drawing,
        selected,
    } = props;
    let name = |id: PartId| AttrValue::from(drawing.name(words.0, id));
    let loose = match hand {
        Hand::Wiring(wiring) => wiring.loose.moved(),
        _ => None,
    };
    let order = use_memo(Rc::clone(layout), |layout| flow(layout));
    html! {
        <>
            { for drawing.document().notes.iter().enumerate().map(|(index, note)| note_view(index, note, hand, selected)) }
            if let Some(heading) = &drawing.created { { created_heading(*heading, words) } }
            { for layout.wires.iter().map(|(&id, &wire)| html! {
                <WireView
                    key={format!("wire-{}", id.0)}
                    {id}
                    {wire}
                    from={name(wire.from)}
                    to={name(wire.to)}
                    selected={selected.contains(Thing::Link(id))}
                    cut={is_cut(&drawing.project, drawing.at, id)}
                    loose={loose == Some(id)}
                />
            }) }
            { for order.iter().filter_map(|&id| {
                let (rect, part) = (layout.cards.get(&id)?.rect, drawing.sketch.parts.get(&id)?.clone());
                Some(html! {
                    <Node
                        key={format!("part-{}", id.0)}
                        {id}
                        {part}
                        name={name(id)}
                        {rect}
                        selected={selected.contains(Thing::Part(id))}
                        stopped={is_stopped(&drawing.project, drawing.at, id)}
                        badge={badge(drawing, id, words)}
                        standing={standing(hand, id)}
                    />
                })
            }) }
            { over(hand, layout) }
        </>
    }
}

fn note_view(index: usize, note: &Note, hand: &Hand, selected: &Selected) -> Html {
    let mut note = note.clone();
    if let Hand::Moving { things, by, .. } = hand
        && things.notes.contains(&index)
    {
        note.place = Place {
            x: note.place.x + by.0,
            y: note.place.y + by.1,
        };
    }
    html! { <NoteView key={format!("note-{index}")} {index} {note} selected={selected.contains(Thing::Note(index))} /> }
}

/// Over the queues that programs have created.
fn created_heading(Heading { place, more }: Heading, words: Words) -> Html {
    let text = words.say(Sentence::ByPrograms { more });
    html! { <text class="note-heading" x={place.x.to_string()} y={place.y.to_string()}>{ text }</text> }
}

fn standing(hand: &Hand, id: PartId) -> Standing {
    let Hand::Wiring(wiring) = hand else {
        return Standing::Plain;
    };
    if wiring.loose.anchor() == id {
        return Standing::Source;
    }
    match wiring.verdicts.get(&id) {
        Some(Ok(_)) if wiring.over == Some(id) => Standing::Aimed,
        Some(Ok(_)) => Standing::Legal,
        _ => Standing::Illegal,
    }
}

/// What the hand draws over all else: the marquee, or the new wire.
fn over(hand: &Hand, layout: &Layout) -> Html {
    match hand {
        Hand::Marquee { from, to } => {
            let Rect { x, y, width, height } = Rect::between(*from, *to);
            html! {
                <rect class="marquee" x={x.to_string()} y={y.to_string()} width={width.to_string()} height={height.to_string()} />
            }
        }
        Hand::Wiring(wiring) => {
            let refused = wiring
                .aim()
                .is_some_and(|(part, verdict)| part != wiring.loose.anchor() && verdict.is_err());
            let curve = new_curve(wiring, layout);
            html! { <path class={classes!("new-wire", refused.then_some("refused"))} d={curve.map(path)} /> }
        }
        _ => Html::default(),
    }
}

/// From the port it hangs on to the pointer, or to the port it would snap to.
fn new_curve(wiring: &Wiring, layout: &Layout) -> Option<Curve> {
    let anchor = layout.cards.get(&wiring.loose.anchor())?.rect;
    let aimed = wiring.aim().filter(|(_, verdict)| verdict.is_ok());
    let aimed = aimed.and_then(|(part, verdict)| Some((layout.cards.get(&part)?.rect, verdict)));
    let head = wiring.loose.is_head();
    Some(match aimed {
        Some((rect, Ok(sim::wiring::LinkKind::DeadLetter))) => {
            let (from, to) = if head { (anchor, rect) } else { (rect, anchor) };
            Curve::upright(from.drop_port(), to.catch_port())
        }
        Some((rect, _)) => {
            let (from, to) = if head { (anchor, rect) } else { (rect, anchor) };
            Curve::level(from.out_port(), to.in_port())
        }
        None => free_curve(anchor, wiring.at, head),
    })
}

fn free_curve(anchor: Rect, at: Point, head: bool) -> Curve {
    if head {
        Curve::level(anchor.out_port(), at)
    } else {
        Curve::level(at, anchor.in_port())
    }
}
