//! Payments.

use crate::fintech::{
    AccountId, AccountType, IdentificationType, Money, PaymentError, PaymentId, PaymentStatus,
    RecipientId, check_sum,
};
use crate::open_enum;
use crate::types::{FieldProblem, Problems, Sensitive, Timestamp, Word, request, response};

open_enum! {
    /// Which way the money goes.
    ///
    /// Source: <https://docs.passportfintech.com/ES/consultar-pago>
    pub enum PaymentDirection {
        /// To the entity's customer.
        Inbound = "INCOMING" | "INBOUND",
        /// From the entity's customer.
        Outbound = "OUTGOING" | "OUTBOUND",
    }
}

response! {
    /// A payment.
    ///
    /// That it came with status 200 does not mean that it is paid: see [`status`](Self::status).
    ///
    /// Source: <https://docs.passportfintech.com/ES/consultar-pago>
    #[derive(Eq)]
    pub struct Payment {
        /// The payment's id.
        pub id: PaymentId = "id" | "payment_id",
        /// How far it is.
        pub status: Option<PaymentStatus>,
        /// Why it was rejected.
        pub error: Option<PaymentError>,
        /// Which way the money goes; absent where the payment was just created.
        pub direction: Option<Word<PaymentDirection>>,
        /// The sum.
        pub amount: Option<Money>,
        /// The account that it is paid from or to.
        pub account_id: Option<AccountId>,
        /// Who is paid.
        pub breb_recipient_id: Option<RecipientId> = "breb_recipient_id" | "recipient_id",
        /// The payer's reference.
        pub reference: Option<String>,
        /// When it was created.
        pub created_at: Option<Timestamp>,
        /// When it was last changed.
        pub updated_at: Option<Timestamp>,
    }
}

response! {
    /// A payment that was just created, with the payee that the key led to.
    ///
    /// Source: <https://docs.passportfintech.com/EN/initiate-a-payment>
    #[derive(Default, Eq)]
    pub struct CreatedPayment {
        /// The payment.
        pub payment: Option<Payment>,
        /// Whom the payee's key led to.
        pub breb_resolved_key: Option<ResolvedKey>,
    }
}

response! {
    /// Whom a key led to.
    ///
    /// Source: <https://docs.passportfintech.com/EN/initiate-a-payment>
    #[derive(Default, Eq)]
    pub struct ResolvedKey {
        /// What sort of account is paid.
        pub account_type: Option<AccountType> = "account_type" | "type",
        /// The number that the payee's bank gives it.
        pub account_number: Option<Sensitive> = "account_number" | "number",
        /// The payee's name, which may be a person's.
        pub business_name: Option<Sensitive> = "business_name" | "name",
        /// What sort of document identifies the payee.
        pub identification_type: Option<IdentificationType>,
        /// The document's number.
        pub identification_number: Option<Sensitive>,
    }
}

request! {
    /// Pays a stored payee.
    ///
    /// Nothing makes it safe to send this twice.
    ///
    /// Source: <https://docs.passportfintech.com/EN/initiate-a-payment>
    #[derive(Eq)]
    pub struct CreatePayment {
        required {
            /// The account that pays.
            account_id: AccountId,
            /// Who is paid.
            breb_recipient_id: RecipientId,
            /// The sum, in pesos.
            amount: Money,
        }
        optional {
            /// The payer's reference, 1 to 35 characters.
            reference: String, with_reference;
        }
    }
}

impl CreatePayment {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("account_id", self.account_id.as_str());
        problems.present("breb_recipient_id", self.breb_recipient_id.as_str());
        problems.nested("amount", check_sum(&self.amount));
        if let Some(reference) = &self.reference {
            problems.length("reference", reference, 1..=35);
        }
        problems.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_created_payment_comes_wrapped() {
        let created: CreatedPayment = serde_json::from_value(json!({
            "breb_resolved_key": {"account_type": "LOW_VALUE", "account_number": "00880000009",
                                  "business_name": "Ana Rojas", "identification_number": "1000009",
                                  "identification_type": "CC"},
            "payment": {"id": "p-1", "status": "PENDING", "reference": "Factura 9",
                        "account_id": "a-1",
                        "breb_recipient_id": "d-1", "amount": {"value": "25000",
                                                               "currency": "COP"}},
        }))
        .unwrap();
        let resolved = created.breb_resolved_key.as_ref().unwrap();
        assert_eq!(resolved.identification_type, Some(IdentificationType::Cc));
        assert!(!format!("{created:?}").contains("Ana"));
        let payment = created.payment.unwrap();
        assert_eq!((payment.direction, payment.created_at), (None, None));
        assert_eq!(payment.amount, Some(Money::cop(25_000)));
        assert!(serde_json::from_value::<CreatedPayment>(json!({"payment": {}})).is_err());
    }

    #[test]
    fn a_payment_that_is_looked_up_comes_flat_in_both_vocabularies() {
        let read = |recipient: &str, direction: &str| -> Payment {
            serde_json::from_value(json!({
                "id": "p-1", "status": "SETTLED", recipient: "d-1", "direction": direction,
                "reference": "",
                "amount": {"value": "1000", "currency": "COP"},
                "updated_at": "2025-01-02T03:04:05.67Z",
            }))
            .unwrap()
        };
        let older = read("breb_recipient_id", "OUTGOING");
        assert_eq!(older, read("recipient_id", "OUTBOUND"));
        assert_eq!(
            (&older.reference, older.status.clone()),
            (&None, Some(PaymentStatus::Settled))
        );
        assert_eq!(
            serde_json::to_value(&older).unwrap()["direction"],
            "OUTGOING"
        );
        let newer = read("recipient_id", "OUTBOUND");
        assert_eq!(newer.direction.unwrap().as_sent(), "OUTBOUND");
    }

    #[test]
    fn a_rejected_payment_says_why() {
        let payment: Payment = serde_json::from_value(json!({
            "id": "p-1", "status": "REJECTED",
            "error": {"error_code": "B105", "error_description": "No account", "status_code": "RJCT"},
        }))
        .unwrap();
        let error = payment.error.unwrap();
        assert_eq!(error.error_code.as_deref(), Some("B105"));
        assert_eq!(error.error_description.as_deref(), Some("No account"));
        assert_eq!(error.status_code.as_deref(), Some("RJCT"));
    }

    #[test]
    fn writes_and_checks_the_documented_body() {
        let request =
            CreatePayment::new("a-1", "d-1", Money::cop(1000)).with_reference("Factura 9");
        let body = json!({
            "account_id": "a-1", "breb_recipient_id": "d-1", "reference": "Factura 9",
            "amount": {"value": "1000", "currency": "COP"},
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<CreatePayment>(body).unwrap(),
            request
        );
        assert!(request.check().is_ok());
        let wrong = CreatePayment::new("", "", Money::new(0, "USD")).with_reference("");
        assert_eq!(wrong.check().unwrap_err().len(), 5);
        let long = CreatePayment::new("a-1", "d-1", Money::cop(1)).with_reference("r".repeat(36));
        assert_eq!(long.check().unwrap_err()[0].field, "reference");
    }
}
