//! Tests of the journal as its users see it: one binary, one module a concern.

// Helpers of tests fail by panicking; clippy's exception for tests does not reach functions beside them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests

mod access;
mod corruption;
mod day;
mod invariants;
mod kill;
mod lookback;
mod migration;
mod model;
mod people;
mod release;
mod space;
mod support;
mod workflow;
