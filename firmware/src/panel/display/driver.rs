//! A display that answers: what one controller's driver can do.

use super::DisplayError;
use crate::panel::Frame;

/// An initialised display. After an error it is thrown away and opened anew, so a driver need not recover.
pub(super) trait DisplayDriver: Send {
    /// Makes the display show the frame, which has its size; sends what differs from the last one only.
    fn show(&mut self, frame: &Frame) -> Result<(), DisplayError>;

    /// Sets the light of a display that shines by itself, percent.
    fn light(&mut self, percent: u8) -> Result<(), DisplayError>;
}

/// Opens and initialises one.
pub(super) type Opener = Box<dyn FnMut() -> Result<Box<dyn DisplayDriver>, DisplayError> + Send>;
