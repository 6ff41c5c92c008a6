use super::*;
use wire::{Clock, Disk, LineGrade, Queue, ReaderState};

const EVERY: Duration = Duration::from_secs(120);

fn status() -> Status {
    Status {
        station: "bus-01".parse().unwrap(),
        boot: 1,
        sequence: 0,
        clock: Clock { at: "2026-05-12T00:30:00Z".parse().unwrap(), synchronised: true },
        uptime_s: 0,
        software: "t".into(),
        line: LineGrade::Good,
        queue: Queue::default(),
        reader: ReaderState::Ready,
        disk: Disk::default(),
        book: 10,
        bytes_today: 0,
        bytes_limit: None,
        today: [].into(),
    }
}

fn secs(s: u64) -> Duration {
    Duration::from_secs(s)
}

/// A gate that has sent its first status at the returned time.
fn opened() -> (Gate, Instant) {
    let start = Instant::now();
    let mut gate = Gate::new(EVERY, start);
    assert!(gate.take(start).is_none(), "nothing to send before there is a status");
    gate.offer(status());
    assert_eq!(gate.take(start).unwrap().sequence, 1);
    (gate, start)
}

#[test]
fn a_status_that_is_not_renewed_is_not_repeated() {
    let (mut gate, start) = opened();
    assert!(gate.take(start + secs(10_000)).is_none());
    gate.reconnected();
    assert_eq!(gate.take(start + secs(10_000)).unwrap().sequence, 2);
    assert!(gate.take(start + secs(20_000)).is_none());
}

#[test]
fn invariant_9_an_unchanged_status_goes_out_every_so_often_and_not_before() {
    let (mut gate, start) = opened();
    let later =
        Status { uptime_s: 60, bytes_today: 9, book: 9, disk: Disk { free: 1, journal: 1 }, ..status() };
    gate.offer(later);
    assert!(gate.take(start + secs(119)).is_none());
    assert_eq!(gate.take(start + secs(120)).unwrap().uptime_s, 60);
}

#[test]
fn a_condition_goes_out_at_once_and_counts_soon() {
    let changes: [fn(&mut Status); 6] = [
        |s| s.line = LineGrade::Down,
        |s| s.reader = ReaderState::Fault,
        |s| s.queue.unacknowledged = 1,
        |s| s.clock.synchronised = false,
        |s| s.queue.waiting = 1,
        |s| s.book = 0,
    ];
    for edit in changes {
        let (mut gate, start) = opened();
        let mut changed = status();
        edit(&mut changed);
        gate.offer(changed);
        assert_eq!(gate.due(start), Some(start + AT_ONCE));
    }
    let (mut gate, start) = opened();
    gate.offer(Status { today: [("valid".to_owned(), 1)].into(), ..status() });
    assert_eq!(gate.due(start), Some(start + SOON));
}

#[test]
fn the_latest_status_wins_and_the_ones_between_are_never_sent() {
    let (mut gate, start) = opened();
    for uptime_s in 1..1000 {
        gate.offer(Status { uptime_s, line: LineGrade::Weak, ..status() });
    }
    let sent = gate.take(start + secs(2)).unwrap();
    assert_eq!((sent.uptime_s, sent.sequence), (999, 2));
    assert!(gate.take(start + secs(500)).is_none());
}

#[test]
fn a_flapping_reader_cannot_flood_the_line() {
    let (mut gate, start) = opened();
    let mut sent = 0;
    for tenth in 0..36_000_u32 {
        let now = start + Duration::from_millis(100) * tenth;
        let reader = if tenth % 2 == 0 { ReaderState::Fault } else { ReaderState::Ready };
        gate.offer(Status { reader, ..status() });
        sent += u32::from(gate.take(now).is_some());
    }
    assert!((100..=240).contains(&sent), "{sent} statuses in an hour");
}

#[test]
fn with_the_days_bytes_used_up_an_unchanged_status_goes_out_hourly_and_news_as_ever() {
    let used_up = || Status { bytes_today: 100, bytes_limit: Some(100), ..status() };
    let start = Instant::now();
    let mut gate = Gate::new(EVERY, start);
    gate.offer(used_up());
    gate.take(start).unwrap();
    gate.offer(Status { bytes_today: 101, ..used_up() });
    assert_eq!(gate.due(start), Some(start + secs(3_600)));
    gate.offer(Status { reader: ReaderState::Fault, ..used_up() });
    assert_eq!(gate.due(start), Some(start + AT_ONCE));
    gate.offer(Status { bytes_today: 0, ..used_up() });
    assert_eq!(gate.due(start), Some(start + AT_ONCE), "the next day");
}
