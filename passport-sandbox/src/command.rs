//! The command `passport-sandbox`, for other programs that offer it too.

mod fault;
mod options;

use std::error::Error;
use std::ffi::OsString;
use std::fmt::{self, Write as _};
use std::path::PathBuf;

use passport_spec::{Requirement, Spec, plain_line, shell_path, shell_word};
use serde_json::json;

use crate::command::options::Options;
use crate::error::SandboxError;
use crate::hosted::Hosted;
use crate::record::RecordedRequest;
use crate::sandbox::Sandbox;

/// Does what the arguments say, those behind the command's name, and serves until Ctrl-C.
///
/// `program` is what a person types for it: `passport-sandbox`. What is served stands on stdout, and
/// each call that is refused, with the scope that it lacks, on stderr.
///
/// ```no_run
/// let arguments = std::env::args_os().skip(1);
/// if let Err(error) = passport_sandbox::command::run("passport-sandbox", arguments) {
///     eprintln!("error: {error}");
/// }
/// ```
///
/// # Errors
///
/// If the arguments are none, or the sandbox cannot be started.
pub fn run(
    program: &str,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<(), CommandError> {
    start(program, arguments, None)
}

/// The same for a spec that stands in no file, such as what an OpenAPI document says; `examples` is
/// the text of an `examples.json`. The arguments' `--spec` only says where it is from.
///
/// # Errors
///
/// As [`run`].
pub fn run_spec(
    program: &str,
    arguments: impl IntoIterator<Item = OsString>,
    spec: Spec,
    examples: String,
) -> Result<(), CommandError> {
    start(program, arguments, Some((spec, examples)))
}

/// The file that the arguments' `--spec` names, where they are arguments of this command.
pub fn spec_file(arguments: impl IntoIterator<Item = OsString>) -> Option<PathBuf> {
    Options::read(arguments).ok()??.spec
}

/// Why the command did not do what it was asked for.
#[derive(Debug)]
#[non_exhaustive]
pub enum CommandError {
    /// The arguments are none.
    Usage {
        /// What is wrong with them.
        mistake: String,
        /// How they are written.
        usage: String,
    },
    /// The sandbox cannot be started.
    Sandbox {
        /// The file of the spec that was asked for.
        spec: Option<PathBuf>,
        /// Why not.
        error: SandboxError,
    },
    /// The certificate cannot be written to its file.
    Certificate {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The runtime cannot be built, or Ctrl-C not be waited for.
    Runtime(std::io::Error),
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage { mistake, .. } => f.write_str(mistake),
            Self::Sandbox { error, .. } => error.fmt(f),
            Self::Certificate { file, .. } => {
                let file = file.display().to_string();
                write!(f, "cannot write the certificate to {}", plain_line(&file))
            }
            Self::Runtime(_) => f.write_str("cannot wait for requests"),
        }
    }
}

impl Error for CommandError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Usage { .. } => None,
            Self::Sandbox { error, .. } => error.source(),
            Self::Certificate { source, .. } | Self::Runtime(source) => Some(source),
        }
    }
}

/// What `--help` prints.
pub fn help(program: &str) -> String {
    let faults = fault::help();
    format!(
        "{ABOUT}\n\nUsage: {program} {USAGE}\n\nOptions:\n{OPTIONS}\n\n\
         Faults, written KIND[,SETTING]...:\n{faults}"
    )
}

fn start(
    program: &str,
    arguments: impl IntoIterator<Item = OsString>,
    read: Option<(Spec, String)>,
) -> Result<(), CommandError> {
    let options = Options::read(arguments).map_err(|mistake| CommandError::Usage {
        mistake: mistake.to_string(),
        usage: format!("{program} {USAGE}"),
    })?;
    match options {
        Some(options) => serve(program, options, read),
        None => {
            print!("{}", help(program));
            Ok(())
        }
    }
}

fn serve(
    program: &str,
    options: Options,
    read: Option<(Spec, String)>,
) -> Result<(), CommandError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.map_err(CommandError::Runtime)?.block_on(async {
        let sandbox = options
            .start(read)
            .await
            .map_err(|error| CommandError::Sandbox {
                spec: options.spec.clone(),
                error,
            })?;
        options
            .inject(&sandbox)
            .map_err(|mistake| CommandError::Usage {
                mistake,
                usage: format!("{program} {USAGE}"),
            })?;
        let file = options
            .certificate
            .unwrap_or_else(|| std::env::temp_dir().join("passport-sandbox.pem"));
        if let Err(source) = std::fs::write(&file, sandbox.certificate_pem()) {
            return Err(CommandError::Certificate { file, source });
        }
        let certificate = file.display().to_string();
        if options.json {
            println!("{}", describe_in_json(&sandbox, &certificate));
        } else {
            print!("{}", describe(&sandbox, &certificate));
        }
        tokio::signal::ctrl_c()
            .await
            .map_err(CommandError::Runtime)?;
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
         export SSL_CERT_FILE={}\n\nRefused calls follow. Stop with Ctrl-C.\n",
        shell_word(&first.unwrap_or_default()),
        shell_word(&token_url.unwrap_or_default()),
        sandbox.client_id(),
        sandbox.client_secret(),
        shell_path(certificate),
    );
    text
}

/// The same for a program, as one line.
fn describe_in_json(sandbox: &Sandbox, certificate: &str) -> serde_json::Value {
    let apis = sandbox.apis().map(|api| {
        json!({
            "name": api,
            "base_url": sandbox.base_url(api),
            "token_url": sandbox.token_url(api),
        })
    });
    json!({
        "apis": apis.collect::<Vec<_>>(),
        "client_id": sandbox.client_id(),
        "client_secret": sandbox.client_secret(),
        "certificate": certificate,
    })
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
        // What came to the system itself had the scopes that it needs.
        _ if request.processed => String::new(),
        [] => String::new(),
        scopes => format!(" It has `{}`.", scopes.join("`, `")),
    };
    Some(format!(
        "{status} {method} /{api}{path} ({call}): {why}{held}"
    ))
}

/// What the command does.
pub const ABOUT: &str = "Serves a scopes.toml over HTTPS on 127.0.0.1 and enforces its scopes.";

/// The arguments behind the command's name, in three lines.
pub const USAGE: &str = "[--spec FILE] [--examples FILE] [--port N] [--http1]
       [--certificate FILE] [--lifetime SECONDS] [--limit N] [--quota N] [--clock TIME]
       [--fault FAULT]...";

const OPTIONS: &str = "  \
  --spec FILE         the spec to serve (default: the built-in systems)
  --examples FILE     the answers of what the sandbox does not simulate
                      (default: examples.json beside the spec, if there is one)
  --port N            the port to listen on (default: any free one)
  --http1             speak HTTP/1.1 only (default: HTTP/2 with callers that offer it)
  --certificate FILE  where to write the certificate to trust
                      (default: passport-sandbox.pem in the folder for temporary files)
  --lifetime SECONDS  how long a token lives (default: as each API says)
  --limit N           the requests that a client may send to an API in a second;
                      more are refused with 429 (default: any number)
  --quota N           the same for a day of UTC
  --clock TIME        the time that the sandbox's clock shows when it starts, such as
                      2025-01-02T03:04:05Z; from there it runs on, as fast as the
                      machine's (default: the machine's time)
  --fault FAULT       something that goes wrong, such as
                      status=503,on=payments.create,times=2; see below (may be repeated,
                      a request goes to the first fault that takes it)
  --json              say what is served in one line of JSON";

#[cfg(test)]
mod tests;
