// The file is not named.
passport_api::api! {
    module = crate,
}

fn main() {}
