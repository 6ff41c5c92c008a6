//! A disk without space, and a directory that cannot be written. Each test runs itself again in a mount
//! namespace of its own (`unshare`), where it makes a small file system and fills it.

use crate::support::*;
use journal::{CaptureError, Journal, Options};
use std::path::{Path, PathBuf};
use std::process::Command;

const PLACE: &str = "JOURNAL_SPACE_PLACE";

/// Runs `test` of this binary again with a 16 MiB file system at the place it finds in its environment.
/// `prepare` is what the shell does before.
fn again(test: &str, prepare: &str) {
    let dir = tempfile::tempdir().unwrap();
    let script =
        format!("mount -t tmpfs -o size=16m,mode=0700 junkai \"${PLACE}\" && {prepare} exec \"$0\" \"$@\"");
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", &script])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("space::{test}"), "--ignored", "--nocapture"])
        .env(PLACE, dir.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("1 passed"), "the test ran: {text}");
}

fn place() -> Option<PathBuf> {
    std::env::var_os(PLACE).map(PathBuf::from)
}

fn options(dir: &Path) -> Options {
    Options::new(dir.join("journal"), "bus-01".parse().unwrap(), Hand::at(MORNING))
}

fn some() -> journal::Draft {
    draft(wire::CheckId::random(), MORNING.parse().unwrap(), true)
}

#[test]
fn invariant_1_a_full_disk_loses_nothing_kept_and_the_next_capture_works_when_there_is_space() {
    again("full_disk", "");
}

#[test]
#[ignore = "runs in a mount namespace of its own, started by the test above"]
fn full_disk() {
    let Some(dir) = place() else { return };
    let ballast = dir.join("ballast");
    std::fs::write(&ballast, vec![1; 10 * 1024 * 1024]).unwrap();
    block_on(async {
        let (journal, _) = Journal::open(options(&dir), key()).unwrap();
        let mut kept = Vec::new();
        let refused = loop {
            let draft = some();
            match journal.capture(draft.clone()).await {
                Ok(captured) => kept.push((draft.id, captured)),
                Err(error) => break error,
            }
            assert!(kept.len() < 5_000, "16 MiB are full before");
        };
        assert!(matches!(refused, CaptureError::DiskFull), "{refused}");
        assert!(refused.code().staff(codes::Language::Japanese).contains("空き容量"));
        assert!(kept.len() > 50, "{}", kept.len());
        for _ in 0..3 {
            assert!(journal.capture(some()).await.is_err());
        }
        let waiting = journal.waiting(usize::MAX, usize::MAX, 0).await.unwrap();
        assert_eq!(waiting.len(), kept.len(), "reading goes on");

        // A start while the disk is full: refused or not, it loses nothing.
        drop(journal);
        if let Ok((journal, report)) = Journal::open(options(&dir), key()) {
            assert_eq!((report.waiting as usize, report.set_aside), (kept.len(), None));
            drop(journal);
        }

        std::fs::remove_file(&ballast).unwrap();
        let (journal, report) = Journal::open(options(&dir), key()).unwrap();
        assert_eq!((report.waiting as usize, report.set_aside), (kept.len(), None));
        let next = journal.capture(some()).await.unwrap();
        assert_eq!(next.order, kept.len() as u64 + 1, "nothing refused took a number");
        for (id, captured) in &kept {
            assert_eq!(journal.waiting_one(*id).await.unwrap().unwrap().reception, captured.reception);
        }
        for (receipt, (id, _)) in (1..).zip(&kept) {
            journal.arrives(answer(*id, receipt, 1), LATE).await.unwrap();
        }
        journal.close().await.unwrap();
    });
    let report = journal::verify(&dir.join("journal"), &key()).unwrap();
    assert_eq!(report.findings, Vec::<String>::new());
}

#[test]
fn space_that_comes_back_while_running_is_used_without_a_restart() {
    again("space_again", "");
}

#[test]
#[ignore = "runs in a mount namespace of its own, started by the test above"]
fn space_again() {
    let Some(dir) = place() else { return };
    block_on(async {
        let (journal, _) = Journal::open(options(&dir), key()).unwrap();
        let first = some();
        journal.capture(first.clone()).await.unwrap();
        let ballast = dir.join("ballast");
        // Fills what is left.
        let mut out = std::fs::File::create(&ballast).unwrap();
        while std::io::Write::write_all(&mut out, &[1; 4096]).is_ok() {}
        drop(out);
        let mut refused = 0;
        for _ in 0..20 {
            refused += usize::from(journal.capture(some()).await.is_err());
        }
        assert!(refused > 10, "{refused}");
        let settled = journal.arrives(answer(first.id, 1, 1), LATE).await;
        std::fs::remove_file(&ballast).unwrap();
        let captured = journal.capture(some()).await.unwrap();
        assert_eq!(captured.order, 22 - refused as u64);
        if settled.is_err() {
            assert!(journal.arrives(answer(first.id, 1, 1), LATE).await.unwrap().first);
        }
        assert_eq!(journal.waiting_one(first.id).await.unwrap(), None);
    });
}

#[test]
fn a_directory_that_cannot_be_written_is_an_error_and_nothing_is_touched() {
    again("read_only", "mkdir \"$JOURNAL_SPACE_PLACE/new\" &&");
}

#[test]
#[ignore = "runs in a mount namespace of its own, started by the test above"]
fn read_only() {
    let Some(dir) = place() else { return };
    block_on(async {
        let (journal, _) = Journal::open(options(&dir), key()).unwrap();
        journal.capture(some()).await.unwrap();
        journal.close().await.unwrap();
    });
    let before = std::fs::read(dir.join("journal")).unwrap();
    let mount = |how: &str| {
        let status = Command::new("mount").args(["-o", how, "junkai"]).arg(&dir).status().unwrap();
        assert!(status.success());
    };
    mount("remount,ro");
    for place in [dir.clone(), dir.join("new")] {
        let error = Journal::open(options(&place), key()).unwrap_err();
        assert_eq!(error.code(), codes::J104, "{error}");
        assert!(error.to_string().contains("journal.lock"));
    }
    assert_eq!(std::fs::read(dir.join("journal")).unwrap(), before);
    assert_eq!(journal::list(&dir.join("journal")).unwrap().len(), 1, "the technician can still look");
    mount("remount,rw");
    let (_journal, report) = Journal::open(options(&dir), key()).unwrap();
    assert_eq!((report.waiting, report.set_aside), (1, None));
}
