//! What was paid for in the end, whatever the answers said.

/// A payment or a parking session that the sandbox has made, for
/// [`Sandbox::ledger`](crate::Sandbox::ledger).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct LedgerEntry {
    /// `payment` or `session`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What it was made from: the id of a resolution, a recipient or a quote.
    pub origin: String,
    /// The amount, with at least two decimals.
    pub amount: String,
    /// Its status now, such as `PENDING`.
    pub status: &'static str,
}
