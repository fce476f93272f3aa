// A deprecated scope warns, which is denied here.
#![deny(deprecated)]

use passport_tests::foreign;

foreign::scope_set! {
    pub struct Old = "legacy:all";
}

fn main() {}
