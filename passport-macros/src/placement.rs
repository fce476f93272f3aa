//! Where in its source file `api!` is called.
//!
//! The compiler does not tell a macro what surrounds its call, and a client inside a function would
//! be dozens of errors, because its modules do not find each other there. So the file is read up to
//! the call: what the braces around it belong to. Where that is not certain, nothing is said, and the
//! compiler's own messages remain.

use proc_macro2::Span;
use syn::Path;

use crate::diag::{self, Errors};

/// The module that the client is written into, if there is one.
pub(crate) enum Placement {
    /// In the module that `module` names, or at the crate's root.
    AsGiven,
    /// In this module, which `module` should name; it may be that of an outer module as well.
    Assumed(Path),
    /// Nowhere: what is around the call is no module.
    Nowhere,
}

/// Reports a call that stands where no module can be written, and a `module` that is missing or names
/// another module than the one around the call.
pub(crate) fn check(module: Option<&Path>, errors: &mut Errors) -> Placement {
    if !proc_macro::is_available() {
        return Placement::AsGiven;
    }
    let call = proc_macro::Span::call_site();
    let text = call
        .local_file()
        .and_then(|file| std::fs::read_to_string(file).ok());
    let Some(surroundings) = text.and_then(|text| of_call(&text, call.line(), call.column()))
    else {
        return Placement::AsGiven;
    };
    match (surroundings, module) {
        (Surroundings::No(what), _) => {
            errors.add(Span::call_site(), diag::no_place_for_modules(&what));
            Placement::Nowhere
        }
        (Surroundings::Modules(around), Some(module)) if !ends_with(module, &around) => {
            let last = module.segments.last();
            let span = last.map_or_else(Span::call_site, |last| last.ident.span());
            errors.add(span, diag::wrong_module(&around.join("::")));
            Placement::AsGiven
        }
        (Surroundings::Modules(around), None) if !around.is_empty() => {
            let around = around.join("::");
            errors.add(Span::call_site(), diag::missing_module(&around));
            syn::parse_str(&format!("crate::{around}"))
                .map_or(Placement::AsGiven, Placement::Assumed)
        }
        (Surroundings::Modules(_), _) => Placement::AsGiven,
    }
}

/// The items around a call within its file.
#[derive(Debug, Eq, PartialEq)]
enum Surroundings {
    /// Modules, from the outermost on; perhaps none.
    Modules(Vec<String>),
    /// Something that is no module, such as "the function `main`".
    No(String),
}

/// Finds the items around the call at a line and a column, both counted from 1; `None` if they are
/// uncertain.
fn of_call(text: &str, line: usize, column: usize) -> Option<Surroundings> {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let rest = text.get(start..)?;
    let (offset, _) = rest.char_indices().nth(column.checked_sub(1)?)?;
    let (before, call) = text.split_at(start + offset);
    // A call that another macro writes has its place in that macro.
    let name = call.split('!').next()?.trim_end();
    let is_path = |c: char| c == ':' || c == '_' || c.is_alphanumeric();
    if name.is_empty() || !name.chars().all(is_path) {
        return None;
    }
    let mut modules = Vec::new();
    for opened in Scanner::new(before).opened()? {
        match opened {
            Opened::Module(name) => modules.push(name),
            Opened::Other(what) => return Some(Surroundings::No(what)),
            Opened::Unknown => return None,
        }
    }
    Some(Surroundings::Modules(modules))
}

fn ends_with(path: &Path, modules: &[String]) -> bool {
    let path: Vec<String> = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    path.ends_with(modules)
}

/// The item that an open bracket belongs to.
#[derive(Clone, Debug)]
enum Opened {
    Module(String),
    Other(String),
    Unknown,
}

/// Reads source text as far as brackets, words and statements go.
struct Scanner<'t> {
    rest: &'t str,
    /// The words and signs since the statement began, without those in brackets.
    head: Vec<String>,
    open: Vec<(Opened, Vec<String>)>,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            rest: text,
            head: Vec::new(),
            open: Vec::new(),
        }
    }

    /// The brackets that are open at the end, from the outermost on; `None` if they do not match.
    fn opened(mut self) -> Option<Vec<Opened>> {
        while let Some(first) = self.rest.chars().next() {
            if let Some(length) = skipped(self.rest) {
                self.rest = self.rest.get(length..)?;
                continue;
            }
            if first == '_' || first.is_alphanumeric() {
                let is_word = |c: char| c == '_' || c.is_alphanumeric();
                let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
                self.head.push(self.rest[..end].to_owned());
                self.rest = &self.rest[end..];
                continue;
            }
            self.rest = &self.rest[first.len_utf8()..];
            match first {
                '{' | '(' | '[' => {
                    let opened = if first == '{' {
                        opened(&self.head)
                    } else {
                        Opened::Unknown
                    };
                    self.open.push((opened, std::mem::take(&mut self.head)));
                }
                '}' => {
                    self.open.pop()?;
                    self.head.clear();
                }
                ')' | ']' => self.head = self.open.pop()?.1,
                ';' => self.head.clear(),
                _ => self.head.push(first.to_string()),
            }
        }
        Some(self.open.into_iter().map(|(opened, _)| opened).collect())
    }
}

/// Finds the item that the brace behind these words belongs to.
fn opened(head: &[String]) -> Opened {
    let words: Vec<&str> = head.iter().map(String::as_str).collect();
    let named = |keyword: &str| {
        let at = words.iter().position(|word| *word == keyword)?;
        words.get(at + 1).copied()
    };
    match words[..] {
        [.., "mod", name] => return Opened::Module(name.to_owned()),
        // A macro's input may become anything.
        [.., "!"] | [.., "!", _] => return Opened::Unknown,
        _ => {}
    }
    if let Some(name) = named("fn") {
        return Opened::Other(format!("the function `{name}`"));
    }
    for (keyword, what) in [("impl", "an `impl`"), ("trait", "a trait")] {
        if words.contains(&keyword) {
            return Opened::Other(what.to_owned());
        }
    }
    Opened::Other("a block".to_owned())
}

/// The length of the space, the comment, the text or the character that a text begins with; `None` if
/// it begins with none.
fn skipped(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if first.is_whitespace() {
        return Some(first.len_utf8());
    }
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(comment(text));
    }
    let prefix = text
        .find(|c| !matches!(c, 'b' | 'c' | 'r'))
        .filter(|prefix| *prefix <= 2)?;
    let raw = text[..prefix].contains('r');
    let hashes = text[prefix..].find(|c| c != '#')?;
    let body = &text[prefix + hashes..];
    if body.starts_with('"') && (raw || hashes == 0) {
        let end = format!("\"{}", "#".repeat(hashes));
        let length = if raw {
            body[1..].find(&end)? + 1 + end.len()
        } else {
            quoted(body, '"')?
        };
        return Some(prefix + hashes + length);
    }
    // A lifetime has no second mark.
    if text.starts_with('\'') {
        let mut letters = text.chars().skip(1);
        let is_letter = letters.next()? == '\\' || letters.next() == Some('\'');
        return Some(if is_letter { quoted(text, '\'')? } else { 1 });
    }
    None
}

/// The length of a comment between `/*` and `*/`, which may hold others.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The length of a text up to the mark at its end, with escapes in it.
fn quoted(text: &str, mark: char) -> Option<usize> {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if letter == mark {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Surroundings, of_call};

    /// The call is where the text says `api!`.
    fn surroundings(text: &str) -> Option<Surroundings> {
        let at = text.find("api!").unwrap();
        let line = text[..at].matches('\n').count() + 1;
        let begin = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        of_call(text, line, text[begin..at].chars().count() + 1)
    }

    fn modules(names: &[&str]) -> Option<Surroundings> {
        Some(Surroundings::Modules(
            names.iter().map(ToString::to_string).collect(),
        ))
    }

    #[test]
    fn modules_around_a_call_are_found() {
        let before =
            "//! It's { here\nuse a::{b, c};\nfn f<'a>(x: &'a [u8; 2]) -> &'a str { \"}\\\"\" }\n";
        for (text, expected) in [
            ("api! {}", &[][..]),
            ("mod a; api! {}", &[]),
            ("pub(crate) mod a { #[cfg(x)] api! {} }", &["a"]),
            (
                "mod b { const C: char = '{'; } mod a { mod ñ { api! {} } }",
                &["a", "ñ"],
            ),
            (
                "/* { /* */ { */ mod a { const B: &str = r#\"\"{\"#; api! {} }",
                &["a"],
            ),
            (
                "static X: [u8; { 1 }] = [1]; const Y: &[u8] = b\"{\"; api! {}",
                &[],
            ),
        ] {
            let text = format!("{before}{text}");
            assert_eq!(surroundings(&text), modules(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_module_is_named() {
        for (text, expected) in [
            ("fn main() { api! {} }", "the function `main`"),
            (
                "mod a { async fn f<T>() where T: Copy { mod b { api! {} } } }",
                "the function `f`",
            ),
            ("struct S; impl S { api! {} }", "an `impl`"),
            ("trait T: Copy { api! {} }", "a trait"),
            ("const X: () = { api! {} };", "a block"),
        ] {
            let expected = Surroundings::No(expected.to_owned());
            assert_eq!(surroundings(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn nothing_is_said_of_what_another_macro_may_write() {
        for text in [
            "macro_rules! m { () => { api! {} } }",
            "m! { api! {} }",
            "m!(fn f() { api! {} });",
            "} api! {}",
        ] {
            assert_eq!(surroundings(text), None, "{text}");
        }
        assert_eq!(of_call("m!(a, b);", 1, 4), None);
        assert_eq!(of_call("m!();", 7, 1), None);
    }
}
