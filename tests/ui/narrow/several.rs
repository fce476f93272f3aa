// `Reader` lacks `write:projects` for `narrow`.
use passport_api::ScopedToken;
use passport_tests::foreign::{self, sets::SiteOwner};

foreign::scope_set! {
    pub struct Reader = "read:projects";
}

fn call(token: &ScopedToken<Reader>) -> ScopedToken<SiteOwner> {
    token.narrow()
}

fn main() {}
