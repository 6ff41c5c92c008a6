//! One connection, from the first packet to its end.
//!
//! Each connection gets a new MQTT client: the library keeps acknowledgements and packets of the previous connection and
//! would mix them into this one. The client runs in a task of its own, so that its failure (a panic too) ends the
//! connection and nothing else, and it is never cancelled in the middle of a packet.

use crate::ReportEvent;
use crate::config::Config;
use crate::fault::{Cause, Fault};
use crate::message::Message;
use crate::meter::publish_size;
use crate::outbox::Outbox;
use crate::shared::{Shared, stopped};
use crate::tls::Tls;
use crate::window::{Sent, Window};
use rumqttc::v5::mqttbytes::QoS;
use rumqttc::v5::mqttbytes::v5::{LastWill, Packet, PubAck, PubAckReason};
use rumqttc::v5::{AsyncClient, ConnectionError, Event, EventLoop, MqttOptions};
use rumqttc::{NetworkOptions, Outgoing, TlsConfiguration, Transport};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

/// Events in flight: enough for a slow line, little to repeat when it breaks.
pub(crate) const EVENTS_IN_FLIGHT: usize = 8;
/// Limit of the library: the events, a birth, a status, a goodbye, and a reserve, so that it never holds anything back.
const LIBRARY_IN_FLIGHT: u16 = 16;
/// Longest time for one answer of the outbox; the journal's disk may be slow.
const OUTBOX_PATIENCE: Duration = Duration::from_secs(10);

/// End of a connection.
#[derive(Debug)]
pub(crate) enum End {
    /// Stopped after the goodbye.
    Stopped,
    /// Lost: its duration and the reason.
    Lost { lasted: Duration, cause: Cause },
}

/// Connects and stays until the connection ends or a stop is wanted.
pub(crate) async fn run<O: Outbox>(shared: &mut Shared<O>) -> End {
    let (client, eventloop) = AsyncClient::new(
        match options(&shared.config, &shared.tls) {
            Ok(options) => options,
            Err(cause) => return End::Lost { lasted: Duration::ZERO, cause },
        },
        usize::from(LIBRARY_IN_FLIGHT),
    );
    let (to, packets) = mpsc::channel(64);
    let mut pump = JoinSet::new();
    pump.spawn(drive(eventloop, to));
    let mut session = Session { shared, client, packets, pump, window: Window::default(), offer_at: None };
    let up = match session.connected().await {
        Ok(Some(up)) => up,
        Ok(None) => return End::Stopped,
        Err(cause) => return End::Lost { lasted: Duration::ZERO, cause },
    };
    match session.serve().await {
        Ok(()) => End::Stopped,
        Err(cause) => End::Lost { lasted: up.elapsed(), cause },
    }
}

fn options(config: &Config, tls: &Tls) -> Result<MqttOptions, Cause> {
    let will = Message::will(&config.station, config.boot).map_err(Cause::internal)?;
    let mut options = MqttOptions::new(config.station.as_str(), config.host.as_str(), config.port);
    let mut network = NetworkOptions::new();
    network.set_tcp_nodelay(true);
    options
        .set_transport(Transport::Tls(TlsConfiguration::Rustls(tls.config.clone())))
        .set_network_options(network)
        .set_keep_alive(config.keepalive)
        .set_connection_timeout(config.timing.connect.as_secs().max(1))
        .set_clean_start(true)
        .set_outgoing_inflight_upper_limit(LIBRARY_IN_FLIGHT)
        .set_last_will(LastWill::new(will.topic, will.payload, QoS::AtLeastOnce, will.retain, None));
    Ok(options)
}

/// Forwards the library's events until its connection ends. The library would reconnect, so it is not polled again.
async fn drive(mut eventloop: EventLoop, to: mpsc::Sender<Event>) -> ConnectionError {
    loop {
        match eventloop.poll().await {
            Ok(event) => {
                if to.send(event).await.is_err() {
                    return ConnectionError::RequestsDone;
                }
            }
            Err(error) => return error,
        }
    }
}

/// Next event of a running connection.
enum Next {
    /// Packet from the library; `None` when its connection ended.
    Packet(Option<Box<Event>>),
    /// A newer status.
    Status,
    /// A new event in the outbox.
    Woken,
    /// A stop is wanted.
    Stop,
    /// A deadline.
    Alarm,
}

struct Session<'a, O> {
    shared: &'a mut Shared<O>,
    client: AsyncClient,
    packets: mpsc::Receiver<Event>,
    pump: JoinSet<ConnectionError>,
    window: Window,
    /// Earliest time to read events from the outbox; `None` until there is a reason to.
    offer_at: Option<Instant>,
}

impl<O: Outbox> Session<'_, O> {
    /// Waits for the broker's CONNACK; `None` when a stop is wanted before.
    async fn connected(&mut self) -> Result<Option<Instant>, Cause> {
        let presented = self.shared.tls.full_handshakes();
        loop {
            let packet = tokio::select! {
                packet = self.packets.recv() => packet,
                () = stopped(&mut self.shared.stop) => return Ok(None),
            };
            match packet {
                Some(Event::Incoming(Packet::ConnAck(ack))) => {
                    let resumed = self.shared.tls.full_handshakes() == presented;
                    self.shared.meter.connected(&self.shared.config, &ack, resumed);
                    self.shared.emit(ReportEvent::Connected { resumed });
                    return Ok(Some(Instant::now()));
                }
                Some(_) => {}
                None => return Err(self.lost(Fault::Unreachable).await),
            }
        }
    }

    /// Reason why the library stopped. An I/O error is `otherwise`, by the phase in which it happened.
    async fn lost(&mut self, otherwise: Fault) -> Cause {
        match self.pump.join_next().await {
            Some(Ok(error)) => Cause::of(&error, otherwise),
            Some(Err(error)) => Cause::internal(if error.is_panic() { "panic" } else { "cancelled" }),
            None => Cause::internal("no task"),
        }
    }

    /// Publishes the birth, then status and events, then the goodbye.
    async fn serve(&mut self) -> Result<(), Cause> {
        let config = &self.shared.config;
        let birth = Message::birth(&config.station, config.boot, &config.software);
        self.publish(Sent::Birth, birth)?;
        self.shared.gate.reconnected();
        self.offer_at = Some(Instant::now());
        loop {
            self.send_status()?;
            self.send_events().await?;
            let patience = self.window.deadline(self.shared.config.timing.ack);
            match self.next(patience).await {
                Next::Packet(Some(packet)) => self.packet(*packet).await,
                Next::Packet(None) => return Err(self.lost(Fault::Cut).await),
                Next::Status => self.shared.renew(),
                Next::Woken => self.offer_soon(),
                Next::Stop => return self.goodbye().await,
                Next::Alarm if patience.is_some_and(|at| at <= Instant::now()) => {
                    return Err(Cause::new(Fault::Silent, "no PUBACK in time"));
                }
                Next::Alarm => {}
            }
        }
    }

    /// Waits for the next event. Each source keeps its own state, so nothing is lost by waiting for several at once.
    async fn next(&mut self, patience: Option<Instant>) -> Next {
        let alarm = self.alarm(patience);
        tokio::select! {
            packet = self.packets.recv() => Next::Packet(packet.map(Box::new)),
            changed = self.shared.status.changed() => {
                if changed.is_ok() { Next::Status } else { Next::Stop }
            }
            () = self.shared.wake.notified() => Next::Woken,
            () = stopped(&mut self.shared.stop) => Next::Stop,
            () = sleep_until(alarm) => Next::Alarm,
        }
    }

    /// Time of the next deadline.
    fn alarm(&mut self, patience: Option<Instant>) -> Instant {
        let now = Instant::now();
        let status = if self.window.has_status() { None } else { self.shared.gate.due(now) };
        let events = if self.window.events() < EVENTS_IN_FLIGHT { self.offer_at } else { None };
        let far = now + Duration::from_secs(3600);
        [status, events, patience].into_iter().flatten().min().unwrap_or(far)
    }

    fn publish(&mut self, what: Sent, message: Result<Message, serde_json::Error>) -> Result<(), Cause> {
        let message = message.map_err(Cause::internal)?;
        self.shared.meter.sent(publish_size(&message.topic, &message.payload));
        self.window.give(what, Instant::now());
        let Message { topic, payload, retain } = message;
        let given = self.client.try_publish(topic, QoS::AtLeastOnce, retain, payload);
        given.map_err(|_| Cause::new(Fault::Internal, "the MQTT client takes no more messages"))
    }

    fn send_status(&mut self) -> Result<(), Cause> {
        if self.window.has_status() {
            return Ok(());
        }
        match self.shared.gate.take(Instant::now()) {
            Some(status) => self.publish(Sent::Status, Message::status(&status)),
            None => Ok(()),
        }
    }

    /// Fills the window from the outbox when there is a reason to and space in it.
    async fn send_events(&mut self) -> Result<(), Cause> {
        let due = self.offer_at.is_some_and(|at| at <= Instant::now());
        if !due || self.window.events() >= EVENTS_IN_FLIGHT {
            return Ok(());
        }
        self.offer_at = None;
        match answered(self.shared.outbox.next(EVENTS_IN_FLIGHT)).await {
            Ok(events) => {
                self.shared.clear(Fault::Outbox);
                for event in events.iter().filter(|e| !self.window.has_event(e.order)).collect::<Vec<_>>() {
                    self.publish(Sent::Event { order: event.order }, Message::event(event))?;
                }
            }
            Err(detail) => self.offer_later(Fault::Outbox, detail),
        }
        Ok(())
    }

    fn offer_soon(&mut self) {
        // A running hold (no subscriber, refused) is kept: a new event changes nothing about its reason.
        self.offer_at.get_or_insert_with(Instant::now);
    }

    fn offer_later(&mut self, fault: Fault, detail: String) {
        self.offer_at = Some(Instant::now() + self.shared.config.timing.offer_again);
        self.shared.trouble(fault, detail);
    }

    async fn packet(&mut self, packet: Event) {
        match packet {
            Event::Outgoing(Outgoing::Publish(pkid)) => self.window.number(pkid),
            Event::Outgoing(Outgoing::PingReq) => self.shared.meter.sent(2),
            Event::Incoming(incoming) => {
                self.shared.meter.received(incoming.size());
                if let Packet::PubAck(ack) = incoming {
                    self.acknowledged(&ack).await;
                }
            }
            Event::Outgoing(_) => {}
        }
    }

    async fn acknowledged(&mut self, ack: &PubAck) {
        let Some(what) = self.window.acknowledge(ack.pkid) else { return };
        match (what, ack.reason) {
            (Sent::Event { order }, PubAckReason::Success) => self.delivered(order).await,
            (Sent::Event { order }, PubAckReason::NoMatchingSubscribers) => {
                self.offer_later(Fault::NobodyListens, format!("event {order}"));
            }
            (Sent::Event { order }, reason) => {
                self.offer_later(Fault::Denied, format!("event {order}: {reason:?}"));
            }
            // Retained messages need no subscriber now.
            (_, PubAckReason::Success | PubAckReason::NoMatchingSubscribers) => {}
            (what, reason) => self.shared.trouble(Fault::Denied, format!("{what:?}: {reason:?}")),
        }
    }

    /// Deletes an event from the outbox: the broker has taken it for a subscriber.
    async fn delivered(&mut self, order: u64) {
        match answered(self.shared.outbox.delete(order)).await {
            Ok(()) => {
                self.shared.clear(Fault::NobodyListens);
                self.shared.clear(Fault::Denied);
                self.offer_soon();
            }
            Err(detail) => self.offer_later(Fault::Outbox, detail),
        }
    }

    /// Publishes the goodbye, waits for its acknowledgement, then disconnects, which cancels the will.
    async fn goodbye(&mut self) -> Result<(), Cause> {
        let config = &self.shared.config;
        let (patience, last) =
            (config.timing.goodbye, Message::goodbye(&config.station, config.boot, &config.software));
        self.publish(Sent::Goodbye, last)?;
        // On a failure the will has the same effect.
        let _in_time = timeout(patience, self.goodbye_taken()).await;
        Ok(())
    }

    /// Disconnects once the goodbye is acknowledged; returns when that is done.
    async fn goodbye_taken(&mut self) {
        while let Some(packet) = self.packets.recv().await {
            match packet {
                Event::Outgoing(Outgoing::Publish(pkid)) => self.window.number(pkid),
                Event::Outgoing(Outgoing::Disconnect) => return,
                Event::Incoming(Packet::PubAck(ack)) => match self.window.acknowledge(ack.pkid) {
                    Some(Sent::Goodbye) => drop(self.client.try_disconnect()),
                    Some(Sent::Event { order }) if ack.reason == PubAckReason::Success => {
                        self.delivered(order).await;
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

/// Answer of the outbox, or the reason why there is none.
async fn answered<T>(answer: impl Future<Output = Result<T, crate::OutboxError>>) -> Result<T, String> {
    match timeout(OUTBOX_PATIENCE, answer).await {
        Ok(answer) => answer.map_err(|e| e.to_string()),
        Err(_) => Err(format!("no answer within {} s", OUTBOX_PATIENCE.as_secs())),
    }
}
