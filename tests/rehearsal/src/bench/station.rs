//! The station as a process: memory at rest, size on disk, time to ready, a key to the panel, a reconnect to the
//! broker.

use super::Row;
use crate::{Choices, Result, Scene, World, resident, sibling};
use std::{
    path::Path,
    time::{Duration, Instant},
};

const MIB: f64 = 1024.0 * 1024.0;
const WITHIN: Duration = Duration::from_secs(30);
const STARTS: usize = 5;

/// The rows.
pub async fn rows(folder: &Path) -> Result<Vec<Row>> {
    std::fs::create_dir_all(folder)?;
    let world = World::build(&folder.canonicalize()?, &Choices::quiet(), |_| {}).await?;
    let mut scene = Scene::new(world);
    scene.see(&["ready"]).await?;
    scene.world.line_is("good", WITHIN).await?;
    check(&mut scene).await?;
    let key = key(&mut scene).await?;
    let memory = scene.world.station()?.resident()? as f64;
    let mosquitto = scene.world.broker.pid().ok_or("no broker")?;
    let mosquitto = resident(mosquitto)? as f64;
    let mut rows = reconnect(&mut scene).await?;
    let start = start(&mut scene).await?;
    let size = std::fs::metadata(sibling("station")?)?.len() as f64;
    rows.extend([
        Row::at_most(
            "memory at rest, with fonts (yardstick: Mosquitto)",
            "MiB",
            memory / MIB,
            Some(mosquitto / MIB),
            24.0,
        ),
        Row::at_most("stripped binary", "MiB", size / MIB, None, 10.0),
        Row::at_most("start to ready, median", "ms", start.as_secs_f64() * 1e3, None, 500.0),
        Row::at_most("key to panel, slowest of 20", "ms", key.as_secs_f64() * 1e3, None, 100.0),
    ]);
    Ok(rows)
}

async fn check(scene: &mut Scene) -> Result<()> {
    scene.place("valid-hanako").await?;
    scene.see(&["compare"]).await?;
    scene.press("o").await?;
    scene.see(&["valid"]).await?;
    scene.finish().await
}

/// The method key on the ready screen, until the panel shows the other method.
async fn key(scene: &mut Scene) -> Result<Duration> {
    let mut slowest = Duration::ZERO;
    for turn in 0..20 {
        let method = if turn % 2 == 0 { "暗証番号" } else { "目視" };
        let began = Instant::now();
        scene.press("u").await?;
        let shows =
            |shown: &firmware::panel::simulated::Shown| shown.caption.texts.iter().any(|t| t == method);
        scene.world.board()?.wait_until(method, WITHIN, shows).await?;
        slowest = slowest.max(began.elapsed());
    }
    Ok(slowest)
}

/// Bytes of the broker's first connection, and of the one after the line was cut.
async fn reconnect(scene: &mut Scene) -> Result<Vec<Row>> {
    let births = |heard: &str| heard.lines().filter(|l| l.contains("/birth ") && l.contains("true")).count();
    let before = scene.world.line.counters("broker").ok_or("no such forward")?;
    let already = births(&scene.world.office.heard()?);
    scene.world.line.sever();
    scene.world.office.wait(Duration::from_secs(90), |heard| births(heard) > already).await?;
    let after = scene.world.line.counters("broker").ok_or("no such forward")?;
    let resumed = (after.up + after.down).saturating_sub(before.up + before.down) as f64;
    let first = full_handshake(scene).await? as f64;
    let what = "reconnect to the broker up to the birth (yardstick: full handshake)";
    Ok(vec![Row::at_most(what, "bytes", resumed, Some(first), 2_200.0)])
}

/// A new process has no session to resume.
async fn full_handshake(scene: &mut Scene) -> Result<u64> {
    scene.world.stop_station().await?;
    let before = scene.world.line.counters("broker").ok_or("no such forward")?;
    let births = |heard: &str| heard.lines().filter(|l| l.contains("/birth ") && l.contains("true")).count();
    let already = births(&scene.world.office.heard()?);
    scene.world.start_station().await?;
    scene.world.office.wait(WITHIN, |heard| births(heard) > already).await?;
    let after = scene.world.line.counters("broker").ok_or("no such forward")?;
    Ok((after.up + after.down).saturating_sub(before.up + before.down))
}

async fn start(scene: &mut Scene) -> Result<Duration> {
    let mut took = Vec::new();
    for _ in 0..STARTS {
        scene.world.stop_station().await?;
        let began = Instant::now();
        scene.world.start_station().await?;
        took.push(began.elapsed());
    }
    took.sort_unstable();
    Ok(took.get(STARTS / 2).copied().unwrap_or_default())
}
