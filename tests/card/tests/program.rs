//! The `card` program: serves orders on a socket, and leaves no daemon behind when it is killed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test tells by failing")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(10);

/// A running `card serve`. Killed when dropped.
struct Serve(Child);

impl Serve {
    fn start(dir: &Path) -> Self {
        let pki = personas::shared_dir();
        let mut command = Command::new(env!("CARGO_BIN_EXE_card"));
        command.args(["serve", "--dir"]).arg(dir).arg("--pki").arg(pki).stdout(Stdio::piped());
        let mut serve = Self(command.spawn().unwrap());
        let mut line = String::new();
        BufReader::new(serve.0.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("ready"), "{line}");
        serve
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn say(dir: &Path, orders: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_card")).args(["say", "--dir"]).arg(dir).args(orders).output().unwrap()
}

/// The daemons that serve this directory.
fn daemons(dir: &Path) -> usize {
    let of_dir = |entry: std::fs::DirEntry| {
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        line.starts_with("pcscd") && line.contains(dir.to_str().unwrap())
    };
    std::fs::read_dir("/proc").unwrap().filter_map(Result::ok).map(of_dir).filter(|yes| *yes).count()
}

#[test]
fn orders_are_carried_out_and_answered_by_line() {
    let dir = tempfile::tempdir().unwrap();
    let _serve = Serve::start(dir.path());
    let insert = r#"{"do":"insert","persona":"valid-hanako"}"#;
    let out = say(dir.path(), &[insert, r#"{"do":"stats"}"#, r#"{"do":"pull"}"#]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success() && text.lines().count() == 3, "{text}");
    assert!(text.contains(r#""on_reader":"valid-hanako""#) && text.contains(r#""tries_left":3"#), "{text}");
    let bad = say(dir.path(), &[r#"{"do":"dance"}"#]);
    assert!(!bad.status.success() && String::from_utf8_lossy(&bad.stdout).contains("not an order"));
}

#[test]
fn a_killed_program_leaves_no_daemon_behind() {
    let dir = tempfile::tempdir().unwrap();
    let serve = Serve::start(dir.path());
    assert_eq!(daemons(dir.path()), 1);
    drop(serve);
    let deadline = Instant::now() + SOON;
    while daemons(dir.path()) > 0 {
        assert!(Instant::now() < deadline, "the daemon outlived the program");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_help_has_an_example() {
    let out = Command::new(env!("CARGO_BIN_EXE_card")).arg("--help").output().unwrap();
    assert!(String::from_utf8_lossy(&out.stdout).contains("card say --dir"));
}
