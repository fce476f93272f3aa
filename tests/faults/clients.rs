//! What a client must handle by the vendors' pages, and the tests that prove it.

use passport_tests::page::row;
use passport_tests::sources;

/// A list of things that a client must handle, drawn from a vendor's pages.
struct List {
    title: &'static str,
    items: &'static [Item],
}

/// One thing that a client must handle.
struct Item {
    what: &'static str,
    /// The tests that would fail otherwise, as `file::function`.
    tests: &'static [&'static str],
    /// What is not proven, and why not.
    open: &'static str,
}

const fn item(what: &'static str, tests: &'static [&'static str]) -> Item {
    Item {
        what,
        tests,
        open: "",
    }
}

const fn partly(what: &'static str, tests: &'static [&'static str], open: &'static str) -> Item {
    Item { what, tests, open }
}

pub(crate) fn write(page: &mut String) {
    page.push_str(HEAD);
    for list in LISTS {
        page.push_str(&format!("\n### {}\n\n", list.title));
        row(page, "#", ["what", "tests"].map(str::to_owned));
        row(page, "---", ["---", "---"].map(str::to_owned));
        for (index, item) in list.items.iter().enumerate() {
            let tests = item.tests.iter().map(|test| format!("`{test}`"));
            let mut proof = tests.collect::<Vec<_>>().join(", ");
            if !item.open.is_empty() {
                proof.push_str("; not proven: ");
                proof.push_str(item.open);
            }
            row(
                page,
                &(index + 1).to_string(),
                [item.what.to_owned(), proof],
            );
        }
    }
}

#[test]
fn every_item_has_a_test_that_exists() {
    let tests = sources::tests();
    let items = LISTS.iter().flat_map(|list| list.items);
    let mut missing = Vec::new();
    for item in items {
        if item.tests.is_empty() && item.open.is_empty() {
            missing.push(format!("no test: {}", item.what));
        }
        let unknown = item.tests.iter().filter(|name| !tests.contains(**name));
        missing.extend(unknown.map(|name| format!("no such test: {name}")));
    }
    assert!(missing.is_empty(), "{missing:#?}");
    let counts: Vec<usize> = LISTS.iter().map(|list| list.items.len()).collect();
    assert_eq!(counts, [20, 27], "the items of the vendors' lists");
}

const HEAD: &str = "
## What a client must handle

The vendors' pages ask this of a client.
Each row names the tests that would fail if it did not; `tests/faults` fails where one of them does not exist.
";

const LISTS: &[List] = &[
    List {
        title: "Passport Fintech",
        items: FINTECH,
    },
    List {
        title: "Passport Inc",
        items: PARKING,
    },
];

const FINTECH: &[Item] = &[
    item(
        "The base URL is the caller's; the two generations are two modules, with the same token path and other paths and fields",
        &[
            "tests/e2e/transport.rs::what_is_missing_or_does_not_fit_is_named",
            "tests/e2e/breb.rs::a_payout_from_customer_to_settled",
            "tests/e2e/visionamos.rs::the_whole_of_it",
        ],
    ),
    item(
        "A token is asked for in JSON; the granted scopes are a set, unknown ones are kept, a wildcard covers what is below it",
        &[
            "passport-api/src/token/request/tests.rs::credentials_can_go_into_a_json_body",
            "passport-api/src/token/response/tests.rs::the_fintech_page_parses_as_printed",
            "tests/e2e/wire.rs::unknown_scopes_are_kept_and_order_means_nothing",
            "passport-spec/src/cover/tests.rs::closure_agrees_with_brute_force",
        ],
    ),
    item(
        "A token is kept until shortly before it expires, renewed once for all callers, and minted anew at most once after a 401",
        &[
            "tests/e2e/tokens.rs::an_expired_token_is_renewed_once_for_all",
            "tests/e2e/tokens.rs::a_token_is_renewed_before_it_expires",
            "tests/e2e/tokens.rs::a_401_that_stays_is_an_error_and_no_loop",
        ],
    ),
    item(
        "Scopes are checked before the call, but a call whose scope nobody knows can be made",
        &[
            "tests/exhaustive.rs::every_endpoint_compiles_with_its_scopes_only",
            "tests/e2e/names.rs::a_mapped_name_is_understood",
            "tests/e2e/breb.rs::recipients_and_ach",
        ],
    ),
    item(
        "Secrets, tokens, keys, account and identification numbers and ids in addresses are in no log and no error",
        &[
            "tests/faults/table.rs::every_cell_is_as_the_documents_want_it",
            "passport-api/src/types/sensitive.rs::shows_nothing_but_serializes_all",
            "passport-api/src/fintech/party.rs::debug_hides_the_person",
            "tests/e2e/tokens.rs::wrong_credentials_are_told_without_the_secret",
        ],
    ),
    item(
        "Money is a decimal in a string that keeps its digits, and the currency is open",
        &[
            "passport-api/src/fintech/money.rs::writes_a_string_and_keeps_its_digits",
            "passport-api/src/types/amount/tests.rs::keeps_the_digits_that_were_written",
            "passport-api/src/types/open_enum.rs::unknown_words_survive_and_known_ones_are_never_unknown",
        ],
    ),
    item(
        "Every enum is open, and reads the words of both generations",
        &[
            "passport-api/src/types/open_enum.rs::unknown_words_survive_and_known_ones_are_never_unknown",
            "passport-api/src/breb/model/key.rs::every_type_is_read_in_every_spelling_and_written_in_the_newer",
            "passport-api/src/visionamos/model/payment.rs::a_payment_that_is_looked_up_comes_flat_in_both_vocabularies",
        ],
    ),
    item(
        "In answers all but the id may be missing, empty or unknown, and a field may have another name",
        &[
            "passport-api/src/types/response.rs::null_empty_and_nothing_are_the_same",
            "passport-api/src/types/response.rs::the_first_name_that_says_something_wins",
            "passport-api/src/fintech/token.rs::only_the_id_is_needed",
            "passport-api/src/breb/model/resolution.rs::reads_every_page_s_variant",
        ],
    ),
    item(
        "The older node wraps a payment that was just made, and not one that is looked up",
        &[
            "passport-api/src/visionamos/model/payment.rs::a_created_payment_comes_wrapped",
            "passport-api/src/visionamos/model/payment.rs::a_payment_that_is_looked_up_comes_flat_in_both_vocabularies",
        ],
    ),
    item(
        "A DELETE is answered with 200 or 204 and without a body, and may carry one",
        &["tests/e2e/wire.rs::a_delete_may_carry_a_body_and_be_answered_without_one"],
    ),
    item(
        "A GET has no body, ids in its path are encoded, and query names and words are those of the generation",
        &["tests/e2e/wire.rs::a_get_has_no_body_and_all_in_its_address_is_encoded"],
    ),
    item(
        "A list ends by its totals, by an empty page or by a guard; the snapshot goes along; 404 can mean empty",
        &[
            "passport-api/src/page/pager/tests.rs::it_ends_with_the_last_page",
            "passport-api/src/page/pager/tests.rs::an_empty_page_is_the_end_unless_it_says_that_others_follow",
            "passport-api/src/page/pager/tests.rs::a_list_without_end_is_stopped",
            "passport-api/src/page/pager/tests.rs::size_and_the_first_pages_snapshot_go_along",
            "tests/e2e/lists.rs::not_found_is_an_empty_list",
            "tests/e2e/lists.rs::hundreds_of_items_in_pages_that_stay_as_they_were",
        ],
    ),
    item(
        "Errors are told by their status, with the body as it came; a payment that fails is no HTTP error",
        &[
            "tests/e2e/wire.rs::an_error_is_told_by_its_status_whatever_its_body_is",
            "tests/e2e/breb.rs::a_rejected_payment_is_no_http_error",
        ],
    ),
    item(
        "Only what is safe is sent again: GET, token requests, a payment with its resolution; `Retry-After` counts",
        &[
            "tests/faults/table.rs::every_cell_is_as_the_documents_want_it",
            "tests/e2e/twice.rs::a_payment_of_the_older_node_is_never_sent_again",
            "tests/e2e/twice.rs::a_later_refusal_undoes_nothing_that_an_earlier_attempt_may_have_done",
            "tests/e2e/twice.rs::what_became_of_a_payment_can_be_found_out",
            "passport-sandbox/tests/it/idempotency.rs::one_resolution_makes_one_payment_also_when_its_answer_was_lost",
        ],
    ),
    item(
        "Times are read with any fraction and without a zone, and keep their text",
        &[
            "passport-api/src/types/timestamp.rs::reads_every_form_that_servers_send",
            "passport-api/src/types/timestamp.rs::keeps_what_it_cannot_read",
        ],
    ),
    item(
        "A QR code's picture is taken out of its quotes, and its text stays as it is",
        &[
            "passport-api/src/fintech/qr_image.rs::reads_base64_with_and_without_quotes",
            "passport-api/src/breb/model/decoded_qr_code.rs::sends_the_text_to_the_letter",
        ],
    ),
    item(
        "What is sent can be checked by the documented rules; what is received is not",
        &[
            "passport-api/src/fintech/rules.rs::each_type_of_key_has_its_pattern",
            "passport-api/src/breb/model/customer.rs::checks_every_documented_rule",
            "passport-api/src/breb/model/recipient/tests.rs::checks_every_documented_rule",
            "passport-api/src/breb/model/qr_code/tests.rs::checks_every_documented_rule",
        ],
    ),
    item(
        "`Accept-Language` is sent only where it is set",
        &["tests/e2e/wire.rs::accept_language_is_sent_only_where_it_is_set"],
    ),
    item(
        "Webhooks are verified over the raw bytes, read in both vocabularies, handled once; the authorization answers in time",
        &[
            "passport-api/src/webhook/verifier/tests.rs::rfc_4231_vectors",
            "passport-api/src/webhook/verifier/tests.rs::any_flipped_bit_is_refused",
            "passport-api/src/webhook/signature.rs::each_encoding_is_read_in_all_its_forms",
            "passport-api/src/breb/webhook/event/tests.rs::both_vocabularies_are_one",
            "passport-api/src/breb/webhook/event/tests.rs::an_event_that_is_not_known_is_kept",
            "passport-api/src/webhook/seen/tests.rs::an_event_that_was_handled_is_done_for_its_window",
            "passport-api/src/webhook/authorize/tests.rs::the_fallback_comes_when_the_time_is_up_and_not_before",
        ],
    ),
    item(
        "Scopes without a documented endpoint have none here; `client.request` uses them",
        &["tests/e2e/refusals.rs::a_scope_without_an_endpoint_can_be_used"],
    ),
];

const PARKING: &[Item] = &[
    item(
        "The base URL is the caller's and `https://`, but for loopback by a switch; a redirect carries nothing elsewhere",
        &[
            "tests/e2e/transport.rs::only_https_is_spoken",
            "tests/e2e/transport.rs::a_redirect_takes_nothing_elsewhere",
        ],
    ),
    item(
        "Each part of the API has its prefix, which can be replaced; path and query are encoded",
        &[
            "tests/e2e/refusals.rs::a_path_can_be_replaced",
            "passport-api/src/call/address.rs::a_parameter_stays_in_its_segment",
        ],
    ),
    item(
        "A trace id is sent where the caller has one, and errors keep the answer's headers",
        &[
            "tests/e2e/wire.rs::a_trace_id_goes_out_only_where_it_is_given",
            "tests/e2e/wire.rs::an_error_is_told_by_its_status_whatever_its_body_is",
        ],
    ),
    item(
        "The time-outs are the client's own",
        &["tests/faults/table.rs::every_cell_is_as_the_documents_want_it"],
    ),
    item(
        "The token request has the documented audience, or the caller's",
        &["tests/e2e/wire.rs::the_audience_is_the_documented_one_or_the_callers"],
    ),
    item(
        "A token's expiry is read in either form, and assumed where there is none",
        &[
            "passport-api/src/token/response/tests.rs::the_parking_page_parses_as_printed",
            "passport-api/src/token/response/tests.rs::expiry_in_every_form",
        ],
    ),
    item(
        "Tokens are kept by server, client and audience, renewed early and once; clocks may differ",
        &[
            "passport-api/src/token/store.rs::each_part_of_the_key_counts",
            "passport-api/src/token/access.rs::a_token_is_renewed_within_its_life_however_short",
            "passport-api/src/token/flight/modelled.rs::callers_at_once_fetch_one_token",
            "tests/e2e/tokens.rs::a_token_of_any_life_is_used_whatever_the_servers_clock_shows",
        ],
    ),
    item(
        "A 401 invalidates that token only, for one replay; a 401 of the token endpoint is final",
        &[
            "passport-api/src/token/flight/modelled.rs::callers_refused_at_once_renew_once",
            "tests/e2e/tokens.rs::a_401_that_stays_is_an_error_and_no_loop",
            "tests/e2e/tokens.rs::wrong_credentials_are_told_without_the_secret",
            "tests/faults/table.rs::every_cell_is_as_the_documents_want_it",
        ],
    ),
    item(
        "Secret and token are in no text that a person reads",
        &[
            "tests/faults/table.rs::every_cell_is_as_the_documents_want_it",
            "tests/e2e/token_errors.rs::no_refusal_repeats_the_secret_in_any_form",
        ],
    ),
    item(
        "Granted scopes are read on spaces and shown; a name that was only inferred can be replaced",
        &[
            "passport-api/src/token/response/tests.rs::grants_in_every_format",
            "tests/e2e/names.rs::a_mapped_name_is_understood",
            "tests/e2e/names.rs::an_inferred_name_that_is_wrong_is_told_with_the_remedy",
        ],
    ),
    item(
        "A 403 is typed and final: no retry, no new token",
        &[
            "tests/e2e/refusals.rs::a_missing_scope_is_forbidden",
            "tests/faults/table.rs::every_cell_is_as_the_documents_want_it",
        ],
    ),
    item(
        "The client limits itself by the second and by the day, in all and by API, over its clones; the day begins where it is told",
        &[
            "passport-api/src/limit/tests.rs::requests_keep_their_distance",
            "passport-api/src/limit/tests.rs::the_quotas_day_begins_where_it_is_told",
            "passport-api/src/limit/limiters/tests.rs::a_prefix_has_its_own_limit_besides_the_clients",
            "passport-api/src/limit/limiters/tests.rs::clones_of_a_client_share_its_limits",
        ],
    ),
    item(
        "A 429 is sent again, any method, as `Retry-After` says or after a pause, within the deadline; a long one is told as a quota",
        &[
            "tests/faults/table.rs::every_cell_is_as_the_documents_want_it",
            "passport-api/src/error/rate_limit.rs::a_429_is_told_by_its_words_then_by_its_length",
        ],
    ),
    partly(
        "A quote or a session whose outcome is unknown is not sent again, and the error says so",
        &["tests/e2e/twice.rs::a_quote_or_session_is_never_bought_twice"],
        "immobilizations, whose paths nobody has documented; `client.request` never repeats a POST either",
    ),
    item(
        "An event that is sent again has the same session and time",
        &["tests/e2e/wire.rs::events_are_sent_again_to_the_letter"],
    ),
    item(
        "An error's body may be a problem, any JSON, no JSON or nothing; codes lose their prefix and stay text",
        &[
            "tests/e2e/wire.rs::an_error_is_told_by_its_status_whatever_its_body_is",
            "passport-api/src/problem.rs::reads_problem_details",
            "passport-api/src/problem.rs::keeps_what_is_no_json",
        ],
    ),
    item(
        "Any 2xx is a success, without a body as well; of 207 the caller reads the results",
        &["tests/e2e/wire.rs::every_status_from_200_to_299_is_a_success"],
    ),
    item(
        "Money is a decimal in both shapes, may be negative, and has a currency that is checked",
        &[
            "passport-api/src/parking/model/fees.rs::reads_both_shapes_and_writes_them_back",
            "passport-api/src/parking/model/fees.rs::knows_the_form_of_a_code",
            "passport-api/src/parking/model/event_batch.rs::a_refund_is_negative_and_totals_are_there",
        ],
    ),
    partly(
        "Times and dates are read as UTC and written with `Z`",
        &[
            "passport-api/src/types/timestamp.rs::a_date_is_its_first_moment",
            "passport-api/src/types/timestamp.rs::ends_in_z_and_stays_in_range",
        ],
        "times of day alone, which no endpoint that is known uses",
    ),
    item(
        "Enums are open",
        &[
            "passport-api/src/types/open_enum.rs::unknown_words_survive_and_known_ones_are_never_unknown",
            "passport-api/src/parking/model/session.rs::reads_what_servers_send",
        ],
    ),
    item(
        "Unknown fields are ignored, nearly all fields may be missing, ids are any text",
        &[
            "passport-api/src/parking/model/zone.rs::reads_what_servers_send",
            "passport-api/src/parking/model/quote.rs::keeps_what_it_does_not_know",
            "passport-api/src/types/id.rs::is_passed_on_as_it_came",
        ],
    ),
    item(
        "A zone's number is not unique: it finds a list, and a place can be given",
        &[
            "tests/e2e/wire.rs::a_list_passes_its_limit_on_and_invents_no_page",
            "passport-sandbox/tests/it/parking.rs::zones_are_found",
        ],
    ),
    partly(
        "No rate is not free parking",
        &["passport-api/src/parking/model/rate.rs::no_price_is_not_free"],
        "that a zone by space or by vehicle gets its parameters is left to the server, which alone knows the zone",
    ),
    item(
        "A session is paid by exactly one of two kinds of payment",
        &["passport-api/src/parking/model/session_payment.rs::is_exactly_one_of_two"],
    ),
    item(
        "A batch has events of one type, each with one zone and an end after its start; totals are there",
        &[
            "passport-api/src/parking/model/event_batch.rs::writes_the_documented_envelope",
            "passport-api/src/parking/model/event_batch.rs::checks_every_documented_rule",
        ],
    ),
    partly(
        "Parking rights need the operator",
        &["tests/e2e/wire.rs::a_list_passes_its_limit_on_and_invents_no_page"],
        "that a space number needs a zone is left to the server",
    ),
    item(
        "A list stands under `data`; a limit is passed on, and no page is invented",
        &[
            "tests/e2e/wire.rs::a_list_passes_its_limit_on_and_invents_no_page",
            "tests/e2e/lists.rs::a_list_without_pages_is_one_page",
        ],
    ),
];
