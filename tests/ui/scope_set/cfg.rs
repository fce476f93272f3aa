// A set that does not exist in this build: its mistake is none, but its use is.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    #[cfg(any())]
    pub struct Gone = "legacy:all", "misspelt";

    pub struct There = "read:projects";
}

fn tokens(_: ScopedToken<There>, _: ScopedToken<Gone>) {}

fn main() {}
