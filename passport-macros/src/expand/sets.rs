//! `sets`: the named sets of the spec; and how a set's scopes become a type.

use passport_spec::{Api, ScopeId, ScopeIds, doc_code, doc_line, doc_text};

use super::text::Text;
use crate::scope_list;

pub(super) fn write(text: &mut Text, api: &Api) {
    text.doc(&format!(
        "The named sets of scopes of {}.",
        doc_line(&api.title)
    ));
    text.line(format_args!("pub mod sets {{"));
    text.doc("The set without scopes, for calls that need none.");
    write_set(text, api, "Unscoped", &[]);
    for set in api.catalogue.sets() {
        let description = doc_text(set.description.as_deref().unwrap_or(""));
        let name = doc_code(&set.name);
        let held = set.scopes.iter().map(|id| &*api.catalogue.scope(*id).name);
        let list = scope_list::write(&held.collect::<Vec<_>>()).join("\n");
        text.doc(&format!("The scopes of {name}. {description}\n{list}"));
        write_set(text, api, &set.type_name, &set.scopes);
    }
    text.line(format_args!("}}"));
}

fn write_set(text: &mut Text, api: &Api, name: &str, scopes: &[ScopeId]) {
    let planned = planned(text, api, name);
    let withheld = match planned {
        Some(_) => " const WITHHELD: bool = true;",
        None => "",
    };
    let scopes = planned.as_deref().unwrap_or(scopes);
    let wire: Vec<String> = scopes
        .iter()
        .map(|id| format!("{:?}", api.catalogue.scope(*id).name))
        .collect();
    let places: Vec<String> = scopes.iter().map(|id| id.index().to_string()).collect();
    let closed = api
        .catalogue
        .closure(&ScopeIds::from_iter(scopes.iter().copied()));
    let held: Vec<usize> = closed.iter().map(ScopeId::index).collect();
    text.line(format_args!(
        "#[derive(Clone, Copy, Debug)] pub struct {name}; const _: () = {{ use super::__leaves::*; \
         impl __ScopeSet for {name} {{ type Api = __Client; const NAME: &'static str = {name:?}; \
         const SCOPES: &'static [&'static str] = &[{}]; const PLACES: &'static [u16] = &[{}];\
         {withheld} {} }} }};",
        wire.join(", "),
        places.join(", "),
        trees(&held, api.catalogue.scopes().len())
    ));
}

/// What the plan of an audit says that a named set carries for now.
fn planned(text: &Text, api: &Api, name: &str) -> Option<Vec<ScopeId>> {
    let audited = text.audit()?;
    let plan = audited.plan.as_ref()?;
    let key = format!("{}#{}::{name}", audited.spec, audited.api);
    let scopes = plan
        .of(&key)
        .map_or(&[][..], |planned| planned.scopes.as_slice());
    let ids = scopes.iter().filter_map(|scope| api.catalogue.find(scope));
    Some(ids.collect())
}

/// The types of a set that holds the scopes with these numbers, of `count` in all: a tree for each
/// first digit.
pub(crate) fn trees(held: &[usize], count: usize) -> String {
    let mut flags = vec![false; count];
    held.iter().for_each(|index| flags[*index] = true);
    forest("T", &flags, &|index| format!("__S{index}"))
}

/// Sixteen associated types whose names begin with `name`, with a leaf for each flag that is set.
pub(super) fn forest(name: &str, flags: &[bool], leaf: &dyn Fn(usize) -> String) -> String {
    let size = WIDTH.pow(digits(flags.len()) - 1);
    let tree = |digit| {
        let tree = subtree(flags, digit * size, size, leaf);
        format!("type {name}{digit:X} = {tree};")
    };
    (0..WIDTH).map(tree).collect::<Vec<_>>().join(" ")
}

/// `size` is how many places the subtree at `start` has.
fn subtree(flags: &[bool], start: usize, size: usize, leaf: &dyn Fn(usize) -> String) -> String {
    let part = &flags[start.min(flags.len())..(start + size).min(flags.len())];
    if !part.contains(&true) {
        return "__No".to_owned();
    }
    if size == 1 {
        return leaf(start);
    }
    let step = size / WIDTH;
    let children = (0..WIDTH).map(|child| subtree(flags, start + child * step, step, leaf));
    format!("({})", children.collect::<Vec<_>>().join(","))
}

/// The place of a scope in a set's type: its number in hexadecimal digits, as types. `root` is the
/// path to the generated module.
pub(super) fn place(index: usize, count: usize, root: &str) -> String {
    let digits: Vec<String> = digits_of(index, count)
        .chars()
        .map(|digit| format!("{root}__private::tree::D{digit},"))
        .collect();
    format!("({})", digits.join(""))
}

/// A place among `count` in hexadecimal digits.
pub(super) fn digits_of(index: usize, count: usize) -> String {
    let digits = digits(count) as usize;
    format!("{index:0digits$X}")
}

/// The number of digits of a place among `count`.
fn digits(count: usize) -> u32 {
    let mut digits = 1;
    while WIDTH.pow(digits) < count {
        digits += 1;
    }
    digits
}

const WIDTH: usize = 16;
