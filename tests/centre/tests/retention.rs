//! Results are kept until the end of the following month, and then nowhere.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use centre::{Centre, Clock, Config};
use common::{House, problem};
use jiff::{SignedDuration, Timestamp};
use wire::{Code, Settlement, jst_date, retention_end};

/// The first moment after the retention of a check of `at`.
fn end(at: Timestamp) -> SignedDuration {
    let after = retention_end(jst_date(at)).tomorrow().unwrap();
    after.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9))).unwrap().timestamp().duration_since(at)
}

#[tokio::test]
async fn a_result_is_shown_until_its_last_second_and_gone_with_the_next() {
    let house = House::open().await;
    let check = house.forge.visual("valid-hanako", house.now).unwrap();
    let settled = house.settle(&check).await;
    let review = || house.get(&format!("/v1/checks/{}", check.id)).send();
    let control = &house.running.control;

    control.shift_clock(end(house.now) - SignedDuration::from_millis(1)).unwrap();
    let shown: Settlement = common::json(review().await.unwrap()).await;
    assert_eq!(shown, settled);
    assert_eq!(house.settle(&check).await, settled);

    control.shift_clock(end(house.now)).unwrap();
    assert_eq!(problem(review().await.unwrap()).await.code, Code::Gone);
    assert_eq!(problem(house.put(&check).send().await.unwrap()).await.code, Code::Gone);
    let receipt = control.receipt(check.id).unwrap().unwrap();
    assert_eq!((receipt.purged, receipt.times_counted, receipt.word.as_str()), (true, 1, "valid"));
}

#[tokio::test]
async fn invariant_5_retention_is_enforced_at_start_and_leaves_no_byte_on_disk() {
    let house = House::open().await;
    let check = house.forge.visual("valid-hanako", house.now).unwrap();
    house.settle(&check).await;
    let House { dir, running, now, .. } = house;
    running.stop().await;
    let name = personas::find("valid-hanako").unwrap().name.clone();
    let on_disk = || {
        let files = std::fs::read_dir(dir.path()).unwrap();
        files.into_iter().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(name.len()).any(|window| window == name.as_bytes())
        })
    };
    assert!(on_disk());
    let mut config = Config::new(dir.path(), personas::shared_dir());
    config.clock = Clock::fixed(now + end(now));
    let running = Centre::start(config).await.unwrap();
    assert!(!on_disk());
    assert!(running.control.receipt(check.id).unwrap().unwrap().purged);
}

#[tokio::test]
async fn a_result_past_its_time_is_not_shown_even_before_the_purge_comes_by() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(Timestamp::now());
    let house = House::open_with(|config| {
        config.clock = clock.clone();
        config.data = dir.path().into();
    })
    .await;
    let check = house.forge.visual("valid-hanako", clock.now()).unwrap();
    house.settle(&check).await;
    clock.set_shift(end(clock.now())); // behind the centre's back
    let review = house.get(&format!("/v1/checks/{}", check.id)).send().await.unwrap();
    assert_eq!(problem(review).await.code, Code::Gone);
}

#[tokio::test]
async fn a_known_result_is_not_sent_again() {
    let house = House::open().await;
    let check = house.forge.visual("valid-hanako", house.now).unwrap();
    let sent = house.put(&check).send().await.unwrap().bytes().await.unwrap();
    let path = format!("/v1/checks/{}", check.id);
    let first = house.get(&path).send().await.unwrap();
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(first.bytes().await.unwrap(), sent);
    for (known, status) in [(tag.as_str(), 304), ("\"other\"", 200), ("W/\"a\", *", 304)] {
        let again = house.get(&path).header("if-none-match", known).send().await.unwrap();
        assert_eq!(again.status().as_u16(), status, "{known}");
        assert_eq!(again.headers()["etag"].to_str().unwrap(), tag);
    }
}
