//! `make demo`: the world, the morning, the table, and then the station to look at until Ctrl-C.

use crate::{
    morning,
    scene::{Result, Scene},
    table,
    world::{Choices, KnownCheck, World},
};
use std::{path::Path, time::Instant};

/// Plays the morning in `folder`; with `once` ends after it.
pub async fn run(folder: &Path, once: bool) -> Result<()> {
    let began = Instant::now();
    println!("Setting up, in {}:", folder.display());
    let choices = Choices::default();
    let world = World::build(folder, &choices, |what| {
        println!("  {:>5.1} s  {what}", began.elapsed().as_secs_f64());
    });
    let mut scene = Scene::new(world.await?);
    println!("  {:>5.1} s  ready", began.elapsed().as_secs_f64());
    let played = morning::play(&mut scene).await;
    let checks = scene.world.checks().await?;
    println!("\n{}", table::text(&scene.records, &checks));
    played?;
    verify(&scene, &checks)?;
    println!("Every step did what it should. Pictures: {}", scene.world.pictures.display());
    if once {
        return scene.world.stop_station().await;
    }
    stay(scene).await
}

/// What must hold at the end of any morning.
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

async fn stay(mut scene: Scene) -> Result<()> {
    println!("The station stays up until Ctrl-C. Log: {}", scene.world.folder.join("station.log").display());
    tokio::signal::ctrl_c().await?;
    scene.world.stop_station().await
}
