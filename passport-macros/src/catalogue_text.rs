//! A catalogue as one string, handed by a generated module to each of its `scope_set!`s.
//!
//! One literal is passed to the compiler in a single step; as tokens, 2,000 scopes would cost more
//! than all that is done with them.
//!
//! The first line is the API's name; for an audit, the path of the spec file follows. Each further line is a scope: wire name, aliases separated by
//! spaces, the scopes that it gives as numbers separated by spaces, the reason why it is
//! deprecated; separated by tabs.

use std::collections::BTreeSet;

use passport_spec::{Api, ScopeIds};

/// Writes the scopes of an API.
pub(crate) fn write(api: &Api, audited_spec: Option<&str>) -> String {
    let mut text = api.name.clone();
    if let Some(path) = audited_spec {
        text.extend(["\t", path]);
    }
    for (id, scope) in api.catalogue.ids() {
        let aliases = scope.aliases.join(" ");
        let gives = join(&gives(api, id));
        let deprecated = scope
            .deprecated
            .as_deref()
            .unwrap_or("")
            .replace(['\t', '\n'], " ");
        text.push_str(&format!(
            "\n{}\t{aliases}\t{gives}\t{deprecated}",
            scope.name
        ));
    }
    text
}

/// Takes the first line's words away: such a catalogue takes any scope, because the mistake in its
/// spec is enough.
pub(crate) fn make_nameless(catalogue: &mut String) {
    let first = catalogue.find('\n').unwrap_or(catalogue.len());
    catalogue.drain(..first);
}

/// The numbers of the other scopes that a token with this one may use.
pub(crate) fn gives(api: &Api, id: passport_spec::ScopeId) -> Vec<usize> {
    let scope = api.catalogue.scope(id);
    if scope.implies.is_empty() && !scope.wildcard {
        return Vec::new();
    }
    let mut closed = api.catalogue.closure(&ScopeIds::from_iter([id]));
    closed.remove(id);
    closed.iter().map(passport_spec::ScopeId::index).collect()
}

/// A catalogue as `scope_set!` needs it.
pub(crate) struct CatalogueText {
    /// The API's name.
    pub(crate) api: String,
    /// The path of the spec file, where somebody audits; else empty.
    pub(crate) spec: String,
    /// The scopes; a place in this list is a scope's number.
    pub(crate) scopes: Vec<ScopeLine>,
}

/// A scope as `scope_set!` needs it.
pub(crate) struct ScopeLine {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) gives: Vec<usize>,
    pub(crate) deprecated: Option<String>,
}

impl CatalogueText {
    /// Reads what [`write`] wrote.
    pub(crate) fn read(text: &str) -> Self {
        let mut lines = text.split('\n');
        let first = lines.next().unwrap_or_default();
        let (api, spec) = first.split_once('\t').unwrap_or((first, ""));
        Self {
            api: api.to_owned(),
            spec: spec.to_owned(),
            scopes: lines.map(read_line).collect(),
        }
    }

    /// The wire names of these scopes.
    pub(crate) fn names(&self, scopes: &[usize]) -> Vec<&str> {
        let name = |index: &usize| &*self.scopes[*index].name;
        scopes.iter().map(name).collect()
    }

    /// These scopes, and all that they give.
    pub(crate) fn closure(&self, named: &[usize]) -> BTreeSet<usize> {
        let gives = |index: &usize| self.scopes[*index].gives.iter().copied();
        named
            .iter()
            .copied()
            .chain(named.iter().flat_map(gives))
            .collect()
    }
}

fn read_line(line: &str) -> ScopeLine {
    let mut parts = line.split('\t');
    let mut next = || parts.next().unwrap_or_default();
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    ScopeLine {
        name: next().to_owned(),
        aliases: words(next()),
        gives: next()
            .split_whitespace()
            .filter_map(|number| number.parse().ok())
            .collect(),
        deprecated: Some(next().to_owned()).filter(|reason| !reason.is_empty()),
    }
}

fn join(numbers: &[usize]) -> String {
    numbers
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use passport_spec::Spec;

    use super::{CatalogueText, make_nameless, write};

    #[test]
    fn the_catalogue_of_a_spec_with_mistakes_holds_its_scopes_and_no_others() {
        for scopes in [&[][..], &["a"], &["a", "b"]] {
            let table = scopes.iter().map(|name| format!("{name} = \"\"\n"));
            let toml = format!("[api.shop.scopes]\n{}", table.collect::<String>());
            let (spec, mistakes) = Spec::parse_partial("scopes.toml", &toml);
            assert!(mistakes.is_some());
            let mut text = write(&spec.apis()[0], Some("scopes.toml"));
            make_nameless(&mut text);
            let read = CatalogueText::read(&text);
            let found: Vec<&str> = read.scopes.iter().map(|scope| &*scope.name).collect();
            assert_eq!((&*read.api, &*found), ("", scopes));
        }
    }
}
