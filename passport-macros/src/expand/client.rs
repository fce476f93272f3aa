//! `Client` and `servers`.

use passport_spec::{Api, camel};

use super::text::Text;

pub(super) fn write(text: &mut Text, api: &Api) {
    let title = &api.title;
    text.doc(&format!("A client of {title}."));
    if let Some(description) = &api.description {
        text.doc(&format!("\n{description}"));
    }
    text.doc(
        "\nIt is cheap to clone; the clones share connections and tokens. Build it with \
         [`builder`](Self::builder) or [`from_env`](Self::from_env).",
    );
    text.line(format_args!("{CLIENT}"));
    for (resource, endpoints) in api.resources() {
        let ty = camel(resource);
        let methods: Vec<String> = endpoints.iter().map(|e| format!("`{}`", e.name)).collect();
        text.doc(&format!(
            "The calls of `{resource}`: {}.",
            methods.join(", ")
        ));
        text.line(format_args!(
            "#[must_use] pub fn {resource}(&self) -> resources::{ty}<'_> \
             {{ resources::{ty} {{ core: &self.core }} }}"
        ));
    }
    text.line(format_args!("}}"));
    write_servers(text, api);
}

fn write_servers(text: &mut Text, api: &Api) {
    text.doc(&format!("The base URLs of {}.", api.title));
    text.line(format_args!("pub mod servers {{"));
    for (name, url) in &api.servers {
        text.doc(&format!("The server `{name}`."));
        text.line(format_args!(
            "pub const {}: &str = {url:?};",
            name.to_uppercase()
        ));
    }
    text.line(format_args!("}}"));
}

/// All of the client but its resources; the last brace is left open.
const CLIENT: &str = r#"
#[derive(Clone, Debug)]
pub struct Client { core: __private::ApiCore<Self> }

impl __private::Api for Client {
    const CATALOG: &'static __private::catalog::Catalog = &CATALOG;
    fn from_core(core: __private::ApiCore<Self>) -> Self { Self { core } }
    fn core(&self) -> &__private::ApiCore<Self> { &self.core }
}

impl Client {
    /// Starts a client that is configured in code.
    pub fn builder() -> __private::ClientBuilder<Self> { __private::ClientBuilder::new() }

    /// Builds a client from the environment: `PASSPORT_CLIENT_ID`, `PASSPORT_CLIENT_SECRET`,
    /// `PASSPORT_BASE_URL` and, where it is set, `PASSPORT_AUDIENCE`.
    ///
    /// # Errors
    ///
    /// If a variable is missing or does not fit; the error names it.
    pub fn from_env() -> ::core::result::Result<Self, __private::Error> {
        Self::builder().from_env()?.build()
    }

    /// The server's base URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str { self.core.base_url() }

    /// Fetches an access token for a set of scopes (client credentials grant, RFC 6749, 4.4), or
    /// takes one that was fetched before and is still good.
    ///
    /// The token exists only if the server's grant covers `S`; otherwise the error lists what is
    /// missing, what `S` declares and what was granted.
    pub fn token<S>(&self) -> __private::TokenRequest<'_, S> where S: access::Client {
        __private::TokenRequest::new(self)
    }

    /// Takes a token that was fetched in another way than by this client, with the scopes that it
    /// was granted. It is not renewed.
    ///
    /// # Errors
    ///
    /// If what was granted does not cover `S`.
    pub fn token_from<S>(
        &self,
        token: __private::GivenToken,
    ) -> ::core::result::Result<__private::ScopedToken<S>, __private::Error>
    where
        S: access::Client,
    {
        __private::token_from(self, token)
    }

    /// Calls an endpoint that has no method here, with a token that carries the scope it needs.
    ///
    /// `path` is everything behind the base URL, version included. The answer is any JSON; with
    /// `returning` it is a type.
    pub fn request<'c, S, X>(
        &'c self,
        token: &'c __private::ScopedToken<S>,
        scope: X,
        method: __private::Method,
        path: &str,
    ) -> __private::Call<'c, __private::Value>
    where
        S: __private::Carries<X>,
        X: __private::Scope<Api = Self>,
    {
        __private::Call::raw(&self.core, token, scope, method, path)
    }
"#;
