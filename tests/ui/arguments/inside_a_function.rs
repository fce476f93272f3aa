// `api!` inside a function.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

fn main() {
    passport_api::api! {
        spec = "ui/arguments/shop.toml",
    }
}
