//! Start and stop as the service manager and the office see them.

use rehearse::{Choices, Result, StationProcess};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_stop_is_said_to_everybody_and_invariant_9_the_office_sees_it() -> Result<()> {
    let mut scene = scenarios::desk("stop", &Choices::default()).await?;
    scene.see(&["ready"]).await?;
    let birth = |boot: u32, online: bool| {
        move |heard: &str| {
            let mut lines = heard.lines().filter(|l| l.contains("bus-01/birth"));
            let wanted = [format!("\"boot\":{boot},"), format!("\"online\":{online}")];
            lines.next_back().is_some_and(|l| wanted.iter().all(|w| l.contains(w)))
        }
    };
    scene.world.office.wait(SOON, birth(1, true)).await?;
    scene.world.stop_station().await?;
    scene.world.office.wait(SOON, birth(1, false)).await?;
    scene.world.start_station().await?;
    scene.world.office.wait(SOON, birth(2, true)).await?;
    // A kill: the broker says it in the station's place.
    scene.world.kill_station()?;
    scene.world.office.wait(SOON, birth(2, false)).await?;
    scene.world.start_station().await?;
    scene.world.office.wait(SOON, birth(3, true)).await?;
    let log = std::fs::read_to_string(scene.world.folder.join("station.log"))?;
    let cleans: Vec<bool> =
        log.lines().filter(|l| l.contains("journal open")).map(|l| l.contains("clean=true")).collect();
    assert_eq!(cleans, [true, true, false], "a clean stop and a kill are told apart");
    let started = scene.world.office.heard()?;
    assert!(started.contains("\"event\":\"started\""), "the office hears of the start");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_watchdog_of_the_service_manager_is_fed() -> Result<()> {
    let mut scene = scenarios::desk("watchdog", &Choices::default()).await?;
    scene.world.stop_station().await?;
    let mut start = scene.world.start()?;
    start.env.push(("WATCHDOG_USEC".into(), "400000".into()));
    tokio::task::spawn_blocking(move || -> Result<()> {
        let mut station = StationProcess::spawn(&start)?;
        station.ready(SOON)?;
        station.wait_for("WATCHDOG=1", SOON)?;
        station.wait_for("WATCHDOG=1", SOON)?;
        let status = station.stop(SOON)?;
        assert!(status.success(), "{status}");
        Ok(())
    })
    .await?
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_manager_that_does_not_listen_does_not_hold_the_stop_up() -> Result<()> {
    let mut scene = scenarios::desk("deaf", &Choices::default()).await?;
    scene.world.stop_station().await?;
    let mut start = scene.world.start()?;
    // A hundred notices a second: the socket, which nobody reads after READY, is soon full.
    start.env.push(("WATCHDOG_USEC".into(), "20000".into()));
    tokio::task::spawn_blocking(move || -> Result<()> {
        let mut station = StationProcess::spawn(&start)?;
        station.ready(SOON)?;
        station.unheard(SOON)?;
        let status = station.stop(SOON)?;
        assert!(status.success(), "{status}");
        Ok(())
    })
    .await?
}
