//! Rules for a QR code that is to be created, which both generations document alike.
//!
//! Left out is what third parties alone report: a terminal's label and, in a dynamic code, the taxes
//! are required by some servers.
//!
//! Sources: <https://docs.passportfintech.com/EN/create-qr-codes>,
//! <https://docs.passportfintech.com/ES/create-qr-codes>

use crate::fintech::{Currency, Inc, Money, QrValueType, Tip, Vat, has_two_decimals};
use crate::types::{Amount, FieldProblem, Problems};

/// The sum of a QR code and what it includes.
#[derive(Debug)]
pub(crate) struct QrSum<'r> {
    pub(crate) amount: Option<&'r Money>,
    pub(crate) vat: Option<&'r Vat>,
    pub(crate) inc: Option<&'r Inc>,
    pub(crate) tip: Option<&'r Tip>,
}

impl QrSum<'_> {
    /// Finds numbers with too many digits, taxes and tips below zero, another currency than pesos,
    /// and a sum that is smaller than the taxes and the tip that it includes.
    pub(crate) fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let values = [
            (SUM, self.amount.map(|amount| amount.value)),
            ("vat.vat_value", self.vat.and_then(|vat| vat.vat_value)),
            (
                "vat.vat_base_value",
                self.vat.and_then(|vat| vat.vat_base_value),
            ),
            ("inc.inc_value", self.inc.and_then(|inc| inc.inc_value)),
            ("tip.tip_value", self.tip.and_then(|tip| tip.tip_value)),
        ];
        for (field, value) in values {
            let fits = value.is_none_or(has_two_decimals);
            problems.require(fits, field, "a number with at most two decimals");
            let is_part = field != SUM;
            let is_negative = value.is_some_and(|value| value < Amount::default());
            problems.require(!(is_part && is_negative), field, "0 or more");
        }
        if let Some(amount) = self.amount {
            let is_pesos = amount.currency == Currency::Cop;
            problems.require(is_pesos, "amount.currency", "`COP`");
            let includes = self.included().is_some_and(|sum| sum <= amount.value);
            problems.require(includes, SUM, "a sum that includes taxes and tip");
        }
        problems.finish()
    }

    /// The taxes and the tip that are given as sums, or `None` where adding them is not exact.
    fn included(&self) -> Option<Amount> {
        let parts = [
            self.vat.map(|vat| (&vat.vat_type, vat.vat_value)),
            self.inc.map(|inc| (&inc.inc_type, inc.inc_value)),
            self.tip.map(|tip| (&tip.tip_type, tip.tip_value)),
        ];
        let sums = parts.into_iter().flatten().filter_map(|(kind, value)| {
            let is_sum = *kind == Some(QrValueType::Fixed);
            value.filter(|_| is_sum)
        });
        sums.into_iter()
            .try_fold(Amount::default(), Amount::checked_add)
    }
}

/// Notes each text that has more than 25 characters.
pub(crate) fn check_labels<'l>(
    problems: &mut Problems,
    labels: impl IntoIterator<Item = (&'static str, Option<&'l String>)>,
) {
    for (field, label) in labels {
        problems.length(field, label.map_or("", String::as_str), 0..=25);
    }
}

/// The field of the sum.
const SUM: &str = "amount.value";

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_have_two_decimals_and_the_sum_includes_the_rest() {
        let vat = Vat::new(QrValueType::Fixed, amount("190.00"), amount("1000.00"));
        let inc = Inc::new(QrValueType::Percentage, amount("8.00"));
        let tip = Tip::new(QrValueType::Fixed, amount("10.00"));
        let check = |sum: &Money, vat: &Vat, inc: &Inc, tip: &Tip| {
            let (vat, inc, tip) = (Some(vat), Some(inc), Some(tip));
            let amount = Some(sum);
            let problems = QrSum {
                amount,
                vat,
                inc,
                tip,
            }
            .check()
            .err();
            let fields = problems.into_iter().flatten().map(|problem| problem.field);
            fields.collect::<Vec<_>>()
        };
        let fits = Money::cop(amount("1200.00"));
        assert_eq!(check(&fits, &vat, &inc, &tip), [""; 0]);
        let exact = Money::cop(amount("200"));
        assert_eq!(check(&exact, &vat, &inc, &tip), [""; 0]);
        let small = Money::cop(amount("199.99"));
        assert_eq!(check(&small, &vat, &inc, &tip), ["amount.value"]);
        let dollars = Money::new(1200, "USD");
        assert_eq!(check(&dollars, &vat, &inc, &tip), ["amount.currency"]);
        let fine = amount("0.001");
        let wrong = check(
            &Money::cop(amount("1200.001")),
            &Vat::new(QrValueType::Fixed, fine, fine),
            &Inc::new(QrValueType::Fixed, fine),
            &Tip::new(QrValueType::Percentage, fine),
        );
        let fields = [
            "amount.value",
            "vat.vat_value",
            "vat.vat_base_value",
            "inc.inc_value",
            "tip.tip_value",
        ];
        assert_eq!(wrong, fields);
        let less = amount("-0.01");
        let negative = check(
            &fits,
            &Vat::new(QrValueType::Fixed, less, less),
            &Inc::new(QrValueType::Percentage, less),
            &Tip::new(QrValueType::Fixed, less),
        );
        assert_eq!(negative, fields[1..]);
        // Together they are more than a decimal holds, and so more than any sum.
        let most = amount("79228162514264337593543950335");
        let huge = check(
            &Money::cop(most),
            &Vat::new(QrValueType::Fixed, most, 1),
            &inc,
            &Tip::new(QrValueType::Fixed, most),
        );
        assert_eq!(huge, ["amount.value"]);
    }
}
