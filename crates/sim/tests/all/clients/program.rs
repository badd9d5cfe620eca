//! A program that calls a world, which keeps its log on the way and checks its books after every step.

use std::rc::Rc;

use cloud::account::{Caller, Principal};
use cloud::sqs::api::{
    Answer, Call, MessageRequest, Operation, QueueOperation, ReceiptRequest, Received, VisibilityRequest,
};
use cloud::time::{SimDuration, SimTime};
use sim::{CallNumber, Edit, Event, Fault, Home, Input, InputKind, Told, World};

use crate::story::Plan;

/// See the module's text.
pub(crate) struct Program {
    plan: Plan,
    pub(crate) world: World,
    pub(crate) log: Vec<Input>,
    pub(crate) events: Vec<Event>,
    answers: Vec<(CallNumber, Told)>,
    calls: u64,
}

impl Program {
    pub(crate) fn new(plan: &Plan) -> Self {
        let mut world = World::new(&plan.sketch, plan.seed);
        world.keep_answers();
        Self {
            plan: plan.clone(),
            world,
            log: Vec::new(),
            events: Vec::new(),
            answers: Vec::new(),
            calls: 0,
        }
    }

    /// The run of all that was put into this world.
    pub(crate) fn run(&self) -> sim::Run {
        sim::Run::new(self.plan.sketch.clone(), self.plan.seed, self.log.clone())
    }

    /// What such a run is made from, but for its log.
    pub(crate) fn case(&self) -> (sim::Sketch, u64) {
        (self.plan.sketch.clone(), self.plan.seed)
    }

    fn note(&mut self) {
        self.world.check_conservation();
        self.events.extend_from_slice(self.world.last_events());
        self.answers.extend(self.world.take_answers());
    }

    /// Goes on until all that is due by then has happened.
    pub(crate) fn until(&mut self, until: SimTime) {
        while self.world.next_step_at().is_some_and(|at| at <= until) {
            self.world.step();
            self.note();
        }
        self.world.rest_until(until);
    }

    pub(crate) fn wait(&mut self, time: SimDuration) {
        self.until(self.world.now() + time);
    }

    pub(crate) fn input(&mut self, kind: InputKind) {
        let at = self.world.next_input_at();
        let input = Input { at, kind };
        self.world.apply(&input);
        self.note();
        self.log.push(input);
    }

    pub(crate) fn edit(&mut self, edit: Edit) {
        self.input(InputKind::Edit(edit));
    }

    pub(crate) fn fault(&mut self, fault: Fault) {
        self.input(InputKind::Fault(fault));
    }

    /// Calls, and does not wait for the answer.
    pub(crate) fn ask(&mut self, operation: Operation) -> CallNumber {
        let Home { account, region } = self.plan.sketch.home.clone();
        let principal = Principal::Root;
        let call = Call {
            caller: Caller { account, principal },
            region,
            operation,
        };
        self.calls += 1;
        let number = CallNumber(self.calls);
        self.input(InputKind::Call {
            number,
            call: Rc::new(call),
        });
        number
    }

    pub(crate) fn hang_up(&mut self, number: CallNumber) {
        self.input(InputKind::HangUp { number });
    }

    /// The answer to a call, if there is one by now.
    pub(crate) fn answer(&mut self, number: CallNumber) -> Option<Told> {
        let place = self
            .answers
            .iter()
            .position(|(answered, _)| *answered == number)?;
        Some(self.answers.remove(place).1)
    }

    pub(crate) fn call(&mut self, operation: Operation) -> Told {
        let number = self.ask(operation);
        self.answer(number).expect("it is answered at once")
    }

    pub(crate) fn create(&mut self, name: &str, attributes: &[(&str, &str)]) -> Told {
        let pair = |&(name, value): &(&str, &str)| (name.into(), value.into());
        self.call(Operation::CreateQueue {
            queue_name: Some(name.into()),
            attributes: attributes.iter().map(pair).collect(),
            tags: Vec::new(),
        })
    }

    pub(crate) fn set(&mut self, queue: &str, attributes: &[(&str, &str)]) -> Told {
        let pair = |&(name, value): &(&str, &str)| (name.into(), value.into());
        let attributes = Some(attributes.iter().map(pair).collect());
        self.on(queue, QueueOperation::SetQueueAttributes { attributes })
    }

    /// One of the attributes of a queue.
    pub(crate) fn attribute(&mut self, queue: &str, name: &str) -> Option<String> {
        let attribute_names = vec![name.into()];
        match self.on(queue, QueueOperation::GetQueueAttributes { attribute_names }) {
            Ok(Answer::Attributes(pairs)) => pairs.first().map(|(_, value)| value.to_string()),
            other => panic!("no attributes: {other:?}"),
        }
    }

    /// An operation on a queue of this name, as an operation.
    pub(crate) fn of(&self, queue: &str, operation: QueueOperation) -> Operation {
        let account = self.plan.sketch.home.account;
        Operation::OnQueue {
            queue_url: Some(format!("http://localhost:4566/{account}/{queue}").into()),
            operation,
        }
    }

    pub(crate) fn on(&mut self, queue: &str, operation: QueueOperation) -> Told {
        let operation = self.of(queue, operation);
        self.call(operation)
    }

    pub(crate) fn try_send(&mut self, queue: &str, body: &str, group: Option<&str>) -> Told {
        let request = MessageRequest {
            message_body: Some(body.into()),
            message_group_id: group.map(Into::into),
            message_deduplication_id: group.map(|_| format!("id-{}", self.calls).into()),
            ..MessageRequest::default()
        };
        self.on(queue, QueueOperation::SendMessage(request))
    }

    pub(crate) fn send(&mut self, queue: &str, body: &str) {
        self.try_send(queue, body, None).expect("it is sent");
    }

    pub(crate) fn send_in_group(&mut self, queue: &str, body: &str, group: &str) {
        self.try_send(queue, body, Some(group)).expect("it is sent");
    }

    /// Asks for messages and waits for so many seconds at most.
    pub(crate) fn poll(&mut self, queue: &str, most: i64, wait: i64) -> CallNumber {
        let receive = QueueOperation::ReceiveMessage {
            max_number_of_messages: Some(most),
            visibility_timeout: None,
            wait_time_seconds: Some(wait),
            receive_request_attempt_id: None,
        };
        let operation = self.of(queue, receive);
        self.ask(operation)
    }

    pub(crate) fn received(&mut self, number: CallNumber) -> Option<Vec<Received>> {
        match self.answer(number)? {
            Ok(Answer::Messages(messages)) => Some(messages),
            other => panic!("no messages: {other:?}"),
        }
    }

    pub(crate) fn receive(&mut self, queue: &str) -> Vec<Received> {
        let number = self.poll(queue, 10, 0);
        self.received(number).expect("it is answered at once")
    }

    pub(crate) fn handle(&self, message: &Received) -> Rc<str> {
        let ids = self.world.client_ids().expect("there was a call");
        ids.receipt(message.delivery.receipt).into()
    }

    pub(crate) fn delete(&mut self, queue: &str, message: &Received) {
        let receipt_handle = Some(self.handle(message));
        let delete = QueueOperation::DeleteMessage(ReceiptRequest { receipt_handle });
        self.on(queue, delete).expect("it is deleted");
    }

    pub(crate) fn change_visibility(&mut self, queue: &str, message: &Received, timeout: i64) -> Told {
        let request = VisibilityRequest {
            receipt_handle: Some(self.handle(message)),
            visibility_timeout: Some(timeout),
        };
        self.on(queue, QueueOperation::ChangeMessageVisibility(request))
    }

    pub(crate) fn verdict(&self, guarantee: sim::Guarantee) -> sim::Verdict {
        let mut verdicts = self.world.verdicts();
        let (_, verdict) = verdicts
            .find(|(which, _)| *which == guarantee)
            .expect("it is watched");
        verdict
    }
}
