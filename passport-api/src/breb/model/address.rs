//! Addresses.

use crate::types::{FieldProblem, Problems, Sensitive, response, setters};

response! {
    /// An address in Colombia.
    ///
    /// Source: <https://docs.passportfintech.com/EN/link-merchant>
    #[derive(Default, Eq)]
    pub struct Address {
        /// Street and number.
        pub line_1: Option<Sensitive>,
        /// More of the address.
        pub line_2: Option<Sensitive>,
        /// Still more of the address.
        pub line_3: Option<Sensitive>,
        /// City.
        pub city: Option<String>,
        /// Department.
        pub state: Option<String>,
        /// Post code.
        pub post_code: Option<String>,
        /// `CO`.
        pub country: Option<String>,
    }
}

impl Address {
    /// An address of one line.
    #[must_use]
    pub fn new(
        line_1: impl Into<Sensitive>,
        city: impl Into<String>,
        state: impl Into<String>,
        post_code: impl Into<String>,
        country: impl Into<String>,
    ) -> Self {
        Self {
            line_1: Some(line_1.into()),
            line_2: None,
            line_3: None,
            city: Some(city.into()),
            state: Some(state.into()),
            post_code: Some(post_code.into()),
            country: Some(country.into()),
        }
    }

    pub(super) fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        for (field, text) in [
            ("line_1", self.line_1.as_ref().map(Sensitive::expose)),
            ("city", self.city.as_ref()),
            ("state", self.state.as_ref()),
            ("post_code", self.post_code.as_ref()),
        ] {
            let is_present = text.is_some_and(|text| !text.is_empty());
            problems.require(is_present, field, "present");
        }
        problems.require(self.country.as_deref() == Some("CO"), "country", "`CO`");
        for (field, text) in [("line_2", &self.line_2), ("line_3", &self.line_3)] {
            let says_something = text.as_ref().is_none_or(|text| !text.expose().is_empty());
            problems.require(says_something, field, "left out where there is none");
        }
        problems.finish()
    }
}

setters! {
    Address {
        /// More of the address.
        line_2: Sensitive, with_line_2;
        /// Still more of the address.
        line_3: Sensitive, with_line_3;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_part_may_be_absent() {
        let bare: Address = serde_json::from_str(r#"{"line_1":"Calle 1","city":null}"#).unwrap();
        assert_eq!(bare.line_1, Some("Calle 1".into()));
        assert_eq!(bare.check().unwrap_err().len(), 4);
        let address = Address::new("Calle 1", "Cali", "Valle", "760001", "CO");
        assert!(address.check().is_ok());
        let wrong = address.with_line_2("").with_line_3("Piso 2").check();
        assert_eq!(wrong.unwrap_err()[0].field, "line_2");
    }
}
