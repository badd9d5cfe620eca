//! Servers that call others before they answer: together they fail, and through a queue they do not.

use cloud::time::SimTime;
use sim::{
    CallFailure, CallPolicy, Edit, EventKind, Fault, Guarantee, Link, LinkId, Operation, Part, PartId,
    Server, Verdict,
};

use crate::story::{Plan, SWIFT, Story, at, millis, producer, queue, seconds, server, workers};

const ONCE: CallPolicy = CallPolicy {
    timeout: cloud::time::SimDuration::from_secs(1),
    attempts: 1,
    backoff: cloud::time::SimDuration::ZERO,
};

struct Chain {
    plan: Plan,
    site: PartId,
    shop: PartId,
    stock: PartId,
    payment: PartId,
}

/// A site calls a shop, which asks the stock and then the payment: one request a second.
fn chain(shop: Server) -> Chain {
    let mut plan = Plan::new(&[
        Guarantee::NothingLost,
        Guarantee::AtMostOnce,
        Guarantee::InOrderPerGroup,
    ]);
    let site = plan.producer(sim::Producer {
        calls: CallPolicy {
            timeout: seconds(10),
            ..ONCE
        },
        ..producer(1, 20)
    });
    let shop = plan.server(shop);
    let stock = plan.server(server(5, 10, millis(50)));
    let payment = plan.server(server(5, 10, millis(100)));
    plan.link(site, shop);
    plan.link(shop, stock);
    plan.link(shop, payment);
    Chain {
        plan,
        site,
        shop,
        stock,
        payment,
    }
}

fn asking() -> Server {
    Server {
        calls: ONCE,
        ..server(4, 0, millis(20))
    }
}

fn failures(story: &Story, failure: CallFailure) -> usize {
    story.count(|kind| matches!(kind, EventKind::CallFailed { failure: why, .. } if *why == failure))
}

#[test]
fn a_server_answers_when_all_that_it_calls_have_answered_one_after_the_other() {
    let chain = chain(asking());
    let story = chain.plan.run(SimTime::from_millis(1_900));
    let order: Vec<_> = story
        .events
        .iter()
        .filter_map(|event| match event.kind {
            EventKind::ServiceFinished { server, .. } => Some((server, event.at)),
            _ => None,
        })
        .collect();
    let parts: Vec<PartId> = order.iter().map(|(part, _)| *part).collect();
    assert_eq!(parts, [chain.stock, chain.payment, chain.shop]);
    // 5 ms for each way, 20 + 50 + 100 ms of work.
    assert_eq!(order[2].1, at(1) + millis(5 + 20 + 5 + 50 + 5 + 5 + 100 + 5));
    assert_eq!(story.producer(chain.site).accepted, 1);
}

#[test]
fn a_healthy_chain_breaks_no_guarantee() {
    let chain = chain(asking());
    let story = chain.plan.run(at(60));
    assert_eq!(story.producer(chain.site).accepted, 20);
    for guarantee in [
        Guarantee::NothingLost,
        Guarantee::AtMostOnce,
        Guarantee::InOrderPerGroup,
    ] {
        assert_eq!(story.verdict(guarantee), Verdict::Holds, "{guarantee:?}");
    }
}

#[test]
fn a_place_is_kept_until_the_answer_comes() {
    let mut chain = chain(asking());
    let slow = Server {
        ..server(5, 10, millis(900))
    };
    chain.plan.sketch.parts.insert(chain.stock, Part::Server(slow));
    let figures = chain.plan.run(SimTime::from_millis(1_500)).server(chain.shop);
    assert_eq!((figures.busy, figures.calling), (1, 1));
}

#[test]
fn what_fails_downstream_fails_upstream() {
    let mut chain = chain(asking());
    chain.plan.fault(at(0), Fault::Stop { part: chain.payment });
    let story = chain.plan.run(at(60));
    let shop = story.server(chain.shop);
    assert_eq!((shop.failed, shop.served), (20, 0));
    assert_eq!(failures(&story, CallFailure::BadGateway), 20);
    assert_eq!(story.producer(chain.site).gave_up, 20);
    assert_eq!(
        story.server(chain.stock).served,
        20,
        "what came before it has done its part"
    );
    assert_ne!(story.verdict(Guarantee::NothingLost), Verdict::Holds);
}

#[test]
fn it_fails_only_after_all_attempts() {
    let patient = CallPolicy { attempts: 3, ..ONCE };
    let mut chain = chain(Server {
        calls: patient,
        ..asking()
    });
    chain.plan.fault(at(0), Fault::Stop { part: chain.payment });
    chain
        .plan
        .fault(SimTime::from_millis(2_500), Fault::Start { part: chain.payment });
    let story = chain.plan.run(at(60));
    assert_eq!(story.server(chain.shop).failed, 0);
    assert!(story.server(chain.shop).retries > 0);
    assert_eq!(
        story.producer(chain.site).retries,
        0,
        "it is the shop that tries again"
    );
    assert_eq!(story.producer(chain.site).accepted, 20);
}

/// Ten requests a second for a shop with ten places. Payment does thirty a second, until it takes twenty times as long.
fn under_load(shop: impl Fn(&mut Plan) -> PartId) -> (Plan, PartId, PartId) {
    let mut plan = Plan::new(&[]);
    let site = plan.producer(sim::Producer {
        calls: ONCE,
        ..producer(10, 300)
    });
    let shop = shop(&mut plan);
    plan.link(site, shop);
    (plan, site, shop)
}

#[test]
fn a_synchronous_chain_fails_together_and_a_decoupled_one_does_not() {
    let shop = |plan: &mut Plan| {
        plan.server(Server {
            calls: CallPolicy {
                timeout: seconds(5),
                ..ONCE
            },
            ..server(10, 10, millis(10))
        })
    };
    let (mut plan, site, shop_id) = under_load(shop);
    let payment = plan.server(server(3, 100, millis(100)));
    plan.link(shop_id, payment);
    plan.fault(
        at(10),
        Fault::Pace {
            part: payment,
            percent: 2_000,
        },
    );
    let together = plan.run(at(120));
    assert!(
        together.producer(site).gave_up > 150,
        "{:?}",
        together.producer(site)
    );
    assert!(
        together.server(shop_id).turned_away > 0,
        "the shop has no place left, though it has nothing to do"
    );

    let (mut plan, site, shop_id) = under_load(shop);
    let payments = plan.queue(queue());
    let payment = plan.workers(workers(3, millis(100)));
    plan.link(shop_id, payments);
    plan.link(payments, payment);
    plan.fault(
        at(10),
        Fault::Pace {
            part: payment,
            percent: 2_000,
        },
    );
    let apart = plan.run(at(300));
    assert_eq!(apart.producer(site).accepted, 300);
    assert_eq!(apart.workers(payment).finished, 300, "later, but all of them");
}

#[test]
fn a_server_that_sends_to_a_queue_answers_once_the_message_is_stored() {
    let mut plan = Plan::new(&[
        Guarantee::NothingLost,
        Guarantee::AtLeastOnce,
        Guarantee::AtMostOnce,
    ]);
    let site = plan.producer(producer(1, 3));
    let shop = plan.server(asking());
    let orders = plan.queue(queue());
    let packers = plan.workers(workers(1, seconds(2)));
    plan.link(site, shop);
    plan.link(shop, orders);
    plan.link(orders, packers);
    let story = plan.run(SimTime::from_millis(1_100));
    assert_eq!(
        (story.producer(site).accepted, story.workers(packers).finished),
        (1, 0)
    );
    let story = plan.run(at(20));
    assert_eq!(story.queue(orders).counts.deleted, 3);
    for guarantee in [
        Guarantee::NothingLost,
        Guarantee::AtLeastOnce,
        Guarantee::AtMostOnce,
    ] {
        assert_eq!(
            story.verdict(guarantee),
            Verdict::Holds,
            "worked on at two places is not worked on twice: {guarantee:?}"
        );
    }
}

#[test]
fn a_caller_who_asks_again_has_the_same_done_twice() {
    let mut chain = chain(Server {
        calls: CallPolicy {
            timeout: millis(40),
            attempts: 3,
            ..ONCE
        },
        ..asking()
    });
    chain.plan.sketch.links.remove(&LinkId(3));
    let story = chain.plan.run(at(5));
    assert!(
        story.server(chain.stock).late > 0,
        "it takes longer than the shop waits"
    );
    assert_ne!(story.verdict(Guarantee::AtMostOnce), Verdict::Holds);
}

#[test]
fn a_stop_hangs_up_on_those_who_were_called() {
    let mut chain = chain(asking());
    chain
        .plan
        .fault(SimTime::from_millis(1_050), Fault::Stop { part: chain.shop });
    let story = chain.plan.run(at(2));
    assert_eq!(story.server(chain.shop).dropped, 1);
    assert_eq!(story.server(chain.stock).late, 1);
    let asked = story.count(|kind| matches!(kind, EventKind::CallSent { link: LinkId(3), .. }));
    assert_eq!(asked, 0, "nobody goes on to the payment");
}

#[test]
fn a_link_taken_away_under_a_call_fails_the_request() {
    let mut chain = chain(asking());
    chain
        .plan
        .edit(SimTime::from_millis(1_050), Edit::RemoveLink { id: LinkId(2) });
    let story = chain.plan.run(SimTime::from_millis(2_090));
    let shop = story.server(chain.shop);
    assert_eq!(shop.failed, 1);
}

#[test]
fn a_circle_of_calls_means_nothing() {
    let mut plan = chain(asking()).plan;
    let back = Link {
        from: PartId(4),
        to: PartId(2),
        forward: SWIFT,
        backward: SWIFT,
    };
    plan.sketch.links.insert(LinkId(9), back);
    let story = plan.run(at(60));
    let asked = story.count(|kind| matches!(kind, EventKind::CallSent { link: LinkId(9), .. }));
    assert_eq!((asked, story.producer(PartId(1)).accepted), (0, 20));
    plan.sketch.links.remove(&LinkId(9));
    let refused = sim::wiring::link_kind(&plan.sketch, PartId(4), PartId(2));
    assert_eq!(refused, Err(sim::wiring::WiringProblem::CallCircle));
}

#[test]
fn poison_makes_a_server_answer_500() {
    let mut chain = chain(asking());
    chain.plan.fault(
        SimTime::from_millis(2_500),
        Fault::Poison { producer: chain.site },
    );
    let story = chain.plan.run(at(60));
    assert_eq!(failures(&story, CallFailure::ServerError), 1);
    assert_eq!(story.producer(chain.site).gave_up, 1);
    let called = story.count(|kind| {
        matches!(kind, EventKind::CallSent { link: LinkId(2), operation: Operation::Request { item }, .. } if item.number() == 3)
    });
    assert_eq!(called, 0, "it fails before it calls anybody");
}

#[test]
fn a_server_that_crashes_runs_again_by_itself() {
    let mut chain = chain(asking());
    chain
        .plan
        .fault(SimTime::from_millis(3_050), Fault::Crash { part: chain.shop });
    let down = chain.plan.run(at(12));
    assert!(down.server(chain.shop).is_down);
    assert_eq!(down.server(chain.shop).dropped, 1);
    assert_eq!(down.producer(chain.site).accepted, 2);
    let story = chain.plan.run(at(60));
    let started = story
        .first(|kind| matches!(kind, EventKind::ServerStarted { .. }))
        .at;
    assert_eq!(started, SimTime::from_millis(3_050) + seconds(10));
    assert!(!story.server(chain.shop).is_down);
    assert_eq!(story.producer(chain.site).accepted, 2 + 7);
}

#[test]
fn one_item_sent_to_two_queues_is_worked_off_once_at_each() {
    let mut plan = Plan::new(&[Guarantee::AtMostOnce, Guarantee::InOrderPerGroup]);
    let site = plan.producer(producer(1, 5));
    let shop = plan.server(asking());
    plan.link(site, shop);
    let mut last = shop;
    for _ in 0..2 {
        let orders = plan.queue(queue());
        last = plan.workers(workers(1, millis(100)));
        plan.link(shop, orders);
        plan.link(orders, last);
    }
    let story = plan.run(at(30));
    assert_eq!(story.finished().len(), 5 + 2 * 5);
    assert_eq!(story.verdict(Guarantee::AtMostOnce), Verdict::Holds);
    assert_eq!(story.verdict(Guarantee::InOrderPerGroup), Verdict::Holds);

    let forgetful = sim::Workers {
        after: sim::AfterWork::Forget,
        ..workers(1, millis(100))
    };
    plan.sketch.parts.insert(last, Part::Workers(forgetful));
    assert_ne!(plan.run(at(60)).verdict(Guarantee::AtMostOnce), Verdict::Holds);
}
