//! A bus whose reader has keys of its own: the examinee types there, and the PIN never comes to the station.

use card::Asked;
use firmware::panel::simulated::Shown;
use rehearse::{Choices, Result, Scene};
use std::{sync::Arc, time::Duration};

const SOON: Duration = Duration::from_secs(20);

async fn bus(test: &str, choices: Choices) -> Result<Scene> {
    let desk = format!("method = \"pin\"\n{}", choices.desk);
    let choices = Choices { pin_pad: true, log_level: "trace".into(), desk, ..choices };
    let mut scene = scenarios::desk(test, &choices).await?;
    scene.see(&["ready"]).await?;
    scene.world.line_is("good", SOON).await?;
    Ok(scene)
}

/// The reader asks for a PIN, and the panel says so.
async fn asked(scene: &mut Scene) -> Result<Asked> {
    scene.see(&["pin_pad"]).await?;
    let keys = scene.world.pcscd.pin_pad().ok_or("a reader without keys")?;
    Ok(tokio::task::block_in_place(|| keys.asked(SOON))?)
}

async fn says(scene: &mut Scene, screen: &str, text: &str) -> Result<Arc<Shown>> {
    let shown = scene.see(&[screen]).await?;
    let said = shown.caption.texts.iter().any(|said| said.contains(text));
    assert!(said, "{text} is not in {:?}", shown.caption.texts);
    Ok(shown)
}

fn pin(key: &str) -> Result<&'static str> {
    Ok(&Scene::person(key)?.card.pin)
}

/// Nothing that was written down anywhere holds the PIN or anything else of this person.
fn is_written_nowhere(scene: &Scene, key: &str) -> Result<()> {
    let needles = Scene::person(key)?.leak_needles();
    let (log, service) = (scene.world.folder.join("station.log"), scene.world.pcscd.log_file());
    for file in [&log, &scene.world.folder.join("data/journal.db"), &service] {
        let bytes = std::fs::read(file)?;
        assert!(!bytes.is_empty(), "{} holds nothing to look at", file.display());
        assert!(personas::find_leak(&bytes, &needles).is_none(), "personal data in {}", file.display());
    }
    // The card service prints few numbers: there even the bare digits would not stand by chance.
    let words =
        |text: &str, word: &str| text.split(|c: char| !c.is_alphanumeric()).any(|found| found == word);
    assert!(!words(&std::fs::read_to_string(service)?, pin(key)?), "the PIN in the card service's log");
    let log = std::fs::read_to_string(log)?;
    assert!(
        log.contains("\"sign_by_pad\"") && log.contains("\"pin_right\""),
        "the log is not at trace level"
    );
    assert!(!log.contains("\"sign\""), "the PIN was typed on the station");
    Ok(())
}

/// A key after a look at what has appeared by itself: one that comes sooner was meant for the screen before.
async fn press(scene: &mut Scene, keys: &str) -> Result<()> {
    const LOOK: Duration = Duration::from_millis(500);
    tokio::time::sleep(LOOK).await;
    scene.press(keys).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pin_typed_on_the_reader_makes_the_check_valid_and_invariant_4_is_written_nowhere() -> Result<()>
{
    let mut scene = bus("pad", Choices::default()).await?;
    let key = "valid-takasaki";
    scene.place(key).await?;
    let keys = asked(&mut scene).await?;
    says(&mut scene, "pin_pad", "残り3回").await?;
    keys.types(pin(key)?)?;
    scene.see(&["valid"]).await?;
    let card = scene.card(key)?;
    assert_eq!((card.stats().presentations, card.stats().signatures), (1, 1));
    scene.finish().await?;
    scene.world.settled(Duration::from_secs(60)).await?;
    let checks = scene.world.checks().await?;
    let once = |c: &rehearse::KnownCheck| c.receipt.as_ref().is_some_and(|r| r.times_counted == 1);
    assert!(checks.len() == 1 && checks.iter().all(once));
    scene.world.stop_station().await?;
    is_written_nowhere(&scene, key)
}

#[tokio::test(flavor = "multi_thread")]
async fn invariant_6_wrong_cancelled_and_too_late_are_said_and_the_reader_asks_again_only_by_a_key()
-> Result<()> {
    let mut scene = bus("pad-again", Choices::default()).await?;
    let key = "valid-yoshida";
    scene.place(key).await?;
    asked(&mut scene).await?.types("0000")?;
    says(&mut scene, "pin_pad_ask", "残り2回").await?;
    press(&mut scene, "o").await?;
    asked(&mut scene).await?.cancels()?;
    says(&mut scene, "pin_pad_ask", "取り消されました").await?;
    press(&mut scene, "o").await?;
    asked(&mut scene).await?.lets_time_run_out()?;
    says(&mut scene, "pin_pad_ask", "時間切れ").await?;
    assert_eq!(scene.card(key)?.tries_left(), Some(2));
    press(&mut scene, "o").await?;
    asked(&mut scene).await?.types("0000")?;
    says(&mut scene, "pin_pad_last_try", "暗証番号が違います").await?;
    let keys = scene.world.pcscd.pin_pad().ok_or("a reader without keys")?;
    let by_itself = tokio::task::block_in_place(|| keys.asked(Duration::from_millis(500)));
    assert!(by_itself.is_err(), "the last try was not decided by anybody");
    press(&mut scene, "o").await?;
    asked(&mut scene).await?.types(pin(key)?)?;
    scene.see(&["valid"]).await?;
    assert_eq!(scene.card(key)?.stats().presentations, 3);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_station_s_own_keys_work_after_the_reader_was_left_and_a_taken_card_is_told() -> Result<()> {
    let mut scene = bus("pad-here", Choices::default()).await?;
    let key = "valid-takasaki";
    scene.place(key).await?;
    let keys = asked(&mut scene).await?;
    press(&mut scene, "o").await?;
    scene.see(&["pin_pad_leave"]).await?;
    keys.cancels()?;
    scene.see(&["pin_entry"]).await?;
    scene.press(&format!("{}o", pin(key)?)).await?;
    scene.see(&["valid"]).await?;
    scene.finish().await?;
    scene.place("valid-hanako").await?;
    let keys = asked(&mut scene).await?;
    scene.pull().await;
    says(&mut scene, "card_problem", "K142").await?;
    assert!(tokio::task::block_in_place(|| keys.is_ended(SOON)));
    assert_eq!(scene.card("valid-hanako")?.stats().presentations, 0);
    scene.to_ready().await?;
    scene.place("valid-hanako").await?;
    asked(&mut scene).await?.types(pin("valid-hanako")?)?;
    scene.see(&["valid"]).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_whose_keys_are_switched_off_is_used_without_them_and_the_diagnosis_says_so() -> Result<()> {
    let sections = "\n[reader]\npin_pad = false\n".into();
    let mut scene = bus("pad-off", Choices { sections, ..Choices::default() }).await?;
    scene.place("valid-takasaki").await?;
    scene.see(&["pin_entry"]).await?;
    scene.press("b").await?;
    scene.finish().await?;
    scene.press("o").await?;
    scene.see(&["menu"]).await?;
    scene.press("5").await?;
    let row = |shown: &Shown| {
        let texts = &shown.caption.texts;
        texts.iter().any(|text| text.contains("リーダーのキー")) && texts.iter().any(|text| text == "off")
    };
    scene.world.board()?.wait_until("the reader's keys", SOON, row).await.map(drop)?;
    Ok(())
}
