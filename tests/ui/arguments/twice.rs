// An argument stands there twice.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "shop.toml",
    spec = "shop.toml",
}

fn main() {}
