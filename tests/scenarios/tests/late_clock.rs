//! A station whose clock is set while staff work already: it has no clock of its own that survives power-off.

use firmware::panel::simulated::Shown;
use jiff::Timestamp;
use journal::{Actor, Clock, ClockReading, Journal, MasterKey, Opener, Options};
use model::Find;
use rehearse::{Choices, PATIENCE, Part, Result, STATION, Scene, World, crew};
use std::{sync::Arc, time::Duration};

/// What the status line shows while the time is not known.
const NO_TIME: &str = "--:--";

#[tokio::test(flavor = "multi_thread")]
async fn a_day_chosen_before_the_clock_is_set_stays_chosen_and_a_check_keeps_the_site_it_began_at()
-> Result<()> {
    let choices = Choices { speech: false, ..Choices::for_page() };
    let site = choices.sites.get(1).cloned().ok_or("a second site")?;
    let mut scene = scenarios::desk("late-clock", &choices).await?;
    scene.world.stop_station().await?;
    scene.world.switch(Part::Clock, false).await?;
    scene.world.start_station().await?;
    log_in(&mut scene).await?;
    for (keys, screen) in [("2", "choose_method"), ("1", "choose_purpose"), ("1", "ready")] {
        scene.press(keys).await?;
        scene.see(&[screen]).await?;
    }
    // Before, within and after a check: it is synchronised, lost and found again.
    clock(&mut scene, true).await?;
    clock(&mut scene, false).await?;
    scene.place("valid-hanako").await?;
    scene.see(&["compare"]).await?;
    clock(&mut scene, true).await?;
    scene.press("o").await?;
    scene.see(&["valid", "pending"]).await?;
    scene.pull().await;
    scene.press("b").await?;
    let shown = scene.see(&["ready", "choose_site"]).await?;
    assert_eq!(shown.caption.screen, "ready", "nobody is asked again");
    assert!(shown.caption.texts.iter().any(|text| text.contains(&site)), "{:?}", shown.caption.texts);
    let log = scene.world.command(&["journal", "access", "--json"]).await?;
    let log: serde_json::Value = serde_json::from_str(&log)?;
    let synchronised = |what: &str| {
        let lines = log.get("lines")?.as_array()?;
        lines.iter().find(|line| line["what"] == what)?.get("synchronised")?.as_bool()
    };
    assert_eq!((synchronised("day_chosen"), synchronised("captured")), (Some(false), Some(true)));
    scene.world.stop_station().await?;
    assert_eq!(site_of_the_check(&scene.world).await?, Some(site));
    Ok(())
}

async fn log_in(scene: &mut Scene) -> Result<()> {
    scene.see(&["locked"]).await?;
    scene.press("1").await?;
    scene.see(&["passcode"]).await?;
    let member = crew().first().ok_or("nobody works here")?;
    scene.press(&format!("{}o", member.passcode)).await?;
    scene.see(&["choose_site"]).await.map(drop)
}

/// Sets the clock or makes it unknown, and waits until the panel shows that.
async fn clock(scene: &mut Scene, known: bool) -> Result<()> {
    scene.world.switch(Part::Clock, known).await?;
    let wanted = |shown: &Shown| shown.caption.texts.iter().any(|text| text.contains(NO_TIME)) != known;
    scene.world.board()?.wait_until("the time", PATIENCE, wanted).await?;
    Ok(())
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
    fn synchronised(&self) -> bool {
        false
    }
}

/// Where the one check was captured, as the stopped station's journal has it.
async fn site_of_the_check(world: &World) -> Result<Option<String>> {
    let path = world.folder.join("data/journal.db");
    let options = Options::new(path, STATION.to_owned().try_into()?, Arc::new(Still));
    let options = Options { opener: Opener::Technician, ..options };
    let (journal, _) = Journal::open(options, MasterKey::from_file(&world.folder.join("journal.key"))?)?;
    let page = journal.page(0, 9, Find::All).await?;
    let row = page.rows.first().filter(|_| page.total == 1).ok_or("one check")?;
    let by = Actor { staff: "technician".parse()?, at: ClockReading::of(&Still) };
    let site = journal.recall(row.head.id, by).await?.site;
    journal.close().await?;
    Ok(site)
}
