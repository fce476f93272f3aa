//! Payments.

use super::key::BrebKey;
use crate::fintech::{
    AccountId, BankAccount, Money, Owner, Participant, PaymentError, PaymentId, PaymentStatus,
    RecipientId, ResolutionId, check_sum,
};
use crate::open_enum;
use crate::types::{FieldProblem, Problems, Sensitive, Timestamp, Word, request, response};

open_enum! {
    /// Which way the money goes.
    ///
    /// Source: <https://docs.passportfintech.com/EN/list-payments>
    pub enum PaymentDirection {
        /// To the entity's customer.
        Inbound = "INBOUND" | "INCOMING",
        /// From the entity's customer.
        Outbound = "OUTBOUND" | "OUTGOING",
    }
}

response! {
    /// A payment.
    ///
    /// That it came with status 200 does not mean that it is paid: see [`status`](Self::status).
    ///
    /// Source: <https://docs.passportfintech.com/EN/retrieve-payment>
    #[derive(Eq)]
    pub struct Payment {
        /// The payment's id.
        pub id: PaymentId = "id" | "payment_id",
        /// How far it is.
        pub status: Option<PaymentStatus>,
        /// Why it was rejected.
        pub error: Option<PaymentError>,
        /// Which way the money goes.
        pub direction: Option<Word<PaymentDirection>>,
        /// The sum.
        pub amount: Option<Money>,
        /// The account that it is paid from or to.
        pub account_id: Option<AccountId>,
        /// The resolution that it was paid with.
        pub resolution_id: Option<ResolutionId>,
        /// The stored payee, in an ACH payment or in one of the older generation.
        pub recipient_id: Option<RecipientId> = "recipient_id" | "breb_recipient_id",
        /// Who pays.
        pub sender: Option<PaymentParty>,
        /// Who is paid.
        pub receiver: Option<PaymentParty>,
        /// The reference of the QR code that was paid.
        pub qr_code_reference: Option<String>,
        /// The payment's number in the whole system.
        pub end_to_end_identification: Option<String>,
        /// The payer's reference, in a payment of the older generation.
        pub reference: Option<String>,
        /// The payer's description, in an ACH payment.
        pub description: Option<Sensitive>,
        /// The name that the payee sees.
        pub display_name: Option<Sensitive>,
        /// When it was created.
        pub created_at: Option<Timestamp>,
        /// When it was last changed.
        pub updated_at: Option<Timestamp>,
    }
}

response! {
    /// One end of a payment.
    ///
    /// Source: <https://docs.passportfintech.com/EN/initiate-a-payment>
    #[derive(Default, Eq)]
    pub struct PaymentParty {
        /// The account.
        pub account: Option<BankAccount>,
        /// The key that was paid; the payer has none.
        pub key: Option<BrebKey>,
        /// The bank.
        pub participant: Option<Participant>,
        /// Whose account it is.
        pub owner: Option<Owner>,
    }
}

request! {
    /// Pays whom a resolution names.
    ///
    /// One resolution pays once, so sending the same request again is safe.
    ///
    /// Source: <https://docs.passportfintech.com/EN/initiate-a-payment>
    ///
    /// # Example
    ///
    /// ```
    /// use passport_api::breb::model::{CreatePayment, Money};
    ///
    /// let request = CreatePayment::new("acc-1", "res-1",
    /// Money::cop(25_000)).with_display_name("Sol");
    /// assert!(request.check().is_ok());
    /// ```
    #[derive(Eq)]
    pub struct CreatePayment {
        required {
            /// The account that pays.
            account_id: AccountId,
            /// The resolution of the payee's key.
            resolution_id: ResolutionId,
            /// The sum, in pesos.
            amount: Money,
        }
        optional {
            /// The name that the payee sees. No page shows the field; an integrator sends it.
            display_name: Sensitive, with_display_name;
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
        problems.present("resolution_id", self.resolution_id.as_str());
        problems.nested("amount", check_sum(&self.amount));
        problems.finish()
    }
}

request! {
    /// Pays a stored ACH payee.
    ///
    /// Source: <https://docs.passportfintech.com/EN/initiate-ach-payment>
    #[derive(Eq)]
    pub struct CreateAchPayment {
        required {
            /// The account that pays.
            account_id: AccountId,
            /// Who is paid.
            recipient_id: RecipientId,
            /// The sum, in pesos.
            amount: Money,
        }
        optional {
            /// What it is for.
            description: Sensitive, with_description;
            /// A number that the page does not explain.
            payment_type as "type": i64, with_payment_type;
        }
    }
}

impl CreateAchPayment {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("account_id", self.account_id.as_str());
        problems.present("recipient_id", self.recipient_id.as_str());
        problems.nested("amount", check_sum(&self.amount));
        problems.finish()
    }
}

request! {
    /// Sends a payment that was only prepared.
    ///
    /// Source: <https://docs.passportfintech.com/EN/confirm-payment>
    #[derive(Eq)]
    pub struct ConfirmPayment {
        required {
            /// The payment's id.
            id: PaymentId,
        }
    }
}

impl ConfirmPayment {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("id", self.id.as_str());
        problems.finish()
    }
}

#[cfg(test)]
mod tests;
