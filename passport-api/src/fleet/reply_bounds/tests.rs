use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{BoundedReplies, LONGEST_REPLY, MOST_ELEMENTS, Refused, Scanner};

fn scanner() -> Scanner {
    Scanner::new(LONGEST_REPLY, MOST_ELEMENTS)
}

#[test]
fn each_message_ends_where_the_protocol_says() {
    let longest = format!("${}\r\n{}\r\n", 100_000, "\n".repeat(100_000));
    for message in [
        "+OK\r\n",
        "-ERR no\r\n",
        ":-7\r\n",
        "$5\r\nhe\r\nl\r\n",
        "$0\r\n\r\n",
        "$-1\r\n",
        "*0\r\n",
        "*-1\r\n",
        "*2\r\n$1\r\na\r\n*2\r\n:1\r\n*0\r\n",
        "_\r\n",
        ",1.5\r\n",
        "#t\r\n",
        "(123456789012345678901234567890\r\n",
        "=5\r\ntxt:a\r\n",
        "!3\r\nERR\r\n",
        "~1\r\n:1\r\n",
        "%1\r\n+a\r\n*1\r\n:1\r\n",
        "|1\r\n+a\r\n+b\r\n$1\r\nx\r\n",
        &longest,
    ] {
        let name = message.get(..20).unwrap_or(message);
        let twice = message.repeat(2);
        for size in [1, 2, 3, 7, twice.len()] {
            let mut scanner = scanner();
            let mut ended = Vec::new();
            for (number, part) in twice.as_bytes().chunks(size).enumerate() {
                for _ in 0..scanner.scan(part).unwrap() {
                    ended.push(((number + 1) * size).min(twice.len()));
                }
            }
            let first = message.len().div_ceil(size) * size;
            assert_eq!(ended, [first.min(twice.len()), twice.len()], "{name}");
        }
    }
}

#[test]
fn reply_that_is_too_large_is_refused_before_it_comes() {
    let lists = "*1\r\n".repeat(9);
    let elements = MOST_ELEMENTS + 1;
    let line = format!("+{}", "x".repeat(1 << 20));
    let ones = format!("*65000\r\n{}*600\r\n", ":1\r\n".repeat(100));
    let texts = format!(
        "*3\r\n{0}{0}",
        format!("$524288\r\n{}\r\n", "x".repeat(1 << 19))
    );
    for (message, refused) in [
        ("$1900000000\r\n", Refused::TooLong),
        ("$18446744073709551615\r\n", Refused::TooLong),
        ("$99999999999999999999\r\n", Refused::Malformed),
        (&line, Refused::TooLong),
        (&texts, Refused::TooLong),
        (&format!("*{elements}\r\n"), Refused::TooManyElements),
        ("%9223372036854775808\r\n", Refused::TooManyElements),
        ("|18446744073709551615\r\n", Refused::TooManyElements),
        (&ones, Refused::TooManyElements),
        (&lists, Refused::TooDeep),
        (">2\r\n", Refused::Unasked),
        ("*?\r\n", Refused::Malformed),
        ("$\r\n", Refused::Malformed),
        ("HTTP/1.1 400 Bad Request\r\n", Refused::Malformed),
        ("\r\n", Refused::Malformed),
    ] {
        let name = message.get(..20).unwrap_or(message);
        assert_eq!(scanner().scan(message.as_bytes()), Err(refused), "{name}");
    }
}

/// A server that sends the same without end, and counts it.
struct Endless {
    begin: &'static [u8],
    again: &'static [u8],
    sent: u64,
}

impl AsyncRead for Endless {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let begin = std::mem::take(&mut self.begin);
        let mut sent = begin.len();
        buffer.put_slice(begin);
        while buffer.remaining() >= self.again.len() {
            buffer.put_slice(self.again);
            sent += self.again.len();
        }
        self.sent += sent as u64;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Endless {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn no_server_is_listened_to_for_longer_than_a_reply() {
    let servers: [(&[u8], &[u8]); 7] = [
        (b"$1048000\r\n", b"x"),
        (b"", b"x"),
        (b"+", b"x"),
        (b"*60000\r\n", b"$20\r\n01234567890123456789\r\n"),
        (b"", b"*1\r\n"),
        (b"", b"+OK\r\n"),
        (b"", b">1\r\n+invalidate\r\n"),
    ];
    for (begin, again) in servers {
        let sent = 0;
        let mut stream = BoundedReplies::new(Endless { begin, again, sent });
        // Two commands, one of them not whole.
        let command = b"*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPI";
        let written = poll_fn(|context| Pin::new(&mut stream).poll_write(context, command)).await;
        assert_eq!(written.unwrap(), command.len());
        let mut read = 0;
        let error = loop {
            let mut bytes = [0; 8192];
            let mut buffer = ReadBuf::new(&mut bytes);
            let polled =
                poll_fn(|context| Pin::new(&mut stream).poll_read(context, &mut buffer)).await;
            match polled {
                Ok(()) => read += buffer.filled().len() as u64,
                Err(error) => {
                    assert!(buffer.filled().is_empty(), "nothing of it is given on");
                    break error;
                }
            }
            assert!(read <= LONGEST_REPLY, "{begin:?} {again:?}");
        };
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        let sent = stream.stream.sent;
        assert!(sent <= LONGEST_REPLY + 8192, "{sent}");
        // It stays so, and the server is not asked for more.
        let mut bytes = [0; 8];
        let mut buffer = ReadBuf::new(&mut bytes);
        let again = poll_fn(|context| Pin::new(&mut stream).poll_read(context, &mut buffer)).await;
        assert!(again.is_err());
        assert_eq!(stream.stream.sent, sent);
    }
}
