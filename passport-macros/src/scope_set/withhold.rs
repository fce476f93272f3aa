//! What an audit makes of a set: it carries what the plan says, and a set that the plan does not know
//! makes itself known.

use proc_macro2::Span;
use quote::ToTokens;
use syn::Visibility;

use super::check::{Audit, CheckedSet};
use super::input::SetInput;
use crate::audit::{self, Plan, Planned};
use crate::catalogue_text::CatalogueText;

/// Makes the set carry what the plan says.
pub(super) fn withhold(set: &mut CheckedSet<'_>, catalogue: &CatalogueText, plan: &Plan) {
    let key = key(set.input);
    let known = plan.of(&key);
    let announcement = known.is_none().then(|| announcement(set, catalogue, &key));
    let Planned { of_its_api, scopes } = known.cloned().unwrap_or_default();
    let place = |name: &String| {
        let mut scopes = catalogue.scopes.iter();
        scopes.position(|scope| scope.name == *name)
    };
    let named: Vec<usize> = scopes.iter().filter_map(place).collect();
    set.held = catalogue.closure(&named).into_iter().collect();
    set.requested = named;
    // What is warned of here is warned of in every build.
    set.deprecated = Vec::new();
    set.audit = Audit {
        withheld: true,
        of_nobody: !of_its_api,
        announcement,
    };
}

/// What tells a set from all others: where it is declared, and its name.
fn key(input: &SetInput) -> String {
    let (file, start) = place(input.name.span());
    format!("{file}:{start}:{}", input.name)
}

/// The error by which a set makes itself known.
fn announcement(set: &CheckedSet<'_>, catalogue: &CatalogueText, key: &str) -> String {
    let input = set.input;
    let written: Vec<String> = input.scopes.iter().map(syn::LitStr::value).collect();
    let fields = [
        ("declared", key),
        ("name", &input.name.to_string()),
        ("visibility", &visibility(&input.vis)),
        ("written", &written.join("\t")),
        ("scopes", &catalogue.names(&set.requested).join("\t")),
        ("spec", &catalogue.spec),
        ("api", &catalogue.api),
    ];
    audit::message("{Self}", &fields)
}

/// As a person writes it: `pub(crate)`, not `pub (crate)`.
fn visibility(vis: &Visibility) -> String {
    let text = vis.to_token_stream().to_string();
    text.replace(" (", "(")
        .replace("( ", "(")
        .replace(" )", ")")
}

/// The file, and line and column counted from 1.
fn place(span: Span) -> (String, String) {
    if !proc_macro::is_available() {
        return (String::new(), String::new());
    }
    let span = span.unwrap();
    (span.file(), format!("{}:{}", span.line(), span.column()))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use quote::quote;

    use super::withhold;
    use crate::audit::Plan;
    use crate::diag::Errors;
    use crate::scope_set::{check, expand, input::Call};

    /// What the expansion of a set is under this plan.
    fn expansion(plan: Option<&str>) -> String {
        let catalogue = "shop\nread\t\t0\t\nwrite\t\t1\t";
        let call = quote!((::shop::shop) #catalogue struct Clerk = "read";);
        let call: Call = syn::parse2(call).unwrap();
        let mut errors = Errors::default();
        let mut set = check::check(&call.sets[0], &call.catalogue, &mut errors);
        if let Some(text) = plan {
            let plan = Plan::of_text(PathBuf::from("shop.plan"), text);
            withhold(&mut set, &call.catalogue, &plan);
        }
        expand::set(&set, &call).to_string()
    }

    #[test]
    fn what_is_not_as_declared_says_so() {
        let mark = "const WITHHELD : bool = true ;";
        assert!(!expansion(None).contains(mark));
        for plan in [
            "",
            "::Clerk\t+\tread",
            "::Clerk\t+\tread\twrite",
            "::Clerk\t-",
        ] {
            assert!(expansion(Some(plan)).contains(mark), "{plan}");
        }
        let more = expansion(Some("::Clerk\t+\twrite"));
        assert!(
            more.contains("\"write\"") && !more.contains("\"read\""),
            "{more}"
        );
    }
}
