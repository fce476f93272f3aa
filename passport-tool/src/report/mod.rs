//! The report: one self-contained HTML page of an API's scopes, endpoints and named sets.
//!
//! The page needs no network and no JavaScript; with JavaScript it has search, filters, a matrix of
//! endpoints and scopes, and an answer to "what can a token with these scopes call?". That answer
//! rests on what each scope gives, which is computed here by [`Catalogue::closure`]; the script only
//! joins the results.
//!
//! [`Catalogue::closure`]: passport_spec::Catalogue::closure

mod data;
mod model;
mod policy;
mod summary;
mod text;

use askama::Template;
use passport_spec::{Api, Spec};

use data::Data;
use model::Section;

pub use summary::{Summary, summaries};

/// Renders the page of all APIs of a spec.
///
/// The same spec gives the same bytes. Whatever a spec holds is text in the page: markup in a name is
/// shown and not obeyed, control characters are shown by their numbers, and only `http` and `https`
/// addresses become links.
///
/// ```
/// let spec = passport_spec::Spec::parse("scopes.toml", r#"
///     [api.shop]
///     title = "Shop"
///     token.path = "/oauth/token"
///     [api.shop.scopes]
///     "orders:read" = "Read <all> orders"
///     [api.shop.endpoints.orders.list]
///     call = "GET /orders"
///     scope = "orders:read"
/// "#).unwrap();
/// let page = passport_tool::report::render(&spec);
/// assert!(page.starts_with("<!DOCTYPE html>"));
/// assert!(page.contains("Read &#60;all&#62; orders"));
/// ```
pub fn render(spec: &Spec) -> String {
    render_apis(&spec.apis().iter().collect::<Vec<_>>())
}

/// Renders the page of some APIs of a spec, in this order; see [`render`].
pub fn render_apis(apis: &[&Api]) -> String {
    let title = match apis {
        [api] => format!("{}: scopes", text::name(&api.title)),
        _ => "OAuth2 scopes".to_owned(),
    };
    let page = Page {
        title,
        policy: policy::policy(STYLE, SCRIPT),
        style: STYLE,
        script: SCRIPT,
        data: Data::of(apis).script_text(),
        sections: apis.iter().map(|api| Section::of(api)).collect(),
    };
    // Writing into a `String` does not fail, and no part of the page does.
    page.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "report/page.html")]
struct Page<'a> {
    title: String,
    policy: String,
    style: &'a str,
    script: &'a str,
    data: String,
    sections: Vec<Section>,
}

const STYLE: &str = include_str!("page.css");

const SCRIPT: &str = concat!(include_str!("matrix.js"), include_str!("page.js"));

#[cfg(test)]
mod tests;
