use std::collections::{BTreeMap, HashMap};

use super::Names;
use crate::catalog::{
    BodyFormat, Catalog, Credentials, GrantedAbsent, GrantedFormat, ScopeInfo, TokenAddress,
    TokenEndpoint,
};

const PLAIN: ScopeInfo = ScopeInfo {
    name: "read",
    description: "",
    aliases: &["r"],
    deprecated: None,
    gives: &[],
    template: false,
    inferred: true,
};

static CATALOG: Catalog = Catalog {
    name: "test",
    title: "Test",
    docs: None,
    servers: &[],
    prefixes: &[],
    token: TokenEndpoint {
        address: TokenAddress::Url("https://auth.example/token"),
        request: BodyFormat::Form,
        credentials: Credentials::Basic,
        audience: None,
        fields: &[],
        scope_parameter: true,
        granted_field: "scope",
        granted_format: GrantedFormat::Space,
        granted_absent: GrantedAbsent::Refuse,
        lifetime: 3600,
        token_type_aliases: &[],
        response: &[],
        revoke: None,
    },
    scopes: &[
        PLAIN,
        ScopeInfo {
            name: "write",
            aliases: &[],
            gives: &[0],
            inferred: false,
            ..PLAIN
        },
        ScopeInfo {
            name: "of:{project}:{x}",
            aliases: &[],
            template: true,
            ..PLAIN
        },
    ],
    sets: &[],
    pagination: &[],
    endpoints: &[],
};

fn names(mapped: &[(u32, &str)], holes: &[(&str, &str)]) -> Names {
    let mapped: HashMap<u32, String> = mapped.iter().map(|(n, s)| (*n, (*s).into())).collect();
    let holes: BTreeMap<String, String> = holes
        .iter()
        .map(|(n, s)| ((*n).into(), (*s).into()))
        .collect();
    Names::new(&CATALOG, mapped, holes)
}

fn usable(names: &Names, granted: &[&str]) -> Vec<bool> {
    names.usable(
        &granted
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>(),
    )
}

#[test]
fn a_grant_is_understood_by_name_alias_and_implication() {
    let plain = names(&[], &[]);
    assert_eq!(usable(&plain, &["read"]), [true, false, false]);
    assert_eq!(usable(&plain, &["r"]), [true, false, false]);
    assert_eq!(usable(&plain, &["write", "other"]), [true, true, false]);
    assert_eq!(usable(&plain, &["READ", "rea", "read "]), [false; 3]);
    assert_eq!(usable(&plain, &[]), [false; 3]);
}

#[test]
fn a_mapped_name_replaces_the_inferred_one() {
    let mapped = names(&[(0, "zones.read")], &[]);
    assert_eq!(mapped.wire_of(0).unwrap(), "zones.read");
    assert_eq!(usable(&mapped, &["zones.read"]), [true, false, false]);
    assert_eq!(usable(&mapped, &["read"]), [false; 3]);
    assert_eq!(
        mapped.describe(&[0, 1]).unwrap(),
        (vec!["zones.read".into(), "write".into()], vec![])
    );
    let plain = names(&[], &[]);
    assert_eq!(
        plain.describe(&[0]).unwrap(),
        (vec!["read".into()], vec!["read".into()])
    );
}

#[test]
fn templates_are_filled() {
    let filled = names(&[], &[("project", "demo"), ("x", "{x}")]);
    assert_eq!(filled.wire_of(2).unwrap(), "of:demo:{x}");
    assert_eq!(usable(&filled, &["of:demo:{x}"]), [false, false, true]);
    let error = names(&[], &[("x", "1")]).wire_of(2).unwrap_err();
    assert!(error.is_config());
    assert!(error.to_string().contains("`project`"), "{error}");
}
