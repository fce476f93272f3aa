// An argument is misspelt.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
    modle = crate,
}

fn main() {}
