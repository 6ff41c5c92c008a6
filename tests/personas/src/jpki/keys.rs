//! RSA-2048 keys, made once and kept: finding them by trial is the slow part.

use crate::store::{Store, StoreError};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use rsa::rand_core::OsRng;
use std::sync::Mutex;
use zeroize::Zeroizing;

/// One key serves the signing pair of every card: the station never uses it, and trial takes time.
pub(super) const SIGNATURE_KEY: &str = "signature";

const BITS: usize = 2048;

fn names() -> Vec<String> {
    let cas = ["ca-1", "ca-2", "ca-3", "ca-unknown", "ca-sign", SIGNATURE_KEY].map(str::to_owned);
    let people = crate::all().iter().filter(|p| p.has_authentication());
    cas.into_iter().chain(people.map(|p| format!("{}.auth", p.key))).collect()
}

/// Makes every key that is missing, on all processors.
pub(super) fn ensure_all(store: &Store) -> Result<(), StoreError> {
    let missing: Vec<_> = names().into_iter().filter(|name| !store.path(&file(name)).exists()).collect();
    let (work, failed) = (Mutex::new(missing.into_iter()), Mutex::new(None));
    let next = || work.lock().map(|mut names| names.next()).unwrap_or_default();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(name) = next() {
                    if let Err(error) = generate(&name).and_then(|der| store.write(&file(&name), &der))
                        && let Ok(mut slot) = failed.lock()
                    {
                        *slot = Some(error);
                    }
                }
            });
        }
    });
    failed.into_inner().ok().flatten().map_or(Ok(()), Err)
}

fn generate(name: &str) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let failed = |reason: String| StoreError::made("RSA key", name, reason);
    let key = RsaPrivateKey::new(&mut OsRng, BITS).map_err(|e| failed(e.to_string()))?;
    let der = key.to_pkcs8_der().map_err(|e| failed(e.to_string()))?;
    Ok(Zeroizing::new(der.as_bytes().to_vec()))
}

fn file(name: &str) -> String {
    format!("{name}.p8")
}

/// PKCS#8 DER of a key that [`ensure_all`] made.
pub(super) fn read(store: &Store, name: &str) -> Result<Vec<u8>, StoreError> {
    store.read(&file(name))?.ok_or_else(|| StoreError::made("RSA key", name, "missing"))
}

pub(super) fn parse(pkcs8: &[u8], whose: &str) -> Result<RsaPrivateKey, StoreError> {
    RsaPrivateKey::from_pkcs8_der(pkcs8).map_err(|e| StoreError::made("RSA key", whose, e))
}

/// Short digest of the data file, to detect changes.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref().iter().take(8).map(|b| format!("{b:02x}")).collect()
}
