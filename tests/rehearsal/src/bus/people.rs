//! The tray: every invented person's card, with what it shows, in words for whoever plays.

use personas::{CardKind, Persona};
use serde::Serialize;

/// A card in the tray.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    key: &'static str,
    name: &'static str,
    kana: &'static str,
    pin: &'static str,
    /// PIN tries at delivery; absent where the card takes no PIN.
    tries: Option<u8>,
    group: Group,
    /// Its text, in Japanese.
    ja: &'static str,
    /// The same in English.
    en: &'static str,
}

/// Where a card lies in the tray.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Group {
    /// 有効
    Valid,
    /// An answer, but not the good one.
    NotValid,
    /// The PIN is the matter.
    ByPin,
    /// The card or its certificate is the matter.
    Unusable,
    /// Staff badges.
    Badge,
}

use Group::{ByPin, NotValid, Unusable, Valid};

/// Texts of each card: group, Japanese, English.
const WORDS: [(&str, Group, &str, &str); 23] = [
    ("valid-hanako", Valid, "有効・契約あり", "valid, under contract"),
    ("valid-takasaki", Valid, "有効（氏名に 髙 と 﨑）", "valid; 髙 and 﨑 in the name"),
    ("valid-yoshida", Valid, "有効・家族（氏名に 𠮷）", "valid, family; 𠮷 in the name"),
    ("valid-katsuragi", Valid, "有効（氏名に異体字の葛）", "valid; a variant of 葛 in the name"),
    (
        "expired-2-months",
        Valid,
        "証明書の期限切れ2か月（猶予内）",
        "certificate expired 2 months ago: within grace",
    ),
    ("ends-soon", Valid, "証明書がまもなく期限", "certificate ends soon"),
    ("valid-watanabe", NotValid, "有効だが契約なし", "valid, but not under contract"),
    ("valid-guidance-only", NotValid, "保健指導だけ契約あり", "under contract for guidance only"),
    ("invalid-jiro", NotValid, "無効（資格喪失）", "invalid: qualification lost"),
    ("invalid-newer", NotValid, "無効・新しい資格あり", "invalid, a newer one exists"),
    ("none-kanata", NotValid, "該当資格なし", "no qualification on record"),
    ("multiple-kasane", NotValid, "複数該当", "several qualifications"),
    ("late-invalid", NotValid, "無効（圏外で試すと後から分かる）", "invalid: try it while the line is cut"),
    ("one-try-left", ByPin, "暗証番号は残り1回", "one PIN try left"),
    ("pin-locked", ByPin, "暗証番号はロック済み", "PIN locked"),
    ("no-pin", ByPin, "顔認証カード（暗証番号なし）", "face-authentication card, no PIN"),
    (
        "expired-4-months",
        Unusable,
        "証明書の期限切れ4か月（使えない）",
        "certificate expired 4 months ago: not usable",
    ),
    ("revoked-toru", Unusable, "証明書が失効", "certificate revoked"),
    ("unknown-issuer", Unusable, "発行者が不明の証明書", "certificate of an unknown issuer"),
    ("old-juki", Unusable, "住民基本台帳カード", "old resident-register card"),
    ("other-card", Unusable, "別の種類のカード", "a card of another kind"),
    ("phone-android", Unusable, "スマートフォン（Android）", "an Android phone"),
    ("phone-ios", Unusable, "スマートフォン（iPhone）", "an iPhone"),
];

/// Cards that staff can have as badges: key, name, Japanese, English.
const BADGES: [(&str, &str, &str, &str); 3] = [
    ("badge-1", "職員証 一", "職員証にできるカード", "can be a staff badge"),
    ("badge-2", "職員証 二", "もう一枚の職員証", "another badge"),
    (
        "badge-random",
        "変番 毎回",
        "番号が毎回変わる（職員証にできない）",
        "its number changes: cannot be a badge",
    ),
];

/// Every card: people's in the order of the table, then badges.
pub fn tray() -> Vec<Card> {
    let people = WORDS.iter().filter_map(|words| Some(card(personas::find(words.0)?, words)));
    people.chain(BADGES.iter().filter_map(badge)).collect()
}

fn badge(&(key, name, ja, en): &(&str, &'static str, &'static str, &'static str)) -> Option<Card> {
    let key = card::badge::find(key)?.key;
    Some(Card { key, name, kana: "", pin: "", tries: None, group: Group::Badge, ja, en })
}

fn card(persona: &'static Persona, (_, group, ja, en): &(&str, Group, &'static str, &'static str)) -> Card {
    let takes_pin = matches!(persona.card.kind, CardKind::MyNumber);
    Card {
        key: &persona.key,
        name: &persona.name,
        kana: &persona.kana,
        pin: if takes_pin { &persona.card.pin } else { "" },
        tries: takes_pin.then_some(persona.card.tries_left),
        group: *group,
        ja,
        en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn everybody_of_the_data_file_lies_in_the_tray_once() {
        let known: BTreeSet<&str> = personas::all().iter().map(|p| p.key.as_str()).collect();
        let tray = tray();
        assert_eq!(tray.len(), WORDS.len() + BADGES.len(), "a word for a card that does not exist");
        let people = tray.iter().filter(|card| card.group != Group::Badge);
        assert_eq!(people.map(|card| card.key).collect::<BTreeSet<_>>(), known);
    }
}
