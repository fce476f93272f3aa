//! The HTTP client underneath: TLS, proxies, time limits.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::error::Error;

/// What the HTTP client is built from.
pub(super) struct Connection {
    /// Certificates (PEM) to trust besides those of the machine.
    pub(super) roots: Vec<String>,
    /// Proxies for all requests; with none, those of the environment.
    pub(super) proxies: Vec<String>,
    pub(super) connect_timeout: Duration,
    pub(super) user_agent: String,
    /// Whether the server is one on this machine that is called without TLS.
    pub(super) is_plain: bool,
    /// What the caller adds.
    pub(super) configure: Option<Box<Configure>>,
}

/// Changes an HTTP client before it is built.
pub(super) type Configure =
    dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

impl Connection {
    pub(super) fn build(self) -> Result<reqwest::Client, Error> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(&self.roots)?)
            .connect_timeout(self.connect_timeout)
            .user_agent(self.user_agent);
        for proxy in self.proxies {
            let proxy = reqwest::Proxy::all(proxy).map_err(|error| {
                Error::config("the proxy is no URL").with_source(error.without_url())
            })?;
            builder = builder.proxy(proxy);
        }
        if let Some(configure) = self.configure {
            builder = configure(builder);
        }
        // What keeps credentials and money safe comes last, so that nothing above undoes it.
        if self.is_plain {
            // A proxy, even one that only the environment names, is not this machine.
            builder = builder.no_proxy();
        }
        builder
            .https_only(!self.is_plain)
            .redirect(reqwest::redirect::Policy::none())
            // What may be sent again is decided by what is known of the call.
            .retry(reqwest::retry::never())
            .build()
            .map_err(|error| Error::config("the HTTP client cannot be built").with_source(error))
    }
}

/// TLS by rustls: the certificates that the machine trusts, and the given ones.
fn tls(roots: &[String]) -> Result<rustls::ClientConfig, Error> {
    let unfit = |error: &dyn fmt::Display| Error::config(format!("TLS cannot be set up: {error}"));
    let mut extra = Vec::new();
    for pem in roots {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            extra.push(certificate.map_err(|error| unfit(&error))?);
        }
    }
    if extra.is_empty() && !roots.is_empty() {
        return Err(Error::config("the root certificate is no PEM"));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        rustls_platform_verifier::Verifier::new_with_extra_roots(extra, Arc::clone(&provider))
            .map_err(|error| unfit(&error))?;
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unfit(&error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
