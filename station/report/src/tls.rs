//! The TLS identity towards the broker: the fleet's CA, the station's certificate and key.
//!
//! One configuration is made at the start and shared by every connection, because it holds the session tickets: a
//! reconnect over a weak line then transfers no certificates. TLS 1.3 only, as the broker demands.

use crate::{Config, ConfigError};
use rustls::client::ResolvesClientCert;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore, SignatureScheme};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zeroize::Zeroizing;

/// The shared configuration and the count of full handshakes.
#[derive(Debug, Clone)]
pub(crate) struct Tls {
    pub(crate) config: Arc<ClientConfig>,
    identity: Arc<Identity>,
}

impl Tls {
    /// Reads the three files.
    pub(crate) fn load(config: &Config) -> Result<Self, ConfigError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let identity = Arc::new(Identity::load(config, &provider)?);
        let client = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(|e| ConfigError::Identity { path: config.certificate.clone(), why: e.to_string() })?
            .with_root_certificates(roots(&config.ca)?)
            .with_client_cert_resolver(identity.clone());
        Ok(Self { config: Arc::new(client), identity })
    }

    /// Full handshakes since the start: the broker requests the certificate in a full one and not in a resumed one.
    pub(crate) fn full_handshakes(&self) -> u64 {
        self.identity.presented.load(Ordering::Relaxed)
    }
}

fn roots(path: &Path) -> Result<RootCertStore, ConfigError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates("ca", path)? {
        roots.add(certificate).map_err(|_| content("ca", path, "holds a certificate that is not a CA's"))?;
    }
    Ok(roots)
}

fn certificates(field: &'static str, path: &Path) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let text = read(field, path)?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => Err(content(field, path, "holds no PEM certificate")),
        Err(_) => Err(content(field, path, "is not well-formed PEM")),
    }
}

fn read(field: &'static str, path: &Path) -> Result<Zeroizing<Vec<u8>>, ConfigError> {
    let read = std::fs::read(path);
    read.map(Zeroizing::new).map_err(|source| ConfigError::Read { field, path: path.to_owned(), source })
}

fn content(field: &'static str, path: &Path, what: &'static str) -> ConfigError {
    ConfigError::Content { field, path: path.to_owned(), what }
}

/// Presents the certificate and counts how often. `Debug` prints the count only.
struct Identity {
    key: Arc<CertifiedKey>,
    presented: AtomicU64,
}

impl Identity {
    fn load(config: &Config, provider: &rustls::crypto::CryptoProvider) -> Result<Self, ConfigError> {
        let chain = certificates("certificate", &config.certificate)?;
        let text = read("key", &config.key)?;
        let key = PrivateKeyDer::from_pem_slice(&text)
            .map_err(|_| content("key", &config.key, "holds no PEM private key"))?;
        // The error names the kind of mismatch, never the key.
        let key = CertifiedKey::from_der(chain, key, provider)
            .map_err(|e| ConfigError::Identity { path: config.certificate.clone(), why: e.to_string() })?;
        Ok(Self { key: Arc::new(key), presented: AtomicU64::new(0) })
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identity(presented {} times)", self.presented.load(Ordering::Relaxed))
    }
}

impl ResolvesClientCert for Identity {
    fn resolve(&self, _issuers: &[&[u8]], _schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.presented.fetch_add(1, Ordering::Relaxed);
        Some(self.key.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}
