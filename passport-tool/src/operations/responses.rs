//! What an operation answers with: bodies of success and of errors, by status and media type.

use passport_spec::Statuses;
use serde_json::Value;

use super::bodies::{JSON, is_json, media_type, schema};
use crate::note::{Kind, Notes};
use crate::pointer::Place;

/// What an operation answers with.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answers {
    /// What each status of success comes with, lower statuses first. Where the document says
    /// nothing, this is empty; where it describes `default` alone, that stands here.
    pub success: Vec<(Statuses, Answer)>,
    /// The media types to ask for, where they are not the usual ones.
    pub accept: Option<String>,
    /// The errors with JSON bodies, with the pointers of their schemas.
    pub errors: Vec<(Statuses, String)>,
}

/// The body of an answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answer {
    /// None, or nothing that is kept.
    Empty,
    /// JSON with the schema at this pointer, if there is one.
    Json(Option<String>),
    /// Text.
    Text,
    /// Bytes of any kind.
    Bytes,
}

/// Reads what an operation answers with; `head` is whether it never has a body.
pub fn read_answers(
    document: &Value,
    operation: &Place<'_>,
    head: bool,
    notes: &mut Notes,
) -> Answers {
    let Some(responses) = operation.get("responses") else {
        notes.add(
            Kind::Guessed,
            operation.pointer.clone(),
            "no responses: its answer is any JSON",
        );
        return Answers {
            success: vec![(Statuses::Other, Answer::Json(None))],
            ..Answers::default()
        };
    };
    if head {
        return Answers::default();
    }
    let mut reader = Reader {
        document,
        notes,
        accept: Vec::new(),
    };
    let (good, bad) = reader.sort(&responses);
    let mut answers = Answers::default();
    for (statuses, response) in good {
        let answer = reader.answer(statuses, response);
        answers.success.push((statuses, answer));
    }
    for (statuses, response) in bad {
        let schema = reader.error(response);
        answers
            .errors
            .extend(schema.map(|schema| (statuses, schema)));
    }
    answers.success.sort_by_key(|(statuses, _)| *statuses);
    answers.errors.sort_by_key(|(statuses, _)| *statuses);
    answers.accept = accept(reader.accept);
    answers
}

struct Reader<'r> {
    document: &'r Value,
    notes: &'r mut Notes,
    /// The media types that were chosen, each once.
    accept: Vec<String>,
}

type Responses<'d> = Vec<(Statuses, Place<'d>)>;

impl<'r> Reader<'r> {
    /// The responses of success and those of errors. `default` is an error's, unless nothing else is
    /// said of success.
    fn sort(&mut self, responses: &Place<'r>) -> (Responses<'r>, Responses<'r>) {
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        let mut others = None;
        for (key, response) in responses.entries() {
            match Statuses::parse(key) {
                Some(Statuses::Other) => others = Some(response),
                Some(statuses) if statuses.class() == Some(2) => good.push((statuses, response)),
                Some(statuses) if statuses.class() >= Some(4) => bad.push((statuses, response)),
                Some(_) => {
                    let what = format!("the response `{key}`: it is neither success nor error");
                    self.notes.add(Kind::Dropped, response.pointer, what);
                }
                None if key.starts_with("x-") => {}
                None => {
                    let what = format!("the response `{key}`, which is no status");
                    self.notes.add(Kind::Dropped, response.pointer, what);
                }
            }
        }
        match others {
            Some(others) if good.is_empty() => {
                let what = "only the response `default` is described: taken as that of success";
                self.notes
                    .add(Kind::Guessed, responses.pointer.clone(), what);
                good.push((Statuses::Other, others));
            }
            Some(others) => bad.push((Statuses::Other, others)),
            None if good.is_empty() => {
                let what = "no successful response is described: its answer is left unread";
                self.notes
                    .add(Kind::Guessed, responses.pointer.clone(), what);
            }
            None => {}
        }
        (good, bad)
    }

    fn answer(&mut self, statuses: Statuses, response: Place<'r>) -> Answer {
        let pointer = response.pointer.clone();
        let Some(response) = response.follow(self.document) else {
            let what = "a response that leads nowhere is any JSON";
            self.notes.add(Kind::Json, pointer, what);
            return Answer::Json(None);
        };
        let content = response.get("content");
        let types: Vec<_> = content.iter().flat_map(Place::entries).collect();
        if types.is_empty() {
            return Answer::Empty;
        }
        if let Statuses::One(status @ (204 | 205)) = statuses {
            let what = format!("a {status} has no body (RFC 9110), whatever is described");
            self.notes.add(Kind::Guessed, pointer, what);
            return Answer::Empty;
        }
        self.chosen(&types)
    }

    /// The body in the media type that says most of it: JSON before text before bytes.
    fn chosen(&mut self, types: &[(&'r String, Place<'r>)]) -> Answer {
        let by_kind = |kind: Sort| {
            types
                .iter()
                .find(move |(ty, media)| sort(ty, media) == kind)
        };
        let json = by_kind(Sort::Json);
        let found = json.or_else(|| by_kind(Sort::Text)).or(types.first());
        let Some((chosen, media)) = found else {
            return Answer::Empty;
        };
        let plain = media_type(chosen);
        let kind = sort(chosen, media);
        for (ty, media) in types {
            let asked = match kind {
                Sort::Json if plain.contains('*') => JSON.to_owned(),
                _ => media_type(ty),
            };
            // Any text is read as text, and anything as bytes, but JSON has the type of one.
            let fits = ty == chosen || (kind != Sort::Json && sort(ty, media) == kind);
            if !fits {
                let what = format!("the response as `{ty}`; it is asked for as `{chosen}`");
                self.notes.add(Kind::Dropped, media.pointer.clone(), what);
            } else if !self.accept.contains(&asked) {
                self.accept.push(asked);
            }
        }
        match kind {
            Sort::Json => self.json(media),
            Sort::Text => {
                if STREAMS.contains(&plain.as_str()) {
                    let what = format!("a stream of `{plain}` is read to its end, as one text");
                    self.notes.add(Kind::Guessed, media.pointer.clone(), what);
                }
                self.untyped(media, &plain, "text");
                Answer::Text
            }
            Sort::Bytes => {
                self.untyped(media, &plain, "bytes");
                Answer::Bytes
            }
        }
    }

    fn json(&mut self, media: &Place<'r>) -> Answer {
        let schema = schema(media);
        if schema.is_none() {
            let what = "a response without a schema";
            self.notes.add(Kind::Json, media.pointer.clone(), what);
        }
        Answer::Json(schema)
    }

    /// Notes a schema that says more than that there is text.
    fn untyped(&mut self, media: &Place<'r>, ty: &str, read: &str) {
        let schema = media.get("schema").and_then(|s| s.follow(self.document));
        let says_more = schema.is_some_and(|schema| {
            let of_parts = ["properties", "items", "allOf", "oneOf", "anyOf"];
            of_parts.iter().any(|key| schema.get(key).is_some())
        });
        if says_more {
            let what = format!("the type of the response as `{ty}`: it is {read}");
            self.notes.add(Kind::Dropped, media.pointer.clone(), what);
        }
    }

    /// The pointer of an error's schema; `None` where its body has no type.
    fn error(&mut self, response: Place<'r>) -> Option<String> {
        let response = response.follow(self.document)?;
        let content = response.get("content")?;
        let types: Vec<_> = content.entries().collect();
        let json = types
            .iter()
            .find(|(ty, media)| is_json(ty) && media.get("schema").is_some());
        if let (None, Some((ty, media))) = (json, types.first()) {
            let what = format!("the type of the error's body as `{ty}`: it is read as it came");
            if !is_json(ty) {
                self.notes.add(Kind::Dropped, media.pointer.clone(), what);
            }
        }
        json.and_then(|(_, media)| schema(media))
    }
}

/// How a media type is read.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Sort {
    Json,
    Text,
    Bytes,
}

fn sort(ty: &str, media: &Place<'_>) -> Sort {
    let plain = media_type(ty);
    let binary = media
        .get("schema")
        .is_some_and(|schema| schema.text("format") == Some("binary"));
    let is_text = plain.starts_with("text/")
        || TEXT.contains(&plain.as_str())
        || STREAMS.contains(&plain.as_str())
        || TEXT_SUFFIXES.iter().any(|suffix| plain.ends_with(suffix));
    match () {
        () if plain.contains('*') && binary => Sort::Bytes,
        () if is_json(ty) => Sort::Json,
        () if is_text && !binary => Sort::Text,
        () => Sort::Bytes,
    }
}

/// The header; none where it is the usual one of its kind.
fn accept(mut types: Vec<String>) -> Option<String> {
    let is_type = |ty: &String| {
        let parts = ty.split_once('/');
        let is_name = |name: &str| {
            let fits = |c: char| c.is_ascii_alphanumeric() || "!#$&-^_.+*".contains(c);
            !name.is_empty() && name.chars().all(fits)
        };
        parts.is_some_and(|(ty, subtype)| is_name(ty) && is_name(subtype))
    };
    types.retain(is_type);
    match &types[..] {
        [] => None,
        [only] if [JSON, "text/*", "*/*"].contains(&only.as_str()) => None,
        _ => Some(types.join(", ")),
    }
}

/// Text by nature, although the name does not say so.
const TEXT: &[&str] = &[
    "application/xml",
    "application/yaml",
    "application/x-yaml",
    "application/jwt",
    "application/jose",
    "application/javascript",
    "application/graphql",
    "application/toml",
    "application/sql",
    "application/x-www-form-urlencoded",
    "application/x-pem-file",
];

const TEXT_SUFFIXES: &[&str] = &["+xml", "+yaml", "+jwt"];

/// Text that has no end of its own: one record after the other.
const STREAMS: &[&str] = &[
    "text/event-stream",
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/json-seq",
    "application/stream+json",
    "application/x-json-stream",
];
