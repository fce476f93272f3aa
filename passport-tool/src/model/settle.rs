//! What can be decided only when all items are known: which unions can be told apart.

use std::collections::HashSet;

use crate::model::graph::Graph;
use crate::model::item::{Field, Kind, Ty, Union, Variant};
use crate::model::names;

/// Puts aliases away, orders the variants of unions, and gives up those that cannot be told apart.
pub(super) fn settle(graph: &mut Graph) {
    graph.resolve();
    for _ in 0..ROUNDS {
        let mut changed = false;
        for id in 0..graph.items.len() {
            changed |= settle_union(graph, id);
        }
        if !changed {
            break;
        }
        graph.resolve();
    }
    for id in 0..graph.items.len() {
        if let Kind::Struct { fields, .. } = &mut graph.items[id].kind {
            fields
                .iter_mut()
                .filter(|field| field.secret)
                .for_each(|field| hide(&mut field.ty));
        }
    }
}

/// Whether something changed that others may depend on.
fn settle_union(graph: &mut Graph, id: usize) -> bool {
    let Kind::Union(union) = &graph.items[id].kind else {
        return false;
    };
    let mut union = union.clone();
    let was_nullable = graph.items[id].nullable;
    splice(graph, id, &mut union);
    for variant in &mut union.variants {
        if let Ty::Null(inner) = &variant.ty {
            variant.ty = inner.as_ref().clone();
            graph.items[id].nullable = true;
        }
    }
    join_scalars(graph, &mut union.variants);
    let told_apart = tell_apart(graph, &mut union);
    let changed = match (told_apart, union.variants.as_slice()) {
        (Ok(()), [only]) => {
            graph.items[id].kind = Kind::Alias(only.ty.clone());
            true
        }
        (Ok(()), [_, ..]) => {
            graph.items[id].kind = Kind::Union(union);
            false
        }
        (result, _) => {
            graph.note(
                id,
                result.err().unwrap_or("any JSON: the union has no members"),
            );
            graph.items[id].kind = Kind::Alias(Ty::Json);
            true
        }
    };
    changed || graph.items[id].nullable != was_nullable
}

/// Puts the variants of inner unions into their places.
fn splice(graph: &Graph, id: usize, union: &mut Union) {
    let mut seen = HashSet::from([id]);
    let mut taken: HashSet<String> = HashSet::from(["Other".to_owned()]);
    let mut out: Vec<Variant> = Vec::new();
    let mut waiting: Vec<Variant> = union.variants.drain(..).rev().collect();
    while let Some(mut variant) = waiting.pop() {
        if let Ty::Item(inner) = variant.ty
            && let Kind::Union(inner_union) = &graph.items[inner].kind
            && (!inner_union.by_document || union.tag.is_none() || inner_union.tag == union.tag)
        {
            if seen.insert(inner) {
                waiting.extend(inner_union.variants.iter().rev().cloned());
            }
            continue;
        }
        if let Some(known) = out.iter_mut().find(|known| known.ty == variant.ty) {
            known.words.append(&mut variant.words);
            continue;
        }
        variant.name = names::variant_name(&variant.name, &mut taken).0;
        out.push(variant);
    }
    union.variants = out;
}

/// Several kinds of text are one text, several kinds of number one number.
fn join_scalars(graph: &Graph, variants: &mut Vec<Variant>) {
    for (class, joined, name) in [(TEXT, Ty::Text, "Text"), (NUMBER, Ty::I64, "Number")] {
        let mut alike =
            (0..variants.len()).filter(|index| classes(graph, &variants[*index].ty, 0) == class);
        let (Some(first), Some(_)) = (alike.next(), alike.next()) else {
            continue;
        };
        let float = variants.iter().any(|variant| variant.ty == Ty::F64);
        variants[first].ty = if class == NUMBER && float {
            Ty::F64
        } else {
            joined
        };
        let free = variants.iter().all(|variant| variant.name != name);
        if free {
            name.clone_into(&mut variants[first].name);
        }
        let mut index = 0;
        variants.retain(|variant| {
            index += 1;
            index - 1 == first || classes(graph, &variant.ty, 0) != class
        });
    }
}

/// Orders the variants so that the first one that fits is the right one.
fn tell_apart(graph: &Graph, union: &mut Union) -> Result<(), &'static str> {
    let (mut objects, mut others) = (Vec::new(), Vec::new());
    let mut classes_seen = 0;
    for variant in union.variants.drain(..) {
        let of = classes(graph, &variant.ty, 0);
        if of == ALL {
            return Err("any JSON: one member of the union is any JSON");
        }
        if of == OBJECT {
            objects.push(variant);
        } else {
            if of & classes_seen != 0 && !lists_differ(graph, &others, &variant) {
                return Err("any JSON: two members of the union look alike");
            }
            classes_seen |= of;
            others.push(variant);
        }
    }
    if classes_seen & OBJECT != 0 && !objects.is_empty() {
        return Err("any JSON: two members of the union look alike");
    }
    // An inner union accepts whatever is left.
    others.sort_by_key(|variant| is_union(graph, &variant.ty));
    let told = if objects.len() > 1 {
        let maps = objects
            .iter()
            .filter(|variant| fields(graph, variant).is_none())
            .count();
        if maps > 1 {
            return Err("any JSON: two members of the union are maps");
        }
        objects.sort_by_key(|variant| fields(graph, variant).is_none());
        by_tag(graph, union.tag.as_deref(), &mut objects)
            .map(Some)
            .or_else(|| by_fields(graph, &mut objects).then_some(None))
    } else {
        Some(None)
    };
    let Some(tag) = told else {
        return Err("any JSON: the members of the union cannot be told apart");
    };
    if tag.is_none() {
        union.by_document = false;
    }
    union.tag = tag;
    objects.append(&mut others);
    objects.sort_by_key(|variant| is_union(graph, &variant.ty));
    union.variants = objects;
    Ok(())
}

/// Gives each struct the words of the tag that stand for it. The tag is that of the document, or a
/// property with other words in each.
fn by_tag(graph: &Graph, tag: Option<&str>, objects: &mut [Variant]) -> Option<String> {
    let structs = objects
        .iter()
        .filter_map(|variant| fields(graph, variant))
        .count();
    let first = fields(graph, objects.first()?)?;
    let by_constants = |wire: &str| -> Option<Vec<Vec<String>>> {
        let mut seen = HashSet::new();
        let mut all = Vec::new();
        for variant in &objects[..structs] {
            let words = constants(graph, fields(graph, variant)?, wire);
            // A sentence is no kind.
            let prose = tag.is_none() && words.iter().any(|word| word.contains(' '));
            if prose || words.is_empty() || !words.iter().all(|word| seen.insert(word.clone())) {
                return None;
            }
            all.push(words);
        }
        Some(all)
    };
    if let Some(tag) = tag {
        let mut seen = HashSet::new();
        let mut all = Vec::new();
        let constant = by_constants(tag);
        for (index, variant) in objects[..structs].iter().enumerate() {
            let constant = constant.as_ref().and_then(|all| all.get(index));
            let mut words = variant.words.clone();
            if let Some(constant) =
                constant.filter(|all| !words.iter().any(|word| all.contains(word)))
            {
                words.clone_from(constant);
            }
            words.retain(|word| seen.insert(word.clone()));
            if words.is_empty() {
                return None;
            }
            all.push(words);
        }
        give(objects, all);
        return Some(tag.to_owned());
    }
    let (wire, all) = first
        .iter()
        .find_map(|field| Some((field.wire.clone(), by_constants(&field.wire)?)))?;
    give(objects, all);
    Some(wire)
}

fn give(objects: &mut [Variant], all: Vec<Vec<String>>) {
    for (variant, words) in objects.iter_mut().zip(all) {
        variant.words = words;
    }
}

/// The words that a field allows, where it lists them.
fn constants(graph: &Graph, fields: &[Field], wire: &str) -> Vec<String> {
    let Some(field) = fields
        .iter()
        .find(|field| field.wire == wire && !wire.is_empty())
    else {
        return Vec::new();
    };
    match &field.ty {
        Ty::Item(id) => match &graph.items[*id].kind {
            Kind::Words(words) => words.iter().map(|(_, word)| word.clone()).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Orders structs so that each requires something that those behind it do not have. Maps are last.
fn by_fields(graph: &Graph, objects: &mut Vec<Variant>) -> bool {
    if objects.len() > VARIANTS {
        return false;
    }
    let mut left = std::mem::take(objects);
    while !left.is_empty() {
        let next = left.iter().position(|variant| {
            let others = left.iter().filter(|other| other.ty != variant.ty);
            let mut others = others.peekable();
            let is_last = others.peek().is_none();
            is_last
                || fields(graph, variant).is_some_and(|own| {
                    others.all(|other| requires_more(graph, own, fields(graph, other)))
                })
        });
        let Some(next) = next else {
            return false;
        };
        objects.push(left.remove(next));
    }
    true
}

/// Whether `own` requires a field that the other struct does not have, or has with another type.
fn requires_more(graph: &Graph, own: &[Field], other: Option<&[Field]>) -> bool {
    let solid = own.iter().filter(|field| {
        let missing_is_fine = matches!(field.ty, Ty::List(_) | Ty::Map(_) | Ty::Null(_) | Ty::Json);
        field.required && !field.read_only && !field.write_only && !missing_is_fine
    });
    solid.into_iter().any(|field| {
        let other = other.and_then(|other| other.iter().find(|other| other.wire == field.wire));
        other.is_none_or(|other| classes(graph, &field.ty, 0) & classes(graph, &other.ty, 0) == 0)
    })
}

/// Whether the variant is a list of other things than the lists before it.
fn lists_differ(graph: &Graph, before: &[Variant], variant: &Variant) -> bool {
    let Ty::List(item) = &variant.ty else {
        return false;
    };
    before.iter().all(|other| match &other.ty {
        Ty::List(other) => classes(graph, item, 0) & classes(graph, other, 0) == 0,
        other => classes(graph, other, 0) & LIST == 0,
    })
}

fn fields<'g>(graph: &'g Graph, variant: &Variant) -> Option<&'g [Field]> {
    match &variant.ty {
        Ty::Item(id) => match &graph.items[*id].kind {
            Kind::Struct { fields, .. } => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

fn is_union(graph: &Graph, ty: &Ty) -> bool {
    matches!(ty, Ty::Item(id) if matches!(graph.items[*id].kind, Kind::Union(_)))
}

/// What kinds of JSON values a type has, as bits.
fn classes(graph: &Graph, ty: &Ty, depth: usize) -> u8 {
    if depth > DEPTH {
        return ALL;
    }
    match ty {
        Ty::Text | Ty::Secret | Ty::File | Ty::Timestamp => TEXT,
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 | Ty::F64 => NUMBER,
        Ty::Bool => BOOL,
        Ty::Json => ALL,
        Ty::List(_) => LIST,
        Ty::Map(_) => OBJECT,
        Ty::Null(inner) => NULL | classes(graph, inner, depth + 1),
        Ty::Boxed(inner) => classes(graph, inner, depth + 1),
        Ty::Item(id) => match &graph.items[*id].kind {
            Kind::Struct { .. } => OBJECT,
            Kind::Words(_) => TEXT,
            Kind::Alias(Ty::Item(_)) => ALL,
            Kind::Alias(ty) => classes(graph, ty, depth + 1),
            Kind::Union(union) => union.variants.iter().fold(0, |all, variant| {
                all | classes(graph, &variant.ty, depth + 1)
            }),
        },
    }
}

fn hide(ty: &mut Ty) {
    match ty {
        Ty::Text => *ty = Ty::Secret,
        Ty::Null(inner) | Ty::List(inner) | Ty::Map(inner) => hide(inner),
        _ => {}
    }
}

const TEXT: u8 = 1;
const NUMBER: u8 = 2;
const BOOL: u8 = 4;
const LIST: u8 = 8;
const OBJECT: u8 = 16;
const NULL: u8 = 32;
const ALL: u8 = 63;

const ROUNDS: usize = 24;
const VARIANTS: usize = 60;
const DEPTH: usize = 8;
