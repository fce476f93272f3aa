//! A rust-analyzer process, and the Language Server Protocol spoken to it.

use std::collections::HashMap;
use std::io::BufReader;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use gen_lsp_types::{Notification, Request, Uri};
use lsp_server::{Message, RequestId, Response};
use serde_json::{Value, json};

/// A running rust-analyzer with one folder open.
pub(crate) struct Server {
    process: Child,
    stdin: ChildStdin,
    messages: Receiver<Message>,
    /// Answers that came while another was waited for.
    answers: HashMap<RequestId, Response>,
    last_id: i32,
    is_quiescent: bool,
}

impl Server {
    /// Starts rust-analyzer in a package's folder and waits until it has read the package.
    ///
    /// Nothing is built by it but the macros, into `target`; what the compiler says is no part of what
    /// it reports.
    pub(crate) fn start(folder: &Path, target: &Path) -> Self {
        let mut process = Command::new("rust-analyzer")
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", target)
            .env_remove("RUSTFLAGS")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("rust-analyzer starts");
        let stdin = process.stdin.take().expect("a pipe");
        let mut stdout = BufReader::new(process.stdout.take().expect("a pipe"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Ok(Some(message)) = Message::read(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut server = Self {
            process,
            stdin,
            messages,
            answers: HashMap::new(),
            last_id: 0,
            is_quiescent: false,
        };
        let answer = server.call("initialize", &initialization(folder));
        answer.unwrap_or_else(|error| panic!("rust-analyzer refuses to start: {error}"));
        server.send(&notification("initialized", json!({})));
        while !server.is_quiescent {
            server.receive();
        }
        server
    }

    /// Makes a request of the protocol.
    ///
    /// The error is what rust-analyzer answers instead, such as that it panicked.
    pub(crate) fn request<R: Request>(&mut self, params: &R::Params) -> Result<R::Result, String> {
        let params = serde_json::to_value(params).expect("parameters are JSON");
        let answer = self.call(R::METHOD.as_str(), &params)?;
        serde_json::from_value(answer).map_err(|error| error.to_string())
    }

    fn call(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        loop {
            self.last_id += 1;
            let id = RequestId::from(self.last_id);
            let request = lsp_server::Request {
                id: id.clone(),
                method: method.to_owned(),
                params: params.clone(),
            };
            self.send(&Message::Request(request));
            let answer = loop {
                if let Some(answer) = self.answers.remove(&id) {
                    break answer;
                }
                self.receive();
            };
            match answer.response_result {
                Ok(value) => return Ok(value),
                Err(error) if AGAIN.contains(&error.code) => {}
                Err(error) => return Err(format!("{method}: {}", error.message)),
            }
        }
    }

    /// Tells rust-analyzer something.
    pub(crate) fn notify<N: Notification>(&mut self, params: &N::Params) {
        let params = serde_json::to_value(params).expect("parameters are JSON");
        self.send(&notification(N::METHOD.as_str(), params));
    }

    fn send(&mut self, message: &Message) {
        message.write(&mut self.stdin).expect("rust-analyzer reads");
    }

    /// Takes one message: an answer is kept, a request of the server's is answered.
    fn receive(&mut self) {
        let message = match self.messages.recv_timeout(SILENCE) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => panic!("rust-analyzer says nothing for {SILENCE:?}"),
            Err(RecvTimeoutError::Disconnected) => panic!("rust-analyzer has ended"),
        };
        match message {
            Message::Response(answer) => {
                self.answers.insert(answer.id.clone(), answer);
            }
            Message::Request(request) => {
                let result = match request.method.as_str() {
                    "workspace/configuration" => json!([settings()]),
                    _ => Value::Null,
                };
                self.send(&Message::Response(Response {
                    id: request.id,
                    response_result: Ok(result),
                }));
            }
            Message::Notification(told) if told.method == "experimental/serverStatus" => {
                self.is_quiescent = told.params["quiescent"] == true;
                let health = &told.params["health"];
                assert!(health != "error", "rust-analyzer: {}", told.params);
            }
            Message::Notification(_) => {}
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It holds nothing that could be lost.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The address of a file.
pub(crate) fn uri(file: &Path) -> Uri {
    Uri::from(format!("file://{}", file.display()))
}

fn notification(method: &str, params: Value) -> Message {
    Message::Notification(lsp_server::Notification {
        method: method.to_owned(),
        params,
    })
}

fn initialization(folder: &Path) -> Value {
    let uri = uri(folder);
    json!({
        "processId": std::process::id(),
        "rootUri": uri,
        "workspaceFolders": [{ "uri": uri, "name": "user" }],
        "initializationOptions": settings(),
        "capabilities": {
            "workspace": { "configuration": true },
            "textDocument": {
                "hover": { "contentFormat": ["markdown"] },
                "definition": { "linkSupport": true },
                "diagnostic": {},
            },
            "experimental": { "serverStatusNotification": true },
        },
    })
}

fn settings() -> Value {
    json!({
        "checkOnSave": false,
        "cachePriming": { "enable": false },
        // Names and methods that are not found are reported as experimental.
        "diagnostics": { "experimental": { "enable": true } },
    })
}

/// The longest time without a word; it only ends a test that would hang.
const SILENCE: Duration = Duration::from_secs(600);

/// Errors after which a request is made again: the content was modified, or the server cancelled it.
const AGAIN: [i32; 2] = [-32801, -32802];
