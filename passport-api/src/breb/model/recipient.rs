//! Recipients: stored payees.

use super::key::BrebKey;
use crate::fintech::{BankAccount, CustomerId, Owner, PartyType, RecipientId};
use crate::open_enum;
use crate::types::{FieldProblem, Problems, Sensitive, Timestamp, request, response};

open_enum! {
    /// What sort of payee it is: responses name the rail, the filter of the list person or business.
    ///
    /// Source: <https://docs.passportfintech.com/EN/list-all-recipients>
    pub enum RecipientType {
        /// Paid by key.
        Breb = "BREB",
        /// A natural person.
        Individual = "INDIVIDUAL",
        /// A business.
        Business = "BUSINESS",
    }
}

response! {
    /// A stored payee.
    ///
    /// Source: <https://docs.passportfintech.com/EN/retrieve-recipient>
    #[derive(Eq)]
    pub struct Recipient {
        /// The payee's id.
        pub id: RecipientId = "id" | "recipient_id" | "breb_recipient_id",
        /// The customer who pays.
        pub customer_id: Option<CustomerId> = "customer_id" | "entity_customer_id",
        /// What sort of payee it is.
        pub recipient_type: Option<RecipientType> = "type" | "recipient_type",
        /// The key that is paid, for a Bre-B payee.
        pub key: Option<BrebKey>,
        /// The name that the customer gave the payee.
        pub alias: Option<Sensitive>,
        /// Who is paid, for an ACH payee.
        pub owner: Option<Owner>,
        /// The account that is paid, for an ACH payee.
        pub account: Option<BankAccount>,
        /// When the payee was stored.
        pub created_at: Option<Timestamp>,
        /// When the payee was last changed.
        pub updated_at: Option<Timestamp>,
    }
}

request! {
    /// Stores a payee who is paid by key.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-recipient>
    #[derive(Eq)]
    pub struct CreateRecipient {
        required {
            /// The customer who will pay.
            customer_id: CustomerId,
            /// The key to pay.
            key: BrebKey,
        }
        optional {
            /// The name that the customer gives the payee.
            alias: Sensitive, with_alias;
        }
    }
}

impl CreateRecipient {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.nested("key", self.key.check());
        problems.finish()
    }
}

request! {
    /// Stores a payee who is paid by bank account, over ACH.
    ///
    /// The page's newer revision is followed, which nests owner and account; where the bank's name stands is inferred.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-recipients-ach>
    #[derive(Eq)]
    pub struct CreateAchRecipient {
        required {
            /// The customer who will pay.
            customer_id: CustomerId,
            /// Who will be paid.
            owner: Owner,
            /// The account to pay, with the name of its bank.
            account: BankAccount,
        }
        optional {
            /// The name that the customer gives the payee.
            alias: Sensitive, with_alias;
        }
    }
}

impl CreateAchRecipient {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        if let Some(alias) = &self.alias {
            problems.length("alias", alias.expose(), 0..=128);
        }
        problems.nested("owner", check_owner(&self.owner));
        problems.nested("account", check_account(&self.account));
        problems.finish()
    }
}

fn check_owner(owner: &Owner) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    match owner.party_type {
        Some(PartyType::Individual) => {
            problems.require(owner.first_name.is_some(), "first_name", "present");
            problems.require(
                owner.first_last_name.is_some(),
                "first_last_name",
                "present",
            );
        }
        Some(PartyType::Business) => {
            problems.require(owner.business_name.is_some(), "business_name", "present");
        }
        Some(PartyType::Other(_)) => {}
        None => problems.require(false, "type", "present"),
    }
    problems.require(
        owner.identification_type.is_some(),
        "identification_type",
        "present",
    );
    let number = owner
        .identification_number
        .as_ref()
        .map_or("", |number| number.expose());
    problems.length("identification_number", number, 1..=30);
    problems.finish()
}

fn check_account(account: &BankAccount) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    problems.require(account.account_type.is_some(), "account_type", "present");
    let number = account
        .account_number
        .as_ref()
        .map_or("", |number| number.expose());
    problems.length("account_number", number, 1..=18);
    problems.require(account.bank_name.is_some(), "bank_name", "present");
    problems.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::breb::model::KeyType;
    use crate::fintech::AccountType;

    #[test]
    fn reads_alike_in_both_vocabularies() {
        let newer: Recipient = serde_json::from_value(json!({
            "id": "p-1", "customer_id": "c-1", "type": "BREB", "alias": "Proveedor",
            "key": {"key_type": "PHONE", "key_value": "3000000009"}, "created_at": "2025-01-02T03:04:05",
        }))
        .unwrap();
        let older: Recipient = serde_json::from_value(json!({
            "id": "p-1", "entity_customer_id": "c-1", "type": "BREB", "alias": "Proveedor",
            "key": {"key_type": "M", "key_value": "3000000009"}, "created_at": "2025-01-02T03:04:05",
        }))
        .unwrap();
        assert_eq!(newer, older);
        assert_eq!(newer.recipient_type, Some(RecipientType::Breb));
    }

    #[test]
    fn reads_an_ach_payee() {
        let recipient: Recipient = serde_json::from_value(json!({
            "id": "p-2", "customer_id": "c-1", "type": "ACH",
            "owner": {"type": "BUSINESS", "business_name": "Sol SAS"},
            "account": {"account_type": "SAVINGS", "account_number": "1", "bank_name": "BANCO UNO"},
        }))
        .unwrap();
        assert_eq!(recipient.recipient_type.unwrap().as_str(), "ACH");
        assert_eq!(
            recipient.account.unwrap().account_type,
            Some(AccountType::Savings)
        );
    }

    #[test]
    fn writes_the_documented_bodies() {
        let request =
            CreateRecipient::new("c-1", BrebKey::new(KeyType::Id, "1000009")).with_alias("Ana");
        let body = json!({
            "customer_id": "c-1", "alias": "Ana", "key": {"key_type": "ID", "key_value": "1000009"},
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<CreateRecipient>(body).unwrap(),
            request
        );
        assert!(request.check().is_ok());

        let account = BankAccount::new(AccountType::Savings, "880009").with_bank_name("BANCO UNO");
        let request = CreateAchRecipient::new(
            "c-1",
            Owner::business("Sol SAS", "NIT", "900000001"),
            account,
        );
        let body = json!({
            "customer_id": "c-1",
            "owner": {"type": "BUSINESS", "business_name": "Sol SAS", "identification_type": "NIT",
                      "identification_number": "900000001"},
            "account": {"account_type": "SAVINGS", "account_number": "880009", "bank_name": "BANCO UNO"},
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<CreateAchRecipient>(body).unwrap(),
            request
        );
        assert!(request.check().is_ok());
    }

    #[test]
    fn checks_every_documented_rule() {
        let account = BankAccount::new(AccountType::Savings, "1".repeat(19));
        let request =
            CreateAchRecipient::new("c-1", Owner::default(), account).with_alias("a".repeat(129));
        let fields: Vec<_> = request
            .check()
            .unwrap_err()
            .into_iter()
            .map(|problem| problem.field)
            .collect();
        let expected = [
            "alias",
            "owner.type",
            "owner.identification_type",
            "owner.identification_number",
            "account.account_number",
            "account.bank_name",
        ];
        assert_eq!(fields, expected);
        let nobody = CreateRecipient::new("c-1", BrebKey::default());
        assert_eq!(nobody.check().unwrap_err().len(), 2);
    }
}
