//! The remedy where a server does not know a path that the spec infers.

use http::StatusCode;

use crate::problem::Problem;

/// The parts of a call's address that the spec infers and the program has not replaced.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct InferredPath {
    pub(crate) prefix: bool,
    pub(crate) path: bool,
}

impl InferredPath {
    /// The end of an error message; `None` where the answer does not look like an unknown path: it
    /// has another status, or names a kind of problem, which only the API itself does.
    pub(crate) fn hint(self, status: StatusCode, problem: &Problem) -> Option<&'static str> {
        let unknown = matches!(
            status,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        );
        if !unknown || problem.kind().is_some() {
            return None;
        }
        match (self.prefix, self.path) {
            (false, false) => None,
            (false, true) => Some(
                "; no document shows this path, so it is inferred: if the server has another, say \
                 so with `endpoint_path` when you build the client",
            ),
            (true, false) => Some(
                "; no document shows the prefix of this path, so it is inferred: if the server has \
                 another, say so with `prefix` when you build the client",
            ),
            (true, true) => Some(
                "; no document shows this path and its prefix, so they are inferred: if the server \
                 has others, say so with `endpoint_path` and `prefix` when you build the client",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::InferredPath;
    use crate::problem::Problem;

    #[test]
    fn hint_names_what_replaces_the_inferred_parts() {
        let check = |prefix, path, expected: &[&str]| {
            let inferred = InferredPath { prefix, path };
            let problem = Problem::read("{\"message\":\"Not Found\"}");
            let hint = inferred.hint(StatusCode::NOT_FOUND, &problem).unwrap_or("");
            let words = hint.split('`').skip(1).step_by(2);
            assert_eq!(words.collect::<Vec<_>>(), expected, "{hint}");
        };
        check(false, false, &[]);
        check(false, true, &["endpoint_path"]);
        check(true, false, &["prefix"]);
        check(true, true, &["endpoint_path", "prefix"]);
    }

    #[test]
    fn only_an_unknown_path_is_hinted_at() {
        let check = |status: u16, body: &'static str, expected: bool| {
            let inferred = InferredPath {
                prefix: false,
                path: true,
            };
            let status = StatusCode::from_u16(status).unwrap();
            let hint = inferred.hint(status, &Problem::read(body));
            assert_eq!(hint.is_some(), expected, "{status} {body}");
        };
        check(404, "", true);
        check(404, "<html>", true);
        check(405, "{\"code\":\"no_route\"}", true);
        check(
            404,
            "{\"type\":\"io.passportlabs:error:zone_not_found\"}",
            false,
        );
        check(400, "", false);
        check(410, "", false);
        check(500, "", false);
    }
}
