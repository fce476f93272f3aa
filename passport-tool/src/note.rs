//! What an import has to say: each note has a kind and the JSON pointer of what it is about.

use std::fmt;

use serde::Serialize;

/// What a note is about; the order is that of the report.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A decision of `overrides.toml` that fits nothing any more.
    Stale,
    /// A list of scopes whose reading, all-of or any-of, a person should look at.
    Reading,
    /// What the document says of a call's security that `scopes.toml` cannot say.
    Security,
    /// A scope that is used and not declared, or declared and not used.
    Scope,
    /// A name that was changed: a scope's, an operation's, a parameter's.
    Renamed,
    /// What the document does not say and the importer had to choose.
    Guessed,
    /// What has no Rust type and is any JSON value.
    Json,
    /// What is left out.
    Dropped,
}

impl Kind {
    /// Every kind, in the order of the report.
    pub const ALL: [Self; 8] = [
        Self::Stale,
        Self::Reading,
        Self::Security,
        Self::Scope,
        Self::Renamed,
        Self::Guessed,
        Self::Json,
        Self::Dropped,
    ];

    /// The heading of its section in the report.
    pub fn title(self) -> &'static str {
        match self {
            Self::Stale => "Overrides that fit nothing any more",
            Self::Reading => "Lists of scopes to look at: all of them, or any of them?",
            Self::Security => "Security that is not kept as written",
            Self::Scope => "Scopes used and not declared, or declared and not used",
            Self::Renamed => "Names that were changed",
            Self::Guessed => "Guessed, because the document does not say",
            Self::Json => "Typed as any JSON value",
            Self::Dropped => "Left out",
        }
    }
}

/// One thing that an import has to say.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Note {
    /// What it is about.
    pub kind: Kind,
    /// The JSON pointer into the normalized document; empty for the whole document.
    pub pointer: String,
    /// One sentence without its period.
    pub what: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.what)
    }
}

/// The notes of an import, in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    list: Vec<Note>,
}

impl Notes {
    /// Adds a note.
    pub fn add(&mut self, kind: Kind, pointer: impl Into<String>, what: impl Into<String>) {
        let note = Note {
            kind,
            pointer: pointer.into(),
            what: what.into(),
        };
        if self.list.last() != Some(&note) {
            self.list.push(note);
        }
    }

    /// The notes.
    pub fn list(&self) -> &[Note] {
        &self.list
    }

    /// The notes of one kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Note> {
        self.list.iter().filter(move |note| note.kind == kind)
    }
}
