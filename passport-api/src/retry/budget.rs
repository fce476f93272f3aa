//! A limit for the retries of a client as a whole.

use std::sync::Mutex;
use std::sync::PoisonError;

/// A limit for the retries of a client as a whole.
///
/// Where a server fails for everybody, each call that is sent four times makes it worse. So retries
/// are paid from an account: each call that goes well pays a part of one in, up to the most it holds.
#[derive(Debug)]
pub(crate) struct Budget {
    most: f64,
    per_success: f64,
    balance: Mutex<f64>,
}

impl Budget {
    /// An account that is full: `most` retries, and `per_success` of one for each success.
    pub(crate) fn new(most: u32, per_success: f64) -> Self {
        let most = f64::from(most);
        Self {
            most,
            per_success,
            balance: Mutex::new(most),
        }
    }

    pub(crate) fn succeed(&self) {
        self.with(|balance| *balance = (*balance + self.per_success).min(self.most));
    }

    /// Pays for a retry; `false` if there is not enough.
    pub(crate) fn pay(&self) -> bool {
        self.with(|balance| {
            let enough = *balance >= 1.0;
            if enough {
                *balance -= 1.0;
            }
            enough
        })
    }

    fn with<R>(&self, work: impl FnOnce(&mut f64) -> R) -> R {
        work(&mut self.balance.lock().unwrap_or_else(PoisonError::into_inner))
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
