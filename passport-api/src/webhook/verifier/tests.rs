use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use http::{HeaderName, HeaderValue};
use proptest::prelude::*;

use super::*;
use crate::clock::ManualClock;
use crate::webhook::scheme::Encoding;
use crate::webhook::signer::Signer;

const NAME: HeaderName = HeaderName::from_static("x-signature");

fn secret(bytes: impl Into<Vec<u8>>) -> Secret {
    Secret::new(bytes).unwrap()
}

fn with(value: &str) -> HeaderMap {
    HeaderMap::from_iter([(NAME, HeaderValue::from_str(value).unwrap())])
}

fn reason(result: Result<Delivery, WebhookError>) -> Option<Reason> {
    result.err().map(|error| error.reason())
}

/// RFC 4231, 4.2 to 4.8, without 4.6, which is cut short: key, data, HMAC-SHA256.
#[test]
fn rfc_4231_vectors() {
    let sentence = "This is a test using a larger than block-size key and a larger than \
                    block-size data. The key needs to be hashed before being used by the HMAC \
                    algorithm.";
    for (key, data, mac) in [
        (
            vec![0x0b; 20],
            b"Hi There".to_vec(),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe".to_vec(),
            b"what do ya want for nothing?".to_vec(),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            vec![0xaa; 20],
            vec![0xdd; 50],
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        ),
        (
            (1..=25).collect(),
            vec![0xcd; 50],
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        ),
        (
            vec![0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First".to_vec(),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (
            vec![0xaa; 131],
            sentence.as_bytes().to_vec(),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        ),
    ] {
        let verifier = Verifier::new(NAME, secret(key.clone()));
        assert!(verifier.verify(&with(mac), data.clone()).is_ok(), "{mac}");
        let header = Signer::new(NAME, secret(key)).sign(&data);
        assert_eq!(header.to_str().unwrap(), mac);
    }
}

#[test]
fn each_refusal_says_what_it_is() {
    let verifier = Verifier::new(NAME, secret("s")).max_body(4);
    let right = Signer::new(NAME, secret("s")).headers(b"body");
    let wrong = Signer::new(NAME, secret("x")).headers(b"body");
    let many = vec!["00".repeat(32); 9].join(",");
    for (headers, body, expected) in [
        (&right, "body", None),
        (&right, "bodY", Some(Reason::WrongSignature)),
        (&wrong, "body", Some(Reason::WrongSignature)),
        (&right, "body!", Some(Reason::TooLarge)),
        (&HeaderMap::new(), "body", Some(Reason::MissingSignature)),
        (&with(""), "body", Some(Reason::MalformedSignature)),
        (&with("abc"), "body", Some(Reason::MalformedSignature)),
        (&with(&many), "body", Some(Reason::MalformedSignature)),
    ] {
        let result = verifier.verify(headers, body);
        if let Err(error) = &result {
            assert!(!error.to_string().contains("body!"), "{error}");
        }
        assert_eq!(reason(result), expected);
    }
}

#[test]
fn secrets_can_be_changed_at_either_side() {
    let (old, new) = (secret("old"), secret("new"));
    let by = |secret: &Secret| Signer::new(NAME, secret.clone()).sign(b"{}");
    let text = |value: &HeaderValue| value.to_str().unwrap().to_owned();

    let both = Verifier::new(NAME, old.clone()).also_accept(new.clone());
    for secret in [&old, &new] {
        let headers = HeaderMap::from_iter([(NAME, by(secret))]);
        assert!(both.verify(&headers, "{}").is_ok());
    }
    let only_new = Verifier::new(NAME, new.clone());
    let joined = format!("{} , {}", text(&by(&old)), text(&by(&new)));
    assert!(only_new.verify(&with(&joined), "{}").is_ok());
    let mut repeated = with(&text(&by(&old)));
    assert_eq!(
        reason(only_new.verify(&repeated, "{}")),
        Some(Reason::WrongSignature)
    );
    repeated.append(NAME, by(&new));
    assert!(only_new.verify(&repeated, "{}").is_ok());
}

#[test]
fn a_prefix_tells_which_signature_counts() {
    let scheme = Scheme::new(NAME).prefix(HeaderValue::from_static("sha256="));
    let verifier = Verifier::new(scheme.clone(), secret("s"));
    let header = Signer::new(scheme, secret("s")).sign(b"{}");
    let text = header.to_str().unwrap();
    assert!(text.starts_with("sha256="));
    let other = format!("sha1=0011,{text}");
    for accepted in [text, &other] {
        assert!(verifier.verify(&with(accepted), "{}").is_ok(), "{accepted}");
    }
    let bare = text.trim_start_matches("sha256=");
    assert_eq!(
        reason(verifier.verify(&with(bare), "{}")),
        Some(Reason::MalformedSignature)
    );
}

#[test]
fn a_signature_counts_for_its_time_only() {
    let clock = ManualClock::new();
    let tolerance = Duration::from_secs(300);
    let scheme = Scheme::new(NAME).timestamped(tolerance);
    let verifier = Verifier::new(scheme.clone(), secret("s")).clock(clock.clone());
    let signer = Signer::new(scheme, secret("s")).clock(clock.clone());
    let whole = |time: SystemTime| {
        time.duration_since(SystemTime::UNIX_EPOCH)
            .unwrap()
            .as_secs()
    };
    let seconds = whole(clock.now());
    clock.set(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));

    let headers = signer.headers(b"{}");
    assert_eq!(reason(verifier.verify(&headers, "{}")), None);
    clock.advance(tolerance);
    assert_eq!(reason(verifier.verify(&headers, "{}")), None);
    clock.advance(Duration::from_secs(1));
    assert_eq!(
        reason(verifier.verify(&headers, "{}")),
        Some(Reason::OutOfTime)
    );
    let ahead = signer.headers(b"{}");
    clock.set(clock.now() - tolerance - Duration::from_secs(1));
    assert_eq!(
        reason(verifier.verify(&ahead, "{}")),
        Some(Reason::OutOfTime)
    );

    // Another time than the one that was signed.
    let text = headers[&NAME].to_str().unwrap();
    let moved = text.replace(&format!("t={seconds}"), &format!("t={}", seconds + 1));
    assert_ne!(text, moved);
    assert_eq!(
        reason(verifier.verify(&with(&moved), "{}")),
        Some(Reason::WrongSignature)
    );
    // No time, two times, a time that is no number.
    let (_, signature) = text.split_once(',').unwrap();
    for malformed in [signature.to_owned(), format!("t={seconds},{text}")] {
        let refused = reason(verifier.verify(&with(&malformed), "{}"));
        assert_eq!(refused, Some(Reason::MalformedSignature), "{malformed}");
    }
    for time in [
        "",
        "+1",
        "-1",
        "1.5",
        "99999999999999999999",
        "18446744073709551615",
    ] {
        let mac = hmac::sign(&secret("s").key(), format!("{time}.{{}}").as_bytes());
        let header = format!("t={time},v1={}", Encoding::Hex.encode(&mac));
        let refused = reason(verifier.verify(&with(&header), "{}"));
        assert_eq!(refused, Some(Reason::MalformedSignature), "{time:?}");
    }
}

#[test]
fn nothing_secret_is_shown() {
    let verifier = Verifier::new(NAME, secret("canary"));
    let signer = Signer::new(NAME, secret("canary"));
    let delivery = verifier
        .verify(&signer.headers(b"canary"), "canary")
        .unwrap();
    let header = signer.headers(b"canary");
    let shown = format!("{verifier:?} {signer:?} {delivery:?} {header:?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(
        !shown.contains(signer.sign(b"canary").to_str().unwrap()),
        "{shown}"
    );

    let error = delivery.parse::<serde_json::Value>().unwrap_err();
    assert_eq!(error.reason(), Reason::NotJson);
    let signed = signer.headers(br#""canary""#);
    let delivery = verifier.verify(&signed, r#""canary""#).unwrap();
    let unexpected = delivery.parse::<Counted>().unwrap_err();
    assert_eq!(unexpected.reason(), Reason::Unexpected);
    let shown = format!("{error} {error:?} {unexpected} {unexpected:?}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
struct Counted {
    _count: u32,
}

impl crate::webhook::event::Event for Counted {}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 1..200)
}

/// Secrets that are not white space.
fn secrets() -> impl Strategy<Value = Vec<u8>> {
    bytes().prop_map(|mut bytes| {
        bytes.push(b's');
        bytes
    })
}

fn flip(bytes: &mut [u8], bit: usize) {
    let bit = bit % (bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
}

proptest! {
    #[test]
    fn any_body_and_secret_sign_and_verify(body in bytes(), key in secrets()) {
        let mac = hmac::sign(&secret(key.clone()).key(), &body);
        let hex = Encoding::Hex.encode(&mac);
        for (encoding, text) in [
            (Encoding::Hex, hex.clone()),
            (Encoding::Hex, hex.to_uppercase()),
            (Encoding::Base64, STANDARD.encode(mac)),
            (Encoding::Base64, STANDARD_NO_PAD.encode(mac)),
            (Encoding::Base64, URL_SAFE.encode(mac)),
            (Encoding::Base64, URL_SAFE_NO_PAD.encode(mac)),
        ] {
            for encoding in [encoding, Encoding::Any] {
                let scheme = Scheme::new(NAME).encoding(encoding);
                let verifier = Verifier::new(scheme.clone(), secret(key.clone()));
                let delivery = verifier.verify(&with(&text), body.clone()).unwrap();
                prop_assert_eq!(&delivery.body()[..], &body[..]);
                let headers = Signer::new(scheme, secret(key.clone())).headers(&body);
                prop_assert!(verifier.verify(&headers, body.clone()).is_ok());
            }
        }
    }

    #[test]
    fn any_flipped_bit_is_refused(body in bytes(), key in secrets(), bit in any::<usize>()) {
        let verifier = Verifier::new(NAME, secret(key.clone()));
        let signer = Signer::new(NAME, secret(key.clone()));
        let headers = signer.headers(&body);

        let mut other = body.clone();
        flip(&mut other, bit);
        prop_assert_eq!(reason(verifier.verify(&headers, other)), Some(Reason::WrongSignature));

        let mut mac = hmac::sign(&secret(key.clone()).key(), &body).as_ref().to_vec();
        flip(&mut mac, bit);
        for text in [STANDARD.encode(&mac), mac.iter().map(|b| format!("{b:02x}")).collect()] {
            let refused = reason(verifier.verify(&with(&text), body.clone()));
            prop_assert_eq!(refused, Some(Reason::WrongSignature));
        }

        let mut other = key;
        flip(&mut other, bit);
        if let Ok(other) = Secret::new(other) {
            let verifier = Verifier::new(NAME, other);
            let refused = reason(verifier.verify(&headers, body));
            prop_assert_eq!(refused, Some(Reason::WrongSignature));
        }
    }

    /// The text of a signature, too; but hex digits may change between small and capital.
    #[test]
    fn any_flipped_bit_of_the_header_is_refused(body in bytes(), bit in any::<usize>()) {
        for encoding in [Encoding::Hex, Encoding::Base64] {
            let scheme = Scheme::new(NAME).encoding(encoding);
            let verifier = Verifier::new(scheme.clone(), secret("s"));
            let mut text = Signer::new(scheme, secret("s")).sign(&body).as_bytes().to_vec();
            let before = text.clone();
            flip(&mut text, bit);
            let same = encoding == Encoding::Hex && text.eq_ignore_ascii_case(&before);
            if let (false, Ok(value)) = (same, HeaderValue::from_bytes(&text)) {
                let headers = HeaderMap::from_iter([(NAME, value)]);
                prop_assert!(verifier.verify(&headers, body.clone()).is_err());
            }
        }
    }
}
