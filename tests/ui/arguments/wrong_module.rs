// `module` is not where the macro stands.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

mod shop {}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
    module = crate::shop,
    models = crate::model,
}

fn main() {}
