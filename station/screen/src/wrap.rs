//! Where lines break: at line feeds, between words of Latin text, at the end of a Japanese phrase where one is near,
//! else between characters, and never before a full stop.

use crate::font::Fonts;

/// A text's characters with their widths, in em.
pub(crate) fn glyphs(fonts: &Fonts, text: &str) -> Vec<Glyph> {
    text.chars().map(|c| (c, fonts.ems(c))).collect()
}

/// The end of a word left alone on a line.
pub(crate) fn is_widow(line: &str) -> bool {
    (1..=2).contains(&line.chars().count())
}

/// Characters that do not begin a line (kinsoku).
const NOT_FIRST: &str = "。、）」】・ー!?！？ゃゅょっ,.)";

/// Lines of at most `width` pixels. Breaks at line feeds, between words of Latin text, else between characters.
pub(crate) fn wrap(glyphs: &[Glyph], size: u16, width: i32) -> Vec<String> {
    let most = width as f32 / f32::from(size);
    glyphs.split(|(character, _)| *character == '\n').flat_map(|line| wrap_line(line, most)).collect()
}

/// A character and how wide it is, in em.
pub(crate) type Glyph = (char, f32);

fn wrap_line(glyphs: &[Glyph], most: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut wide = 0.0;
    let mut widths: Vec<f32> = Vec::new();
    for (character, advance) in glyphs {
        line.push(*character);
        widths.push(*advance);
        wide += advance;
        if wide <= most || widths.len() == 1 {
            continue;
        }
        let rest = line.split_off(break_at(&line));
        lines.push(line.trim_end().to_owned());
        line = rest.trim_start().to_owned();
        widths.drain(..widths.len() - line.chars().count());
        wide = widths.iter().sum();
    }
    lines.push(line);
    lines
}

/// Where to break a line of at least two characters that is too long by its last: a byte index above 0.
fn break_at(line: &str) -> usize {
    let last = line.char_indices().next_back().map_or(0, |(at, _)| at);
    let latin = |c: char| c.is_ascii_graphic();
    let tail = line.get(last..).and_then(|t| t.chars().next()).unwrap_or(' ');
    let before = line.get(..last).and_then(|t| t.chars().next_back()).unwrap_or(' ');
    if latin(tail) && latin(before) {
        // In the middle of a word: break before it, unless it is the whole line.
        return line.rfind(' ').filter(|at| *at > 0).map_or(last, |at| at + 1);
    }
    phrase(line, last).unwrap_or_else(|| {
        // Not before a full stop or the like: take the character before it along.
        let along = line.char_indices().rev().nth(1).map(|(at, _)| at).filter(|at| *at > 0);
        along.filter(|_| NOT_FIRST.contains(tail)).unwrap_or(last)
    })
}

/// Characters to look back for the end of a phrase.
const LOOK_BACK: usize = 7;

/// Where a phrase ends in the second half of a line: after a comma, or where kana of an ending is followed by a
/// character that begins a word. Names of people and insurers have no such places.
fn phrase(line: &str, last: usize) -> Option<usize> {
    let hiragana = |c: char| ('ぁ'..='ん').contains(&c);
    let begins = |c: char| !hiragana(c) && !NOT_FIRST.contains(c);
    // Between given name and family name, wherever in the second half that is.
    let space = line.rfind([' ', '\u{3000}']).filter(|at| *at > line.len() / 2);
    if let Some(at) = space {
        return line.get(at..).and_then(|rest| rest.chars().next()).map(|c| at + c.len_utf8());
    }
    let places: Vec<(usize, char)> = line.char_indices().collect();
    let ends = places.windows(2).rev().take(LOOK_BACK).filter_map(|pair| match pair {
        [(_, before), (at, after)] => (*at, *before, *after).into(),
        _ => None,
    });
    let end = |(at, before, after): &(usize, char, char)| {
        *at <= last && *at > line.len() / 2 && (*before == '、' || hiragana(*before)) && begins(*after)
    };
    ends.into_iter().find(end).map(|(at, ..)| at)
}

/// The lines that there is room for, the last one ending with an ellipsis.
pub(crate) fn cut(fonts: &Fonts, glyphs: &[Glyph], size: u16, width: i32, lines: usize) -> Vec<String> {
    let mut kept = wrap(glyphs, size, width);
    kept.truncate(lines.max(1));
    if let Some(last) = kept.last_mut() {
        while fonts.width(last, size) + fonts.advance('…', size) > width as f32 && last.pop().is_some() {}
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
