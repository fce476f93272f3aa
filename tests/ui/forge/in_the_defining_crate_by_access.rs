// The crate that calls `api!` owns the access traits; it cannot claim access either.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

impl access::orders::Get for sets::Unscoped {}

fn main() {}
