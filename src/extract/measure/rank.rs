//! Places in an order: `China is Kazakhstan's largest trading partner`, `Almaty is the country's
//! most populous city`, `ranked third among exporters`.

use super::figure::Figure;
use super::phrase::{Reader, plural};
use crate::extract::fact::Reason;
use crate::extract::mention::Candidate;
use crate::extract::quantity::{Quantity, QuantityKind, ordinal};
use crate::extract::view::{Tokens, is_dash};
use crate::ontology::measure::MeasureUse as Use;
use crate::ontology::word_class::WordClass;
use crate::text::{Number, Relation, Upos};

impl Reader<'_, '_> {
    /// A superlative or ordinal with the noun that it ranks.
    pub fn rank(&self, quantity: &Quantity) -> Option<Figure> {
        if quantity.kind != QuantityKind::Rank {
            return None;
        }
        let (view, syntax) = (&self.scene.view, &self.syntax);
        let tokens = quantity.tokens;
        let head = syntax.head_of(tokens.first, tokens.end);
        let mut noun = (head >= tokens.end).then_some(head).or_else(|| syntax.head(head))?;
        while syntax.relation(noun) == Relation::COMPOUND && noun >= tokens.end {
            noun = syntax.head(noun)?;
        }
        // `one of the largest cities`, `the largest cities`: no place in the order.
        let is_single = view.token(noun).features.number != Some(Number::Plural);
        let after = noun >= tokens.end && noun - tokens.end < 6;
        let is_single = is_single || self.is_had_in(noun).is_some();
        if !is_single || !after || !self.is_noun(noun) || self.is_among(noun) {
            return None;
        }
        // `the largest partner after Peru`: not the first.
        let behind = (noun + 1..view.len().min(noun + 8))
            .take_while(|at| {
                !matches!(view.word(*at), "," | ";" | ".") && view.upos(*at) != Upos::Verb
            })
            .find(|at| view.word(*at) == "after");
        if behind.is_some_and(|after| view.is_capitalised(after + 1)) {
            return None;
        }
        // `is no longer the largest investor`
        let is_over = self.syntax.children(noun).iter().any(|child| {
            view.word(*child) == "longer" && self.syntax.relation(*child) == Relation::ADVMOD
        });
        if is_over {
            return None;
        }
        let ranked = self.ranked(noun)?;
        let parties = self.parties(noun);
        let holders: Vec<Candidate> =
            parties.holders().iter().filter(|one| one.meaning != ranked.meaning).cloned().collect();
        let mut of = self.describe(noun, &holders.iter().collect::<Vec<_>>());
        let superlative = view.slice(tokens).to_lowercase();
        // The rank is said by the number.
        let is_size = ["largest", "biggest", "top", "greatest"]
            .iter()
            .any(|word| superlative.ends_with(word));
        of = of.trim_start_matches(superlative.as_str()).trim().to_owned();
        if of.is_empty() {
            return None;
        }
        of = match of.split_once(" of ") {
            _ if view.token(noun).features.number == Some(Number::Plural) => of,
            Some((first, rest)) => format!("{} of {rest}", plural(first)),
            None => plural(&of),
        };
        if superlative.ends_with("most populous") {
            of = "population".to_owned();
        } else if !is_size {
            let word = superlative.rsplit([' ', '-']).next().unwrap_or_default();
            of = format!("{word} {of}");
        }
        let (about, counterpart) = if self.is(noun, Use::Partner) {
            let to: Vec<Candidate> = match holders.is_empty() {
                true => parties.to.clone(),
                false => holders,
            };
            let [holder] = to.as_slice() else { return None };
            (holder.clone(), Some(ranked))
        } else {
            let inner = parties.modifier.iter().find(|one| one.meaning != ranked.meaning);
            let other = holders.first().or(inner).cloned();
            (ranked, other)
        };
        Some(Figure {
            measure: "rank",
            value: quantity.value,
            unit: "rank".to_owned(),
            bound: None,
            of,
            about: vec![about],
            counterpart,
            tokens,
            // `wants Peru, its largest supplier, to help`: it is that already.
            governor: match syntax.relation(noun) {
                Relation::APPOS => noun,
                _ => syntax.clause(noun),
            },
            settled: false,
            years_back: 0,
        })
    }

    /// `ranked third among Russia's trading partners`, `came second in the region`.
    pub fn ranking(&self, verb: usize) -> Option<Figure> {
        let view = &self.scene.view;
        if view.lemma(verb) != "rank" || view.upos(verb) != Upos::Verb {
            return None;
        }
        let at = verb + 1;
        let value = match ordinal(view.word(at)) {
            Some(value) => value,
            None if view.word(at) == "number" || view.word(at) == "no." => {
                view.word(at + 1).parse().ok()?
            }
            None => return None,
        };
        let found = self.entities(self.syntax.subject(verb)?);
        let [about] = found.as_slice() else { return None };
        // `ranked 12th of 180 countries in the index`
        let of = matches!(view.word(at + 1), "of" | "out")
            .then(|| (at + 2..view.len().min(at + 5)).find(|at| view.word(*at) == "countries"));
        let start = of.flatten().unwrap_or(at);
        let among = (start..view.len().min(start + 4))
            .find(|at| matches!(view.word(*at), "among" | "in" | "by" | "for" | "on"))?;
        let phrase = crate::extract::noun::phrase(view, among + 1)?;
        let noun = self.syntax.head_of(phrase.first, phrase.end);
        let parties = self.parties(noun);
        let counterpart = parties
            .holders()
            .iter()
            .chain(&self.entities(noun))
            .find(|one| one.meaning != about.meaning)
            .cloned();
        let apart: Vec<&Candidate> = counterpart.iter().collect();
        let of = if self.entities(noun).is_empty() {
            self.describe(noun, &apart)
        } else {
            return None;
        };
        Some(Figure {
            measure: "rank",
            value,
            unit: "rank".to_owned(),
            bound: None,
            of,
            about: vec![about.clone()],
            counterpart,
            tokens: Tokens::new(at, at + 1),
            governor: verb,
            settled: false,
            years_back: 0,
        })
    }

    /// `holds the fourth-largest gas reserves in the world`: the verb that says whose is ranked among those of
    /// the world or of a region.
    fn is_had_in(&self, noun: usize) -> Option<usize> {
        let syntax = &self.syntax;
        let verb = syntax.head(noun).filter(|_| syntax.relation(noun) == Relation::OBJ)?;
        let view = &self.scene.view;
        let is_inside = (noun + 1..view.len().min(noun + 4))
            .any(|at| self.rules.words.is(view.word(at), WordClass::Realm))
            || self.is_of_world(noun);
        let is_stock = self.rules.words.is(view.lemma(noun), WordClass::Stock);
        (is_inside && is_stock && self.is(verb, Use::Have)).then_some(verb)
    }

    /// Says whether a phrase names several of which the ranked one is one.
    fn is_among(&self, noun: usize) -> bool {
        let view = &self.scene.view;
        let (first, _) = self.syntax.extent(noun);
        matches!(self.syntax.case(noun), "of" | "among")
            && self.syntax.relation(noun) == Relation::NMOD
            || (first..noun).any(|at| view.word(at) == "one" || view.word(at) == "among")
    }

    /// The one entity that is said to hold the rank: the subject of the copula or of `became`, the
    /// noun in apposition.
    fn ranked(&self, noun: usize) -> Option<Candidate> {
        let (view, syntax) = (&self.scene.view, &self.syntax);
        // `The Chinese are the largest group`: a people is not its state.
        let is_state = |one: &&Candidate| one.reason != Reason::Adjective;
        let one = |found: Vec<Candidate>| {
            found.first().filter(|_| found.len() == 1).filter(is_state).cloned()
        };
        if let Some(subject) = syntax.child(noun, &[Relation::NSUBJ]) {
            return self.subject_or_reference(subject).and_then(one);
        }
        if let Some(verb) = self.is_had_in(noun) {
            return one(self.entities(syntax.subject(verb)?));
        }
        let head = syntax.head(noun)?;
        match syntax.relation(noun) {
            Relation::XCOMP | Relation::OBJ
                if matches!(view.lemma(head), "become" | "remain" | "be" | "make") =>
            {
                one(self.entities(syntax.subject(head)?))
            }
            Relation::OBL | Relation::NMOD if syntax.case(noun) == "as" => {
                one(self.entities(syntax.subject(syntax.clause(head))?))
            }
            Relation::APPOS => one(self.entities(head)),
            Relation::CONJ => {
                // `China is our friend and the biggest investor`
                let subject = syntax.child(head, &[Relation::NSUBJ])?;
                one(self.entities(subject))
            }
            _ => None,
        }
        .or_else(|| {
            let apposed = syntax.child(noun, &[Relation::APPOS])?;
            one(self.entities(apposed))
        })
        .or_else(|| {
            // `, Almaty,` right after the noun.
            let next = noun + 1;
            let is_set_off = view.word(next) == "," || is_dash(view.word(next));
            is_set_off
                .then(|| one(self.entities(next + 1)))
                .flatten()
                .filter(|_| syntax.head(next + 1) == Some(noun))
        })
    }

    /// The entities that a subject names, a relative pronoun's antecedent included.
    fn subject_or_reference(&self, subject: usize) -> Option<Vec<Candidate>> {
        let found = self.entities(subject);
        (!found.is_empty()).then_some(found)
    }
}
