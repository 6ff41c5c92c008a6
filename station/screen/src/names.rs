//! Writing of persons' data: names with characters that no font has, dates in both calendars, shares.

use crate::font::{Fonts, Letter, SUBSTITUTE, Shown, joined, letters};

/// Characters that could not be drawn as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Loss {
    /// Some characters are shown as ●.
    pub(crate) substituted: bool,
    /// Variants (IVS) are shown in their ordinary form.
    pub(crate) variant: bool,
}

/// The text with ● for characters that no font has, and without selectors of variants that no font has.
pub(crate) fn drawable(fonts: &Fonts, text: &str) -> String {
    let mut drawable = String::with_capacity(text.len());
    for letter in letters(&joined(text)) {
        match shown(fonts, letter) {
            Shown::Exactly => letter.write(&mut drawable),
            Shown::Ordinarily => drawable.push(letter.base),
            Shown::Not => drawable.push(SUBSTITUTE),
        }
    }
    drawable
}

/// The loss of [`drawable`] for a text.
pub(crate) fn loss(fonts: &Fonts, text: &str) -> Loss {
    letters(&joined(text)).fold(Loss::default(), |loss, letter| match shown(fonts, letter) {
        Shown::Exactly => loss,
        Shown::Ordinarily => Loss { variant: true, ..loss },
        Shown::Not => Loss { substituted: true, ..loss },
    })
}

/// Line feeds are no characters: they end lines.
fn shown(fonts: &Fonts, letter: Letter) -> Shown {
    if letter.base == '\n' { Shown::Exactly } else { fonts.shown(letter) }
}

/// Begin of each era (the first day, yyyyMMdd), its name, and the year before its first.
const ERAS: [(u32, &str, u32); 5] = [
    (20190501, "令和", 2018),
    (19890108, "平成", 1988),
    (19261225, "昭和", 1925),
    (19120730, "大正", 1911),
    (18681023, "明治", 1867),
];

/// `19610401` as `昭和36年（1961）4月1日`. A text that is no date (some have month 00) is given as it is.
pub(crate) fn date(yyyymmdd: &str) -> String {
    let Some((year, month, day)) = parts(yyyymmdd) else { return yyyymmdd.to_owned() };
    let number = year * 10_000 + month * 100 + day;
    let Some((_, era, before)) = ERAS.iter().find(|(begin, ..)| number >= *begin) else {
        return format!("{year}年{month}月{day}日");
    };
    let year_of_era = match year - before {
        1 => "元".to_owned(),
        n => n.to_string(),
    };
    format!("{era}{year_of_era}年({year}) {month}月{day}日")
}

fn parts(yyyymmdd: &str) -> Option<(u32, u32, u32)> {
    let digits = yyyymmdd.len() == 8 && yyyymmdd.bytes().all(|b| b.is_ascii_digit());
    let part = |range: std::ops::Range<usize>| yyyymmdd.get(range)?.parse::<u32>().ok();
    let (year, month, day) = digits.then(|| Some((part(0..4)?, part(4..6)?, part(6..8)?)))??;
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
}

/// `030` (30 %) as `3割`; other shares in per cent; nonsense as nothing.
pub(crate) fn share(ratio: &str) -> Option<String> {
    let percent: u32 = ratio.parse().ok().filter(|p| *p <= 100)?;
    Some(if percent.is_multiple_of(10) { format!("{}割", percent / 10) } else { format!("{percent}%") })
}

/// `19610401` as `1961/4/1`; a text that is no date is given as it is.
pub(crate) fn plain_date(yyyymmdd: &str) -> String {
    match jiff::civil::Date::strptime("%Y%m%d", yyyymmdd) {
        Ok(date) if yyyymmdd.len() == 8 => date.strftime("%Y/%-m/%-d").to_string(),
        _ => yyyymmdd.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DEFAULT_FONT;

    #[test]
    fn dates_are_written_in_both_calendars_and_eras_begin_on_their_day() {
        for (text, written) in [
            ("19610401", "昭和36年(1961) 4月1日"),
            ("20190501", "令和元年(2019) 5月1日"),
            ("20190430", "平成31年(2019) 4月30日"),
            ("19890107", "昭和64年(1989) 1月7日"),
            ("19261224", "大正15年(1926) 12月24日"),
            ("19610400", "19610400"),
            ("昭和", "昭和"),
        ] {
            assert_eq!(date(text), written);
        }
    }

    #[test]
    fn shares_are_tenths() {
        assert_eq!(share("030").as_deref(), Some("3割"));
        assert_eq!(share("015").as_deref(), Some("15%"));
        assert_eq!((share("x"), share("900")), (None, None));
    }

    #[test]
    fn characters_of_no_font_become_a_dot_and_are_counted() {
        let fonts = Fonts::load(&[DEFAULT_FONT]).unwrap();
        assert_eq!(drawable(&fonts, "見\u{2ffff}本"), "見●本");
        assert_eq!(drawable(&fonts, "見\u{e01ef}本"), "見本");
        assert_eq!(loss(&fonts, "見\u{e01ef}本"), Loss { substituted: false, variant: true });
        assert_eq!(drawable(&fonts, "葛\u{e0100}城"), "葛\u{e0100}城");
        assert_eq!(loss(&fonts, "葛\u{e0100}城\nか\u{3099}"), Loss::default());
        assert_eq!(loss(&fonts, "見\u{2ffff}本"), Loss { substituted: true, variant: false });
        assert_eq!(loss(&fonts, "髙﨑"), Loss::default());
    }
}
