//! Which endpoint a method and a path mean.

use axum::http::Method;
use passport_spec::{Api, Endpoint, TokenAddress};
use percent_encoding::percent_decode_str;

/// The routes of one API, those with more literal text first.
#[derive(Debug)]
pub(crate) struct Routes {
    routes: Vec<Route>,
}

/// One method and path.
#[derive(Debug)]
pub(crate) struct Route {
    method: Method,
    segments: Vec<Segment>,
    pub(crate) target: Target,
    /// Further endpoints of the same method and path but for the parameters' names, in the order of
    /// the file: a request does not tell which of them it means.
    pub(crate) others: Vec<usize>,
    /// Method and path with nameless parameters: `GET /v1/keys/{}`.
    pub(crate) key: String,
}

/// What a route leads to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Target {
    Token,
    /// The place among the API's endpoints.
    Endpoint(usize),
}

/// What a method and a path mean.
#[derive(Debug)]
pub(crate) enum Found<'r> {
    Route(&'r Route, Vec<String>),
    /// The path exists, but only with these methods.
    WrongMethod(Vec<&'r Method>),
    Nothing,
}

impl Routes {
    pub(crate) fn new(api: &Api) -> Self {
        let token = Route::new(Method::POST, &token_path(api), Target::Token);
        let endpoints = api.endpoints.iter().enumerate().map(|(index, endpoint)| {
            let target = Target::Endpoint(index);
            Route::new(endpoint.method.clone(), &api.full_path(endpoint), target)
        });
        let mut routes: Vec<Route> = Vec::new();
        for route in std::iter::once(token).chain(endpoints) {
            let same = routes.iter_mut().find(|known| known.key == route.key);
            match (same, route.target) {
                (Some(known), Target::Endpoint(index)) if known.target != Target::Token => {
                    known.others.push(index);
                }
                _ => routes.push(route),
            }
        }
        routes.sort_by_key(Route::rank);
        Self { routes }
    }

    /// Looks up a path below the API's base path.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Found<'_> {
        let segments: Vec<String> = path.split('/').skip(1).map(decode).collect();
        let mut methods = Vec::new();
        for route in &self.routes {
            let Some(params) = route.params(&segments) else {
                continue;
            };
            if route.method == *method {
                return Found::Route(route, params);
            }
            methods.push(&route.method);
        }
        if methods.is_empty() {
            Found::Nothing
        } else {
            Found::WrongMethod(methods)
        }
    }
}

impl Route {
    fn new(method: Method, path: &str, target: Target) -> Self {
        let parts = || path.split('/').skip(1).map(literals);
        let nameless: Vec<String> = parts().map(|literals| literals.join("{}")).collect();
        Self {
            key: format!("{method} /{}", nameless.join("/")),
            method,
            segments: parts().map(Segment::new).collect(),
            target,
            others: Vec::new(),
        }
    }

    /// The places of the endpoints that a request may mean, in the order of the file.
    pub(crate) fn endpoints(&self) -> impl Iterator<Item = usize> {
        let first = match self.target {
            Target::Token => None,
            Target::Endpoint(index) => Some(index),
        };
        first.into_iter().chain(self.others.iter().copied())
    }

    /// Sorts literal segments before mixed ones before parameters.
    fn rank(&self) -> Vec<usize> {
        self.segments.iter().map(Segment::rank).collect()
    }

    fn params(&self, path: &[String]) -> Option<Vec<String>> {
        if path.len() != self.segments.len() {
            return None;
        }
        let mut params = Vec::new();
        for (segment, text) in self.segments.iter().zip(path) {
            segment.read(text, &mut params)?;
        }
        Some(params)
    }
}

/// A part of a path between slashes: the texts around its parameters, without escapes.
#[derive(Debug)]
struct Segment {
    literals: Vec<String>,
}

impl Segment {
    fn new(literals: Vec<&str>) -> Self {
        Self {
            literals: literals.into_iter().map(decode).collect(),
        }
    }

    fn rank(&self) -> usize {
        match self.literals.as_slice() {
            [_] => 0,
            literals if literals.iter().any(|text| !text.is_empty()) => 1,
            _ => 2,
        }
    }

    /// Adds the parameters that the text holds; `None` where it does not fit.
    fn read(&self, text: &str, params: &mut Vec<String>) -> Option<()> {
        let (first, others) = self.literals.split_first()?;
        let Some((last, middle)) = others.split_last() else {
            return (first == text).then_some(());
        };
        let mut rest = text.strip_prefix(first.as_str())?;
        rest = rest.strip_suffix(last.as_str())?;
        for literal in middle {
            let (param, behind) = rest.split_once(literal.as_str())?;
            params.push(param.to_owned());
            rest = behind;
        }
        params.push(rest.to_owned());
        params.iter().all(|param| !param.is_empty()).then_some(())
    }
}

/// The texts around the parameters of a part of a path, as they are written.
fn literals(part: &str) -> Vec<&str> {
    let mut literals = Vec::new();
    let mut rest = part;
    while let Some((before, (_, behind))) = rest
        .split_once('{')
        .and_then(|(before, behind)| Some((before, behind.split_once('}')?)))
    {
        literals.push(before);
        rest = behind;
    }
    literals.push(rest);
    literals
}

/// The token endpoint's path; that of an absolute address stands below the API's base path too, with
/// a name in front where the API has a call of its own there.
pub(crate) fn token_path(api: &Api) -> String {
    match &api.token.address {
        TokenAddress::Path { prefix, path } => {
            format!("{}{path}", api.prefix(prefix.as_deref()))
        }
        TokenAddress::Url(url) => {
            let path = url.parse::<http::Uri>().map(|uri| uri.path().to_owned());
            let mut path = path.unwrap_or_else(|_| "/token".to_owned());
            let mut endpoints = api.endpoints.iter();
            let taken = |endpoint: &Endpoint| {
                endpoint.method == Method::POST && api.full_path(endpoint) == path
            };
            if endpoints.any(taken) {
                path.insert_str(0, "/sandbox-token-endpoint");
            }
            path
        }
    }
}

fn decode(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, path: &str, expect: Option<&[&str]>) {
        let route = Route::new(Method::GET, pattern, Target::Token);
        let segments: Vec<String> = path.split('/').skip(1).map(decode).collect();
        let found = route.params(&segments);
        let expect = expect.map(|params| params.iter().map(|p| (*p).to_owned()).collect());
        assert_eq!(found, expect, "{pattern} {path}");
    }

    #[test]
    fn paths() {
        check("/keys", "/keys", Some(&[]));
        check("/keys", "/keys/", None);
        check("/keys/{id}", "/keys/a%2Fb", Some(&["a/b"]));
        check("/keys/{id}", "/keys/", None);
        check("/keys/{id}/suspend", "/keys/1/suspend", Some(&["1"]));
        check("/keys/{id}:cancel", "/keys/1:cancel", Some(&["1"]));
        check("/keys/{id}:cancel", "/keys/1", None);
        check("/{a}-{b}.json", "/1-2.json", Some(&["1", "2"]));
        check("/%3Cup%20load%3E", "/%3Cup%20load%3E", Some(&[]));
        check("/a%2Fb/{c}", "/a%2fb/1", Some(&["1"]));
        check("/a%2Fb/{c}", "/a/b/1", None);
    }

    #[test]
    fn literal_text_wins() {
        let spec = r#"
            [api.shop]
            token.path = "/token"
            endpoints.orders.get = { call = "GET /orders/{id}", access = "any_token" }
            endpoints.orders.latest = { call = "GET /orders/latest", access = "any_token" }
        "#;
        let spec = passport_spec::Spec::parse("scopes.toml", spec).unwrap();
        let routes = Routes::new(spec.api("shop").unwrap());
        let Found::Route(route, params) = routes.find(&Method::GET, "/orders/latest") else {
            panic!("the path leads somewhere");
        };
        assert_eq!((route.target, params.len()), (Target::Endpoint(1), 0));
        assert!(matches!(
            routes.find(&Method::POST, "/orders/7"),
            Found::WrongMethod(_)
        ));
    }

    #[test]
    fn endpoints_of_one_shape_share_a_route() {
        let spec = r#"
            [api.shop]
            token.path = "/token"
            endpoints.orders.get = { call = "GET /orders/{id}", access = "any_token" }
            endpoints.orders.latest = { call = "GET /orders/latest", access = "any_token" }
            endpoints.orders.find = { call = "GET /orders/{number}", access = "any_token" }
        "#;
        let spec = passport_spec::Spec::parse("scopes.toml", spec).unwrap();
        let routes = Routes::new(spec.api("shop").unwrap());
        let Found::Route(route, _) = routes.find(&Method::GET, "/orders/7") else {
            panic!("the path leads somewhere");
        };
        assert_eq!(route.endpoints().collect::<Vec<_>>(), [0, 2]);
    }
}
