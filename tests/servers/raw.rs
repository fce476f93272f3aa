//! Servers whose connections a test writes by hand.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use passport_tests::server::Request;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// A server; it serves until the runtime that it was started in ends.
pub(crate) struct RawServer {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl RawServer {
    /// Serves each connection so; the first has the number 1.
    pub(crate) async fn start<F>(serve: impl Fn(usize, TcpStream) -> F + Send + 'static) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            connections: Arc::default(),
        };
        let connections = Arc::clone(&server.connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = connections.fetch_add(1, Ordering::Relaxed) + 1;
                tokio::spawn(serve(number, stream));
            }
        });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

/// Tells a test of each request that a server has read, with the number of its connection.
pub(crate) type Requests = mpsc::UnboundedSender<usize>;

/// An HTTP/1.1 connection that stays open.
pub(crate) struct Http1(pub(crate) TcpStream);

impl Http1 {
    pub(crate) async fn request(&mut self) -> io::Result<Request> {
        Request::read(&mut self.0).await
    }

    /// Sends a response to the letter.
    pub(crate) async fn send(&mut self, response: impl AsRef<[u8]>) -> io::Result<()> {
        self.0.write_all(response.as_ref()).await
    }

    /// Sends a response with JSON.
    pub(crate) async fn json(&mut self, status: u16, headers: &str, body: &str) -> io::Result<()> {
        let length = body.len();
        self.send(format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n{headers}\r\n{body}"
        ))
        .await
    }
}

/// An HTTP/2 connection, frame by frame (RFC 9113, 4.1).
pub(crate) struct Http2(TcpStream);

impl Http2 {
    /// Reads the preface and sends the settings.
    pub(crate) async fn accept(mut stream: TcpStream) -> io::Result<Self> {
        let mut preface = [0; 24];
        stream.read_exact(&mut preface).await?;
        let mut connection = Self(stream);
        connection.frame(SETTINGS, 0, 0, &[]).await?;
        Ok(connection)
    }

    /// The stream of the next request, when it is all there. Settings and pings are answered.
    pub(crate) async fn request(&mut self) -> io::Result<u32> {
        loop {
            let mut head = [0; 9];
            self.0.read_exact(&mut head).await?;
            let [a, b, c, kind, flags, stream @ ..] = head;
            let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
            self.0.read_exact(&mut payload).await?;
            match kind {
                SETTINGS if flags & ACK == 0 => self.frame(SETTINGS, ACK, 0, &[]).await?,
                PING if flags & ACK == 0 => self.frame(PING, ACK, 0, &payload).await?,
                HEADERS | DATA if flags & END_STREAM != 0 => return Ok(u32::from_be_bytes(stream)),
                _ => {}
            }
        }
    }

    /// Sends status 200 and other headers, as literals without Huffman codes (RFC 7541, 6.2.2).
    pub(crate) async fn head(&mut self, stream: u32, headers: &[(&str, &str)]) -> io::Result<()> {
        const STATUS_200: u8 = 0x88;
        let mut block = vec![STATUS_200];
        for (name, value) in headers {
            block.push(0);
            for text in [name, value] {
                block.push(u8::try_from(text.len()).unwrap());
                block.extend_from_slice(text.as_bytes());
            }
        }
        self.frame(HEADERS, END_HEADERS, stream, &block).await
    }

    pub(crate) async fn data(&mut self, stream: u32, data: &[u8], ends: bool) -> io::Result<()> {
        let flags = if ends { END_STREAM } else { 0 };
        self.frame(DATA, flags, stream, data).await
    }

    /// Answers a request with JSON.
    pub(crate) async fn json(&mut self, stream: u32, body: &str) -> io::Result<()> {
        self.head(stream, &[("content-type", "application/json")])
            .await?;
        self.data(stream, body.as_bytes(), true).await
    }

    pub(crate) async fn reset(&mut self, stream: u32, code: u32) -> io::Result<()> {
        self.frame(RST_STREAM, 0, stream, &code.to_be_bytes()).await
    }

    pub(crate) async fn go_away(&mut self, last: u32, code: u32, debug: &str) -> io::Result<()> {
        let mut payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
        payload.extend_from_slice(debug.as_bytes());
        self.frame(GOAWAY, 0, 0, &payload).await
    }

    /// Keeps the connection open, reads nothing and says nothing.
    pub(crate) async fn be_silent(self) -> io::Result<()> {
        std::future::pending().await
    }

    async fn frame(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> io::Result<()> {
        let [_, a, b, c] = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let mut frame = vec![a, b, c, kind, flags];
        frame.extend_from_slice(&stream.to_be_bytes());
        frame.extend_from_slice(payload);
        self.0.write_all(&frame).await
    }
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// Error codes of HTTP/2 (RFC 9113, 7).
pub(crate) const NO_ERROR: u32 = 0;
pub(crate) const INTERNAL_ERROR: u32 = 2;
pub(crate) const REFUSED_STREAM: u32 = 7;
pub(crate) const CANCEL: u32 = 8;
