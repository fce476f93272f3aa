// One crate generates the same API twice.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

mod one {
    passport_api::api! {
        spec = "shop.toml",
        module = crate::one,
        models = crate::model,
    }
}

mod two {
    passport_api::api! {
        spec = "shop.toml",
        module = crate::two,
        models = crate::model,
    }
}

fn main() {}
