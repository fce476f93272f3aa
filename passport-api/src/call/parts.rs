//! All of a request but the type of its answer.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use serde::de::IgnoredAny;

use crate::call::address::{PathParams, encode_into};
use crate::catalog::{Endpoint, Retry};
use crate::client::{CallName, Core, Exchange, Headers, HttpRequest, HttpResponse};
use crate::error::{Error, Kind};
use crate::json;
use crate::page::Shape;
use crate::problem::Problem;
use crate::retry::has_value;
use crate::token::{ErasedToken, KeptToken};

/// All of a request but the type of its answer.
pub(super) struct Parts<'c> {
    pub(super) core: &'c Core,
    pub(super) token: Option<&'c ErasedToken>,
    /// The token that is sent whatever becomes of it, instead of one that is good when it is sent.
    pub(super) fixed_token: Option<KeptToken>,
    pub(super) target: Target,
    pub(super) path_params: PathParams,
    pub(super) query: Vec<(Cow<'static, str>, String)>,
    /// What stands behind that in the query, encoded already.
    pub(super) encoded_query: Vec<String>,
    pub(super) headers: Headers,
    /// The media types to ask for, unless there is a header that says it.
    pub(super) accept: &'static str,
    /// What a header said instead; known when the request is made.
    pub(super) accept_header: Option<HeaderValue>,
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
    Raw(Box<RawTarget>),
}

/// A call of an endpoint that is not in the spec.
#[derive(Clone)]
pub(super) struct RawTarget {
    pub(super) method: Method,
    /// What is behind the base URL.
    pub(super) path: String,
}

impl<'c> Parts<'c> {
    /// A request without parameters yet. A function that is compiled once: each method of a client is
    /// compiled again for each set of scopes.
    #[inline(never)]
    pub(super) fn new(core: &'c Core, token: Option<&'c ErasedToken>, target: Target) -> Self {
        Self {
            core,
            token,
            fixed_token: None,
            target,
            path_params: PathParams::default(),
            query: Vec::new(),
            encoded_query: Vec::new(),
            headers: Headers::default(),
            accept: "application/json",
            accept_header: None,
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
            fixed_token,
            target,
            path_params,
            query,
            encoded_query,
            headers,
            accept,
            accept_header,
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
            fixed_token: fixed_token.clone(),
            target: target.clone(),
            path_params: path_params.clone(),
            query: query.clone(),
            encoded_query: encoded_query.clone(),
            headers: headers.clone(),
            accept,
            accept_header: accept_header.clone(),
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
    pub(super) async fn send(&mut self) -> Result<HttpResponse, Error> {
        if let Some(wrong) = self.wrong.take() {
            return Err(wrong);
        }
        let request = self.request()?;
        let exchange = Exchange {
            core: self.core,
            name: self.name(),
            prefix: match &self.target {
                Target::Endpoint(endpoint) => endpoint.prefix,
                Target::Raw(raw) => self.core.prefix_of(&raw.path),
            },
            token: self.token,
            fixed_token: self.fixed_token.as_ref(),
            idempotent: self.idempotent,
            retries: self.retries.unwrap_or(self.core.most_retries()),
            timeout: self.timeout.unwrap_or(self.core.timeout()),
        };
        let result = exchange.run(&request).await;
        if result.is_ok() {
            self.note_revocation();
        }
        match result {
            Err(error) if self.is_empty_list(&error) => Ok(HttpResponse {
                attempts: error.attempts(),
                status: StatusCode::NOT_FOUND,
                headers: error.headers().cloned().unwrap_or_default(),
                body: Bytes::from_static(b"{}"),
            }),
            result => result,
        }
    }

    /// Notes that a token was revoked by its id: it may be the one in use.
    fn note_revocation(&self) {
        let revoke = self.core.catalog().token.revoke;
        if let (Some(token), Target::Endpoint(endpoint)) = (self.token, &self.target)
            && revoke.and_then(|id| id.split_once('.')) == Some((endpoint.resource, endpoint.name))
            && let Some(id) = self.path_params.get(0)
        {
            token.note_revoked(&id);
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
            Target::Raw(raw) => !raw.method.is_safe(),
        }
    }

    pub(super) fn request(&mut self) -> Result<HttpRequest, Error> {
        let method = match &self.target {
            Target::Endpoint(endpoint) => {
                let method = Method::from_bytes(endpoint.method.as_bytes());
                method.unwrap_or(Method::GET)
            }
            Target::Raw(raw) => raw.method.clone(),
        };
        Ok(HttpRequest {
            method,
            address: self.address()?,
            headers: self.all_headers(),
            body: self.body.take(),
        })
    }

    fn address(&self) -> Result<String, Error> {
        let base = self.core.base_url();
        let mut address = match &self.target {
            Target::Endpoint(endpoint) => {
                let (prefix, path) = self.core.path(endpoint);
                self.path_params.fill(&[base, prefix], path)?
            }
            Target::Raw(raw) => [base, &raw.path].concat(),
        };
        for (name, value) in &self.query {
            begin_pair(&mut address);
            encode_into(&mut address, name);
            address.push('=');
            encode_into(&mut address, value);
        }
        for pair in &self.encoded_query {
            begin_pair(&mut address);
            address.push_str(pair);
        }
        Ok(address)
    }

    fn all_headers(&mut self) -> Headers {
        let mut headers = std::mem::take(&mut self.headers);
        headers.reserve(MOST_ADDED);
        match headers.get(ACCEPT.as_str()) {
            Some(accept) => self.accept_header = Some(accept.clone()),
            None => headers.insert(ACCEPT, HeaderValue::from_static(self.accept)),
        }
        self.core.common_headers(&mut headers);
        if let Target::Endpoint(Endpoint {
            retry: Retry::KeyInHeader(name),
            ..
        }) = self.target
            && !has_value(&headers, name)
        {
            // One key for all attempts of this call.
            let name = HeaderName::try_from(*name);
            let key = HeaderValue::try_from(uuid::Uuid::new_v4().to_string());
            if let (Ok(name), Ok(key)) = (name, key) {
                headers.insert(name, key);
            }
        }
        headers
    }

    /// The media types that were asked for; empty where they are no text.
    pub(super) fn asked_for(&self) -> &str {
        match &self.accept_header {
            Some(accept) => accept.to_str().unwrap_or_default(),
            None => self.accept,
        }
    }

    /// Whether the error is how the endpoint says that its list is empty. A page of HTML with
    /// status 404 comes from something in between, and says nothing about the list.
    fn is_empty_list(&self, error: &Error) -> bool {
        let Target::Endpoint(endpoint) = self.target else {
            return false;
        };
        let empty_on_404 = endpoint.list.is_some_and(|list| list.empty_on_404);
        let body = error.problem().map_or(&b"<"[..], Problem::raw);
        let body = json::without_bom(body);
        let is_json = || serde_json::from_slice::<IgnoredAny>(body).is_ok();
        empty_on_404 && error.is_not_found() && (body.trim_ascii().is_empty() || is_json())
    }

    pub(super) fn set_body(&mut self, body: impl Into<Bytes>, usual: &str) {
        let content_type = self.media_type.take().unwrap_or(usual);
        match HeaderValue::from_str(content_type) {
            Ok(content_type) => self.headers.insert(CONTENT_TYPE, content_type),
            Err(error) => self.unfit_body(error),
        }
        self.body = Some(body.into());
    }

    pub(super) fn unfit_body(&mut self, error: impl std::error::Error + Send + Sync + 'static) {
        let wrong = Error::new(Kind::Request("the body cannot be written")).with_source(error);
        self.wrong = Some(wrong);
    }

    pub(super) fn name(&self) -> CallName<'_> {
        match &self.target {
            Target::Endpoint(endpoint) => CallName::Endpoint(endpoint),
            Target::Raw(raw) => CallName::Raw {
                method: &raw.method,
                prefix: self.core.prefix_path_of(&raw.path),
            },
        }
    }
}

/// Begins the next pair of an address's query, which may be the first.
fn begin_pair(address: &mut String) {
    match address.find('?') {
        None => address.push('?'),
        Some(mark) if mark + 1 == address.len() => {}
        Some(_) => address.push('&'),
    }
}

/// `Accept`, `Accept-Language` and a key.
const MOST_ADDED: usize = 3;
