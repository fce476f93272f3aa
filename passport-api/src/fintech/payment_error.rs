//! Why a payment was rejected.

use crate::types::response;

response! {
    /// Why a payment was rejected.
    ///
    /// Source: <https://docs.passportfintech.com/EN/errores-codes--payments->
    #[derive(Default, Eq)]
    pub struct PaymentError {
        /// The rail's code, such as `B105`: the account does not exist.
        pub error_code: Option<String>,
        /// What the code means; some pages repeat the code here.
        pub error_description: Option<String>,
        /// The rail's answer, such as `RJCT`; the page names it without showing it.
        pub status_code: Option<String>,
    }
}
