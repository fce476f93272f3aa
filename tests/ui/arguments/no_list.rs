// One text where the parameter is a list of them.
use passport_api::ScopedToken;
use passport_tests::foreign;
use passport_tests::foreign::model::Filter;

foreign::scope_set! {
    pub struct Reader = "read:projects";
}

fn call(client: &foreign::Client, token: &ScopedToken<Reader>) {
    let _ = client.kinds().params(token, ["HTTP"], &Filter::default(), "tag");
}

fn main() {}
