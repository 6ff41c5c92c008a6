//! What staff can do, each of the ten things, through the rehearsal's page in a real browser: the real station, its
//! panel, and a person who has only the screen to go by.

use rehearse::{Choices, Member, Result};
use scenarios::{Page, Seen, browser::Screen};

/// A bus as a new member of staff finds it.
async fn bus(test: &str, change: impl FnOnce(&mut Choices)) -> Result<Page> {
    let mut choices = Choices::for_page();
    change(&mut choices);
    let page = Page::open(test, &choices, Screen::Desktop).await?;
    let good = "return document.querySelector('[data-fact=line] dd')?.textContent === 'good'";
    page.until("the station's line is good", good).await?;
    Ok(page)
}

fn member(role: &str) -> Result<(char, &'static Member)> {
    let found = rehearse::crew().iter().zip('1'..).find(|(member, _)| member.role == role);
    found.map(|(member, row)| (row, member)).ok_or_else(|| format!("no {role} in the crew").into())
}

/// Logs in as the first member of this role.
async fn log_in(page: &Page, role: &str) -> Result<()> {
    let (row, member) = member(role)?;
    page.see(&["locked"]).await?;
    page.press_to(&row.to_string(), &["passcode"]).await?;
    page.type_in(member.passcode).await
}

/// Logs in and takes the first of everything: the first site, 目視, 特定健診.
async fn begin_the_day(page: &Page, role: &str) -> Result<()> {
    log_in(page, role).await?;
    page.see(&["choose_site"]).await?;
    page.press_to("1", &["choose_method"]).await?;
    page.press_to("1", &["choose_purpose"]).await?;
    page.press_to("1", &["ready"]).await.map(drop)
}

/// A check by sight up to its end.
async fn by_sight(page: &Page, persona: &str, end: &str) -> Result<()> {
    page.put(persona).await?;
    page.see(&["compare"]).await?;
    page.press_to("o", &[end]).await.map(drop)
}

/// Takes the card and closes whatever is shown.
async fn next_examinee(page: &Page) -> Result<()> {
    if page.browser.run("return !document.getElementById('pull').disabled", serde_json::json!([])).await?
        == true
    {
        page.pull().await?;
    }
    page.press_to("b", &["ready"]).await.map(drop)
}

/// Opens a line of the menu.
async fn menu(page: &Page, line: &str, screen: &str) -> Result<()> {
    page.press_to("o", &["menu"]).await?;
    page.press_to(line, &[screen]).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_the_day_begins_with_a_passcode_a_site_a_method_and_a_purpose() -> Result<()> {
    let page = bus("page-day", |_| {}).await?;
    page.see(&["locked"]).await?;
    page.photograph("desk-1-locked").await?;
    // A card is not read while nobody is logged in.
    page.put("valid-hanako").await?;
    page.press_to("1", &["passcode"]).await?;
    page.pull().await?;
    wrong_passcodes_make_wait_and_the_wait_survives_a_power_cut(&page).await?;

    log_in(&page, "head").await?;
    let sites = page.see(&["choose_site"]).await?;
    assert!(sites.says("見本町役場"), "{sites:?}");
    page.photograph("desk-1-site").await?;
    page.press_to("2", &["choose_method"]).await?;
    page.press_to("1", &["choose_purpose"]).await?;
    page.photograph("desk-1-purpose").await?;
    page.press_to("3", &["purpose_refused"]).await?;
    page.photograph("desk-1-refused").await?;
    page.press_to("b", &["choose_purpose"]).await?;
    page.press_to("1", &["ready"]).await?;
    a_head_adds_a_colleague_who_logs_in_with_a_badge(&page).await
}

async fn wrong_passcodes_make_wait_and_the_wait_survives_a_power_cut(page: &Page) -> Result<()> {
    let wrong = |seen: &Seen| seen.screen == "passcode" && seen.says("パスコードが違います");
    let asks = |seen: &Seen| seen.screen == "passcode" && !wrong(seen);
    for _ in 0..2 {
        page.type_in("9999").await?;
        page.see_that("that it was wrong", wrong).await?;
        // The first digit of the next try takes the complaint away.
        page.press("9b").await?;
        page.see_that("no complaint", asks).await?;
    }
    page.type_in("9999").await?;
    page.see(&["login_wait"]).await?;
    page.photograph("desk-1-wait").await?;
    page.switch("power", false).await?;
    page.switch("power", true).await?;
    page.see(&["locked"]).await?;
    page.press_to("1", &["passcode"]).await?;
    // The right one is not even compared before its time.
    page.type_in(member("staff")?.1.passcode).await?;
    page.see(&["login_wait"]).await?;
    page.press_to("b", &["locked"]).await.map(drop)
}

async fn a_head_adds_a_colleague_who_logs_in_with_a_badge(page: &Page) -> Result<()> {
    menu(page, "7", "passcode_new").await?;
    page.type_in("864209").await?;
    page.type_in("864209").await?;
    page.see(&["staff_added"]).await?;
    page.photograph("desk-1-added").await?;
    // With a badge as the second factor; a card whose number changes cannot be one.
    page.press_to("o", &["badge_new"]).await?;
    page.put("badge-random").await?;
    page.until("it is read", "return !document.getElementById('pull').disabled").await?;
    page.pull().await?;
    page.see(&["badge_new"]).await?;
    page.put("badge-1").await?;
    page.see(&["staff_added", "ready"]).await?;
    page.pull().await?;
    page.press_to("b", &["ready"]).await?;
    page.press_to("o", &["menu"]).await?;
    page.press_to("8", &["locked"]).await?;
    page.press_to("3", &["passcode"]).await?;
    page.type_in("864209").await?;
    page.see(&["badge"]).await?;
    page.put("badge-2").await?;
    page.see_that("that it is another badge", |seen| {
        seen.screen == "badge" && seen.says("この職員証ではありません")
    })
    .await?;
    page.photograph("desk-1-other-badge").await?;
    page.pull().await?;
    page.put("badge-1").await?;
    page.see(&["ready"]).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_and_three_checks_by_sight_and_by_pin_end_in_the_verdict_of_each_card() -> Result<()> {
    let page = bus("page-verdicts", |_| {}).await?;
    begin_the_day(&page, "staff").await?;
    let ends = [
        ("valid-hanako", "valid", "試験 花子"),
        ("valid-watanabe", "valid_not_covered", "契約"),
        ("invalid-jiro", "invalid", "無効"),
        ("invalid-newer", "invalid_newer", "新しい"),
        ("none-kanata", "no_match", "該当"),
        ("multiple-kasane", "multiple", "複数"),
        ("expired-2-months", "valid", "期限"),
    ];
    for (persona, end, word) in ends {
        by_sight(&page, persona, end).await?;
        page.see_that(word, |seen| seen.screen == end && seen.says(word)).await?;
        page.see_that("that nothing waits", |seen| seen.screen == end && !seen.says("送信待ち")).await?;
        page.photograph(&format!("desk-3-{persona}")).await?;
        next_examinee(&page).await?;
    }
    cards_that_do_not_work(&page).await?;
    by_pin(&page).await
}

async fn cards_that_do_not_work(page: &Page) -> Result<()> {
    page.put("expired-4-months").await?;
    page.see(&["certificate_unusable"]).await?;
    next_examinee(page).await?;
    page.browser
        .run("document.getElementById('manner').value = 'pulled_early'", serde_json::json!([]))
        .await?;
    page.put("valid-katsuragi").await?;
    page.see(&["card_problem"]).await?;
    page.browser.run("document.getElementById('manner').value = 'sound'", serde_json::json!([])).await?;
    next_examinee(page).await
}

async fn by_pin(page: &Page) -> Result<()> {
    page.press("u").await?;
    page.see_that("暗証番号", |seen| seen.screen == "ready" && seen.says("暗証番号")).await?;
    page.put("valid-takasaki").await?;
    page.see(&["pin_entry"]).await?;
    page.type_in("0000").await?;
    page.see(&["pin_wrong"]).await?;
    // The tray tells what is left, as the card does.
    let left =
        "return document.querySelector('button[data-card=valid-takasaki] .tries').textContent.includes('2')";
    page.until("two tries are left", left).await?;
    page.photograph("desk-2-pin-wrong").await?;
    page.type_in("5382").await?;
    page.see(&["valid"]).await?;
    next_examinee(page).await?;
    // With the four buttons alone: the first ▲ shows 0, each further one turns; OK takes it; four taken, OK sends.
    page.put("valid-yoshida").await?;
    page.see(&["pin_entry"]).await?;
    page.switch("keypad", false).await?;
    for digit in [6, 1, 9, 3] {
        page.press(&format!("{}o", "u".repeat(digit + 1))).await?;
    }
    page.press("o").await?;
    page.see(&["valid", "pin_wrong"]).await?;
    next_examinee(page).await?;
    page.switch("keypad", true).await?;
    page.put("one-try-left").await?;
    page.see(&["pin_entry"]).await?;
    page.type_in("9316").await?;
    page.see(&["last_try"]).await?;
    page.press_to("o", &["valid"]).await?;
    next_examinee(page).await?;
    page.put("pin-locked").await?;
    page.see(&["pin_locked"]).await?;
    next_examinee(page).await
}

#[tokio::test(flavor = "multi_thread")]
async fn four_to_seven_another_proof_a_scanned_voucher_looking_back_and_being_told() -> Result<()> {
    let page = bus("page-look", |_| {}).await?;
    begin_the_day(&page, "staff").await?;
    page.line(2).await?;
    // Scanned before the card: it belongs to the next check, and is shown by its end only.
    page.scan("202600012345").await?;
    page.see_that("the voucher's end", |seen| seen.screen == "ready" && seen.says("2345")).await?;
    by_sight(&page, "late-invalid", "pending").await?;
    page.photograph("desk-5-ticket").await?;
    // Another proof in two key presses.
    page.press_to("u", &["fallback_papers"]).await?;
    page.photograph("desk-4-papers").await?;
    page.press_to("u", &["fallback_kept"]).await?;
    page.pull().await?;
    page.see(&["ready"]).await?;
    // Scanned after the card.
    by_sight(&page, "valid-hanako", "pending").await?;
    page.browser.click("[data-code='BUS01-0042']").await?;
    page.see_that("how many wait", |seen| seen.says("送信待ち2件")).await?;
    next_examinee(&page).await?;
    a_check_that_waits_is_found_again(&page).await?;
    staff_are_told_and_acknowledge(&page).await?;
    a_settled_check_is_looked_at_again(&page).await
}

async fn a_check_that_waits_is_found_again(page: &Page) -> Result<()> {
    menu(page, "1", "checks").await?;
    page.see_that("both checks", |seen| seen.says("001") && seen.says("002")).await?;
    page.photograph("desk-6-list").await?;
    page.browser.click("[data-code='202600012345']").await?;
    page.see_that("only the one of the voucher", |seen| seen.says("001") && !seen.says("002")).await?;
    page.browser.click("[data-code='BUS01-0042']").await?;
    page.see_that("only the one of the list", |seen| seen.says("002") && !seen.says("001")).await?;
    let again = page.press_to("o", &["recalled"]).await?;
    assert!(again.says("002"), "{again:?}");
    page.press_to("b", &["checks"]).await?;
    page.press("b").await?;
    page.see_that("all again", |seen| seen.says("001") && seen.says("002")).await?;
    page.press_to("b", &["menu"]).await?;
    page.press_to("b", &["ready"]).await.map(drop)
}

async fn staff_are_told_and_acknowledge(page: &Page) -> Result<()> {
    page.line(0).await?;
    let late = page.see(&["late"]).await?;
    assert!(late.says("001"), "{late:?}");
    // Whose it is, and back to the notice; then another proof, which is all there is to do.
    let whose = page.press_to("d", &["recalled"]).await?;
    assert!(whose.says("2345"), "the voucher's end: {whose:?}");
    page.photograph("desk-7-whose").await?;
    page.press_to("b", &["late"]).await?;
    page.press_to("u", &["fallback_papers"]).await?;
    page.press_to("o", &["fallback_kept"]).await?;
    page.press_to("o", &["ready"]).await?;
    page.centre_has(1, "invalid").await?;
    page.centre_has(2, "valid").await?;
    page.see_that("that the other one is confirmed", |seen| seen.screen == "ready" && seen.says("受付 002"))
        .await?;
    page.photograph("desk-7-confirmed").await?;
    // Troubles appear as one line with what to do, and go.
    page.switch("keypad", false).await?;
    page.see_that("a line about the keypad", |seen| seen.says("テンキー")).await?;
    page.photograph("desk-7-keypad").await?;
    page.switch("keypad", true).await?;
    page.see_that("no line about the keypad", |seen| !seen.says("テンキー")).await.map(drop)
}

async fn a_settled_check_is_looked_at_again(page: &Page) -> Result<()> {
    menu(page, "1", "checks").await?;
    page.press("2").await?;
    page.see_that("only 002", |seen| seen.screen == "checks" && !seen.says("001")).await?;
    let again = page.press_to("o", &["recalled"]).await?;
    assert!(again.says("試験 花子"), "{again:?}");
    page.photograph("desk-6-recalled").await
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_a_result_is_read_aloud_when_somebody_asks_and_never_by_itself() -> Result<()> {
    let page = bus("page-aloud", |choices| choices.login = false).await?;
    by_sight(&page, "valid-hanako", "valid").await?;
    page.centre_has(1, "valid").await?;
    let quiet = "return document.getElementById('buzz').dataset.spoken === undefined";
    page.until("nothing is read aloud by itself", quiet).await?;
    let spoken = "return Number(document.getElementById('buzz').dataset.spoken) >= 1";
    page.press_until("u", "it is read aloud", spoken).await?;
    page.photograph("desk-8-aloud").await
}

#[tokio::test(flavor = "multi_thread")]
async fn nine_and_ten_the_diagnosis_and_the_end_of_the_day() -> Result<()> {
    let page = bus("page-end", |_| {}).await?;
    begin_the_day(&page, "staff").await?;
    by_sight(&page, "valid-hanako", "valid").await?;
    next_examinee(&page).await?;
    diagnosis_and_self_test(&page).await?;
    menu(&page, "4", "settings").await?;
    page.photograph("desk-9-settings").await?;
    page.press_to("b", &["menu"]).await?;
    page.press_to("b", &["ready"]).await?;

    page.line(2).await?;
    by_sight(&page, "valid-takasaki", "pending").await?;
    next_examinee(&page).await?;
    menu(&page, "6", "day_numbers").await?;
    page.photograph("desk-10-numbers").await?;
    let ask = page.press_to("o", &["power_off_ask"]).await?;
    assert!(ask.says("1"), "how many still wait: {ask:?}");
    page.photograph("desk-10-ask").await?;
    page.press("o").await?;
    let off = "return document.querySelector('[data-switch=power]').getAttribute('aria-checked') === 'false'";
    page.until("the station has switched itself off", off).await?;
    // What waited is still there, and settles.
    page.switch("power", true).await?;
    page.line(0).await?;
    page.centre_has(2, "valid").await
}

async fn diagnosis_and_self_test(page: &Page) -> Result<()> {
    menu(page, "5", "diagnosis").await?;
    page.see_that("the reader's model", |seen| seen.says("Virtual PCD")).await?;
    page.photograph("desk-9-diagnosis").await?;
    page.press_to("o", &["self_test_panel"]).await?;
    page.photograph("desk-9-self-test").await?;
    page.press_to("b", &["diagnosis"]).await?;
    page.press_to("b", &["menu"]).await?;
    page.press_to("b", &["ready"]).await.map(drop)
}
