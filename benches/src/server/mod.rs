//! The server that calls are measured against: in a process of its own, with answers that are made
//! before, and nothing but them.

pub(crate) mod acceptor;
mod answers;
mod serve;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::subject::Over;

pub use answers::Received;
pub use serve::serve;

/// A running server; dropping it ends it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: Address,
}

/// Where a server listens.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Address {
    /// The port of HTTP/1.1 without TLS.
    pub http: u16,
    /// The port of TLS.
    pub tls: u16,
    /// The certificate, in PEM.
    pub certificate: String,
}

impl Address {
    /// The base URL.
    #[must_use]
    pub fn url(&self, over: Over) -> String {
        match over {
            Over::Http => format!("http://127.0.0.1:{}", self.http),
            Over::Tls => format!("https://localhost:{}", self.tls),
        }
    }
}

impl Server {
    /// Starts one, which is this executable once more.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start() -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(ARGUMENT)
            // It ends when this pipe does, however this process ends.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start the server: {error}"))?;
        let mut line = String::new();
        let output = child.stdout.take().ok_or("the server has no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let address = serde_json::from_str(&line);
        let address = address.map_err(|error| format!("the server says `{line}`: {error}"))?;
        Ok(Self { child, address })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The argument that makes this executable the server.
pub const ARGUMENT: &str = "--serve";

/// The token that the server gives and takes.
pub const TOKEN: &str = "2YotnFZFEjr1zCsicMWpAA2YotnFZFEjr1zCsicMWpAA";
