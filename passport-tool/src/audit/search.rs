//! The search: withhold, compile, give what was asked for, until it compiles.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use passport_spec::{Api, Catalogue, ScopeId, ScopeIds};

use super::cargo::{self, Checked, Metadata, Said};
use super::least::{Alternatives, least};
use super::payload::{By, Declaration, Payload, Wanted};
use super::plan::Plan;
use super::report::{self, Audit};
use super::specs::Specs;
use super::{AuditError, Place, Program};
use crate::paths;

/// Audits a program; `say` is told of each step.
///
/// # Errors
///
/// If the program does not compile with all that its sets declare, or cargo cannot be run.
pub fn audit(program: &Program, say: &mut dyn FnMut(&str)) -> Result<Audit, AuditError> {
    let metadata = Metadata::load(program)?;
    let selected = metadata.selected(program)?;
    let packages = metadata.with_macros().map(|name| (name.to_owned(), true));
    let mut packages: BTreeMap<String, bool> = packages.collect();
    packages.extend(selected.into_iter().map(|name| (name, false)));
    let target = match &program.target {
        None => metadata.target_directory.clone(),
        Some(target) => {
            let folder = program.folder.clone().unwrap_or_default();
            // The macros run elsewhere.
            std::path::absolute(folder.join(target)).map_err(|error| {
                AuditError::Cargo(format!(
                    "no such folder as {}: {error}",
                    paths::shown(target)
                ))
            })?
        }
    };
    let folder = target.join("passport-audit");
    let _lock = lock(&folder)?;
    let mut search = Search {
        program,
        metadata,
        target,
        plan: Plan::new(folder.join("plan"), packages),
        sets: BTreeMap::new(),
        wants: BTreeSet::new(),
        specs: Specs::default(),
        rounds: 0,
    };
    search.run(say)?;
    let Search {
        sets,
        wants,
        plan,
        mut specs,
        rounds,
        ..
    } = search;
    report::build(&sets, &wants, &plan, &mut specs, rounds)
}

/// Waits until no other audit compiles into the folder; until the file is dropped, none does.
fn lock(folder: &Path) -> Result<File, AuditError> {
    let opened = std::fs::create_dir_all(folder).and_then(|()| {
        let file = File::create(folder.join(".passport-audit-lock"))?;
        file.lock()?;
        Ok(file)
    });
    opened.map_err(|error| {
        AuditError::Cargo(format!(
            "cannot write into {}: {error}",
            paths::shown(folder)
        ))
    })
}

/// The API of an audited program with this name, or the only one.
///
/// # Errors
///
/// If there is no such API, or several and no name; or its spec file cannot be read.
pub fn spec_of(audit: &Audit, name: Option<&str>) -> Result<Api, AuditError> {
    let apis: BTreeSet<(&str, &str)> = audit
        .sets
        .iter()
        .map(|set| (set.spec.as_str(), set.api.as_str()))
        .filter(|(_, api)| name.is_none_or(|name| name == *api))
        .collect();
    let list = apis.iter().map(|(_, api)| *api).collect::<Vec<_>>();
    match apis.iter().next() {
        Some((spec, api)) if apis.len() == 1 => {
            Specs::default().api(spec, api).map(|api| (*api).clone())
        }
        Some(_) => Err(AuditError::Spec(format!(
            "the program uses several APIs, `{}`; choose one with `--api`",
            list.join("`, `")
        ))),
        None => Err(AuditError::Spec(
            "the program declares no set of such an API; name the spec with `--spec`".to_owned(),
        )),
    }
}

/// A set of scopes that the program declares or uses.
pub(super) struct Set {
    pub(super) name: String,
    /// As the compiler writes the type in the crate that declares it.
    path: String,
    krate: String,
    /// Where it is declared; `None` for a named set of a spec.
    pub(super) place: Option<Place>,
    pub(super) visibility: String,
    /// The scopes as they are written.
    pub(super) written: Vec<String>,
    /// The scopes that these are.
    pub(super) scopes: Vec<String>,
    pub(super) spec: String,
    pub(super) api: String,
}

/// Something that needs a set.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Want {
    /// The set's key.
    pub(super) key: String,
    pub(super) by: By,
    /// Where; `None` where no error said so, but the program does not compile without.
    pub(super) place: Option<Place>,
}

struct Search<'p> {
    program: &'p Program,
    metadata: Metadata,
    target: PathBuf,
    plan: Plan,
    sets: BTreeMap<String, Set>,
    wants: BTreeSet<Want>,
    specs: Specs,
    rounds: usize,
}

impl Search<'_> {
    fn run(&mut self, say: &mut dyn FnMut(&str)) -> Result<(), AuditError> {
        let mut compiles_with_all = false;
        loop {
            say(match self.rounds {
                0 => "with all scopes withheld",
                _ => "with the scopes that were asked for",
            });
            let checked = self.check()?;
            let changed = self.take(&checked)?;
            if checked.compiles {
                self.hold_against_declared()?;
                return self.settle_unseen();
            }
            if !checked.other.is_empty() && !compiles_with_all {
                say("with all scopes, because of errors that are not about scopes");
                self.check_with_all()?;
                compiles_with_all = true;
            }
            if changed || self.give_back_all() {
                continue;
            }
            if checked.said.is_empty() && checked.other.is_empty() {
                return Err(AuditError::Cargo(checked.stderr.trim().to_owned()));
            }
            say("with single scopes withheld, because the errors do not name what is missing");
            self.try_each()?;
            return self.settle_unseen();
        }
    }

    /// A program that compiles with what was asked for compiles with what is declared too, if that
    /// is no less.
    fn hold_against_declared(&mut self) -> Result<(), AuditError> {
        for (key, set) in &self.sets {
            let api = self.specs.api(&set.spec, &set.api)?;
            let declared = usable(&api.catalogue, &set.scopes);
            let planned = self.plan.sets.get(key);
            let needed = planned.map(|planned| usable(&api.catalogue, &planned.scopes));
            if needed.is_some_and(|needed| !declared.is_superset(&needed)) {
                self.check_with_all()?;
                return Err(AuditError::Unclear(format!(
                    "`{}` lacks scopes that it was asked for, and yet the program compiles",
                    set.name
                )));
            }
        }
        Ok(())
    }

    fn check(&mut self) -> Result<Checked, AuditError> {
        self.rounds += 1;
        let written = self.plan.write();
        written.map_err(|error| AuditError::Cargo(format!("cannot write the plan: {error}")))?;
        let target = self.target.join("passport-audit");
        cargo::check(self.program, &target, Some(self.plan.folder()))
    }

    /// Compiles the program as it is.
    fn check_with_all(&self) -> Result<(), AuditError> {
        let checked = cargo::check(self.program, &self.target, None)?;
        if checked.compiles {
            return Ok(());
        }
        Err(match checked.other.is_empty() {
            true => AuditError::Cargo(checked.stderr.trim().to_owned()),
            false => AuditError::DoesNotCompile(checked.other),
        })
    }

    /// Takes what was said; answers whether that changes the plan.
    fn take(&mut self, checked: &Checked) -> Result<bool, AuditError> {
        let before = self.plan.sets.clone();
        for said in &checked.said {
            if let Payload::Declared(declaration) = &said.payload {
                self.add_set(declaration, said);
            }
        }
        for said in &checked.said {
            if let Payload::Wanted(wanted) = &said.payload {
                let want = Want {
                    key: self.find(wanted, said)?,
                    by: wanted.by.clone(),
                    place: Some(said.place.clone()),
                };
                self.wants.insert(want);
            }
        }
        let keys: BTreeSet<String> = self.wants.iter().map(|want| want.key.clone()).collect();
        for key in keys {
            let scopes = self.least(&key)?;
            let planned = self.plan.sets.entry(key).or_default();
            planned.of_its_api = true;
            planned.scopes = scopes;
        }
        Ok(self.plan.sets != before)
    }

    fn add_set(&mut self, declaration: &Declaration, said: &Said) {
        let list = |text: &str| {
            let names = text.split('\t').filter(|name| !name.is_empty());
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        let package = self.metadata.name(&said.package).to_owned();
        let planned = self.plan.sets.entry(declaration.declared.clone());
        planned.or_default().packages.insert(package);
        let set = || Set {
            name: declaration.name.clone(),
            path: declaration.set.clone(),
            krate: said.krate.clone(),
            place: Some(said.place.clone()),
            visibility: declaration.visibility.clone(),
            written: list(&declaration.written),
            scopes: list(&declaration.scopes),
            spec: declaration.spec.clone(),
            api: declaration.api.clone(),
        };
        let entry = self.sets.entry(declaration.declared.clone());
        entry.or_insert_with(set);
    }

    /// The key of the set that is wanted.
    fn find(&mut self, wanted: &Wanted, said: &Said) -> Result<String, AuditError> {
        let by_place = said.shown.iter().find_map(|shown| self.at(shown));
        let found = by_place.or_else(|| self.named(&wanted.set, &said.krate));
        if let Some(key) = found {
            return Ok(key);
        }
        if let Some(key) = self.add_named_set(wanted)? {
            return Ok(key);
        }
        Err(AuditError::Unclear(format!(
            "{}: which set is `{}`? None of this name is declared in the audited packages, or several are",
            said.place, wanted.set
        )))
    }

    /// The set whose declaration begins at this place.
    fn at(&self, shown: &Place) -> Option<String> {
        let candidates = self.sets.iter().filter_map(|(key, set)| {
            let place = set.place.as_ref()?;
            let same = place.file == shown.file && place.line == shown.line;
            (same && place.column >= shown.column).then_some((place.column, key))
        });
        candidates.min().map(|(_, key)| key.clone())
    }

    /// The set with this path, as it is written in the crate `krate`; else the only one with this
    /// name.
    fn named(&self, path: &str, krate: &str) -> Option<String> {
        let is_it = |set: &Set| {
            let elsewhere = path
                .strip_prefix(&set.krate)
                .and_then(|rest| rest.strip_prefix("::"));
            (set.krate == krate && set.path == path) || elsewhere == Some(&set.path)
        };
        if let Some((key, _)) = self.sets.iter().find(|(_, set)| is_it(set)) {
            return Some(key.clone());
        }
        let name = path.rsplit("::").next();
        let mut same = self
            .sets
            .iter()
            .filter(|(_, set)| set.place.is_some() && Some(set.name.as_str()) == name);
        match (same.next(), same.next()) {
            (Some((key, _)), None) if !path.contains("sets::") => Some(key.clone()),
            _ => None,
        }
    }

    /// The key of a named set of a spec, which is not declared anywhere else.
    fn add_named_set(&mut self, wanted: &Wanted) -> Result<Option<String>, AuditError> {
        let api = self.specs.api(&wanted.spec, &wanted.api)?;
        let name = wanted.set.rsplit("::").next().unwrap_or_default();
        let mut sets = api.catalogue.sets().iter();
        let Some(set) = sets.find(|set| set.type_name == name) else {
            return Ok(None);
        };
        // As the macro makes it.
        let key = format!("{}#{}::{name}", wanted.spec, wanted.api);
        let scopes = set
            .scopes
            .iter()
            .map(|id| api.catalogue.scope(*id).name.clone());
        let planned = self.plan.sets.entry(key.clone()).or_default();
        planned.packages.insert(wanted.package.clone());
        let set = Set {
            name: format!("{}::sets::{name}", api.name),
            path: wanted.set.clone(),
            krate: String::new(),
            place: None,
            visibility: "pub".to_owned(),
            written: Vec::new(),
            scopes: scopes.collect(),
            spec: wanted.spec.clone(),
            api: wanted.api.clone(),
        };
        self.sets.insert(key.clone(), set);
        Ok(Some(key))
    }

    /// The least scopes with which the set with this key is all that was wanted of it.
    fn least(&mut self, key: &str) -> Result<Vec<String>, AuditError> {
        let set = &self.sets[key];
        let api = self.specs.api(&set.spec, &set.api)?;
        let wants = self.wants.iter().filter(|want| want.key == *key);
        let needs: Vec<Alternatives> = wants.map(|want| needs(&api, &want.by)).collect();
        let declared = usable(&api.catalogue, &set.scopes);
        let found = least(&api.catalogue, &non_empty(needs), Some(&declared));
        let names = found.scopes.iter();
        Ok(names
            .map(|id| api.catalogue.scope(*id).name.clone())
            .collect())
    }

    /// Makes the sets that nothing was seen to use sets of their APIs again; answers whether there
    /// were any. Code that is generic over sets may need no more than that.
    fn give_back_all(&mut self) -> bool {
        let mut any = false;
        for planned in self.plan.sets.values_mut().filter(|set| !set.of_its_api) {
            planned.of_its_api = true;
            any = true;
        }
        any
    }

    /// Whether the sets that were given back without being seen are used at all: those that can be
    /// sets of nobody's are not.
    fn settle_unseen(&mut self) -> Result<(), AuditError> {
        let seen: BTreeSet<&String> = self.wants.iter().map(|want| &want.key).collect();
        let unseen = self.plan.sets.iter().filter(|(_, set)| set.of_its_api);
        let unseen = unseen.filter(|(key, _)| !seen.contains(key));
        let unseen: Vec<String> = unseen.map(|(key, _)| key.clone()).collect();
        for key in unseen {
            self.set_of_its_api(&key, false);
            if !self.check()?.compiles {
                self.set_of_its_api(&key, true);
            }
        }
        Ok(())
    }

    fn set_of_its_api(&mut self, key: &str, of_its_api: bool) {
        if let Some(planned) = self.plan.sets.get_mut(key) {
            planned.of_its_api = of_its_api;
        }
    }

    /// Withholds single scopes of the sets, one after the other, and keeps withheld what the program
    /// compiles without. It needs a compilation for each, and no help of the compiler's messages.
    fn try_each(&mut self) -> Result<(), AuditError> {
        let found = self.plan.sets.clone();
        for (key, planned) in &mut self.plan.sets {
            planned.scopes.clone_from(&self.sets[key].scopes);
        }
        let checked = self.check()?;
        if !checked.compiles {
            self.take(&checked)?;
            let mut message = String::from("the program does not compile under an audit");
            checked
                .other
                .iter()
                .for_each(|error| message += &format!("\n{error}"));
            return Err(AuditError::Unclear(message));
        }
        for (key, before) in found {
            if self.compiles_with(&key, before.scopes.clone())? {
                continue;
            }
            let set = &self.sets[&key];
            let api = self.specs.api(&set.spec, &set.api)?;
            let catalogue = Arc::clone(&api.catalogue);
            let mut kept = usable(&catalogue, &set.scopes);
            let mut ids: Vec<ScopeId> = kept.iter().collect();
            let power = |id: &ScopeId| usable_of(&catalogue, *id).iter().count();
            ids.sort_by_cached_key(|id| Reverse(power(id)));
            for id in ids {
                let name = &catalogue.scope(id).name;
                if before.scopes.contains(name) {
                    continue;
                }
                let mut rest = kept.clone();
                rest.remove(id);
                if self.compiles_with(&key, names(&catalogue, &rest))? {
                    kept = rest;
                } else {
                    self.wants.insert(Want {
                        key: key.clone(),
                        by: By::Scope(name.clone()),
                        place: None,
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether the program compiles where the set carries these scopes; if not, it goes on carrying
    /// what it did.
    fn compiles_with(&mut self, key: &str, scopes: Vec<String>) -> Result<bool, AuditError> {
        let Some(planned) = self.plan.sets.get_mut(key) else {
            return Ok(true);
        };
        let before = std::mem::replace(&mut planned.scopes, scopes);
        let compiles = self.check()?.compiles;
        if let (false, Some(planned)) = (compiles, self.plan.sets.get_mut(key)) {
            planned.scopes = before;
        }
        Ok(compiles)
    }
}

/// What something needs, without the calls that need no scope.
pub(super) fn needs(api: &Api, by: &By) -> Alternatives {
    match by {
        By::Call(id) => api.endpoint(id).map_or_else(Vec::new, |endpoint| {
            endpoint.requirement.alternatives().to_vec()
        }),
        By::Scope(name) => api
            .catalogue
            .find(name)
            .map_or_else(Vec::new, |id| vec![vec![id]]),
        By::Use(_) => Vec::new(),
    }
}

pub(super) fn non_empty(mut needs: Vec<Alternatives>) -> Vec<Alternatives> {
    needs.retain(|need| !need.is_empty());
    needs
}

/// All that a token with these scopes may use.
pub(super) fn usable(catalogue: &Catalogue, scopes: &[String]) -> ScopeIds {
    let ids = scopes.iter().filter_map(|name| catalogue.find(name));
    catalogue.closure(&ids.collect())
}

fn usable_of(catalogue: &Catalogue, id: ScopeId) -> ScopeIds {
    catalogue.closure(&ScopeIds::from_iter([id]))
}

fn names(catalogue: &Catalogue, ids: &ScopeIds) -> Vec<String> {
    ids.iter()
        .map(|id| catalogue.scope(id).name.clone())
        .collect()
}
