//! Work of staff around a check, a file for each group of screens.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic)] // a test; clippy sees helpers as production code

#[path = "../kit/mod.rs"]
mod kit;

mod day;
mod fallback;
mod late;
mod login;
mod lookback;
mod scan;
mod technician;
