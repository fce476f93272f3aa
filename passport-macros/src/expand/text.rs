//! The text that an expansion is written into.

use std::fmt::{Arguments, Write as _};

use passport_spec::{Api, Requirement, ScopeId, doc_code};

use crate::audit::{self, Plan};
use crate::editor::SpecLinks;

/// Rust source text in the making.
pub(super) struct Text {
    out: String,
    audit: Option<Audited>,
    links: Option<SpecLinks>,
}

/// What an audit has to do with an API.
pub(crate) struct Audited {
    /// The path of the spec file.
    pub(crate) spec: String,
    /// The API's name.
    pub(crate) api: String,
    /// What the named sets carry for now; all that they hold where there is no plan.
    pub(crate) plan: Option<Plan>,
}

impl Text {
    pub(super) fn new(audit: Option<Audited>, links: Option<SpecLinks>) -> Self {
        Self {
            out: String::new(),
            audit,
            links,
        }
    }

    /// A paragraph that leads to a line of the spec; empty outside of an editor.
    pub(super) fn spec_link(&self, line: usize) -> String {
        self.links
            .as_ref()
            .map_or_else(String::new, |links| links.paragraph(line))
    }

    /// A further note of a `#[diagnostic::on_unimplemented]`, in which `set` stands for the set, that
    /// says to an audit what is needed; nothing where nobody audits.
    pub(super) fn audit_note(&self, set: &str, kind: &str, value: &str) -> String {
        let Some(Audited { spec, api, .. }) = &self.audit else {
            return String::new();
        };
        let package = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
        let fields = [
            ("spec", spec.as_str()),
            ("api", api),
            ("package", &package),
            (kind, value),
        ];
        format!(", note = {:?}", audit::message(set, &fields))
    }

    /// The audit, if there is one.
    pub(super) fn audit(&self) -> Option<&Audited> {
        self.audit.as_ref()
    }

    /// Appends a line.
    pub(super) fn line(&mut self, line: Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(line);
        self.out.push('\n');
    }

    /// Appends a doc comment, one attribute per line of `doc`.
    pub(super) fn doc(&mut self, doc: &str) {
        for line in doc.lines() {
            self.line(format_args!("#[doc = {:?}]", format!(" {line}")));
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// `Some("…")` or `None`.
pub(super) fn option(text: Option<&str>) -> String {
    text.map_or_else(|| "None".to_owned(), |text| format!("Some({text:?})"))
}

/// `&["…", "…"]`.
pub(super) fn list(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    format!("&[{}]", quoted.join(", "))
}

/// `&[1, 2]`.
pub(super) fn numbers(numbers: impl IntoIterator<Item = usize>) -> String {
    let numbers: Vec<String> = numbers
        .into_iter()
        .map(|number| number.to_string())
        .collect();
    format!("&[{}]", numbers.join(", "))
}

/// The wire names of scopes in backticks, joined.
pub(super) fn names(api: &Api, ids: &[ScopeId], joint: &str) -> String {
    let names = ids
        .iter()
        .map(|id| doc_code(&api.catalogue.scope(*id).name));
    names.collect::<Vec<_>>().join(joint)
}

/// What a call needs, in words: "`a`", "`a` and `b`", "`a`, or `b` and `c`".
pub(super) fn needs(api: &Api, requirement: &Requirement) -> String {
    let lists = requirement
        .alternatives()
        .iter()
        .map(|ids| names(api, ids, " and "));
    lists.collect::<Vec<_>>().join(", or ")
}

/// The path of a scope's marker; `__s` is `scopes`.
pub(super) fn marker(api: &Api, id: ScopeId) -> String {
    format!("__s::{}", api.catalogue.scope(id).path)
}
