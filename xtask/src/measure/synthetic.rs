//! A package of any size: N endpoints, N scopes, and sets that hold them all.

use std::fmt::Write as _;

/// How many sets there are; each holds every scope.
pub(super) const SETS: usize = 4;

/// Endpoints of one resource.
const PER_RESOURCE: usize = 10;

/// The spec: endpoint `i` needs scope `i`.
pub(super) fn spec(size: usize) -> String {
    let mut text = String::from(
        "[api.synthetic]\nservers.production = \"https://api.synthetic.example\"\n\
         token.path = \"/token\"\n\n[api.synthetic.scopes]\n",
    );
    for index in 0..size {
        line(
            &mut text,
            &format!("{:?} = \"Read item {index}\"", scope(index)),
        );
    }
    for index in 0..size {
        let (resource, scope) = (index / PER_RESOURCE, scope(index));
        line(
            &mut text,
            &format!("\n[api.synthetic.endpoints.r{resource}.get{index}]"),
        );
        line(
            &mut text,
            &format!("call = \"GET /r{resource}/e{index}/{{id}}\""),
        );
        line(
            &mut text,
            &format!("scope = {scope:?}\nresponse = \"json\""),
        );
    }
    text
}

/// The calls of the macros.
pub(super) fn macros(size: usize) -> String {
    let scopes: Vec<String> = (0..size)
        .map(|index| format!("{:?}", scope(index)))
        .collect();
    let scopes = scopes.join(", ");
    let mut text = String::from("passport_api::api! { spec = \"scopes.toml\", }\n\nscope_set! {\n");
    for set in 0..SETS {
        line(&mut text, &format!("    pub struct Set{set} = {scopes};"));
    }
    text + "}\n"
}

/// Every endpoint called with every set.
pub(super) fn calls(size: usize) -> String {
    let mut text = String::new();
    for set in 0..SETS {
        for first in (0..size).step_by(PER_RESOURCE) {
            let resource = first / PER_RESOURCE;
            line(
                &mut text,
                &format!(
                    "\npub fn calls_{set}_{resource}(client: &Client, \
                     token: &passport_api::ScopedToken<Set{set}>) {{"
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

/// What the macros printed, as a source file: no crate but a macro's own knows `$crate`.
pub(super) fn pasted(printed: &str) -> String {
    printed.replace("$crate", "crate")
}

/// The same source file without the bounds that check scopes.
pub(super) fn unchecked(pasted: &str) -> String {
    let mut text = String::with_capacity(pasted.len());
    let mut parts = pasted.split("where S: super::access::");
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        // The bound is a path, which ends where the method's body begins.
        text.push_str(part.find('{').map_or(part, |body| &part[body..]));
    }
    text
}

fn scope(index: usize) -> String {
    format!("r{}.e{index}.read", index / PER_RESOURCE)
}

/// Writing to a string cannot fail.
fn line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::{SETS, calls, pasted, spec, unchecked};

    #[test]
    fn every_endpoint_is_called_with_every_set() {
        let spec = passport_spec::Spec::parse("scopes.toml", &spec(25)).unwrap();
        assert_eq!(spec.apis()[0].endpoints.len(), 25);
        assert_eq!(calls(25).matches("let _ = client.").count(), 25 * SETS);
    }

    #[test]
    fn only_bounds_are_taken_out() {
        let text = "fn f<S>(t: T<S>) -> C where S: super::access::r3::Get9\n { g() } fn h() {}";
        assert_eq!(unchecked(text), "fn f<S>(t: T<S>) -> C { g() } fn h() {}");
        assert_eq!(pasted("use $crate::x;"), "use crate::x;");
    }
}
