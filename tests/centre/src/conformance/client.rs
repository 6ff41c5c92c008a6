//! A client with a certificate, for tests and conformance runs. The station has its own in `uplink`.

use personas::tls::PemPair;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{path::Path, sync::Arc, time::Duration};

/// The client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// A PEM file.
    #[error("a PEM file of the client cannot be used: {0}")]
    Pem(#[from] rustls::pki_types::pem::Error),
    /// rustls refuses.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// reqwest refuses.
    #[error("HTTP client: {0}")]
    Http(#[from] reqwest::Error),
}

/// A client that trusts `authority` and shows `identity`; HTTP/2 when the server speaks it, unless `http1`.
pub fn client(
    authority: &Path,
    identity: Option<&PemPair>,
    http1: bool,
) -> Result<reqwest::Client, ClientError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(authority)? {
        roots.add(certificate?)?;
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots);
    let mut config = match identity {
        Some(pair) => {
            let chain = CertificateDer::pem_file_iter(&pair.certificate)?.collect::<Result<_, _>>()?;
            builder.with_client_auth_cert(chain, PrivateKeyDer::from_pem_file(&pair.key)?)?
        }
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols =
        if http1 { vec![b"http/1.1".to_vec()] } else { vec![b"h2".to_vec(), b"http/1.1".to_vec()] };
    #[expect(
        clippy::disallowed_methods,
        reason = "the conformance run is a client of its own, independent of the uplink"
    )]
    let client =
        reqwest::Client::builder().tls_backend_preconfigured(config).timeout(Duration::from_secs(30));
    Ok(client.no_proxy().build()?)
}
