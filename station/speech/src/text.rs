//! Text for an engine: one line, readable characters, limited pieces.
//!
//! It exists because engines read neither half-width kana nor more than one line. Promise: copies of the text are wiped.

use zeroize::Zeroizing;

/// Bytes of one line for Open JTalk, whose buffer holds 1,023 with the line's end (read from its source,
/// `open_jtalk.c`: `MAXBUFLEN` 1024).
const PIECE: usize = 900;
/// Full-width kana by half-width ones, U+FF66 to U+FF9F.
const KANA: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";

/// One line: half-width kana, which the centre uses for names, become full-width ones; line ends become full stops; other
/// control characters are removed.
pub fn normal(text: &str) -> Zeroizing<String> {
    // Allocated at full size: growing would leave copies behind.
    let mut out = Zeroizing::new(String::with_capacity(text.len() + 64));
    for character in text.trim().chars() {
        match (character, out.chars().next_back()) {
            ('ﾞ' | 'ﾟ', Some(last)) if marked(last, character).is_some() => {
                out.pop();
                out.extend(marked(last, character));
            }
            ('\n', Some('。' | '、') | None) => {}
            ('\n', _) => out.push('。'),
            _ if character.is_control() => {}
            _ => out.push(full_width(character)),
        }
    }
    out
}

fn full_width(character: char) -> char {
    let place = (character as usize).checked_sub(0xFF66);
    place.and_then(|place| KANA.chars().nth(place)).unwrap_or(character)
}

/// A kana with its mark. Kana with marks follow the ones without, in the order of Unicode.
fn marked(kana: char, mark: char) -> Option<char> {
    let step = match (kana, mark) {
        ('ウ', 'ﾞ') => return Some('ヴ'),
        ('ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ', 'ﾟ') => 2,
        ('カ'..='ト' | 'ハ'..='ホ', 'ﾞ') if is_plain(kana) => 1,
        _ => return None,
    };
    char::from_u32(kana as u32 + step)
}

fn is_plain(kana: char) -> bool {
    KANA.contains(kana) && kana != 'ッ'
}

/// Pieces of limited length, cut at full stops where possible.
pub fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while rest.len() > PIECE {
        let (head, tail) = rest.split_at(cut(rest));
        pieces.push(head);
        rest = tail;
    }
    pieces.push(rest);
    pieces.retain(|piece| piece.chars().any(char::is_alphanumeric));
    pieces
}

/// Offset of the cut: after the last full stop that fits, else comma or space, else the last character.
fn cut(text: &str) -> usize {
    let fits = |at: &usize| *at <= PIECE;
    let after =
        |stops: &[char]| text.match_indices(stops).map(|(at, stop)| at + stop.len()).take_while(fits).last();
    let anywhere = || text.char_indices().map(|(at, _)| at).take_while(fits).last();
    after(&['。', '.']).or_else(|| after(&['、', ' ', '　'])).or_else(anywhere).unwrap_or(text.len())
}

/// Text that eSpeak NG can read: a kanji without a reading becomes a pause, not "Chinese letter".
pub fn without_kanji(text: &str) -> String {
    text.chars().map(|c| if is_read(c) { c } else { '、' }).collect()
}

fn is_read(character: char) -> bool {
    character.is_ascii()
        || matches!(character, 'ぁ'..='ゖ' | 'ァ'..='ー' | '、' | '。' | '　' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_width_kana_with_their_marks_become_full_width_ones() {
        for (half, full) in [
            ("ﾔﾏﾀﾞ ﾊﾅｺ", "ヤマダ ハナコ"),
            ("ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ ｶﾞｷﾞｸﾞｹﾞｺﾞ", "パピプペポ ガギグゲゴ"),
            ("ﾁｮｯｺ ﾂﾞ ｳﾞ ｼﾞｭﾝ ﾄﾞ ﾎﾞ ｦ ﾝ ﾞ ｱﾞ", "チョッコ ヅ ヴ ジュン ド ボ ヲ ン ゛ ア゛"),
            ("山田花子 123", "山田花子 123"),
        ] {
            assert_eq!(normal(half).as_str(), full);
        }
    }

    #[test]
    fn a_text_is_one_line_whatever_it_was() {
        assert_eq!(normal(" 一行目\r\n二行目。\n三行目\t\u{7}\n ").as_str(), "一行目。二行目。三行目");
        assert_eq!(normal("\n\n").as_str(), "");
    }

    #[test]
    fn long_texts_go_in_pieces_that_end_with_a_sentence_and_lose_nothing() {
        let sentence = "これは三十文字より短い文です。";
        let long = sentence.repeat(40);
        let cut = pieces(&long);
        assert!(cut.len() > 1 && cut.iter().all(|piece| piece.len() <= PIECE && piece.ends_with('。')));
        assert_eq!(cut.concat(), long);
        let endless = "あ".repeat(1_000);
        assert_eq!(pieces(&endless).concat(), endless);
        assert!(pieces(&endless).iter().all(|piece| piece.len() <= PIECE));
        assert_eq!(pieces("。。、"), [""; 0], "nothing but pauses is nothing");
    }

    #[test]
    fn a_character_without_a_reading_is_a_pause() {
        assert_eq!(without_kanji("ユーコー𠮷タ●デス 12。\n"), "ユーコー、タ、デス 12。\n");
    }
}
