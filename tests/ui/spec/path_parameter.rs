// A type is given for a parameter that the path does not hold.
passport_api::api! {
    spec = "ui/spec/path_parameter.toml",
}

fn main() {}
