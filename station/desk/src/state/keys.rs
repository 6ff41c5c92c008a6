//! Keys that several states share.

use crate::{Event, Key};

pub(crate) fn pressed(event: &Event, key: Key) -> bool {
    matches!(event, Event::Key(pressed) if *pressed == key)
}

pub(crate) fn closes(event: &Event) -> bool {
    pressed(event, Key::Ok) || pressed(event, Key::Back)
}
