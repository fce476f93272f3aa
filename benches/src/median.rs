//! The median of figures.

/// The figure in the middle, and between two the mean of both; NaN where there is none.
pub(crate) fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    match figures.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => figures[middle],
        _ => f64::midpoint(figures[middle - 1], figures[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_middle_of_an_odd_and_of_an_even_number() {
        let of = |figures: &[f64]| median(figures.iter().copied());
        assert_eq!(of(&[9.0, 1.0, 2.0]).to_bits(), 2.0_f64.to_bits());
        assert_eq!(of(&[9.0, 1.0, 2.0, 4.0]).to_bits(), 3.0_f64.to_bits());
        assert!(of(&[]).is_nan());
    }
}
