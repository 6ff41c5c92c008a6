//! `make demo`: the bus on a page, to try out until Ctrl-C; or the scripted morning, whose exit status says
//! whether everything went as it should.

use crate::{
    Bus, morning,
    scene::{Result, Scene},
    table,
    world::{Choices, KnownCheck, World},
};
use std::{path::Path, time::Instant};

/// The kind of demonstration.
#[derive(Debug, Clone, Default)]
pub struct Show {
    /// Play the morning on the terminal first.
    pub morning: bool,
    /// End after the morning.
    pub once: bool,
    /// Where the page listens on loopback; 0 for any free port.
    pub port: u16,
    /// The world of the page; a morning is played without login.
    pub choices: Choices,
}

/// Shows it in `folder`.
pub async fn run(folder: &Path, show: Show) -> Result<()> {
    let morning = show.morning || show.once;
    let choices = Choices { login: show.choices.login && !morning, ..show.choices };
    let mut scene = set_up(folder, &choices).await?;
    if morning {
        play(&mut scene).await?;
    }
    if show.once {
        return scene.world.stop_station().await;
    }
    stay(scene, show.port).await
}

async fn set_up(folder: &Path, choices: &Choices) -> Result<Scene> {
    let began = Instant::now();
    println!("Setting up, in {}:", folder.display());
    let world = World::build(folder, choices, |what| {
        println!("  {:>5.1} s  {what}", began.elapsed().as_secs_f64());
    });
    let scene = Scene::new(world.await?);
    println!("  {:>5.1} s  ready", began.elapsed().as_secs_f64());
    Ok(scene)
}

async fn play(scene: &mut Scene) -> Result<()> {
    let played = morning::play(scene).await;
    let checks = scene.world.checks().await?;
    println!("\n{}", table::text(&scene.records, &checks));
    played?;
    verify(scene, &checks)?;
    println!("Every step did what it should. Pictures: {}", scene.world.pictures.display());
    Ok(())
}

/// Conditions at the end of any morning.
fn verify(scene: &Scene, checks: &[KnownCheck]) -> Result<()> {
    for check in checks {
        let number = check.reception;
        match &check.receipt {
            None => return Err(format!("the centre never had check 受付{number:03}").into()),
            Some(receipt) if receipt.times_counted != 1 || receipt.conflicts != 0 => {
                return Err(format!("the centre counted 受付{number:03} {}×", receipt.times_counted).into());
            }
            Some(_) => {}
        }
    }
    let seen = scene.records.iter().filter_map(|r| r.reception);
    if let Some(lost) = seen.into_iter().find(|n| !checks.iter().any(|c| c.reception == *n)) {
        return Err(format!("the panel said 受付{lost:03}, and nobody has it").into());
    }
    let heard = scene.world.office.heard()?.lines().count();
    println!("{} checks, each counted once by the centre; the office heard {heard} messages.", checks.len());
    Ok(())
}

async fn stay(scene: Scene, port: u16) -> Result<()> {
    let log = scene.world.folder.join("station.log");
    let bus = Bus::open(scene, port).await?;
    println!("\n  The rehearsal bus is open on this machine: \x1b[1m{}\x1b[0m", bus.url());
    for member in crate::crew() {
        println!("  {} logs in with the invented passcode {}", member.label, member.passcode);
    }
    println!("  It stays until Ctrl-C. The station's log: {}\n", log.display());
    tokio::signal::ctrl_c().await?;
    let mut scene = bus.close().await?;
    if scene.world.situation().power { scene.world.stop_station().await } else { Ok(()) }
}
