//! A bad mobile line between a station and the world.
