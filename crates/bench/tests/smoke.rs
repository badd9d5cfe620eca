//! Everything that is measured runs. How fast is not asked here.

#![cfg(not(target_arch = "wasm32"))]

use bench::{Row, Scale, rows};

#[test]
fn every_row_is_told() {
    let mut ticks = 0;
    let mut told: Vec<Row> = Vec::new();
    let mut clock = || {
        ticks += 1_000_000;
        ticks
    };
    rows(&mut clock, Scale::Smoke, &mut |row| told.push(row));
    assert_eq!(told.len(), 10);
    assert!(told.iter().all(|row| !row.to_string().contains("NaN")));
}
