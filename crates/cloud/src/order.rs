//! The one sort. Each kind of list that the standard library sorts is a sorting algorithm of its own in the program,
//! ten kilobytes of it, and a page has to be small; so lists are sorted by a number. Ordered maps and sets bring such a
//! sort with them when they are collected, so they are gathered item by item.

/// The items in the order of a number of each; of equal ones, the first comes first.
pub fn by_number<T>(items: Vec<T>, number: impl Fn(&T) -> u64) -> Vec<T> {
    let mut order: Vec<(u64, usize)> = items.iter().map(number).zip(0..).collect();
    order.sort_unstable();
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|(_, place)| items[place].take())
        .collect()
}

/// `collect` for ordered maps and sets.
pub trait Gather: Iterator + Sized {
    /// The items in an ordered map or set. Of equal keys, the last counts.
    fn gather<C: Default + Extend<Self::Item>>(self) -> C {
        let mut gathered = C::default();
        gathered.extend(self);
        gathered
    }
}

impl<I: Iterator> Gather for I {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smaller_numbers_first_and_equal_ones_as_they_stood() {
        let words = vec!["three", "a", "four", "bb", "cc", "b"];
        let sorted = by_number(words, |word| word.len() as u64);
        assert_eq!(sorted, ["a", "b", "bb", "cc", "four", "three"]);
    }
}
