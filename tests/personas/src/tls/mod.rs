//! The machines' identities: one CA for the centre's side (server and station client certificates), another for the
//! fleet's MQTT, as two operators would have them.
//!
//! Everything is PEM in files of mode 0600 in a directory of mode 0700, made once and kept, P-256 throughout.
//! Promises: idempotent, safe when several processes start at once, and a station's two certificates are for the
//! same station key (the station makes one key and has it certified twice).

mod make;

use crate::store::{Store, StoreError};
use jiff::Timestamp;
use make::{Purpose, Validity};
use std::path::{Path, PathBuf};

/// PEM files of one certificate and its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PemPair {
    /// The certificate.
    pub certificate: PathBuf,
    /// Its private key, PKCS#8.
    pub key: PathBuf,
}

/// Identity of a station (or an operator) at the centre and at the broker; the common name is its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// For the centre's HTTPS.
    pub centre: PemPair,
    /// For the fleet's MQTT.
    pub fleet: PemPair,
}

/// Faults of a machine certificate, for tests of other crates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Ended yesterday.
    Expired,
    /// Begins in a year.
    NotYet,
    /// Signed by a CA of the same name with another key.
    WrongCa,
    /// A server certificate for `elsewhere.invalid`.
    WrongName,
}

/// Both CAs and the identities under them.
#[derive(Debug, Clone)]
pub struct Tls {
    dir: PathBuf,
    /// CA certificate that signs the centre's server and the stations' client certificates for it.
    pub centre_ca: PathBuf,
    /// CA certificate that signs the broker and the stations' client certificates for it.
    pub fleet_ca: PathBuf,
    /// The centre's server identity: `localhost`, `127.0.0.1`, `::1`.
    pub centre: PemPair,
    /// The broker's server identity: the same names.
    pub broker: PemPair,
}

/// One of the two CAs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The centre's.
    Centre,
    /// The fleet's.
    Fleet,
}

impl Side {
    fn ca(self) -> &'static str {
        match self {
            Self::Centre => "centre-ca",
            Self::Fleet => "fleet-ca",
        }
    }
}

impl Tls {
    /// Finds the identities under `dir` (its own subdirectory `tls`), or makes what is missing.
    pub fn ensure(dir: &Path) -> Result<Self, StoreError> {
        let dir = dir.join("tls");
        let store = Store::open(&dir)?;
        let now = Timestamp::now();
        for side in [Side::Centre, Side::Fleet] {
            make::ca(&store, side.ca(), now)?;
        }
        let server = |name: &str, side: Side| {
            make::key(&store, name)?;
            make::leaf(&store, side.ca(), name, name, name, Purpose::Server, Validity::Good.at(now))
        };
        let (centre, broker) = (server("centre", Side::Centre)?, server("broker", Side::Fleet)?);
        let ca = |side: Side| store.path(&format!("{}.pem", side.ca()));
        Ok(Self { centre_ca: ca(Side::Centre), fleet_ca: ca(Side::Fleet), centre, broker, dir })
    }

    /// The identity of a station, made when it is missing. `id` must be a station id (a-z, 0-9, '-').
    pub fn station(&self, id: &str) -> Result<Identity, StoreError> {
        self.client("station", id)
    }

    /// The identity of an operator, made when it is missing. `id` as for a station.
    pub fn operator(&self, id: &str) -> Result<Identity, StoreError> {
        self.client("operator", id)
    }

    /// A client certificate for `id` that must be refused. Made anew at each call.
    pub fn broken_client(&self, side: Side, fault: Broken, id: &str) -> Result<PemPair, StoreError> {
        self.broken(side, fault, id, Purpose::Client)
    }

    /// A server certificate for localhost that must be refused. Made anew at each call.
    pub fn broken_server(&self, side: Side, fault: Broken) -> Result<PemPair, StoreError> {
        self.broken(side, fault, "server", Purpose::Server)
    }

    fn client(&self, role: &str, id: &str) -> Result<Identity, StoreError> {
        make::check_id(id)?;
        let store = Store::open(&self.dir)?;
        let now = Timestamp::now();
        let key = format!("{role}-{id}");
        make::key(&store, &key)?;
        let certify = |side: Side, suffix: &str| {
            let file = format!("{key}.{suffix}");
            make::leaf(&store, side.ca(), &file, &key, id, Purpose::Client, Validity::Good.at(now))
        };
        Ok(Identity { centre: certify(Side::Centre, "centre")?, fleet: certify(Side::Fleet, "fleet")? })
    }

    fn broken(&self, side: Side, fault: Broken, id: &str, purpose: Purpose) -> Result<PemPair, StoreError> {
        make::check_id(id)?;
        let store = Store::open(&self.dir)?;
        let now = Timestamp::now();
        let file = format!("broken-{id}-{}-{fault:?}", side.ca()).to_lowercase();
        let (ca, validity, purpose) = match fault {
            Broken::Expired => (side.ca().to_owned(), Validity::Expired, purpose),
            Broken::NotYet => (side.ca().to_owned(), Validity::NotYet, purpose),
            Broken::WrongName => (side.ca().to_owned(), Validity::Good, Purpose::StrangeServer),
            Broken::WrongCa => {
                let stranger = format!("{}-stranger", side.ca());
                make::ca_named(&store, &stranger, side.ca(), now)?;
                (stranger, Validity::Good, purpose)
            }
        };
        make::key(&store, &file)?;
        store.remove(&format!("{file}.pem"))?;
        make::leaf(&store, &ca, &file, &file, id, purpose, validity.at(now))
    }
}
