//! What happened to a payment, in both vocabularies.

use crate::breb::model::{PaymentDirection, PaymentStatus};

/// What happened to a payment.
///
/// | kind | newer names | older names |
/// | --- | --- | --- |
/// | `Received` | `payment.inbound.received` | `payment.inbound` (inferred) |
/// | `Confirmed` | `payment.inbound.confirmed`, `payment.outbound.confirmed` | `payment.confirmed` |
/// | `Settled` | `payment.outbound.settled`, `payment.inbound.settled` (inferred) | `payment.settled` |
/// | `Rejected` | `payment.outbound.rejected`, `payment.inbound.rejected` (inferred) | `payment.rejected` (inferred) |
///
/// Source: <https://docs.passportfintech.com/EN/webhooks>
#[non_exhaustive]
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum EventKind {
    /// A payment has come in.
    Received,
    /// A payment was confirmed. Whether that is final is not documented, so it does not count as
    /// final.
    Confirmed,
    /// A payment was made, for good.
    Settled,
    /// A payment was refused, for good.
    Rejected,
    /// An event that this version does not know, by its name; empty where it has none.
    Other(String),
}

impl EventKind {
    /// The kind and, where the name tells it, which way the money goes.
    pub(super) fn read(name: &str) -> (Self, Option<PaymentDirection>) {
        let inbound = Some(PaymentDirection::Inbound);
        let outbound = Some(PaymentDirection::Outbound);
        match name.to_ascii_lowercase().as_str() {
            "payment.inbound" | "payment.inbound.received" => (Self::Received, inbound),
            "payment.confirmed" => (Self::Confirmed, None),
            "payment.inbound.confirmed" => (Self::Confirmed, inbound),
            "payment.outbound.confirmed" => (Self::Confirmed, outbound),
            "payment.settled" => (Self::Settled, None),
            "payment.inbound.settled" => (Self::Settled, inbound),
            "payment.outbound.settled" => (Self::Settled, outbound),
            "payment.rejected" => (Self::Rejected, None),
            "payment.inbound.rejected" => (Self::Rejected, inbound),
            "payment.outbound.rejected" => (Self::Rejected, outbound),
            _ => (Self::Other(name.to_owned()), None),
        }
    }

    /// The status that the kind implies.
    pub(super) fn status(&self) -> Option<PaymentStatus> {
        match self {
            Self::Settled => Some(PaymentStatus::Settled),
            Self::Rejected => Some(PaymentStatus::Rejected),
            Self::Received | Self::Confirmed | Self::Other(_) => None,
        }
    }
}
