//! The load generator: another process, which does what this one tells it line by line.

use std::env;
use std::future::poll_fn;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::pin::Pin;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use http::Request;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::Outcome;
use crate::stopwatch::timed;

/// What makes this program a load generator, as its only argument.
pub const ARGUMENT: &str = "--generate-load";

/// A process that makes requests.
pub(super) struct Generator {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// The server to be asked, and how many connections to open.
#[derive(Deserialize, Serialize)]
pub(super) struct Server {
    pub(super) address: SocketAddr,
    /// The certificate to trust, as PEM; plain HTTP without one.
    pub(super) certificate: Option<String>,
    pub(super) connections: usize,
}

/// What to ask for, and how often.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Task {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) token: String,
    /// JSON; empty for none.
    pub(super) body: String,
    /// Of each connection, one after the other.
    pub(super) requests: usize,
}

/// What came of a task.
#[derive(Deserialize, Serialize)]
pub(super) struct Done {
    pub(super) took: Duration,
    /// Of the last answer; all had the same status.
    pub(super) status: u16,
    pub(super) body: String,
}

impl Generator {
    /// Starts the process, which connects.
    pub(super) fn start(server: &Server) -> Outcome<Self> {
        let mut process = Command::new(env::current_exe()?)
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = process.stdin.take().ok_or("the generator has no input")?;
        let output = process.stdout.take().ok_or("the generator has no output")?;
        let mut generator = Self {
            process,
            input,
            output: BufReader::new(output),
        };
        generator.tell(server)?;
        // It says so when all connections are open.
        generator.line()?;
        Ok(generator)
    }

    /// Makes requests; all must be answered with the same status of success.
    pub(super) fn run(&mut self, task: &Task) -> Outcome<Done> {
        self.tell(task)?;
        let done: Done = serde_json::from_str(&self.line()?)?;
        if !(200..300).contains(&done.status) {
            let (method, path, status) = (&task.method, &task.path, done.status);
            return Err(format!("{method} {path} is answered {status}: {}", done.body).into());
        }
        Ok(done)
    }

    fn tell(&mut self, what: &impl Serialize) -> Outcome {
        writeln!(self.input, "{}", serde_json::to_string(what)?)?;
        Ok(self.input.flush()?)
    }

    fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err("the load generator has ended; what it says is above".into());
        }
        Ok(line)
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        // It may have ended by itself already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Generates load as the lines of the standard input say, until it ends.
///
/// # Errors
///
/// If a line cannot be read, or the server cannot be reached.
pub fn generate() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut lines = std::io::stdin().lines();
    let first = lines.next().ok_or("no server on the standard input")??;
    let server: Server = serde_json::from_str(&first)?;
    let mut connections = runtime.block_on(connect(&server))?;
    println!("ready");
    for line in lines {
        let task: Arc<Task> = Arc::new(serde_json::from_str(&line?)?);
        let work = run(std::mem::take(&mut connections), &task);
        let (outcome, took) = timed(|| runtime.block_on(work));
        let (status, body);
        (connections, status, body) = outcome?;
        let done = Done { took, status, body };
        println!("{}", serde_json::to_string(&done)?);
    }
    Ok(())
}

type Connection = SendRequest<String>;

async fn connect(server: &Server) -> Outcome<Vec<Connection>> {
    let tls = server.certificate.as_deref().map(connector).transpose()?;
    let mut connections = Vec::new();
    for _ in 0..server.connections {
        let stream = TcpStream::connect(server.address).await?;
        stream.set_nodelay(true)?;
        connections.push(match &tls {
            None => open(stream).await?,
            Some(tls) => {
                let name = ServerName::try_from("localhost")?;
                open(tls.connect(name, stream).await?).await?
            }
        });
    }
    Ok(connections)
}

fn connector(certificate: &str) -> Outcome<TlsConnector> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(certificate.as_bytes())?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

async fn open<S>(stream: S) -> Outcome<Connection>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    // What breaks it shows in the next request.
    tokio::spawn(connection);
    Ok(sender)
}

/// Lets each connection make its requests; answers with one status and body of them all.
async fn run(
    connections: Vec<Connection>,
    task: &Arc<Task>,
) -> Outcome<(Vec<Connection>, u16, String)> {
    let workers = connections.into_iter().map(|connection| {
        let task = Arc::clone(task);
        tokio::spawn(async move { work(connection, &task).await })
    });
    let workers: Vec<_> = workers.collect();
    let mut connections = Vec::new();
    let mut answers = Vec::new();
    for worker in workers {
        let (connection, status, body) = worker.await??;
        connections.push(connection);
        answers.push((status, body));
    }
    let worst = answers.into_iter().max_by_key(|(status, _)| *status);
    let (status, body) = worst.ok_or("there are no connections")?;
    Ok((
        connections,
        status,
        String::from_utf8_lossy(&body).into_owned(),
    ))
}

async fn work(mut connection: Connection, task: &Task) -> Outcome<(Connection, u16, Vec<u8>)> {
    let (mut status, mut body) = (0, Vec::new());
    for _ in 0..task.requests {
        let mut request = Request::builder()
            .method(&*task.method)
            .uri(&task.path)
            .header(HOST, "localhost")
            .header(AUTHORIZATION, format!("Bearer {}", task.token));
        if !task.body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        connection.ready().await?;
        let response = connection
            .send_request(request.body(task.body.clone())?)
            .await?;
        let this = response.status().as_u16();
        // One that fails is the one to be told of.
        if status < 300 {
            status = this;
            read(response.into_body(), &mut body).await?;
        }
    }
    Ok((connection, status, body))
}

async fn read(mut from: Incoming, to: &mut Vec<u8>) -> Outcome {
    to.clear();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut from).poll_frame(context)).await {
        if let Ok(data) = frame?.into_data() {
            to.extend_from_slice(&data);
        }
    }
    Ok(())
}
