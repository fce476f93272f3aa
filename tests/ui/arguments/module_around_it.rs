// `module` names the module around the one where the macro stands.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

mod apis {
    mod shop {
        passport_api::api! {
            spec = "ui/arguments/shop.toml",
            module = crate::apis,
            models = crate::model,
        }
    }
}

fn main() {}
