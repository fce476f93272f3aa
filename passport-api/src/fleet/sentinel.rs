//! The master that sentinels know.
//!
//! As the guidelines of Redis for clients of sentinels have it: the sentinels are asked one after the
//! other, and the master is asked whether it is one, because a sentinel may not know yet of another.

use redis::{
    ConnectionAddr, ConnectionInfo, ErrorKind, IntoConnectionInfo as _, RedisError, RedisResult,
    Value, cmd,
};

use crate::fleet::node::Node;

/// Some sentinels, and the name of the master that they watch.
pub(super) struct Sentinels {
    sentinels: Vec<ConnectionInfo>,
    master: String,
}

impl Sentinels {
    /// # Errors
    ///
    /// If an address does not parse, or if there is none.
    pub(super) fn new(urls: &[String], master: &str) -> RedisResult<Self> {
        let sentinels = urls.iter().map(|url| url.as_str().into_connection_info());
        let sentinels = sentinels.collect::<RedisResult<Vec<_>>>()?;
        if sentinels.is_empty() {
            return Err((ErrorKind::EmptySentinelList, "there is no sentinel").into());
        }
        Ok(Self {
            sentinels,
            master: master.to_owned(),
        })
    }

    /// A connection to the master.
    pub(super) async fn connect(&self) -> RedisResult<Node> {
        let none = (ErrorKind::EmptySentinelList, "there is no sentinel");
        let mut failed = RedisError::from(none);
        for sentinel in &self.sentinels {
            match self.connect_by(sentinel).await {
                Ok(master) => return Ok(master),
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    async fn connect_by(&self, sentinel: &ConnectionInfo) -> RedisResult<Node> {
        let mut asked = Node::connect(sentinel).await?;
        let mut question = cmd("SENTINEL");
        question.arg("GET-MASTER-ADDR-BY-NAME").arg(&self.master);
        let known: Option<(String, u16)> = question.query_async(&mut asked).await?;
        let Some((host, port)) = known else {
            let unknown = "the sentinel knows no master of this name";
            return Err((ErrorKind::MasterNameNotFoundBySentinel, unknown).into());
        };
        let mut master = Node::connect(&self.master_at(host, port)?).await?;
        let role: Vec<Value> = cmd("ROLE").query_async(&mut master).await?;
        let is_master = |role: &Value| match role {
            Value::BulkString(role) => role == b"master",
            Value::SimpleString(role) => role == "master",
            _ => false,
        };
        if !role.first().is_some_and(is_master) {
            let other = "the server that the sentinel named is not the master any more";
            return Err((ErrorKind::MasterNameNotFoundBySentinel, other).into());
        }
        Ok(master)
    }

    /// The master is spoken to as the first sentinel is.
    fn master_at(&self, host: String, port: u16) -> RedisResult<ConnectionInfo> {
        let first = self.sentinels.first();
        let is_tls =
            first.is_some_and(|first| matches!(first.addr(), ConnectionAddr::TcpTls { .. }));
        let address = match is_tls {
            true => ConnectionAddr::TcpTls {
                host,
                port,
                insecure: false,
                tls_params: None,
            },
            false => ConnectionAddr::Tcp(host, port),
        };
        let info = address.into_connection_info()?;
        Ok(match first {
            Some(first) => info.set_redis_settings(first.redis_settings().clone()),
            None => info,
        })
    }
}
