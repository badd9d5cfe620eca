//! The figures of a part or a wire, by CloudWatch's names where it has them, and where all messages of a queue are.

use cloud::sqs::QueueKind;
use cloud::time::SimTime;
use sim::{LinkId, Metric, Part, PartId};
use studio::cost::{Cost, Requests};
use studio::words::{
    Inspector as InspectorWords, Page, Sentence, Text, metric_name, metric_value, number, say,
};
use yew::prelude::*;

use crate::bridge::frame::{Frame, KindFigures, LinkFigures, QueueFigures};
use crate::components::figures::{Of, Write};
use crate::engine::use_engine;
use crate::live::{Beat, LiveText};
use crate::state::{Words, use_words};

/// A row: what it is called, and how it is read from a frame.
type Row = (AttrValue, String);

#[derive(Properties, PartialEq)]
pub(super) struct PartMetricsProps {
    pub(super) id: PartId,
    pub(super) part: Part,
}

/// The figures of a part.
#[component]
pub(super) fn PartMetrics(props: &PartMetricsProps) -> Html {
    let (words, id) = (use_words(), props.id);
    let groups = match &props.part {
        Part::Queue(queue) => Metric::of_groups(queue.kind),
        _ => &[],
    };
    let rows = use_rows(move |frame| {
        frame
            .part(id)
            .map_or_else(Vec::new, |figures| part_rows(words, figures, groups))
    });
    html! { <section class="section">{ list(&rows) }</section> }
}

#[derive(Properties, PartialEq)]
pub(super) struct LinkMetricsProps {
    pub(super) id: LinkId,
}

/// The figures of a wire.
#[component]
pub(super) fn LinkMetrics(props: &LinkMetricsProps) -> Html {
    let (words, id) = (use_words(), props.id);
    let rows = use_rows(move |frame| {
        frame
            .link(id)
            .map_or_else(Vec::new, |figures| link_rows(words, figures))
    });
    html! {
        <section class="section">
            <h3>{ words.say(InspectorWords::Metrics) }</h3>
            { list(&rows) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct QueueCostProps {
    pub(super) id: PartId,
    pub(super) kind: QueueKind,
}

/// What the requests to a queue cost, by operation.
#[component]
pub(super) fn QueueCost(props: &QueueCostProps) -> Html {
    let (words, id, kind) = (use_words(), props.id, props.kind);
    let rows = use_rows(move |frame| {
        frame
            .queue(id)
            .map_or_else(Vec::new, |queue| bill_rows(words, frame.now, kind, queue))
    });
    cost_section(words, &rows)
}

/// What the requests to all queues of the sketch cost.
#[component]
pub(super) fn SketchCost() -> Html {
    let words = use_words();
    let rows = use_rows(move |frame| {
        let requests = Requests::from(frame.requests);
        let mut rows = cost_rows(words, frame.now, requests);
        if let Some(cost) = a_month(frame.now, requests).map(Requests::cost) {
            let money = |amount| words.say(Sentence::Money(amount)).to_string();
            rows.push((
                words.say(InspectorWords::FreeRequests),
                format!("−{}", money(cost.free)),
            ));
            rows.push((words.say(InspectorWords::ToPay), money(cost.to_pay())));
        }
        rows
    });
    cost_section(words, &rows)
}

fn cost_section(words: Words, rows: &[Row]) -> Html {
    html! {
        <section class="section cost">
            <h3>{ words.say(InspectorWords::Cost) }</h3>
            { list(rows) }
            <p class="hint">{ words.say(Sentence::PriceNote) }</p>
        </section>
    }
}

fn bill_rows(words: Words, now: SimTime, kind: QueueKind, queue: &QueueFigures) -> Vec<Row> {
    let bill = sim::Bill::from(queue.bill);
    let billed = |name: &'static str, billed: sim::Billed| {
        let sim::Billed { calls, requests } = billed;
        (
            name.into(),
            words.say(Sentence::Billed { calls, requests }).to_string(),
        )
    };
    let mut rows = vec![
        billed("SendMessage", bill.send),
        billed("ReceiveMessage", bill.receive),
        (
            words.say(InspectorWords::EmptyReceives),
            number(words.0, queue.empty_receives),
        ),
        billed("DeleteMessage", bill.delete),
        billed("ChangeMessageVisibility", bill.change_visibility),
    ];
    if bill.other.calls > 0 {
        let sim::Billed { calls, requests } = bill.other;
        rows.push((
            words.say(InspectorWords::OtherCalls),
            words.say(Sentence::Billed { calls, requests }).to_string(),
        ));
    }
    if bill.fair > 0 {
        rows.push((
            words.say(InspectorWords::FairRequests),
            number(words.0, bill.fair),
        ));
    }
    rows.extend(cost_rows(words, now, Requests::of(kind, &bill)));
    rows
}

/// At list prices: so far, and in a month if it goes on like this.
fn cost_rows(words: Words, now: SimTime, requests: Requests) -> Vec<Row> {
    let said = |requests: Requests| {
        let (total, cost): (u64, Cost) = (requests.total(), requests.cost());
        let sentence = Sentence::Requests {
            requests: total,
            cost,
        };
        words.say(sentence).to_string()
    };
    let mut rows = vec![(words.say(InspectorWords::SoFar), said(requests))];
    if let Some(monthly) = a_month(now, requests) {
        rows.push((words.say(InspectorWords::AMonth), said(monthly)));
    }
    rows
}

fn a_month(now: SimTime, requests: Requests) -> Option<Requests> {
    requests.a_month(now.since(SimTime::ZERO))
}

fn list(rows: &[Row]) -> Html {
    html! {
        <dl class="figures-list">
            { for rows.iter().map(|(name, value)| html! { <><dt title={name.clone()}>{ name.clone() }</dt><dd>{ value.clone() }</dd></> }) }
        </dl>
    }
}

/// Rows that follow the frames, ten times a second at most.
#[hook]
fn use_rows(read: impl Fn(&Frame) -> Vec<Row> + 'static) -> Vec<Row> {
    let engine = use_engine();
    let rows = use_state_eq(|| read(&engine.live().frame()));
    let shown = rows.clone();
    use_effect_with(engine, move |engine| {
        let subscription = engine
            .live()
            .subscribe(Beat::Figures, move |frame| shown.set(read(frame)));
        move || drop(subscription)
    });
    (*rows).clone()
}

fn part_rows(words: Words, figures: &KindFigures, groups: &[Metric]) -> Vec<Row> {
    let rows: Vec<(Text, u64)> = match figures {
        KindFigures::Producer(producer) => vec![
            (Page::Produced.into(), producer.produced),
            (Page::Accepted.into(), producer.accepted),
            (Page::GaveUp.into(), producer.gave_up),
            (Page::Retries.into(), producer.retries),
        ],
        KindFigures::Queue(queue) => return queue_rows(words, queue, groups),
        KindFigures::Workers(workers) => vec![
            (Page::Workers.into(), workers.count),
            (Page::Wanted.into(), workers.wanted),
            (Page::Starting.into(), workers.starting),
            (studio::words::Canvas::Busy.into(), workers.busy),
            (Page::Polling.into(), workers.polling),
            (Page::Finished.into(), workers.finished),
            (studio::words::Canvas::Failed.into(), workers.failed),
        ],
        KindFigures::Server(server) => vec![
            (studio::words::Canvas::Busy.into(), server.busy),
            (Page::WaitingRoom.into(), server.waiting),
            (Page::Served.into(), server.served),
            (studio::words::Canvas::TurnedAway.into(), server.turned_away),
            (Page::Late.into(), server.late),
        ],
    };
    rows.into_iter()
        .map(|(name, value)| (words.say(name), number(words.0, value)))
        .collect()
}

/// CloudWatch's names are the same in every language.
fn queue_rows(words: Words, queue: &QueueFigures, groups: &[Metric]) -> Vec<Row> {
    let rows = [
        ("ApproximateNumberOfMessagesVisible", queue.visible),
        ("ApproximateNumberOfMessagesNotVisible", queue.in_flight),
        ("ApproximateNumberOfMessagesDelayed", queue.delayed),
        ("ApproximateAgeOfOldestMessage", queue.oldest_age),
        ("NumberOfMessagesSent", queue.sent),
        ("NumberOfMessagesReceived", queue.received),
        ("NumberOfMessagesDeleted", queue.deleted),
        ("NumberOfEmptyReceives", queue.empty_receives),
    ];
    let groups = groups.iter().zip(&queue.groups);
    let groups = groups.map(|(&metric, &value)| {
        let name = metric_name(words.0, metric);
        (name.into(), metric_value(words.0, metric, value))
    });
    rows.into_iter()
        .map(|(name, value)| (name.into(), number(words.0, value)))
        .chain(groups)
        .collect()
}

fn link_rows(words: Words, link: &LinkFigures) -> Vec<Row> {
    let rate = words
        .say(Sentence::RatePerSecond {
            thousandths: link.rate,
        })
        .to_string();
    let rows = [(Page::Carried, link.items), (Page::LostOnTheWay, link.lost)];
    let rows = rows
        .into_iter()
        .map(|(name, value)| (words.say(name), number(words.0, value)));
    std::iter::once((words.say(Page::Rate), rate))
        .chain(rows)
        .collect()
}

#[derive(Properties, PartialEq)]
pub(super) struct ConservationProps {
    pub(super) id: PartId,
}

/// Where every message that ever entered a queue is now.
#[component]
pub(super) fn Conservation(props: &ConservationProps) -> Html {
    let words = use_words();
    html! {
        <section class="section">
            <h3>{ words.say(InspectorWords::Conservation) }</h3>
            <p class="conservation"><LiveText<Of> of={(props.id, words.0)} write={conservation as Write} /></p>
        </section>
    }
}

fn conservation(frame: &Frame, (id, language): Of) -> String {
    let Some(queue) = frame.queue(id) else {
        return String::new();
    };
    let &QueueFigures {
        visible,
        in_flight,
        delayed,
        deleted,
        ..
    } = queue;
    let entered = queue.sent + queue.moved_in;
    let left = queue.expired + queue.purged + queue.moved_out;
    say(
        language,
        Sentence::Conservation {
            entered,
            visible,
            delayed,
            in_flight,
            deleted,
            left,
        },
    )
    .into_owned()
}
