//! Makes keys and certificates of machines.

use super::PemPair;
use crate::store::{Store, StoreError};
use jiff::{Timestamp, ToSpan};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
};

/// Purpose of the certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Server at localhost.
    Server,
    /// Server with another name.
    StrangeServer,
    /// Client; the common name is its id.
    Client,
}

/// When it is in force.
#[derive(Clone, Copy)]
pub(super) enum Validity {
    Good,
    Expired,
    NotYet,
}

/// First and last second.
type Period = (Timestamp, Timestamp);

impl Validity {
    pub(super) fn at(self, now: Timestamp) -> Period {
        // Hours, because a timestamp knows no calendar: ten years, a day, a year.
        let shifted = |hours: i64| now.checked_add(hours.hours()).unwrap_or(now);
        match self {
            Self::Good => (shifted(-24), shifted(87_600)),
            Self::Expired => (shifted(-8_760), shifted(-24)),
            Self::NotYet => (shifted(8_760), shifted(17_520)),
        }
    }
}

/// An id becomes a file name: only what a station id may have.
pub(super) fn check_id(id: &str) -> Result<(), StoreError> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !id.is_empty() && id.len() <= 32 && id.bytes().all(plain) {
        return Ok(());
    }
    Err(StoreError::made("identity", "a machine", "the id must be 1 to 32 of a-z, 0-9 and '-'"))
}

/// A key, unless it is there: `<name>.key`.
pub(super) fn key(store: &Store, name: &str) -> Result<(), StoreError> {
    store.ensure(&format!("{name}.key"), || {
        let key =
            KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(|e| StoreError::made("key", name, e))?;
        Ok(key.serialize_pem().into_bytes())
    })?;
    Ok(())
}

/// A CA with its key, unless it is there: `<name>.key`, `<name>.pem`.
pub(super) fn ca(store: &Store, name: &str, now: Timestamp) -> Result<(), StoreError> {
    ca_named(store, name, name, now)
}

/// The same with another distinguished name than the file's.
pub(super) fn ca_named(store: &Store, name: &str, shown: &str, now: Timestamp) -> Result<(), StoreError> {
    key(store, name)?;
    store.ensure(&format!("{name}.pem"), || {
        let mut params = params(shown, Validity::Good.at(now));
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let made = params.self_signed(&read_key(store, name)?);
        Ok(made.map_err(|e| StoreError::made("CA certificate", name, e))?.pem().into_bytes())
    })?;
    Ok(())
}

/// A certificate `<file>.pem` for `<key>.key`, signed by `ca`, unless it is there.
pub(super) fn leaf(
    store: &Store,
    ca: &str,
    file: &str,
    key: &str,
    id: &str,
    purpose: Purpose,
    period: Period,
) -> Result<PemPair, StoreError> {
    let certificate = format!("{file}.pem");
    store.ensure(&certificate, || sign(store, ca, key, id, purpose, period))?;
    Ok(PemPair { certificate: store.path(&certificate), key: store.path(&format!("{key}.key")) })
}

fn sign(
    store: &Store,
    ca: &str,
    key: &str,
    id: &str,
    purpose: Purpose,
    period: Period,
) -> Result<Vec<u8>, StoreError> {
    let failed = |e: rcgen::Error| StoreError::made("certificate", id, e);
    let names: &[&str] = match purpose {
        Purpose::Server => &["localhost", "127.0.0.1", "::1"],
        Purpose::StrangeServer => &["elsewhere.invalid"],
        Purpose::Client => &[],
    };
    let mut leaf = params(id, period);
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    leaf.subject_alt_names = CertificateParams::new(names).map_err(failed)?.subject_alt_names;
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    leaf.use_authority_key_identifier_extension = true;
    leaf.extended_key_usages = match purpose {
        Purpose::Client => vec![ExtendedKeyUsagePurpose::ClientAuth],
        _ => vec![ExtendedKeyUsagePurpose::ServerAuth],
    };
    let issuer_pem = text(store, &format!("{ca}.pem"))?;
    let issuer = Issuer::from_ca_cert_pem(&issuer_pem, read_key(store, ca)?).map_err(failed)?;
    Ok(leaf.signed_by(&read_key(store, key)?, &issuer).map_err(failed)?.pem().into_bytes())
}

fn params(common_name: &str, (begins, ends): Period) -> CertificateParams {
    let date = |at: Timestamp| {
        let seconds = u64::try_from(at.as_second()).unwrap_or_default();
        rcgen::date_time_ymd(1970, 1, 1) + std::time::Duration::from_secs(seconds)
    };
    let mut name = DistinguishedName::new();
    name.push(DnType::OrganizationName, "junkai test");
    name.push(DnType::CommonName, common_name);
    let mut params = CertificateParams::default();
    params.distinguished_name = name;
    params.not_before = date(begins);
    params.not_after = date(ends);
    params
}

fn text(store: &Store, file: &str) -> Result<String, StoreError> {
    let bytes = store.read(file)?.ok_or_else(|| StoreError::made("file", file, "missing"))?;
    String::from_utf8(bytes).map_err(|_| StoreError::made("file", file, "not PEM"))
}

fn read_key(store: &Store, name: &str) -> Result<KeyPair, StoreError> {
    KeyPair::from_pem(&text(store, &format!("{name}.key"))?).map_err(|e| StoreError::made("key", name, e))
}
