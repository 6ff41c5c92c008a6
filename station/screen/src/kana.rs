//! Katakana in half width, as insurers' data have the kana of names and as a small display needs long names; and in
//! full width, as a speech engine reads it.

/// Full-width katakana and what stands for each in half width (JIS X 0201).
const PLAIN: [(&str, &str); 2] = [
    (
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
    ),
    ("ァィゥェォッャュョー・「」。、", "ｧｨｩｪｫｯｬｭｮｰ･｢｣｡､"),
];
/// Voiced ones: two characters in half width.
const VOICED: (&str, &str, char) =
    ("ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ", "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎｳ", 'ﾞ');
/// The half-voiced.
const HALF_VOICED: (&str, &str, char) = ("パピプペポ", "ﾊﾋﾌﾍﾎ", 'ﾟ');

fn partner(from: &str, to: &str, character: char) -> Option<char> {
    from.chars().zip(to.chars()).find_map(|(a, b)| (a == character).then_some(b))
}

/// In half width, where there is one: katakana, and Latin letters, digits and spaces.
pub(crate) fn narrow(text: &str) -> String {
    let mut narrow = String::with_capacity(text.len());
    for character in text.chars() {
        let plain = PLAIN.iter().find_map(|(full, half)| partner(full, half, character));
        let marked = [VOICED, HALF_VOICED]
            .into_iter()
            .find_map(|(full, half, mark)| partner(full, half, character).map(|base| (base, mark)));
        match (plain, marked, character) {
            (Some(half), ..) => narrow.push(half),
            (None, Some((base, mark)), _) => narrow.extend([base, mark]),
            (None, None, '\u{3000}') => narrow.push(' '),
            (None, None, '！'..='～') => {
                narrow.push(char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character));
            }
            (None, None, other) => narrow.push(other),
        }
    }
    narrow
}

/// Katakana in full width; everything else as it is.
pub(crate) fn wide(text: &str) -> String {
    let mut wide = String::with_capacity(text.len() * 2);
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let marked = [VOICED, HALF_VOICED].into_iter().find_map(|(full, half, mark)| {
            let next = rest.peek().is_some_and(|next| *next == mark);
            partner(half, full, character).filter(|_| next)
        });
        if let Some(full) = marked {
            rest.next();
            wide.push(full);
            continue;
        }
        let plain = PLAIN.iter().find_map(|(full, half)| partner(half, full, character));
        wide.push(plain.unwrap_or(character));
    }
    wide
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn katakana_goes_there_and_back_and_kanji_stay() {
        let full = "クリスティーナ・ヴァージニア パピー見本";
        let half = "ｸﾘｽﾃｨｰﾅ･ｳﾞｧｰｼﾞﾆｱ ﾊﾟﾋﾟｰ見本";
        assert_eq!((narrow(full), wide(half)), (half.to_owned(), full.to_owned()));
        assert_eq!(narrow("Ａ１　ｂ"), "A1 b");
    }

    #[test]
    fn every_full_width_character_has_its_half() {
        for (full, half) in PLAIN {
            assert_eq!(full.chars().count(), half.chars().count());
        }
        for (full, half, _) in [VOICED, HALF_VOICED] {
            assert_eq!(full.chars().count(), half.chars().count());
        }
    }
}
