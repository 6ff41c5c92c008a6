//! The stand-in for the closed national system.
