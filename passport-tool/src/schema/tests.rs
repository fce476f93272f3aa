//! The schema takes what the reader takes, and refuses mistakes that need no look at other places.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use boon::{Compiler, SchemaIndex, Schemas};
use passport_spec::Spec;
use passport_spec::format::{ROOT, Value as Format};
use serde_json::{Map, Value as Json};
use toml::de::{DeTable, DeValue};

use super::{header, with_header};
use crate::overrides::{Overrides, TEMPLATE};

/// The specs of this repository, but for those that are wrong on purpose and the expected files of
/// an import, which the schema is not beside.
#[test]
fn every_spec_fits_and_names_the_schema() {
    let schema = Schema::compile();
    let overrides = Schema::of(&super::overrides_text());
    let mut seen = 0;
    for file in files_in_git() {
        let path = root().join(&file);
        let text = std::fs::read_to_string(&path).unwrap();
        let is_spec = text.lines().any(|line| line.starts_with("[api."));
        let is_overrides = file.ends_with("/overrides.toml");
        let expected = file.contains("tests/ui/") || file.contains("tests/golden/");
        if !(is_spec || is_overrides) || expected {
            continue;
        }
        seen += 1;
        let (schema, current) = match is_overrides {
            true => (&overrides, super::overrides_text()),
            false => (&schema, super::text()),
        };
        assert_eq!(schema.complaint(&text), None, "{file}");
        let named = header(&text).unwrap_or_else(|| panic!("{file} has no `#:schema` header"));
        let named = path.parent().unwrap().join(named);
        let found = std::fs::read_to_string(&named)
            .unwrap_or_else(|error| panic!("{file}: {}: {error}", named.display()));
        assert!(found == current, "{} is stale", named.display());
    }
    assert!(seen >= 8, "only {seen} specs were found");
}

#[test]
fn schema_and_reader_take_the_same_overrides() {
    let schema = Schema::of(&super::overrides_text());
    let (comment, example) = TEMPLATE.split_once("#\n").unwrap();
    assert_eq!(header(comment), Some("./overrides.schema.json"));
    // The template shows each key once, behind the sign of a comment.
    let example = example.lines().map(|line| {
        let line = line.trim_start_matches('#').trim_start();
        format!("{line}\n")
    });
    let example: String = example.collect();
    let right = [
        &*example,
        "lists = \"all_of\"\napi.types.id = \"Id\"\n",
        "[operations.getBook]\nname = \"books.get\"\nretry = \"safe\"\n",
        "[scopes.a]\nname = \"b\"\nimplies = [\"c\"]\n",
    ];
    for text in right {
        assert_eq!(schema.complaint(text), None, "{text}");
        assert!(Overrides::parse(text).is_ok(), "{text}");
    }
    let wrong = [
        "list = \"all-of\"\n",
        "lists = \"some\"\n",
        "anonymous = \"no\"\n",
        "scopes_from = [1]\n",
        "api.endpoints.a.b.call = \"GET /\"\n",
        "[operations.getBook]\nname = \"books\"\n",
        "[operations.getBook]\ncall = \"GET /\"\n",
        "[operations.getBook]\nskip = \"yes\"\n",
        "[scopes.a]\nimplied = [\"c\"]\n",
    ];
    for text in wrong {
        assert!(schema.complaint(text).is_some(), "{text}");
        assert!(Overrides::parse(text).is_err(), "{text}");
    }
}

#[test]
fn every_pattern_is_said_in_words() {
    let text = [super::text(), super::overrides_text()].join(",");
    let schemas: Json = serde_json::from_str(&format!("[{text}]")).unwrap();
    let mut seen = 0;
    each_object(&schemas, &mut |object| {
        if object.get("pattern").is_some_and(Json::is_string) {
            seen += 1;
            for keyword in ["description", "errorMessage"] {
                let words = object.get(keyword).and_then(Json::as_str);
                assert!(
                    words.is_some_and(|words| words.to_lowercase().contains("expected")),
                    "no `{keyword}` in {object:#?}"
                );
            }
        }
    });
    assert!(seen > 20, "{seen}");
}

#[test]
fn a_header_takes_the_place_of_another() {
    let spec = "# Mine.\n#:schema ../other.json\n\n[api.shop]\n# not at the top:\n#:schema x\n";
    assert_eq!(header(spec), Some("../other.json"));
    let ours = with_header(spec);
    let expected =
        "#:schema ./scopes.schema.json\n# Mine.\n\n[api.shop]\n# not at the top:\n#:schema x\n";
    assert_eq!(ours, expected);
    assert_eq!(with_header(&ours), ours);
    assert_eq!(header("[api.shop]\n#:schema late.json\n"), None);
    assert_eq!(header("#:schemas x\n"), None);
    assert!(super::HEADER.ends_with(&format!("/{}", super::FILE)));
}

fn each_object(value: &Json, visit: &mut impl FnMut(&Map<String, Json>)) {
    match value {
        Json::Object(object) => {
            visit(object);
            object.values().for_each(|value| each_object(value, visit));
        }
        Json::Array(items) => items.iter().for_each(|value| each_object(value, visit)),
        _ => {}
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn files_in_git() -> Vec<String> {
    let mut git = Command::new("git");
    git.args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "*.toml",
    ]);
    let output = git.current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let list = String::from_utf8(output.stdout).unwrap();
    let files = list.lines().filter(|file| root().join(file).is_file());
    files.map(str::to_owned).collect()
}

#[test]
fn schema_and_reader_take_the_same() {
    let schema = Schema::compile();
    for text in RIGHT {
        let text = with_api(text);
        assert_eq!(schema.complaint(&text), None, "{text}");
        let read = Spec::parse("scopes.toml", &text);
        assert!(read.is_ok(), "{text}\n{}", read.unwrap_err());
    }
}

#[test]
fn schema_and_reader_refuse_the_same() {
    let schema = Schema::compile();
    for text in WRONG {
        let text = with_api(text);
        assert!(
            schema.complaint(&text).is_some(),
            "the schema takes:\n{text}"
        );
        assert!(
            Spec::parse("scopes.toml", &text).is_err(),
            "the reader takes:\n{text}"
        );
    }
}

#[test]
fn every_table_of_the_format_is_defined() {
    let mut seen = BTreeSet::new();
    ROOT.keys
        .iter()
        .for_each(|key| collect(key.value, &mut seen));
    let defined: BTreeSet<&str> = super::TABLES.iter().map(|table| table.name).collect();
    assert_eq!(seen, defined);
}

#[test]
fn the_page_about_the_format_names_every_key() {
    let page = std::fs::read_to_string(root().join("docs/scopes-toml.md")).unwrap();
    let documented: BTreeSet<&str> = page.split('`').skip(1).step_by(2).collect();
    for table in super::TABLES {
        for key in table.key_names() {
            let there = documented.contains(key)
                // A key whose value is shown with it, such as `granted`'s `format`.
                || page.contains(&format!("`{key} = ")) || page.contains(&format!(" {key} = "));
            assert!(there, "`{key}` of `{}` is missing", table.name);
        }
    }
}

/// The compiled schema.
struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn compile() -> Self {
        Self::of(&super::text())
    }

    fn of(text: &str) -> Self {
        let mut compiler = Compiler::new();
        let schema: Json = serde_json::from_str(text).unwrap();
        compiler.add_resource("scopes.schema.json", schema).unwrap();
        let mut schemas = Schemas::new();
        let index = compiler
            .compile("scopes.schema.json", &mut schemas)
            .unwrap();
        Self { schemas, index }
    }

    /// What the schema says against a TOML text.
    fn complaint(&self, text: &str) -> Option<String> {
        let document = DeTable::parse(text).unwrap();
        let json = table_to_json(document.get_ref());
        let result = self.schemas.validate(&json, self.index);
        result.err().map(|error| error.to_string())
    }
}

fn table_to_json(table: &DeTable<'_>) -> Json {
    let entries = table
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), to_json(value.get_ref())));
    entries.collect::<Map<String, Json>>().into()
}

fn to_json(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => number.as_str().parse::<i64>().unwrap().into(),
        DeValue::Float(number) => number.as_str().parse::<f64>().unwrap().into(),
        DeValue::Boolean(flag) => (*flag).into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(table) => table_to_json(table),
    }
}

/// Adds the names of the tables that a value leads to.
fn collect(value: Format, seen: &mut BTreeSet<&'static str>) {
    match value {
        Format::Table(table) if seen.insert(table.name) => {
            table.keys.iter().for_each(|key| collect(key.value, seen));
        }
        Format::Named(_, each) | Format::List(each) | Format::FilledList(each) => {
            collect(*each, seen);
        }
        Format::OneOf(choices) => choices.iter().for_each(|choice| collect(*choice, seen)),
        _ => {}
    }
}

/// A whole file out of a part of one: `{call}` begins an endpoint, `{token}` a token table.
fn with_api(part: &str) -> String {
    let begin = "[api.shop]\nscopes = { \"a\" = \"A\", \"b\" = \"B\" }\n";
    match part.split_once(' ') {
        Some(("endpoint:", rest)) => {
            format!("{begin}token.path = \"/token\"\n[api.shop.endpoints.orders.get]\n{rest}\n")
        }
        Some(("token:", rest)) => format!("{begin}[api.shop.token]\n{rest}\n"),
        Some(("api:", rest)) => format!("[api.shop]\ntoken.path = \"/token\"\n{rest}\n"),
        _ => format!("{part}\n"),
    }
}

const RIGHT: &[&str] = &[
    "catalogue.shared.scopes = { a = \"A\" }",
    "api: ",
    "api: servers.production = \"https://api.shop.example/base\"",
    "api: scopes.\"https://shop.example/a\" = { description = \"A\", aliases = [\"x\"] }",
    "api: scopes = { \"a.*\" = { wildcard = true }, b = { implies = [\"a.*\"] } }",
    "api: scopes = { \"p:{id}\" = { template = true }, c = { identifier = \"x::Y\" } }",
    "api: pagination.pages = { number = \"page\", first = 0, snapshot = [\"x\", \"y\"] }",
    "api: query_sets.page = { \"p.number\" = \"integer\", size = { type = \"PageSize\" } }",
    "token: url = \"https://login.example/token\"",
    "token: path = \"/t\"\ngranted = { field = \"scopes\", format = \"array\" }",
    "token: path = \"/t\"\n[api.shop.token.response]\ntenant = \"string\"\nplan = \"Plan\"\n\
     ident = { type = \"integer\", name = \"id\" }\nroles = { list = true, description = \"d\" }",
    "token: path = \"/t\"\nrequest = \"json\"\nfields = { tenant = \"x\" }\nlifetime = 60",
    "token: path = \"/t\"\ncredentials = \"client_secret_basic_raw\"\n\
     token_type_aliases = [\"BearerToken\", \"\"]",
    "endpoint: call = \"GET /orders\"\nscope = \"a\"\nresponse = \"Order\"",
    "endpoint: call = \"GET /orders/{id}\"\nall_of = [\"a\", \"b\"]\npath = { id = \"orders::Id\" }",
    "endpoint: call = \"GET /orders\"\nany_of = [\"a\", [\"a\", \"b\"]]\nlist = \"json\"\nitems = \"\"",
    "endpoint: call = \"POST /orders\"\naccess = \"public\"\nbody = \"Order\"\nbody_format = \"form\"",
    "endpoint: call = \"POST /orders\"\naccess = \"unknown\"\nretry = \"idempotency_key\"\n\
     idempotency_key = { header = \"Idempotency-Key\" }",
    "endpoint: call = \"DELETE /o/{id}\"\naccess = \"any_token\"\nbody_from_path = { i = \"id\" }",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nanonymous = true\nresponse = \"bytes\"\naccept = \"text/csv; q=0.5, a/b\"",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nresponses = { 200 = \"Order\", 2XX = \"text\", 204 = \"empty\" }",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nerrors = { 404 = \"No\", 5XX = \"Broken\", default = \"Bad\" }",
    "api: errors.4XX = \"orders::Refused\"",
    "endpoint: call = \"PUT /f\"\naccess = \"any_token\"\nbody = \"bytes\"\nbody_required = false",
    "endpoint: call = \"PUT /f\"\naccess = \"any_token\"\nbody = \"text\"\nmedia_type = \"text/csv; header=present\"",
    "endpoint: call = \"PUT /f\"\naccess = \"any_token\"\nbody = \"Photo\"\nbody_format = \"multipart\"",
    "endpoint: call = \"GET /o/{ids}\"\naccess = \"any_token\"\npath.ids = { style = \"comma\" }\n\
     query.f = { type = \"F\", style = \"deep_object\" }",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\ninferred = true",
    "endpoint: call = \"POST /o\"\nscope = \"a\"\nbody = \"B\"\ninferred = [\"path\", \"scope\"]\n\
     inferred_fields = { a = true, b = [\"name\", \"required\"] }",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nquery.q = { required = true, inferred = [\"required\"] }\n\
     headers.X = { inferred = true }",
];

const WRONG: &[&str] = &[
    "apis.shop.token.path = \"/token\"",
    "api.shop.title = \"no token\"",
    "catalogue.shared.scope = { a = \"A\" }",
    "catalogue.shared.scopes = { a = 1 }",
    "catalogue.shared.scopes.a.impliez = [\"a\"]",
    "catalogue.shared.scopes.\"a b\" = \"A\"",
    "catalogue.shared.scopes.a.identifier = \"x::y\"",
    "catalogue.shared.sets.none = { scopes = [] }",
    "catalogue.shared.sets.none = {}",
    "api: tokn = 1",
    "api: servers.production = \"http://api.shop.example\"",
    "api: servers.Production = \"https://api.shop.example\"",
    "api: prefix.default = \"/v1/\"",
    "api: types.id = \"text\"",
    "api: pagination.pages.frist = 1",
    "api: pagination.pages.first = -1",
    "api: query_sets.page.size.kind = \"integer\"",
    "api: query_sets.page.size.name = \"Size\"",
    "api: endpoints.Orders.get = { call = \"GET /\", scope = \"a\" }",
    "[catalogue.c]\n[api.shop]\ntoken.path = \"/\"\ncatalogue = \"c\"\nscopes = {}",
    "token: path = \"/t\"\nurl = \"https://login.example\"",
    "token: lifetime = 60",
    "token: path = \"t\"",
    "token: path = \"/t/{id}\"",
    "token: path = \"/t\"\nrequest = \"xml\"",
    "token: path = \"/t\"\ncredentials = \"header\"",
    "token: path = \"/t\"\ncredentials = \"basic_raw\"",
    "token: path = \"/t\"\ntoken_type_aliases = \"BearerToken\"",
    "token: path = \"/t\"\ngranted.format = \"tab\"",
    "token: path = \"/t\"\ngranted_absent = \"ignore\"",
    "token: path = \"/t\"\nscope_parameter = \"no\"",
    "token: path = \"/t\"\nresponse.tenant = \"text\"",
    "token: path = \"/t\"\nresponse.tenant.list = \"yes\"",
    "token: path = \"/t\"\nresponse.tenant.name = \"Tenant\"",
    "token: path = \"/t\"\nrevoke = \"tokens\"",
    "endpoint: scope = \"a\"",
    "endpoint: call = \"GET /orders\"",
    "endpoint: call = \"GET orders\"\nscope = \"a\"",
    "endpoint: call = \"FETCH /orders\"\nscope = \"a\"",
    "endpoint: call = \"GET /orders?x=1\"\nscope = \"a\"",
    "endpoint: call = \"GET /orders\"\nscope = \"a\"\nall_of = [\"a\"]",
    "endpoint: call = \"GET /orders\"\nall_of = []",
    "endpoint: call = \"GET /orders\"\nany_of = [[]]",
    "endpoint: call = \"GET /orders\"\naccess = \"open\"",
    "endpoint: call = \"GET /orders\"\nscope = \"a\"\nresponse = \"order\"",
    "endpoint: call = \"GET /orders\"\nscope = \"a\"\nitems = \"data\"",
    "endpoint: call = \"GET /orders\"\nscope = \"a\"\nlist = \"Order\"\nresponse = \"Order\"",
    "endpoint: call = \"GET /orders\"\nscope = \"a\"\nretry = \"always\"",
    "endpoint: call = \"POST /orders\"\nscope = \"a\"\nbody_format = \"form\"",
    "endpoint: call = \"POST /orders\"\nscope = \"a\"\nbody = \"byte\"",
    "endpoint: call = \"POST /orders\"\nscope = \"a\"\nbody = \"B\"\nbody_format = \"text\"",
    "endpoint: call = \"POST /orders\"\nscope = \"a\"\nbody = \"bytes\"\nmedia_type = \"image/*\"",
    "endpoint: call = \"POST /orders\"\nscope = \"a\"\nmedia_type = \"text/csv\"",
    "endpoint: call = \"POST /orders\"\nscope = \"a\"\nbody_required = false",
    "endpoint: call = \"GET /o/{id}\"\nscope = \"a\"\npath.id = { style = \"repeat\" }",
    "endpoint: call = \"GET /orders\"\nscope = \"a\"\nquery.q = { style = \"csv\" }",
    "endpoint: call = \"POST /orders\"\nscope = \"a\"\nretry = \"idempotency_key\"",
    "endpoint: call = \"POST /orders\"\nscope = \"a\"\nidempotency_key = { header = \"K\" }",
    "endpoint: call = \"POST /orders\"\nscope = \"a\"\nretry = \"idempotency_key\"\n\
     idempotency_key = { header = \"K\", body = \"k\" }",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nresponse = \"empty\"",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nresponses = { 404 = \"Order\" }",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nresponse = \"Order\"\nresponses = { 200 = \"Order\" }",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nlist = \"Order\"\nresponses = { 200 = \"Order\" }",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\naccept = \"csv\"",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\naccept = \"text/ \"",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nanonymous = \"yes\"",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\ninferred = \"path\"",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\ninferred = []",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\ninferred = [\"paht\"]",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nquery.q = { inferred = [\"path\"] }",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\nquery.q = { inferred = [] }",
    "endpoint: call = \"GET /o\"\nscope = \"a\"\ninferred_fields = { b = true }",
    "endpoint: call = \"POST /o\"\nscope = \"a\"\nbody = \"B\"\ninferred_fields = { b = [\"type\"] }",
    "endpoint: call = \"POST /o\"\nscope = \"a\"\nbody = \"B\"\ninferred_fields = [\"b\"]",
    "api: errors.302 = \"Elsewhere\"",
    "api: errors.404 = \"json\"",
];
