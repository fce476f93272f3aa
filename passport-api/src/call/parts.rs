//! All of a request but the type of its answer.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde::de::IgnoredAny;

pub(super) use crate::call::address::encoded;
use crate::call::address::fill;
use crate::call::answer::takes_html;
use crate::catalog::{Endpoint, Retry};
use crate::client::{Core, Exchange, HttpRequest, HttpResponse};
use crate::error::{Error, Kind};
use crate::page::Shape;
use crate::problem::Problem;
use crate::retry::{Replay, has_value};
use crate::token::ErasedToken;

/// All of a request but the type of its answer.
pub(super) struct Parts<'c> {
    pub(super) core: &'c Core,
    pub(super) token: Option<&'c ErasedToken>,
    pub(super) target: Target,
    /// The items of each; all but lists have one.
    pub(super) path_params: Vec<Vec<String>>,
    pub(super) query: Vec<(Cow<'static, str>, String)>,
    /// What stands behind that in the query, encoded already.
    pub(super) encoded_query: Vec<String>,
    pub(super) headers: HeaderMap,
    /// The media types to ask for, unless there is a header that says it.
    pub(super) accept: &'static str,
    /// Whether a page of HTML may be what was asked for; known when the request is made.
    pub(super) takes_html: bool,
    /// That of the body that is set next, where it is not its usual one.
    pub(super) media_type: Option<&'static str>,
    pub(super) body: Option<Bytes>,
    pub(super) timeout: Option<Duration>,
    pub(super) retries: Option<u32>,
    /// Whether the caller knows that the server processes the request at most once.
    pub(super) idempotent: bool,
    /// What was wrong with a parameter; reported when the request is sent.
    pub(super) wrong: Option<Error>,
}

/// What is called.
#[derive(Clone)]
pub(super) enum Target {
    Endpoint(&'static Endpoint),
    Raw { method: Method, path: String },
}

impl<'c> Parts<'c> {
    /// A request without parameters yet. A function that is compiled once: each method of a client is
    /// compiled again for each set of scopes.
    #[inline(never)]
    pub(super) fn new(core: &'c Core, token: Option<&'c ErasedToken>, target: Target) -> Self {
        Self {
            core,
            token,
            target,
            path_params: Vec::new(),
            query: Vec::new(),
            encoded_query: Vec::new(),
            headers: HeaderMap::new(),
            accept: "application/json",
            takes_html: false,
            media_type: None,
            body: None,
            timeout: None,
            retries: None,
            idempotent: false,
            wrong: None,
        }
    }

    /// The same request once more; what is wrong with it stays with this one.
    pub(super) fn again(&self) -> Self {
        let Self {
            core,
            token,
            target,
            path_params,
            query,
            encoded_query,
            headers,
            accept,
            takes_html,
            media_type,
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
            encoded_query: encoded_query.clone(),
            headers: headers.clone(),
            accept,
            takes_html: *takes_html,
            media_type: *media_type,
            body: body.clone(),
            timeout: *timeout,
            retries: *retries,
            idempotent: *idempotent,
            wrong: None,
        }
    }

    /// How the answer's list is read.
    pub(super) fn shape(&self) -> Shape {
        match self.target {
            Target::Endpoint(Endpoint {
                list: Some(list), ..
            }) => Shape::of(list, self.core.catalog()),
            _ => Shape::default(),
        }
    }

    /// Sends the request; knows nothing of the answer's type, so that there is one copy of it.
    pub(super) async fn send(&mut self, name: &str) -> Result<HttpResponse, Error> {
        if let Some(wrong) = self.wrong.take() {
            return Err(wrong);
        }
        let request = self.request()?;
        let exchange = Exchange {
            core: self.core,
            name,
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
            Err(error) if self.is_empty_list(&error) => Ok(HttpResponse {
                attempts: error.attempts(),
                status: StatusCode::NOT_FOUND,
                headers: error.headers().cloned().unwrap_or_default(),
                body: Bytes::from_static(b"{}"),
            }),
            result => result,
        }
    }

    /// What sending the request twice does.
    pub(super) fn replay(&self, request: &HttpRequest) -> Replay {
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
    pub(super) fn of_unread_answer(&self, error: Error, attempts: u32) -> Error {
        let error = error.after(attempts, Duration::ZERO);
        if self.changes_something() {
            error.of_unknown_outcome()
        } else {
            error
        }
    }

    pub(super) fn changes_something(&self) -> bool {
        match &self.target {
            Target::Endpoint(endpoint) => endpoint.retry != Retry::Safe,
            Target::Raw { method, .. } => !method.is_safe(),
        }
    }

    pub(super) fn request(&mut self) -> Result<HttpRequest, Error> {
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
        if !self.encoded_query.is_empty() {
            let plain = request.url.query().into_iter();
            let all: Vec<&str> = plain
                .chain(self.encoded_query.iter().map(String::as_str))
                .collect();
            let all = all.join("&");
            request.url.set_query(Some(&all));
        }
        request.headers = std::mem::take(&mut self.headers);
        let accept = request.headers.entry(ACCEPT);
        let accept = accept.or_insert(HeaderValue::from_static(self.accept));
        self.takes_html = accept.to_str().is_ok_and(takes_html);
        self.core.common_headers(&mut request.headers);
        if let Target::Endpoint(Endpoint {
            retry: Retry::KeyInHeader(name),
            ..
        }) = self.target
            && !has_value(&request.headers, name)
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

    /// Whether the error is how the endpoint says that its list is empty. A page of HTML with
    /// status 404 comes from something in between, and says nothing about the list.
    fn is_empty_list(&self, error: &Error) -> bool {
        let Target::Endpoint(endpoint) = self.target else {
            return false;
        };
        let empty_on_404 = endpoint.list.is_some_and(|list| list.empty_on_404);
        let body = error.problem().map_or(&b"<"[..], Problem::raw);
        let is_json = || serde_json::from_slice::<IgnoredAny>(body).is_ok();
        empty_on_404 && error.is_not_found() && (body.trim_ascii().is_empty() || is_json())
    }

    pub(super) fn set_body(&mut self, body: impl Into<Bytes>, usual: &str) {
        let content_type = self.media_type.take().unwrap_or(usual);
        match HeaderValue::from_str(content_type) {
            Ok(content_type) => drop(self.headers.insert(CONTENT_TYPE, content_type)),
            Err(error) => self.unfit_body(error),
        }
        self.body = Some(body.into());
    }

    pub(super) fn unfit_body(&mut self, error: impl std::error::Error + Send + Sync + 'static) {
        let wrong = Error::new(Kind::Request("the body cannot be written")).with_source(error);
        self.wrong = Some(wrong);
    }

    /// What errors and spans call the call: `payments.create`, or the method and the prefix of the
    /// path. The rest of a path may hold personal data.
    pub(super) fn name(&self) -> String {
        match &self.target {
            Target::Endpoint(endpoint) => endpoint.id(),
            Target::Raw { method, path } => {
                format!("{method} {}/…", self.core.prefix_path_of(path))
            }
        }
    }
}
