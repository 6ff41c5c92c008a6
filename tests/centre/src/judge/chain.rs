//! The card's certificate: read, tied to a known issuer by signature, and fit for user authentication.
//!
//! Several CA generations share one distinguished name, so the issuer is found by whose key verifies, never by
//! name. The algorithm of the card's key is looked at in one place ([`Certificate::signed_digest`]): the next
//! card generation is announced with ECDSA P-384.

use jiff::Timestamp;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey, sha2::Sha256};
use std::collections::BTreeSet;
use wire::Code;
use x509_parser::{
    oid_registry::{OID_PKCS1_RSAENCRYPTION, OID_PKCS1_SHA256WITHRSA},
    prelude::{FromDer, X509Certificate},
    public_key::PublicKey,
};

/// A certificate longer than this is not read: real ones have about 1,600 bytes.
const LONGEST: usize = 8192;

/// The issuers the centre knows, and the serial numbers they took back.
pub struct Anchors {
    /// Public keys as in their certificates.
    issuers: Vec<Vec<u8>>,
    revoked: BTreeSet<Vec<u8>>,
}

/// An issuer's certificate cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("issuer certificate {0} of the card PKI cannot be read")]
pub struct AnchorsError(usize);

impl Anchors {
    /// From issuers' certificates (DER) and revoked serial numbers (big-endian, leading zeros do not matter).
    pub fn new(issuers: &[Vec<u8>], revoked: &[Vec<u8>]) -> Result<Self, AnchorsError> {
        let key = |(index, der): (usize, &Vec<u8>)| match X509Certificate::from_der(der) {
            Ok((_, cert)) => Ok(cert.public_key().subject_public_key.data.to_vec()),
            Err(_) => Err(AnchorsError(index)),
        };
        let issuers = issuers.iter().enumerate().map(key).collect::<Result<_, _>>()?;
        Ok(Self { issuers, revoked: revoked.iter().map(|serial| trimmed(serial)).collect() })
    }

    /// Admits a certificate that a known issuer signed and did not revoke, made for user authentication.
    pub(crate) fn admit(&self, certificate: &Certificate<'_>) -> Result<(), Code> {
        let cert = &certificate.0;
        if cert.signature_algorithm.algorithm != OID_PKCS1_SHA256WITHRSA
            || cert.signature_algorithm != cert.tbs_certificate.signature
        {
            return Err(Code::CertificateUnsuitable);
        }
        let (text, signature) = (cert.tbs_certificate.as_ref(), &cert.signature_value.data);
        let signed = |key: &Vec<u8>| {
            UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(text, signature).is_ok()
        };
        if !self.issuers.iter().any(signed) {
            return Err(Code::UnknownIssuer);
        }
        certificate.for_user_authentication()?;
        let revoked = self.revoked.contains(&trimmed(cert.raw_serial()));
        if revoked { Err(Code::CertificateRevoked) } else { Ok(()) }
    }
}

fn trimmed(serial: &[u8]) -> Vec<u8> {
    serial.iter().copied().skip_while(|byte| *byte == 0).collect()
}

/// A user-authentication certificate as it was on the card.
pub(crate) struct Certificate<'a>(X509Certificate<'a>);

impl<'a> Certificate<'a> {
    /// Reads it; anything after it, and anything that is no certificate, makes it unsuitable.
    pub fn read(der: &'a [u8]) -> Result<Self, Code> {
        if der.len() > LONGEST {
            return Err(Code::CertificateUnsuitable);
        }
        match X509Certificate::from_der(der) {
            Ok(([], certificate)) => Ok(Self(certificate)),
            _ => Err(Code::CertificateUnsuitable),
        }
    }

    /// First moment.
    pub fn not_before(&self) -> Timestamp {
        seconds(self.0.validity().not_before.timestamp())
    }

    /// Last moment.
    pub fn not_after(&self) -> Timestamp {
        seconds(self.0.validity().not_after.timestamp())
    }

    /// Critical key usage with digitalSignature and nothing that makes it a CA; extended usage clientAuth.
    fn for_user_authentication(&self) -> Result<(), Code> {
        let usage = self.0.key_usage().ok().flatten();
        let extended = self.0.extended_key_usage().ok().flatten();
        let (Some(usage), Some(extended)) = (usage, extended) else {
            return Err(Code::CertificateUnsuitable);
        };
        let fits = usage.critical && usage.value.digital_signature() && !usage.value.key_cert_sign();
        if fits && !self.0.is_ca() && extended.value.client_auth {
            Ok(())
        } else {
            Err(Code::CertificateUnsuitable)
        }
    }

    /// True if the card's key made `signature` over a SHA-256 digest (RSASSA-PKCS1-v1_5).
    pub fn signed_digest(&self, digest: &[u8; 32], signature: &[u8]) -> bool {
        let info = self.0.public_key();
        if info.algorithm.algorithm != OID_PKCS1_RSAENCRYPTION {
            return false;
        }
        let Ok(PublicKey::RSA(key)) = info.parsed() else { return false };
        let (modulus, exponent) = (BigUint::from_bytes_be(key.modulus), BigUint::from_bytes_be(key.exponent));
        RsaPublicKey::new(modulus, exponent)
            .is_ok_and(|key| key.verify(Pkcs1v15Sign::new::<Sha256>(), digest, signature).is_ok())
    }
}

fn seconds(since_1970: i64) -> Timestamp {
    let end = if since_1970 < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(since_1970).unwrap_or(end)
}
