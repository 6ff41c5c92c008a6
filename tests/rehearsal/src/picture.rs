//! Frames of the panel as PNG files.

use embedded_graphics::prelude::OriginDimensions as _;
use firmware::panel::Frame;
use std::{fs::File, io, path::Path};

/// Writes a frame as it is on the display, one pixel a pixel.
pub fn write(frame: &Frame, path: &Path) -> io::Result<()> {
    let size = frame.size();
    let mut encoder = png::Encoder::new(io::BufWriter::new(File::create(path)?), size.width, size.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer.write_image_data(&frame.to_rgb888()).map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)
}
