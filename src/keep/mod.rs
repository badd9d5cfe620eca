//! Keeping the work: in this browser, in files, in links.

mod slots;
