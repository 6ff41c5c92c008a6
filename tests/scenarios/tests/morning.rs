//! The scripted morning of `make demo`, at trace level, and what must not have leaked during it.

use rehearse::{Choices, Result, morning};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_morning_ends_as_it_should_and_invariant_4_nothing_personal_leaves_the_station() -> Result<()> {
    let choices = Choices { log_level: "trace".into(), ..Choices::default() };
    let mut scene = scenarios::desk("morning", &choices).await?;
    let needles = needles(&scene.world.pki);
    let data = scene.world.folder.join("data");
    let (store, log) = (data.join("journal.db"), data.join("journal.db-wal"));
    let watched = [Watched::start(&store, &needles), Watched::start(&log, &needles)];
    morning::play(&mut scene).await?;
    let checks = scene.world.checks().await?;
    let once = |c: &rehearse::KnownCheck| {
        c.receipt.as_ref().is_some_and(|r| r.times_counted == 1 && r.conflicts == 0)
    };
    assert!(checks.iter().all(once), "each check is counted exactly once by the centre");
    let shown: BTreeSet<u32> = scene.records.iter().filter_map(|r| r.reception).collect();
    let known: BTreeSet<u32> = checks.iter().map(|c| c.reception).collect();
    assert!(shown.is_subset(&known), "lost: {:?}", shown.difference(&known));
    assert!(shown.len() >= 14, "the morning captured too little to tell anything: {}", shown.len());
    let list = scene.world.command(&["journal", "list", "--json"]).await?;
    scene.world.command(&["journal", "verify"]).await?;
    // The broker may be reached again later than the centre.
    let told = |heard: &str| heard.contains("\"event\":\"late_verdict\"");
    scene.world.office.wait(Duration::from_secs(90), told).await?;
    for file in watched {
        file.end()?;
    }
    scene.world.stop_station().await?;
    no_leak("the technician's list", list.as_bytes(), &needles);
    let heard = scene.world.office.heard()?;
    no_leak("MQTT", heard.as_bytes(), &needles);
    for file in ["station.log", "data/journal.db", "data/journal.db.marks", "broker/broker.log"] {
        let bytes = std::fs::read(scene.world.folder.join(file))?;
        assert!(!bytes.is_empty(), "{file} holds nothing to look at");
        no_leak(file, &bytes, &needles);
    }
    really_verbose(&std::fs::read_to_string(scene.world.folder.join("station.log"))?);
    names_in_folder(&data, &needles)
}

/// What happened at the desk must be in the log by name, or the log at trace level proves nothing.
fn really_verbose(log: &str) {
    let lines = || log.lines().filter(|l| l.contains(" TRACE station::run"));
    for word in ["card_read", "signed", "saved", "settled", "capture", "handed_over"] {
        assert!(lines().any(|l| l.contains(&format!("\"{word}\""))), "no line at trace level says {word}");
    }
}

/// Looks at a file again and again while the station runs: the store's log is emptied soon after every commit and
/// gone after a clean stop.
struct Watched {
    path: PathBuf,
    over: Arc<AtomicBool>,
    eye: JoinHandle<std::io::Result<(usize, bool)>>,
}

impl Watched {
    fn start(path: &Path, needles: &[Vec<u8>]) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let (file, needles, end) = (path.to_owned(), needles.to_vec(), over.clone());
        let eye = std::thread::spawn(move || {
            let (mut last, mut seen, mut leak) = (Vec::new(), 0, false);
            while !end.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(100));
                let now = match std::fs::read(&file) {
                    // The station is being started, or was killed and starts again.
                    Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
                    now => now?,
                };
                if now.is_empty() || now == last {
                    continue;
                }
                seen += 1;
                leak |= personas::find_leak(&now, &needles).is_some();
                last = now;
            }
            Ok((seen, leak))
        });
        Self { path: path.to_owned(), over, eye }
    }

    /// Each check of the morning is written at least twice; a few of the writings must have been looked at.
    fn end(self) -> Result<()> {
        self.over.store(true, Ordering::Relaxed);
        let (seen, leak) = self.eye.join().map_err(|_| "the eye panicked")??;
        let name = self.path.display();
        assert!(!leak, "personal data in {name} while the station ran");
        assert!(seen >= 5, "{name} was seen with something in it {seen} times only");
        Ok(())
    }
}

fn needles(pki: &personas::jpki::Pki) -> Vec<Vec<u8>> {
    let people = personas::all().iter();
    people.flat_map(|p| p.leak_needles().into_iter().chain(pki.leak_needles(&p.key))).collect()
}

fn no_leak(place: &str, bytes: &[u8], needles: &[Vec<u8>]) {
    // The needle is not printed: a failing test must not leak either.
    assert!(personas::find_leak(bytes, needles).is_none(), "personal data in {place}");
}

fn names_in_folder(folder: &Path, needles: &[Vec<u8>]) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        no_leak("a file name", name.as_encoded_bytes(), needles);
    }
    Ok(())
}
