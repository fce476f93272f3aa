//! Why a sandbox could not be started or changed.

use std::fmt;
use std::path::PathBuf;

use passport_spec::{SpecErrors, plain_line};

/// Why a sandbox could not be started or changed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SandboxError {
    /// The spec has mistakes.
    Spec(SpecErrors),
    /// The file with the examples cannot be used.
    Examples {
        /// The file.
        file: PathBuf,
        /// What is wrong, with the line where it is.
        mistake: String,
    },
    /// The port cannot be listened on.
    Bind {
        /// The port that was asked for; 0 for any.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// The certificate cannot be made or used.
    Certificate(Box<dyn std::error::Error + Send + Sync>),
    /// The server's thread cannot be started.
    Thread(std::io::Error),
    /// A client was given a scope that no API of the spec knows.
    UnknownScope {
        /// The client.
        client: String,
        /// The scope.
        scope: String,
        /// The known scope that it resembles most.
        nearest: Option<String>,
    },
    /// There is no API of this name.
    UnknownApi {
        /// The name.
        api: String,
        /// The API that it resembles most.
        nearest: Option<String>,
    },
    /// No API has an endpoint of this name.
    UnknownEndpoint {
        /// The name.
        endpoint: String,
        /// The endpoint that it resembles most.
        nearest: Option<String>,
    },
    /// A fault cannot strike as it is meant to.
    ContradictoryFault {
        /// Why not.
        mistake: String,
    },
    /// The client that was asked for cannot be built.
    Client(passport_api::Error),
}

impl fmt::Display for SandboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec(errors) => write!(f, "the spec has mistakes:\n{errors}"),
            Self::Examples { file, mistake } => write!(
                f,
                "cannot use the examples in {}: {mistake}; write it again with \
                 `cargo passport import`, or correct it by hand",
                plain_line(&file.display().to_string())
            ),
            Self::Bind { port: 0, .. } => f.write_str("cannot listen on any port of 127.0.0.1"),
            Self::Bind { port, .. } => write!(
                f,
                "cannot listen on 127.0.0.1:{port}; choose another port, or 0 for any free one"
            ),
            Self::Certificate(_) => f.write_str("cannot make a certificate"),
            Self::Thread(_) => f.write_str("cannot start the server's thread"),
            Self::UnknownScope {
                client,
                scope,
                nearest,
            } => {
                write!(
                    f,
                    "the client `{client}` has the scope `{scope}`, which no API knows"
                )?;
                did_you_mean(f, nearest.as_deref())
            }
            Self::UnknownApi { api, nearest } => {
                write!(f, "the sandbox has no API `{api}`")?;
                did_you_mean(f, nearest.as_deref())
            }
            Self::UnknownEndpoint { endpoint, nearest } => {
                write!(f, "no API has the endpoint `{endpoint}`")?;
                did_you_mean(f, nearest.as_deref())
            }
            Self::ContradictoryFault { mistake } => write!(f, "the fault cannot strike: {mistake}"),
            Self::Client(_) => f.write_str("cannot build the client"),
        }
    }
}

impl std::error::Error for SandboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bind { source, .. } | Self::Thread(source) => Some(source),
            Self::Certificate(source) => Some(source.as_ref()),
            Self::Client(source) => Some(source),
            Self::Spec(_)
            | Self::Examples { .. }
            | Self::UnknownScope { .. }
            | Self::UnknownApi { .. }
            | Self::UnknownEndpoint { .. }
            | Self::ContradictoryFault { .. } => None,
        }
    }
}

fn did_you_mean(f: &mut fmt::Formatter<'_>, nearest: Option<&str>) -> fmt::Result {
    match nearest {
        Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
        None => Ok(()),
    }
}
