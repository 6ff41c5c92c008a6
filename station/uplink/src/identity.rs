//! Identity and trust: reads the three files and makes the one TLS configuration that every connection shares, so that
//! sessions resume. Each possible fault has its own code.

use crate::{Config, TroubleCode, UplinkError};
use rustls::{
    ClientConfig, RootCertStore,
    client::Resumption,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    sign::{CertifiedKey, SingleCertAndKey},
};
use std::{path::Path, sync::Arc};
use zeroize::{Zeroize, Zeroizing};

/// Names of servers that tickets are kept for, up to eight tickets each.
const SESSIONS: usize = 4;

/// Makes the TLS configuration.
///
/// # Errors
/// `U102` to `U105`, naming the file.
pub(crate) fn tls(config: &Config) -> Result<ClientConfig, UplinkError> {
    let provider = Arc::new(ring::default_provider());
    let roots = roots(&config.ca)?;
    let key = SingleCertAndKey::from(certified_key(config)?);
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| UplinkError::trouble(TroubleCode::Tls, format!("TLS versions: {e}")))?;
    let mut tls = builder.with_root_certificates(roots).with_client_cert_resolver(Arc::new(key));
    // One centre, in memory only: sessions are secrets.
    tls.resumption = Resumption::in_memory_sessions(SESSIONS);
    tls.alpn_protocols = vec![b"h2".to_vec()];
    Ok(tls)
}

fn roots(path: &Path) -> Result<RootCertStore, UplinkError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path, "ca", TroubleCode::CaFile)? {
        roots.add(certificate).map_err(|e| wrong(TroubleCode::CaFile, "ca", path, e))?;
    }
    Ok(roots)
}

fn certificates(
    path: &Path,
    field: &str,
    code: TroubleCode,
) -> Result<Vec<CertificateDer<'static>>, UplinkError> {
    let pem = std::fs::read(path).map_err(|e| wrong(code, field, path, e))?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    match found {
        Ok(found) if found.is_empty() => Err(wrong(code, field, path, "no certificate in it")),
        Ok(found) => Ok(found),
        // The reader's message may quote the file.
        Err(_) => Err(wrong(code, field, path, "not a PEM file of certificates")),
    }
}

fn certified_key(config: &Config) -> Result<CertifiedKey, UplinkError> {
    let chain = certificates(&config.certificate, "certificate", TroubleCode::CertificateFile)?;
    let fail = |why: &str| wrong(TroubleCode::KeyFile, "key", &config.key, why);
    let pem = Zeroizing::new(std::fs::read(&config.key).map_err(|e| fail(&e.to_string()))?);
    let mut der = PrivateKeyDer::from_pem_slice(&pem).map_err(|_| fail("no PEM private key in it"))?;
    let key = ring::sign::any_supported_type(&der).map_err(|_| fail("not a key of a supported kind"));
    // ring keeps a copy of its own that cannot be wiped; ours need not stay.
    der.zeroize();
    let key = CertifiedKey::new(chain, key?);
    match key.keys_match() {
        Ok(()) | Err(rustls::Error::InconsistentKeys(rustls::InconsistentKeys::Unknown)) => Ok(key),
        Err(rustls::Error::InconsistentKeys(rustls::InconsistentKeys::KeyMismatch)) => {
            let text = "the key is not the one of the certificate";
            Err(wrong(TroubleCode::KeyMismatch, "certificate, key", &config.certificate, text))
        }
        Err(e) => Err(wrong(TroubleCode::CertificateFile, "certificate", &config.certificate, e)),
    }
}

fn wrong(code: TroubleCode, field: &str, path: &Path, why: impl std::fmt::Display) -> UplinkError {
    UplinkError::trouble(code, format!("{field} {}: {why}", path.display()))
}
