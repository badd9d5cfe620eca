//! A list of those who want to be told.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

type Listener<T> = Rc<dyn Fn(&T)>;
type List<T> = RefCell<Vec<(u64, Listener<T>)>>;

/// Those who listen, in the order in which they came.
pub(crate) struct Listeners<T: 'static> {
    list: Rc<List<T>>,
    next_id: Cell<u64>,
}

impl<T> Default for Listeners<T> {
    fn default() -> Self {
        Self {
            list: Rc::default(),
            next_id: Cell::default(),
        }
    }
}

impl<T> Listeners<T> {
    /// Calls `listener` whenever there is something to tell, until the subscription is dropped.
    pub(crate) fn subscribe(&self, listener: impl Fn(&T) + 'static) -> Subscription {
        let id = self.next_id.replace(self.next_id.get() + 1);
        self.list.borrow_mut().push((id, Rc::new(listener)));
        let list: Weak<List<T>> = Rc::downgrade(&self.list);
        Subscription(Box::new(move || {
            if let Some(list) = list.upgrade() {
                // Taken out first and dropped after: dropping it may end other subscriptions.
                let place = list.borrow().iter().position(|(other, _)| *other == id);
                let _gone = place.map(|place| list.borrow_mut().remove(place));
            }
        }))
    }

    /// Tells everybody who listens now.
    pub(crate) fn tell(&self, news: &T) {
        // A copy, because a listener may subscribe or let go.
        let listeners: Vec<Listener<T>> = self
            .list
            .borrow()
            .iter()
            .map(|(_, listener)| Rc::clone(listener))
            .collect();
        for listener in listeners {
            listener(news);
        }
    }
}

/// Listens as long as it lives.
#[must_use = "dropping it ends the listening"]
pub(crate) struct Subscription(Box<dyn Fn()>);

impl Drop for Subscription {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listeners_hear_until_they_let_go() {
        let listeners = Listeners::default();
        let sum = Rc::new(Cell::new(0));
        let heard = Rc::clone(&sum);
        let subscription = listeners.subscribe(move |news: &u32| heard.set(heard.get() + news));
        listeners.tell(&3);
        listeners.tell(&4);
        drop(subscription);
        listeners.tell(&100);
        assert_eq!(sum.get(), 7);
    }

    #[test]
    fn a_listener_may_let_another_go() {
        let listeners = Listeners::default();
        let other = Rc::new(RefCell::new(Some(listeners.subscribe(|()| {}))));
        let victim = Rc::clone(&other);
        let _subscription = listeners.subscribe(move |()| drop(victim.borrow_mut().take()));
        listeners.tell(&());
        assert!(other.borrow().is_none());
        assert_eq!(listeners.list.borrow().len(), 1);
    }
}
