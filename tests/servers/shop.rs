//! The API of these tests, and clients of it.

use passport_api::{ClientBuilder, GivenToken, HttpOptions, ManualClock, ScopedToken};

passport_api::api! {
    spec = "servers/scopes.toml",
    api = "shop",
    module = crate::shop,
}

scope_set! {
    pub(crate) struct All = "items:read", "items:write";
}

/// A client and its token, so that nothing but calls is sent.
pub(crate) struct Shop {
    pub(crate) client: Client,
    pub(crate) token: ScopedToken<All>,
    pub(crate) clock: ManualClock,
}

/// The protocol of the connections.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Protocol {
    Http1,
    Http2,
}

impl Shop {
    pub(crate) fn new(url: &str, protocol: Protocol) -> Self {
        Self::with(builder(url, protocol))
    }

    pub(crate) fn with(builder: ClientBuilder<Client>) -> Self {
        // Back-offs take no time.
        let clock = ManualClock::new().skip_sleeps();
        let client = builder.clock(clock.clone()).build().unwrap();
        let token = GivenToken::new(TOKEN.to_owned(), ["items:read", "items:write"]);
        Self {
            token: client.token_from(token).unwrap(),
            client,
            clock,
        }
    }
}

pub(crate) fn builder(url: &str, protocol: Protocol) -> ClientBuilder<Client> {
    let builder = Client::builder()
        .base_url(url)
        .credentials("the id", SECRET)
        .allow_http_on_loopback();
    match protocol {
        Protocol::Http1 => builder,
        Protocol::Http2 => builder.configure_http(HttpOptions::http2_prior_knowledge),
    }
}

pub(crate) const TOKEN: &str = "a-token-for-tests";
pub(crate) const SECRET: &str = "a-secret-for-tests";
