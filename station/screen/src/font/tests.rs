#![expect(clippy::disallowed_methods, reason = "a disk that hangs is real time here")]

use super::bytes::Bytes;
use super::*;
use crate::format::Format;

fn fonts() -> Fonts {
    Fonts::load(&DEFAULT_FONTS).unwrap()
}

/// The one letter of a text.
fn letter(text: &str) -> Letter {
    let mut letters = letters(text);
    let letter = letters.next().unwrap();
    assert!(letters.next().is_none(), "{text} is one letter");
    letter
}

/// Index of the font that has a letter, and its glyph there.
fn source(fonts: &Fonts, text: &str) -> (usize, u16) {
    let source = fonts.place(letter(text)).unwrap().source;
    (source.font, source.glyph)
}

const BIZ: usize = 0;
const IPAMJ: usize = 1;
const DEJAVU: usize = 2;

#[test]
fn a_full_width_character_fills_the_em_square_and_a_half_width_one_half_of_it() {
    let fonts = fonts();
    assert_eq!(fonts.width("有効", 20), 40.0);
    assert_eq!(fonts.width("ｶﾅ12", 20), 40.0);
    assert_eq!(fonts.width("𠮷𩸽", 20), 40.0, "in the second font too");
    assert_eq!(fonts.width("葛\u{e0100}城", 20), 40.0, "a selector has no width");
}

#[test]
fn characters_come_from_the_first_font_that_has_them() {
    let fonts = fonts();
    for common in ["髙", "﨑", "齋", "邊", "濵", "ｶ", "é", "\u{fa19}"] {
        assert_eq!(source(&fonts, common).0, BIZ, "{common}");
    }
    // Family-name kanji of the second and the third plane, and of the extensions of the first.
    for rare in ["𠮷", "\u{3404}", "\u{2a716}", "\u{2b740}", "\u{2b825}", "\u{2ceb0}"] {
        assert_eq!(source(&fonts, rare).0, IPAMJ, "{rare}");
    }
    assert_eq!(source(&fonts, "ễ").0, DEJAVU);
    assert_eq!(fonts.shown(letter("\u{2ffff}")), Shown::Not);
    assert_eq!(fonts.shown(letter("한")), Shown::Not, "no font here has Hangul");
}

#[test]
fn a_variant_is_drawn_from_the_first_font_that_knows_it() {
    let fonts = fonts();
    // Adobe-Japan1, in BIZ UDGothic: a glyph of its own, and the ordinary one by the font's own word.
    assert_ne!(source(&fonts, "葛\u{e0100}"), source(&fonts, "葛"));
    assert_eq!(source(&fonts, "葛\u{e0101}"), source(&fonts, "葛"));
    // Moji_Joho, in IPAmj Mincho only.
    let (font, glyph) = source(&fonts, "邊\u{e0110}");
    assert_eq!((font, glyph != source(&fonts, "邊").1), (IPAMJ, true));
    // Unicode's own: the selected form is that of the compatibility ideograph.
    assert_eq!(source(&fonts, "神\u{fe00}"), source(&fonts, "\u{fa19}"));
    for known in ["葛\u{e0100}", "葛\u{e0101}", "邊\u{e0110}", "神\u{fe00}"] {
        assert_eq!(fonts.shown(letter(known)), Shown::Exactly, "{known}");
    }
}

#[test]
fn a_form_that_no_font_has_is_drawn_as_the_ordinary_one_and_known_as_such() {
    let fonts = fonts();
    assert_eq!(fonts.shown(letter("見\u{e01ef}")), Shown::Ordinarily);
    assert_eq!(source(&fonts, "見\u{e01ef}"), source(&fonts, "見"));
    // A compatibility ideograph of Korea (來 by U+F92D) that BIZ UDGothic does not have.
    let biz = Fonts::load(&[DEFAULT_FONT]).unwrap();
    assert_eq!(biz.shown(letter("\u{f92d}")), Shown::Ordinarily);
    assert_eq!(source(&biz, "\u{f92d}"), source(&biz, "來"));
    assert_eq!(fonts.shown(letter("\u{2ffff}\u{e0100}")), Shown::Not);
}

#[test]
fn the_caches_stay_within_their_bounds() {
    let (fonts, mut cache) = (Fonts::load(&[DEFAULT_FONT]).unwrap(), Cache::new(Format::Colour));
    for character in '\u{4e00}'..'\u{5600}' {
        cache.glyph(&fonts, character.into(), 34, true);
        assert!(cache.bytes() <= glyph::CACHE_BYTES);
        assert!(fonts.known().len() <= KNOWN);
    }
}

#[test]
fn a_missing_or_broken_first_font_is_told_with_its_path_and_its_package() {
    let missing = Fonts::load(&["/nowhere/font.ttf"]).err().unwrap().to_string();
    assert!(missing.starts_with("S301 ") && missing.contains(": /nowhere/font.ttf: "), "{missing}");
    assert!(hint(Path::new(DEFAULT_FONT)).contains("fonts-morisawa-bizud-gothic"));
    let file = tempfile::NamedTempFile::new().unwrap();
    for (bytes, what) in [
        (&b""[..], "no TrueType font"),
        (b"no font, but somewhat longer than sixteen bytes", "no TrueType font"),
        (b"OTTO\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "PostScript"),
        (b"\0\x01\0\0\0\x01\0\0\0\0\0\0head", "ends too early"),
    ] {
        std::fs::write(file.path(), bytes).unwrap();
        let error = Fonts::load(&[file.path()]).err().unwrap().to_string();
        assert!(error.starts_with("S302 ") && error.contains(": /") && error.contains(what), "{error}");
    }
    assert!(matches!(Fonts::load::<&str>(&[]), Err(FontError::Empty)));
}

#[test]
fn a_fall_back_font_that_is_not_there_is_left_out_and_told() {
    let fonts = Fonts::load(&[DEFAULT_FONT, "/nowhere/rare.ttf"]).unwrap();
    let told: Vec<_> = fonts.left_out().iter().map(ToString::to_string).collect();
    assert!(matches!(told.as_slice(), [one] if one.contains("/nowhere/rare.ttf")), "{told:?}");
    assert_eq!(fonts.shown(letter("𠮷")), Shown::Not);
    assert_eq!(fonts.shown(letter("見")), Shown::Exactly);
    assert!(self::fonts().left_out().is_empty());
}

#[test]
fn a_hanging_disk_costs_a_picture_its_patience_once_and_the_next_one_has_the_name() {
    let (disk, fault) = faulty_disk::FaultyDisk::new(FALLBACK_FONT);
    let (face, glyphs) = Face::open(Box::new(disk)).unwrap();
    let mut fonts = Fonts::load(&[DEFAULT_FONT]).unwrap();
    fonts.fonts.push(Font { face, outlines: Outlines::Disk(DiskGlyphs::new(glyphs)) });
    let name = "𠮷\u{3404}\u{2a716}田";
    let hanging = fault.hang();
    fonts.begin();
    let began = Instant::now();
    assert_eq!(crate::names::drawable(&fonts, name), "●●●田");
    assert!(crate::names::loss(&fonts, name).substituted && fonts.late());
    // All of them together, not each; the machine may be busy.
    assert!(began.elapsed() < 20 * PATIENCE && fonts.patience.load(Ordering::Relaxed) == 0);
    drop(hanging);
    let deadline = Instant::now() + Duration::from_secs(30);
    // A busy machine may need several pictures before one has all of it in time.
    let whole = || crate::names::drawable(&fonts, name) == name && !fonts.late();
    while !whole() {
        assert!(Instant::now() < deadline, "never drawn");
        fonts.begin();
    }
    assert!(!crate::names::loss(&fonts, name).substituted);
}

#[test]
fn every_variant_that_ipamj_mincho_lists_is_drawn() {
    let (face, glyphs) = Face::open(Box::new(File::open(FALLBACK_FONT).unwrap())).unwrap();
    let selectors: Vec<char> = ('\u{fe00}'..='\u{fe02}').chain('\u{e0100}'..='\u{e011f}').collect();
    let sequences = ('\u{3400}'..='\u{2ffff}').flat_map(|c| selectors.iter().map(move |s| (c, *s)));
    let found = sequences.filter_map(|(c, s)| face.variant(c, s)).inspect(|glyph| {
        assert!(!glyphs.outline(*glyph).unwrap().strokes.is_empty(), "glyph {glyph}");
    });
    assert_eq!(found.count(), 11_474);
}

/// Every glyph that a font has for a character, drawn; how many there are.
fn sweep(face: &Face, glyphs: &Glyphs) -> usize {
    let characters = ('\u{20}'..='\u{3ffff}').filter_map(|c| face.glyph(c).map(|glyph| (c, glyph)));
    let drawn = characters.map(|(character, glyph)| {
        let outline = glyphs.outline(glyph).unwrap_or_else(|e| panic!("{character:?}: {e}"));
        assert!(face.width(glyph).is_some_and(|ems| (0.0..4.0).contains(&ems)), "{character:?}");
        let ideograph = matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..);
        let picture = glyph::draw(&outline, 16, false);
        assert!(!ideograph || picture.is_some_and(|p| p.coverage.iter().any(|c| *c > 100)), "{character:?}");
    });
    drawn.count()
}

#[test]
fn every_character_of_the_fonts_can_be_drawn_in_bounded_time() {
    let began = Instant::now();
    for (path, at_least) in [(DEFAULT_FONT, 11_000), (FALLBACK_FONT, 54_000), (LATIN_FONT, 5_000)] {
        let (face, glyphs) = Face::open(Box::new(File::open(path).unwrap())).unwrap();
        let count = sweep(&face, &glyphs);
        assert!(count > at_least, "{path}: {count}");
    }
    // Some 70,000 of them, on a busy machine.
    assert!(began.elapsed() < Duration::from_secs(120), "{:?}", began.elapsed());
}

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// Some glyphs of a damaged font: whether any could be drawn.
fn try_out(bytes: Vec<u8>) -> bool {
    let bytes: Box<dyn Bytes> = Box::new(bytes.into_boxed_slice());
    let Ok((face, glyphs)) = Face::open(bytes) else { return false };
    let mut drawn = 0;
    for character in "Aé1ễṩﬁǻあ見ｶ\u{fa19}".chars() {
        let glyph = face.glyph(character).unwrap_or_default();
        face.variant(character, '\u{e0100}');
        face.width(glyph);
        if let Ok(outline) = glyphs.outline(glyph) {
            drawn += usize::from(glyph::draw(&outline, 34, true).is_some());
        }
    }
    drawn > 0
}

#[test]
fn damaged_fonts_give_errors_or_other_pictures_but_never_a_panic_or_a_hang() {
    let (mut dice, mut good, mut bad) = (Dice(0x9e37_79b9_7f4a_7c15), 0, 0);
    let whole = std::fs::read(LATIN_FONT).unwrap();
    // The header and its tables are small: half of the damage goes there.
    for round in 0..600 {
        let mut bytes = whole.clone();
        match round % 3 {
            0 => bytes.truncate(dice.below(whole.len())),
            1 => (0..8).for_each(|_| bytes[dice.below(512)] ^= 1 << dice.below(8)),
            _ => (0..20_000).for_each(|_| bytes[dice.below(whole.len())] = dice.below(256) as u8),
        }
        if try_out(bytes) { good += 1 } else { bad += 1 }
    }
    assert!(good > 50 && bad > 50, "both happen: {good} {bad}");
}

#[test]
fn a_glyph_made_of_itself_is_damaged_and_takes_no_time() {
    let mut bytes = std::fs::read(LATIN_FONT).unwrap();
    let (face, glyphs) = Face::open(Box::new(bytes.clone().into_boxed_slice())).unwrap();
    let glyph = face.glyph('é').unwrap();
    // Place of the glyph, by the table of places (whose entries DejaVu has in the long form).
    let entry = glyphs.loca.0 as usize + 4 * usize::from(glyph);
    let place = bytes::u32_at(&bytes, entry).unwrap() as usize + glyphs.glyf.0 as usize;
    assert_eq!(bytes::u16_at(&bytes, place), Some(0xffff), "made of others");
    bytes[place + 12..place + 14].copy_from_slice(&glyph.to_be_bytes());
    let (_, glyphs) = Face::open(Box::new(bytes.into_boxed_slice())).unwrap();
    assert_eq!(glyphs.outline(glyph).unwrap_err().kind(), std::io::ErrorKind::InvalidData);
}
