//! A test PKI of the shape of 公的個人認証 (JPKI): three CA generations that share one distinguished name, a
//! user-authentication and a signing certificate for each persona.
//!
//! It says JPKI-TEST in every name, is signed by keys made on this machine, and proves nothing about anybody. The
//! shape follows what is public of real certificates: RSA-2048, sha256WithRSA, subject without a name, issuer OU
//! "JPKI for user authentication", critical keyUsage digitalSignature, EKU clientAuth, valid to the end of a day in
//! Japan, about 1.6 kB. Object identifiers are from the example arc 2.999.
//!
//! Promises:
//! - [`Pki::ensure`] is idempotent and safe when several processes start at once; keys are made once;
//! - certificates are made anew (with the same keys and serials) each day, so that "expired two months ago" stays
//!   true;
//! - a persona is found again by the public key, whatever day the certificate was made.

mod issue;
mod keys;

use crate::store::{Store, StoreError};
use crate::{CertificateFault, Persona, leak, when};
use issue::{Profile, issue};
use jiff::Timestamp;
use rsa::RsaPrivateKey;
use std::collections::BTreeMap;
use std::path::Path;
use zeroize::Zeroizing;

/// Changes whenever what is made changes, so that directories of older versions are made anew.
const FORMAT: u32 = 2;
/// CA generations.
const GENERATIONS: u8 = 3;

/// A certificate with its issuer's and the key that belongs to it. `Debug` has none of them.
#[derive(Clone)]
pub struct KeyedCertificate {
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// The issuer's certificate as it is stored on the card, DER.
    pub issuer: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
}

impl KeyedCertificate {
    /// The private key.
    pub fn key(&self) -> Result<RsaPrivateKey, StoreError> {
        keys::parse(&self.key, "card")
    }

    /// The private key as PKCS#8 DER.
    pub fn key_pkcs8(&self) -> &[u8] {
        &self.key
    }
}

impl std::fmt::Debug for KeyedCertificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyedCertificate(redacted)")
    }
}

/// Both pairs of one persona's card.
struct Pairs {
    persona: &'static Persona,
    authentication: Option<KeyedCertificate>,
    signature: KeyedCertificate,
}

/// The whole test PKI, in memory.
pub struct Pki {
    issuers: Vec<Vec<u8>>,
    signature_issuer: Vec<u8>,
    people: BTreeMap<&'static str, Pairs>,
}

impl Pki {
    /// Finds the PKI under `dir` (its own subdirectory `jpki`), or makes what is missing or out of date. The first
    /// time takes some seconds: RSA keys are found by trial.
    pub fn ensure(dir: &Path) -> Result<Self, StoreError> {
        Self::ensure_at(dir, Timestamp::now())
    }

    /// As [`Self::ensure`], with the clock given.
    pub fn ensure_at(dir: &Path, now: Timestamp) -> Result<Self, StoreError> {
        let store = Store::open(&dir.join("jpki"))?;
        keys::ensure_all(&store)?;
        let today = when::day_of(now);
        let data = keys::fingerprint(include_bytes!("../../personas.toml"));
        let stamp = format!("{FORMAT} {today} {data}\n");
        let fresh = store.read("made")?.as_deref() == Some(stamp.as_bytes());
        let pki = Maker { store: &store, fresh, today }.make()?;
        if !fresh {
            store.write("made", stamp.as_bytes())?;
        }
        Ok(pki)
    }

    /// The user-authentication CA certificates, generation 1 first, DER. They share one name: choose by signature.
    pub fn issuers(&self) -> &[Vec<u8>] {
        &self.issuers
    }

    /// The signing pairs' CA certificate, DER.
    pub fn signature_issuer(&self) -> &[u8] {
        &self.signature_issuer
    }

    /// The user-authentication pair of this persona, or `None` when the card carries none.
    pub fn authentication(&self, key: &str) -> Option<&KeyedCertificate> {
        self.people.get(key)?.authentication.as_ref()
    }

    /// The signing pair of this persona, or `None` when the card carries none.
    pub fn signature(&self, key: &str) -> Option<&KeyedCertificate> {
        Some(&self.people.get(key)?.signature)
    }

    /// The persona of this user-authentication certificate, by its public key.
    pub fn persona_of_certificate(&self, der: &[u8]) -> Option<&'static Persona> {
        let wanted = public_key(der)?;
        let found = self.people.values().find(|pairs| {
            pairs.authentication.as_ref().and_then(|a| public_key(&a.certificate)).as_ref() == Some(&wanted)
        });
        found.map(|pairs| pairs.persona)
    }

    /// Serial numbers of the revoked user-authentication certificates, big-endian without leading zeros.
    pub fn revoked_serials(&self) -> Vec<Vec<u8>> {
        let revoked = |p: &&Pairs| has_fault(p.persona, CertificateFault::Revoked);
        self.people.values().filter(revoked).map(|p| issue::serial("auth", &p.persona.key)).collect()
    }

    /// Pieces of the persona's certificates that must never leave, as DER, hex and base64: the public key, the
    /// signature and the subject's serial-like name. For [`crate::find_leak`].
    pub fn leak_needles(&self, key: &str) -> Vec<Vec<u8>> {
        let pairs = self.people.get(key);
        let certificates = pairs.iter().flat_map(|p| p.authentication.iter().chain([&p.signature]));
        certificates.flat_map(|pair| leak::certificate_needles(&pair.certificate)).collect()
    }
}

impl std::fmt::Debug for Pki {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pki({} people)", self.people.len())
    }
}

fn has_fault(persona: &Persona, fault: CertificateFault) -> bool {
    persona.certificate.as_ref().is_some_and(|c| c.fault == Some(fault))
}

fn public_key(der: &[u8]) -> Option<Vec<u8>> {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
    Some(certificate.public_key().raw.to_vec())
}

/// Makes, or reads when fresh, every certificate.
struct Maker<'a> {
    store: &'a Store,
    fresh: bool,
    today: jiff::civil::Date,
}

impl Maker<'_> {
    fn make(&self) -> Result<Pki, StoreError> {
        let issuers: Result<Vec<_>, _> =
            (1..=GENERATIONS).map(|g| self.issuer(&format!("ca-{g}"), g)).collect();
        let issuers = issuers?;
        let unknown = self.issuer("ca-unknown", 0)?;
        let signature_issuer = self.certificate("ca-sign", &Profile::signature_ca("ca-sign", self.today))?;
        let mut people = BTreeMap::new();
        for persona in crate::all() {
            let Some(spec) = &persona.certificate else { continue };
            let strange = has_fault(persona, CertificateFault::UnknownIssuer);
            let ca = if strange { "ca-unknown".to_owned() } else { format!("ca-{}", spec.generation) };
            let known = issuers.get(usize::from(spec.generation).saturating_sub(1));
            let ca_der = if strange { Some(&unknown) } else { known };
            let ca_der = ca_der.ok_or_else(|| StoreError::made("CA", &persona.key, "no such generation"))?;
            let authentication = (persona.has_authentication())
                .then(|| self.pair(&ca, ca_der, &Profile::authentication(persona, spec, self.today)))
                .transpose()?;
            let profile = Profile::signature(persona, spec, self.today);
            let signature = self.pair("ca-sign", &signature_issuer, &profile)?;
            people.insert(persona.key.as_str(), Pairs { persona, authentication, signature });
        }
        Ok(Pki { issuers, signature_issuer, people })
    }

    fn issuer(&self, name: &str, generation: u8) -> Result<Vec<u8>, StoreError> {
        self.certificate(name, &Profile::authentication_ca(name, generation, self.today))
    }

    fn pair(&self, ca: &str, issuer: &[u8], profile: &Profile) -> Result<KeyedCertificate, StoreError> {
        let certificate = self.certificate(ca, profile)?;
        let key = Zeroizing::new(keys::read(self.store, profile.key_name())?);
        Ok(KeyedCertificate { certificate, issuer: issuer.to_vec(), key })
    }

    /// Reads the certificate when fresh, issues it otherwise.
    fn certificate(&self, ca: &str, profile: &Profile) -> Result<Vec<u8>, StoreError> {
        let file = format!("{}.der", profile.file);
        if self.fresh
            && let Some(der) = self.store.read(&file)?
        {
            return Ok(der);
        }
        let der = issue(self.store, ca, profile)?;
        self.store.write(&file, &der)?;
        Ok(der)
    }
}
