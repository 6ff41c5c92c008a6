//! The shape of each certificate, and signing it.

use super::keys;
use crate::der::{name, oid, sequence, tlv};
use crate::store::{Store, StoreError};
use crate::{CertificateSpec, Persona, when};
use jiff::{Timestamp, ToSpan, civil::Date};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, SerialNumber,
};
use rustls_pki_types::PrivatePkcs8KeyDer;

const AUTHENTICATION: &str = "JPKI for user authentication";
const SIGNATURE: &str = "JPKI for digital signature";
/// Attribute types of 2.5.4: country, organisation, unit, common name.
const C: u64 = 6;
const O: u64 = 10;
const OU: u64 = 11;
const CN: u64 = 3;

/// Kind of certificate: of which pair, the CA's or a person's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ca,
    Authentication,
    Signature,
}

/// Everything about a certificate but the keys.
pub(super) struct Profile {
    kind: Kind,
    unit: &'static str,
    /// Name of the certificate's own key.
    key: String,
    /// File name without extension.
    pub(super) file: String,
    subject: String,
    serial: Vec<u8>,
    begins: Timestamp,
    ends: Timestamp,
}

impl Profile {
    /// The CA of one generation. They differ in key, serial and dates, not in name. Generation 0 is the stranger.
    pub(super) fn authentication_ca(key: &str, generation: u8, today: Date) -> Self {
        let age = i64::from(12 - 3 * generation.min(3));
        Self::ca(AUTHENTICATION, key, today.saturating_sub(age.years()))
    }

    pub(super) fn signature_ca(key: &str, today: Date) -> Self {
        Self::ca(SIGNATURE, key, today.saturating_sub(10.years()))
    }

    fn ca(unit: &'static str, key: &str, begins: Date) -> Self {
        let (begins, ends) =
            (when::first_second(begins), when::last_second(begins.saturating_add(20.years())));
        let serial = serial("ca", key);
        Self {
            kind: Kind::Ca,
            unit,
            key: key.into(),
            file: key.into(),
            subject: String::new(),
            serial,
            begins,
            ends,
        }
    }

    pub(super) fn authentication(persona: &Persona, spec: &CertificateSpec, today: Date) -> Self {
        let file = format!("{}.auth", persona.key);
        let serial = serial("auth", &persona.key);
        Self::person(Kind::Authentication, AUTHENTICATION, file.clone(), file, serial, spec, today)
    }

    pub(super) fn signature(persona: &Persona, spec: &CertificateSpec, today: Date) -> Self {
        let (key, file) = (keys::SIGNATURE_KEY.to_owned(), format!("{}.sign", persona.key));
        Self::person(Kind::Signature, SIGNATURE, key, file, serial("sign", &persona.key), spec, today)
    }

    fn person(
        kind: Kind,
        unit: &'static str,
        key: String,
        file: String,
        serial: Vec<u8>,
        spec: &CertificateSpec,
        today: Date,
    ) -> Self {
        let subject = format!("TEST{}AA", crate::leak::hex(&serial).to_uppercase());
        let begins = when::first_second(spec.begins.from_day(today));
        let ends = when::last_second(spec.ends.from_day(today));
        Self { kind, unit, key, file, subject, serial, begins, ends }
    }

    /// Name of the certificate's own key.
    pub(super) fn key_name(&self) -> &str {
        &self.key
    }

    fn params(&self) -> CertificateParams {
        let mut params = CertificateParams::default();
        // rcgen's dates come from a crate that need not be named: seconds are added to one of its own.
        let date = |at: Timestamp| {
            let seconds = u64::try_from(at.as_second()).unwrap_or_default();
            rcgen::date_time_ymd(1970, 1, 1) + std::time::Duration::from_secs(seconds)
        };
        params.not_before = date(self.begins);
        params.not_after = date(self.ends);
        params.serial_number = Some(SerialNumber::from_slice(&self.serial));
        match self.kind {
            Kind::Ca => {
                params.distinguished_name = ca_name(self.unit);
                params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
                params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
            }
            Kind::Authentication => {
                params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
                params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
            }
            Kind::Signature => {
                let usages = [KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
                params.key_usages = usages.into();
            }
        }
        if self.kind != Kind::Ca {
            let mut subject = DistinguishedName::new();
            subject.push(DnType::CountryName, "JP");
            subject.push(DnType::CommonName, self.subject.as_str());
            params.distinguished_name = subject;
            params.use_authority_key_identifier_extension = true;
            params.custom_extensions = extensions(self.unit);
        }
        params
    }
}

fn ca_name(unit: &str) -> DistinguishedName {
    let mut dn = DistinguishedName::new();
    dn.push(DnType::CountryName, "JP");
    dn.push(DnType::OrganizationName, "JPKI-TEST");
    dn.push(DnType::OrganizationalUnitName, unit);
    dn
}

/// Further extensions of real certificates, with invented content: policy with notice, issuer's name in Japanese,
/// where the revocation list is, and where OCSP is asked. They make the size true (about 1.6 kB).
fn extensions(unit: &str) -> Vec<CustomExtension> {
    let notice = "これは試験用の証明書であり、実在の人を証明しません。利用者も発行者も架空です。\
                  This certificate is for tests and proves nothing. Its subject and its issuer are invented.";
    let notice = sequence(&[oid(&[1, 3, 6, 1, 5, 5, 7, 2, 2]), sequence(&[tlv(0x0c, notice.as_bytes())])]);
    let cps = sequence(&[oid(&[1, 3, 6, 1, 5, 5, 7, 2, 1]), tlv(0x16, b"http://www.jpki.invalid/cps.html")]);
    let policies = sequence(&[sequence(&[oid(&[2, 999, 8, 5, 1, 3, 30]), sequence(&[cps, notice])])]);

    let japanese = "公的個人認証サービス利用者証明用（試験）";
    let issuer = name(&[(C, "JP"), (O, "公的個人認証サービス（試験）"), (OU, japanese)]);
    let issuer_name = sequence(&[tlv(0xa4, &issuer)]);

    let point = [
        (C, "JP"),
        (O, "JPKI-TEST"),
        (OU, unit),
        (OU, "CRL Distribution Points"),
        (OU, "Mihon-ken"),
        (CN, "Shiken-shi Kaku-cho CRL DP"),
    ];
    let point = tlv(0xa0, &tlv(0xa0, &tlv(0xa4, &name(&point))));
    let points = sequence(&[sequence(&[point])]);

    let ocsp = tlv(0x86, b"http://ocspauth.jpki.invalid");
    let access = sequence(&[sequence(&[oid(&[1, 3, 6, 1, 5, 5, 7, 48, 1]), ocsp])]);

    [(&[2, 5, 29, 32][..], policies), (&[2, 5, 29, 18], issuer_name), (&[2, 5, 29, 31], points)]
        .into_iter()
        .chain([(&[1, 3, 6, 1, 5, 5, 7, 1, 1][..], access)])
        .map(|(id, content)| CustomExtension::from_oid_content(id, content))
        .collect()
}

/// A serial number that stays the same whenever the certificate is made anew: eight bytes, positive, no leading
/// zero.
pub(super) fn serial(pair: &str, key: &str) -> Vec<u8> {
    let digest = ring::digest::digest(&ring::digest::SHA256, format!("{pair}/{key}").as_bytes());
    let mut serial: Vec<u8> = digest.as_ref().iter().copied().take(8).collect();
    if let Some(first) = serial.first_mut() {
        *first = (*first & 0x3f) | 0x40;
    }
    serial
}

/// Signs what the profile says with the CA's key.
pub(super) fn issue(store: &Store, ca: &str, profile: &Profile) -> Result<Vec<u8>, StoreError> {
    let failed = |e: rcgen::Error| StoreError::made("certificate", &profile.file, e);
    let (ca_key, key) = (key_pair(store, ca)?, key_pair(store, &profile.key)?);
    let mut ca_params = CertificateParams::default();
    ca_params.distinguished_name = ca_name(profile.unit);
    ca_params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let issuer = Issuer::from_params(&ca_params, &ca_key);
    let certificate = profile.params().signed_by(&key, &issuer).map_err(failed)?;
    Ok(certificate.der().to_vec())
}

fn key_pair(store: &Store, name: &str) -> Result<KeyPair, StoreError> {
    let der = PrivatePkcs8KeyDer::from(keys::read(store, name)?);
    KeyPair::from_pkcs8_der_and_sign_algo(&der, &PKCS_RSA_SHA256)
        .map_err(|e| StoreError::made("RSA key", name, e))
}
