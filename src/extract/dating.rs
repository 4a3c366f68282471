//! Which date belongs to a match on the surface.

use super::Rules;
use super::matching::clause::is_of_clause;
use super::matching::{Fill, Match};
use super::scene::Scene;
use super::time;
use super::view::{Tokens, is_dash};
use crate::text::{Relation, Upos, Xpos};

/// The date that belongs to a match: one inside it, else one right after it, else the first of
/// the sentence when it stands before the match and no other does.
/// What is not `told` by a word of its own, as in `the union's assembly`, has no date from the front of the
/// sentence: the clause tells something else.
pub fn date_of(scene: &Scene<'_>, found: &Match, is_told: bool) -> Option<usize> {
    if found.anchor.is_some() {
        // The tree has told which date it is.
        return found.times.first().copied();
    }
    // `Peru, a member since 2003, hosted`: a date inside an apposition is that of what it says.
    let is_aside = |time: &time::Time| {
        let above = scene.view.governor(scene.view.head_of(time.tokens));
        found.verb.is_some()
            && above.is_some_and(|above| {
                let is_clause = scene.view.relation(above) == Relation::ACL
                    && scene.view.word(time.tokens.end) == ",";
                (is_clause
                    || matches!(scene.view.relation(above), Relation::APPOS | Relation::ACL_RELCL))
                    && Some(above) != found.verb
            })
    };
    // `Peru, independent since 1821, is a member`: since when it is that.
    let is_of_aside = |time: &time::Time| {
        let above = scene.view.governor(scene.view.head_of(time.tokens));
        Some(found.predicate(&scene.view)).is_some_and(|verb| {
            time.tokens.end <= verb
                && scene.view.word(time.tokens.end) == ","
                && above.is_some_and(|above| {
                    above != verb
                        && above < time.tokens.first
                        && (matches!(scene.view.upos(above), Upos::Adj | Upos::Noun)
                            || scene.view.relation(above) == Relation::APPOS)
                        && !matches!(scene.view.relation(above), Relation::OBL | Relation::OBJ)
                })
        })
    };
    // `applied in 1993 to join`: when it applied.
    let is_of_ruling = |time: &time::Time| {
        let above = scene.view.governor(scene.view.head_of(time.tokens));
        found.verb.is_some_and(|verb| {
            time.tokens.end <= verb
                && scene.view.relation(verb) == Relation::XCOMP
                && scene.view.governor(verb) == above
        })
    };
    let has_link = |time: &usize| scene.times[*time].relation != time::TimeRelation::Bare;
    let is_used = |time: usize| found.fills.iter().any(|(_, fill)| *fill == Fill::Time(time));
    let inside = scene.times.iter().position(|time| {
        time.relation != time::TimeRelation::Bare
            && time.tokens.first >= found.first
            && time.tokens.end <= found.end
            && !is_aside(time)
            && !is_of_ruling(time)
            && !is_of_aside(time)
    });
    let right_after = || {
        let mut at = found.end;
        while at < scene.view.len() && at < found.end + 10 {
            if let Some(time) = scene.time_at(at) {
                return has_link(&time).then_some(time);
            }
            // `joined before the flood of May`: the flood was then.
            if matches!(scene.view.word(at), "before" | "ahead" | "prior" | "until" | "till") {
                return None;
            }
            if matches!(
                scene.view.word(at),
                "," | ";" | "." | ":" | "and" | "but" | "which" | "who" | "that" | "—"
            ) || matches!(scene.view.upos(at), Upos::Verb)
            {
                // `the pact between Peru and Chile – signed in May`
                let is_aside = at > 0
                    && scene.view.token(at).xpos == Xpos::VBN
                    && (is_dash(scene.view.word(at - 1)) || scene.view.word(at - 1) == ",");
                if is_aside {
                    return scene.time_at(at + 1).filter(has_link);
                }
                // `, on 14 May 2002`: a comma may stand right before the date.
                let next = scene.time_at(at + 1).filter(|_| scene.view.word(at) == ",");
                return next.filter(has_link);
            }
            at += 1;
        }
        None
    };
    let opening = || {
        let first = scene.times.first()?;
        let opens = first.tokens.first <= 2 && first.relation != time::TimeRelation::Bare;
        let is_before = opens && first.tokens.end <= found.first;
        (is_before && !is_in_clause_apart(scene, found, first.tokens)).then_some(0)
    };
    let clause = || {
        // The last date before the match in its own clause.
        let before = scene.times.iter().rposition(|time| time.tokens.end <= found.first)?;
        let gap = scene.times[before].tokens.end..found.first;
        // `in 1994, and a war in Peru` begins something new.
        let is_new =
            gap.clone().any(|at| matches!(scene.view.word(at), "and" | "but" | "while" | ";"));
        let is_closed = scene.view.word(gap.start) == "," && scene.times[before].tokens.first > 2;
        let is_near = gap.len() <= 3 && !is_new && !is_closed && has_link(&before);
        is_near.then_some(before)
    };
    let is_own = |time: &usize| {
        let at = scene.view.head_of(scene.times[*time].tokens);
        found.verb.is_none_or(|verb| is_of_clause(&scene.view, verb, at))
    };
    let found_at = inside
        .or_else(right_after)
        .or_else(|| is_told.then(|| clause().or_else(opening)).flatten());
    found_at.filter(|time| !is_used(*time)).filter(is_own)
}

/// `In 2005 Peru closed the base that had served the war in Mali`: a clause that hangs on a noun has a time of its
/// own. Says so of a match without a verb and the date that opens its sentence.
fn is_in_clause_apart(scene: &Scene<'_>, found: &Match, date: Tokens) -> bool {
    let view = &scene.view;
    let over = view.governor(view.head_of(date));
    let up = |at: &usize| view.governor(*at);
    let head = view.head_of(Tokens::new(found.first, found.end));
    found.verb.is_none()
        && std::iter::successors(Some(head), up)
            .take(8)
            .take_while(|at| Some(*at) != over)
            .any(|at| view.relation(at) == Relation::ACL_RELCL)
}

/// `the 2010 agreement between`: the year that tells an agreement or an event apart is that of what
/// was done with it.
pub fn year_in_name(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let is_dated = |index: &usize| rules.is_dated(scene.candidates[*index].class);
    let mut names = found.fills.iter().filter_map(|(_, fill)| match fill {
        Fill::Candidates(members, tokens) if members.iter().all(is_dated) => Some(*tokens),
        _ => None,
    });
    let inside = |tokens: Tokens| {
        scene.times.iter().position(|time| {
            let is_year = time.relation == time::TimeRelation::Bare && time.tokens.len() == 1;
            let adjoins = !matches!(view.word(time.tokens.end), "–" | "-" | "," | ")");
            let is_within = tokens.contains(time.tokens) && time.tokens.end < tokens.end;
            is_year && adjoins && (is_within || time.tokens.end == tokens.first)
        })
    };
    names.find_map(inside)
}
