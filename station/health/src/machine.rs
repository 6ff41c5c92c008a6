//! Facts that the kernel offers in files.

use super::certificate::last_second;
use jiff::Timestamp;
use rustix::fs::StatVfsMountFlags;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Undervoltage bits of the Pi's firmware (Raspberry Pi documentation, `vcgencmd get_throttled`): now, and at any time
/// since power-on.
const UNDERVOLTAGE: u32 = 1;
const UNDERVOLTAGE_BEFORE: u32 = 1 << 16;

/// Paths of the sources.
#[derive(Debug, Clone)]
pub struct Places {
    /// The kernel's devices, `/sys`; another folder in tests.
    pub sys: PathBuf,
    /// Folder on the disk that matters.
    pub data: PathBuf,
    /// The station's certificate for the centre.
    pub centre: PathBuf,
    /// The station's certificate for the fleet's broker.
    pub fleet: Option<PathBuf>,
}

impl Places {
    /// The paths of this machine.
    pub fn of_system(data: &Path, centre: &Path, fleet: Option<&Path>) -> Self {
        let fleet = fleet.map(Path::to_owned);
        Self { sys: "/sys".into(), data: data.to_owned(), centre: centre.to_owned(), fleet }
    }
}

/// The disk with the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// Bytes that an unprivileged process may still write.
    pub free: u64,
    /// Mounted read-only, as a worn-out SD card becomes.
    pub read_only: bool,
}

/// The power supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// Enough since power-on.
    Good,
    /// Enough now, too little at some time since power-on.
    LowBefore,
    /// Too little now.
    Low,
}

/// The machine at one moment. `None`: this machine does not offer the fact.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Machine {
    /// Space on the disk with the journal.
    pub space: Option<Space>,
    /// The processor's temperature, degrees Celsius.
    pub celsius: Option<f64>,
    /// Supply voltage.
    pub power: Option<Power>,
    /// A real-time clock is present.
    pub clock_with_battery: bool,
    /// Last second of the certificate for the centre.
    pub centre_until: Option<Timestamp>,
    /// Last second of the certificate for the fleet's broker.
    pub fleet_until: Option<Timestamp>,
}

impl Machine {
    /// Reads all sources. May hang with a disk: never call it on a thread that others wait for.
    pub fn read(places: &Places) -> Self {
        Self {
            space: space(&places.data),
            celsius: celsius(&places.sys.join("class/thermal")),
            power: power(&places.sys),
            clock_with_battery: places.sys.join("class/rtc/rtc0").exists(),
            centre_until: last_second(&places.centre),
            fleet_until: places.fleet.as_deref().and_then(last_second),
        }
    }
}

fn space(folder: &Path) -> Option<Space> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    let read_only = disk.f_flag.contains(StatVfsMountFlags::RDONLY);
    Some(Space { free: disk.f_bavail.saturating_mul(disk.f_frsize), read_only })
}

/// The processor's zone (`cpu-thermal` on a Pi), else the hottest one.
fn celsius(zones: &Path) -> Option<f64> {
    let zones: Vec<(bool, f64)> = folders(zones, "thermal_zone")
        .filter_map(|zone| {
            let of_processor = text(&zone.join("type")).is_some_and(|kind| kind.contains("cpu"));
            let millis: i32 = text(&zone.join("temp"))?.parse().ok()?;
            // Absent sensors read as nonsense.
            (-40_000..=150_000).contains(&millis).then_some((of_processor, f64::from(millis) / 1_000.0))
        })
        .collect();
    let hottest = |of: &dyn Fn(bool) -> bool| {
        zones.iter().filter(|(processor, _)| of(*processor)).map(|(_, c)| *c).reduce(f64::max)
    };
    hottest(&|processor| processor).or_else(|| hottest(&|_| true))
}

/// The firmware's bits where its driver offers them (Raspberry Pi's kernels), else the alarm of the voltage monitor (the
/// driver `raspberrypi-hwmon` of every kernel).
fn power(sys: &Path) -> Option<Power> {
    let firmware = text(&sys.join("devices/platform/soc/soc:firmware/get_throttled"));
    let bits = firmware.and_then(|text| u32::from_str_radix(text.trim_start_matches("0x"), 16).ok());
    let monitor = folders(&sys.join("class/hwmon"), "hwmon")
        .find(|monitor| text(&monitor.join("name")).as_deref() == Some("rpi_volt"))
        .and_then(|monitor| text(&monitor.join("in0_lcrit_alarm")));
    match (bits, monitor.as_deref()) {
        (Some(bits), _) if bits & UNDERVOLTAGE != 0 => Some(Power::Low),
        (_, Some("1")) => Some(Power::Low),
        (Some(bits), _) if bits & UNDERVOLTAGE_BEFORE != 0 => Some(Power::LowBefore),
        (Some(_), _) | (_, Some("0")) => Some(Power::Good),
        _ => None,
    }
}

fn folders<'a>(parent: &Path, prefix: &'a str) -> impl Iterator<Item = PathBuf> + 'a {
    let entries = fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    entries
        .filter(move |entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path())
}

fn text(file: &Path) -> Option<String> {
    fs::read_to_string(file).ok().map(|text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A `/sys` with these files.
    fn sys(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }

    fn power_of(files: &[(&str, &str)]) -> Option<Power> {
        power(sys(files).path())
    }

    #[test]
    fn the_processor_s_own_temperature_counts_else_the_hottest() {
        let zones = |files: &[(&str, &str)]| celsius(sys(files).path());
        let other = [("thermal_zone1/type", "acpitz\n"), ("thermal_zone1/temp", "91000\n")];
        let cpu = [("thermal_zone0/type", "cpu-thermal\n"), ("thermal_zone0/temp", "54321\n")];
        assert_eq!(zones(&[other, cpu].concat()), Some(54.321));
        assert_eq!(zones(&other), Some(91.0));
        assert_eq!(zones(&[("thermal_zone0/temp", "-274000")]), None, "no such temperature");
        assert_eq!(zones(&[("thermal_zone0/temp", "hot")]), None);
        assert_eq!(zones(&[]), None);
    }

    #[test]
    fn undervoltage_is_known_from_either_driver() {
        let firmware = |bits| [("devices/platform/soc/soc:firmware/get_throttled", bits)];
        assert_eq!(power_of(&firmware("0\n")), Some(Power::Good));
        assert_eq!(power_of(&firmware("50005\n")), Some(Power::Low));
        assert_eq!(power_of(&firmware("0x50000\n")), Some(Power::LowBefore));
        assert_eq!(power_of(&firmware("40004\n")), Some(Power::Good), "throttled by heat is not the supply");
        assert_eq!(power_of(&firmware("many\n")), None);
        let monitor = |alarm| {
            [
                ("class/hwmon/hwmon0/name", "cpu_thermal\n"),
                ("class/hwmon/hwmon2/name", "rpi_volt\n"),
                ("class/hwmon/hwmon2/in0_lcrit_alarm", alarm),
            ]
        };
        assert_eq!(power_of(&monitor("0\n")), Some(Power::Good));
        assert_eq!(power_of(&monitor("1\n")), Some(Power::Low));
        let both = [firmware("0").as_slice(), &monitor("1")].concat();
        assert_eq!(power_of(&both), Some(Power::Low), "the worse of the two");
        assert_eq!(power_of(&[]), None, "a machine without either driver");
    }

    #[test]
    fn a_machine_without_any_source_is_no_error() {
        let nowhere = PathBuf::from("/nowhere");
        let places = Places {
            sys: nowhere.clone(),
            data: nowhere.clone(),
            centre: nowhere.clone(),
            fleet: Some(nowhere),
        };
        assert_eq!(Machine::read(&places), Machine::default());
    }

    #[test]
    fn the_disk_of_a_folder_is_known_with_its_flag() {
        let folder = tempfile::tempdir().unwrap();
        let here = space(folder.path()).unwrap();
        assert!(here.free > 0 && !here.read_only);
        // A file system without a disk has no space.
        assert_eq!(space(Path::new("/proc")).map(|s| s.free), Some(0));
    }
}
