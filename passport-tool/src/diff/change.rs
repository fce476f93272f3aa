//! A change, and what a list of them comes to.

use serde::Serialize;

/// What changed.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// An API is new.
    ApiAdded,
    /// An API is gone.
    ApiRemoved,
    /// The only API has another name.
    ApiRenamed,
    /// An endpoint is new.
    EndpointAdded,
    /// An endpoint is gone.
    EndpointRemoved,
    /// The same call is another method of the client.
    EndpointRenamed,
    /// The same method of the client is another call.
    EndpointMoved,
    /// A call needs more: every token that is good now was good before, and some are not any more.
    RequirementGained,
    /// A call needs less.
    RequirementLost,
    /// A call needs something else.
    RequirementChanged,
    /// Whether a call takes a token, or whether what it needs is known, is another.
    AccessChanged,
    /// A call takes other arguments.
    ArgumentsChanged,
    /// A call answers with another type.
    ResponseChanged,
    /// Whether a call may be sent again is another.
    RetryChanged,
    /// A scope is new.
    ScopeAdded,
    /// A scope is gone.
    ScopeRemoved,
    /// A scope has another name.
    ScopeRenamed,
    /// A scope's marker type is another.
    IdentifierChanged,
    /// A scope should not be used any more.
    ScopeDeprecated,
    /// A scope may be used again.
    ScopeRevived,
    /// A scope lets its holder use more scopes.
    ScopeWidened,
    /// A scope lets its holder use fewer scopes.
    ScopeNarrowed,
    /// A named set is new.
    SetAdded,
    /// A named set is gone.
    SetRemoved,
    /// A named set has more scopes.
    SetGained,
    /// A named set has fewer scopes.
    SetLost,
    /// A token is asked for otherwise.
    TokenChanged,
    /// A server is new.
    ServerAdded,
    /// A server is gone.
    ServerRemoved,
    /// A server has another address.
    ServerChanged,
}

impl Kind {
    /// The kind in words, such as `scope removed`.
    pub fn words(self) -> String {
        passport_spec::snake(&format!("{self:?}")).replace('_', " ")
    }

    /// What the same change is when it is taken back.
    pub fn reversed(self) -> Self {
        let other = PAIRS.iter().find_map(|(one, other)| match self {
            kind if kind == *one => Some(*other),
            kind if kind == *other => Some(*one),
            _ => None,
        });
        other.unwrap_or(self)
    }
}

/// Whether a change breaks a program that was written against the old spec.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Breaking {
    /// It does not compile any more, or its token is not good any more.
    Yes,
    /// It compiles and its token is good, but a person has to look.
    Look,
    /// No.
    No,
}

/// One change.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What changed.
    pub kind: Kind,
    /// The API, or the catalogue that several share.
    pub api: String,
    /// What it is about: an endpoint such as `orders.get`, a scope, a set, a server.
    pub subject: String,
    /// How it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// How it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// Whether it breaks programs.
    pub breaking: Breaking,
    /// Whether somebody may do now what they could not do before.
    pub widened: bool,
    /// Why, in a sentence.
    pub why: String,
}

/// Every change between two specs.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Changes {
    /// The changes, what breaks first.
    pub list: Vec<Change>,
}

impl Changes {
    /// The changes that break programs as this says.
    pub fn of(&self, breaking: Breaking) -> impl Iterator<Item = &Change> {
        self.list.iter().filter(move |c| c.breaking == breaking)
    }

    /// Whether any of them breaks programs.
    pub fn is_breaking(&self) -> bool {
        self.of(Breaking::Yes).next().is_some()
    }

    /// Which part of the version to raise (<https://semver.org>, from 1.0 on).
    pub fn bump(&self) -> Bump {
        if self.is_breaking() {
            Bump::Major
        } else if self.list.is_empty() {
            Bump::Patch
        } else {
            Bump::Minor
        }
    }
}

/// A part of a version.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Something breaks.
    Major,
    /// Something is new, or a person has to look.
    Minor,
    /// Nothing of this kind has changed.
    Patch,
}

impl Bump {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
        }
    }
}

/// Kinds that take each other back.
const PAIRS: &[(Kind, Kind)] = &[
    (Kind::ApiAdded, Kind::ApiRemoved),
    (Kind::EndpointAdded, Kind::EndpointRemoved),
    (Kind::RequirementGained, Kind::RequirementLost),
    (Kind::ScopeAdded, Kind::ScopeRemoved),
    (Kind::ScopeDeprecated, Kind::ScopeRevived),
    (Kind::ScopeWidened, Kind::ScopeNarrowed),
    (Kind::SetAdded, Kind::SetRemoved),
    (Kind::SetGained, Kind::SetLost),
    (Kind::ServerAdded, Kind::ServerRemoved),
];
