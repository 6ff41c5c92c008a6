//! Contact sheets of the gallery, to look at every screen without opening hundreds of files.
//!
//! `cargo test -p screen put_where_people` puts the pictures into `target/screens` and `target/screens-mono`; then
//! `cargo run -p screen --example sheets -- target/screens-mono/en 3` joins those of a folder, each pixel enlarged three
//! times, and prints which picture is where.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)] // a tool for developers: a panic is its error report

use std::path::{Path, PathBuf};

/// Pixels of a sheet from side to side at most, and pictures below each other.
const WIDE: usize = 1600;
const ROWS: usize = 8;
/// Between pictures.
const GAP: usize = 6;
const GROUND: u8 = 96;

/// A picture, three bytes a pixel.
struct Picture {
    wide: usize,
    high: usize,
    bytes: Vec<u8>,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("a folder with pictures"));
    let by = arguments.next().map_or(2, |by| by.parse().expect("how many times larger"));
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // Every code has a screen of its own; they look much the same.
    files.retain(|path| path.extension().is_some_and(|e| e == "png") && !name(path).contains("-C"));
    files.sort();
    let first = read(files.first().expect("pictures"));
    let across = (WIDE / (first.wide * by + GAP)).max(1);
    std::fs::create_dir_all(folder.join("sheets")).unwrap();
    for (files, n) in files.chunks(across * ROWS).zip(1..) {
        let sheet = folder.join(format!("sheets/{n}.png"));
        write(&sheet, &join(files, across, by));
        println!("{}", sheet.display());
        for row in files.chunks(across) {
            println!("  {}", row.iter().map(|path| name(path)).collect::<Vec<_>>().join(" | "));
        }
    }
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn read(path: &Path) -> Picture {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    Picture { wide: info.width as usize, high: info.height as usize, bytes }
}

fn write(path: &Path, picture: &Picture) {
    let file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, picture.wide as u32, picture.high as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&picture.bytes).unwrap();
}

fn join(files: &[PathBuf], across: usize, by: usize) -> Picture {
    let pictures: Vec<_> = files.iter().map(|path| read(path)).collect();
    let (cell, row) = (pictures[0].wide * by + GAP, pictures[0].high * by + GAP);
    let (wide, high) = (cell * across + GAP, row * pictures.len().div_ceil(across) + GAP);
    let mut bytes = vec![GROUND; wide * high * 3];
    for (n, picture) in pictures.iter().enumerate() {
        let (left, top) = (GAP + cell * (n % across), GAP + row * (n / across));
        for (y, x) in (0..picture.high * by).flat_map(|y| (0..picture.wide * by).map(move |x| (y, x))) {
            let from = (y / by * picture.wide + x / by) * 3;
            let to = ((top + y) * wide + left + x) * 3;
            bytes[to..to + 3].copy_from_slice(&picture.bytes[from..from + 3]);
        }
    }
    Picture { wide, high, bytes }
}
