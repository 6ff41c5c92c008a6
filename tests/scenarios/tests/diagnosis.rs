//! The technician's screen of a real station: what it finds of its own machine, and what staff are told by themselves.

use firmware::panel::simulated::Shown;
use rehearse::{Choices, Result, Scene};
use std::{sync::Arc, time::Duration};

const SOON: Duration = Duration::from_secs(20);

/// Reads every page of the diagnosis.
async fn pages(scene: &mut Scene) -> Result<String> {
    let mut all = Vec::new();
    // A key before the rows are there would turn a page that nobody has read.
    let first = |shown: &Shown| shown.caption.texts.iter().any(|text| text.starts_with("1-"));
    let mut shown: Arc<Shown> = scene.world.board()?.wait_until("the first page", SOON, first).await?;
    loop {
        let texts = shown.caption.texts.clone();
        if all.contains(&texts) {
            return Ok(all.concat().join("\n"));
        }
        scene.photograph(&shown)?;
        all.push(texts.clone());
        scene.press("d").await?;
        // The last page stays: what is there after a while is what there is.
        let next = |shown: &Shown| shown.caption.texts != texts;
        match scene.world.board()?.wait_until("the next page", Duration::from_secs(2), next).await {
            Ok(next) => shown = next,
            Err(_) => return Ok(all.concat().join("\n")),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_technician_sees_reader_line_disk_clock_certificates_and_broker() -> Result<()> {
    let mut scene = scenarios::desk("diagnosis", &Choices::default()).await?;
    scene.see(&["ready"]).await?;
    scene.world.line_is("good", SOON).await?;
    scene.press("o").await?;
    scene.see(&["menu"]).await?;
    scene.press("5").await?;
    let told = pages(&mut scene).await?;
    for part in ["Virtual PCD", "good", "GB", "online", env!("CARGO_PKG_VERSION"), " d)"] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
    Ok(())
}
