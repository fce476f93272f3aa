//! Builds a fleet.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use crate::error::Error;
use crate::fleet::connection::{Connection, Server};
use crate::fleet::script::ScriptRunner;
use crate::fleet::seal::{Sealing, SealingKey};
use crate::fleet::{Fleet, Shared};

/// Builds a [`Fleet`]; what does not fit is reported by [`build`](Self::build).
#[must_use = "a builder does nothing until `build` is called"]
pub struct FleetBuilder {
    place: Place,
    sealing: Option<Sealing>,
    machines: u32,
    patience: Duration,
    key_prefix: String,
}

/// Where the fleet meets.
enum Place {
    At(Server),
    Over(Box<dyn ScriptRunner>),
}

impl Fleet {
    /// A fleet on one Redis server: `redis://`, `rediss://` (TLS) or `redis+unix://`, with user,
    /// password and database as in `rediss://user:password@host:6379/0`.
    pub fn redis(url: impl Into<String>) -> FleetBuilder {
        FleetBuilder::new(Place::At(Server::One(url.into())))
    }

    /// A fleet on a Redis cluster, by some of its nodes.
    pub fn cluster<I>(urls: I) -> FleetBuilder
    where
        I: IntoIterator<Item: Into<String>>,
    {
        let urls = urls.into_iter().map(Into::into);
        FleetBuilder::new(Place::At(Server::Cluster(urls.collect())))
    }

    /// A fleet on the master that these sentinels know by this name. The master is spoken to as the
    /// first of them is: with TLS, and with its user and password, if that one's URL says so.
    pub fn sentinel<I>(urls: I, master: impl Into<String>) -> FleetBuilder
    where
        I: IntoIterator<Item: Into<String>>,
    {
        let urls = urls.into_iter().map(Into::into);
        FleetBuilder::new(Place::At(Server::Sentinel {
            urls: urls.collect(),
            master: master.into(),
        }))
    }

    /// A fleet over a connection of your own.
    pub fn over(runner: impl ScriptRunner) -> FleetBuilder {
        FleetBuilder::new(Place::Over(Box::new(runner)))
    }
}

impl FleetBuilder {
    fn new(place: Place) -> Self {
        Self {
            place,
            sealing: None,
            machines: MACHINES,
            patience: PATIENCE,
            key_prefix: KEY_PREFIX.to_owned(),
        }
    }

    /// The key that tokens are sealed with before Redis sees them; the same on all machines. With
    /// another key a machine shares tokens only with those that have it as well, so a key can be
    /// replaced on one machine after the other.
    pub fn sealed_with(mut self, key: SealingKey) -> Self {
        self.sealing = Some(Sealing::With(Box::new(key)));
        self
    }

    /// Lets tokens lie in Redis as they are: whoever can read it, or its dumps and backups, can use
    /// them.
    pub fn tokens_in_plain_text(mut self) -> Self {
        self.sealing = Some(Sealing::None);
        self
    }

    /// How many machines (processes) there are, at most; 10 unless it is set. While Redis cannot be
    /// reached, each keeps to this part of a limit: of 200 a second with 8 machines, to 25.
    pub fn machines(mut self, machines: u32) -> Self {
        self.machines = machines;
        self
    }

    /// How long a call waits for Redis at a time; 250 ms unless it is set. It waits for a limit, for a
    /// token, and where it has fetched one itself, once more to leave it there. If an answer takes
    /// longer, the call goes on without it, and those after it do not wait: for a limit until Redis
    /// has answered again, for a token in the next 5 s.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// What the names of all keys in Redis begin with; `passport` unless it is set.
    pub fn key_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.key_prefix = prefix.into();
        self
    }

    /// Builds the fleet. Redis is not asked before the first call.
    ///
    /// # Errors
    ///
    /// [`is_config`](Error::is_config) if something is missing or does not fit; the error names it.
    pub fn build(self) -> Result<Fleet, Error> {
        let Some(sealing) = self.sealing else {
            return Err(Error::config(
                "tokens would lie in Redis in plain text: give a key with `sealed_with`, or say \
                 `tokens_in_plain_text`",
            ));
        };
        let Some(machines) = NonZeroU32::new(self.machines) else {
            return Err(Error::config("`machines` of the fleet is 0"));
        };
        if self.patience.is_zero() {
            return Err(Error::config("`patience` of the fleet is 0"));
        }
        if self.key_prefix.is_empty() {
            return Err(Error::config("`key_prefix` of the fleet is empty"));
        }
        let runner: Box<dyn ScriptRunner> = match self.place {
            Place::At(server) => Box::new(Connection::new(&server)?),
            Place::Over(runner) => runner,
        };
        Ok(Fleet {
            shared: Arc::new(Shared {
                runner,
                key_prefix: self.key_prefix,
                sealing,
                machines,
                patience: self.patience,
                member: uuid::Uuid::new_v4().simple().to_string(),
                requests: AtomicU64::new(0),
                failures: AtomicU64::new(0),
            }),
        })
    }
}

impl fmt::Debug for FleetBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FleetBuilder")
            .field("machines", &self.machines)
            .field("patience", &self.patience)
            .field("key_prefix", &self.key_prefix)
            .finish_non_exhaustive()
    }
}

const MACHINES: u32 = 10;
const PATIENCE: Duration = Duration::from_millis(250);
const KEY_PREFIX: &str = "passport";
