//! The question whether to accept a payment that comes in.

use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error as DeError};
use serde_json::{Map, Value, json};

use crate::breb::model::{
    AccountId, BrebKey, Money, PaymentDirection, PaymentId, PaymentParty, PaymentStatus, Sensitive,
    Timestamp, Word,
};
use crate::breb::webhook::envelope::Envelope;
use crate::types::response;
use crate::webhook::Answer;

/// The question whether to accept a payment that comes in; an [`Authorizer`] answers it.
///
/// The form of the body is not documented; it is read like that of a
/// [`PaymentEvent`](crate::breb::webhook::PaymentEvent), and everything in the payment may be absent.
///
/// ```
/// use passport_api::breb::webhook::{AuthorizationRequest, Decision};
/// use passport_api::http::HeaderMap;
/// use passport_api::types::Amount;
/// use passport_api::webhook::Authorizer;
///
/// async fn decide(request: AuthorizationRequest) -> Result<Decision, std::io::Error> {
///     let amount = request.payment.amount.map(|amount| amount.value);
///     let is_small = amount.is_some_and(|value| value < Amount::from(1_000_000));
///     Ok(if is_small { Decision::Accept } else { Decision::Deny })
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let authorizer = Authorizer::decided_by(decide).otherwise(Decision::Deny);
/// let body = r#"{"payment": {"amount": {"value": "25000", "currency": "COP"}}}"#;
/// let answered = authorizer.answer(&HeaderMap::new(), body).await;
/// assert_eq!(&answered.body()[..], br#"{"accept":true}"#);
/// # }
/// ```
///
/// Source: <https://docs.passportfintech.com/EN/payment-authorization-feature>
///
/// [`Authorizer`]: crate::webhook::Authorizer
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct AuthorizationRequest {
    /// The payment.
    pub payment: InboundPayment,
    raw: Sensitive<Map<String, Value>>,
}

impl AuthorizationRequest {
    /// The whole body. It holds personal data.
    #[must_use]
    pub fn raw(&self) -> &Sensitive<Map<String, Value>> {
        &self.raw
    }
}

impl<'de> Deserialize<'de> for AuthorizationRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Map::deserialize(deserializer)?;
        let envelope = Envelope::open(&raw);
        let payment = envelope
            .payment()
            .unwrap_or_else(|| envelope.innermost().clone());
        let payment =
            InboundPayment::deserialize(Value::Object(payment)).map_err(DeError::custom)?;
        Ok(Self {
            payment,
            raw: raw.into(),
        })
    }
}

response! {
    /// A payment that is not accepted yet.
    ///
    /// Its fields are not documented; they are taken to be those of a payment.
    #[derive(Default, Eq)]
    pub struct InboundPayment {
        /// The payment's id.
        pub id: Option<PaymentId> = "id" | "payment_id",
        /// How far it is.
        pub status: Option<PaymentStatus>,
        /// Which way the money goes.
        pub direction: Option<Word<PaymentDirection>>,
        /// The sum.
        pub amount: Option<Money>,
        /// The account that it is paid to.
        pub account_id: Option<AccountId>,
        /// The key that it is paid to.
        pub key: Option<BrebKey>,
        /// Who pays.
        pub sender: Option<PaymentParty>,
        /// Who is paid.
        pub receiver: Option<PaymentParty>,
        /// The reference of the QR code that was paid.
        pub qr_code_reference: Option<String>,
        /// The payment's number in the whole system.
        pub end_to_end_identification: Option<String>,
        /// The payer's reference.
        pub reference: Option<String>,
        /// When it was created.
        pub created_at: Option<Timestamp>,
    }
}

/// Whether a payment that comes in is accepted. There is no third answer, so it is exhaustive.
///
/// Passport waits 3 seconds for it, and then does what the dashboard says under "auto approve on
/// error".
///
/// Source: <https://docs.passportfintech.com/EN/payment-authorization-feature>
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Decision {
    /// The payment is accepted: `{"accept":true}`.
    Accept,
    /// The payment is refused: `{"accept":false}`.
    Deny,
}

impl Answer for Decision {
    /// Half a second less than Passport waits.
    const DEADLINE: Duration = Duration::from_millis(2_500);

    fn to_json(&self) -> Value {
        json!({"accept": *self == Self::Accept})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breb::model::Money;
    use crate::webhook::{Authorizer, Outcome};

    fn request(body: Value) -> AuthorizationRequest {
        serde_json::from_value(body).unwrap()
    }

    #[test]
    fn the_payment_is_found_wherever_it_stands() {
        let payment = json!({"amount": {"value": "1500.00", "currency": "COP"},
                             "key": {"key_type": "PHONE", "key_value": "3000000001"}});
        for body in [
            payment.clone(),
            json!({"payment": payment}),
            json!({"data": payment}),
            json!({"id": "evt-1", "event": {"data": {"payment": payment}}}),
        ] {
            let request = request(body);
            assert_eq!(request.payment.amount, Some(Money::cop(1500)));
            assert_eq!(request.payment.id, None);
            assert!(!format!("{request:?}").contains("3000000001"));
        }
        assert_eq!(request(json!({})).payment, InboundPayment::default());
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_not_accepted() {
        async fn accept(_request: AuthorizationRequest) -> Result<Decision, std::io::Error> {
            Ok(Decision::Accept)
        }
        let authorizer = Authorizer::decided_by(accept).otherwise(Decision::Deny);
        for (body, answer) in [
            ("{}", &br#"{"accept":true}"#[..]),
            ("[]", br#"{"accept":false}"#),
            ("", br#"{"accept":false}"#),
            (r#"{"amount": {"value": "1,5"}}"#, br#"{"accept":false}"#),
        ] {
            let answered = authorizer.answer(&http::HeaderMap::new(), body).await;
            assert_eq!(answered.status(), 200);
            assert_eq!(&answered.body()[..], answer, "{body}");
            let decided = matches!(answered.outcome(), Outcome::Decided(_));
            assert_eq!(decided, body == "{}");
        }
    }
}
