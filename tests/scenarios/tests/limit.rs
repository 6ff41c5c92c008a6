//! The day's byte limit as staff, office and examinees meet it.

use jiff::Timestamp;
use journal::{Journal, MasterKey, Options};
use line::Preset;
use rehearse::{Choices, Result, STATION, Scene, World};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

const SOON: Duration = Duration::from_secs(20);
/// The smallest limit that can be configured; live checks go on to 64 KiB above it.
const LIMIT: u64 = 100_000;

#[tokio::test(flavor = "multi_thread")]
async fn at_the_days_byte_limit_the_backlog_waits_the_panel_and_the_office_know_and_a_live_check_goes()
-> Result<()> {
    let choices = Choices { centre: format!("bytes_per_day = {LIMIT}"), ..Choices::default() };
    let mut scene = scenarios::desk("limit", &choices).await?;
    scene.see(&["ready"]).await?;
    scene.world.set_line(Preset::Cut);
    for key in ["valid-hanako", "valid-takasaki"] {
        assert_eq!(visual(&mut scene, key).await?, "pending");
    }
    scene.world.stop_station().await?;
    use_up(&scene.world).await?;
    scene.world.set_line(Preset::Good);
    scene.world.start_station().await?;
    let marked =
        |shown: &firmware::panel::simulated::Shown| shown.caption.texts.iter().any(|t| t.contains("上限"));
    scene.world.board()?.wait_until("the mark 上限", SOON, marked).await?;
    let told = |heard: &str| heard.contains("\"event\":\"bytes_limit\"");
    scene.world.office.wait(SOON, told).await?;
    assert_eq!(visual(&mut scene, "invalid-jiro").await?, "invalid", "a live check goes");
    // A second answer over the same line: the uplink has planned again since the line was good, without the backlog.
    assert_eq!(visual(&mut scene, "valid-yoshida").await?, "valid", "the next live check goes too");
    assert_eq!(scene.world.waiting().await?, 2, "the backlog waits");
    // Another day, or a raised limit: it goes on, and nothing was lost.
    scene.world.stop_station().await?;
    let text = std::fs::read_to_string(&scene.world.config)?;
    std::fs::write(&scene.world.config, text.replace(&format!("= {LIMIT}"), "= 100000000"))?;
    scene.world.start_station().await?;
    scene.world.settled(SOON).await?;
    let checks = scene.world.checks().await?;
    assert!(
        checks.len() == 4 && checks.iter().all(|c| c.receipt.as_ref().is_some_and(|r| r.times_counted == 1))
    );
    Ok(())
}

/// A check by sight up to its last screen.
async fn visual(scene: &mut Scene, key: &str) -> Result<String> {
    scene.place(key).await?;
    scene.see(&["compare"]).await?;
    scene.press("o").await?;
    let shown = scene.see(&["valid", "invalid", "pending"]).await?.caption.screen.clone();
    scene.finish().await?;
    Ok(shown)
}

/// Counts a day's bytes as if they had gone over the line.
async fn use_up(world: &World) -> Result<()> {
    let path = world.folder.join("data/journal.db");
    let options = Options::new(path, STATION.to_owned().try_into()?, Arc::new(Now(Instant::now())));
    let (journal, _) = Journal::open(options, MasterKey::from_file(&world.folder.join("journal.key"))?)?;
    journal.add_bytes(wire::jst_date(Timestamp::now()), LIMIT, 0).await?;
    Ok(journal.close().await?)
}

/// The time as it is.
struct Now(Instant);

impl journal::Clock for Now {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }

    fn synchronised(&self) -> bool {
        true
    }
}
