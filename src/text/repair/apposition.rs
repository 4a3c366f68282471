//! Second names of a thing: in `a critic of the mayor, deputy Anna Weber, was fined`, she is the
//! critic.

use std::collections::BTreeSet;

use super::{Mending, SUBJECTS};
use crate::date::MONTHS;
use crate::text::relation::Relation;
use crate::text::tag::{Upos, Xpos};

impl Mending<'_> {
    /// `A and its neighbours B and C`: B and C are the neighbours.
    pub(super) fn owned_names(&mut self, noun: usize) {
        let name = noun + 1;
        let is_owned = self.tokens[noun].upos == Upos::Noun
            && self.tokens[noun].relation == Relation::CONJ
            && name < self.tokens.len()
            && self.tokens[name].upos == Upos::Propn
            && self.tokens[name].relation == Relation::CONJ
            && self.head(name) == self.head(noun)
            && self.children(noun).iter().any(|at| matches!(self.form(*at), "its" | "their"));
        let Some(first) = self.head(noun).filter(|_| is_owned) else { return };
        for at in self.children(first) {
            if at > name && self.tokens[at].relation == Relation::CONJ {
                self.hang(at, name, Relation::CONJ);
            }
        }
        self.hang(name, noun, Relation::APPOS);
    }

    /// All of it, for a whole sentence.
    pub(super) fn appositions(&mut self) {
        for at in 1..self.tokens.len() {
            self.one_of_several(at);
            self.acronym(at);
            self.noun_before_name(at);
            self.party_behind_its_name(at);
        }
        let apposed = self.tokens.iter().filter(|token| token.relation == Relation::APPOS);
        let heads: BTreeSet<u32> = apposed.filter_map(|token| token.head).collect();
        for head in heads {
            self.listed(head as usize);
        }
        for at in 1..self.tokens.len() {
            self.second_name(at);
            self.indefinite(at);
            self.titled(at);
            self.name_behind_noun(at);
            self.addressed(at);
            self.dated(at);
            self.inside(at);
        }
    }

    /// `Anna Weber, whom the president of Peru dismissed`, `Anna Weber, like the president`: no second name of
    /// hers.
    pub(super) fn another_person(&mut self, at: usize) {
        let is_other = self.tokens[at].relation == Relation::APPOS
            && self.children(at).into_iter().any(|child| {
                child < at && matches!(self.form(child), "whom" | "whose" | "like" | "unlike")
            });
        // `whose brother, the president of the bank, is rich`
        let first = self.phrase_start(at);
        let brother = first.checked_sub(2).filter(|brother| {
            self.tokens[at].relation == Relation::APPOS
                && self.form(first - 1) == ","
                && *brother > 0
                && self.form(brother - 1) == "whose"
                && self.tokens[*brother].upos == Upos::Noun
        });
        // `in November; India has not replied`: no country is a month.
        let of_month = self.head(at).is_some_and(|head| {
            head < at
                && self.tokens[at].relation == Relation::APPOS
                && MONTHS.contains(&self.form(head))
        });
        if of_month {
            self.tokens[at].relation = Relation::PARATAXIS;
        } else if let Some(brother) = brother.filter(|brother| !self.is_below(*brother, at)) {
            self.hang(at, brother, Relation::APPOS);
        } else if is_other {
            self.tokens[at].relation = Relation::PARATAXIS;
        }
    }

    /// `Jan Berg and his wife Anna, the founder of the bank`: what stands behind a comma is said of the nearest.
    pub(super) fn of_the_nearest(&mut self, at: usize) {
        let is_one = self.tokens[at].relation == Relation::APPOS
            && self.tokens[at].upos == Upos::Noun
            && self.tokens[at].xpos == Xpos::NN;
        let Some(first) = self
            .head(at)
            .filter(|first| is_one && *first < at && self.tokens[*first].upos == Upos::Propn)
        else {
            return;
        };
        let nearest = self.children(first).into_iter().rfind(|other| {
            *other < at
                && self.tokens[*other].relation == Relation::CONJ
                && self.children(*other).into_iter().any(|his| {
                    matches!(self.form(his), "his" | "her")
                        && self.tokens[his].relation == Relation::NMOD_POSS
                })
        });
        if let Some(nearest) = nearest {
            self.hang(at, nearest, Relation::APPOS);
        }
    }

    /// `the president of Peru, Jan Berg, and the mayor of Lima, Anna Weber,`: of two titles each has the name
    /// behind it.
    pub(super) fn each_title(&mut self, second: usize) {
        let Some(first) = self.head(second).filter(|first| {
            let is_title = |at: usize| {
                matches!(self.tokens[at].upos, Upos::Noun | Upos::Propn)
                    && (self.has_article(at, &["the"]) || self.has(at, &[Relation::NMOD_POSS]))
            };
            *first < second
                && self.tokens[second].relation == Relation::CONJ
                && is_title(*first)
                && is_title(second)
        }) else {
            return;
        };
        for title in [first, second] {
            let next = if title == first { second } else { self.tokens.len() };
            let name = self.children(first).into_iter().find(|name| {
                let start = self.phrase_start(*name);
                let start = start + usize::from(self.form(start) == ",");
                title < *name
                    && *name < next
                    && self.tokens[*name].upos == Upos::Propn
                    && matches!(self.tokens[*name].relation, Relation::APPOS | Relation::CONJ)
                    && !self.has(*name, &[Relation::CC, Relation::DET])
                    && start >= 2
                    && self.form(start - 1) == ","
                    && (start - 2 == title || self.is_below(start - 2, title))
            });
            if let Some(name) =
                name.filter(|_| !self.has(title, &[Relation::APPOS]) || title == first)
            {
                self.hang(name, title, Relation::APPOS);
            }
        }
    }

    /// The first word of what hangs on `at` without a gap.
    pub(super) fn phrase_start(&self, at: usize) -> usize {
        (0..at).rev().take_while(|before| self.is_below(*before, at)).last().unwrap_or(at)
    }

    fn is_after_comma(&self, at: usize) -> bool {
        let start = self.phrase_start(at);
        // The comma itself may hang on the phrase.
        self.form(start) == "," || start > 0 && self.form(start - 1) == ","
    }

    /// Says whether `at` is a name or has one as an apposition of its own.
    fn is_named(&self, at: usize) -> bool {
        self.tokens[at].upos == Upos::Propn
            || self.children(at).into_iter().any(|child| {
                child > at
                    && self.tokens[child].relation == Relation::APPOS
                    && self.tokens[child].upos == Upos::Propn
            })
    }

    /// `the mayor, deputy Anna Weber`: the name belongs to the noun right before it, not to the one
    /// that both hang on.
    fn noun_before_name(&mut self, name: usize) {
        let noun = name - 1;
        let is_pair = self.tokens[name].upos == Upos::Propn
            && self.tokens[name].relation == Relation::APPOS
            && self.tokens[noun].upos == Upos::Noun
            && matches!(self.tokens[noun].relation, Relation::CONJ | Relation::APPOS)
            && self.head(noun).is_some()
            && self.head(noun) == self.head(name);
        if is_pair {
            self.hang(name, noun, Relation::APPOS);
        }
    }

    /// `The opposition Birlik party`: the party, which is of the opposition.
    fn party_behind_its_name(&mut self, noun: usize) {
        let Some(first) = self.head(noun).filter(|first| {
            self.tokens[noun].relation == Relation::APPOS
                && self.tokens[noun].upos == Upos::Noun
                && self.tokens[*first].upos == Upos::Noun
                && *first + 1 < noun
                && self
                    .children(*first)
                    .iter()
                    .any(|at| *at < *first && self.tokens[*at].relation == Relation::DET)
        }) else {
            return;
        };
        // Nothing but the name stands between, and no comma.
        let is_name = (first + 1..noun).all(|at| {
            self.is_below(at, noun) && (self.tokens[at].upos == Upos::Propn || self.form(at) == "-")
        });
        if is_name {
            self.take_place(noun, first, |child| child != noun);
            self.hang(first, noun, Relation::COMPOUND);
        }
    }

    /// `In May one of the critics was fined`: `one of` counts nothing that stands before it, and a
    /// clause has a subject.
    fn one_of_several(&mut self, one: usize) {
        let is_one = self.form(one).eq_ignore_ascii_case("one")
            && one + 1 < self.tokens.len()
            && self.form(one + 1) == "of";
        let Some(date) = self.head(one).filter(|date| is_one && *date < one) else { return };
        let Some(verb) = self.head(date).filter(|verb| {
            *verb > one
                && self.tokens[date].relation == Relation::OBL
                && self.tokens[*verb].upos == Upos::Verb
                && !self.has(*verb, &SUBJECTS)
        }) else {
            return;
        };
        let is_passive = self.has(verb, &[Relation::AUX_PASS]);
        self.hang(one, verb, SUBJECTS[usize::from(is_passive)]);
    }

    /// `the leaders of the PPT Anna Weber and Jan Berg`: an acronym with an article is a name of its
    /// own, and the persons are the leaders.
    fn acronym(&mut self, acronym: usize) {
        let form = self.form(acronym);
        let is_acronym =
            (3..=6).contains(&form.len()) && form.bytes().all(|b| b.is_ascii_uppercase());
        let Some(name) = self.head(acronym).filter(|name| {
            is_acronym
                && *name > acronym + 1
                && self.tokens[acronym].relation == Relation::COMPOUND
                && self.form(acronym - 1) == "the"
                && (acronym + 1..=*name).all(|at| {
                    let form = self.form(at);
                    self.tokens[at].upos == Upos::Propn
                        && form.len() > 1
                        && form.chars().skip(1).all(|c| !c.is_uppercase())
                })
        }) else {
            return;
        };
        let Some(noun) = self.head(name).filter(|noun| {
            *noun < acronym
                && self.tokens[name].relation == Relation::NMOD
                && self.tokens[*noun].upos == Upos::Noun
        }) else {
            return;
        };
        for child in self.children(name) {
            if child < acronym {
                self.tokens[child].head = Some(acronym as u32);
            }
        }
        self.hang(acronym, noun, Relation::NMOD);
        self.hang(name, noun, Relation::APPOS);
    }

    /// `the president, deputy Anna Weber, the banker Jan Berg, and a poet`: what has a conjunction
    /// before its last member is a list, not one thing with many names.
    fn listed(&mut self, first: usize) {
        let others: Vec<usize> = (self.children(first).into_iter())
            .filter(|at| {
                *at > first
                    && self.tokens[*at].relation == Relation::APPOS
                    && self.is_after_comma(*at)
            })
            .collect();
        let Some(last) = others.last().copied().filter(|_| others.len() >= 2) else { return };
        // Three are a list without a comma before `and` as well.
        let is_closed = (last + 1..self.tokens.len()).any(|at| {
            self.tokens[at].relation == Relation::CC
                && (self.form(at - 1) == "," || others.len() >= 3)
                && self.is_below(at, first)
        });
        // `six candidates: a judge, a poet and a banker`: the list is what stands behind the colon.
        let is_after_colon = |at: usize| {
            let start = self.phrase_start(at);
            start > 0 && (self.form(start) == ":" || self.form(start - 1) == ":")
        };
        let opener = self.children(first).into_iter().find(|at| {
            *at > first && self.tokens[*at].relation == Relation::APPOS && is_after_colon(*at)
        });
        if let Some(opener) = opener.filter(|_| is_closed) {
            for at in self.children(first) {
                let is_member =
                    matches!(self.tokens[at].relation, Relation::APPOS | Relation::CONJ);
                if at > opener && is_member {
                    self.hang(at, opener, Relation::CONJ);
                }
            }
            return;
        }
        if is_closed {
            for at in others {
                self.tokens[at].relation = Relation::CONJ;
            }
        }
    }

    /// `fierce critics of the mayor, opposition deputies Anna Weber and Jan Berg`: two noun phrases
    /// with a comma and no conjunction between them, of which the second has a name, are one thing.
    fn second_name(&mut self, at: usize) {
        let Some(head) = self.head(at).filter(|head| {
            *head < at
                && matches!(self.tokens[at].relation, Relation::CONJ | Relation::NMOD)
                && (self.tokens[*head].upos == Upos::Noun || self.form(*head) == "one")
        }) else {
            return;
        };
        let links = [Relation::CC, Relation::CASE];
        let is_listed = self.children(head).into_iter().any(|other| {
            other != at && matches!(self.tokens[other].relation, Relation::CONJ)
                || other > at && self.tokens[other].relation == Relation::CC
        });
        if matches!(self.tokens[at].upos, Upos::Noun | Upos::Propn)
            && !self.has(at, &links)
            && !is_listed
            && self.is_named(at)
            && self.is_after_comma(at)
        {
            self.tokens[at].relation = Relation::APPOS;
        }
    }

    /// `a nephew of the mayor, Jan Berg`, `the son of a mayor, Jan Berg`: where just one of the two
    /// nouns has `the`, the name is the outer one's.
    fn indefinite(&mut self, at: usize) {
        let Some(inner) = self.head(at).filter(|inner| {
            *inner < at
                && self.tokens[at].relation == Relation::APPOS
                && matches!(self.tokens[*inner].relation, Relation::NMOD | Relation::OBL)
                && self.tokens[*inner].xpos == Xpos::NN
        }) else {
            return;
        };
        const VAGUE: [&str; 3] = ["a", "an", "another"];
        let is_known = self.has_article(inner, &["the"]);
        if !is_known && !self.has_article(inner, &VAGUE) {
            return;
        }
        let outer = self.head(inner).filter(|outer| {
            *outer < inner
                && self.tokens[*outer].xpos == Xpos::NN
                && match is_known {
                    true => self.has_article(*outer, &VAGUE),
                    false => self.has_article(*outer, &["the"]),
                }
        });
        if let Some(outer) = outer.filter(|_| self.is_named(at) && self.is_after_comma(at)) {
            self.hang(at, outer, Relation::APPOS);
        }
    }

    /// `Peru, a member since 2023, hosted`: a phrase between the commas of an apposition belongs to it
    /// and not to the verb after it.
    fn inside(&mut self, at: usize) {
        let Some(verb) = self.head(at).filter(|verb| {
            *verb > at + 1
                && matches!(self.tokens[at].relation, Relation::OBL | Relation::OBL_UNMARKED)
        }) else {
            return;
        };
        let start = self.phrase_start(at);
        let Some(noun) = start.checked_sub(1).filter(|noun| {
            self.tokens[*noun].relation == Relation::APPOS
                && self.tokens[*noun].upos == Upos::Noun
                && self.is_after_comma(*noun)
        }) else {
            return;
        };
        let is_closed = (at + 1..verb).find(|next| !self.is_below(*next, at));
        if is_closed.is_some_and(|next| self.form(next) == ",") && !self.is_below(verb, noun) {
            self.hang(at, noun, Relation::NMOD);
        }
    }

    /// `the commander of the Border Guard of Peru, Anna Weber`: a name behind a comma is no second
    /// name of the name before it, but says who the commander is.
    fn titled(&mut self, at: usize) {
        let is_name = |at: usize| self.tokens[at].upos == Upos::Propn;
        let Some(mut noun) = self.head(at).filter(|inner| {
            *inner < at
                && matches!(
                    self.tokens[at].relation,
                    Relation::APPOS | Relation::NMOD_UNMARKED
                )
                && is_name(at)
                && is_name(*inner)
                && self.tokens[*inner].relation == Relation::NMOD
                // `a friend of Anna Weber, Mayor of Bern`
                && !self.has(at, &[Relation::NMOD])
                && self.is_after_comma(at)
        }) else {
            return;
        };
        while is_name(noun) && self.tokens[noun].relation == Relation::NMOD {
            match self.head(noun) {
                Some(outer) if outer < noun => noun = outer,
                _ => return,
            }
        }
        // `The Foreign Minister of Peru, Anna Weber,`
        let is_title = self.tokens[noun].upos == Upos::Propn && self.has_article(noun, &["the"]);
        if (self.tokens[noun].upos == Upos::Noun && self.tokens[noun].xpos == Xpos::NN || is_title)
            && !self.has(noun, &[Relation::APPOS])
        {
            self.hang(at, noun, Relation::APPOS);
        }
    }

    /// `Jan Berg, a nephew of Peru's president, Anna Weber, left`: a name is no second name of a name,
    /// but that of the noun right before it.
    fn name_behind_noun(&mut self, at: usize) {
        let is_name = |at: usize| self.tokens[at].upos == Upos::Propn;
        let Some(first) = self.head(at).filter(|first| {
            *first < at
                && self.tokens[at].relation == Relation::APPOS
                && is_name(at)
                && is_name(*first)
                && self.is_after_comma(at)
        }) else {
            return;
        };
        let start = self.phrase_start(at);
        let start = start + usize::from(self.form(start) == ",");
        let noun = self.noun_before(start).filter(|noun| {
            self.tokens[*noun].xpos == Xpos::NN
                && self.tokens[*noun].relation == Relation::NMOD
                && self.is_below(*noun, first)
                && !self.has(*noun, &[Relation::APPOS])
                && (self.has_article(*noun, &["the"]) || self.has(*noun, &[Relation::NMOD_POSS]))
        });
        if let Some(noun) = noun {
            self.hang(at, noun, Relation::APPOS);
        }
    }

    /// `a daughter of the first president, Anna Weber, has left`: prose addresses nobody between the
    /// commas behind a noun; it names what the noun means.
    fn addressed(&mut self, at: usize) {
        let is_vocative =
            self.tokens[at].relation == Relation::VOCATIVE && self.tokens[at].upos == Upos::Propn;
        if !is_vocative || !self.is_after_comma(at) {
            return;
        }
        let start = self.phrase_start(at);
        let start = start + usize::from(self.form(start) == ",");
        let noun = self.noun_before(start).filter(|noun| {
            self.tokens[*noun].xpos == Xpos::NN
                && matches!(self.tokens[*noun].relation, Relation::NMOD | Relation::APPOS)
                && !self.is_below(*noun, at)
        });
        if let Some(noun) = noun {
            self.hang(at, noun, Relation::APPOS);
        }
    }

    fn has_article(&self, noun: usize, articles: &[&str]) -> bool {
        self.children(noun).into_iter().any(|child| {
            self.tokens[child].relation == Relation::DET
                && articles.iter().any(|article| self.form(child).eq_ignore_ascii_case(article))
        })
    }

    /// `In May a critic was fined`: no noun with an article is another name of a month or a year.
    fn dated(&mut self, at: usize) {
        let Some(date) = self.head(at).filter(|date| {
            *date < at
                && self.tokens[at].relation == Relation::APPOS
                && self.tokens[at].upos == Upos::Noun
                && self.tokens[*date].relation == Relation::OBL
                && (MONTHS.contains(&self.form(*date)) || self.tokens[*date].upos == Upos::Num)
        }) else {
            return;
        };
        let verb = self.head(date).filter(|verb| *verb > at && !self.has(*verb, &SUBJECTS));
        let is_phrase =
            self.has_article(at, &["a", "an", "the", "another"]) && !self.is_after_comma(at);
        if let Some(verb) = verb.filter(|_| is_phrase) {
            let is_passive = self.has(verb, &[Relation::AUX_PASS]);
            let relation = if is_passive { Relation::NSUBJ_PASS } else { Relation::NSUBJ };
            self.hang(at, verb, relation);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::mended;

    #[test]
    fn a_critic_is_who_is_named() {
        // `A critic of the mayor, deputy Anna Weber, left.`
        let found = mended(&[
            "A DET DT 2 det",
            "critic NOUN NN 9 nsubj",
            "of ADP IN 5 case",
            "the DET DT 5 det",
            "mayor NOUN NN 2 nmod",
            ", PUNCT , 7 punct",
            "deputy NOUN NN 5 conj",
            "Anna PROPN NNP 5 appos",
            "left VERB VBD 0 root",
        ]);
        assert_eq!(found[6], "deputy appos 2");
        assert_eq!(found[7], "Anna appos 7");
        // `the mayor` may well be who is named where the other is known too.
        let found = mended(&[
            "the DET DT 2 det",
            "wife NOUN NN 7 nsubj",
            "of ADP IN 5 case",
            "the DET DT 5 det",
            "mayor NOUN NN 2 nmod",
            "Berg PROPN NNP 5 appos",
            "left VERB VBD 0 root",
        ]);
        assert_eq!(found[5], "Berg appos 5");
    }

    #[test]
    fn a_list_stays_one() {
        let found = mended(&[
            "towns NOUN NNS 0 root",
            ", PUNCT , 3 punct",
            "Lima PROPN NNP 1 conj",
            "and CCONJ CC 5 cc",
            "Quito PROPN NNP 1 conj",
        ]);
        assert_eq!(found[2], "Lima conj 1");
    }

    #[test]
    fn what_ends_in_and_is_a_list() {
        let rows = [
            "chair NOUN NN 0 root",
            ", PUNCT , 3 punct",
            "Ann PROPN NNP 1 appos",
            ", PUNCT , 5 punct",
            "Bob PROPN NNP 1 appos",
            ", PUNCT , 8 punct",
            "and CCONJ CC 8 cc",
            "Jim PROPN NNP 1 conj",
        ];
        let found = mended(&rows);
        assert_eq!([&found[2], &found[4]], ["Ann conj 1", "Bob conj 1"]);
        // `the chair, Ann, a lawyer,`: two names of one.
        assert_eq!(mended(&rows[..5])[2..], ["Ann appos 1", ", punct 5", "Bob appos 1"]);
    }

    #[test]
    fn a_month_has_no_second_name() {
        let found = mended(&[
            "In ADP IN 2 case",
            "May PROPN NNP 6 obl",
            "a DET DT 4 det",
            "critic NOUN NN 2 appos",
            "was AUX VBD 6 aux:pass",
            "fined VERB VBN 0 root",
        ]);
        assert_eq!(found[3], "critic nsubj:pass 6");
    }
}
