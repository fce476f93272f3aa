//! Scopes and named sets.

use std::collections::HashMap;

use super::limits;
use super::table::{Field, Table};
use crate::format;
use crate::ident::{ScopePath, camel};
use crate::nearest::did_you_mean;
use crate::scope::{Catalogue, NamedSet, Scope, ScopeId};

/// Reads the `docs`, `scopes` and `sets` of a catalogue, or of an API that has its own.
pub(super) fn read(name: &str, table: &Table<'_>) -> Catalogue {
    let mut catalogue = Catalogue {
        name: name.to_owned(),
        docs: table.owned_text("docs"),
        ..Catalogue::default()
    };
    let entries: Vec<(&str, Field<'_>)> = table
        .table("scopes")
        .map(|scopes| scopes.fields().collect())
        .unwrap_or_default();
    if let Some(scopes) = table.table("scopes")
        && !limits::check(entries.len(), "scopes", MANY_SCOPES, &scopes)
    {
        // Neither are they expanded, nor is the use of one a further mistake.
        catalogue.too_large = true;
        return catalogue;
    }
    for (wire, field) in &entries {
        let scope = read_scope(wire, field);
        add(&mut catalogue, scope, field);
    }
    check_paths(&mut catalogue, &entries);
    for (index, (_, field)) in entries.iter().enumerate() {
        if field.value.is_table() {
            let implies = field
                .table()
                .map(|scope| find_all(&catalogue, &scope, "implies"));
            catalogue.scopes[index].implies = implies.unwrap_or_default();
        }
    }
    catalogue.sets = read_sets(&catalogue, table);
    catalogue
}

/// The scopes that a list of wire names under `key` means; unknown and repeated ones are reported.
fn find_all(catalogue: &Catalogue, table: &Table<'_>, key: &str) -> Vec<ScopeId> {
    let mut found = Vec::new();
    for (wire, field) in table.texts(key) {
        if let Some(id) = find(catalogue, wire, &field) {
            if found.contains(&id) {
                field.report(format!("the scope `{wire}` stands here twice"));
            } else {
                found.push(id);
            }
        }
    }
    found
}

/// The scope with a wire name or alias; an unknown one is reported.
pub(super) fn find(catalogue: &Catalogue, wire: &str, field: &Field<'_>) -> Option<ScopeId> {
    let found = catalogue.find(wire);
    if found.is_none() && !catalogue.too_large {
        let meant = did_you_mean(wire, catalogue.names());
        let table = &catalogue.name;
        field.report(format!(
            "the scope `{wire}` is not defined; define it in the `scopes` of `{table}`{meant}"
        ));
    }
    found
}

fn read_scope(wire: &str, field: &Field<'_>) -> Scope {
    check_name(wire, field);
    let mut scope = Scope {
        name: wire.to_owned(),
        path: ScopePath::derive(wire),
        description: field.value.as_str().map(str::to_owned),
        docs: None,
        aliases: Vec::new(),
        deprecated: None,
        implies: Vec::new(),
        wildcard: false,
        template: false,
        inferred: false,
        line: field.source.line(field.span.start),
    };
    if scope.description.is_none() {
        match field.value.as_table() {
            Some(_) => field
                .table()
                .iter()
                .for_each(|table| read_details(&mut scope, table)),
            None => field.expected("the scope's description, or a table"),
        }
    }
    scope
}

/// Reports a name that no scope can have.
fn check_name(wire: &str, field: &Field<'_>) {
    if let Some(wrong) = wire.chars().find(|c| !is_scope_character(*c)) {
        field.report(format!(
            "the scope `{wire}` holds {wrong:?}, which no scope can (RFC 6749, 3.3); \
             it may hold printable ASCII without space, `\"` and `\\`"
        ));
    } else if wire.is_empty() {
        field.report("a scope's name cannot be empty");
    }
}

fn read_details(scope: &mut Scope, table: &Table<'_>) {
    table.allow(&format::SCOPE);
    scope.description = table.owned_text("description");
    scope.docs = table.owned_text("docs");
    scope.deprecated = table.owned_text("deprecated");
    for (alias, field) in table.texts("aliases") {
        check_name(alias, &field);
        scope.aliases.push(alias.to_owned());
    }
    scope.inferred = table.flag("inferred").unwrap_or(false);
    scope.wildcard = table.flag("wildcard").unwrap_or(false);
    scope.template = table.flag("template").unwrap_or(false);
    if scope.wildcard && !scope.name.ends_with('*') {
        table.report(format!(
            "`wildcard` is true, but `{}` does not end in `*`",
            scope.name
        ));
    }
    if scope.template && scope.holes().is_empty() {
        table.report(format!(
            "`template` is true, but `{}` has no hole in braces, such as `{{project}}`",
            scope.name
        ));
    }
    if let Some(field) = table.field("identifier")
        && let Some(text) = field.text()
    {
        match ScopePath::parse(text) {
            Some(path) => scope.path = path,
            None => field.report(format!(
                "`{text}` is no path of a type; write modules in snake case and a type in camel \
                 case, such as `iam::mfa::All`"
            )),
        }
    }
}

/// Adds a scope under its name and aliases; a name that is taken is reported.
fn add(catalogue: &mut Catalogue, scope: Scope, field: &Field<'_>) {
    let id = ScopeId::new(catalogue.scopes.len());
    for name in std::iter::once(&scope.name).chain(&scope.aliases) {
        if let Some(other) = catalogue.by_name.insert(name.clone(), id) {
            let owner = if other == id {
                &scope.name
            } else {
                &catalogue.scopes[other.index()].name
            };
            field.report(format!(
                "the name `{name}` is already that of the scope `{owner}`"
            ));
        }
    }
    catalogue.scopes.push(scope);
}

/// Reports scopes whose marker types, or the traits beside them, would have the same path, and gives
/// the second a path of its own.
fn check_paths(catalogue: &mut Catalogue, entries: &[(&str, Field<'_>)]) {
    let mut seen: HashMap<ScopePath, String> = HashMap::new();
    for (index, (scope, (_, field))) in catalogue.scopes.iter_mut().zip(entries).enumerate() {
        let mut trait_path = scope.path.clone();
        trait_path.name.push_str("In");
        let paths = [scope.path.clone(), trait_path];
        let other = paths.iter().find_map(|path| seen.get(path).cloned());
        if let Some(other) = other {
            field.report(format!(
                "the scopes `{other}` and `{}` have the same path `scopes::{}`; give one of them \
                 another with `identifier`",
                scope.name, scope.path
            ));
            scope.path.name.push_str(&format!("_{index}"));
        }
        seen.extend(paths.map(|path| (path, scope.name.clone())));
    }
}

fn read_sets(catalogue: &Catalogue, table: &Table<'_>) -> Vec<NamedSet> {
    let mut sets: Vec<NamedSet> = Vec::new();
    for (name, set) in table.tables("sets") {
        set.allow(&format::SET);
        let type_name = camel(&name.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
        if let Some(other) = sets.iter().find(|other| other.type_name == type_name) {
            set.report(format!(
                "the sets `{}` and `{name}` are both `{type_name}`",
                other.name
            ));
            continue;
        }
        let scopes = find_all(catalogue, &set, "scopes");
        if set
            .field("scopes")
            .is_none_or(|field| field.items().is_empty())
        {
            set.report_missing(
                &["scopes"],
                &format::SET,
                "a set needs at least one scope in `scopes`",
            );
        }
        let description = set.owned_text("description");
        sets.push(NamedSet {
            name: name.to_owned(),
            type_name,
            description,
            scopes,
        });
    }
    sets
}

/// The characters of a scope token (RFC 6749, 3.3).
fn is_scope_character(c: char) -> bool {
    matches!(c, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e')
}

const MANY_SCOPES: &str = "leave out those that no endpoint needs";
