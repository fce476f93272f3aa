// Another crate has an API of the same name, with resources and scopes of the same names.
use passport_api::ScopedToken;
use passport_tests::foreign as theirs;

mod ours {
    passport_api::api! {
        spec = "ui/other_system/same_name.toml",
        module = crate::ours,
    }
}

ours::scope_set! {
    pub struct Ours = "read:projects";
}

theirs::scope_set! {
    pub struct Theirs = "read:projects";
}

fn calls(ours: &ours::Client, theirs: &theirs::Client, token: &ScopedToken<Ours>) {
    let _ = ours.projects().list(token);
    let _ = theirs.projects().list(token);
    let _ = theirs.token::<Ours>();
    let _ = ours.token::<Theirs>();
}

fn main() {}
