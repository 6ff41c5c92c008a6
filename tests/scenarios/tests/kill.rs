//! kill −9 of the real station at random moments, 200 times, compared with the centre's receipts.
//!
//! What staff have read on the panel (a 受付番号) counts as acknowledged. The moments are spread over the start,
//! the instants around the capture and the instants around the settlement; the line is good, weak or cut.

use line::Preset;
use rehearse::{Choices, Result, Scene};
use scenarios::Random;
use std::{collections::BTreeSet, time::Duration};

const KILLS: u32 = 200;

#[tokio::test(flavor = "multi_thread")]
async fn invariant_1_and_2_killed_200_times_none_is_lost_and_none_is_doubled() -> Result<()> {
    let choices = Choices { log_level: "info".into(), ..Choices::default() };
    let mut scene = scenarios::desk("kill", &choices).await?;
    let mut random = Random::new(20_260_401);
    let mut acknowledged = BTreeSet::new();
    for round in 0..KILLS {
        let line = [Preset::Good, Preset::Cut, Preset::Weak][random.below(3) as usize];
        scene.world.set_line(line);
        if let Some(number) = one_check(&mut scene, &mut random).await? {
            assert!(acknowledged.insert(number), "round {round}: 受付{number:03} was given twice");
        }
        scene.world.kill_station()?;
        scene.world.reader.pull();
        scene.world.start_station().await?;
    }
    scene.world.set_line(Preset::Good);
    scene.world.settled(Duration::from_secs(120)).await?;
    let checks = scene.world.checks().await?;
    let once = |c: &rehearse::KnownCheck| {
        c.receipt.as_ref().is_some_and(|r| r.times_counted == 1 && r.conflicts == 0)
    };
    assert!(checks.iter().all(once), "every check of the journal is counted exactly once by the centre");
    let known: BTreeSet<u32> = checks.iter().map(|c| c.reception).collect();
    assert_eq!(known.len(), checks.len(), "no reception number stands for two checks");
    let lost: Vec<_> = acknowledged.difference(&known).collect();
    assert!(lost.is_empty(), "acknowledged on the panel and lost: {lost:?}");
    assert!(acknowledged.len() > KILLS as usize / 4, "only {} checks were acknowledged", acknowledged.len());
    println!("{KILLS} kills, {} acknowledged, {} at the centre", acknowledged.len(), checks.len());
    scene.world.command(&["journal", "verify"]).await.map(drop)
}

/// Begins a check and returns at a random moment of it, with the reception number if the panel showed one.
async fn one_check(scene: &mut Scene, random: &mut Random) -> Result<Option<u32>> {
    let moment = random.below(4);
    if moment == 0 {
        pause(random, 300).await;
        return Ok(None);
    }
    scene.place("valid-hanako").await?;
    // A message may come first; OK goes past it.
    while scene.see(&["compare", "late", "late_new", "card_problem"]).await?.caption.screen != "compare" {
        scene.press("o").await?;
        pause(random, 100).await;
    }
    scene.press("o").await?;
    if moment == 1 {
        pause(random, 40).await;
        return Ok(None);
    }
    let shown = scene.see(&["waiting", "pending", "valid"]).await?;
    if moment == 3 {
        pause(random, 250).await;
    }
    Ok(rehearse::reception_number(&shown))
}

/// The moment of the kill is what varies here: nothing is waited for.
async fn pause(random: &mut Random, below_ms: u64) {
    tokio::time::sleep(Duration::from_millis(random.below(below_ms))).await;
}
