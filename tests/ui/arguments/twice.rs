// An argument stands there twice.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
    spec = "ui/arguments/shop.toml",
}

fn main() {}
