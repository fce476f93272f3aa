//! A request to an endpoint, before it is sent.

mod list;

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::catalog::{Endpoint, Retry};
use crate::client::{Core, Exchange, HttpRequest, HttpResponse};
use crate::error::{Error, Kind};
use crate::page::{Page, Shape};
use crate::response::Response;
use crate::retry::Replay;
use crate::token::ErasedToken;

/// A request to an endpoint that answers with a `T`; `.await` sends it.
///
/// It knows nothing of the set of scopes that its token carries: that was checked when it was made.
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

/// All of a request but the type of its answer.
struct Parts<'c> {
    core: &'c Core,
    token: Option<&'c ErasedToken>,
    target: Target,
    path_params: Vec<String>,
    query: Vec<(Cow<'static, str>, String)>,
    headers: HeaderMap,
    body: Option<Bytes>,
    timeout: Option<Duration>,
    retries: Option<u32>,
    /// Whether the caller knows that the server processes the request at most once.
    idempotent: bool,
    /// What was wrong with a parameter; reported when the request is sent.
    wrong: Option<Error>,
}

/// What is called.
#[derive(Clone)]
enum Target {
    Endpoint(&'static Endpoint),
    Raw { method: Method, path: String },
}

impl<'c> Call<'c, ()> {
    /// A call whose answer has no body that matters.
    #[doc(hidden)]
    pub fn empty(
        core: &'c Core,
        token: Option<&'c ErasedToken>,
        endpoint: &'static Endpoint,
    ) -> Self {
        Self::new(core, token, Target::Endpoint(endpoint), |_, _| Ok(()))
    }
}

impl<'c> Call<'c, Value> {
    /// A call of an endpoint that is not in the spec.
    #[doc(hidden)]
    pub fn raw(core: &'c Core, token: &'c ErasedToken, method: Method, path: &str) -> Self {
        let mut call = Self::new(
            core,
            Some(token),
            Target::Raw {
                method,
                path: path.to_owned(),
            },
            decode_json,
        );
        if !path.starts_with('/') {
            call.parts.wrong = Some(Error::new(Kind::Request("the path must begin with `/`")));
        } else if path.split(['/', '?', '#']).any(is_dots) {
            let wrong = "the path must not hold `.` or `..`, which lead out of the base URL";
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
    pub fn model(
        core: &'c Core,
        token: Option<&'c ErasedToken>,
        endpoint: &'static Endpoint,
    ) -> Self {
        Self::new(core, token, Target::Endpoint(endpoint), decode_json)
    }
}

impl<'c, T: DeserializeOwned> Call<'c, Page<T>> {
    /// A call that answers with a list.
    #[doc(hidden)]
    pub fn page(
        core: &'c Core,
        token: Option<&'c ErasedToken>,
        endpoint: &'static Endpoint,
    ) -> Self {
        Self::new(core, token, Target::Endpoint(endpoint), decode_page)
    }
}

impl<'c, T> Call<'c, T> {
    fn new(
        core: &'c Core,
        token: Option<&'c ErasedToken>,
        target: Target,
        decode: fn(&HttpResponse, &Parts<'_>) -> Result<T, Error>,
    ) -> Self {
        let parts = Parts {
            core,
            token,
            target,
            path_params: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            retries: None,
            idempotent: false,
            wrong: None,
        };
        Self {
            parts,
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

    /// Adds a header, or replaces one.
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

    /// Replaces the body by this one as JSON, where the server wants another than the spec says.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.json_body(body);
        self
    }

    /// Sends the request, for the status and the headers of the answer besides its body.
    ///
    /// # Errors
    ///
    /// As `.await` on the call: whatever keeps the answer from being a `T`.
    pub async fn send(self) -> Result<Response<T>, Error> {
        let Self {
            mut parts, decode, ..
        } = self;
        let name = parts.name();
        let result = match parts.send(&name).await {
            Ok(response) => match decode(&response, &parts) {
                Ok(body) => Ok(Response::new(response.status, response.headers, body)),
                Err(error) => Err(parts.of_unread_answer(error, response.attempts)),
            },
            Err(error) => Err(error),
        };
        result.map_err(|error| error.in_call(&name))
    }

    #[doc(hidden)]
    pub fn path_param(&mut self, value: &dyn Display) {
        self.parts.path_params.push(value.to_string());
    }

    #[doc(hidden)]
    pub fn query_param(&mut self, name: &'static str, value: &dyn Display) {
        self.parts
            .query
            .push((Cow::Borrowed(name), value.to_string()));
    }

    #[doc(hidden)]
    pub fn header_param(&mut self, name: &'static str, value: &dyn Display) {
        match (
            HeaderName::try_from(name),
            HeaderValue::try_from(value.to_string()),
        ) {
            (Ok(name), Ok(value)) => drop(self.parts.headers.insert(name, value)),
            _ => {
                let wrong = Kind::Request("a header's value does not fit");
                self.parts.wrong = Some(Error::new(wrong));
            }
        }
    }

    #[doc(hidden)]
    pub fn json_body<B: Serialize + ?Sized>(&mut self, body: &B) {
        match serde_json::to_vec(body) {
            Ok(body) => self.parts.set_body(body, "application/json"),
            Err(error) => self.parts.unfit_body(error),
        }
    }

    #[doc(hidden)]
    pub fn form_body<B: Serialize + ?Sized>(&mut self, body: &B) {
        match serde_urlencoded::to_string(body) {
            Ok(body) => self
                .parts
                .set_body(body.into(), "application/x-www-form-urlencoded"),
            Err(error) => self.parts.unfit_body(error),
        }
    }

    /// A JSON body that repeats path parameters: pairs of a field and a parameter's place.
    #[doc(hidden)]
    pub fn body_from_path(&mut self, fields: &[(&str, usize)]) {
        let value = |place: &usize| self.parts.path_params.get(*place).cloned();
        let fields = fields
            .iter()
            .filter_map(|(field, place)| Some((field, value(place)?)));
        let body: Map<String, Value> = fields
            .map(|(field, value)| ((*field).to_owned(), Value::from(value)))
            .collect();
        self.json_body(&body);
    }
}

impl<T> fmt::Debug for Call<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parameters and body may hold personal data.
        f.debug_tuple("Call").field(&self.parts.name()).finish()
    }
}

impl<'c, T: 'c> IntoFuture for Call<'c, T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.send().await.map(Response::into_body) })
    }
}

impl<'c> Parts<'c> {
    /// The same request once more; what is wrong with it stays with this one.
    fn again(&self) -> Self {
        let Self {
            core,
            token,
            target,
            path_params,
            query,
            headers,
            body,
            timeout,
            retries,
            idempotent,
            wrong: _,
        } = self;
        Self {
            core,
            token: *token,
            target: target.clone(),
            path_params: path_params.clone(),
            query: query.clone(),
            headers: headers.clone(),
            body: body.clone(),
            timeout: *timeout,
            retries: *retries,
            idempotent: *idempotent,
            wrong: None,
        }
    }

    /// How the answer's list is read.
    fn shape(&self) -> Shape {
        match self.target {
            Target::Endpoint(Endpoint {
                list: Some(list), ..
            }) => Shape::of(list, self.core.catalog()),
            _ => Shape::default(),
        }
    }

    /// Sends the request; knows nothing of the answer's type, so that there is one copy of it.
    async fn send(&mut self, name: &str) -> Result<HttpResponse, Error> {
        if let Some(wrong) = self.wrong.take() {
            return Err(wrong);
        }
        let request = self.request()?;
        let exchange = Exchange {
            core: self.core,
            name,
            identity: &self.identity(name),
            endpoint: match self.target {
                Target::Endpoint(endpoint) => Some(endpoint),
                Target::Raw { .. } => None,
            },
            prefix: match &self.target {
                Target::Endpoint(endpoint) => endpoint.prefix,
                Target::Raw { path, .. } => self.core.prefix_of(path),
            },
            token: self.token,
            replay: self.replay(&request),
            retries: self.retries.unwrap_or(self.core.most_retries()),
            timeout: self.timeout.unwrap_or(self.core.timeout()),
        };
        match exchange.run(&request).await {
            Err(error) if error.is_not_found() && self.means_empty_list() => Ok(HttpResponse {
                attempts: error.attempts(),
                status: StatusCode::NOT_FOUND,
                headers: error.headers().cloned().unwrap_or_default(),
                body: Bytes::from_static(b"{}"),
            }),
            result => result,
        }
    }

    /// What sending the request twice does.
    fn replay(&self, request: &HttpRequest) -> Replay {
        let body = request.body.as_deref().unwrap_or_default();
        let replay = match self.target {
            Target::Endpoint(endpoint) => Replay::of_endpoint(endpoint, &request.headers, body),
            Target::Raw { .. } => Replay::of_method(&request.method),
        };
        if self.idempotent && replay == Replay::Twice {
            Replay::Once
        } else {
            replay
        }
    }

    /// The server has done what it was asked for, and nobody can read what it says of it.
    fn of_unread_answer(&self, error: Error, attempts: u32) -> Error {
        let error = error.after(attempts, Duration::ZERO);
        if self.changes_something() {
            error.of_unknown_outcome()
        } else {
            error
        }
    }

    fn changes_something(&self) -> bool {
        match &self.target {
            Target::Endpoint(endpoint) => endpoint.retry != Retry::Safe,
            Target::Raw { method, .. } => !method.is_safe(),
        }
    }

    fn request(&mut self) -> Result<HttpRequest, Error> {
        let (method, address) = match &self.target {
            Target::Endpoint(endpoint) => {
                let address = fill(&self.core.address(endpoint), &self.path_params)?;
                let method = Method::from_bytes(endpoint.method.as_bytes());
                (method.unwrap_or(Method::GET), address)
            }
            Target::Raw { method, path } => (method.clone(), self.core.raw_address(path)),
        };
        let mut request = HttpRequest::new(method, &address)?;
        if !self.query.is_empty() {
            request.url.query_pairs_mut().extend_pairs(&self.query);
        }
        request.headers = std::mem::take(&mut self.headers);
        request
            .headers
            .entry(ACCEPT)
            .or_insert(HeaderValue::from_static("application/json"));
        self.core.common_headers(&mut request.headers);
        if let Target::Endpoint(Endpoint {
            retry: Retry::KeyInHeader(name),
            ..
        }) = self.target
            && !request.headers.contains_key(*name)
        {
            // One key for all attempts of this call.
            let name = HeaderName::try_from(*name);
            let key = HeaderValue::try_from(uuid::Uuid::new_v4().to_string());
            if let (Ok(name), Ok(key)) = (name, key) {
                request.headers.insert(name, key);
            }
        }
        request.body = self.body.take();
        Ok(request)
    }

    /// Whether the endpoint answers 404 where its list is empty.
    fn means_empty_list(&self) -> bool {
        match self.target {
            Target::Endpoint(endpoint) => endpoint.list.is_some_and(|list| list.empty_on_404),
            Target::Raw { .. } => false,
        }
    }

    fn set_body(&mut self, body: Vec<u8>, content_type: &'static str) {
        self.body = Some(body.into());
        self.headers
            .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }

    fn unfit_body(&mut self, error: impl std::error::Error + Send + Sync + 'static) {
        let wrong = Error::new(Kind::Request("the body cannot be written")).with_source(error);
        self.wrong = Some(wrong);
    }

    /// What errors and spans call the call: `payments.create`, or the method and the prefix of the
    /// path. The rest of a path may hold personal data.
    fn name(&self) -> String {
        match &self.target {
            Target::Endpoint(endpoint) => endpoint.id(),
            Target::Raw { method, path } => {
                format!("{method} {}/…", self.core.prefix_path_of(path))
            }
        }
    }

    /// What tells the call from others, which is shown to nobody: a path may hold personal data.
    fn identity<'n>(&self, name: &'n str) -> Cow<'n, str> {
        match &self.target {
            Target::Endpoint(_) => Cow::Borrowed(name),
            Target::Raw { method, path } => Cow::Owned(format!("{method} {path}")),
        }
    }
}

/// Puts the parameters into the places in braces, encoded as one segment each (RFC 3986, 3.3).
fn fill(template: &str, params: &[String]) -> Result<String, Error> {
    let mut filled = String::with_capacity(template.len() + 40);
    let mut params = params.iter();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let after = behind.split_once('}').map_or("", |(_, after)| after);
        let value = params.next().map_or("", String::as_str);
        // As a segment, these mean another path.
        if matches!(value, "" | "." | "..") {
            return Err(Error::new(Kind::Request(
                "a path parameter is empty or made of dots",
            )));
        }
        filled.push_str(before);
        filled.extend(utf8_percent_encode(value, NOT_IN_SEGMENT));
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// An answer without a body counts as `null`, so that it is a `Value` or an `Option` as well.
fn decode_json<T: DeserializeOwned>(response: &HttpResponse, _: &Parts<'_>) -> Result<T, Error> {
    let body: &[u8] = if response.body.is_empty() {
        b"null"
    } else {
        &response.body
    };
    serde_json::from_slice(body).map_err(|error| not_as_expected(&error))
}

fn decode_page<T: DeserializeOwned>(
    response: &HttpResponse,
    parts: &Parts<'_>,
) -> Result<Page<T>, Error> {
    Page::read(&response.body, parts.shape())
}

/// The message of a JSON error may repeat a value, which may be personal: its place is kept only.
pub(crate) fn not_as_expected(error: &serde_json::Error) -> Error {
    let place = format!(
        "not the expected JSON at line {} column {}",
        error.line(),
        error.column()
    );
    Error::new(Kind::Decode).with_source(place)
}

/// Whether a segment means another path, also where its dots are encoded (RFC 3986, 5.2.4).
fn is_dots(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(plain.as_str(), "." | "..")
}

/// Everything but the unreserved characters of RFC 3986, 2.3.
const NOT_IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_parameter_stays_in_its_segment() {
        let check = |value: &str, expected: &str| {
            assert_eq!(
                fill("/a/{id}/b", &[value.to_owned()]).unwrap(),
                expected,
                "{value}"
            );
        };
        check("1", "/a/1/b");
        check("../x?y#z", "/a/..%2Fx%3Fy%23z/b");
        check("ñ %", "/a/%C3%B1%20%25/b");
        check("{id}", "/a/%7Bid%7D/b");
        for value in ["", ".", ".."] {
            assert!(
                fill("/a/{id}", &[value.to_owned()])
                    .unwrap_err()
                    .is_request(),
                "{value}"
            );
        }
    }
}
