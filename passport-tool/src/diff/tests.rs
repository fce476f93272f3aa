//! Every kind of change by an example, and what holds for any two specs.

use passport_spec::{ScopeIds, Spec};
use proptest::prelude::*;

use super::{Breaking, Bump, Change, Kind, diff, markdown};

const SPEC: &str = r#"
[api.shop]
servers = { live = "https://api.shop.example", test = "https://test.shop.example" }
token = { path = "/token", audience = "shop" }

[api.shop.scopes]
"orders:read" = "Read orders"
"orders:write" = { description = "Change orders", implies = ["orders:read"] }
"stock:*" = { wildcard = true }
"stock:get" = "See the stock"
"stock:put" = "Fill the stock"
"admin" = "Do anything"
"spare" = "Nothing yet"

[api.shop.sets]
clerk = { description = "A clerk", scopes = ["orders:read", "stock:get"] }

[api.shop.endpoints.orders]
list = { call = "GET /orders", scope = "orders:read", query = { page = "integer" }, response = "json" }
get = { call = "GET /orders/{id}", any_of = ["orders:read", ["admin", "spare"]] }
create = { call = "POST /orders", scope = "orders:write", body = "NewOrder" }

[api.shop.endpoints.stock]
get = { call = "GET /stock", scope = "stock:get" }
put = { call = "PUT /stock", all_of = ["stock:get", "stock:put"] }

[api.shop.endpoints.me]
get = { call = "GET /me", access = "any_token" }
health = { call = "GET /health", access = "public" }
odd = { call = "GET /odd", access = "unknown" }
"#;

fn parse(text: &str) -> Spec {
    Spec::parse("scopes.toml", text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn changes(edits: &[(&str, &str)]) -> Vec<Change> {
    let mut text = SPEC.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    diff(&parse(SPEC), &parse(&text)).list
}

/// Makes one edit and expects one change, which the edit taken back reverses.
#[track_caller]
fn check(from: &str, to: &str, kind: Kind, subject: &str, breaking: Breaking) {
    let list = changes(&[(from, to)]);
    let [change] = &list[..] else {
        panic!("{from} -> {to}: {list:#?}");
    };
    assert_eq!(
        (change.kind, change.subject.as_str(), change.breaking),
        (kind, subject, breaking),
        "{change:#?}"
    );
    let back = diff(&parse(&SPEC.replace(from, to)), &parse(SPEC)).list;
    assert_eq!(back.len(), 1, "{back:#?}");
    assert_eq!(back[0].kind, kind.reversed());
}

#[test]
fn a_requirement_is_compared_by_what_it_lets_through() {
    use Breaking::{Look, No, Yes};
    use Kind::{AccessChanged, RequirementChanged, RequirementGained, RequirementLost};
    let list = "list = { call = \"GET /orders\", scope = \"orders:read\"";
    let with = |need: &str| list.replace("scope = \"orders:read\"", need);
    let need_of_list =
        |need, kind, breaking| check(list, &with(need), kind, "orders.list", breaking);
    need_of_list("scope = \"admin\"", RequirementChanged, Yes);
    // What is implied by the new need was not enough before, and the other way round.
    need_of_list("scope = \"orders:write\"", RequirementGained, Yes);
    need_of_list(
        "all_of = [\"orders:read\", \"admin\"]",
        RequirementGained,
        Yes,
    );
    need_of_list(
        "any_of = [\"orders:read\", \"admin\"]",
        RequirementLost,
        Look,
    );
    need_of_list("access = \"any_token\"", RequirementLost, No);
    need_of_list("access = \"public\"", AccessChanged, Yes);
    need_of_list("access = \"unknown\"", AccessChanged, Look);
    for same in [
        "all_of = [\"orders:read\"]",
        "any_of = [\"orders:write\", \"orders:read\"]",
        "any_of = [[\"orders:read\", \"admin\"], \"orders:read\"]",
    ] {
        assert_eq!(changes(&[(list, &with(same))]), []);
    }
    let me = "access = \"any_token\"";
    check(me, "scope = \"spare\"", RequirementGained, "me.get", Yes);
    check(me, "access = \"unknown\"", AccessChanged, "me.get", No);
    check(me, "access = \"public\"", AccessChanged, "me.get", Yes);
    let odd = "access = \"unknown\"";
    check(odd, "scope = \"spare\"", AccessChanged, "me.odd", Yes);
}

/// Each token is tried with the implications of the spec that it is tried on.
#[test]
fn implications_are_those_of_their_time() {
    let edits = [
        (
            "implies = [\"orders:read\"]",
            "docs = \"https://shop.example\"",
        ),
        (
            "\"GET /orders\", scope = \"orders:read\"",
            "\"GET /orders\", scope = \"orders:write\"",
        ),
    ];
    let text = edits
        .iter()
        .fold(SPEC.to_owned(), |text, (from, to)| text.replace(from, to));
    let of_list = |old: &str, new: &str| {
        let changes = diff(&parse(old), &parse(new)).list;
        let found = changes.into_iter().find(|c| c.subject == "orders.list");
        found.map(|change| change.kind)
    };
    // Whoever may change orders could list them before, by what that implied.
    assert_eq!(of_list(SPEC, &text), Some(Kind::RequirementGained));
    assert_eq!(of_list(&text, SPEC), Some(Kind::RequirementLost));
}

#[test]
fn a_change_says_how_it_was_and_is() {
    let list = changes(&[(
        "scope = \"stock:get\"",
        "any_of = [\"stock:get\", [\"admin\", \"spare\"]]",
    )]);
    assert_eq!(list[0].old.as_deref(), Some("`stock:get`"));
    let new = "`stock:get`, or `admin` and `spare`";
    assert_eq!(list[0].new.as_deref(), Some(new));
    assert!(list[0].widened);
}

#[test]
fn endpoints_are_matched_by_what_is_called() {
    use Breaking::{Look, No, Yes};
    let odd = "odd = { call = \"GET /odd\", access = \"unknown\" }\n";
    check(odd, "", Kind::EndpointRemoved, "me.odd", Yes);
    let more = format!("{odd}more = {{ call = \"GET /more\", access = \"public\" }}\n");
    check(odd, &more, Kind::EndpointAdded, "me.more", No);
    check(
        "odd =",
        "strange =",
        Kind::EndpointRenamed,
        "me.strange",
        Yes,
    );
    check("/odd", "/odder", Kind::EndpointMoved, "me.odd", Look);
    // The name of a path's parameter is nobody's business.
    assert_eq!(changes(&[("{id}", "{order_id}")]), []);
}

#[test]
fn what_a_program_writes_counts() {
    use Breaking::{Look, No, Yes};
    use Kind::ArgumentsChanged;
    let page = "query = { page = \"integer\" }";
    let set = |value| format!("query = {{ page = {value} }}");
    let required = set("{ type = \"integer\", required = true }");
    let two = "query = { page = \"integer\", size = \"integer\" }";
    check(
        "\"NewOrder\"",
        "\"Draft\"",
        ArgumentsChanged,
        "orders.create",
        Yes,
    );
    check(
        page,
        &set("\"string\""),
        ArgumentsChanged,
        "orders.list",
        Yes,
    );
    check(page, two, ArgumentsChanged, "orders.list", No);
    assert_eq!(changes(&[(page, &required)]).len(), 2);
    check(
        "response = \"json\"",
        "response = \"Order\"",
        Kind::ResponseChanged,
        "orders.list",
        Yes,
    );
    let body = "body = \"NewOrder\"";
    let safe = format!("{body}, retry = \"safe\"");
    check(body, &safe, Kind::RetryChanged, "orders.create", Look);
    let list = changes(&[(body, &safe)]);
    assert!(list[0].why.contains("money"), "{list:#?}");
}

#[test]
fn scopes_are_matched_by_name_alias_and_users() {
    use Breaking::{No, Yes};
    let spare = "\"spare\" = \"Nothing yet\"";
    let free = "\"free\" = \"Nothing\"\n\"spare\" = \"Nothing yet\"";
    check(spare, free, Kind::ScopeAdded, "free", No);
    let list = changes(&[("\"stock:put\"", "\"stock:fill\"")]);
    assert_eq!(list.len(), 1, "{list:#?}");
    assert_eq!((list[0].kind, list[0].breaking), (Kind::ScopeRenamed, Yes));
    assert_eq!(list[0].old.as_deref(), Some("stock:put"));
    let alias = [
        (
            "\"stock:put\" = \"Fill the stock\"",
            "\"stock:fill\" = { aliases = [\"stock:put\"] }",
        ),
        (
            "[\"stock:get\", \"stock:put\"]",
            "[\"stock:get\", \"stock:fill\"]",
        ),
    ];
    let list = changes(&alias);
    assert_eq!(list.len(), 1, "{list:#?}");
    assert_eq!((list[0].kind, list[0].breaking), (Kind::ScopeRenamed, Yes));
    check(
        "\"admin\" = \"Do anything\"",
        "\"admin\" = { identifier = \"root::All\" }",
        Kind::IdentifierChanged,
        "admin",
        Yes,
    );
    check(
        "\"admin\" = \"Do anything\"",
        "\"admin\" = { deprecated = \"use less\" }",
        Kind::ScopeDeprecated,
        "admin",
        No,
    );
}

#[test]
fn what_a_scope_covers_counts() {
    let admin = "\"admin\" = \"Do anything\"";
    let wide = "\"admin\" = { implies = [\"stock:*\"] }";
    check(admin, wide, Kind::ScopeWidened, "admin", Breaking::No);
    let list = changes(&[(admin, wide)]);
    assert!(list[0].widened);
    assert_eq!(
        list[0].new.as_deref(),
        Some("`stock:*`, `stock:get`, `stock:put`")
    );
    assert!(
        list[0]
            .why
            .ends_with("and so call `stock.get`, `stock.put`"),
        "{list:#?}"
    );
    let write = "implies = [\"orders:read\"]";
    check(
        write,
        "docs = \"https://shop.example\"",
        Kind::ScopeNarrowed,
        "orders:write",
        Breaking::Yes,
    );
    // A wildcard takes in what is new below it.
    let put = "\"stock:put\" = \"Fill the stock\"";
    let list = changes(&[(put, &format!("{put}\n\"stock:burn\" = \"Burn it\""))]);
    let kinds: Vec<Kind> = list.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [Kind::ScopeAdded, Kind::ScopeWidened]);
}

#[test]
fn sets_are_roles() {
    use Breaking::{Look, No, Yes};
    let scopes = "scopes = [\"orders:read\", \"stock:get\"]";
    check(
        scopes,
        "scopes = [\"orders:read\"]",
        Kind::SetLost,
        "clerk",
        Yes,
    );
    let more = "scopes = [\"orders:read\", \"stock:get\", \"admin\"]";
    check(scopes, more, Kind::SetGained, "clerk", Look);
    assert!(changes(&[(scopes, more)])[0].widened);
    let list = changes(&[(scopes, "scopes = [\"orders:write\", \"stock:get\"]")]);
    let lost = list
        .iter()
        .find(|change| change.kind == Kind::SetLost)
        .unwrap();
    assert_eq!(lost.breaking, No, "what is left covers it");
    let clerk = "clerk = { description = \"A clerk\", scopes = [\"orders:read\", \"stock:get\"] }";
    check(clerk, "", Kind::SetRemoved, "clerk", Yes);
}

#[test]
fn servers_and_tokens_are_compared() {
    use Breaking::{Look, No, Yes};
    check(
        ", test = \"https://test.shop.example\"",
        "",
        Kind::ServerRemoved,
        "servers.test",
        Yes,
    );
    check(
        "//test.",
        "//sandbox.",
        Kind::ServerChanged,
        "servers.test",
        Look,
    );
    check(
        "\"/token\"",
        "\"/oauth\"",
        Kind::TokenChanged,
        "token.address",
        Look,
    );
    check(
        "\"shop\" }",
        "\"store\" }",
        Kind::TokenChanged,
        "token.audience",
        Look,
    );
    check(
        "audience",
        "lifetime = 60, audience",
        Kind::TokenChanged,
        "token.lifetime",
        No,
    );
}

#[test]
fn apis_are_matched_by_name() {
    check(
        "[api.shop",
        "[api.store",
        Kind::ApiRenamed,
        "store",
        Breaking::Look,
    );
    let two = format!("{SPEC}\n{}", SPEC.replace("api.shop", "api.store"));
    let changes = diff(&parse(&two), &parse(SPEC));
    assert_eq!(changes.list.len(), 1);
    assert_eq!(changes.list[0].kind, Kind::ApiRemoved);
    assert_eq!(changes.bump(), Bump::Major);
}

#[test]
fn a_page_has_what_breaks_first() {
    let edits = [
        ("/odd", "/odder"),
        ("scope = \"stock:get\"", "scope = \"admin\""),
    ];
    let mut text = SPEC.to_owned();
    for (from, to) in edits {
        text = text.replace(from, to);
    }
    let page = markdown(&diff(&parse(SPEC), &parse(&text)));
    let row = "| requirement changed | `stock.get` (shop) | `stock:get` | `admin` |";
    let at = |part: &str| page.find(part).unwrap_or_else(|| panic!("{part}: {page}"));
    assert!(at("**major**") < at("## Breaking"));
    assert!(at(row) < at("## To look at"));
    assert!(at("## To look at") < at("endpoint moved"));
}

/// A spec with these scopes: which each implies, what each call needs, and a set.
fn any_spec() -> impl Strategy<Value = String> {
    let implies = prop::collection::vec(prop::collection::vec(0..6_usize, 0..2), 6);
    let need = prop_oneof![
        Just(Vec::new()),
        prop::collection::vec(prop::collection::vec(0..6_usize, 1..3), 1..3),
    ];
    let needs = prop::collection::vec(prop::option::weighted(0.8, need), 4);
    let names = prop::sample::subsequence(vec!["a", "b", "c", "d", "x.a", "x.b", "e"], 6);
    (names, implies, needs, any::<bool>()).prop_map(|(names, implies, needs, again)| {
        let list = |ids: &[usize]| {
            let mut ids = ids.to_vec();
            ids.sort_unstable();
            ids.dedup();
            let names = ids.iter().map(|id| format!("\"{}\"", names[*id]));
            names.collect::<Vec<_>>().join(", ")
        };
        let mut text = "[api.t]\ntoken.path = \"/\"\n[api.t.scopes]\n".to_owned();
        for (id, name) in names.iter().enumerate() {
            let implied: Vec<usize> = implies[id].iter().copied().filter(|i| *i != id).collect();
            text += &format!("\"{name}\" = {{ implies = [{}] }}\n", list(&implied));
        }
        text += "\"x.*\" = { wildcard = true }\n";
        text += &format!("[api.t.sets]\nrole = {{ scopes = [{}] }}\n", list(&[0, implies[0].len()]));
        for (at, need) in needs.iter().enumerate() {
            let Some(need) = need else { continue };
            let need = match &need[..] {
                [] => "access = \"any_token\"".to_owned(),
                lists => {
                    let mut lists: Vec<String> =
                        lists.iter().map(|ids| format!("[{}]", list(ids))).collect();
                    lists.dedup();
                    format!("any_of = [{}]", lists.join(", "))
                }
            };
            let retry = if again { "safe" } else { "never" };
            text += &format!(
                "[api.t.endpoints.r{at}]\ncall = {{ call = \"GET /{at}\", {need}, retry = \"{retry}\" }}\n"
            );
        }
        text
    })
}

/// What is the same in both directions, with the kinds as they are in the other one.
fn kinds(list: &[Change], reversed: bool) -> Vec<(Kind, Option<String>, Option<String>)> {
    let mut kinds: Vec<_> = list
        .iter()
        .map(|change| {
            let (old, new) = (change.old.clone(), change.new.clone());
            // Where scopes have two names, those of lists are the newer ones.
            let by_text = !matches!(
                change.kind,
                Kind::ScopeWidened | Kind::ScopeNarrowed | Kind::SetGained | Kind::SetLost
            );
            match (by_text, reversed) {
                (false, true) => (change.kind.reversed(), None, None),
                (false, false) => (change.kind, None, None),
                (true, true) => (change.kind.reversed(), new, old),
                (true, false) => (change.kind, old, new),
            }
        })
        .collect();
    kinds.sort();
    kinds
}

proptest! {
    #[test]
    fn nothing_differs_from_itself(text in any_spec()) {
        prop_assert_eq!(diff(&parse(&text), &parse(&text)).list, []);
    }

    #[test]
    fn taken_back_gained_is_lost(old in any_spec(), new in any_spec()) {
        let (old, new) = (parse(&old), parse(&new));
        let (there, back) = (diff(&old, &new).list, diff(&new, &old).list);
        prop_assert_eq!(kinds(&there, false), kinds(&back, true));
    }

    /// Against every token that there is: with the same scopes in both, a call has gained a
    /// requirement if and only if fewer tokens are let through, and so on.
    #[test]
    fn requirements_are_compared_as_every_token_is(old in any_spec(), new in any_spec()) {
        let head = |text: &str| text.split("[api.t.endpoints").next().unwrap().to_owned();
        let new = head(&old) + &new[head(&new).len()..];
        // Another catalogue may hold other scopes than the new calls name.
        let Ok(after) = Spec::parse("scopes.toml", &new) else { return Ok(()) };
        let before = parse(&old);
        let changes = diff(&before, &after).list;
        let (before, after) = (&before.apis()[0], &after.apis()[0]);
        for endpoint in &before.endpoints {
            let Some(other) = after.endpoint(&endpoint.id()) else { continue };
            let (mut stricter, mut looser) = (false, false);
            for bits in 0..1_u32 << before.catalogue.scopes().len() {
                let ids = before.catalogue.ids().map(|(id, _)| id);
                let held: ScopeIds = ids.filter(|id| bits >> id.index() & 1 == 1).collect();
                let was = endpoint.requirement.is_met_by(&before.catalogue.closure(&held));
                let is = other.requirement.is_met_by(&after.catalogue.closure(&held));
                stricter |= was && !is;
                looser |= is && !was;
            }
            let expected = match (stricter, looser) {
                (false, false) => None,
                (true, false) => Some(Kind::RequirementGained),
                (false, true) => Some(Kind::RequirementLost),
                (true, true) => Some(Kind::RequirementChanged),
            };
            let found = changes.iter().find(|change| {
                change.subject == endpoint.id() && change.kind != Kind::RetryChanged
            });
            prop_assert_eq!(found.map(|change| change.kind), expected, "{}\n{}", old, new);
        }
    }
}
