//! What comes back: bodies of success by status, and the types of errors.

use std::fmt;

use crate::endpoint::{Endpoint, List};
use crate::ident::camel;

/// A response's body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Response {
    /// None, or nothing that matters.
    Empty,
    /// Any JSON value.
    Json,
    /// Text.
    Text,
    /// Bytes of any kind.
    Bytes,
    /// A type of the API's model, as JSON.
    Model(String),
    /// A list.
    List(List),
    /// One of several, by status.
    Several(Vec<Success>),
}

/// What one status of success, or all others of its kind, comes with.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Success {
    /// The status; never [`Statuses::Other`].
    pub statuses: Statuses,
    /// The body; neither a list nor several.
    pub response: Response,
}

/// The type of an error's JSON body.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The status, from 400 on.
    pub statuses: Statuses,
    /// A type of the API's model.
    pub ty: String,
}

/// A status, or those that nothing else is said of.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Statuses {
    /// This one.
    One(u16),
    /// All others with this first digit: `4XX`.
    Class(u16),
    /// All others: `default`.
    Other,
}

impl Statuses {
    /// Reads `404`, `4XX` or `default`, as OpenAPI writes them.
    ///
    /// ```
    /// use passport_spec::Statuses;
    ///
    /// assert_eq!(Statuses::parse("404"), Some(Statuses::One(404)));
    /// assert_eq!(Statuses::parse("4XX"), Some(Statuses::Class(4)));
    /// assert_eq!(Statuses::parse("default"), Some(Statuses::Other));
    /// assert_eq!(Statuses::parse("600"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        if text == "default" {
            return Some(Self::Other);
        }
        let digits = text.strip_suffix("XX").or_else(|| text.strip_suffix("xx"));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        match digits {
            Some(digit) if digit.len() == 1 && plain(digit) => {
                let class = digit.parse().ok().filter(|class| (1..=5).contains(class));
                class.map(Self::Class)
            }
            None if text.len() == 3 && plain(text) => {
                let status = text.parse().ok().filter(|code| (100..=599).contains(code));
                status.map(Self::One)
            }
            _ => None,
        }
    }

    /// The first digit, if it is known.
    pub fn class(self) -> Option<u16> {
        match self {
            Self::One(status) => Some(status / 100),
            Self::Class(class) => Some(class),
            Self::Other => None,
        }
    }

    /// A status of success in words, as a Rust name: `NoContent` for 204, `Success` for `2XX`.
    ///
    /// ```
    /// use passport_spec::Statuses;
    ///
    /// assert_eq!(Statuses::One(200).name(), "Ok");
    /// assert_eq!(Statuses::One(207).name(), "MultiStatus");
    /// assert_eq!(Statuses::One(299).name(), "Status299");
    /// ```
    pub fn name(self) -> String {
        match self {
            Self::One(status) => {
                let known = http::StatusCode::from_u16(status).ok();
                match known.and_then(|status| status.canonical_reason()) {
                    Some(reason) => camel(&reason.to_ascii_lowercase()),
                    None => format!("Status{status}"),
                }
            }
            Self::Class(2) => "Success".to_owned(),
            Self::Class(class) => format!("Status{class}xx"),
            Self::Other => "Other".to_owned(),
        }
    }
}

impl fmt::Display for Statuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(status) => status.fmt(f),
            Self::Class(class) => write!(f, "{class}XX"),
            Self::Other => f.write_str("default"),
        }
    }
}

impl Response {
    /// The bodies that may come, each once as it stands: the one, or those of several statuses.
    pub fn bodies(&self) -> impl Iterator<Item = &Self> {
        let several: &[Success] = match self {
            Self::Several(several) => several,
            _ => &[],
        };
        let one = several.is_empty().then_some(self);
        one.into_iter()
            .chain(several.iter().map(|success| &success.response))
    }

    /// The media types that are asked for where the endpoint does not say.
    fn usual_accept(&self) -> Option<&'static str> {
        match self {
            Self::Empty | Self::Several(_) => None,
            Self::Json | Self::Model(_) | Self::List(_) => Some(JSON),
            Self::Text => Some("text/*"),
            Self::Bytes => Some("*/*"),
        }
    }
}

impl Endpoint {
    /// The `Accept` header (RFC 9110, 12.5.1) that the call sends: what the spec says, else what
    /// fits the bodies that may come.
    pub fn accept_header(&self) -> String {
        if let Some(accept) = &self.accept {
            return accept.clone();
        }
        let mut types: Vec<&str> = Vec::new();
        for ty in self.response.bodies().filter_map(Response::usual_accept) {
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        match types[..] {
            [] => JSON.to_owned(),
            _ => types.join(", "),
        }
    }
}

const JSON: &str = "application/json";
