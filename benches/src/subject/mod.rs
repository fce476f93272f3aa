//! What is compared: clients of one API, each in its own way, which do the same.
//!
//! The API is `api/openapi.json`. What `cargo passport import` makes of it is beside it, and
//! progenitor reads the same document.

#[cfg(feature = "peers")]
mod bare;
mod by_hand;
mod driver;
mod passport;
#[cfg(feature = "peers")]
mod progenitor;
mod stock;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::server::Address;

#[cfg(feature = "peers")]
pub use bare::Bare;
pub use by_hand::ByHand;
pub use driver::{Driver, all};
pub use passport::Passport;
#[cfg(feature = "peers")]
pub use progenitor::Progenitor;
pub use stock::model;

/// A client of the API that is measured. Each call reads the whole answer into its model and returns
/// how many items are in it.
pub trait Subject: Clone + Send + Sync + Sized + 'static {
    /// A client with a token.
    fn new(server: &Address, over: Over) -> impl Future<Output = Outcome<Self>> + Send;

    /// Gets one item.
    fn get(&self, id: &str) -> impl Future<Output = Outcome<usize>> + Send;

    /// Lists all items, about 1 MB of them.
    fn list(&self) -> impl Future<Output = Outcome<usize>> + Send;

    /// Creates an item.
    fn post(&self) -> impl Future<Output = Outcome<usize>> + Send;
}

/// The subjects by name.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Name {
    /// The client that `api!` generates.
    Passport,
    /// `reqwest`, as a careful person writes it.
    ByHand,
    /// The client that progenitor generates.
    #[cfg(feature = "peers")]
    Progenitor,
    /// `hyper-util` with nothing above it: the floor.
    #[cfg(feature = "peers")]
    Bare,
}

/// The calls of the API.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Call {
    /// One item, some 300 bytes.
    Get,
    /// All items, about 1 MB.
    List,
    /// A new item, and the answer with it.
    Post,
}

/// What the calls travel over.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Over {
    /// HTTP/1.1 without TLS.
    Http,
    /// TLS, and HTTP/2 within.
    Tls,
}

impl Name {
    /// All that this build has; passport is the first, what it is held against the second.
    pub const ALL: &[Self] = &[
        Self::Passport,
        Self::ByHand,
        #[cfg(feature = "peers")]
        Self::Progenitor,
        #[cfg(feature = "peers")]
        Self::Bare,
    ];

    /// What a table calls it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Passport => "passport",
            Self::ByHand => "reqwest by hand",
            #[cfg(feature = "peers")]
            Self::Progenitor => "progenitor",
            #[cfg(feature = "peers")]
            Self::Bare => "bare hyper-util",
        }
    }
}

impl Call {
    /// All calls.
    pub const ALL: &[Self] = &[Self::Get, Self::List, Self::Post];

    /// What a table calls it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Get => "GET small",
            Self::List => "GET 1 MB",
            Self::Post => "POST",
        }
    }
}

impl Over {
    /// Both.
    pub const ALL: &[Self] = &[Self::Http, Self::Tls];

    /// What a table calls it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Http => "HTTP/1.1",
            Self::Tls => "HTTP/2 over TLS",
        }
    }
}

/// Makes one call and looks whether the answer is the whole one.
///
/// # Errors
///
/// If the call fails, or its answer is another than expected.
pub async fn call<S: Subject>(subject: &S, call: Call) -> Outcome {
    let (found, expected) = match call {
        Call::Get => (subject.get(stock::ID).await?, 1),
        Call::List => (subject.list().await?, stock::COUNT),
        Call::Post => (subject.post().await?, 1),
    };
    if found == expected {
        return Ok(());
    }
    Err(format!("{call:?}: {found} items instead of {expected}").into())
}

/// The bodies that the server answers with, by the models of passport.
pub(crate) use stock::{all_items, one_item};

/// `rustls` with ring, trusting the server's certificate alone, for all that take a configuration.
fn tls(server: &Address) -> Outcome<rustls::ClientConfig> {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;

    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(
        server.certificate.as_bytes(),
    )?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

/// `reqwest` with the settings that passport gives it.
pub(crate) fn reqwest(server: &Address) -> Outcome<reqwest::ClientBuilder> {
    let mut tls = tls(server)?;
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TIMEOUT)
        .user_agent(USER_AGENT)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never()))
}

/// The time limits that passport has where nobody sets others.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(30);

/// What passport calls itself, so that requests have the same length.
const USER_AGENT: &str = concat!("passport-api/", env!("CARGO_PKG_VERSION"));
