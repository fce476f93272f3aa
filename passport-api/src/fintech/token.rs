//! What is known about an access token.

use crate::fintech::{IamAccountId, TokenId};
use crate::types::{Timestamp, response};

response! {
    /// What is known about an access token. The token itself is withheld.
    ///
    /// Source: <https://docs.passportfintech.com/EN/retrieve-token-information>
    #[derive(Eq)]
    pub struct TokenInfo {
        /// The id to revoke it by.
        pub token_id: TokenId,
        /// How it is presented; `Bearer`.
        pub token_type: Option<String>,
        /// Its whole life, in seconds.
        pub expires_in: Option<i64>,
        /// The scopes it carries.
        pub scopes: Vec<String>,
        /// The roles that the scopes come from.
        pub roles: Vec<String>,
        /// The IAM account it belongs to; not a bank account.
        pub account_id: Option<IamAccountId>,
        /// When it was created.
        pub created_at: Option<Timestamp>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_id_is_needed() {
        let json =
            r#"{"token_id":"t-1","scopes":["iam.mfa.*"],"created_at":"2025-01-02T03:04:05.678Z"}"#;
        let token: TokenInfo = serde_json::from_str(json).unwrap();
        assert_eq!(token.scopes, ["iam.mfa.*"]);
        assert!(token.created_at.unwrap().to_system_time().is_some());
        assert_eq!(
            serde_json::from_str::<TokenInfo>(r#"{"token_id":"t-1"}"#)
                .unwrap()
                .roles,
            [""; 0]
        );
        assert!(serde_json::from_str::<TokenInfo>("{}").is_err());
    }
}
