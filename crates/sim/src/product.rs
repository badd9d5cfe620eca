//! The whole product of two numbers.

/// Its lower half and its upper half.
pub(crate) fn product(one: u64, other: u64) -> (u64, u64) {
    if cfg!(target_arch = "wasm32") {
        // There is no instruction for it, and what compilers call instead takes several times as long.
        by_halves(one, other)
    } else {
        let product = u128::from(one) * u128::from(other);
        (product as u64, (product >> u64::BITS) as u64)
    }
}

fn by_halves(one: u64, other: u64) -> (u64, u64) {
    let halves = |number: u64| (number & u64::from(u32::MAX), number >> u32::BITS);
    let ((low, high), (other_low, other_high)) = (halves(one), halves(other));
    let first = low * other_low;
    let second = high * other_low + (first >> u32::BITS);
    let (second_low, second_high) = halves(second);
    let third = low * other_high + second_low;
    let upper = high * other_high + second_high + (third >> u32::BITS);
    (one.wrapping_mul(other), upper)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Luck, Purpose};
    use crate::sketch::PartId;

    #[test]
    fn halves_make_the_same_product() {
        let mut luck = Luck::new(7, Purpose::Work(PartId(1)));
        let most = [0, 1, u64::from(u32::MAX), 1 << 32, u64::MAX];
        let drawn = std::iter::repeat_with(|| (luck.below(u64::MAX), luck.below(u64::MAX)));
        let pairs = most.iter().flat_map(|&one| most.map(|other| (one, other)));
        for (one, other) in pairs.chain(drawn.take(1_000)) {
            let expected = u128::from(one) * u128::from(other);
            let (lower, upper) = by_halves(one, other);
            assert_eq!(
                u128::from(upper) << 64 | u128::from(lower),
                expected,
                "{one} · {other}"
            );
        }
    }
}
