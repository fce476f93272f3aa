//! The scopes of a document: declared, used, and what each is called in Rust.

use std::collections::HashSet;

use passport_spec::ScopePath;

use crate::note::{Kind, Notes};

/// A scope as the document declares it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Declared {
    /// Its name, cleaned.
    pub name: String,
    /// Its description, empty where there is none.
    pub description: String,
    /// Where.
    pub pointer: String,
}

/// A scope as it is written to `scopes.toml`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Scope {
    /// Its name.
    pub name: String,
    /// Its description, empty where there is none.
    pub description: String,
    /// Whether its name has holes in braces.
    pub template: bool,
    /// The path of its Rust type, where it is not the one that follows from the name.
    pub identifier: Option<String>,
}

/// Joins the scopes that are declared with those that are used, `(name, pointer of its first use)`.
///
/// `fixed` are the names whose identifiers a person chose, with these.
pub fn catalogue(
    declared: &[Declared],
    used: &[(String, String)],
    fixed: &[(String, String)],
    notes: &mut Notes,
) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = Vec::new();
    let new = |name: &str, description: &str| Scope {
        name: name.to_owned(),
        description: description.to_owned(),
        template: has_hole(name),
        identifier: None,
    };
    let names: HashSet<&str> = used.iter().map(|(name, _)| name.as_str()).collect();
    for scope in declared {
        if !names.contains(scope.name.as_str()) {
            let what = format!("`{}` is declared, and no operation needs it", scope.name);
            notes.add(Kind::Scope, scope.pointer.clone(), what);
        }
        scopes.push(new(&scope.name, &scope.description));
    }
    let known: HashSet<&str> = declared.iter().map(|scope| scope.name.as_str()).collect();
    for (name, pointer) in used {
        if !known.contains(name.as_str()) {
            let what = format!("`{name}` is used, and not declared");
            notes.add(Kind::Scope, pointer.clone(), what);
            scopes.push(new(name, ""));
        }
    }
    for scope in &scopes {
        if scope.name.contains('*') {
            let what = format!(
                "`{}` holds a `*`; it is a name like any other, unless `overrides.toml` says `wildcard = true`",
                scope.name
            );
            notes.add(Kind::Scope, "", what);
        }
    }
    identify(&mut scopes, fixed, notes);
    scopes
}

/// Gives another identifier to every scope whose own is taken.
fn identify(scopes: &mut [Scope], fixed: &[(String, String)], notes: &mut Notes) {
    let mut taken: HashSet<ScopePath> = HashSet::new();
    let mut take = |path: &ScopePath| {
        let mut beside = path.clone();
        beside.name.push_str("In");
        let free = !taken.contains(path) && !taken.contains(&beside);
        if free {
            taken.extend([path.clone(), beside]);
        }
        free
    };
    for path in fixed.iter().filter_map(|(_, text)| ScopePath::parse(text)) {
        take(&path);
    }
    for scope in scopes {
        if fixed.iter().any(|(name, _)| *name == scope.name) {
            continue;
        }
        let derived = ScopePath::derive(&scope.name);
        let mut path = derived.clone();
        let mut number = 2;
        while !take(&path) {
            path.name = format!("{}{number}", derived.name);
            number += 1;
        }
        if path != derived {
            let what = format!(
                "the scope `{}` is `scopes::{path}`, because `scopes::{derived}` is taken",
                scope.name
            );
            notes.add(Kind::Renamed, "", what);
            scope.identifier = Some(path.to_string());
        }
    }
}

fn has_hole(name: &str) -> bool {
    name.split_once('{')
        .is_some_and(|(_, rest)| rest.find('}').is_some_and(|end| end > 0))
}
