//! How long the first build takes, from nothing.

use std::fs;
use std::time::Duration;

use wait4::Wait4;

use super::package::Package;
use super::program::{self, Use};
use crate::Outcome;
use crate::finding::{Finding, Table};
use crate::stopwatch::timed;

/// Builds programs into empty folders, once each.
pub(super) fn report(finding: &mut Finding) -> Outcome {
    let mut table = Table::new([
        "program",
        "seconds of the processors",
        "seconds that passed",
    ]);
    for (name, dependencies, source) in programs()? {
        let (busy, wall) = build(&dependencies, &source)?;
        let seconds = |time: Duration| format!("{:.1}", time.as_secs_f64());
        table.row([name.to_owned(), seconds(busy), seconds(wall)]);
    }
    finding.heading("The first build");
    finding.text(ABOUT);
    finding.table(table);
    Ok(())
}

/// What a build into an empty folder costs.
fn build(dependencies: &[String], source: &str) -> Outcome<(Duration, Duration)> {
    let package = Package::create("cold", dependencies)?;
    package.write_file("spec.toml", &program::spec(1, 1))?;
    package.write("document.json", DOCUMENT)?;
    package.write("cold.rs", source)?;
    // What has to be loaded first must not be counted.
    crate::process::output(&mut package.cargo(&["fetch", "--quiet"])?)?;
    remove(&package)?;
    let mut cargo = package.cargo(&["build", "--quiet"])?;
    cargo.env_remove("CARGO_PROFILE_DEV_DEBUG");
    let (finished, wall) = timed(|| cargo.spawn().and_then(Wait4::wait4));
    let finished = finished.map_err(|error| format!("cannot start cargo: {error}"))?;
    if !finished.status.success() {
        return Err(format!("a program does not compile ({})", finished.status).into());
    }
    remove(&package)?;
    Ok((finished.rusage.utime + finished.rusage.stime, wall))
}

fn remove(package: &Package) -> Outcome {
    let target = package.target();
    if target.exists() {
        fs::remove_dir_all(target)?;
    }
    Ok(())
}

/// Programs that make one call each: what they are called, what they depend on, their texts.
fn programs() -> Outcome<[(&'static str, Vec<String>, String); 4]> {
    let [_, _, serde, json, tokio] = program::by_hand();
    let passport = vec![program::passport()?, serde.clone(), tokio.clone()];
    let call = Use {
        set: 0,
        call: "items0().get(TOKEN, ID)".to_owned(),
        field: "id",
    };
    let sets = program::scope_sets("", &[vec![program::scope(0)]]);
    let own = program::models(1) + &program::client("spec.toml") + &sets;
    let built_in =
        "passport_api::breb::scope_set! { struct Set0 = \"paas.core.breb_payments.get\"; }\n";
    let payment = Use {
        set: 0,
        call: "payments().get(TOKEN, ID)".to_owned(),
        field: "status",
    };
    let built_in = built_in.to_owned() + &program::uses("passport_api::breb::Client", &[payment]);
    let by_hand = program::models(1) + &program::uses_by_hand(1, 1);
    let progenitor = [
        "progenitor = \"0.15\"",
        "progenitor-client = \"0.15\"",
        "reqwest = { version = \"0.13\", default-features = false, features = [\"rustls\"] }",
        "futures = \"0.3\"",
        "bytes = \"1\"",
        "chrono = \"0.4\"",
        "uuid = \"1\"",
    ];
    let progenitor = progenitor
        .map(str::to_owned)
        .into_iter()
        .chain([serde, json, tokio]);
    Ok([
        (
            "`passport-api`, the built-in `breb`",
            passport.clone(),
            built_in,
        ),
        (
            "`passport-api`, `api!` with a spec of its own",
            passport,
            own + &program::uses("Client", &[call]),
        ),
        (
            "hand-written `reqwest`",
            program::by_hand().to_vec(),
            by_hand,
        ),
        (
            "`progenitor`'s macro",
            progenitor.collect(),
            PROGENITOR.to_owned(),
        ),
    ])
}

const PROGENITOR: &str = r#"
progenitor::generate_api!("src/bin/document.json");

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(&std::env::var("SERVER")?);
    println!("{:?}", client.get_item("id-0").await?.into_inner().id);
    Ok(())
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    if let Err(error) = runtime.block_on(run()) {
        eprintln!("{error:?}");
    }
}
"#;

/// The same endpoint and model as an OpenAPI document.
const DOCUMENT: &str = r##"{
  "openapi": "3.0.3",
  "info": { "title": "synthetic", "version": "1" },
  "paths": { "/items0/{id}": { "get": {
    "operationId": "get_item",
    "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
    "responses": { "200": {
      "description": "An item.",
      "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Item" } } }
    } }
  } } },
  "components": { "schemas": { "Item": {
    "type": "object",
    "required": ["id"],
    "properties": {
      "id": { "type": "string" },
      "name_0": { "type": "string" },
      "created_0": { "type": "string" },
      "amount_0": { "type": "integer", "format": "int64" },
      "ratio_0": { "type": "number", "format": "double" },
      "active_0": { "type": "boolean" },
      "tags_0": { "type": "array", "items": { "type": "string" } },
      "labels_0": { "type": "object", "additionalProperties": { "type": "string" } }
    }
  } } }
}
"##;

const ABOUT: &str = "\
`cargo build` of a program that makes one call, unoptimized, into an empty folder, once each; what is downloaded is there already.
The seconds of the processors do not depend on what else the machine does.";
