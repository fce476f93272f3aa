//! Accounts, whose balances move with payments.

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::fields::{Fields, invalid, not_found};
use crate::refusal::Refusal;
use crate::systems::fintech::{Store, Times};
use crate::text::fresh_id;

/// A customer's account at the bank.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) customer_id: String,
    pub(crate) number: String,
    pub(crate) kind: String,
    pub(crate) available: Decimal,
    /// What payments on their way will take.
    pub(crate) pending: Decimal,
    pub(crate) times: Times,
}

impl Account {
    /// Reads an account to link; the names of two fields differ between the generations.
    pub(crate) fn read(
        fields: Fields<'_>,
        kind: &str,
        customer_id: &str,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            id: fresh_id(),
            customer_id: customer_id.to_owned(),
            number: fields.sized("account_number", 1..=35)?.to_owned(),
            kind: fields.one_of(kind, &["ORDINARY"])?.to_owned(),
            available: Decimal::from(FIRST_BALANCE),
            pending: Decimal::ZERO,
            times: Times::new(now),
        })
    }

    /// What a new payment can take.
    pub(crate) fn disposable(&self) -> Decimal {
        self.available - self.pending
    }
}

impl Store {
    pub(crate) fn account(&self, id: &str) -> Result<&Account, Refusal> {
        let mut accounts = self.accounts.iter();
        accounts
            .find(|account| account.id == id)
            .ok_or_else(|| not_found("account", id))
    }

    /// The account that a body names.
    pub(crate) fn named_account(
        &self,
        fields: Fields<'_>,
        field: &str,
    ) -> Result<&Account, Refusal> {
        let id = fields.required(field)?;
        self.account(id)
            .map_err(|_| invalid(field, "names no account"))
    }

    /// Changes an account, if there is one with this id.
    pub(crate) fn change_account(
        &mut self,
        id: &str,
        now: Timestamp,
        change: impl FnOnce(&mut Account),
    ) {
        let mut accounts = self.accounts.iter_mut();
        if let Some(account) = accounts.find(|account| account.id == id) {
            change(account);
            account.times.updated = now;
        }
    }
}

/// Pesos on an account that was just linked.
const FIRST_BALANCE: u32 = 10_000_000;
