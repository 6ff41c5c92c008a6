//! The two sizes of display that there is a layout for.

use embedded_graphics::prelude::Size;

/// The size and depth of a display, which decide the layout.
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

    /// Rows on a page of a list or of the diagnosis.
    pub const fn rows_a_page(self) -> usize {
        match self {
            Self::Colour => 5,
            Self::Mono => 3,
        }
    }

    /// A person's verdict does not fit on one screen: a second one has the rest.
    pub const fn shows_details(self) -> bool {
        match self {
            Self::Colour => false,
            Self::Mono => true,
        }
    }
}
