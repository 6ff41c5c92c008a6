//! Tests of the journal as its users see it: one binary, one module a concern.

mod support;
mod workflow;
