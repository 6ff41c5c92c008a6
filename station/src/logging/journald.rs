//! journald's own protocol: one datagram a record, so that fields stay fields.
//!
//! Why not `tracing-journald`: it sends from the thread that logs, on a blocking socket. The format is systemd's
//! "Native Journal Protocol". Fields of ours get the prefix `F_`, so that they cannot be taken for journald's.

use super::writer::Lossy;
use std::{fmt, io, os::unix::net::UnixDatagram};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::layer::{Context, Layer};

const SOCKET: &str = "/run/systemd/journal/socket";

/// Takes records to journald, one datagram each.
///
/// # Errors
/// When journald does not listen.
pub fn sink() -> io::Result<impl FnMut(&[u8]) -> io::Result<()> + Send + 'static> {
    let socket = UnixDatagram::unbound()?;
    // journald discards an empty record; an error says that nobody listens.
    socket.send_to(&[], SOCKET)?;
    // By path each time: journald may be restarted.
    Ok(move |record: &[u8]| socket.send_to(record, SOCKET).map(drop))
}

/// The record that says how many others were dropped.
pub fn dropped(count: u64) -> Vec<u8> {
    let mut record = Record::new(Level::WARN, "station::logging");
    record.put("MESSAGE", "log records were dropped: the log was stalled");
    record.put("F_CODE", super::DROPPED);
    record.put("F_COUNT", &count.to_string());
    record.0
}

/// Makes a record of each event and gives it to the writer.
pub struct Records(pub Lossy);

impl<S: Subscriber> Layer<S> for Records {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let meta = event.metadata();
        let mut record = Record::new(*meta.level(), meta.target());
        event.record(&mut record);
        self.0.give(record.0);
    }
}

struct Record(Vec<u8>);

impl Record {
    fn new(level: Level, target: &str) -> Self {
        // syslog's priorities, info as "notice", as tracing-journald has it.
        let priority = match level {
            Level::ERROR => "3",
            Level::WARN => "4",
            Level::INFO => "5",
            Level::DEBUG => "6",
            Level::TRACE => "7",
        };
        let mut record = Self(Vec::with_capacity(256));
        record.put("PRIORITY", priority);
        record.put("SYSLOG_IDENTIFIER", "station");
        record.put("TARGET", target);
        record
    }

    /// A value with a line feed goes with its length, any other as `NAME=value`.
    fn put(&mut self, name: &str, value: &str) {
        self.0.extend_from_slice(name.as_bytes());
        if value.contains('\n') {
            self.0.push(b'\n');
            self.0.extend_from_slice(&(value.len() as u64).to_le_bytes());
        } else {
            self.0.push(b'=');
        }
        self.0.extend_from_slice(value.as_bytes());
        self.0.push(b'\n');
    }
}

impl Visit for Record {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => self.put("MESSAGE", value),
            name => self.put(&format!("F_{}", name.to_ascii_uppercase().replace('.', "_")), value),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::mpsc, time::Duration};
    use tracing_subscriber::layer::SubscriberExt as _;

    #[test]
    fn an_event_becomes_one_record_with_its_fields() {
        let (to, written) = mpsc::channel();
        let sink = move |record: &[u8]| to.send(record.to_vec()).map_err(io::Error::other);
        let lossy = Lossy::start(sink, dropped).unwrap();
        let subscriber = tracing_subscriber::registry().with(Records(lossy.clone()));
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(target: "station::x", code = "S1", count = 3, lines = "a\nb", "went wrong");
        });
        lossy.flush(Duration::from_secs(20));
        let record = written.try_recv().unwrap();
        let mut wanted =
            b"PRIORITY=4\nSYSLOG_IDENTIFIER=station\nTARGET=station::x\nMESSAGE=went wrong\n".to_vec();
        wanted.extend_from_slice(b"F_CODE=S1\nF_COUNT=3\nF_LINES\n\x03\0\0\0\0\0\0\0a\nb\n");
        assert_eq!(String::from_utf8_lossy(&record), String::from_utf8_lossy(&wanted));
        assert!(written.try_recv().is_err());
    }
}
