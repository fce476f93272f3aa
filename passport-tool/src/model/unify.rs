//! One type for schemas that are written out in several places and say the same.
//!
//! A schema with a name of its own keeps it: the document's author has told it from others. One
//! that is written where it is used has no name, and the same list of words or the same page of
//! results often stands at fifty operations.

use std::collections::{BTreeMap, HashMap};

use crate::model::graph::{Graph, each_ty};
use crate::model::item::{Field, Item, Kind, Ty};
use crate::model::schema;

/// Makes one of the items that are the same, and answers with the new names by the old ones.
///
/// What is only sent and what is received stay apart, because null and absence are not the same to
/// them.
pub(super) fn unify(graph: &mut Graph) -> BTreeMap<String, String> {
    let mut stands_for: Vec<usize> = (0..graph.items.len()).collect();
    // Those that contain the same become the same in the next round.
    for _ in 0..ROUNDS {
        if !round(graph, &mut stands_for) {
            break;
        }
    }
    let name = |id: usize| graph.items[id].name.clone();
    let renamed = (0..graph.items.len()).filter(|id| stands_for[*id] != *id);
    renamed
        .map(|id| (name(id), name(last(&stands_for, id))))
        .collect()
}

fn round(graph: &mut Graph, stands_for: &mut [usize]) -> bool {
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    let mut changed = false;
    let inline: Vec<usize> = (0..graph.items.len())
        .filter(|id| stands_for[*id] == *id && is_inline(&graph.items[*id]))
        .collect();
    for id in inline {
        let alike = known.entry(shape(&graph.items[id])).or_default();
        let same = alike
            .iter()
            .copied()
            .find(|other| same_fields(&graph.items[*other], &graph.items[id]));
        match same {
            Some(other) => {
                merge_docs(graph, other, id);
                stands_for[id] = other;
                let item = &mut graph.items[id];
                (item.request, item.response) = (false, false);
                changed = true;
            }
            None => alike.push(id),
        }
    }
    if changed {
        for item in &mut graph.items {
            each_ty(&mut item.kind, &mut |ty| redirect(ty, stands_for));
        }
    }
    changed
}

/// Whether the item is written to the file, and has no name in the document.
fn is_inline(item: &Item) -> bool {
    let is_type = matches!(item.kind, Kind::Struct { .. } | Kind::Words(_));
    is_type && (item.request || item.response) && schema::component(&item.pointer).is_none()
}

/// What has to be the same at the least; a text, so that it can be looked up.
fn shape(item: &Item) -> String {
    let sides = (item.request, item.response, item.nullable);
    match &item.kind {
        Kind::Struct { fields, rest } => {
            let fields: Vec<_> = fields.iter().map(|f| (&f.wire, &f.ty)).collect();
            format!("{sides:?} {fields:?} {rest:?}")
        }
        kind => format!("{sides:?} {kind:?}"),
    }
}

fn same_fields(first: &Item, second: &Item) -> bool {
    let (Kind::Struct { fields: first, .. }, Kind::Struct { fields: second, .. }) =
        (&first.kind, &second.kind)
    else {
        return true;
    };
    first
        .iter()
        .zip(second)
        .all(|(first, second)| same_field(first, second))
}

/// Whether two fields of the same name and type say the same. The text of one may be missing.
fn same_field(first: &Field, second: &Field) -> bool {
    let flags = |field: &Field| {
        let Field {
            required,
            read_only,
            write_only,
            secret,
            ..
        } = field;
        (*required, *read_only, *write_only, *secret)
    };
    let texts_agree = match (&first.doc, &second.doc) {
        (Some(first), Some(second)) => first == second,
        _ => true,
    };
    flags(first) == flags(second) && texts_agree
}

/// Keeps what is true of both: a field's text that one of them has, and the type's where both say
/// the same. What differs speaks of the place, and stands at the field there too.
fn merge_docs(graph: &mut Graph, kept: usize, gone: usize) {
    let other = graph.items[gone].clone();
    let item = &mut graph.items[kept];
    if item.doc != other.doc {
        item.doc = None;
    }
    // Of two names the shorter says less about the place.
    if other.name.len() < item.name.len() {
        let name = std::mem::replace(&mut item.name, other.name);
        graph.items[gone].name = name;
    }
    if let (Kind::Struct { fields, .. }, Kind::Struct { fields: others, .. }) =
        (&mut graph.items[kept].kind, other.kind)
    {
        for (field, other) in fields.iter_mut().zip(others) {
            field.doc = field.doc.take().or(other.doc);
        }
    }
}

fn redirect(ty: &mut Ty, stands_for: &[usize]) {
    match ty {
        Ty::Item(id) => *id = last(stands_for, *id),
        Ty::List(inner) | Ty::Map(inner) | Ty::Null(inner) | Ty::Boxed(inner) => {
            redirect(inner, stands_for);
        }
        _ => {}
    }
}

/// The item that stands for another in the end.
fn last(stands_for: &[usize], mut id: usize) -> usize {
    while stands_for[id] != id {
        id = stands_for[id];
    }
    id
}

const ROUNDS: usize = 24;
