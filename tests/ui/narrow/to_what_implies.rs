// `Reader` lacks `write:projects` for `narrow`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Reader = "read:projects";
    pub struct Writer = "write:projects";
}

fn call(token: &ScopedToken<Reader>) {
    let _ = token.narrow::<Writer>();
}

fn main() {}
