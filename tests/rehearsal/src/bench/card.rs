//! The card exchange: commands and bytes beside OpenSC's, and the time that is not the card's own.

use super::Row;
use crate::{Choices, Result, Scene, World};
use card::{Faults, Stats, yardstick};
use std::{
    path::Path,
    time::{Duration, Instant},
};

const PERSON: &str = "valid-takasaki";
const TIMES: usize = 15;
const WITHIN: Duration = Duration::from_secs(10);

/// The rows.
pub async fn rows(folder: &Path) -> Result<Vec<Row>> {
    std::fs::create_dir_all(folder)?;
    let world = World::build(&folder.canonicalize()?, &Choices::quiet(), |_| {}).await?;
    let mut scene = Scene::new(world);
    scene.see(&["ready"]).await?;
    scene.world.line_is("good", WITHIN).await?;
    let mut beyond = Vec::new();
    for _ in 0..TIMES {
        beyond.push(visual(&mut scene).await?);
    }
    beyond.sort_unstable();
    let median = beyond.get(TIMES / 2).copied().unwrap_or_default();
    let ours = pin(&mut scene).await?;
    let person = scene.card(PERSON)?;
    person.set_faults(Faults::default());
    scene.world.stop_station().await?;
    let opensc = folder.join("opensc");
    std::fs::create_dir_all(&opensc)?;
    scene.world.reader.insert(&person)?;
    if !person.wait_powered(true, WITHIN) {
        return Err("the card was never powered for OpenSC".into());
    }
    let (certificate, signature) = yardstick::opensc(&scene.world.pcscd, &person, &opensc)?;
    let bytes = (ours.bytes_in + ours.bytes_out) as f64;
    Ok(vec![
        Row::at_most(
            "APDUs, certificate + PIN signature (yardstick: OpenSC, signature alone)",
            "APDUs",
            ours.apdus as f64,
            Some(signature.apdus as f64),
            6.0,
        ),
        Row::at_most(
            "card bytes of the same (yardstick: OpenSC, certificate + signature)",
            "bytes",
            bytes,
            Some((certificate.bytes + signature.bytes) as f64),
            (certificate.bytes + signature.bytes) as f64,
        ),
        Row::at_most(
            "card powered → certificate on the panel, beyond the card's own time, median",
            "ms",
            median.as_secs_f64() * 1e3,
            None,
            20.0,
        ),
    ])
}

/// From power-up to the screen that asks to compare the face, without the time inside the card.
async fn visual(scene: &mut Scene) -> Result<Duration> {
    let card = scene.card(PERSON)?;
    card.reset_stats();
    scene.place(PERSON).await?;
    let powered = card.clone();
    let began =
        tokio::task::spawn_blocking(move || powered.wait_powered(true, WITHIN).then(Instant::now)).await?;
    scene.see(&["compare"]).await?;
    let took = began.ok_or("the card was never powered")?.elapsed();
    let beyond = took.saturating_sub(card.stats().inside);
    scene.press("b").await?;
    scene.world.reader.pull();
    scene.finish().await?;
    Ok(beyond)
}

/// One check by PIN, as the card saw it.
async fn pin(scene: &mut Scene) -> Result<Stats> {
    let card = scene.card(PERSON)?;
    scene.press("u").await?;
    card.reset_stats();
    scene.place(PERSON).await?;
    scene.see(&["pin_entry"]).await?;
    let digits = Scene::person(PERSON)?.card.pin.clone();
    scene.press(&format!("{digits}o")).await?;
    scene.see(&["valid"]).await?;
    let stats = card.stats();
    scene.finish().await?;
    Ok(stats)
}
