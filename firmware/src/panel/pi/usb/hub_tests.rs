use super::*;
use crate::panel::{
    Key, Keys, Scan, keys,
    pi::{
        config::{ScannerConfig, UsbConfig, UsbId},
        usb::{kind::Identity, record::made, watch_on},
    },
};
use std::{
    io::Write,
    os::fd::{AsFd, BorrowedFd},
    sync::{Arc, Mutex},
};

const MS: Duration = Duration::from_millis(1);
const SOON: Duration = Duration::from_secs(20);
const KEYPAD: &str = "SIGMACHIP USB Keypad";
const SCANNER: &str = "USB Barcode Scanner";

/// A machine with ports to plug devices into.
#[derive(Clone, Default)]
struct Machine(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    plugged: BTreeMap<Port, (Identity, Option<UnixStream>)>,
    next: u64,
    opened: u32,
    grabbed: Vec<String>,
    lit: u32,
    /// No device may be opened (yet).
    forbidden: bool,
}

/// The other end of a device: its events are written here, and dropping it unplugs it.
struct Plug {
    machine: Machine,
    port: Port,
    wire: UnixStream,
}

impl Machine {
    fn plug(&self, port: &str, name: &str, types: bool) -> Plug {
        let (wire, inside) = UnixStream::pair().unwrap();
        let identity = Identity { name: name.into(), usb: UsbId { vendor: 1, product: 2 }, types };
        let mut machine = self.0.lock().unwrap();
        machine.next += 1;
        let port = Port { name: port.into(), number: machine.next };
        machine.plugged.insert(port.clone(), (identity, Some(inside)));
        Plug { machine: self.clone(), port, wire }
    }
}

impl Plug {
    /// Keys that go down and up at once, as the kernel reports them: `every` apart in its time and all at once in
    /// ours.
    fn type_keys(&mut self, from: Duration, codes: &[u16], every: Duration) {
        let mut at = from;
        for code in codes {
            self.tell(&[made::key(at, *code, true), made::key(at + MS, *code, false)].concat());
            at += every;
        }
    }

    fn tell(&mut self, bytes: &[u8]) {
        self.wire.write_all(bytes).unwrap();
    }
}

impl Drop for Plug {
    fn drop(&mut self) {
        self.machine.0.lock().unwrap().plugged.remove(&self.port);
    }
}

struct Inserted {
    machine: Machine,
    identity: Identity,
    wire: UnixStream,
}

impl AsFd for Inserted {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.wire.as_fd()
    }
}

impl Node for Inserted {
    fn identity(&self) -> Identity {
        self.identity.clone()
    }

    fn grab(&mut self) -> io::Result<()> {
        self.machine.0.lock().unwrap().grabbed.push(self.identity.name.clone());
        Ok(())
    }

    fn light_num_lock(&mut self) {
        self.machine.0.lock().unwrap().lit += 1;
    }
}

impl Ports for Machine {
    type Node = Inserted;

    fn list(&mut self) -> Vec<Port> {
        self.0.lock().unwrap().plugged.keys().cloned().collect()
    }

    fn open(&mut self, name: &str) -> io::Result<Inserted> {
        let mut machine = self.0.lock().unwrap();
        machine.opened += 1;
        if machine.forbidden {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let found = machine.plugged.iter_mut().find(|(port, _)| port.name == name);
        let (identity, wire) = found.ok_or(io::ErrorKind::NotFound)?.1;
        let wire = wire.as_ref().ok_or(io::ErrorKind::NotFound)?.try_clone()?;
        Ok(Inserted { machine: self.clone(), identity: identity.clone(), wire })
    }
}

/// A hub whose clock is the test's.
struct Desk {
    machine: Machine,
    hub: Hub<Machine>,
    keys: Keys,
    now: Instant,
}

fn desk(rule: Rule) -> Desk {
    let (sender, keys) = keys();
    // Devices were plugged in a while ago, so that events may be somewhat old.
    let (machine, now) = (Machine::default(), Instant::now() - SOON);
    Desk { hub: Hub::new(machine.clone(), rule, sender, now), machine, keys, now }
}

impl Desk {
    /// One round: searches for devices, reads their events, and emits everything due within `time`.
    async fn round(&mut self, time: Duration) -> Vec<Input> {
        self.hub.find(self.now);
        let (_alive, end) = UnixStream::pair().unwrap();
        loop {
            let ready = self.hub.wait(&end, Duration::ZERO).unwrap();
            assert!(!ready.ended);
            if ready.devices.is_empty() {
                break;
            }
            ready.devices.iter().for_each(|name| self.hub.read(name));
        }
        let end = Instant::now().max(self.now) + time;
        while let Some(due) = self.hub.due().filter(|due| *due <= end) {
            self.hub.tick(due);
        }
        self.now = end;
        self.came().await
    }

    async fn came(&mut self) -> Vec<Input> {
        let mut all = Vec::new();
        while let Ok(Some(input)) = tokio::time::timeout(Duration::ZERO, self.keys.next()).await {
            all.push(input);
        }
        all
    }
}

fn device(device: Device, present: bool) -> Input {
    Input::Device { device, present }
}

fn typed(text: &str) -> Vec<Input> {
    text.chars().map(|c| Input::Key(Key::from_char(c).unwrap())).collect()
}

/// The kernel's time, some milliseconds ago.
fn ago(ms: u32) -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap() - MS * ms
}

/// Key codes: 1 2 3 4 on a keypad, its Enter; 4 9 - 7 and Enter on a keyboard; arrow up.
const PIN: [u16; 5] = [79, 80, 81, 75, 96];
const CODE: [u16; 5] = [5, 10, 12, 8, 28];
const UP: u16 = 103;

#[tokio::test]
async fn a_keypad_unplugged_in_mid_press_and_plugged_in_again_holds_no_key_and_types() {
    let mut desk = desk(Rule::default());
    let mut keypad = desk.machine.plug("event3", KEYPAD, true);
    keypad.tell(&made::key(ago(0), UP, true));
    let came = desk.round(MS * 600).await;
    assert_eq!(came[0], device(Device::Keypad, true));
    assert!(came.len() > 2 && came[1..].iter().all(|i| *i == Input::Key(Key::Up)), "repeating: {came:?}");
    drop(keypad);
    assert_eq!(desk.round(SOON).await, [device(Device::Keypad, false)], "and nothing repeats");
    // Another name, as the kernel gives it while the old one is still open somewhere.
    let mut keypad = desk.machine.plug("event4", KEYPAD, true);
    assert_eq!(desk.round(SOON).await, [device(Device::Keypad, true)]);
    keypad.type_keys(ago(100), &[79], MS);
    assert_eq!(desk.round(MS * 100).await, typed("1"));
    assert_eq!(desk.machine.0.lock().unwrap().lit, 2, "its NumLock is switched on each time");
}

#[tokio::test]
async fn a_scanners_burst_between_typed_keys_disturbs_neither() {
    let mut desk = desk(Rule::default());
    let mut keypad = desk.machine.plug("event0", KEYPAD, true);
    let mut scanner = desk.machine.plug("event1", SCANNER, true);
    desk.round(MS).await;
    let begun = ago(900);
    for (n, code) in (0..).zip(PIN) {
        keypad.type_keys(begun + MS * 150 * n, &[code], MS);
        if let Some(code) = CODE.get(usize::try_from(n).unwrap()) {
            scanner.type_keys(begun + MS * 150 * n + MS * 5, &[*code], MS);
        }
        // In the middle of both, both are read.
        let end = UnixStream::pair().unwrap();
        desk.hub.wait(&end.1, Duration::ZERO).unwrap().devices.iter().for_each(|name| desk.hub.read(name));
    }
    let came = desk.round(MS * 100).await;
    let (codes, keys): (Vec<_>, Vec<_>) = came.into_iter().partition(|i| matches!(i, Input::Scan(_)));
    assert_eq!(keys, typed("1234o"));
    assert_eq!(codes, [Input::Scan(Scan::new("49-7").unwrap())]);
}

#[tokio::test]
async fn keys_that_waited_because_the_machine_was_busy_are_keys() {
    let mut desk = desk(Rule::default());
    let mut keypad = desk.machine.plug("event0", KEYPAD, true);
    desk.round(MS).await;
    // Typed over more than half a second, read at once.
    keypad.type_keys(ago(800), &PIN, MS * 150);
    assert_eq!(desk.round(MS * 100).await, typed("1234o"));
    // The same keys, faster than any hand, are a code.
    keypad.type_keys(ago(100), &PIN, MS * 10);
    assert_eq!(desk.round(MS * 100).await, [Input::Scan(Scan::new("1234").unwrap())]);
}

#[tokio::test]
async fn a_device_that_is_expected_and_missing_is_reported_once_and_others_never() {
    let (keypad, scanner) = (Some(UsbConfig::default()), Some(ScannerConfig::default()));
    for (rule, missed) in [
        (Rule::new(None, None), vec![]),
        (Rule::new(keypad.clone(), None), vec![device(Device::Keypad, false)]),
        (Rule::new(keypad, scanner), vec![device(Device::Keypad, false), device(Device::Scanner, false)]),
    ] {
        let mut desk = desk(rule);
        assert_eq!(desk.round(PATIENCE).await, [], "it may still be on its way");
        assert_eq!(desk.round(PATIENCE).await, missed);
        assert_eq!(desk.round(PATIENCE).await, []);
        let _keypad = desk.machine.plug("event0", KEYPAD, true);
        assert_eq!(desk.round(PATIENCE).await, [device(Device::Keypad, true)]);
    }
}

#[tokio::test]
async fn what_is_not_ours_is_opened_once_and_left_to_others() {
    let mut desk = desk(Rule::default());
    let power = desk.machine.plug("event0", "Power Button", false);
    for _ in 0..5 {
        assert_eq!(desk.round(ROUND).await, []);
    }
    assert_eq!(desk.machine.0.lock().unwrap().opened, 1);
    // Quickly exchanged for a keypad that gets the same name.
    drop(power);
    let _keypad = desk.machine.plug("event0", KEYPAD, true);
    assert_eq!(desk.round(ROUND).await, [device(Device::Keypad, true)]);
    assert_eq!(desk.machine.0.lock().unwrap().grabbed, [KEYPAD]);
}

#[tokio::test]
async fn a_device_whose_permissions_come_late_is_found_all_the_same() {
    let mut desk = desk(Rule::default());
    let _scanner = desk.machine.plug("event0", SCANNER, true);
    desk.machine.0.lock().unwrap().forbidden = true;
    assert_eq!(desk.round(ROUND).await, []);
    desk.machine.0.lock().unwrap().forbidden = false;
    assert_eq!(desk.round(ROUND).await, [device(Device::Scanner, true)]);
}

#[tokio::test]
async fn one_of_two_keypads_may_go_without_a_word() {
    let mut desk = desk(Rule::default());
    let first = desk.machine.plug("event0", KEYPAD, true);
    let _second = desk.machine.plug("event1", KEYPAD, true);
    assert_eq!(desk.round(ROUND).await, [device(Device::Keypad, true)]);
    drop(first);
    assert_eq!(desk.round(ROUND).await, []);
}

#[tokio::test]
async fn bytes_that_are_no_events_harm_nobody() {
    let mut desk = desk(Rule::default());
    let mut keypad = desk.machine.plug("event0", KEYPAD, true);
    desk.round(MS).await;
    keypad.tell(&[0xFF; 7]);
    assert_eq!(desk.round(MS).await, []);
    keypad.tell(&made::lost(ago(0)));
    keypad.tell(&[0xFF; 3 * RECORD]);
    assert_eq!(desk.round(MS).await, []);
    keypad.type_keys(ago(0), &[79], MS);
    assert_eq!(desk.round(MS * 100).await, typed("1"));
}

/// Everything that is logged, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_of_keys_or_codes_is_logged_and_dropped_codes_are_counted() {
    let log = Log::default();
    let writer = {
        let log = log.clone();
        move || log.clone()
    };
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .without_time()
        .with_writer(writer)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let mut desk = desk(Rule::default());
    let mut keypad = desk.machine.plug("event0", KEYPAD, true);
    let mut scanner = desk.machine.plug("event1", SCANNER, true);
    desk.round(MS).await;
    keypad.type_keys(ago(800), &[75; 5], MS * 150);
    // Good, too long, broken off.
    scanner.type_keys(ago(1900), &[&[5; 8][..], &[28]].concat(), MS * 2);
    scanner.type_keys(ago(1800), &[&[5; 70][..], &[28]].concat(), MS * 2);
    scanner.type_keys(ago(1500), &[5; 8], MS * 2);
    let came = desk.round(Duration::from_secs(1)).await;
    assert!(came.contains(&Input::Scan(Scan::new("44444444").unwrap())) && came.len() == 6, "{came:?}");
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("P141") && log.contains("dropped=2"), "{log}");
    assert!(!log.contains("44") && !log.contains("Digit"), "{log}");
}

#[test]
fn a_clock_that_was_set_moves_no_event() {
    let (now, wall) = (Instant::now(), SystemTime::now());
    let since = wall.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let second = Duration::from_secs(1);
    assert_eq!(happened(since - second, (now, wall)), now - second, "an event that waited");
    assert_eq!(happened(since + second, (now, wall)), now, "from the future");
    assert_eq!(happened(since - second * 3600, (now, wall)), now, "from long ago");
}

#[tokio::test]
async fn the_thread_finds_and_reads_devices_and_ends_with_the_board() {
    let (sender, mut keys) = keys();
    let machine = Machine::default();
    let watch = watch_on(machine.clone(), Rule::default(), sender).unwrap();
    let mut keypad = machine.plug("event0", KEYPAD, true);
    let next = tokio::time::timeout(SOON, keys.next());
    assert_eq!(next.await.unwrap(), Some(device(Device::Keypad, true)));
    keypad.type_keys(ago(0), &[79], MS);
    assert_eq!(tokio::time::timeout(SOON, keys.next()).await.unwrap(), typed("1").pop());
    drop(watch);
    assert_eq!(tokio::time::timeout(SOON, keys.next()).await.unwrap(), None, "nobody is left to type");
}
