//! TLS for a server on this machine, with a certificate of its own.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

use crate::Outcome;

/// Accepts connections for `localhost` that may choose among these protocols (RFC 7301), none where
/// there are none; with the certificate in PEM.
pub(crate) fn acceptor(protocols: &[&str]) -> Outcome<(TlsAcceptor, String)> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)?;
    let protocols = protocols
        .iter()
        .map(|protocol| protocol.as_bytes().to_vec());
    config.alpn_protocols = protocols.collect();
    Ok((TlsAcceptor::from(Arc::new(config)), made.cert.pem()))
}
