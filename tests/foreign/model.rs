//! The foreign API's types, as a user of `api!` writes them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A project's key, such as `HTTP`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ProjectKey(pub String);

impl From<&str> for ProjectKey {
    fn from(key: &str) -> Self {
        Self(key.to_owned())
    }
}

impl fmt::Display for ProjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An issue's number.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct IssueId(pub u64);

impl From<u64> for IssueId {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

impl fmt::Display for IssueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether a project is under way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It is.
    Open,
    /// It is over.
    Closed,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "open",
            Self::Closed => "closed",
        })
    }
}

/// A project.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Project {
    /// The key.
    pub key: ProjectKey,
    /// The name for people.
    pub name: Option<String>,
}

/// A project to be made, or what it is changed to.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct NewProject {
    /// The name for people.
    pub name: String,
}

/// A project's settings.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Settings {
    /// Whether everybody may read it.
    pub public: bool,
}

/// An issue.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Issue {
    /// The number.
    pub id: IssueId,
    /// One line.
    pub title: Option<String>,
}

/// An issue to be made; it is sent as a form.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct NewIssue {
    /// The project that it belongs to.
    pub project: ProjectKey,
    /// One line.
    pub title: String,
}

/// The text of a file.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct FileText {
    /// The text.
    pub text: String,
}

/// An order of licences.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct NewOrder {
    /// The idempotency key.
    pub request_id: String,
    /// How many.
    pub seats: u32,
}

/// A finished export.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Export {
    /// What was exported.
    pub key: ProjectKey,
}

/// An export that is not finished.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Queued {
    /// How many others come first.
    pub position: u32,
}

/// Two wanted the same.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Conflict {
    /// Who came first.
    pub with: String,
}

/// There is no such thing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Missing {
    /// What was asked for.
    pub what: String,
}

/// Any other error.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// What is wrong, in one word.
    pub error: String,
}
