//! Every error code of this version, with the sentence for staff and the text for the technician: for
//! `station codes`, and for the card that staff read. A test looks through the sources that none is missing.

mod journal;
mod own;
#[cfg(test)]
mod tests;

use serde::Serialize;

/// One code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Entry {
    /// As people say it.
    pub code: String,
    /// What staff read and do; empty where only a log or a command tells the code.
    pub staff: String,
    /// What happened, in English. What is filled in when it happens stands as `…`.
    pub technician: String,
}

impl Entry {
    fn new(code: &str, staff: impl Into<String>, technician: impl Into<String>) -> Self {
        Self { code: code.into(), staff: staff.into(), technician: technician.into() }
    }
}

/// The sentence of the screen that a station shows which cannot start.
pub const OUT_OF_ORDER: &str = "この端末は今使えません。別の方法で確認し、技術担当に連絡してください。";

/// All codes, in their order.
pub fn all() -> Vec<Entry> {
    let mut all: Vec<_> =
        [card(), board(), desk(), journal::entries(), uplink(), report(), centre(), own::entries()]
            .into_iter()
            .flatten()
            .collect();
    all.sort();
    all.dedup_by(|a, b| a.code == b.code);
    all
}

fn card() -> Vec<Entry> {
    let texts = firmware::card::Fault::ALL.iter().map(|fault| fault.text());
    texts.map(|t| Entry::new(t.code, format!("{}{}", t.staff, t.action), t.technician)).collect()
}

fn board() -> Vec<Entry> {
    let fault = |fault: &firmware::panel::pi::PartFault| {
        let (matter, action) = fault.staff();
        Entry::new(fault.code(), format!("{matter}{action}"), fault.technician())
    };
    let display = [
        ("P110", "the display's bus cannot be opened: …"),
        ("P111", "a display pin cannot be had: …"),
        ("P112", "the display does not answer: …"),
        ("P113", "the display does not take a frame: …"),
    ];
    let call = "画面を使えません。技術担当に連絡してください。";
    let display = display.map(|(code, technician)| Entry::new(code, call, technician));
    firmware::panel::pi::PartFault::ALL.iter().map(fault).chain(display).collect()
}

fn desk() -> Vec<Entry> {
    let all = desk::failures().into_iter();
    all.map(|failure| Entry::new(&failure.code, failure.staff, failure.technician)).collect()
}

fn uplink() -> Vec<Entry> {
    let trouble = uplink::TroubleCode::ALL.iter();
    let trouble = trouble.map(|code| Entry::new(code.code(), code.staff(), uplink_text(code.code())));
    let recall =
        [uplink::RecallError::Offline("…".into()), uplink::RecallError::NotKept, uplink::RecallError::NotYet];
    trouble.chain(recall.map(|e| Entry::new(e.code(), e.staff(), e.technician()))).collect()
}

/// What the technician should know of a code of the uplink; what exactly happened is added when it happens.
fn uplink_text(code: &str) -> &'static str {
    match code {
        "U101" => "[centre] url is not an https address",
        "U102" => "[centre] ca cannot be read or holds no certificate",
        "U103" => "[centre] certificate cannot be read or holds none",
        "U104" => "[centre] key cannot be read or holds none",
        "U105" => "[centre] key and certificate do not belong together",
        "U106" => "[centre] a number is out of its range",
        "U111" => "the centre's certificate has expired, or our clock is far ahead",
        "U112" => "the centre's certificate is not valid yet, or our clock is far behind",
        "U113" => "the centre's certificate was not issued by [centre] ca",
        "U114" => "the centre's certificate is for another name",
        "U115" => "TLS with the centre failed",
        "U121" => "the centre says that our certificate has expired",
        "U122" => "the centre does not know the issuer of our certificate",
        "U123" => "the centre says that our certificate is revoked",
        "U201" => "the centre's answer is not what the API describes",
        "U202" => "the centre is broken or overloaded",
        "U203" => "the centre does not let this station in",
        "U204" => "the centre will not take a check; it is kept and tried slowly",
        "U205" => "the address answers, but not with this API",
        "U301" => "the journal did not do what was asked",
        _ => "the byte limit with its reserve is used up",
    }
}

fn report() -> Vec<Entry> {
    let texts = report::Fault::ALL.into_iter().map(report::Fault::text);
    let start = [
        ("R001", "[broker] …: a value out of its range"),
        ("R002", "[broker] …: a file cannot be read"),
        ("R003", "[broker] …: a file without a certificate or key"),
        ("R004", "[broker] certificate and key cannot be used together"),
    ];
    let start = start.map(|(code, technician)| Entry::new(code, OUT_OF_ORDER, technician));
    texts.map(|t| Entry::new(t.code, t.staff, t.technician)).chain(start).collect()
}

fn centre() -> Vec<Entry> {
    let codes = wire::Code::ALL.iter().chain([&wire::Code::Unknown]);
    codes.map(|code| code.text()).map(|t| Entry::new(t.code, t.staff, t.technician)).collect()
}
