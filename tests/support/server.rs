//! A small HTTP/1.1 server on this machine that says what a test wants, to the byte, and a proxy.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A certificate and its key.
#[derive(Debug)]
pub struct Identity {
    /// The certificate; it is its own root.
    pub pem: String,
    /// Its private key.
    pub key_pem: String,
    config: rustls::ServerConfig,
}

impl Identity {
    /// One for this name, valid for long.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self::make(name, 2099)
    }

    /// One for this name that has expired years ago.
    #[must_use]
    pub fn expired(name: &str) -> Self {
        Self::make(name, 2021)
    }

    /// What is spoken above TLS, such as `h2`, best first.
    #[must_use]
    pub fn speaking(mut self, protocols: &[&str]) -> Self {
        let protocols = protocols.iter().map(|name| name.as_bytes().to_vec());
        self.config.alpn_protocols = protocols.collect();
        self
    }

    /// The settings of a server with this certificate.
    #[must_use]
    pub fn into_config(self) -> rustls::ServerConfig {
        self.config
    }

    fn make(name: &str, until: i32) -> Self {
        let mut params = CertificateParams::new([name.to_owned()]).expect("a name");
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .expect("a certificate and its key");
        Self {
            pem: certificate.pem(),
            key_pem: key.serialize_pem(),
            config,
        }
    }
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    /// The request line and the headers.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Reads a request to its end.
    ///
    /// # Errors
    ///
    /// The connection ends before.
    pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Self> {
        let mut read = Vec::new();
        let end = loop {
            if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if stream.read_buf(&mut read).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        let mut request = Self {
            head: String::from_utf8_lossy(&read[..end]).into_owned(),
            body: read.split_off(end),
        };
        let length = request.header("content-length").unwrap_or("0");
        let length: usize = length.parse().unwrap_or_default();
        while request.body.len() < length {
            if stream.read_buf(&mut request.body).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(request)
    }

    /// The first word, such as `POST`.
    #[must_use]
    pub fn method(&self) -> &str {
        self.head.split(' ').next().unwrap_or_default()
    }

    /// The second word: path and query, or a proxy's destination.
    #[must_use]
    pub fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1);
        lines.find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// A server; it serves until the runtime of its test ends.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Debug, Default)]
struct Seen {
    connections: usize,
    requests: Vec<Request>,
}

type Answer = dyn Fn(&Request) -> Vec<u8> + Send + Sync;

impl Server {
    /// Serves with TLS. What `answer` makes is sent as it is, and then the connection is closed;
    /// nothing at all is no answer.
    ///
    /// # Errors
    ///
    /// The machine has no port to give.
    pub async fn tls(
        identity: Identity,
        answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let acceptor = TlsAcceptor::from(Arc::new(identity.config));
        Self::start(Some(acceptor), Arc::new(answer)).await
    }

    /// Serves without TLS.
    ///
    /// # Errors
    ///
    /// The machine has no port to give.
    pub async fn plain(
        answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        Self::start(None, Arc::new(answer)).await
    }

    /// A proxy that passes connections on (CONNECT), all of them to this server.
    ///
    /// # Errors
    ///
    /// The machine has no port to give.
    pub async fn proxy_to(server: &Self) -> io::Result<Self> {
        let (proxy, listener) = Self::bind().await?;
        let (destination, proxy_of_all) = (server.address, proxy.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let proxy = proxy_of_all.clone();
                tokio::spawn(async move { proxy.pass_on(stream, destination).await });
            }
        });
        Ok(proxy)
    }

    /// The address with this scheme and host.
    #[must_use]
    pub fn url(&self, scheme_and_host: &str) -> String {
        format!("{scheme_and_host}:{}", self.address.port())
    }

    /// How many connections were made, whatever came of them.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.lock().connections
    }

    /// All requests, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.lock().requests.clone()
    }

    async fn bind() -> io::Result<(Self, TcpListener)> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let server = Self {
            address: listener.local_addr()?,
            seen: Arc::default(),
        };
        Ok((server, listener))
    }

    async fn start(acceptor: Option<TlsAcceptor>, answer: Arc<Answer>) -> io::Result<Self> {
        let (server, listener) = Self::bind().await?;
        let of_all = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                of_all.lock().connections += 1;
                let (server, acceptor) = (of_all.clone(), acceptor.clone());
                let answer = Arc::clone(&answer);
                // A client that breaks off is the test's own affair.
                tokio::spawn(async move {
                    match acceptor {
                        Some(acceptor) => {
                            let stream = acceptor.accept(stream).await?;
                            server.serve(stream, &*answer).await
                        }
                        None => server.serve(stream, &*answer).await,
                    }
                });
            }
        });
        Ok(server)
    }

    async fn serve(
        &self,
        mut stream: impl AsyncRead + AsyncWrite + Unpin,
        answer: &Answer,
    ) -> io::Result<()> {
        let request = Request::read(&mut stream).await?;
        self.lock().requests.push(request.clone());
        stream.write_all(&answer(&request)).await?;
        stream.shutdown().await
    }

    async fn pass_on(&self, mut stream: TcpStream, destination: SocketAddr) -> io::Result<()> {
        self.lock().connections += 1;
        let request = Request::read(&mut stream).await?;
        self.lock().requests.push(request);
        let mut beyond = TcpStream::connect(destination).await?;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
        copy_bidirectional(&mut stream, &mut beyond).await.map(drop)
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer with a JSON body.
#[must_use]
pub fn json(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let headers = format!("content-type: application/json\r\n{headers}");
    answer(status, &headers, body.as_bytes())
}

/// An answer; each header ends with a line break.
#[must_use]
pub fn answer(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Answer\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}
