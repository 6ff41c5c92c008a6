//! What is on its way: each question runs in a task of its own and lands with what it was told.

use crate::{
    answer::{self, Item, Told},
    body::{Body, pack},
    http::{Ask, Http},
    recall::Recall,
};
use reqwest::Method;
use std::{sync::Arc, time::Duration};
use tokio::{task::AbortHandle, time::Instant};
use wire::{Batch, Challenge, ChallengeOrder, Check, CheckId, Settlement};

/// Bytes of an answer: one settlement, a batch of a hundred, a page of 500 challenges, a ping.
const ONE: usize = 64 * 1_024;
const MANY: usize = 1_024 * 1_024;
const BOOK: usize = 256 * 1_024;
const SMALL: usize = 4 * 1_024;

/// What a flight is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Errand {
    /// One check, with the desk waiting or not.
    Put { id: CheckId, live: bool },
    /// Checks that waited.
    Batch(Vec<CheckId>),
    /// Challenges.
    Book(usize),
    /// Whether anybody is there.
    Probe,
    /// A look-up; its answer goes to whoever asked.
    Recall,
}

/// A flight as the driver remembers it.
#[derive(Debug)]
pub(crate) struct Flight {
    pub(crate) errand: Errand,
    pub(crate) started: Instant,
    /// Body bytes sent.
    pub(crate) sent: usize,
    /// Whether the connection had answered before: its time then tells about the line.
    pub(crate) warm: bool,
    pub(crate) abort: AbortHandle,
}

/// What it was told, and what the centre's clock said.
pub(crate) struct Landing {
    pub(crate) told: Landed,
    pub(crate) clock_offset: Option<i64>,
}

/// By errand.
pub(crate) enum Landed {
    Put(Told<Settlement>),
    Batch(Told<Vec<Item>>),
    Book(Told<Vec<Challenge>>),
    Probe(Told<()>),
    /// With the one who asked.
    Recall(Told<Box<Settlement>>, Recall),
}

/// A question made ready: its size is known before it goes.
pub(crate) struct Question {
    ask: Ask,
    errand: Errand,
    recall: Option<Recall>,
}

impl Question {
    /// One check.
    pub(crate) fn put(check: &Check, live: bool) -> Result<Self, serde_json::Error> {
        let ask =
            asked(Method::PUT, format!("/v1/checks/{}", check.id), Some(serde_json::to_vec(check)?), ONE);
        Ok(Self { ask, errand: Errand::Put { id: check.id, live }, recall: None })
    }

    /// Several.
    pub(crate) fn batch(checks: Vec<Check>) -> Result<Self, serde_json::Error> {
        let ids = checks.iter().map(|check| check.id).collect();
        let json = serde_json::to_vec(&Batch { checks })?;
        let ask = asked(Method::POST, "/v1/checks".to_owned(), Some(json), MANY);
        Ok(Self { ask, errand: Errand::Batch(ids), recall: None })
    }

    /// Challenges.
    pub(crate) fn book(count: usize) -> Result<Self, serde_json::Error> {
        let json = serde_json::to_vec(&ChallengeOrder { count: u32::try_from(count).unwrap_or(u32::MAX) })?;
        let ask = asked(Method::POST, "/v1/challenges".to_owned(), Some(json), BOOK);
        Ok(Self { ask, errand: Errand::Book(count), recall: None })
    }

    /// Whether anybody is there.
    pub(crate) fn probe() -> Self {
        Self {
            ask: asked(Method::GET, "/v1/ping".to_owned(), None, SMALL),
            errand: Errand::Probe,
            recall: None,
        }
    }

    /// A look-up.
    pub(crate) fn recall(recall: Recall) -> Self {
        let ask = asked(Method::GET, format!("/v1/checks/{}", recall.check), None, ONE);
        Self { ask, errand: Errand::Recall, recall: Some(recall) }
    }

    /// What it is for.
    pub(crate) fn errand(&self) -> &Errand {
        &self.errand
    }

    /// Body bytes that will be sent.
    pub(crate) fn bytes(&self) -> usize {
        self.ask.body.as_ref().map_or(0, |body| body.bytes.len())
    }

    /// Bytes that the line is to be given time for: of a book order, the answer's.
    pub(crate) fn weight(&self) -> usize {
        match self.errand {
            Errand::Book(count) => count * 120,
            _ => self.bytes() + 500,
        }
    }

    /// Flies.
    pub(crate) async fn fly(mut self, http: Arc<Http>, patience: Duration) -> Landing {
        self.ask.patience = patience;
        let answer = http.ask(self.ask).await;
        let clock_offset = answer.as_ref().ok().and_then(|answer| answer.clock_offset);
        let told = match (self.errand, self.recall) {
            (Errand::Put { id, .. }, _) => Landed::Put(answer::settlement(id, answer)),
            (Errand::Batch(ids), _) => Landed::Batch(answer::batch(&ids, answer)),
            (Errand::Book(count), _) => Landed::Book(answer::challenges(count, answer)),
            (Errand::Recall, Some(recall)) => Landed::Recall(answer::recalled(recall.check, answer), recall),
            (Errand::Probe | Errand::Recall, _) => Landed::Probe(answer::ping(answer)),
        };
        Landing { told, clock_offset }
    }
}

fn asked(method: Method, path: String, json: Option<Vec<u8>>, limit: usize) -> Ask {
    let body: Option<Body> = json.map(pack);
    Ask { method, path, body, limit, patience: Duration::ZERO }
}
