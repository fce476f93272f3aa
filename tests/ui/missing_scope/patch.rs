// `Tracker` lacks `write:projects` for `projects().update`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Tracker = "read:projects";
}

fn call(client: &foreign::Client, token: &ScopedToken<Tracker>, body: &foreign::model::NewProject) {
    let _ = client.projects().update(token, "HTTP", body);
}

fn main() {}
