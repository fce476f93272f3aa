//! Bodies that go wrong: too short, too long, too small to be believed.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress};
use futures_core::Stream;

/// A body that fails, after some bytes or at once.
pub(crate) struct Broken {
    bytes: Option<Bytes>,
    /// How often it still waits before it fails, so that the bytes are on their way by then.
    pauses: u8,
}

impl Broken {
    pub(crate) fn after(bytes: Bytes) -> Self {
        Self {
            bytes: Some(bytes),
            pauses: PAUSES,
        }
    }

    pub(crate) fn at_once() -> Self {
        Self {
            bytes: None,
            pauses: 0,
        }
    }
}

impl Stream for Broken {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(bytes) = self.bytes.take() {
            return Poll::Ready(Some(Ok(bytes)));
        }
        if self.pauses > 0 {
            self.pauses -= 1;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let error = io::Error::new(io::ErrorKind::ConnectionReset, "an injected fault");
        Poll::Ready(Some(Err(error)))
    }
}

/// A JSON string of many bytes, made while it is sent.
pub(crate) struct Filler {
    length: u64,
    sent: u64,
}

impl Filler {
    pub(crate) fn new(length: u64) -> Self {
        Self { length, sent: 0 }
    }
}

impl Stream for Filler {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let left = self.length - self.sent;
        if left == 0 {
            return Poll::Ready(None);
        }
        let size = left.min(CHUNK as u64);
        // At most `CHUNK`.
        let mut chunk = vec![LETTER; size as usize];
        if self.sent == 0 {
            chunk[0] = b'"';
        }
        if size == left {
            chunk[size as usize - 1] = b'"';
        }
        self.sent += size;
        Poll::Ready(Some(Ok(chunk.into())))
    }
}

/// A JSON string of many bytes, as gzip (RFC 1952).
///
/// The same compressed block is repeated, so that also a body of gigabytes is made at once.
pub(crate) fn gzip(length: u64) -> Bytes {
    let quotes = length.min(2);
    let letters = length - quotes;
    let quote = Block::of(b"\"");
    let full = Block::of(&[LETTER; CHUNK]);
    // Less than `CHUNK`, so it fits.
    let rest = Block::of(&[LETTER; CHUNK][..(letters % CHUNK as u64) as usize]);
    let mut gzip = GZIP_HEADER.to_vec();
    let mut checksum = Crc::new();
    let mut add = |block: &Block| {
        gzip.extend_from_slice(&block.deflated);
        checksum.combine(&block.checksum);
    };
    if quotes > 0 {
        add(&quote);
    }
    (0..letters / CHUNK as u64).for_each(|_| add(&full));
    add(&rest);
    if quotes > 1 {
        add(&quote);
    }
    gzip.extend_from_slice(&LAST_BLOCK);
    gzip.extend_from_slice(&checksum.sum().to_le_bytes());
    // The format has the length modulo 2^32.
    gzip.extend_from_slice(&(length as u32).to_le_bytes());
    gzip.into()
}

/// Compressed bytes that can stand between any others.
struct Block {
    deflated: Vec<u8>,
    checksum: Crc,
}

impl Block {
    fn of(bytes: &[u8]) -> Self {
        // Repetitions compress to far less, and a few bytes to little more.
        let mut deflated = Vec::with_capacity(bytes.len() + 64);
        let mut deflater = Compress::new(Compression::best(), false);
        // Into memory it cannot fail, and there is room for all of it.
        let _ = deflater.compress_vec(bytes, &mut deflated, FlushCompress::Full);
        let mut checksum = Crc::new();
        checksum.update(bytes);
        Self { deflated, checksum }
    }
}

const LETTER: u8 = b'x';
const CHUNK: usize = 1 << 16;
const PAUSES: u8 = 16;

/// Deflate, no name, no time, no system (RFC 1952, 2.3).
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// A last block with nothing in it (RFC 1951, 3.2.3).
const LAST_BLOCK: [u8; 2] = [3, 0];

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn gzip_inflates_to_a_json_string() {
        let chunk = CHUNK as u64;
        for length in [0, 1, 2, 3, chunk, chunk + 1, chunk + 2, 10 * chunk + 7] {
            let mut text = String::new();
            let packed = gzip(length);
            let mut reader = flate2::read::GzDecoder::new(packed.as_ref());
            reader.read_to_string(&mut text).unwrap();
            assert_eq!(text.len() as u64, length);
            if length > 1 {
                assert!(serde_json::from_str::<String>(&text).is_ok());
            }
        }
        assert!(gzip(1 << 30).len() < 1 << 22);
    }
}
