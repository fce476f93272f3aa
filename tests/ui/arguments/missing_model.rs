// A model type is not there.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Oder {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

fn main() {}
