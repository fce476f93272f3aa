//! The structs that are read: the same fields once by `object!` and once by serde's derive.

use passport_api::object;
use serde::{Deserialize, Serialize};

/// Defines a struct both ways, from names of fields: five at a time, one of each kind. A name is given
/// twice, as Rust and as JSON write it.
macro_rules! both {
    ($object:ident $derived:ident [$(
        $text:ident $text_name:literal
        $number:ident $number_name:literal
        $note:ident $note_name:literal
        $list:ident $list_name:literal
        $flag:ident $flag_name:literal
    )*]) => {
        object! {
            /// An object that `object!` reads.
            pub(super) struct $object {
                $(
                    /// A text.
                    pub $text: String = required $text_name,
                    /// A number.
                    pub $number: i64 = required $number_name,
                    /// A text that may be missing.
                    pub $note: Option<String> = optional $note_name,
                    /// A list.
                    pub $list: Vec<String> = or_empty $list_name,
                    /// A flag that may be missing.
                    pub $flag: Option<bool> = optional $flag_name,
                )*
            }
        }

        /// The same by serde's derive.
        #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
        pub(super) struct $derived {
            $(
                /// A text.
                pub $text: String,
                /// A number.
                pub $number: i64,
                /// A text that may be missing.
                pub $note: Option<String>,
                /// A list.
                #[serde(default)]
                pub $list: Vec<String>,
                /// A flag that may be missing.
                pub $flag: Option<bool>,
            )*
        }
    };
}

both! {
    Object5 Derived5 [
        id "id" name "name" created_at "created_at" updated_at "updated_at" owner "owner"
    ]
}

both! {
    Object20 Derived20 [
        id "id" name "name" created_at "created_at" updated_at "updated_at" owner "owner"
        status "status" description "description" url "url" email "email" enabled "enabled"
        count "count" total "total" kind "kind" label "label" color "color"
        size "size" region "region" source "source" target "target" amount "amount"
    ]
}

both! {
    Object50 Derived50 [
        id "id" name "name" created_at "created_at" updated_at "updated_at" owner "owner"
        status "status" description "description" url "url" email "email" enabled "enabled"
        count "count" total "total" kind "kind" label "label" color "color"
        size "size" region "region" source "source" target "target" amount "amount"
        currency "currency" locale "locale" timezone "timezone" version "version" state "state"
        priority "priority" category "category" parent "parent" children "children" tags "tags"
        notes "notes" summary "summary" details "details" flags "flags" score "score"
        rank "rank" weight "weight" height "height" width "width" depth "depth"
        volume "volume" price "price" updated_at_id "updated_at_id" count_name "count_name" source_created_at "source_created_at"
        state_updated_at "state_updated_at" summary_owner "summary_owner" width_status "width_status" updated_at_description "updated_at_description" count_url "count_url"
    ]
}

both! {
    Object100 Derived100 [
        id "id" name "name" created_at "created_at" updated_at "updated_at" owner "owner"
        status "status" description "description" url "url" email "email" enabled "enabled"
        count "count" total "total" kind "kind" label "label" color "color"
        size "size" region "region" source "source" target "target" amount "amount"
        currency "currency" locale "locale" timezone "timezone" version "version" state "state"
        priority "priority" category "category" parent "parent" children "children" tags "tags"
        notes "notes" summary "summary" details "details" flags "flags" score "score"
        rank "rank" weight "weight" height "height" width "width" depth "depth"
        volume "volume" price "price" updated_at_id "updated_at_id" count_name "count_name" source_created_at "source_created_at"
        state_updated_at "state_updated_at" summary_owner "summary_owner" width_status "width_status" updated_at_description "updated_at_description" count_url "count_url"
        source_email "source_email" state_enabled "state_enabled" summary_count "summary_count" width_total "width_total" updated_at_kind "updated_at_kind"
        count_label "count_label" source_color "source_color" state_size "state_size" summary_region "summary_region" width_source "width_source"
        updated_at_target "updated_at_target" count_amount "count_amount" source_currency "source_currency" state_locale "state_locale" summary_timezone "summary_timezone"
        width_version "width_version" updated_at_state "updated_at_state" count_priority "count_priority" source_category "source_category" state_parent "state_parent"
        summary_children "summary_children" width_tags "width_tags" updated_at_notes "updated_at_notes" count_summary "count_summary" source_details "source_details"
        state_flags "state_flags" summary_score "summary_score" width_rank "width_rank" updated_at_weight "updated_at_weight" count_height "count_height"
        source_width "source_width" state_depth "state_depth" summary_volume "summary_volume" width_price "width_price" last_id "last_id"
        last_name "last_name" last_created_at "last_created_at" last_updated_at "last_updated_at" last_owner "last_owner" last_status "last_status"
        last_description "last_description" last_url "last_url" last_email "last_email" last_enabled "last_enabled" last_count "last_count"
        last_total "last_total" last_kind "last_kind" last_label "last_label" last_color "last_color" last_size "last_size"
    ]
}
