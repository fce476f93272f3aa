// A deprecated set warns where it is used, not where it is declared.
#![deny(deprecated)]

use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    #[deprecated = "use another"]
    pub struct Old = "read:projects";
}

fn tokens(_: ScopedToken<Old>) {}

fn main() {}
