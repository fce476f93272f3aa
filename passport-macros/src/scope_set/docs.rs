//! Docs of a set: the scopes that it carries.

use super::check::CheckedSet;
use crate::catalogue_text::CatalogueText;

/// The lines behind the user's own docs.
pub(super) fn write(set: &CheckedSet<'_>, catalogue: &CatalogueText) -> Vec<String> {
    let names = catalogue.names(&set.held);
    let mut lines = vec![String::new(), " Scopes:".to_owned(), String::new()];
    lines.extend(names.iter().take(MOST).map(|name| format!(" * `{name}`")));
    if let Some(more) = names.len().checked_sub(MOST + 1) {
        lines.push(format!(" * and {} more", more + 1));
    }
    lines
}

/// Scopes that are listed; a page or a hover with thousands is of no use.
const MOST: usize = 50;
