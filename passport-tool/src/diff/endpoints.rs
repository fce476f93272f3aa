//! Endpoints: which are new, gone, renamed or moved, and what each of them needs.

use passport_spec::{Api, Endpoint, Requirement, Retry};

use super::apis::Found;
use super::arguments;
use super::atoms::Matched;
use super::change::{Breaking, Kind};
use super::relation::{Relation, relation};
use crate::words;

/// Compares the endpoints of an API.
pub(super) fn compare(old: &Api, new: &Api, matched: &Matched<'_>, found: &mut Found<'_>) {
    let (pairs, gone, added) = pairs(old, new);
    for (before, after) in pairs {
        names(old, new, before, after, found);
        requirements(before, after, matched, found);
        anonymous(before, after, found);
        arguments::compare(before, after, found);
        retries(before, after, found);
    }
    for endpoint in gone {
        let call = (Some(words::call(old, endpoint)), None);
        let why = "a program that calls it does not compile";
        let id = endpoint.id();
        found.add(Kind::EndpointRemoved, id, call, Breaking::Yes, why);
    }
    for endpoint in added {
        let call = (None, Some(words::call(new, endpoint)));
        let id = endpoint.id();
        found.add(
            Kind::EndpointAdded,
            id,
            call,
            Breaking::No,
            "nothing called it",
        );
    }
}

type Pairs<'a> = (
    Vec<(&'a Endpoint, &'a Endpoint)>,
    Vec<&'a Endpoint>,
    Vec<&'a Endpoint>,
);

/// The endpoints of both, by method and path, and where that leads nowhere by name; then those that
/// are gone, and those that are new.
fn pairs<'a>(old: &'a Api, new: &'a Api) -> Pairs<'a> {
    let mut gone: Vec<&Endpoint> = old.endpoints.iter().collect();
    let mut added: Vec<&Endpoint> = new.endpoints.iter().collect();
    let mut pairs = Vec::new();
    // As it is written first: two calls may differ in the names of their parameters only.
    let key_old = |endpoint: &Endpoint| words::call(old, endpoint);
    let key_new = |endpoint: &Endpoint| words::call(new, endpoint);
    take_pairs(&mut gone, &mut added, &mut pairs, key_old, key_new);
    let key_old = |endpoint: &Endpoint| words::call_key(old, endpoint);
    let key_new = |endpoint: &Endpoint| words::call_key(new, endpoint);
    take_pairs(&mut gone, &mut added, &mut pairs, key_old, key_new);
    take_pairs(
        &mut gone,
        &mut added,
        &mut pairs,
        Endpoint::id,
        Endpoint::id,
    );
    (pairs, gone, added)
}

fn take_pairs<'a>(
    gone: &mut Vec<&'a Endpoint>,
    added: &mut Vec<&'a Endpoint>,
    pairs: &mut Vec<(&'a Endpoint, &'a Endpoint)>,
    key_old: impl Fn(&Endpoint) -> String,
    key_new: impl Fn(&Endpoint) -> String,
) {
    let keys = added.iter().enumerate();
    let mut places: std::collections::HashMap<String, usize> =
        keys.map(|(at, endpoint)| (key_new(endpoint), at)).collect();
    let mut taken = vec![false; added.len()];
    gone.retain(|before| match places.remove(&key_old(before)) {
        Some(at) => {
            taken[at] = true;
            pairs.push((before, added[at]));
            false
        }
        None => true,
    });
    let mut taken = taken.into_iter();
    added.retain(|_| !taken.next().unwrap_or(false));
}

fn names(old: &Api, new: &Api, before: &Endpoint, after: &Endpoint, found: &mut Found<'_>) {
    let (id, call) = (before.id(), words::call(old, before));
    let now = words::call(new, after);
    if id != after.id() {
        let ids = (Some(id), Some(after.id()));
        let why = format!("`{now}` is another method of the client; calls do not compile");
        found.add(Kind::EndpointRenamed, after.id(), ids, Breaking::Yes, why);
    } else if words::call_key(old, before) != words::call_key(new, after) {
        let calls = (Some(call.clone()), Some(now));
        let why = format!("it compiles, but until it is compiled anew a program calls `{call}`");
        found.add(Kind::EndpointMoved, id, calls, Breaking::Look, why);
    }
}

fn requirements(before: &Endpoint, after: &Endpoint, matched: &Matched<'_>, found: &mut Found<'_>) {
    let (old, new) = (&before.requirement, &after.requirement);
    let relation = relation(old, new, matched);
    let (kind, breaking, why) = match (old, new) {
        (Requirement::Public | Requirement::Unknown, _)
        | (_, Requirement::Public | Requirement::Unknown) => {
            let Some((breaking, why)) = access(old, new) else {
                return;
            };
            (Kind::AccessChanged, breaking, why)
        }
        _ => match relation {
            Relation::Same => return,
            Relation::Stricter => (Kind::RequirementGained, Breaking::Yes, STRICTER),
            // A bound `Carries<…>` is no proof of one of several alternatives to the compiler.
            Relation::Looser if old.alternatives().len() == 1 && new.alternatives().len() > 1 => {
                (Kind::RequirementLost, Breaking::Look, CHOICE)
            }
            Relation::Looser => (Kind::RequirementLost, Breaking::No, LOOSER),
            Relation::Changed => (Kind::RequirementChanged, Breaking::Yes, CHANGED),
        },
    };
    let texts = (
        Some(words::requirement(matched.old.catalogue, old)),
        Some(words::requirement(matched.new.catalogue, new)),
    );
    let change = found.add(kind, after.id(), texts, breaking, why);
    // Where nothing was known, nobody can say that it was less.
    let known = *old != Requirement::Unknown && *new != Requirement::Unknown;
    change.widened = known && matches!(relation, Relation::Looser | Relation::Changed);
}

/// A change to or from what takes no token or is not known.
fn access(old: &Requirement, new: &Requirement) -> Option<(Breaking, &'static str)> {
    use Requirement::{AllOf, AnyOf, AnyToken, Public, Unknown};
    match (old, new) {
        (Public, Public) | (Unknown, Unknown) => None,
        (Public, _) => Some((
            Breaking::Yes,
            "the call takes a token now: it is written otherwise, and refused without one",
        )),
        (_, Public) => Some((
            Breaking::Yes,
            "the call takes no token any more, so it is written otherwise",
        )),
        (Unknown, AllOf(_) | AnyOf(_)) => Some((
            Breaking::Yes,
            "any set of scopes could call it, and one without these does not compile any more",
        )),
        (AllOf(_) | AnyOf(_), Unknown) => Some((
            Breaking::Look,
            "any set of scopes compiles now, and nobody says what the server wants",
        )),
        (Unknown, AnyToken) | (AnyToken, _) => Some((
            Breaking::No,
            "it took any token and does so still; only what is known of it is another",
        )),
        // Of these, neither side is public or unknown.
        (AllOf(_) | AnyOf(_), _) => None,
    }
}

/// A change of whether the call can be made without a token as well.
fn anonymous(before: &Endpoint, after: &Endpoint, found: &mut Found<'_>) {
    let (breaking, why) = match (before.anonymous, after.anonymous) {
        (false, true) => (Breaking::No, "it can be made without a token as well"),
        (true, false) => (
            Breaking::Yes,
            "it cannot be made without a token any more, and the method for that is gone",
        ),
        _ => return,
    };
    let words = |anonymous| Some(if anonymous { "optional" } else { "needed" }.to_owned());
    let texts = (words(before.anonymous), words(after.anonymous));
    let change = found.add(Kind::AccessChanged, after.id(), texts, breaking, why);
    change.widened = after.anonymous;
}

fn retries(before: &Endpoint, after: &Endpoint, found: &mut Found<'_>) {
    if before.retry == after.retry {
        return;
    }
    let why = match (&before.retry, &after.retry) {
        (Retry::Never, _) | (_, Retry::Safe) => AGAIN,
        (_, Retry::Never) => {
            "a call that fails is not sent again any more; the program gets the error"
        }
        _ => "the server must know a repeated call by this key, else it is made twice",
    };
    let words = (
        Some(words::retry(&before.retry)),
        Some(words::retry(&after.retry)),
    );
    found.add(Kind::RetryChanged, after.id(), words, Breaking::Look, why);
}

const STRICTER: &str =
    "a token with the old scopes is refused, and a set with only these does not compile";

const CHOICE: &str = "every token that was enough is so still, and others are now as well; generic \
    code has to ask for the call's access trait, where it asks for the scopes with `Carries`";

const LOOSER: &str = "every token that was enough is so still, and others are now as well";

const CHANGED: &str = "a token with the old scopes is refused, and a set with only these does \
     not compile; tokens that were refused are let in";

const AGAIN: &str = "a call that may have been processed is sent again by itself now: where it \
     moves money, be sure that the server makes it once";
