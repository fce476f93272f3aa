// `api!` in a module inside a function, which no path leads to.
fn main() {
    mod shop {
        mod model {
            #[derive(Debug, serde::Deserialize)]
            pub struct Order {}
        }

        passport_api::api! {
            spec = "ui/arguments/shop.toml",
            module = crate::shop,
        }
    }
}
