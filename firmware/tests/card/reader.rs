//! Readers and the service come and go.

use crate::probe::{PROMISE, Probe, SOON, bench, card};
use card::{PrivatePcscd, Slot};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::Duration;

#[test]
fn a_restarted_service_is_told_and_the_next_card_works() {
    let mut bench = bench();
    for _ in 0..2 {
        bench.pcscd.stop();
        bench.probe.expect_reader("service_down", PROMISE);
        bench.pcscd.restart().unwrap();
        bench.probe.expect_reader("ready", PROMISE + Duration::from_secs(1));
        bench.next_card_works();
    }
}

#[test]
fn a_service_that_goes_away_with_a_card_in_hand_is_told_once_and_the_next_card_works() {
    let mut bench = bench();
    let card = card("valid-hanako");
    bench.place(&card);
    bench.read();
    bench.pcscd.stop();
    bench.probe.expect("removed", PROMISE);
    bench.probe.expect_reader("service_down", PROMISE);
    bench.ask_to_sign(&card);
    bench.probe.expect_failure("K107", PROMISE);
    assert_eq!(card.stats().presentations, 0);
    bench.slot.pull();
    bench.pcscd.restart().unwrap();
    bench.probe.expect_reader("ready", SOON);
    bench.next_card_works();
}

#[test]
fn a_service_that_is_restarted_in_mid_command_fails_the_request_and_the_next_card_works() {
    let mut bench = bench();
    let card =
        crate::probe::faulty("valid-hanako", card::Faults { mute_at: Some(3), ..card::Faults::default() });
    bench.place(&card);
    bench.probe.ask("read tries");
    assert!(card.wait_apdus(3, SOON));
    bench.pcscd.stop();
    let failed = (0..2).map(|_| bench.probe.next(PROMISE)).find(|line| line["event"] == "failed");
    assert!(["K101", "K104"].contains(&failed.unwrap()["code"].as_str().unwrap()));
    bench.slot.pull();
    bench.pcscd.restart().unwrap();
    let back = std::iter::from_fn(|| Some(bench.probe.next(SOON))).find(|line| line["condition"] == "ready");
    assert!(back.is_some());
    bench.next_card_works();
}

#[test]
fn a_room_that_starts_before_the_service_waits_for_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut pcscd = PrivatePcscd::start(dir.path()).unwrap();
    pcscd.stop();
    let probe = Probe::start(&pcscd, &[]);
    probe.expect_reader("service_down", SOON);
    pcscd.restart().unwrap();
    probe.expect_reader("ready", SOON);
    assert!(probe.quit(SOON).1);
}

#[test]
fn a_reader_of_another_name_is_not_used() {
    let dir = tempfile::tempdir().unwrap();
    let pcscd = PrivatePcscd::start(dir.path()).unwrap();
    let probe = Probe::start(&pcscd, &["no such reader"]);
    probe.expect_reader("absent", SOON);
    let mut slot = pcscd.slot();
    let lonely = card("valid-hanako");
    slot.insert(&lonely).unwrap();
    assert!(lonely.wait_powered(true, SOON));
    assert!(probe.is_silent(Duration::from_millis(900)), "a card on a reader that is not ours");
    let named = Probe::start(&pcscd, &["virtual pcd"]);
    assert!(named.expect_reader("ready", SOON)["name"].as_str().unwrap().contains("Virtual PCD"));
    named.expect("placed", SOON);
}

#[test]
fn a_card_that_lies_there_at_start_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let pcscd = PrivatePcscd::start(dir.path()).unwrap();
    let mut slot = pcscd.slot();
    slot.insert(&card("valid-hanako")).unwrap();
    let mut probe = Probe::start(&pcscd, &[]);
    probe.expect_reader("ready", SOON);
    probe.expect("placed", SOON);
    probe.ask("read tries");
    probe.expect("read", SOON);
}

#[test]
fn a_card_that_somebody_else_holds_is_told_and_read_when_it_is_free() {
    let mut bench = bench();
    let card = card("valid-hanako");
    bench.place(&card);
    let mut other = Probe::start(&bench.pcscd, &[]);
    other.expect_reader("ready", SOON);
    other.expect("placed", SOON);
    other.ask("read");
    other.expect("read", SOON);
    bench.probe.ask("read");
    bench.probe.expect_failure("K105", PROMISE);
    other.ask("release");
    assert!(card.wait_powered(false, SOON));
    bench.probe.ask("read");
    bench.probe.expect("read", SOON);
}

/// Tells a process to halt or to go on.
fn signal(pcscd: &PrivatePcscd, signal: &str) {
    let pid = pcscd.pid().unwrap().to_string();
    assert!(std::process::Command::new("kill").args([signal, &pid]).status().unwrap().success());
}

#[test]
fn a_service_that_hangs_is_told_and_is_used_again_when_it_comes_back() {
    let mut bench = bench();
    signal(&bench.pcscd, "-STOP");
    bench.probe.expect_reader("fault", SOON);
    signal(&bench.pcscd, "-CONT");
    bench.probe.expect_reader("ready", SOON);
    bench.next_card_works();
}

#[test]
fn the_room_stops_in_time_although_the_service_hangs() {
    let bench = bench();
    signal(&bench.pcscd, "-STOP");
    let (took, ended) = bench.probe.quit(SOON);
    signal(&bench.pcscd, "-CONT");
    assert!(ended && took < Duration::from_secs(1), "the drop took {took:?}");
}

/// A pcscd without readers, as when the reader is unplugged. Killed when dropped.
struct Readerless(std::process::Child, std::path::PathBuf);

impl Readerless {
    fn start(dir: &Path) -> Self {
        std::fs::create_dir_all(dir.join("none")).unwrap();
        let socket = dir.join("readerless.comm");
        let listener = UnixListener::bind(&socket).unwrap();
        let launch = "exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec pcscd \"$@\"";
        let daemon = std::process::Command::new("/bin/sh")
            .args(["-c", launch, "pcscd", "--foreground", "--config"])
            .arg(dir.join("none"))
            .stdin(std::process::Stdio::from(OwnedFd::from(listener)))
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn();
        Self(daemon.unwrap(), socket)
    }
}

impl Drop for Readerless {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
        let _ = std::fs::remove_file(&self.1);
    }
}

#[test]
fn no_reader_is_absent_and_a_reader_that_comes_back_is_ready() {
    let dir = tempfile::tempdir().unwrap();
    // vpcd's reader cannot be unplugged, so the client's socket leads to one service or the other.
    let link = dir.path().join("link");
    let lead_to = |socket: &Path| {
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(socket, &link).unwrap();
    };
    let without = Readerless::start(dir.path());
    let mut pcscd = PrivatePcscd::start(&dir.path().join("with")).unwrap();
    lead_to(&without.1);
    let probe = Probe::start_at(&link, &[]);
    probe.expect_reader("absent", SOON);
    lead_to(&pcscd.socket());
    drop(without);
    let gone =
        std::iter::from_fn(|| Some(probe.next(SOON))).take(2).find(|line| line["condition"] == "ready");
    assert!(gone.is_some(), "the reader is there");
    let without = Readerless::start(dir.path());
    lead_to(&without.1);
    pcscd.stop();
    let gone =
        std::iter::from_fn(|| Some(probe.next(SOON))).take(2).find(|line| line["condition"] == "absent");
    assert!(gone.is_some(), "the reader is gone");
}

#[test]
fn of_several_readers_the_first_with_a_card_is_used_and_the_other_waits_its_turn() {
    let mut bench = bench();
    // vpcd's reader has two slots, which are two readers to a client.
    let mut second = Slot::new(bench.pcscd.port() + 1);
    let (first_card, second_card) = (card("valid-hanako"), card("valid-takasaki"));
    second.insert(&second_card).unwrap();
    bench.probe.expect("placed", SOON);
    bench.slot.insert(&first_card).unwrap();
    assert!(first_card.wait_powered(true, SOON));
    bench.read();
    bench.sign(&second_card);
    assert_eq!((first_card.stats().apdus, second_card.stats().signatures), (0, 1));
    bench.probe.ask("release");
    second.pull();
    bench.probe.expect("removed", PROMISE);
    bench.probe.expect("placed", PROMISE);
    bench.read();
    bench.sign(&first_card);
}
