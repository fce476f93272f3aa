//! What an import wrote of each operation: read by the product's own reader, and matched with the
//! document by the pointer in the comment above each endpoint.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use passport_spec::{Catalogue, Requirement, ScopeId, Spec};
use percent_encoding::percent_decode_str;

use super::independent::{Need, Operation, Reading};
use crate::Outcome;

/// What a `scopes.toml` says.
#[derive(Debug)]
pub(crate) struct Written {
    /// What each operation needs, by its method and its path in the document.
    pub(crate) operations: BTreeMap<Operation, Reading>,
    /// How many scopes there are.
    pub(crate) scopes: usize,
    /// Endpoints that cannot be matched with an operation, each with the reason.
    pub(crate) strays: Vec<String>,
}

/// Reads the `scopes.toml` of an imported crate.
pub(crate) fn read(folder: &Path) -> Outcome<Written> {
    let text = std::fs::read_to_string(folder.join("scopes.toml"))?;
    parse(&text)
}

/// Reads the text of a `scopes.toml`.
pub(crate) fn parse(text: &str) -> Outcome<Written> {
    let spec = Spec::parse("scopes.toml", text)?;
    let lines: Vec<&str> = text.lines().collect();
    let mut written = Written {
        operations: BTreeMap::new(),
        scopes: 0,
        strays: Vec::new(),
    };
    for api in spec.apis() {
        written.scopes += api.catalogue.scopes().len();
        for endpoint in &api.endpoints {
            let call = format!("{} {}", endpoint.method, endpoint.path.text);
            // The line above the table's header; lines are counted from 1.
            let comment = lines.get(endpoint.line.wrapping_sub(2)).unwrap_or(&"");
            let stray = match operation(comment) {
                None => Some("no comment names its operation".to_owned()),
                Some((method, path))
                    if endpoint.method != *method || !same_path(&path, &endpoint.path.text) =>
                {
                    Some(format!("its comment is that of `{method} {path}`"))
                }
                Some(operation) => {
                    let reading = Reading {
                        need: need(&endpoint.requirement, &api.catalogue),
                        anonymous: endpoint.anonymous,
                    };
                    let before = written.operations.insert(operation, reading);
                    before.map(|_| "the operation has two endpoints".to_owned())
                }
            };
            written
                .strays
                .extend(stray.map(|why| format!("`{call}`: {why}")));
        }
    }
    Ok(written)
}

/// The operation that a comment's pointer leads to: `# id /paths/~1orders/get`.
fn operation(comment: &str) -> Option<Operation> {
    let comment = comment.strip_prefix('#')?;
    let (_, pointer) = comment.rsplit_once(" /paths/")?;
    let (path, method) = pointer.trim_end().rsplit_once('/')?;
    let path = path.replace("~1", "/").replace("~0", "~");
    Some((method.to_ascii_uppercase(), path))
}

/// Whether the paths are the same but for the names of their holes, what is escaped, a fragment,
/// which is not sent, and the path of a server without a host, which stands in front.
fn same_path(document: &str, written: &str) -> bool {
    let (document, _) = document.split_once('#').unwrap_or((document, ""));
    let plain = |path: &str| {
        let blank = holes_blank(path);
        percent_decode_str(&blank).decode_utf8_lossy().into_owned()
    };
    plain(written).ends_with(&plain(document))
}

fn holes_blank(path: &str) -> String {
    let mut blank = String::new();
    let mut inside = false;
    for letter in path.chars() {
        inside = (inside || letter == '{') && letter != '}';
        if !inside || letter == '{' {
            blank.push(letter);
        }
    }
    blank
}

fn need(requirement: &Requirement, catalogue: &Catalogue) -> Need {
    let names = |scopes: &Vec<ScopeId>| -> BTreeSet<String> {
        let names = scopes.iter().map(|id| catalogue.scope(*id).name.clone());
        names.collect()
    };
    match requirement {
        Requirement::Public => Need::Public,
        Requirement::Unknown => Need::Unknown,
        Requirement::AnyToken => Need::any_token(),
        Requirement::AllOf(_) | Requirement::AnyOf(_) => {
            Need::Token(requirement.alternatives().iter().map(names).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{operation, same_path};

    #[test]
    fn a_comment_names_an_operation() {
        let get = |path: &str| Some(("GET".to_owned(), path.to_owned()));
        assert_eq!(operation("# list /paths/~1a~1{b~0}/get"), get("/a/{b~}"));
        assert_eq!(operation("# /paths/~1paths~1c/get"), get("/paths/c"));
        assert_eq!(operation("# of a person"), None);
        assert_eq!(operation(""), None);
    }

    #[test]
    fn paths_are_compared_without_the_names_of_their_holes() {
        assert!(same_path("/a/{order.id}/b", "/a/{order_id}/b"));
        assert!(same_path("/a", "/api/a"));
        assert!(same_path("/a#first", "/a"));
        assert!(same_path("/<a b>/{c}", "/%3Ca%20b%3E/{c}"));
        assert!(same_path("/a%2Fb", "/a%2Fb"));
        assert!(!same_path("/a/{b}", "/a/b"));
        assert!(!same_path("/a/{b}/c", "/a/{b}/d"));
    }
}
