// `module` is wrong in a call that another macro writes, of which the surroundings are not known.
mod model {
    #[derive(Debug, serde::Deserialize)]
    pub struct Order {}
}

mod shop {}

macro_rules! apis {
    () => {
        passport_api::api! {
            spec = "ui/arguments/shop.toml",
            module = crate::shop,
            models = crate::model,
        }
    };
}

apis!();

fn main() {}
