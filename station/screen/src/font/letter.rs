//! The letters of a text: characters, each with the selector of its variant where it has one; and the conversion of
//! texts from outside to that form.
//!
//! Unicode's "canonically equivalent" is not enough for names: by it 﨑-like compatibility ideographs would be written
//! as their ordinary forms. So nothing is normalised as a whole; only marks are joined with the letters before them,
//! as か and its mark, or Vietnamese ê and its accent, because fonts have such letters in one piece.

use icu_normalizer::properties::{CanonicalCompositionBorrowed, CanonicalDecompositionBorrowed, Decomposed};

/// A character, and the selector of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Letter {
    pub(crate) base: char,
    /// A variation selector: U+FE00 to U+FE0D, U+E0100 to U+E01EF.
    pub(crate) selector: Option<char>,
}

impl From<char> for Letter {
    fn from(base: char) -> Self {
        Self { base, selector: None }
    }
}

impl Letter {
    /// Adds the letter to a text.
    pub(crate) fn write(self, text: &mut String) {
        text.push(self.base);
        text.extend(self.selector);
    }
}

/// The letters of a text. A selector after nothing, or after another selector, selects nothing.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = Letter> {
    let mut ahead = text.chars().peekable();
    std::iter::from_fn(move || {
        let base = ahead.find(|c| !selects_variant(*c))?;
        let selector = ahead.next_if(|c| selects_variant(*c));
        Some(Letter { base, selector })
    })
}

/// The text with marks joined to their letters, and without characters that are not to be seen.
pub(crate) fn joined(text: &str) -> String {
    let composition = CanonicalCompositionBorrowed::new();
    let mut joined = String::with_capacity(text.len());
    for next in text.chars().filter(|c| !invisible(*c)) {
        match joined.chars().next_back().and_then(|last| composition.compose(last, next)) {
            Some(one) => {
                joined.pop();
                joined.push(one);
            }
            None => joined.push(if next == '\t' { ' ' } else { next }),
        }
    }
    joined
}

/// The ordinary form of a compatibility ideograph, which some fonts have where they lack the particular one.
pub(crate) fn ordinary(character: char) -> Option<char> {
    match CanonicalDecompositionBorrowed::new().decompose(character) {
        Decomposed::Singleton(ordinary) => Some(ordinary),
        Decomposed::Default | Decomposed::Expansion(..) => None,
    }
}

fn selects_variant(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}')
}

/// Joiners, marks of direction, soft hyphens and the choice between text and emoji: they say how to set a text and
/// are no part of a name. (Unicode's Default_Ignorable_Code_Point without variation selectors and fillers.)
fn invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}' | '\r'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(char, Option<char>)> {
        letters(text).map(|letter| (letter.base, letter.selector)).collect()
    }

    #[test]
    fn a_selector_belongs_to_the_character_before_it() {
        assert_eq!(split("葛\u{e0100}城"), [('葛', Some('\u{e0100}')), ('城', None)]);
        assert_eq!(split("\u{e0100}葛\u{e0100}\u{e0101}"), [('葛', Some('\u{e0100}'))]);
        let mut again = String::new();
        letters("辻\u{e0101}花").for_each(|letter| letter.write(&mut again));
        assert_eq!(again, "辻\u{e0101}花");
    }

    #[test]
    fn marks_are_joined_to_their_letters() {
        assert_eq!(joined("か\u{3099}き\u{3099}ハ\u{309a}"), "がぎパ");
        assert_eq!(joined("Nguye\u{302}\u{303}n Jose\u{301}"), "Nguyễn José");
        assert_eq!(joined("か\u{309a}"), "か\u{309a}", "there is no such letter in one piece");
        assert_eq!(joined("ｶﾞ"), "ｶﾞ", "half-width marks stand for themselves");
    }

    #[test]
    fn what_is_not_to_be_seen_is_left_out_and_compatibility_ideographs_are_left_alone() {
        assert_eq!(joined("\u{feff}見\u{200d}本\u{202e}\tX\u{fe0f}"), "見本 X");
        assert_eq!(joined("\u{fa19}\u{fa11}\u{f929}葛\u{e0100}"), "\u{fa19}\u{fa11}\u{f929}葛\u{e0100}");
        assert_eq!((ordinary('\u{fa19}'), ordinary('神'), ordinary('が')), (Some('神'), None, None));
    }
}
