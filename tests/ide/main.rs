//! The editor: rust-analyzer on crates outside of this repository.
//!
//! Skipped where rust-analyzer does not run, unless `PASSPORT_REQUIRE_RUST_ANALYZER` is set. Alone:
//! `cargo xtask ide`.

mod document;
mod points;
mod server;
mod user;

use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use passport_tests::skip::skip;

use document::Document;
use points::{Points, contains, lacks};
use server::Server;
use user::User;

/// One server at a time: each takes a gigabyte, and all share the folder that macros are built in.
static ONE: Mutex<()> = Mutex::new(());

#[test]
fn program_of_the_readme_is_understood() {
    with_rust_analyzer("readme", User::readme, |user, server, points| {
        let mut main = Document::open(server, &user.file("src/main.rs"));
        points.check("no diagnostics", no_diagnostics(&main, server));
        let right = main.text().to_owned();
        main.edit(
            server,
            right.replace("payments().create(", "payments().crate_("),
        );
        points.check("a diagnostic for a call that does not exist", {
            main.diagnostics(server).and_then(|found| match &found[..] {
                [] => Err("nothing is wrong".to_owned()),
                [first, ..] => has(first, "crate_"),
            })
        });
        main.edit(server, right);

        let client = "let client = breb::Client::from_env()?;";
        let token = "let token = client.token::<Payouts>().await?;";
        points.check("completion of `client.`", {
            main.completion(server, client, "    client.")
                .and_then(|names| {
                    contains(&names, &["payments", "customers", "token", "request"])?;
                    lacks(&names, &["core"])
                })
        });
        points.check("completion of `client.payments().`", {
            let typed = "    client.payments().";
            main.completion(server, client, typed).and_then(|names| {
                contains(&names, &["create", "get", "list", "confirm"])?;
                lacks(&names, &["core"])
            })
        });
        points.check("completion of a call", {
            let typed = "    client.payments().get(&token, resolution).";
            main.completion(server, token, typed).and_then(|names| {
                contains(&names, &["send", "timeout", "await"])?;
                lacks(
                    &names,
                    &["path_param", "json_body", "query_text", "header_text"],
                )
            })
        });
        points.check("completion of `breb::`", {
            main.completion(server, client, "    breb::")
                .and_then(|names| {
                    contains(
                        &names,
                        &["Client", "model::", "scope_set!", "scopes::", "sets::"],
                    )?;
                    lacks(&names, HIDDEN)
                })
        });
        points.check("completion of `breb::model::`", {
            let typed = "    breb::model::";
            main.completion(server, client, typed).and_then(|names| {
                contains(&names, &["Payment", "CreatePayment", "Money", "PaymentId"])?;
                lacks(&names, HIDDEN)
            })
        });
        points.check("completion of a module of scopes", {
            let typed = "    breb::scopes::paas::core::breb_payments::";
            main.completion(server, client, typed).and_then(|names| {
                contains(&names, &["Get", "Post"])?;
                lacks(&names, HIDDEN)
            })
        });
        points.check("completion of the runtime crate", {
            let typed = "    passport_api::";
            main.completion(server, client, typed).and_then(|names| {
                contains(&names, &["ScopedToken", "api!", "breb::"])?;
                lacks(&names, HIDDEN)
            })
        });
        points.check("completion of a set", {
            let typed = "    Payouts::";
            main.completion(server, client, typed)
                .and_then(|names| lacks(&names, HIDDEN))
        });

        points.check("hover over a method", {
            let hover = main.hover(server, "payments().create");
            hover.and_then(|hover| {
                for part in [
                    "token: &'c ScopedToken<S>, body: &CreatePayment) -> Call<'c, Payment>",
                    "Pays whom a resolution names.",
                    "`POST /v1/payments/breb` needs `paas.core.breb_payments.post`",
                    "Sent again with the same key, it is processed at most once.",
                    "scopes.toml, line ",
                ] {
                    has(&hover, part)?;
                }
                has_no_noise(&hover)
            })
        });
        for method in [
            "client.payments().get",
            "client.token",
            "breb::Client::from_env",
        ] {
            let hover = main.hover(server, method);
            let name = format!("hover over `{method}`");
            points.check(&name, hover.and_then(|hover| has_no_noise(&hover)));
        }
        points.check("hover over `scope_set!`", {
            let hover = main.hover(server, "breb::scope_set");
            hover.and_then(|hover| {
                has(&hover, "Declares sets of scopes of Passport Fintech, Bre-B")?;
                has(&hover, "pub struct Name = ")?;
                has_no_noise(&hover)
            })
        });
        points.check("hover over a set", {
            main.hover(server, "Payouts").and_then(|hover| {
                has(&hover, "What the payouts worker may do.")?;
                has(&hover, "* `paas.core.breb_payments.post`")?;
                has(&hover, "* `paas.core.breb_payments.get`")?;
                has_not(&hover, "type Api")?;
                has_not(&hover, "Define an")?;
                match hover.matches("pub struct Payouts").count() {
                    1 => has_no_noise(&hover),
                    count => Err(format!("the set is shown {count} times")),
                }
            })
        });
        points.check("hover over a scope's literal", {
            main.hover(server, "\"paas.core.breb_payments.post")
                .and_then(|hover| {
                    has(
                        &hover,
                        "The scope `paas.core.breb_payments.post`: Send a payment",
                    )?;
                    has(&hover, "Needed by `payments().create`")?;
                    has_no_noise(&hover)
                })
        });

        let breb = user.passport_api().join("src/breb/mod.rs");
        for text in [
            "payments().create",
            "client.payments",
            "breb::scope_set",
            "\"paas.core.breb_payments.post",
        ] {
            let name = format!("definition of `{text}`");
            points.check(&name, {
                let places = main.definition(server, text);
                places.and_then(|places| match &places[..] {
                    [place] if place.is_in(&breb, "spec = \"scopes.toml\"") => Ok(()),
                    places => Err(format!("not the spec of `api!`: {places:?}")),
                })
            });
        }
        points.check("references of a method", {
            let places = main.references(server, "payments().create");
            let source = user.file("src/main.rs");
            places.and_then(|places| match &places[..] {
                [_, _] if places.iter().any(|place| place.is_in(&source, ".create(")) => Ok(()),
                places => Err(format!("not the call and `api!`: {places:?}")),
            })
        });
    });
}

#[test]
fn spec_of_ones_own_is_understood_and_its_edits_are_seen() {
    with_rust_analyzer("own", User::own, |user, server, points| {
        let mut main = Document::open(server, &user.file("src/main.rs"));
        points.check("no diagnostics", no_diagnostics(&main, server));
        points.check("hover over a method", {
            main.hover(server, "client.orders().get").and_then(|hover| {
                has(&hover, "`GET /orders/{order_id}` needs `orders:read`.")?;
                has(&hover, "Call<'c, Order>")?;
                has_no_noise(&hover)
            })
        });
        points.check("definition of a method", {
            let source = user.file("src/main.rs");
            let places = main.definition(server, "client.orders().get");
            places.and_then(|places| match &places[..] {
                [place] if place.is_in(&source, "api! {") => Ok(()),
                places => Err(format!("not `api!`: {places:?}")),
            })
        });

        let client = "let client = Client::from_env()?;";
        let typed = "    client.orders().";
        points.check("completion without the new endpoint", {
            main.completion(server, client, typed).and_then(|names| {
                contains(&names, &["get"])?;
                lacks(&names, &["close"])
            })
        });
        // rust-analyzer expands a macro again when its call changes, which is what the digest is for.
        let source = main
            .text()
            .replace("api! { spec", "api! { digest = \"\", spec");
        std::fs::write(user.file("src/main.rs"), &source).unwrap();
        user.add_endpoint("close");
        user.regen();
        let source = std::fs::read_to_string(user.file("src/main.rs")).unwrap();
        main.edit(server, source);
        points.check("completion after `cargo passport regen`", {
            let names = main.completion(server, client, typed);
            names.and_then(|names| contains(&names, &["get", "close"]))
        });
        points.check("no diagnostics after it", no_diagnostics(&main, server));
    });
}

#[test]
fn imported_crate_of_400_operations_is_understood() {
    with_rust_analyzer("imported", User::imported, |user, server, points| {
        for file in ["src/lib.rs", "src/model.rs"] {
            let document = Document::open(server, &user.file(file));
            let name = format!("no diagnostics in {file}");
            points.check(&name, no_diagnostics(&document, server));
        }
        let mut program = Document::open(server, &user.file("examples/user.rs"));
        points.check("no diagnostics", no_diagnostics(&program, server));
        let client = "let client = Client::from_env()?;";
        points.check("completion of `client.`", {
            let names = program.completion(server, client, "    client.");
            names.and_then(|names| contains(&names, &["items0", "items99", "token"]))
        });
        points.check("completion of a resource", {
            let names = program.completion(server, client, "    client.items7().");
            names.and_then(|names| {
                contains(
                    &names,
                    &["list_item7", "create_item7", "get_item7", "delete_item7"],
                )
            })
        });
        points.check("completion of the crate", {
            program
                .completion(server, client, "    many::")
                .and_then(|names| {
                    contains(&names, &["Client", "model::", "scope_set!"])?;
                    lacks(&names, HIDDEN)
                })
        });
        points.check("hover over a method", {
            program
                .hover(server, "client.items7().get_item7")
                .and_then(|hover| {
                    has(&hover, "`GET /items7/{id}` needs `items7:read`.")?;
                    has(&hover, "It changes nothing, so it may be sent again.")?;
                    has_no_noise(&hover)
                })
        });
    });
}

/// Checks what a person sees in a crate of theirs, if rust-analyzer is here.
fn with_rust_analyzer(
    name: &str,
    create: fn(&str) -> User,
    look: fn(&User, &mut Server, &mut Points),
) {
    let started = Command::new("rust-analyzer")
        .arg("--version")
        .stderr(Stdio::null())
        .output();
    let Some(version) = started.ok().filter(|output| output.status.success()) else {
        let why = "there is no rust-analyzer in PATH";
        return skip("PASSPORT_REQUIRE_RUST_ANALYZER", why);
    };
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut points = Points::new(name, &String::from_utf8_lossy(&version.stdout));
    let user = create(name);
    // Only what the compiler accepts is held against the editor.
    user.check();
    let mut server = Server::start(user.folder(), user.target());
    look(&user, &mut server, &mut points);
    points.finish();
}

fn no_diagnostics(document: &Document, server: &mut Server) -> Result<(), String> {
    match &document.diagnostics(server)?[..] {
        [] => Ok(()),
        found => Err(found.join("\n")),
    }
}

fn has(text: &str, part: &str) -> Result<(), String> {
    match text.contains(part) {
        true => Ok(()),
        false => Err(format!("`{part}` is not in:\n{text}")),
    }
}

fn has_not(text: &str, part: &str) -> Result<(), String> {
    match text.contains(part) {
        false => Ok(()),
        true => Err(format!("`{part}` is in:\n{text}")),
    }
}

/// Nothing that only generated code knows, and no slash of a comment at the start of a line.
fn has_no_noise(hover: &str) -> Result<(), String> {
    for noise in ["__p", "__m", "__c::", "\n/ ", "\n/\n"] {
        has_not(hover, noise)?;
    }
    Ok(())
}

/// Parts of names that are no business of a person's.
const HIDDEN: &[&str] = &[
    "__", "NODE", "GetIn", "PostIn", "tree", "PLACES", "WITHHELD", "T0", "TF",
];
