//! The body of a request, in pieces.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::task::{JoinHandle, yield_now};

/// A body that is sent in pieces, between which the connection is read.
///
/// A server may answer before it has read a large body, and close the connection. The next write
/// fails then, and the HTTP client reports that failure instead of the answer (413, say) unless it has
/// read the answer before.
pub(super) struct Upload {
    rest: Bytes,
    /// A task that ends when the runtime has looked for what has come in since the piece before.
    pause: Option<JoinHandle<()>>,
}

impl Upload {
    /// The body for the HTTP client: a small one goes out at once.
    pub(super) fn body(bytes: Bytes) -> reqwest::Body {
        if bytes.len() <= PIECE {
            return bytes.into();
        }
        reqwest::Body::wrap(Self::new(bytes))
    }

    fn new(bytes: Bytes) -> Self {
        Self {
            rest: bytes,
            pause: None,
        }
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        if let Some(pause) = &mut self.pause {
            // It fails only where the runtime ends.
            let _ = ready!(Pin::new(pause).poll(context));
        }
        self.pause = Some(tokio::spawn(yield_now()));
        let length = PIECE.min(self.rest.len());
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

/// In bytes.
const PIECE: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::Pin;

    use bytes::Bytes;
    use http_body::Body as _;
    use tokio::net::TcpListener;

    use super::{PIECE, Upload};

    async fn piece(upload: &mut Upload) -> Option<Bytes> {
        let frame = poll_fn(|context| Pin::new(&mut *upload).poll_frame(context)).await?;
        Some(frame.unwrap().into_data().unwrap())
    }

    #[tokio::test]
    async fn pieces_make_up_the_body() {
        let whole: Vec<u8> = (0..3 * PIECE + 1).map(|n| (n % 251) as u8).collect();
        let mut upload = Upload::new(whole.clone().into());
        let mut sent = Vec::new();
        while let Some(piece) = piece(&mut upload).await {
            assert!(!piece.is_empty() && piece.len() <= PIECE);
            sent.extend_from_slice(&piece);
            assert_eq!(
                upload.size_hint().exact(),
                Some((whole.len() - sent.len()) as u64)
            );
        }
        assert_eq!(sent, whole);
        assert!(upload.is_end_stream());
    }

    #[tokio::test]
    async fn answer_is_seen_between_two_pieces() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut server = std::net::TcpStream::connect(address).unwrap();
        let (client, _) = listener.accept().await.unwrap();
        let reader = tokio::spawn(async move { client.readable().await.unwrap() });
        let mut upload = Upload::new(vec![0; 2 * PIECE].into());
        piece(&mut upload).await.unwrap();
        std::io::Write::write_all(&mut server, b"HTTP/1.1 413 X\r\n\r\n").unwrap();
        assert!(!reader.is_finished(), "the runtime does not know yet");
        piece(&mut upload).await.unwrap();
        assert!(reader.is_finished());
    }
}
