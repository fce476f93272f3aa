//! All items together.

use std::collections::HashSet;

use crate::model::build::Builder;
use crate::model::item::{Item, Kind, Ty};
use crate::model::{Note, Root, Side, Usage, names};
use crate::note::Kind as About;

/// The items and what is known about them.
pub(super) struct Graph {
    pub(super) items: Vec<Item>,
    pub(super) notes: Vec<Note>,
    taken: HashSet<String>,
}

impl Graph {
    pub(super) fn new(builder: Builder<'_>) -> Self {
        Self {
            items: builder.items,
            notes: builder.notes,
            taken: builder.taken,
        }
    }

    /// Notes why an item is any JSON.
    pub(super) fn note(&mut self, id: usize, what: &str) {
        self.notes.push(Note {
            kind: About::Json,
            pointer: self.items[id].pointer.clone(),
            what: what.to_owned(),
        });
    }

    /// Puts what aliases stand for into their places.
    pub(super) fn resolve(&mut self) {
        for id in 0..self.items.len() {
            let mut kind = std::mem::replace(&mut self.items[id].kind, Kind::Alias(Ty::Item(id)));
            if let Kind::Alias(ty) = &kind {
                self.items[id].kind = Kind::Alias(ty.clone());
                let ty = self.resolved(&Ty::Item(id), &mut Vec::new(), 0);
                self.items[id].kind = Kind::Alias(ty);
                continue;
            }
            each_ty(&mut kind, &mut |ty| {
                *ty = self.resolved(ty, &mut Vec::new(), 0);
            });
            self.items[id].kind = kind;
        }
    }

    /// The type without aliases; an alias that contains itself is any JSON.
    fn resolved(&mut self, ty: &Ty, open: &mut Vec<usize>, depth: usize) -> Ty {
        let deeper = depth + 1;
        match ty {
            Ty::Item(id) => {
                let id = *id;
                let item = &self.items[id];
                let nullable = item.nullable;
                let inner = match &item.kind {
                    // The item that is being resolved stands for itself.
                    Kind::Alias(Ty::Item(own)) if *own == id => Ty::Item(id),
                    Kind::Alias(_) if open.contains(&id) || depth > DEPTH => {
                        self.note(id, "any JSON: it is made of itself, or nested too deeply");
                        self.items[id].kind = Kind::Alias(Ty::Json);
                        Ty::Json
                    }
                    Kind::Alias(target) => {
                        let target = target.clone();
                        open.push(id);
                        let target = self.resolved(&target, open, deeper);
                        open.pop();
                        target
                    }
                    _ => Ty::Item(id),
                };
                if nullable { inner.or_null() } else { inner }
            }
            Ty::List(inner) => Ty::List(Box::new(self.resolved(inner, open, deeper))),
            Ty::Map(inner) => Ty::Map(Box::new(self.resolved(inner, open, deeper))),
            Ty::Null(inner) => self.resolved(inner, open, deeper).or_null(),
            Ty::Boxed(inner) => Ty::Boxed(Box::new(self.resolved(inner, open, deeper))),
            plain => plain.clone(),
        }
    }

    /// Marks what a root uses, and answers with the root's type as a `scopes.toml` names it.
    pub(super) fn export(&mut self, id: usize, root: &Root) -> String {
        let mut ty = self.resolved(&Ty::Item(id), &mut Vec::new(), 0);
        if root.usage == Usage::Param {
            ty = ty.without_null().clone();
        }
        self.mark(&ty, root.side);
        match ty {
            Ty::Json => "json".to_owned(),
            Ty::Item(id) => self.items[id].name.clone(),
            ty => self.alias(id, ty, &root.name_hint),
        }
    }

    /// The name of a root that is no struct or enum itself.
    fn alias(&mut self, mut id: usize, ty: Ty, hint: &str) -> String {
        if !matches!(self.items[id].kind, Kind::Alias(_)) {
            // The type or null; the type keeps its item.
            let known = self.items.iter().position(|item| {
                item.exported && matches!(&item.kind, Kind::Alias(known) if *known == ty)
            });
            let id_of_type = id;
            id = known.unwrap_or(self.items.len());
            if known.is_none() {
                let wanted = format!("{}OrNull", self.items[id_of_type].name);
                let (name, _) = names::type_name(&wanted, &mut self.taken);
                let mut item = Item {
                    name,
                    ..self.items[id_of_type].clone()
                };
                item.kind = Kind::Alias(ty.clone());
                self.items.push(item);
            }
        }
        if !self.items[id].exported {
            if self.items[id].name.is_empty() {
                let (name, _) = names::type_name(hint, &mut self.taken);
                self.items[id].name = name;
            }
            self.items[id].kind = Kind::Alias(ty);
            self.items[id].exported = true;
        }
        self.items[id].name.clone()
    }

    fn mark(&mut self, ty: &Ty, side: Side) {
        let mut waiting: Vec<usize> = ty.item().into_iter().collect();
        while let Some(id) = waiting.pop() {
            let item = &mut self.items[id];
            let seen = match side {
                Side::Request => &mut item.request,
                Side::Response => &mut item.response,
            };
            if std::mem::replace(seen, true) {
                continue;
            }
            each_ty(&mut item.kind, &mut |ty| waiting.extend(ty.item()));
        }
    }

    /// Puts a box wherever a type would contain itself.
    pub(super) fn box_cycles(&mut self) {
        let mut state = vec![State::New; self.items.len()];
        for start in 0..self.items.len() {
            let mut path = vec![(start, 0)];
            if state[start] != State::New {
                continue;
            }
            state[start] = State::Open;
            while let Some((id, next)) = path.pop() {
                let held = self.held(id);
                let Some((place, child)) = held.get(next) else {
                    state[id] = State::Done;
                    continue;
                };
                path.push((id, next + 1));
                match state[*child] {
                    State::New => {
                        state[*child] = State::Open;
                        path.push((*child, 0));
                    }
                    State::Open => self.boxed(id, *place),
                    State::Done => {}
                }
            }
        }
    }

    /// The items inside an item, each with the number of its place; boxed ones too, so that the
    /// numbers stay.
    fn held(&mut self, id: usize) -> Vec<(usize, usize)> {
        let mut held = Vec::new();
        let mut place = 0;
        if matches!(self.items[id].kind, Kind::Alias(_)) {
            return held;
        }
        each_ty(&mut self.items[id].kind, &mut |ty| {
            let inner = match ty.without_null() {
                Ty::Boxed(inner) => inner.held(),
                ty => ty.held(),
            };
            held.extend(inner.map(|item| (place, item)));
            place += 1;
        });
        held
    }

    fn boxed(&mut self, id: usize, wanted: usize) {
        let mut place = 0;
        each_ty(&mut self.items[id].kind, &mut |ty| {
            if place == wanted {
                *ty = match std::mem::replace(ty, Ty::Json) {
                    Ty::Null(inner) => Ty::Null(Box::new(Ty::Boxed(inner))),
                    inner => Ty::Boxed(Box::new(inner)),
                };
            }
            place += 1;
        });
    }

    pub(super) fn into_notes(self) -> Vec<Note> {
        let mut seen = HashSet::new();
        let notes = self.notes.into_iter();
        notes
            .filter(|note| seen.insert((note.pointer.clone(), note.what.clone())))
            .collect()
    }
}

/// Visits the types in an item.
pub(super) fn each_ty(kind: &mut Kind, visit: &mut dyn FnMut(&mut Ty)) {
    match kind {
        Kind::Alias(ty) => visit(ty),
        Kind::Struct { fields, rest } => {
            fields.iter_mut().for_each(|field| visit(&mut field.ty));
            if let Some(rest) = rest {
                visit(rest);
            }
        }
        Kind::Words(_) => {}
        Kind::Union(union) => union
            .variants
            .iter_mut()
            .for_each(|variant| visit(&mut variant.ty)),
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

const DEPTH: usize = 32;
