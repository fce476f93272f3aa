//! Words that both generations write alike.

use crate::open_enum;

open_enum! {
    /// What sort of bank account it is.
    ///
    /// Bre-B knows the first two, ACH all of them.
    pub enum AccountType {
        /// An ordinary deposit account.
        Ordinary = "ORDINARY",
        /// A deposit account for low amounts, such as a wallet.
        LowValue = "LOW_VALUE",
        /// A checking account.
        Checking = "CHECKING",
        /// A savings account.
        Savings = "SAVINGS",
        /// An inclusive deposit account for low amounts.
        InclusiveLowValue = "INCLUSIVE_LOW_VALUE",
    }
}

open_enum! {
    /// What sort of document identifies a person or a business.
    pub enum IdentificationType {
        /// Citizen's card (cédula de ciudadanía).
        Cc = "CC",
        /// Foreigner's card (cédula de extranjería).
        Ce = "CE",
        /// Unique personal number (NUIP).
        Nuip = "NUIP",
        /// Temporary protection permit (PPT).
        Ppt = "PPT",
        /// Special residence permit (PEP).
        Pep = "PEP",
        /// Tax number (NIT).
        Nit = "NIT",
        /// Passport.
        Pas = "PAS",
        /// Minor's card (tarjeta de identidad).
        Tdi = "TDI",
    }
}

open_enum! {
    /// Whether somebody is a person or a business.
    pub enum PartyType {
        /// A natural person.
        Individual = "INDIVIDUAL",
        /// A business.
        Business = "BUSINESS",
    }
}

open_enum! {
    /// How far a payment is. A status that is not known counts as on its way.
    ///
    /// Source: <https://docs.passportfintech.com/EN/errores-codes--payments->
    pub enum PaymentStatus {
        /// Accepted, not yet sent.
        Pending = "PENDING",
        /// On its way.
        Processing = "PROCESSING",
        /// Paid, for good.
        Settled = "SETTLED",
        /// Refused, for good; the payment's `error` says why.
        Rejected = "REJECTED",
    }
}

impl PaymentStatus {
    /// Whether the payment stays as it is.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Settled | Self::Rejected)
    }
}

open_enum! {
    /// How a token came about.
    ///
    /// Source: <https://docs.passportfintech.com/EN/list-token-information>
    pub enum GrantFlow {
        /// From client credentials.
        ClientCredentials = "GRANT_FLOW_CLIENT_CREDENTIALS",
        /// From a user's password.
        Password = "GRANT_FLOW_PASSWORD",
        /// While an entity was set up.
        EntitySetup = "GRANT_FLOW_ENTITY_SETUP",
        /// By signing in to the dashboard.
        Login = "GRANT_FLOW_LOGIN",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_statuses_are_final() {
        for (word, is_final) in [
            ("PENDING", false),
            ("PROCESSING", false),
            ("SETTLED", true),
            ("REJECTED", true),
            ("ON_HOLD", false),
        ] {
            assert_eq!(PaymentStatus::from(word).is_final(), is_final, "{word}");
        }
    }
}
