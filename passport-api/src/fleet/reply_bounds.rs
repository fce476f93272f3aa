//! A stream to a Redis server on which no reply is longer than one of a fleet's can be.
//!
//! The `redis` crate reads a reply into memory as long as the server goes on. So a server that is not
//! to be trusted, or anything else that answers on its port, could make the client grow without end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream that ends with an error when a reply is too long or was not asked for.
pub(super) struct BoundedReplies<S> {
    stream: S,
    commands: Scanner,
    replies: Scanner,
    /// The number of commands that were sent and are not answered yet.
    unanswered: u64,
    /// Kept, because the stream is in the middle of a reply then.
    refused: Option<Refused>,
}

/// A reply that is not read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refused {
    TooLong,
    TooManyElements,
    TooDeep,
    /// A message that is no reply (RESP3), or a reply to no command.
    Unasked,
    /// It is not RESP.
    Malformed,
}

impl Refused {
    fn text(self) -> &'static str {
        match self {
            Self::TooLong => "the server's reply is longer than 1 MiB",
            Self::TooManyElements => "the server's reply has too many elements",
            Self::TooDeep => "the server's reply is nested too deeply",
            Self::Unasked => "the server sends what was not asked for",
            Self::Malformed => "the server's reply is not one of Redis",
        }
    }
}

impl<S> BoundedReplies<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            commands: Scanner::new(u64::MAX, u64::MAX),
            replies: Scanner::new(LONGEST_REPLY, MOST_ELEMENTS),
            unanswered: 0,
            refused: None,
        }
    }

    /// Looks at what was read.
    fn check(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        let replies = self.replies.scan(bytes)?;
        let unanswered = self.unanswered.checked_sub(replies);
        self.unanswered = unanswered.ok_or(Refused::Unasked)?;
        Ok(())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for BoundedReplies<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if self.refused.is_none() {
            ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
            let read = buffer.filled().get(before..).unwrap_or_default();
            self.refused = self.check(read).err();
        }
        match self.refused {
            Some(refused) => {
                buffer.set_filled(before);
                let error = io::Error::new(io::ErrorKind::InvalidData, refused.text());
                Poll::Ready(Err(error))
            }
            None => Poll::Ready(Ok(())),
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for BoundedReplies<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        let sent = bytes.get(..written).unwrap_or_default();
        // Commands are lists of texts, of which none is refused.
        let commands = self.commands.scan(sent).unwrap_or_default();
        self.unanswered = self.unanswered.saturating_add(commands);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Finds where messages of the Redis serialization protocol (RESP2 and RESP3) end, and keeps nothing of
/// them.
struct Scanner {
    longest: u64,
    most_elements: u64,
    /// Those of this message so far; the elements of a list count when it begins.
    length: u64,
    elements: u64,
    /// The number of elements that each open list still has, the outermost first.
    open: Vec<u64>,
    at: At,
}

/// The part of a message that comes next.
#[derive(Clone, Copy)]
enum At {
    /// The first byte of an element.
    Kind,
    /// The rest of the line that begins an element.
    Line { kind: u8, number: Number },
    /// The bytes of a text, with those that end it.
    Text { left: u64 },
}

/// A line as a number, as far as it was read.
#[derive(Clone, Copy)]
enum Number {
    Nothing,
    Negative,
    Natural(u64),
    /// It is none, or too large.
    Unfit,
}

impl Number {
    fn then(self, byte: u8) -> Self {
        match (self, byte) {
            (number, b'\r') => number,
            (Self::Nothing, b'-') | (Self::Negative, b'0'..=b'9') => Self::Negative,
            (Self::Nothing, b'0'..=b'9') => Self::Natural(u64::from(byte - b'0')),
            (Self::Natural(number), b'0'..=b'9') => number
                .checked_mul(10)
                .and_then(|number| number.checked_add(u64::from(byte - b'0')))
                .map_or(Self::Unfit, Self::Natural),
            _ => Self::Unfit,
        }
    }
}

impl Scanner {
    fn new(longest: u64, most_elements: u64) -> Self {
        Self {
            longest,
            most_elements,
            length: 0,
            elements: 0,
            open: Vec::new(),
            at: At::Kind,
        }
    }

    /// Goes on with these bytes, and says how many messages have ended.
    fn scan(&mut self, bytes: &[u8]) -> Result<u64, Refused> {
        let (mut rest, mut ended) = (bytes, 0);
        while let Some((byte, behind)) = rest.split_first() {
            match self.at {
                At::Text { left } => {
                    let length = u64::try_from(rest.len()).unwrap_or(u64::MAX).min(left);
                    rest = rest
                        .get(usize::try_from(length).unwrap_or(usize::MAX)..)
                        .unwrap_or_default();
                    self.at = At::Text {
                        left: left - length,
                    };
                    if left == length {
                        ended += self.end_element();
                    }
                    continue;
                }
                At::Kind => {
                    self.begin_element(*byte)?;
                }
                At::Line { kind, number } => {
                    self.lengthen(1)?;
                    if *byte == b'\n' {
                        ended += self.end_line(kind, number)?;
                    } else {
                        let number = number.then(*byte);
                        self.at = At::Line { kind, number };
                    }
                }
            }
            rest = behind;
        }
        Ok(ended)
    }

    /// Takes the first byte of an element.
    fn begin_element(&mut self, kind: u8) -> Result<(), Refused> {
        match kind {
            b'+' | b'-' | b':' | b'_' | b',' | b'#' | b'(' | b'$' | b'!' | b'=' | b'*' | b'~'
            | b'%' | b'|' => {}
            b'>' => return Err(Refused::Unasked),
            _ => return Err(Refused::Malformed),
        }
        let number = Number::Nothing;
        self.at = At::Line { kind, number };
        self.lengthen(1)
    }

    /// Takes the line that begins an element; how many messages end with it.
    fn end_line(&mut self, kind: u8, number: Number) -> Result<u64, Refused> {
        // Of a list, a map, a set, and attributes with the value that they belong to.
        let factor_and_more = match kind {
            b'$' | b'!' | b'=' => None,
            b'*' | b'~' => Some((1, 0)),
            b'%' => Some((2, 0)),
            b'|' => Some((2, 1)),
            _ => return Ok(self.end_element()),
        };
        let number = match number {
            // No text, and no list.
            Number::Negative => return Ok(self.end_element()),
            Number::Natural(number) => number,
            Number::Nothing | Number::Unfit => return Err(Refused::Malformed),
        };
        let Some((factor, more)) = factor_and_more else {
            let left = number.saturating_add(2);
            self.lengthen(left)?;
            self.at = At::Text { left };
            return Ok(0);
        };
        let elements = number.saturating_mul(factor).saturating_add(more);
        if elements == 0 {
            return Ok(self.end_element());
        }
        self.elements = self.elements.saturating_add(elements);
        if self.elements > self.most_elements {
            return Err(Refused::TooManyElements);
        }
        if self.open.len() >= DEEPEST {
            return Err(Refused::TooDeep);
        }
        self.open.push(elements);
        self.at = At::Kind;
        Ok(0)
    }

    /// Ends an element, and the lists whose last one it is; how many messages end with it.
    fn end_element(&mut self) -> u64 {
        self.at = At::Kind;
        while let Some(left) = self.open.last_mut() {
            *left -= 1;
            if *left > 0 {
                return 0;
            }
            self.open.pop();
        }
        (self.length, self.elements) = (0, 0);
        1
    }

    fn lengthen(&mut self, bytes: u64) -> Result<(), Refused> {
        self.length = self.length.saturating_add(bytes);
        match self.length > self.longest {
            true => Err(Refused::TooLong),
            false => Ok(()),
        }
    }
}

/// Room for a sealed token, or for the slots of a cluster of thousands of nodes.
pub(super) const LONGEST_REPLY: u64 = 1 << 20;

/// Each takes some 60 bytes of memory, however short it is.
const MOST_ELEMENTS: u64 = 1 << 16;

/// A cluster says which slots are where in lists within lists, four deep.
const DEEPEST: usize = 8;

#[cfg(test)]
mod tests;
