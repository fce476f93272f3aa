// The file is not named as text.
passport_api::api! {
    spec = shop,
}

fn main() {}
