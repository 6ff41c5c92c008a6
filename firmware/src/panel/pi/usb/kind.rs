//! The distinction of keypad and scanner.
//!
//! Scanners, keypads and whole keyboards report the same capabilities to the kernel (cheap keypads claim every
//! letter), so only name and number distinguish them. The rule: a device named by the configuration is what it is
//! named; otherwise a device whose name has a word of [`SCANNERS`] is a scanner, and any other one with digits and
//! Enter a keypad. A scanner that the configuration does not mean is ignored, rather than taken as a keypad.

use crate::panel::{
    Device,
    pi::config::{Layout, ScannerConfig, UsbConfig, UsbId},
};

/// Words and makers in the names of scanners, lower case.
const SCANNERS: [&str; 17] = [
    "barcode",
    "bar code",
    "scanner",
    "scan ",
    "qr code",
    "2d code",
    "datalogic",
    "zebra",
    "symbol tech",
    "honeywell",
    "metrologic",
    "newland",
    "opticon",
    "denso wave",
    "unitech",
    "netum",
    "tera ",
];

/// The identity of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its name.
    pub name: String,
    /// Vendor and product.
    pub usb: UsbId,
    /// It was plugged in or paired, and has all digits and Enter.
    pub types: bool,
}

/// The configuration of keypad and scanner.
#[derive(Debug, Clone, Default)]
pub struct Rule {
    keypad: Option<UsbConfig>,
    scanner: Option<ScannerConfig>,
}

impl Rule {
    /// A rule; without sections, only names count.
    pub fn new(keypad: Option<UsbConfig>, scanner: Option<ScannerConfig>) -> Self {
        Self { keypad, scanner }
    }

    /// The kind of this device; `None` when it is to be ignored.
    pub fn kind(&self, device: &Identity) -> Option<Device> {
        if !device.types {
            return None;
        }
        let scanner = self.scanner.as_ref().and_then(|s| meant(s.name.as_deref(), s.usb, device));
        let keypad = self.keypad.as_ref().and_then(|k| meant(k.name.as_deref(), k.usb, device));
        if scanner == Some(true) {
            return Some(Device::Scanner);
        }
        if keypad == Some(true) {
            return Some(Device::Keypad);
        }
        let name = format!("{} ", device.name.to_lowercase());
        if SCANNERS.iter().any(|word| name.contains(word)) {
            return Some(Device::Scanner).filter(|_| scanner.is_none());
        }
        Some(Device::Keypad).filter(|_| keypad.is_none())
    }

    /// True if the configuration names it, so that its absence is reported.
    pub fn expects(&self, device: Device) -> bool {
        match device {
            Device::Keypad => self.keypad.is_some(),
            Device::Scanner => self.scanner.is_some(),
            Device::Buttons | Device::Matrix => false,
        }
    }

    /// The keyboard that scanners believe they are.
    pub fn layout(&self) -> Layout {
        self.scanner.as_ref().map(|scanner| scanner.layout).unwrap_or_default()
    }
}

/// True if name and number are those of the device; `None` when neither is configured.
fn meant(name: Option<&str>, usb: Option<UsbId>, device: &Identity) -> Option<bool> {
    let named = name.map(|name| device.name.to_lowercase().contains(&name.to_lowercase()));
    let numbered = usb.map(|usb| usb == device.usb);
    match (named, numbered) {
        (None, None) => None,
        (named, numbered) => Some(named.unwrap_or(true) && numbered.unwrap_or(true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(name: &str, vendor: u16, product: u16) -> Identity {
        Identity { name: name.into(), usb: UsbId { vendor, product }, types: true }
    }

    fn keypad(name: &str) -> Option<UsbConfig> {
        Some(UsbConfig { name: Some(name.into()), usb: None })
    }

    fn scanner(vendor: u16, product: u16) -> Option<ScannerConfig> {
        Some(ScannerConfig { usb: Some(UsbId { vendor, product }), ..ScannerConfig::default() })
    }

    #[test]
    fn without_a_configuration_names_tell_scanners_from_keypads() {
        let rule = Rule::default();
        for name in [
            "USBScn Chip USB Barcode Scanner",
            "Datalogic Gryphon",
            "Honeywell 1450g",
            "HID 2D Code reader",
            "Tera D5100",
        ] {
            assert_eq!(rule.kind(&device(name, 1, 1)), Some(Device::Scanner), "{name}");
        }
        for name in
            ["SIGMACHIP USB Keypad", "HCT USB Entry Keyboard", "ELECOM TK-TCM011", "Interact Keypad", ""]
        {
            assert_eq!(rule.kind(&device(name, 1, 1)), Some(Device::Keypad), "{name}");
        }
        let buttons = Identity { types: false, ..device("Barcode Scanner Consumer Control", 1, 1) };
        assert_eq!(rule.kind(&buttons), None, "volume keys are not typed on");
    }

    #[test]
    fn the_configuration_decides_where_it_says_something() {
        let rule = Rule::new(keypad("sigmachip"), scanner(0x1a2c, 0x0e24));
        assert_eq!(rule.kind(&device("USB Keyboard", 0x1a2c, 0x0e24)), Some(Device::Scanner), "by number");
        assert_eq!(
            rule.kind(&device("SIGMACHIP USB Keypad", 1, 1)),
            Some(Device::Keypad),
            "by name, in any case"
        );
        assert_eq!(rule.kind(&device("Other Keypad", 1, 1)), None, "another keypad is not ours");
        assert_eq!(rule.kind(&device("Barcode Scanner", 1, 1)), None, "a scanner never types as a keypad");
    }

    #[test]
    fn a_section_without_name_and_number_expects_one_of_any_make() {
        let rule = Rule::new(Some(UsbConfig::default()), Some(ScannerConfig::default()));
        assert_eq!(rule.kind(&device("Keypad", 1, 1)), Some(Device::Keypad));
        assert_eq!(rule.kind(&device("Barcode Scanner", 1, 1)), Some(Device::Scanner));
        assert!(rule.expects(Device::Keypad) && rule.expects(Device::Scanner));
        assert!(!Rule::default().expects(Device::Keypad) && !Rule::default().expects(Device::Scanner));
    }

    #[test]
    fn name_and_number_must_both_fit_when_both_are_told() {
        let both = ScannerConfig { name: Some("Keyboard".into()), ..scanner(5, 6).unwrap() };
        let rule = Rule::new(None, Some(both));
        assert_eq!(rule.kind(&device("USB Keyboard", 5, 6)), Some(Device::Scanner));
        assert_eq!(rule.kind(&device("USB Keyboard", 5, 7)), Some(Device::Keypad));
        assert_eq!(rule.kind(&device("USB Keypad", 5, 6)), Some(Device::Keypad));
    }
}
