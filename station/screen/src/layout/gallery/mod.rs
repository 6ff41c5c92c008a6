//! Every view there is, with ordinary contents and with the longest that are realistic. All persons are invented.

mod before_check;
mod catalogue;
mod checks;
mod day;
mod lists;
mod login;
mod tools;

use crate::format::Format;
use desk::*;
use jiff::civil::date;
use model::*;
use wire::*;

/// A view and the name of its picture.
pub(crate) type Picture = (String, View);

const QUIET: StatusLine = StatusLine {
    line: LineGrade::Good,
    waiting: 0,
    oldest_min: None,
    late: 0,
    synchronised: true,
    bytes_limit: false,
};
const BUSY: StatusLine = StatusLine {
    line: LineGrade::Down,
    waiting: 2000,
    oldest_min: Some(2879),
    late: 12,
    synchronised: false,
    bytes_limit: true,
};

fn view(screen: Screen) -> View {
    View {
        screen,
        status: QUIET,
        method: Method::Visual,
        purpose: Purpose::HealthCheckup,
        trouble: None,
        time: Some(jiff::civil::time(9, 41, 0, 0)),
        language: Language::Japanese,
        staff: None,
        site: None,
        ticket: None,
        speech: false,
    }
}

fn judged(certificate: CertificateState) -> Judged {
    Judged {
        reception: ReceptionNumber(12),
        purpose: Purpose::HealthCheckup,
        certificate: Some(certificate),
        certificate_until: Some(date(2026, 12, 31)),
    }
}

fn longest() -> Judged {
    Judged {
        reception: ReceptionNumber(12_345),
        purpose: Purpose::HealthGuidance,
        ..judged(CertificateState::Grace)
    }
}

fn person() -> Box<Person> {
    Box::new(Person {
        insurer_number: "06139992".into(),
        insured_card_symbol: Some("見本１２".into()),
        insured_identification_number: "５０７１".into(),
        insured_branch_number: Some("01".into()),
        name: "試験 花子".into(),
        name_kana: Some("ｼｹﾝ ﾊﾅｺ".into()),
        birthdate: "19610401".into(),
        insured_partial_contribution_ratio: Some("030".into()),
        insured_card_expiration_date: Some("20260331".into()),
        reason_of_loss: Some("03".into()),
        insurer_name: "見本工業健康保険組合".into(),
        ..Default::default()
    })
}

fn longest_person() -> Box<Person> {
    Box::new(Person {
        insured_card_symbol: Some("見本県試験市架空国保特別".into()),
        insured_identification_number: "１２３４５６７８９０１２".into(),
        name: "ヨハンナマリアエリザベート 見本ヶ丘　クリスティーナアレクサンドリア".into(),
        name_kana: Some("ﾖﾊﾝﾅﾏﾘｱｴﾘｻﾞﾍﾞｰﾄ ﾐﾎﾝｶﾞｵｶ".into()),
        birthdate: "19261231".into(),
        insurer_name: "神奈見県例示食品衛生架空事業者国民健康保険組合仮支部".into(),
        ..*person()
    })
}

fn rare_person(name: &str) -> Box<Person> {
    Box::new(Person { name: name.into(), name_kana: Some("ﾖｼﾀﾞ ｼｻｸ".into()), ..*person() })
}

fn notice(kind: LateKind) -> LateNotice {
    LateNotice { head: head(), kind }
}

fn head() -> CheckHead {
    CheckHead {
        id: CheckId::from_bytes([1; 16]),
        reception: ReceptionNumber(12),
        purpose: Purpose::HealthCheckup,
        captured_at: "2026-05-01T00:31:00Z".parse().unwrap(),
        clock_synchronised: true,
    }
}

/// The code with the longest sentences for staff, with specifics.
fn long_failure() -> Failure {
    Failure::new(codes::K141).with("step verify, status 6983")
}

/// A start that failed, with specifics that are longer than the display has room for.
fn of_start() -> Failure {
    Failure::new(codes::J102).with(format!("/var/lib/junkai/{}.db", "a-long-name-".repeat(16)))
}

/// The longest sentences of a condition that can last.
fn long_trouble() -> Failure {
    Failure::new(codes::P131)
}

/// A lasting condition, as the ready screen shows it.
fn trouble() -> Failure {
    Failure::new(codes::S120).with("412 s")
}

/// Every view, named.
pub(crate) fn all(format: Format, language: Language) -> Vec<Picture> {
    let mut pictures = before_check::before_a_check();
    pictures.extend(checks::without_a_verdict());
    pictures.extend(checks::verdicts());
    pictures.extend(lists::lists(format));
    pictures.extend(login::logins());
    pictures.extend(day::proofs());
    pictures.extend(day::looking_back());
    pictures.extend(tools::tools(format));
    pictures.extend(day::end_of_day());
    pictures.extend(catalogue::codes());
    for (_, view) in &mut pictures {
        view.language = language;
    }
    pictures
}

/// The same with the busiest status line.
pub(super) fn busy(format: Format, language: Language) -> Vec<Picture> {
    let all = all(format, language).into_iter();
    all.map(|(name, view)| (format!("{name}-busy"), View { status: BUSY, ..view })).collect()
}
