//! A centre of its own for each test, and a client for it.
#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

use centre::{Centre, Clock, Config, Running, testkit::Forge};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, RequestBuilder, Response};
use wire::{Challenge, ChallengePage, Check, Problem, Settlement};

/// One running centre with a clock that stands still, and the station `bus-01`.
pub struct House {
    pub dir: tempfile::TempDir,
    pub running: Running,
    pub forge: Forge,
    pub client: Client,
    /// Where the clock stands at the beginning.
    pub now: Timestamp,
}

impl House {
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    pub async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
        let mut config = Config::new(dir.path(), personas::shared_dir());
        config.clock = Clock::fixed(now);
        change(&mut config);
        let running = Centre::start(config).await.unwrap();
        let forge = Forge::open(&personas::shared_dir(), "bus-01").unwrap();
        let client = client(&forge, false);
        Self { dir, running, forge, client, now }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.base_url())
    }

    pub fn ago(&self, seconds: i64) -> Timestamp {
        self.now - SignedDuration::from_secs(seconds)
    }

    pub fn put(&self, check: &Check) -> RequestBuilder {
        with_json(self.client.put(self.url(&format!("/v1/checks/{}", check.id))), check)
    }

    pub fn batch(&self, checks: &[Check]) -> RequestBuilder {
        self.post("/v1/checks", &serde_json::json!({ "checks": checks }))
    }

    pub fn post(&self, path: &str, body: &impl serde::Serialize) -> RequestBuilder {
        with_json(self.client.post(self.url(path)), body)
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path))
    }

    pub async fn settle(&self, check: &Check) -> Settlement {
        settlement(self.put(check).send().await.unwrap()).await
    }

    pub async fn challenges(&self, count: u32) -> Vec<Challenge> {
        let order = self.post("/v1/challenges", &serde_json::json!({ "count": count }));
        let page: ChallengePage = json(order.send().await.unwrap()).await;
        page.challenges
    }
}

pub fn with_json(request: RequestBuilder, body: &impl serde::Serialize) -> RequestBuilder {
    request.header("content-type", "application/json").body(serde_json::to_vec(body).unwrap())
}

pub async fn json<T: serde::de::DeserializeOwned>(response: Response) -> T {
    let status = response.status();
    let body = response.bytes().await.unwrap();
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
    serde_json::from_slice(&body).unwrap()
}

pub async fn settlement(response: Response) -> Settlement {
    json(response).await
}

pub async fn problem(response: Response) -> Problem {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let status = response.status();
    let problem: Problem = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(problem.status, status.as_u16());
    problem
}

pub fn client(forge: &Forge, http1: bool) -> Client {
    client_of(Some(&forge.identity().centre), http1)
}

pub fn client_of(identity: Option<&personas::tls::PemPair>, http1: bool) -> Client {
    let tls = personas::tls::Tls::ensure(&personas::shared_dir()).unwrap();
    centre::conformance::client(&tls.centre_ca, identity, http1).unwrap()
}
