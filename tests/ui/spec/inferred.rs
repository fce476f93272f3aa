// An inferred fact is named by a word of the format, once, and is something that is there.
passport_api::api! {
    spec = "ui/spec/inferred.toml",
}

fn main() {}
