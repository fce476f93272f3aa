//! `passport-sandbox`: serves the built-in systems, or a spec of your own, until Ctrl-C.

use std::path::PathBuf;
use std::process::ExitCode;

use passport_sandbox::{Sandbox, SandboxError};

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(mistake) => {
            eprintln!("error: {mistake}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(options) {
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

/// What the command line says.
#[derive(Default)]
struct Options {
    spec: Option<PathBuf>,
    port: u16,
    certificate: Option<PathBuf>,
}

impl Options {
    /// Reads the arguments; `None` where they ask for help.
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut options = Self::default();
        while let Some(name) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{name} needs a value"));
            match name.as_str() {
                "--help" | "-h" => return Ok(None),
                "--spec" => options.spec = Some(value()?.into()),
                "--certificate" => options.certificate = Some(value()?.into()),
                "--port" => {
                    let text = value()?;
                    let port = text.parse();
                    options.port = port.map_err(|_| format!("`{text}` is no port"))?;
                }
                _ => return Err(format!("unknown argument `{name}`")),
            }
        }
        Ok(Some(options))
    }
}

fn run(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let sandbox = start(options.spec, options.port).await?;
        let certificate = options
            .certificate
            .unwrap_or_else(|| std::env::temp_dir().join("passport-sandbox.pem"));
        std::fs::write(&certificate, sandbox.certificate_pem())
            .map_err(|error| format!("cannot write {}: {error}", certificate.display()))?;
        describe(&sandbox, &certificate.display().to_string());
        tokio::signal::ctrl_c().await?;
        sandbox.shutdown().await;
        Ok(())
    })
}

async fn start(spec: Option<PathBuf>, port: u16) -> Result<Sandbox, SandboxError> {
    let builder = Sandbox::builder().port(port);
    match spec {
        Some(path) => builder.spec_file(path).start().await,
        None => builder.start().await,
    }
}

fn describe(sandbox: &Sandbox, certificate: &str) {
    println!("Serving, each with a client that has every scope:");
    for api in sandbox.apis() {
        println!("  {api:<12} {}", sandbox.base_url(api));
    }
    let base = sandbox.apis().next().map(|api| sandbox.base_url(api));
    println!();
    println!("Environment for the first of them:");
    println!("  export PASSPORT_BASE_URL={}", base.unwrap_or_default());
    println!("  export PASSPORT_CLIENT_ID={}", sandbox.client_id());
    println!(
        "  export PASSPORT_CLIENT_SECRET={}",
        sandbox.client_secret()
    );
    println!("  export SSL_CERT_FILE={certificate}");
    println!();
    println!("Stop with Ctrl-C.");
}

const USAGE: &str = "\
Serves a scopes.toml over HTTPS on 127.0.0.1 and enforces its scopes.

usage: passport-sandbox [--spec FILE] [--port N] [--certificate FILE]

  --spec FILE         the spec to serve (default: the built-in systems)
  --port N            the port to listen on (default: any free one)
  --certificate FILE  where to write the certificate to trust
                      (default: passport-sandbox.pem in the folder for temporary files)";
