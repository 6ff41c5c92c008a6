//! The card service through the real pcscd, with the virtual card on its reader.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests

mod badge;
mod dialogue;
mod pad;
mod probe;
mod pulled;
mod reader;
