//! The board: card reader and panel, behind traits; a simulated board.

pub mod card;
pub mod panel;
pub mod range;
