//! A picture in memory, RGB565 as small displays take it.
//!
//! It exists so that a screen is drawn once for any display.

use embedded_graphics::{
    Pixel,
    pixelcolor::{IntoStorage, Rgb565, Rgb888, RgbColor, raw::RawU16},
    prelude::{DrawTarget, OriginDimensions, PointsIter, Size},
    primitives::Rectangle,
};
use std::convert::Infallible;

/// Width of the default display, pixels.
pub const WIDTH: u32 = 320;
/// Height of the default display, pixels.
pub const HEIGHT: u32 = 240;

/// A framebuffer: row by row from the top left, one `u16` a pixel. May show personal data: `Debug` shows its size
/// only.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    width: u32,
    height: u32,
    pixels: Vec<u16>,
}

impl Default for Frame {
    fn default() -> Self {
        Self::new(Size::new(WIDTH, HEIGHT))
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({}x{})", self.width, self.height)
    }
}

impl Frame {
    /// A black frame.
    pub fn new(size: Size) -> Self {
        let count = size.width as usize * size.height as usize;
        Self { width: size.width, height: size.height, pixels: vec![0; count] }
    }

    /// The pixels, row by row.
    pub fn pixels(&self) -> &[u16] {
        &self.pixels
    }

    /// Pixels as big-endian bytes, the order in which display controllers take them.
    pub fn to_be_bytes(&self) -> Vec<u8> {
        self.pixels.iter().flat_map(|p| p.to_be_bytes()).collect()
    }

    /// The opposite of [`Frame::to_be_bytes`]; `None` when the length does not fit the size.
    pub fn from_be_bytes(size: Size, bytes: &[u8]) -> Option<Self> {
        let count = (size.width as usize).checked_mul(size.height as usize)?;
        if bytes.len() != count.checked_mul(2)? {
            return None;
        }
        let (pairs, _) = bytes.as_chunks::<2>();
        let pixels = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
        Some(Self { width: size.width, height: size.height, pixels })
    }

    /// Red, green, blue, 8 bits each, row by row: the input of a PNG writer.
    pub fn to_rgb888(&self) -> Vec<u8> {
        let colour = |p: &u16| Rgb888::from(Rgb565::from(RawU16::new(*p)));
        self.pixels.iter().map(colour).flat_map(|c| [c.r(), c.g(), c.b()]).collect()
    }

    fn row(&mut self, y: i32, left: i32, right: i32) -> Option<&mut [u16]> {
        let start = usize::try_from(y).ok()? * self.width as usize;
        let (left, right) = (usize::try_from(left).ok()?, usize::try_from(right).ok()?);
        self.pixels.get_mut(start + left..start + right)
    }
}

impl OriginDimensions for Frame {
    fn size(&self) -> Size {
        Size::new(self.width, self.height)
    }
}

impl DrawTarget for Frame {
    type Color = Rgb565;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb565>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        let (width, height) = (self.width, self.height);
        for Pixel(point, colour) in pixels {
            let (Ok(x), Ok(y)) = (u32::try_from(point.x), u32::try_from(point.y)) else { continue };
            if x < width
                && y < height
                && let Some(place) = self.pixels.get_mut(y as usize * width as usize + x as usize)
            {
                *place = colour.into_storage();
            }
        }
        Ok(())
    }

    fn fill_contiguous<I>(&mut self, area: &Rectangle, colours: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Rgb565>,
    {
        if *area == Rectangle::new(Default::default(), self.size()) {
            // A whole picture: the usual way of a painter that composes its own.
            for (place, colour) in self.pixels.iter_mut().zip(colours) {
                *place = colour.into_storage();
            }
            return Ok(());
        }
        self.draw_iter(area.points().zip(colours).map(|(point, colour)| Pixel(point, colour)))
    }

    fn fill_solid(&mut self, area: &Rectangle, colour: Rgb565) -> Result<(), Infallible> {
        let area = area.intersection(&Rectangle::new(Default::default(), self.size()));
        let (left, right) = (area.top_left.x, area.top_left.x + area.size.width as i32);
        for y in area.rows() {
            if let Some(row) = self.row(y, left, right) {
                row.fill(colour.into_storage());
            }
        }
        Ok(())
    }

    fn clear(&mut self, colour: Rgb565) -> Result<(), Infallible> {
        self.pixels.fill(colour.into_storage());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use embedded_graphics::prelude::{Point, WebColors};

    #[test]
    fn drawing_outside_is_cut_off_and_harmless() {
        let mut frame = Frame::new(Size::new(4, 3));
        let outside = [Point::new(-1, 0), Point::new(4, 0), Point::new(0, 3), Point::new(i32::MAX, i32::MIN)];
        frame.draw_iter(outside.map(|p| Pixel(p, Rgb565::RED))).unwrap();
        assert_eq!(frame, Frame::new(Size::new(4, 3)));
        frame.fill_solid(&Rectangle::new(Point::new(2, -5), Size::new(100, 6)), Rgb565::WHITE).unwrap();
        assert_eq!(frame.pixels(), [0, 0, 0xffff, 0xffff, 0, 0, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn bytes_there_and_back_and_a_wrong_length_is_refused() {
        let mut frame = Frame::new(Size::new(3, 2));
        frame.fill_solid(&Rectangle::new(Point::new(1, 1), Size::new(1, 1)), Rgb565::CSS_ORANGE).unwrap();
        let bytes = frame.to_be_bytes();
        assert_eq!(Frame::from_be_bytes(Size::new(3, 2), &bytes), Some(frame));
        assert_eq!(Frame::from_be_bytes(Size::new(3, 3), &bytes), None);
        assert_eq!(Frame::from_be_bytes(Size::new(u32::MAX, u32::MAX), &bytes), None);
    }

    #[test]
    fn white_is_white_in_a_picture() {
        let mut frame = Frame::new(Size::new(1, 1));
        frame.clear(Rgb565::WHITE).unwrap();
        assert_eq!(frame.to_rgb888(), [255, 255, 255]);
    }
}
