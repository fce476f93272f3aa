//! The command `passport-sandbox`, for other programs that offer it too.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::Arg::{Long, Short};
use lexopt::ValueExt;
use passport_spec::Requirement;

use crate::error::SandboxError;
use crate::hosted::Hosted;
use crate::record::RecordedRequest;
use crate::sandbox::Sandbox;

/// Does what the arguments say, those behind the command's name, and serves until Ctrl-C.
///
/// `program` is what a person types for it: `passport-sandbox`. What is served stands on stdout;
/// each call that is refused, with the scope that it lacks, and mistakes on stderr. The status is 2
/// for arguments that are none, 1 where the sandbox cannot be started.
///
/// ```no_run
/// let arguments = std::env::args_os().skip(1);
/// passport_sandbox::command::run("passport-sandbox", arguments);
/// ```
pub fn run(program: &str, arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let options = match Options::read(arguments) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{}", help(program));
            return ExitCode::SUCCESS;
        }
        Err(mistake) => {
            eprintln!("error: {mistake}\n\n{}", help(program).trim_end());
            return ExitCode::from(2);
        }
    };
    match serve(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  because: {cause}");
                source = cause.source();
            }
            ExitCode::FAILURE
        }
    }
}

/// What `--help` prints.
pub fn help(program: &str) -> String {
    format!("{ABOUT}\n\nusage: {program} {OPTIONS}\n")
}

/// What the arguments say.
#[derive(Debug, Default, Eq, PartialEq)]
struct Options {
    spec: Option<PathBuf>,
    examples: Option<PathBuf>,
    port: u16,
    certificate: Option<PathBuf>,
}

impl Options {
    /// Reads the arguments; `None` where they ask for help.
    fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Option<Self>, lexopt::Error> {
        let mut options = Self::default();
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("spec") => options.spec = Some(parser.value()?.into()),
                Long("examples") => options.examples = Some(parser.value()?.into()),
                Long("certificate") => options.certificate = Some(parser.value()?.into()),
                Long("port") => {
                    let text = parser.value()?.string()?;
                    let port = text.parse();
                    options.port = port.map_err(|_| {
                        format!("`{text}` is no port; write a number from 0 to 65535")
                    })?;
                }
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(options))
    }

    async fn start(&self) -> Result<Sandbox, SandboxError> {
        let mut builder = Sandbox::builder().port(self.port).keep_requests(KEPT);
        if let Some(spec) = &self.spec {
            builder = builder.spec_file(spec);
        }
        if let Some(examples) = &self.examples {
            builder = builder.examples(examples);
        }
        let tell = |request: &RecordedRequest| {
            if let Some(line) = refused(request) {
                eprintln!("{line}");
            }
        };
        builder.observe(tell).start().await
    }
}

fn serve(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let sandbox = options.start().await?;
        let certificate = options
            .certificate
            .unwrap_or_else(|| std::env::temp_dir().join("passport-sandbox.pem"));
        std::fs::write(&certificate, sandbox.certificate_pem())
            .map_err(|error| format!("cannot write {}: {error}", certificate.display()))?;
        print!("{}", describe(&sandbox, &certificate.display().to_string()));
        tokio::signal::ctrl_c().await?;
        sandbox.shutdown().await;
        Ok(())
    })
}

/// What is served, and the variables to export.
fn describe(sandbox: &Sandbox, certificate: &str) -> String {
    let mut text = String::from("Serving, each with a client that has every scope:\n");
    let mut first = None;
    for hosted in sandbox.state().served() {
        let base = sandbox.base_url(&hosted.api.name);
        let _ = writeln!(text, "  {:<12} {base}", hosted.api.name);
        let _ = writeln!(text, "  {:<12} {}", "", counts(hosted));
        first.get_or_insert(base);
    }
    let token_url = sandbox.apis().next().map(|api| sandbox.token_url(api));
    let _ = write!(
        text,
        "\nEnvironment for the first of them:\n  export PASSPORT_BASE_URL={}\n  \
         export PASSPORT_TOKEN_URL={}\n  \
         export PASSPORT_CLIENT_ID={}\n  export PASSPORT_CLIENT_SECRET={}\n  \
         export SSL_CERT_FILE={certificate}\n\nRefused calls follow. Stop with Ctrl-C.\n",
        first.unwrap_or_default(),
        token_url.unwrap_or_default(),
        sandbox.client_id(),
        sandbox.client_secret(),
    );
    text
}

/// How many calls there are, by what they need, and how many are answered with an example.
fn counts(hosted: &Hosted) -> String {
    let endpoints = &hosted.api.endpoints;
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for endpoint in endpoints {
        let kind = match &endpoint.requirement {
            Requirement::Public => "public",
            Requirement::AnyToken => "with any token",
            Requirement::Unknown => "undocumented",
            _ => "by scope",
        };
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    }
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    let answers = match (hosted.simulated, hosted.examples()) {
        (true, _) => "simulated".to_owned(),
        (false, examples) => format!("{examples} with an example"),
    };
    format!(
        "{} calls ({}), {answers}",
        endpoints.len(),
        kinds.join(", ")
    )
}

/// The line about a call that was refused.
fn refused(request: &RecordedRequest) -> Option<String> {
    let why = request.refusal.as_deref()?;
    let call = request.endpoint.as_deref().unwrap_or("no endpoint");
    let RecordedRequest {
        status,
        method,
        api,
        path,
        ..
    } = request;
    let held = match request.scopes.as_slice() {
        [] => String::new(),
        scopes => format!(" It has `{}`.", scopes.join("`, `")),
    };
    Some(format!(
        "{status} {method} /{api}{path} ({call}): {why}{held}"
    ))
}

/// How many requests are remembered: nobody asks for them.
const KEPT: usize = 1;

const ABOUT: &str = "Serves a scopes.toml over HTTPS on 127.0.0.1 and enforces its scopes.";

const OPTIONS: &str = "[--spec FILE] [--examples FILE] [--port N] [--certificate FILE]

  --spec FILE         the spec to serve (default: the built-in systems)
  --examples FILE     the answers of what the sandbox does not simulate
                      (default: examples.json beside the spec, if there is one)
  --port N            the port to listen on (default: any free one)
  --certificate FILE  where to write the certificate to trust
                      (default: passport-sandbox.pem in the folder for temporary files)";

#[cfg(test)]
mod tests;
