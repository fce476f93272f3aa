//! Why a sandbox could not be started or changed.

use std::fmt;

use passport_spec::SpecErrors;

/// Why a sandbox could not be started or changed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SandboxError {
    /// The spec has mistakes.
    Spec(SpecErrors),
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
}

impl fmt::Display for SandboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec(errors) => write!(f, "the spec has mistakes:\n{errors}"),
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
                match nearest {
                    Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for SandboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bind { source, .. } | Self::Thread(source) => Some(source),
            Self::Certificate(source) => Some(source.as_ref()),
            Self::Spec(_) | Self::UnknownScope { .. } => None,
        }
    }
}
