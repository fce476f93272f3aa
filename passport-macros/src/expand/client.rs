//! `Client` and `servers`.

use passport_spec::{Api, camel, doc_line, doc_text};

use super::text::Text;

/// `runtime` is the path of the runtime crate.
pub(super) fn write(text: &mut Text, api: &Api, runtime: &str) {
    let title = doc_line(&api.title);
    text.doc(&format!("A client of {title}."));
    if let Some(description) = &api.description {
        text.doc(&format!("\n{}", doc_text(description)));
    }
    text.doc(
        "\nIt is cheap to clone; the clones share connections and tokens. Build it with \
         [`builder`](Self::builder) or [`from_env`](Self::from_env).",
    );
    text.line(format_args!("{}", CLIENT.replace("RUNTIME", runtime)));
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
    text.doc(&format!("The base URLs of {}.", doc_line(&api.title)));
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

/// All of the client but its resources; the last brace is left open. `RUNTIME` stands for the path of
/// the runtime crate. The docs are attributes, because rust-analyzer takes `///` in a parsed text for a
/// comment with a slash.
const CLIENT: &str = r#"
#[derive(Clone, Debug)]
pub struct Client { core: __private::ApiCore<Self> }

impl __private::Api for Client {
    const CATALOG: &'static __private::catalog::Catalog = &CATALOG;
    fn from_core(core: __private::ApiCore<Self>) -> Self { Self { core } }
    fn core(&self) -> &__private::ApiCore<Self> { &self.core }
}

impl Client {
    #[doc = " Starts a client that is configured in code."]
    pub fn builder() -> RUNTIME::ClientBuilder<Self> { __private::ClientBuilder::new() }

    #[doc = " Builds a client from the environment: `PASSPORT_CLIENT_ID`, `PASSPORT_CLIENT_SECRET`,"]
    #[doc = " `PASSPORT_BASE_URL` and, where it is set, `PASSPORT_AUDIENCE`."]
    #[doc = ""]
    #[doc = " # Errors"]
    #[doc = ""]
    #[doc = " If a variable is missing or does not fit; the error names it."]
    pub fn from_env() -> ::core::result::Result<Self, RUNTIME::Error> {
        Self::builder().from_env()?.build()
    }

    #[doc = " The server's base URL, without a slash at its end."]
    #[must_use]
    pub fn base_url(&self) -> &str { self.core.base_url() }

    #[doc = " Fetches an access token for a set of scopes (client credentials grant, RFC 6749, 4.4), or"]
    #[doc = " takes one that was fetched before and is still good."]
    #[doc = ""]
    #[doc = " The token exists only if the server's grant covers `S`; otherwise the error lists what is"]
    #[doc = " missing, what `S` declares and what was granted."]
    pub fn token<S>(&self) -> RUNTIME::TokenRequest<'_, S> where S: access::Client {
        __private::TokenRequest::new(self)
    }

    #[doc = " Takes a token that was fetched in another way than by this client, with the scopes that it"]
    #[doc = " was granted. It is not renewed."]
    #[doc = ""]
    #[doc = " # Errors"]
    #[doc = ""]
    #[doc = " If what was granted does not cover `S`."]
    pub fn token_from<S>(
        &self,
        token: RUNTIME::GivenToken,
    ) -> ::core::result::Result<RUNTIME::ScopedToken<S>, RUNTIME::Error>
    where
        S: access::Client,
    {
        __private::token_from(self, token)
    }

    #[doc = " Calls an endpoint that has no method here, with a token that carries the scope it needs."]
    #[doc = ""]
    #[doc = " `path` is everything behind the base URL, version included. The answer is any JSON; with"]
    #[doc = " `returning` it is a type."]
    pub fn request<'c, S, X>(
        &'c self,
        token: &'c RUNTIME::ScopedToken<S>,
        scope: X,
        method: RUNTIME::http::Method,
        path: &str,
    ) -> RUNTIME::Call<'c, RUNTIME::serde_json::Value>
    where
        S: RUNTIME::Carries<X>,
        X: RUNTIME::Scope<Api = Self>,
    {
        __private::Call::raw(&self.core, token, scope, method, path)
    }
"#;
