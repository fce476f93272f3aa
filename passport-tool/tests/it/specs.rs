//! Every document in the folder that `PASSPORT_SPECS` names is imported, and a table printed.
//!
//! `PASSPORT_SPECS=DIR cargo test -p passport-tool --test it specs -- --nocapture`; with
//! `PASSPORT_SPECS_OUT=DIR` the crates are written there, one folder each.

use std::path::{Path, PathBuf};

use passport_tool::import::{Options, import};
use passport_tool::note::Kind;
use passport_tool::overrides::Overrides;
use passport_tool::source;

#[test]
fn every_document_is_imported() {
    let Some(folder) = std::env::var_os("PASSPORT_SPECS").map(PathBuf::from) else {
        println!("skipped: PASSPORT_SPECS names no folder of documents");
        return;
    };
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    println!("| file | KB | ops | imported | callable | exact | notes | json | dropped | ms |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut failures = Vec::new();
    let mut sums = [0; 5];
    for file in files {
        let Ok(row) = row(&file, &folder) else {
            failures.push(file);
            continue;
        };
        let Some(row) = row else { continue };
        println!("{}", row.text);
        for (sum, number) in sums.iter_mut().zip(row.numbers) {
            *sum += number;
        }
    }
    let [documents, operations, imported, callable, exact] = sums;
    println!(
        "{documents} documents, {operations} operations, {imported} imported, {callable} callable, \
         {exact} exact"
    );
    assert!(failures.is_empty(), "not imported: {failures:?}");
}

struct Row {
    text: String,
    numbers: [usize; 5],
}

/// Imports a file; `None` if it is no document with paths but a part of one.
#[expect(
    clippy::disallowed_methods,
    reason = "how long an import takes is measured, not decided by"
)]
fn row(file: &Path, folder: &Path) -> Result<Option<Row>, ()> {
    let start = std::time::Instant::now();
    let document = match source::load(file, Some(folder)) {
        Ok(document)
            if document
                .value
                .get("paths")
                .is_some_and(|p| p != &serde_json::json!({})) =>
        {
            document
        }
        Ok(_) => return Ok(None),
        Err(error) if error.message.contains("no OpenAPI document") => return Ok(None),
        Err(error) => {
            println!("{error}");
            return Err(());
        }
    };
    let name = file.strip_prefix(folder).unwrap_or(file);
    let options = Options {
        source: name.display().to_string(),
        command: format!("cargo passport import {} --out .", name.display()),
        passport_api: Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../passport-api")),
        ..Options::default()
    };
    let imported = import(&document, &Overrides::default(), &options).map_err(|errors| {
        println!("{}: {errors}", name.display());
    })?;
    let ms = start.elapsed().as_millis();
    if let Some(out) = std::env::var_os("PASSPORT_SPECS_OUT") {
        let stem = name
            .with_extension("")
            .display()
            .to_string()
            .replace(['/', '.'], "-");
        let out = Path::new(&out).join(stem);
        for (path, text) in imported.once.iter().chain(&imported.always) {
            let path = out.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
    let size = std::fs::metadata(file).map_or(0, |data| data.len() / 1024);
    let counts = imported.counts;
    let text = format!(
        "| {} | {size} | {} | {} | {} | {} | {} | {} | {} | {ms} |",
        name.display(),
        counts.operations,
        counts.imported,
        counts.callable,
        counts.exact,
        imported.notes.list().len(),
        imported.notes.of(Kind::Json).count(),
        imported.notes.of(Kind::Dropped).count(),
    );
    let numbers = [
        1,
        counts.operations,
        counts.imported,
        counts.callable,
        counts.exact,
    ];
    Ok(Some(Row { text, numbers }))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if ["json", "yaml", "yml"]
            .iter()
            .any(|ext| path.extension().is_some_and(|e| e == *ext))
        {
            files.push(path);
        }
    }
}
