//! Who is behind a key.

use crate::refusal::{Reason, Refusal};
use crate::systems::fintech::Store;
use crate::systems::fintech::key::{KeyKind, KeyText};

/// Who is behind a key, and which account is paid.
#[derive(Clone)]
pub(crate) struct Holder {
    pub(crate) business: bool,
    pub(crate) identification_type: String,
    pub(crate) identification_number: String,
    /// A business has a name, a person four.
    pub(crate) business_name: String,
    pub(crate) person: [String; 4],
    pub(crate) account_type: String,
    pub(crate) account_number: String,
    /// The account in this sandbox, where it is one.
    pub(crate) account_id: Option<String>,
}

impl Holder {
    /// The word for a business or a person.
    pub(crate) fn owner_type(&self) -> &'static str {
        if self.business {
            "BUSINESS"
        } else {
            "INDIVIDUAL"
        }
    }

    /// The name in one text.
    pub(crate) fn name(&self) -> String {
        if self.business {
            return self.business_name.clone();
        }
        let names = self.person.iter().filter(|name| !name.is_empty());
        names.cloned().collect::<Vec<_>>().join(" ")
    }

    /// Someone at another bank, invented from the key.
    fn elsewhere(key: &KeyText) -> Self {
        let business = key.kind == KeyKind::Commerce;
        let digits: String = key.value.chars().filter(char::is_ascii_digit).collect();
        let last = &digits[digits.len().saturating_sub(7)..];
        Self {
            business,
            identification_type: if business { "NIT" } else { "CC" }.to_owned(),
            identification_number: format!("80{last:0>7}"),
            business_name: if business { "Comercio Demo" } else { "" }.to_owned(),
            person: if business {
                Default::default()
            } else {
                ["Ana", "", "Demo", ""].map(str::to_owned)
            },
            account_type: "LOW_VALUE".to_owned(),
            account_number: format!("0088{last:0>7}"),
            account_id: None,
        }
    }
}

impl Store {
    /// Who is behind a key: the customer that registered it here, else someone invented.
    ///
    /// A suspended key has nobody behind it, nor has one that ends in 404 (before the @ of an
    /// address).
    pub(crate) fn holder(&self, text: &KeyText) -> Result<Holder, Refusal> {
        let nobody = || Reason::NotFound.because("No active key has this value.");
        let Some(key) = self.keys.iter().find(|key| key.text == *text) else {
            let name = text.value.split('@').find(|part| !part.is_empty());
            return match name {
                Some(name) if name.ends_with(UNKNOWN) => Err(nobody()),
                _ => Ok(Holder::elsewhere(text)),
            };
        };
        if !key.active {
            return Err(nobody());
        }
        let account = self.account(&key.account_id)?;
        let customer = self.customer(&account.customer_id)?;
        Ok(Holder {
            business: true,
            identification_type: "NIT".to_owned(),
            identification_number: customer.identification_number.clone(),
            business_name: customer.business_name.clone(),
            person: Default::default(),
            account_type: account.kind.clone(),
            account_number: account.number.clone(),
            account_id: Some(account.id.clone()),
        })
    }
}

/// What a key ends in that nobody has.
const UNKNOWN: &str = "404";

/// The network's name of the bank that keeps the sandbox's accounts.
pub(crate) const PARTICIPANT_NUMBER: &str = "890000001";
pub(crate) const PARTICIPANT_NAME: &str = "Banco Sandbox";
