//! From `security` to alternatives of scope lists.

use serde_json::Value;

use super::{Anonymous, Lists, SchemeKind, Schemes, clean, extension, hints};
use crate::note::{Kind, Notes};
use crate::pointer::Place;

/// What a call needs of its token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Need {
    /// No token.
    Public,
    /// Any token.
    AnyToken,
    /// The document does not say.
    Unknown,
    /// Every scope of one of these lists, as they are written; never empty, and no list is.
    Scopes(Vec<Vec<String>>),
}

/// What a call needs, and whether `scopes.toml` says just what the document does.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Requirement {
    /// What it needs.
    pub need: Need,
    /// Whether nothing about its scopes was left out, merged or guessed.
    pub exact: bool,
    /// Whether the call can be made without a token as well.
    pub anonymous: bool,
}

/// How a document's security is read.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The reading of lists.
    pub lists: Lists,
    /// What `{}` is taken for.
    pub anonymous: Anonymous,
    /// Vendor extensions that hold scopes, such as `x-scopes`.
    pub extensions: Vec<String>,
    /// Whether a person decided the reading for this operation, so that hints are not needed.
    pub decided: bool,
}

/// One alternative: the scopes of all its token schemes together.
struct Alternative {
    scopes: Vec<String>,
    /// Whether one of its schemes has scopes by its nature.
    oauth: bool,
    /// Whether a client without a person can get a token for it.
    machine: bool,
    /// Each scheme's list on its own, for the reading any-of.
    lists: Vec<Vec<String>>,
}

/// Reads what the operation at `operation` needs.
pub fn read(
    document: &Value,
    operation: &Place<'_>,
    schemes: &Schemes,
    rules: &Rules,
    notes: &mut Notes,
) -> Requirement {
    let own = operation.get("security").filter(|own| !own.value.is_null());
    let security = own.or_else(|| Place::at(document, "/security").filter(|s| !s.value.is_null()));
    let mut reader = Reader {
        schemes,
        rules,
        notes,
        pointer: operation.pointer.clone(),
        exact: true,
        anonymous: false,
        others: Vec::new(),
    };
    let from_extension = rules.extensions.iter().find_map(|name| {
        let place = operation.get(name)?;
        Some(extension::alternatives(place.value))
    });
    let mut alternatives = security
        .as_ref()
        .map(|security| reader.alternatives(security));
    if let Some(written) = from_extension.filter(|written| !written.is_empty()) {
        let cleaned = written.into_iter().map(|list| {
            let scopes = reader.clean_list(&list);
            Alternative {
                lists: vec![scopes.clone()],
                scopes,
                oauth: true,
                machine: true,
            }
        });
        alternatives = Some(cleaned.collect());
    }
    let need = match alternatives {
        None => Need::Unknown,
        Some(alternatives) => {
            let explicit_public = security
                .as_ref()
                .and_then(|security| security.value.as_array())
                .is_some_and(Vec::is_empty);
            if alternatives.is_empty() && explicit_public {
                Need::Public
            } else {
                reader.need(alternatives)
            }
        }
    };
    let (exact, anonymous) = (reader.exact, reader.anonymous);
    if let Need::Scopes(lists) = &need
        && !rules.decided
    {
        hints::look_at(document, operation, lists, rules.lists, notes);
    }
    Requirement {
        need,
        exact,
        anonymous,
    }
}

struct Reader<'r> {
    schemes: &'r Schemes,
    rules: &'r Rules,
    notes: &'r mut Notes,
    pointer: String,
    exact: bool,
    anonymous: bool,
    /// Schemes without a token that alternatives consist of.
    others: Vec<String>,
}

impl Reader<'_> {
    fn note(&mut self, what: impl Into<String>) {
        self.notes.add(Kind::Security, self.pointer.clone(), what);
    }

    fn inexact(&mut self, what: impl Into<String>) {
        self.exact = false;
        self.note(what);
    }

    /// The alternatives with a token; the others are noted.
    fn alternatives(&mut self, security: &Place<'_>) -> Vec<Alternative> {
        let mut alternatives = Vec::new();
        if !security.value.is_array() {
            self.inexact("`security` is no list: taken as not documented");
            return alternatives;
        }
        for item in security.items() {
            if item
                .value
                .as_object()
                .is_some_and(serde_json::Map::is_empty)
            {
                self.anonymous = true;
            } else if !item.value.is_object() {
                self.inexact(format!(
                    "the alternative `{}` is no object of schemes: left out",
                    item.value
                ));
            } else {
                alternatives.extend(self.alternative(&item));
            }
        }
        alternatives
    }

    /// The scopes that stand at a scheme. A number without quotes is the scope of its digits.
    fn written(&mut self, scheme: &str, list: &Value) -> Vec<String> {
        let items = match list {
            Value::Null => return Vec::new(),
            Value::Array(items) => items.as_slice(),
            Value::Object(_) => {
                self.inexact(format!("what `{scheme}` asks for is no list: left out"));
                return Vec::new();
            }
            one => std::slice::from_ref(one),
        };
        let mut scopes = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Value::String(scope) => scopes.push(scope.clone()),
                Value::Number(_) | Value::Bool(_) => scopes.push(item.to_string()),
                _ => self.inexact(format!(
                    "the scope {item} of `{scheme}` is no text: left out"
                )),
            }
        }
        scopes
    }

    fn alternative(&mut self, item: &Place<'_>) -> Option<Alternative> {
        let mut lists: Vec<Vec<String>> = Vec::new();
        let mut names = Vec::new();
        let mut others = Vec::new();
        let (mut oauth, mut machine) = (false, true);
        let mut lost = false;
        for (name, list) in item.entries() {
            let written = self.written(name, list.value);
            machine &= self.schemes.find(name).is_some_and(|scheme| scheme.machine);
            match self.schemes.find(name).map(|scheme| &scheme.kind) {
                Some(SchemeKind::Other(what)) => others.push(format!("`{name}` ({what})")),
                Some(SchemeKind::OAuth) => oauth = true,
                Some(SchemeKind::Bearer) => {}
                None => {
                    self.note(format!(
                        "the scheme `{name}` is not declared: taken as a token's"
                    ));
                    oauth |= !written.is_empty();
                }
            }
            if !matches!(
                self.schemes.find(name).map(|scheme| &scheme.kind),
                Some(SchemeKind::Other(_))
            ) {
                let list = self.clean_list(&written);
                lost |= list.is_empty() && !written.is_empty();
                lists.push(list);
                names.push(format!("`{name}`"));
            }
        }
        if lists.is_empty() {
            self.others.push(others.join(" with "));
            return None;
        }
        if lost && lists.iter().all(Vec::is_empty) {
            self.inexact("none of its scopes can be one: the alternative is left out");
            return None;
        }
        if !others.is_empty() {
            let others = others.join(" and ");
            self.note(format!(
                "it needs {others} beside the token, which the client does not send"
            ));
        }
        if lists.len() > 1 {
            let names = names.join(" and ");
            let same = lists.iter().all(|list| *list == lists[0]);
            let what = match same {
                true => format!("{names} at once, with the same scopes: taken as one token"),
                false => format!("{names} at once: taken as one token with the scopes of both"),
            };
            self.note(what);
            if same {
                lists.truncate(1);
            }
        }
        let mut scopes: Vec<String> = Vec::new();
        for scope in lists.iter().flatten() {
            if !scopes.contains(scope) {
                scopes.push(scope.clone());
            }
        }
        Some(Alternative {
            scopes,
            oauth,
            machine,
            lists,
        })
    }

    fn clean_list(&mut self, written: &[String]) -> Vec<String> {
        let mut list: Vec<String> = Vec::new();
        for name in written {
            let (names, told) = clean(name);
            if let Some(told) = told {
                let lost = told.ends_with("left out");
                self.exact &= !lost;
                let kind = if lost { Kind::Security } else { Kind::Renamed };
                self.notes.add(kind, self.pointer.clone(), told);
            }
            for name in names {
                if list.contains(&name) {
                    let what = format!("the scope `{name}` stands twice in one list: once");
                    self.notes.add(Kind::Renamed, self.pointer.clone(), what);
                } else {
                    list.push(name);
                }
            }
        }
        list
    }

    fn need(&mut self, alternatives: Vec<Alternative>) -> Need {
        let others = std::mem::take(&mut self.others);
        if self.anonymous {
            if alternatives.is_empty() {
                self.anonymous = false;
                return Need::Public;
            }
            match self.rules.anonymous {
                Anonymous::Optional => {}
                Anonymous::Token => {
                    self.anonymous = false;
                    self.inexact("a token is optional (`{}`): it takes one all the same");
                }
                Anonymous::Public => {
                    self.anonymous = false;
                    self.inexact("a token is optional (`{}`): taken as public");
                    return Need::Public;
                }
            }
        }
        if alternatives.is_empty() {
            let others = others.join(" or ");
            if !others.is_empty() {
                self.inexact(format!(
                    "it takes no token but {others}, which the client does not send"
                ));
            }
            return Need::Unknown;
        }
        for other in others {
            self.note(format!(
                "the alternative {other} is left out: the client sends a token"
            ));
        }
        let (scoped, open): (Vec<Alternative>, Vec<Alternative>) = alternatives
            .into_iter()
            .partition(|one| !one.scopes.is_empty());
        if scoped.is_empty() {
            return Need::AnyToken;
        }
        if open.iter().any(|one| one.oauth && one.machine) {
            let others: Vec<String> = scoped
                .iter()
                .map(|one| one.scopes.join("` with `"))
                .collect();
            self.inexact(format!(
                "one alternative names no scope: any token is enough, and `{}` says nothing beside it",
                others.join("` or `")
            ));
            return Need::AnyToken;
        }
        if open.iter().any(|one| one.oauth) {
            self.inexact("the alternative of a person's token without scopes is left out, those with scopes stand");
        } else if !open.is_empty() {
            self.note(
                "the alternative of a plain bearer token is left out, those with scopes stand",
            );
        }
        let lists = match self.rules.lists {
            Lists::AllOf => scoped.into_iter().map(|one| one.scopes).collect(),
            Lists::AnyOf => scoped.iter().flat_map(|one| choices(&one.lists)).collect(),
        };
        self.distinct(lists)
    }

    /// The alternatives, each once; absorbed ones stay and are noted.
    fn distinct(&mut self, lists: Vec<Vec<String>>) -> Need {
        let mut distinct: Vec<Vec<String>> = Vec::new();
        for list in lists {
            let same = |other: &Vec<String>| is_within(other, &list) && is_within(&list, other);
            if !distinct.iter().any(same) {
                distinct.push(list);
            }
        }
        for (index, list) in distinct.iter().enumerate() {
            let narrower = distinct
                .iter()
                .enumerate()
                .find(|(other, short)| *other != index && is_within(short, list));
            if let Some((_, short)) = narrower {
                let what = format!(
                    "the alternative `{}` says nothing beside `{}`; both stand as written",
                    list.join("` with `"),
                    short.join("` with `")
                );
                self.note(what);
            }
        }
        Need::Scopes(distinct)
    }
}

fn is_within(short: &[String], long: &[String]) -> bool {
    short.iter().all(|scope| long.contains(scope))
}

/// One scope of each list, in every way.
fn choices(lists: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut choices: Vec<Vec<String>> = vec![Vec::new()];
    for list in lists.iter().filter(|list| !list.is_empty()) {
        let longer = choices.iter().flat_map(|choice| {
            list.iter().map(move |scope| {
                let mut choice = choice.clone();
                if !choice.contains(scope) {
                    choice.push(scope.clone());
                }
                choice
            })
        });
        choices = longer.take(MOST_CHOICES).collect();
    }
    choices
}

/// More alternatives than this are no requirement that anyone meant.
const MOST_CHOICES: usize = 1000;
