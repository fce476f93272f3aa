// The crate that calls `api!` owns the traits beside the markers; it cannot claim a scope by them.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

impl scopes::orders::ReadIn<sets::Unscoped> for scopes::orders::Read {}

fn main() {}
