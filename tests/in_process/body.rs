//! The body of a response, read to its end or to the limit.

use std::future::poll_fn;
use std::io::Read;
use std::pin::Pin;

use axum::body::Body;
use bytes::Bytes;
use flate2::read::GzDecoder;
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use passport_api::TransportError;

/// Reads a body as an HTTP client does: decompressed, and no more than the limit.
pub(super) async fn read(
    body: Body,
    headers: &HeaderMap,
    limit: usize,
) -> Result<Bytes, TransportError> {
    let mut stream = body.into_data_stream();
    let mut read = Vec::new();
    while let Some(chunk) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        let chunk = chunk.map_err(TransportError::broken)?;
        if read.len() + chunk.len() > limit {
            return Err(TransportError::too_large());
        }
        read.extend_from_slice(&chunk);
    }
    if headers
        .get(CONTENT_ENCODING)
        .is_none_or(|coding| coding != "gzip")
    {
        return Ok(read.into());
    }
    let mut inflated = Vec::new();
    // One byte more than is allowed, to see whether there are more.
    let mut decoder = GzDecoder::new(&*read).take(limit as u64 + 1);
    let length = decoder.read_to_end(&mut inflated);
    match length.map_err(TransportError::broken)? {
        length if length > limit => Err(TransportError::too_large()),
        _ => Ok(inflated.into()),
    }
}
