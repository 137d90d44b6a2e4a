//! Lists of alternatives in messages.

/// The names with commas between them and "or" before the last.
pub(crate) fn alternatives(names: impl IntoIterator<Item = &'static str>) -> String {
    let names: Vec<_> = names.into_iter().collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

#[test]
fn the_last_alternative_follows_or() {
    assert_eq!(alternatives(["a", "b", "c"]), "a, b or c");
    assert_eq!(alternatives(["a", "b"]), "a or b");
    assert_eq!(alternatives(["a"]), "a");
    assert_eq!(alternatives([]), "");
}
