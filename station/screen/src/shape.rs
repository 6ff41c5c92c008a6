//! The signs, as formulas: each gives the part of a pixel that it covers, so that edges are smooth at any size.
//!
//! The four verdict signs differ in outline, not only in colour: a ring, a cross, a dashed clock, a boxed
//! exclamation mark.

/// A sign. Drawn in a square.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// ○ 有効
    Ring,
    /// × 無効
    Cross,
    /// A clock with a dashed rim: 未確認
    DashedClock,
    /// ! in a box: 取得失敗
    BoxedMark,
    /// ! in a triangle: staff are called.
    Triangle,
    /// A card with a chip.
    Card,
    /// A head and shoulders.
    Face,
    /// Four dots of which the first n are filled.
    Dots(u8),
    /// Signal bars of which the first n of three are filled.
    Bars(u8),
    /// Three dots: work going on.
    Work,
    /// A tick: done.
    Check,
    /// A key: who is there?
    Key,
    /// Lines of a list.
    List,
    /// A sheet of paper: another proof, or an earlier check.
    Page,
    /// The place of a digit: filled when it is typed.
    Place(bool),
    /// Five steps of which the first n are filled.
    Level(u8),
}

impl Shape {
    /// Coverage, 0 to 1, at a point of the unit square (0,0 top left to 1,1). `pixel` is a pixel's size there.
    pub(crate) fn at(self, x: f32, y: f32, pixel: f32) -> f32 {
        let inside = |distance: f32| (0.5 - distance / pixel).clamp(0.0, 1.0);
        inside(self.distance(x, y))
    }

    /// Signed distance to the outline: negative is inside.
    fn distance(self, x: f32, y: f32) -> f32 {
        match self {
            Self::Ring => (disc(x, y, 0.5, 0.5, 0.38)).abs() - 0.095,
            Self::Cross => {
                let falling = segment(x, y, (0.16, 0.16), (0.84, 0.84));
                falling.min(segment(x, y, (0.16, 0.84), (0.84, 0.16))) - 0.1
            }
            Self::DashedClock => dashed_clock(x, y),
            Self::BoxedMark => {
                (rect(x, y, 0.5, 0.5, 0.42, 0.42).abs() - 0.06).min(mark(x, y, 0.26, 0.56, 0.74))
            }
            Self::Triangle => triangle(x, y),
            Self::Card => card(x, y),
            Self::Face => disc(x, y, 0.5, 0.32, 0.22).min(shoulders(x, y)),
            Self::Dots(filled) => dots(x, y, filled),
            Self::Bars(filled) => bars(x, y, filled),
            Self::Work => {
                (0..3u8).map(|n| disc(x, y, 0.2 + 0.3 * f32::from(n), 0.5, 0.1)).fold(9.0, f32::min)
            }
            Self::Check => {
                let short = segment(x, y, (0.14, 0.55), (0.4, 0.8));
                short.min(segment(x, y, (0.4, 0.8), (0.86, 0.22))) - 0.085
            }
            Self::Key => key(x, y),
            Self::List => list(x, y),
            Self::Page => page(x, y),
            Self::Place(true) => disc(x, y, 0.5, 0.5, 0.36),
            Self::Place(false) => disc(x, y, 0.5, 0.5, 0.34).abs() - 0.045,
            Self::Level(filled) => level(x, y, filled),
        }
    }
}

fn disc(x: f32, y: f32, cx: f32, cy: f32, radius: f32) -> f32 {
    (x - cx).hypot(y - cy) - radius
}

fn segment(x: f32, y: f32, a: (f32, f32), b: (f32, f32)) -> f32 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let along = (((x - a.0) * dx + (y - a.1) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    (x - a.0 - along * dx).hypot(y - a.1 - along * dy)
}

/// A rectangle by its centre and half sizes.
fn rect(x: f32, y: f32, cx: f32, cy: f32, hw: f32, hh: f32) -> f32 {
    let (dx, dy) = ((x - cx).abs() - hw, (y - cy).abs() - hh);
    dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0)
}

/// An exclamation mark: a stroke from `top` to `bottom` and a dot at `dot`.
fn mark(x: f32, y: f32, top: f32, bottom: f32, dot: f32) -> f32 {
    (segment(x, y, (0.5, top), (0.5, bottom)) - 0.065).min(disc(x, y, 0.5, dot, 0.075))
}

fn dashed_clock(x: f32, y: f32) -> f32 {
    let rim = disc(x, y, 0.5, 0.5, 0.42).abs() - 0.055;
    // Twelve dashes: gaps are cut out of the rim by angle.
    let turn = (y - 0.5).atan2(x - 0.5) / std::f32::consts::TAU * 12.0;
    let gap = (0.22 - (turn - turn.floor() - 0.5).abs()) * 0.22;
    let hands = segment(x, y, (0.5, 0.5), (0.5, 0.24)).min(segment(x, y, (0.5, 0.5), (0.68, 0.6)));
    rim.max(-gap).min(hands - 0.05)
}

fn triangle(x: f32, y: f32) -> f32 {
    let sides = [(0.5, 0.06), (0.97, 0.9), (0.03, 0.9)];
    let [a, b, c] = sides;
    let edge = |p: (f32, f32), q: (f32, f32)| {
        let (dx, dy) = (q.0 - p.0, q.1 - p.1);
        ((x - p.0) * -dy + (y - p.1) * dx) / dx.hypot(dy)
    };
    let outside = -edge(a, b).min(edge(b, c)).min(edge(c, a));
    outside.max(-mark(x, y, 0.36, 0.62, 0.77))
}

fn card(x: f32, y: f32) -> f32 {
    let body = rect(x, y, 0.5, 0.5, 0.42, 0.25) - 0.05;
    let chip = rect(x, y, 0.3, 0.5, 0.08, 0.07) - 0.02;
    body.abs().max(body).min((body + 0.03).abs() - 0.03).min(chip)
}

fn shoulders(x: f32, y: f32) -> f32 {
    disc(x, y, 0.5, 0.98, 0.4).max(y - 0.94)
}

fn key(x: f32, y: f32) -> f32 {
    let bow = disc(x, y, 0.28, 0.5, 0.17).abs() - 0.06;
    let blade = segment(x, y, (0.48, 0.5), (0.92, 0.5));
    let bits = segment(x, y, (0.74, 0.5), (0.74, 0.68)).min(segment(x, y, (0.9, 0.5), (0.9, 0.68)));
    bow.min(blade.min(bits) - 0.055)
}

fn list(x: f32, y: f32) -> f32 {
    let row = |n: u8| {
        let at = 0.24 + 0.26 * f32::from(n);
        (disc(x, y, 0.15, at, 0.07)).min(rect(x, y, 0.6, at, 0.3, 0.055))
    };
    (0..3).map(row).fold(9.0, f32::min)
}

fn page(x: f32, y: f32) -> f32 {
    let sheet = rect(x, y, 0.5, 0.5, 0.32, 0.42).abs() - 0.05;
    let line = |n: u8| rect(x, y, 0.5, 0.3 + 0.2 * f32::from(n), 0.18, 0.035);
    (0..3).map(line).fold(sheet, f32::min)
}

/// Wider than high: drawn in a low area.
fn level(x: f32, y: f32, filled: u8) -> f32 {
    let step = |n: u8| {
        let solid = rect(x, y, 0.1 + 0.2 * f32::from(n), 0.5, 0.075, 0.075);
        if n < filled { solid } else { (solid + 0.012).abs() - 0.012 }
    };
    (0..5).map(step).fold(9.0, f32::min)
}

fn dots(x: f32, y: f32, filled: u8) -> f32 {
    let dot = |n: u8| {
        let solid = disc(x, y, 0.125 + 0.25 * f32::from(n), 0.5, 0.09);
        if n < filled { solid } else { (solid + 0.012).abs() - 0.012 }
    };
    (0..4).map(dot).fold(9.0, f32::min)
}

fn bars(x: f32, y: f32, filled: u8) -> f32 {
    let bar = |n: u8| {
        let height = 0.16 + 0.13 * f32::from(n);
        let solid = rect(x, y, 0.2 + 0.3 * f32::from(n), 0.92 - height, 0.11, height);
        if n < filled { solid } else { (solid + 0.03).abs() - 0.03 }
    };
    let crossed = if filled == 0 { segment(x, y, (0.05, 0.05), (0.95, 0.95)) - 0.06 } else { 9.0 };
    (0..3).map(bar).fold(9.0, f32::min).min(crossed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sign as a coarse picture of what is covered.
    fn picture(shape: Shape) -> Vec<bool> {
        let grid =
            (0..16).flat_map(|y| (0..16).map(move |x| (x as f32 / 16.0 + 0.03, y as f32 / 16.0 + 0.03)));
        grid.map(|(x, y)| shape.at(x, y, 1.0 / 16.0) > 0.5).collect()
    }

    #[test]
    fn the_verdict_signs_differ_in_form_alone() {
        let signs =
            [Shape::Ring, Shape::Cross, Shape::DashedClock, Shape::BoxedMark, Shape::Triangle].map(picture);
        for (n, a) in signs.iter().enumerate() {
            for b in &signs[n + 1..] {
                let differ = a.iter().zip(b).filter(|(a, b)| a != b).count();
                assert!(differ > 40, "of 256 points only {differ} differ");
            }
        }
    }

    #[test]
    fn dots_and_bars_tell_their_number() {
        let dots: Vec<_> = (0..=4).map(|n| picture(Shape::Dots(n))).collect();
        let bars: Vec<_> = (0..=3).map(|n| picture(Shape::Bars(n))).collect();
        assert!(dots.windows(2).all(|w| w[0] != w[1]));
        assert!(bars.windows(2).all(|w| w[0] != w[1]));
    }
}
