//! Every picture is looked at by rules here; by eyes in `target/screens`, where the tests put them.

use super::gallery;
use super::*;
use crate::scene::{Item, Text};
use crate::{DEFAULT_FONT, Painter};
use desk::View;
use firmware::panel::Frame;
use std::path::PathBuf;

fn fonts() -> Fonts {
    Fonts::load(&[DEFAULT_FONT]).unwrap()
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
        crate::scene::Align::Left => text.area.x,
        crate::scene::Align::Centre => text.area.x + (text.area.w - wide) / 2,
        crate::scene::Align::Right => text.area.right() - wide,
    };
    Area::new(x, text.area.y + (text.area.h - high) / 2, wide, high)
}

#[test]
fn nothing_is_cut_off_and_nothing_lies_over_anything() {
    let fonts = fonts();
    let mut bad = Vec::new();
    for (name, view) in gallery::all() {
        let scene = compose(&fonts, &view, Format::Colour);
        let texts = texts(&scene);
        for (n, text) in texts.iter().enumerate() {
            let ink = inked(&fonts, text);
            let inside = ink.x >= text.area.x && ink.right() <= text.area.right() && ink.y >= text.area.y;
            let on_display = ink.x >= 0 && ink.right() <= WIDTH && ink.y >= 0 && ink.bottom() <= HEIGHT;
            if text.cut || !inside || !on_display {
                bad.push(format!("{name}: {:?} at {} px does not fit", text.lines, text.size));
            }
            for other in &texts[n + 1..] {
                if overlap(ink, inked(&fonts, other)) {
                    bad.push(format!("{name}: {:?} lies over {:?}", other.lines, text.lines));
                }
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn every_screen_of_the_desk_is_in_the_gallery() {
    let seen: std::collections::BTreeSet<_> =
        gallery::all().iter().map(|(_, view)| view.screen.id()).collect();
    for id in Screen::IDS {
        assert!(seen.contains(id), "{id}");
    }
}

/// The colour of the banner, its sign, and its word.
fn banner(view: &View) -> (Rgb, Shape, String) {
    let scene = compose(&fonts(), view, Format::Colour);
    let ground = scene.0.iter().find_map(|item| match item {
        Item::Fill(area, colour) if *area == BANNER => Some(*colour),
        _ => None,
    });
    let sign = scene.0.iter().find_map(|item| match item {
        Item::Sign(area, shape, ..) if area.y == BANNER.y + 5 => Some(*shape),
        _ => None,
    });
    let word =
        texts(&scene).into_iter().find(|text| text.area.y == BANNER.y + 1).map(|text| text.whole.clone());
    (ground.unwrap(), sign.unwrap(), word.unwrap())
}

fn named(name: &str) -> View {
    gallery::all().into_iter().find(|(n, _)| n == name).unwrap().1
}

#[test]
fn the_four_outcomes_differ_in_colour_form_and_word() {
    let outcomes = ["valid", "invalid", "pending", "inconsistent"].map(|name| banner(&named(name)));
    let words: Vec<_> = outcomes.iter().map(|(.., word)| word.as_str()).collect();
    assert_eq!(words, ["有効", "無効", "未確認", "取得失敗"]);
    for (n, a) in outcomes.iter().enumerate() {
        for b in &outcomes[n + 1..] {
            assert!(a.0 != b.0 && a.1 != b.1 && a.2 != b.2, "{a:?} {b:?}");
        }
    }
}

#[test]
fn invariant_3_only_a_valid_verdict_under_contract_wears_the_ring_and_the_green() {
    for (name, view) in gallery::all() {
        let good = matches!(
            view.screen,
            Screen::Valid { coverage: desk::Coverage::Covered | desk::Coverage::NoList, .. }
        );
        let scene = compose(&fonts(), &view, Format::Colour);
        let green = scene.0.iter().any(|item| match item {
            Item::Fill(_, colour) => *colour == crate::colour::GREEN,
            Item::Sign(_, shape, ..) => *shape == Shape::Ring,
            _ => false,
        });
        assert_eq!(green, good, "{name}");
        let says_valid = texts(&scene).iter().any(|text| text.whole == "有効");
        assert_eq!(says_valid, good, "{name}");
    }
}

#[test]
fn a_lost_character_is_told_beside_the_kana() {
    let told = |name: &str| {
        let scene = compose(&fonts(), &named(name), Format::Colour);
        scene.texts().join("|")
    };
    let substituted = told("valid-substituted");
    assert!(substituted.contains("●﨑 試作") && substituted.contains(texts::SUBSTITUTED), "{substituted}");
    assert!(substituted.contains("ﾖｼﾀﾞ ｼｻｸ"));
    assert!(told("valid-variant").contains(texts::VARIANT));
    assert!(!told("valid").contains('●'));
}

#[test]
fn the_caption_says_what_the_picture_says() {
    let mut painter = Painter::new(fonts(), Format::Colour);
    let texts = painter.draw(&named("pending"), &mut Frame::default()).unwrap().texts;
    for said in ["未確認", "012", "番号を書きとめてください"] {
        assert!(texts.iter().any(|text| text == said), "{said}: {texts:?}");
    }
}

/// Writes the pictures for people to look at, and checks that each is a picture: many colours, no two the same.
#[test]
fn every_view_is_drawn_and_put_where_people_can_look() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/screens");
    std::fs::create_dir_all(&folder).unwrap();
    let mut painter = Painter::new(fonts(), Format::Colour);
    let mut seen = std::collections::HashMap::new();
    let looked_at = |name: &str| !name.ends_with("-busy") || ["ready-busy", "valid-busy"].contains(&name);
    for (name, view) in gallery::all().into_iter().filter(|(name, _)| looked_at(name)) {
        let mut frame = Frame::default();
        painter.draw(&view, &mut frame).unwrap();
        let pixels = frame.pixels();
        let colours: std::collections::HashSet<_> = pixels.iter().collect();
        assert!(colours.len() > 20, "{name}: smooth text has many colours");
        if let Some(same) = seen.insert(pixels.to_vec(), name.clone()) {
            // Codes share texts for staff; everything else tells something of its own.
            assert!(name.contains("-C") && same.contains("-C"), "{name} looks like {same}");
        }
        save(&folder.join(format!("{name}.png")), &frame);
    }
}

fn save(path: &std::path::Path, frame: &Frame) {
    let file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, crate::layout::WIDTH as u32, crate::layout::HEIGHT as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fastest);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&frame.to_rgb888()).unwrap();
}
