//! Recipients: stored payees.

use super::key::BrebKey;
use crate::fintech::{
    AccountType, BankAccount, CustomerId, IdentificationType, Owner, PartyType, RecipientId,
};
use crate::open_enum;
use crate::types::{FieldProblem, Problems, Sensitive, Timestamp, request, response};

open_enum! {
    /// What sort of payee it is: responses name the rail, the filter of the list person or
    /// business.
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
        problems.present("customer_id", self.customer_id.as_str());
        problems.nested("key", self.key.check());
        problems.finish()
    }
}

request! {
    /// Stores a payee who is paid by bank account, over ACH.
    ///
    /// The page's newer revision is followed, which nests owner and account; where the bank's name
    /// stands is inferred.
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
        problems.present("customer_id", self.customer_id.as_str());
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
    let text = |field: &Option<Sensitive>| field.as_ref().map_or("", |it| it.expose()).to_owned();
    match &owner.party_type {
        Some(PartyType::Individual) => {
            problems.present("first_name", &text(&owner.first_name));
            problems.present("first_last_name", &text(&owner.first_last_name));
        }
        Some(PartyType::Business) => {
            problems.present("business_name", &text(&owner.business_name));
        }
        other => problems.present("type", other.as_ref().map_or("", PartyType::as_str)),
    }
    let identification = owner.identification_type.as_ref();
    let identification = identification.map_or("", IdentificationType::as_str);
    problems.present("identification_type", identification);
    let number = text(&owner.identification_number);
    problems.length("identification_number", &number, 1..=30);
    problems.finish()
}

/// The page lists the banks, of which the first three are known; all are written in capitals.
fn check_account(account: &BankAccount) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    let account_type = account.account_type.as_ref();
    problems.present("account_type", account_type.map_or("", AccountType::as_str));
    let number = account.account_number.as_ref();
    let number = number.map_or("", |number| number.expose());
    problems.length("account_number", number, 1..=18);
    let bank = account.bank_name.as_deref().unwrap_or_default();
    let is_listed = !bank.is_empty() && !bank.contains(char::is_lowercase);
    problems.require(is_listed, "bank_name", "the name of a bank, in capitals");
    problems.finish()
}

#[cfg(test)]
mod tests;
