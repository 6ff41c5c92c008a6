//! The way of a day's beginning, of checks and of looking back on the small display: the real station with a 128×64
//! panel behind the rehearsal's page, in a real browser.

use firmware::panel::Format;
use rehearse::{Choices, Result};
use scenarios::{Page, browser::Screen};

async fn bus(test: &str) -> Result<Page> {
    let choices = Choices { format: Format::Mono, ..Choices::for_page() };
    let page = Page::open(test, &choices, Screen::Desktop).await?;
    let good = "return document.querySelector('[data-fact=line] dd')?.textContent === 'good'";
    page.until("the station's line is good", good).await?;
    Ok(page)
}

/// The panel has these pixels, each a whole number of the screen's, without smoothing.
async fn is_sharp(page: &Page, width: u32, height: u32) -> Result<()> {
    let script = format!(
        "const panel = document.getElementById('panel'); const box = panel.getBoundingClientRect(); \
         return panel.width === {width} && panel.height === {height} \
         && Number.isInteger(box.width * devicePixelRatio / panel.width) \
         && box.width / panel.width === box.height / panel.height && box.width >= 256 \
         && getComputedStyle(panel).imageRendering === 'pixelated'"
    );
    page.until("the panel is sharp", &script).await
}

async fn begin_the_day(page: &Page) -> Result<()> {
    let member = rehearse::crew().first().ok_or("nobody in the crew")?;
    let locked = page.see(&["locked"]).await?;
    assert!(locked.says(member.label), "{locked:?}");
    page.photograph("mono-1-locked").await?;
    page.press_to("1", &["passcode"]).await?;
    page.type_in(member.passcode).await?;
    page.see(&["choose_site"]).await?;
    page.photograph("mono-2-site").await?;
    page.press_to("1", &["choose_method"]).await?;
    page.press_to("1", &["choose_purpose"]).await?;
    page.press_to("1", &["ready"]).await?;
    page.photograph("mono-3-ready").await
}

/// A check by sight up to its end, which must say all this.
async fn by_sight(page: &Page, persona: &str, end: &str, says: &[&str]) -> Result<()> {
    page.put(persona).await?;
    page.see(&["compare"]).await?;
    page.press_to("o", &[end]).await?;
    let seen = page.see_that(end, |seen| seen.screen == end && !seen.words.is_empty()).await?;
    for word in says {
        assert!(seen.says(word), "{word} is not told: {seen:?}");
    }
    page.photograph(&format!("mono-4-{persona}")).await
}

async fn next_examinee(page: &Page) -> Result<()> {
    page.pull().await?;
    page.press_to("b", &["ready"]).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_on_the_small_display_from_the_login_to_looking_back() -> Result<()> {
    let page = bus("page-mono").await?;
    is_sharp(&page, 128, 64).await?;
    begin_the_day(&page).await?;
    let hanako = ["有効", "契約あり", "シケン ハナコ", "試験 花子", "1985/4/12", "06139992", "001"];
    by_sight(&page, "valid-hanako", "valid", &hanako).await?;
    details(&page, &["見本工業健康保険組合", "記号見本12", "番号5071", "枝番01"]).await?;
    page.press_to("b", &["valid"]).await?;
    next_examinee(&page).await?;
    // The person is told also where there is no contract.
    let watanabe = ["契約なし", "一覧外", "ワタナベ レイコ", "渡邉 例子", "1990/7/19", "33139999", "002"];
    by_sight(&page, "valid-watanabe", "valid_not_covered", &watanabe).await?;
    page.press_to("d", &["fallback_other"]).await?;
    details(&page, &["見本職員共済組合", "番号7204"]).await?;
    page.press_to("b", &["valid_not_covered"]).await?;
    next_examinee(&page).await?;
    // Another proof in two presses.
    by_sight(&page, "invalid-jiro", "invalid", &["無効", "ムコウ シジロウ", "1982/1/15", "003"]).await?;
    page.press_to("u", &["fallback_papers"]).await?;
    page.photograph("mono-5-papers").await?;
    page.press_to("d", &["fallback_kept"]).await?;
    page.pull().await?;
    page.see(&["ready"]).await?;
    looking_back(&page).await?;
    page.centre_has(1, "valid").await?;
    page.centre_has(3, "invalid").await
}

/// Down shows what there was no room for.
async fn details(page: &Page, says: &[&str]) -> Result<()> {
    page.press_to("d", &["details"]).await?;
    let seen = page.see_that("the details", |seen| seen.screen == "details").await?;
    for word in says {
        assert!(seen.says(word), "{word} is not told: {seen:?}");
    }
    page.photograph("mono-4-details").await
}

async fn looking_back(page: &Page) -> Result<()> {
    let menu = page.press_to("o", &["menu"]).await?;
    assert!(menu.words.iter().any(|word| word.ends_with('▼')), "that more follows: {menu:?}");
    let checks = page.press_to("1", &["checks"]).await?;
    assert!(checks.says("検索"), "that digits search: {checks:?}");
    page.photograph("mono-6-checks").await?;
    page.press("1").await?;
    page.see_that("only 001", |seen| seen.says("001") && !seen.says("002")).await?;
    let again = page.press_to("o", &["recalled"]).await?;
    for word in ["控え", "有効", "試験 花子", "1985/4/12"] {
        assert!(again.says(word), "{word}: {again:?}");
    }
    page.photograph("mono-7-recalled").await?;
    page.press_to("b", &["checks"]).await?;
    page.press("b").await?;
    page.see_that("all again", |seen| seen.says("002")).await?;
    page.press_to("b", &["menu"]).await?;
    page.press_to("b", &["ready"]).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_changes_the_display_and_back_and_each_is_sharp() -> Result<()> {
    let choices = Choices { login: false, ..Choices::for_page() };
    let page = Page::open("page-formats", &choices, Screen::Phone).await?;
    page.see(&["ready", "choose_site"]).await?;
    is_sharp(&page, 320, 240).await?;
    for (format, width, height) in [("mono", 128, 64), ("colour", 320, 240)] {
        page.browser.click(&format!("[name=format][value={format}]")).await?;
        is_sharp(&page, width, height).await?;
        page.see(&["ready", "choose_site"]).await?;
        page.photograph(&format!("phone-{format}")).await?;
    }
    Ok(())
}
