//! The examples against the pages they were taken from, where those stand beside the repository.

use std::fs;
use std::path::{Path, PathBuf};

use passport_tests::say::say;
use serde_json::Value;

use crate::data;

#[test]
fn every_json_example_of_the_pages_is_here() {
    let Some(pages) = pages() else { return };
    let systems = ["breb", "visionamos", "parking"];
    let examples: Vec<Value> = systems
        .iter()
        .flat_map(|system| data::examples(system))
        .map(|example| example.json())
        .collect();
    let mut blocks = 0;
    for entry in fs::read_dir(&pages).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let found = text.split("```json\n").skip(1);
        for block in found.map(|rest| rest.split("```").next().unwrap_or_default()) {
            blocks += 1;
            let json: Value = serde_json::from_str(block).unwrap();
            assert!(examples.contains(&json), "{}: {json}", path.display());
        }
    }
    assert!(blocks > 0, "no JSON in {}", pages.display());
}

/// The pages print a JSON text with its braces or without.
#[test]
fn the_examples_of_the_seeds_are_theirs_to_the_byte() {
    let Some(pages) = pages() else { return };
    let seeds: Vec<String> = fs::read_dir(pages.join("seeds"))
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    for system in ["visionamos", "parking"] {
        for name in ["token", "token.request"] {
            let example = data::example(system, name);
            let inner = example
                .text
                .trim()
                .trim_matches(['{', '}'])
                .trim_matches('\n');
            let is_printed = seeds.iter().any(|seed| seed.contains(inner));
            assert!(is_printed, "{}", example.file);
        }
    }
    // The other quoted words there are names of headers and fields.
    let printed = seeds
        .iter()
        .map(|seed| seed.matches("\"access_token\":").count());
    assert_eq!(printed.sum::<usize>(), 2, "token responses of the seeds");
}

fn pages() -> Option<PathBuf> {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/api");
    if !pages.is_dir() {
        say("skipped: the pages are not beside the repository");
        return None;
    }
    Some(pages)
}
