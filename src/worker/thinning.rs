//! From everything that is on the links to the dots that a screen can show. Each dot says how many it stands for, so
//! that the sum is what it was.

use std::collections::BTreeMap;

use sim::{ItemId, LinkId};

use crate::bridge::frame::{Dot, DotState, Fraction};

/// Something on a link.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mote {
    pub(super) link: LinkId,
    pub(super) along: Fraction,
    pub(super) state: DotState,
    /// How many messages it carries; 1 for a request or an answer without any.
    pub(super) count: u32,
    pub(super) item: Option<ItemId>,
    /// The same as long as it is on its way, and as good as random.
    pub(super) key: u64,
}

/// The dots for `motes`, about `most` at the most, and how many motes one dot stands for. Whoever is shown in one frame is
/// shown in the next. Whatever there is on a link is shown by at least one dot, so that rare failures are seen.
pub(super) fn thin(motes: &[Mote], most: usize) -> (Vec<Dot>, u32) {
    let scale = u32::try_from(motes.len().div_ceil(most.max(1)).max(1)).unwrap_or(u32::MAX);
    if scale == 1 {
        return (motes.iter().map(|mote| dot(mote, mote.count)).collect(), 1);
    }
    let mut groups: BTreeMap<(LinkId, DotState), Group> = BTreeMap::new();
    for mote in motes {
        groups
            .entry((mote.link, mote.state))
            .or_default()
            .add(mote, scale);
    }
    (groups.into_values().flat_map(Group::into_dots).collect(), scale)
}

/// All of one state on one link.
#[derive(Default)]
struct Group {
    total: u64,
    first: Option<Mote>,
    chosen: Vec<Mote>,
}

impl Group {
    fn add(&mut self, mote: &Mote, scale: u32) {
        self.total += u64::from(mote.count);
        self.first.get_or_insert(*mote);
        if mote.key.is_multiple_of(u64::from(scale)) {
            self.chosen.push(*mote);
        }
    }

    /// The chosen ones share what there is as evenly as whole numbers allow.
    fn into_dots(mut self) -> impl Iterator<Item = Dot> {
        if self.chosen.is_empty() {
            self.chosen.extend(self.first);
        }
        let (total, parts) = (self.total, self.chosen.len().max(1) as u64);
        self.chosen.into_iter().zip(0..).map(move |(mote, place)| {
            let share = total / parts + u64::from(place < total % parts);
            dot(&mote, u32::try_from(share).unwrap_or(u32::MAX))
        })
    }
}

fn dot(mote: &Mote, weight: u32) -> Dot {
    Dot {
        link: mote.link,
        along: mote.along,
        state: mote.state,
        weight,
        item: mote.item,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn motes(count: u64) -> Vec<Mote> {
        (0..count)
            .map(|number| Mote {
                link: LinkId((number % 7) as u32),
                along: Fraction::of(number % 100, 100),
                state: match number % 100 {
                    0..60 => DotState::Carried,
                    60..98 => DotState::Received,
                    98 => DotState::Failed,
                    _ => DotState::Signal,
                },
                count: if number % 3 == 0 { 10 } else { 1 },
                item: None,
                key: number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16,
            })
            .collect()
    }

    /// What the weights and the counts come to for each link and state.
    fn sums(of: impl Iterator<Item = (LinkId, DotState, u32)>) -> BTreeMap<(LinkId, DotState), u64> {
        let mut sums = BTreeMap::new();
        for (link, state, count) in of {
            *sums.entry((link, state)).or_default() += u64::from(count);
        }
        sums
    }

    #[test]
    fn whatever_the_limit_the_weights_add_up_on_every_link_and_for_every_state() {
        for count in [0, 1, 2, 99, 5_000, 20_000] {
            let motes = motes(count);
            let expected = sums(motes.iter().map(|mote| (mote.link, mote.state, mote.count)));
            for most in [0, 1, 2, 10, 333, 4_999, 5_000, 50_000] {
                let (dots, scale) = thin(&motes, most);
                let found = sums(dots.iter().map(|dot| (dot.link, dot.state, dot.weight)));
                assert_eq!(found, expected, "{count} motes, at most {most}");
                assert!(dots.iter().all(|dot| dot.weight > 0));
                assert_eq!(scale == 1, motes.len() <= most.max(1));
            }
        }
    }

    #[test]
    fn there_are_about_as_many_dots_as_allowed() {
        let (dots, scale) = thin(&motes(20_000), 1_000);
        assert_eq!(scale, 20);
        assert!((700..1_300).contains(&dots.len()), "{}", dots.len());
    }

    #[test]
    fn who_is_shown_stays_shown_while_others_come_and_go() {
        let shown = |motes: &[Mote]| -> Vec<Fraction> {
            thin(motes, 100)
                .0
                .iter()
                .filter(|dot| dot.link == LinkId(3))
                .map(|dot| dot.along)
                .collect()
        };
        let all = motes(1_000);
        let (before, after) = (shown(&all[..990]), shown(&all[10..]));
        let stayed = before.iter().filter(|along| after.contains(along)).count();
        assert!(stayed * 10 >= before.len() * 8, "{stayed} of {}", before.len());
    }
}
