//! A source file that is open in the editor, and what a person asks of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    CompletionParams, CompletionRequest, CompletionResponse, Contents, Definition,
    DefinitionParams, DefinitionRequest, DefinitionResponse, DidChangeTextDocumentNotification,
    DidChangeTextDocumentParams, DidOpenTextDocumentNotification, DidOpenTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticRequest, HoverParams,
    HoverRequest, LanguageKind, Position, Range, ReferenceContext, ReferenceParams,
    ReferencesRequest, TextDocumentContentChangeWholeDocument, TextDocumentIdentifier,
    TextDocumentItem, TextDocumentPositionParams, Uri, VersionedTextDocumentIdentifier,
};

use crate::server::{Server, uri};

/// An open source file.
pub(crate) struct Document {
    path: PathBuf,
    text: String,
    version: i32,
}

/// A place in a file.
#[derive(Debug)]
pub(crate) struct Place {
    /// The file's address.
    pub uri: Uri,
    /// Where it begins and ends.
    pub range: Range,
}

impl Document {
    /// Opens a file.
    pub(crate) fn open(server: &mut Server, path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        server.notify::<DidOpenTextDocumentNotification>(&DidOpenTextDocumentParams::new(
            TextDocumentItem::new(uri(path), LanguageKind::Rust, 0, text.clone()),
        ));
        Self {
            path: path.to_owned(),
            text,
            version: 0,
        }
    }

    /// The file's text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Replaces the file's text in the editor.
    pub(crate) fn edit(&mut self, server: &mut Server, text: String) {
        self.version += 1;
        self.text.clone_from(&text);
        let document = VersionedTextDocumentIdentifier::new(self.version, self.identifier());
        let change = TextDocumentContentChangeWholeDocument::new(text);
        server.notify::<DidChangeTextDocumentNotification>(&DidChangeTextDocumentParams::new(
            document,
            vec![change.into()],
        ));
    }

    /// The diagnostics of rust-analyzer itself.
    pub(crate) fn diagnostics(&self, server: &mut Server) -> Result<Vec<String>, String> {
        let params = DocumentDiagnosticParams::new(
            self.identifier(),
            None,
            None,
            Default::default(),
            Default::default(),
        );
        match server.request::<DocumentDiagnosticRequest>(&params)? {
            DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(report) => {
                let items = report.full_document_diagnostic_report.items.into_iter();
                Ok(items.map(|item| format!("{item:?}")).collect())
            }
            other => Err(format!("no full report: {other:?}")),
        }
    }

    /// The names that are offered when `typed` is written in a line of its own behind the first line
    /// that holds `after`. The text is restored.
    pub(crate) fn completion(
        &mut self,
        server: &mut Server,
        after: &str,
        typed: &str,
    ) -> Result<BTreeSet<String>, String> {
        let before = self.text.clone();
        let line = self.offset(after);
        let end = line + before[line..].find('\n').unwrap_or(before.len() - line);
        let head = format!("{}\n{typed}", &before[..end]);
        self.edit(server, format!("{head}{}", &before[end..]));
        let place = self.at(head.len());
        let params = CompletionParams::new(None, Default::default(), Default::default(), place);
        let answer = server.request::<CompletionRequest>(&params);
        self.edit(server, before);
        let items = match answer? {
            Some(CompletionResponse::CompletionList(list)) => list.items,
            Some(CompletionResponse::CompletionItemList(items)) => items,
            None => Vec::new(),
        };
        let label = |label: String| label.split("(as").next().unwrap_or_default().to_owned();
        Ok(items.into_iter().map(|item| label(item.label)).collect())
    }

    /// The hover text at the end of the first `text`.
    pub(crate) fn hover(&self, server: &mut Server, text: &str) -> Result<String, String> {
        let params = HoverParams::new(Default::default(), self.on(text));
        let hover = server.request::<HoverRequest>(&params)?;
        match hover.map(|hover| hover.contents) {
            Some(Contents::MarkupContent(content)) => Ok(content.value),
            other => Err(format!("no hover over `{text}`: {other:?}")),
        }
    }

    /// Where the definition of what stands at the end of the first `text` is.
    pub(crate) fn definition(&self, server: &mut Server, text: &str) -> Result<Vec<Place>, String> {
        let params = DefinitionParams::new(Default::default(), Default::default(), self.on(text));
        let answer = server.request::<DefinitionRequest>(&params)?;
        Ok(match answer {
            Some(DefinitionResponse::DefinitionLinkList(links)) => links
                .into_iter()
                .map(|link| Place {
                    uri: link.target_uri,
                    range: link.target_selection_range,
                })
                .collect(),
            Some(DefinitionResponse::Definition(Definition::LocationList(places))) => places
                .into_iter()
                .map(|place| Place {
                    uri: place.uri,
                    range: place.range,
                })
                .collect(),
            Some(DefinitionResponse::Definition(Definition::Location(place))) => vec![Place {
                uri: place.uri,
                range: place.range,
            }],
            None => Vec::new(),
        })
    }

    /// The uses, and the definition, of what stands at the end of the first `text`.
    pub(crate) fn references(&self, server: &mut Server, text: &str) -> Result<Vec<Place>, String> {
        let params = ReferenceParams::new(
            ReferenceContext::new(true),
            Default::default(),
            Default::default(),
            self.on(text),
        );
        let places = server.request::<ReferencesRequest>(&params)?;
        let places = places.unwrap_or_default().into_iter();
        Ok(places
            .map(|place| Place {
                uri: place.uri,
                range: place.range,
            })
            .collect())
    }

    fn identifier(&self) -> TextDocumentIdentifier {
        TextDocumentIdentifier::new(uri(&self.path))
    }

    /// Where the first `text` begins.
    fn offset(&self, text: &str) -> usize {
        let found = self.text.find(text);
        found.unwrap_or_else(|| panic!("{} has no `{text}`", self.path.display()))
    }

    /// The last character of the first `text`.
    fn on(&self, text: &str) -> TextDocumentPositionParams {
        self.at(self.offset(text) + text.len() - 1)
    }

    fn at(&self, offset: usize) -> TextDocumentPositionParams {
        let before = &self.text[..offset];
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        // The protocol counts in UTF-16 unless something else is agreed on.
        let character = before[start..].encode_utf16().count();
        let number = |count| u32::try_from(count).expect("a short file");
        let position = Position::new(number(line), number(character));
        TextDocumentPositionParams::new(self.identifier(), position)
    }
}

impl Place {
    /// Returns whether the place is in this file, on the first line that holds `text`.
    pub(crate) fn is_in(&self, file: &Path, text: &str) -> bool {
        let source = std::fs::read_to_string(file).unwrap();
        let line = source.lines().position(|line| line.contains(text));
        let line = line.and_then(|line| u32::try_from(line).ok());
        self.uri == uri(file) && Some(self.range.start.line) == line
    }
}
