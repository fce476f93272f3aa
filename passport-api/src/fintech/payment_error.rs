//! Why a payment was rejected.

use super::rail_code::RailCode;
use crate::types::response;

response! {
    /// Why a payment was rejected.
    ///
    /// Source: <https://docs.passportfintech.com/EN/errores-codes--payments->
    #[derive(Default, Eq)]
    pub struct PaymentError {
        /// The rail's code as it was sent, such as `B105`; [`rail_code`](Self::rail_code) says what
        /// is known of it.
        pub error_code: Option<String>,
        /// The code's meaning; some pages repeat the code here.
        pub error_description: Option<String>,
        /// The rail's answer, such as `RJCT`; the page names it without showing it.
        pub status_code: Option<String>,
    }
}

impl PaymentError {
    /// The rail's code, typed: its [`meaning`](RailCode::meaning) where it is known.
    ///
    /// ```
    /// # #[cfg(feature = "breb")] {
    /// use passport_api::breb::model::{PaymentError, RailCode};
    ///
    /// let json = r#"{"error_code":"B105"}"#;
    /// let error: PaymentError = serde_json::from_str(json).unwrap();
    /// assert_eq!(error.rail_code(), Some(RailCode::AccountNotFound));
    /// assert_eq!(error.error_code.as_deref(), Some("B105"));
    /// # }
    /// ```
    #[must_use]
    pub fn rail_code(&self) -> Option<RailCode> {
        self.error_code.as_deref().map(RailCode::from)
    }
}
