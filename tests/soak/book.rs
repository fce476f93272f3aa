//! What the program believes of its payments, and whether the ledger agrees.

use std::collections::HashMap;

use passport_sandbox::LedgerEntry;

/// A payment or a session that the program wanted, and what it was told of it.
#[derive(Debug)]
pub(crate) struct Order {
    /// The id of what it is made from: a resolution, a recipient or a quote.
    pub(crate) origin: String,
    /// With two decimals, where the program chose it; together with the origin it is unique.
    pub(crate) amount: Option<String>,
    pub(crate) view: View,
}

/// What the program was told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum View {
    Made,
    /// For certain.
    NotMade,
    /// It may have been made, once.
    Unknown,
}

/// What the program believes, of one sandbox.
#[derive(Default)]
pub(crate) struct Book {
    orders: Vec<Order>,
    /// What must not be.
    violations: Vec<String>,
}

/// How many there were of each.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) made: u64,
    pub(crate) not_made: u64,
    pub(crate) unknown: u64,
    pub(crate) unknown_but_made: u64,
}

impl Book {
    pub(crate) fn note(&mut self, order: Order) {
        self.orders.push(order);
    }

    pub(crate) fn violate(&mut self, what: String) {
        self.violations.push(what);
    }

    /// Holds the book against the ledger: what must not be, and how many there were of each.
    pub(crate) fn reconcile(self, ledger: &[LedgerEntry], tally: &mut Tally) -> Vec<String> {
        let mut by_origin: HashMap<&str, Vec<&LedgerEntry>> = HashMap::new();
        for entry in ledger {
            by_origin.entry(&entry.origin).or_default().push(entry);
        }
        let mut violations = self.violations;
        let mut known = 0;
        for order in &self.orders {
            let fits = |entry: &&&LedgerEntry| {
                order
                    .amount
                    .as_ref()
                    .is_none_or(|amount| *amount == entry.amount)
            };
            let entries = by_origin.get(&*order.origin);
            let times = entries.map_or(0, |entries| entries.iter().filter(fits).count());
            known += times;
            let wrong = match (order.view, times) {
                (_, 2..) => Some("DOUBLED"),
                (View::Made, 0) => Some("LOST"),
                (View::NotMade, 1) => Some("MADE, and certainly not made by the client's word"),
                _ => None,
            };
            violations.extend(wrong.map(|wrong| format!("{wrong}: {order:?}")));
            match order.view {
                View::Made => tally.made += 1,
                View::NotMade => tally.not_made += 1,
                View::Unknown => {
                    tally.unknown += 1;
                    tally.unknown_but_made += u64::from(times == 1);
                }
            }
        }
        if known != ledger.len() {
            let wanted = self.orders.len();
            let made = ledger.len();
            violations.push(format!(
                "of {made} in the ledger {known} are among {wanted} orders"
            ));
        }
        violations
    }
}
