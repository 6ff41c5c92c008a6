//! A row of the bench's table.

use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A measurement, its yardstick, and the required value.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    /// Description.
    pub what: String,
    /// Unit of all three numbers.
    pub unit: String,
    /// Measured.
    pub measured: f64,
    /// The yardstick measured in the same run; absent when there is none.
    pub yardstick: Option<f64>,
    /// The bound.
    pub reach: f64,
    /// True if it is met.
    pub met: bool,
}

impl Row {
    /// A row where less is better.
    pub fn at_most(what: &str, unit: &str, measured: f64, yardstick: Option<f64>, reach: f64) -> Self {
        let met = measured <= reach;
        Self { what: what.into(), unit: unit.into(), measured, yardstick, reach, met }
    }
}

/// The table as text.
pub fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|r| r.what.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    let _ = writeln!(out, "{:<width$}  {:>10} {:>10} {:>10}  unit", "what", "measured", "yardstick", "reach");
    for row in rows {
        let yardstick = row.yardstick.map_or("-".into(), number);
        let met = if row.met { "met" } else { "NOT MET" };
        let pad = " ".repeat(width - row.what.chars().count());
        let (measured, reach) = (number(row.measured), number(row.reach));
        let _ = writeln!(
            out,
            "{}{pad}  {measured:>10} {yardstick:>10} {reach:>10}  {:<8} {met}",
            row.what, row.unit
        );
    }
    out
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}
