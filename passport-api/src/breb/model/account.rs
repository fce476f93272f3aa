//! Accounts: bank accounts that are linked to a customer.

use crate::fintech::{AccountId, AccountType, CustomerId, Money};
use crate::open_enum;
use crate::types::{FieldProblem, Problems, Sensitive, Timestamp, request, response};

open_enum! {
    /// The state of an account.
    pub enum AccountStatus {
        /// It can pay and be paid.
        Active = "ACTIVE",
    }
}

response! {
    /// A linked bank account with its balances.
    ///
    /// Source: <https://docs.passportfintech.com/EN/retrieve-account-id>
    #[derive(Eq)]
    pub struct Account {
        /// The account's id.
        pub id: AccountId = "id" | "account_id",
        /// Whose account it is.
        pub customer_id: Option<CustomerId> = "customer_id" | "entity_customer_id",
        /// The number that the bank gives it.
        pub account_number: Option<Sensitive> = "account_number" | "number",
        /// What sort of account it is. An account has no other `type`.
        pub account_type: Option<AccountType> = "account_type" | "type",
        /// The state.
        pub status: Option<AccountStatus>,
        /// What can be spent.
        pub available_balance: Option<Money>,
        /// What is on its way.
        pub pending_balance: Option<Money>,
        /// The fintech that linked it; shown in the guide on pagination only.
        pub fintech_id: Option<String>,
        /// The bank's id; shown in the guide on pagination only.
        pub bank_id: Option<String>,
        /// The bank's name; shown in the guide on pagination only.
        pub bank_name: Option<String>,
        /// The account's name; shown in the guide on pagination only.
        pub account_name: Option<Sensitive>,
        /// When it was linked.
        pub created_at: Option<Timestamp>,
        /// When it was last changed.
        pub updated_at: Option<Timestamp>,
    }
}

request! {
    /// Links a bank account to a customer.
    ///
    /// No page of this generation shows the body; integrators send it so. The page is the older
    /// one's, with other names.
    ///
    /// Source: <https://docs.passportfintech.com/EN/link-account>
    #[derive(Eq)]
    pub struct LinkAccount {
        fixed {
            /// Only ordinary accounts can be linked.
            account_type: AccountType = AccountType::Ordinary,
        }
        required {
            /// Whose account it is.
            customer_id: CustomerId,
            /// The number that the bank gives it.
            account_number: Sensitive,
        }
    }
}

impl LinkAccount {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("customer_id", self.customer_id.as_str());
        let is_ordinary = self.account_type == AccountType::Ordinary;
        problems.require(is_ordinary, "account_type", "`ORDINARY`");
        problems.length("account_number", self.account_number.expose(), 1..=35);
        problems.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_alike_in_both_vocabularies() {
        let balance = json!({"value": "90000000000000000", "currency": "COP"});
        let newer: Account = serde_json::from_value(json!({
            "id": "a-1", "customer_id": "c-1", "account_number": "880000009",
            "account_type": "LOW_VALUE",
            "available_balance": balance,
        }))
        .unwrap();
        let older: Account = serde_json::from_value(json!({
            "id": "a-1", "entity_customer_id": "c-1", "number": "880000009", "type": "LOW_VALUE",
            "available_balance": balance, "status": null,
        }))
        .unwrap();
        assert_eq!(newer, older);
        assert_eq!(newer.account_type, Some(AccountType::LowValue));
        assert_eq!(
            newer.available_balance.unwrap().value.to_string(),
            "90000000000000000"
        );
    }

    #[test]
    fn writes_and_checks_the_documented_body() {
        let request = LinkAccount::new("c-1", "880000009");
        let body = json!({"customer_id": "c-1", "account_type": "ORDINARY",
                          "account_number": "880000009"});
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<LinkAccount>(body).unwrap(),
            request
        );
        assert!(request.check().is_ok());
        let mut wrong = LinkAccount::new("", "");
        wrong.account_type = AccountType::LowValue;
        assert_eq!(wrong.check().unwrap_err().len(), 3);
    }
}
