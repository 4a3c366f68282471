//! The dependency tree of a sentence as the readers of numbers ask it: who governs a word, what
//! hangs on it, whose subject it has.

use crate::extract::view::View;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;
use crate::text::{Relation, Upos};

/// Steps up the tree after which a search is given up.
const REACH: usize = 12;

/// A sentence and its tree.
pub struct Syntax<'s> {
    /// The words.
    pub view: &'s View<'s>,
    words: &'s WordLists,
    links: Vec<(Option<usize>, Relation)>,
    children: Vec<Vec<usize>>,
}

impl<'s> Syntax<'s> {
    /// Makes the tree ready to be asked.
    pub fn new(view: &'s View<'s>, words: &'s WordLists) -> Self {
        let tokens = view.sentence.tokens.iter();
        let mut links: Vec<(Option<usize>, Relation)> =
            tokens.map(|token| (token.head.map(|head| head as usize), token.relation)).collect();
        mend(view, &mut links);
        let mut children = vec![Vec::new(); view.len()];
        for (at, (head, _)) in links.iter().enumerate() {
            if let Some(head) = head {
                children[*head].push(at);
            }
        }
        Self { view, words, links, children }
    }

    /// The word that governs the token, unless it is the root.
    pub fn head(&self, at: usize) -> Option<usize> {
        self.links[at].0
    }

    /// The relation to the head.
    pub fn relation(&self, at: usize) -> Relation {
        self.links[at].1
    }

    /// What the token governs, in order.
    pub fn children(&self, at: usize) -> &[usize] {
        &self.children[at]
    }

    /// The first dependent in one of these relations.
    pub fn child(&self, at: usize, relations: &[Relation]) -> Option<usize> {
        self.children[at].iter().copied().find(|child| relations.contains(&self.relation(*child)))
    }

    /// The preposition of a noun, or nothing.
    pub fn case(&self, at: usize) -> &str {
        self.child(at, &[Relation::CASE]).map_or("", |case| self.view.word(case))
    }

    /// Says whether `at` is `ancestor` or hangs below it.
    pub fn is_below(&self, at: usize, ancestor: usize) -> bool {
        let mut at = Some(at);
        for _ in 0..REACH * 3 {
            match at {
                Some(here) if here == ancestor => return true,
                Some(here) => at = self.head(here),
                None => return false,
            }
        }
        false
    }

    /// The word of a stretch that governs the others: the first one whose head lies outside.
    pub fn head_of(&self, first: usize, end: usize) -> usize {
        let is_outside = |at: &usize| self.head(*at).is_none_or(|head| head < first || head >= end);
        let is_word = |at: &usize| self.view.upos(*at) != Upos::Punct;
        (first..end).filter(is_word).find(is_outside).unwrap_or(first)
    }

    /// The subject of a verb: its own, that of the verb it is joined to, the noun it modifies, or
    /// that of the clause it adds to (`China grew, reaching …`).
    pub fn subject(&self, verb: usize) -> Option<usize> {
        let mut verb = verb;
        for _ in 0..REACH {
            // `is to reach`
            let subjects = [Relation::NSUBJ, Relation::NSUBJ_PASS, Relation::NSUBJ_OUTER];
            if let Some(subject) = self.child(verb, &subjects) {
                return self.antecedent(verb, subject);
            }
            let head = self.head(verb)?;
            match self.relation(verb) {
                Relation::ACL => return Some(head),
                Relation::CONJ | Relation::XCOMP | Relation::ADVCL | Relation::PARATAXIS => {
                    // What a person is made to do has the object as its subject.
                    let object = self.child(head, &[Relation::OBJ]);
                    let is_made = self.relation(verb) == Relation::XCOMP
                        && self.words.is(self.view.lemma(head), WordClass::Addressing);
                    if let (Some(object), true) = (object, is_made) {
                        return Some(object);
                    }
                    verb = head;
                }
                _ => return None,
            }
        }
        None
    }

    /// For `which`, `that` and `who` the noun that the clause modifies, else the subject itself.
    fn antecedent(&self, verb: usize, subject: usize) -> Option<usize> {
        let is_relative = matches!(self.view.word(subject), "which" | "that" | "who")
            && self.view.upos(subject) == Upos::Pron;
        if !is_relative {
            return Some(subject);
        }
        let noun = self.head(verb).filter(|_| self.relation(verb) == Relation::ACL_RELCL)?;
        // `Pamir, a territory which covers half of it`: what is beside the noun.
        let named = self.head(noun).filter(|named| {
            self.relation(noun) == Relation::APPOS
                && self.view.upos(noun) == Upos::Noun
                && self.view.upos(*named) == Upos::Propn
        });
        Some(named.unwrap_or(noun))
    }

    /// Says whether the verb is in the passive.
    pub fn is_passive(&self, verb: usize) -> bool {
        self.child(verb, &[Relation::NSUBJ_PASS, Relation::AUX_PASS]).is_some()
    }

    /// The verb, or the predicate with a copula, whose clause the token is in.
    pub fn clause(&self, at: usize) -> usize {
        let mut here = at;
        for _ in 0..REACH {
            let is_predicate = self.view.upos(here) == Upos::Verb
                || is_accounting(self.view, here)
                || self
                    .child(here, &[Relation::COP, Relation::NSUBJ, Relation::NSUBJ_PASS])
                    .is_some();
            match self.head(here) {
                Some(head) if !is_predicate => here = head,
                _ => return here,
            }
        }
        here
    }

    /// First and last token of what the token governs, itself included.
    pub fn extent(&self, at: usize) -> (usize, usize) {
        let (mut first, mut last) = (at, at);
        let mut open = vec![at];
        while let Some(here) = open.pop() {
            first = first.min(here);
            last = last.max(here);
            open.extend(self.children(here));
        }
        (first, last)
    }
}

/// Puts right what the parser often gets wrong beside numbers: a verb after a bare subject taken
/// for a noun (`oil accounts for`), `worth` taken for the head of what it describes, and a receiver
/// before a sum taken for part of it (`lent Kenya $2 million`).
fn mend(view: &View<'_>, links: &mut [(Option<usize>, Relation)]) {
    for at in 1..links.len() {
        let before = at - 1;
        if let Some(number) = compared(view, links, at) {
            links[at] = (Some(number), Relation::NMOD);
        }
        if is_accounting(view, at) && links[at].1 == Relation::APPOS {
            links[at].1 = Relation::ADVCL;
        }
        // `hit a record $5 billion`: the article belongs to the sum.
        if view.upos(at) == Upos::Sym
            && let Some(article) = links[at].0.filter(|above| view.upos(*above) == Upos::Det)
        {
            links[at] = links[article];
            for link in links.iter_mut() {
                if link.0 == Some(article) {
                    link.0 = Some(at);
                }
            }
            links[article] = (Some(at), Relation::DET);
        }
        let hangs_before = links[before].0 == Some(at) && links[before].1 == Relation::COMPOUND;
        if !hangs_before {
            continue;
        }
        // `49 percent use it`
        if view.upos(at) == Upos::Verb && matches!(view.word(before), "%" | "percent") {
            links[before].1 = Relation::NSUBJ;
            continue;
        }
        if is_accounting(view, at) {
            links[before].1 = Relation::NSUBJ;
        } else if view.word(at) == "worth" {
            links[before] = links[at];
            links[at] = (Some(before), Relation::ACL);
            for link in links.iter_mut().take(before) {
                if link.0 == Some(at) {
                    link.0 = Some(before);
                }
            }
        } else if view.upos(at) == Upos::Sym
            && view.upos(before) == Upos::Propn
            && links[at].1 == Relation::OBJ
        {
            links[before] = (links[at].0, Relation::IOBJ);
        }
    }
}

/// `15,000 were enrolled in China, against 60,000 in Peru`: the number that a phrase of place right
/// behind it belongs to.
fn compared(view: &View<'_>, links: &[(Option<usize>, Relation)], at: usize) -> Option<usize> {
    let is_place = matches!(links[at].1, Relation::OBL | Relation::NMOD);
    let case = (1..at).rev().take(4).find(|case| {
        links[*case].1 == Relation::CASE
            && links[*case].0 == Some(at)
            && matches!(view.word(*case), "in" | "from" | "to" | "at" | "for")
    });
    let number = case.filter(|_| is_place)? - 1;
    let is_compared = view.upos(number) == Upos::Num
        && links[number].0.is_some_and(|head| head < number)
        && (0..number).any(|before| {
            links[before].0 == Some(number)
                && matches!(view.word(before), "against" | "than" | "versus" | "compared")
        });
    is_compared.then_some(number)
}

/// `accounts for`, `accounting for`, which are verbs whatever the tagger says.
fn is_accounting(view: &View<'_>, at: usize) -> bool {
    matches!(view.word(at), "accounts" | "accounting") && view.word(at + 1) == "for"
}
