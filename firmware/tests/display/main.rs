//! Displays against recorded bus traffic: what is said to each controller, word for word, and what a simulated
//! controller makes of it. No real bus is touched.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests

mod bus;
mod cost;
mod faults;
mod golden;
mod memory;
mod oled;
mod tft;
mod transcript;
