//! The rehearsal's page in a real browser: what a newcomer does first, with mouse, keyboard and finger.

use rehearse::{Choices, Result};
use scenarios::{
    Page,
    browser::{Screen, key, wire},
};
use serde_json::json;

async fn ready(test: &str, screen: Screen) -> Result<Page> {
    let page = Page::open(test, &Choices::default(), screen).await?;
    page.see(&["ready"]).await?;
    let good = "return document.querySelector('[data-fact=line] dd')?.textContent === 'good'";
    page.until("the station's line is good", good).await?;
    Ok(page)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_by_sight_is_done_with_the_mouse_and_one_by_pin_with_the_keyboard() -> Result<()> {
    let page = ready("page-first", Screen::Desktop).await?;
    page.photograph("desktop-ready").await?;
    page.put("valid-hanako").await?;
    page.see(&["compare"]).await?;
    page.press("o").await?;
    let valid = page.see(&["valid"]).await?;
    assert!(valid.says("有効") && valid.says("試験 花子"), "{valid:?}");
    page.centre_has(1, "valid").await?;
    page.photograph("desktop-valid").await?;
    page.pull().await?;
    page.press("b").await?;
    page.see(&["ready"]).await?;

    page.browser.keys(&key::UP.to_string()).await?;
    page.see_that("暗証番号", |seen| seen.screen == "ready" && seen.says("暗証番号")).await?;
    by_keyboard_alone(&page).await?;
    page.centre_has(2, "valid").await?;

    let scene = page.close().await?;
    let counted = scene.world.checks().await?;
    assert!(
        counted.len() == 2
            && counted.iter().all(|c| c.receipt.as_ref().is_some_and(|r| r.times_counted == 1))
    );
    Ok(())
}

/// Tab to the card, Enter; the PIN and Enter; Tab to "take it off", Space.
async fn by_keyboard_alone(page: &Page) -> Result<()> {
    tab_to(page, "[data-card=valid-takasaki]").await?;
    page.browser.keys(&key::ENTER.to_string()).await?;
    page.see(&["pin_entry"]).await?;
    // A wrong digit is taken back; the focus is still on the card's button, which has no use for digits.
    page.browser.keys(&format!("9{}5382", key::BACKSPACE)).await?;
    page.browser.run("document.activeElement.blur()", json!([])).await?;
    page.browser.keys(&key::ENTER.to_string()).await?;
    let valid = page.see(&["valid"]).await?;
    assert!(!valid.says("5382"), "a PIN stands on the panel");
    tab_to(page, "#pull").await?;
    page.browser.keys(&key::SPACE.to_string()).await?;
    page.until("the card is gone", "return document.getElementById('pull').disabled").await?;
    page.browser.keys(&key::ESCAPE.to_string()).await?;
    page.see(&["ready"]).await.map(drop)
}

/// Presses Tab until the element has the focus, and looks that this can be seen.
async fn tab_to(page: &Page, css: &str) -> Result<()> {
    let here = format!("return document.activeElement.matches({css:?})");
    for _ in 0..120 {
        page.browser.keys(&key::TAB.to_string()).await?;
        if page.browser.run(&here, json!([])).await? == json!(true) {
            let outline = "return getComputedStyle(document.activeElement).outlineStyle";
            assert_eq!(
                page.browser.run(outline, json!([])).await?,
                json!("solid"),
                "the focus cannot be seen"
            );
            return Ok(());
        }
    }
    Err(format!("{css} cannot be reached with Tab").into())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_without_line_survives_a_real_power_cut_and_calls_staff_when_it_turns_out_bad() -> Result<()>
{
    let page = ready("page-cut", Screen::Desktop).await?;
    page.line(2).await?;
    page.put("late-invalid").await?;
    page.see(&["compare"]).await?;
    page.press("o").await?;
    let pending = page.see(&["pending"]).await?;
    assert!(pending.says("未確認"), "{pending:?}");
    page.pull().await?;
    page.switch("power", false).await?;
    page.see_that("a dark panel", |seen| seen.screen.is_empty()).await?;
    page.until("the lamp is off", "return document.getElementById('lamp').className === 'lamp off'").await?;
    page.press("o").await?;
    page.until(
        "the page says why not",
        "return document.getElementById('refusals').textContent.includes('電源')",
    )
    .await?;
    page.photograph("desktop-dark").await?;
    page.switch("power", true).await?;
    page.see(&["ready"]).await?;
    page.line(0).await?;
    let late = page.see(&["late"]).await?;
    assert!(late.says("001"), "{late:?}");
    page.photograph("desktop-late").await?;
    page.press("o").await?;
    page.see(&["ready"]).await?;
    page.centre_has(1, "invalid").await?;
    let told = "return [...document.querySelectorAll('#heard [data-kind=event]')]
        .some((said) => said.textContent.includes('late_verdict'))";
    page.until("the broker has the late verdict", told).await
}

#[tokio::test(flavor = "multi_thread")]
async fn reader_broker_centre_and_clock_go_and_come_back_by_their_switches() -> Result<()> {
    let page = ready("page-switches", Screen::Desktop).await?;
    page.switch("reader", false).await?;
    page.see(&["reader_trouble"]).await?;
    page.put("valid-hanako").await?;
    page.until(
        "the page says why not",
        "return document.getElementById('refusals').textContent.includes('読取機')",
    )
    .await?;
    page.switch("reader", true).await?;
    page.see(&["ready"]).await?;

    page.switch("broker", false).await?;
    page.switch("centre", false).await?;
    page.put("valid-hanako").await?;
    page.see(&["compare"]).await?;
    page.press("o").await?;
    page.see(&["pending"]).await?;
    page.pull().await?;
    page.press("b").await?;
    page.switch("centre", true).await?;
    page.centre_has(1, "valid").await?;
    page.switch("broker", true).await?;
    let back = "return [...document.querySelectorAll('#heard [data-kind=birth]')]
        .some((said) => said.textContent.includes('\"online\": true'))";
    page.until("the station is at the broker again", back).await?;
    page.switch("clock", false).await?;
    page.switch("clock", true).await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_nothing_is_cut_off_and_a_finger_does_it_all() -> Result<()> {
    let page = ready("page-phone", Screen::Phone).await?;
    let wide = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth \
                && innerWidth === 360";
    page.until("the page is not wider than the phone", wide).await?;
    let sharp = "const panel = document.getElementById('panel'); \
                 return Number.isInteger(panel.getBoundingClientRect().width * devicePixelRatio / panel.width)";
    page.until("each pixel is a whole number of dots", sharp).await?;
    page.photograph("phone-ready").await?;
    page.put("invalid-jiro").await?;
    page.see(&["compare"]).await?;
    page.press("o").await?;
    page.see(&["invalid"]).await?;
    page.photograph("phone-invalid").await?;
    page.until("the page is not wider than the phone", wide).await?;
    let heard = "return document.querySelector('#caption').textContent.includes('無効')";
    page.until("a screen reader hears the verdict", heard).await?;
    strangers_are_refused(page.port()).await
}

/// A page of another site that leads its name here (DNS rebinding), or that posts blindly.
async fn strangers_are_refused(port: u16) -> Result<()> {
    let json = ("content-type", "application/json");
    let (foreign, ours) = (format!("bus.example:{port}"), format!("http://127.0.0.1:{port}"));
    for path in ["/", "/events", "/main.js"] {
        let (status, body) = wire::exchange(port, "GET", path, &[("host", &foreign)], "").await?;
        assert_eq!(status, 403, "{path}");
        assert!(!body.contains("<html") && !body.contains("event:"), "{path}");
    }
    let pull = r#"{"do":"pull"}"#;
    let asked = [
        (vec![("host", foreign.as_str()), json], 403),
        (vec![("origin", "http://bus.example"), json], 403),
        (vec![("sec-fetch-site", "cross-site"), json], 403),
        // What a form of another page can send without being asked first.
        (vec![("content-type", "text/plain")], 415),
        (vec![("origin", ours.as_str()), json], 204),
    ];
    for (headers, expected) in asked {
        assert_eq!(wire::exchange(port, "POST", "/do", &headers, pull).await?.0, expected, "{headers:?}");
    }
    Ok(())
}
