//! The body of a request as the sandbox reads it.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use multer::Multipart;
use passport_spec::{Content, Endpoint, GivenBody, ModelFormat};
use serde_json::Value;

use crate::incoming::Incoming;
use crate::refusal::{Reason, Refusal};

/// The body of a request as the sandbox read it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum ReceivedBody {
    /// None, or one that was not read: that of a token request, or of a request that was refused.
    #[default]
    None,
    /// JSON.
    Json(Value),
    /// The fields of a form, in order.
    Form(Vec<(String, String)>),
    /// The parts of a multipart form, in order.
    Multipart(Vec<ReceivedPart>),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Bytes),
}

/// A part of a multipart form.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ReceivedPart {
    /// The field's name.
    pub name: String,
    /// The name of the file, if it is one.
    pub file_name: Option<String>,
    /// The media type, if it has one.
    pub content_type: Option<String>,
    /// What is in it.
    pub content: Bytes,
}

impl ReceivedBody {
    /// Reads a body as the endpoint takes it; `not_json` is the status for a body that is not sent as
    /// JSON where the endpoint takes JSON.
    pub(crate) fn read(
        incoming: &Incoming<'_>,
        endpoint: &Endpoint,
        not_json: Option<StatusCode>,
    ) -> Result<Self, Refusal> {
        if incoming.body.is_empty() {
            return match &endpoint.body {
                passport_spec::Body::Given(given) if is_missed(given) => {
                    Err(malformed("The call needs a body."))
                }
                _ => Ok(Self::None),
            };
        }
        let takes_json = match &endpoint.body {
            passport_spec::Body::Given(given) => given.is_json(),
            passport_spec::Body::FromPath(_) => true,
            passport_spec::Body::Empty => false,
        };
        if let Some(status) = not_json.filter(|_| takes_json && !incoming.is_json()) {
            let mut refusal = wrong_media_type("application/json", &incoming.media_type());
            refusal.status = status;
            return Err(refusal);
        }
        let passport_spec::Body::Given(given) = &endpoint.body else {
            return incoming.json_or_form();
        };
        check_media_type(incoming, given)?;
        match &given.content {
            Content::Text => {
                let text = std::str::from_utf8(incoming.body);
                let text = text.map_err(|_| malformed("The body is no text in UTF-8."))?;
                Ok(Self::Text(text.to_owned()))
            }
            Content::Bytes => Ok(Self::Bytes(Bytes::copy_from_slice(incoming.body))),
            Content::Model { format, .. } if *format == ModelFormat::Multipart => {
                multipart(incoming).map(Self::Multipart)
            }
            Content::Json | Content::Model { .. } => incoming.json_or_form(),
        }
    }

    /// The body as the systems see it: JSON, or an object of a form's texts.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Json(value) => value.clone(),
            Self::Form(fields) => fields
                .iter()
                .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
                .collect(),
            Self::None | Self::Multipart(_) | Self::Text(_) | Self::Bytes(_) => Value::Null,
        }
    }
}

/// Whether a body without a byte is none where there must be one. Of JSON and of a multipart form
/// there is always something; a form of no fields, and a text, may be empty.
fn is_missed(given: &GivenBody) -> bool {
    let multipart = ModelFormat::Multipart;
    let is_multipart =
        matches!(&given.content, Content::Model { format, .. } if *format == multipart);
    given.required && (given.is_json() || is_multipart)
}

/// Refuses a body of another media type than the spec names.
fn check_media_type(incoming: &Incoming<'_>, given: &GivenBody) -> Result<(), Refusal> {
    let sent = incoming.media_type();
    let wanted = essence(given.media_type());
    let fits = match &given.content {
        Content::Model { format, .. } if *format == ModelFormat::Multipart => sent == wanted,
        // The caller may say which type it is, and replace a body by one of JSON.
        _ => given.media_type.is_none() || sent == wanted,
    };
    if fits {
        return Ok(());
    }
    Err(wrong_media_type(&wanted, &sent))
}

fn wrong_media_type(wanted: &str, sent: &str) -> Refusal {
    let must = format!("The body must be of the media type `{wanted}`");
    let detail = match sent {
        "" => format!("{must}, but the request names none."),
        sent => format!("{must}, not `{sent}`."),
    };
    Reason::WrongMediaType.because(detail)
}

/// The parts of a multipart body.
fn multipart(incoming: &Incoming<'_>) -> Result<Vec<ReceivedPart>, Refusal> {
    let header = incoming.content_type();
    // The reader of the parameter insists on the type.
    let (_, params) = header.split_once(';').unwrap_or((header, ""));
    let boundary = multer::parse_boundary(format!("multipart/form-data;{params}"));
    let boundary = boundary.map_err(|error| malformed(&format!("{error}.")))?;
    let body = Body::from(Bytes::copy_from_slice(incoming.body));
    let parts = at_once(parts(Multipart::new(body.into_data_stream(), boundary)));
    parts.map_err(|error| malformed(&format!("The body is no multipart form: {error}.")))
}

async fn parts(mut form: Multipart<'_>) -> Result<Vec<ReceivedPart>, multer::Error> {
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await? {
        parts.push(ReceivedPart {
            name: field.name().unwrap_or_default().to_owned(),
            file_name: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(ToString::to_string),
            content: field.bytes().await?,
        });
    }
    Ok(parts)
}

/// The result of a future that has nothing to wait for.
fn at_once<T>(future: impl Future<Output = Result<T, multer::Error>>) -> Result<T, multer::Error> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    // A stream of one piece may ask to be polled once more.
    for _ in 0..MOST_POLLS {
        if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
            return result;
        }
    }
    Err(multer::Error::IncompleteStream)
}

/// The media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    let plain = media_type.split(';').next().unwrap_or_default();
    plain.trim().to_ascii_lowercase()
}

fn malformed(detail: &str) -> Refusal {
    Reason::MalformedBody.because(detail)
}

const MOST_POLLS: usize = 64;
