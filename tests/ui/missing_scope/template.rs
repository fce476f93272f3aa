// `Tracker` lacks `manage_project:{projectKey}` for `projects().settings`.
use passport_api::ScopedToken;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Tracker = "write:projects";
}

fn call(client: &foreign::Client, token: &ScopedToken<Tracker>, body: &foreign::model::Settings) {
    let _ = client.projects().settings(token, "HTTP", body);
}

fn main() {}
