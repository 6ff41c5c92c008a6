//! The station's own evidence: its signed statement in visual mode.

use codes::Failure;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair},
};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject as _};
use std::path::{Path, PathBuf};
use wire::Bytes;

/// The station cannot sign. It never quotes the file.
#[derive(Debug, thiserror::Error)]
#[error("{}", Failure::from(self))]
pub struct KeyError {
    path: PathBuf,
    what: &'static str,
}

impl From<&KeyError> for Failure {
    fn from(error: &KeyError) -> Self {
        Self::new(codes::S201).with(format!("{}: {}", error.path.display(), error.what))
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Self::from(&error)
    }
}

/// The station's key: the one of its client certificate, so that the centre knows whose statement it is.
pub struct StationKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl std::fmt::Debug for StationKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StationKey(redacted)")
    }
}

impl StationKey {
    /// Reads a PKCS#8 P-256 key from a PEM file.
    ///
    /// # Errors
    /// [`KeyError`] when the file cannot be read or holds no such key.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let bad = |what| KeyError { path: path.to_owned(), what };
        let key = PrivateKeyDer::from_pem_file(path).map_err(|_| bad("cannot be read as a PEM key"))?;
        let PrivateKeyDer::Pkcs8(key) = key else { return Err(bad("must be a PKCS#8 key")) };
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.secret_pkcs8_der(), &random)
            .map_err(|_| bad("must be a P-256 key"))?;
        Ok(Self { pair, random })
    }

    /// Signs a statement (ECDSA P-256, SHA-256, ASN.1 DER); `None` when the system gives no randomness.
    pub fn sign(&self, statement: &[u8]) -> Option<Bytes> {
        self.pair.sign(&self.random, statement).ok().map(|s| Bytes::from(s.as_ref()))
    }
}
