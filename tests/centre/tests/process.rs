//! The `centre` program as rehearsals run it.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// Ends its process when dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_centre"))
}

fn serve(data: &std::path::Path) -> (Process, Value) {
    let child = program()
        .args(["serve", "--control", "127.0.0.1:0", "--data"])
        .arg(data)
        .arg("--pki")
        .arg(personas::shared_dir())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut process = Process(child);
    let mut line = String::new();
    BufReader::new(process.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (process, serde_json::from_str(&line).unwrap())
}

#[tokio::test]
async fn the_program_serves_is_directed_keeps_what_it_settled_and_stops_cleanly() {
    let dir = tempfile::tempdir().unwrap();
    let (mut process, ready) = serve(dir.path());
    let (base, control) = (ready["base_url"].as_str().unwrap(), ready["control"].as_str().unwrap());
    let forge = centre::testkit::Forge::open(&personas::shared_dir(), "bus-01").unwrap();
    let client = common::client(&forge, false);
    let director = common::client_of(None, true);
    let ask = |method: reqwest::Method, path: &str, body: Value| {
        director.request(method, format!("http://{control}{path}")).body(body.to_string()).send()
    };
    use reqwest::Method;

    let set =
        ask(Method::PUT, "/personas/valid-hanako/outcome", json!({ "outcome": "invalid" })).await.unwrap();
    assert_eq!(set.status(), 200);
    ask(Method::POST, "/faults", json!({ "kind": "lost_answer", "times": 1, "on": "checks" })).await.unwrap();
    let check = forge.visual("valid-hanako", jiff::Timestamp::now()).unwrap();
    let put = || common::with_json(client.put(format!("{base}/v1/checks/{}", check.id)), &check).send();
    assert!(put().await.is_err());
    assert_eq!(common::settlement(put().await.unwrap()).await.outcome().word(), "invalid");
    let receipts = ask(Method::GET, &format!("/receipts?check={}", check.id), json!(null)).await.unwrap();
    let receipts: Value = serde_json::from_slice(&receipts.bytes().await.unwrap()).unwrap();
    assert_eq!((&receipts[0]["times_seen"], &receipts[0]["times_counted"]), (&json!(2), &json!(1)));

    let terminated = Command::new("kill").args(["-TERM", &process.0.id().to_string()]).status().unwrap();
    assert!(terminated.success());
    assert!(process.0.wait().unwrap().success());
    let (_again, ready) = serve(dir.path());
    let url = format!("{}/v1/checks/{}", ready["base_url"].as_str().unwrap(), check.id);
    assert_eq!(common::settlement(client.get(url).send().await.unwrap()).await.outcome().word(), "invalid");
}

#[tokio::test]
async fn the_director_hears_what_he_asked_wrongly() {
    let house =
        common::House::open_with(|config| config.control = Some("127.0.0.1:0".parse().unwrap())).await;
    let addr = house.running.control_addr.unwrap();
    let director = common::client_of(None, true);
    use reqwest::Method;
    for (method, path, body, status) in [
        (Method::GET, "/state", "", 200),
        (Method::PUT, "/deferred", r#"{"mode":"too_old"}"#, 200),
        (Method::PUT, "/deferred", r#"{"mode":"perhaps"}"#, 400),
        (Method::PUT, "/deferred", r#"{"mode":"accept","then":1}"#, 400),
        (Method::PUT, "/rules", r#"{"deferred":"accept"}"#, 400),
        (Method::POST, "/faults", r#"{"kind":"gremlins"}"#, 400),
        (Method::DELETE, "/faults", "", 200),
        (Method::PUT, "/personas/nobody/outcome", r#"{"outcome":"none"}"#, 404),
        (Method::PUT, "/personas/none-kanata/outcome", r#"{"outcome":"valid"}"#, 409),
        (Method::DELETE, "/personas/none-kanata/outcome", "", 200),
        (Method::PUT, "/stations/NO/block", "", 400),
        (Method::PUT, "/stations/bus-01/block", "", 200),
        (Method::DELETE, "/stations/bus-01/block", "", 200),
        (Method::PUT, "/clock", r#"{"shift_s":3600}"#, 200),
        (Method::POST, "/purge", "", 200),
        (Method::POST, "/hangup", "", 204),
        (Method::GET, "/receipts?station=bus-01", "", 200),
        (Method::GET, "/receipts?colour=red", "", 400),
        (Method::GET, "/counters", "", 200),
        (Method::GET, "/requests", "", 200),
    ] {
        let sent = director.request(method.clone(), format!("http://{addr}{path}")).body(body).send();
        assert_eq!(sent.await.unwrap().status(), status, "{method} {path} {body}");
    }
    let state = house.running.control.state();
    assert_eq!((state.rules.deferred, state.clock_shift_s), (centre::DeferredMode::TooOld, 3600));
}

#[test]
fn the_program_explains_itself_and_refuses_an_open_control_address() {
    let help = program().arg("--help").output().unwrap();
    assert!(String::from_utf8(help.stdout).unwrap().contains("Example:"));
    let dir = tempfile::tempdir().unwrap();
    let open = program()
        .args(["serve", "--control", "0.0.0.0:0", "--data"])
        .arg(dir.path())
        .arg("--pki")
        .arg(personas::shared_dir())
        .output()
        .unwrap();
    assert!(!open.status.success());
    assert!(String::from_utf8(open.stderr).unwrap().contains("not a loopback address"));
}

#[test]
fn a_conformance_run_against_a_server_it_cannot_direct_says_what_it_could_not_provoke() {
    let dir = tempfile::tempdir().unwrap();
    let (_process, ready) = serve(dir.path());
    let run = program()
        .args(["conformance", "--base", ready["base_url"].as_str().unwrap(), "--ca"])
        .arg(personas::tls::Tls::ensure(&personas::shared_dir()).unwrap().centre_ca)
        .arg("--pki")
        .arg(personas::shared_dir())
        .output()
        .unwrap();
    let told = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success() && told.contains("not provoked: GET /v1/ping 503"), "{told}");
}

#[test]
fn a_conformance_run_against_the_stand_in_finds_nothing() {
    let run = program().arg("conformance").arg("--pki").arg(personas::shared_dir()).output().unwrap();
    let told = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success() && !told.contains("not provoked"), "{told}");
}
