//! The token endpoint: the client credentials grant in the dialect of the spec (RFC 6749, 4.4).

use std::sync::Arc;
use std::time::Duration;

use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use passport_spec::{BodyFormat, Credentials, GrantedFormat, ScopeIds, TokenEndpoint};
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::call::Reply;
use crate::fault::TokenChange;
use crate::hosted::{Hosted, Registered, Trace, World};
use crate::incoming::Incoming;
use crate::refusal::{Reason, Refusal};
use crate::token::{Granted, Token};

/// Issues a token, or says why not.
pub(crate) fn answer(
    hosted: &Hosted,
    world: &mut World,
    incoming: &Incoming<'_>,
    change: Option<&TokenChange>,
    trace: &mut Trace,
) -> Reply {
    let request = TokenRequest::read(hosted, incoming)?;
    let (id, secret) = request.credentials(&hosted.api.token, incoming)?;
    let client = match world.clients.get(&id) {
        Some(client) if client.secret == secret => client,
        _ => {
            let detail = "The client is unknown, or its secret is another.";
            return Err(Reason::InvalidClient.because(detail));
        }
    };
    trace.client = Some(id);
    request.check(hosted)?;
    let scopes = request.granted(hosted, client)?;
    let mut token = Token::new(client, scopes, incoming.now, hosted.lifetime);
    if let Some(change) = change {
        alter(&mut token, hosted, change);
    }
    let mut body = world
        .system()
        .token_body(&token)
        .unwrap_or_else(|| standard_body(&hosted.api.token, &token));
    if let (Some(TokenChange::OmitScope), Some(fields)) = (change, body.as_object_mut()) {
        fields.remove(&hosted.api.token.granted_field);
    }
    trace.granted = token
        .scopes
        .iter()
        .map(|scope| scope.name.clone())
        .collect();
    world.tokens.add(token, incoming.now);
    Ok(Answer::secret(&body))
}

fn expires(issued: Timestamp, lifetime: SignedDuration) -> Timestamp {
    issued.checked_add(lifetime).unwrap_or(Timestamp::MAX)
}

/// Does to a token what a fault wants.
fn alter(token: &mut Token, hosted: &Hosted, change: &TokenChange) {
    let keep = |names: &[String], keeps_named: bool| -> Arc<[Granted]> {
        let ids: ScopeIds = names.iter().filter_map(|name| hosted.scope(name)).collect();
        let scopes = token.scopes.iter().cloned();
        scopes
            .filter(|scope| ids.contains(scope.id) == keeps_named)
            .collect()
    };
    let lifetime = |lifetime: Duration| {
        let lifetime = SignedDuration::try_from(lifetime).unwrap_or(SignedDuration::MAX);
        expires(token.issued, lifetime)
    };
    match change {
        TokenChange::Only(names) => token.scopes = keep(names, true),
        TokenChange::Without(names) => token.scopes = keep(names, false),
        TokenChange::OmitScope => {}
        TokenChange::Lifetime(chosen) => {
            token.expires = lifetime(*chosen);
            token.stated_expiry = token.expires;
        }
        TokenChange::DiesAfter(chosen) => token.expires = lifetime(*chosen),
    }
}

/// The fields of a token request.
struct TokenRequest {
    fields: Map<String, Value>,
}

impl TokenRequest {
    fn read(hosted: &Hosted, incoming: &Incoming<'_>) -> Result<Self, Refusal> {
        let both = hosted.dialect.token_request_in_both_formats;
        let wanted = hosted.api.token.request;
        let fits = (incoming.is_form() && (both || wanted == BodyFormat::Form))
            || (incoming.is_json() && (both || wanted == BodyFormat::Json));
        if !fits {
            let kind = match wanted {
                BodyFormat::Json => "application/json",
                BodyFormat::Form => "application/x-www-form-urlencoded",
            };
            return Err(invalid(format!("The body must be {kind}.")));
        }
        if incoming.is_form() && has_repetition(incoming.body) {
            return Err(invalid("A field stands twice in the body."));
        }
        match incoming.parsed_body() {
            Ok(Value::Object(fields)) => Ok(Self { fields }),
            _ => Err(invalid("The body must be an object of fields.")),
        }
    }

    fn field(&self, name: &str) -> Result<&str, Refusal> {
        let text = self.fields.get(name).and_then(Value::as_str);
        text.filter(|text| !text.is_empty())
            .ok_or_else(|| invalid(format!("The field `{name}` is missing.")))
    }

    fn credentials(
        &self,
        spec: &TokenEndpoint,
        incoming: &Incoming<'_>,
    ) -> Result<(String, String), Refusal> {
        match spec.credentials {
            Credentials::Body => {
                let id = self.field("client_id")?.to_owned();
                Ok((id, self.field("client_secret")?.to_owned()))
            }
            Credentials::Basic | Credentials::ClientSecretBasicRaw => {
                let encoded = spec.credentials == Credentials::Basic;
                basic(incoming, encoded).ok_or_else(|| {
                    Reason::InvalidClient.because("The credentials must stand in HTTP Basic.")
                })
            }
        }
    }

    /// Checks what every client must send alike.
    fn check(&self, hosted: &Hosted) -> Result<(), Refusal> {
        if self.field("grant_type")? != "client_credentials" {
            let detail = "The grant type must be `client_credentials`.";
            return Err(Reason::UnsupportedGrantType.because(detail));
        }
        if let Some(audience) = &hosted.api.token.audience {
            let sent = self.field("audience")?;
            if hosted.dialect.one_audience && sent != audience {
                return Err(invalid(format!("The audience must be `{audience}`.")));
            }
        }
        for (name, value) in &hosted.api.token.fields {
            if self.field(name)? != value {
                return Err(invalid(format!("The field `{name}` must be `{value}`.")));
            }
        }
        Ok(())
    }

    /// What the client is granted of what it asks for; everything it has where it asks for nothing.
    fn granted(&self, hosted: &Hosted, client: &Registered) -> Result<Vec<Granted>, Refusal> {
        let asked = self.fields.get("scope").and_then(Value::as_str);
        let asked = asked.map(str::trim).filter(|asked| !asked.is_empty());
        let Some(asked) = asked.filter(|_| hosted.api.token.scope_parameter) else {
            return Ok(client.grant.clone());
        };
        let registered: ScopeIds = client.grant.iter().map(|scope| scope.id).collect();
        let usable = hosted.api.catalogue.closure(&registered);
        let granted: Vec<Granted> = asked
            .split_whitespace()
            .filter_map(|name| Some((hosted.scope(name)?, name)))
            .filter(|(id, _)| usable.contains(*id))
            .map(|(id, name)| Granted {
                id,
                name: name.to_owned(),
            })
            .collect();
        if granted.is_empty() {
            let detail = "The client is registered for none of the scopes.";
            return Err(Reason::InvalidScope.because(detail));
        }
        Ok(granted)
    }
}

/// The response of RFC 6749, 5.1, with the granted scopes where and as the spec has them.
fn standard_body(spec: &TokenEndpoint, token: &Token) -> Value {
    let names = token.scope_names();
    let granted = match spec.granted_format {
        GrantedFormat::Array => json!(names),
        GrantedFormat::Comma => json!(names.join(",")),
        GrantedFormat::Space => json!(names.join(" ")),
    };
    json!({
        "access_token": token.value,
        "token_type": "Bearer",
        "expires_in": token.lifetime(),
        &spec.granted_field: granted,
    })
}

/// Id and secret of HTTP Basic, each encoded as in a form (RFC 6749, 2.3.1) where the dialect says so.
fn basic(incoming: &Incoming<'_>, is_encoded: bool) -> Option<(String, String)> {
    let header = incoming.head.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    if !is_encoded {
        return Some((id.to_owned(), secret.to_owned()));
    }
    Some((form_decode(id), form_decode(secret)))
}

fn form_decode(text: &str) -> String {
    // An `=` would end the name, so the text goes in as a name without one.
    let escaped = text.replace('=', "%3D").replace('&', "%26");
    let mut pairs = form_urlencoded::parse(escaped.as_bytes());
    pairs
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

fn has_repetition(form: &[u8]) -> bool {
    let mut names: Vec<_> = form_urlencoded::parse(form).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

fn invalid(detail: impl Into<String>) -> Refusal {
    Reason::InvalidTokenRequest.because(detail)
}
