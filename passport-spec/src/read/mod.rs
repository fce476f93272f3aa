//! From the text of a spec file to [`Spec`](crate::Spec), with every mistake reported.

mod api;
mod body;
mod catalogue;
mod endpoint;
mod inferred;
mod limits;
mod param;
mod requirement;
mod response;
mod source;
mod table;
mod token;
mod token_response;

use std::collections::HashMap;
use std::sync::Arc;

use toml::de::DeTable;

use crate::error::SpecErrors;
use crate::format;
use crate::scope::Catalogue;
use crate::spec::Spec;
use source::Source;
use table::Table;

/// Reads what can be read of a spec, and the mistakes in it.
pub(crate) fn read(file: &str, text: &str) -> (Spec, Option<SpecErrors>) {
    let source = Source::new(text);
    let (document, syntax_errors) = DeTable::parse_recoverable(text);
    for error in &syntax_errors {
        let at = error.span().unwrap_or(0..0);
        source.set_broken();
        source.report(
            at,
            "",
            format!("not TOML: {}", error.message().replace('\n', "; ")),
        );
    }
    let root = Table::root(&source, document.get_ref());
    let spec = read_root(&root);
    let errors = source.into_errors();
    let errors = (!errors.is_empty()).then(|| SpecErrors::new(file, errors));
    (spec, errors)
}

fn read_root(root: &Table<'_>) -> Spec {
    root.allow(&format::ROOT);
    let mut catalogues: Vec<Arc<Catalogue>> = Vec::new();
    let mut shared: HashMap<&str, Arc<Catalogue>> = HashMap::new();
    for (name, table) in root.tables("catalogue") {
        table.allow(&format::CATALOGUE);
        let catalogue = Arc::new(catalogue::read(name, &table));
        shared.insert(name, Arc::clone(&catalogue));
        catalogues.push(catalogue);
    }
    let mut apis = Vec::new();
    for (name, table) in root.tables("api") {
        let api = api::read(name, &table, &shared);
        if !shared
            .values()
            .any(|known| Arc::ptr_eq(known, &api.catalogue))
        {
            catalogues.push(Arc::clone(&api.catalogue));
        }
        apis.push(api);
    }
    if apis.is_empty() && catalogues.is_empty() && root.is_clean() {
        root.report("the file describes no API; begin with `[api.NAME]`");
    }
    Spec { catalogues, apis }
}

#[cfg(test)]
mod tests;
