// `api!` inside an `impl`.
struct Shop;

impl Shop {
    passport_api::api! {
        spec = "ui/arguments/shop.toml",
    }
}

fn main() {}
