//! Whether what a match on the surface put together stands in one clause of the tree.

use super::{Fill, Match};
use crate::extract::scene::Scene;
use crate::extract::view::View;
use crate::ontology::pattern::Part;
use crate::text::{Relation, Upos, Xpos};

/// Says whether the verb of a match has the subject that the match gives it, as far as the tree gives it one:
/// in `Peru, whose neighbour joined the union, signed a treaty` the union signs nothing.
pub fn has_own_subject(scene: &Scene<'_>, found: &Match) -> bool {
    let view = &scene.view;
    // `Kenya is unable to join`: Kenya joins.
    let over = |at: &usize| view.governor(*at).filter(|_| view.relation(*at) == Relation::XCOMP);
    let mut clauses = std::iter::successors(found.verb, over).take(4);
    let Some(subject) = clauses.find_map(|clause| view.subject_of(clause)) else { return true };
    // The tree has no name for what `which` and `it` stand for.
    if view.upos(subject) == Upos::Pron {
        return true;
    }
    let members = found.fills.iter().flat_map(|(part, fill)| match (part, fill) {
        (Part::Subject | Part::Object | Part::Both, Fill::Candidates(members, _)) => {
            members.as_slice()
        }
        _ => &[],
    });
    let verb = found.verb.unwrap_or_default();
    // Each of a list: in `A left the union, and B is unable to join` the union is no part of it.
    members.map(|member| scene.candidates[*member].tokens).all(|tokens| {
        tokens.first > verb
            || (tokens.first..tokens.end).contains(&subject)
            || is_in_phrase(view, subject, view.head_of(tokens))
            || is_bare(view, verb, view.head_of(tokens))
    })
}

/// Says whether a name hangs on a verb as nothing in particular: the tree may have missed that it acts.
fn is_bare(view: &View<'_>, verb: usize, name: usize) -> bool {
    let has_case = view.children(name).any(|at| at < name && view.relation(at) == Relation::CASE);
    view.governor(name) == Some(verb) && !has_case
}

/// Says whether a token stands in the phrase of another, with no clause between them.
fn is_in_phrase(view: &View<'_>, above: usize, token: usize) -> bool {
    let mut at = token;
    let mut is_inside = false;
    for _ in 0..view.len() {
        if at == above {
            return true;
        }
        // `the bloc known as the union`
        let names = view.relation(at) == Relation::ACL
            && matches!(view.word(at), "known" | "called" | "named" | "dubbed" | "titled");
        let is_clause = !names
            && (matches!(
                view.relation(at),
                Relation::ACL
                    | Relation::ACL_RELCL
                    | Relation::ADVCL
                    | Relation::CCOMP
                    | Relation::PARATAXIS
            ) || matches!(view.upos(at), Upos::Verb));
        // `Peter Schmidt, adviser to Anna Weber, visited`: she is no part of who did.
        is_inside |= view.relation(at) == Relation::NMOD;
        let is_aside = is_inside && view.relation(at) == Relation::APPOS;
        match view.governor(at).filter(|_| !is_clause && !is_aside) {
            Some(next) => at = next,
            None => return false,
        }
    }
    false
}

/// Says whether what hangs at `token` belongs to the clause of `verb`, or to one that shares its time.
pub fn is_of_clause(view: &View<'_>, verb: usize, token: usize) -> bool {
    // `hosting a summit in November, refused`: a participle beside a clause has its time.
    let next = |at: usize| {
        let above = view.governor(at)?;
        let is_beside = view.token(at).xpos == Xpos::VBG;
        match view.relation(at) {
            Relation::CONJ | Relation::XCOMP | Relation::PARATAXIS => Some(above),
            Relation::ADVCL if is_beside => Some(above),
            Relation::ACL if is_beside && view.relation(above) == Relation::NSUBJ => {
                view.governor(above)
            }
            _ => None,
        }
    };
    let over = |first: usize| {
        std::iter::successors(Some(first), |at| next(*at)).take(8).collect::<Vec<_>>()
    };
    let is_predicate = |at: usize| view.upos(at) == Upos::Verb || view.subject_of(at).is_some();
    let mut at = token;
    while !is_predicate(at) {
        match view.governor(at) {
            Some(next) => at = next,
            None => return true,
        }
    }
    // `hosting a summit in November, refused to sign`: both have the time of the verb over them.
    let is_listed = |at: &usize| view.relation(*at) == Relation::CONJ;
    let (own, other) = (over(verb), over(at));
    let shared = own
        .iter()
        .take_while(|at| !is_listed(at))
        .any(|at| other.iter().take_while(|at| !is_listed(at)).any(|other| other == at));
    shared || own.contains(&at) || other.contains(&verb)
}
