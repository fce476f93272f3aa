//! `scope_set!`: a type that stands for a set of scopes.

mod attributes;
mod check;
mod expand;
mod input;
mod withhold;

use proc_macro2::TokenStream;

use crate::audit::{self, Plan};
use crate::debug;
use crate::diag::Errors;

/// Expands the call that a generated module's `scope_set!` makes: the module's path in parentheses,
/// its catalogue as a string, and what the user wrote.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let call: input::Call = match syn::parse2(tokens) {
        Ok(call) => call,
        Err(error) => return error.to_compile_error(),
    };
    let plan = Plan::of_this_package();
    let mut output = TokenStream::new();
    let sets: Vec<check::CheckedSet<'_>> = call
        .sets
        .iter()
        .map(|set| {
            let mut errors = Errors::default();
            let set = check::check(set, &call.catalogue, &mut errors);
            output.extend(errors.into_tokens_with(&set.attributes().conditions));
            set
        })
        .map(|mut set| {
            if let Some(plan) = plan.as_ref().filter(|plan| plan.is_about_declared_sets()) {
                withhold::withhold(&mut set, &call.catalogue, plan);
            }
            set
        })
        .collect();
    for set in &sets {
        output.extend(expand::set(set, &call));
    }
    output.extend(audit::watch());
    output.extend(plan.as_ref().map(Plan::watch));
    debug::print("scope_set", &output);
    output
}
