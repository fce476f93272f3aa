// What the path leads to is a folder.
passport_api::api! {
    spec = "ui/arguments",
}

fn main() {}
