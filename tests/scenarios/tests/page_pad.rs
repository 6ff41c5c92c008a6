//! The rehearsal's reader with keys of its own, on its page in a real browser.

use rehearse::{Choices, Result};
use scenarios::{Page, browser::Screen};

const ASKS: &str = "return !document.getElementById('readerkeys').hidden";
const RESTS: &str = "return document.getElementById('readerkeys').hidden";

async fn type_on_reader(page: &Page, digits: &str) -> Result<()> {
    page.until("the reader asks for the PIN", ASKS).await?;
    page.browser.write("#readerpin", digits).await?;
    page.browser.click("#readerkeys [type=submit]").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_with_keys_can_be_plugged_in_and_a_pin_typed_on_it_or_not() -> Result<()> {
    for screen in [Screen::Desktop, Screen::Phone] {
        let page = Page::open("page-pad", &Choices::quiet(), screen).await?;
        page.see(&["ready"]).await?;
        page.switch("pin_pad", true).await?;
        page.see(&["ready"]).await?;
        page.press("u").await?;
        page.see_that("暗証番号", |seen| seen.screen == "ready" && seen.says("暗証番号")).await?;
        page.put("valid-takasaki").await?;
        page.see(&["pin_pad"]).await?;
        page.until("the reader asks for the PIN", ASKS).await?;
        page.photograph(&format!("pad-{screen:?}")).await?;
        page.browser.click("#readercancel").await?;
        page.see(&["pin_pad_ask"]).await?;
        page.until("it asks no more", RESTS).await?;
        page.press_to("o", &["pin_pad"]).await?;
        type_on_reader(&page, "5382").await?;
        page.see(&["valid", "pending"]).await?;
        page.until("it asks no more", RESTS).await?;
        page.pull().await?;
        page.press_to("b", &["ready"]).await?;
        // Without keys as before, for a station that goes on running.
        page.switch("pin_pad", false).await?;
        page.see(&["ready"]).await?;
        page.put("valid-takasaki").await?;
        page.see(&["pin_entry"]).await?;
        page.close().await?;
    }
    Ok(())
}
