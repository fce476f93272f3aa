//! The calls of a system, each made with every example of its answer.

use std::future::Future;
use std::pin::Pin;

use passport_api::Error;
use passport_api::catalog::Catalog;
use passport_spec::Spec;

use crate::data;
use crate::leaves::{Leaves, changed, compare};
use crate::mock::{Mock, differences};

/// A call of the typed client.
pub(crate) struct Case<C, T> {
    /// The name of the documented request.
    pub(crate) name: &'static str,
    pub(crate) call: fn(C, T) -> Answer,
}

/// The answer of a call, once it is there.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<Box<dyn Leaves>, Error>>>>;

/// Writes calls down: a name, and an expression for it.
macro_rules! cases {
    (|$client:ident: $client_type:ty, $token:ident: $token_type:ty|
        $( $name:literal => $call:expr, )*
    ) => {
        vec![$(
            $crate::case::Case {
                name: $name,
                call: |$client: $client_type, $token: $token_type| {
                    Box::pin(async move {
                        let ($client, $token) = (&$client, &$token);
                        let read = $call.await?;
                        Ok(Box::new(read) as Box<dyn $crate::leaves::Leaves>)
                    })
                },
            },
        )*]
    };
}

pub(crate) use cases;

/// A system, with a client of a server that stands in for it.
pub(crate) struct System<C, T> {
    pub(crate) catalog: &'static Catalog,
    pub(crate) mock: Mock,
    pub(crate) client: C,
    pub(crate) token: T,
    /// The access token, as it has to be presented.
    pub(crate) access_token: String,
}

impl<C: Clone, T: Clone> System<C, T> {
    /// Makes every call and compares requests and answers with the documents.
    ///
    /// # Panics
    ///
    /// If anything differs; all differences are listed.
    pub(crate) async fn hold(&self, cases: Vec<Case<C, T>>) {
        let system = self.catalog.name;
        let mut complaints = self.gaps(&cases);
        let calls = data::calls(system);
        let examples = data::examples(system);
        for case in &cases {
            let Some(documented) = calls.get(case.name) else {
                continue;
            };
            let mut answers: Vec<_> = examples
                .iter()
                .filter(|example| example.is_of(&endpoint_of(case.name)))
                .map(|example| (example.file.as_str(), Some(example.json())))
                .collect();
            if documented.empty {
                answers = vec![("without a body", None)];
            }
            for (file, json) in answers {
                let mut complain = |what: Vec<String>| {
                    let place = format!("{system} {} ({file})", case.name);
                    complaints.extend(what.into_iter().map(|it| format!("{place}: {it}")));
                };
                let text = json.as_ref().map_or_else(String::new, ToString::to_string);
                self.mock.answers(documented.status, &text);
                let answer = (case.call)(self.client.clone(), self.token.clone()).await;
                let request = self.mock.request();
                complain(differences(&request, documented, Some(&self.access_token)));
                match (answer, &json) {
                    (Ok(model), Some(json)) => complain(compare(&*model, json)),
                    (Ok(_), None) => {}
                    (Err(error), _) => complain(vec![format!("{error:?}")]),
                }
                for json in json.iter().flat_map(changed) {
                    self.mock.answers(documented.status, &json.to_string());
                    let answer = (case.call)(self.client.clone(), self.token.clone()).await;
                    self.mock.request();
                    match answer {
                        Ok(model) => complain(compare(&*model, &json)),
                        Err(error) => complain(vec![format!("{error:?} for {json}")]),
                    }
                }
            }
        }
        assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    }

    /// Endpoints, requests and examples that belong to nothing else.
    fn gaps(&self, cases: &[Case<C, T>]) -> Vec<String> {
        let system = self.catalog.name;
        let calls = data::calls(system);
        let examples = data::examples(system);
        let mut gaps = Vec::new();
        let endpoints: Vec<String> = self.catalog.endpoints.iter().map(|it| it.id()).collect();
        for endpoint in &endpoints {
            if !cases.iter().any(|case| case.name == endpoint) {
                gaps.push(format!(
                    "{system} {endpoint}: no call in tests/documented/{system}.rs"
                ));
            }
            let is_answered = examples.iter().any(|example| example.is_of(endpoint));
            let is_empty = calls.get(endpoint).is_some_and(|call| call.empty);
            if is_answered == is_empty {
                gaps.push(format!(
                    "{system} {endpoint}: {} example in examples/{system}",
                    if is_empty {
                        "its answer is empty and there is an"
                    } else {
                        "no"
                    }
                ));
            }
        }
        let spec = Spec::load("../scopes.toml").unwrap();
        for endpoint in &spec.api(system).unwrap().endpoints {
            let Some(call) = calls.get(&endpoint.id()) else {
                continue;
            };
            let parameters = endpoint.query.iter().map(|it| (&it.wire, &call.query));
            let headers = endpoint.headers.iter().map(|it| (&it.wire, &call.headers));
            for (name, documented) in parameters.chain(headers) {
                if !documented.keys().any(|it| it.eq_ignore_ascii_case(name)) {
                    let id = endpoint.id();
                    gaps.push(format!("calls/{system}.json: {id}: no parameter `{name}`"));
                }
            }
        }
        for case in cases {
            if !calls.contains_key(case.name) {
                gaps.push(format!(
                    "{system} {}: no request in calls/{system}.json",
                    case.name
                ));
            }
        }
        for name in calls.keys().filter(|name| *name != "token") {
            if !cases.iter().any(|case| case.name == name) {
                gaps.push(format!(
                    "calls/{system}.json: {name}: the client does not send it"
                ));
            }
        }
        for example in &examples {
            let is_read = endpoints.iter().any(|endpoint| example.is_of(endpoint));
            if !is_read && !ELSEWHERE.contains(&&*example.name) {
                gaps.push(format!("{}: no endpoint of that name", example.file));
            }
        }
        gaps
    }
}

/// The endpoint of a request's name.
fn endpoint_of(name: &str) -> String {
    let parts: Vec<&str> = name.splitn(3, '.').take(2).collect();
    parts.join(".")
}

/// Examples that other tests read: of the token endpoint and of errors.
const ELSEWHERE: &[&str] = &["token", "token.request", "problem"];
