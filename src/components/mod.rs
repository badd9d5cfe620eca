//! What is on the page.

pub(crate) mod biography;
pub(crate) mod canvas;
mod chip_menu;
pub(crate) mod chips;
pub(crate) mod crash;
pub(crate) mod dialogs;
pub(crate) mod dock;
pub(crate) mod feed;
pub(crate) mod figures;
pub(crate) mod global_keys;
pub(crate) mod guide;
pub(crate) mod icons;
pub(crate) mod inspector;
pub(crate) mod keycaps;
pub(crate) mod menu;
pub(crate) mod notices;
pub(crate) mod palette;
pub(crate) mod part_list;
pub(crate) mod terminal;
pub(crate) mod timeline;
pub(crate) mod top_bar;
pub(crate) mod transport;
