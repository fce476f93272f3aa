//! Settings of the connections that have no method on the client's builder.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;

/// Settings of HTTP and TCP, for [`configure_http`](crate::ClientBuilder::configure_http).
///
/// The methods are those of [`reqwest::ClientBuilder`](crate::reqwest::ClientBuilder), and mean the
/// same. Not everything can be set here: what keeps credentials and payments safe is the client's own,
/// such as TLS, redirects and retries. A method that sets one of these makes
/// [`build`](crate::ClientBuilder::build) fail with an error that names it, and says what to use
/// instead.
///
/// ```
/// # #[cfg(feature = "breb")] {
/// use std::time::Duration;
///
/// let builder = passport_api::breb::Client::builder().configure_http(|http| {
///     http.pool_max_idle_per_host(8).tcp_keepalive(Duration::from_secs(10))
/// });
/// # }
/// ```
#[derive(Clone, Default)]
#[must_use = "options do nothing unless they are returned"]
pub struct HttpOptions {
    settings: Vec<Arc<Setting>>,
    pub(super) proxies: Vec<reqwest::Proxy>,
    /// True if the environment's proxies do not count.
    pub(super) ignores_environment: bool,
    /// The methods that may not be used, with what to do instead.
    refused: Vec<(&'static str, &'static str)>,
}

type Setting = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

/// Options that are handed to the HTTP client. An option in braces takes what can be made into it.
macro_rules! options {
    ($($(#[$doc:meta])* $name:ident $arguments:tt;)+) => {
        impl HttpOptions {$(
            options!(@method $(#[$doc])* $name $arguments);
        )+}
    };
    (@method $(#[$doc:meta])* $name:ident ($($argument:ident: $ty:ty)?)) => {
        $(#[$doc])*
        pub fn $name(self, $($argument: $ty)?) -> Self {
            self.with(move |http| http.$name($($argument)?))
        }
    };
    (@method $(#[$doc:meta])* $name:ident {$argument:ident: $ty:ty}) => {
        $(#[$doc])*
        pub fn $name(self, $argument: impl Into<$ty>) -> Self {
            let $argument: $ty = $argument.into();
            self.with(move |http| http.$name($argument))
        }
    };
}

options! {
    /// Time for which a connection may stay unused, 90 s unless it is set; `None` for no limit.
    pool_idle_timeout {limit: Option<Duration>};
    /// Unused connections kept for each host; no limit unless it is set.
    pool_max_idle_per_host(connections: usize);
    /// Time between two pieces of a response; no limit of its own unless it is set.
    read_timeout(limit: Duration);
    /// Logs the bytes of each connection at level TRACE. They hold tokens and secrets: for debugging
    /// only.
    connection_verbose(enabled: bool);
    /// Speaks HTTP/1.1 only.
    http1_only();
    /// Writes header names as `Title-Case`.
    http1_title_case_headers();
    /// Accepts header values that go over several lines.
    http1_allow_obsolete_multiline_headers_in_responses(enabled: bool);
    /// Skips headers that are not valid.
    http1_ignore_invalid_headers_in_responses(enabled: bool);
    /// Accepts spaces between a header's name and its colon.
    http1_allow_spaces_after_header_name_in_responses(enabled: bool);
    /// Speaks HTTP/2 without asking first. Over `http://` this is the only way to HTTP/2.
    http2_prior_knowledge();
    /// Window of each HTTP/2 stream, in bytes.
    http2_initial_stream_window_size {bytes: Option<u32>};
    /// Window of an HTTP/2 connection, in bytes.
    http2_initial_connection_window_size {bytes: Option<u32>};
    /// Adapts the HTTP/2 windows to the connection.
    http2_adaptive_window(enabled: bool);
    /// Largest HTTP/2 frame, in bytes.
    http2_max_frame_size {bytes: Option<u32>};
    /// Largest list of headers, in bytes.
    http2_max_header_list_size(bytes: u32);
    /// Time between two pings of an HTTP/2 connection, 20 s unless it is set; `None` for none.
    http2_keep_alive_interval {interval: Option<Duration>};
    /// Time for the answer to a ping, 10 s unless it is set. A connection that has none is given up.
    http2_keep_alive_timeout(limit: Duration);
    /// Sends pings also while no request is under way, as is done unless it is set.
    http2_keep_alive_while_idle(enabled: bool);
    /// Sends small pieces at once, as is done unless it is set.
    tcp_nodelay(enabled: bool);
    /// Time of silence before TCP probes a connection, 15 s unless it is set; `None` for no probes.
    tcp_keepalive {time: Option<Duration>};
    /// Time between two probes, 15 s unless it is set.
    tcp_keepalive_interval {interval: Option<Duration>};
    /// Probes without an answer after which a connection is given up, 3 unless it is set.
    tcp_keepalive_retries {probes: Option<u32>};
    /// Address of this machine that connections come from.
    local_address {address: Option<IpAddr>};
}

#[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
options! {
    /// Time after which sent bytes must be acknowledged, 30 s unless it is set; `None` for the
    /// system's.
    tcp_user_timeout {limit: Option<Duration>};
}

/// Options that are refused.
macro_rules! refused {
    ($($instead:literal: $($name:ident($($ty:ty),*)),+;)+) => {
        /// Methods that [`build`](crate::ClientBuilder::build) refuses.
        impl HttpOptions {$($(
            #[doc = concat!("Refused: ", $instead, ".")]
            pub fn $name(mut self, $(_: $ty),*) -> Self {
                self.refused.push((stringify!($name), $instead));
                self
            }
        )+)+}
    };
}

refused! {
    "trust certificates by `root_certificate` or `only_root_certificate` of the client's builder":
        add_root_certificate(reqwest::Certificate),
        tls_certs_merge(Vec<reqwest::Certificate>),
        tls_certs_only(Vec<reqwest::Certificate>);
    "client certificates are not supported":
        identity(reqwest::Identity);
    "certificates are always verified; trust a test server's by `root_certificate` of the client's builder":
        danger_accept_invalid_certs(bool),
        danger_accept_invalid_hostnames(bool),
        tls_danger_accept_invalid_certs(bool),
        tls_danger_accept_invalid_hostnames(bool);
    "TLS 1.2 and 1.3 are spoken, by rustls":
        tls_version_min(reqwest::tls::Version),
        tls_version_max(reqwest::tls::Version),
        min_tls_version(reqwest::tls::Version),
        max_tls_version(reqwest::tls::Version),
        tls_sni(bool),
        tls_backend_preconfigured(rustls::ClientConfig),
        use_preconfigured_tls(rustls::ClientConfig);
    "redirects are never followed, because they would carry credentials elsewhere":
        redirect(reqwest::redirect::Policy);
    "requests are sent again by the client's `retry` policy, which knows where that is safe":
        retry(reqwest::retry::Builder);
    "`http://` is permitted by `allow_http_on_loopback` of the client's builder":
        https_only(bool);
    "use the method of the same name of the client's builder":
        user_agent(&str),
        connect_timeout(Duration);
    "use `attempt_timeout` of the client's builder":
        timeout(Duration);
    "use `default_header` of the client's builder":
        default_headers(http::HeaderMap);
}

impl HttpOptions {
    /// Resolves a host to this address instead of asking the system; its port is not used.
    pub fn resolve(self, host: &str, address: SocketAddr) -> Self {
        self.resolve_to_addrs(host, &[address])
    }

    /// Resolves a host to these addresses instead of asking the system; their ports are not used.
    pub fn resolve_to_addrs(self, host: &str, addresses: &[SocketAddr]) -> Self {
        let (host, addresses) = (host.to_owned(), addresses.to_vec());
        self.with(move |http| http.resolve_to_addrs(&host, &addresses))
    }

    /// Resolves all hosts in a way of its own.
    pub fn dns_resolver(self, resolver: Arc<impl reqwest::dns::Resolve + 'static>) -> Self {
        self.with(move |http| http.dns_resolver(Arc::clone(&resolver)))
    }

    /// Sends requests through a proxy that needs more than the URL that
    /// [`proxy`](crate::ClientBuilder::proxy) of the client's builder takes.
    pub fn proxy(mut self, proxy: reqwest::Proxy) -> Self {
        self.proxies.push(proxy);
        self
    }

    /// Uses none of the proxies that the environment names.
    pub fn no_proxy(mut self) -> Self {
        self.ignores_environment = true;
        self
    }

    fn with(
        mut self,
        setting: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.settings.push(Arc::new(setting));
        self
    }

    /// Fails if a method was used that may not be.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.refused.first() {
            Some((name, instead)) => Err(Error::config(format!(
                "`configure_http` cannot set `{name}`: {instead}"
            ))),
            None => Ok(()),
        }
    }

    pub(super) fn apply(&self, http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        self.settings
            .iter()
            .fold(http, |http, setting| setting(http))
    }
}

impl fmt::Debug for HttpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("HttpOptions");
        shown.field("settings", &self.settings.len());
        shown.finish_non_exhaustive()
    }
}
