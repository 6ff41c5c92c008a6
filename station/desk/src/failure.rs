//! Failures that the desk itself finds; those of other crates come with their events.

use crate::Device;
use codes::Failure;

/// The reader was silent longer than its own watchdog allows.
pub(crate) const READER_SILENT: Failure = Failure::new(codes::D101);
/// The card left while it was read.
pub(crate) const CARD_PULLED: Failure = Failure::new(codes::D102);
/// No key came in time.
pub(crate) const ENTRY_ABANDONED: Failure = Failure::new(codes::D103);
/// The reader does not report how many tries are left.
pub(crate) const TRIES_UNKNOWN: Failure = Failure::new(codes::D104);
/// Staff left while the reader asked for a PIN on its own keys.
pub(crate) const PAD_LEFT: Failure = Failure::new(codes::D106);
/// The journal did not answer.
pub(crate) const SAVE_SILENT: Failure = Failure::new(codes::D201);
/// The journal did not compare the passcode in time.
pub(crate) const LOGIN_SILENT: Failure = Failure::new(codes::D202);
/// The journal did not confirm the other proof.
pub(crate) const FALLBACK_SILENT: Failure = Failure::new(codes::D203);
/// A list, the numbers or the diagnosis did not come.
pub(crate) const LIST_SILENT: Failure = Failure::new(codes::D204);
/// An earlier check did not come.
pub(crate) const RECALL_SILENT: Failure = Failure::new(codes::D205);
/// The journal did not confirm the new staff member.
pub(crate) const STAFF_SILENT: Failure = Failure::new(codes::D206);
/// Another check came than the one that was looked up.
pub(crate) const RECALL_OTHER: Failure = Failure::new(codes::D302);

/// The PIN was wrong and the card is gone, so it cannot be typed again at once.
pub(crate) fn pin_wrong_card_gone(left: u8) -> Failure {
    Failure::new(codes::D105).number(left.into())
}

/// The condition while a device is away.
pub(crate) fn away(device: Device) -> Failure {
    Failure::new(match device {
        Device::Keypad => codes::D311,
        Device::Scanner => codes::D312,
        Device::Buttons => codes::D313,
        Device::Matrix => codes::D314,
    })
}
