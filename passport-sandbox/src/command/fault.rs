//! The faults of `--fault`, as a person types them: `status=503,on=payments.create,times=2`.

use std::fmt::Write as _;
use std::str::FromStr;
use std::time::Duration;

use http::Uri;
use passport_spec::nearest;

use crate::fault::Fault;

/// A fault, with the text that it was read from.
#[derive(Clone, Debug)]
pub(super) struct TypedFault {
    pub(super) text: String,
    pub(super) fault: Fault,
}

impl PartialEq for TypedFault {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for TypedFault {}

impl FromStr for TypedFault {
    type Err = String;

    /// Reads a kind and its settings, separated by commas.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(',');
        let mut fault = read(parts.next().unwrap_or_default(), "kind", KINDS)?;
        let (mut chance, mut seed) = (None, None);
        let settings: Vec<&str> = parts.collect();
        check_once(&settings)?;
        for part in settings {
            fault = match read(part, "setting", SETTINGS)? {
                Setting::On(endpoint) => fault.on(endpoint),
                Setting::Api(name) => fault.api(name),
                Setting::Times(times) => fault.times(times),
                Setting::Always => fault.always(),
                Setting::Skip(requests) => fault.skip(requests),
                Setting::After => fault.after_processing(),
                Setting::DelayedBy(delay) => fault.delayed_by(delay),
                Setting::RetryAfter(wait) => fault.retry_after(wait),
                Setting::Code(code) => fault.code(code),
                Setting::Chance(probability) => {
                    chance = Some(probability);
                    fault
                }
                Setting::Seed(number) => {
                    seed = Some(number);
                    fault
                }
            };
        }
        fault = match (chance, seed) {
            (Some(probability), seed) => fault.chance(probability, seed.unwrap_or(0)),
            (None, Some(_)) => return Err("`seed` needs a `chance` beside it".to_owned()),
            (None, None) => fault,
        };
        Ok(Self {
            text: text.to_owned(),
            fault,
        })
    }
}

/// The kinds and the settings, a line each, as `--help` shows them.
pub(super) fn help() -> String {
    let mut text = String::new();
    KINDS.iter().for_each(|word| word.describe(&mut text));
    text.push_str("\nSettings:\n");
    SETTINGS.iter().for_each(|word| word.describe(&mut text));
    text
}

/// A word, with or without a value behind a `=`.
struct Word<T> {
    name: &'static str,
    about: &'static str,
    meaning: Meaning<T>,
}

/// The value that a word takes, and its effect.
enum Meaning<T> {
    /// It takes none.
    Plain(fn() -> T),
    Valued(&'static ValueKind, fn(&str) -> Option<T>),
}

/// The values of a word.
struct ValueKind {
    /// The placeholder in the help.
    name: &'static str,
    /// The values that are allowed, for messages.
    allowed: &'static str,
}

enum Setting {
    On(String),
    Api(String),
    Times(u64),
    Always,
    Skip(u64),
    Chance(f64),
    Seed(u64),
    After,
    DelayedBy(Duration),
    RetryAfter(Duration),
    Code(String),
}

impl<T> Word<T> {
    fn describe(&self, text: &mut String) {
        let typed = match &self.meaning {
            Meaning::Plain(_) => self.name.to_owned(),
            Meaning::Valued(kind, _) => format!("{}={}", self.name, kind.name),
        };
        let _ = writeln!(text, "  {typed:<24} {}", self.about);
    }
}

/// Finds a setting that stands twice, and two that contradict each other.
fn check_once(settings: &[&str]) -> Result<(), String> {
    let mut names: Vec<&str> = Vec::new();
    for setting in settings {
        let (name, _) = setting.split_once('=').unwrap_or((setting, ""));
        if names.contains(&name) {
            return Err(format!("`{name}` is set more than once; write it once"));
        }
        names.push(name);
    }
    if names.contains(&"times") && names.contains(&"always") {
        return Err("`times` and `always` contradict each other; write one of them".to_owned());
    }
    Ok(())
}

/// Reads `name` or `name=value`.
fn read<T>(text: &str, what: &str, words: &[Word<T>]) -> Result<T, String> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    let Some(word) = words.iter().find(|word| word.name == name) else {
        let names = || words.iter().map(|word| word.name);
        return Err(match nearest(name, names()) {
            Some(near) => format!("`{name}` is no {what}; did you mean `{near}`?"),
            None => {
                let names: Vec<&str> = names().collect();
                format!("`{name}` is no {what}; write one of {}", names.join(", "))
            }
        });
    };
    match (&word.meaning, value) {
        (Meaning::Plain(make), None) => Ok(make()),
        (Meaning::Plain(_), Some(_)) => Err(format!("`{name}` takes no value")),
        (Meaning::Valued(kind, _), None) => Err(format!(
            "`{name}` needs a value: write `{name}={}` with {}",
            kind.name, kind.allowed
        )),
        (Meaning::Valued(kind, read), Some(value)) => read(value).ok_or_else(|| {
            format!(
                "`{value}` is no value of `{name}={}`; write {}",
                kind.name, kind.allowed
            )
        }),
    }
}

const KINDS: &[Word<Fault>] = &[
    word("delay", &SECONDS, "the answer comes later", |value| {
        seconds(value).map(Fault::delay)
    }),
    plain("hang", "no answer ever comes", Fault::hang),
    plain(
        "silent_connection",
        "the connection stays open, and nothing on it is answered",
        Fault::silent_connection,
    ),
    plain("reset", "the connection is aborted", Fault::reset),
    word(
        "status",
        &STATUS,
        "this status, with an error body",
        |value| {
            let status = value.parse().ok()?;
            (200..=599).contains(&status).then(|| Fault::status(status))
        },
    ),
    plain("rate_limited", "status 429", Fault::rate_limited),
    plain("unauthorized", "status 401", Fault::unauthorized),
    word(
        "forbidden",
        &SCOPES,
        "status 403 that asks for these",
        |value| scopes(value).map(Fault::forbidden),
    ),
    plain(
        "revoke_tokens",
        "every token of the API is revoked first",
        Fault::revoke_tokens,
    ),
    word(
        "grant_only",
        &SCOPES,
        "a token gets these at most",
        |value| scopes(value).map(Fault::grant_only),
    ),
    word(
        "grant_without",
        &SCOPES,
        "a token does not get these",
        |value| scopes(value).map(Fault::grant_without),
    ),
    plain(
        "omit_scope",
        "the token response does not say what was granted",
        Fault::omit_scope,
    ),
    word(
        "token_lifetime",
        &SECONDS,
        "a token lives this long",
        |value| seconds(value).map(Fault::token_lifetime),
    ),
    word(
        "token_dies_after",
        &SECONDS,
        "a token dies sooner than its response says",
        |value| seconds(value).map(Fault::token_dies_after),
    ),
    word(
        "oauth_error",
        &CODE,
        "the token request is refused",
        |value| filled(value).map(Fault::oauth_error),
    ),
    plain("garbage", "a body that is no JSON", Fault::garbage),
    plain(
        "wrong_content_type",
        "the content type text/html",
        Fault::wrong_content_type,
    ),
    plain("truncated", "half of a body", Fault::truncated),
    word("oversized", &BYTES, "a body of this length", |value| {
        value.parse().ok().map(Fault::oversized)
    }),
    word(
        "gzip",
        &BYTES,
        "a body that inflates to this length",
        |value| value.parse().ok().map(Fault::gzip),
    ),
    word("redirect", &URL, "status 307 to this address", |value| {
        is_address(value).then(|| Fault::redirect(value))
    }),
];

const SETTINGS: &[Word<Setting>] = &[
    word(
        "on",
        &ENDPOINT,
        "requests to this endpoint only (all, unless set)",
        |value| filled(value).map(Setting::On),
    ),
    word("api", &NAME, "requests to this API only", |value| {
        filled(value).map(Setting::Api)
    }),
    word("times", &COUNT, "so often (once, unless set)", |value| {
        count(value).map(Setting::Times)
    }),
    plain("always", "without end", || Setting::Always),
    word("skip", &COUNT, "the first so many requests pass", |value| {
        count(value).map(Setting::Skip)
    }),
    word(
        "chance",
        &SHARE,
        "this share of the requests, at random",
        |value| {
            let share = value.parse().ok()?;
            (0.0..=1.0)
                .contains(&share)
                .then_some(Setting::Chance(share))
        },
    ),
    word("seed", &SEED, "the same ones for the same seed", |value| {
        value.parse().ok().map(Setting::Seed)
    }),
    plain(
        "after",
        "the request is processed, only the answer goes wrong",
        || Setting::After,
    ),
    word("delayed_by", &SECONDS, "this much later", |value| {
        seconds(value).map(Setting::DelayedBy)
    }),
    word("retry_after", &SECONDS, "with a Retry-After", |value| {
        seconds(value).map(Setting::RetryAfter)
    }),
    word("code", &CODE, "this error code in the body", |value| {
        filled(value).map(Setting::Code)
    }),
];

const fn word<T>(
    name: &'static str,
    value: &'static ValueKind,
    about: &'static str,
    read: fn(&str) -> Option<T>,
) -> Word<T> {
    Word {
        name,
        about,
        meaning: Meaning::Valued(value, read),
    }
}

const fn plain<T>(name: &'static str, about: &'static str, make: fn() -> T) -> Word<T> {
    Word {
        name,
        about,
        meaning: Meaning::Plain(make),
    }
}

fn seconds(value: &str) -> Option<Duration> {
    let seconds = value.parse().ok()?;
    let duration = Duration::try_from_secs_f64(seconds).ok()?;
    (duration > Duration::ZERO).then_some(duration)
}

fn count(value: &str) -> Option<u64> {
    value.parse().ok().filter(|count| *count > 0)
}

fn scopes(value: &str) -> Option<Vec<&str>> {
    let scopes: Vec<&str> = value.split_whitespace().collect();
    (!scopes.is_empty()).then_some(scopes)
}

/// True for a URL of HTTP with a host, and for an absolute path.
fn is_address(value: &str) -> bool {
    value.parse::<Uri>().is_ok_and(|uri| {
        let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
        let has_host = uri.host().is_some_and(|host| !host.is_empty());
        (is_http && has_host) || value.starts_with('/')
    })
}

fn filled(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| value.to_owned())
}

const SECONDS: ValueKind = ValueKind {
    name: "SECONDS",
    allowed: "a number of seconds above 0, such as 2 or 0.5",
};
const STATUS: ValueKind = ValueKind {
    name: "STATUS",
    allowed: "a number from 200 to 599",
};
const SCOPES: ValueKind = ValueKind {
    name: "SCOPES",
    allowed: "scopes, separated by spaces",
};
const CODE: ValueKind = ValueKind {
    name: "CODE",
    allowed: "an error code, such as invalid_client",
};
const BYTES: ValueKind = ValueKind {
    name: "BYTES",
    allowed: "a whole number of bytes",
};
const URL: ValueKind = ValueKind {
    name: "URL",
    allowed: "a URL such as https://elsewhere.example/, or a path that begins with /",
};
const ENDPOINT: ValueKind = ValueKind {
    name: "ENDPOINT",
    allowed: "an endpoint such as payments.create, or token",
};
const NAME: ValueKind = ValueKind {
    name: "NAME",
    allowed: "the name of an API",
};
const COUNT: ValueKind = ValueKind {
    name: "COUNT",
    allowed: "a whole number from 1",
};
const SHARE: ValueKind = ValueKind {
    name: "SHARE",
    allowed: "a number from 0 to 1, such as 0.05",
};
const SEED: ValueKind = ValueKind {
    name: "SEED",
    allowed: "a whole number from 0",
};
