//! `report` as it is typed.

use crate::cli::{Folder, run, run_both};

const SPEC: &str = r#"
[api.shop]
token.path = "/oauth/token"
[api.shop.scopes]
"read" = "Read"
"lonely" = "Lonely"
[api.shop.endpoints.orders]
list = { call = "GET /orders", scope = "read", inferred = true }
odd = { call = "GET /odd", access = "unknown", inferred = ["path"] }

[api.stock]
token.path = "/oauth/token"
[api.stock.scopes]
"stock" = "Stock"
"#;

#[test]
fn the_page_is_written_where_it_is_wanted() {
    let folder = Folder::new("report");
    let spec = folder.write("scopes.toml", SPEC);
    let out = folder.path.join("deep/page.html").display().to_string();
    let report = ["passport", "report", "--spec", &spec, "--out", &out];
    let (status, stdout, err) = run_both(&report);
    assert_eq!((status, stdout.as_str()), (0, ""));
    assert!(
        err.contains("Reported shop: 2 endpoints, 2 scopes, 1 of them unused; 1 endpoints not documented, 1 inferred, 1 with other facts inferred"),
        "{err}"
    );
    let page = folder.read("deep/page.html");
    assert!(page.contains("id=\"shop/orders.list\"") && page.contains("id=\"stock\""));
    assert_eq!(run(&[&report[..], &["--api", "stock"]].concat()).0, 0);
    let page = folder.read("deep/page.html");
    assert!(!page.contains("id=\"shop\"") && page.contains("id=\"stock\""));
}

#[test]
fn a_program_gets_the_summary() {
    let folder = Folder::new("report-json");
    let spec = folder.write("scopes.toml", SPEC);
    let out = folder.path.join("page.html").display().to_string();
    let (status, stdout, err) = run_both(&["report", "--json", "--spec", &spec, "--out", &out]);
    assert_eq!((status, err.as_str()), (0, ""));
    let json: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(json["file"], out);
    assert_eq!(json["bytes"], folder.read("page.html").len());
    assert_eq!(json["apis"][0]["unused_scopes"][0], "lonely");
    assert_eq!(json["apis"][0]["unknown"][0], "orders.odd");
    assert_eq!(json["apis"][0]["inferred"][0], "orders.list");
    let also = &json["apis"][0]["also_inferred"];
    assert_eq!(also["orders.odd"][0], "the path", "{also}");
    assert_eq!(also.as_object().unwrap().len(), 1, "{also}");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let folder = Folder::new("report-wrong");
    let spec = folder.write("scopes.toml", SPEC);
    let out = folder.path.join("page.html").display().to_string();
    let check = |arguments: &[&str], expected: &str| {
        let (status, _, err) = run_both(&[&["report", "--out", &out][..], arguments].concat());
        assert_eq!(status, 2);
        assert!(err.contains(expected), "{err}");
    };
    check(
        &["--spec", &spec, "--api", "shp"],
        "has no API `shp`; did you mean `shop`?",
    );
    check(
        &["--spec", "/nowhere/scopes.toml"],
        "cannot read /nowhere/scopes.toml",
    );
    check(&["extra"], "unexpected `extra`");
    let broken = folder.write(
        "broken.toml",
        &SPEC.replace("scope = \"read\"", "scope = \"raed\""),
    );
    check(&["--spec", &broken], "broken.toml:8:");
    assert!(!folder.path.join("page.html").exists());
}
