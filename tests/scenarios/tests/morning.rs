//! The scripted morning of `make demo`, at trace level, and what must not have leaked during it.

use rehearse::{Choices, Result, morning};
use std::{collections::BTreeSet, path::Path, time::Duration};

#[tokio::test(flavor = "multi_thread")]
async fn the_morning_ends_as_it_should_and_invariant_4_nothing_personal_leaves_the_station() -> Result<()> {
    let choices = Choices { log_level: "trace".into(), ..Choices::default() };
    let mut scene = scenarios::desk("morning", &choices).await?;
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
    scene.world.stop_station().await?;
    let needles = needles(&scene.world.pki);
    no_leak("the technician's list", list.as_bytes(), &needles);
    let heard = scene.world.office.heard()?;
    no_leak("MQTT", heard.as_bytes(), &needles);
    for file in ["station.log", "data/journal.db", "data/journal.db-wal", "broker/mosquitto.log"] {
        let path = scene.world.folder.join(file);
        if path.exists() {
            no_leak(file, &std::fs::read(&path)?, &needles);
        }
    }
    let log = std::fs::read_to_string(scene.world.folder.join("station.log"))?;
    assert!(log.contains("TRACE") || log.contains("DEBUG"), "the log was really verbose");
    names_in_folder(&scene.world.folder.join("data"), &needles)
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
