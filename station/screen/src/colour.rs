//! The palette. Verdicts differ in hue and in lightness, so that they differ without colour vision too; text on
//! each colour has a contrast of at least 4.5 to 1 (WCAG 2.1, 1.4.3), which a test computes.

/// 8 bits each of red, green, blue; reduced to the display's depth when drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rgb(pub(crate) u8, pub(crate) u8, pub(crate) u8);

pub(crate) const WHITE: Rgb = Rgb(255, 255, 255);
pub(crate) const INK: Rgb = Rgb(16, 20, 24);
/// Second language and labels.
pub(crate) const FAINT: Rgb = Rgb(80, 88, 96);
/// Key hints' ground.
pub(crate) const PALE: Rgb = Rgb(228, 232, 236);
/// The status line's ground.
pub(crate) const SLATE: Rgb = Rgb(36, 44, 56);
/// 有効
pub(crate) const GREEN: Rgb = Rgb(0, 128, 92);
/// 無効 and everything else that is a clear no.
pub(crate) const RED: Rgb = Rgb(150, 0, 24);
/// 未確認
pub(crate) const AMBER: Rgb = Rgb(255, 196, 0);
/// 取得失敗
pub(crate) const BLUE: Rgb = Rgb(64, 84, 130);
/// A question, and work going on.
pub(crate) const TEAL: Rgb = Rgb(0, 84, 140);
/// Warnings within a screen.
pub(crate) const CREAM: Rgb = Rgb(255, 240, 190);

/// A lit pixel of the one-bit display.
pub(crate) const LIT: Rgb = Rgb(255, 255, 255);
/// A dark one.
pub(crate) const DARK: Rgb = Rgb(0, 0, 0);

impl Rgb {
    /// Between `other` (0) and this (255).
    pub(crate) fn over(self, other: Self, coverage: u8) -> Self {
        let mix = |top: u8, under: u8| {
            let (top, under, c) = (u32::from(top), u32::from(under), u32::from(coverage));
            u8::try_from((top * c + under * (255 - c) + 127) / 255).unwrap_or(255)
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

#[cfg(test)]
fn luminance(colour: Rgb) -> f64 {
    let linear = |v: u8| {
        let v = f64::from(v) / 255.0;
        if v <= 0.03928 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

/// Contrast of two colours, 1 to 21 (WCAG 2.1).
#[cfg(test)]
pub(crate) fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_can_be_read_on_its_ground() {
        let pairs = [
            (WHITE, GREEN),
            (WHITE, RED),
            (INK, AMBER),
            (WHITE, BLUE),
            (WHITE, TEAL),
            (WHITE, SLATE),
            (INK, WHITE),
            (FAINT, WHITE),
            (INK, PALE),
            (INK, CREAM),
            (AMBER, INK),
            (AMBER, SLATE),
            (INK, AMBER),
        ];
        for (text, ground) in pairs {
            assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}: {:.1}", contrast(text, ground));
        }
    }

    #[test]
    fn yes_and_no_differ_in_lightness_without_red_green_vision() {
        assert!(contrast(GREEN, RED) >= 1.8, "{:.2}", contrast(GREEN, RED));
        assert!(contrast(AMBER, GREEN) >= 3.0 && contrast(AMBER, BLUE) >= 3.0);
    }

    #[test]
    fn mixing_ends_at_its_ends() {
        assert_eq!((RED.over(WHITE, 255), RED.over(WHITE, 0)), (RED, WHITE));
    }
}
