// The module of the model types is not there.
passport_api::api! {
    spec = "ui/arguments/shop.toml",
}

fn main() {}
