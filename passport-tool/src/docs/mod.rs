//! A page for people: every scope and endpoint of a spec, as Markdown.

use std::fmt::{Display, Write as _};

use passport_spec::{
    Api, Body, BodyFormat, Catalogue, Content, Endpoint, EndpointFact, Requirement, Scope, ScopeId,
    Spec, TokenAddress, doc_code, doc_line, doc_link, doc_text, web_address,
};

use crate::words;

/// What stands at the top of a page.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'h> {
    /// The title.
    pub title: &'h str,
    /// The command that writes the page again.
    pub command: &'h str,
}

/// The whole page.
///
/// ```
/// use passport_tool::docs::{Heading, write};
///
/// let text = "[api.shop]\ntoken.path = \"/token\"\nscopes.a = \"Read\"\n";
/// let spec = passport_spec::Spec::parse("scopes.toml", text).unwrap();
/// let heading = Heading { title: "Scopes of the shop", command: "cargo passport regen" };
/// assert!(write(&spec, &heading).contains("| `a` | `shop::scopes::A` | Read |"));
/// ```
pub fn write(spec: &Spec, heading: &Heading<'_>) -> String {
    let mut page = head(heading);
    row(
        &mut page,
        &[
            "API",
            "scopes",
            "endpoints",
            "documented",
            "inferred",
            "unknown",
        ],
    );
    rule(&mut page, 6);
    for api in spec.apis() {
        let count = |wanted: &str| {
            let endpoints = api.endpoints.iter();
            endpoints
                .filter(|endpoint| evidence(endpoint) == wanted)
                .count()
                .to_string()
        };
        row(
            &mut page,
            &[
                format!("[{0}](#{0}): {1}", api.name, doc_line(&api.title)),
                api.catalogue.scopes().len().to_string(),
                api.endpoints.len().to_string(),
                count(DOCUMENTED),
                count(INFERRED),
                count(UNKNOWN),
            ],
        );
    }
    for api in spec.apis() {
        write_api(&mut page, api);
    }
    page
}

fn write_api(page: &mut String, api: &Api) {
    paragraph(page, format_args!("## {}", api.name));
    let link = link("docs", api.docs.as_deref());
    let link = link.map_or_else(String::new, |link| format!(" ({link})"));
    paragraph(page, format_args!("**{}**{link}", doc_line(&api.title)));
    if let Some(description) = &api.description {
        paragraph(page, doc_text(description.trim()));
    }
    paragraph(page, token(api));
    if !api.servers.is_empty() {
        paragraph(page, "| server | address |\n| --- | --- |");
        for (name, address) in &api.servers {
            row(page, &[name.clone(), doc_code(address)]);
        }
    }
    write_scopes(page, api);
    write_endpoints(page, api);
}

fn token(api: &Api) -> String {
    let token = &api.token;
    let address = match &token.address {
        TokenAddress::Path { prefix, path } => {
            format!("{}{path}", api.prefix(prefix.as_deref()))
        }
        TokenAddress::Url(url) => url.clone(),
    };
    let format = match token.request {
        BodyFormat::Json => "JSON",
        BodyFormat::Form => "form",
    };
    let asked = if token.scope_parameter {
        "the wanted scopes are sent along"
    } else {
        "what is granted follows from the client"
    };
    let link = link("docs", token.docs.as_deref());
    let link = link.map_or_else(String::new, |link| format!(" ({link})"));
    format!(
        "Token: {}, {format}; {asked}; granted scopes in {}{link}.",
        doc_code(&format!("POST {address}")),
        doc_code(&token.granted_field)
    )
}

fn write_scopes(page: &mut String, api: &Api) {
    let catalogue = &api.catalogue;
    paragraph(page, format_args!("### Scopes of {}", api.name));
    let shared = if catalogue.name == api.name {
        String::new()
    } else {
        format!(", of the shared catalogue {}", doc_code(&catalogue.name))
    };
    let used = catalogue
        .ids()
        .filter(|(id, _)| !needed_by(api, *id).is_empty())
        .count();
    let count = catalogue.scopes().len();
    paragraph(
        page,
        format_args!("{count} scopes{shared}; endpoints need {used} of them."),
    );
    paragraph(
        page,
        "| scope | marker type | description | needed by | marks |",
    );
    rule(page, 5);
    for (id, scope) in catalogue.ids() {
        let calls = needed_by(api, id);
        let calls = calls.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>();
        row(
            page,
            &[
                doc_code(&scope.name),
                format!("`{}::scopes::{}`", api.name, scope.path),
                doc_line(scope.description.as_deref().unwrap_or_default()).into_owned(),
                calls.join(", "),
                marks(catalogue, scope, calls.is_empty()),
            ],
        );
    }
    for set in catalogue.sets() {
        let count = set.scopes.len();
        let all = if count == catalogue.scopes().len() {
            "all "
        } else {
            ""
        };
        paragraph(
            page,
            format_args!(
                "Set {} is `{}::sets::{}`: {all}{count} scopes. {}",
                doc_code(&set.name),
                api.name,
                set.type_name,
                sentence(set.description.as_deref()),
            ),
        );
    }
}

/// The endpoints that name a scope.
fn needed_by(api: &Api, id: ScopeId) -> Vec<String> {
    let endpoints = api.endpoints.iter();
    endpoints
        .filter(|endpoint| endpoint.requirement.scopes().contains(&id))
        .map(Endpoint::id)
        .collect()
}

fn marks(catalogue: &Catalogue, scope: &Scope, unused: bool) -> String {
    let mut marks = Vec::new();
    if let Some(reason) = &scope.deprecated {
        marks.push(format!("deprecated: {}", doc_line(reason)));
    }
    if scope.inferred {
        marks.push("inferred".to_owned());
    }
    if scope.wildcard {
        marks.push("wildcard".to_owned());
    }
    if scope.template {
        marks.push("template".to_owned());
    }
    if !scope.implies.is_empty() {
        let implied = scope.implies.iter().map(|id| quoted(catalogue, *id));
        marks.push(format!(
            "implies {}",
            implied.collect::<Vec<_>>().join(", ")
        ));
    }
    if !scope.aliases.is_empty() {
        let aliases: Vec<String> = scope.aliases.iter().map(|name| doc_code(name)).collect();
        marks.push(format!("also {}", aliases.join(", ")));
    }
    if unused {
        marks.push("endpoint unknown".to_owned());
    }
    marks.join("; ")
}

fn write_endpoints(page: &mut String, api: &Api) {
    paragraph(page, format_args!("### Endpoints of {}", api.name));
    paragraph(
        page,
        "| client call | HTTP call | needs | evidence | also inferred | retry | docs |",
    );
    rule(page, 7);
    for endpoint in &api.endpoints {
        row(
            page,
            &[
                format!("`{}`", client_call(endpoint)),
                doc_code(&words::call(api, endpoint)),
                needs(api, endpoint),
                evidence(endpoint).to_owned(),
                endpoint.inferred_in_words(doc_code).join("; "),
                words::retry(&endpoint.retry),
                link("page", endpoint.docs.as_deref()).unwrap_or_default(),
            ],
        );
    }
}

/// The call as it is written in Rust, without what may be left out.
pub(crate) fn client_call(endpoint: &Endpoint) -> String {
    let token = (endpoint.requirement != Requirement::Public).then_some("&token");
    let params = endpoint
        .path_params
        .iter()
        .chain(&endpoint.query)
        .chain(&endpoint.headers);
    let required = params
        .filter(|param| param.required)
        .map(|param| param.name.as_str());
    let body = match &endpoint.body {
        Body::Given(body) if matches!(body.content, Content::Text | Content::Bytes) => Some("body"),
        Body::Given(_) => Some("&body"),
        Body::Empty | Body::FromPath(_) => None,
    };
    let arguments: Vec<&str> = token.into_iter().chain(required).chain(body).collect();
    format!(
        "{}().{}({})",
        endpoint.resource,
        endpoint.name,
        arguments.join(", ")
    )
}

fn needs(api: &Api, endpoint: &Endpoint) -> String {
    let needs = match &endpoint.requirement {
        Requirement::Unknown => "not documented; any token compiles".to_owned(),
        known => words::requirement(&api.catalogue, known),
    };
    match endpoint.anonymous {
        true => format!("{needs}; or no token"),
        false => needs,
    }
}

fn evidence(endpoint: &Endpoint) -> &'static str {
    match endpoint.requirement {
        Requirement::Unknown => UNKNOWN,
        _ if endpoint.is_inferred(EndpointFact::Scope) => INFERRED,
        _ => DOCUMENTED,
    }
}

fn quoted(catalogue: &Catalogue, id: ScopeId) -> String {
    doc_code(&catalogue.scope(id).name)
}

fn sentence(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| {
        format!("{}.", doc_line(text.trim_end_matches('.')))
    })
}

/// A link with this text, where the address is one of the web; else the address as code.
fn link(text: &str, address: Option<&str>) -> Option<String> {
    let address = address?;
    let fits = web_address(address).is_some_and(|address| !address.contains(['(', ')']));
    Some(match fits {
        true => format!("[{text}]({address})"),
        false => doc_link(address),
    })
}

/// A line with an empty one before it. Writing to a string cannot fail.
fn paragraph(page: &mut String, text: impl Display) {
    let _ = writeln!(page, "\n{}", text.to_string().trim_end());
}

fn row(page: &mut String, cells: &[impl AsRef<str>]) {
    for cell in cells {
        let _ = write!(
            page,
            "| {} ",
            cell.as_ref().replace('|', "\\|").replace('\n', " ")
        );
    }
    page.push_str("|\n");
}

fn rule(page: &mut String, columns: usize) {
    row(page, &vec!["---"; columns]);
}

const DOCUMENTED: &str = "documented";

const INFERRED: &str = "inferred";

const UNKNOWN: &str = "unknown";

fn head(heading: &Heading<'_>) -> String {
    format!(
        "<!-- Generated by `{}`, do not edit by hand. -->\n\n# {}\n\n{HEAD}",
        heading.command, heading.title
    )
}

const HEAD: &str = "\
Made from `scopes.toml`, whose comments say why each entry is as it is.
Under *evidence*, `documented` means that the vendor's pages say what the call needs.
Where it is `inferred`, no page does: the scope follows from its name.
Where it is `unknown`, nothing is known of what the call needs, so it takes any token.
Under *also inferred* stands what else of the call no page of the vendor shows.
A scope with the mark `inferred` is one whose name no page prints; `map_scope` sets the real one.
A scope with the mark `endpoint unknown` can be declared for `client.request`.

";

#[cfg(test)]
mod tests {
    use passport_spec::Spec;

    use super::Heading;

    #[test]
    fn a_page_says_what_a_call_needs() {
        let page = super::write(
            &Spec::parse("scopes.toml", SPEC).unwrap(),
            &Heading {
                title: "Scopes",
                command: "cargo passport regen",
            },
        );
        let check = |line: &str| assert!(page.lines().any(|l| l == line), "{line}\n{page}");
        check("| [shop](#shop): shop | 3 | 2 | 1 | 1 | 0 |");
        check("3 scopes; endpoints need 2 of them.");
        check("| `a` | `shop::scopes::A` | Read \\| all | `orders.get`, `orders.add` |  |");
        check(
            "| `c` | `shop::scopes::C` |  |  | deprecated: use a; implies `a`; endpoint unknown |",
        );
        check("| `orders().get(&token, id)` | `GET /v1/o/{id}` | `a` | documented |  | safe |  |");
        check(
            "| `orders().add(&token, &body)` | `POST /v1/o` | `a`, or `a` and `b`; or no token | inferred | the path; that the field `id` is required | never |  |",
        );
    }

    const SPEC: &str = r#"
[api.shop]
token.path = "/token"
prefix.default = "/v1"

[api.shop.scopes]
a = "Read | all"
b = "B"
c = { deprecated = "use a", implies = ["a"] }

[api.shop.endpoints.orders.get]
call = "GET /o/{id}"
scope = "a"

[api.shop.endpoints.orders.add]
call = "POST /o"
any_of = ["a", ["a", "b"]]
body = "Order"
inferred = ["scope", "path"]
inferred_fields = { id = ["required"] }
anonymous = true
"#;
}
