//! What phrases beside a match tell of it, whatever its pattern: where it happened, as what
//! somebody took part, how many, for how much and how long. The ontology says which relations take
//! which (`sg:qualifiedBy`).

use super::graph::Label;
use super::ground::Ground;
use crate::extract::Rules;
use crate::extract::fact::Reason;
use crate::extract::matching::Fill;
use crate::extract::noun;
use crate::extract::quantity::{Quantity, QuantityKind};
use crate::extract::time;
use crate::extract::view::Tokens;
use crate::ontology::RelationId;
use crate::ontology::pattern::{Part, QualifierName};
use crate::ontology::word_class::WordClass;
use crate::text::{Relation, Upos};

/// A match as far as its qualifiers need it.
pub struct Matched<'m> {
    /// What it states.
    pub relation: RelationId,
    /// The tokens that the nodes of the template were found at, the anchor first.
    pub tokens: &'m [usize],
    /// What fills its slots.
    pub fills: &'m [(Part, Fill)],
    /// The stretches that the slots take.
    pub taken: &'m [Tokens],
}

/// Finds the qualifiers that hang on a match.
pub fn qualifiers(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    matched: &Matched<'_>,
) -> Vec<(Part, Fill)> {
    let reader = Reader { ground, rules, matched };
    let mut found = Vec::new();
    for name in &rules.onto.relation(matched.relation).qualified_by {
        let (part, fill) = match name.as_str() {
            "place" => (QualifierName::Place, reader.place()),
            "role" => (QualifierName::Role, reader.role()),
            "countOf" => (QualifierName::Count, reader.count()),
            "amountOfMoney" => (QualifierName::Amount, reader.amount()),
            "term" => (QualifierName::Term, reader.term()),
            _ => continue,
        };
        let part = Part::Qualifier(part);
        let is_told = matched.fills.iter().any(|(told, _)| *told == part);
        found.extend(fill.filter(|_| !is_told).map(|fill| (part, fill)));
    }
    found
}

struct Reader<'r, 'g, 'a> {
    ground: &'r Ground<'g, 'a>,
    rules: &'r Rules<'r>,
    matched: &'r Matched<'r>,
}

impl Reader<'_, '_, '_> {
    fn anchor(&self) -> usize {
        self.matched.tokens[0]
    }

    fn is_taken(&self, tokens: Tokens) -> bool {
        self.matched.taken.iter().any(|taken| taken.overlaps(tokens))
    }

    /// The tokens that hang by one of these prepositions on the anchor.
    fn beside(&self, prepositions: &[&str]) -> impl Iterator<Item = (usize, &str)> {
        self.ground.graph.below(self.anchor()).filter_map(move |arc| match &arc.label {
            Label::Prep(word) if prepositions.contains(&word.as_str()) => {
                Some((arc.dependent, word.as_str()))
            }
            _ => None,
        })
    }

    /// `signed in Lima`, `proposed at the summit`.
    fn place(&self) -> Option<Fill> {
        let candidates = &self.ground.scene.candidates;
        self.beside(&["in", "at", "during"]).find_map(|(token, preposition)| {
            let index = self.ground.headed[token].iter().copied().find(|index| {
                let candidate = &candidates[*index];
                let is = |class: &str| self.rules.is(candidate.class, class);
                let is_place = is("Place") || is("Country");
                let is_meeting = candidate.specific && (is("Event") || is("Organization"));
                let fits = match preposition {
                    "in" => is_place,
                    "during" => is_meeting,
                    _ => is_place || is_meeting,
                };
                fits && candidate.reason != Reason::Adjective
                    && !self.is_taken(candidate.tokens)
                    && !self.is_place_of_event(candidate.tokens)
            })?;
            Some(Fill::Candidates(vec![index], candidates[index].tokens))
        })
    }

    /// `condemned the coup in Niger`: the place of the event that fills a slot, and of those who took
    /// part in it only.
    fn is_place_of_event(&self, place: Tokens) -> bool {
        let candidates = &self.ground.scene.candidates;
        let ends_before = |tokens: &Tokens| {
            let between = tokens.end..place.first;
            (1..=2).contains(&between.len())
                && between.skip(1).all(|at| self.ground.scene.view.word(at) == "the")
        };
        let mut events = self.matched.fills.iter().filter_map(|(_, fill)| match fill {
            Fill::Candidates(members, _) => Some(members),
            _ => None,
        });
        !self.rules.onto.relation(self.matched.relation).participation
            && events.any(|members| {
                members
                    .iter()
                    .map(|member| &candidates[*member])
                    .any(|event| self.rules.is(event.class, "Event") && ends_before(&event.tokens))
            })
    }

    /// `took part as an observer`; `is a founding member`.
    fn role(&self) -> Option<Fill> {
        let view = &self.ground.scene.view;
        let capacity = self.beside(&["as"]).find_map(|(token, _)| {
            let is_free =
                view.upos(token) == Upos::Noun && !self.is_taken(Tokens::new(token, token + 1));
            // `joined A in 2019 and B as an observer`: the other one.
            let last = self.matched.taken.iter().map(|tokens| tokens.end).max().unwrap_or(0);
            let is_of_another = (last..token).any(|at| view.word(at) == "and");
            (is_free && !is_of_another && self.is_capacity(token))
                .then(|| Tokens::new(noun::start_of(view, token + 1), token + 1))
        });
        let tokens = capacity.or_else(|| self.kind_of_member())?;
        Some(Fill::Words(tokens))
    }

    /// `as an observer`, not `as a reason`: what somebody or some body can be.
    fn is_capacity(&self, noun: usize) -> bool {
        let lemma = self.ground.scene.view.lemma(noun);
        let words = self.rules.words;
        words.people.contains(lemma)
            || words.offices.contains_key(lemma)
            || words.name_heads.contains_key(lemma)
            || words.is(lemma, WordClass::Capacity)
    }

    /// The noun that a match is told by, where a word before it says which kind: `founding member`.
    fn kind_of_member(&self) -> Option<Tokens> {
        let view = &self.ground.scene.view;
        let anchor = self.anchor();
        let is_person = view.upos(anchor) == Upos::Noun
            && self.rules.words.is(view.lemma(anchor), WordClass::Capacity);
        let kind = self.ground.children(anchor).find(|child| {
            child + 1 == anchor
                && matches!(self.ground.relation(*child), Relation::AMOD | Relation::COMPOUND)
                && (view.upos(*child) == Upos::Adj || view.word(*child).ends_with("ing"))
                && view.word(*child).starts_with(char::is_alphabetic)
        })?;
        let tells = !matches!(
            view.lemma(kind),
            "other" | "former" | "new" | "many" | "several" | "fellow" | "only" | "sole"
        );
        (is_person && tells).then(|| Tokens::new(kind, anchor + 1))
    }

    /// The number of what fills a slot: `sentenced 12 activists`.
    fn count(&self) -> Option<Fill> {
        self.quantity(
            |quantity| quantity.kind == QuantityKind::Count,
            |number, slot| {
                self.ground.parent(number) == Some(slot)
                    && self.ground.relation(number) == Relation::NUMMOD
                    && number < slot
            },
        )
    }

    /// `a $5 million contract`, `signed a deal worth $5 million`.
    fn amount(&self) -> Option<Fill> {
        self.quantity(
            |quantity| matches!(quantity.kind, QuantityKind::Money(_)),
            |number, slot| {
                let parent = self.ground.parent(number);
                let is_worth = |token: usize| {
                    self.ground.scene.view.word(token) == "worth"
                        && self.ground.parent(token) == Some(slot)
                };
                parent == Some(slot) || parent.is_some_and(is_worth)
            },
        )
    }

    /// The quantity of a kind whose head hangs on the head of a slot or on the anchor.
    fn quantity(
        &self,
        is_kind: impl Fn(&Quantity) -> bool,
        hangs: impl Fn(usize, usize) -> bool,
    ) -> Option<Fill> {
        let view = &self.ground.scene.view;
        let quantities = self.ground.scene.quantities.iter().filter(|quantity| is_kind(quantity));
        let mut found = quantities.filter(|quantity| {
            let number = super::ground::head_of(view, quantity.tokens);
            self.matched.tokens.iter().any(|slot| hangs(number, *slot))
        });
        let quantity = found.next()?;
        // Of two one cannot tell whose it is.
        found.next().is_none().then_some(Fill::Quantity(quantity.tokens.first))
    }

    /// `for five years`, `a five-year plan`, `to 12 years in prison`.
    fn term(&self) -> Option<Fill> {
        let view = &self.ground.scene.view;
        // `to life imprisonment`, `to life in prison`, `to death`
        let life = self.ground.children(self.anchor()).find_map(|noun| match view.word(noun) {
            "imprisonment" | "sentence" | "term" if noun > 0 && view.word(noun - 1) == "life" => {
                Some(Tokens::new(noun - 1, noun + 1))
            }
            "life" if view.word(noun + 1) == "in" => Some(Tokens::new(noun, noun + 1)),
            "death" if noun > 0 && view.word(noun - 1) == "to" => Some(Tokens::new(noun, noun + 1)),
            _ => None,
        });
        if let Some(tokens) = life.filter(|tokens| !self.is_taken(*tokens)) {
            return Some(Fill::Words(tokens));
        }
        let hangs = |tokens: Tokens| {
            let head = super::ground::head_of(view, tokens);
            self.ground.parent(head).is_some_and(|parent| self.matched.tokens.contains(&parent))
        };
        (0..view.len()).find_map(|at| {
            let (_, end) = time::duration(view, at)?;
            let tokens = Tokens::new(at, end);
            // `from 2 to 28 years` is that of several.
            let is_range = at >= 3 && view.word(at - 1) == "to" && view.word(at - 3) == "from";
            (!is_range && hangs(tokens) && !self.is_taken(tokens)).then_some(Fill::Words(tokens))
        })
    }
}
