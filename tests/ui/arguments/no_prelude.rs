// `api!` needs a module with a prelude: the compiler finds its tool `diagnostic` there only.
#![no_implicit_prelude]

mod model {
    #[derive(::core::fmt::Debug, ::serde::Deserialize)]
    pub struct Order {}
}

::passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

fn main() {}
