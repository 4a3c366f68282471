//! Cuts a page into its articles and the lists and comments around them.

use std::ops::Range;

use super::shape::{Look, Shape};
use crate::document::furniture::Role;

/// Where one article is, in paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// From its section label or title to what precedes the next article.
    pub range: Range<usize>,
    /// Its title.
    pub title: Option<usize>,
    /// First paragraph of its text: what stands before is title, by-line and the like.
    pub body: usize,
}

/// What surrounds a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// An article.
    Body,
    /// A list of other articles.
    Teasers,
    /// What readers wrote.
    Comments,
}

/// Words that make a paragraph of prose the text of an article rather than a teaser.
const LONG: usize = 40;

/// Finds the articles; each paragraph belongs to exactly one of them.
///
/// An article begins at a run of short lines before prose, where that run has a title and behind
/// it a by-line or the like ("Published"), or follows on the end of another article. Prose alone
/// (two long paragraphs in a row) ends a list of teasers, nothing but a new article ends comments.
pub fn segment(shapes: &[Shape]) -> (Vec<Plan>, Vec<Zone>) {
    let mut plans: Vec<Plan> = Vec::new();
    let mut zones = vec![Zone::Body; shapes.len()];
    let mut zone = Zone::Body;
    let mut at = 0;
    while at < shapes.len() {
        let end = at + shapes[at..].iter().take_while(|shape| shape.look != Look::Prose).count();
        let start = start_of_article(shapes, at, end, plans.is_empty());
        match start {
            Some((first, title)) => {
                let (before, _) = zones_of_run(shapes, at..first.max(at), zone);
                zones[at..first.max(at)].copy_from_slice(&before);
                if let Some(last) = plans.last_mut() {
                    last.range.end = first;
                }
                zone = Zone::Body;
                plans.push(Plan { range: first..shapes.len(), title, body: end });
            }
            None => {
                let (run, after) = zones_of_run(shapes, at..end, zone);
                zones[at..end].copy_from_slice(&run);
                zone = after;
            }
        }
        // The prose behind the run.
        at = end;
        while at < shapes.len() && shapes[at].look == Look::Prose {
            let resumes = zone == Zone::Teasers
                && shapes[at].is_prose_of(LONG)
                && shapes.get(at + 1).is_some_and(|next| next.is_prose_of(LONG));
            if resumes {
                zone = Zone::Body;
            }
            zones[at] = zone;
            at += 1;
        }
    }
    (plans, zones)
}

/// Decides whether the run `at..end`, which prose follows at `end`, opens an article: where it
/// begins and which paragraph is its title.
fn start_of_article(
    shapes: &[Shape],
    at: usize,
    end: usize,
    is_first: bool,
) -> Option<(usize, Option<usize>)> {
    let has_text = shapes.get(end).is_some();
    let closes =
        |shape: &Shape| matches!(shape.role(), Some(Role::End | Role::Teasers | Role::Comments));
    let cut = shapes[at..end].iter().rposition(closes).map_or(at, |offset| at + offset + 1);
    let header = shapes[cut..end].iter().position(Shape::is_header).map(|offset| cut + offset);
    let dated = |shape: &Shape| matches!(shape.look, Look::Dated(_));
    let evidence = header
        .or_else(|| shapes[cut..end].iter().position(dated).map(|offset| cut + offset))
        .filter(|_| has_text);
    if is_first {
        let title = title_in(shapes, cut, evidence.unwrap_or(end), evidence.is_some());
        return Some((0, title.filter(|_| has_text)));
    }
    if !has_text {
        return None;
    }
    let follows_end = cut > at && shapes[cut - 1].role() == Some(Role::End);
    let limit = evidence.filter(|_| header.is_some() || cut > at).unwrap_or(end);
    if let Some(title) = title_in(shapes, cut, limit, limit < end) {
        let is_start = (limit < end) || (follows_end && shapes[end].is_prose_of(LONG / 2));
        return is_start.then_some((cut, Some(title)));
    }
    // A standfirst, which is prose, may part the title from the by-line.
    let standfirst = at.checked_sub(1).filter(|_| header.is_some() && cut == at)?;
    let title = standfirst.checked_sub(1).filter(|title| is_candidate(&shapes[*title]))?;
    (shapes[standfirst].words <= LONG).then_some((title, Some(title)))
}

/// The title among the short lines of `from..to`: the last line of four words or more when a
/// by-line or the like follows (section labels stand above the title), else the first one.
fn title_in(shapes: &[Shape], from: usize, to: usize, has_header: bool) -> Option<usize> {
    let candidates = || (from..to).filter(|index| is_candidate(&shapes[*index]));
    let mut long = candidates().filter(|index| shapes[*index].words >= 4);
    if has_header {
        long.next_back().or_else(|| candidates().next_back())
    } else {
        long.next().or_else(|| candidates().next())
    }
}

fn is_candidate(shape: &Shape) -> bool {
    shape.look == Look::Short
}

/// The zones of a run that opens no article, and the zone behind it.
fn zones_of_run(shapes: &[Shape], run: Range<usize>, mut zone: Zone) -> (Vec<Zone>, Zone) {
    let mut out = Vec::with_capacity(run.len());
    for shape in &shapes[run] {
        match shape.role() {
            Some(Role::Teasers) => zone = Zone::Teasers,
            Some(Role::Comments) => zone = Zone::Comments,
            _ => {}
        }
        out.push(zone);
    }
    (out, zone)
}
