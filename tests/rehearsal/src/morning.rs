//! The scripted morning: one step for each thing that happens at a reception, in the order of a bad day.
//!
//! Every step says what the panel must show; one that shows something else ends the morning.

use crate::{
    scene::{Result, Scene},
    world::Part,
};
use card::Faults;
use firmware::panel::simulated::Shown;
use line::Preset;
use std::time::Duration;

/// Screens on which a check ends.
const ENDS: [&str; 12] = [
    "valid",
    "valid_not_covered",
    "invalid",
    "invalid_newer",
    "no_match",
    "multiple",
    "refused",
    "too_old",
    "inconsistent",
    "pending",
    "not_saved",
    "journal_full",
];

/// Longest time that staff should wait for a verdict (the desk's answer budget and the card).
const VERDICT: Duration = Duration::from_secs(14);

/// Plays the whole morning.
pub async fn play(scene: &mut Scene) -> Result<()> {
    scene.see(&["ready"]).await?;
    heading(scene, "The line is good");
    good_line(scene).await?;
    heading(scene, "Cards that do not work");
    bad_cards(scene).await?;
    heading(scene, "The line is weak");
    weak_line(scene).await?;
    heading(scene, "The line is cut");
    cut_line(scene).await?;
    heading(scene, "Power fails while three checks wait");
    power_cut(scene).await
}

/// Plays the morning in a world that somebody has played with: brings it back to how a morning begins first.
pub async fn from_any_state(scene: &mut Scene) -> Result<()> {
    scene.say("Everything on, every card as delivered, nothing waiting");
    scene.world.pull();
    scene.world.set_line(Preset::Good);
    for part in [Part::Reader, Part::Broker, Part::Centre, Part::Clock, Part::Power] {
        scene.world.switch(part, true).await?;
    }
    scene.world.switch(Part::PinPad, false).await?;
    scene.renew_all();
    scene.to_ready().await?;
    scene.world.settled(Duration::from_secs(90)).await?;
    scene.to_ready().await?;
    if !shows(scene.see(&["ready"]).await?.as_ref(), "目視") {
        visual_mode(scene).await?;
    }
    play(scene).await
}

fn heading(scene: &mut Scene, text: &str) {
    scene.say("");
    scene.say(text);
}

async fn good_line(scene: &mut Scene) -> Result<()> {
    scene.world.set_line(Preset::Good);
    scene.world.line_is("good", Duration::from_secs(60)).await?;
    visual(scene, "valid by 目視", "valid-hanako", "valid").await?;
    pin_mode(scene).await?;
    pin(scene, "valid by PIN", "valid-takasaki", "valid").await?;
    wrong_then_right(scene, "valid-yoshida").await?;
    locked(scene, "pin-locked").await?;
    visual_mode(scene).await?;
    visual(scene, "invalid", "invalid-jiro", "invalid").await?;
    visual(scene, "invalid, newer eligibility", "invalid-newer", "invalid_newer").await?;
    visual(scene, "not known", "none-kanata", "no_match").await?;
    visual(scene, "several match", "multiple-kasane", "multiple").await?;
    visual(scene, "not under contract", "valid-watanabe", "valid_not_covered").await?;
    visual(scene, "certificate expired 2 months", "expired-2-months", "valid").await?;
    without_check(scene, "certificate expired 4 months", "expired-4-months", "certificate_unusable").await
}

async fn bad_cards(scene: &mut Scene) -> Result<()> {
    without_check(scene, "card of another kind", "other-card", "card_problem").await?;
    without_check(scene, "old resident-register card", "old-juki", "card_problem").await?;
    let pulled = Faults { pull_at: Some(2), ..Faults::default() };
    scene.place_faulty("valid-katsuragi", pulled).await?;
    let shown = scene.see(&["card_problem"]).await?;
    let took = scene.since_card();
    scene.note("card pulled in mid-read", "valid-katsuragi", "目視", &shown, Some(took))?;
    scene.finish().await?;
    visual(scene, "the same card again", "valid-katsuragi", "valid").await
}

async fn weak_line(scene: &mut Scene) -> Result<()> {
    scene.world.set_line(Preset::Weak);
    visual(scene, "weak line, answer within the budget", "ends-soon", "valid").await
}

async fn cut_line(scene: &mut Scene) -> Result<()> {
    scene.world.set_line(Preset::Cut);
    visual(scene, "line cut: unconfirmed", "valid-hanako", "pending").await?;
    visual(scene, "the next examinee goes on", "invalid-jiro", "pending").await?;
    pin_mode(scene).await?;
    pin(scene, "by PIN from the book", "valid-takasaki", "pending").await?;
    visual_mode(scene).await
}

async fn power_cut(scene: &mut Scene) -> Result<()> {
    let waiting = scene.world.waiting().await?;
    if waiting != 3 {
        return Err(format!("three checks should wait, {waiting} do").into());
    }
    scene.world.kill_station()?;
    scene.say(&format!("  station killed (kill -9) with {waiting} checks waiting"));
    scene.world.start_station().await?;
    let after = scene.world.waiting().await?;
    scene.say(&format!("  station started again: {after} checks wait"));
    if after != 3 {
        return Err(format!("after the power cut {after} checks wait, not 3").into());
    }
    scene.to_ready().await?;
    scene.world.set_line(Preset::Good);
    scene.say("  line back");
    let late = scene.see_within(&["late"], Duration::from_secs(90)).await?;
    scene.note("late 無効 calls staff", "invalid-jiro", "目視", &late, None)?;
    scene.press("o").await?;
    let ready = scene.see(&["ready"]).await?;
    scene.world.settled(Duration::from_secs(60)).await?;
    scene.photograph(&ready)
}

async fn visual(scene: &mut Scene, title: &str, key: &str, expected: &str) -> Result<()> {
    scene.place(key).await?;
    scene.see(&["compare"]).await?;
    scene.press("o").await?;
    verdict(scene, title, key, "目視", expected).await
}

async fn pin(scene: &mut Scene, title: &str, key: &str, expected: &str) -> Result<()> {
    scene.place(key).await?;
    scene.see(&["pin_entry"]).await?;
    let digits = Scene::person(key)?.card.pin.clone();
    scene.press(&format!("{digits}o")).await?;
    verdict(scene, title, key, "暗証番号", expected).await
}

async fn verdict(scene: &mut Scene, title: &str, key: &str, method: &str, expected: &str) -> Result<()> {
    let shown = scene.see_within(&ENDS, VERDICT).await?;
    let took = scene.since_card();
    scene.note(title, key, method, &shown, Some(took))?;
    if shown.caption.screen != expected {
        return Err(
            format!("{title}: the panel shows {}, {expected} was expected", shown.caption.screen).into()
        );
    }
    scene.finish().await
}

async fn wrong_then_right(scene: &mut Scene, key: &str) -> Result<()> {
    scene.place(key).await?;
    let entry = scene.see(&["pin_entry"]).await?;
    scene.photograph(&entry)?;
    scene.press("0000o").await?;
    let wrong = scene.see(&["pin_wrong"]).await?;
    scene.note("wrong PIN", key, "暗証番号", &wrong, None)?;
    let digits = Scene::person(key)?.card.pin.clone();
    scene.press(&format!("{digits}o")).await?;
    verdict(scene, "… then right", key, "暗証番号", "valid").await
}

async fn locked(scene: &mut Scene, key: &str) -> Result<()> {
    scene.place(key).await?;
    let shown = scene.see(&["pin_locked"]).await?;
    let took = scene.since_card();
    scene.note("PIN locked", key, "暗証番号", &shown, Some(took))?;
    scene.finish().await
}

async fn without_check(scene: &mut Scene, title: &str, key: &str, expected: &str) -> Result<()> {
    scene.place(key).await?;
    let shown = scene.see(&[expected, "compare"]).await?;
    let took = scene.since_card();
    scene.note(title, key, "目視", &shown, Some(took))?;
    if shown.caption.screen != expected {
        return Err(format!("{title}: the panel shows {}", shown.caption.screen).into());
    }
    scene.finish().await
}

/// Up toggles the method on the ready screen; the panel says which one it is.
async fn pin_mode(scene: &mut Scene) -> Result<()> {
    toggle(scene, "暗証番号").await
}

async fn visual_mode(scene: &mut Scene) -> Result<()> {
    toggle(scene, "目視").await
}

async fn toggle(scene: &mut Scene, method: &str) -> Result<()> {
    scene.press("u").await?;
    let wanted = |shown: &Shown| shown.caption.screen == "ready" && shows(shown, method);
    scene.world.board()?.wait_until(method, Duration::from_secs(5), wanted).await?;
    Ok(())
}

fn shows(shown: &Shown, text: &str) -> bool {
    shown.caption.texts.iter().any(|t| t.contains(text))
}
