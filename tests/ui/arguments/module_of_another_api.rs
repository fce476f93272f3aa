// `module` is where another API stands.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
    module = passport_api::breb,
    models = crate::model,
}

fn main() {}
