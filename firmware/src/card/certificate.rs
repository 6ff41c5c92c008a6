//! Validity dates of a certificate. The rest of its content belongs to the centre.
//!
//! Dates are read, never computed: certificates end on the fifth birthday, but some were valid for 11 months.

use super::{Fault, tlv};

/// The largest certificate taken from a card. RSA 2048 makes about 1.6 kB.
pub const MAX_CERTIFICATE: usize = 8_192;

/// Begin and end of validity, unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// Valid from here.
    pub not_before: i64,
    /// Valid to here.
    pub not_after: i64,
}

/// Reads the dates of a DER certificate that fills `der` wholly.
///
/// # Errors
/// [`Fault::TooLarge`], or [`Fault::BadCertificate`] for anything that is not one X.509 certificate whose end is
/// not before its begin.
pub fn validity(der: &[u8]) -> Result<Validity, Fault> {
    if der.len() > MAX_CERTIFICATE {
        return Err(Fault::TooLarge);
    }
    // The parser takes a SEQUENCE of any class; a certificate is a universal one.
    if der.first() != Some(&0x30) {
        return Err(Fault::BadCertificate);
    }
    // Bounds the nesting before the parser sees it.
    tlv::walk(der).map_err(|_| Fault::BadCertificate)?;
    let (rest, certificate) = x509_parser::parse_x509_certificate(der).map_err(|_| Fault::BadCertificate)?;
    let dates = certificate.validity();
    let (not_before, not_after) = (dates.not_before.timestamp(), dates.not_after.timestamp());
    if rest.is_empty() && not_before <= not_after {
        Ok(Validity { not_before, not_after })
    } else {
        Err(Fault::BadCertificate)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testcert::{NOT_AFTER, NOT_BEFORE, certificate, dated};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_dates_are_read_from_the_certificate() {
        let der = certificate(1_600);
        assert_eq!(validity(&der), Ok(Validity { not_before: NOT_BEFORE, not_after: NOT_AFTER }));
    }

    #[test]
    fn what_is_not_exactly_one_certificate_is_refused() {
        let der = certificate(1_600);
        for end in 0..der.len() {
            assert_eq!(validity(&der[..end]), Err(Fault::BadCertificate), "cut at {end}");
        }
        assert_eq!(validity(&[&der[..], &[0]].concat()), Err(Fault::BadCertificate), "padding");
        assert_eq!(validity(&dated(1_600, b"281231235959Z", b"240101000000Z")), Err(Fault::BadCertificate));
        assert_eq!(validity(&dated(1_600, b"24010100000xZ", b"281231235959Z")), Err(Fault::BadCertificate));
        assert_eq!(validity(&certificate(MAX_CERTIFICATE + 200)), Err(Fault::TooLarge));
        assert_eq!(validity(&[0x30, 0x82].repeat(4_000)), Err(Fault::BadCertificate));
        for tag in [0x10, 0xB0, 0x31] {
            assert_eq!(validity(&[&[tag], &der[1..]].concat()), Err(Fault::BadCertificate), "tag {tag:02X}");
        }
    }

    proptest! {
        #[test]
        fn invariant_10_a_damaged_certificate_never_panics(at in 0_usize..1_600, byte: u8) {
            let mut der = certificate(1_600);
            if let Some(place) = der.get_mut(at) { *place = byte; }
            if let Ok(dates) = validity(&der) {
                prop_assert!(dates.not_before <= dates.not_after);
            }
        }
    }
}
