//! The query parameters of the lists, read off the vendors' pages.

use std::collections::BTreeSet;

/// The parameters of a list, those of its general part among them.
pub(super) fn params(api: &str, endpoint: &str) -> BTreeSet<&'static str> {
    let mut lists = LISTS.iter();
    let found = lists.find(|(known, id, _, _)| (*known, *id) == (api, endpoint));
    let (_, _, general, own) = found.unwrap_or_else(|| panic!("{api} {endpoint} is not listed"));
    let general = general.iter().flat_map(|params| params.iter());
    general.chain(*own).copied().collect()
}

/// API, endpoint, the general parameters, and its own.
type Row = (
    &'static str,
    &'static str,
    &'static [&'static [&'static str]],
    &'static [&'static str],
);

pub(super) const LISTS: &[Row] = &[
    (
        "breb",
        "tokens.list",
        &[PAGES, ORDER],
        &["account_id", "user_id", "grant_flow", "role"],
    ),
    (
        "breb",
        "customers.list",
        &[PAGES, ORDER],
        &[
            "identification_number",
            "customer_id",
            "identification_type",
        ],
    ),
    (
        "breb",
        "accounts.list",
        &[PAGES, ORDER],
        &[
            "customer_id",
            "account_id",
            "status",
            "account_type",
            "account_number",
        ],
    ),
    (
        "breb",
        "keys.list",
        &[PAGES, ORDER],
        &[
            "customer_id",
            "account_id",
            "key_type",
            "key_id",
            "status",
            "key_value",
        ],
    ),
    (
        "breb",
        "recipients.list",
        &[PAGES, ORDER],
        &[
            "customer_id",
            "type",
            "recipient_id",
            "identification_number",
            "account_number",
            "account_type",
        ],
    ),
    (
        "breb",
        "payments.list",
        &[PAGES, ORDER],
        &[
            "payment_id",
            "customer_id",
            "account_id",
            "direction",
            "key_value",
            "status",
            "qr_code_reference",
            "type",
            "end_to_end_identification",
            "sender_type",
            "sender_name",
            "sender_identification_type",
            "sender_identification_number",
            "sender_account_type",
            "sender_account_number",
            "sender_participant_name",
        ],
    ),
    (
        "breb",
        "qr_codes.list",
        &[PAGES, ORDER],
        &[
            "qr_code_id",
            "customer_id",
            "key_id",
            "type",
            "key_value",
            "key_type",
        ],
    ),
    // The older generation has these in a guide, and says of the list of accounts only that it takes
    // a page size.
    (
        "visionamos",
        "tokens.list",
        &[OLD_PAGES, OLD_ORDER, DATES],
        &[],
    ),
    (
        "visionamos",
        "accounts.list",
        &[OLD_PAGES, OLD_ORDER, DATES],
        &["customer_id", "customer_status", "email", "mobile"],
    ),
    (
        "parking",
        "zones.list",
        &[],
        &[
            "zone_number",
            "latitude",
            "longitude",
            "radius",
            "operator_id",
            "limit",
        ],
    ),
    (
        "parking",
        "parking_rights.list",
        &[],
        &[
            "operator_id",
            "zone_id",
            "space_number",
            "vehicle_plate",
            "vehicle_state",
        ],
    ),
];

const PAGES: &[&str] = &[
    "page_params.page_size",
    "page_params.page_number",
    "page_params.first_request_timestamp.seconds",
    "page_params.first_request_timestamp.nanos",
];
const ORDER: &[&str] = &["order_params.order_key", "order_params.order_direction"];
const OLD_PAGES: &[&str] = &["page_size", "page_number"];
const OLD_ORDER: &[&str] = &["order_key", "order_direction"];
const DATES: &[&str] = &[
    "created_at",
    "created_at_from",
    "created_at_to",
    "updated_at",
    "updated_at_from",
    "updated_at_to",
];
