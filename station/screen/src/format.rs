//! The two sizes of display that there is a layout for.

use embedded_graphics::prelude::Size;

/// Which layout is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// 320×240 in colour: everything, in two languages.
    #[default]
    Colour,
    /// 128×64 in one bit: the same decisions in fewer words and one language. A pixel is lit (white) or dark (black).
    Mono,
}

impl Format {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Colour, Self::Mono];

    /// Width and height, pixels.
    pub const fn size(self) -> Size {
        match self {
            Self::Colour => Size::new(320, 240),
            Self::Mono => Size::new(128, 64),
        }
    }
}
