//! Moves the view over the canvas. The transform is set on the elements directly: sixty times a second is no work for
//! the virtual DOM.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use crate::engine::Engine;
use crate::geometry::{Point, Rect, Stage, View};

/// Below this, the words on cards cannot be read; the view is never fitted smaller.
const READABLE_ZOOM: f64 = 0.72;
/// Fitting enlarges no further.
const FITTED_ZOOM_MAX: f64 = 1.3;
/// Room around what is fitted, in CSS pixels.
const FIT_MARGIN: f64 = 24.0;
/// The distance of the dots of the ground at 100 %.
const DOT_GRID: f64 = 24.0;

/// See the module. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Camera {
    stage: Rc<Stage>,
    engine: Engine,
    area: NodeRef,
    world: NodeRef,
    dots: NodeRef,
    percent: NodeRef,
    /// The canvas is to be fitted once it has been drawn.
    fit_due: Rc<Cell<bool>>,
    /// The view shows everything and was not moved since: it follows when its size changes.
    fitted: Rc<Cell<bool>>,
    /// Height at the foot of the view that something lies over.
    covered: Rc<Cell<f64>>,
    /// What is to be shown then; without it, everything.
    wanted: Rc<Cell<Option<studio::Camera>>>,
}

impl Camera {
    pub(crate) fn new(stage: Rc<Stage>, engine: Engine) -> Self {
        let [area, world, dots, percent] = std::array::from_fn(|_| NodeRef::default());
        Self {
            stage,
            engine,
            area,
            world,
            dots,
            percent,
            fit_due: Rc::new(Cell::new(true)),
            fitted: Rc::default(),
            covered: Rc::default(),
            wanted: Rc::default(),
        }
    }

    /// The element that the canvas is seen through.
    pub(crate) fn area(&self) -> NodeRef {
        self.area.clone()
    }

    /// Shows what a moment was looking at, or everything, as soon as what is to be shown has been drawn.
    pub(crate) fn show_when_drawn(&self, camera: Option<studio::Camera>) {
        self.wanted.set(camera);
        self.fit_due.set(true);
    }

    /// The canvas has been drawn, with `content` on it.
    pub(crate) fn drawn(&self, content: Option<Rect>) {
        self.apply();
        if self.size().0 > 0.0 && self.fit_due.replace(false) {
            match (self.wanted.take(), content) {
                (Some(camera), _) => self.look_at(camera),
                (None, Some(_)) => self.fit(content),
                // Where nothing is, the first part is to stay where it is put.
                (None, None) => self.set(View::START),
            }
        }
    }

    /// The group that everything on the canvas is in.
    pub(crate) fn world(&self) -> NodeRef {
        self.world.clone()
    }

    /// The pattern of the ground.
    pub(crate) fn dots(&self) -> NodeRef {
        self.dots.clone()
    }

    /// Where the zoom is written.
    pub(crate) fn percent(&self) -> NodeRef {
        self.percent.clone()
    }

    /// Height at the foot of the view that something lies over.
    pub(crate) fn covered(&self) -> f64 {
        self.covered.get()
    }

    pub(crate) fn view(&self) -> View {
        self.stage.view.get()
    }

    /// Looks at `view`.
    pub(crate) fn set(&self, view: View) {
        self.fitted.set(false);
        self.stage.view.set(view);
        self.apply();
        self.engine.repaint();
    }

    /// Writes the view into the elements, as after they have been made.
    pub(crate) fn apply(&self) {
        let view = self.view();
        let (x, y) = (-view.origin.x * view.zoom, -view.origin.y * view.zoom);
        set(
            &self.world,
            "transform",
            &format!("translate({x:.2} {y:.2}) scale({:.4})", view.zoom),
        );
        // The dots keep about their distance on the screen, whatever the zoom.
        let mut gap = DOT_GRID * view.zoom;
        while gap < 16.0 {
            gap *= 2.0;
        }
        for (name, value) in [("x", x), ("y", y), ("width", gap), ("height", gap)] {
            set(&self.dots, name, &format!("{value:.2}"));
        }
        if let Some(percent) = self.percent.cast::<Element>() {
            percent.set_text_content(Some(&format!("{:.0} %", view.zoom * 100.0)));
        }
    }

    /// The width and height of the view, in CSS pixels.
    pub(crate) fn size(&self) -> (f64, f64) {
        self.area.cast::<Element>().map_or((0.0, 0.0), |area| {
            (f64::from(area.client_width()), f64::from(area.client_height()))
        })
    }

    /// The middle of the view, in CSS pixels.
    pub(crate) fn middle(&self) -> Point {
        let (width, height) = self.size();
        Point {
            x: width / 2.0,
            y: height / 2.0,
        }
    }

    /// Zooms by a factor, keeping the canvas point at `at`, or in the middle.
    pub(crate) fn zoom_by(&self, factor: f64, at: Option<Point>) {
        let view = self.view();
        self.set(view.zoomed(view.zoom * factor, at.unwrap_or_else(|| self.middle())));
    }

    /// 100 %.
    pub(crate) fn zoom_actual(&self) {
        self.set(self.view().zoomed(1.0, self.middle()));
    }

    /// Shows `content`, as large as fits and no smaller than can be read: then its beginning.
    pub(crate) fn fit(&self, content: Option<Rect>) {
        let (width, height) = self.size();
        let Some(content) = content.filter(|_| width > 0.0) else {
            return;
        };
        let room = (
            width - 2.0 * FIT_MARGIN,
            height - self.covered.get() - 2.0 * FIT_MARGIN,
        );
        let view = View::showing(content, room.0, room.1, READABLE_ZOOM..=FITTED_ZOOM_MAX);
        self.set(view.dragged(FIT_MARGIN, FIT_MARGIN));
        self.fitted.set(true);
    }

    /// The view has another size, or something else lies over its foot: what was fitted is fitted again.
    pub(crate) fn resized(&self, covered: f64, content: Option<Rect>) {
        self.covered.set(covered);
        if self.fitted.get() {
            self.fit(content);
        }
    }

    fn look_at(&self, camera: studio::Camera) {
        let (zoom, middle) = (f64::from(camera.percent) / 100.0, self.middle());
        let (x, y) = (f64::from(camera.centre.x), f64::from(camera.centre.y));
        self.set(View {
            origin: Point {
                x: x - middle.x / zoom,
                y: y - middle.y / zoom,
            },
            zoom,
        });
    }

    /// Moves the view just enough to show `content` whole.
    pub(crate) fn reveal(&self, content: Rect) {
        let (right, down) = self.way_to(content);
        if right != 0.0 || down != 0.0 {
            self.set(self.view().dragged(right, down));
        }
    }

    /// Whether `content` is seen whole.
    pub(crate) fn shows(&self, content: Rect) -> bool {
        self.way_to(content) == (0.0, 0.0)
    }

    /// How far the view must be dragged to show `content`.
    fn way_to(&self, content: Rect) -> (f64, f64) {
        let (width, height) = self.size();
        let view = self.view();
        let start = view.to_screen(Point {
            x: content.x,
            y: content.y,
        });
        let end = view.to_screen(Point {
            x: content.x + content.width,
            y: content.y + content.height,
        });
        let height = height - self.covered.get();
        (nudge(start.x, end.x, width), nudge(start.y, end.y, height))
    }
}

/// How far a stretch must move to lie within `size`, with a little margin; its start wins if it is too long.
fn nudge(start: f64, end: f64, size: f64) -> f64 {
    const MARGIN: f64 = 16.0;
    if start < MARGIN {
        MARGIN - start
    } else if end > size - MARGIN {
        (size - MARGIN - end).max(MARGIN - start)
    } else {
        0.0
    }
}

fn set(node: &NodeRef, name: &str, value: &str) {
    if let Some(element) = node.cast::<Element>() {
        // Fails only for names that no attribute can have.
        let _ = element.set_attribute(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::nudge;

    #[test]
    fn what_is_seen_stays_and_what_is_not_comes_just_into_view() {
        assert_eq!(nudge(100.0, 200.0, 400.0), 0.0);
        assert_eq!(nudge(-50.0, 50.0, 400.0), 66.0);
        assert_eq!(nudge(350.0, 450.0, 400.0), -66.0);
        assert_eq!(nudge(100.0, 900.0, 400.0), -84.0);
    }
}
