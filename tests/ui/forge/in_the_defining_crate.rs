// The crate that calls `api!` owns the markers; it cannot claim a scope either.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

scope_set! {
    pub struct Forged = "orders:read";
}

impl __private::HeldBy<sets::Unscoped> for scopes::orders::Read {}

fn main() {}
