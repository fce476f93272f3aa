//! One API of the sandbox: its routes, clients, tokens and state.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, Method};
use jiff::{SignedDuration, Timestamp};
use passport_spec::{Api, Endpoint, Requirement, ScopeId};

use crate::answer::Answer;
use crate::authorize::{authorize, bearer, sent};
use crate::builder::SandboxBuilder;
use crate::call::{Call, Query, Reply};
use crate::client::Client;
use crate::examples::Response as Example;
use crate::fault::{Kind, TOKEN};
use crate::incoming::Incoming;
use crate::ledger::LedgerEntry;
use crate::limit::{Limits, Usage};
use crate::received::ReceivedBody;
use crate::refusal::{Reason, Refusal};
use crate::required;
use crate::route::{Found, Route, Routes, Target};
use crate::stub::stub;
use crate::systems::{Dialect, System, for_api};
use crate::text::fresh_id;
use crate::token::{Granted, Token, Tokens};
use crate::token_endpoint;

/// One API of the sandbox.
pub(crate) struct Hosted {
    pub(crate) api: Api,
    pub(crate) dialect: Dialect,
    /// Whether the answers are more than examples.
    pub(crate) simulated: bool,
    pub(crate) lifetime: SignedDuration,
    limits: Limits,
    /// The scopes' names with their holes filled, in the order of the catalogue.
    names: Vec<String>,
    routes: Routes,
    examples: HashMap<String, Example>,
    world: Mutex<World>,
}

/// What changes while the sandbox runs.
pub(crate) struct World {
    pub(crate) clients: HashMap<String, Registered>,
    pub(crate) tokens: Tokens,
    usage: Usage,
    system: Box<dyn System>,
}

/// A client as one API knows it.
pub(crate) struct Registered {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) account_id: String,
    pub(crate) grant: Vec<Granted>,
}

/// What is known of a request when it arrives.
#[derive(Default)]
pub(crate) struct Arrival {
    /// Absent for a path that leads nowhere.
    pub(crate) endpoint: Option<String>,
    pub(crate) needed: Vec<Vec<String>>,
    pub(crate) client: Option<String>,
    pub(crate) scopes: Vec<String>,
}

/// What is learnt of a request while it is answered, besides its answer.
#[derive(Default)]
pub(crate) struct Trace {
    /// Who fetched a token.
    pub(crate) client: Option<String>,
    /// With which scopes.
    pub(crate) granted: Vec<String>,
    /// Whether the request came past all checks.
    pub(crate) processed: bool,
    /// The body of a call that came past all checks.
    pub(crate) body: ReceivedBody,
    /// Why it was refused.
    pub(crate) refusal: Option<String>,
}

impl Hosted {
    pub(crate) fn new(
        api: &Api,
        examples: HashMap<String, Example>,
        builder: &SandboxBuilder,
    ) -> Self {
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
            simulated: system.simulates(),
            routes: Routes::new(api),
            examples,
            api: api.clone(),
            dialect,
            lifetime,
            limits: builder.limits.clone(),
            world: Mutex::new(World {
                clients: HashMap::new(),
                tokens: Tokens::default(),
                usage: Usage::default(),
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
        let mut registered = self.registered(client);
        let clients = &mut self.world().clients;
        if let Some(known) = clients.get(&client.id) {
            registered.account_id.clone_from(&known.account_id);
        }
        clients.insert(client.id.clone(), registered);
    }

    fn registered(&self, client: &Client) -> Registered {
        let grant = if client.every_scope {
            let ids = self.api.catalogue.ids();
            ids.map(|(id, _)| self.granted(id, self.name(id))).collect()
        } else {
            let known = client.scopes.iter();
            known
                .filter_map(|name| Some(self.granted(self.scope(name)?, name)))
                .collect()
        };
        Registered {
            id: client.id.clone(),
            secret: client.secret.clone(),
            account_id: fresh_id(),
            grant,
        }
    }

    /// Issues a token with a client's scopes.
    pub(crate) fn issue(&self, client: &Client, now: Timestamp) -> String {
        let registered = self.registered(client);
        let scopes = registered.grant.clone();
        let token = Token::new(&registered, scopes, now, self.lifetime);
        let value = token.value.clone();
        self.world().tokens.add(token, now);
        value
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

    /// Looks at a request without answering it.
    pub(crate) fn arrival(&self, method: &Method, path: &str, headers: &HeaderMap) -> Arrival {
        let Ok((route, _)) = self.find(method, path) else {
            return Arrival::default();
        };
        let world = self.world();
        let token = sent(headers).and_then(|value| world.tokens.known(value));
        let Some(endpoint) = self.meant(route, token) else {
            return Arrival {
                endpoint: Some(TOKEN.to_owned()),
                ..Arrival::default()
            };
        };
        let scopes = token.map(|token| token.scope_names());
        let scopes = scopes.unwrap_or_default().into_iter();
        Arrival {
            endpoint: Some(endpoint.id()),
            needed: self.needed(endpoint),
            client: token.map(|token| token.client.clone()),
            scopes: scopes.map(str::to_owned).collect(),
        }
    }

    /// Answers a request, with a fault that changes what the system finds; `trace` takes what is
    /// worth remembering.
    pub(crate) fn answer(
        &self,
        incoming: &Incoming<'_>,
        fault: Option<&Kind>,
        trace: &mut Trace,
    ) -> Answer {
        self.reply(incoming, fault, trace)
            .unwrap_or_else(|refusal| {
                trace.refusal = Some(refusal.detail.clone());
                Answer::refusal(&refusal, self.dialect.errors)
            })
    }

    fn reply(&self, incoming: &Incoming<'_>, fault: Option<&Kind>, trace: &mut Trace) -> Reply {
        let (route, params) = self.find(&incoming.head.method, incoming.path)?;
        let mut world = self.world();
        if let Some(Kind::Revoke) = fault {
            world.tokens.revoke_all();
        }
        if route.target == Target::Token {
            trace.processed = true;
            let change = match fault {
                Some(Kind::Token(change)) => Some(change),
                _ => None,
            };
            return token_endpoint::answer(self, &mut world, incoming, change, trace);
        }
        let token = bearer(&incoming.head.headers, &world.tokens, incoming.now);
        let valid = token.as_ref().ok().and_then(Option::as_ref);
        let Some(endpoint) = self.meant(route, valid) else {
            let detail = format!("`{}` has no path `{}`.", self.api.name, incoming.path);
            return Err(Reason::UnknownRoute.because(detail));
        };
        if let Ok(Some(token)) = &token {
            world
                .usage
                .count(&self.limits, &token.client, incoming.now)?;
        }
        let token = authorize(self, route, endpoint, token)?;
        required::check(incoming, endpoint)?;
        trace.processed = true;
        trace.body = ReceivedBody::read(incoming, endpoint, self.dialect.not_json)?;
        let World { tokens, system, .. } = &mut *world;
        let mut call = Call {
            params,
            query: Query::parse(incoming.head.uri.query().unwrap_or_default()),
            body: trace.body.to_value(),
            now: incoming.now,
            account_id: token.map_or_else(String::new, |token| token.account_id),
            tokens,
        };
        let reply = system.call(&route.key, &mut call);
        reply.unwrap_or_else(|| Ok(stub(endpoint, self.examples.get(&endpoint.id()))))
    }

    /// How many endpoints have an example.
    pub(crate) fn examples(&self) -> usize {
        let own = self.api.endpoints.iter();
        own.filter(|endpoint| {
            endpoint.example.is_some() || self.examples.contains_key(&endpoint.id())
        })
        .count()
    }

    /// The endpoint that a request with this token means: of those that share the route the first
    /// that lets it in, else the first. None is the token endpoint.
    fn meant(&self, route: &Route, token: Option<&Token>) -> Option<&Endpoint> {
        let endpoints = || route.endpoints().map(|index| &self.api.endpoints[index]);
        let usable = token.map(|token| self.api.catalogue.closure(&token.scope_ids()));
        let lets_in = |endpoint: &&Endpoint| match &usable {
            Some(usable) => endpoint.requirement.is_met_by(usable),
            None => endpoint.anonymous || endpoint.requirement == Requirement::Public,
        };
        endpoints().find(lets_in).or_else(|| endpoints().next())
    }

    /// The ids of the endpoints, `token` among them.
    pub(crate) fn endpoints(&self) -> impl Iterator<Item = String> {
        let endpoints = self.api.endpoints.iter().map(Endpoint::id);
        std::iter::once(TOKEN.to_owned()).chain(endpoints)
    }

    pub(crate) fn ledger(&self, now: Timestamp) -> Vec<LedgerEntry> {
        self.world().system.ledger(now)
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, method: &Method, path: &str) -> Result<(&Route, Vec<String>), Refusal> {
        match self.routes.find(method, path) {
            Found::Route(route, params) => Ok((route, params)),
            Found::WrongMethod(methods) => {
                let names: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
                let mut refusal = Reason::WrongMethod.because("The path takes another method.");
                refusal.allow = Some(names.join(", "));
                Err(refusal)
            }
            Found::Nothing => {
                let detail = format!("`{}` has no path `{}`.", self.api.name, path);
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
