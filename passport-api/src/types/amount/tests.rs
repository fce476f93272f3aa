use proptest::prelude::*;

use super::*;

fn read(json: &str) -> Result<Amount, serde_json::Error> {
    serde_json::from_str(json)
}

#[test]
fn keeps_the_digits_that_were_written() {
    for text in [
        "0",
        "1500.00",
        "-2.50",
        "0.05",
        "90000000000000000",
        "0.0000000000000001",
    ] {
        assert_eq!(text.parse::<Amount>().unwrap().to_string(), text);
        let json = format!("{text:?}");
        assert_eq!(serde_json::to_string(&read(&json).unwrap()).unwrap(), json);
    }
}

#[test]
fn refuses_what_is_not_a_plain_number() {
    for text in [
        "", "-", ".", "1.", ".5", "1,5", "1e3", "1_000", " 1", "+1", "--1", "NaN", "١",
    ] {
        let error = text.parse::<Amount>().unwrap_err();
        assert_eq!(error, ParseAmountError(Kind::NotANumber), "{text:?}");
    }
}

#[test]
fn says_that_there_are_too_many_digits() {
    for text in [
        "99999999999999999999999999999999",
        "0.00000000000000000000000000000001",
    ] {
        let error = text.parse::<Amount>().unwrap_err();
        assert!(
            error.to_string().starts_with("more digits"),
            "{text:?}: {error}"
        );
    }
}

#[test]
fn compares_by_value() {
    let short: Amount = "1500".parse().unwrap();
    assert_eq!(short, "1500.00".parse().unwrap());
    assert!(short > Amount::from(-1500));
}

#[test]
fn reads_numbers_where_they_are_exact() {
    assert_eq!(read("25000").unwrap().to_string(), "25000");
    assert_eq!(read("-25000").unwrap().to_string(), "-25000");
    assert_eq!(
        read("18446744073709551615").unwrap().to_string(),
        "18446744073709551615"
    );
    assert_eq!(read("2.5").unwrap().to_string(), "2.5");
    assert_eq!(read("0.05").unwrap().to_string(), "0.05");
    assert_eq!(read("1.5e3").unwrap().to_string(), "1500");
    assert_eq!(
        read("123456789012.345").unwrap().to_string(),
        "123456789012.345"
    );
    assert!(read("1234567890123.4567").is_err());
    assert!(read("0.1234567890123456").is_err());
    assert!(read("1e40").is_err());
    // Found by the fuzz target `money`: what a float drops of these would be money.
    assert!(read("90000000000000000.10").is_err());
    assert!(read("100000000000000000001").is_err());
    assert!(read("1e12").is_err());
    assert!(read("true").is_err());
}

#[test]
fn sums_are_exact_or_absent() {
    let huge: Amount = "79228162514264337593543950335".parse().unwrap();
    let cent: Amount = "0.01".parse().unwrap();
    assert_eq!(huge.checked_add(Amount::from(1)), None);
    assert_eq!(huge.checked_sub(cent), None);
    assert_eq!(
        Amount::from(1).checked_sub(cent).unwrap().to_string(),
        "0.99"
    );
}

/// Found by the fuzz target `money`.
#[test]
fn zero_changes_nothing_however_it_is_written() {
    let price: Amount = "0.5".parse().unwrap();
    let zero: Amount = "0.000".parse().unwrap();
    assert_eq!(zero.checked_sub(price), Some("-0.5".parse().unwrap()));
    assert_eq!(price.checked_sub(zero), Some(price));
    assert_eq!(price.checked_add(zero), Some(price));
    assert_eq!(zero.checked_add(price), Some(price));
}

proptest! {
    #[test]
    fn any_number_survives_print_and_parse(
        whole in 0..10_u64.pow(18),
        places in 0_u32..=9,
        negative: bool,
    ) {
        let sign = if negative { -1 } else { 1 };
        let amount = Amount(Decimal::new(sign * whole.cast_signed(), places));
        let text = amount.to_string();
        prop_assert_eq!(text.parse::<Amount>().unwrap(), amount);
        prop_assert_eq!(text.parse::<Amount>().unwrap().to_string(), text);
    }

    #[test]
    fn any_text_parses_or_is_refused(text in "[-+0-9._eE ]{0,40}") {
        if let Ok(amount) = text.parse::<Amount>() {
            prop_assert_eq!(amount.to_string().parse::<Amount>().unwrap(), amount);
        }
    }

    #[test]
    fn short_floats_are_read_as_written(whole in 0_u64..10_u64.pow(12), cents in 1_u64..100) {
        let text = format!("{whole}.{cents:02}");
        prop_assert_eq!(read(&text).unwrap(), text.parse::<Amount>().unwrap());
    }
}
