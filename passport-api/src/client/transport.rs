//! How requests travel: over `reqwest`, or in a way of the caller's own.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::uri::InvalidUri;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use url::Url;

use crate::error::{Error, Kind, Transport as Failure};

/// A request as it is sent. It has no `Debug`, because its parts may be personal or secret.
#[derive(Clone)]
pub(crate) struct HttpRequest {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
}

impl HttpRequest {
    pub(crate) fn new(method: Method, address: &str) -> Result<Self, Error> {
        let url = Url::parse(address).map_err(|error| {
            Error::new(Kind::Request("the request has no valid address")).with_source(error)
        })?;
        Ok(Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
        })
    }

    pub(crate) fn authorize(&mut self, authorization: HeaderValue) {
        self.headers.insert(AUTHORIZATION, authorization);
    }
}

/// A response, read to its end. It has no `Debug`, because its body may be personal.
pub(crate) struct HttpResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How often the request was sent.
    pub(crate) attempts: u32,
}

/// Sends requests in a way of the caller's own: through middleware, over another HTTP library, or
/// straight into a server inside the program, as tests do.
///
/// The client does all the rest: tokens, retries, limits, time limits. A transport sends one request
/// once. It must not follow redirects, which would carry credentials elsewhere, and must not send
/// anything again.
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends a request and reads the response to its end, `body_limit` bytes of body at most.
    fn send(&self, request: Request<Bytes>, body_limit: usize) -> TransportFuture<'_>;
}

/// What a [`Transport`] answers with.
pub type TransportFuture<'t> =
    Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send + 't>>;

/// Why a [`Transport`] has no response. Whether anything was sent decides whether a payment may be
/// sent again: where that is not known, it was.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Copy, Debug)]
enum TransportErrorKind {
    NotSent,
    Broken,
    TimedOut,
    TooLarge,
}

impl TransportError {
    /// No byte of the request has left, for certain.
    pub fn not_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::NotSent, Some(source.into()))
    }

    /// The request was sent, or may have been, and there is no whole response.
    pub fn broken(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Broken, Some(source.into()))
    }

    /// The transport's own time for the response was up.
    pub fn timed_out() -> Self {
        Self::new(TransportErrorKind::TimedOut, None)
    }

    /// The response's body is larger than the limit.
    pub fn too_large() -> Self {
        Self::new(TransportErrorKind::TooLarge, None)
    }

    fn new(kind: TransportErrorKind, source: Option<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source }
    }

    fn into_error(self, body_limit: usize) -> Error {
        let error = Error::new(match self.kind {
            TransportErrorKind::NotSent => Kind::Transport(Failure::Connect),
            TransportErrorKind::Broken => Kind::Transport(Failure::Broken),
            TransportErrorKind::TimedOut => Kind::Transport(Failure::Timeout),
            TransportErrorKind::TooLarge => Kind::TooLarge(body_limit),
        });
        match self.source {
            Some(source) => error.with_source(source),
            None => error,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::NotSent => "the request was not sent",
            TransportErrorKind::Broken => "there is no whole response",
            TransportErrorKind::TimedOut => "the time for the response was up",
            TransportErrorKind::TooLarge => "the response is too large",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

impl<T: Transport> Transport for std::sync::Arc<T> {
    fn send(&self, request: Request<Bytes>, body_limit: usize) -> TransportFuture<'_> {
        T::send(self, request, body_limit)
    }
}

/// Sends requests.
pub(crate) struct Wire {
    pub(super) by: By,
    /// How many bytes of a response's body are read at most.
    pub(super) body_limit: usize,
}

/// By what requests are sent.
pub(crate) enum By {
    Reqwest(reqwest::Client),
    Own(Box<dyn Transport>),
}

impl Wire {
    pub(crate) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Error> {
        match &self.by {
            By::Reqwest(http) => send_by_reqwest(http, request, self.body_limit).await,
            By::Own(transport) => {
                let mut sent = Request::new(request.body.unwrap_or_default());
                *sent.method_mut() = request.method;
                *sent.uri_mut() = request.url.as_str().parse().map_err(|error: InvalidUri| {
                    Error::new(Kind::Request("the request has no valid address")).with_source(error)
                })?;
                *sent.headers_mut() = request.headers;
                let answer = transport.send(sent, self.body_limit).await;
                let answer = answer.map_err(|error| error.into_error(self.body_limit))?;
                let (head, body) = answer.into_parts();
                if body.len() > self.body_limit {
                    return Err(Error::new(Kind::TooLarge(self.body_limit)));
                }
                Ok(HttpResponse {
                    status: head.status,
                    headers: head.headers,
                    body,
                    attempts: 1,
                })
            }
        }
    }
}

async fn send_by_reqwest(
    http: &reqwest::Client,
    request: HttpRequest,
    body_limit: usize,
) -> Result<HttpResponse, Error> {
    let asked = request.url.clone();
    let mut builder = http
        .request(request.method, request.url)
        .headers(request.headers);
    if let Some(body) = request.body {
        builder = builder.body(body);
    }
    let mut response = builder.send().await.map_err(failure)?;
    // Only a client that the caller has built follows them.
    if *response.url() != asked {
        return Err(Error::new(Kind::Transport(Failure::Broken))
            .with_source("the given HTTP client has followed a redirect, which it must not"));
    }
    // Most bodies are one chunk, which is taken as it is.
    let mut body = Bytes::new();
    let mut longer = Vec::new();
    // Chunks are counted as they come out of decompression.
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if body.len() + longer.len() + chunk.len() > body_limit {
            return Err(Error::new(Kind::TooLarge(body_limit)));
        }
        if body.is_empty() && longer.is_empty() {
            body = chunk;
        } else {
            longer.extend_from_slice(&std::mem::take(&mut body));
            longer.extend_from_slice(&chunk);
        }
    }
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let body = if longer.is_empty() {
        body
    } else {
        longer.into()
    };
    Ok(HttpResponse {
        status,
        headers,
        body,
        attempts: 1,
    })
}

/// What went wrong on the way. The address is taken out of the cause: it may hold personal data.
fn failure(error: reqwest::Error) -> Error {
    // A connection that takes too long is no connection: nothing was sent.
    let kind = if error.is_connect() || is_unprocessed(&error) {
        Failure::Connect
    } else if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Broken
    };
    Error::new(Kind::Transport(kind)).with_source(error.without_url())
}

/// Whether an HTTP/2 server has said that it has not processed the request: it refused the stream, or
/// went away before it came to it (RFC 9113, 8.7).
fn is_unprocessed(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            let reason = error.reason();
            return error.is_remote()
                && ((error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM))
                    || (error.is_go_away() && reason == Some(h2::Reason::NO_ERROR)));
        }
        cause = error.source();
    }
    false
}
