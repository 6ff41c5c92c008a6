//! The interface of a controller's driver.

use super::DisplayError;
use crate::panel::Frame;

/// An initialised display. After an error it is dropped and opened again, so a driver need not recover.
pub(super) trait DisplayDriver: Send {
    /// Shows the frame, which has the display's size; sends only the differences from the frame before.
    fn show(&mut self, frame: &Frame) -> Result<(), DisplayError>;

    /// Sets the brightness of a self-luminous display, percent.
    fn light(&mut self, percent: u8) -> Result<(), DisplayError>;
}

/// Opens and initialises a display.
pub(super) type Opener = Box<dyn FnMut() -> Result<Box<dyn DisplayDriver>, DisplayError> + Send>;
