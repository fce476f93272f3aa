//! A request to an endpoint, before it is sent.

mod address;
mod answer;
mod given;
mod list;
mod opening;
mod parts;

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::call::address::check_path_and_query;
use crate::call::parts::{Parts, RawTarget, Target};
use crate::client::{Api, ApiCore, Core, HttpResponse};
use crate::error::{Error, Kind};
use crate::page::Page;
use crate::response::Response;
use crate::scope::{Carries, Scope};
use crate::token::{ErasedToken, KeptToken, ScopedToken};

#[doc(hidden)]
pub use answer::{Several, Unread};
#[doc(hidden)]
pub use opening::Opening;

pub(crate) use address::check_path;
pub use given::ListStyle;

/// A request to an endpoint that answers with a `T`; `.await` sends it.
///
/// It knows nothing of the set of scopes that its token carries: that was checked when it was made.
///
/// The request is sent again after a pause, as often as the client's
/// [`RetryPolicy`](crate::RetryPolicy) says, where that does no harm:
///
/// * The server has not processed it: no connection could be made, or it answered 429. After a 401, or
///   another refusal with `error="invalid_token"` in its `WWW-Authenticate` header (RFC 6750, 3.1), it
///   is sent once more with a new token.
/// * The spec says that it changes nothing, or that the server processes it once because it bears a
///   key; then also after a time-out, a connection that broke, or a failure of the server (408, 425,
///   500, 502, 503, 504).
///
/// Anything else may have been processed and is never sent again:
/// [`Error::is_outcome_unknown`](crate::Error::is_outcome_unknown) says so.
///
/// ```
/// # #[cfg(feature = "breb")] {
/// # async fn f(client: passport_api::breb::Client) -> Result<(), passport_api::Error> {
/// # let token = client.token::<passport_api::breb::sets::EntityClientCredentials>().await?;
/// use std::time::Duration;
///
/// let call = client.payments().get(&token, "a payment's id").timeout(Duration::from_secs(3));
/// let response = call.send().await?;
/// println!("{} {:?}", response.status(), response.body().status);
/// # Ok(()) }
/// # }
/// ```
#[must_use = "a request does nothing until it is awaited"]
pub struct Call<'c, T> {
    parts: Parts<'c>,
    decode: fn(&HttpResponse, &Parts<'_>) -> Result<T, Error>,
    answer: PhantomData<fn() -> T>,
}

impl<'c> Call<'c, ()> {
    /// A call whose answer has no body that matters.
    #[doc(hidden)]
    pub fn empty(opening: Opening<'c>) -> Self {
        Self::open(opening, decode_nothing)
    }
}

impl<'c> Call<'c, Value> {
    /// A call of an endpoint that is not in the spec, with a token that carries a scope of the API.
    #[doc(hidden)]
    pub fn raw<A: Api, S: Carries<X>, X: Scope<Api = A>>(
        core: &'c ApiCore<A>,
        token: &'c ScopedToken<S>,
        _scope: X,
        method: Method,
        path: &str,
    ) -> Self {
        Self::unchecked(core.erased(), token.erased(), method, path)
    }

    fn unchecked(core: &'c Core, token: &'c ErasedToken, method: Method, path: &str) -> Self {
        let mut call = Self::new(
            core,
            Some(token),
            Target::Raw(Box::new(RawTarget {
                method,
                path: path.to_owned(),
            })),
            decode_json,
        );
        if let Err(wrong) = check_path_and_query(path) {
            call.parts.wrong = Some(Error::new(Kind::Request(wrong)));
        }
        call
    }

    /// The same call with an answer of a type instead of any JSON.
    pub fn returning<T: DeserializeOwned>(self) -> Call<'c, T> {
        Call {
            parts: self.parts,
            decode: decode_json,
            answer: PhantomData,
        }
    }
}

impl<'c, T: DeserializeOwned> Call<'c, T> {
    /// A call that answers with JSON.
    #[doc(hidden)]
    pub fn model(opening: Opening<'c>) -> Self {
        Self::open(opening, decode_json)
    }
}

impl<'c> Call<'c, String> {
    /// A call that answers with text.
    #[doc(hidden)]
    pub fn text(opening: Opening<'c>) -> Self {
        Self::open(opening, decode_text)
    }
}

impl<'c> Call<'c, Bytes> {
    /// A call that answers with bytes of any kind.
    #[doc(hidden)]
    pub fn bytes(opening: Opening<'c>) -> Self {
        Self::open(opening, decode_bytes)
    }
}

impl<'c, T: Several> Call<'c, T> {
    /// A call that answers with one of several, by status.
    #[doc(hidden)]
    pub fn several(opening: Opening<'c>) -> Self {
        Self::open(opening, decode_several)
    }
}

impl<'c, T: DeserializeOwned> Call<'c, Page<T>> {
    /// A call that answers with a list.
    #[doc(hidden)]
    pub fn page(opening: Opening<'c>) -> Self {
        Self::open(opening, decode_page)
    }
}

impl<'c, T> Call<'c, T> {
    fn open(
        opening: Opening<'c>,
        decode: fn(&HttpResponse, &Parts<'_>) -> Result<T, Error>,
    ) -> Self {
        let target = Target::Endpoint(opening.endpoint);
        Self::new(opening.core, opening.token, target, decode)
    }

    fn new(
        core: &'c Core,
        token: Option<&'c ErasedToken>,
        target: Target,
        decode: fn(&HttpResponse, &Parts<'_>) -> Result<T, Error>,
    ) -> Self {
        Self {
            parts: Parts::new(core, token, target),
            decode,
            answer: PhantomData,
        }
    }

    /// How long the call may take in all, its pauses and retries included, instead of the client's
    /// [`timeout`](crate::ClientBuilder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeout = Some(timeout);
        self
    }

    /// How often the request is sent again at most, instead of what the client's
    /// [`RetryPolicy`](crate::RetryPolicy) says. Whether it may be sent again at all stays as it is.
    pub fn retries(mut self, most: u32) -> Self {
        self.parts.retries = Some(most);
        self
    }

    /// Says that the server processes this request at most once, however often it is sent, which the
    /// spec does not know: it bears a key of some kind, or does the same each time. Then it is sent
    /// again where a GET would be.
    pub fn idempotent(mut self) -> Self {
        self.parts.idempotent = true;
        self
    }

    /// Adds a header, or replaces one: `Content-Type` for a body of another media type than the spec
    /// names, say.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.parts.headers.insert(name, value);
        self
    }

    /// Adds a query parameter that the spec does not know.
    pub fn query(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.parts
            .query
            .push((Cow::Owned(name.into()), value.to_string()));
        self
    }

    /// Replaces the body by this one as JSON, where the server wants another than the spec says. A
    /// media type of JSON that the spec names stays.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        let before = self.parts.headers.get(CONTENT_TYPE.as_str()).cloned();
        self.json_body(body);
        if let Some(before) = before.filter(|ty| ty.as_bytes().ends_with(b"+json")) {
            self.parts.headers.insert(CONTENT_TYPE, before);
        }
        self
    }

    /// Sends the request, for the status and the headers of the answer besides its body.
    ///
    /// # Errors
    ///
    /// As `.await` on the call: whatever keeps the answer from being a `T`.
    #[expect(
        clippy::manual_async_fn,
        reason = "that the future is `Send` is said here once, instead of being found anew, all the \
                  way down to the sockets, for each type of answer in each crate"
    )]
    pub fn send(mut self) -> impl Future<Output = Result<Response<T>, Error>> + Send {
        async move {
            let (response, body) = self.receive().await?;
            Ok(Response::new(response.status, response.headers, body))
        }
    }

    /// The call is borrowed, so that its future does not move it.
    async fn receive(&mut self) -> Result<(HttpResponse, T), Error> {
        let Self { parts, decode, .. } = self;
        let result = match parts.send().await {
            Ok(response) => match decode(&response, parts) {
                Ok(body) => Ok((response, body)),
                Err(error) => Err(parts.of_unread_answer(error, response.attempts)),
            },
            Err(error) => Err(error),
        };
        result.map_err(|error| error.in_call(&parts.name().to_string()))
    }

    /// The same call with this very token, which is neither checked nor renewed, and without a type
    /// for its answer.
    pub(crate) fn with_fixed_token(mut self, token: KeptToken) -> Call<'c, ()> {
        self.parts.fixed_token = Some(token);
        Call {
            parts: self.parts,
            decode: ignore,
            answer: PhantomData,
        }
    }

    /// The media types to ask for, unless the caller sets the header.
    #[doc(hidden)]
    pub fn accept(&mut self, types: &'static str) {
        self.parts.accept = types;
    }
}

impl<T> fmt::Debug for Call<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parameters and body may hold personal data.
        f.debug_tuple("Call")
            .field(&self.parts.name().to_string())
            .finish()
    }
}

impl<'c, T: 'c> IntoFuture for Call<'c, T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        let mut call = self;
        Box::pin(async move { call.receive().await.map(|(_, body)| body) })
    }
}

fn ignore(_: &HttpResponse, _: &Parts<'_>) -> Result<(), Error> {
    Ok(())
}

fn decode_nothing(response: &HttpResponse, parts: &Parts<'_>) -> Result<(), Error> {
    Unread::new(response, parts.asked_for()).empty()
}

fn decode_json<T: DeserializeOwned>(
    response: &HttpResponse,
    parts: &Parts<'_>,
) -> Result<T, Error> {
    Unread::new(response, parts.asked_for()).json()
}

fn decode_text(response: &HttpResponse, parts: &Parts<'_>) -> Result<String, Error> {
    Unread::new(response, parts.asked_for()).text()
}

fn decode_bytes(response: &HttpResponse, parts: &Parts<'_>) -> Result<Bytes, Error> {
    Unread::new(response, parts.asked_for()).bytes()
}

fn decode_several<T: Several>(response: &HttpResponse, parts: &Parts<'_>) -> Result<T, Error> {
    T::read(Unread::new(response, parts.asked_for()))
}

fn decode_page<T: DeserializeOwned>(
    response: &HttpResponse,
    parts: &Parts<'_>,
) -> Result<Page<T>, Error> {
    Page::read(&response.body, parts.shape())
}
