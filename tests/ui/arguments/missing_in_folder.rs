// The path leads to a folder.
passport_api::api! {
    spec = "ui/arguments",
}

fn main() {}
