// `api!` inside an `impl`.
struct Shop;

impl Shop {
    passport_api::api! {
        spec = "shop.toml",
    }
}

fn main() {}
