//! A limit for the retries of a client as a whole.

use std::sync::atomic::{AtomicU64, Ordering};

/// A limit for the retries of a client as a whole.
///
/// Where a server fails for everybody, each call that is sent four times makes it worse. So retries
/// are paid from an account: each call that goes well pays a part of one in, up to the most it holds.
#[derive(Debug)]
pub(crate) struct Budget {
    most: f64,
    per_success: f64,
    /// The bits of the number. While the account is full nobody writes it, so that threads whose
    /// calls go well do not wait for each other.
    balance: AtomicU64,
}

impl Budget {
    /// An account that is full: `most` retries, and `per_success` of one for each success.
    pub(crate) fn new(most: u32, per_success: f64) -> Self {
        let most = f64::from(most);
        Self {
            most,
            per_success,
            balance: AtomicU64::new(most.to_bits()),
        }
    }

    pub(crate) fn succeed(&self) {
        self.update(|balance| (balance < self.most).then_some(balance + self.per_success));
    }

    /// Pays for a retry; `false` if there is not enough.
    pub(crate) fn pay(&self) -> bool {
        self.update(|balance| (balance >= 1.0).then_some(balance - 1.0))
    }

    /// Changes the balance, unless it stays as it is, and says whether it was changed; it is never
    /// more than the account holds.
    fn update(&self, change: impl Fn(f64) -> Option<f64>) -> bool {
        let change = |bits| Some(change(f64::from_bits(bits))?.min(self.most).to_bits());
        // The balance stands for itself: nothing else is read because of it.
        let changed = self
            .balance
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, change);
        changed.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn what_is_spent_comes_back_with_successes() {
        let budget = Budget::new(2, 0.25);
        assert!(budget.pay() && budget.pay());
        assert!(!budget.pay(), "spent");
        (0..3).for_each(|_| budget.succeed());
        assert!(!budget.pay(), "three quarters of one");
        budget.succeed();
        assert!(budget.pay());
        (0..100).for_each(|_| budget.succeed());
        assert!(
            budget.pay() && budget.pay() && !budget.pay(),
            "no more than it holds"
        );
    }
}
