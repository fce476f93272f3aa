//! The arguments of the command, and the sandbox that they describe.

use std::ffi::OsString;
use std::fmt::Display;
use std::num::{NonZeroU32, NonZeroU64};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lexopt::Arg::{Long, Short};
use lexopt::ValueExt;
use passport_api::{Clock, SystemClock};
use passport_spec::{Spec, plain_line};

use crate::builder::SandboxBuilder;
use crate::command::fault::TypedFault;
use crate::command::{OPTIONS, refused};
use crate::error::SandboxError;
use crate::fields::parse_time;
use crate::limit::Limits;
use crate::record::RecordedRequest;
use crate::sandbox::Sandbox;

/// The arguments, read.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Options {
    pub(super) spec: Option<PathBuf>,
    pub(super) examples: Option<PathBuf>,
    pub(super) port: u16,
    /// Offer HTTP/1.1 only.
    pub(super) http1: bool,
    pub(super) certificate: Option<PathBuf>,
    pub(super) json: bool,
    /// Seconds that a token lives.
    pub(super) lifetime: Option<NonZeroU32>,
    /// Requests per second.
    pub(super) limit: Option<NonZeroU32>,
    /// Requests per day.
    pub(super) quota: Option<NonZeroU64>,
    /// The time at which the clock starts.
    pub(super) clock: Option<Timestamp>,
    pub(super) faults: Vec<TypedFault>,
}

impl Options {
    /// Reads the arguments; `None` where they ask for help.
    pub(super) fn read(
        arguments: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let mut options = Self::default();
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("spec") => options.spec = Some(path(&mut parser, "--spec")?),
                Long("examples") => options.examples = Some(path(&mut parser, "--examples")?),
                Long("http1") => options.http1 = true,
                Long("json") => options.json = true,
                // Every command of `cargo passport` takes it; there is nothing to colour here.
                Long("color") => drop(parser.value()?),
                Long("certificate") => {
                    options.certificate = Some(path(&mut parser, "--certificate")?);
                }
                Long("port") => {
                    let text = parser.value()?.string()?;
                    let port = text.parse();
                    options.port = port.map_err(|_| {
                        format!("`{text}` is no port; write a number from 0 to 65535")
                    })?;
                }
                Long("lifetime") => {
                    let what = "lifetime in seconds";
                    options.lifetime =
                        Some(number(&mut parser, "--lifetime", what, u32::MAX.into())?);
                }
                Long("limit") => {
                    let what = "number of requests per second";
                    options.limit = Some(number(&mut parser, "--limit", what, u32::MAX.into())?);
                }
                Long("quota") => {
                    let what = "number of requests per day";
                    options.quota = Some(number(&mut parser, "--quota", what, u64::MAX)?);
                }
                Long("clock") => options.clock = Some(time(&mut parser, "--clock")?),
                Long("fault") => {
                    let text = parser.value()?.string()?;
                    let fault = text.parse();
                    let fault = fault.map_err(|mistake| wrong_fault(&text, mistake))?;
                    options.faults.push(fault);
                }
                Long(name) => return Err(unexpected(name).into()),
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(options))
    }

    /// Starts the sandbox, with a spec that was read already or with the one that is named.
    pub(super) async fn start(
        &self,
        read: Option<(Spec, String)>,
    ) -> Result<Sandbox, SandboxError> {
        let mut builder = Sandbox::builder().port(self.port).keep_requests(KEPT);
        if self.http1 {
            builder = builder.http1_only();
        }
        if let Some(seconds) = self.lifetime {
            builder = builder.token_lifetime(Duration::from_secs(seconds.get().into()));
        }
        if let Some(start) = self.clock {
            builder = set_clock(builder, start.into());
        }
        if let Some((spec, examples)) = read {
            builder = builder.spec(spec).examples_text(examples);
        } else if let Some(spec) = &self.spec {
            builder = builder.spec_file(spec);
        }
        if let Some(examples) = &self.examples {
            builder = builder.examples(examples);
        }
        let tell = |request: &RecordedRequest| {
            if let Some(line) = refused(request) {
                eprintln!("{}", plain_line(&line));
            }
        };
        builder.limits(self.limits()).observe(tell).start().await
    }

    /// Injects the faults, in their order; the mistake of the first that cannot strike.
    pub(super) fn inject(&self, sandbox: &Sandbox) -> Result<(), String> {
        for TypedFault { text, fault } in &self.faults {
            let known = sandbox.state().check_forbidden(fault);
            let injected = known.and_then(|()| sandbox.inject(fault.clone()));
            injected.map_err(|error| wrong_fault(text, error))?;
        }
        Ok(())
    }

    pub(super) fn limits(&self) -> Limits {
        let mut limits = Limits::new();
        if let Some(requests) = self.limit {
            limits = limits.per_second(requests.get());
        }
        if let Some(requests) = self.quota {
            limits = limits.per_day(requests.get());
        }
        limits
    }
}

/// Sets the sandbox's clock to a time; it runs on from there.
fn set_clock(builder: SandboxBuilder, start: SystemTime) -> SandboxBuilder {
    let now = SystemClock.now();
    match start.duration_since(now) {
        Ok(ahead) => builder.clock_ahead(ahead),
        Err(behind) => builder.clock_behind(behind.duration()),
    }
}

/// The value of an option that is a number from 1.
fn number<N: TryFrom<NonZeroU64>>(
    parser: &mut lexopt::Parser,
    flag: &str,
    what: &str,
    most: u64,
) -> Result<N, lexopt::Error> {
    let text = parser.value()?.string()?;
    let number = text.parse::<NonZeroU64>().ok();
    let number = number.and_then(|number| N::try_from(number).ok());
    number.ok_or_else(|| {
        format!("`{text}` is no {what} for `{flag}`; write a number from 1 to {most}").into()
    })
}

/// The value of an option that is a time.
fn time(parser: &mut lexopt::Parser, flag: &str) -> Result<Timestamp, lexopt::Error> {
    let text = parser.value()?.string()?;
    parse_time(flag, &text).map_err(|_| {
        let message = format!(
            "`{text}` is no time for `{flag}`; write one as RFC 3339 has it, such as \
             2025-01-02T03:04:05Z"
        );
        message.into()
    })
}

fn wrong_fault(text: &str, mistake: impl Display) -> String {
    format!("`--fault {text}`: {mistake}")
}

/// The value of an option that names a file.
fn path(parser: &mut lexopt::Parser, flag: &str) -> Result<PathBuf, lexopt::Error> {
    let value = parser.value()?;
    if value.is_empty() {
        let message = format!(
            "the path of `{flag}` is empty; write one, or look whether a variable in the command \
             line is set"
        );
        return Err(message.into());
    }
    Ok(value.into())
}

fn unexpected(name: &str) -> String {
    let flag = format!("--{name}");
    let flags = OPTIONS
        .split_whitespace()
        .filter(|word| word.starts_with("--"));
    match passport_spec::nearest(&flag, flags) {
        Some(near) => format!("unexpected `{flag}`; did you mean `{near}`?"),
        None => format!("unexpected `{flag}`"),
    }
}

/// The requests that are kept; the command line has no way to ask for them.
const KEPT: usize = 1;
