//! The reception workflow: a pure state machine.
