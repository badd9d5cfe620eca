//! The figures of parts in words, as cards, their names for assistive technology, and the inspector show them.

use sim::PartId;
use studio::words::{Canvas, Language, Sentence, number, say};

use crate::bridge::frame::{Frame, KindFigures, ProducerFigures, QueueFigures, ServerFigures};

/// A part in a language: what a live text is about.
pub(crate) type Of = (PartId, Language);
/// Says something about a part.
pub(crate) type Write = fn(&Frame, Of) -> String;

/// How a part stands, in one short sentence; nothing before the first frame.
pub(crate) fn state(frame: &Frame, (id, language): Of) -> String {
    let Some(figures) = frame.part(id) else {
        return String::new();
    };
    let sentence = match figures {
        KindFigures::Producer(ProducerFigures { produced, .. }) => Sentence::SentSoFar { count: *produced },
        KindFigures::Queue(queue) => {
            let QueueFigures {
                visible,
                in_flight,
                delayed,
                ..
            } = **queue;
            Sentence::QueueCounts {
                visible,
                in_flight,
                delayed,
            }
        }
        KindFigures::Workers(workers) => Sentence::BusyOf {
            busy: workers.busy,
            of: workers.count,
            starting: workers.starting,
            wanted: workers.wanted,
        },
        KindFigures::Server(server) if server.down => return say(language, Canvas::Crashed).into_owned(),
        KindFigures::Server(server) => served(server),
    };
    say(language, sentence).into_owned()
}

fn served(server: &ServerFigures) -> Sentence {
    let &ServerFigures {
        busy,
        capacity,
        turned_away,
        late,
        ..
    } = server;
    Sentence::Served {
        busy,
        of: capacity,
        turned_away,
        late,
    }
}

/// Messages that can be received.
pub(crate) fn visible(frame: &Frame, of: Of) -> String {
    queue(frame, of, |queue| queue.visible)
}

/// Messages that a receiver has.
pub(crate) fn in_flight(frame: &Frame, of: Of) -> String {
    queue(frame, of, |queue| queue.in_flight)
}

/// Messages that arrive later.
pub(crate) fn delayed(frame: &Frame, of: Of) -> String {
    queue(frame, of, |queue| queue.delayed)
}

fn queue(frame: &Frame, (id, language): Of, figure: fn(&QueueFigures) -> u64) -> String {
    number(language, frame.queue(id).map_or(0, figure))
}
