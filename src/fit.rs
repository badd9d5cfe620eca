//! Texts that must fit a width: SVG does not shorten them by itself.

/// `text`, or as much of its beginning as fits `width` CSS pixels at `size`, with an ellipsis.
pub(crate) fn fitted(text: &str, size: f64, width: f64) -> String {
    let room = width / size;
    let mut used = 0.0;
    for (place, c) in text.char_indices() {
        used += ems(c);
        if used > room {
            return format!("{}…", fitting_start(&text[..place], room - ems('…')));
        }
    }
    text.to_owned()
}

/// About how wide `text` is at `size`.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(ems).sum::<f64>() * size
}

fn fitting_start(text: &str, room: f64) -> &str {
    let mut used = 0.0;
    let end = text.char_indices().find_map(|(place, c)| {
        used += ems(c);
        (used > room).then_some(place)
    });
    text[..end.unwrap_or(text.len())].trim_end()
}

/// About how wide a character is, in parts of the type size, in the usual system fonts.
fn ems(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.24,
        'f' | 't' | 'r' | 'I' | ' ' | '.' | ',' | ':' | ';' | '!' | '(' | ')' | '-' | '/' | '·' => 0.32,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 0.51,
        'm' | 'w' | 'M' | 'W' | '…' | '—' => 0.86,
        'A'..='Z' => 0.70,
        c if c.is_ascii() => 0.57,
        c if ('\u{1100}'..'\u{D7FF}').contains(&c) => 1.0,
        _ => 0.66,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_stay_whole_and_long_ones_end_in_an_ellipsis() {
        assert_eq!(fitted("orders", 13.0, 124.0), "orders");
        let long = fitted("a very long name for such a small card", 13.0, 124.0);
        assert!(long.ends_with('…') && width(&long, 13.0) <= 124.0, "{long}");
    }
}
