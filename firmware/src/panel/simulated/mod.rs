//! The simulated board: the panel on a Unix socket, so that the real station can be looked at and pressed by
//! tests, the rehearsal, training and the bench. There is no test-only station.
//!
//! Promises:
//! - a viewer that is slow, dead or malicious never makes the station wait: the station only replaces "what is
//!   shown", and each viewer is sent the latest when it has read the one before (frames may be skipped, the latest
//!   never is);
//! - a new viewer gets the current frame and lamp at once; any number may look at the same time;
//! - the socket file is 0600 from its first moment: what is on the display is personal data.
//!
//! # On the socket
//! Messages both ways are a type byte, a 4-byte big-endian length, and that many bytes. See [`Message`].

mod board;
mod client;
mod framing;
#[cfg(test)]
mod tests;

pub use board::SimulatedBoard;
pub use client::{Client, ClientError};
pub use framing::{Message, Shown};
