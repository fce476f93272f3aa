//! The codes by which the payment rail says what became of a payment.

use crate::open_enum;

open_enum! {
    /// A code of the payment rail, such as `B105`.
    ///
    /// Two revisions of the page list different codes, and both lists go on beyond the part that is
    /// known; a code that is not here comes as `Other`.
    ///
    /// ```
    /// # #[cfg(feature = "breb")] {
    /// use passport_api::breb::model::RailCode;
    ///
    /// let code = RailCode::from("B105");
    /// assert_eq!(code, RailCode::AccountNotFound);
    /// assert_eq!(code.meaning(), Some("The receiving account does not exist."));
    /// assert_eq!(RailCode::from("U272").meaning(), None);
    /// assert_eq!(RailCode::from("Z999").as_str(), "Z999");
    /// # }
    /// ```
    ///
    /// Source: <https://docs.passportfintech.com/EN/errores-codes--payments->
    pub enum RailCode {
        /// Time-out at the system that the payment comes from.
        OriginTimeout = "B001",
        /// Time-out at the system that receives the payment.
        ReceiverTimeout = "B002",
        /// The receiver's account was not validated.
        AccountValidation = "B101",
        /// The account number is wrong.
        WrongAccountNumber = "B102",
        /// The identification is wrong.
        WrongIdentification = "B103",
        /// The type of the account or instrument is wrong.
        WrongInstrumentType = "B104",
        /// The receiving account does not exist.
        AccountNotFound = "B105",
        /// A control against fraud stopped the payment.
        FraudRisk = "B106",
        /// The sum is over the maximum of the deposit's type.
        OverDepositMaximum = "B107",
        /// The sum is over the maximum of the system.
        OverSystemMaximum = "B108",
        /// The sum is over the maximum of the receiving participant.
        OverParticipantMaximum = "B109",
        /// Time-out at the system that the payment comes from, while it was queried.
        OriginQueryTimeout = "B301",
        /// Time-out at the system that receives the payment, while it was queried.
        ReceiverQueryTimeout = "B302",
        /// The payment is accepted.
        Accepted = "U000",
        /// The sum is under the minimum, which is 1.
        UnderMinimum = "U111",
        /// The sum is over the maximum.
        OverMaximum = "U112",
        /// Something is wrong with the session; the page says no more.
        Session = "U119",
        /// The inbound channel is signed out.
        InboundSignedOut = "U120",
        /// The inbound bank is inactive.
        InboundBankInactive = "U122",
        /// The payment cannot be routed.
        Routing = "U125",
        /// The payment cannot be routed, by the second of the two codes for it.
        RoutingOther = "U126",
        /// Listed; its meaning is not known.
        U204 = "U204",
        /// Listed; its meaning is not known.
        U272 = "U272",
        /// Listed; its meaning is not known.
        U908 = "U908",
    }
}

impl RailCode {
    /// The code's meaning as a sentence; `None` where it is not known.
    #[must_use]
    pub fn meaning(&self) -> Option<&'static str> {
        Some(match self {
            Self::OriginTimeout => "Time-out at the system that the payment comes from.",
            Self::ReceiverTimeout => "Time-out at the system that receives the payment.",
            Self::AccountValidation => "The receiver's account was not validated.",
            Self::WrongAccountNumber => "The account number is wrong.",
            Self::WrongIdentification => "The identification is wrong.",
            Self::WrongInstrumentType => "The type of the account or instrument is wrong.",
            Self::AccountNotFound => "The receiving account does not exist.",
            Self::FraudRisk => "A control against fraud stopped the payment.",
            Self::OverDepositMaximum => "The sum is over the maximum of the deposit's type.",
            Self::OverSystemMaximum => "The sum is over the maximum of the system.",
            Self::OverParticipantMaximum => {
                "The sum is over the maximum of the receiving participant."
            }
            Self::OriginQueryTimeout => {
                "Time-out at the system that the payment comes from, while it was queried."
            }
            Self::ReceiverQueryTimeout => {
                "Time-out at the system that receives the payment, while it was queried."
            }
            Self::Accepted => "The payment is accepted.",
            Self::UnderMinimum => "The sum is under the minimum, which is 1.",
            Self::OverMaximum => "The sum is over the maximum.",
            Self::Session => "Something is wrong with the session.",
            Self::InboundSignedOut => "The inbound channel is signed out.",
            Self::InboundBankInactive => "The inbound bank is inactive.",
            Self::Routing | Self::RoutingOther => "The payment cannot be routed.",
            Self::U204 | Self::U272 | Self::U908 | Self::Other(_) => return None,
        })
    }

    /// Returns whether the code says that the payment is accepted; any other known code says what
    /// went wrong.
    ///
    /// Acceptance is not settlement: only the payment's status says that it is paid.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::RailCode;

    #[test]
    fn every_listed_code_is_known_and_says_what_is_known_of_it() {
        let known = [
            "B001", "B002", "B101", "B102", "B103", "B104", "B105", "B106", "B107", "B108", "B109",
            "B301", "B302", "U000", "U111", "U112", "U119", "U120", "U122", "U125", "U126",
        ];
        for word in known {
            let code = RailCode::from(word);
            assert!(!matches!(code, RailCode::Other(_)), "{word}");
            assert_eq!(code.as_str(), word);
            let meaning = code.meaning();
            assert!(meaning.is_some_and(|text| text.ends_with('.')), "{word}");
        }
        for word in ["U204", "U272", "U908"] {
            let code = RailCode::from(word);
            assert!(!matches!(code, RailCode::Other(_)), "{word}");
            assert_eq!(code.meaning(), None, "{word}");
        }
        let other = RailCode::from("B110");
        assert!(matches!(other, RailCode::Other(_)));
        assert_eq!(other.meaning(), None);
    }

    #[test]
    fn one_code_accepts() {
        for (word, accepted) in [
            ("U000", true),
            ("B105", false),
            ("U204", false),
            ("Z", false),
        ] {
            assert_eq!(RailCode::from(word).is_accepted(), accepted, "{word}");
        }
    }
}
