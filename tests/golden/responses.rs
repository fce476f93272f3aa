// Generated from responses.toml by `cargo xtask regen`, do not edit by hand.

#[doc(hidden)]
pub use ::passport_api::__private;
mod __model {
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Conflict = crate::shop::model::Conflict;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Missing = crate::shop::model::Missing;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type NewOrder = crate::shop::model::NewOrder;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type NoSuchShop = crate::shop::model::NoSuchShop;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Order = crate::shop::model::Order;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Problem = crate::shop::model::Problem;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Accepted = crate::shop::model::queue::Accepted;
    const _: super::__private::BodyAs<Conflict> = super::__private::Error::body_as;
    const _: super::__private::BodyAs<Missing> = super::__private::Error::body_as;
    const _: super::__private::BodyAs<NoSuchShop> = super::__private::Error::body_as;
    const _: super::__private::BodyAs<Problem> = super::__private::Error::body_as;
}
/// A client of shop.
///
/// It is cheap to clone; the clones share connections and tokens. Build it with [`builder`](Self::builder) or [`from_env`](Self::from_env).
#[derive(Clone, Debug)]
pub struct Client {
    core: __private::ApiCore<Self>,
}
impl __private::Api for Client {
    const CATALOG: &'static __private::catalog::Catalog = &CATALOG;
    fn from_core(core: __private::ApiCore<Self>) -> Self {
        Self { core }
    }
    fn core(&self) -> &__private::ApiCore<Self> {
        &self.core
    }
}
impl Client {
    /// Starts a client that is configured in code.
    pub fn builder() -> ::passport_api::ClientBuilder<Self> {
        __private::ClientBuilder::new()
    }
    /// Builds a client from the environment: `PASSPORT_CLIENT_ID`, `PASSPORT_CLIENT_SECRET`,
    /// `PASSPORT_BASE_URL` and, where it is set, `PASSPORT_AUDIENCE`.
    ///
    /// # Errors
    ///
    /// If a variable is missing or does not fit; the error names it.
    pub fn from_env() -> ::core::result::Result<Self, ::passport_api::Error> {
        Self::builder().from_env()?.build()
    }
    /// The server's base URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.core.base_url()
    }
    /// Fetches an access token for a set of scopes (client credentials grant, RFC 6749, 4.4), or
    /// takes one that was fetched before and is still good.
    ///
    /// The token exists only if the server's grant covers `S`; otherwise the error lists what is
    /// missing, what `S` declares and what was granted.
    pub fn token<S>(&self) -> ::passport_api::TokenRequest<'_, S>
    where
        S: access::Client,
    {
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
        token: ::passport_api::GivenToken,
    ) -> ::core::result::Result<::passport_api::ScopedToken<S>, ::passport_api::Error>
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
        token: &'c ::passport_api::ScopedToken<S>,
        scope: X,
        method: ::passport_api::http::Method,
        path: &str,
    ) -> ::passport_api::Call<'c, ::passport_api::serde_json::Value>
    where
        S: ::passport_api::Carries<X>,
        X: ::passport_api::Scope<Api = Self>,
    {
        __private::Call::raw(&self.core, token, scope, method, path)
    }
    /// The calls of `orders`: `create`, `export`, `receipt`, `photo`, `find`, `list`.
    #[must_use]
    pub fn orders(&self) -> resources::Orders<'_> {
        resources::Orders {
            core: &self.core,
        }
    }
}
/// The base URLs of shop.
pub mod servers {
    /// The server `production`.
    pub const PRODUCTION: &str = "https://shop.example";
}
/// What `scopes.toml` says of shop: servers, scopes, endpoints and what they need.
pub static CATALOG: __private::catalog::Catalog = {
    use __private::catalog::*;
    use ::core::option::Option::{None, Some};
    Catalog {
        name: "shop",
        title: "shop",
        docs: None,
        servers: &[
            Server {
                name: "production",
                url: "https://shop.example",
            },
        ],
        prefixes: &[],
        token: TokenEndpoint {
            address: TokenAddress::Path {
                prefix: "",
                path: "/oauth/token",
            },
            request: BodyFormat::Form,
            credentials: Credentials::Basic,
            audience: None,
            fields: &[],
            scope_parameter: true,
            granted_field: "scope",
            granted_format: GrantedFormat::Space,
            granted_absent: GrantedAbsent::AsRequested,
            lifetime: 3600,
            token_type_aliases: &[],
            response: &[],
            revoke: None,
        },
        scopes: &[
            ScopeInfo {
                name: "all",
                description: "All",
                aliases: &[],
                deprecated: None,
                gives: &[],
                template: false,
                inferred: false,
            },
        ],
        sets: &[],
        pagination: &[],
        endpoints: &[
            Endpoint {
                resource: "orders",
                name: "create",
                method: "POST",
                prefix: "",
                path: "/orders",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Never,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "export",
                method: "GET",
                prefix: "",
                path: "/orders/{id}/export",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "receipt",
                method: "GET",
                prefix: "",
                path: "/orders/{id}/receipt",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "photo",
                method: "GET",
                prefix: "",
                path: "/orders/{id}/photo",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "find",
                method: "GET",
                prefix: "",
                path: "/orders/{number}/photo",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "list",
                method: "GET",
                prefix: "",
                path: "/orders",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: true,
                retry: Retry::Safe,
                list: Some(List {
                    field: "data",
                    pagination: None,
                    empty_on_404: false,
                }),
                docs: None,
            },
        ],
    }
};
/// The scopes of shop as types.
pub mod scopes {
    /// The scope `all`: All
    ///
    /// Needed by `orders().create`, `orders().export`, `orders().receipt`, `orders().photo`, `orders().find`, `orders().list`.
    #[derive(Clone, Copy, Debug)]
    pub struct All;
    impl super::__private::Scope for All {
        type Api = super::Client;
        const NAME: &'static str = "all";
        const INDEX: u32 = 0;
        type At = (super::__private::tree::D0,);
    }
    #[diagnostic::on_unimplemented(
        message = "`{S}` does not carry the scope `all`",
        label = "this needs `all`",
        note = "add \"all\" to the `shop::scope_set!` that declares `{S}`"
    )]
    #[doc(hidden)]
    pub trait AllIn<S>: super::__private::Proof<S> {}
    #[diagnostic::do_not_recommend]
    impl<S> AllIn<S> for All
    where
        All: super::__private::Proof<S>,
    {}
    impl<S> super::__private::HeldBy<S> for All
    where
        All: AllIn<S>,
    {}
}
#[doc(hidden)]
pub mod __leaves {
    pub use super::__private::tree::No as __No;
    pub use super::__private::ScopeSet as __ScopeSet;
    pub use super::Client as __Client;
    pub use super::scopes::All as __S0;
}
/// Which sets of scopes may make which call of shop.
///
/// Generic code asks for them: `where S: access::RESOURCE::METHOD`.
pub mod access {
    /// Any set of scopes of shop.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is no set of the scopes of `shop`",
        label = "this needs a set declared by `shop::scope_set!`",
        note = "each API has its own sets and its own tokens; declare one with `shop::scope_set!`"
    )]
    pub trait Client: super::__private::ScopeSet<Api = super::Client> {}
    #[diagnostic::do_not_recommend]
    impl<S: super::__private::ScopeSet<Api = super::Client>> Client for S {}
    /// Access to the calls of `orders`.
    pub mod orders {
        #[allow(unused_imports)]
        use super::super::{__private as __p, scopes as __s};
        /// Access to `orders().create`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().create` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Create: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Create for S {}
        /// Access to `orders().export`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().export` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Export: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Export for S {}
        /// Access to `orders().receipt`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().receipt` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Receipt: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Receipt for S {}
        /// Access to `orders().photo`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().photo` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Photo: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Photo for S {}
        /// Access to `orders().find`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().find` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Find: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Find for S {}
        /// Access to `orders().list`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().list` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait List: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> List for S {}
    }
}
/// The resources of shop, one type each, with the calls as methods.
pub mod resources {
    #[allow(unused_imports)]
    use super::{
        access, calls, __model::*,
        __private::{
            self as __p, AsRef, Bytes, Call, Into, IntoIterator, Option, Page,
            ScopedToken, String, Value,
        },
    };
    /// The calls of `orders`; see `Client::orders`.
    #[derive(Clone, Copy, Debug)]
    pub struct Orders<'c> {
        pub(super) core: &'c __p::ApiCore<super::Client>,
    }
    impl<'c> Orders<'c> {
        /// `POST /orders` needs `all`.
        ///
        /// It may have been processed when no answer arrives, so it is never sent again.
        ///
        /// The body of a refusal, by status: `NoSuchShop` (404), `Conflict` (409), `Problem` (5XX, any other); see `Error::body_as`.
        pub fn create<S>(
            &self,
            token: &'c ScopedToken<S>,
            body: &NewOrder,
        ) -> Call<'c, super::responses::CreateOrders>
        where
            S: access::orders::Create,
        {
            let mut call = __p::Call::several(self.core.with_token1::<0>(token));
            call.json_body(body);
            call
        }
        /// `GET /orders/{id}/export` needs `all`.
        ///
        /// It changes nothing, so it may be sent again.
        ///
        /// The body of a refusal, by status: `Missing` (404), `Problem` (5XX, any other); see `Error::body_as`.
        pub fn export<S>(
            &self,
            token: &'c ScopedToken<S>,
            id: impl AsRef<str>,
        ) -> calls::ExportOrders<'c>
        where
            S: access::orders::Export,
        {
            let mut call = __p::Call::several(self.core.with_token1::<1>(token));
            call.path_text(id);
            call.accept("text/csv, application/json");
            calls::ExportOrders(call)
        }
        /// `GET /orders/{id}/receipt` needs `all`.
        ///
        /// It changes nothing, so it may be sent again.
        ///
        /// The body of a refusal, by status: `Missing` (404), `Problem` (5XX, any other); see `Error::body_as`.
        pub fn receipt<S>(
            &self,
            token: &'c ScopedToken<S>,
            id: impl AsRef<str>,
        ) -> Call<'c, String>
        where
            S: access::orders::Receipt,
        {
            let mut call = __p::Call::text(self.core.with_token1::<2>(token));
            call.path_text(id);
            call.accept("text/*");
            call
        }
        /// `GET /orders/{id}/photo` needs `all`.
        ///
        /// It changes nothing, so it may be sent again.
        ///
        /// The body of a refusal, by status: `Missing` (404), `Problem` (5XX, any other); see `Error::body_as`.
        pub fn photo<S>(
            &self,
            token: &'c ScopedToken<S>,
            id: impl AsRef<str>,
        ) -> Call<'c, Bytes>
        where
            S: access::orders::Photo,
        {
            let mut call = __p::Call::bytes(self.core.with_token1::<3>(token));
            call.path_text(id);
            call.accept("image/png");
            call
        }
        /// `GET /orders/{number}/photo` needs `all`.
        ///
        /// It changes nothing, so it may be sent again.
        ///
        /// The body of a refusal, by status: `Missing` (404), `Problem` (5XX, any other); see `Error::body_as`.
        pub fn find<S>(
            &self,
            token: &'c ScopedToken<S>,
            number: impl AsRef<str>,
        ) -> Call<'c, Bytes>
        where
            S: access::orders::Find,
        {
            let mut call = __p::Call::bytes(self.core.with_token1::<4>(token));
            call.path_text(number);
            call.accept("*/*");
            call
        }
        /// `GET /orders` needs `all`. It can be called without a token as well, by `list_anonymously`.
        ///
        /// It changes nothing, so it may be sent again.
        ///
        /// The body of a refusal, by status: `Missing` (404), `Problem` (5XX, any other); see `Error::body_as`.
        pub fn list<S>(&self, token: &'c ScopedToken<S>) -> calls::ListOrders<'c>
        where
            S: access::orders::List,
        {
            let call = __p::Call::page(self.core.with_token1::<5>(token));
            calls::ListOrders(call)
        }
        /// `GET /orders` takes no token here. With one, by `list`, it needs `all`.
        ///
        /// It changes nothing, so it may be sent again.
        ///
        /// The body of a refusal, by status: `Missing` (404), `Problem` (5XX, any other); see `Error::body_as`.
        pub fn list_anonymously(&self) -> calls::ListOrders<'c> {
            let call = __p::Call::page(self.core.without_token1::<5>());
            calls::ListOrders(call)
        }
    }
}
/// Requests with optional parameters, which are set before the request is sent.
pub mod calls {
    #[allow(unused_imports)]
    use super::{
        access, calls, __model::*,
        __private::{
            self as __p, AsRef, Bytes, Call, Into, IntoIterator, Option, Page,
            ScopedToken, String, Value,
        },
    };
    __p::call_type! {
        #[doc = " The request of `orders().export`, with its optional parameters."]
        ExportOrders, super::responses::ExportOrders
    }
    impl ExportOrders<'_> {
        /// Sets the query parameter `exact`.
        pub fn exact(mut self, exact: bool) -> Self {
            self.0.query_param("exact", &exact);
            self
        }
    }
    __p::call_type! {
        #[doc = " The request of `orders().list`, with its optional parameters."]
        ListOrders, list of Order
    }
    impl ListOrders<'_> {
        /// Sets the query parameter `limit`.
        pub fn limit(mut self, limit: i64) -> Self {
            self.0.query_param("limit", &limit);
            self
        }
    }
}
/// What calls answer with whose body depends on the status.
pub mod responses {
    #[allow(unused_imports)]
    use super::{
        access, calls, __model::*,
        __private::{
            self as __p, AsRef, Bytes, Call, Into, IntoIterator, Option, Page,
            ScopedToken, String, Value,
        },
    };
    /// What `orders().create` answers with, by status.
    #[allow(clippy::large_enum_variant, variant_size_differences)]
    #[non_exhaustive]
    pub enum CreateOrders {
        /// Status 200: `Order`.
        Ok(Order),
        /// Status 202: `queue::Accepted`.
        Accepted(Accepted),
        /// Status 204, without a body that matters.
        NoContent,
    }
    impl ::core::fmt::Debug for CreateOrders {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str(
                match self {
                    Self::Ok(_) => "Ok(..)",
                    Self::Accepted(_) => "Accepted(..)",
                    Self::NoContent => "NoContent",
                },
            )
        }
    }
    impl super::__private::Several for CreateOrders {
        fn read(
            answer: super::__private::Unread<'_>,
        ) -> ::core::result::Result<Self, super::__private::Error> {
            match answer.status() {
                200 => answer.json().map(Self::Ok),
                202 => answer.json().map(Self::Accepted),
                204 => answer.empty().map(|()| Self::NoContent),
                _ => ::core::result::Result::Err(answer.undocumented()),
            }
        }
    }
    /// What `orders().export` answers with, by status.
    #[allow(clippy::large_enum_variant, variant_size_differences)]
    #[non_exhaustive]
    pub enum ExportOrders {
        /// Status 200: any JSON value.
        Ok(Value),
        /// Status 203: text.
        NonAuthoritativeInformation(String),
        /// Any other status of success: bytes.
        Success(Bytes),
    }
    impl ::core::fmt::Debug for ExportOrders {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str(
                match self {
                    Self::Ok(_) => "Ok(..)",
                    Self::NonAuthoritativeInformation(_) => {
                        "NonAuthoritativeInformation(..)"
                    }
                    Self::Success(_) => "Success(..)",
                },
            )
        }
    }
    impl super::__private::Several for ExportOrders {
        fn read(
            answer: super::__private::Unread<'_>,
        ) -> ::core::result::Result<Self, super::__private::Error> {
            match answer.status() {
                200 => answer.json().map(Self::Ok),
                203 => answer.text().map(Self::NonAuthoritativeInformation),
                _ => answer.bytes().map(Self::Success),
            }
        }
    }
}
const _: () = {
    use __leaves::*;
    #[allow(unused_imports)]
    use __private::{requirement as __r, tree as __t};
    impl __r::Requirements for __Client {
        type E0 = __S0;
        type E1 = __S0;
        type E2 = __S0;
        type E3 = __S0;
        type E4 = __S0;
        type E5 = __r::OrNone<__S0>;
        type E6 = __No;
        type E7 = __No;
        type E8 = __No;
        type E9 = __No;
        type EA = __No;
        type EB = __No;
        type EC = __No;
        type ED = __No;
        type EE = __No;
        type EF = __No;
    }
};
/// The named sets of scopes of shop.
pub mod sets {
    /// The set without scopes, for calls that need none.
    #[derive(Clone, Copy, Debug)]
    pub struct Unscoped;
    const _: () = {
        use super::__leaves::*;
        impl __ScopeSet for Unscoped {
            type Api = __Client;
            const NAME: &'static str = "Unscoped";
            const SCOPES: &'static [&'static str] = &[];
            const PLACES: &'static [u16] = &[];
            type T0 = __No;
            type T1 = __No;
            type T2 = __No;
            type T3 = __No;
            type T4 = __No;
            type T5 = __No;
            type T6 = __No;
            type T7 = __No;
            type T8 = __No;
            type T9 = __No;
            type TA = __No;
            type TB = __No;
            type TC = __No;
            type TD = __No;
            type TE = __No;
            type TF = __No;
        }
    };
}
#[allow(non_camel_case_types)]
#[doc(hidden)]
pub type __module_must_name_the_module_of_this_api = Client;
#[allow(unused_qualifications)]
const _: fn(Client) -> crate::shop::__module_must_name_the_module_of_this_api = |client| {
    client
};
const _: ::core::option::Option<&str> = ::core::option_env!("PASSPORT_AUDIT");
/// Declares sets of scopes of shop, each as a type.
///
/// ```text
/// shop::scope_set! {
///     /// The docs of the set.
///     pub struct Name = "all";
/// }
/// ```
///
/// `client.token::<Name>()` fetches a token that carries these scopes. A call that needs another scope
/// does not compile with that token. A name that ends in `*` stands for all scopes with that beginning.
/// Attributes and a visibility are those of a struct.
#[doc(hidden)]
#[macro_export]
macro_rules! __4shop_4shop_scope_set {
    () => {
        ::core::compile_error!("no set is declared; write `pub struct Name = \"scope.one\", \"scope.two\";`");
    };
    ($($tokens:tt)*) => {
        $crate::shop::__private::scope_set! { ($crate::shop) "shop\nall\t\t\t"
        $($tokens)* }
    };
}
#[doc(inline)]
pub use __4shop_4shop_scope_set as scope_set;
mod user {
    /// What the user writes.
    #[derive(Clone, Copy, Debug)]
    /**
 Scopes:

 * `all`
*/
    pub struct Example;
    const _: () = {
        use ::shop::shop::__leaves::*;
        impl __ScopeSet for Example {
            type Api = __Client;
            const NAME: &'static str = "Example";
            const SCOPES: &'static [&'static str] = &["all"];
            const PLACES: &'static [u16] = &[0];
            type T0 = __S0;
            type T1 = __No;
            type T2 = __No;
            type T3 = __No;
            type T4 = __No;
            type T5 = __No;
            type T6 = __No;
            type T7 = __No;
            type T8 = __No;
            type T9 = __No;
            type TA = __No;
            type TB = __No;
            type TC = __No;
            type TD = __No;
            type TE = __No;
            type TF = __No;
        }
    };
    const _: ::core::option::Option<&str> = ::core::option_env!("PASSPORT_AUDIT");
}
