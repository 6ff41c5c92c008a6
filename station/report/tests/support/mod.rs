//! Shared by the tests of this crate: an outbox in memory, a station's settings, the office's ear, and a
//! broker of their own each.

#![allow(dead_code, reason = "each test binary compiles this module and uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing helper fails its test")]
#![allow(clippy::indexing_slicing, reason = "of JSON, where a missing field is null")]

use personas::tls::{PemPair, Tls};
use rehearse::broker::Broker;
use report::{Config, Outbox, OutboxError, Report, ReportEvent, Timing};
use rumqttc::v5::mqttbytes::QoS;
use rumqttc::v5::mqttbytes::v5::Packet;
use rumqttc::v5::{AsyncClient, Event as Mqtt, EventLoop, MqttOptions};
use rumqttc::{TlsConfiguration, Transport};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use wire::{Clock, Disk, Event, EventKind, LineGrade, Queue, ReaderState, StationId, Status};

/// Longer than anything here takes, also on a busy machine.
pub const LONG: Duration = Duration::from_secs(20);

pub fn station() -> StationId {
    "bus-01".parse().unwrap()
}

pub fn clock() -> Clock {
    Clock { at: "2026-05-12T00:30:00Z".parse().unwrap(), synchronised: true }
}

pub fn status(uptime_s: u64) -> Status {
    Status {
        station: station(),
        boot: 3,
        sequence: 0,
        clock: clock(),
        uptime_s,
        software: "test".into(),
        line: LineGrade::Good,
        queue: Queue::default(),
        reader: ReaderState::Ready,
        disk: Disk { free: 1 << 30, journal: 1 << 16 },
        book: 100,
        bytes_today: 0,
        bytes_limit: None,
        today: [("valid".to_owned(), 12)].into(),
    }
}

pub fn event(order: u64) -> Event {
    let kind = EventKind::Acknowledged { after_s: order };
    Event { station: station(), boot: 3, order, clock: clock(), kind }
}

/// An outbox that remembers every deletion.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    events: Arc<Mutex<BTreeMap<u64, Event>>>,
    broken: Arc<Mutex<bool>>,
    count: Arc<watch::Sender<usize>>,
}

impl Memory {
    pub fn put(&self, orders: impl IntoIterator<Item = u64>) {
        let mut events = self.events.lock().unwrap();
        events.extend(orders.into_iter().map(|order| (order, event(order))));
        self.count.send_replace(events.len());
    }

    pub fn put_event(&self, event: Event) {
        let mut events = self.events.lock().unwrap();
        events.insert(event.order, event);
        self.count.send_replace(events.len());
    }

    pub fn orders(&self) -> Vec<u64> {
        self.events.lock().unwrap().keys().copied().collect()
    }

    /// From now on (not) able to answer.
    pub fn broken(&self, broken: bool) {
        *self.broken.lock().unwrap() = broken;
    }

    /// Waits until at most `n` events are left.
    pub async fn down_to(&self, n: usize) {
        let mut count = self.count.subscribe();
        let reached = timeout(LONG, count.wait_for(|left| *left <= n)).await;
        assert!(reached.is_ok(), "the outbox still holds {:?}", self.orders());
    }

    fn check(&self) -> Result<(), OutboxError> {
        if *self.broken.lock().unwrap() { Err(OutboxError("broken on purpose".into())) } else { Ok(()) }
    }
}

impl Outbox for Memory {
    async fn next(&self, n: usize) -> Result<Vec<Event>, OutboxError> {
        self.check()?;
        Ok(self.events.lock().unwrap().values().take(n).cloned().collect())
    }

    async fn delete(&self, order: u64) -> Result<(), OutboxError> {
        self.check()?;
        let mut events = self.events.lock().unwrap();
        assert!(events.remove(&order).is_some(), "{order} was deleted twice");
        self.count.send_replace(events.len());
        Ok(())
    }
}

/// A broker with its identities, in a directory of its own.
pub struct Place {
    pub broker: Broker,
    pub tls: Tls,
    pub dir: tempfile::TempDir,
}

impl Place {
    pub fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let tls = Tls::ensure(&personas::shared_dir()).unwrap();
        let broker = Broker::start(dir.path(), &tls).unwrap();
        Self { broker, tls, dir }
    }

    /// Settings of a station that talks to this broker through `port`.
    pub fn config(&self, port: u16) -> Config {
        self.config_as(port, "bus-01", self.tls.station("bus-01").unwrap().fleet)
    }

    pub fn config_as(&self, port: u16, id: &str, identity: PemPair) -> Config {
        Config {
            host: "localhost".into(),
            port,
            ca: self.tls.fleet_ca.clone(),
            certificate: identity.certificate,
            key: identity.key,
            station: id.parse().unwrap(),
            boot: 3,
            software: "test".into(),
            keepalive: Duration::from_secs(5),
            status_every: Duration::from_secs(3600),
            seed: 1,
            timing: Timing {
                backoff_first: Duration::from_millis(20),
                backoff_most: Duration::from_millis(200),
                ack: Duration::from_secs(5),
                connect: Duration::from_secs(5),
                offer_again: Duration::from_millis(200),
                ..Timing::default()
            },
        }
    }

    pub fn office(&self) -> Office {
        self.listen("fleet", "junkai/1/#")
    }

    pub fn listen(&self, name: &str, filter: &str) -> Office {
        let identity = self.tls.operator(name).unwrap().fleet;
        Office::new(&self.tls, identity, name, self.broker.port(), filter)
    }
}

/// Starts a reporter; its notices come out of the receiver.
pub fn start(config: Config, outbox: &Memory) -> (Report, mpsc::Receiver<ReportEvent>) {
    let (events, notices) = mpsc::channel(1000);
    (Report::start(config, outbox.clone(), events).unwrap(), notices)
}

/// Waits for a notice.
pub async fn heard(
    notices: &mut mpsc::Receiver<ReportEvent>,
    wanted: impl Fn(&ReportEvent) -> bool,
) -> ReportEvent {
    let found = async {
        loop {
            let notice = notices.recv().await.expect("the reporter ended");
            if wanted(&notice) {
                return notice;
            }
        }
    };
    timeout(LONG, found).await.expect("the notice did not come")
}

pub async fn connected(notices: &mut mpsc::Receiver<ReportEvent>) -> bool {
    match heard(notices, |n| matches!(n, ReportEvent::Connected { .. })).await {
        ReportEvent::Connected { resumed } => resumed,
        other => panic!("{other:?}"),
    }
}

/// A message as the office got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Got {
    pub topic: String,
    pub payload: Vec<u8>,
    pub retained: bool,
}

impl Got {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.payload).unwrap()
    }
}

/// Listens with a session that lasts, as the office's service does.
pub struct Office {
    got: Arc<watch::Sender<Vec<Got>>>,
    subscribed: Arc<watch::Sender<bool>>,
    task: JoinHandle<()>,
}

impl Office {
    fn new(tls: &Tls, identity: PemPair, name: &str, port: u16, filter: &str) -> Self {
        let mut options = MqttOptions::new(name, "localhost", port);
        let read = |path| std::fs::read(path).unwrap();
        options
            .set_transport(Transport::Tls(TlsConfiguration::Simple {
                ca: read(&tls.fleet_ca),
                alpn: None,
                client_auth: Some((read(&identity.certificate), read(&identity.key))),
            }))
            .set_clean_start(false)
            .set_session_expiry_interval(Some(3600))
            .set_keep_alive(Duration::from_secs(5))
            .set_outgoing_inflight_upper_limit(10);
        let (client, eventloop) = AsyncClient::new(options, 10);
        let (got, subscribed) =
            (Arc::new(watch::Sender::new(Vec::new())), Arc::new(watch::Sender::new(false)));
        let task = tokio::spawn(ear(client, eventloop, filter.to_owned(), got.clone(), subscribed.clone()));
        Self { got, subscribed, task }
    }

    /// Waits until the broker has taken the subscription.
    pub async fn ready(self) -> Self {
        let mut subscribed = self.subscribed.subscribe();
        let waited = timeout(LONG, subscribed.wait_for(|s| *s)).await;
        waited.expect("no subscription").expect("the ear ended");
        self
    }

    /// Waits until what was got fulfils `wanted`, and returns it.
    pub async fn until(&self, wanted: impl Fn(&[Got]) -> bool) -> Vec<Got> {
        let mut got = self.got.subscribe();
        match timeout(LONG, got.wait_for(|got| wanted(got))).await {
            Ok(found) => found.expect("the ear ended").clone(),
            Err(_) => panic!("did not come; got {:?}", self.topics()),
        }
    }

    /// Waits for a message on a topic that ends so and fulfils `wanted`.
    pub async fn one(&self, end: &str, wanted: impl Fn(&Got) -> bool) -> Got {
        let fits = |g: &Got| g.topic.ends_with(end) && wanted(g);
        self.until(|got| got.iter().any(fits)).await.into_iter().rfind(|g| fits(g)).unwrap()
    }

    pub fn all(&self) -> Vec<Got> {
        self.got.borrow().clone()
    }

    /// The orders of the events got, repetitions included.
    pub fn orders(&self) -> Vec<u64> {
        let events = self.all().into_iter().filter(|g| g.topic.ends_with("/event"));
        events.map(|g| g.json()["order"].as_u64().unwrap()).collect()
    }

    fn topics(&self) -> Vec<String> {
        self.all().iter().map(|g| format!("{} {}", g.topic, String::from_utf8_lossy(&g.payload))).collect()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn ear(
    client: AsyncClient,
    mut eventloop: EventLoop,
    filter: String,
    got: Arc<watch::Sender<Vec<Got>>>,
    subscribed: Arc<watch::Sender<bool>>,
) {
    loop {
        match eventloop.poll().await {
            Ok(Mqtt::Incoming(Packet::ConnAck(_))) => {
                client.subscribe(filter.clone(), QoS::AtLeastOnce).await.unwrap();
            }
            Ok(Mqtt::Incoming(Packet::SubAck(_))) => drop(subscribed.send_replace(true)),
            Ok(Mqtt::Incoming(Packet::Publish(p))) => got.send_modify(|got| {
                let topic = String::from_utf8(p.topic.to_vec()).unwrap();
                got.push(Got { topic, payload: p.payload.to_vec(), retained: p.retain });
            }),
            Ok(_) => {}
            // The broker is away; a test that waits for it has its own deadline.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// A line between station and broker that can be cut.
pub fn line_to(port: u16) -> line::Line {
    let forward = line::Forward {
        name: "broker".into(),
        listen: "127.0.0.1:0".parse().unwrap(),
        target: format!("127.0.0.1:{port}").parse().unwrap(),
    };
    line::Line::start(line::Config { forwards: vec![forward], ..line::Config::default() }).unwrap()
}

pub fn port_of(line: &line::Line) -> u16 {
    line.address("broker").unwrap().port()
}
