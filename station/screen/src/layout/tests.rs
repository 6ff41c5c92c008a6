//! Every picture is looked at by rules here, on both displays and in both languages; by eyes in `target/screens` and
//! `target/screens-mono`, where the tests put them.

use super::gallery;
use super::*;
use crate::scene::{Align, Area, Item, Text};
use crate::{DEFAULT_BITMAPS, DEFAULT_FONTS, Painter};
use desk::{Language, Screen};
use firmware::panel::Frame;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

const LANGUAGES: [Language; 2] = [Language::Japanese, Language::English];

fn fonts() -> Fonts {
    Fonts::load(&DEFAULT_FONTS).unwrap().with_bitmaps(&DEFAULT_BITMAPS)
}

fn texts(scene: &Scene) -> Vec<&Text> {
    scene.0.iter().filter_map(|item| if let Item::Text(text) = item { Some(text) } else { None }).collect()
}

fn overlap(a: Area, b: Area) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

/// Where a text's lines really are.
fn inked(fonts: &Fonts, text: &Text) -> Area {
    let wide = text.lines.iter().map(|line| fonts.width(line, text.size).ceil() as i32).max().unwrap_or(0);
    let high = text.line_height() * i32::try_from(text.lines.len()).unwrap();
    let x = match text.style.align {
        Align::Left => text.area.x,
        Align::Centre => text.area.x + (text.area.w - wide) / 2,
        Align::Right => text.area.right() - wide,
    };
    Area::new(x, text.area.y + (text.area.h - high) / 2, wide, high)
}

/// What is wrong with a picture, in words.
fn faults(fonts: &Fonts, scene: &Scene, format: Format) -> Vec<String> {
    let (width, height) = (format.size().width as i32, format.size().height as i32);
    let mut faults = Vec::new();
    let texts = texts(scene);
    for (n, text) in texts.iter().enumerate() {
        let ink = inked(fonts, text);
        let inside = ink.x >= text.area.x && ink.right() <= text.area.right() && ink.y >= text.area.y;
        let on_display = ink.x >= 0 && ink.right() <= width && ink.y >= 0 && ink.bottom() <= height;
        if text.cut || !inside || !on_display {
            faults.push(format!("{:?} at {} px does not fit", text.lines, text.size));
        }
        for other in &texts[n + 1..] {
            if overlap(ink, inked(fonts, other)) {
                faults.push(format!("{:?} lies over {:?}", other.lines, text.lines));
            }
        }
    }
    faults
}

fn nothing_is_wrong(format: Format, language: Language) {
    let fonts = fonts();
    let mut bad = Vec::new();
    for (name, view) in gallery::all(format, language).into_iter().chain(gallery::busy(format, language)) {
        let found = faults(&fonts, &compose(&fonts, &view, format), format);
        bad.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(bad.is_empty(), "{} faults\n{}", bad.len(), bad.join("\n"));
}

#[test]
fn nothing_is_cut_off_and_nothing_lies_over_anything_on_the_large_display_in_japanese() {
    nothing_is_wrong(Format::Colour, Language::Japanese);
}

#[test]
fn nothing_is_cut_off_and_nothing_lies_over_anything_on_the_large_display_in_english() {
    nothing_is_wrong(Format::Colour, Language::English);
}

#[test]
fn nothing_is_cut_off_and_nothing_lies_over_anything_on_the_small_display_in_japanese() {
    nothing_is_wrong(Format::Mono, Language::Japanese);
}

#[test]
fn nothing_is_cut_off_and_nothing_lies_over_anything_on_the_small_display_in_english() {
    nothing_is_wrong(Format::Mono, Language::English);
}

#[test]
fn every_screen_of_the_desk_is_in_the_gallery() {
    let all = gallery::all(Format::Colour, Language::Japanese);
    let seen: BTreeSet<_> = all.iter().map(|(_, view)| view.screen.id()).collect();
    for id in Screen::IDS {
        assert!(seen.contains(id), "{id}");
    }
}

/// Writes the pictures for people to look at, and checks that each is a picture and no two are the same.
#[test]
fn every_view_is_drawn_and_put_where_people_can_look() {
    for (format, folder) in [(Format::Colour, "screens"), (Format::Mono, "screens-mono")] {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target").join(folder);
        std::fs::create_dir_all(folder.join("en")).unwrap();
        let mut painter = Painter::new(fonts(), format);
        let mut seen = HashMap::new();
        for (language, folder) in LANGUAGES.into_iter().zip([folder.clone(), folder.join("en")]) {
            let busy = gallery::busy(format, language).into_iter();
            let busy = busy.filter(|(name, _)| ["ready-busy", "valid-busy"].contains(&name.as_str()));
            for (name, view) in gallery::all(format, language).into_iter().chain(busy) {
                if name.contains("-text-") {
                    continue;
                }
                let mut frame = Frame::new(format.size());
                painter.draw(&view, &mut frame).unwrap();
                let colours: HashSet<_> = frame.pixels().iter().copied().collect();
                match format {
                    Format::Colour => assert!(colours.len() > 20, "{name}: smooth text has many colours"),
                    Format::Mono => assert_eq!(colours, [0, 0xffff].into(), "{name}: on or off"),
                }
                save(&folder.join(format!("{name}.png")), &frame);
                if let Some(same) = seen.insert(frame.pixels().to_vec(), name.clone()) {
                    assert!(may_look_alike(format, &name, &same), "{name} looks like {same}");
                }
            }
        }
    }
}

/// Codes share texts for staff; and the small display leaves out what does not decide between kinds of one screen.
fn may_look_alike(format: Format, a: &str, b: &str) -> bool {
    let coded = |name: &str| name.contains("-C");
    let of = |name: &str| name.split('-').next().map(str::to_owned);
    (coded(a) && coded(b)) || (format == Format::Mono && of(a) == of(b))
}

fn save(path: &std::path::Path, frame: &Frame) {
    use embedded_graphics::prelude::OriginDimensions;
    let file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, frame.size().width, frame.size().height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fastest);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&frame.to_rgb888()).unwrap();
}
