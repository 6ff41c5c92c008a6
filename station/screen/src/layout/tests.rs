//! Every picture is looked at by rules here, on both displays and in both languages; by eyes in `target/screens` and
//! `target/screens-mono`, where the tests put them.

use super::gallery;
use super::*;
use crate::colour::{GREEN, LIT};
use crate::scene::{Align, Area, Item, Text};
use crate::shape::Shape;
use crate::texts::{Label, Translate, Verdict};
use crate::{DEFAULT_BITMAPS, DEFAULT_FONTS, Painter};
use desk::Screen;
use firmware::panel::Frame;
use model::Language;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

const LANGUAGES: [Language; 2] = [Language::Japanese, Language::English];

fn fonts() -> Fonts {
    Fonts::load(&DEFAULT_FONTS).unwrap().with_bitmaps(&DEFAULT_BITMAPS)
}

/// A picture of a view, with fonts that were loaded before.
fn drawn(view: &View, format: Format) -> Scene {
    static FONTS: std::sync::LazyLock<Fonts> = std::sync::LazyLock::new(fonts);
    compose(&FONTS, view, format)
}

fn texts(scene: &Scene) -> Vec<&Text> {
    scene.0.iter().filter_map(|item| if let Item::Text(text) = item { Some(text) } else { None }).collect()
}

fn overlap(a: Area, b: Area) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

/// The area that a text's lines really cover.
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

/// Faults of a picture, in words.
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
fn every_text_on_every_screen_can_be_read_on_its_ground() {
    for (format, language) in Format::ALL.into_iter().flat_map(|f| LANGUAGES.map(|l| (f, l))) {
        for (name, view) in gallery::all(format, language) {
            for text in texts(&drawn(&view, format)) {
                let contrast = crate::colour::contrast(text.style.ink, text.style.ground);
                assert!(contrast >= 4.5, "{name}: {:?} has {contrast:.1}", text.lines);
            }
        }
    }
}

/// Texts of a picture without what breaks lines.
fn joined(scene: &Scene) -> String {
    scene.texts().concat().replace([' ', '\n'], "")
}

#[test]
fn every_code_is_shown_whole_with_its_short_form_on_the_small_display() {
    for language in LANGUAGES {
        let pictures: HashMap<_, _> = gallery::all(Format::Mono, language).into_iter().collect();
        for code in codes::Code::all().filter(|code| !code.log_only()) {
            for name in ["trouble", "not-done"] {
                let said = joined(&drawn(&pictures[&format!("{name}-{code}")], Format::Mono));
                for part in code.short(language).iter().chain([&code.name()]) {
                    let part = part.replace('…', "12").replace(' ', "");
                    assert!(said.contains(&part), "{name} {language:?} {code}: {part} is not in {said}");
                }
            }
        }
    }
}

#[test]
fn every_code_is_shown_with_its_sentences_on_the_large_display() {
    for language in LANGUAGES {
        let pictures: HashMap<_, _> = gallery::all(Format::Colour, language).into_iter().collect();
        for code in codes::Code::all().filter(|code| !code.log_only()) {
            for name in ["trouble", "not-done"] {
                let said = joined(&drawn(&pictures[&format!("{name}-{code}")], Format::Colour));
                let staff = code.staff(language).replace('…', "12").replace(' ', "");
                assert!(said.contains(&staff) && said.contains(code.name()), "{name} {code}: {said}");
            }
        }
    }
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

/// A code's own picture may be one that a screen has too; codes share texts for staff; and the small display leaves out what does not decide between kinds of one screen.
fn may_look_alike(format: Format, a: &str, b: &str) -> bool {
    let coded = |name: &str| name.contains("-C");
    let of = |name: &str| name.split('-').next().map(str::to_owned);
    let catalogue = |name: &str| name.starts_with("trouble-") || name.starts_with("not-done-");
    catalogue(a) != catalogue(b) || (coded(a) && coded(b)) || (format == Format::Mono && of(a) == of(b))
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

fn named(format: Format, name: &str) -> View {
    gallery::all(format, Language::Japanese).into_iter().find(|(n, _)| n == name).unwrap().1
}

/// The four outcomes of a check.
const OUTCOMES: [&str; 4] = ["valid", "invalid", "pending", "inconsistent"];

fn sign(scene: &Scene) -> Shape {
    let sign = scene.0.iter().find_map(|item| match item {
        Item::Sign(_, Shape::Bars(_), ..) => None,
        Item::Sign(_, shape, ..) => Some(*shape),
        _ => None,
    });
    sign.unwrap()
}

fn all_differ<T: PartialEq + std::fmt::Debug>(things: &[T]) {
    for (n, a) in things.iter().enumerate() {
        for b in &things[n + 1..] {
            assert_ne!(a, b);
        }
    }
}

#[test]
fn the_four_outcomes_differ_in_colour_form_and_word_on_the_large_display() {
    let scenes = OUTCOMES.map(|name| drawn(&named(Format::Colour, name), Format::Colour));
    assert_eq!(scenes.each_ref().map(Scene::title), ["有効", "無効", "未確認", "取得失敗"]);
    all_differ(&scenes.each_ref().map(sign));
    let ground = |scene: &Scene| {
        scene.0.iter().find_map(|item| match item {
            Item::Fill(area, colour) if *area == large::BANNER => Some(*colour),
            _ => None,
        })
    };
    all_differ(&scenes.each_ref().map(|scene| ground(scene).unwrap()));
}

#[test]
fn the_four_outcomes_differ_in_form_sign_and_word_on_the_small_display() {
    let format = Format::Mono;
    let scenes = OUTCOMES.map(|name| drawn(&named(format, name), format));
    assert_eq!(scenes.each_ref().map(Scene::title), ["有効", "無効", "未確認", "取得失敗"]);
    all_differ(&scenes.each_ref().map(sign));
    // The ground of the headline: filled, framed, dashed, half filled.
    let form = |scene: &Scene| -> Vec<String> {
        let grounds = scene.0.iter().filter(|item| match item {
            Item::Fill(area, _) | Item::DashedFrame(area, ..) => overlap(*area, small::BANNER),
            _ => false,
        });
        grounds.map(|item| format!("{item:?}")).collect()
    };
    all_differ(&scenes.each_ref().map(form));
}

#[test]
fn invariant_3_only_a_fresh_valid_verdict_under_contract_wears_the_ring_and_the_form_of_yes() {
    for (format, language) in Format::ALL.into_iter().flat_map(|f| LANGUAGES.map(|l| (f, l))) {
        for (name, view) in gallery::all(format, language) {
            let covered = |coverage| matches!(coverage, desk::Coverage::Covered | desk::Coverage::NoList);
            let good = matches!(view.screen, Screen::Valid { coverage, .. } if covered(coverage));
            let scene = drawn(&view, format);
            let ring = scene.0.iter().any(|item| matches!(item, Item::Sign(_, Shape::Ring, ..)));
            assert_eq!(ring, good, "{name}");
            let form = scene.0.iter().any(|item| match (format, item) {
                // Of the technician's screens ticks and the test picture have the colour too.
                (Format::Colour, Item::Fill(area, colour)) => *colour == GREEN && area.w > 100,
                (Format::Mono, Item::Fill(area, colour)) => *area == small::BANNER && *colour == LIT,
                _ => false,
            });
            assert_eq!(form, good, "{name}");
            let recalled = matches!(view.screen, Screen::Recalled { .. });
            let valid = ["有効", "Valid", "VALID"].contains(&scene.title().as_str());
            assert!(!valid || good || recalled, "{name}");
        }
    }
}

#[test]
fn an_earlier_check_says_so_first_of_all() {
    for (format, language) in Format::ALL.into_iter().flat_map(|f| LANGUAGES.map(|l| (f, l))) {
        for (name, view) in gallery::all(format, language) {
            let again = |screen: &Screen| matches!(screen, Screen::Recalled { .. });
            if again(&view.screen) || matches!(&view.screen, Screen::Details(inner) if again(inner)) {
                let said = drawn(&view, format).texts().join("|");
                let band = ["控え", "LOOKED BACK", "OLD"].iter().any(|word| said.contains(word));
                assert!(
                    band && said.contains("12") || said.contains("5/1") || said.contains("05-01"),
                    "{name}: {said}"
                );
            }
        }
    }
}

#[test]
fn a_lost_character_is_noted_beside_the_kana() {
    let shown = |format, name: &str| drawn(&named(format, name), format).texts().join("|");
    for (format, note) in [(Format::Colour, "●は表示できない字"), (Format::Mono, "●字なし")] {
        let substituted = shown(format, "valid-substituted");
        assert!(substituted.contains("●﨑 試作") && substituted.contains(note), "{substituted}");
        assert!(substituted.contains("ﾖｼﾀﾞ ｼｻｸ") || substituted.contains("ヨシダ シサク"), "{substituted}");
        assert!(!shown(format, "valid").contains('●'));
    }
}

/// Texts required on the first picture of a person, as drawn, with the longest names there are.
#[test]
fn on_the_small_display_a_person_is_shown_by_name_birth_insurer_and_contract() {
    let plain = |text: &str| crate::kana::narrow(text).replace([' ', '\n'], "");
    for (language, (name, view)) in
        LANGUAGES.into_iter().flat_map(|l| gallery::all(Format::Mono, l).into_iter().map(move |p| (l, p)))
    {
        let (person, coverage, judged) = match &view.screen {
            Screen::Valid { person, coverage, judged } => (person, Some(*coverage), judged),
            Screen::Invalid { person: Some(person), judged, .. } => (person, None, judged),
            _ => continue,
        };
        let texts = drawn(&view, Format::Mono).texts();
        let said = plain(&texts.concat());
        let kana = person.name_kana.as_deref().filter(|kana| !kana.is_empty());
        let named = kana.is_some_and(|kana| said.contains(&plain(kana)));
        assert!(named || said.contains(&plain(&person.name)), "{name}: no name");
        let born = Label::Born(person.birthdate.clone());
        assert!(said.contains(&*born.short(language)), "{name}: no birth");
        assert!(said.contains(&judged.reception.to_string()), "{name}: no number");
        if let Some(coverage) = coverage {
            assert!(said.contains(&person.insurer_number), "{name}: no insurer");
            let mark = Verdict::CoverageMark(coverage);
            assert!(said.contains(&plain(&mark.short(language))), "{name}: no contract");
        }
    }
}

#[test]
fn the_small_display_has_the_rest_of_a_person_on_one_further_picture() {
    let valid = drawn(&named(Format::Mono, "valid"), Format::Mono).texts();
    assert!(valid.iter().any(|text| text == "詳細"), "no key leads on: {valid:?}");
    let other = drawn(&named(Format::Mono, "other-speech"), Format::Mono).texts();
    assert!(other.iter().any(|text| text == "くわしい内容"), "no key leads on: {other:?}");
    let valid = &["記号見本12", "番号5071", "枝番01", "負担3割"][..];
    let lost = &["終了 2026/3/31", "事由 他の資格を取得"];
    for (name, own) in
        [("details-valid", valid), ("details-recalled-valid-not-listed", valid), ("details-invalid", lost)]
    {
        let said = drawn(&named(Format::Mono, name), Format::Mono).texts().join("|");
        for text in ["06139992", "見本工業健康保険組合", "012", "戻る"].iter().chain(own) {
            assert!(said.contains(text), "{name}: {text} is not in {said}");
        }
    }
}

#[test]
fn the_queue_is_shown_on_every_screen_with_its_length_and_age() {
    for format in Format::ALL {
        for (name, view) in gallery::busy(format, Language::Japanese) {
            if view.screen != Screen::SelfTest(desk::SelfTestScreen::Panel) {
                let said = drawn(&view, format).texts().join("|");
                assert!(said.contains("2000") && said.contains("47時間"), "{name}: {said}");
            }
        }
    }
}

#[test]
fn the_caption_says_what_the_picture_says() {
    let mut painter = Painter::new(fonts(), Format::Colour);
    let drawn = painter.draw(&named(Format::Colour, "pending"), &mut Frame::default()).unwrap();
    assert_eq!(drawn.title, "未確認");
    for said in ["未確認", "012", "番号を書きとめてください"] {
        assert!(drawn.texts.iter().any(|text| text == said), "{said}: {:?}", drawn.texts);
    }
}
