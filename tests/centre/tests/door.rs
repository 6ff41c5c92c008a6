//! Who may come in, and what coming in again costs.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use centre::{Limits, Outcome};
use common::{House, client, client_of, json, problem, with_json};
use flate2::{Compression, write::GzEncoder};
use personas::tls::{Broken, Side, Tls};
use std::io::Write;
use wire::{BatchAnswer, BatchItem, Code, Settlement};

#[tokio::test]
async fn nobody_comes_in_without_a_certificate_of_the_centre_that_is_in_force() {
    let house = House::open().await;
    let tls = Tls::ensure(&personas::shared_dir()).unwrap();
    let broken = |fault| Some(tls.broken_client(Side::Centre, fault, "bus-01").unwrap());
    let fleet = Some(house.forge.identity().fleet.clone());
    let cases = [
        ("none", None),
        ("expired", broken(Broken::Expired)),
        ("not yet", broken(Broken::NotYet)),
        ("another CA of the same name", broken(Broken::WrongCa)),
        ("the fleet's", fleet),
    ];
    for (what, identity) in &cases {
        let sent = client_of(identity.as_ref(), false).get(house.url("/v1/ping")).send().await;
        assert!(sent.is_err(), "{what}");
    }
    assert_eq!(house.get("/v1/ping").send().await.unwrap().status(), 204);
    assert_eq!(house.running.control.counters().handshakes_failed, cases.len() as u64);
}

#[tokio::test]
async fn a_station_is_served_its_own_checks_only() {
    let house = House::open().await;
    let check = house.forge.visual("valid-hanako", house.now).unwrap();
    house.settle(&check).await;
    let other = centre::testkit::Forge::open(&personas::shared_dir(), "bus-02").unwrap();
    let stranger = client(&other, false);
    let path = house.url(&format!("/v1/checks/{}", check.id));
    assert_eq!(problem(stranger.get(&path).send().await.unwrap()).await.code, Code::NotFound);
    let sent = with_json(stranger.put(&path), &check).send().await.unwrap();
    assert_eq!(problem(sent).await.code, Code::StationNotAllowed);
    // The id is taken: another station cannot have a check under it.
    let mut stolen = other.visual("valid-hanako", house.now).unwrap();
    stolen.id = check.id;
    let sent = with_json(stranger.put(&path), &stolen).send().await.unwrap();
    assert_eq!(problem(sent).await.code, Code::Conflict);
    let answer = with_json(stranger.post(house.url("/v1/checks")), &serde_json::json!({ "checks": [check] }));
    let answer: BatchAnswer = json(answer.send().await.unwrap()).await;
    assert!(matches!(&answer.items[..], [BatchItem::Problem(p)] if p.code == Code::StationNotAllowed));
}

#[tokio::test]
async fn a_challenge_of_one_station_serves_no_other_and_no_second_check() {
    let house = House::open().await;
    let other = centre::testkit::Forge::open(&personas::shared_dir(), "bus-02").unwrap();
    let challenge = house.challenges(1).await.remove(0);
    let code = |s: Settlement| match s.judgement {
        wire::Judgement::Refused(refusal) => Some(refusal.code),
        _ => None,
    };
    let theirs = other.pin("valid-hanako", &challenge, house.now).unwrap();
    let url = house.url(&format!("/v1/checks/{}", theirs.id));
    let answer = with_json(client(&other, false).put(url), &theirs).send().await.unwrap();
    assert_eq!(code(json(answer).await), Some(Code::ChallengeUnknown));
    let first = house.forge.pin("valid-hanako", &challenge, house.now).unwrap();
    let second = house.forge.pin("valid-hanako", &challenge, house.now).unwrap();
    assert_eq!(code(house.settle(&first).await), None);
    assert_eq!(code(house.settle(&second).await), Some(Code::ChallengeUsed));
    assert_eq!(code(house.settle(&first).await), None);
}

#[tokio::test]
async fn both_versions_of_http_are_spoken() {
    let house = House::open().await;
    for (http1, version) in [(false, reqwest::Version::HTTP_2), (true, reqwest::Version::HTTP_11)] {
        let response = client(&house.forge, http1).get(house.url("/v1/ping")).send().await.unwrap();
        assert_eq!((response.status().as_u16(), response.version()), (204, version));
    }
}

#[tokio::test]
async fn a_station_that_comes_back_resumes_its_session_and_stays_who_it_is() {
    let house = House::open().await;
    let ping = || async { house.get("/v1/ping").send().await.unwrap().status().as_u16() };
    assert_eq!(ping().await, 204);
    let control = &house.running.control;
    let before = control.counters();
    control.hang_up();
    // The client may only learn of the reset with the next request: it is told apart by the counter.
    while control.counters().handshakes_resumed == 0 {
        let _ = house.get("/v1/ping").send().await;
    }
    let after = control.counters();
    assert_eq!((after.handshakes_full, after.handshakes_resumed), (1, 1));
    let bytes = (after.bytes_in - before.bytes_in) + (after.bytes_out - before.bytes_out);
    println!("resumed connection with one ping: {bytes} bytes");
    assert!(bytes <= 2200, "{bytes} bytes to come back");
    assert_eq!(control.requests().last().unwrap().station.as_ref().unwrap().as_str(), "bus-01");
}

#[tokio::test]
async fn requests_may_be_packed_and_answers_are_when_asked() {
    let house = House::open().await;
    let checks = house.forge.morning(20, house.now).unwrap();
    let plain = serde_json::to_vec(&serde_json::json!({ "checks": checks })).unwrap();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&plain).unwrap();
    let send = house
        .client
        .post(house.url("/v1/checks"))
        .header("content-type", "application/json")
        .header("content-encoding", "gzip")
        .header("accept-encoding", "gzip")
        .body(encoder.finish().unwrap());
    let response = send.send().await.unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["content-encoding"] == "gzip"), (200, true));
    let packed = response.bytes().await.unwrap();
    let answer: BatchAnswer = serde_json::from_reader(flate2::read::GzDecoder::new(&packed[..])).unwrap();
    assert_eq!(answer.items.len(), 20);
    assert!(
        answer
            .items
            .iter()
            .all(|item| matches!(item, BatchItem::Settled(s) if s.outcome().word() == "valid"))
    );
    assert!(packed.len() < 20 * 400, "{} bytes for 20 settlements", packed.len());
}

#[tokio::test]
async fn a_bomb_is_refused_and_the_next_request_works() {
    let house = House::open().await;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b'['; 100 << 20]).unwrap();
    let bomb = house
        .client
        .post(house.url("/v1/checks"))
        .header("content-type", "application/json")
        .header("content-encoding", "gzip")
        .body(encoder.finish().unwrap());
    assert_eq!(problem(bomb.send().await.unwrap()).await.code, Code::TooLarge);
    assert_eq!(house.get("/v1/ping").send().await.unwrap().status(), 204);
}

#[tokio::test]
async fn a_station_may_hold_only_so_many_challenges() {
    let limits = Limits { open_challenges: 5, ..Limits::default() };
    let house = House::open_with(|config| config.limits = limits).await;
    assert_eq!(house.challenges(3).await.len(), 3);
    let challenge = house.challenges(3).await.remove(0); // fewer than ordered
    let order = || house.post("/v1/challenges", &serde_json::json!({ "count": 1 })).send();
    let refused = order().await.unwrap();
    assert_eq!(refused.headers()["retry-after"], "5");
    assert_eq!(problem(refused).await.code, Code::TooMany);
    house.settle(&house.forge.pin("valid-hanako", &challenge, house.now).unwrap()).await;
    assert_eq!(house.challenges(1).await.len(), 1);
}

#[tokio::test]
async fn an_outcome_on_command_meets_the_checks_that_come_after_it() {
    let house = House::open().await;
    let control = &house.running.control;
    for (outcome, word) in [
        (Outcome::Valid, "valid"),
        (Outcome::Invalid, "invalid"),
        (Outcome::InvalidNewer, "invalid_newer"),
        (Outcome::None, "none"),
        (Outcome::Multiple, "multiple"),
        (Outcome::Abnormal, "inconsistent"), // header 9 is no verdict: 取得失敗
    ] {
        control.set_outcome("late-invalid", outcome).unwrap();
        let check = house.forge.visual("late-invalid", house.now).unwrap();
        assert_eq!(house.settle(&check).await.outcome().word(), word);
    }
    assert!(control.set_outcome("nobody", Outcome::None).is_err());
    assert!(control.set_outcome("none-kanata", Outcome::Valid).is_err());
}
