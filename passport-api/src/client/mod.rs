//! What the clients of all APIs have in common.

mod builder;
mod settings;
mod transport;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use http::StatusCode;

pub use builder::ClientBuilder;

pub(crate) use transport::{HttpRequest, HttpResponse};

use crate::catalog::{Catalog, Endpoint};
use crate::error::{Error, Kind, Refusal};
use crate::limit::Limiters;
use crate::problem::Problem;
use crate::token::{ErasedToken, Names, Sources};
use settings::Settings;
use transport::Transport;

/// A generated client; [`api!`](crate::api) implements it.
pub trait Api: Sized + 'static {
    /// The API's spec.
    const CATALOG: &'static Catalog;
    /// Wraps the common part.
    #[doc(hidden)]
    fn from_core(core: Core) -> Self;
    /// The common part.
    #[doc(hidden)]
    fn core(&self) -> &Core;
}

/// The common part of every client: connections, settings, tokens. Cheap to clone.
#[doc(hidden)]
#[derive(Clone)]
pub struct Core {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Settings,
    transport: Transport,
    sources: Sources,
}

impl Core {
    pub(crate) fn new(settings: Settings, transport: Transport) -> Self {
        let sources = Sources::default();
        Self {
            shared: Arc::new(Shared {
                settings,
                transport,
                sources,
            }),
        }
    }

    pub(crate) fn catalog(&self) -> &'static Catalog {
        self.shared.settings.catalog
    }

    /// This client's own names; its clones share them, another client has others.
    pub(crate) fn names(&self) -> &Arc<Names> {
        &self.shared.settings.names
    }

    pub(crate) fn sources(&self) -> &Sources {
        &self.shared.sources
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.shared.settings.clock.now()
    }

    /// How many requests may be sent; shared by clones.
    #[cfg_attr(not(test), expect(dead_code, reason = "sending does not wait yet"))]
    pub(crate) fn limiters(&self) -> &Limiters {
        &self.shared.settings.limiters
    }

    /// The name of the prefix that a path begins with; empty for none.
    #[cfg_attr(not(test), expect(dead_code, reason = "sending does not wait yet"))]
    pub(crate) fn prefix_of(&self, path: &str) -> &'static str {
        self.shared.settings.prefix_of(path)
    }

    /// The address of an endpoint before its parameters are filled in: base URL, prefix and path.
    pub(crate) fn address(&self, endpoint: &Endpoint) -> String {
        self.shared.settings.address(endpoint)
    }

    /// The address of a path behind the base URL.
    pub(crate) fn raw_address(&self, path: &str) -> String {
        format!("{}{path}", self.shared.settings.base_url)
    }

    /// The base URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.shared.settings.base_url
    }

    /// Sends a call with its token. A token that is refused (401) is renewed once, and the call is
    /// sent once more: the server has not processed what it refused.
    pub(crate) async fn send(
        &self,
        mut request: HttpRequest,
        token: Option<&ErasedToken>,
    ) -> Result<HttpResponse, Error> {
        let Some(token) = token else {
            return accept(self.shared.transport.send(request).await?);
        };
        let access = token.current(self).await?;
        request.authorize(access.authorization());
        let response = self.shared.transport.send(request.clone()).await?;
        if response.status != StatusCode::UNAUTHORIZED {
            return accept(response);
        }
        let access = token.renewed(self, &access).await?;
        request.authorize(access.authorization());
        accept(self.shared.transport.send(request).await?)
    }

    /// Sends a token request; `scopes` is its `scope` parameter, empty for none.
    pub(crate) async fn send_token_request(
        &self,
        scopes: &str,
    ) -> Result<(StatusCode, Vec<u8>), Error> {
        let request = self.shared.settings.token_request(scopes)?;
        let response = self.shared.transport.send(request).await.map_err(|error| {
            Error::token(None, "the token endpoint could not be reached").with_source(error)
        })?;
        Ok((response.status, response.body))
    }
}

/// Turns an error status into an error.
fn accept(response: HttpResponse) -> Result<HttpResponse, Error> {
    if response.status.is_success() {
        return Ok(response);
    }
    Err(Error::new(Kind::Status(Box::new(Refusal {
        status: response.status,
        headers: response.headers,
        problem: Problem::read(response.body),
    }))))
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Core");
        shown
            .field("api", &self.catalog().name)
            .field("base_url", &self.base_url());
        shown.finish_non_exhaustive()
    }
}
