//! What instructions are spent in: callgrind's file, function by function.

use std::collections::BTreeMap;

/// What each function does.
#[derive(Debug, Default)]
pub(super) struct Profile {
    /// Its own instructions, and those of the C library that it calls (copies, memory), but not those
    /// of other functions.
    pub(super) instructions: Costs,
    /// How often it asks the allocator for memory. Callgrind counts these from the start.
    pub(super) allocations: Costs,
}

/// Something by function.
#[derive(Debug, Default)]
pub(super) struct Costs(BTreeMap<String, u64>);

impl Profile {
    /// Reads a file in callgrind's format, version 1.
    pub(super) fn read(text: &str) -> Self {
        let mut names = BTreeMap::new();
        let mut profile = Self::default();
        let (mut function, mut called, mut is_call) = ("", "", false);
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("fn=") {
                function = name_of(name, &mut names);
            } else if let Some(name) = line.strip_prefix("cfn=") {
                called = name_of(name, &mut names);
            } else if let Some(calls) = line.strip_prefix("calls=") {
                is_call = true;
                if ALLOCATORS.contains(&called) {
                    profile.allocations.add(function, calls.split(' ').next());
                }
            } else if line
                .starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first))
            {
                // Behind `calls=` stands what the called function cost, with all that it called.
                let is_own = !std::mem::take(&mut is_call) || is_c(called);
                if is_own && !is_c(function) {
                    profile.instructions.add(function, line.rsplit(' ').next());
                }
            }
        }
        profile
    }
}

impl Costs {
    fn add(&mut self, function: &str, cost: Option<&str>) {
        let sum = self.0.entry(function.to_owned()).or_default();
        *sum += cost.and_then(|cost| cost.parse().ok()).unwrap_or(0);
    }

    /// The sums by what a function's name is turned into.
    pub(super) fn by(&self, group: impl Fn(&str) -> String) -> BTreeMap<String, u64> {
        let mut groups = BTreeMap::new();
        for (function, cost) in &self.0 {
            *groups.entry(group(function)).or_default() += cost;
        }
        groups
    }
}

/// The crate of a function: `h2` of `<h2::Frame<T> as core::fmt::Debug>::fmt`.
pub(super) fn crate_of(function: &str) -> String {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut start = function.trim_start_matches(|letter| !is_name(letter));
    while let Some(rest) = ["mut ", "dyn ", "const "]
        .iter()
        .find_map(|word| start.strip_prefix(word))
    {
        start = rest;
    }
    let end = start.find(|letter| !is_name(letter));
    start[..end.unwrap_or(start.len())].to_owned()
}

/// The name behind `(17) name`, which later is `(17)` only.
fn name_of<'t>(text: &'t str, names: &mut BTreeMap<&'t str, &'t str>) -> &'t str {
    match text.split_once(' ') {
        Some((number, name)) => {
            names.insert(number, name);
            name
        }
        None => names.get(text).copied().unwrap_or(text),
    }
}

/// Whether a function is none of Rust's, or the way to the allocator: they have no modules.
fn is_c(function: &str) -> bool {
    !function.contains("::") || function.starts_with("__rustc::")
}

/// Where all requests for memory pass.
const ALLOCATORS: &[&str] = &[
    "__rustc::__rust_alloc",
    "__rustc::__rust_alloc_zeroed",
    "__rustc::__rust_realloc",
];

#[cfg(test)]
mod tests {
    use super::{Profile, crate_of};

    #[test]
    fn copies_belong_to_whoever_makes_them() {
        let profile = Profile::read(
            "events: Ir\n\nfn=(1) a::one\n3 10\n+1 5\ncfn=(2) b::two\ncalls=2 7\n4 70\n\
             cfn=(3) memcpy\ncalls=1 0\n* 40\n\nfn=(2)\n7 30\ncfn=(3)\ncalls=1 0\n-2 40\n\n\
             fn=(3)\n0 80\n\ntotals: 165\n",
        );
        let by_crate = profile.instructions.by(crate_of);
        let expected = [("a", 55), ("b", 70)].map(|(name, cost)| (name.to_owned(), cost));
        assert_eq!(Vec::from_iter(by_crate), expected);
    }

    #[test]
    fn whoever_asks_for_memory_is_counted() {
        let profile = Profile::read(
            "fn=(1) a::one\n3 10\ncfn=(2) __rustc::__rust_alloc\ncalls=4 7\n4 70\n\
             cfn=(3) b::two\ncalls=9 7\n4 70\ncfn=(2)\ncalls=2 7\n4 70\n",
        );
        let by_crate = profile.allocations.by(crate_of);
        assert_eq!(Vec::from_iter(by_crate), [("a".to_owned(), 6)]);
    }

    #[test]
    fn a_function_s_crate_is_its_first_name() {
        for (function, expected) in [
            ("h2::proto::Streams<B>::poll", "h2"),
            ("<h2::Frame<T> as core::fmt::Debug>::fmt", "h2"),
            ("<&mut http::HeaderMap as core::ops::Drop>::drop", "http"),
            ("<dyn tokio::Any>::x", "tokio"),
        ] {
            assert_eq!(crate_of(function), expected);
        }
    }
}
