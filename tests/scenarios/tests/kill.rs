//! kill −9 of the real station at random moments, 200 times, compared with the centre's receipts.
//!
//! What staff have read on the panel (a 受付番号) counts as acknowledged. The moments are spread over the start,
//! the acknowledgement of late verdicts, the instants around the capture and those around the settlement; the line
//! is good, weak or cut; the checks are by sight and by PIN (only ever the right one), with good and bad verdicts.

use line::Preset;
use rehearse::{Choices, Result, Scene};
use scenarios::Random;
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

const KILLS: u32 = 200;
/// On a slow machine more of the moments come before what they should hit: it goes on until there are enough.
const AT_MOST: u32 = 400;

/// Screens that say that the desk is past the questions.
const ASKED: [&str; 6] = ["signing", "saving", "waiting", "pending", "valid", "invalid"];

/// A reception number with the day on which it was given: the day before reading it, and after.
type Acknowledged = (u32, [String; 2]);

#[tokio::test(flavor = "multi_thread")]
async fn invariant_1_and_2_killed_200_times_none_is_lost_and_none_is_doubled() -> Result<()> {
    let choices = Choices { log_level: "info".into(), ..Choices::default() };
    let mut scene = scenarios::desk("kill", &choices).await?;
    scene.world.line_is("good", rehearse::PATIENCE).await?;
    let mut random = Random::new(20_260_401);
    let (mut acknowledged, mut did) = (Vec::<Acknowledged>::new(), Did::default());
    let mut kills = 0;
    while kills < KILLS || kills < AT_MOST && !did.enough() {
        kills += 1;
        let line = [Preset::Good, Preset::Cut, Preset::Weak][random.below(3) as usize];
        scene.world.set_line(line);
        let before = today();
        if let Some(number) = one_check(&mut scene, &mut random, &mut did).await? {
            acknowledged.push((number, [before, today()]));
        }
        scene.world.kill_station()?;
        scene.world.reader.pull();
        scene.world.start_station().await?;
    }
    scene.world.set_line(Preset::Good);
    scene.world.settled(Duration::from_secs(120)).await?;
    late_ones_are_acknowledged(&mut scene).await?;
    none_lost_none_doubled(&scene.world.checks().await?, &acknowledged);
    assert!(acknowledged.len() > kills as usize / 4, "only {} checks were acknowledged", acknowledged.len());
    assert!(did.enough(), "too little of a kind to tell anything: {did:?}");
    println!("{kills} kills, {} acknowledged, {did:?}", acknowledged.len());
    scene.world.command(&["journal", "verify"]).await.map(drop)
}

/// How often something was done whose moments are to be hit.
#[derive(Debug, Default)]
struct Did {
    pins: u32,
    bad: u32,
    late: u32,
}

impl Did {
    fn enough(&self) -> bool {
        self.pins >= 20 && self.bad >= 20 && self.late >= 5
    }
}

fn today() -> String {
    wire::jst_date(jiff::Timestamp::now()).to_string()
}

fn none_lost_none_doubled(checks: &[rehearse::KnownCheck], acknowledged: &[Acknowledged]) {
    let once = |c: &rehearse::KnownCheck| {
        c.receipt.as_ref().is_some_and(|r| r.times_counted == 1 && r.conflicts == 0)
    };
    assert!(checks.iter().all(once), "every check of the journal is counted exactly once by the centre");
    // A challenge that was used twice, or a signature for another check, would be refused.
    let outcomes: BTreeSet<_> = checks.iter().map(|c| c.outcome.as_deref()).collect();
    assert_eq!(outcomes, BTreeSet::from([Some("valid"), Some("invalid")]));
    let known: BTreeSet<(u32, &str)> = checks.iter().map(|c| (c.reception, c.day.as_str())).collect();
    assert_eq!(known.len(), checks.len(), "no reception number stands for two checks of a day");
    let mut given = BTreeSet::new();
    for (number, [before, after]) in acknowledged {
        let kept = [before, after].iter().any(|day| known.contains(&(*number, day.as_str())));
        assert!(kept, "受付{number:03} was acknowledged on the panel and is lost");
        // At midnight it cannot be told to which day a number belongs.
        let new = before != after || given.insert((*number, before));
        assert!(new, "受付{number:03} was given twice");
    }
}

/// Staff acknowledge late verdicts until none is open.
async fn late_ones_are_acknowledged(scene: &mut Scene) -> Result<()> {
    let mut open = open_late(scene).await?;
    while open > 0 {
        scene.see(&["late"]).await?;
        scene.press("o").await?;
        scene.see(&["ready", "late_new"]).await?;
        open = fewer_late(scene, open).await?;
    }
    Ok(())
}

/// Waits until fewer verdicts are open than before: an acknowledgement reaches the disk after the panel went on.
async fn fewer_late(scene: &Scene, before: u64) -> Result<u64> {
    let end = Instant::now() + rehearse::PATIENCE;
    loop {
        let open = open_late(scene).await?;
        if open < before {
            return Ok(open);
        }
        if Instant::now() >= end {
            return Err("an acknowledged verdict is still open".into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn open_late(scene: &Scene) -> Result<u64> {
    let stats: serde_json::Value =
        serde_json::from_str(&scene.world.command(&["journal", "stats", "--json"]).await?)?;
    stats.get("unacknowledged").and_then(serde_json::Value::as_u64).ok_or_else(|| "no such number".into())
}

/// Begins a check and returns at a random moment of it, with the reception number if the panel showed one.
async fn one_check(scene: &mut Scene, random: &mut Random, did: &mut Did) -> Result<Option<u32>> {
    let moment = random.below(4);
    if begun(scene, random).await? != "ready" && random.below(2) == 0 {
        scene.see(&["late"]).await?;
        scene.press("o").await?;
        did.late += 1;
    }
    if moment == 0 {
        pause(random, 300).await;
        return Ok(None);
    }
    let (key, by_pin) = somebody(random);
    if by_pin {
        // When a late verdict is on the panel it asks for another proof, or nothing happens: the card goes before that,
        // and it is a check by sight.
        scene.press("u").await?;
    }
    scene.place(key).await?;
    let signs = decide(scene, random, key).await?;
    did.pins += u32::from(signs);
    did.bad += u32::from(key == "invalid-jiro");
    if moment == 1 {
        pause(random, if signs { 600 } else { 40 }).await;
        return Ok(None);
    }
    let shown = scene.see(&["waiting", "pending", "valid", "invalid"]).await?;
    if moment == 3 {
        pause(random, 250).await;
    }
    Ok(rehearse::reception_number(&shown))
}

/// Who comes, and whether by PIN.
fn somebody(random: &mut Random) -> (&'static str, bool) {
    match random.below(4) {
        0 => ("valid-hanako", false),
        1 => ("invalid-jiro", false),
        _ => ("valid-takasaki", true),
    }
}

/// The first screen of this start, past the message that a card left from before is not answering any more.
async fn begun(scene: &mut Scene, random: &mut Random) -> Result<String> {
    loop {
        let screen = scene.see(&["ready", "late", "late_new", "card_problem"]).await?.caption.screen.clone();
        if screen != "card_problem" {
            return Ok(screen);
        }
        // Not OK: the message may be over by itself, and on the ready screen OK opens the menu.
        scene.press("b").await?;
        pause(random, 20).await;
    }
}

/// Answers what the panel asks until it asks no more; says whether it was a PIN.
async fn decide(scene: &mut Scene, random: &mut Random, key: &str) -> Result<bool> {
    let asks = ["compare", "pin_entry", "late", "late_new", "card_problem", "no_challenge"];
    let screens = [&asks[..], &ASKED[..]].concat();
    let mut signs = false;
    loop {
        let screen = scene.see(&screens).await?.caption.screen.clone();
        if ASKED.contains(&screen.as_str()) {
            return Ok(signs);
        }
        match screen.as_str() {
            "pin_entry" => {
                let digits = Scene::person(key)?.card.pin.clone();
                signs = true;
                scene.press(&format!("{digits}o")).await?;
                // Never typed twice: whatever comes next, it is not the same question.
                let after = [&ASKED[..], &["card_problem", "no_challenge"]].concat();
                scene.see(&after).await?;
            }
            "compare" => {
                scene.press("o").await?;
                return Ok(false);
            }
            // A message may come first; OK goes past it.
            _ => {
                scene.press("o").await?;
                pause(random, 100).await;
            }
        }
    }
}

/// The moment of the kill is what varies here: nothing is waited for.
async fn pause(random: &mut Random, below_ms: u64) {
    tokio::time::sleep(Duration::from_millis(random.below(below_ms))).await;
}
