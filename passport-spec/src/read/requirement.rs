//! What an endpoint needs: `scope`, `all_of`, `any_of` or `access`.

use super::catalogue;
use super::table::{Field, Table};
use crate::api::Api;
use crate::format;
use crate::requirement::Requirement;
use crate::scope::ScopeId;

/// Reads the one key of an endpoint that says what the call needs.
pub(super) fn read(table: &Table<'_>, api: &Api) -> Requirement {
    let given: Vec<&str> = NEEDS.iter().copied().filter(|key| table.has(key)).collect();
    match given[..] {
        ["scope"] => {
            let found = table.field("scope").and_then(|field| {
                let wire = field.text()?;
                catalogue::find(&api.catalogue, wire, &field)
            });
            found.map_or(Requirement::Unknown, |id| Requirement::AllOf(vec![id]))
        }
        ["all_of"] => table
            .field("all_of")
            .and_then(|field| read_all_of(&field, api))
            .map_or(Requirement::Unknown, Requirement::AllOf),
        ["any_of"] => {
            let alternatives = table.field("any_of").map(|field| read_any_of(&field, api));
            alternatives
                .flatten()
                .map_or(Requirement::Unknown, Requirement::AnyOf)
        }
        ["access"] => {
            let words = [
                ("public", Requirement::Public),
                ("any_token", Requirement::AnyToken),
                ("unknown", Requirement::Unknown),
            ];
            table.word("access", &words).unwrap_or(Requirement::Unknown)
        }
        [] => {
            table.report_missing(
                NEEDS,
                &format::ENDPOINT,
                "it does not say what the call needs; add one of `scope`, `all_of`, `any_of` and \
                 `access` (`access = \"unknown\"` where it is not documented)",
            );
            Requirement::Unknown
        }
        _ => {
            let keys = given
                .iter()
                .map(|key| format!("`{key}`"))
                .collect::<Vec<_>>()
                .join(", ");
            table.report(format!("{keys} exclude each other: keep one of them"));
            Requirement::Unknown
        }
    }
}

/// Whether an endpoint that takes a token can be called without one as well.
pub(super) fn read_anonymous(table: &Table<'_>) -> bool {
    let anonymous = table.flag("anonymous").unwrap_or(false);
    let access = table.field("access");
    if anonymous && access.is_some_and(|access| access.value.as_str() == Some("public")) {
        table.report("`anonymous` says nothing with `access = \"public\"`: that takes no token");
        return false;
    }
    anonymous
}

/// A list of scopes of which all are needed.
fn read_all_of(field: &Field<'_>, api: &Api) -> Option<Vec<ScopeId>> {
    let items = field.items();
    if field.value.as_array().is_some() && items.is_empty() {
        field.report("an empty list says nothing; for a call without scopes write `access`");
    }
    let mut ids = Vec::new();
    for item in &items {
        let id = item
            .text()
            .and_then(|wire| catalogue::find(&api.catalogue, wire, item));
        match id {
            Some(id) if ids.contains(&id) => item.report("this scope stands here twice"),
            Some(id) => ids.push(id),
            None => {}
        }
    }
    (!ids.is_empty()).then_some(ids)
}

/// A list of alternatives, each a scope or a list of scopes of which all are needed.
fn read_any_of(field: &Field<'_>, api: &Api) -> Option<Vec<Vec<ScopeId>>> {
    let items = field.items();
    if field.value.as_array().is_some() && items.is_empty() {
        field.report("an empty list says nothing; for a call without scopes write `access`");
    }
    let mut alternatives = Vec::new();
    for item in &items {
        let alternative = if item.value.is_array() {
            read_all_of(item, api)
        } else {
            let id = item
                .text()
                .and_then(|wire| catalogue::find(&api.catalogue, wire, item));
            id.map(|id| vec![id])
        };
        match alternative {
            Some(alternative) if alternatives.contains(&alternative) => {
                item.report("this alternative stands here twice");
            }
            Some(alternative) => alternatives.push(alternative),
            None => {}
        }
    }
    (!alternatives.is_empty()).then_some(alternatives)
}

const NEEDS: &[&str] = &["scope", "all_of", "any_of", "access"];
