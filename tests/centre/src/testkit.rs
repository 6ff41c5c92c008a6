//! Forged mornings: realistic checks in bulk, signed with the personas' card keys and a station's key, for tests and
//! benchmarks that need many without a card reader.

use jiff::Timestamp;
use personas::{
    jpki::{KeyedCertificate, Pki},
    tls::{Identity, Tls},
};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use rsa::{Pkcs1v15Sign, RsaPrivateKey, sha2::Sha256};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
};
use wire::{
    Capture, Challenge, Check, CheckId, Evidence, InstitutionCode, Purpose, ReceptionNumber, StaffRef,
    StationId, jst_date, pin_digest, visual_statement,
};

/// A check could not be forged.
#[derive(Debug, thiserror::Error)]
pub enum ForgeError {
    /// The test PKI.
    #[error("test PKI: {0}")]
    Pki(#[from] personas::StoreError),
    /// No persona of this key has a user-authentication certificate.
    #[error("persona {0} has no user-authentication certificate")]
    Persona(String),
    /// The station's key cannot be used.
    #[error("key of the station cannot be used")]
    StationKey,
    /// A card's key cannot sign.
    #[error("key of a card cannot sign")]
    CardKey,
    /// A name that is no id.
    #[error(transparent)]
    Id(#[from] wire::InvalidId),
}

/// Forges the checks of one station. Orders and reception numbers count from 1; each check has an id of its own.
pub struct Forge {
    pki: Arc<Pki>,
    identity: Identity,
    station: StationId,
    institution: InstitutionCode,
    staff: StaffRef,
    key: EcdsaKeyPair,
    random: SystemRandom,
    cards: Mutex<BTreeMap<String, Arc<RsaPrivateKey>>>,
    order: AtomicU32,
}

impl Forge {
    /// For the station `station`, with the PKI under `pki` (made when missing).
    pub fn open(pki: &Path, station: &str) -> Result<Self, ForgeError> {
        Self::with(Arc::new(Pki::ensure(pki)?), &Tls::ensure(pki)?, station)
    }

    /// As [`Self::open`], sharing a PKI that is already in memory.
    pub fn with(pki: Arc<Pki>, tls: &Tls, station: &str) -> Result<Self, ForgeError> {
        let id: StationId = station.parse()?;
        let identity = tls.station(station)?;
        let random = SystemRandom::new();
        let key = station_key(&identity.centre.key, &random)?;
        Ok(Self {
            pki,
            identity,
            station: id,
            institution: "1320000001".parse()?,
            staff: "staff-1".parse()?,
            key,
            random,
            cards: Mutex::default(),
            order: AtomicU32::new(0),
        })
    }

    /// The station.
    pub fn station(&self) -> &StationId {
        &self.station
    }

    /// Its certificates and keys, PEM files.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The public point of its key, as the centre reads it from the client certificate.
    pub fn public_key(&self) -> &[u8] {
        self.key.public_key().as_ref()
    }

    /// The personas whose evidence can be forged, by key: those with a user-authentication certificate.
    pub fn people(&self) -> Vec<&'static str> {
        let keys = personas::all().iter().map(|p| p.key.as_str());
        keys.filter(|key| self.pki.authentication(key).is_some()).collect()
    }

    /// 目視: the station's key signs the statement. `at` is the capture time.
    pub fn visual(&self, persona: &str, at: Timestamp) -> Result<Check, ForgeError> {
        let certificate = self.card(persona)?.certificate.as_slice();
        let (id, purpose) = (CheckId::random(), Purpose::HealthCheckup);
        let statement = visual_statement(certificate, id, &self.station, purpose, &self.staff, at);
        let signature = self.key.sign(&self.random, &statement).map_err(|_| ForgeError::StationKey)?;
        Ok(self.check(
            id,
            at,
            Evidence::Visual {
                certificate: certificate.into(),
                statement_signature: signature.as_ref().into(),
            },
        ))
    }

    /// 暗証番号: the persona's card key signs over a challenge. `at` is the capture time.
    pub fn pin(&self, persona: &str, challenge: &Challenge, at: Timestamp) -> Result<Check, ForgeError> {
        let certificate = self.card(persona)?.certificate.as_slice().into();
        let id = CheckId::random();
        let digest = pin_digest(challenge.nonce.as_slice(), id, &self.station, at);
        let signature = self
            .card_key(persona)?
            .sign(Pkcs1v15Sign::new::<Sha256>(), &digest)
            .map_err(|_| ForgeError::CardKey)?;
        Ok(self.check(
            id,
            at,
            Evidence::Pin { certificate, challenge: challenge.id, signature: signature.into() },
        ))
    }

    /// `count` visual checks, going round the personas that the centre calls valid, one second apart up to `last`.
    pub fn morning(&self, count: u32, last: Timestamp) -> Result<Vec<Check>, ForgeError> {
        let people: Vec<_> = self.people().into_iter().filter(|key| is_valid(key, last)).collect();
        let one = |(index, persona): (u32, &&str)| {
            let before = jiff::SignedDuration::from_secs(i64::from(count - 1 - index));
            self.visual(persona, last.checked_sub(before).unwrap_or(last))
        };
        (0..count).zip(people.iter().cycle()).map(one).collect()
    }

    fn check(&self, id: CheckId, at: Timestamp, evidence: Evidence) -> Check {
        let order = self.order.fetch_add(1, SeqCst) + 1;
        Check {
            id,
            station: self.station.clone(),
            institution: self.institution.clone(),
            purpose: Purpose::HealthCheckup,
            reception: ReceptionNumber(order),
            staff: self.staff.clone(),
            capture: Capture { at, clock_synchronised: true, boot: 1, order: u64::from(order) },
            evidence,
        }
    }

    fn card(&self, persona: &str) -> Result<&KeyedCertificate, ForgeError> {
        self.pki.authentication(persona).ok_or_else(|| ForgeError::Persona(persona.to_owned()))
    }

    /// Parsing a key costs more than signing with it.
    fn card_key(&self, persona: &str) -> Result<Arc<RsaPrivateKey>, ForgeError> {
        let mut cards = self.cards.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = cards.get(persona) {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(self.card(persona)?.key()?);
        cards.insert(persona.to_owned(), Arc::clone(&key));
        Ok(key)
    }
}

/// True if the centre calls the persona valid at `at`, with a certificate in force.
fn is_valid(key: &str, at: Timestamp) -> bool {
    let in_force = |c: &personas::CertificateSpec| {
        c.fault.is_none() && c.ends.from_day(jst_date(Timestamp::now())) >= jst_date(at)
    };
    personas::find(key)
        .is_some_and(|p| p.eligibility.validity == 1 && p.certificate.as_ref().is_some_and(in_force))
}

fn station_key(path: &Path, random: &SystemRandom) -> Result<EcdsaKeyPair, ForgeError> {
    let key = PrivateKeyDer::from_pem_file(path).map_err(|_| ForgeError::StationKey)?;
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.secret_der(), random)
        .map_err(|_| ForgeError::StationKey)
}
