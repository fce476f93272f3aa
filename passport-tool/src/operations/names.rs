//! Resource and method names: from tag and `operationId`, else from path and method.

use std::collections::{HashMap, HashSet};

use passport_spec::{camel, snake};

use super::{Operation, params::tidy};
use crate::note::{Kind, Notes};

/// An operation's place in the client: `client.RESOURCE().METHOD(…)`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Named {
    /// The resource.
    pub resource: String,
    /// The method.
    pub method: String,
}

/// Names every operation; the order of the result is that of `operations`.
///
/// `wanted` are the names that a person chose, `RESOURCE.METHOD` by the operation's place. The same
/// document always gives the same names. A name that is taken gets a number and a note.
pub fn name_all(
    operations: &[Operation],
    wanted: &HashMap<usize, String>,
    notes: &mut Notes,
) -> Vec<Named> {
    let mut taken = Taken::default();
    let mut named: Vec<Option<Named>> = vec![None; operations.len()];
    // What a person chose comes first.
    for derived in [false, true] {
        for (index, operation) in operations.iter().enumerate() {
            let (resource, method) = match (wanted.get(&index), derived) {
                (Some(name), false) => {
                    let (resource, method) = name.split_once('.').unwrap_or((name, "call"));
                    (fit(resource), fit(method))
                }
                (None, true) => derive(operation),
                _ => continue,
            };
            let resource = taken.resource(&resource, operation, notes);
            let method = taken.method(&resource, &method, operation, notes);
            named[index] = Some(Named { resource, method });
        }
    }
    named.into_iter().flatten().collect()
}

/// The names as they follow from the operation alone.
fn derive(operation: &Operation) -> (String, String) {
    let resource = match &operation.tag {
        Some(tag) => fit(tag),
        None => resource_of_path(&operation.path),
    };
    let method = match &operation.id {
        Some(id) => behind(id, &resource).unwrap_or_else(|| fit(id)),
        None => method_of_path(operation),
    };
    let prefix = format!("{resource}_");
    let short = match method.strip_prefix(&prefix) {
        Some(rest) => fit(rest),
        None => method,
    };
    (resource, short)
}

/// What stands behind the resource in an id with dots: `topics_create` of
/// `pubsub.projects.topics.create`.
fn behind(id: &str, resource: &str) -> Option<String> {
    let parts: Vec<&str> = id.split('.').collect();
    let at = parts.iter().position(|part| fit(part) == resource)?;
    let rest = parts.get(at + 1..).filter(|rest| !rest.is_empty())?;
    Some(fit(&rest.join("_")))
}

/// The first part of the path that is no version and no hole.
fn resource_of_path(path: &str) -> String {
    let words = path
        .split('/')
        .filter(|word| !word.is_empty() && !word.contains('{'));
    let mut words = words.filter(|word| !is_version(word) && *word != "api" && *word != "rest");
    words.next().map_or_else(|| "root".to_owned(), fit)
}

fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// `get_orders_by_id` for `GET /orders/{id}`.
fn method_of_path(operation: &Operation) -> String {
    let mut name = operation.method.to_lowercase();
    for word in operation.path.split('/').filter(|word| !word.is_empty()) {
        match word
            .strip_prefix('{')
            .and_then(|word| word.strip_suffix('}'))
        {
            Some(hole) => name.push_str(&format!("_by_{hole}")),
            None if is_version(word) => {}
            None => name.push_str(&format!("_{word}")),
        }
    }
    fit(&name)
}

/// Any text as the name of a module or method.
pub(crate) fn fit(text: &str) -> String {
    tidy(&snake(text.trim()))
}

#[derive(Default)]
struct Taken {
    /// The resource of each type name.
    resources: HashMap<String, String>,
    /// Resource and method as type names, and the call's type.
    methods: HashSet<String>,
}

impl Taken {
    /// The resource's name, changed where the client has such a method or another resource the type.
    fn resource(&mut self, wanted: &str, operation: &Operation, notes: &mut Notes) -> String {
        let mut name = wanted.to_owned();
        if passport_spec::reserved::RESOURCES.contains(&wanted) {
            name = format!("{wanted}_calls");
        }
        let mut number = 2;
        while self
            .resources
            .get(&camel(&name))
            .is_some_and(|other| *other != name)
        {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        let new = self.resources.insert(camel(&name), name.clone()).is_none();
        if name != wanted && new {
            let what = format!("the resource `{wanted}` is called `{name}`");
            notes.add(Kind::Renamed, operation.pointer.clone(), what);
        }
        name
    }

    fn method(
        &mut self,
        resource: &str,
        wanted: &str,
        operation: &Operation,
        notes: &mut Notes,
    ) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        loop {
            // The method's own name, and the type of its request.
            let own = format!("{resource}.{}", camel(&name));
            let call = format!("{}{}", camel(&name), camel(resource));
            if !self.methods.contains(&own) && !self.methods.contains(&call) {
                self.methods.extend([own, call]);
                break;
            }
            name = format!("{wanted}_{number}");
            number += 1;
        }
        if name != wanted {
            let what = format!("`{resource}.{wanted}` is taken; this one is `{resource}.{name}`");
            notes.add(Kind::Renamed, operation.pointer.clone(), what);
        }
        name
    }
}
