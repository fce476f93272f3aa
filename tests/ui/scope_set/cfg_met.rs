// A set whose condition is met has its mistakes.
use passport_tests::foreign;

foreign::scope_set! {
    #[cfg_attr(all(), cfg(not(any())))]
    pub struct There = "read:project";
}

fn main() {}
