//! Line breaking: at line feeds, between words of Latin text, at the end of a Japanese phrase where one is near,
//! else between characters, and never before a full stop.

use crate::font::{Fonts, Letter, letters};

/// A letter and how wide it is, in em.
#[derive(Clone, Copy)]
pub(crate) struct Glyph {
    letter: Letter,
    ems: f32,
}

/// A text's letters with their widths.
pub(crate) fn glyphs(fonts: &Fonts, text: &str) -> Vec<Glyph> {
    letters(text).map(|letter| Glyph { letter, ems: fonts.ems(letter) }).collect()
}

/// The end of a word left alone on a line, with or without a full stop.
pub(crate) fn is_widow(line: &str) -> bool {
    (1..=2).contains(&letters(line).filter(|letter| !not_first(letter.base)).count())
}

/// Characters that do not begin a line (kinsoku).
const NOT_FIRST: &str = "。、）」】・ー!?！？ゃゅょっ,.)";

fn not_first(character: char) -> bool {
    // Marks that could not be joined with the letters they belong to.
    let mark = matches!(character, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | 'ﾞ' | 'ﾟ');
    mark || NOT_FIRST.contains(character)
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{3000}')
}

/// Lines of at most `width` pixels. Breaks at line feeds, between words of Latin text, else between characters.
pub(crate) fn wrap(glyphs: &[Glyph], size: u16, width: i32) -> Vec<String> {
    let most = width as f32 / f32::from(size);
    glyphs.split(|glyph| glyph.letter.base == '\n').flat_map(|line| wrap_line(line, most)).collect()
}

fn wrap_line(mut rest: &[Glyph], most: f32) -> Vec<String> {
    let mut lines = Vec::new();
    while let Some(too_long) = too_long(rest, most) {
        let (line, next) = rest.split_at(break_at(too_long));
        lines.push(written(line).trim_end().to_owned());
        let spaces = next.iter().take_while(|glyph| is_space(glyph.letter.base)).count();
        rest = next.get(spaces..).unwrap_or_default();
    }
    lines.push(written(rest));
    lines
}

fn written(glyphs: &[Glyph]) -> String {
    let mut text = String::new();
    glyphs.iter().for_each(|glyph| glyph.letter.write(&mut text));
    text
}

/// The beginning that is too wide by its last letter; of at least two letters.
fn too_long(glyphs: &[Glyph], most: f32) -> Option<&[Glyph]> {
    let mut wide = 0.0;
    let last = glyphs.iter().enumerate().position(|(n, glyph)| {
        wide += glyph.ems;
        wide > most && n > 0
    });
    glyphs.get(..=last?)
}

/// The number of letters to keep of a line of at least two letters that is too long by its last.
fn break_at(line: &[Glyph]) -> usize {
    let last = line.len().saturating_sub(1);
    let at = |n: usize| line.get(n).map_or(' ', |glyph| glyph.letter.base);
    if at(last).is_ascii_graphic() && at(last - 1).is_ascii_graphic() {
        // In the middle of a word: break before it, unless it is the whole line.
        let space = line.iter().rposition(|glyph| glyph.letter.base == ' ').filter(|n| *n > 0);
        return space.map_or(last, |n| n + 1);
    }
    // Not before a full stop or the like: take the character before it along.
    let along = || Some(last - 1).filter(|n| *n > 0 && not_first(at(last)));
    phrase(line).or_else(along).unwrap_or(last)
}

/// Characters to look back for the end of a phrase.
const LOOK_BACK: usize = 7;

/// The end of a phrase in the second half of a line: after a comma, or where kana of an ending is followed by a
/// character that begins a word. Names of people and insurers have no such places.
fn phrase(line: &[Glyph]) -> Option<usize> {
    let hiragana = |c: char| ('ぁ'..='ん').contains(&c);
    let begins = |c: char| !hiragana(c) && !not_first(c);
    let half = line.len() / 2;
    // Between given name and family name, wherever in the second half that is.
    let space = line.iter().rposition(|glyph| is_space(glyph.letter.base)).filter(|n| *n > half);
    if let Some(space) = space {
        return Some(space + 1);
    }
    let ends = line.windows(2).enumerate().rev().take(LOOK_BACK).find(|(n, pair)| match pair {
        [before, after] => {
            let (before, after) = (before.letter.base, after.letter.base);
            n + 1 > half && (before == '、' || hiragana(before)) && begins(after)
        }
        _ => false,
    });
    ends.map(|(n, _)| n + 1)
}

/// The first lines that fit, the last one ending with an ellipsis.
pub(crate) fn cut(fonts: &Fonts, glyphs: &[Glyph], size: u16, width: i32, lines: usize) -> Vec<String> {
    let mut kept = wrap(glyphs, size, width);
    kept.truncate(lines.max(1));
    if let Some(last) = kept.last_mut() {
        while fonts.width(last, size) + fonts.width("…", size) > width as f32 && last.pop().is_some() {}
        last.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DEFAULT_FONT;

    fn lines(text: &str, size: u16, width: i32) -> Vec<String> {
        let fonts = Fonts::load(&[DEFAULT_FONT]).unwrap();
        wrap(&glyphs(&fonts, text), size, width)
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(lines("certificate is revoked", 12, 80), ["certificate", "is revoked"]);
        assert_eq!(lines("見本見本　見本見本", 12, 80), ["見本見本", "見本見本"]);
    }

    #[test]
    fn no_line_begins_with_a_full_stop() {
        assert_eq!(lines("見本見本。", 12, 50), ["見本見", "本。"]);
    }

    #[test]
    fn lines_break_where_a_phrase_ends() {
        assert_eq!(lines("回線が戻るまで別の方法で確認", 12, 122), ["回線が戻るまで別の", "方法で確認"]);
    }

    #[test]
    fn whatever_the_text_nothing_is_lost_and_no_line_is_too_wide() {
        for text in [
            "",
            "a",
            "。。。。。。",
            "   ",
            "ｶﾅ ｶﾅｶﾅｶﾅｶﾅｶﾅ",
            "abcdefghijklmnopqrstuvwxyz",
            "あいうえおかきくけこ、さしすせそ",
        ] {
            for width in [13, 30, 61, 200] {
                let lines = lines(text, 12, width);
                let bare = |t: &str| t.replace([' ', '\u{3000}'], "");
                assert_eq!(bare(&lines.concat()), bare(text));
                let fonts = Fonts::load(&[DEFAULT_FONT]).unwrap();
                assert!(
                    lines.iter().all(|l| fonts.width(l, 12) <= width as f32),
                    "{text:?} {width}: {lines:?}"
                );
            }
        }
    }
}
