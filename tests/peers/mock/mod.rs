//! An imported document's calls against Prism, which holds each request against the same document,
//! and answers with what the document describes.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use passport_spec::Spec;
use passport_tool::cli;
use serde_json::{Value, json};
use xtask::scratch::{Package, path_dependency};

use crate::node::Node;

/// Prism with the document.
struct Mock {
    node: Node,
    /// Host and port.
    address: String,
}

impl Mock {
    /// Starts it; `None` where it cannot run.
    fn start(options: &[&str]) -> Option<Self> {
        let document = document().display().to_string();
        let arguments = [&[&*document], options].concat();
        let mut node = Node::start("mock.mjs", &arguments, &Value::Null)?;
        let address = node.wait_for(|line| {
            let (_, address) = line.split_once("Prism is listening on http://")?;
            Some(address.trim().to_owned())
        });
        Some(Self { node, address })
    }

    /// What it has to say of the requests so far, behind one that it must refuse.
    fn complaints(mut self) -> Vec<String> {
        let answer = self.get(WRONG);
        assert!(
            answer.starts_with("HTTP/1.1 422 "),
            "{answer}\n{}",
            self.node.printed()
        );
        let seen = |line: &str| line.contains(WRONG).then_some(());
        self.node.wait_for(seen);
        let printed = self.node.printed().lines();
        let of_calls = printed.take_while(|line| !line.contains(WRONG));
        let complaints = of_calls.filter(|line| COMPLAINTS.iter().any(|word| line.contains(word)));
        complaints.map(str::to_owned).collect()
    }

    /// The answer to a request with a token, which no typed client makes.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer depot-token\r\n\
             connection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

/// Every request is as the document says, and every answer that the document allows is read: its
/// examples, and what is made up anew for each call.
#[test]
fn every_call_is_accepted_and_its_answer_read() {
    let modes: [&[&str]; 2] = [&[], &["--dynamic", "--seed", "passport"]];
    let mut program = None;
    for options in modes {
        let Some(mock) = Mock::start(options) else {
            return;
        };
        let program = program.get_or_insert_with(|| Program::write(&import()));
        let failed = program.run(&mock.address);
        assert_eq!(
            (&*failed, mock.complaints()),
            ("[]", Vec::new()),
            "{options:?}"
        );
    }
}

/// Imports the document as a user does; answers with the crate's folder.
fn import() -> PathBuf {
    let folder = scratch().join("depot");
    let _ = fs::remove_dir_all(&folder);
    let [document, out, passport_api] = [document(), folder.clone(), root().join("passport-api")]
        .map(|path| path.display().to_string());
    let arguments = [
        "import",
        &document,
        "--out",
        &out,
        "--passport-api",
        &passport_api,
    ];
    let mut ui = cli::Ui::captured();
    let status = cli::run(arguments.iter().map(Into::into).collect(), &mut ui);
    assert_eq!(status, 0, "{:?}", ui.captured_text());
    folder
}

/// The program that makes every call of the imported crate.
struct Program {
    package: Package,
    /// What it is told of each call.
    calls: Vec<Value>,
}

impl Program {
    /// Writes it for the crate in a folder.
    fn write(krate: &Path) -> Self {
        let spec = Spec::load(krate.join("scopes.toml")).unwrap();
        let api = spec.api("depot").unwrap();
        let examples = fs::read_to_string(krate.join("examples.json")).unwrap();
        let examples: Value = serde_json::from_str(&examples).unwrap();
        let examples = &examples["depot"];
        let models = xtask::calls::models(&krate.join("src")).unwrap();
        let (source, cases) = xtask::calls::source(api, examples, &models);
        assert!(cases.len() > api.endpoints.len(), "some with alternatives");
        let calls = cases.iter().map(|case| {
            let id = case.endpoint.id();
            let body = &examples[&id]["request"]["body"];
            json!({ "endpoint": id, "scopes": case.scopes, "body": body })
        });
        let package = package(krate);
        package
            .write("src/main.rs", include_str!("program.rs"))
            .unwrap();
        package.write("src/calls.rs", &source).unwrap();
        Self {
            package,
            calls: calls.collect(),
        }
    }

    /// Makes the calls; answers with those that fail, as JSON.
    fn run(&self, address: &str) -> String {
        let input = json!({ "url": format!("http://{address}"), "calls": self.calls });
        self.package
            .write("input.json", &input.to_string())
            .unwrap();
        let printed = self.package.run().unwrap_or_else(|error| panic!("{error}"));
        printed.trim().to_owned()
    }
}

fn package(krate: &Path) -> Package {
    let dependencies = [
        path_dependency(xtask::calls::MODULE, krate, ", package = \"depot\""),
        path_dependency(
            "passport-api",
            &root().join("passport-api"),
            ", default-features = false",
        ),
        "serde_json = \"1\"".to_owned(),
        "tokio = { version = \"1\", default-features = false, features = [\"rt\", \"time\"] }"
            .to_owned(),
    ];
    let (folder, target) = (scratch().join("calls"), scratch().join("target"));
    Package::create(&folder, &target, "calls", &dependencies).unwrap()
}

fn document() -> PathBuf {
    root().join("tests/peers/mock/depot.yaml")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers")
}

/// A path whose number is none.
const WRONG: &str = "/claims/none";

/// Words in the lines about a request or an answer that is not as the document says.
const COMPLAINTS: [&str; 3] = ["Violation", "did not pass", "terminated with error"];
