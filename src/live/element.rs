//! Elements that follow the frames: the element is the virtual DOM's, what is in it is not.

use web_sys::Element;
use yew::prelude::*;

use super::Beat;
use crate::bridge::frame::Frame;
use crate::engine::use_engine;

/// What to write, as a function of the frame and of what it is about (a part, a link, a language).
pub(crate) type Write<S> = fn(&Frame, S) -> String;

#[derive(Properties)]
pub(crate) struct LiveTextProps<S: Copy + PartialEq + 'static> {
    /// What the text is about.
    pub(crate) of: S,
    pub(crate) write: Write<S>,
    #[prop_or_default]
    pub(crate) beat: Beat,
    /// The element around the text: `tspan` or `text` inside an SVG.
    #[prop_or("span")]
    pub(crate) tag: &'static str,
    #[prop_or_default]
    pub(crate) class: Classes,
}

impl<S: Copy + PartialEq> PartialEq for LiveTextProps<S> {
    fn eq(&self, other: &Self) -> bool {
        self.of == other.of
            && std::ptr::fn_addr_eq(self.write, other.write)
            && self.beat == other.beat
            && self.tag == other.tag
            && self.class == other.class
    }
}

/// A text that follows the frames.
///
/// ```ignore
/// <LiveText<PartId> of={id} write={visible_in_words} tag="tspan" />
/// ```
#[component]
pub(crate) fn LiveText<S: Copy + PartialEq + 'static>(props: &LiveTextProps<S>) -> Html {
    let node = use_node_ref();
    use_live(&node, props.beat, props.of, props.write, |element, text| {
        element.set_text_content(Some(text));
    });
    html! { <@{props.tag} ref={node} class={props.class.clone()} /> }
}

/// Keeps an attribute of the element at `node` as `write` says. The element must not set the attribute itself.
#[hook]
pub(crate) fn use_live_attribute<S: Copy + PartialEq + 'static>(
    node: &NodeRef,
    name: &'static str,
    beat: Beat,
    of: S,
    write: Write<S>,
) {
    use_live(node, beat, of, write, move |element, value| {
        // Fails only for names that no attribute can have.
        let _ = element.set_attribute(name, value);
    });
}

#[hook]
fn use_live<S: Copy + PartialEq + 'static>(
    node: &NodeRef,
    beat: Beat,
    of: S,
    write: Write<S>,
    put: impl Fn(&Element, &str) + 'static,
) {
    let engine = use_engine();
    let node = node.clone();
    use_effect_with((of, beat, write as usize), move |_| {
        let written = std::cell::RefCell::new(None);
        let follow = move |frame: &Frame| {
            let text = write(frame, of);
            if written.borrow().as_ref() != Some(&text)
                && let Some(element) = node.cast::<Element>()
            {
                put(&element, &text);
                *written.borrow_mut() = Some(text);
            }
        };
        follow(&engine.live().frame());
        let subscription = engine.live().subscribe(beat, follow);
        move || drop(subscription)
    });
}
