//! The catalogue of error codes: one entry has every text of a code, for staff in each language and for the technician.
//!
//! A code is a constant ([`K103`]), so one without an entry does not compile. Adding a code is one entry in the file of
//! its letter in `catalogue/`. Errors of all crates give their [`Code`]; no text of a code stands anywhere else, and
//! no code is read out of a text.
//!
//! # Another language
//! A variant of [`Language`], a file with a table of [`Texts`] by code, and an arm in [`Code::texts`] that reads that table
//! first and falls back on English, so that the table may begin small. `tests/third_language.rs` shows the shape.

mod catalogue;
mod code;
mod failure;
mod language;

pub use catalogue::*;
pub use code::{Code, Texts, UnknownCode};
pub use failure::Failure;
pub use language::Language;
