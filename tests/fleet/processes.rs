//! Machines as processes, which can be killed.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use passport_sandbox::Sandbox;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::orders::{ORDERS, Orders, Report};

/// A machine of the fleet in a process of its own.
pub(crate) struct Process {
    child: Child,
    stdin: ChildStdin,
    stdout: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts it and waits until it is ready.
    pub(crate) async fn start(orders: &Orders) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_fleet-machine"));
        Self::run(command, orders).await
    }

    /// The same on a machine that trusts the certificates in this file, and no others.
    pub(crate) async fn start_trusting(orders: &Orders, certificates: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fleet-machine"));
        command.env("SSL_CERT_FILE", certificates);
        command.env_remove("SSL_CERT_DIR");
        Self::run(command, orders).await
    }

    async fn run(mut command: Command, orders: &Orders) -> Self {
        command.env(ORDERS, serde_json::to_string(orders).unwrap());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.kill_on_drop(true).spawn().unwrap();
        let mut process = Self {
            stdin: child.stdin.take().unwrap(),
            stdout: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
        };
        assert_eq!(process.line().await, "ready");
        process
    }

    /// Lets it begin.
    pub(crate) async fn begin(&mut self) {
        self.stdin.write_all(b"\n").await.unwrap();
    }

    /// Waits for its end.
    pub(crate) async fn report(mut self) -> Report {
        let line = self.line().await;
        serde_json::from_str(&line).unwrap()
    }

    /// Ends it as `kill -9` does.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    async fn line(&mut self) -> String {
        let line = tokio::time::timeout(LONGEST, self.stdout.next_line()).await;
        let line = line.expect("the machine says nothing").unwrap();
        line.expect("the machine has ended before its report")
    }
}

/// Orders for a machine that calls this sandbox.
pub(crate) fn orders(sandbox: &Sandbox, redis: String) -> Orders {
    Orders {
        base_url: sandbox.base_url("breb"),
        certificate: sandbox.certificate_pem().to_owned(),
        client_id: sandbox.client_id().to_owned(),
        secret: sandbox.client_secret().to_owned(),
        redis,
        sealing_key: SEALING_KEY.to_owned(),
        machines: 8,
        per_second: 200,
        burst: 20,
        calls: 1,
        at_a_time: 1,
    }
}

/// A key that everybody knows: for tests only.
pub(crate) const SEALING_KEY: &str = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";

/// Longer than any machine works.
const LONGEST: Duration = Duration::from_secs(300);
