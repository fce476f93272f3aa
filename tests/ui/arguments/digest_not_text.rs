// The digest is a number.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
    digest = 17,
}

fn main() {}
