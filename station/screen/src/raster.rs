//! From a scene to pixels: anti-aliased by mixing ink and ground, as a display cannot be read back.

use crate::colour::Rgb;
use crate::font::{Cache, Fonts};
use crate::scene::{Align, Area, Item, Scene, Text};
use crate::shape::Shape;
use embedded_graphics::{
    Pixel,
    pixelcolor::{Rgb565, Rgb888},
    prelude::{DrawTarget, Point, Size},
    primitives::Rectangle,
};

/// Length of a dash and of a gap, pixels.
const DASH: i32 = 8;

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    scene: &Scene,
    fonts: &Fonts,
    cache: &mut Cache,
    target: &mut D,
) -> Result<(), D::Error> {
    for item in &scene.0 {
        match item {
            Item::Fill(area, colour) => target.fill_solid(&rectangle(*area), reduce(*colour))?,
            Item::DashedFrame(area, thickness, colour) => dashed(target, *area, *thickness, *colour)?,
            Item::Sign(area, shape, ink, ground) => sign(target, *area, *shape, *ink, *ground)?,
            Item::Text(text) => self::text(target, text, fonts, cache)?,
        }
    }
    Ok(())
}

fn rectangle(area: Area) -> Rectangle {
    let length = |n: i32| u32::try_from(n).unwrap_or(0);
    Rectangle::new(Point::new(area.x, area.y), Size::new(length(area.w), length(area.h)))
}

fn reduce(Rgb(r, g, b): Rgb) -> Rgb565 {
    Rgb565::from(Rgb888::new(r, g, b))
}

/// Colours between ground and ink, so that mixing is a look-up.
fn ramp(ink: Rgb, ground: Rgb) -> [Rgb565; 33] {
    std::array::from_fn(|step| reduce(ink.over(ground, u8::try_from(step * 255 / 32).unwrap_or(255))))
}

fn level(ramp: &[Rgb565; 33], coverage: u8) -> Option<Rgb565> {
    let step = (usize::from(coverage) + 4) / 8;
    if step == 0 { None } else { ramp.get(step.min(32)).copied() }
}

fn dashed<D: DrawTarget<Color = Rgb565>>(
    target: &mut D,
    area: Area,
    thickness: i32,
    colour: Rgb,
) -> Result<(), D::Error> {
    let colour = reduce(colour);
    let mut fill = |x, y, w, h| target.fill_solid(&rectangle(Area::new(x, y, w, h)), colour);
    let (right, bottom) = (area.right(), area.bottom());
    for x in (area.x..right).step_by(2 * DASH as usize) {
        fill(x, area.y, DASH.min(right - x), thickness)?;
        fill(x, bottom - thickness, DASH.min(right - x), thickness)?;
    }
    for y in (area.y..bottom).step_by(2 * DASH as usize) {
        fill(area.x, y, thickness, DASH.min(bottom - y))?;
        fill(right - thickness, y, thickness, DASH.min(bottom - y))?;
    }
    Ok(())
}

/// The sign's square is as wide as the area and centred in it; what is higher than the area is cut.
fn sign<D: DrawTarget<Color = Rgb565>>(
    target: &mut D,
    area: Area,
    shape: Shape,
    ink: Rgb,
    ground: Rgb,
) -> Result<(), D::Error> {
    let ramp = ramp(ink, ground);
    let pixel = 1.0 / area.w as f32;
    let above = (area.w - area.h) as f32 / 2.0;
    let points = (0..area.h).flat_map(|y| (0..area.w).map(move |x| (x, y)));
    let pixels = points.filter_map(|(x, y)| {
        let coverage = shape.at((x as f32 + 0.5) * pixel, (y as f32 + 0.5 + above) * pixel, pixel);
        let colour = level(&ramp, (coverage * 255.0) as u8)?;
        Some(Pixel(Point::new(area.x + x, area.y + y), colour))
    });
    target.draw_iter(pixels)
}

fn text<D: DrawTarget<Color = Rgb565>>(
    target: &mut D,
    text: &Text,
    fonts: &Fonts,
    cache: &mut Cache,
) -> Result<(), D::Error> {
    let ramp = ramp(text.style.ink, text.style.ground);
    let count = i32::try_from(text.lines.len()).unwrap_or(0);
    let mut top = text.area.y + (text.area.h - count * text.line_height()) / 2;
    for line in &text.lines {
        let width = fonts.width(line, text.size);
        let free = text.area.w as f32 - width;
        let mut pen = text.area.x as f32
            + match text.style.align {
                Align::Left => 0.0,
                Align::Centre => free / 2.0,
                Align::Right => free,
            };
        let baseline = top + baseline(text);
        for character in line.chars() {
            if let Some(bitmap) = cache.glyph(fonts, character, text.size, text.style.bold) {
                let (left, above) = (pen.round() as i32 + bitmap.left, baseline + bitmap.top);
                let rows = bitmap.coverage.chunks(bitmap.width).zip(above..);
                let pixels = rows.flat_map(|(row, y)| row.iter().zip(left..).map(move |(c, x)| (*c, x, y)));
                target.draw_iter(
                    pixels.filter_map(|(c, x, y)| Some(Pixel(Point::new(x, y), level(&ramp, c)?))),
                )?;
            }
            pen += fonts.advance(character, text.size);
        }
        top += text.line_height();
    }
    Ok(())
}

/// From a line's top to its baseline: Japanese type hangs 0.88 em above it.
fn baseline(text: &Text) -> i32 {
    let size = i32::from(text.size);
    (text.line_height() - size) / 2 + (size * 88 + 50) / 100
}
