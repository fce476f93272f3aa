//! Descriptions as doc comments.
//!
//! A description is Markdown of any kind, or HTML. It becomes paragraphs, list items and fenced
//! blocks of plain text, in which nothing is left that rustdoc or clippy would read as a link, a
//! tag or a name without backticks.

use passport_spec::is_invisible;

/// Writes a doc comment, wrapped at 100 columns.
pub(super) fn write(out: &mut String, indent: usize, text: &str) {
    let margin = " ".repeat(indent);
    for line in lines(text, 96_usize.saturating_sub(indent)) {
        out.push_str(&margin);
        out.push_str("///");
        if !line.is_empty() {
            out.push(' ');
            out.push_str(&line);
        }
        out.push('\n');
    }
}

/// A text in backticks.
pub(super) fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| c.is_control() || !is_invisible(*c))
        .map(|c| if c == '`' { '\'' } else { c })
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let text = text.trim();
    if text.is_empty() {
        return "\"\"".to_owned();
    }
    format!("`{text}`")
}

enum Block {
    Text(String),
    Item(String),
    Fence(Vec<String>),
}

fn lines(text: &str, width: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut after_item = false;
    for block in blocks(&shortened(text)) {
        let is_item = matches!(block, Block::Item(_));
        let joins = after_item && is_item;
        if !out.is_empty() && !joins {
            out.push(String::new());
        }
        after_item = is_item;
        match block {
            Block::Text(text) => wrap(&mut out, "", "", &text, width),
            Block::Item(text) => wrap(&mut out, "- ", "  ", &text, width),
            Block::Fence(lines) => {
                out.push("```text".to_owned());
                out.extend(lines);
                out.push("```".to_owned());
            }
        }
    }
    out
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LENGTH).collect();
    let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    let cut = cut.get(..end).unwrap_or(&cut).trim_end();
    // An open fence is closed by the end of the text.
    format!("{cut} …")
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut fence: Option<Vec<String>> = None;
    let mut open = false;
    for line in text.lines() {
        let line = &plain(line);
        if line.starts_with("```") || line.starts_with("~~~") {
            match fence.take() {
                Some(lines) => blocks.push(Block::Fence(lines)),
                None => fence = Some(Vec::new()),
            }
            open = false;
            continue;
        }
        if let Some(lines) = &mut fence {
            lines.push(line.clone());
            continue;
        }
        let line = without_tags(line);
        let line = line.trim();
        let heading = line.starts_with('#');
        let line = line.trim_start_matches('#').trim();
        let rule = !line.chars().any(char::is_alphanumeric);
        if line.is_empty() || rule {
            open = false;
            continue;
        }
        if let Some(item) = list_item(line) {
            blocks.push(Block::Item(prose(item)));
            open = true;
        } else if let (true, false, Some(Block::Text(last) | Block::Item(last))) =
            (open, heading, blocks.last_mut())
        {
            last.push(' ');
            last.push_str(&prose(line));
        } else {
            blocks.push(Block::Text(prose(line)));
            open = !heading;
        }
    }
    blocks.extend(fence.map(Block::Fence));
    blocks.retain(|block| match block {
        Block::Text(text) | Block::Item(text) => !text.trim().is_empty(),
        Block::Fence(lines) => !lines.is_empty(),
    });
    blocks
}

fn list_item(line: &str) -> Option<&str> {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (digits.len() < line.len())
        .then(|| {
            digits
                .strip_prefix(". ")
                .or_else(|| digits.strip_prefix(") "))
        })
        .flatten();
    ["- ", "* ", "+ ", "• "]
        .iter()
        .find_map(|sign| line.strip_prefix(sign))
        .or(numbered)
        .map(str::trim)
        .filter(|item| item.chars().any(char::is_alphanumeric))
}

/// The line without HTML tags.
fn without_tags(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        let inner = tag.get(1..).unwrap_or("");
        let is_tag = inner.starts_with(|c: char| c.is_ascii_lowercase() || c == '/' || c == '!');
        let is_link = inner.starts_with("http://") || inner.starts_with("https://");
        match inner.find('>') {
            Some(end) if is_tag && !is_link => {
                let name = inner.trim_start_matches('/').to_ascii_lowercase();
                if ["br", "p", "li", "td", "th", "div", "tr"]
                    .iter()
                    .any(|tag| name.starts_with(tag))
                {
                    out.push(' ');
                }
                rest = inner.get(end + 1..).unwrap_or("");
            }
            _ => {
                out.push('<');
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(out, |out, (name, sign)| out.replace(name, sign))
}

/// A line of prose: links as their text and address, names in backticks, signs escaped.
fn prose(line: &str) -> String {
    let line = spelt_links(line);
    let mut out = String::with_capacity(line.len() + 8);
    let parts: Vec<&str> = line.split('`').collect();
    // An odd number of backticks opens a span that never ends.
    let paired = parts.len() % 2 == 1;
    for (index, part) in parts.iter().enumerate() {
        let part = if paired && index % 2 == 1 {
            match part.trim() {
                "" => continue,
                part => code(part),
            }
        } else {
            let words: Vec<String> = part.split_whitespace().map(word).collect();
            let space = |is_there: bool| if is_there { " " } else { "" };
            let before = space(part.starts_with(char::is_whitespace));
            let after = space(part.ends_with(char::is_whitespace));
            format!("{before}{}{after}", words.join(" "))
        };
        // Backticks that touch would be one sign.
        if out.ends_with('`') && part.starts_with('`') {
            out.push(' ');
        }
        out.push_str(&part);
    }
    out.trim().to_owned()
}

/// `[text](address)` as `text (address)`, images too.
fn spelt_links(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(middle) = rest.find("](") {
        let (before, after) = rest.split_at(middle);
        let address = after.get(2..).unwrap_or("");
        let (Some(open), Some(close)) = (before.rfind('['), address.find(')')) else {
            out.push_str(before);
            out.push(' ');
            rest = after.get(1..).unwrap_or("");
            continue;
        };
        out.push_str(before.get(..open).unwrap_or("").trim_end_matches('!'));
        out.push_str(before.get(open + 1..).unwrap_or(""));
        let target = address.get(..close).unwrap_or("");
        let target = target.split_whitespace().next().unwrap_or("");
        if target.starts_with("http") {
            out.push_str(" (");
            out.push_str(target);
            out.push(')');
        }
        rest = address.get(close + 1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// One word of prose.
fn word(word: &str) -> String {
    let is_open = |c: char| matches!(c, '(' | '"' | '\'' | '[' | '<' | '*' | '_' | '{' | '“');
    let is_close = |c: char| ".,;:!?)\"']>*_}”".contains(c);
    let core = word.trim_start_matches(is_open);
    let before = word.get(..word.len() - core.len()).unwrap_or("");
    let mut trimmed = core.trim_end_matches(is_close);
    if trimmed.contains('<') {
        trimmed = core.trim_end_matches(|c| c != '>' && is_close(c));
    }
    let after = core.get(trimmed.len()..).unwrap_or("");
    let core = trimmed;
    if let Some(start) = core.find("http://").or_else(|| core.find("https://")) {
        let (lead, address) = core.split_at(start);
        let end = address
            .find(|c: char| !(c.is_ascii_alphanumeric() || "-._~:/?#@!$&+,;=%".contains(c)))
            .unwrap_or(address.len());
        let (address, tail) = address.split_at(end);
        let middle = if address.len() > 9 {
            format!("<{address}>")
        } else {
            code(address)
        };
        let lead: String = lead.trim_end_matches(['<', '*', '_']).to_owned();
        return format!(
            "{}{}{middle}{}{}",
            escaped(before.trim_end_matches('<')),
            escaped(&lead),
            escaped(tail),
            escaped(after.trim_start_matches('>'))
        );
    }
    if is_name(core) {
        let before: String = before.chars().filter(|c| !matches!(c, '*' | '_')).collect();
        let after: String = after.chars().filter(|c| !matches!(c, '*' | '_')).collect();
        return format!("{}{}{}", escaped(&before), code(core), escaped(&after));
    }
    format!("{}{}{}", emphasis(before), escaped(core), emphasis(after))
}

/// Whether the word is rather code than prose.
fn is_name(word: &str) -> bool {
    let letters = word.chars().any(char::is_alphabetic);
    let singular = word.strip_suffix('s').unwrap_or(word);
    let capitals = singular.chars().filter(|c| c.is_uppercase()).count();
    let camel = capitals > 1
        && singular.chars().any(char::is_lowercase)
        && word.chars().all(char::is_alphanumeric);
    let sign = |c: char| {
        matches!(
            c,
            '_' | '<' | '>' | '[' | ']' | '{' | '}' | '\\' | '|' | '=' | '~' | '$' | '*' | '^'
        )
    };
    letters && (camel || word.contains(sign) || word.contains("::") || word.contains("()"))
}

/// Emphasis around a word is dropped.
fn emphasis(signs: &str) -> String {
    let kept: String = signs.chars().filter(|c| !matches!(c, '*' | '_')).collect();
    escaped(&kept)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '['
                | ']'
                | '<'
                | '>'
                | '*'
                | '_'
                | '|'
                | '~'
                | '#'
                | '&'
                | '$'
                | '^'
                | '{'
                | '}'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The line without characters that have no place in a comment.
fn plain(line: &str) -> String {
    line.chars()
        .filter(|c| c.is_control() || !is_invisible(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

fn wrap(out: &mut Vec<String>, first: &str, next: &str, text: &str, width: usize) {
    let mut line = first.to_owned();
    let mut used = first.chars().count();
    let mut empty = true;
    let mut in_code = false;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        let starts_block = starts_block(word);
        // In code nothing is escaped, so that a line that began with a sign might begin a block.
        let stays = starts_block || in_code && !word.starts_with(char::is_alphanumeric);
        if !empty && used + 1 + length > width && !stays {
            out.push(std::mem::replace(&mut line, next.to_owned()));
            used = next.chars().count();
            empty = true;
        }
        if !empty {
            line.push(' ');
            used += 1;
        }
        match word.strip_suffix(['.', ')']) {
            Some(number) if empty && starts_block => {
                line.push_str(number);
                line.push('\\');
                line.push_str(word.get(number.len()..).unwrap_or(""));
            }
            _ if empty && starts_block => {
                line.push('\\');
                line.push_str(word);
            }
            _ => line.push_str(word),
        }
        in_code ^= word.matches('`').count() % 2 == 1;
        used += length;
        empty = false;
    }
    if !empty {
        out.push(line);
    }
}

/// Whether Markdown would begin a list or a rule with this word.
fn starts_block(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')']);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit()))
        || word.bytes().all(|c| matches!(c, b'-' | b'+' | b'=' | b':'))
}

/// Longer descriptions are cut.
const LENGTH: usize = 800;
