//! Endpoints: what is called, with what, and what comes back.

use crate::body::Body;
use crate::inferred::{EndpointFact, InferredField};
use crate::param::Param;
use crate::requirement::Requirement;
use crate::response::{ErrorBody, Response};

/// One endpoint of an API.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Endpoint {
    /// The resource, such as `payments`.
    pub resource: String,
    /// The method's name, such as `create`.
    pub name: String,
    /// The HTTP method.
    pub method: http::Method,
    /// The name of the prefix in front of the path.
    pub prefix: Option<String>,
    /// The path behind the prefix.
    pub path: PathTemplate,
    /// What the call needs of its token.
    pub requirement: Requirement,
    /// The facts that no document shows, each once, in the order of [`EndpointFact::ALL`].
    pub inferred: Vec<EndpointFact>,
    /// The fields of the body about which a fact is inferred, in the order of the file.
    pub inferred_fields: Vec<InferredField>,
    /// Whether the call may be made without a token as well.
    pub anonymous: bool,
    /// For the docs.
    pub description: Option<String>,
    /// A link for the docs.
    pub docs: Option<String>,
    /// The parameters in the path, in its order.
    pub path_params: Vec<Param>,
    /// The query parameters.
    pub query: Vec<Param>,
    /// The header parameters.
    pub headers: Vec<Param>,
    /// The request's body.
    pub body: Body,
    /// The response's body.
    pub response: Response,
    /// The media types that are asked for, where the spec says; see
    /// [`accept_header`](Self::accept_header).
    pub accept: Option<String>,
    /// The types of errors, the API's among them, by status.
    pub errors: Vec<ErrorBody>,
    /// Whether the call may be sent again.
    pub retry: Retry,
    /// A response body for the sandbox: JSON text, or the text itself where text is answered.
    pub example: Option<String>,
    /// The line in the spec file, counted from 1.
    pub line: usize,
}

impl Endpoint {
    /// Resource and name, such as `payments.create`.
    pub fn id(&self) -> String {
        format!("{}.{}", self.resource, self.name)
    }

    /// The name of the method that makes the call without a token, where `anonymous` allows it.
    pub fn anonymous_name(&self) -> String {
        format!("{}_anonymously", self.name)
    }

    /// True if no document shows this fact.
    pub fn is_inferred(&self, fact: EndpointFact) -> bool {
        self.inferred.contains(&fact)
    }

    /// The list that the endpoint answers with, if it is one.
    pub fn list(&self) -> Option<&List> {
        match &self.response {
            Response::List(list) => Some(list),
            _ => None,
        }
    }
}

/// A path with parameters in braces: `/orders/{order_id}`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PathTemplate {
    /// The path as it is written.
    pub text: String,
    /// The names in braces, in order.
    pub params: Vec<String>,
}

impl PathTemplate {
    /// Reads a path; the error says what is wrong with it.
    ///
    /// ```
    /// let path = passport_spec::PathTemplate::parse("/orders/{order_id}/items").unwrap();
    /// assert_eq!(path.params, ["order_id"]);
    /// assert!(passport_spec::PathTemplate::parse("orders/{order_id").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// A text that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        if !text.starts_with('/') {
            return Err(format!("the path `{text}` does not start with `/`"));
        }
        if let Some(c) = text
            .chars()
            .find(|c| c.is_whitespace() || "?#\"<>\\^`|".contains(*c))
        {
            return Err(format!(
                "the path `{text}` holds {c:?}; query parameters go into `query`"
            ));
        }
        crate::wire::check_path(text)?;
        let mut params: Vec<String> = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let Some((name, behind)) = rest[at..].strip_prefix('{').and_then(|r| r.split_once('}'))
            else {
                return Err(format!("the braces of the path `{text}` do not match"));
            };
            if name.is_empty()
                || !name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
            {
                return Err(format!(
                    "`{{{name}}}` in the path `{text}` is no parameter name; use letters, digits, `_` and `-`"
                ));
            }
            if params.iter().any(|other| other == name) {
                return Err(format!("the path `{text}` holds `{{{name}}}` twice"));
            }
            params.push(name.to_owned());
            rest = behind;
        }
        Ok(Self {
            text: text.to_owned(),
            params,
        })
    }

    /// The parameters that a path seems to mean which cannot be read, each once.
    pub(crate) fn salvage_params(text: &str) -> Vec<String> {
        let mut params: Vec<String> = Vec::new();
        for rest in text.split('{').skip(1) {
            let name = rest.split(['}', '/']).next().unwrap_or_default();
            if !name.is_empty() && !params.iter().any(|known| known == name) {
                params.push(name.to_owned());
            }
        }
        params
    }
}

/// A list of items in a response.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct List {
    /// The items' type.
    pub item: String,
    /// The field that holds the items; empty for a bare array.
    pub field: String,
    /// The pagination style's name.
    pub pagination: Option<String>,
    /// Whether status 404 means an empty list.
    pub empty_on_404: bool,
}

/// Whether a call may be sent again after it may have been processed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Retry {
    /// Yes: it changes nothing.
    Safe,
    /// No.
    Never,
    /// Yes, with the same key: the server makes at most one of them.
    IdempotencyKey(KeyPlace),
}

/// Where an idempotency key stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum KeyPlace {
    /// In this header.
    Header(String),
    /// In this field of the JSON body.
    Body(String),
}

/// How an API divides its lists into pages.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Pagination {
    /// The style's name in the file.
    pub name: String,
    /// Query parameter that takes the page's number.
    pub number: Option<String>,
    /// Query parameter that takes the page's size.
    pub size: Option<String>,
    /// The first page's number.
    pub first: u64,
    /// Field of the response that holds the totals.
    pub info: Option<String>,
    /// Names of the fields in `info`.
    pub total_items: Option<String>,
    /// See [`total_items`](Self::total_items).
    pub total_pages: Option<String>,
    /// See [`total_items`](Self::total_items).
    pub current_page: Option<String>,
    /// The names of the field with the time stamp that keeps pages stable.
    pub snapshot: Vec<String>,
    /// Query parameter that takes back the snapshot's whole seconds.
    pub snapshot_seconds: Option<String>,
    /// Query parameter that takes back the rest of it, in nanoseconds.
    pub snapshot_nanos: Option<String>,
}
