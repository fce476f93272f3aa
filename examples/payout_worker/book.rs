//! The worker's book: what is to be paid, and how far that is. In production it is a table in a
//! database, and a change of a state is a transaction that is committed before the next call.

use std::time::{Duration, SystemTime};

use passport_api::breb::model::{
    AccountId, BrebKey, CreatePayment, CustomerId, Money, PaymentId, Resolution, Timestamp,
};

/// What is to be paid.
pub(crate) struct Payout {
    /// What the business calls it.
    pub(crate) invoice: &'static str,
    /// Who pays.
    pub(crate) customer: CustomerId,
    /// From which account.
    pub(crate) account: AccountId,
    /// Whom.
    pub(crate) key: BrebKey,
    /// How much.
    pub(crate) amount: Money,
    /// How far it is.
    pub(crate) state: State,
}

impl Payout {
    /// The payment that a resolution makes of it.
    pub(crate) fn by(&self, resolution: &Resolution) -> Attempt {
        Attempt {
            payment: CreatePayment::new(&self.account, &resolution.id, self.amount.clone()),
            expires_at: resolution.expires_at.clone(),
        }
    }
}

/// A payment by a resolution, to send once or several times.
#[derive(Clone)]
pub(crate) struct Attempt {
    /// What is sent.
    pub(crate) payment: CreatePayment,
    /// When the resolution pays no more.
    pub(crate) expires_at: Option<Timestamp>,
}

impl Attempt {
    /// Whether it is certain that nothing can be paid by it any more.
    pub(crate) fn is_expired(&self, now: SystemTime) -> bool {
        let end = self.expires_at.as_ref().and_then(Timestamp::to_system_time);
        end.is_some_and(|end| end + A_MARGIN < now)
    }
}

/// How far a payout is.
#[derive(Clone)]
pub(crate) enum State {
    /// Nothing was done.
    New,
    /// It is known by which resolution it is paid; no request was sent.
    Sending(Attempt),
    /// A request was sent; its answer was not seen.
    Sent(Attempt),
    /// The payment exists.
    Paid(PaymentId),
}

impl State {
    /// A word for people.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Sending(_) => "sending",
            Self::Sent(_) => "sent",
            Self::Paid(_) => "paid",
        }
    }
}

/// All payouts.
pub(crate) struct Book(pub(crate) Vec<Payout>);

impl Book {
    /// What is not paid yet.
    pub(crate) fn open(&mut self) -> impl Iterator<Item = &mut Payout> {
        let payouts = self.0.iter_mut();
        payouts.filter(|payout| !matches!(payout.state, State::Paid(_)))
    }

    /// The payments that were made.
    pub(crate) fn paid(&self) -> impl Iterator<Item = &PaymentId> {
        self.0.iter().filter_map(|payout| match &payout.state {
            State::Paid(id) => Some(id),
            _ => None,
        })
    }
}

/// How far the clocks of the bank and of this machine may be apart, and a request on its way.
const A_MARGIN: Duration = Duration::from_secs(300);
