//! Passport Inc's page about API security.

use crate::sentence::{Sentence, says};

pub(crate) const SENTENCES: &[Sentence] = &[
    says(
        "Only authenticated applications have access",
        "No call of the system can be made without a token: it does not compile",
        &[
            "tests/exhaustive.rs::every_endpoint_compiles_with_its_scopes_only",
            "passport-sandbox/tests/it/scopes.rs::each_endpoint_needs_its_scopes_and_no_more",
        ],
    ),
    says(
        "Partners get credentials when they register, by which the application signs in",
        "They are given to the client builder; wrong ones are an error that is not repeated",
        &["tests/e2e/tokens.rs::wrong_credentials_are_told_without_the_secret"],
    ),
    says(
        "The access token comes with a limited set of scopes",
        "A `ScopedToken<S>` exists only if the grant covers `S`",
        &[
            "tests/e2e/tokens.rs::a_grant_that_does_not_cover_the_set_makes_no_token",
            "tests/seeds/tokens.rs::parking_token_is_requested_and_read_as_documented",
        ],
    ),
    says(
        "Each call must include the token",
        "It is the first argument of every call",
        &[
            "tests/exhaustive.rs::every_endpoint_compiles_with_its_scopes_only",
            "tests/e2e/parking.rs::a_session_from_zone_to_right",
        ],
    ),
    says(
        "Applications use the client credentials grant of OAuth 2.0",
        "It is the only grant that the client asks for",
        &["tests/seeds/tokens.rs::parking_token_is_requested_and_read_as_documented"],
    ),
    says(
        "The token is requested by POST to `/shared/access-tokens` with `grant_type`, `client_id` and `client_secret` in a JSON body",
        "That is the request, behind the prefix `/v3` of the deployed API; a form is a choice of the client builder",
        &[
            "tests/seeds/tokens.rs::parking_token_is_requested_and_read_as_documented",
            "passport-sandbox/tests/it/tokens.rs::parking_answers_four_fields_to_json_and_form",
        ],
    ),
    says(
        "`audience` must name the set of APIs, in most cases `public.api.passportinc.com`",
        "It is sent, and can be replaced",
        &[
            "tests/seeds/tokens.rs::parking_token_is_requested_and_read_as_documented",
            "tests/e2e/wire.rs::the_audience_is_the_documented_one_or_the_callers",
        ],
    ),
    says(
        "An API that needs another audience says so",
        "Tokens are kept by audience, so that two clients never share one by mistake",
        &[
            "tests/e2e/wire.rs::the_audience_is_the_documented_one_or_the_callers",
            "passport-api/src/token/store.rs::each_part_of_the_key_counts",
        ],
    ),
    says(
        "The response has an access token with the approved scopes: `access_token`, `scope`, `expires_at`, `token_type`",
        "All four are read; `token.granted()`, `expires_at()` and `field` give them",
        &[
            "tests/seeds/tokens.rs::parking_token_is_requested_and_read_as_documented",
            "passport-sandbox/tests/it/tokens.rs::parking_answers_four_fields_to_json_and_form",
        ],
    ),
    says(
        "The token is valid for a limited time, which `expires_at` tells",
        "It is kept until then, by the server's own clock",
        &[
            "tests/seeds/tokens.rs::parking_token_is_requested_and_read_as_documented",
            "passport-api/src/token/response/tests.rs::an_expiry_is_by_the_servers_clock",
        ],
    ),
    says(
        "Calls bear the token in the `Authorization` header",
        "Every call sends `Authorization: Bearer`",
        &[
            "passport-sandbox/tests/it/scopes.rs::each_endpoint_needs_its_scopes_and_no_more",
            "tests/e2e/parking.rs::a_session_from_zone_to_right",
        ],
    ),
    says(
        "One token serves many calls of the same set of APIs; a new one need not be requested before the old one expires",
        "The client keeps it until shortly before then, and fetches one for all callers",
        &[
            "tests/e2e/tokens.rs::an_expired_token_is_renewed_once_for_all",
            "passport-api/src/token/flight/modelled.rs::callers_at_once_fetch_one_token",
        ],
    ),
    says(
        "The example of a call posts to `/parking/zones` with the token and `Cache-Control: no-cache`",
        "The header is shown by it, and the token is sent so; the path is an illustration (clients in use send GET to the shared part), and `client.request` can make this very call",
        &["tests/seeds/tokens.rs::example_of_a_call_can_be_made_as_printed"],
    ),
    says(
        "A call whose scopes the token has is executed",
        "Every endpoint is called with exactly its scopes",
        &["passport-sandbox/tests/it/scopes.rs::each_endpoint_needs_its_scopes_and_no_more"],
    ),
    says(
        "Tokens live from one hour to one day",
        "A token of any life is used; one whose response names no expiry is taken to live an hour",
        &[
            "tests/e2e/renewal.rs::a_token_may_live_for_a_second_or_for_a_day",
            "passport-api/src/token/response/tests.rs::expiry_in_every_form",
        ],
    ),
    says(
        "A call with an expired token is answered with 401",
        "The sandbox does so",
        &["passport-sandbox/tests/it/tokens.rs::tokens_expire"],
    ),
    says(
        "After that error the application must fetch a new token and go on with it until it expires",
        "The call is sent once more with a new token, which the calls after it use as well",
        &[
            "tests/e2e/token_response.rs::clients_that_share_a_token_fetch_another_when_one_revokes_it",
            "passport-api/src/token/flight/modelled.rs::callers_refused_at_once_renew_once",
            "tests/e2e/tokens.rs::a_401_that_stays_is_an_error_and_no_loop",
        ],
    ),
    says(
        "Access is restricted by coarse scopes, read and write",
        "Each resource has its `read:` and `write:` scopes; their names are inferred, and `map_scope` gives the real ones",
        &[
            "tests/seeds/tokens.rs::parking_scopes_are_read_and_write_per_resource",
            "tests/e2e/names.rs::a_mapped_name_is_understood",
        ],
    ),
    says(
        "The scopes are assigned at registration and cannot be altered",
        "The request has no `scope`, and what is granted is compared with what the set declares",
        &[
            "tests/seeds/tokens.rs::parking_token_is_requested_and_read_as_documented",
            "tests/e2e/tokens.rs::a_grant_that_does_not_cover_the_set_makes_no_token",
        ],
    ),
    says(
        "A resource that the application has no scope for returns an error",
        "Such a call does not compile; what a server refuses all the same is an error that names the scopes",
        &[
            "tests/ui.rs::missing_scopes_are_one_error_that_says_all",
            "tests/e2e/refusals.rs::a_missing_scope_is_forbidden",
        ],
    ),
    says(
        "All requests must be made by HTTPS; others are rejected",
        "A base URL that begins with `http://` is refused, as the sandbox refuses plain requests",
        &[
            "tests/e2e/transport.rs::only_https_is_spoken",
            "passport-sandbox/tests/it/lifecycle.rs::plain_http_is_refused",
        ],
    ),
    says(
        "Each API may have rate limits",
        "`ClientBuilder::limits` and `limits_of` keep to them, in all or for one part of the API",
        &[
            "passport-api/src/limit/tests.rs::requests_keep_their_distance",
            "passport-sandbox/tests/it/limits.rs::each_client_has_its_own_and_each_api",
        ],
    ),
    says(
        "The limits are set for each application at registration, by its expected use and bursts",
        "They are the caller's settings, per client id, with a burst; no number is built in",
        &[
            "passport-api/src/limit/tests.rs::a_pause_refills_the_burst_and_no_more",
            "passport-api/src/limit/tests.rs::limits_that_make_no_sense_are_named",
        ],
    ),
    says(
        "A throttle limits the requests in a second",
        "`Limits::per_second`, and the same in the sandbox",
        &[
            "passport-api/src/limit/tests.rs::requests_keep_their_distance",
            "passport-sandbox/tests/it/limits.rs::a_burst_and_then_so_many_per_second",
        ],
    ),
    says(
        "A quota limits the requests of a day",
        "`Limits::per_day`, and the same in the sandbox",
        &[
            "passport-api/src/limit/tests.rs::the_quotas_day_begins_where_it_is_told",
            "passport-sandbox/tests/it/limits.rs::so_many_per_day_of_utc",
        ],
    ),
    says(
        "A request over the limit is answered with 429",
        "`Error::is_rate_limited` and `rate_limit` tell it; the sandbox answers so",
        &[
            "passport-sandbox/tests/it/limits.rs::the_answer_is_the_systems_error_and_says_no_more_than_documented",
            "tests/faults/table.rs::every_cell_is_as_the_documents_want_it",
        ],
    ),
    says(
        "After a 429 the application can send the failed request again",
        "It is sent again after a pause, POST as well: the server has not processed it",
        &[
            "tests/faults/table.rs::every_cell_is_as_the_documents_want_it",
            "passport-api/src/retry/replay.rs::what_was_not_processed_is_always_sent_again",
        ],
    ),
];
