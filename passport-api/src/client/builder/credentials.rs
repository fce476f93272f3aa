//! The credentials of a client, and how it authenticates at the token endpoint.

use std::sync::Arc;

use crate::catalog::{BodyFormat, Credentials};
use crate::client::{Api, ClientBuilder};
use crate::error::Error;
use crate::token::{ClientSecretProvider, SecretSource, into_secret};

impl<A: Api> ClientBuilder<A> {
    /// The client's identifier and secret (RFC 6749, 2.3.1). A client without them can only use
    /// tokens that it is given, by `token_from`.
    ///
    /// For a secret that is rotated while the program runs, see
    /// [`client_secret_provider`](Self::client_secret_provider).
    pub fn credentials(mut self, client_id: impl Into<String>, secret: impl Into<String>) -> Self {
        let secret = SecretSource::Fixed(into_secret(secret.into()));
        self.credentials = Some((client_id.into(), secret));
        self
    }

    /// The client's identifier, and a provider that is asked for the secret at each token request, in
    /// place of [`credentials`](Self::credentials). So a secret can be rotated while the program runs,
    /// and all tokens stay good.
    ///
    /// The identifier stays the same for the life of the client, because tokens, limits and what is
    /// shared with other clients belong to it; another identifier is another client.
    ///
    /// ```
    /// # #[cfg(feature = "breb")] {
    /// use passport_api::breb;
    ///
    /// // A file that is replaced when the secret is rotated.
    /// let builder = breb::Client::builder().client_secret_provider("the API key", || {
    ///     std::fs::read_to_string("/run/secrets/passport").map(|text| text.trim_end().to_owned())
    /// });
    ///
    /// // A secret store that is asked over the network.
    /// # async fn ask_the_store() -> Result<String, std::io::Error> { Ok(String::new()) }
    /// let builder = breb::Client::builder()
    ///     .client_secret_provider("the API key", || Box::pin(async { ask_the_store().await }));
    /// # }
    /// ```
    pub fn client_secret_provider(
        mut self,
        client_id: impl Into<String>,
        provider: impl ClientSecretProvider,
    ) -> Self {
        let secret = SecretSource::Provider(Arc::new(provider));
        self.credentials = Some((client_id.into(), secret));
        self
    }

    /// The client authentication at the token endpoint, instead of the spec's:
    /// [`Credentials::ClientSecretBasicRaw`] for a server that does not form-decode what stands in
    /// HTTP Basic.
    ///
    /// ```
    /// # #[cfg(feature = "breb")] {
    /// use passport_api::breb;
    /// use passport_api::catalog::Credentials;
    ///
    /// let builder = breb::Client::builder().client_auth(Credentials::ClientSecretBasicRaw);
    /// # }
    /// ```
    pub fn client_auth(mut self, credentials: Credentials) -> Self {
        self.client_auth = credentials;
        self
    }

    /// The `audience` of the token request, instead of the spec's.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// The encoding of the token request, instead of the spec's: some servers take either.
    pub fn token_format(mut self, format: BodyFormat) -> Self {
        self.token_format = format;
        self
    }

    /// Takes what the environment says: `PASSPORT_CLIENT_ID`, `PASSPORT_CLIENT_SECRET`,
    /// `PASSPORT_BASE_URL` and, where they are set, `PASSPORT_AUDIENCE` and `PASSPORT_TOKEN_URL`.
    ///
    /// # Errors
    ///
    /// [`is_config`](Error::is_config) if one of the first three is not set; the error names all
    /// that are missing.
    pub fn from_env(mut self) -> Result<Self, Error> {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let needed = [
            "PASSPORT_CLIENT_ID",
            "PASSPORT_CLIENT_SECRET",
            "PASSPORT_BASE_URL",
        ];
        let [Some(client_id), Some(secret), Some(base_url)] = needed.map(set) else {
            let missing = needed.iter().filter(|name| set(name).is_none());
            let missing: Vec<&str> = missing.copied().collect();
            let servers = A::CATALOG.servers.iter();
            let servers: Vec<String> = servers.map(|s| format!("{} ({})", s.url, s.name)).collect();
            return Err(Error::config(format!(
                "not set: {}; servers that are known: {}",
                missing.join(", "),
                servers.join(", ")
            )));
        };
        if let Some(token_url) = set("PASSPORT_TOKEN_URL") {
            self = self.token_url(token_url);
        }
        if let Some(audience) = set("PASSPORT_AUDIENCE") {
            self = self.audience(audience);
        }
        Ok(self.base_url(base_url).credentials(client_id, secret))
    }
}
