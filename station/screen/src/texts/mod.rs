//! Every text of the panel that does not come from another room, in two languages: Japanese for staff, English as
//! the second; and in fewer words where the small display needs them.
//!
//! One table, by group of screens. Words that staff know from the official app (有効, 無効, 取得失敗, 目視確認 …) are
//! kept as they are there.

pub(crate) mod card;
pub(crate) mod check;
pub(crate) mod day;
pub(crate) mod keys;
pub(crate) mod labels;
pub(crate) mod login;
pub(crate) mod status;
pub(crate) mod tools;
pub(crate) mod verdict;

use model::Language;
use std::borrow::Cow;

/// One text in two languages, and both again for the small display when that has no room for the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    ja: Cow<'static, str>,
    en: Cow<'static, str>,
    brief: Option<(Cow<'static, str>, Cow<'static, str>)>,
}

/// A text that fits everywhere.
const fn words(ja: &'static str, en: &'static str) -> Words {
    Words { ja: Cow::Borrowed(ja), en: Cow::Borrowed(en), brief: None }
}

/// A text, and what the small display says instead.
const fn brief(ja: &'static str, en: &'static str, brief_ja: &'static str, brief_en: &'static str) -> Words {
    let brief = Some((Cow::Borrowed(brief_ja), Cow::Borrowed(brief_en)));
    Words { ja: Cow::Borrowed(ja), en: Cow::Borrowed(en), brief }
}

impl Words {
    /// A text made up now.
    pub(crate) fn new(ja: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { ja: ja.into(), en: en.into(), brief: None }
    }

    /// The same in every language: a name, a number.
    pub(crate) fn same(text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        Self { ja: text.clone(), en: text, brief: None }
    }

    /// With other words for the small display.
    pub(crate) fn or_brief(self, ja: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { brief: Some((ja.into(), en.into())), ..self }
    }

    /// In the language of the screen.
    pub(crate) fn first(&self, language: Language) -> &str {
        match language {
            Language::Japanese => &self.ja,
            Language::English => &self.en,
        }
    }

    /// In the other language; nothing when it is the same.
    pub(crate) fn second(&self, language: Language) -> &str {
        let other = match language {
            Language::Japanese => Language::English,
            Language::English => Language::Japanese,
        };
        if self.ja == self.en { "" } else { self.first(other) }
    }

    /// In the language of the screen, in few words.
    pub(crate) fn short(&self, language: Language) -> &str {
        match (&self.brief, language) {
            (Some((ja, _)), Language::Japanese) => ja,
            (Some((_, en)), Language::English) => en,
            (None, _) => self.first(language),
        }
    }

    /// This, then that, in both languages, with something between.
    pub(crate) fn then(&self, between: &str, that: &Self) -> Self {
        let join = |this: &str, that: &str| format!("{this}{between}{that}");
        let brief = (
            join(self.short(Language::Japanese), that.short(Language::Japanese)),
            join(self.short(Language::English), that.short(Language::English)),
        );
        Self::new(join(&self.ja, &that.ja), join(&self.en, &that.en)).or_brief(brief.0, brief.1)
    }
}
