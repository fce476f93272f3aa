//! One API of the sandbox: its routes, clients, tokens and state.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::SignedDuration;
use passport_spec::{Api, Endpoint, ScopeId};

use crate::answer::Answer;
use crate::authorize::{authorize, bearer};
use crate::builder::SandboxBuilder;
use crate::call::{Call, Query, Reply};
use crate::client::Client;
use crate::incoming::Incoming;
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
pub(crate) struct Registered {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) account_id: String,
    pub(crate) grant: Vec<Granted>,
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
