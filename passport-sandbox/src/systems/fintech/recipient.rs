//! Recipients: the payees that a customer has stored.

use serde_json::Value;

use crate::fields::{invalid, not_found};
use crate::refusal::Refusal;
use crate::systems::fintech::key::KeyText;
use crate::systems::fintech::{Store, Times};

/// A stored payee.
#[derive(Clone)]
pub(crate) struct Recipient {
    pub(crate) id: String,
    pub(crate) customer_id: String,
    pub(crate) alias: String,
    pub(crate) rail: Rail,
    pub(crate) times: Times,
}

/// How a payee is paid.
#[derive(Clone)]
pub(crate) enum Rail {
    /// By key.
    Breb(KeyText),
    /// By bank account; the fields as they were sent.
    Ach(Value),
}

impl Store {
    pub(crate) fn recipient(&self, id: &str) -> Result<&Recipient, Refusal> {
        let mut recipients = self.recipients.iter();
        recipients
            .find(|recipient| recipient.id == id)
            .ok_or_else(|| not_found("recipient", id))
    }

    /// A payee who is paid by key, and the key.
    pub(crate) fn breb_recipient(&self, id: &str) -> Result<(&Recipient, &KeyText), Refusal> {
        let recipient = self.recipient(id)?;
        match &recipient.rail {
            Rail::Breb(key) => Ok((recipient, key)),
            Rail::Ach(_) => Err(invalid("recipient_id", "must name a payee with a key")),
        }
    }

    pub(crate) fn delete_recipient(&mut self, id: &str) -> Result<(), Refusal> {
        let mut recipients = self.recipients.iter();
        let index = recipients.position(|recipient| recipient.id == id);
        let index = index.ok_or_else(|| not_found("recipient", id))?;
        self.recipients.remove(index);
        Ok(())
    }
}
