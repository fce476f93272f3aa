//! A Node program that runs as long as its test.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use passport_tests::skip::skip;
use serde_json::Value;

/// With this variable set, a machine without Node or the packages fails the tests instead of
/// skipping them.
const REQUIRED: &str = "PASSPORT_REQUIRE_PEERS";

/// A program in `node/`, and what it has printed.
pub(crate) struct Node {
    child: Child,
    /// The program ends when this is closed, so it ends with the test even if that is killed.
    _stdin: ChildStdin,
    lines: Receiver<String>,
    printed: String,
}

impl Node {
    /// Starts a program with these arguments and one line of input; says so and answers `None` where
    /// it cannot run.
    pub(crate) fn start(program: &str, arguments: &[&str], input: &Value) -> Option<Self> {
        if let Err(why) = ready() {
            let message = format!("the peers of `{program}` are not tried: {why}");
            skip(REQUIRED, &message);
            return None;
        }
        let mut child = Command::new("node")
            .arg(program)
            .args(arguments)
            .current_dir(folder())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        forward(child.stdout.take().unwrap(), sender.clone());
        forward(child.stderr.take().unwrap(), sender);
        let mut stdin = child.stdin.take().unwrap();
        // One that has ended already does not read; what it printed says why.
        let _ = writeln!(stdin, "{input}");
        Some(Self {
            child,
            _stdin: stdin,
            lines,
            printed: String::new(),
        })
    }

    /// Waits for a line in which something is found.
    pub(crate) fn wait_for<T>(&mut self, find: impl Fn(&str) -> Option<T>) -> T {
        loop {
            // No program here needs a minute to start; one that is silent for so long has stopped.
            let Ok(line) = self.lines.recv_timeout(Duration::from_secs(60)) else {
                panic!(
                    "the program has ended, or says nothing:\n{}",
                    self.printed()
                );
            };
            self.keep(&line);
            if let Some(found) = find(&line) {
                return found;
            }
        }
    }

    /// All that it has printed, for the message of a failure.
    pub(crate) fn printed(&mut self) -> &str {
        while let Ok(line) = self.lines.try_recv() {
            self.keep(&line);
        }
        &self.printed
    }

    fn keep(&mut self, line: &str) {
        self.printed.push_str(line);
        self.printed.push('\n');
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether programs can run here; if not, why, and what to do.
fn ready() -> Result<(), String> {
    let output = Command::new("node").arg("--version").output();
    let version = output.map_err(|_| "there is no `node` in PATH; install Node 18.20 or later")?;
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let mut numbers = version.trim().trim_start_matches('v').split('.');
    let mut number = || numbers.next().and_then(|number| number.parse().ok());
    let found: (u32, u32) = (number().unwrap_or(0), number().unwrap_or(0));
    if found < OLDEST {
        let (version, (major, minor)) = (version.trim(), OLDEST);
        return Err(format!(
            "node is {version}; install Node {major}.{minor} or later"
        ));
    }
    let [wanted, installed] = ["package-lock.json", "node_modules/.package-lock.json"]
        .map(|file| packages(&folder().join(file)));
    // Npm leaves out what is for other systems.
    if installed.is_empty() || installed.iter().any(|package| !wanted.contains(package)) {
        return Err("their packages are not those of package-lock.json; \
                    run `npm --prefix tests/peers/node ci`"
            .to_owned());
    }
    Ok(())
}

/// The packages that a lock file names, with their digests.
fn packages(file: &Path) -> Vec<(String, Value)> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let lock: Value = serde_json::from_str(&text).unwrap_or_default();
    let packages = lock["packages"].as_object().into_iter().flatten();
    packages
        .filter(|(place, _)| !place.is_empty())
        .map(|(place, package)| (place.clone(), package["integrity"].clone()))
        .collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/node")
}

fn forward(from: impl Read + Send + 'static, to: Sender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines() {
            if line.is_ok_and(|line| to.send(line).is_ok()) {
                continue;
            }
            break;
        }
    });
}

/// The oldest version with which the packages work, major and minor.
const OLDEST: (u32, u32) = (18, 20);
