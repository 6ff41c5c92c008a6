//! Card, slot and daemon together: inserting, pulling at any moment, daemons that die, and the control socket.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test tells by failing")]

use card::deck::{Deck, Order};
use card::{Faults, PrivatePcscd, Slot, VirtualCard, yardstick};
use personas::jpki::Pki;
use std::process::{Child, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static PKI: LazyLock<Pki> = LazyLock::new(pki);
const SOON: Duration = Duration::from_secs(10);

fn pki() -> Pki {
    Pki::ensure(&personas::shared_dir()).unwrap()
}

fn card(persona: &str) -> VirtualCard {
    VirtualCard::new(personas::find(persona).unwrap(), &PKI).unwrap()
}

fn reader() -> (tempfile::TempDir, PrivatePcscd, Slot) {
    let dir = tempfile::tempdir().unwrap();
    let pcscd = PrivatePcscd::start(dir.path()).unwrap();
    let slot = pcscd.slot();
    (dir, pcscd, slot)
}

/// Whether OpenSC finds a My Number card.
fn is_seen(pcscd: &PrivatePcscd) -> bool {
    let out = pcscd.command("opensc-tool").arg("-n").output().unwrap();
    out.status.success() && String::from_utf8_lossy(&out.stdout).to_lowercase().contains("jpki")
}

/// A client that works on the card until it fails. Ended when dropped.
struct Client(Child);

impl Client {
    fn start(pcscd: &PrivatePcscd) -> Self {
        let mut command = pcscd.command("opensc-tool");
        let apdu = "00:A4:04:0C:0A:D3:92:F0:00:26:01:00:00:00:01";
        command.args(["-s", apdu]).stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
        Self(command.spawn().unwrap())
    }

    /// How it ended, or `None` when it did not in time.
    fn wait(&mut self, within: Duration) -> Option<bool> {
        let deadline = Instant::now() + within;
        loop {
            match self.0.try_wait().unwrap() {
                Some(status) => return Some(status.success()),
                None if Instant::now() > deadline => return None,
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_pulled_card_is_gone_and_the_next_one_is_new() {
    let (_dir, pcscd, mut slot) = reader();
    let (first, second) = (card("valid-hanako"), card("valid-takasaki"));
    slot.insert(&first).unwrap();
    assert!(slot.insert(&second).is_err(), "one card at a time");
    assert!(first.wait_powered(true, SOON) && is_seen(&pcscd));
    assert!(slot.pull_and_wait(SOON));
    assert!(!first.is_powered() && slot.card().is_none());
    slot.insert(&second).unwrap();
    assert!(second.wait_powered(true, SOON) && is_seen(&pcscd));
    assert_eq!((first.stats().insertions, second.stats().insertions), (1, 1));
}

#[test]
fn a_mute_card_hangs_its_client_until_it_is_pulled_and_the_next_works() {
    let (_dir, pcscd, mut slot) = reader();
    let mute = card("valid-hanako");
    mute.set_faults(Faults { mute_at: Some(1), ..Faults::default() });
    slot.insert(&mute).unwrap();
    assert!(mute.wait_powered(true, SOON));
    let mut client = Client::start(&pcscd);
    assert!(mute.wait_apdus(1, SOON), "the client works on the card");
    assert_eq!(client.wait(Duration::from_millis(300)), None, "it hangs");
    slot.pull();
    assert!(client.wait(SOON).is_some(), "pulling frees it");
    let sound = card("valid-takasaki");
    slot.insert(&sound).unwrap();
    assert!(sound.wait_powered(true, SOON) && is_seen(&pcscd), "without a restart");
}

#[test]
fn a_slow_card_can_be_pulled_in_the_middle_of_its_wait() {
    let (_dir, pcscd, mut slot) = reader();
    let slow = card("valid-hanako");
    slow.set_faults(Faults { slow_ms: 60_000, ..Faults::default() });
    slot.insert(&slow).unwrap();
    assert!(slow.wait_powered(true, SOON));
    let mut client = Client::start(&pcscd);
    assert_eq!(client.wait(Duration::from_millis(300)), None);
    let begun = Instant::now();
    slot.pull();
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    assert!(client.wait(SOON).is_some());
}

#[test]
fn a_card_pulled_at_any_command_leaves_the_reader_usable() {
    let (_dir, pcscd, mut slot) = reader();
    for at in 1..=3 {
        let card = card("valid-hanako");
        card.set_faults(Faults { pull_at: Some(at), ..Faults::default() });
        slot.insert(&card).unwrap();
        assert!(card.wait_powered(true, SOON));
        let tool = pcscd.command("pkcs15-tool").args(["--read-certificate", "01"]).output().unwrap();
        assert!(!tool.status.success(), "pulled at {at}");
        assert_eq!(card.stats().apdus, at);
        assert!(slot.card().is_none(), "it is gone by itself");
        assert!(slot.pull_and_wait(SOON));
    }
    let sound = card("valid-hanako");
    slot.insert(&sound).unwrap();
    assert!(sound.wait_powered(true, SOON) && is_seen(&pcscd));
}

#[test]
fn a_daemon_that_dies_pulls_the_card_and_starts_again_at_the_same_ports() {
    let (_dir, mut pcscd, mut slot) = reader();
    let card = card("valid-hanako");
    slot.insert(&card).unwrap();
    assert!(card.wait_powered(true, SOON));
    pcscd.restart().unwrap();
    assert!(card.wait_powered(false, SOON), "the old daemon is gone");
    slot.pull();
    slot.insert(&card).unwrap();
    assert!(card.wait_powered(true, SOON) && is_seen(&pcscd));
}

#[test]
fn an_empty_reader_without_daemon_is_an_error_that_says_so() {
    let mut slot = Slot::new(1);
    let error = slot.insert(&card("valid-hanako")).unwrap_err().to_string();
    assert!(error.starts_with("no vpcd reader at port 1:"), "{error}");
}

#[test]
fn every_kind_of_card_is_powered_and_answers_a_stranger() {
    let (_dir, pcscd, mut slot) = reader();
    for persona in ["other-card", "phone-ios", "old-juki", "no-pin"] {
        let card = card(persona);
        slot.insert(&card).unwrap();
        assert!(card.wait_powered(true, SOON), "{persona}");
        assert_eq!(Client::start(&pcscd).wait(SOON), Some(true), "{persona}");
        assert!(card.stats().apdus > 0, "{persona}");
        assert!(slot.pull_and_wait(SOON), "{persona}");
    }
}

#[test]
fn opensc_needs_about_forty_apdus_for_a_signature() {
    let (dir, pcscd, mut slot) = reader();
    let card = card("valid-hanako");
    slot.insert(&card).unwrap();
    assert!(card.wait_powered(true, SOON));
    let (certificate, signature) = yardstick::opensc(&pcscd, &card, dir.path()).unwrap();
    println!("certificate {certificate:?}\nsignature {signature:?}");
    assert!((30..=50).contains(&signature.apdus), "{signature:?}");
    assert!(certificate.apdus > 4 && signature.bytes > 256, "{certificate:?}");
}

#[test]
fn an_apdu_does_not_wait_for_a_delayed_acknowledgement() {
    let (_dir, pcscd, mut slot) = reader();
    let card = card("valid-hanako");
    slot.insert(&card).unwrap();
    assert!(card.wait_powered(true, SOON));
    let apdus: Vec<&str> = std::iter::repeat_n(["-s", "00:A4:00:00"], 50).flatten().collect();
    let begun = Instant::now();
    assert!(pcscd.command("opensc-tool").args(apdus).output().unwrap().status.success());
    // Delayed acknowledgements alone would take 50 × 40 ms.
    assert!(begun.elapsed() < Duration::from_millis(1_900), "{:?}", begun.elapsed());
}

#[test]
fn a_deck_keeps_each_card_and_carries_out_orders_as_json() {
    let (_dir, pcscd, slot) = reader();
    let mut deck = Deck::new(pki(), slot);
    let mut say = |json: &str| deck.order(serde_json::from_str::<Order>(json).unwrap());
    let inserted = say(r#"{"do":"insert","persona":"one-try-left"}"#);
    assert!(inserted.ok && inserted.on_reader.as_deref() == Some("one-try-left"), "{inserted:?}");
    let stats = say(r#"{"do":"stats"}"#);
    assert_eq!((stats.tries_left, stats.stats.unwrap().insertions), (Some(1), 1));
    assert!(say(r#"{"do":"fault","faults":{"first_6f00":true}}"#).ok);
    assert!(say(r#"{"do":"insert","persona":"valid-hanako"}"#).ok, "the other card is pulled first");
    assert!(say(r#"{"do":"pull"}"#).ok);
    let empty = say(r#"{"do":"stats"}"#);
    assert!(!empty.ok && empty.error.unwrap().contains("no card"));
    assert!(say(r#"{"do":"insert","persona":"nobody"}"#).error.unwrap().contains("nobody"));
    assert_eq!(say(r#"{"do":"stats","persona":"one-try-left"}"#).stats.unwrap().insertions, 1);
    assert!(say(r#"{"do":"renew","persona":"one-try-left"}"#).ok);
    assert_eq!(say(r#"{"do":"stats","persona":"one-try-left"}"#).stats.unwrap().insertions, 0);
    assert!(serde_json::from_str::<Order>(r#"{"do":"fault","faults":{"slow":1}}"#).is_err());
    drop(pcscd);
}
