//! The body of a refusal, as the type that the API documents, and that of an answer that cannot be
//! read.

use std::error::Error as StdError;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::error::{Error, Inner, Kind};
use crate::json::{self, Mismatch};
use crate::problem::Problem;

impl Error {
    /// An answer with this body cannot be read.
    pub(crate) fn unreadable(
        body: Bytes,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let answer = Box::new(Problem::of_unread_answer(body));
        Self::new(Kind::Decode(Some(answer))).with_source(source)
    }

    /// The body of an answer that cannot be read ([`is_decode`](Self::is_decode)); `None` for any other
    /// error, and where the answer was larger than the client's limit.
    ///
    /// Some APIs answer 200 with an error in the body, and this is where it is. The body may hold
    /// personal data, and no `Display` or `Debug` shows anything of it.
    /// A server that reports an error may have done something all the same:
    /// [`is_outcome_unknown`](Self::is_outcome_unknown) stays as it is.
    ///
    /// ```
    /// # use passport_api::Error;
    /// /// What the server says with status 200: `{"error": "limit_exceeded", "message": "..."}`.
    /// fn reported(error: &Error) -> Option<&str> {
    ///     let answer = error.unreadable_answer()?;
    ///     answer.code()
    /// }
    /// ```
    pub fn unreadable_answer(&self) -> Option<&Problem> {
        match &self.inner.kind {
            Kind::Decode(answer) => answer.as_deref(),
            Kind::Undocumented(_, answer) => Some(answer),
            _ => None,
        }
    }

    /// The body of the server's refusal as the type that the API documents for it; `None` where the
    /// error is not a refusal of the API, or has no body.
    ///
    /// The method of a call lists the types by [`status`](Self::status). Where none is documented,
    /// see [`problem`](Self::problem).
    ///
    /// # Errors
    ///
    /// The body is not JSON of this type ([`is_decode`](Self::is_decode)). The error tells where, and
    /// nothing of the body. Of the call it tells what this one does:
    /// [`is_outcome_unknown`](Self::is_outcome_unknown) stays as it is.
    ///
    /// ```
    /// # use passport_api::Error;
    /// #[derive(serde::Deserialize)]
    /// struct OutOfStock {
    ///     back_on: Option<String>,
    /// }
    ///
    /// fn explain(error: &Error) -> Result<(), Error> {
    ///     let conflict = error.status().is_some_and(|status| status == 409);
    ///     if conflict && let Some(stock) = error.body_as::<OutOfStock>()? {
    ///         println!("back on {:?}", stock.back_on);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        let Kind::Status(refusal) = self.kind() else {
            return Ok(None);
        };
        let problem = &refusal.problem;
        if json::without_bom(problem.raw()).trim_ascii().is_empty() {
            return Ok(None);
        }
        json::read(problem.raw())
            .map(Some)
            .map_err(|mismatch| self.of_unread_body(problem, &mismatch))
    }

    fn of_unread_body(&self, problem: &Problem, mismatch: &Mismatch) -> Self {
        let place = format!("the error's body is not the expected JSON {mismatch}");
        let inner = Inner {
            kind: Kind::Decode(Some(Box::new(problem.clone()))),
            ..(*self.inner).clone()
        };
        let inner = Box::new(inner);
        Self { inner }.with_source(place)
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use serde::Deserialize;

    use crate::error::{Error, Kind, Refusal};
    use crate::problem::Problem;

    #[derive(Debug, Deserialize, Eq, PartialEq)]
    struct Missing {
        id: String,
    }

    fn refused(body: &'static str) -> Error {
        let refusal = Refusal {
            problem: Problem::read(body),
            ..Refusal::new(StatusCode::NOT_FOUND)
        };
        let error = Error::new(Kind::Status(Box::new(refusal)));
        error.in_call("orders.get").of_unknown_outcome()
    }

    #[test]
    fn a_body_is_read_as_its_type() {
        let error = refused("{\"id\":\"7\",\"more\":1}");
        let missing: Option<Missing> = error.body_as().unwrap();
        assert_eq!(missing.unwrap().id, "7");
        let marked: Option<Missing> = refused("\u{feff}{\"id\":\"7\"}").body_as().unwrap();
        assert!(marked.is_some());
        let empty = ["", " \n", "\u{feff}", "\u{feff} "].map(refused);
        for none in empty.into_iter().chain([Error::config("none")]) {
            assert_eq!(none.body_as::<Missing>().unwrap(), None, "{none:?}");
        }
    }

    #[test]
    fn a_body_of_another_type_is_not_shown() {
        for body in [
            "<html>secret",
            "{\"id\":{\"secret\":1}}",
            "{\"id\":20261122}",
        ] {
            let error = refused(body).body_as::<Missing>().unwrap_err();
            assert!(error.is_decode() && error.is_outcome_unknown(), "{error}");
            let shown = format!("{error} {error:?}");
            assert!(
                shown.contains("orders.get") && shown.contains("line 1"),
                "{shown}"
            );
            assert!(
                !shown.contains("secret") && !shown.contains("2026"),
                "{shown}"
            );
        }
    }
}
