//! Private daemons run side by side, restart, and end with their owner.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test tells by failing")]

use card::PrivatePcscd;

fn readers(pcscd: &PrivatePcscd) -> String {
    let out = pcscd.command("opensc-tool").arg("--list-readers").output().unwrap();
    String::from_utf8_lossy(&out.stdout).into_owned()
}

#[test]
fn several_daemons_run_side_by_side_and_serve_their_own_clients() {
    let dirs = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let daemons: Vec<_> = dirs.iter().map(|dir| PrivatePcscd::start(dir.path()).unwrap()).collect();
    for daemon in &daemons {
        assert!(readers(daemon).contains("Virtual PCD"), "{}", readers(daemon));
    }
    assert_ne!(daemons[0].port(), daemons[1].port());
}

#[test]
fn a_daemon_restarts_at_the_same_place_and_ends_with_its_owner() {
    let dir = tempfile::tempdir().unwrap();
    let mut pcscd = PrivatePcscd::start(dir.path()).unwrap();
    let (port, first) = (pcscd.port(), pcscd.pid().unwrap());
    pcscd.stop();
    assert!(pcscd.pid().is_none() && !readers(&pcscd).contains("Virtual PCD"));
    pcscd.restart().unwrap();
    assert!(readers(&pcscd).contains("Virtual PCD"));
    assert_eq!(pcscd.port(), port);
    let second = pcscd.pid().unwrap();
    assert_ne!(first, second);
    drop(pcscd);
    assert!(!std::path::Path::new(&format!("/proc/{second}")).exists());
}
