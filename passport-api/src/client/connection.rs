//! The HTTP client underneath: TLS, proxies, time limits.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::Verifier;

use crate::client::http_options::HttpOptions;
use crate::error::Error;

/// The settings of the HTTP client, as the caller gives them.
pub(super) struct Connection {
    /// Certificates (PEM) to trust besides those of the machine.
    pub(super) roots: Vec<String>,
    /// True if only `roots` are trusted, and not what the machine trusts.
    pub(super) only_given_roots: bool,
    /// Proxies for all requests; with none, those of the environment.
    pub(super) proxies: Vec<String>,
    pub(super) connect_timeout: Duration,
    pub(super) user_agent: String,
    pub(super) schemes: Schemes,
    /// The caller's further settings.
    pub(super) options: HttpOptions,
}

/// The same, checked: HTTP clients can be built from it again and again, which share TLS sessions.
pub(super) struct ConnectionSettings {
    tls: rustls::ClientConfig,
    connect_timeout: Duration,
    user_agent: String,
    schemes: Schemes,
    options: HttpOptions,
}

impl Connection {
    /// Fails if a certificate or a proxy is none, or the machine's certificates cannot be read.
    pub(super) fn check(mut self) -> Result<ConnectionSettings, Error> {
        for proxy in self.proxies {
            let proxy = reqwest::Proxy::all(proxy).map_err(|error| {
                Error::config("the proxy is no URL").with_source(error.without_url())
            })?;
            self.options.proxies.push(proxy);
        }
        Ok(ConnectionSettings {
            tls: tls(&self.roots, self.only_given_roots, self.schemes)?,
            connect_timeout: self.connect_timeout,
            user_agent: self.user_agent,
            schemes: self.schemes,
            options: self.options,
        })
    }
}

impl ConnectionSettings {
    /// An HTTP client with connections of its own.
    pub(super) fn build(&self) -> Result<reqwest::Client, Error> {
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
        builder = self.with_proxies(self.options.apply(builder));
        // What keeps credentials and money safe comes last, so that nothing above undoes it.
        builder
            .https_only(!self.schemes.http)
            .redirect(reqwest::redirect::Policy::none())
            // What may be sent again is decided by what is known of the call.
            .retry(reqwest::retry::never())
            // Bodies are decoded here, to the last member and within the limit.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .build()
            .map_err(|error| Error::config("the HTTP client cannot be built").with_source(error))
    }

    /// Proxies for what is called over TLS; with none given, those of the environment. A proxy is not
    /// this machine, so no `http://` goes through one.
    fn with_proxies(&self, mut builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        let given = &self.options.proxies;
        if self.options.ignores_environment || self.schemes.http {
            builder = builder.no_proxy();
        }
        if !self.schemes.http {
            return given
                .iter()
                .cloned()
                .fold(builder, reqwest::ClientBuilder::proxy);
        }
        if !self.schemes.https {
            return builder;
        }
        let loopback = reqwest::NoProxy::from_string("localhost,127.0.0.0/8,::1");
        let given = given
            .iter()
            .cloned()
            .map(|proxy| proxy.no_proxy(loopback.clone()));
        let builder = given.fold(builder, reqwest::ClientBuilder::proxy);
        match environments_proxy() {
            Some(proxy) if self.options.proxies.is_empty() && !self.options.ignores_environment => {
                builder.proxy(proxy)
            }
            _ => builder,
        }
    }
}

/// The proxy that the environment names for `https://`.
fn environments_proxy() -> Option<reqwest::Proxy> {
    let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    let mut urls = names.iter().filter_map(|name| std::env::var(name).ok());
    let url = urls.find(|url| !url.is_empty())?;
    let proxy = reqwest::Proxy::https(url).ok()?;
    Some(proxy.no_proxy(reqwest::NoProxy::from_env()))
}

/// The schemes of the addresses that a client calls.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Schemes {
    /// Some are on this machine and are called without TLS.
    pub(super) http: bool,
    pub(super) https: bool,
}

impl Schemes {
    pub(super) fn of<'a>(addresses: impl IntoIterator<Item = &'a str>) -> Self {
        let mut schemes = Self::default();
        for address in addresses {
            schemes.http |= address.starts_with("http://");
            schemes.https |= address.starts_with("https://");
        }
        schemes
    }
}

/// TLS by rustls: the certificates that the machine trusts, unless only the given ones count, and the
/// given ones.
fn tls(
    roots: &[String],
    only_given_roots: bool,
    schemes: Schemes,
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
            Err(_) if !schemes.https => config.with_root_certificates(RootCertStore::empty()),
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
