//! What the page does.

use passport_spec::{ScopeId, ScopeIds, Spec};
use serde_json::{Value, json};

use crate::chromium::Chromium;

const SPEC: &str = r#"
    [api.shop]
    title = "Shop </script><script>document.title = 'x'</script>"
    token.path = "/oauth/token"

    [api.shop.scopes]
    "orders:read" = "Read orders"
    "orders:write" = { description = "Change orders", implies = ["orders:read"] }
    "admin:*" = { description = "Everything", wildcard = true }
    "admin:users" = { description = "Users", implies = ["orders:write"] }
    "audit" = "Audit"
    "old" = { description = "Old", deprecated = "use `audit`" }
    "lonely" = "Lonely"
    "https://shop.example/auth/everything.that.anybody.could.ever.want" = { identifier = "Url" }

    [api.shop.sets.clerk]
    scopes = ["orders:write", "audit"]

    [api.shop.endpoints.orders]
    list = { call = "GET /orders", scope = "orders:read", description = "Lists what was bought" }
    create = { call = "POST /orders", all_of = ["orders:write", "audit"], inferred = true }
    remove = { call = "DELETE /orders/{id}", any_of = ["admin:users", ["orders:write", "audit"], "old"] }
    [api.shop.endpoints.state]
    health = { call = "GET /health", access = "public" }
    me = { call = "GET /me", access = "any_token" }
    odd = { call = "GET /odd", access = "unknown" }
    [api.shop.endpoints.users]
    list = { call = "GET /users", scope = "admin:users", anonymous = true }
    all = { call = "GET /a/rather/long/path/{with_parameters}/that/does/not/fit/on/a/telephone", scope = "https://shop.example/auth/everything.that.anybody.could.ever.want" }

    [api.stock]
    title = "Stock"
    token.path = "/oauth/token"
    [api.stock.scopes]
    "stock" = "Stock"
    [api.stock.endpoints.items.list]
    call = "GET /items"
    scope = "stock"
"#;

/// The ids of the calls that are seen in the list.
const SEEN: &str = "[...document.querySelectorAll('#shop .call[id]')].filter((e) => !e.hidden).map((e) => e.id.slice(5)).join(' ')";

/// The same for those that the token can make.
const LIT: &str =
    "[...document.querySelectorAll('#shop .call.lit[id]')].map((e) => e.id.slice(5)).join(' ')";

fn spec() -> Spec {
    Spec::parse("scopes.toml", SPEC).unwrap()
}

/// A browser with the page in it.
fn open(hash: &str) -> Option<Chromium> {
    let mut browser = Chromium::start()?;
    browser.resize(1280, 800);
    browser.open(&passport_tool::report::render(&spec()), hash);
    Some(browser)
}

fn set(browser: &mut Chromium, id: &str, value: &str) {
    browser.eval(&format!(
        "{{ const e = document.getElementById({id:?}); e.value = {value:?};
            e.dispatchEvent(new Event('input', {{ bubbles: true }}));
            e.dispatchEvent(new Event('change', {{ bubbles: true }})); }}"
    ));
}

#[track_caller]
fn is(browser: &mut Chromium, expression: &str, expected: impl Into<Value>) {
    assert_eq!(browser.eval(expression), expected.into(), "{expression}");
}

#[track_caller]
fn no_complaints(browser: &mut Chromium) {
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn search_and_filters_narrow_the_calls() {
    let Some(mut browser) = open("#view=calls") else {
        return;
    };
    let browser = &mut browser;
    let all = "orders.list orders.create orders.remove state.health state.me state.odd users.list users.all";
    is(browser, SEEN, all);
    is(
        browser,
        "document.getElementById('count').textContent",
        "8 of 8 calls",
    );
    for (id, value, seen) in [
        ("q", "BOUGHT  get", "orders.list"),
        ("q", "admin:users delete", "orders.remove"),
        ("q", "nothing like it", ""),
        ("resource", "state", "state.health state.me state.odd"),
        ("method", "POST", "orders.create"),
        ("access", "any-of", "orders.remove"),
        ("access", "unknown", "state.odd"),
        ("access", "public", "state.health users.list"),
        ("access", "any-token", "state.me"),
        ("scope", "orders:write", "orders.create orders.remove"),
    ] {
        set(browser, id, value);
        is(browser, SEEN, seen);
        let count = format!("{} of 8 calls", seen.split_whitespace().count());
        is(
            browser,
            "document.getElementById('count').textContent",
            count,
        );
        set(browser, id, "");
    }
    is(browser, SEEN, all);
    for (id, seen) in [
        ("inferred", "orders.create"),
        ("deprecated", "orders.remove"),
    ] {
        browser.eval(&format!("document.getElementById('{id}').click()"));
        is(browser, SEEN, seen);
        browser.eval("document.getElementById('reset').click()");
        is(browser, SEEN, all);
    }
    browser.eval("document.querySelector('[data-show=scopes]').click()");
    browser.eval("document.getElementById('unused').click()");
    let scopes = "[...document.querySelectorAll('#shop [data-view=scopes] .entry')].filter((e) => !e.hidden).map((e) => e.id).join()";
    is(browser, scopes, "shop/scopes/Lonely");
    no_complaints(browser);
}

#[test]
fn every_choice_of_scopes_lights_what_the_spec_says() {
    let Some(mut browser) = open("#view=calls") else {
        return;
    };
    let spec = spec();
    let api = spec.api("shop").unwrap();
    let ids: Vec<ScopeId> = api.catalogue.ids().map(|(id, _)| id).collect();
    let expected: Vec<String> = (0..1_usize << ids.len())
        .map(|choice| {
            let held: ScopeIds = ids
                .iter()
                .copied()
                .filter(|id| choice & (1 << id.index()) != 0)
                .collect();
            let usable = api.catalogue.closure(&held);
            let met = api
                .endpoints
                .iter()
                .filter(|endpoint| choice != 0 && endpoint.requirement.is_met_by(&usable));
            met.map(passport_spec::Endpoint::id)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let lit = browser.eval(&format!(
        "{{ const boxes = [...document.querySelectorAll('#pick input')];
            const lit = [];
            for (let choice = 0; choice < 1 << boxes.length; choice++) {{
                boxes.forEach((box, place) => {{
                    if (box.checked !== !!(choice & (1 << place))) box.click();
                }});
                lit.push({LIT});
            }}
            lit }}"
    ));
    assert_eq!(lit, json!(expected));
    no_complaints(&mut browser);
}

#[test]
fn a_call_that_cannot_be_made_says_what_lacks() {
    let Some(mut browser) = open("#view=calls&hold=orders:write&can=no") else {
        return;
    };
    let browser = &mut browser;
    is(
        browser,
        SEEN,
        "orders.create orders.remove users.list users.all",
    );
    let verdict =
        "document.getElementById('shop/orders.create').querySelector('.verdict').textContent";
    is(browser, verdict, "this token lacks audit");
    set(browser, "can", "yes");
    is(browser, SEEN, "orders.list state.health state.me state.odd");
    set(browser, "can", "");
    browser.eval("document.querySelector('[data-show=sets]').click(); document.querySelector('#shop .hold-set').click()");
    is(
        browser,
        "location.hash.includes('hold=orders%3Awrite&hold=audit')",
        true,
    );
    is(
        browser,
        "document.querySelector('#set').selectedOptions[0].text",
        "clerk",
    );
    is(
        browser,
        LIT,
        "orders.list orders.create orders.remove state.health state.me state.odd",
    );
}

#[test]
fn the_address_keeps_what_is_shown() {
    let Some(mut browser) = open("") else {
        return;
    };
    let browser = &mut browser;
    set(browser, "q", "orders & more");
    set(browser, "method", "GET");
    browser.eval("document.querySelectorAll('#pick input')[7].click()");
    browser.eval("document.querySelector('[data-show=calls]').click()");
    let hash = browser.eval("location.hash");
    let page = passport_tool::report::render(&spec());
    browser.open(&page, hash.as_str().unwrap());
    is(
        browser,
        "document.getElementById('q').value",
        "orders & more",
    );
    is(browser, "document.getElementById('method').value", "GET");
    is(
        browser,
        "document.querySelectorAll('#pick input')[7].checked",
        true,
    );
    is(
        browser,
        "document.querySelector('#shop [data-view=calls]').hidden",
        false,
    );
    is(browser, "location.hash", hash);
    // What is on another page, or no longer on this one, hides nothing.
    browser.open(
        &page,
        "#view=calls&resource=gone&hold=gone&scope=gone&nonsense=1",
    );
    is(
        browser,
        "document.getElementById('count').textContent",
        "8 of 8 calls",
    );
    browser.open(&page, "#%E0%A4%A");
    is(
        browser,
        "document.getElementById('count').textContent",
        "8 of 8 calls",
    );
    // A link to one thing shows it.
    browser.open(&page, "#stock/items.list");
    is(browser, "document.getElementById('stock').hidden", false);
    is(browser, "document.activeElement.id", "stock/items.list");
    no_complaints(browser);
}

#[test]
fn the_keyboard_is_enough() {
    let Some(mut browser) = open("#view=matrix") else {
        return;
    };
    let browser = &mut browser;
    browser.press("Tab");
    is(browser, "document.activeElement.className", "skip");
    browser.press("Enter");
    is(browser, "document.activeElement.id", "main");
    browser.press("/");
    is(browser, "document.activeElement.id", "q");
    browser.type_text("a/b");
    is(
        browser,
        "document.getElementById('count').textContent",
        "0 of 8 calls",
    );
    browser.press("Escape");
    is(
        browser,
        "document.getElementById('count').textContent",
        "8 of 8 calls",
    );
    // One stop for the whole matrix, and it is seen.
    is(
        browser,
        "document.querySelectorAll('.matrix [tabindex=\"0\"]').length",
        1,
    );
    browser.eval("document.querySelector('.matrix [tabindex=\"0\"]').focus()");
    let label =
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent";
    for (key, expected) in [
        ("ArrowDown", "POST /orders"),
        ("ArrowRight", "needed, inferred"),
        // The same scope in the next call, in the header, and back.
        ("ArrowDown", "alternative 2 of 3"),
        ("ArrowUp", "needed, inferred"),
        ("ArrowUp", "orders:write"),
        ("ArrowRight", "audit"),
        ("ArrowDown", "needed, inferred"),
        ("ArrowDown", "alternative 2 of 3"),
        ("End", "alternative 3 of 3"),
        ("Home", "DELETE /orders/{id}"),
        ("ArrowRight", "alternative 2 of 3"),
        ("ArrowLeft", "DELETE /orders/{id}"),
        ("ArrowLeft", "DELETE /orders/{id}"),
    ] {
        browser.press(key);
        is(browser, label, expected);
        is(browser, "document.activeElement.tabIndex", 0);
    }
    let outline = "getComputedStyle(document.activeElement).outlineStyle";
    is(browser, outline, "solid");
    let readout = browser.eval("document.querySelector('.readout').textContent");
    assert_eq!(
        readout,
        "orders.remove: DELETE /orders/{id} needs admin:users, or orders:write and audit, or old"
    );
    browser.press("Enter");
    is(browser, "document.activeElement.id", "shop/orders.remove");
    is(
        browser,
        "document.querySelector('#shop [data-view=calls]').hidden",
        false,
    );
    no_complaints(browser);
}

#[test]
fn the_matrix_is_a_table_with_headers() {
    let Some(mut browser) = open("#view=matrix") else {
        return;
    };
    let browser = &mut browser;
    // The header of the column in which a mark stands, by the widths of the cells before it.
    let columns = "[...document.querySelectorAll('.matrix td a')].map((a) => {
        let at = 1;
        for (let td = a.parentElement.previousElementSibling; td.tagName === 'TD'; td = td.previousElementSibling) at += td.colSpan;
        const head = document.querySelectorAll('.matrix thead th')[at];
        const row = a.closest('tr').firstElementChild;
        return [row.scope, row.firstElementChild.title, head.scope, head.firstElementChild.title, a.textContent].join(' ');
    })";
    let url = "https://shop.example/auth/everything.that.anybody.could.ever.want";
    let long = "GET /a/rather/long/path/{with_parameters}/that/does/not/fit/on/a/telephone";
    let expected = json!([
        "row GET /orders col orders:read ●",
        "row POST /orders col orders:write ○",
        "row POST /orders col audit ○",
        "row DELETE /orders/{id} col orders:write 2",
        "row DELETE /orders/{id} col audit 2",
        "row DELETE /orders/{id} col admin:users 1",
        "row DELETE /orders/{id} col old 3",
        "row GET /users col admin:users ●",
        format!("row {long} col {url} ●"),
    ]);
    is(browser, columns, expected);
    let free =
        "[...document.querySelectorAll('.matrix td.free')].map((td) => td.textContent).join('; ')";
    is(
        browser,
        free,
        "no token; any token, whatever its scopes; not documented; callable with any token",
    );
    no_complaints(browser);
}

#[test]
fn light_and_dark_follow_the_system_and_the_switch() {
    let Some(mut browser) = open("") else {
        return;
    };
    let browser = &mut browser;
    let back = "getComputedStyle(document.body).backgroundColor";
    browser.media("", "prefers-color-scheme", "light");
    let light = browser.eval(back);
    browser.media("", "prefers-color-scheme", "dark");
    let dark = browser.eval(back);
    assert_ne!(light, dark);
    let switch =
        "document.getElementById('theme').click(); document.getElementById('theme').textContent";
    is(browser, switch, "Theme: light");
    is(browser, back, light.clone());
    is(browser, switch, "Theme: dark");
    browser.media("", "prefers-color-scheme", "light");
    is(browser, back, dark.clone());
    // The choice is kept.
    browser.open(&passport_tool::report::render(&spec()), "");
    is(browser, back, dark);
    // Paper is always light.
    browser.media("print", "prefers-color-scheme", "dark");
    is(
        browser,
        "getComputedStyle(document.documentElement).colorScheme",
        "light",
    );
    is(
        browser,
        "getComputedStyle(document.getElementById('controls')).display",
        "none",
    );
    browser.media("", "prefers-color-scheme", "light");
    is(browser, switch, "Theme: automatic");
    is(browser, back, light);
    browser.media("", "prefers-reduced-motion", "reduce");
    let moving = "document.getAnimations().length + [...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration !== '0s').length";
    is(browser, moving, 0);
    no_complaints(browser);
}

#[test]
fn it_fits_on_a_telephone() {
    let Some(mut browser) = open("") else {
        return;
    };
    let browser = &mut browser;
    browser.resize(360, 800);
    let page = passport_tool::report::render(&spec());
    browser.open(&page, "");
    is(
        browser,
        "document.querySelector('#shop [data-view=calls]').hidden",
        false,
    );
    for view in ["calls", "scopes", "sets", "matrix"] {
        browser.open(&page, &format!("#view={view}&hold=audit"));
        browser.eval("for (const one of document.querySelectorAll('details')) one.open = true");
        is(browser, "document.documentElement.scrollWidth", 360);
    }
    no_complaints(browser);
}

#[test]
fn it_can_be_read_without_javascript() {
    let Some(mut browser) = Chromium::start() else {
        return;
    };
    let browser = &mut browser;
    browser.call(
        "Emulation.setScriptExecutionDisabled",
        &json!({ "value": true }),
    );
    browser.resize(360, 800);
    browser.open(&passport_tool::report::render(&spec()), "#shop/sets/Clerk");
    is(
        browser,
        "document.documentElement.classList.contains('js')",
        false,
    );
    let seen = "document.body.innerText";
    let text = browser.eval(seen);
    let text = text.as_str().unwrap();
    for expected in [
        "need JavaScript",
        "DELETE /orders/{id}",
        "not documented; callable with any token",
        "unused: no call needs it",
        "Has the scopes for 3 of 5 calls",
        "Stock",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in {text}");
    }
    // Nothing is offered that does not work.
    is(
        browser,
        "[...document.querySelectorAll('button, input, select')].filter((e) => e.checkVisibility()).length",
        0,
    );
    is(browser, "document.documentElement.scrollWidth", 360);
    no_complaints(browser);
}

#[test]
fn what_a_spec_holds_does_not_run() {
    let Some(mut browser) = open("") else {
        return;
    };
    let browser = &mut browser;
    is(browser, "document.title", "OAuth2 scopes");
    let heading = "document.querySelector('#shop h2').textContent";
    is(
        browser,
        heading,
        "Shop </script><script>document.title = 'x'</script>",
    );
    // Neither does what somebody else adds to the page: the policy names what may.
    let added = "{ const script = document.createElement('script'); script.textContent = 'document.title = 1'; document.body.append(script); document.title }";
    is(browser, added, "OAuth2 scopes");
    assert!(browser.complaints()[0].contains("Content Security Policy"));
}
