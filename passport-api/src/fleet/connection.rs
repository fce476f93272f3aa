//! The connection to Redis by the `redis` crate.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::cluster::{ClusterClient, ClusterClientBuilder};
use redis::cluster_async::ClusterConnection;
use redis::sentinel::{SentinelClient, SentinelNodeConnectionInfo, SentinelServerType};
use redis::{AsyncConnectionConfig, ConnectionAddr, IntoConnectionInfo as _, RedisError, TlsMode};
use rustls::crypto::{CryptoProvider, ring};
use tokio::sync::watch;

use crate::error::Error;
use crate::fleet::script::{Script, ScriptRunner};
use crate::token::{AnyError, StoreFuture};

/// Where Redis is.
pub(super) enum Server {
    One(String),
    Cluster(Vec<String>),
    Sentinel { urls: Vec<String>, master: String },
}

/// A connection that is made when it is needed, and made anew when it has failed.
pub(super) struct Connection {
    inner: Arc<Inner>,
    /// The server as logs show it: without user and password.
    shown: String,
}

struct Inner {
    client: Client,
    is_tls: bool,
    state: Mutex<State>,
    /// How many requests in a row nobody has waited for to the end.
    unanswered: AtomicU32,
}

enum Client {
    One(redis::Client),
    Cluster(ClusterClient),
    /// Asking the sentinels takes it for itself.
    Sentinel(tokio::sync::Mutex<SentinelClient>),
}

enum State {
    Down,
    /// Under way in a task of its own, because whoever asks may have less time than it takes.
    Connecting(watch::Receiver<Option<Connected>>),
    Up(Link),
}

type Connected = Result<Link, Arc<RedisError>>;

#[derive(Clone)]
enum Link {
    Node(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl Connection {
    /// Nothing is connected yet.
    pub(super) fn new(server: &Server) -> Result<Self, Error> {
        let client = Client::new(server).map_err(|error| {
            let what = error.detail().unwrap_or("it does not parse");
            Error::config(format!(
                "the address of Redis does not fit: {what}; write it as in `rediss://host:6379`"
            ))
        })?;
        Ok(Self {
            inner: Arc::new(Inner {
                client,
                is_tls: server.is_tls(),
                state: Mutex::new(State::Down),
                unanswered: AtomicU32::new(0),
            }),
            shown: server.shown(),
        })
    }
}

impl ScriptRunner for Connection {
    fn run<'r>(
        &'r self,
        script: &'static Script,
        key: &'r str,
        arguments: &'r [Vec<u8>],
    ) -> StoreFuture<'r, Vec<Vec<u8>>> {
        Box::pin(async move {
            let mut may_repeat = script.is_repeatable();
            loop {
                let answer = self.inner.run(script, key, arguments).await?;
                match answer {
                    // The server may just have been started anew, and all that is lost is the
                    // connection.
                    Err(error) if may_repeat && is_of_connection(&error) => may_repeat = false,
                    answer => return Ok(answer?),
                }
            }
        })
    }
}

impl Inner {
    /// Runs a script once; the outer error is that there is no connection.
    async fn run(
        self: &Arc<Self>,
        script: &'static Script,
        key: &str,
        arguments: &[Vec<u8>],
    ) -> Result<Result<Vec<Vec<u8>>, RedisError>, AnyError> {
        let link = self.link().await?;
        let unanswered = Unanswered(self);
        let mut invocation = script.prepared().key(key);
        for argument in arguments {
            invocation.arg(argument.as_slice());
        }
        let answer = match link {
            Link::Node(mut node) => invocation.invoke_async(&mut node).await,
            Link::Cluster(mut cluster) => invocation.invoke_async(&mut cluster).await,
        };
        drop(unanswered);
        match &answer {
            Err(error) if is_of_connection(error) => self.drop_link(),
            _ => self.unanswered.store(0, Ordering::Relaxed),
        }
        Ok(answer)
    }

    /// The connection, as soon as there is one.
    async fn link(self: &Arc<Self>) -> Result<Link, AnyError> {
        let mut connected = {
            let mut state = self.state();
            match &*state {
                State::Up(link) => return Ok(link.clone()),
                State::Connecting(connected) if connected.has_changed().is_ok() => {
                    connected.clone()
                }
                State::Connecting(_) | State::Down => {
                    let (tell, connected) = watch::channel(None);
                    tokio::spawn(Arc::clone(self).connect(tell));
                    *state = State::Connecting(connected.clone());
                    connected
                }
            }
        };
        // The task has ended without a word only if its runtime has.
        let connected = connected.wait_for(Option::is_some).await?;
        match &*connected {
            Some(Ok(link)) => Ok(link.clone()),
            Some(Err(error)) => Err(Arc::clone(error).into()),
            None => Err("the connection to Redis was not made".into()),
        }
    }

    async fn connect(self: Arc<Self>, tell: watch::Sender<Option<Connected>>) {
        if self.is_tls {
            provide_cryptography();
        }
        let link = self.client.connect().await;
        *self.state() = match &link {
            Ok(link) => State::Up(link.clone()),
            Err(_) => State::Down,
        };
        self.unanswered.store(0, Ordering::Relaxed);
        tell.send_replace(Some(link.map_err(Arc::new)));
    }

    fn drop_link(&self) {
        let mut state = self.state();
        if matches!(*state, State::Up(_)) {
            *state = State::Down;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A state is whole between any two of its operations.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts a request that is given up. A connection on which several are, one after the other, may
/// lead nowhere, which TCP would take minutes to see.
struct Unanswered<'i>(&'i Inner);

impl Drop for Unanswered<'_> {
    fn drop(&mut self) {
        if self.0.unanswered.fetch_add(1, Ordering::Relaxed) + 1 >= MOST_UNANSWERED {
            self.0.drop_link();
        }
    }
}

impl Client {
    fn new(server: &Server) -> Result<Self, RedisError> {
        match server {
            Server::One(url) => redis::Client::open(url.as_str()).map(Self::One),
            Server::Cluster(urls) => {
                let urls = urls.iter().map(String::as_str);
                let builder = ClusterClientBuilder::new(urls).connection_timeout(CONNECT_TIMEOUT);
                let builder = builder.response_timeout(RESPONSE_TIMEOUT);
                builder.build().map(Self::Cluster)
            }
            Server::Sentinel { urls, master } => {
                let sentinels = urls.iter().map(|url| url.as_str().into_connection_info());
                let sentinels = sentinels.collect::<Result<Vec<_>, _>>()?;
                let mut node = SentinelNodeConnectionInfo::default();
                if let Some(first) = sentinels.first() {
                    node = node.set_redis_connection_info(first.redis_settings().clone());
                    if matches!(first.addr(), ConnectionAddr::TcpTls { .. }) {
                        node = node.set_tls_mode(TlsMode::Secure);
                    }
                }
                let master_type = SentinelServerType::Master;
                let client = SentinelClient::build(sentinels, master, Some(node), master_type)?;
                Ok(Self::Sentinel(tokio::sync::Mutex::new(client)))
            }
        }
    }

    async fn connect(&self) -> Result<Link, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(RESPONSE_TIMEOUT));
        match self {
            Self::One(client) => {
                let node = client.get_multiplexed_async_connection_with_config(&config);
                node.await.map(Link::Node)
            }
            Self::Cluster(client) => client.get_async_connection().await.map(Link::Cluster),
            Self::Sentinel(client) => {
                let mut client = client.lock().await;
                let node = client.get_async_connection_with_config(&config);
                node.await.map(Link::Node)
            }
        }
    }
}

impl Server {
    /// Whether any server is spoken to with TLS.
    fn is_tls(&self) -> bool {
        let is_tls = |url: &String| {
            let info = url.as_str().into_connection_info();
            info.is_ok_and(|info| matches!(info.addr(), ConnectionAddr::TcpTls { .. }))
        };
        match self {
            Self::One(url) => is_tls(url),
            Self::Cluster(urls) | Self::Sentinel { urls, .. } => urls.iter().any(is_tls),
        }
    }

    fn shown(&self) -> String {
        let host = |url: &String| {
            // What follows may hold a password as well, with any sign in it.
            let place = url.split(['?', '#']).next().unwrap_or_default();
            let place = place.split_once("//").map_or(place, |(_, place)| place);
            if place.starts_with('/') {
                // A socket's path.
                return place.to_owned();
            }
            let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
            host.split('/').next().unwrap_or_default().to_owned()
        };
        match self {
            Self::One(url) => host(url),
            Self::Cluster(urls) => urls.iter().map(host).collect::<Vec<_>>().join(", "),
            Self::Sentinel { master, .. } => format!("the master {master}"),
        }
    }
}

/// The `redis` crate speaks TLS with the provider that the program has installed. Without one, rustls
/// takes what the program's crates have asked for, and panics where they have asked for two; so it is
/// ring then, by which this crate sends everything else.
fn provide_cryptography() {
    if CryptoProvider::get_default().is_none() {
        // If somebody else was faster, there is one.
        let _ = ring::default_provider().install_default();
    }
}

/// Whether another connection may do better: this one is broken, or is one to a server that is not
/// the master any more.
fn is_of_connection(error: &RedisError) -> bool {
    error.is_unrecoverable_error()
        || error.is_io_error()
        || matches!(error.code(), Some("READONLY" | "MASTERDOWN"))
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Redis").field(&self.shown).finish()
    }
}

/// How many requests in a row may be given up on one connection.
const MOST_UNANSWERED: u32 = 2;

/// How long connecting may take. It goes on while calls do without.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// When the server is held for gone by the connection itself; calls wait less.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::{Connection, Server};

    #[test]
    fn no_part_of_an_address_that_may_be_secret_is_shown() {
        for (url, shown) in [
            ("redis://127.0.0.1:6379", "127.0.0.1:6379"),
            (
                "rediss://user:pass@redis.internal:6379/3",
                "redis.internal:6379",
            ),
            (
                "redis://:pass@redis.internal/?protocol=resp3#x",
                "redis.internal",
            ),
            (
                "redis+unix:///run/redis.sock?db=1&pass=se@cret",
                "/run/redis.sock",
            ),
        ] {
            let connection = Connection::new(&Server::One(url.to_owned())).unwrap();
            assert_eq!(format!("{connection:?}"), format!("Redis({shown:?})"));
        }
    }
}
