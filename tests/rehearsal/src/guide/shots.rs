//! A day at the reception, played for the camera: one picture for each screen that the quick guide shows.

use crate::{
    Choices, World, picture,
    scene::{Result, Scene},
};
use firmware::panel::{Scan, simulated::Shown};
use line::Preset;
use std::{path::Path, time::Duration};

/// A late verdict comes when the line is back and the uplink has noticed.
const LATE: Duration = Duration::from_secs(90);

/// Plays the day and leaves the pictures in `folder`, each with its text beside it.
pub(super) async fn take(folder: &Path) -> Result<()> {
    let world = World::build(folder, &Choices::for_page(), |what| println!("  {what}")).await?;
    let mut day = Day { scene: Scene::new(world), folder };
    day.begin().await?;
    day.check().await?;
    day.verdicts().await?;
    day.without_line().await?;
    day.troubles().await?;
    day.look_back().await?;
    day.end().await
}

struct Day<'a> {
    scene: Scene,
    folder: &'a Path,
}

impl Day<'_> {
    /// Waits for a screen and keeps its picture under that name.
    async fn shot(&mut self, screen: &str) -> Result<()> {
        let shown = self.scene.see(&[screen]).await?;
        self.keep(screen, &shown)
    }

    /// Waits until the screen says something and keeps its picture.
    async fn shot_that(&mut self, name: &str, says: &str) -> Result<()> {
        let wanted = |shown: &Shown| shown.caption.texts.iter().any(|text| text.contains(says));
        let shown = self.scene.world.board()?.wait_until(says, LATE, wanted).await?;
        self.keep(name, &shown)
    }

    /// Types digits, waits for the picture to change with each, and keeps the last.
    async fn typed(&mut self, digits: &str, name: &str) -> Result<()> {
        for digit in digits.chars() {
            let before = self.scene.world.board()?.shown().cloned().ok_or("nothing is shown")?;
            self.press(&digit.to_string()).await?;
            let changed = |shown: &Shown| shown.frame != before.frame;
            let shown = self.scene.world.board()?.wait_until(name, LATE, changed).await?;
            self.keep(name, &shown)?;
        }
        Ok(())
    }

    fn keep(&self, name: &str, shown: &Shown) -> Result<()> {
        picture::write(&shown.frame, &self.folder.join(format!("{name}.png")))?;
        let text = format!("{}: {}", shown.caption.title, shown.caption.texts.join(" "));
        Ok(std::fs::write(self.folder.join(format!("{name}.txt")), text)?)
    }

    async fn press(&mut self, keys: &str) -> Result<()> {
        self.scene.press(keys).await
    }

    /// Presses a key as people do: again, when a verdict that had just come up did not take it yet.
    async fn press_for(&mut self, key: &str, screen: &str) -> Result<()> {
        for _ in 0..10 {
            self.press(key).await?;
            if self.scene.see_within(&[screen], Duration::from_millis(700)).await.is_ok() {
                return Ok(());
            }
        }
        Err(format!("{key} does not lead to {screen}").into())
    }

    async fn ready(&mut self) -> Result<()> {
        self.scene.finish().await
    }

    async fn begin(&mut self) -> Result<()> {
        self.shot("locked").await?;
        let passcode = self.scene.world.staff().first().ok_or("nobody can log in")?.passcode;
        self.press("o").await?;
        self.scene.see(&["passcode"]).await?;
        let (first, rest) = passcode.split_at(2);
        self.typed(first, "passcode").await?;
        self.press(&format!("{rest}o")).await?;
        self.shot("choose_site").await?;
        for next in ["choose_method", "choose_purpose", "ready"] {
            self.press("o").await?;
            self.scene.see(&[next]).await?;
        }
        self.scene.world.line_is("good", LATE).await?;
        self.shot("ready").await
    }

    async fn check(&mut self) -> Result<()> {
        let scan = Scan::new("26512345678").ok_or("not a code")?;
        self.scene.world.board()?.scan(scan).await?;
        self.shot_that("ready-ticket", "5678").await?;
        self.scene.place("valid-hanako").await?;
        self.shot("compare").await?;
        self.press("o").await?;
        self.shot("valid").await?;
        self.ready().await?;
        self.press("u").await?;
        self.scene.place("valid-takasaki").await?;
        self.scene.see(&["pin_entry"]).await?;
        self.typed("00", "pin_entry").await?;
        self.press("00o").await?;
        self.shot("pin_wrong").await?;
        self.press("b").await?;
        self.ready().await?;
        self.press("u").await
    }

    async fn verdicts(&mut self) -> Result<()> {
        self.visual("valid-watanabe").await?;
        self.shot("valid_not_covered").await?;
        self.ready().await?;
        self.visual("invalid-jiro").await?;
        self.shot("invalid").await?;
        self.press_for("d", "fallback_other").await?;
        self.shot("fallback_other").await?;
        self.press_for("b", "invalid").await?;
        self.press_for("u", "fallback_papers").await?;
        self.shot("fallback_papers").await?;
        self.press("o").await?;
        self.scene.see(&["fallback_kept"]).await?;
        self.ready().await
    }

    async fn visual(&mut self, person: &str) -> Result<()> {
        self.scene.place(person).await?;
        self.scene.see(&["compare"]).await?;
        self.press("o").await
    }

    async fn without_line(&mut self) -> Result<()> {
        self.scene.world.set_line(Preset::Cut);
        self.visual("invalid-jiro").await?;
        self.shot("pending").await?;
        self.ready().await?;
        let waits = |shown: &Shown| {
            let says = |what| shown.caption.texts.iter().any(|text| text.contains(what));
            shown.caption.screen == "ready" && says("送信待ち1件") && says("置いてください")
        };
        let shown = self.scene.world.board()?.wait_until("one waits", LATE, waits).await?;
        self.keep("ready-waiting", &shown)?;
        self.scene.world.set_line(Preset::Good);
        let late = self.scene.see_within(&["late"], LATE).await?;
        self.keep("late", &late)?;
        self.press("o").await?;
        self.ready().await
    }

    async fn troubles(&mut self) -> Result<()> {
        self.scene.place("other-card").await?;
        self.shot("card_problem").await?;
        self.ready().await?;
        self.scene.world.switch(crate::Part::Reader, false).await?;
        self.shot("reader_trouble").await?;
        self.scene.world.switch(crate::Part::Reader, true).await?;
        self.scene.see(&["ready"]).await.map(drop)
    }

    async fn look_back(&mut self) -> Result<()> {
        self.press_for("o", "menu").await?;
        self.shot("menu").await?;
        self.press("1").await?;
        self.shot_that("checks", "001").await?;
        self.press("o").await?;
        self.shot("recalled").await?;
        self.press("o").await?;
        self.scene.to_ready().await
    }

    async fn end(&mut self) -> Result<()> {
        self.press_for("o", "menu").await?;
        self.press("6").await?;
        self.shot("day_numbers").await?;
        self.press("o").await?;
        self.shot("power_off_ask").await?;
        self.press("b").await?;
        self.scene.world.stop_station().await
    }
}
