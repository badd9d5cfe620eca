//! The queues of one account and region.
