//! The client that progenitor makes of a document: by its macro, and as source text.

use std::path::Path;

use super::Outcome;
use crate::compile::compiler::{Compiler, Extent, Subject};
use crate::compile::package::Package;
use crate::process;

/// A package that progenitor writes clients in.
#[derive(Debug)]
pub(super) struct Progenitor {
    writer: Package,
    package: Package,
    compiler: Compiler,
}

/// The client of one document, as two libraries of that package.
#[derive(Clone, Debug)]
pub(super) struct Client {
    by_macro: String,
    as_text: String,
}

impl Progenitor {
    pub(super) fn create() -> Outcome<Self> {
        let package = Package::create("progenitor", DEPENDENCIES)?;
        let compiler = package.compiler()?;
        let writer = Package::create("progenitor-writer", WRITER_DEPENDENCIES)?;
        writer.write("src/main.rs", WRITER)?;
        process::output(&mut writer.cargo(&["build", "--quiet"]))?;
        Ok(Self {
            writer,
            package,
            compiler,
        })
    }

    /// Writes the client of a document; the error is progenitor's own, in one line.
    pub(super) fn client(&self, document: &Path, name: &str) -> Outcome<Result<Client, String>> {
        let client = Client {
            by_macro: format!("src/{name}.rs"),
            as_text: format!("src/{name}-text.rs"),
        };
        let call = format!("progenitor::generate_api!({document:?});\n");
        self.package.write(&client.by_macro, &call)?;
        let mut writer = self.writer.cargo(&["run", "--quiet", "--"]);
        writer.arg(document).arg(self.package.path(&client.as_text));
        let output = writer.output()?;
        if output.status.success() {
            return Ok(Ok(client));
        }
        Ok(Err(complaint(&String::from_utf8_lossy(&output.stderr))))
    }

    /// The call of progenitor's macro.
    pub(super) fn by_macro(&self, client: &Client) -> Subject<'_> {
        self.compiler.subject(&client.by_macro, Extent::Check)
    }

    /// The text that a build script would write.
    pub(super) fn as_text(&self, client: &Client) -> Subject<'_> {
        self.compiler.subject(&client.as_text, Extent::Check)
    }
}

/// What counts of an error: the line that says why, without the document's text.
fn complaint(said: &str) -> String {
    let lines: Vec<&str> = said.lines().filter(|line| !line.is_empty()).collect();
    let panicked = lines.iter().position(|line| line.contains(" panicked at "));
    // The line behind that one has the reason.
    let line = panicked.map_or(lines.first(), |at| lines.get(at + 1));
    let line = line.copied().unwrap_or("no reason given");
    let line = line.trim_start_matches("Error: ").trim_matches('"');
    let mut short: String = line.chars().take(160).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

/// What its README asks for, and what the clients of documents turn out to need.
const DEPENDENCIES: &str = r#"bytes = "1"
chrono = { version = "0.4", features = ["serde"] }
futures-core = "0.3"
progenitor = "0.15"
progenitor-client = "0.15"
rand = "0.9"
regress = "0.12"
reqwest = { version = "0.13", default-features = false, features = ["json", "query", "stream"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
uuid = { version = "1", features = ["serde", "v4"] }
"#;

/// Without what a client needs at run time, which would be built for the writer as well.
const WRITER_DEPENDENCIES: &str = r#"progenitor = { version = "0.15", default-features = false }
serde_json = "1"
yaml_serde = "0.10"
"#;

const WRITER: &str = r#"fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("expected a document and a file to write");
    let (document, output) = (next()?, next()?);
    let text = std::fs::read_to_string(&document)?;
    let spec = match document.ends_with(".json") {
        true => serde_json::from_str(&text)?,
        false => yaml_serde::from_str(&text)?,
    };
    let client = progenitor::Generator::default().generate_tokens(&spec);
    let client = client.map_err(|error| error.to_string())?;
    std::fs::write(output, client.to_string())?;
    Ok(())
}
"#;

#[cfg(test)]
mod tests {
    use super::complaint;

    #[test]
    fn an_error_is_one_line() {
        let panic =
            "\nthread 'main' (1) panicked at src/method.rs:1:2:\nassertion failed: x\nnote: y\n";
        assert_eq!(complaint(panic), "assertion failed: x");
        assert_eq!(
            complaint("Error: \"unexpected type\"\nmore"),
            "unexpected type"
        );
        assert!(complaint(&"x".repeat(500)).ends_with("x…"));
        assert_eq!(complaint(""), "no reason given");
    }
}
