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
    let trouble = uplink::TroubleCode::ALL.iter().map(|code| {
        let place = match code.code().get(..2) {
            Some("U1") => "address, certificates or TLS: …",
            Some("U2") => "the centre's answer: …",
            Some("U3") => "the journal: …",
            _ => "the day's byte limit: …",
        };
        Entry::new(code.code(), code.staff(), place)
    });
    let recall =
        [uplink::RecallError::Offline("…".into()), uplink::RecallError::NotKept, uplink::RecallError::NotYet];
    trouble.chain(recall.map(|e| Entry::new(e.code(), e.staff(), e.technician()))).collect()
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
