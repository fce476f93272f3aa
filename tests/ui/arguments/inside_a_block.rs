// `api!` inside a block.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

const _: () = {
    passport_api::api! {
        spec = "ui/arguments/shop.toml",
    }
};

fn main() {}
