//! A library of any size: N endpoints, N scopes, and sets that hold them all.

use std::fmt::Write as _;

/// How many sets there are; each holds every scope.
pub(super) const SETS: usize = 4;

/// Endpoints of one resource.
pub(super) const PER_RESOURCE: usize = 10;

/// What every endpoint needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Need {
    /// A scope of its own.
    Scope,
    /// A token. There is one scope then, so that the sets hold something.
    Token,
}

/// The spec.
pub(super) fn spec(size: usize, need: Need) -> String {
    let mut text = String::from(
        "[api.synthetic]\nservers.production = \"https://api.synthetic.example\"\n\
         token.path = \"/token\"\n\n[api.synthetic.scopes]\n",
    );
    for index in 0..scopes(size, need) {
        let scope = scope(index);
        line(&mut text, &format!("{scope:?} = \"Read item {index}\""));
    }
    for index in 0..size {
        let resource = index / PER_RESOURCE;
        let need = match need {
            Need::Scope => format!("scope = {:?}", scope(index)),
            Need::Token => "access = \"any_token\"".to_owned(),
        };
        line(
            &mut text,
            &format!(
                "\n[api.synthetic.endpoints.r{resource}.get{index}]\n\
                 call = \"GET /r{resource}/e{index}/{{id}}\"\n{need}\nresponse = \"json\""
            ),
        );
    }
    text
}

/// The call of `api!`; `spec` is relative to the package.
pub(super) fn api(spec: &str) -> String {
    format!("passport_api::api! {{ spec = {spec:?}, }}\n")
}

/// The sets.
pub(super) fn sets(size: usize, need: Need) -> String {
    let scopes: Vec<String> = (0..scopes(size, need))
        .map(|index| format!("{:?}", scope(index)))
        .collect();
    let scopes = scopes.join(", ");
    let mut text = String::from("\nscope_set! {\n");
    for set in 0..SETS {
        line(&mut text, &format!("    pub struct Set{set} = {scopes};"));
    }
    text + "}\n"
}

/// Every endpoint called with every set; `token` is the path of a token's type.
pub(super) fn calls(size: usize, token: &str) -> String {
    let mut text = String::new();
    for set in 0..SETS {
        for first in (0..size).step_by(PER_RESOURCE) {
            let resource = first / PER_RESOURCE;
            line(
                &mut text,
                &format!(
                    "\npub fn calls_{set}_{resource}(client: &crate::Client, \
                     token: &{token}<crate::Set{set}>) {{"
                ),
            );
            for index in first..size.min(first + PER_RESOURCE) {
                let call = format!("client.r{resource}().get{index}(token, \"\")");
                line(&mut text, &format!("    let _ = {call};"));
            }
            line(&mut text, "}");
        }
    }
    text
}

/// The type of a token of passport.
pub(super) const TOKEN: &str = "passport_api::ScopedToken";

fn scopes(size: usize, need: Need) -> usize {
    match need {
        Need::Scope => size,
        Need::Token => 1,
    }
}

fn scope(index: usize) -> String {
    format!("r{}.e{index}.read", index / PER_RESOURCE)
}

/// Writing to a string cannot fail.
pub(super) fn line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::{Need, SETS, TOKEN, calls, sets, spec};

    #[test]
    fn every_endpoint_is_called_with_every_set() {
        for (need, scopes) in [(Need::Scope, 25), (Need::Token, 1)] {
            let spec = passport_spec::Spec::parse("scopes.toml", &spec(25, need)).unwrap();
            assert_eq!(spec.apis()[0].endpoints.len(), 25);
            assert_eq!(sets(25, need).matches(".read\"").count(), scopes * SETS);
        }
        let calls = calls(25, TOKEN);
        assert_eq!(calls.matches("let _ = client.").count(), 25 * SETS);
    }
}
