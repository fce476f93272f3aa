//! `scopes.toml`: mistakes have their places in the text, reading is a function of the text, and a
//! spec without mistakes is what the generator of code relies on.

use std::collections::HashSet;

use passport_spec::{
    Api, Catalogue, Endpoint, PathTemplate, ScopeIds, ScopePath, Spec, SpecErrors, snake,
};

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (spec, errors) = Spec::parse_partial(FILE, text);
    let (again, same_errors) = Spec::parse_partial(FILE, text);
    assert_eq!(errors, same_errors);
    assert_eq!(picture(&spec), picture(&again));
    assert_eq!(Spec::parse(FILE, text).err(), errors);
    for catalogue in spec.catalogues() {
        check_cover(catalogue);
    }
    match errors {
        Some(errors) => check_errors(text, &errors),
        None => check_spec(text, &spec),
    }
}

/// All that a spec says, in an order that does not depend on a hash.
fn picture(spec: &Spec) -> String {
    let mut picture = String::new();
    for catalogue in spec.catalogues() {
        let Catalogue { name, docs, .. } = &**catalogue;
        picture += &format!(
            "{name} {docs:?} {:?}",
            (catalogue.scopes(), catalogue.sets())
        );
    }
    for api in spec.apis() {
        let Api {
            name,
            title,
            description,
            docs,
            catalogue,
            servers,
            prefixes,
            token,
            pagination,
            endpoints,
            ..
        } = api;
        let texts = (name, title, description, docs, &catalogue.name);
        picture += &format!("{texts:?} {:?}", (servers, prefixes, token, pagination));
        picture += &format!("{endpoints:?}");
    }
    picture
}

/// Every mistake has a place in the text, and is one line.
fn check_errors(text: &str, errors: &SpecErrors) {
    assert_eq!(errors.file(), FILE);
    assert!(errors.iter().next().is_some());
    let lines: Vec<&str> = text.split('\n').collect();
    let mut last = (1, 1);
    for error in errors.iter() {
        let line = lines.get(error.line - 1).expect("a line of the text");
        assert!(
            (1..=line.chars().count() + 1).contains(&error.column),
            "{error:?}"
        );
        assert!(text.get(error.span.clone()).is_some(), "{error:?}");
        assert!(!error.message.is_empty() && !error.message.contains('\n'));
        assert!((error.line, error.column) >= last, "{error:?}");
        last = (error.line, error.column);
    }
    let shown = errors.to_string();
    assert_eq!(shown.lines().count(), errors.iter().count(), "{shown}");
    assert!(shown.lines().all(|line| line.starts_with(FILE)), "{shown}");
}

/// What a set of scopes covers: at least itself, no more for being asked twice, and no less for a
/// larger set.
fn check_cover(catalogue: &Catalogue) {
    let all: ScopeIds = catalogue.ids().map(|(id, _)| id).collect();
    assert_eq!(catalogue.closure(&all), all);
    // The closure of many scopes takes long, and shows no more than that of some.
    let some = || catalogue.ids().take(24);
    let mut growing = ScopeIds::default();
    let mut closed = ScopeIds::default();
    for (id, scope) in some() {
        let alone = catalogue.closure(&ScopeIds::from_iter([id]));
        assert!(alone.contains(id) && all.is_superset(&alone));
        assert_eq!(catalogue.closure(&alone), alone);
        for (other, named) in some() {
            let is_under = scope
                .wildcard_prefix()
                .is_some_and(|p| named.name.starts_with(p));
            let is_given = is_under || scope.implies.contains(&other);
            assert!(!is_given || alone.contains(other));
        }
        growing.insert(id);
        let larger = catalogue.closure(&growing);
        assert!(larger.is_superset(&closed) && larger.is_superset(&alone));
        closed = larger;
    }
}

fn check_spec(text: &str, spec: &Spec) {
    assert!(!spec.catalogues().is_empty());
    for catalogue in spec.catalogues() {
        check_scopes(catalogue);
    }
    let modules: HashSet<&str> = spec.apis().iter().map(|api| api.name.as_str()).collect();
    assert_eq!(modules.len(), spec.apis().len());
    for api in spec.apis() {
        assert_eq!(snake(&api.name), api.name);
        check_api(api);
    }
    // A comment says nothing.
    let commented = format!("{text}\n# the end");
    let commented = Spec::parse(FILE, &commented).expect("a comment is no mistake");
    assert_eq!(picture(&commented), picture(spec));
}

/// Each scope has a name and a type of its own.
fn check_scopes(catalogue: &Catalogue) {
    let mut names = HashSet::new();
    let mut paths = HashSet::new();
    for (id, scope) in catalogue.ids() {
        assert!(!scope.name.is_empty() && scope.name.bytes().all(is_scope_byte));
        assert_eq!(catalogue.find(&scope.name), Some(id));
        assert!(names.insert(&scope.name));
        for alias in &scope.aliases {
            assert_eq!(catalogue.find(alias), Some(id));
            assert!(names.insert(alias));
        }
        assert!(paths.insert(scope.path.to_string()));
        let path = ScopePath::parse(&scope.path.to_string());
        assert_eq!(path.as_ref(), Some(&scope.path), "{}", scope.name);
        assert!(!scope.template || !scope.holes().is_empty());
        assert!(scope.line >= 1);
    }
    let mut types = HashSet::new();
    for set in catalogue.sets() {
        let path = ScopePath::parse(&set.type_name);
        assert!(
            path.is_some_and(|path| path.modules.is_empty()),
            "{}",
            set.type_name
        );
        assert!(types.insert(&set.type_name));
        assert!(!set.scopes.is_empty());
        let distinct: HashSet<_> = set.scopes.iter().collect();
        assert_eq!(distinct.len(), set.scopes.len());
        assert!(
            set.scopes
                .iter()
                .all(|id| id.index() < catalogue.scopes().len())
        );
    }
}

fn check_api(api: &Api) {
    let mut ids = HashSet::new();
    let all: ScopeIds = api.catalogue.ids().map(|(id, _)| id).collect();
    for endpoint in &api.endpoints {
        let id = endpoint.id();
        assert_eq!(
            api.endpoint(&id).map(|found| found.line),
            Some(endpoint.line)
        );
        assert!(ids.insert(id));
        check_endpoint(endpoint);
        for alternative in endpoint.requirement.alternatives() {
            assert!(!alternative.is_empty());
            assert!(
                alternative
                    .iter()
                    .all(|id| id.index() < api.catalogue.scopes().len())
            );
        }
        assert!(endpoint.requirement.is_met_by(&all));
        let needed = endpoint.requirement.scopes().into_iter().collect();
        assert!(endpoint.requirement.is_met_by(&needed));
        assert!(api.full_path(endpoint).ends_with(&endpoint.path.text));
    }
    let resources: Vec<&str> = api.resources().map(|(name, _)| name).collect();
    let distinct: HashSet<&str> = resources.iter().copied().collect();
    assert_eq!(distinct.len(), resources.len());
}

fn check_endpoint(endpoint: &Endpoint) {
    for name in [&endpoint.resource, &endpoint.name] {
        assert_eq!(&snake(name), name);
    }
    assert_eq!(
        PathTemplate::parse(&endpoint.path.text).as_ref(),
        Ok(&endpoint.path)
    );
    let in_path = endpoint.path_params.iter().map(|param| &param.wire);
    assert!(in_path.eq(&endpoint.path.params));
    let params = [&endpoint.path_params, &endpoint.query, &endpoint.headers];
    let mut names = HashSet::new();
    for param in params.into_iter().flatten() {
        assert!(names.insert(&param.name), "{}", param.name);
        assert_eq!(snake(&param.name), param.name);
    }
}

/// RFC 6749, 3.3.
fn is_scope_byte(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b'[' | b']'..=b'~')
}

const FILE: &str = "scopes.toml";
