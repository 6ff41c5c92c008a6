//! The identity of a person in one row or two: kana, date of birth and name, and the insurer's number where it has no
//! other place.
//!
//! Texts have at least ten pixels, for which strikes exist. Where not everything fits, parts move in this order: the
//! insurer's number goes beside the keys, the date of birth beside the name, then the name to the kana, which are broken
//! into two lines at last.

use super::{Page, WIDTH, line};
use crate::kana;
use crate::names::{self, Loss};
use crate::scene::{Area, Style};
use crate::texts::{Label, Translate, Verdict};
use wire::Person;

/// Between the left and the right of a row.
const BETWEEN: i32 = 4;
/// Largest and smallest sizes.
const KANA: (u16, u16) = (12, 10);
const NAME: (u16, u16) = (14, 10);

/// The identity of a person.
pub(super) struct Identity {
    name: String,
    /// As large as they come, then as narrow: in full width and in half width.
    kana: [String; 2],
    born: String,
}

/// A row: something at the left, as large as fits between two sizes, and something at the right.
pub(super) struct Row<'a>(&'a str, (u16, u16), &'a str);

/// Parts of an identity that did not fit into the rows.
#[derive(Default)]
pub(super) struct Left<'a> {
    pub(super) number: Option<&'a str>,
    pub(super) born: Option<&'a str>,
}

/// Two rows, and what they leave out.
type Way<'a> = (Left<'a>, [Row<'a>; 2]);

impl Identity {
    pub(super) fn of(page: &Page, person: &Person) -> Self {
        let kana = person.name_kana.as_deref().unwrap_or("").trim();
        let none = Verdict::NoName.short(page.language);
        let born = Label::Born(person.birthdate.clone());
        Self {
            name: if person.name.is_empty() { none.into_owned() } else { person.name.clone() },
            kana: [kana::wide(kana), kana::narrow(kana)],
            born: born.short(page.language).into_owned(),
        }
    }

    /// Name or kana and the date of birth, where they fit into one row.
    pub(super) fn in_one_row(&self, page: &Page, area: Area) -> Option<Row<'_>> {
        let whole = names::loss(page.fonts, &self.name) == Loss::default();
        let name = Some(&self.name).filter(|_| whole || self.kana[0].is_empty());
        let named = name.into_iter().chain(self.kana.iter().filter(|kana| !kana.is_empty()));
        named.map(|text| Row(text, NAME, &self.born)).find(|row| row.fits(page, area))
    }

    /// Draws the person; returns the parts that did not fit. A `number` is placed too if it fits, always if it `must`.
    pub(super) fn in_two_rows<'a>(
        &'a self,
        page: &mut Page,
        areas: [Area; 2],
        number: Option<&'a str>,
        must: bool,
    ) -> Left<'a> {
        let broken = self.broken(page);
        let whole = self.with_name(number, must && number.is_some()).into_iter();
        let ways = whole.chain(self.without_name(number)).chain(self.of_lines(&broken, number));
        let fits =
            |page: &Page, rows: &[Row; 2]| rows.iter().zip(areas).all(|(row, area)| row.fits(page, area));
        let Some((left, rows)) = ways.into_iter().find(|(_, rows)| fits(page, rows)) else {
            return self.smallest(page, areas, number);
        };
        rows.iter().zip(areas).for_each(|(row, area)| row.draw(page, area));
        let Left { number: without, born } = left;
        Left { number: without.and(number), born: born.map(|_| &*self.born) }
    }

    /// Kana above the name: with everything, without the number, with the date of birth beside the name.
    fn with_name<'a>(&'a self, number: Option<&'a str>, must: bool) -> Vec<Way<'a>> {
        let (name, born) = (&*self.name, &*self.born);
        let kana = || self.kana.iter();
        let all = kana().map(|kana| [Row(kana, KANA, born), Row(name, NAME, number.unwrap_or_default())]);
        let fewer = kana().map(|kana| [Row(kana, KANA, born), Row(name, NAME, "")]);
        let fewer = fewer.chain(kana().map(|kana| [Row(kana, KANA, ""), Row(name, NAME, born)]));
        let all = all.map(|rows| (Left::default(), rows));
        let fewer = fewer.filter(|_| !must).map(|rows| (Left { number, born: None }, rows));
        all.chain(fewer).collect()
    }

    /// Kana alone, above the date of birth and the number.
    fn without_name<'a>(&'a self, number: Option<&'a str>) -> Vec<Way<'a>> {
        let kana = self.kana.iter().filter(|kana| !kana.is_empty());
        let rows = kana.map(|kana| [Row(kana, KANA, ""), Row(&self.born, KANA, number.unwrap_or_default())]);
        rows.map(|rows| (Left::default(), rows)).collect()
    }

    /// Kana in two lines, with the date of birth at the end or without.
    fn of_lines<'a>(&'a self, broken: &'a [[String; 2]], number: Option<&'a str>) -> Vec<Way<'a>> {
        let born = &*self.born;
        let rows = |right: &'a str| broken.iter().map(move |[a, b]| [Row(a, KANA, ""), Row(b, KANA, right)]);
        let with = rows(born).map(|rows| (Left { number, born: None }, rows));
        with.chain(rows("").map(|rows| (Left { number, born: Some(born) }, rows))).collect()
    }

    /// Longer than any name is: as small as needed.
    fn smallest<'a>(
        &'a self,
        page: &mut Page,
        [upper, lower]: [Area; 2],
        number: Option<&'a str>,
    ) -> Left<'a> {
        let [_, narrow] = &self.kana;
        let text = if narrow.is_empty() { kana::narrow(&self.name) } else { narrow.clone() };
        page.text(Area { h: upper.h + lower.h, ..upper }, &text, line(9, 6).lines(3));
        Left { number, born: Some(&self.born) }
    }

    /// Kana, or a name without, in two lines.
    fn broken(&self, page: &Page) -> Vec<[String; 2]> {
        let names = if self.kana[0].is_empty() { vec![kana::narrow(&self.name)] } else { self.kana.to_vec() };
        names.iter().filter_map(|text| page.broken(text, 10, WIDTH - 2)).collect()
    }
}

impl Row<'_> {
    fn parts(&self, page: &Page, area: Area) -> (Area, Style, Area) {
        let Self(_, (largest, smallest), right) = self;
        let wide = page.wide(right, 10);
        let taken = if wide > 0 { wide + BETWEEN } else { 0 };
        // Two pixels from the edge: a kana can begin at its very first column.
        let left = Area::new(area.x + 2, area.y, area.w - taken - 2, area.h);
        (left, line(*largest, *smallest), Area::new(area.right() - wide, area.y, wide, area.h))
    }

    fn fits(&self, page: &Page, area: Area) -> bool {
        let (left, style, _) = self.parts(page, area);
        page.fits(left, self.0, style)
    }

    pub(super) fn draw(&self, page: &mut Page, area: Area) {
        let (left, style, right) = self.parts(page, area);
        page.text(left, self.0, style);
        page.text(right, self.2, line(10, 10));
    }
}
