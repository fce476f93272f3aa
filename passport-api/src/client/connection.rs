//! The HTTP client underneath: TLS, proxies, time limits.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::Verifier;

use crate::client::activity::Activity;
use crate::client::http_options::HttpOptions;
use crate::error::Error;

/// What the HTTP client is built from, as the caller gives it.
pub(super) struct Connection {
    /// Certificates (PEM) to trust besides those of the machine.
    pub(super) roots: Vec<String>,
    /// Whether only `roots` are trusted, and not what the machine trusts.
    pub(super) only_given_roots: bool,
    /// Proxies for all requests; with none, those of the environment.
    pub(super) proxies: Vec<String>,
    pub(super) connect_timeout: Duration,
    pub(super) user_agent: String,
    /// Whether the server is one on this machine that is called without TLS.
    pub(super) is_plain: bool,
    /// The caller's further settings.
    pub(super) options: HttpOptions,
}

/// The same, checked: HTTP clients can be built from it again and again, which share TLS sessions.
pub(super) struct ConnectionSettings {
    tls: rustls::ClientConfig,
    proxies: Vec<reqwest::Proxy>,
    connect_timeout: Duration,
    user_agent: String,
    is_plain: bool,
    options: HttpOptions,
}

impl Connection {
    pub(super) fn check(self) -> Result<ConnectionSettings, Error> {
        self.options.check()?;
        let proxies = self.proxies.iter().map(|proxy| {
            reqwest::Proxy::all(proxy).map_err(|error| {
                Error::config("the proxy is no URL").with_source(error.without_url())
            })
        });
        Ok(ConnectionSettings {
            proxies: proxies.collect::<Result<_, _>>()?,
            tls: tls(&self.roots, self.only_given_roots, self.is_plain)?,
            connect_timeout: self.connect_timeout,
            user_agent: self.user_agent,
            is_plain: self.is_plain,
            options: self.options,
        })
    }
}

impl ConnectionSettings {
    /// An HTTP client with connections of its own, which are counted.
    pub(super) fn build(&self, activity: &Activity) -> Result<reqwest::Client, Error> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .connect_timeout(self.connect_timeout)
            .user_agent(&self.user_agent)
            .http2_keep_alive_interval(HTTP2_PING_INTERVAL)
            .http2_keep_alive_timeout(HTTP2_PING_TIMEOUT)
            .http2_keep_alive_while_idle(true)
            .tcp_keepalive(TCP_KEEPALIVE);
        #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
        {
            builder = builder.tcp_user_timeout(TCP_USER_TIMEOUT);
        }
        for proxy in &self.proxies {
            builder = builder.proxy(proxy.clone());
        }
        builder = self.options.apply(builder);
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
            // Bodies are decoded here, to the last member and within the limit.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .connector_layer(activity.clone())
            .build()
            .map_err(|error| Error::config("the HTTP client cannot be built").with_source(error))
    }
}

/// TLS by rustls: the certificates that the machine trusts, unless only the given ones count, and the
/// given ones.
fn tls(
    roots: &[String],
    only_given_roots: bool,
    is_plain: bool,
) -> Result<rustls::ClientConfig, Error> {
    let unfit = |error: &dyn fmt::Display| Error::config(format!("TLS cannot be set up: {error}"));
    let mut given = Vec::new();
    for pem in roots {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            given.push(certificate.map_err(|error| unfit(&error))?);
        }
    }
    if given.is_empty() && !roots.is_empty() {
        return Err(Error::config("the root certificate is no PEM"));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| unfit(&error))?;
    let mut config = if only_given_roots {
        config.with_root_certificates(store(given).map_err(|error| unfit(&error))?)
    } else {
        match Verifier::new_with_extra_roots(given, provider) {
            Ok(verifier) => config
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier)),
            // No connection of this client uses TLS, so no certificate will be needed.
            Err(_) if is_plain => config.with_root_certificates(RootCertStore::empty()),
            Err(error) => {
                return Err(Error::config(format!(
                    "the machine's certificates cannot be read ({error}); install them (on Debian, the \
                     package `ca-certificates`), or give the server's by `root_certificate`"
                )));
            }
        }
    }
    .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn store(certificates: Vec<CertificateDer<'static>>) -> Result<RootCertStore, rustls::Error> {
    let mut store = RootCertStore::empty();
    for certificate in certificates {
        store.add(certificate)?;
    }
    Ok(store)
}

/// A connection that is silent for so long is asked for a sign of life (RFC 9113, 6.7).
const HTTP2_PING_INTERVAL: Duration = Duration::from_secs(20);
/// A connection without a sign of life is given up.
const HTTP2_PING_TIMEOUT: Duration = Duration::from_secs(10);
/// The same of TCP, for HTTP/1.1.
const TCP_KEEPALIVE: Duration = Duration::from_secs(15);
/// Sent bytes that are not acknowledged for so long end a connection.
#[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
const TCP_USER_TIMEOUT: Duration = Duration::from_secs(30);
