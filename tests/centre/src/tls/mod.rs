//! The door: TLS 1.3 with client certificates, sessions that resume, and a line under the TLS that counts bytes
//! and can be torn at will.
//!
//! Sessions are kept by the server and the ticket is only their number, so that a resumed handshake costs the
//! station few bytes; after a restart of the centre the first handshake is full again.

mod door;
mod line;

pub(crate) use door::{Door, Peer};
pub(crate) use line::{Line, Lines};

use crate::Error;
use rustls::{
    RootCertStore, ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::{ServerSessionMemoryCache, WebPkiClientVerifier},
};
use std::{path::Path, sync::Arc};

/// Sessions kept for resumption.
const SESSIONS: usize = 4096;

/// The files the door needs, PEM.
pub(crate) struct DoorFiles<'a> {
    pub authority: &'a Path,
    pub certificate: &'a Path,
    pub key: &'a Path,
}

/// The server's side of TLS: mutual, TLS 1.3 only, HTTP/2 before HTTP/1.1.
pub(crate) fn server_config(files: &DoorFiles<'_>) -> Result<ServerConfig, Error> {
    let broken = |path: &Path| Error::Pem(path.to_owned());
    let certificates = |path: &Path| -> Result<Vec<CertificateDer<'static>>, Error> {
        let found =
            CertificateDer::pem_file_iter(path).and_then(Iterator::collect).map_err(|_| broken(path))?;
        if Vec::is_empty(&found) { Err(broken(path)) } else { Ok(found) }
    };
    let mut roots = RootCertStore::empty();
    for authority in certificates(files.authority)? {
        roots.add(authority).map_err(|_| broken(files.authority))?;
    }
    let key = PrivateKeyDer::from_pem_file(files.key).map_err(|_| broken(files.key))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .build()
        .map_err(|_| broken(files.authority))?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(verifier)
        .with_single_cert(certificates(files.certificate)?, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config.session_storage = ServerSessionMemoryCache::new(SESSIONS);
    Ok(config)
}
