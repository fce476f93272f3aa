// An endpoint needs a scope that is not defined.
passport_api::api! {
    spec = "ui/spec/undefined_scope.toml",
}

fn main() {}
