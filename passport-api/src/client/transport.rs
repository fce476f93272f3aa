//! A way of the caller's own to send requests.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::{Request, Response};

use crate::client::cause::Cause;
use crate::error::{Error, Kind, Transport as Failure};

/// Sends requests in a way of the caller's own: through middleware, over another HTTP library, or
/// straight into a server inside the program, as tests do.
///
/// The client does all the rest: tokens, retries, limits, time limits. A transport sends one request
/// once. It must not follow redirects, which would carry credentials elsewhere, and must not send
/// anything again. A body with `Content-Encoding: gzip` is decoded by the client; a transport that
/// decodes bodies itself removes that header, and `Content-Length` with it.
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

    pub(super) fn into_error(self, body_limit: usize) -> Error {
        let error = Error::new(match self.kind {
            TransportErrorKind::NotSent => Kind::Transport(Failure::Connect),
            TransportErrorKind::Broken => Kind::Transport(Failure::Broken),
            TransportErrorKind::TimedOut => Kind::Transport(Failure::Timeout),
            TransportErrorKind::TooLarge => Kind::TooLarge(body_limit),
        });
        match self.source {
            Some(source) => error.with_source(Cause::of(&*source)),
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
