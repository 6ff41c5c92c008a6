//! The simulated board: the panel on a Unix socket.
//!
//! It exists so that tests, the rehearsal, training and the bench can watch and operate the real station. There is no
//! test-only station.
//!
//! Promises:
//! - A viewer that is slow, dead or malicious never makes the station wait. The station only replaces the latest
//!   state; each viewer gets the latest after it has read the one before (frames may be skipped, the latest never).
//! - A new viewer gets the current frame and lamp at once; any number of viewers is served.
//! - The socket file has mode 0600 from its first moment, because the display may hold personal data.
//!
//! # On the socket
//! Messages in both directions are a type byte, a 4-byte big-endian length, and that many bytes. See [`Message`].

mod board;
mod client;
mod framing;
#[cfg(test)]
mod tests;

pub use board::SimulatedBoard;
pub use client::{Client, ClientError};
pub use framing::{Message, Shown};
