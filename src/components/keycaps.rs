//! Keys as they are written on the keyboard in front of the person.

use yew::prelude::*;

/// Whether Ctrl is called ⌘ here.
fn is_mac() -> bool {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    agent.is_some_and(|agent| agent.contains("Mac OS") || agent.contains("iPhone") || agent.contains("iPad"))
}

/// `Mod+Shift+Z` as Ctrl+Shift+Z, or ⌘⇧Z.
pub(crate) fn written(keys: &str) -> String {
    if is_mac() {
        keys.replace("Mod+", "⌘")
            .replace("Shift+", "⇧")
            .replace("Alt+", "⌥")
    } else {
        keys.replace("Mod+", "Ctrl+")
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct KeycapsProps {
    pub(crate) keys: &'static [&'static str],
}

/// The keys of one command.
#[component]
pub(crate) fn Keycaps(props: &KeycapsProps) -> Html {
    html! {
        <span class="keycaps">
            { for props.keys.iter().map(|keys| html! { <kbd class="keycap">{ written(keys) }</kbd> }) }
        </span>
    }
}
