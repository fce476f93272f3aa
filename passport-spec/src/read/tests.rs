//! Every mistake that the reader can report, and that it survives whatever else a file holds.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::{Credentials, Spec};

/// Reads the text without its leading line break; compares the mistakes, one a line.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let (_, mistakes) = Spec::parse_partial("scopes.toml", text);
    let found: Vec<String> = mistakes
        .iter()
        .flat_map(crate::SpecErrors::iter)
        .map(ToString::to_string)
        .collect();
    assert_eq!(found, expected, "{text}");
}

/// An API with two scopes, and what is added to it from line 6 on.
fn api(more: &str) -> String {
    let more = more.strip_prefix('\n').unwrap_or(more);
    format!("[api.a]\ntoken.path = \"/t\"\n[api.a.scopes]\n\"s\" = \"S\"\n\"t\" = \"T\"\n{more}")
}

/// The same API with one endpoint, and what is added to that from line 7 on.
fn endpoint(more: &str) -> String {
    let more = more.strip_prefix('\n').unwrap_or(more);
    api(&format!("[api.a.endpoints.r.m]\n{more}"))
}

#[test]
fn syntax() {
    // What is not toml.
    check(
        r#"
a = 
b"#,
        &[
            "1:1: `a`: unknown key `a`; valid are `catalogue`, `api`",
            "1:5: not TOML: string values must be quoted, expected literal string",
            "2:2: not TOML: key with no value, expected `=`",
        ],
    );
    // What is missing from a broken file is not reported.
    check(
        r#"
[api.a]
[api.a.endpoints.r.m]
call "GET /"
"#,
        &["3:6: not TOML: key with no value, expected `=`"],
    );
    // An empty file.
    check(
        "",
        &["1:1: the file describes no API; begin with `[api.NAME]`"],
    );
    // A duplicate key.
    check(
        r#"
[api.a]
token.path = "/"
title = "A"
title = "B"
"#,
        &["4:1: not TOML: duplicate key"],
    );
}

#[test]
fn kinds_of_values() {
    // A key that is unknown.
    check(
        r#"
[apis.a]
"#,
        &["1:2: `apis`: unknown key `apis`; valid are `catalogue`, `api`; did you mean `api`?"],
    );
    // A key that is misspelt.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
respones = "json"
"#,
        ),
        &[
            "9:1: `api.a.endpoints.r.m.respones`: unknown key `respones`; valid are `call`, `prefix`, `scope`, `all_of`, `any_of`, `access`, `inferred`, `anonymous`, `description`, `docs`, `path`, `query`, `headers`, `query_sets`, `body`, `body_format`, `media_type`, `body_required`, `body_from_path`, `inferred_fields`, `response`, `responses`, `accept`, `errors`, `list`, `items`, `pagination`, `empty_on_404`, `retry`, `idempotency_key`, `example`; did you mean `response`?",
        ],
    );
    // A key where only two are known.
    check(
        r#"
[api.a]
token.path = "/t"
token.granted.fomat = "array"
"#,
        &[
            "3:15: `api.a.token.granted.fomat`: unknown key `fomat`; valid are `field`, `format`; did you mean `format`?",
        ],
    );
    // A number for text.
    check(
        r#"
[api.a]
token.path = "/"
title = 7
"#,
        &["3:9: `api.a.title`: expected text in quotes, found a number"],
    );
    // A date for text.
    check(
        r#"
[api.a]
token.path = "/"
title = 2026-01-01
"#,
        &["3:9: `api.a.title`: expected text in quotes, found a date"],
    );
    // Text for a table.
    check(
        r#"
[api]
a = "x"
"#,
        &["2:5: `api.a`: expected a table, found text"],
    );
    // A list for a table.
    check(
        r#"
api = []
"#,
        &["1:7: `api`: expected a table, found a list"],
    );
    // Text for a list.
    check(
        &endpoint(
            r#"
call = "GET /"
all_of = "s"
"#,
        ),
        &["8:10: `api.a.endpoints.r.m.all_of`: expected a list in brackets, found text"],
    );
    // A table in a list.
    check(
        &endpoint(
            r#"
call = "GET /"
all_of = [{}]
"#,
        ),
        &["8:11: `api.a.endpoints.r.m.all_of`: expected text in quotes, found a table"],
    );
    // Text for a flag.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
anonymous = "yes"
"#,
        ),
        &["9:13: `api.a.endpoints.r.m.anonymous`: expected true or false, found text"],
    );
    // A negative number.
    check(
        r#"
[api.a]
token = { path = "/t", lifetime = -1 }
[api.a.scopes]
"s" = "S"
"t" = "T"
"#,
        &[
            "2:35: `api.a.token.lifetime`: expected a whole number that is not negative, found a number",
        ],
    );
    // A huge number.
    check(
        r#"
[api.a]
token = { path = "/t", lifetime = 99999999999999999999999 }
[api.a.scopes]
"s" = "S"
"t" = "T"
"#,
        &[
            "2:35: `api.a.token.lifetime`: expected a whole number that is not negative, found a number",
        ],
    );
    // An unknown word.
    check(
        r#"
[api.a]
token = { path = "/t", request = "frm" }
[api.a.scopes]
"s" = "S"
"t" = "T"
"#,
        &[
            "2:34: `api.a.token.request`: unknown word `frm`; valid are `form`, `json`; did you mean `form`?",
        ],
    );
}

#[test]
fn scopes() {
    // A scope that is not defined.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "x:y"
"#,
        ),
        &[
            "8:9: `api.a.endpoints.r.m.scope`: the scope `x:y` is not defined; define it in the `scopes` of `a`",
        ],
    );
    // A scope that is misspelt.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"read:orders" = "S"
[api.a.endpoints.r.m]
call = "GET /"
scope = "read:ordres"
"#,
        &[
            "7:9: `api.a.endpoints.r.m.scope`: the scope `read:ordres` is not defined; define it in the `scopes` of `a`; did you mean `read:orders`?",
        ],
    );
    // A scope with a space.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"a b" = "S"
"#,
        &[
            r#"4:9: `api.a.scopes."a b"`: the scope `a b` holds ' ', which no scope can (RFC 6749, 3.3); it may hold printable ASCII without space, `"` and `\`"#,
        ],
    );
    // A scope with another letter.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"ä" = "S"
"#,
        &[
            r#"4:7: `api.a.scopes."ä"`: the scope `ä` holds 'ä', which no scope can (RFC 6749, 3.3); it may hold printable ASCII without space, `"` and `\`"#,
        ],
    );
    // A scope without a name.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"" = "S"
"#,
        &[r#"4:6: `api.a.scopes.""`: a scope's name cannot be empty"#],
    );
    // A scope that is a number.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"s" = 1
"#,
        &["4:7: `api.a.scopes.s`: expected the scope's description, or a table, found a number"],
    );
    // A scope with an unknown key.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"s" = { implise = [] }
"#,
        &[
            "4:9: `api.a.scopes.s.implise`: unknown key `implise`; valid are `description`, `docs`, `identifier`, `aliases`, `deprecated`, `implies`, `wildcard`, `template`, `inferred`; did you mean `implies`?",
        ],
    );
    // A wildcard without a star.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"s" = { wildcard = true }
"#,
        &["4:1: `api.a.scopes.s`: `wildcard` is true, but `s` does not end in `*`"],
    );
    // A template without a hole.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"s" = { template = true }
"#,
        &[
            "4:1: `api.a.scopes.s`: `template` is true, but `s` has no hole in braces, such as `{project}`",
        ],
    );
    // An identifier that is none.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"s" = { identifier = "a::b" }
"#,
        &[
            "4:22: `api.a.scopes.s.identifier`: `a::b` is no path of a type; write modules in snake case and a type in camel case, such as `iam::mfa::All`",
        ],
    );
    // Two scopes with one marker.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"a:b" = "S"
"a/b" = "T"
"#,
        &[
            r#"5:9: `api.a.scopes."a/b"`: the scopes `a:b` and `a/b` have the same path `scopes::a::B`; give one of them another with `identifier`"#,
        ],
    );
    // A marker that is the trait of another.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"a:b" = "S"
"a:b-in" = "T"
"#,
        &[
            r#"5:12: `api.a.scopes."a:b-in"`: the scopes `a:b` and `a:b-in` have the same path `scopes::a::BIn`; give one of them another with `identifier`"#,
        ],
    );
    // An alias that no scope can have.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"a" = { aliases = ["b c", ""] }
"#,
        &[
            r#"4:20: `api.a.scopes.a.aliases`: the scope `b c` holds ' ', which no scope can (RFC 6749, 3.3); it may hold printable ASCII without space, `"` and `\`"#,
            "4:27: `api.a.scopes.a.aliases`: a scope's name cannot be empty",
        ],
    );
    // An alias that is taken.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"a" = "S"
"b" = { aliases = ["a"] }
"#,
        &["5:1: `api.a.scopes.b`: the name `a` is already that of the scope `a`"],
    );
    // An alias that is the name.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"a" = { aliases = ["a"] }
"#,
        &["4:1: `api.a.scopes.a`: the name `a` is already that of the scope `a`"],
    );
    // An implication that is not defined.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"a" = { implies = ["b"] }
"#,
        &[
            "4:20: `api.a.scopes.a.implies`: the scope `b` is not defined; define it in the `scopes` of `a`",
        ],
    );
    // An implication twice.
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.scopes]
"a" = { implies = ["b", "b"] }
"b" = "B"
"#,
        &["4:25: `api.a.scopes.a.implies`: the scope `b` stands here twice"],
    );
}

#[test]
fn sets() {
    // A set without scopes.
    check(
        &api(r#"
[api.a.sets.x]
scopes = []
"#),
        &["6:13: `api.a.sets.x`: a set needs at least one scope in `scopes`"],
    );
    // A set that says no scopes.
    check(
        &api(r#"
[api.a.sets.x]
"#),
        &["6:13: `api.a.sets.x`: a set needs at least one scope in `scopes`"],
    );
    // A set with a misspelt key.
    check(
        &api(r#"
[api.a.sets.x]
scope = ["s"]
"#),
        &[
            "7:1: `api.a.sets.x.scope`: unknown key `scope`; valid are `description`, `scopes`; did you mean `scopes`?",
        ],
    );
    // A set with one unknown scope.
    check(
        &api(r#"
[api.a.sets.x]
scopes = ["z"]
"#),
        &[
            "7:11: `api.a.sets.x.scopes`: the scope `z` is not defined; define it in the `scopes` of `a`",
        ],
    );
    // A set with a scope twice.
    check(
        &api(r#"
[api.a.sets.x]
scopes = ["s", "s"]
"#),
        &["7:16: `api.a.sets.x.scopes`: the scope `s` stands here twice"],
    );
    // Two sets with one name.
    check(
        &api(r#"
[api.a.sets.x-y]
scopes = ["s"]
[api.a.sets."x.y"]
scopes = ["t"]
"#),
        &[r#"8:13: `api.a.sets."x.y"`: the sets `x-y` and `x.y` are both `XY`"#],
    );
}

#[test]
fn apis() {
    // An api that is no name.
    check(
        r#"
[api.My-API]
token.path = "/"
"#,
        &[
            "1:6: `api.My-API`: `My-API` cannot name an API, because it becomes a Rust name; write `my_api`",
        ],
    );
    // An api that is a keyword.
    check(
        r#"
[api.type]
token.path = "/"
"#,
        &[
            "1:6: `api.type`: `type` cannot name an API, because it becomes a Rust name; write `type_`",
        ],
    );
    // An api without a token.
    check(
        r#"
[api.a]
title = "A"
"#,
        &[r#"1:6: `api.a`: the key `token` is missing; say at least `token.path = "/…"`"#],
    );
    // An api with a misspelt token.
    check(
        r#"
[api.a]
tokn.path = "/"
"#,
        &[
            "2:1: `api.a.tokn`: unknown key `tokn`; valid are `title`, `description`, `docs`, `catalogue`, `scopes`, `sets`, `servers`, `prefix`, `token`, `types`, `query_sets`, `errors`, `pagination`, `endpoints`; did you mean `token`?",
        ],
    );
    // A catalogue that is unknown.
    check(
        r#"
[catalogue.shared]
[api.a]
token.path = "/"
catalogue = "sharde"
"#,
        &["4:13: `api.a.catalogue`: unknown catalogue `sharde`; only `shared` is valid here"],
    );
    // A catalogue where there is none.
    check(
        r#"
[api.a]
token.path = "/"
catalogue = "shared"
"#,
        &["3:13: `api.a.catalogue`: unknown catalogue `shared`; none is valid here"],
    );
    // A catalogue beside scopes.
    check(
        r#"
[catalogue.shared]
[api.a]
token.path = "/"
catalogue = "shared"
scopes = {}
sets = {}
"#,
        &[
            "2:6: `api.a`: `scopes` and `catalogue` exclude each other: keep one of them",
            "2:6: `api.a`: `sets` and `catalogue` exclude each other: keep one of them",
        ],
    );
    // A catalogue that is no text.
    check(
        r#"
[api.a]
token.path = "/"
catalogue = 1
"#,
        &["3:13: `api.a.catalogue`: expected text in quotes, found a number"],
    );
    // A plain server.
    check(
        &api(r#"
[api.a.servers]
x = "http://a.example"
"#),
        &[
            "7:5: `api.a.servers.x`: `http://a.example` must begin with `https://`; tokens travel over TLS only",
        ],
    );
    // A server that is no address.
    check(
        &api(r#"
[api.a.servers]
x = "https://a b"
"#),
        &["7:5: `api.a.servers.x`: `https://a b` is no address; write it as `https://host/path`"],
    );
    // A server with a password.
    check(
        &api(r#"
[api.a.servers]
x = "https://u:p@a.example"
"#),
        &[
            "7:5: `api.a.servers.x`: `https://u:p@a.example` must name a host, without user and password",
        ],
    );
    // A server with a query.
    check(
        &api(r#"
[api.a.servers]
x = "https://a.example/?x=1"
"#),
        &[
            "7:5: `api.a.servers.x`: `https://a.example/?x=1` must end with its path; a query does not belong here",
        ],
    );
    // A server in capitals.
    check(
        &api(r#"
[api.a.servers]
PROD = "https://a.example"
"#),
        &[
            "7:8: `api.a.servers.PROD`: the server's name `PROD` must be lower case, such as `sandbox`",
        ],
    );
    // A prefix without a slash.
    check(
        &api(r#"
[api.a.prefix]
x = "v1"
"#),
        &["7:5: `api.a.prefix.x`: the prefix `v1` must begin with `/` and not end with it"],
    );
    // A prefix that ends with a slash.
    check(
        &api(r#"
[api.a.prefix]
x = "/v1/"
"#),
        &["7:5: `api.a.prefix.x`: the prefix `/v1/` must begin with `/` and not end with it"],
    );
    // A prefix with more than a path.
    for (path, c) in [
        ("/v1?x", '?'),
        ("/v1#x", '#'),
        ("/v1/{x}", '{'),
        ("/v 1", ' '),
    ] {
        check(
            &api(&format!("\n[api.a.prefix]\nx = \"{path}\"\n")),
            &[&format!(
                "7:5: `api.a.prefix.x`: the prefix `{path}` holds {c:?}; write a path without \
                 parameters, query and blanks"
            )],
        );
    }
    // A prefix that is unknown.
    check(
        &api(r#"
[api.a.prefix]
admin = "/v1"
[api.a.endpoints.r.m]
prefix = "amdin"
call = "GET /"
scope = "s"
"#),
        &["9:10: `api.a.endpoints.r.m.prefix`: unknown prefix `amdin`; only `admin` is valid here"],
    );
    // A prefix where there is none.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
prefix = "v1"
"#,
        ),
        &["9:10: `api.a.endpoints.r.m.prefix`: unknown prefix `v1`; none is valid here"],
    );
    // A pagination with an unknown key.
    check(
        &api(r#"
[api.a.pagination.p]
numbr = "p"
"#),
        &[
            "7:1: `api.a.pagination.p.numbr`: unknown key `numbr`; valid are `number`, `size`, `first`, `info`, `total_items`, `total_pages`, `current_page`, `snapshot`, `snapshot_seconds`, `snapshot_nanos`; did you mean `number`?",
        ],
    );
}

#[test]
fn tokens() {
    // A token without an address.
    check(
        r#"
[api.a]
token.request = "json"
[api.a.scopes]
"s" = "S"
"t" = "T"
"#,
        &["2:1: `api.a.token`: one of the keys `path` and `url` is missing"],
    );
    // A token with two addresses.
    check(
        r#"
[api.a]
token = { path = "/t", url = "https://a.example/t" }
[api.a.scopes]
"s" = "S"
"t" = "T"
"#,
        &["2:9: `api.a.token`: `path` and `url` exclude each other: keep one of them"],
    );
    // A token path with parameters.
    check(
        r#"
[api.a]
token.path = "/{x}"
[api.a.scopes]
"s" = "S"
"t" = "T"
"#,
        &["2:14: `api.a.token.path`: the token endpoint's path takes no parameters"],
    );
    // A token path without a slash.
    check(
        r#"
[api.a]
token.path = "t"
[api.a.scopes]
"s" = "S"
"t" = "T"
"#,
        &["2:14: `api.a.token.path`: the path `t` does not start with `/`"],
    );
    // A plain token address.
    check(
        r#"
[api.a]
token.url = "http://a.example/t"
[api.a.scopes]
"s" = "S"
"t" = "T"
"#,
        &[
            "2:13: `api.a.token.url`: `http://a.example/t` must begin with `https://`; tokens travel over TLS only",
        ],
    );
    // A field that the client sets.
    check(
        r#"
[api.a]
token = { path = "/t", fields = { client_secret = "x" } }
[api.a.scopes]
"s" = "S"
"t" = "T"
"#,
        &[
            "2:51: `api.a.token.fields.client_secret`: the field `client_secret` is set by the client itself",
        ],
    );
    // Words that are unknown.
    check(
        r#"
[api.a]
token = { path = "/t", credentials = "bdy", granted_absent = "x", granted = { format = "arry" } }
[api.a.scopes]
"s" = "S"
"t" = "T"
"#,
        &[
            "2:38: `api.a.token.credentials`: unknown word `bdy`; valid are `basic`, `body`, `client_secret_basic_raw`; did you mean `body`?",
            "2:62: `api.a.token.granted_absent`: unknown word `x`; valid are `as_requested`, `refuse`",
            "2:88: `api.a.token.granted.format`: unknown word `arry`; valid are `space`, `comma`, `array`; did you mean `array`?",
        ],
    );
}

#[test]
fn raw_basic_and_spellings_of_bearer_are_read() {
    let token = |more: &str| {
        let text = format!("[api.a]\n[api.a.token]\npath = \"/t\"\n{more}");
        let text = format!("{text}\n[api.a.scopes]\n\"s\" = \"S\"");
        let spec = Spec::parse("scopes.toml", &text).unwrap();
        spec.apis()[0].token.clone()
    };
    let usual = token("");
    assert_eq!(usual.credentials, Credentials::Basic);
    assert!(usual.token_type_aliases.is_empty());
    let raw = token("credentials = \"client_secret_basic_raw\"");
    assert_eq!(raw.credentials, Credentials::ClientSecretBasicRaw);
    let aliases = token("token_type_aliases = [\"BearerToken\", \"\"]");
    assert_eq!(aliases.token_type_aliases, ["BearerToken", ""]);
    check(
        r#"
[api.a]
token = { path = "/t", token_type_aliases = ["bearer", "dpop", "B", "b", 7] }
[api.a.scopes]
"s" = "S"
"#,
        &[
            "2:46: `api.a.token.token_type_aliases`: `Bearer` is accepted anyway, in any case; take it out",
            "2:56: `api.a.token.token_type_aliases`: a `dpop` token needs a proof with each request, which a `Bearer` token has not; take it out",
            "2:69: `api.a.token.token_type_aliases`: `b` is there twice; case does not count",
            "2:74: `api.a.token.token_type_aliases`: expected text in quotes, found a number",
        ],
    );
}

#[test]
fn calls() {
    // An endpoint without a call.
    check(
        &endpoint(
            r#"
scope = "s"
"#,
        ),
        &["6:20: `api.a.endpoints.r.m`: the key `call` is missing"],
    );
    // An endpoint with a misspelt call.
    check(
        &endpoint(
            r#"
scope = "s"
cal = "GET /"
"#,
        ),
        &[
            "8:1: `api.a.endpoints.r.m.cal`: unknown key `cal`; valid are `call`, `prefix`, `scope`, `all_of`, `any_of`, `access`, `inferred`, `anonymous`, `description`, `docs`, `path`, `query`, `headers`, `query_sets`, `body`, `body_format`, `media_type`, `body_required`, `body_from_path`, `inferred_fields`, `response`, `responses`, `accept`, `errors`, `list`, `items`, `pagination`, `empty_on_404`, `retry`, `idempotency_key`, `example`; did you mean `call`?",
        ],
    );
    // A call without a path.
    check(
        &endpoint(
            r#"
call = "GET"
scope = "s"
"#,
        ),
        &[
            r#"7:8: `api.a.endpoints.r.m.call`: `GET` is no call; write method and path, `"GET /orders/{id}"`"#,
        ],
    );
    // A method that is unknown.
    check(
        &endpoint(
            r#"
call = "PSOT /"
scope = "s"
"#,
        ),
        &[
            "7:8: `api.a.endpoints.r.m.call`: unknown method `PSOT`; valid are `GET`, `HEAD`, `OPTIONS`, `POST`, `PUT`, `PATCH`, `DELETE`; did you mean `POST`?",
        ],
    );
    // A path without a slash.
    check(
        &endpoint(
            r#"
call = "GET x"
scope = "s"
"#,
        ),
        &["7:8: `api.a.endpoints.r.m.call`: the path `x` does not start with `/`"],
    );
    // A path with a query.
    check(
        &endpoint(
            r#"
call = "GET /x?y"
scope = "s"
"#,
        ),
        &[
            "7:8: `api.a.endpoints.r.m.call`: the path `/x?y` holds '?'; query parameters go into `query`",
        ],
    );
    // A path with half a hole.
    check(
        &endpoint(
            r#"
call = "GET /{x"
scope = "s"
"#,
        ),
        &["7:8: `api.a.endpoints.r.m.call`: the braces of the path `/{x` do not match"],
    );
    // A path with a strange hole.
    check(
        &endpoint(
            r#"
call = "GET /{a.b}"
scope = "s"
"#,
        ),
        &[
            "7:8: `api.a.endpoints.r.m.call`: `{a.b}` in the path `/{a.b}` is no parameter name; use letters, digits, `_` and `-`",
        ],
    );
    // A path with a hole twice.
    check(
        &endpoint(
            r#"
call = "GET /{x}/{x}"
scope = "s"
"#,
        ),
        &["7:8: `api.a.endpoints.r.m.call`: the path `/{x}/{x}` holds `{x}` twice"],
    );
    // An endpoint twice; another name of the parameter makes another endpoint.
    check(
        &api(r#"
[api.a.endpoints.r]
m = { call = "GET /{x}", scope = "s" }
n = { call = "GET /{x}", scope = "t" }
o = { call = "GET /{y}", scope = "s" }
"#),
        &["8:1: `api.a.endpoints.r.n`: `GET /{x}` is already the endpoint `r.m`"],
    );
    // A resource that every client has.
    check(
        &api(r#"
[api.a.endpoints.token.m]
call = "GET /"
scope = "s"
"#),
        &[
            "6:18: `api.a.endpoints.token`: every client has a method `token` already; name the resource otherwise",
        ],
    );
    check(
        &api(r#"
[api.a.endpoints.token_from.m]
call = "GET /"
scope = "s"
"#),
        &[
            "6:18: `api.a.endpoints.token_from`: every client has a method `token_from` already; name the resource otherwise",
        ],
    );
    // A resource that is a keyword.
    check(
        &api(r#"
[api.a.endpoints.type.m]
call = "GET /"
scope = "s"
"#),
        &[
            "6:18: `api.a.endpoints.type`: `type` cannot name a resource, because it becomes a Rust name; write `type_`",
        ],
    );
    // A method that is no name.
    check(
        &api(r#"
[api.a.endpoints.r.getAll]
call = "GET /"
scope = "s"
"#),
        &[
            "6:20: `api.a.endpoints.r.getAll`: `getAll` cannot name a method, because it becomes a Rust name; write `get_all`",
        ],
    );
}

#[test]
fn needs() {
    // Nothing said.
    check(
        &endpoint(
            r#"
call = "GET /"
"#,
        ),
        &[
            r#"6:20: `api.a.endpoints.r.m`: it does not say what the call needs; add one of `scope`, `all_of`, `any_of` and `access` (`access = "unknown"` where it is not documented)"#,
        ],
    );
    // A misspelt need.
    check(
        &endpoint(
            r#"
call = "GET /"
scpoe = "s"
"#,
        ),
        &[
            "8:1: `api.a.endpoints.r.m.scpoe`: unknown key `scpoe`; valid are `call`, `prefix`, `scope`, `all_of`, `any_of`, `access`, `inferred`, `anonymous`, `description`, `docs`, `path`, `query`, `headers`, `query_sets`, `body`, `body_format`, `media_type`, `body_required`, `body_from_path`, `inferred_fields`, `response`, `responses`, `accept`, `errors`, `list`, `items`, `pagination`, `empty_on_404`, `retry`, `idempotency_key`, `example`; did you mean `scope`?",
        ],
    );
    // Two needs.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
access = "public"
"#,
        ),
        &["6:20: `api.a.endpoints.r.m`: `scope`, `access` exclude each other: keep one of them"],
    );
    // An unknown access.
    check(
        &endpoint(
            r#"
call = "GET /"
access = "pubic"
"#,
        ),
        &[
            "8:10: `api.a.endpoints.r.m.access`: unknown word `pubic`; valid are `public`, `any_token`, `unknown`; did you mean `public`?",
        ],
    );
    // An empty list.
    check(
        &endpoint(
            r#"
call = "GET /"
all_of = []
"#,
        ),
        &[
            "8:10: `api.a.endpoints.r.m.all_of`: an empty list says nothing; for a call without scopes write `access`",
        ],
    );
    // An empty list of alternatives.
    check(
        &endpoint(
            r#"
call = "GET /"
any_of = []
"#,
        ),
        &[
            "8:10: `api.a.endpoints.r.m.any_of`: an empty list says nothing; for a call without scopes write `access`",
        ],
    );
    // An empty alternative.
    check(
        &endpoint(
            r#"
call = "GET /"
any_of = ["s", []]
"#,
        ),
        &[
            "8:16: `api.a.endpoints.r.m.any_of`: an empty list says nothing; for a call without scopes write `access`",
        ],
    );
    // A scope twice.
    check(
        &endpoint(
            r#"
call = "GET /"
all_of = ["s", "s"]
"#,
        ),
        &["8:16: `api.a.endpoints.r.m.all_of`: this scope stands here twice"],
    );
    // An alternative twice.
    check(
        &endpoint(
            r#"
call = "GET /"
any_of = ["s", ["s"]]
"#,
        ),
        &["8:16: `api.a.endpoints.r.m.any_of`: this alternative stands here twice"],
    );
    // A scope in an alternative that is not defined.
    check(
        &endpoint(
            r#"
call = "GET /"
any_of = ["s", ["t", "x:y"]]
"#,
        ),
        &[
            "8:22: `api.a.endpoints.r.m.any_of`: the scope `x:y` is not defined; define it in the `scopes` of `a`",
        ],
    );
}

#[test]
fn parameters() {
    // A type that is unknown.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
query = { x = "intger" }
"#,
        ),
        &[
            "9:15: `api.a.endpoints.r.m.query.x`: unknown type `intger`; valid are `string`, `integer`, `number`, `boolean` and the name of a model type in camel case; did you mean `integer`?",
        ],
    );
    // A parameter that is a number.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
query = { x = 1 }
"#,
        ),
        &[
            "9:15: `api.a.endpoints.r.m.query.x`: expected the parameter's type, or a table, found a number",
        ],
    );
    // A parameter with an unknown key.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
query = { x = { typ = "string" } }
"#,
        ),
        &[
            "9:17: `api.a.endpoints.r.m.query.x.typ`: unknown key `typ`; valid are `type`, `name`, `required`, `inferred`, `description`, `style`; did you mean `type`?",
        ],
    );
    // A parameter with a strange name.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
query = { x = { name = "X" } }
"#,
        ),
        &[
            "9:11: `api.a.endpoints.r.m.query.x`: `X` cannot name a parameter, because it becomes a Rust name; write `x`",
        ],
    );
    // A path parameter that is not there.
    check(
        &endpoint(
            r#"
call = "GET /{order_id}"
scope = "s"
path = { oder_id = "integer" }
"#,
        ),
        &[
            "9:20: `api.a.endpoints.r.m.path.oder_id`: the path `/{order_id}` has no parameter `{oder_id}`; did you mean `order_id`?",
        ],
    );
    // Two parameters with one name.
    check(
        &endpoint(
            r#"
call = "GET /{x}"
scope = "s"
query = { "a.x" = "string" }
"#,
        ),
        &[
            "6:20: `api.a.endpoints.r.m`: the parameters `x` and `a.x` are both called `x` in Rust; give one of them another `name`",
        ],
    );
    // A parameter with a name that is taken.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
query = { token = "string" }
"#,
        ),
        &[
            "6:20: `api.a.endpoints.r.m`: the parameter `token` cannot be called `token` in Rust; give it another `name`",
        ],
    );
    for taken in ["call", "into_call"] {
        check(
            &endpoint(&format!(
                "\ncall = \"GET /\"\nscope = \"s\"\nquery = {{ {taken} = \"string\" }}\n"
            )),
            &[&format!(
                "6:20: `api.a.endpoints.r.m`: the parameter `{taken}` cannot be called `{taken}` in Rust; give it another `name`"
            )],
        );
    }
    // A query set that is unknown.
    check(
        &api(r#"
[api.a.query_sets.page]
[api.a.endpoints.r.m]
query_sets = ["pgae"]
call = "GET /"
scope = "s"
"#),
        &[
            "8:15: `api.a.endpoints.r.m.query_sets`: unknown query set `pgae`; only `page` is valid here",
        ],
    );
    // A type in the table of types.
    check(
        &api(r#"
[api.a.types]
x = "x"
"#),
        &[
            "7:5: `api.a.types.x`: unknown type `x`; valid are `string`, `integer`, `number`, `boolean` and the name of a model type in camel case",
        ],
    );
}

#[test]
fn bodies() {
    // A format without a body.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
body_format = "form"
"#,
        ),
        &["6:20: `api.a.endpoints.r.m`: `body_format` says nothing without `body`"],
    );
    // Two bodies.
    check(
        &endpoint(
            r#"
call = "POST /{x}"
scope = "s"
body = "B"
body_from_path = { x = "x" }
"#,
        ),
        &[
            "6:20: `api.a.endpoints.r.m`: `body` and `body_from_path` exclude each other: keep one of them",
        ],
    );
    // A body from another path.
    check(
        &endpoint(
            r#"
call = "POST /{x}"
scope = "s"
body_from_path = { x = "y" }
"#,
        ),
        &["9:24: `api.a.endpoints.r.m.body_from_path.x`: the path `/{x}` has no parameter `{y}`"],
    );
    // A body that is no type.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
body = "b"
"#,
        ),
        &[
            "9:8: `api.a.endpoints.r.m.body`: `b` is no body; write `json`, `text`, `bytes`, or the name of a model type in camel case",
        ],
    );
    // A response that is no type.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
response = "std::string"
"#,
        ),
        &[
            "9:12: `api.a.endpoints.r.m.response`: `std::string` is no model type; write its name in camel case, or one of `json`, `text`, `bytes`",
        ],
    );
    // A response and a list.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
response = "json"
list = "json"
"#,
        ),
        &[
            "6:20: `api.a.endpoints.r.m`: `response` and `list` exclude each other: keep one of them",
        ],
    );
    // Words about a list without one.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
items = ""
pagination = "p"
empty_on_404 = true
"#,
        ),
        &[
            "6:20: `api.a.endpoints.r.m`: `items` says nothing without `list`",
            "6:20: `api.a.endpoints.r.m`: `pagination` says nothing without `list`",
            "6:20: `api.a.endpoints.r.m`: `empty_on_404` says nothing without `list`",
        ],
    );
    // A pagination that is unknown.
    check(
        &api(r#"
[api.a.pagination.pages]
[api.a.endpoints.r.m]
list = "json"
pagination = "page"
call = "GET /"
scope = "s"
"#),
        &[
            "9:14: `api.a.endpoints.r.m.pagination`: unknown pagination style `page`; only `pages` is valid here",
        ],
    );
}

#[test]
fn responses() {
    // No type and no word.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
response = "texts"
"#,
        ),
        &[
            "9:12: `api.a.endpoints.r.m.response`: `texts` is no model type; write its name in camel case, or one of `json`, `text`, `bytes`; did you mean `text`?",
        ],
    );
    // Statuses that are none of success, a body that is none, a status twice.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
responses = { 200 = "Order", 404 = "Missing", default = "Order", 202 = "order", 2XX = "json", 2xx = "empty" }
"#,
        ),
        &[
            "9:36: `api.a.endpoints.r.m.responses.404`: `404` is no status of success; write one from 200 to 299, or `2XX` for all others; what fails belongs into `errors`",
            "9:57: `api.a.endpoints.r.m.responses.default`: `default` is no status of success; write one from 200 to 299, or `2XX` for all others; what fails belongs into `errors`",
            "9:72: `api.a.endpoints.r.m.responses.202`: `order` is no model type; write its name in camel case, or one of `empty`, `json`, `text`, `bytes`",
            "9:101: `api.a.endpoints.r.m.responses.2xx`: the status `2XX` stands here twice",
        ],
    );
    // Nothing in it, and beside the others.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
responses = {}
"#,
        ),
        &[
            "9:13: `api.a.endpoints.r.m.responses`: an empty table says nothing; write a status, such as `200 = \"Order\"`",
        ],
    );
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
responses = { 200 = "Order" }
response = "Order"
list = "Order"
"#,
        ),
        &[
            "6:20: `api.a.endpoints.r.m`: `response` and `list` exclude each other: keep one of them",
            "6:20: `api.a.endpoints.r.m`: `response` and `responses` exclude each other: keep one of them",
            "6:20: `api.a.endpoints.r.m`: `responses` and `list` exclude each other: keep one of them",
        ],
    );
    // What is asked for.
    for accept in ["csv", "text/", "/csv", " text/csv", "text/csv\\n", "a b/c"] {
        let shown = accept.replace("\\n", "\n").escape_debug().to_string();
        check(
            &endpoint(&format!(
                "call = \"GET /\"\nscope = \"s\"\naccept = \"{accept}\"\n"
            )),
            &[&format!(
                "9:10: `api.a.endpoints.r.m.accept`: `{shown}` is no list of media types; write it such as `text/csv`"
            )],
        );
    }
}

#[test]
fn errors() {
    check(
        &api(r#"
[api.a.errors]
200 = "Order"
404 = "missing"
4XX = "Problem"
4xx = "Problem"
6XX = "Problem"
"#),
        &[
            "7:7: `api.a.errors.200`: `200` is no status of an error; write one from 400 to 599, or `4XX`, `5XX` or `default` for all others",
            "8:7: `api.a.errors.404`: `missing` is no model type; write its name in camel case",
            "10:7: `api.a.errors.4xx`: the status `4XX` stands here twice",
            "11:7: `api.a.errors.6XX`: `6XX` is no status of an error; write one from 400 to 599, or `4XX`, `5XX` or `default` for all others",
        ],
    );
    // The endpoint's own come before those of the API.
    let text = endpoint(
        "call = \"GET /\"\nscope = \"s\"\nerrors = { 404 = \"Missing\", default = \"Problem\" }",
    );
    let text = format!("{text}\n[api.a.errors]\n404 = \"NoSuchThing\"\n429 = \"Busy\"\n");
    let spec = Spec::parse("scopes.toml", &text).unwrap();
    let endpoint = spec.api("a").unwrap().endpoint("r.m").unwrap();
    let errors: Vec<String> = endpoint
        .errors
        .iter()
        .map(|error| format!("{} {}", error.statuses, error.ty))
        .collect();
    assert_eq!(errors, ["404 Missing", "429 Busy", "default Problem"]);
}

#[test]
fn anonymous() {
    check(
        &endpoint(
            r#"
call = "GET /"
access = "public"
anonymous = true
"#,
        ),
        &[
            "6:20: `api.a.endpoints.r.m`: `anonymous` says nothing with `access = \"public\"`: that takes no token",
        ],
    );
    // The method's name is another endpoint's.
    check(
        &api(r#"
[api.a.endpoints.r]
get = { call = "GET /", scope = "s", anonymous = true }
get_anonymously = { call = "GET /public", access = "public" }
"#),
        &[
            "6:18: `api.a.endpoints.r`: `get_anonymously` is the method of `r.get` without a token as well; give one of them another name",
        ],
    );
}

#[test]
fn retries() {
    // A key without a place.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
retry = "idempotency_key"
"#,
        ),
        &[
            r#"6:20: `api.a.endpoints.r.m`: `retry = "idempotency_key"` needs to know where the key stands; add `idempotency_key = { header = "…" }` or `{ body = "…" }`"#,
        ],
    );
    // A key with another retry.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
retry = "never"
idempotency_key = { header = "K" }
"#,
        ),
        &[r#"6:20: `api.a.endpoints.r.m`: `idempotency_key` needs `retry = "idempotency_key"`"#],
    );
    // A key without a retry.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
idempotency_key = { header = "K" }
"#,
        ),
        &[r#"6:20: `api.a.endpoints.r.m`: `idempotency_key` needs `retry = "idempotency_key"`"#],
    );
    // A key in two places.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
retry = "idempotency_key"
idempotency_key = { header = "K", body = "k" }
"#,
        ),
        &["10:19: `api.a.endpoints.r.m.idempotency_key`: say exactly one of `header` and `body`"],
    );
    // A key in no body.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
retry = "idempotency_key"
idempotency_key = { body = "k" }
"#,
        ),
        &["6:20: `api.a.endpoints.r.m`: an idempotency key in the body needs a JSON `body`"],
    );
    // A retry that is unknown.
    check(
        &endpoint(
            r#"
call = "GET /"
scope = "s"
retry = "alwyas"
"#,
        ),
        &[
            "9:9: `api.a.endpoints.r.m.retry`: unknown word `alwyas`; valid are `safe`, `never`, `idempotency_key`",
        ],
    );
}

#[test]
fn places() {
    // Columns count characters.
    check(
        r#"
[api.a]
token.path = "/"
title = "Ünïcödé 😀"
docs = { "é" = 1 }
servers = { "ä" = "http://ä" }
"#,
        &[
            "4:8: `api.a.docs`: expected text in quotes, found a table",
            r#"5:19: `api.a.servers."ä"`: `http://ä` is no address; write it as `https://host/path`"#,
            r#"5:19: `api.a.servers."ä"`: the server's name `ä` must be lower case, such as `sandbox`"#,
        ],
    );
    // Lines may end with crlf.
    check(
        "[api.a]\r\ntoken.path = \"/\"\r\n# é\r\nextra = 1\r\n[api.a.endpoints.r.m]\r\ncall = \"GET\"\r\n",
        &[
            "4:1: `api.a.extra`: unknown key `extra`; valid are `title`, `description`, `docs`, `catalogue`, `scopes`, `sets`, `servers`, `prefix`, `token`, `types`, `query_sets`, `errors`, `pagination`, `endpoints`",
            r#"5:20: `api.a.endpoints.r.m`: it does not say what the call needs; add one of `scope`, `all_of`, `any_of` and `access` (`access = "unknown"` where it is not documented)"#,
            r#"6:8: `api.a.endpoints.r.m.call`: `GET` is no call; write method and path, `"GET /orders/{id}"`"#,
        ],
    );
    // Text over several lines.
    check(
        r#"
[api.a]
token.path = "/"
description = """
One
Two
"""
extra = 1
"#,
        &[
            "7:1: `api.a.extra`: unknown key `extra`; valid are `title`, `description`, `docs`, `catalogue`, `scopes`, `sets`, `servers`, `prefix`, `token`, `types`, `query_sets`, `errors`, `pagination`, `endpoints`",
        ],
    );
    // A byte order mark.
    check(
        "\u{feff}[api.a]\ntoken.path = \"/\"\nextra = 1\n",
        &[
            "3:1: `api.a.extra`: unknown key `extra`; valid are `title`, `description`, `docs`, `catalogue`, `scopes`, `sets`, `servers`, `prefix`, `token`, `types`, `query_sets`, `errors`, `pagination`, `endpoints`",
        ],
    );
    // Mistakes stand in the order of the file.
    check(
        r#"
[api.a]
token.path = "t"
[api.a.scopes]
"s" = 1
[api.a.endpoints.r.b]
call = "GET"
scope = "x:y"
[api.a.endpoints.r.a]
call = "PUT x"
"#,
        &[
            "2:14: `api.a.token.path`: the path `t` does not start with `/`",
            "4:7: `api.a.scopes.s`: expected the scope's description, or a table, found a number",
            r#"6:8: `api.a.endpoints.r.b.call`: `GET` is no call; write method and path, `"GET /orders/{id}"`"#,
            "7:9: `api.a.endpoints.r.b.scope`: the scope `x:y` is not defined; define it in the `scopes` of `a`",
            r#"8:20: `api.a.endpoints.r.a`: it does not say what the call needs; add one of `scope`, `all_of`, `any_of` and `access` (`access = "unknown"` where it is not documented)"#,
            "9:8: `api.a.endpoints.r.a.call`: the path `x` does not start with `/`",
        ],
    );
}

#[test]
fn a_path_that_a_server_may_read_otherwise_is_refused() {
    check(
        &endpoint("call = \"GET /../../admin\"\nscope = \"s\""),
        &[
            "7:8: `api.a.endpoints.r.m.call`: the path `/../../admin` holds the segment `..`, which \
             leads to another path; write the path that is meant",
        ],
    );
    check(
        &endpoint("call = \"GET //host/a\"\nscope = \"s\""),
        &[
            "7:8: `api.a.endpoints.r.m.call`: the path `//host/a` begins with `//`, which a server \
             may read as a host; begin it with one `/`",
        ],
    );
    check(
        "[api.a]\nservers.b = \"https://b.example/%2e%2E/c\"\nprefix.v = \"/a\\u202eb\"\n\
         token.path = \"/./t\"\n",
        &[
            "2:13: `api.a.servers.b`: the path `/%2e%2E/c` holds the segment `..`, which leads to \
             another path; write the path that is meant",
            r"3:12: `api.a.prefix.v`: the path `/a\u{202e}b` holds a control character; leave it out",
            "4:14: `api.a.token.path`: the path `/./t` holds the segment `.`, which leads to another \
             path; write the path that is meant",
        ],
    );
}

#[test]
fn an_address_with_a_user_or_control_characters_is_refused() {
    let (_, mistakes) = Spec::parse_partial(
        "scopes.toml",
        "[api.a]\nservers.b = \"https://u:p@b.example\"\nservers.c = \"https://c.example/\\r\\nX: y\"\n\
         servers.d = \"https://d.example/\\\\e\"\nservers.e = \"https://e.example/\\u202e\"\n\
         token.url = \"https://u@t.example/\"\n",
    );
    let lines = mistakes.iter().flat_map(crate::SpecErrors::iter);
    let lines: Vec<usize> = lines.map(|mistake| mistake.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6]);
}

#[test]
fn a_header_of_the_client_or_the_connection_is_refused() {
    check(
        &endpoint(
            "call = \"GET /\"\nscope = \"s\"\nretry = \"idempotency_key\"\n\
             idempotency_key = { header = \"Host\" }\nheaders.Content-Length = \"integer\"\n\
             headers.\"X-A\\r\\nX-B\" = \"string\"\nheaders.Accept-Language = \"string\"",
        ),
        &[
            "10:30: `api.a.endpoints.r.m.idempotency_key.header`: the header `Host` is set by the \
             client itself; leave it out",
            "11:26: `api.a.endpoints.r.m.headers.Content-Length`: the header `Content-Length` \
             belongs to the connection, not to a call (RFC 9110, 7.6.1); leave it out",
            "12:24: `api.a.endpoints.r.m.headers.\"X-A\\r\\nX-B\"`: `X-A\\r\\nX-B` is no name of a \
             header (RFC 9110, 5.1); write letters, digits, `-` and `_`",
        ],
    );
}

#[test]
fn a_message_is_one_line() {
    check(
        "[api.a]\ntoken = { path = \"/\", request = \"a\\nb\\u0000\" }\n",
        &[r"2:33: `api.a.token.request`: unknown word `a\nb\u{0}`; valid are `form`, `json`"],
    );
}

#[test]
fn a_valid_spec_has_no_mistakes() {
    check(VALID, &[]);
}

#[test]
fn display_names_the_file_on_each_line() {
    let mistakes = Spec::parse("a/b.toml", &endpoint("scope = \"x:y\"\n")).unwrap_err();
    assert_eq!(
        mistakes.to_string(),
        "a/b.toml:6:20: `api.a.endpoints.r.m`: the key `call` is missing\n\
         a/b.toml:7:9: `api.a.endpoints.r.m.scope`: the scope `x:y` is not defined; define it in \
         the `scopes` of `a`"
    );
}

/// A change to a text, at a place that its length is divided by.
#[derive(Clone, Debug)]
enum Change {
    Delete,
    Duplicate,
    Replace(&'static str),
}

fn changes() -> impl Strategy<Value = Vec<(Index, usize, Change)>> {
    let pieces = prop::sample::select(PIECES);
    let change = prop_oneof![
        Just(Change::Delete),
        Just(Change::Duplicate),
        pieces.prop_map(Change::Replace),
    ];
    vec((any::<Index>(), 0..30_usize, change), 1..6)
}

/// Applies a change to `length` characters.
fn apply(text: &str, at: Index, length: usize, change: &Change) -> String {
    let chars: Vec<char> = text.chars().collect();
    let start = at.index(chars.len() + 1);
    let end = (start + length).min(chars.len());
    let part: String = chars[start..end].iter().collect();
    let middle = match change {
        Change::Delete => String::new(),
        Change::Duplicate => part.repeat(2),
        Change::Replace(piece) => (*piece).to_owned(),
    };
    let before: String = chars[..start].iter().collect();
    let behind: String = chars[end..].iter().collect();
    before + &middle + &behind
}

proptest! {
    #[test]
    fn no_file_makes_the_reader_panic(changes in changes()) {
        let mut text = VALID.to_owned();
        for (at, length, change) in &changes {
            text = apply(&text, *at, *length, change);
        }
        let (spec, mistakes) = Spec::parse_partial("scopes.toml", &text);
        let (_, again) = Spec::parse_partial("scopes.toml", &text);
        prop_assert_eq!(&mistakes, &again);
        let lines = text.split('\n').count();
        for mistake in mistakes.iter().flat_map(crate::SpecErrors::iter) {
            prop_assert!((1..=lines).contains(&mistake.line), "{}", mistake);
            prop_assert!(mistake.column >= 1 && mistake.span.start <= text.len(), "{}", mistake);
            prop_assert!(!mistake.message.contains('\n'), "{:?}", mistake.message);
        }
        // What was read is whole: every scope that is named is one of the catalogue.
        for api in spec.apis() {
            for id in api.endpoints.iter().flat_map(|endpoint| endpoint.requirement.scopes()) {
                prop_assert!(id.index() < api.catalogue.scopes().len());
            }
        }
    }
}

/// What a person may type by mistake, and what a parser may trip over.
const PIECES: &[&str] = &[
    "\"",
    "'''",
    "[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    "\n",
    "\r\n",
    "\0",
    "#",
    "\\u00",
    "é",
    "😀",
    "type",
    "[api.shop]\n",
    "[[api]]\n",
    "\"\" = \"\"\n",
    "scope = ",
    "true",
    "-1",
    "9e999",
    "1979-05-27",
    "*",
    "{x}",
    "/",
    "://",
    "a::b",
    "\u{feff}",
    "access = \"public\"\n",
];

const VALID: &str = r#"
[catalogue.shared]
docs = "https://shop.example/scopes"
scopes."orders.read" = { description = "Read orders", aliases = ["read:orders"] }
scopes."orders.*" = { wildcard = true, implies = ["orders.read"] }
scopes."shop:{shop}" = { template = true, inferred = true, deprecated = "no", identifier = "a::B" }
sets."order-clerk" = { description = "Who reads.", scopes = ["orders.read"] }

[api.shop]
title = "Shöp 😀"
description = """
Two
lines"""
docs = "https://shop.example"
catalogue = "shared"
servers.sandbox = "https://sandbox.shop.example"
prefix = { default = "/v1", admin = "/admin" }
token = { path = "/token", request = "json", fields = { realm = "eu" }, lifetime = 600 }
types = { order_id = "OrderId" }
query_sets.page = { page = "integer", per-page = { type = "integer", name = "size" } }
pagination.pages = { number = "page", first = 0, snapshot = ["a", "b"] }

[api.shop.endpoints.orders.list]
call = "GET /orders"
any_of = ["orders.*", ["orders.read", "shop:{shop}"]]
query_sets = ["page"]
query = { "filter.state" = { type = "State", required = true } }
headers = { X-Trace = "string" }
list = "Order"
items = ""
pagination = "pages"
empty_on_404 = true

[api.shop.endpoints.orders.create]
call = "POST /orders/{order_id}"
prefix = "admin"
all_of = ["orders.read", "orders.*"]
body = "orders::New"
retry = "idempotency_key"
idempotency_key = { body = "key" }
response = "json"
example = "{}"

[api.shop.endpoints.status.get]
call = "GET /status"
access = "unknown"
"#;

#[test]
fn kinds_of_bodies() {
    let check_body = |more: &str, expected: &str| {
        let text = endpoint(&format!(
            "call = \"POST /\"\naccess = \"any_token\"\n{more}\n"
        ));
        let place = format!("`api.a.endpoints.r.m{expected}");
        let (_, mistakes) = Spec::parse_partial("scopes.toml", &text);
        let mistakes = mistakes.unwrap();
        let found: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        let [found] = &found[..] else {
            panic!("{found:?}");
        };
        assert_eq!(found.split_once(' ').unwrap().1, place, "{more}");
    };
    // A word that is misspelt.
    check_body(
        "body = \"byts\"",
        ".body`: `byts` is no body; write `json`, `text`, `bytes`, or the name of a model type in camel case; did you mean `bytes`?",
    );
    // A format of what has none.
    check_body(
        "body = \"text\"\nbody_format = \"form\"",
        ".body`: `body = \"text\"` says already how the body is written; `body_format` is for a model type",
    );
    // A format that is unknown.
    check_body(
        "body = \"B\"\nbody_format = \"multi\"",
        ".body_format`: unknown word `multi`; valid are `json`, `form`, `multipart`",
    );
    // What is said of no body.
    check_body(
        "media_type = \"text/csv\"",
        "`: `media_type` says nothing without `body`",
    );
    check_body(
        "body_required = false",
        "`: `body_required` says nothing without `body`",
    );
    // Media types that are none.
    check_body(
        "body = \"bytes\"\nmedia_type = \"image/*\"",
        ".media_type`: `image/*` is a range of media types; leave it out, and let the caller set the header `Content-Type`",
    );
    check_body(
        "body = \"B\"\nbody_format = \"multipart\"\nmedia_type = \"multipart/mixed; Boundary=b\"",
        ".media_type`: the boundary of a multipart body is made for each call; leave it out",
    );
    for wrong in ["png", "image/", "a/b/c", "a/b;\\n"] {
        let (_, mistakes) = Spec::parse_partial(
            "scopes.toml",
            &endpoint(&format!(
                "call = \"POST /\"\naccess = \"any_token\"\nbody = \"text\"\nmedia_type = \"{wrong}\"\n"
            )),
        );
        let text = mistakes.unwrap().to_string();
        assert!(text.contains("is no media type; write it as"), "{text}");
    }
    // A key in a body that is not JSON.
    check_body(
        "body = \"text\"\nretry = \"idempotency_key\"\nidempotency_key = { body = \"k\" }",
        "`: an idempotency key in the body needs a JSON `body`",
    );
}

#[test]
fn styles_of_parameters() {
    // What fits no place, no type, or nothing.
    check(
        &endpoint(
            r#"
call = "GET /{id}/{ids}"
access = "any_token"
path = { id = { style = "repeat" }, ids = { type = "integer", style = "json", name = "x" } }
headers = { A = { style = "pipe" }, B = { type = "B", style = "fields" }, Z = { style = "encoded" } }
query = { c = { style = "deep_object" }, d = { type = "integer", style = "commas" }, e = { type = "integer", style = "encoded" } }
"#,
        ),
        &[
            "9:25: `api.a.endpoints.r.m.path.id.style`: `repeat` is for query parameters; a list in the path is written with `comma`",
            "9:71: `api.a.endpoints.r.m.path.ids.style`: `json` writes an object; say with `type` which model type it is",
            "9:79: `api.a.endpoints.r.m.path.ids.name`: unknown key `name`; valid are `type`, `style`",
            "10:27: `api.a.endpoints.r.m.headers.A.style`: `pipe` is for query parameters; a list in a header is written with `comma`",
            "10:63: `api.a.endpoints.r.m.headers.B.style`: `fields` is for query parameters; an object in a header is written with `json`",
            "10:89: `api.a.endpoints.r.m.headers.Z.style`: a header's text is sent as it is; leave `style` out",
            "11:25: `api.a.endpoints.r.m.query.c.style`: `deep_object` writes an object; say with `type` which model type it is",
            "11:74: `api.a.endpoints.r.m.query.d.style`: unknown word `commas`; valid are `repeat`, `comma`, `space`, `pipe`, `fields`, `deep_object`, `json`, `encoded`; did you mean `comma`?",
            "11:118: `api.a.endpoints.r.m.query.e.style`: `encoded` is for texts; leave `type` out or make it `string`",
        ],
    );
    // A path parameter that is neither text nor a table.
    check(
        &endpoint(
            r#"
call = "GET /{id}"
access = "any_token"
path = { id = 7 }
"#,
        ),
        &[
            "9:15: `api.a.endpoints.r.m.path.id`: expected the parameter's type, or a table, found a number",
        ],
    );
}

#[test]
fn bodies_and_styles_are_read() {
    let text = endpoint(
        r#"
call = "POST /{ids}/{point}"
access = "any_token"
path.ids = { type = "integer", style = "comma" }
path.point = { style = "encoded" }
query.f = { type = "F", style = "deep_object" }
body = "text"
media_type = "text/csv; header=present"
body_required = false
"#,
    );
    let spec = Spec::parse("scopes.toml", &text).unwrap();
    let endpoint = &spec.apis()[0].endpoints[0];
    let crate::Body::Given(body) = &endpoint.body else {
        panic!("{:?}", endpoint.body);
    };
    assert_eq!(body.content, crate::Content::Text);
    assert_eq!(body.media_type(), "text/csv; header=present");
    assert!(!body.required && !body.is_json());
    let ids = &endpoint.path_params[0];
    assert_eq!(ids.style, crate::Style::List(crate::Separator::Comma));
    assert_eq!(ids.ty, crate::ParamType::Integer);
    assert_eq!(endpoint.query[0].style, crate::Style::DeepObject);
    assert_eq!(endpoint.path_params[1].style, crate::Style::Encoded);
}

/// An API with a token response and an endpoint `tokens.delete`, which is refused as what revokes.
#[track_caller]
fn check_revoke(response: &str, endpoint: &str) {
    let text = format!(
        "[api.a]\ntoken = {{ path = \"/t\", revoke = \"tokens.delete\", response = {response} }}\n\
         [api.a.endpoints.tokens.delete]\naccess = \"any_token\"\n{endpoint}"
    );
    let message = "2:33: `api.a.token.revoke`: `tokens.delete` cannot revoke a token: it must take the \
                   token's id, of the type that `response` gives it, as its only path parameter, and \
                   nothing else";
    check(&text, &[message]);
}

#[test]
fn revocation() {
    // An endpoint that is unknown.
    check(
        r#"
[api.a]
token = { path = "/t", revoke = "tokens.delet", response = { id = {} } }
[api.a.endpoints.tokens.delete]
call = "DELETE /tokens/{id}"
access = "any_token"
"#,
        &[
            "2:33: `api.a.token.revoke`: `tokens.delet` is no endpoint of this API; write resource and method, such as `tokens.delete`; did you mean `tokens.delete`?",
        ],
    );
    // No field with the id.
    check(
        r#"
[api.a]
token = { path = "/t", revoke = "tokens.delete", response = { token_id = {} } }
[api.a.endpoints.tokens.delete]
call = "DELETE /tokens/{id}"
access = "any_token"
"#,
        &[
            "2:33: `api.a.token.revoke`: `revoke` needs to know the token's id; name its field in `response`, such as `token_id = { name = \"id\" }`",
        ],
    );
    let id = "{ id = {} }";
    check_revoke("{ id = \"integer\" }", "call = \"DELETE /{id}\"");
    check_revoke("{ id = { list = true } }", "call = \"DELETE /{id}\"");
    check_revoke(id, "call = \"DELETE /tokens\"");
    check_revoke(id, "call = \"DELETE /{id}/{other}\"");
    check_revoke(
        id,
        "call = \"DELETE /{id}\"\npath.id = { style = \"comma\" }",
    );
    check_revoke(
        id,
        "call = \"DELETE /{id}\"\nquery.why = { required = true }",
    );
    check_revoke(id, "call = \"POST /{id}\"\nbody = \"json\"");
    // Endpoints that revoke nothing or take no token.
    for (endpoint, expected) in [
        (
            "call = \"GET /{id}\"\naccess = \"any_token\"",
            "GET changes nothing; name the endpoint that does",
        ),
        (
            "call = \"DELETE /{id}\"\naccess = \"public\"",
            "it takes none (`access = \"public\"`), and a token is revoked with itself as the credential",
        ),
    ] {
        let text = format!(
            "[api.a]\ntoken = {{ path = \"/t\", revoke = \"tokens.delete\", response = {id} }}\n\
             [api.a.endpoints.tokens.delete]\n{endpoint}"
        );
        let message = format!(
            "2:33: `api.a.token.revoke`: `tokens.delete` cannot revoke a token: {expected}"
        );
        check(&text, &[&message]);
        let (spec, _) = Spec::parse_partial("scopes.toml", &text);
        assert_eq!(spec.apis()[0].token.revoke, None);
    }
}

#[test]
fn fields_of_the_token_response() {
    check(
        r#"
[api.a]
token.path = "/t"
[api.a.token.response]
access_token = {}
token_id = { name = "id", kind = "string" }
id = "integer"
roles = "string"
created_at = 7
plan = "plan"
"type" = {}
"#,
        &[
            "4:1: `api.a.token.response.access_token`: `access_token` is a secret, which a token does not hand out; take the line out",
            "5:27: `api.a.token.response.token_id.kind`: unknown key `kind`; valid are `type`, `name`, `list`, `description`",
            "6:6: `api.a.token.response.id`: the fields `token_id` and `id` are both called `id` in Rust; give one of them another `name`",
            "7:9: `api.a.token.response.roles`: `roles` is a list of names, each of which may be one of the API's `sets`; write `roles = { list = true }`, or give the field another `name`",
            "8:14: `api.a.token.response.created_at`: expected the field's type, or a table, found a number",
            "9:8: `api.a.token.response.plan`: unknown type `plan`; valid are `string`, `integer`, `number`, `boolean` and the name of a model type in camel case",
        ],
    );
    let text = r#"
[api.a]
token.path = "/t"
token.revoke = "tokens.delete"
[api.a.token.response]
token_id = { name = "id", type = "Id", description = "the id" }
roles = { list = true }
created-at = "integer"
[api.a.endpoints.tokens.delete]
call = "DELETE /tokens/{token_id}"
path.token_id = "Id"
access = "any_token"
"#;
    let spec = Spec::parse("scopes.toml", text).unwrap();
    let token = &spec.apis()[0].token;
    assert_eq!(token.revoke.as_deref(), Some("tokens.delete"));
    let id = token.field("id").unwrap();
    assert_eq!((id.wire.as_str(), id.list), ("token_id", false));
    assert_eq!(id.ty, crate::ParamType::Model("Id".to_owned()));
    assert!(token.field("roles").unwrap().list);
    let created = token.field("created_at").unwrap();
    assert_eq!(created.wire, "created-at");
}
