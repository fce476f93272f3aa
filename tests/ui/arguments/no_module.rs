// An API in a module that does not say so.
mod shop {
    passport_api::api! {
        spec = "ui/arguments/no_module.toml",
    }
}

shop::scope_set! {
    pub struct Reader = "orders:read";
}

fn main() {}
