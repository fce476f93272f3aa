//! The API: the client and the models that passport makes of it, and what is in stock.

#[path = "../../api/model.rs"]
pub mod model;

use model::{Item, ItemList, NewItem, Price, Status};

passport_api::api! {
    spec = "api/scopes.toml",
    api = "stock",
    module = crate::subject::stock,
}

scope_set! {
    /// Reads and writes items.
    pub(super) struct Keeper = "items:read", "items:write";
}

/// The item that is asked for.
pub(super) const ID: &str = "item-00042";

/// How many items there are: about 1 MB of JSON.
pub(super) const COUNT: usize = 3_300;

/// One of the items.
pub(crate) fn one_item(number: usize) -> Item {
    let new = new_item(number);
    Item {
        id: format!("item-{number:05}"),
        title: new.title,
        description: new.description,
        status: match number % 3 {
            0 => Status::Available,
            1 => Status::Ordered,
            _ => Status::Discontinued,
        },
        price: new.price,
        quantity: new.quantity,
        weight: Some(f64::from(u32::try_from(number % 97).unwrap_or_default()) / 8.0),
        tags: new.tags,
        // As in life, some fields are often absent.
        supplier: number
            .is_multiple_of(2)
            .then(|| format!("supplier-{}", number % 40)),
        fragile: number.is_multiple_of(5).then_some(true),
    }
}

/// All of them.
pub(crate) fn all_items() -> ItemList {
    ItemList {
        items: (0..COUNT).map(one_item).collect(),
        total: i64::try_from(COUNT).unwrap_or(i64::MAX),
    }
}

/// An item to be kept.
pub(super) fn new_item(number: usize) -> NewItem {
    let number_of = i64::try_from(number).unwrap_or(i64::MAX);
    NewItem {
        title: format!("Thing number {number} of the catalogue"),
        description: Some(format!(
            "It has a handle, a lid and \"{}\" feet; wash it by hand before it is used first.",
            number % 7
        )),
        price: Price::new(995 + 5 * number_of, "EUR"),
        quantity: number_of % 1_000,
        tags: ["kitchen", "steel", "on offer"].map(str::to_owned).to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use passport_tool::import::{Options, import};
    use passport_tool::overrides::Overrides;
    use passport_tool::source;

    use super::{COUNT, ID, all_items, one_item};

    #[test]
    fn the_list_has_about_a_megabyte() {
        let items = all_items();
        let bytes = serde_json::to_vec(&items).unwrap().len();
        assert!((950_000..1_050_000).contains(&bytes), "{bytes}");
        assert_eq!(items.items.len(), COUNT);
        assert_eq!(one_item(42).id, ID);
    }

    /// `PASSPORT_REGEN=1`, which `cargo xtask regen` sets, imports the document anew.
    #[test]
    fn spec_and_models_are_as_imported() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("api");
        let document = source::load(&folder.join("openapi.json"), None).unwrap();
        let options = Options {
            source: "openapi.json".to_owned(),
            ..Options::default()
        };
        let imported = import(&document, &Overrides::default(), &options).unwrap();
        for (path, file) in [("scopes.toml", "scopes.toml"), ("src/model.rs", "model.rs")] {
            let all = imported.once.iter().chain(&imported.always);
            let (_, text) = all.clone().find(|(name, _)| name == path).unwrap();
            // The schema of this repository instead of one more beside it.
            let text = text.replacen("./scopes.schema.json", "../../docs/scopes.schema.json", 1);
            let file = folder.join(file);
            if std::env::var_os("PASSPORT_REGEN").is_some() {
                fs::write(&file, &text).unwrap();
            }
            let committed = fs::read_to_string(&file).unwrap_or_default();
            assert!(committed == text, "{} is stale", file.display());
        }
    }
}
