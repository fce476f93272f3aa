// The module of the model types is not there.
passport_api::api! {
    spec = "shop.toml",
}

fn main() {}
