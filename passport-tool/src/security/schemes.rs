//! The security schemes: which of them are answered with an access token.

use serde_json::Value;

use super::{Declared, clean};
use crate::note::{Kind as NoteKind, Notes};
use crate::pointer::{Place, join};

/// What a scheme is to a client that sends access tokens.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Kind {
    /// `oauth2` or `openIdConnect`: a token with scopes.
    OAuth,
    /// A bearer token; what stands in its list are roles, used as scopes.
    Bearer,
    /// Something else, in a few words.
    Other(String),
}

/// One scheme.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Whether it declares a flow of clients without a person.
    pub machine: bool,
}

/// A flow of an `oauth2` scheme, as far as it says where tokens are fetched.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Such as `clientCredentials`.
    pub name: String,
    /// Its token endpoint, as written.
    pub token_url: Option<String>,
    /// Its pointer.
    pub pointer: String,
}

/// All schemes of a document.
#[derive(Clone, Debug, Default)]
pub struct Schemes {
    list: Vec<Scheme>,
    /// The flows, those of clients without a person first.
    pub flows: Vec<Flow>,
    /// The scopes that the flows declare.
    pub declared: Vec<Declared>,
}

impl Schemes {
    /// Reads `/components/securitySchemes`.
    pub fn read(document: &Value, notes: &mut Notes) -> Self {
        let mut schemes = Self::default();
        let Some(place) = Place::at(document, "/components/securitySchemes") else {
            return schemes;
        };
        for (name, scheme) in place.entries() {
            let pointer = scheme.pointer.clone();
            let Some(scheme) = scheme.follow(document) else {
                notes.add(
                    NoteKind::Security,
                    pointer,
                    "a security scheme that leads nowhere",
                );
                continue;
            };
            schemes.list.push(Scheme {
                name: name.clone(),
                kind: kind(&scheme, notes),
                machine: scheme
                    .get("flows")
                    .is_some_and(|flows| flows.get("clientCredentials").is_some()),
            });
            for (flow_name, flow) in scheme.get("flows").iter().flat_map(Place::entries) {
                schemes.read_flow(flow_name, &flow, notes);
            }
        }
        schemes
            .flows
            .sort_by_key(|flow| flow.name != "clientCredentials");
        schemes
    }

    fn read_flow(&mut self, name: &str, flow: &Place<'_>, notes: &mut Notes) {
        self.flows.push(Flow {
            name: name.to_owned(),
            token_url: flow.text("tokenUrl").map(str::to_owned),
            pointer: flow.pointer.clone(),
        });
        let Some(scopes) = flow.get("scopes") else {
            return;
        };
        for (written, description) in scopes.entries() {
            let (names, told) = clean(written);
            let pointer = join(&scopes.pointer, written);
            if let Some(told) = told {
                notes.add(NoteKind::Renamed, pointer.clone(), told);
            }
            for name in names {
                let description = description.value.as_str().map(str::trim);
                self.declare(&name, description.unwrap_or_default(), &pointer, notes);
            }
        }
    }

    fn declare(&mut self, name: &str, description: &str, pointer: &str, notes: &mut Notes) {
        match self.declared.iter_mut().find(|known| known.name == name) {
            None => self.declared.push(Declared {
                name: name.to_owned(),
                description: description.to_owned(),
                pointer: pointer.to_owned(),
            }),
            Some(known) if known.description.is_empty() => {
                description.clone_into(&mut known.description);
            }
            Some(known) if !description.is_empty() && known.description != description => {
                let what = format!("the scope `{name}` is described in two ways; the first stands");
                notes.add(NoteKind::Scope, pointer, what);
            }
            Some(_) => {}
        }
    }

    /// The scheme with this name.
    pub fn find(&self, name: &str) -> Option<&Scheme> {
        self.list.iter().find(|scheme| scheme.name == name)
    }

    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

fn kind(scheme: &Place<'_>, notes: &mut Notes) -> Kind {
    let text = |key| scheme.text(key).unwrap_or_default();
    match text("type") {
        "oauth2" | "openIdConnect" => Kind::OAuth,
        "http" if text("scheme").eq_ignore_ascii_case("bearer") => Kind::Bearer,
        "http" => Kind::Other(format!("HTTP {}", text("scheme"))),
        "apiKey" if is_bearer_by_its_words(scheme) => {
            let what = "a key in the header `Authorization`, which is described as a bearer token, \
                        is taken as one";
            notes.add(NoteKind::Guessed, scheme.pointer.clone(), what);
            Kind::Bearer
        }
        "apiKey" => Kind::Other(format!("a key in the {} `{}`", text("in"), text("name"))),
        "mutualTLS" => Kind::Other("mutual TLS".to_owned()),
        other => Kind::Other(format!("the scheme type `{other}`")),
    }
}

/// Whether a key is a bearer token for want of a better word: Swagger 2.0 has none. Other keys in the
/// same header are signatures or secrets.
fn is_bearer_by_its_words(scheme: &Place<'_>) -> bool {
    let text = |key| scheme.text(key).unwrap_or_default().to_ascii_lowercase();
    text("in") == "header"
        && text("name") == "authorization"
        && text("description").contains("bearer")
}
