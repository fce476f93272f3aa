//! The requirement of each endpoint, as a type at the endpoint's place; the functions that begin a call
//! are bounded by it.

use passport_spec::{Api, Endpoint, Requirement, ScopeId};

use super::sets::{digits_of, forest};
use super::text::Text;

pub(super) fn write(text: &mut Text, api: &Api) {
    let leaf = |index: usize| requirement(&api.endpoints[index]);
    let flags = vec![true; api.endpoints.len()];
    text.line(format_args!(
        "const _: () = {{ use __leaves::*; #[allow(unused_imports)] use __private::{{requirement as __r, tree as __t}}; \
         impl __r::Requirements for __Client {{ {} }} }};",
        forest("E", &flags, &leaf)
    ));
}

/// The method that begins the call of the endpoint at this place of `count`, with its place:
/// `with_token2::<0, 3>`.
pub(super) fn opening(method: &str, place: usize, count: usize) -> String {
    let digits: Vec<String> = digits_of(place, count)
        .chars()
        .map(|digit| digit.to_digit(16).unwrap_or_default().to_string())
        .collect();
    format!("{method}{}::<{}>", digits.len(), digits.join(","))
}

fn requirement(endpoint: &Endpoint) -> String {
    let marker = |id: &ScopeId| format!("__S{}", id.index());
    let needs = match &endpoint.requirement {
        Requirement::Public => return "__r::NoToken".to_owned(),
        Requirement::AnyToken | Requirement::Unknown => "__r::AnySet<__Client>".to_owned(),
        Requirement::AllOf(scopes) => fold("__r::Both", scopes.iter().map(marker)),
        Requirement::AnyOf(alternatives) => {
            let formula = alternatives
                .iter()
                .map(|ids| fold("__t::All", ids.iter().map(marker)));
            format!("__r::OneOf<{}>", fold("__t::Any", formula))
        }
    };
    if endpoint.anonymous {
        format!("__r::OrNone<{needs}>")
    } else {
        needs
    }
}

/// `Any<a, Any<b, c>>`.
pub(super) fn fold(combine: &str, parts: impl DoubleEndedIterator<Item = String>) -> String {
    let folded = parts
        .rev()
        .reduce(|rest, part| format!("{combine}<{part}, {rest}>"));
    folded.unwrap_or_default()
}
