//! The connection to Redis by the `redis` crate.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redis::cluster::{ClusterClient, ClusterClientBuilder};
use redis::cluster_async::ClusterConnection;
use redis::{ConnectionInfo, IntoConnectionInfo as _, RedisError};
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::error::Error;
use crate::fleet::node::{CONNECT_TIMEOUT, Node, RESPONSE_TIMEOUT};
use crate::fleet::script::{Script, ScriptRunner};
use crate::fleet::sentinel::Sentinels;
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
    state: Mutex<State>,
    /// How many requests in a row nobody has waited for to the end.
    unanswered: AtomicU32,
}

enum Client {
    One(Box<ConnectionInfo>),
    Cluster(Box<ClusterClient>),
    Sentinel(Sentinels),
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
    Node(Node),
    Cluster(ClusterConnection<Node>),
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
                    // Outside a runtime there is no connection.
                    Handle::try_current()?.spawn(Arc::clone(self).connect(tell));
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
            Server::One(url) => {
                let info = url.as_str().into_connection_info()?;
                Ok(Self::One(Box::new(info)))
            }
            Server::Cluster(urls) => {
                let urls = urls.iter().map(String::as_str);
                let builder = ClusterClientBuilder::new(urls).connection_timeout(CONNECT_TIMEOUT);
                let builder = builder.response_timeout(RESPONSE_TIMEOUT);
                Ok(Self::Cluster(Box::new(builder.build()?)))
            }
            Server::Sentinel { urls, master } => Sentinels::new(urls, master).map(Self::Sentinel),
        }
    }

    async fn connect(&self) -> Result<Link, RedisError> {
        match self {
            Self::One(info) => Node::connect(info).await.map(Link::Node),
            Self::Cluster(client) => {
                let cluster = client.get_async_generic_connection();
                cluster.await.map(Link::Cluster)
            }
            Self::Sentinel(sentinels) => sentinels.connect().await.map(Link::Node),
        }
    }
}

impl Server {
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

#[cfg(test)]
mod tests;
