//! Which of the formats on offer a client wants most: RFC 9110, section 12.5.1.

/// Returns the index of the offer of the highest quality, the earlier of two that are alike; `None`
/// when the client takes none of them. Each offer is a list of media types that mean it. No header, or
/// one without any range, takes everything.
pub(super) fn choose(accept: &str, offers: &[&[&str]]) -> Option<usize> {
    let ranges: Vec<(String, u16)> = accept.split(',').filter_map(range).collect();
    if ranges.is_empty() {
        return (!offers.is_empty()).then_some(0);
    }
    let mut best: Option<(usize, u16)> = None;
    for (slot, names) in offers.iter().enumerate() {
        let quality = names.iter().filter_map(|name| quality(name, &ranges)).max().unwrap_or(0);
        if quality > best.map_or(0, |(_, quality)| quality) {
            best = Some((slot, quality));
        }
    }
    best.map(|(slot, _)| slot)
}

/// A media range with its quality in thousandths.
fn range(text: &str) -> Option<(String, u16)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    if !name.contains('/') && name != "*" {
        return None;
    }
    let name = if name == "*" { "*/*".to_owned() } else { name };
    let mut quality = 1000;
    for parameter in parts {
        if let Some((key, value)) = parameter.split_once('=')
            && key.trim().eq_ignore_ascii_case("q")
        {
            let value: f32 =
                value.trim().parse().ok().filter(|value| (0.0..=1.0).contains(value))?;
            quality = (value * 1000.0).round() as u16;
        }
    }
    Some((name, quality))
}

/// The quality that the most specific range gives a media type; `None` when no range covers it.
fn quality(name: &str, ranges: &[(String, u16)]) -> Option<u16> {
    let family = format!("{}/*", name.split('/').next().unwrap_or_default());
    [name, family.as_str(), "*/*"].iter().find_map(|wanted| {
        let found = ranges.iter().filter(|(range, _)| range == wanted);
        found.map(|(_, quality)| *quality).max()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: &[&[&str]] =
        &[&["application/sparql-results+json", "application/json"], &["text/csv"], &["text/xml"]];

    #[test]
    fn the_highest_quality_wins_and_the_most_specific_range_counts() {
        assert_eq!(choose("", OFFERS), Some(0));
        assert_eq!(choose("*/*", OFFERS), Some(0));
        assert_eq!(choose("text/csv", OFFERS), Some(1));
        assert_eq!(choose("text/*;q=0.5, text/xml;q=0.9", OFFERS), Some(2));
        assert_eq!(choose("application/*;q=0.1, */*;q=0.5", OFFERS), Some(1));
        assert_eq!(choose("application/*;q=0, */*", OFFERS), Some(1));
        // Another name of the first offer is still welcome.
        assert_eq!(choose("application/json;q=0, */*", OFFERS), Some(0));
        assert_eq!(choose("Text/CSV; charset=utf-8; Q=1", OFFERS), Some(1));
        assert_eq!(choose("image/png", OFFERS), None);
        assert_eq!(choose("application/json;q=0", OFFERS), None);
        assert_eq!(choose("nonsense", OFFERS), Some(0));
    }
}
