//! How a parking session is paid.

use std::error;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::types::{FieldProblem, Problems, Sensitive};

/// How a parking session is paid: by exactly one of the two.
///
/// Source: <https://developer.passportinc.com/parking/full/sessions/create-parking>
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
#[serde(into = "Wire", try_from = "Wire")]
pub enum SessionPayment {
    /// By a payment token of Passport.
    Token(Sensitive),
    /// By a network token, such as that of a phone's wallet.
    NetworkToken {
        /// Who made the token; the values are not documented.
        provider: String,
        /// The token.
        network_token: NetworkToken,
    },
}

impl SessionPayment {
    pub(super) fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        match self {
            Self::Token(token) => problems.present("token", token.expose()),
            Self::NetworkToken {
                provider,
                network_token,
            } => {
                problems.present("provider", provider);
                let has_parts = !network_token.expose().is_empty();
                problems.require(has_parts, "network_token", "present");
            }
        }
        problems.finish()
    }
}

/// A network token: card number, cryptogram, expiry and the like.
///
/// The page names these parts without their names in JSON, so they are up to the program.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub struct NetworkToken(Sensitive<Map<String, Value>>);

impl NetworkToken {
    /// A token of these parts.
    #[must_use]
    pub fn new(parts: Map<String, Value>) -> Self {
        Self(parts.into())
    }

    /// The parts, which are secret.
    #[must_use]
    pub fn expose(&self) -> &Map<String, Value> {
        self.0.expose()
    }
}

/// A payment in JSON that has neither token, or both, or a network token without a provider.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SessionPaymentError;

impl fmt::Display for SessionPaymentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a payment has either `token` or `network_token` with `provider`")
    }
}

impl error::Error for SessionPaymentError {}

/// The payment as JSON has it.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
struct Wire {
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<Sensitive>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_token: Option<NetworkToken>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
}

impl From<SessionPayment> for Wire {
    fn from(payment: SessionPayment) -> Self {
        match payment {
            SessionPayment::Token(token) => Self {
                token: Some(token),
                ..Self::default()
            },
            SessionPayment::NetworkToken {
                provider,
                network_token,
            } => Self {
                network_token: Some(network_token),
                provider: Some(provider),
                ..Self::default()
            },
        }
    }
}

impl TryFrom<Wire> for SessionPayment {
    type Error = SessionPaymentError;

    fn try_from(wire: Wire) -> Result<Self, SessionPaymentError> {
        match (wire.token, wire.network_token, wire.provider) {
            (Some(token), None, _) => Ok(Self::Token(token)),
            (None, Some(network_token), Some(provider)) => Ok(Self::NetworkToken {
                provider,
                network_token,
            }),
            _ => Err(SessionPaymentError),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn is_exactly_one_of_two() {
        let token = json!({"token": "tok-1"});
        let network = json!({"network_token": {"cryptogram": "x"}, "provider": "phone"});
        for json in [token, network] {
            let payment: SessionPayment = serde_json::from_value(json.clone()).unwrap();
            assert_eq!(serde_json::to_value(&payment).unwrap(), json);
            let text = format!("{payment:?}");
            assert!(
                !text.contains("tok-1") && !text.contains("cryptogram"),
                "{text}"
            );
        }
        for json in [
            json!({}),
            json!({"provider": "phone"}),
            json!({"network_token": {}}),
            json!({"token": "tok-1", "network_token": {}, "provider": "phone"}),
        ] {
            assert!(
                serde_json::from_value::<SessionPayment>(json.clone()).is_err(),
                "{json}"
            );
        }
    }
}
