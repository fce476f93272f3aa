//! Reads a response to its end.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, Method, Response, StatusCode, Version};
use http_body::Body as _;

use crate::client::content_coding::{self, CodingError};
use crate::client::failure;
use crate::client::message::HttpResponse;
use crate::error::{Error, Kind};

/// The bytes of body that are read at most, counted before and after decoding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BodyLimit {
    /// Of a success; a larger one is an error.
    pub(crate) success: usize,
    /// Of any other status; a larger one is cut, because its status is what counts.
    pub(crate) error: usize,
}

impl BodyLimit {
    fn of(self, status: StatusCode) -> usize {
        if status.is_success() {
            self.success
        } else {
            self.error
        }
    }
}

/// Reads the response to a request with this method. `sees_end` says whether the HTTP client tells if
/// an HTTP/2 stream has ended as it should.
pub(super) async fn read(
    mut answer: reqwest::Response,
    method: &Method,
    limit: BodyLimit,
    sees_end: bool,
) -> Result<HttpResponse, Error> {
    let (status, version) = (answer.status(), answer.version());
    let headers = std::mem::take(answer.headers_mut());
    let expected = expected_length(status, &headers, method);
    let limit = limit.of(status);
    let mut body = Buffer::new(limit, expected);
    let end = loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => {
                if !body.push(chunk) {
                    break End::Limit;
                }
            }
            Ok(None) => break End::Reached,
            Err(error) => break End::Lost(error),
        }
    };
    // The status of an error says enough, also where its body is cut.
    if status.is_success() {
        match end {
            End::Limit => return Err(Error::new(Kind::TooLarge(limit))),
            End::Lost(error) => return Err(failure::within_response(error)),
            End::Reached => {
                let is_open = || sees_end && version == Version::HTTP_2 && !has_ended(answer);
                check_length(expected, body.len(), is_open)?;
            }
        }
    }
    decoded(status, headers, body.into_bytes(), limit)
}

enum End {
    Reached,
    /// The limit was reached before.
    Limit,
    Lost(reqwest::Error),
}

/// A response that a transport of the caller's own has read to its end.
pub(super) fn of_whole(answer: Response<Bytes>, limit: BodyLimit) -> Result<HttpResponse, Error> {
    let (head, mut body) = answer.into_parts();
    let limit = limit.of(head.status);
    if body.len() > limit {
        if head.status.is_success() {
            return Err(Error::new(Kind::TooLarge(limit)));
        }
        body.truncate(limit);
    }
    decoded(head.status, head.headers, body, limit)
}

/// A response whose body is decoded.
fn decoded(
    status: StatusCode,
    mut headers: HeaderMap,
    body: Bytes,
    limit: usize,
) -> Result<HttpResponse, Error> {
    let body = match content_coding::decode(&headers, body.clone(), limit) {
        Ok(decoded) => {
            // Both are of the body as it came.
            if headers.remove(CONTENT_ENCODING).is_some() {
                headers.remove(CONTENT_LENGTH);
            }
            decoded
        }
        Err(_) if !status.is_success() => body,
        Err(CodingError::TooLarge) => return Err(Error::new(Kind::TooLarge(limit))),
        Err(error) => return Err(Error::new(Kind::Decode(None)).with_source(error)),
    };
    Ok(HttpResponse {
        status,
        headers,
        body,
        attempts: 1,
    })
}

/// The length that the headers promise; `None` where they promise none, or it is not that of this body
/// (RFC 9110, 8.6).
fn expected_length(status: StatusCode, headers: &HeaderMap, method: &Method) -> Option<u64> {
    let is_without_body = *method == Method::HEAD
        || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    // Of a body that comes in chunks, their end counts (RFC 9112, 6.3).
    if is_without_body || headers.contains_key(TRANSFER_ENCODING) {
        return None;
    }
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Fails if a body is not all there, although the HTTP client reports no error. It takes an HTTP/2
/// stream that the server resets with the code `NO_ERROR`, or leaves in a `GOAWAY`, for a whole one
/// (RFC 9113, 8.1).
fn check_length(
    expected: Option<u64>,
    length: usize,
    is_open: impl FnOnce() -> bool,
) -> Result<(), Error> {
    match expected {
        Some(expected) if length as u64 != expected => Err(failure::broken(format!(
            "the body has {length} bytes, and the headers promise {expected}"
        ))),
        None if is_open() => Err(failure::broken(
            "the server has given up the HTTP/2 stream before its end",
        )),
        _ => Ok(()),
    }
}

/// Returns whether the server has ended the stream of an HTTP/2 response.
fn has_ended(answer: reqwest::Response) -> bool {
    reqwest::Body::from(answer).is_end_stream()
}

/// The bytes of a body as they come.
struct Buffer {
    limit: usize,
    /// Bytes to make room for, where there is more than one chunk.
    foreseen: usize,
    /// Most bodies are one chunk, which is taken as it is.
    first: Bytes,
    all: Vec<u8>,
}

impl Buffer {
    fn new(limit: usize, expected: Option<u64>) -> Self {
        // A server may promise anything.
        let expected = usize::try_from(expected.unwrap_or_default()).unwrap_or(usize::MAX);
        Self {
            limit,
            foreseen: expected.min(MOST_FORESEEN).min(limit),
            first: Bytes::new(),
            all: Vec::new(),
        }
    }

    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    /// Adds a chunk, up to the limit; returns whether all of it fits.
    fn push(&mut self, mut chunk: Bytes) -> bool {
        let room = self.limit - self.len();
        let fits = chunk.len() <= room;
        chunk.truncate(room);
        if self.len() == 0 {
            self.first = chunk;
            return fits;
        }
        if self.all.is_empty() {
            let first = std::mem::take(&mut self.first);
            self.all
                .reserve(self.foreseen.max(first.len() + chunk.len()));
            self.all.extend_from_slice(&first);
        }
        self.all.extend_from_slice(&chunk);
        fits
    }

    fn into_bytes(self) -> Bytes {
        if self.all.is_empty() {
            self.first
        } else {
            self.all.into()
        }
    }
}

/// So many bytes of a body are given room on a server's word alone; for more, room is made as they
/// come.
const MOST_FORESEEN: usize = 4 * 1024 * 1024;
