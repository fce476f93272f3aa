//! The clients of the OAuth2 server, one for each way to ask for a token.

/// By HTTP Basic; with what else the server has.
pub(crate) mod basic {
    passport_api::api! {
        spec = "peers/scopes.toml",
        api = "basic",
        module = crate::api::basic,
        models = crate::model,
    }
}

/// With the credentials in the body.
pub(crate) mod posted {
    passport_api::api! {
        spec = "peers/scopes.toml",
        api = "posted",
        module = crate::api::posted,
        models = crate::model,
    }
}

/// By HTTP Basic; a response without scopes grants none.
pub(crate) mod strict {
    passport_api::api! {
        spec = "peers/scopes.toml",
        api = "strict",
        module = crate::api::strict,
        models = crate::model,
    }
}

/// For a resource that the server does not know.
pub(crate) mod elsewhere {
    passport_api::api! {
        spec = "peers/scopes.toml",
        api = "elsewhere",
        module = crate::api::elsewhere,
        models = crate::model,
    }
}
