//! Until when a certificate holds. Only its last second is read, never its subject.

use jiff::Timestamp;
use std::path::Path;
use x509_parser::pem::Pem;

/// Last second of the first certificate in a PEM file, which is the station's own; `None` when the file cannot be
/// read (the station would not have started with it).
pub fn last_second(path: &Path) -> Option<Timestamp> {
    of_pem(&std::fs::read(path).ok()?)
}

/// Whole days until then; below zero afterwards.
pub fn days_left(until: Timestamp, now: Timestamp) -> i64 {
    until.duration_since(now).as_secs().div_euclid(24 * 60 * 60)
}

fn of_pem(pem: &[u8]) -> Option<Timestamp> {
    let first = Pem::iter_from_buffer(pem).filter_map(Result::ok).find(|pem| pem.label == "CERTIFICATE")?;
    let end = first.parse_x509().ok()?.validity().not_after.timestamp();
    Timestamp::from_second(end).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    fn pem(year: i32) -> String {
        let mut params = CertificateParams::new(vec!["bus-01".into()]).unwrap();
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(year, 3, 31));
        params.self_signed(&KeyPair::generate().unwrap()).unwrap().pem()
    }

    #[test]
    fn the_first_certificate_of_the_file_counts() {
        let chain = format!("a comment\n{}{}", pem(2027), pem(2040));
        let end: Timestamp = "2027-03-31T00:00:00Z".parse().unwrap();
        assert_eq!(of_pem(chain.as_bytes()), Some(end));
    }

    #[test]
    fn a_file_without_a_certificate_has_no_last_second() {
        let key = KeyPair::generate().unwrap().serialize_pem();
        for bad in ["", "nonsense", key.as_str(), &pem(2027).replace("MII", "AAA")] {
            assert_eq!(of_pem(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(last_second(Path::new("/nowhere")), None);
    }
}
