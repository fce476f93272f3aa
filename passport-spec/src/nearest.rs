//! "Did you mean": the word nearest to a misspelt one.

/// The word of `words` that is nearest to `word`, if one is near enough to be meant.
///
/// Near enough is an edit distance (Damerau, adjacent letters swapped count once) of at most a
/// third of the longer word's length.
///
/// ```
/// let known = ["payments.get", "payments.post"];
/// assert_eq!(passport_spec::nearest("payment.post", known), Some("payments.post"));
/// assert_eq!(passport_spec::nearest("zones", known), None);
/// ```
pub fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let letters: Vec<char> = word.chars().collect();
    words
        .into_iter()
        .filter_map(|candidate| {
            let other: Vec<char> = candidate.chars().collect();
            let limit = letters.len().max(other.len()) / 3;
            if letters.len().abs_diff(other.len()) > limit {
                return None;
            }
            let distance = edit_distance(&letters, &other);
            (distance <= limit).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The end of a message about an unknown word: `; did you mean `x`?`, or nothing.
///
/// ```
/// assert_eq!(passport_spec::did_you_mean("zoen", ["zone"]), "; did you mean `zone`?");
/// assert_eq!(passport_spec::did_you_mean("zone", ["payment"]), "");
/// ```
pub fn did_you_mean<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> String {
    nearest(word, words).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// The optimal string alignment distance of two words, by three rows of the usual table.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut before_previous = vec![0; b.len() + 1];
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut current = vec![i + 1; b.len() + 1];
        for j in 0..b.len() {
            let replaced = previous[j] + usize::from(!a[i].eq_ignore_ascii_case(&b[j]));
            current[j + 1] = replaced.min(previous[j + 1] + 1).min(current[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                current[j + 1] = current[j + 1].min(before_previous[j - 1] + 1);
            }
        }
        before_previous = std::mem::replace(&mut previous, current);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_slips_of_the_hand() {
        let words = ["scope", "all_of", "any_of", "access", "response"];
        let check = |word, expected| assert_eq!(nearest(word, words), expected, "{word}");
        check("scopes", Some("scope"));
        check("resposne", Some("response"));
        check("anyof", Some("any_of"));
        check("Access", Some("access"));
        check("zebra", None);
        check("", None);
    }
}
