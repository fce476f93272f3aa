//! The largest API that generated code can number.

use super::table::Table;

/// The largest number of scopes of a catalogue, and of endpoints of an API.
///
/// Generated code numbers both in four hexadecimal digits and two bytes.
pub(super) const MOST: usize = u16::MAX as usize;

/// Reports more than [`MOST`] of something; `table` is what holds them.
pub(super) fn check(count: usize, what: &str, way_out: &str, table: &Table<'_>) -> bool {
    let fits = count <= MOST;
    if !fits {
        table.report(format!(
            "{count} {what} are too many: generated code can number {MOST} of them; {way_out}"
        ));
    }
    fits
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::MOST;
    use crate::Spec;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) -> Spec {
        let (spec, mistakes) = Spec::parse_partial("scopes.toml", text);
        let found: Vec<String> = mistakes
            .iter()
            .flat_map(crate::SpecErrors::iter)
            .map(ToString::to_string)
            .collect();
        assert_eq!(found, expected);
        spec
    }

    fn scopes(count: usize) -> String {
        let mut text = "[api.a]\ntoken.path = \"/t\"\n".to_owned();
        text += "endpoints.r.m = { call = \"GET /\", scope = \"s65535\", response = \"json\" }\n";
        text += "sets.all.scopes = [\"s1\", \"s65535\"]\n[api.a.scopes]\n";
        (1..=count).for_each(|number| {
            let _ = writeln!(text, "s{number} = \"\"");
        });
        text
    }

    fn endpoints(count: usize) -> String {
        let mut text = "[api.a]\ntoken.path = \"/t\"\n[api.a.endpoints.r]\n".to_owned();
        (1..=count).for_each(|number| {
            let _ = writeln!(
                text,
                "m{number} = {{ call = \"GET /{number}\", access = \"public\" }}"
            );
        });
        text
    }

    #[test]
    fn as_many_scopes_as_can_be_numbered_are_read() {
        let spec = check(&scopes(MOST), &[]);
        assert_eq!(spec.apis()[0].catalogue.scopes().len(), MOST);
    }

    #[test]
    fn more_scopes_than_can_be_numbered_are_one_mistake() {
        let spec = check(
            &scopes(MOST + 1),
            &[
                "5:1: `api.a.scopes`: 65536 scopes are too many: generated code can number 65535 of \
               them; leave out those that no endpoint needs",
            ],
        );
        assert!(spec.apis()[0].catalogue.scopes().is_empty());
    }

    #[test]
    fn as_many_endpoints_as_can_be_numbered_are_read() {
        let spec = check(&endpoints(MOST), &[]);
        assert_eq!(spec.apis()[0].endpoints.len(), MOST);
    }

    #[test]
    fn more_endpoints_than_can_be_numbered_are_one_mistake() {
        let spec = check(
            &endpoints(MOST + 1),
            &[
                "3:8: `api.a.endpoints`: 65536 endpoints are too many: generated code can number \
               65535 of them; divide them among several APIs",
            ],
        );
        assert!(spec.apis()[0].endpoints.is_empty());
    }
}
