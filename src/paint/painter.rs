//! The canvas over the drawing, and when it is painted.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::prelude::*;

use super::brush;
use super::ghosts::{Apparition, Ghosts};
use super::inks::Inks;
use super::picture::picture;
use crate::bridge::frame::Frame;
use crate::browser::page;
use crate::browser::resize::Resize;
use crate::engine::{Engine, use_engine};
use crate::geometry::{Layout, Stage};
use crate::live::Beat;

/// Dots closer to each other than this cannot be told apart, in canvas units.
const DOT_PITCH: f64 = 3.0;
const DOTS_LEAST: f64 = 200.0;
/// What is painted in about two milliseconds.
const DOTS_MOST: f64 = 5_000.0;

#[derive(Properties)]
pub(crate) struct PainterProps {
    /// What is seen, and where everything is.
    pub(crate) stage: Rc<Stage>,
}

impl PartialEq for PainterProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.stage, &other.stage)
    }
}

/// The messages. Lies over the drawing, lets the pointer through, and is hidden from assistive technology.
#[component]
pub(crate) fn Painter(props: &PainterProps) -> Html {
    let canvas = use_node_ref();
    let engine = use_engine();
    let node = canvas.clone();
    let stage = Rc::clone(&props.stage);
    use_effect_with((engine, Rc::as_ptr(&props.stage)), move |(engine, _)| {
        let easel = node
            .cast()
            .and_then(|canvas| Easel::new(canvas, stage, engine.clone()));
        let kept = easel.map(|easel| {
            let easel = Rc::new(easel);
            let painting = Rc::clone(&easel);
            let subscription = engine.live().subscribe(Beat::Frame, move |_| painting.paint());
            let (resized, woken) = (Rc::clone(&easel), engine.clone());
            let resize = Resize::observe(&easel.canvas, move |width, height| {
                resized.size.set((width, height));
                woken.repaint();
            });
            (subscription, resize)
        });
        move || drop(kept)
    });
    html! { <canvas ref={canvas} class="messages" aria-hidden="true" /> }
}

/// A canvas with its context, and what is remembered from one painting to the next.
struct Easel {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    stage: Rc<Stage>,
    engine: Engine,
    /// In CSS pixels.
    size: Cell<(f64, f64)>,
    /// What the room for dots was last reckoned with.
    reckoned: RefCell<Rc<Layout>>,
    /// The colours, and the theme that they were read under.
    inks: RefCell<Option<(Theme, Inks)>>,
    ghosts: RefCell<Ghosts>,
}

/// What decides over the colours: the person's choice, and what the system asks for.
type Theme = (Option<String>, bool);

impl Easel {
    fn new(canvas: HtmlCanvasElement, stage: Rc<Stage>, engine: Engine) -> Option<Self> {
        let context = canvas.get_context("2d").ok().flatten()?.dyn_into().ok()?;
        let (size, inks) = (Cell::default(), RefCell::default());
        Some(Self {
            canvas,
            context,
            stage,
            engine,
            size,
            reckoned: RefCell::default(),
            inks,
            ghosts: RefCell::default(),
        })
    }

    fn paint(&self) {
        let frame = self.engine.live().frame();
        let view = self.stage.view.get();
        let layout = Rc::clone(&self.stage.layout.borrow());
        self.reckon_room(&layout);
        let mut picture = picture(&frame, &layout, self.engine.is_calm());
        if let Some(item) = self.engine.followed() {
            picture.highlight(item);
        }
        let ghosts = self.ghosts(&frame, &layout);
        let pixels = self.fit();
        let scale = pixels * view.zoom;
        // Transforms fail only for numbers that are none.
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.context.clear_rect(
            0.0,
            0.0,
            f64::from(self.canvas.width()),
            f64::from(self.canvas.height()),
        );
        let (left, top) = (-view.origin.x * scale, -view.origin.y * scale);
        let _ = self.context.set_transform(scale, 0.0, 0.0, scale, left, top);
        self.renew_inks();
        if let Some((_, inks)) = &*self.inks.borrow() {
            brush::draw(&self.context, &picture, &ghosts, inks, view.zoom);
        }
    }

    /// What still fades. As long as there is something, the page is painted again, also while the world rests.
    fn ghosts(&self, frame: &Rc<Frame>, layout: &Layout) -> Vec<Apparition> {
        let (millis, mut ghosts) = (page::millis(), self.ghosts.borrow_mut());
        ghosts.see(frame, millis, self.engine.is_calm());
        if ghosts.are_about() {
            self.engine.repaint();
        }
        ghosts.apparitions(layout, millis)
    }

    /// More dots than the wires have room for would only be a smear. Zoom has no say in it: what a dot stands for does
    /// not change when one looks closer.
    fn reckon_room(&self, layout: &Rc<Layout>) {
        if !Rc::ptr_eq(&self.reckoned.borrow(), layout) {
            *self.reckoned.borrow_mut() = Rc::clone(layout);
            let length: f64 = layout.wires.values().map(|wire| wire.curve.length()).sum();
            self.engine
                .make_room((length / DOT_PITCH).clamp(DOTS_LEAST, DOTS_MOST) as u16);
        }
    }

    /// Gives the canvas as many pixels as it covers on the screen, and returns how many go to a CSS pixel.
    fn fit(&self) -> f64 {
        let pixels = web_sys::window()
            .map_or(1.0, |window| window.device_pixel_ratio())
            .clamp(1.0, 4.0);
        let (width, height) = self.size.get();
        let (width, height) = ((width * pixels).round() as u32, (height * pixels).round() as u32);
        if (self.canvas.width(), self.canvas.height()) != (width, height) {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
        pixels
    }

    /// Reads the colours again if the theme has changed: asking for styles is too slow for every frame.
    fn renew_inks(&self) {
        let chosen = page::root().and_then(|root| root.get_attribute("data-theme"));
        let theme = (chosen, self.engine.is_dark());
        let known = self
            .inks
            .borrow()
            .as_ref()
            .is_some_and(|(known, _)| *known == theme);
        if !known {
            *self.inks.borrow_mut() = Inks::read(&self.canvas).map(|inks| (theme, inks));
        }
    }
}
