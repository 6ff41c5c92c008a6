//! Another language is a table in a file of its own: what it lacks is said in English.

use codes::{Code, Language, Texts};

/// As the file of a language would have it.
const PORTUGUESE: &[(Code, Texts)] = &[(
    codes::K107,
    Texts {
        staff: "Não há cartão. Coloque o cartão no leitor.",
        short: ["Não há cartão", "Coloque o cartão"],
    },
)];

/// As the new arm of `Code::texts` would have it.
fn texts(code: Code) -> Option<&'static Texts> {
    let own = PORTUGUESE.iter().find(|(of, _)| *of == code).map(|(_, texts)| texts);
    own.or(code.texts(Language::English))
}

#[test]
fn a_table_of_its_own_is_asked_first_and_english_for_the_rest() {
    assert_eq!(texts(codes::K107).unwrap().staff, "Não há cartão. Coloque o cartão no leitor.");
    assert_eq!(texts(codes::K101).unwrap().staff, codes::K101.staff(Language::English));
    assert!(texts(codes::J301).is_none());
}
