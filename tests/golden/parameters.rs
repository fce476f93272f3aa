// Generated from parameters.toml by `cargo xtask regen`, do not edit by hand.

#[doc(hidden)]
pub use ::passport_api::__private;
mod __model {
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Filter = crate::shop::model::Filter;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type NewOrder = crate::shop::model::NewOrder;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Order = crate::shop::model::Order;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type OrderId = crate::shop::model::OrderId;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Photo = crate::shop::model::Photo;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Point = crate::shop::model::Point;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type State = crate::shop::model::State;
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Card = crate::shop::model::payment::Card;
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
    /// The calls of `orders`: `list`, `search`, `create`, `pay`, `cancel`.
    #[must_use]
    pub fn orders(&self) -> resources::Orders<'_> {
        resources::Orders {
            core: &self.core,
        }
    }
    /// The calls of `bodies`: `json`, `text`, `bytes`, `multipart`, `optional`.
    #[must_use]
    pub fn bodies(&self) -> resources::Bodies<'_> {
        resources::Bodies {
            core: &self.core,
        }
    }
}
/// The base URLs of shop.
pub mod servers {
    /// The server `sandbox`.
    pub const SANDBOX: &str = "https://sandbox.shop.example";
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
                name: "sandbox",
                url: "https://sandbox.shop.example",
            },
            Server {
                name: "production",
                url: "https://shop.example",
            },
        ],
        prefixes: &[
            Prefix {
                name: "default",
                path: "/v1",
            },
            Prefix {
                name: "admin",
                path: "/admin",
            },
        ],
        token: TokenEndpoint {
            address: TokenAddress::Path {
                prefix: "default",
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
        pagination: &[
            Pagination {
                name: "pages",
                number: "page",
                size: "per-page",
                first: 0,
                info: "meta",
                total_items: "total",
                total_pages: "",
                current_page: "",
                snapshot: &[],
                snapshot_seconds: "",
                snapshot_nanos: "",
            },
        ],
        endpoints: &[
            Endpoint {
                resource: "orders",
                name: "list",
                method: "GET",
                prefix: "default",
                path: "/orders",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: Some(List {
                    field: "orders",
                    pagination: Some(0),
                    empty_on_404: true,
                }),
                docs: Some("https://shop.example/orders"),
            },
            Endpoint {
                resource: "orders",
                name: "search",
                method: "GET",
                prefix: "default",
                path: "/orders/by/{keys}/{near}/{shape}",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "create",
                method: "POST",
                prefix: "default",
                path: "/orders",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::KeyInHeader("Idempotency-Key"),
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "pay",
                method: "PUT",
                prefix: "admin",
                path: "/orders/{order_id}/payment",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Never,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "cancel",
                method: "DELETE",
                prefix: "default",
                path: "/orders/{order_id}/{reason}",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Never,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "bodies",
                name: "json",
                method: "PATCH",
                prefix: "default",
                path: "/bodies/json",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Never,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "bodies",
                name: "text",
                method: "POST",
                prefix: "default",
                path: "/bodies/text",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Never,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "bodies",
                name: "bytes",
                method: "PUT",
                prefix: "default",
                path: "/bodies/bytes",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Never,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "bodies",
                name: "multipart",
                method: "POST",
                prefix: "default",
                path: "/bodies/multipart",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Never,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "bodies",
                name: "optional",
                method: "POST",
                prefix: "default",
                path: "/bodies/optional",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Never,
                list: None,
                docs: None,
            },
        ],
    }
};
/// The scopes of shop as types.
pub mod scopes {
    /// The scope `all`: All
    ///
    /// Needed by `orders().list`, `orders().search`, `orders().create`, `orders().pay`, `orders().cancel`, `bodies().json`, `bodies().text`, `bodies().bytes`, `bodies().multipart`, `bodies().optional`.
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
        /// Access to `orders().list`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().list` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait List: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> List for S {}
        /// Access to `orders().search`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().search` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Search: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Search for S {}
        /// Access to `orders().create`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().create` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Create: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Create for S {}
        /// Access to `orders().pay`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().pay` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Pay: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Pay for S {}
        /// Access to `orders().cancel`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`orders().cancel` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Cancel: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Cancel for S {}
    }
    /// Access to the calls of `bodies`.
    pub mod bodies {
        #[allow(unused_imports)]
        use super::super::{__private as __p, scopes as __s};
        /// Access to `bodies().json`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`bodies().json` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Json: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Json for S {}
        /// Access to `bodies().text`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`bodies().text` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Text: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Text for S {}
        /// Access to `bodies().bytes`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`bodies().bytes` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Bytes: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Bytes for S {}
        /// Access to `bodies().multipart`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`bodies().multipart` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Multipart: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Multipart for S {}
        /// Access to `bodies().optional`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `all`",
            label = "`bodies().optional` needs `all`",
            note = "add \"all\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Optional: __p::Carries<__s::All> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::All>> Optional for S {}
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
        /// Lists orders.
        ///
        /// `GET /v1/orders` needs `all`.
        ///
        /// It changes nothing, so it may be sent again.
        ///
        /// See <https://shop.example/orders>.
        pub fn list<S>(
            &self,
            token: &'c ScopedToken<S>,
            state: impl Into<State>,
            shop: impl AsRef<str>,
        ) -> calls::ListOrders<'c>
        where
            S: access::orders::List,
        {
            let mut call = __p::Call::page(self.core.with_token1::<0>(token));
            call.query_param("filter.state", &state.into());
            call.header_text("X-Shop", shop);
            calls::ListOrders(call)
        }
        /// `GET /v1/orders/by/{keys}/{near}/{shape}` needs `all`.
        ///
        /// It changes nothing, so it may be sent again.
        pub fn search<S>(
            &self,
            token: &'c ScopedToken<S>,
            keys: impl IntoIterator<Item = impl Into<OrderId>>,
            near: &Point,
            shape: impl AsRef<str>,
            tag: impl IntoIterator<Item = impl AsRef<str>>,
            x_point: &Point,
        ) -> calls::SearchOrders<'c>
        where
            S: access::orders::Search,
        {
            let mut call = __p::Call::model(self.core.with_token1::<1>(token));
            call.path_list(
                keys.into_iter().map(|item| __p::text(&item.into())).collect(),
            );
            call.path_json(near);
            call.path_encoded(shape);
            call.query_list(
                "tag",
                __p::ListStyle::Repeat,
                tag.into_iter().map(|item| __p::text(&item.as_ref())).collect(),
            );
            call.header_json("X-Point", x_point);
            calls::SearchOrders(call)
        }
        /// `POST /v1/orders` needs `all`.
        ///
        /// Sent again with the same key, it is processed at most once.
        pub fn create<S>(
            &self,
            token: &'c ScopedToken<S>,
            body: &NewOrder,
        ) -> Call<'c, Order>
        where
            S: access::orders::Create,
        {
            let mut call = __p::Call::model(self.core.with_token1::<2>(token));
            call.json_body(body);
            call
        }
        /// `PUT /admin/orders/{order_id}/payment` needs `all`.
        ///
        /// It may have been processed when no answer arrives, so it is never sent again.
        pub fn pay<S>(
            &self,
            token: &'c ScopedToken<S>,
            order_id: impl Into<OrderId>,
            body: &Card,
        ) -> Call<'c, ()>
        where
            S: access::orders::Pay,
        {
            let mut call = __p::Call::empty(self.core.with_token1::<3>(token));
            call.path_param(&order_id.into());
            call.form_body(body);
            call
        }
        /// `DELETE /v1/orders/{order_id}/{reason}` needs `all`.
        ///
        /// It may have been processed when no answer arrives, so it is never sent again.
        pub fn cancel<S>(
            &self,
            token: &'c ScopedToken<S>,
            order_id: impl Into<OrderId>,
            reason: impl AsRef<str>,
        ) -> Call<'c, Value>
        where
            S: access::orders::Cancel,
        {
            let mut call = __p::Call::model(self.core.with_token1::<4>(token));
            call.path_param(&order_id.into());
            call.path_text(reason);
            call.body_from_path(&[("why", 1)]);
            call
        }
    }
    /// The calls of `bodies`; see `Client::bodies`.
    #[derive(Clone, Copy, Debug)]
    pub struct Bodies<'c> {
        pub(super) core: &'c __p::ApiCore<super::Client>,
    }
    impl<'c> Bodies<'c> {
        /// `PATCH /v1/bodies/json` needs `all`.
        ///
        /// It may have been processed when no answer arrives, so it is never sent again.
        pub fn json<'b, S>(
            &self,
            token: &'c ScopedToken<S>,
            body: impl Into<Option<&'b Value>>,
        ) -> Call<'c, ()>
        where
            S: access::bodies::Json,
        {
            let mut call = __p::Call::empty(self.core.with_token1::<5>(token));
            if let __p::Option::Some(body) = body.into() {
                call.media_type("application/merge-patch+json");
                call.json_body(body);
            }
            call
        }
        /// `POST /v1/bodies/text` needs `all`.
        ///
        /// It may have been processed when no answer arrives, so it is never sent again.
        pub fn text<S>(
            &self,
            token: &'c ScopedToken<S>,
            body: impl Into<String>,
        ) -> Call<'c, ()>
        where
            S: access::bodies::Text,
        {
            let mut call = __p::Call::empty(self.core.with_token1::<6>(token));
            call.media_type("text/csv");
            call.text_body(body.into());
            call
        }
        /// `PUT /v1/bodies/bytes` needs `all`.
        ///
        /// It may have been processed when no answer arrives, so it is never sent again.
        pub fn bytes<S>(
            &self,
            token: &'c ScopedToken<S>,
            body: impl Into<Option<Bytes>>,
        ) -> Call<'c, ()>
        where
            S: access::bodies::Bytes,
        {
            let mut call = __p::Call::empty(self.core.with_token1::<7>(token));
            if let __p::Option::Some(body) = body.into() {
                call.bytes_body(body);
            }
            call
        }
        /// `POST /v1/bodies/multipart` needs `all`.
        ///
        /// It may have been processed when no answer arrives, so it is never sent again.
        pub fn multipart<S>(
            &self,
            token: &'c ScopedToken<S>,
            body: &Photo,
        ) -> Call<'c, ()>
        where
            S: access::bodies::Multipart,
        {
            let mut call = __p::Call::empty(self.core.with_token1::<8>(token));
            call.multipart_body(body);
            call
        }
        /// `POST /v1/bodies/optional` needs `all`.
        ///
        /// It may have been processed when no answer arrives, so it is never sent again.
        pub fn optional<'b, S>(
            &self,
            token: &'c ScopedToken<S>,
            body: impl Into<Option<&'b NewOrder>>,
        ) -> Call<'c, ()>
        where
            S: access::bodies::Optional,
        {
            let mut call = __p::Call::empty(self.core.with_token1::<9>(token));
            if let __p::Option::Some(body) = body.into() {
                call.json_body(body);
            }
            call
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
        #[doc = " The request of `orders().list`, with its optional parameters."]
        ListOrders, list of Order
    }
    impl ListOrders<'_> {
        /// Sets the query parameter `page`.
        pub fn page(mut self, page: i64) -> Self {
            self.0.query_param("page", &page);
            self
        }
        /// Sets the query parameter `per-page`.
        pub fn per_page(mut self, per_page: i64) -> Self {
            self.0.query_param("per-page", &per_page);
            self
        }
        /// Sets the query parameter `exact`.
        pub fn exact(mut self, exact: bool) -> Self {
            self.0.query_param("exact", &exact);
            self
        }
        /// Sets the query parameter `weight`.
        pub fn weight(mut self, weight: f64) -> Self {
            self.0.query_param("weight", &weight);
            self
        }
        /// Sets the header `X-Trace`.
        pub fn x_trace(mut self, x_trace: impl AsRef<str>) -> Self {
            self.0.header_text("X-Trace", x_trace);
            self
        }
    }
    __p::call_type! {
        #[doc = " The request of `orders().search`, with its optional parameters."]
        SearchOrders, Value
    }
    impl SearchOrders<'_> {
        /// Sets the query parameter `state`.
        pub fn state(
            mut self,
            state: impl IntoIterator<Item = impl Into<State>>,
        ) -> Self {
            self.0
                .query_list(
                    "state",
                    __p::ListStyle::Comma,
                    state.into_iter().map(|item| __p::text(&item.into())).collect(),
                );
            self
        }
        /// Sets the query parameter `size`.
        pub fn size(mut self, size: impl IntoIterator<Item = i64>) -> Self {
            self.0
                .query_list(
                    "size",
                    __p::ListStyle::Space,
                    size.into_iter().map(|item| __p::text(&item)).collect(),
                );
            self
        }
        /// Sets the query parameter `exact`.
        pub fn exact(mut self, exact: impl IntoIterator<Item = bool>) -> Self {
            self.0
                .query_list(
                    "exact",
                    __p::ListStyle::Pipe,
                    exact.into_iter().map(|item| __p::text(&item)).collect(),
                );
            self
        }
        /// Sets the query parameter `filter`.
        pub fn filter(mut self, filter: &Filter) -> Self {
            self.0.query_deep_object("filter", filter);
            self
        }
        /// Sets the query parameter `more`.
        pub fn more(mut self, more: &Filter) -> Self {
            self.0.query_fields(more);
            self
        }
        /// Sets the query parameter `at`.
        pub fn at(mut self, at: &Point) -> Self {
            self.0.query_json("at", at);
            self
        }
        /// Sets the query parameter `color`.
        pub fn color(mut self, color: impl AsRef<str>) -> Self {
            self.0.query_encoded("color", color);
            self
        }
        /// Sets the header `X-Tags`.
        pub fn x_tags(
            mut self,
            x_tags: impl IntoIterator<Item = impl AsRef<str>>,
        ) -> Self {
            self.0
                .header_list(
                    "X-Tags",
                    x_tags.into_iter().map(|item| __p::text(&item.as_ref())).collect(),
                );
            self
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
        type E5 = __S0;
        type E6 = __S0;
        type E7 = __S0;
        type E8 = __S0;
        type E9 = __S0;
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
