// A model type cannot be read from JSON.
mod model {
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

fn main() {}
