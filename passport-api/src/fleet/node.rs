//! A connection to one Redis server, of which no reply is longer than it can be.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use redis::aio::{AsyncStream, ConnectionLike, MultiplexedConnection};
use redis::cluster_async::Connect;
use redis::{
    AsyncConnectionConfig, Cmd, ConnectionAddr, ConnectionInfo, ErrorKind, IntoConnectionInfo,
    Pipeline, RedisError, RedisFuture, RedisResult, Value,
};
use rustls::pki_types::ServerName;
use rustls_platform_verifier::Verifier;
use tokio::net::TcpStream;
use tokio::task::AbortHandle;
use tokio_rustls::TlsConnector;

use crate::fleet::reply_bounds::BoundedReplies;

/// A connection to one server; clones share it.
#[derive(Clone)]
pub(super) struct Node {
    connection: MultiplexedConnection,
    _driver: Arc<Driver>,
}

/// The task that reads and writes; it ends with the last clone of its connection.
struct Driver(AbortHandle);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

type Stream = Pin<Box<dyn AsyncStream + Send + Sync>>;

impl Node {
    /// Connects, and introduces itself to the server as the address says.
    pub(super) async fn connect(info: &ConnectionInfo) -> RedisResult<Self> {
        let config = AsyncConnectionConfig::new().set_response_timeout(Some(RESPONSE_TIMEOUT));
        Self::connect_as(info, config).await
    }

    async fn connect_as(info: &ConnectionInfo, config: AsyncConnectionConfig) -> RedisResult<Self> {
        let connecting = async {
            let stream = BoundedReplies::new(open(info.addr()).await?);
            MultiplexedConnection::new_with_config(info.redis_settings(), stream, config).await
        };
        let connected = tokio::time::timeout(CONNECT_TIMEOUT, connecting).await;
        let timed_out = |_| io::Error::from(io::ErrorKind::TimedOut);
        let (connection, driver) = connected.map_err(timed_out)??;
        let driver = tokio::spawn(driver).abort_handle();
        Ok(Self {
            connection,
            _driver: Arc::new(Driver(driver)),
        })
    }
}

async fn open(address: &ConnectionAddr) -> RedisResult<Stream> {
    match address {
        ConnectionAddr::Tcp(host, port) => Ok(Box::pin(open_tcp(host, *port).await?)),
        ConnectionAddr::TcpTls { insecure: true, .. } => Err(unfit(
            "the address asks not to check the server's certificate, which is not offered",
        )),
        ConnectionAddr::TcpTls { host, port, .. } => {
            let name = ServerName::try_from(host.clone())
                .map_err(|_| unfit("the server's name is none that a certificate can have"))?;
            let connector = TlsConnector::from(Arc::new(tls()?));
            let stream = open_tcp(host, *port).await?;
            Ok(Box::pin(connector.connect(name, stream).await?))
        }
        #[cfg(unix)]
        ConnectionAddr::Unix(path) => Ok(Box::pin(tokio::net::UnixStream::connect(path).await?)),
        _ => Err(unfit("there are no such addresses on this machine")),
    }
}

async fn open_tcp(host: &str, port: u16) -> io::Result<TcpStream> {
    let stream = TcpStream::connect((host, port)).await?;
    // A command is one write, whose answer is waited for; failing to set it harms nothing.
    let _ = stream.set_nodelay(true);
    Ok(stream)
}

/// TLS with the certificates that the machine trusts.
fn tls() -> RedisResult<rustls::ClientConfig> {
    let unfit = |error: rustls::Error| io::Error::other(error);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new(Arc::clone(&provider)).map_err(unfit)?;
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unfit)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}

fn unfit(what: &'static str) -> RedisError {
    RedisError::from((ErrorKind::InvalidClientConfig, what))
}

impl ConnectionLike for Node {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        self.connection.req_packed_command(command)
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        self.connection.req_packed_commands(pipeline, offset, count)
    }

    fn get_db(&self) -> i64 {
        self.connection.get_db()
    }
}

/// The nodes of a cluster.
impl Connect for Node {
    fn connect_with_config<'a, T>(info: T, config: AsyncConnectionConfig) -> RedisFuture<'a, Self>
    where
        T: IntoConnectionInfo + Send + 'a,
    {
        Box::pin(async move { Self::connect_as(&info.into_connection_info()?, config).await })
    }
}

/// Time limit of connecting, which goes on while calls do without.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// When the server is held for gone by the connection itself; calls wait less.
pub(super) const RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);
