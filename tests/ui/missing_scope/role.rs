// `ProjectReader` lacks `issues:write` for `issues().create`.
use passport_api::ScopedToken;
use passport_tests::foreign::{self, model::NewIssue, sets::ProjectReader};

fn call(client: &foreign::Client, token: &ScopedToken<ProjectReader>, body: &NewIssue) {
    let _ = client.issues().create(token, body);
}

fn main() {}
