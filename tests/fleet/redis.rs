//! A Redis server of a test's own: on a free port, in a folder of its own, gone with the test.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use passport_tests::skip::skip;

/// With this variable set, a machine without a Redis server fails the tests instead of skipping them.
const REQUIRED: &str = "PASSPORT_REQUIRE_REDIS";

/// A server, and what it takes to start it again.
pub(crate) struct Redis {
    program: PathBuf,
    folder: PathBuf,
    port: u16,
    options: Vec<String>,
    child: Option<Child>,
}

impl Redis {
    /// Starts one; says so and answers `None` where there is no `redis-server`.
    pub(crate) async fn start() -> Option<Self> {
        Self::start_with(&[]).await
    }

    /// The same with more options, such as `--maxmemory 3mb`.
    pub(crate) async fn start_with(options: &[&str]) -> Option<Self> {
        let program = program()?;
        for _ in 0..MOST_PORTS {
            let mut redis = Self::prepare(program.clone(), options);
            if redis.run().await {
                return Some(redis);
            }
        }
        panic!("redis-server found {MOST_PORTS} ports taken, one after the other");
    }

    /// A sentinel that watches a master of this name.
    pub(crate) async fn start_sentinel(master: &Self, name: &str) -> Option<Self> {
        let program = program()?;
        let mut sentinel = Self::prepare(program, &[]);
        let config = format!(
            "port {}\nbind 127.0.0.1\ndir {}\nsentinel monitor {name} 127.0.0.1 {} 1\n",
            sentinel.port,
            sentinel.folder.display(),
            master.port,
        );
        let path = sentinel.folder.join("sentinel.conf");
        fs::write(&path, config).unwrap();
        sentinel.options = vec![path.display().to_string(), "--sentinel".to_owned()];
        assert!(sentinel.run().await, "a sentinel found its port taken");
        Some(sentinel)
    }

    fn prepare(program: PathBuf, options: &[&str]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("passport-redis-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let port_text = port.to_string();
        let folder_text = folder.display().to_string();
        let own = [
            "--port",
            &port_text,
            "--dir",
            &folder_text,
            "--bind",
            "127.0.0.1",
        ];
        let own = own.iter().chain(&["--save", "", "--appendonly", "no"]);
        let options = own.chain(options).map(ToString::to_string).collect();
        Self {
            program,
            folder,
            port,
            options,
            child: None,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// A connection for the test itself.
    pub(crate) async fn connection(&self) -> redis::aio::MultiplexedConnection {
        let client = redis::Client::open(self.url()).unwrap();
        client.get_multiplexed_async_connection().await.unwrap()
    }

    /// Runs a command for the test itself.
    pub(crate) async fn command<T: redis::FromRedisValue>(&self, words: &[&str]) -> T {
        let mut connection = self.connection().await;
        let mut command = redis::cmd(words[0]);
        words[1..].iter().for_each(|word| {
            command.arg(word);
        });
        let answer = command.query_async(&mut connection).await;
        answer.unwrap_or_else(|error| panic!("{words:?}: {error}"))
    }

    /// Writes a snapshot, which the server reads when it is started again.
    pub(crate) async fn save(&self) {
        self.command::<()>(&["SAVE"]).await;
    }

    /// Ends the server as a power failure does.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Starts it again on the same port.
    pub(crate) async fn start_again(&mut self) {
        assert!(self.run().await, "another program has taken the port");
    }

    /// Starts it and waits until it answers; false if its port is taken.
    async fn run(&mut self) -> bool {
        let log = self.folder.join("log");
        let output = fs::File::create(&log).unwrap();
        let mut command = Command::new(&self.program);
        command.args(&self.options).current_dir(&self.folder);
        command
            .stdin(Stdio::null())
            .stderr(output.try_clone().unwrap());
        self.child = Some(command.stdout(output).spawn().unwrap());
        let said = || fs::read_to_string(&log).unwrap_or_default();
        for _ in 0..LONGEST_START.as_millis() / STEP.as_millis() {
            if self.answers().await {
                return true;
            }
            let child = self.child.as_mut().unwrap();
            if let Some(status) = child.try_wait().unwrap() {
                let said = said();
                assert!(
                    said.contains("in use"),
                    "redis-server ended, {status}:\n{said}"
                );
                return false;
            }
            tokio::time::sleep(STEP).await;
        }
        panic!(
            "redis-server does not answer after {LONGEST_START:?}:\n{}",
            said()
        );
    }

    async fn answers(&self) -> bool {
        let client = redis::Client::open(self.url()).unwrap();
        let Ok(mut connection) = client.get_multiplexed_async_connection().await else {
            return false;
        };
        let ping = redis::cmd("PING");
        let pong = ping.query_async::<String>(&mut connection).await;
        pong.is_ok_and(|pong| pong == "PONG")
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The program, unless this machine has none and need not have it.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&path);
    let program = folders.find_map(|folder| {
        let file = folder.join("redis-server");
        file.is_file().then_some(file)
    });
    if program.is_none() {
        let message = "no redis-server in PATH, so the fleet is not tried on one; it is in Debian's \
                       package `redis-server`";
        skip(REQUIRED, message);
    }
    program
}

const MOST_PORTS: u32 = 5;
const STEP: Duration = Duration::from_millis(10);
const LONGEST_START: Duration = Duration::from_secs(30);
