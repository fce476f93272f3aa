// The digest is a number.
passport_api::api! {
    spec = "shop.toml",
    digest = 17,
}

fn main() {}
