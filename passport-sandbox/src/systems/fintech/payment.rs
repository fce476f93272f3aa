//! Payments: from PENDING to SETTLED or REJECTED.

use std::collections::{BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use crate::fields::not_found;
use crate::ledger::LedgerEntry;
use crate::refusal::Refusal;
use crate::systems::fintech::holder::Holder;
use crate::systems::fintech::key::KeyText;
use crate::systems::fintech::{Store, Times};
use crate::text::{cents, fresh_id};

/// A payment out of an account of the sandbox.
#[derive(Clone)]
pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) account_id: String,
    /// The id of a resolution or a recipient, whichever the generation pays.
    pub(crate) payee_id: String,
    /// Absent for ACH, which pays an account and not a key.
    pub(crate) key: Option<KeyText>,
    pub(crate) holder: Holder,
    pub(crate) amount: Decimal,
    pub(crate) reference: Option<String>,
    /// The reference of the QR code that was paid; empty where none was.
    pub(crate) qr_code_reference: String,
    pub(crate) state: State,
    /// Why it will be rejected, known from the start.
    fate: Option<Rejection>,
    /// Whether it was retrieved since it was made.
    seen: bool,
    pub(crate) times: Times,
}

/// How far a payment is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum State {
    Pending,
    Settled,
    Rejected(Rejection),
}

/// Why a payment is rejected: the rail's code and its meaning.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Rejection {
    pub(crate) code: &'static str,
    pub(crate) description: &'static str,
}

/// A payment to make.
pub(crate) struct Order {
    pub(crate) account_id: String,
    pub(crate) payee_id: String,
    pub(crate) key: Option<KeyText>,
    pub(crate) holder: Holder,
    pub(crate) amount: Decimal,
    pub(crate) reference: Option<String>,
    pub(crate) qr_code_reference: String,
}

impl State {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Settled => "SETTLED",
            Self::Rejected(_) => "REJECTED",
        }
    }
}

impl Store {
    /// Makes a payment, which is pending at first.
    pub(crate) fn pay(&mut self, order: Order, now: Timestamp) -> Result<Payment, Refusal> {
        let fate = fate(order.amount, self.account(&order.account_id)?.disposable());
        let payment = Payment {
            id: fresh_id(),
            account_id: order.account_id,
            payee_id: order.payee_id,
            key: order.key,
            holder: order.holder,
            amount: order.amount,
            reference: order.reference,
            qr_code_reference: order.qr_code_reference,
            state: State::Pending,
            fate,
            seen: false,
            times: Times::new(now),
        };
        self.change_account(&payment.account_id, now, |account| {
            account.pending += payment.amount;
        });
        self.payments.add(payment.clone());
        Ok(payment)
    }

    pub(crate) fn payment(&self, id: &str) -> Result<&Payment, Refusal> {
        let place = self.payments.place(id)?;
        Ok(&self.payments.made[place])
    }

    /// The payment that was made to this payee or resolution.
    pub(crate) fn payment_to(&self, payee_id: &str) -> Option<&Payment> {
        let place = self.payments.by_payee.get(payee_id)?;
        Some(&self.payments.made[*place])
    }

    /// Retrieves a payment: the first time as it is, from the second time on it is final.
    pub(crate) fn retrieve_payment(
        &mut self,
        id: &str,
        now: Timestamp,
    ) -> Result<Payment, Refusal> {
        let place = self.payments.place(id)?;
        if self.payments.made[place].seen {
            self.finish(place, now);
        }
        let payment = &mut self.payments.made[place];
        payment.seen = true;
        Ok(payment.clone())
    }

    /// Finishes the payments that have been on their way long enough.
    pub(crate) fn settle_due(&mut self, now: Timestamp) {
        for place in self.payments.due(now) {
            self.finish(place, now);
        }
    }

    /// What was paid so far, oldest first.
    pub(crate) fn ledger(&self) -> Vec<LedgerEntry> {
        let payments = self.payments.iter();
        payments
            .map(|payment| LedgerEntry {
                kind: "payment",
                id: payment.id.clone(),
                origin: payment.payee_id.clone(),
                amount: cents(payment.amount),
                status: payment.state.word(),
            })
            .collect()
    }

    /// Finishes a payment, if it is pending.
    fn finish(&mut self, place: usize, now: Timestamp) {
        if !self.payments.pending.remove(&place) {
            return;
        }
        let payment = &mut self.payments.made[place];
        payment.state = payment.fate.map_or(State::Settled, State::Rejected);
        payment.times.updated = now;
        let payment = payment.clone();
        self.book(&payment, now);
    }

    /// Moves the money of a finished payment.
    fn book(&mut self, payment: &Payment, now: Timestamp) {
        let settled = payment.state == State::Settled;
        self.change_account(&payment.account_id, now, |account| {
            account.pending -= payment.amount;
            if settled {
                account.available -= payment.amount;
            }
        });
        if let Some(receiver) = payment.holder.account_id.as_deref().filter(|_| settled) {
            self.change_account(receiver, now, |account| account.available += payment.amount);
        }
    }
}

/// Every payment that was made, oldest first.
#[derive(Default)]
pub(crate) struct Payments {
    made: Vec<Payment>,
    by_id: HashMap<String, usize>,
    /// The first payment to each payee or resolution.
    by_payee: HashMap<String, usize>,
    pending: BTreeSet<usize>,
    /// Before this moment no pending payment is due.
    next_due: Option<Timestamp>,
}

impl Payments {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Payment> {
        self.made.iter()
    }

    fn add(&mut self, payment: Payment) {
        let place = self.made.len();
        self.by_id.insert(payment.id.clone(), place);
        let payee_id = payment.payee_id.clone();
        self.by_payee.entry(payee_id).or_insert(place);
        self.pending.insert(place);
        let due = payment.due();
        self.next_due = Some(self.next_due.map_or(due, |next| next.min(due)));
        self.made.push(payment);
    }

    fn place(&self, id: &str) -> Result<usize, Refusal> {
        let place = self.by_id.get(id).copied();
        place.ok_or_else(|| not_found("payment", id))
    }

    /// The pending payments that are due.
    fn due(&mut self, now: Timestamp) -> Vec<usize> {
        if self.next_due.is_none_or(|next| now < next) {
            return Vec::new();
        }
        let due = |place: &usize| self.made[*place].due();
        let (ripe, unripe): (Vec<usize>, Vec<usize>) =
            self.pending.iter().partition(|place| due(place) <= now);
        self.next_due = unripe.iter().map(due).min();
        ripe
    }
}

impl Payment {
    /// When it is finished, if nobody retrieves it before.
    fn due(&self) -> Timestamp {
        let due = self.times.created.checked_add(ON_THE_WAY);
        due.unwrap_or(Timestamp::MAX)
    }
}

/// What becomes of a payment: its centavos name a rejection, an amount that is too small or too
/// large is one too.
fn fate(amount: Decimal, disposable: Decimal) -> Option<Rejection> {
    if amount < Decimal::ONE {
        return Some(TOO_SMALL);
    }
    if amount > disposable {
        return Some(TOO_LARGE);
    }
    let mut centavos = BY_CENTAVOS.iter();
    let named = centavos.find(|(centavos, _)| amount.fract() == Decimal::new(*centavos, 2));
    named.map(|(_, rejection)| *rejection)
}

const fn rejection(code: &'static str, description: &'static str) -> Rejection {
    Rejection { code, description }
}

const TOO_SMALL: Rejection = rejection("U111", "The amount is below the minimum");
const TOO_LARGE: Rejection = rejection("B107", "The amount is above the maximum of the deposit");

/// The codes of the rail that an amount asks for with its centavos.
const BY_CENTAVOS: [(i64, Rejection); 9] = [
    (
        1,
        rejection("B101", "The receiver's account could not be validated"),
    ),
    (2, rejection("B102", "The account number is wrong")),
    (3, rejection("B103", "The identification is wrong")),
    (4, rejection("B104", "The instrument type is wrong")),
    (5, rejection("B105", "The account does not exist")),
    (
        6,
        rejection("B106", "The fraud control refused the payment"),
    ),
    (
        7,
        rejection("B107", "The amount is above the maximum of the deposit"),
    ),
    (
        8,
        rejection("B108", "The amount is above the maximum of the system"),
    ),
    (
        9,
        rejection(
            "B109",
            "The amount is above the maximum of the receiver's bank",
        ),
    ),
];

/// How long a payment is pending that nobody retrieves.
const ON_THE_WAY: SignedDuration = SignedDuration::from_secs(10);
