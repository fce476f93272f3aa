//! Sends requests, once each.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::header::CONNECTION;
use http::{HeaderValue, StatusCode, Version};
use hyper_util::client::legacy::connect::HttpInfo;

use crate::client::body::{self, BodyLimit};
use crate::client::failure;
use crate::client::message::{HttpRequest, HttpResponse};
use crate::client::pool::{ConnectionPools, Pool, current_runtime};
use crate::client::transport::Transport;
use crate::error::Error;

/// Sends requests, once each.
pub(crate) struct HttpSender {
    pub(super) backend: Backend,
    /// The limits of the body of an API's response.
    pub(super) body_limit: BodyLimit,
    /// True if nothing works outside a Tokio runtime.
    pub(super) needs_runtime: bool,
}

/// The HTTP library underneath.
pub(super) enum Backend {
    /// Connections of the client's own.
    Pools(Box<ConnectionPools>),
    /// A client that the caller has built: it may share its connections with others.
    Given(reqwest::Client),
    Own(Box<dyn Transport>),
}

/// The connections for one attempt.
pub(crate) struct Route<'s> {
    backend: RouteBackend<'s>,
    progress: RouteProgress,
}

/// The progress of the request on a route.
#[derive(Debug, Default)]
struct RouteProgress {
    /// The request is under way.
    is_waiting: AtomicBool,
    /// The head of its response has come.
    has_head: AtomicBool,
    /// It has come on an HTTP/1.1 connection that had answered before.
    is_on_used_connection: AtomicBool,
}

enum RouteBackend<'s> {
    Pool {
        pools: &'s ConnectionPools,
        pool: Arc<Pool>,
        /// The pool's responses before the attempt.
        before: u64,
    },
    Given(&'s reqwest::Client),
    Own(&'s dyn Transport),
}

impl HttpSender {
    /// Fails outside a Tokio runtime, if it is needed.
    pub(crate) fn check_runtime(&self) -> Result<(), Error> {
        if self.needs_runtime {
            current_runtime()?;
        }
        Ok(())
    }

    /// The connections for an attempt; where `fresh` is set, none of those that are open already.
    pub(crate) fn route(&self, fresh: bool) -> Result<Route<'_>, Error> {
        let backend = match &self.backend {
            Backend::Pools(pools) => {
                let pool = if fresh {
                    pools.fresh()?
                } else {
                    pools.current()?
                };
                let before = pool.activity.responses();
                RouteBackend::Pool {
                    pools,
                    pool,
                    before,
                }
            }
            Backend::Given(http) => RouteBackend::Given(http),
            Backend::Own(transport) => RouteBackend::Own(&**transport),
        };
        Ok(Route {
            backend,
            progress: RouteProgress::default(),
        })
    }
}

impl Route<'_> {
    /// Sends the request once, with a token's header. Where this is dropped before there is a response,
    /// the route is taken for one that has timed out.
    pub(crate) async fn send(
        &self,
        request: &HttpRequest,
        authorization: Option<HeaderValue>,
        limit: BodyLimit,
    ) -> Result<HttpResponse, Error> {
        self.progress.is_waiting.store(true, Ordering::Relaxed);
        let result = self.send_once(request, authorization, limit).await;
        self.progress.is_waiting.store(false, Ordering::Relaxed);
        result
    }

    async fn send_once(
        &self,
        request: &HttpRequest,
        authorization: Option<HeaderValue>,
        limit: BodyLimit,
    ) -> Result<HttpResponse, Error> {
        match &self.backend {
            RouteBackend::Pool { pools, pool, .. } => {
                let answer = pool.http.execute(request.to_reqwest(authorization)?).await;
                let answer = answer.map_err(failure::before_response)?;
                pool.activity.count_response();
                self.progress.has_head.store(true, Ordering::Relaxed);
                let is_used = local_address(&answer)
                    .is_some_and(|address| pool.activity.note_connection(address));
                let progress = &self.progress.is_on_used_connection;
                progress.store(is_used, Ordering::Relaxed);
                body::read(answer, &request.method, limit, pools.sees_end).await
            }
            RouteBackend::Given(http) => {
                let answer = http.execute(request.to_reqwest(authorization)?).await;
                let answer = answer.map_err(failure::before_response)?;
                // Only a client that the caller has built follows redirects.
                if *answer.url() != request.url()? {
                    return Err(failure::broken(
                        "the given HTTP client has followed a redirect, which it must not",
                    ));
                }
                // It may decode bodies itself, and then does not tell whether a stream has ended.
                body::read(answer, &request.method, limit, false).await
            }
            RouteBackend::Own(transport) => {
                let most = limit.success.max(limit.error);
                let answer = transport.send(request.to_http(authorization)?, most).await;
                let answer = answer.map_err(|error| error.into_error(most))?;
                body::of_whole(answer, limit)
            }
        }
    }

    /// Notes that the attempt had no answer in time. Returns whether the next attempt needs a fresh
    /// connection.
    ///
    /// Where no other response has come since the attempt began, its connections may be dead, and no
    /// request is sent on them any more. Where others have come, only this one may be.
    pub(crate) fn note_time_out(&self) -> bool {
        self.progress.is_waiting.store(false, Ordering::Relaxed);
        match &self.backend {
            RouteBackend::Pool {
                pools,
                pool,
                before,
            } => {
                let own = u64::from(self.progress.has_head.load(Ordering::Relaxed));
                if pool.activity.responses().wrapping_sub(*before) <= own {
                    pools.remove(pool);
                }
                pool.is_of_one_attempt() || pools.has(pool)
            }
            RouteBackend::Given(_) | RouteBackend::Own(_) => false,
        }
    }

    /// Returns whether a response may be to no request at all: a server that closes an HTTP/1.1
    /// connection because it was idle may say so by a 408 (RFC 9110, 15.5.9), which the next request
    /// crosses on its way. It can only be on a connection that was open before.
    pub(crate) fn may_be_idle_timeout(&self, response: &HttpResponse) -> bool {
        response.status == StatusCode::REQUEST_TIMEOUT
            && self.progress.is_on_used_connection.load(Ordering::Relaxed)
            && closes(response)
    }
}

impl Drop for Route<'_> {
    fn drop(&mut self) {
        // The caller has waited for long enough, by a time limit of its own perhaps.
        if *self.progress.is_waiting.get_mut() {
            self.note_time_out();
        }
    }
}

/// The address on this machine of the HTTP/1.1 connection of a response. Over HTTP/2 a connection says
/// by a frame of its own that it is closed.
fn local_address(answer: &reqwest::Response) -> Option<SocketAddr> {
    let is_http1 = answer.version() < Version::HTTP_2;
    let info = is_http1.then(|| answer.extensions().get::<HttpInfo>())??;
    Some(info.local_addr())
}

/// Returns whether the server closes the connection behind a response.
fn closes(response: &HttpResponse) -> bool {
    let values = response.headers.get_all(CONNECTION).iter();
    let mut options = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    options.any(|option| option.trim().eq_ignore_ascii_case("close"))
}
