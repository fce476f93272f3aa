//! The certificate that the sandbox makes for itself.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use crate::error::SandboxError;

/// A certificate for `localhost` and 127.0.0.1, and what a TLS server needs of it.
pub(crate) struct Certificate {
    pub(crate) pem: String,
    pub(crate) config: Arc<ServerConfig>,
}

impl Certificate {
    /// Makes one; with `http1_only` the server offers no HTTP/2 (ALPN, RFC 7301).
    pub(crate) fn make(http1_only: bool) -> Result<Self, SandboxError> {
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names)
            .map_err(|error| SandboxError::Certificate(error.into()))?;
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                builder
                    .with_no_client_auth()
                    .with_single_cert(vec![made.cert.der().clone()], key)
            })
            .map_err(|error| SandboxError::Certificate(error.into()))?;
        config.alpn_protocols = match http1_only {
            true => vec![b"http/1.1".to_vec()],
            false => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        };
        Ok(Self {
            pem: made.cert.pem(),
            config: Arc::new(config),
        })
    }
}
