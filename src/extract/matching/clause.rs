//! Whether what a match on the surface put together stands in one clause of the tree.

use super::{Fill, Match};
use crate::extract::Rules;
use crate::extract::fact::Reason;
use crate::extract::scene::Scene;
use crate::extract::view::View;
use crate::ontology::pattern::Part;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;
use crate::text::{Relation, Upos, Xpos};

/// Says whether what stands before `end` hangs on a noun behind `from`: `is an adviser to the president of` says of
/// nobody that he is the president. A second noun beside it does not: `is a friend of hers and president of`.
pub fn is_in_phrase_of_noun(view: &View<'_>, from: usize, end: usize) -> bool {
    // `the biggest recipient of loans among members of`: it is one of them.
    let is_among = view.word(end - 1) == "among";
    (from + 1..if is_among { from } else { end })
        .rev()
        .take_while(|at| !matches!(view.word(*at), "and" | "," | "but"))
        .any(|at| view.upos(at) == Upos::Adp && matches!(view.upos(at - 1), Upos::Noun | Upos::Adj))
}

/// Says whether the verb of a match has the subject that the match gives it, as far as the tree gives it one:
/// in `Peru, whose neighbour joined the union, signed a treaty` the union signs nothing.
pub fn has_own_subject(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> bool {
    let view = &scene.view;
    // `Kenya is unable to join`: Kenya joins. `Kenya entered Chad to fight`: and Kenya fights.
    let shares_subject = |at: usize| {
        view.relation(at) == Relation::XCOMP
            || view.relation(at) == Relation::ADVCL
                && view.children(at).any(|mark| mark < at && view.word(mark) == "to")
    };
    let over = |at: &usize| view.governor(*at).filter(|_| shares_subject(*at));
    let mut clauses = std::iter::successors(predicate(view, found), over).take(4);
    // `the institute at Leiden University, founded in 2005`: what the participle hangs on.
    let participle = || {
        let verb = found.verb?;
        let is_participle =
            view.relation(verb) == Relation::ACL && view.token(verb).xpos == Xpos::VBN;
        let hung_on = view.governor(verb).filter(|_| is_participle)?;
        // `the fund, a body based in Beijing`: the body is the fund, also where the tree has a list of them.
        let is_list = view.relation(hung_on) == Relation::CONJ
            && view.children(hung_on).all(|child| view.relation(child) != Relation::CC);
        let is_apposed = is_list || view.relation(hung_on) == Relation::APPOS;
        view.governor(hung_on).filter(|_| is_apposed).or(Some(hung_on))
    };
    let Some(subject) = clauses.find_map(|clause| view.subject_of(clause)).or_else(participle)
    else {
        return true;
    };
    // `the son of Anna Weber, who was arrested`: who stands before the clause.
    let is_relative = matches!(view.word(subject), "who" | "which" | "that");
    let clause = view.governor(subject).filter(|clause| {
        is_relative && matches!(view.relation(*clause), Relation::ACL | Relation::ACL_RELCL)
    });
    let subject = clause.and_then(|clause| view.governor(clause)).unwrap_or(subject);
    // The tree has no name for what `it` stands for.
    if view.upos(subject) == Upos::Pron {
        return true;
    }
    let members = found.fills.iter().flat_map(|(part, fill)| match (part, fill) {
        (Part::Subject | Part::Object | Part::Both, Fill::Candidates(members, _)) => {
            members.as_slice()
        }
        _ => &[],
    });
    let verb = found.verb.or_else(|| predicate(view, found)).unwrap_or_default();
    // `Kenya, whose capital is Lima`: the words of the pattern may say whose the subject is.
    let is_copular = predicate(view, found) != found.verb;
    // Each of a list: in `A left the union, and B is unable to join` the union is no part of it.
    members.map(|member| &scene.candidates[*member]).all(|candidate| {
        let tokens = candidate.tokens;
        // `the brother of Karim Bekov was killed`: what is told of one's people is not told of one.
        // `the law faculty of Leiden University was founded`: nor that of a part of it.
        let is_named_itself = || {
            scene.candidates.iter().any(|other| {
                view.head_of(other.tokens) == subject
                    && !other.tokens.contains(tokens)
                    && other.reason <= Reason::Name
            })
        };
        let is_owner = !(tokens.first..tokens.end).contains(&subject)
            && is_in_case(view, view.head_of(tokens))
            && (rules.is(candidate.class, "Person")
                || is_part(rules.words, view.word(subject))
                || is_relation(rules.words, view.lemma(subject))
                || rules.words.name_heads.contains_key(view.lemma(subject))
                // `Talks on accession to the union were launched`: the union was not.
                || rules.words.description_heads.contains_key(view.lemma(subject))
                || is_named_itself());
        tokens.end > verb
            || !is_owner
                && (is_copular && !is_in_other_clause(view, found, view.head_of(tokens))
                    || (tokens.first..tokens.end).contains(&subject)
                    || is_in_phrase(view, rules.words, subject, view.head_of(tokens))
                    || is_bare(view, verb, view.head_of(tokens)))
    })
}

/// `Anna Weber, who succeeded Karim Bekov in 2012, is the president`: what another verb has done something to.
fn is_in_other_clause(view: &View<'_>, found: &Match, name: usize) -> bool {
    // `his father Karim Bekov`, `Karim Bekov and Anna Weber`: as what they stand beside.
    let beside = |at: &usize| {
        let is_beside = matches!(view.relation(*at), Relation::APPOS | Relation::CONJ);
        view.governor(*at).filter(|_| is_beside)
    };
    let name = std::iter::successors(Some(name), beside).take(8).last().unwrap_or(name);
    let is_argument = matches!(
        view.relation(name),
        Relation::OBJ | Relation::IOBJ | Relation::OBL | Relation::OBL_AGENT
    );
    let of = view.governor(name).filter(|of| is_argument && view.upos(*of) == Upos::Verb);
    of.is_some_and(|of| Some(of) != found.verb && Some(of) != predicate(view, found))
}

/// `acceded to the UN Watercourses Convention`: the name that ends a match is only part of one.
pub fn is_cut(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> bool {
    let view = &scene.view;
    let Some((_, Fill::Candidates(members, _))) = found.fills.last() else { return false };
    members.iter().map(|member| &scene.candidates[*member]).any(|candidate| {
        let head = view.head_of(candidate.tokens);
        candidate.tokens.end == found.end
            && rules.is(candidate.class, "Organization")
            && view.relation(head) == Relation::COMPOUND
            && view.governor(head).is_some_and(|whole| {
                whole >= found.end && view.is_capitalised(whole) && view.upos(whole) == Upos::Propn
            })
    })
}

/// `the one at Leiden University`, `the branch of the bank`: something of a name, and not what it names.
fn is_part(words: &WordLists, word: &str) -> bool {
    matches!(word, "one" | "ones" | "that" | "those") || words.is(word, WordClass::Department)
}

/// The predicate of a match: its verb, or what its copula or auxiliary belongs to.
fn predicate(view: &View<'_>, found: &Match) -> Option<usize> {
    let Some(verb) = found.verb else {
        // `is a member of`
        let mut words = found.first..found.end;
        return words.find(|at| {
            view.children(*at).any(|child| {
                view.relation(child) == Relation::COP && (found.first..found.end).contains(&child)
            })
        });
    };
    match view.relation(verb) {
        Relation::COP | Relation::AUX | Relation::AUX_PASS => view.governor(verb),
        _ => Some(verb),
    }
}

/// `the neighbour of Kenya`, `a rival of the bank`: another one.
fn is_relation(words: &WordLists, lemma: &str) -> bool {
    words.is(lemma, WordClass::Relation)
}

/// Says whether a name stands in a phrase of another noun: `of Karim Bekov`, `for Karim Bekov`.
fn is_in_case(view: &View<'_>, name: usize) -> bool {
    view.relation(name) == Relation::NMOD
        && view.children(name).any(|at| at < name && view.relation(at) == Relation::CASE)
}

/// Says whether a name hangs on a verb as nothing in particular: the tree may have missed that it acts.
fn is_bare(view: &View<'_>, verb: usize, name: usize) -> bool {
    let has_case = view.children(name).any(|at| at < name && view.relation(at) == Relation::CASE);
    view.governor(name) == Some(verb) && !has_case
}

/// Says whether a token stands in the phrase of another, with no clause between them.
fn is_in_phrase(view: &View<'_>, words: &WordLists, above: usize, token: usize) -> bool {
    let mut at = token;
    let mut is_inside = false;
    for _ in 0..view.len() {
        if at == above {
            return true;
        }
        // `the bloc known as the union`
        let names = view.relation(at) == Relation::ACL
            && (view.word(at) == "known" || words.is(view.word(at), WordClass::Called));
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
