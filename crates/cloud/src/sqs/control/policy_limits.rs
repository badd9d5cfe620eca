//! How much a policy may say (`reference/sqs.md` §1.2), however it comes to be.

use crate::policy::Policy;

const BYTES: usize = 8_192;
const STATEMENTS: usize = 20;
const ACTIONS: usize = 7;
const PRINCIPALS: usize = 50;
const CONDITIONS: usize = 10;

/// More of something than a policy may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Excess {
    pub(super) of: &'static str,
    pub(super) count: usize,
    pub(super) most: usize,
}

/// Of what a policy that is written in so many bytes has too much, if it has: statements first, then what each of them has.
pub(super) fn excess(policy: &Policy, bytes: usize) -> Option<Excess> {
    let statements = policy.statements();
    let of_each = statements.iter().flat_map(|statement| {
        [
            ("Actions", statement.actions(), ACTIONS),
            ("Principals", statement.principals(), PRINCIPALS),
            ("Conditions", statement.conditions(), CONDITIONS),
        ]
    });
    std::iter::once(("Statements", statements.len(), STATEMENTS))
        .chain(of_each)
        .chain([("Bytes", bytes, BYTES)])
        .find(|(_, count, most)| count > most)
        .map(|(of, count, most)| Excess { of, count, most })
}
