//! Keeping the work: in this browser, in files, in links. Everything that comes in is checked by `studio::format`; what
//! cannot be opened is said in a sentence and changes nothing.

mod address;
mod keeper;
mod slots;

use cloud::time::SimTime;
use studio::format::{DecodeProblem, file, kept, link};
use studio::scenes::SCENES;
use studio::words::{Bar, Dialog, Keeping, Sentence, Text};
use studio::{LAST_INSTANT, Moment, Place};

use crate::browser::storage::LocalStorage;
use crate::browser::{clipboard, files};
use crate::state::Desk;
pub(crate) use keeper::Keeper;
use slots::Slots;

/// What the page begins with.
pub(crate) struct Opening {
    /// The moment of the link that the page was called with, or else the work that was kept.
    moment: Option<Moment>,
    /// It is from a link: the kept work stays as it is until something is changed.
    from_link: bool,
    /// What there is to say about it.
    said: Option<(Text, bool)>,
    slots: Slots,
}

impl Opening {
    /// Nobody has worked here yet, and no link was followed.
    pub(crate) fn is_newcomer(&self) -> bool {
        self.moment.is_none()
    }

    /// What to show first; a newcomer sees the first scene.
    pub(crate) fn first(&self) -> Moment {
        let scene = || Moment {
            project: (SCENES[0].project)(),
            at: SimTime::ZERO,
            camera: None,
        };
        self.moment.clone().unwrap_or_else(scene)
    }
}

/// Looks at the address and at what this browser kept.
pub(crate) fn opening() -> Opening {
    let found = Slots::find(&LocalStorage::open(), |text| kept::from_text(text).ok());
    let kept = Opening {
        moment: found.work,
        from_link: false,
        said: found.unreadable.then(|| (Keeping::PutAside.into(), true)),
        slots: found.slots,
    };
    match address::fragment().filter(|fragment| link::is_ours(fragment)) {
        None => kept,
        Some(fragment) => match link::from_fragment(&fragment) {
            Ok(moment) => {
                let said = Some((Keeping::FromLink.into(), false));
                Opening {
                    moment: Some(moment),
                    from_link: true,
                    said,
                    ..kept
                }
            }
            Err(problem) => Opening {
                said: Some((Sentence::Decode(problem).into(), true)),
                ..kept
            },
        },
    }
}

/// Lets the person choose a file and opens it.
pub(crate) fn open(desk: &Desk) {
    let desk = desk.clone();
    files::pick(".json,application/json", move |text| open_file(&desk, text));
}

/// Gives the person the moment as a file.
pub(crate) fn save(desk: &Desk) {
    let moment = moment(desk);
    let name = format!("{}{}", file_name(&moment.project.document.title), file::EXTENSION);
    if files::save(&name, "application/json", &file::to_text(&moment)).is_err() {
        desk.notify(Bar::NotSaved, true);
    }
}

/// Puts a link to the moment on the clipboard or, where pages may not, into the address bar.
pub(crate) fn share(desk: &Desk) {
    let Ok(fragment) = link::to_fragment(&moment(desk)) else {
        return desk.notify(Dialog::TooLongLink, true);
    };
    let address = address::with_fragment(&fragment);
    let (desk, long) = (desk.clone(), address.len() > link::WARN_OVER);
    clipboard::copy(address.clone(), move |copied| {
        if !copied {
            address::show(&address);
            desk.notify(Keeping::CopyByHand, true);
        } else if long {
            desk.notify(Dialog::LongLink, false);
        } else {
            desk.notify(Bar::LinkCopied, false);
        }
    });
}

/// Opens the text of a file; undo brings back what was there.
fn open_file(desk: &Desk, text: Option<String>) {
    match text.as_deref().map(read) {
        Some(Ok(moment)) => desk.open(&moment),
        Some(Err(problem)) => desk.notify(Sentence::Decode(problem), true),
        None => desk.notify(Keeping::FileUnread, true),
    }
}

/// The moment in a text of ours: a link or a file.
fn read(text: &str) -> Result<Moment, DecodeProblem> {
    if link::is_ours(text) {
        link::from_fragment(text)
    } else {
        file::from_text(text)
    }
}

/// What is seen now, or is about to be.
fn moment(desk: &Desk) -> Moment {
    let (view, middle) = (desk.camera().view(), desk.camera().middle());
    let centre = view.to_canvas(middle);
    let place = Place {
        x: centre.x.round() as i32,
        y: centre.y.round() as i32,
    };
    Moment {
        project: desk.project(),
        at: desk.engine().destination().min(LAST_INSTANT),
        camera: Some(studio::Camera::at(place, (view.zoom * 100.0).round() as u32)),
    }
}

/// The letters and digits of `title`, joined by hyphens.
fn file_name(title: &str) -> String {
    let words: Vec<String> = title
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() {
        "sketch".to_owned()
    } else {
        words.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_the_title() {
        assert_eq!(file_name("Encode 1,000 videos"), "encode-1-000-videos");
        assert_eq!(file_name("../../etc/passwd"), "etc-passwd");
        assert_eq!(file_name(" . "), "sketch");
    }

    #[test]
    fn what_is_written_can_be_read() {
        let moment = Moment {
            project: studio::Project::default(),
            at: SimTime::from_millis(1_300),
            camera: None,
        };
        assert_eq!(kept::from_text(&kept::to_text(&moment)), Ok(moment.clone()));
        assert_eq!(read(&file::to_text(&moment)), Ok(moment));
        assert!(read("what is this").is_err());
    }
}
