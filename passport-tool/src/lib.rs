//! The commands of `cargo passport`, as a library.
//!
//! ```
//! use passport_tool::import::{Options, import};
//! use passport_tool::note::Notes;
//! use passport_tool::overrides::Overrides;
//! use passport_tool::source;
//!
//! let value = source::parse("
//! openapi: 3.1.0
//! info: {title: Shop}
//! servers: [{url: 'https://api.shop.example'}]
//! security: [{auth: ['orders:read']}]
//! paths: {/orders: {get: {operationId: list, tags: [orders], responses: {200: {description: ok}}}}}
//! components: {securitySchemes: {auth: {type: oauth2, flows: {clientCredentials: {
//!     tokenUrl: /oauth/token, scopes: {'orders:read': Read orders}}}}}}
//! ").unwrap();
//! let document = source::normalize(value, Notes::default()).unwrap();
//! let imported = import(&document, &Overrides::default(), &Options::default()).unwrap();
//! let (_, text) = imported.always.iter().find(|(path, _)| path == "scopes.toml").unwrap();
//! let spec = passport_spec::Spec::parse("scopes.toml", text).unwrap();
//! assert!(spec.api("shop").unwrap().endpoint("orders.list").is_some());
//! ```
//!
//! | for | see |
//! | --- | --- |
//! | the commands as they are typed | [`cli`] |
//! | an OpenAPI document, read and brought to one form | [`source`] |
//! | a crate of it | [`import`](mod@import), [`overrides`] |
//! | the files of a new project | [`scaffold`] |
//! | what an editor knows of a spec file | [`schema`] |
//! | what changes between two specs | [`diff`](mod@diff) |
//! | who needs a scope and who grants it | [`explain`](mod@explain) |
//! | the least scopes of a program | [`audit`](mod@audit) |
//! | pages for people | [`report`], [`docs`] |
//! | what is derived in a workspace | [`regen`] |

pub mod audit;
pub mod cli;
pub mod diff;
pub mod docs;
pub mod explain;
pub mod import;
pub mod model;
pub mod note;
pub mod operations;
pub mod overrides;
mod paths;
pub mod pointer;
pub mod regen;
pub mod report;
mod sample;
pub mod scaffold;
pub mod schema;
pub mod security;
pub mod source;
mod types;
mod words;
mod write;
