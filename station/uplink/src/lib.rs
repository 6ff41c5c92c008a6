//! The centre's client: link state, challenge book, drain.
