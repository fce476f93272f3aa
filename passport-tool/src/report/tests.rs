//! What the page says, and what it never does.

use passport_spec::{ScopeIds, Spec};

use super::model::{given, is_unused};
use super::{SCRIPT, STYLE, policy, render, render_apis};

const SHOP: &str = r#"
    [api.shop]
    title = "Shop"
    docs = "https://shop.example/docs"
    servers.production = "https://api.shop.example"
    token.path = "/oauth/token"

    [api.shop.scopes]
    "read" = "Read"
    "write" = { description = "Change", implies = ["read"] }
    "admin.*" = { description = "Everything", wildcard = true }
    "admin.users" = { description = "Users", implies = ["write"] }
    "audit" = "Audit"
    "old" = { description = "Old", deprecated = "use `read`" }
    "lonely" = "Lonely"
    "parent" = { description = "Parent", implies = ["audit"] }

    [api.shop.sets.clerk]
    description = "Who sells"
    scopes = ["write"]
    [api.shop.sets.chief]
    scopes = ["admin.*", "audit"]

    [api.shop.endpoints.orders]
    list = { call = "GET /orders", scope = "read", docs = "https://shop.example/docs/list" }
    create = { call = "POST /orders", all_of = ["write", "audit"], inferred = true }
    remove = { call = "DELETE /orders/{id}", any_of = ["admin.users", ["write", "audit"], "old"] }
    [api.shop.endpoints.state]
    health = { call = "GET /health", access = "public" }
    me = { call = "GET /me", access = "any_token" }
    either = { call = "GET /either", scope = "read", anonymous = true }
    odd = { call = "GET /odd", access = "unknown" }
    guessed = { call = "POST /guess", access = "any_token", inferred = ["path"], body = "Guess", inferred_fields = { id = ["required"] } }
"#;

fn spec(text: &str) -> Spec {
    Spec::parse("scopes.toml", text).unwrap()
}

/// What a reader sees of the element with this id.
fn text_of(page: &str, id: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("<li class=\"call\" id=\"{id}\""))
        .or_else(|| page.split_once(&format!("<li class=\"entry\" id=\"{id}\"")))
        .unwrap();
    let (element, _) = rest.split_once("\n</li>").unwrap();
    let mut text = String::new();
    for piece in element.split('<').skip(1) {
        let (tag, behind) = piece.split_once('>').unwrap();
        let block = ["p", "/p", "div", "/div", "details", "/details", "li"];
        if block.contains(&tag.split(' ').next().unwrap()) {
            text.push(' ');
        }
        text.push_str(behind);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text between two others.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap();
    rest.split_once(to).unwrap().0
}

fn data(page: &str) -> serde_json::Value {
    let json = between(page, "id=\"data\">", "</script>");
    serde_json::from_str(json).unwrap()
}

#[test]
fn every_need_is_shown_as_it_is_written() {
    let page = render(&spec(SHOP));
    let check = |id: &str, expected: &str| {
        let text = text_of(&page, id);
        assert!(text.contains(expected), "{text:?} lacks {expected:?}");
    };
    check(
        "shop/orders.list",
        "GET /orders orders.list Docs of orders.list needs read",
    );
    check("shop/orders.create", "needs write and audit need inferred");
    check(
        "shop/orders.remove",
        "needs admin.users or write and audit or old deprecated",
    );
    check("shop/state.health", "no token");
    check("shop/state.me", "any token, whatever its scopes");
    check("shop/state.either", "needs read or no token at all");
    check("shop/state.odd", "not documented; callable with any token");
    check(
        "shop/state.guessed",
        "any token, whatever its scopes inferred the path; that the field id is required",
    );
    // The filter finds both, the matrix marks the need of one.
    let marks = |id: &str| {
        let (_, rest) = page.split_once(&format!("id=\"{id}\"")).unwrap();
        let tag = rest.split_once('>').unwrap().0;
        ["data-inferred", "data-need-inferred"].map(|mark| tag.contains(mark))
    };
    assert_eq!(marks("shop/orders.list"), [false, false]);
    assert_eq!(marks("shop/orders.create"), [true, true]);
    assert_eq!(marks("shop/state.guessed"), [true, false]);
}

#[test]
fn sets_and_scopes_reach_what_the_spec_says() {
    let page = render(&spec(SHOP));
    let chief = text_of(&page, "shop/sets/Chief");
    assert!(chief.contains("Has the scopes for 4 of 4 calls"), "{chief}");
    // The wildcard, what it names, and what that implies.
    assert!(
        chief.contains("gives 3 more scopes read write admin.users"),
        "{chief}"
    );
    let clerk = text_of(&page, "shop/sets/Clerk");
    assert!(clerk.contains("Has the scopes for 2 of 4 calls"), "{clerk}");
    assert!(
        clerk.contains("2 calls orders.list state.either 1 scope write"),
        "{clerk}"
    );
    let write = text_of(&page, "shop/scopes/Write");
    assert!(write.contains("alone enough for 2 calls"), "{write}");
    assert!(
        write.contains("named by 2 calls orders.create orders.remove"),
        "{write}"
    );
    let old = text_of(&page, "shop/scopes/Old");
    assert!(old.contains("deprecated use `read`"), "{old}");
    assert!(text_of(&page, "shop/scopes/Lonely").contains("unused"));
}

#[test]
fn a_scope_that_gives_a_needed_one_is_not_unused() {
    let spec = spec(SHOP);
    let api = &spec.apis()[0];
    let unused = api.catalogue.ids().filter(|(id, _)| is_unused(api, *id));
    let unused: Vec<_> = unused.map(|(_, scope)| scope.name.as_str()).collect();
    assert_eq!(unused, ["lonely"]);
}

#[test]
fn what_each_scope_gives_says_what_any_set_gives() {
    let spec = spec(SHOP);
    let catalogue = &spec.apis()[0].catalogue;
    let ids: Vec<_> = catalogue.ids().map(|(id, _)| id).collect();
    for choice in 0..1_u32 << ids.len() {
        let held: ScopeIds = ids
            .iter()
            .copied()
            .filter(|id| choice & (1 << id.index()) != 0)
            .collect();
        // What the script does.
        let mut joined = held.clone();
        for id in held.iter() {
            for more in given(catalogue, &ScopeIds::from_iter([id])) {
                joined.insert(more);
            }
        }
        assert!(joined == catalogue.closure(&held), "{choice:b}");
    }
}

#[test]
fn nothing_that_a_spec_holds_is_obeyed() {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)> \\\"'`&amp; </style> <!-- ]]> \\u202E \\u2028";
    let text = format!(
        r#"
        [api.shop]
        title = "{evil}"
        description = "{evil}"
        docs = "javascript:alert(3)"
        token.path = "/oauth/token"
        token.fields = {{ x = "{evil}" }}
        [api.shop.scopes]
        "a" = {{ description = "{evil}", docs = "data:text/html,x", deprecated = "{evil}" }}
        "</script><script>'&x" = {{ identifier = "Odd" }}
        [api.shop.sets."x\"><script>\u202Ey"]
        description = "{evil}"
        scopes = ["a"]
        [api.shop.endpoints.orders.list]
        call = "GET /orders"
        any_of = ["a", "</script><script>'&x"]
        description = "{evil}"
        docs = "https://x.example/\"><script>"
        "#
    );
    let page = match Spec::parse("scopes.toml", &text) {
        Ok(spec) => render(&spec),
        Err(errors) => panic!("{errors}"),
    };
    let lower = page.to_lowercase();
    let ours = [STYLE, SCRIPT].concat();
    for (markup, count) in [
        ("<script", 2),
        ("</script", 2),
        ("<style", 1),
        ("</style", 1),
    ] {
        assert_eq!(lower.matches(markup).count(), count, "{markup}");
        assert!(!ours.contains(markup), "{markup}");
    }
    for never in [
        "<img",
        "<!--",
        "href=\"javascript:",
        "href=\"data:text",
        "\u{202e}",
        "\u{2028}",
    ] {
        assert!(!lower.contains(never), "{never:?}");
    }
    let api = &data(&page)["apis"][0];
    assert_eq!(api["scopes"][1]["name"], "</script><script>'&x");
    assert_eq!(api["sets"][0]["name"], r#"x"><script>\u{202e}y"#);
    assert!(page.contains(r"<code>x&#34;&#62;&#60;script&#62;\u{202e}y</code>"));
}

#[test]
fn the_page_needs_nothing_else() {
    let page = render(&spec(SHOP));
    for never in [
        " src=",
        "@import",
        "url(",
        " style=",
        "rel=\"stylesheet\"",
        "fetch(",
        "innerHTML",
    ] {
        assert!(!page.contains(never), "{never}");
    }
    let markup = page.replace(SCRIPT, "");
    let handler = markup.split(" on").skip(1).any(|rest| {
        let name: String = rest.chars().take_while(char::is_ascii_lowercase).collect();
        !name.is_empty() && rest[name.len()..].starts_with("=\"")
    });
    assert!(!handler, "an inline handler would not run");
}

#[test]
fn the_policy_fits_the_page() {
    let page = render(&spec(SHOP));
    let style = between(&page, "<style>", "</style>");
    let script = between(&page, "<script>", "</script>");
    let expected = policy::policy(style, script);
    // Quotes are escaped in an attribute.
    let expected = expected.replace('\'', "&#39;");
    assert!(
        page.contains(&format!("content=\"{expected}\"")),
        "{expected}"
    );
    assert!(!expected.contains("unsafe"));
}

#[test]
fn the_same_spec_gives_the_same_page() {
    assert_eq!(render(&spec(SHOP)), render(&spec(SHOP)));
}

#[test]
fn every_api_has_its_section() {
    let two = spec(&format!(
        "{SHOP}\n[api.stock]\ntoken.path = \"/t\"\n[api.stock.scopes]\n\"a\" = \"A\"\n"
    ));
    let page = render(&two);
    assert!(page.contains("data-api=\"shop\"") && page.contains("data-api=\"stock\""));
    let one = render_apis(&[two.api("stock").unwrap()]);
    assert!(!one.contains("Shop") && !one.contains("data-api="));
    assert_eq!(data(&one)["apis"][0]["name"], "stock");
    assert!(render_apis(&[]).contains("The spec declares no API."));
}

/// The colours of a name in the style: light, dark.
fn colours(name: &str) -> [[f64; 3]; 2] {
    let pair = between(STYLE, &format!("--{name}: light-dark("), ")");
    let (light, dark) = pair.split_once(", ").unwrap();
    [light, dark].map(|hex| {
        [1, 3, 5].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0)
    })
}

/// The contrast ratio of two colours (WCAG 2.2, "contrast ratio").
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let linear = colour.map(|part| {
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_can_be_read_and_controls_seen_in_light_and_dark() {
    let check = |front: &str, back: &str, least: f64| {
        for (one, other) in colours(front).into_iter().zip(colours(back)) {
            let ratio = contrast(one, other);
            assert!(ratio >= least, "{front} on {back}: {ratio:.2}");
        }
    };
    for back in ["page", "raised", "lit"] {
        for text in ["ink", "quiet", "link", "good", "warn", "note"] {
            check(text, back, 4.5);
        }
    }
    check("edge", "page", 3.0);
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
}
