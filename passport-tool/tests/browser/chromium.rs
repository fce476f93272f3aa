//! A headless Chromium, spoken to in its debugging protocol over a pair of pipes: no port, no driver
//! program, no library beside the one for JSON.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

/// With this variable set, a machine without Chromium fails the tests instead of skipping them.
const REQUIRED: &str = "PASSPORT_REQUIRE_CHROMIUM";

/// A browser with one page. One test at a time has one.
pub(crate) struct Chromium {
    child: Child,
    stdin: ChildStdin,
    messages: Receiver<Value>,
    session: String,
    last: u64,
    /// What the page did that nobody asked it about.
    events: Vec<Value>,
    folder: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

impl Chromium {
    /// Starts it; says so and answers `None` where there is none.
    pub(crate) fn start() -> Option<Self> {
        let Some(program) = program() else {
            let message = "no chromium in PATH, so the page of `report` is not tried in a browser";
            assert!(std::env::var_os(REQUIRED).is_none(), "{message}");
            // Past the capture of the test harness: a test that did not run says so.
            let _ = writeln!(std::io::stderr(), "skipped: {message}");
            return None;
        };
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = std::env::temp_dir().join(format!("passport-browser-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("profile")).unwrap();
        let mut child = spawn(&program, &folder.join("profile"));
        let stdin = child.stdin.take().unwrap();
        let stdout = child.stdout.take().unwrap();
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(stdout);
            let mut bytes = Vec::new();
            while reader.read_until(0, &mut bytes).is_ok_and(|n| n > 0) {
                bytes.pop();
                let Ok(message) = serde_json::from_slice(&bytes) else {
                    break;
                };
                if sender.send(message).is_err() {
                    break;
                }
                bytes.clear();
            }
        });
        let mut chromium = Self {
            child,
            stdin,
            messages,
            session: String::new(),
            last: 0,
            events: Vec::new(),
            folder,
            _turn: turn,
        };
        chromium.attach();
        Some(chromium)
    }

    /// Opens a page from its text; `hash` is the end of its address, with `#`.
    pub(crate) fn open(&mut self, page: &str, hash: &str) {
        let file = self.folder.join("page.html");
        std::fs::write(&file, page).unwrap();
        self.load("about:blank");
        self.events.clear();
        self.load(&format!("file://{}{hash}", file.display()));
    }

    /// Calls a method of the protocol.
    pub(crate) fn call(&mut self, method: &str, params: &Value) -> Value {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.stdin.write_all(&bytes).unwrap();
        self.stdin.flush().unwrap();
        loop {
            let answer = self.next();
            if answer["id"] == self.last {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
            self.events.push(answer);
        }
    }

    /// What an expression is in the page.
    pub(crate) fn eval(&mut self, expression: &str) -> Value {
        let params = json!({
            "expression": expression,
            "returnByValue": true,
            "awaitPromise": true,
        });
        let answer = self.call("Runtime.evaluate", &params);
        let thrown = answer.get("exceptionDetails");
        assert!(thrown.is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Presses a key, such as `ArrowDown` or `/`.
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            " " => (32, " "),
            "End" => (35, ""),
            "Home" => (36, ""),
            "ArrowLeft" => (37, ""),
            "ArrowUp" => (38, ""),
            "ArrowRight" => (39, ""),
            "ArrowDown" => (40, ""),
            other => (0, other),
        };
        let mut params = json!({ "type": "keyDown", "key": key, "windowsVirtualKeyCode": code });
        if !text.is_empty() {
            params["text"] = json!(text);
        }
        self.call("Input.dispatchKeyEvent", &params);
        params["type"] = json!("keyUp");
        params["text"] = json!("");
        self.call("Input.dispatchKeyEvent", &params);
    }

    /// Types a text where the focus is.
    pub(crate) fn type_text(&mut self, text: &str) {
        self.call("Input.insertText", &json!({ "text": text }));
    }

    /// Sets the window's size in CSS pixels.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let params = json!({
            "width": width,
            "height": height,
            "deviceScaleFactor": 1,
            "mobile": width < 600,
        });
        self.call("Emulation.setDeviceMetricsOverride", &params);
    }

    /// Sets a feature that media queries ask for, such as `prefers-color-scheme`.
    pub(crate) fn media(&mut self, medium: &str, name: &str, value: &str) {
        let params = json!({ "media": medium, "features": [{ "name": name, "value": value }] });
        self.call("Emulation.setEmulatedMedia", &params);
    }

    /// What the page complained about: exceptions, errors on the console, refusals of its policy.
    pub(crate) fn complaints(&mut self) -> Vec<String> {
        // An answer comes behind the events before it.
        self.eval("0");
        let complaints = self.events.iter().filter(|event| {
            let params = &event["params"];
            match event["method"].as_str() {
                Some("Runtime.exceptionThrown" | "Runtime.consoleAPICalled") => true,
                Some("Log.entryAdded") => {
                    matches!(params["entry"]["level"].as_str(), Some("error" | "warning"))
                }
                _ => false,
            }
        });
        complaints.map(Value::to_string).collect()
    }

    fn attach(&mut self) {
        let target = self.call("Target.createTarget", &json!({ "url": "about:blank" }));
        let params = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.call("Target.attachToTarget", &params);
        self.session = attached["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            self.call(domain, &json!({}));
        }
    }

    fn load(&mut self, url: &str) {
        let is_loaded = |event: &Value| event["method"] == "Page.loadEventFired";
        self.events.retain(|event| !is_loaded(event));
        self.call("Page.navigate", &json!({ "url": url }));
        while !self.events.iter().any(is_loaded) {
            let event = self.next();
            self.events.push(event);
        }
    }

    fn next(&mut self) -> Value {
        // No page here works for a minute; a browser that is silent for so long has stopped.
        let message = self.messages.recv_timeout(Duration::from_secs(60));
        message.expect("chromium does not answer")
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A browser takes much of a machine, and they share a folder.
static TURN: Mutex<()> = Mutex::new(());

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program| program.is_file())
}

fn spawn(program: &Path, profile: &Path) -> Child {
    Command::new("sh")
        // Chromium reads commands from descriptor 3 and answers on 4.
        .args([
            "-c",
            r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#,
            "sh",
        ])
        .arg(program)
        .args([
            "--headless",
            "--remote-debugging-pipe",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}
