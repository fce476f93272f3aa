//! The Redis server of the example.

use std::env;
use std::error::Error;
use std::io::{BufRead, BufReader, ErrorKind};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

/// The server that `REDIS_URL` names, or one that lives as long as this.
pub(crate) struct Redis {
    url: String,
    process: Option<Child>,
}

impl Redis {
    /// Starts `redis-server` on a free port, unless the environment names a server; `None` where there
    /// is none to start.
    pub(crate) fn find() -> Result<Option<Self>, Box<dyn Error>> {
        if let Ok(url) = env::var("REDIS_URL") {
            let process = None;
            return Ok(Some(Self { url, process }));
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let started = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no"])
            .stdout(Stdio::piped())
            .spawn();
        let mut process = match started {
            Ok(process) => process,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let said = process.stdout.take().map(BufReader::new);
        let redis = Self {
            url: format!("redis://127.0.0.1:{port}"),
            process: Some(process),
        };
        for line in said.into_iter().flat_map(BufRead::lines) {
            if line?.contains("Ready to accept connections") {
                return Ok(Some(redis));
            }
        }
        Err("redis-server has ended before it was ready".into())
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            // One that has ended already needs no end.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}
