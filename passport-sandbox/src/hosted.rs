//! One API of the sandbox: its routes, clients, tokens and state.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use jiff::{SignedDuration, Timestamp};
use passport_spec::{Api, Endpoint, ScopeId};
use serde_json::Value;

use crate::answer::Answer;
use crate::authorize::{authorize, bearer};
use crate::builder::SandboxBuilder;
use crate::call::{Call, Query, Reply};
use crate::client::Client;
use crate::refusal::{Reason, Refusal};
use crate::route::{Found, Route, Routes, Target};
use crate::stub::stub;
use crate::systems::{Dialect, System, for_api};
use crate::text::fresh_id;
use crate::token::{Granted, Tokens};
use crate::token_endpoint;

/// One API of the sandbox.
pub(crate) struct Hosted {
    pub(crate) api: Api,
    pub(crate) dialect: Dialect,
    pub(crate) lifetime: SignedDuration,
    /// The scopes' names with their holes filled, in the order of the catalogue.
    names: Vec<String>,
    routes: Routes,
    world: Mutex<World>,
}

/// What changes while the sandbox runs.
pub(crate) struct World {
    pub(crate) clients: HashMap<String, Registered>,
    pub(crate) tokens: Tokens,
    system: Box<dyn System>,
}

/// A client as one API knows it.
#[derive(Clone)]
pub(crate) struct Registered {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) account_id: String,
    pub(crate) grant: Vec<Granted>,
}

/// A request to one API.
pub(crate) struct Incoming<'r> {
    pub(crate) head: &'r Parts,
    /// The path below the API's base path.
    pub(crate) path: &'r str,
    pub(crate) body: &'r [u8],
    pub(crate) now: Timestamp,
}

/// What is remembered of a request besides its answer.
#[derive(Default)]
pub(crate) struct Trace {
    pub(crate) endpoint: Option<String>,
    pub(crate) needed: Vec<Vec<String>>,
    pub(crate) client: Option<String>,
}

impl Hosted {
    pub(crate) fn new(api: &Api, builder: &SandboxBuilder) -> Self {
        let system = for_api(&api.name);
        let dialect = system.dialect();
        let documented = dialect.token_lifetime.unwrap_or(api.token.lifetime);
        let documented = SignedDuration::from_secs(i64::try_from(documented).unwrap_or(i64::MAX));
        let lifetime = builder.token_lifetime.map_or(documented, |lifetime| {
            SignedDuration::try_from(lifetime).unwrap_or(SignedDuration::MAX)
        });
        let scopes = api.catalogue.scopes().iter();
        let names = scopes.map(|scope| fill(&scope.name, scope.template, &builder.holes));
        Self {
            names: names.collect(),
            routes: Routes::new(api),
            api: api.clone(),
            dialect,
            lifetime,
            world: Mutex::new(World {
                clients: HashMap::new(),
                tokens: Tokens::default(),
                system,
            }),
        }
    }

    /// The scope that a name means: a filled template, or what the spec writes.
    pub(crate) fn scope(&self, name: &str) -> Option<ScopeId> {
        let mut ids = self.api.catalogue.ids().zip(&self.names);
        let filled = ids.find(|(_, filled)| *filled == name);
        filled
            .map(|((id, _), _)| id)
            .or_else(|| self.api.catalogue.find(name))
    }

    pub(crate) fn name(&self, id: ScopeId) -> &str {
        &self.names[id.index()]
    }

    /// The alternatives of scopes that an endpoint needs, by name.
    pub(crate) fn needed(&self, endpoint: &Endpoint) -> Vec<Vec<String>> {
        let alternatives = endpoint.requirement.alternatives().iter();
        alternatives
            .map(|ids| ids.iter().map(|id| self.name(*id).to_owned()).collect())
            .collect()
    }

    pub(crate) fn add_client(&self, client: &Client) {
        let grant = if client.every_scope {
            let ids = self.api.catalogue.ids();
            ids.map(|(id, _)| self.granted(id, self.name(id))).collect()
        } else {
            let known = client.scopes.iter();
            known
                .filter_map(|name| Some(self.granted(self.scope(name)?, name)))
                .collect()
        };
        let registered = Registered {
            id: client.id.clone(),
            secret: client.secret.clone(),
            account_id: fresh_id(),
            grant,
        };
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.clients.insert(client.id.clone(), registered);
    }

    fn granted(&self, id: ScopeId, name: &str) -> Granted {
        let filled = if name == self.api.catalogue.scope(id).name {
            self.name(id)
        } else {
            name
        };
        Granted {
            id,
            name: filled.to_owned(),
        }
    }

    /// Answers a request; `trace` takes what is worth remembering.
    pub(crate) fn answer(&self, incoming: &Incoming<'_>, trace: &mut Trace) -> Answer {
        self.reply(incoming, trace)
            .unwrap_or_else(|refusal| Answer::refusal(&refusal, self.dialect.errors))
    }

    fn reply(&self, incoming: &Incoming<'_>, trace: &mut Trace) -> Reply {
        let (route, params) = self.find(incoming)?;
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        let endpoint = match route.target {
            Target::Token => {
                trace.endpoint = Some("token".to_owned());
                return token_endpoint::answer(self, &mut world, incoming, trace);
            }
            Target::Endpoint(index) => &self.api.endpoints[index],
        };
        trace.endpoint = Some(endpoint.id());
        trace.needed = self.needed(endpoint);
        let token = bearer(&incoming.head.headers, &world.tokens, incoming.now);
        if let Ok(Some(token)) = &token {
            trace.client = Some(token.client.clone());
        }
        authorize(self, endpoint, token)?;
        let World { tokens, system, .. } = &mut *world;
        let mut call = Call {
            params,
            query: Query::parse(incoming.head.uri.query().unwrap_or_default()),
            body: incoming.parsed_body()?,
            now: incoming.now,
            tokens,
        };
        let reply = system.call(&route.key, &mut call);
        reply.unwrap_or_else(|| Ok(stub(endpoint)))
    }

    fn find(&self, incoming: &Incoming<'_>) -> Result<(&Route, Vec<String>), Refusal> {
        let method = &incoming.head.method;
        match self.routes.find(method, incoming.path) {
            Found::Route(route, params) => Ok((route, params)),
            Found::WrongMethod(methods) => {
                let names: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
                let mut refusal = Reason::WrongMethod.because("The path takes another method.");
                refusal.allow = Some(names.join(", "));
                Err(refusal)
            }
            Found::Nothing => {
                let detail = format!("`{}` has no path `{}`.", self.api.name, incoming.path);
                Err(Reason::UnknownRoute.because(detail))
            }
        }
    }
}

impl World {
    pub(crate) fn system(&self) -> &dyn System {
        self.system.as_ref()
    }
}

impl Incoming<'_> {
    /// The body as JSON; a form becomes an object of texts, no body becomes null.
    pub(crate) fn parsed_body(&self) -> Result<Value, Refusal> {
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        if self.is_form() {
            let pairs = form_urlencoded::parse(self.body).into_owned();
            return Ok(pairs
                .map(|(name, value)| (name, Value::from(value)))
                .collect());
        }
        serde_json::from_slice(self.body).map_err(|error| {
            Reason::MalformedBody.because(format!("The body is no JSON: {error}."))
        })
    }

    pub(crate) fn is_form(&self) -> bool {
        self.content_type() == "application/x-www-form-urlencoded"
    }

    pub(crate) fn is_json(&self) -> bool {
        self.content_type() == "application/json"
    }

    /// The media type without its parameters, in lower case.
    fn content_type(&self) -> String {
        let header = self.head.headers.get(CONTENT_TYPE);
        let text = header
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let media_type = text.split(';').next().unwrap_or_default();
        media_type.trim().to_ascii_lowercase()
    }
}

/// Fills the holes of a template scope; one without a value stays as it is written.
fn fill(name: &str, template: bool, holes: &HashMap<String, String>) -> String {
    if !template {
        return name.to_owned();
    }
    let mut filled = name.to_owned();
    for (hole, value) in holes {
        filled = filled.replace(&format!("{{{hole}}}"), value);
    }
    filled
}
