//! How requests travel: over `reqwest`, or in a way of the caller's own.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH};
use http::uri::InvalidUri;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use url::Url;

use crate::client::headers::Headers;
use crate::error::{Error, Kind, Transport as Failure};

/// A request as often as it is sent: each attempt makes what it sends of it. It has no `Debug`,
/// because its parts may be personal or secret.
pub(crate) struct HttpRequest {
    pub(crate) method: Method,
    /// The URL as text.
    pub(crate) address: String,
    /// All but the token's.
    pub(crate) headers: Headers,
    pub(crate) body: Option<Bytes>,
}

impl HttpRequest {
    /// Where it goes.
    pub(crate) fn url(&self) -> Result<Url, Error> {
        Url::parse(&self.address).map_err(no_address)
    }

    /// The headers, with a token's.
    fn headers(&self, authorization: Option<HeaderValue>) -> HeaderMap {
        let mut headers = self.headers.to_map(ADDED_HEADERS);
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, authorization);
        }
        if self.expects_body() && self.body.as_ref().is_none_or(Bytes::is_empty) {
            // Without it, servers answer 411.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        headers
    }

    /// Returns whether the method gives a body a meaning, so that its absence must be said (RFC 9110,
    /// 8.6).
    fn expects_body(&self) -> bool {
        matches!(self.method, Method::POST | Method::PUT | Method::PATCH)
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
///
/// ```
/// use passport_api::{Transport, TransportError, TransportFuture};
/// use passport_api::bytes::Bytes;
/// use passport_api::http::{Request, Response};
///
/// /// A server that is always down, for a test.
/// #[derive(Debug)]
/// struct Down;
///
/// impl Transport for Down {
///     fn send(&self, _request: Request<Bytes>, _body_limit: usize) -> TransportFuture<'_> {
///         Box::pin(async { Err(TransportError::not_sent("nobody is there")) })
///     }
/// }
/// # #[cfg(feature = "breb")] {
/// use passport_api::breb;
///
/// let builder = breb::Client::builder().transport(Down);
/// # }
/// ```
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
    Reqwest {
        http: reqwest::Client,
        /// Whether the caller has built it, so that nobody knows what it does.
        is_given: bool,
    },
    Own(Box<dyn Transport>),
}

impl Wire {
    /// Sends the request once, with a token's header.
    pub(crate) async fn send(
        &self,
        request: &HttpRequest,
        authorization: Option<HeaderValue>,
    ) -> Result<HttpResponse, Error> {
        match &self.by {
            By::Reqwest { http, is_given } => {
                let answer = http.execute(of_reqwest(request, authorization)?).await;
                let answer = answer.map_err(failure)?;
                // Only a client that the caller has built follows redirects.
                if *is_given && *answer.url() != request.url()? {
                    return Err(Error::new(Kind::Transport(Failure::Broken)).with_source(
                        "the given HTTP client has followed a redirect, which it must not",
                    ));
                }
                read(answer, self.body_limit).await
            }
            By::Own(transport) => {
                let answer = transport.send(of_own(request, authorization)?, self.body_limit);
                let answer = answer.await;
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

fn of_reqwest(
    request: &HttpRequest,
    authorization: Option<HeaderValue>,
) -> Result<reqwest::Request, Error> {
    let mut sent = reqwest::Request::new(request.method.clone(), request.url()?);
    *sent.headers_mut() = request.headers(authorization);
    *sent.body_mut() = request.body.clone().map(Into::into);
    Ok(sent)
}

fn of_own(
    request: &HttpRequest,
    authorization: Option<HeaderValue>,
) -> Result<Request<Bytes>, Error> {
    let mut sent = Request::new(request.body.clone().unwrap_or_default());
    *sent.method_mut() = request.method.clone();
    let uri = request.url()?.as_str().parse();
    *sent.uri_mut() = uri.map_err(|error: InvalidUri| no_address(error))?;
    *sent.headers_mut() = request.headers(authorization);
    Ok(sent)
}

fn no_address(error: impl StdError + Send + Sync + 'static) -> Error {
    Error::new(Kind::Request("the request has no valid address")).with_source(error)
}

/// Reads an answer to its end, `body_limit` bytes at most, which are counted as they come out of
/// decompression.
async fn read(mut answer: reqwest::Response, body_limit: usize) -> Result<HttpResponse, Error> {
    // Most bodies are one chunk, which is taken as it is.
    let mut body = Bytes::new();
    let mut longer = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(failure)? {
        let length = body.len() + longer.len() + chunk.len();
        if length > body_limit {
            return Err(Error::new(Kind::TooLarge(body_limit)));
        }
        if length == chunk.len() {
            body = chunk;
            continue;
        }
        if longer.is_empty() {
            // What is still to come, where that is known; a server may say anything.
            let rest = answer.content_length().unwrap_or_default();
            let rest = usize::try_from(rest).unwrap_or(usize::MAX);
            let rest = rest.min(MOST_FORESEEN).min(body_limit - length);
            longer.reserve(length + rest);
            longer.extend_from_slice(&body);
            body = Bytes::new();
        }
        longer.extend_from_slice(&chunk);
    }
    if !longer.is_empty() {
        body = longer.into();
    }
    Ok(HttpResponse {
        status: answer.status(),
        headers: std::mem::take(answer.headers_mut()),
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

/// Room for what is added to a request's own headers on its way, so that the map need not grow: the
/// token's, and those of the HTTP client.
const ADDED_HEADERS: usize = 4;

/// So many bytes of a body are given room on a server's word alone; for more, room is made as they
/// come.
const MOST_FORESEEN: usize = 4 * 1024 * 1024;
