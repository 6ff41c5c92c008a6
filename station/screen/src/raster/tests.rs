//! Pictures are checked here by rules; people look at them in `target/screens`.

use super::*;
use crate::font::{DEFAULT_BITMAPS, DEFAULT_FONTS};
use crate::scene::Style;
use embedded_graphics::pixelcolor::RgbColor;
use std::path::PathBuf;

const WHITE: Rgb = Rgb(255, 255, 255);
const BLACK: Rgb = Rgb(0, 0, 0);

/// Names with all kinds of rare characters. All are invented.
const NAMES: [&str; 9] = [
    "𠮷田 髙﨑 濵邊",
    "\u{2a716}\u{2ceb0}\u{2b740} 㐄㐂",
    "葛\u{e0100}城 葛\u{e0101}城",
    "辻\u{e0100}村 辻\u{e0101}村",
    "邊\u{e0110}邊\u{e0105} 邉\u{e010e}",
    "\u{fa19}谷 神\u{fe00}谷 神谷",
    "Nguyễn Thị Đào",
    "Zoë Müller-Łoś",
    "か\u{3099}き\u{3099}ハ\u{309a} ｶﾞｷﾞ",
];

fn fonts() -> Fonts {
    Fonts::load(&DEFAULT_FONTS).unwrap().with_bitmaps(&DEFAULT_BITMAPS)
}

fn drawn(scene: &Scene, format: Format) -> Picture {
    let mut picture = Picture::new(format);
    picture.draw(scene, &fonts(), &mut Cache::new(format));
    picture
}

/// Writes a picture, each pixel as a square of `by`.
fn save(name: &str, picture: &Picture, by: usize) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/screens");
    std::fs::create_dir_all(&folder).unwrap();
    let file = std::io::BufWriter::new(std::fs::File::create(folder.join(name)).unwrap());
    let (wide, high) = (picture.width as usize, picture.height as usize);
    let mut encoder = png::Encoder::new(file, (wide * by) as u32, (high * by) as u32);
    encoder.set_color(png::ColorType::Rgb);
    let row = |y: usize| picture.pixels[y * wide..][..wide].iter().flat_map(|p| std::iter::repeat_n(*p, by));
    let rows = (0..high).flat_map(|y| std::iter::repeat_n(y, by)).flat_map(row);
    let bytes = rows.map(Rgb888::from).flat_map(|p| [p.r(), p.g(), p.b()]).collect::<Vec<_>>();
    encoder.write_header().unwrap().write_image_data(&bytes).unwrap();
}

#[test]
fn rare_names_are_drawn_and_none_with_a_dot() {
    let (fonts, mut scene) = (fonts(), Scene::default());
    scene.fill(Area::new(0, 0, 320, 240), WHITE);
    for (name, y) in NAMES.iter().zip((0..).step_by(26)) {
        let style = Style::new(crate::colour::INK, WHITE, 24, 24);
        scene.text(&fonts, Area::new(4, y, 312, 27), name, style.bold());
    }
    assert!(!scene.texts().concat().contains('●'), "{:?}", scene.texts());
    save("font-names.png", &drawn(&scene, Format::Colour), 2);
}

/// The texts of invented people that the panel shows, one a line.
fn texts_of_personas() -> impl Iterator<Item = &'static str> {
    let people = include_str!("../../../../tests/personas/personas.toml").lines();
    let shown = people.filter_map(|line| line.split_once(" = "));
    shown
        .filter(|(key, _)| ["name", "kana", "insured_name", "insurer_name", "address"].contains(key))
        .map(|(_, text)| text.trim_matches('"'))
}

#[test]
fn the_name_of_every_persona_is_drawn_as_it_is() {
    let fonts = fonts();
    assert!(texts_of_personas().count() > 60);
    for text in texts_of_personas() {
        assert_eq!(crate::names::drawable(&fonts, text), text);
        assert_eq!(crate::names::loss(&fonts, text), crate::names::Loss::default(), "{text}");
    }
}

#[test]
fn on_a_one_bit_display_every_pixel_is_black_or_white() {
    let fonts = fonts();
    let lines = [
        (10, "受付番号 ｼｹﾝ ﾊﾅｺ 12:34"),
        (12, "契約あり 齋藤 渡邊"),
        (14, "𠮷田 髙﨑 試作"),
        (16, "試験 花子 葛\u{e0100}"),
    ];
    let mut small = Scene::default();
    for ((size, line), y) in lines.into_iter().zip([0, 13, 28, 45]) {
        small.text(&fonts, Area::new(0, y, 128, 18), line, Style::new(WHITE, BLACK, size, size));
    }
    let mut large = Scene::default();
    large.fill(Area::new(0, 0, 128, 34), WHITE);
    large.text(&fonts, Area::new(0, 0, 128, 34), "未確認", Style::new(BLACK, WHITE, 28, 28).bold().centre());
    large.text(&fonts, Area::new(0, 36, 128, 24), "無効 𠮷邊齋", Style::new(WHITE, BLACK, 20, 20).bold());
    for (name, scene) in [("font-mono-small.png", small), ("font-mono-large.png", large)] {
        let picture = drawn(&scene, Format::Mono);
        let lit = picture.pixels().iter().filter(|p| **p == Rgb565::WHITE).count();
        let dark = picture.pixels().iter().filter(|p| **p == Rgb565::BLACK).count();
        assert_eq!(lit + dark, 128 * 64);
        assert!((1000..7000).contains(&lit), "{name}: {lit}");
        save(name, &picture, 6);
    }
}
