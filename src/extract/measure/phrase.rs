//! What a noun phrase measures and whose it is: `Kazakhstan's trade with China` is `trade`, of
//! Kazakhstan, with China.

use super::syntax::Syntax;
use crate::extract::Rules;
use crate::extract::fact::Reason;
use crate::extract::mention::{Candidate, Meaning};
use crate::extract::noun;
use crate::extract::scene::Scene;
use crate::extract::view::{is_dash, is_quote};
use crate::ontology::measure::MeasureUse;
use crate::ontology::word_class::WordClass;
use crate::text::{Relation, Upos};

/// The entities of a noun phrase, by what ties them to its head.
#[derive(Clone, Debug, Default)]
pub struct Parties {
    /// Possessor: `Kazakhstan's`, `its`.
    pub owner: Vec<Candidate>,
    /// Adjective or noun before the head: `Kazakh`, `NATO`.
    pub modifier: Vec<Candidate>,
    /// After `of`.
    pub of: Vec<Candidate>,
    /// After `between`.
    pub between: Vec<Candidate>,
    /// After `in`, `across`, `throughout`.
    pub place: Vec<Candidate>,
    /// After `with`.
    pub with: Vec<Candidate>,
    /// After `to`, `for`.
    pub to: Vec<Candidate>,
    /// After `from`.
    pub from: Vec<Candidate>,
}

impl Parties {
    /// Whose the phrase is: one entity, or the two that have it together.
    pub fn holders(&self) -> &[Candidate] {
        [&self.owner, &self.between, &self.of, &self.place, &self.modifier]
            .into_iter()
            .find(|found| !found.is_empty())
            .map_or(&[], |found| found)
    }

    /// The other side: after `with`, `to` or `from`.
    pub fn others(&self) -> Vec<Candidate> {
        [self.with.as_slice(), &self.to, &self.from].concat()
    }

    /// Fills what is empty from the phrase further in.
    fn or(mut self, inner: Self) -> Self {
        let fill = |to: &mut Vec<Candidate>, from: Vec<Candidate>| {
            if to.is_empty() {
                *to = from;
            }
        };
        fill(&mut self.owner, inner.owner);
        fill(&mut self.modifier, inner.modifier);
        fill(&mut self.of, inner.of);
        fill(&mut self.between, inner.between);
        fill(&mut self.place, inner.place);
        fill(&mut self.with, inner.with);
        fill(&mut self.to, inner.to);
        fill(&mut self.from, inner.from);
        self
    }
}

/// A sentence with its tree, its mentions and the rules.
pub struct Reader<'r, 's> {
    /// The sentence.
    pub scene: &'r Scene<'s>,
    /// Its tree.
    pub syntax: Syntax<'r>,
    /// What extraction goes by.
    pub rules: &'r Rules<'r>,
    /// What `the country` means where coreference does not tell.
    pub country: Option<Candidate>,
}

impl Reader<'_, '_> {
    /// Says whether the lemma at `at` has this use.
    pub fn is(&self, at: usize, wanted: MeasureUse) -> bool {
        let (measures, view) = (&self.rules.words.measures, &self.scene.view);
        measures.is(view.lemma(at), wanted) || measures.is(view.word(at), wanted)
    }

    /// The entities that the noun at `at` names, those joined to it by `and` included; both of
    /// `the two countries`.
    pub fn entities(&self, at: usize) -> Vec<Candidate> {
        let mut found = self.named(at);
        if found.is_empty() {
            let is_definite = self
                .syntax
                .child(at, &[Relation::DET])
                .is_some_and(|article| self.scene.view.word(article) == "the");
            let is_country = matches!(self.scene.view.word(at), "country" | "republic" | "nation");
            let plain = self.syntax.children(at).iter().all(|child| {
                !matches!(
                    self.syntax.relation(*child),
                    Relation::AMOD | Relation::NMOD | Relation::NMOD_POSS | Relation::ACL_RELCL
                )
            });
            let country = self.country.iter().filter(|_| is_definite && is_country && plain);
            found.extend(country.cloned());
            if found.is_empty() {
                found = self.also_called(at);
            }
            if found.is_empty() {
                found = self.named_behind(at);
            }
            if found.is_empty() {
                found = self.named_beside(at);
            }
            return found;
        }
        for child in self.syntax.children(at) {
            if self.syntax.relation(*child) == Relation::CONJ {
                found.extend(self.named(*child));
            }
        }
        found
    }

    /// The name right behind a common noun: `the national oil company Ruritol`.
    fn named_behind(&self, at: usize) -> Vec<Candidate> {
        let next = at + 1;
        let is_named = self.scene.view.upos(at) == Upos::Noun
            && next < self.scene.view.len()
            && self.syntax.head(next) == Some(at)
            && matches!(self.syntax.relation(next), Relation::APPOS | Relation::FLAT);
        let found = if is_named { self.named(next) } else { Vec::new() };
        found.into_iter().filter(|one| self.rules.is(one.class, "Organization")).collect()
    }

    /// The person of an office: `the incumbent president, Karl Brandt,`.
    fn named_beside(&self, at: usize) -> Vec<Candidate> {
        let view = &self.scene.view;
        let is_office = view.upos(at) == Upos::Noun
            && self.syntax.relation(at) != Relation::APPOS
            && self.rules.words.offices.contains_key(view.lemma(at));
        let beside = self.syntax.child(at, &[Relation::APPOS]).filter(|_| is_office);
        let found = beside.map(|name| self.named(name)).unwrap_or_default();
        found.into_iter().filter(|one| self.rules.is(one.class, "Person")).collect()
    }

    /// What a common noun is called: `the bloc known as the League`.
    fn also_called(&self, at: usize) -> Vec<Candidate> {
        let called = self.syntax.children(at).iter().copied().find(|child| {
            self.syntax.relation(*child) == Relation::ACL
                && self.rules.words.is(self.scene.view.lemma(*child), WordClass::Naming)
        });
        let Some(called) = called else { return Vec::new() };
        let names = self.syntax.children(called).iter().map(|child| self.named(*child));
        names.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The entities at `at`, else the project or event that the text describes there and nowhere
    /// names: `the Kenyan railway`.
    pub fn described(&self, at: usize) -> Vec<Candidate> {
        let found = self.entities(at);
        if !found.is_empty() {
            return found;
        }
        let described = self.scene.candidates.iter().filter(|candidate| {
            let is_kind = ["Project", "Event", "Programme"]
                .iter()
                .any(|class| self.rules.is(candidate.class, class));
            candidate.reason == Reason::Description
                && candidate.specific
                && is_kind
                && (candidate.tokens.first..candidate.tokens.end).contains(&at)
        });
        described.max_by_key(|candidate| candidate.tokens.len()).cloned().into_iter().collect()
    }

    /// The entities that the phrase with this head names.
    fn named(&self, at: usize) -> Vec<Candidate> {
        let scene = self.scene;
        let fits = |candidate: &&Candidate| {
            let tokens = candidate.tokens;
            (tokens.first..tokens.end).contains(&at)
                && self.syntax.head_of(tokens.first, tokens.end) == at
                && (candidate.reason != Reason::Description)
                && !self.is_one_of_a_kind(candidate)
                && self.can_be_measured(candidate)
        };
        let Some(best) =
            scene.candidates.iter().filter(fits).min_by_key(|candidate| {
                (std::cmp::Reverse(candidate.tokens.len()), candidate.reason)
            })
        else {
            return Vec::new();
        };
        if best.reason != Reason::Coreference {
            return vec![best.clone()];
        }
        let together = |candidate: &&Candidate| {
            candidate.tokens == best.tokens && candidate.reason == best.reason
        };
        scene.candidates.iter().filter(together).cloned().collect()
    }

    /// `trade between Peru and its neighbours`, `exports to the country`: somebody else has a part in it whom
    /// no name tells, and without him the figure would be that of all trade.
    pub(super) fn has_other_side(&self, noun: usize) -> bool {
        self.syntax.children(noun).iter().any(|child| match self.syntax.case(*child) {
            "between" | "with" | "to" => true,
            "from" => self.entities(*child).is_empty(),
            _ => false,
        })
    }

    /// Says whether a name of the lexicon in the plural is meant by its singular: `the Peace Institute in
    /// Lima` is not all Peace Institutes.
    fn is_one_of_a_kind(&self, candidate: &Candidate) -> bool {
        let Meaning::Entry(entry) = &candidate.meaning else { return false };
        let name = &self.rules.lexicon.entry(*entry).name;
        let said = self.scene.view.slice(candidate.tokens);
        // `the first of them has 20 teachers`
        if candidate.reason == Reason::Coreference
            && crate::extract::coreference::kind::is_kind(self.rules, &candidate.meaning)
        {
            return true;
        }
        name.strip_suffix('s').is_some_and(|singular| singular == said)
    }

    /// Says whether numbers are kept of such things.
    fn can_be_measured(&self, candidate: &Candidate) -> bool {
        let classes =
            ["Country", "Place", "Organization", "Programme", "Project", "EthnicGroup", "Person"];
        classes.iter().any(|class| self.rules.is(candidate.class, class))
    }

    /// The parties of the phrase whose head is `at`, and of the phrases after its `of` and `in`.
    pub fn parties(&self, at: usize) -> Parties {
        self.parties_within(at, 3)
    }

    /// As [`Reader::parties`], through `depth` phrases.
    pub fn parties_within(&self, at: usize, depth: usize) -> Parties {
        let mut parties = Parties::default();
        let mut inner = Vec::new();
        for child in self.syntax.children(at).iter().copied() {
            let entities = self.entities(child);
            match self.syntax.relation(child) {
                Relation::NMOD_POSS => {
                    let owner = if entities.is_empty() { self.possessor(child) } else { entities };
                    parties.owner.extend(owner);
                }
                Relation::AMOD | Relation::COMPOUND | Relation::NMOD_DESC => {
                    let is_country = |one: &Candidate| {
                        self.rules.is(one.class, "Country")
                            || self.rules.is(one.class, "Organization")
                    };
                    parties.modifier.extend(entities.into_iter().filter(is_country));
                }
                Relation::NMOD | Relation::OBL => match self.syntax.case(child) {
                    "of" if entities.is_empty() => inner.push(child),
                    // `eleven words of Turkish`: of no country.
                    "of" => parties.of.extend(entities.into_iter().filter(|one| {
                        one.reason != Reason::Adjective
                            || self.scene.view.word(child).ends_with('s')
                    })),
                    "between" | "among" => parties.between.extend(entities),
                    // `Chinese students at Kenyan universities`: they are in Kenya.
                    "in" | "at" if entities.is_empty() && depth > 0 && self.counts_people(at) => {
                        let inside = self.parties_within(child, depth - 1);
                        parties.place.extend(inside.holders().iter().cloned());
                    }
                    "in" | "across" | "within" | "throughout" | "inside" if entities.is_empty() => {
                        inner.push(child);
                    }
                    "in" | "across" | "within" | "throughout" | "inside" | "at" => {
                        parties.place.extend(entities);
                    }
                    // `freight on the corridor`, `transit through the port`
                    "on" | "along" | "through" | "via" => {
                        let is_way = |one: &Candidate| {
                            ["Project", "Programme", "Facility"]
                                .iter()
                                .any(|class| self.rules.is(one.class, class))
                        };
                        parties.place.extend(entities.into_iter().filter(is_way));
                    }
                    "with" => parties.with.extend(entities),
                    "to" | "into" | "for" => parties.to.extend(entities),
                    "from" => parties.from.extend(entities),
                    _ => {}
                },
                _ => {}
            }
        }
        if depth > 0 {
            for child in inner {
                parties = parties.or(self.parties_within(child, depth - 1));
            }
        }
        parties
    }

    /// What `its` and `their` mean: the subject of the clause that they stand in, or of the one
    /// around it when they stand in the subject (`Kenya wants its trade to grow`).
    fn possessor(&self, pronoun: usize) -> Vec<Candidate> {
        let mut clause = self.syntax.clause(pronoun);
        if self.scene.view.word(pronoun) == "whose"
            && self.syntax.relation(clause) == Relation::ACL_RELCL
        {
            // `the bloc, whose ten members met`
            let found = self.syntax.head(clause).map(|head| self.entities(head));
            return found.filter(|found| found.len() == 1).unwrap_or_default();
        }
        if !matches!(self.scene.view.word(pronoun), "its" | "their") {
            return Vec::new();
        }
        for _ in 0..3 {
            let subject = self.syntax.subject(clause);
            if let Some(subject) = subject.filter(|at| !self.syntax.is_below(pronoun, *at)) {
                let found = if subject < pronoun { self.entities(subject) } else { Vec::new() };
                // `Bashkirs are a third of its population`: a people is no `it`.
                let is_it = |one: &Candidate| {
                    self.scene.view.word(pronoun) != "its"
                        || !["EthnicGroup", "Person"]
                            .iter()
                            .any(|class| self.rules.is(one.class, class))
                };
                return if found.len() == 1 && is_it(&found[0]) { found } else { Vec::new() };
            }
            let Some(head) = self.syntax.head(clause) else { break };
            clause = self.syntax.clause(head);
        }
        Vec::new()
    }

    /// Says whether someone whom the text does not name has what the noun at `at` names: `the
    /// firm's gas`.
    pub fn has_other_owner(&self, at: usize) -> bool {
        let owner = self.syntax.child(at, &[Relation::NMOD_POSS]);
        owner.is_some_and(|owner| {
            self.entities(owner).is_empty() && self.possessor(owner).is_empty()
        })
    }

    /// Says whether a noun is that of the whole world: `the world's uranium`, `global trade`.
    pub fn is_of_world(&self, at: usize) -> bool {
        self.syntax
            .children(at)
            .iter()
            .any(|child| matches!(self.scene.view.word(*child), "world" | "global"))
    }

    /// The place of a noun in its clause: that of the first of the nouns that it is joined to
    /// (`38 consulates and 12 embassies`).
    pub fn seat_of(&self, noun: usize) -> usize {
        let mut place = noun;
        for _ in 0..8 {
            match self.syntax.head(place) {
                Some(head)
                    if self.syntax.relation(place) == Relation::CONJ && self.is_noun(head) =>
                {
                    place = head;
                }
                _ => break,
            }
        }
        place
    }

    /// The words of a phrase in lower case as they stand inside a sentence: its head, what
    /// describes it, and its `of` phrase; without article, possessor, number and those entities
    /// that are told apart.
    pub fn describe(&self, head: usize, apart: &[&Candidate]) -> String {
        let mut kept: Vec<usize> = Vec::new();
        for child in self.syntax.children(head).iter().copied() {
            let describes = matches!(
                self.syntax.relation(child),
                Relation::AMOD | Relation::COMPOUND | Relation::NMOD_DESC | Relation::FLAT
            );
            let (first, last) = self.syntax.extent(child);
            if describes && last < head && head - first < 8 {
                kept.extend(first..=last);
            }
            // `12 Confucius Institutes`, where the first word of the name governs the others
            let is_rest = self.syntax.relation(child) == Relation::FLAT
                && first == head + 1
                && self.scene.view.upos(last) == Upos::Propn;
            if is_rest {
                kept.extend(first..=last);
            }
        }
        kept.push(head);
        let view = &self.scene.view;
        // `EU-Kenya trade`: of both.
        let other_side = self.scene.candidates.iter().filter(|one| {
            one.tokens.first > 0
                && is_dash(view.word(one.tokens.first - 1))
                && apart.iter().any(|first| first.tokens.end + 1 == one.tokens.first)
        });
        let apart: Vec<&Candidate> = apart.iter().copied().chain(other_side).collect();
        let is_apart =
            |at: &usize| apart.iter().any(|one| (one.tokens.first..one.tokens.end).contains(at));
        let is_number = |at: &usize| {
            let number = self.scene.quantities.iter();
            let number =
                number.filter(|number| number.tokens.first <= *at && *at < number.tokens.end);
            number.count() > 0 && *at != head
        };
        let has_other = kept.iter().any(|at| !is_apart(at) && !is_number(at));
        // `a 294-hectare port`
        let is_unit = |at: &usize| {
            let first = (0..*at).rev().find(|before| !is_dash(view.word(*before)));
            first.is_some_and(|first| first + 1 < *at && is_number(&first))
        };
        kept.retain(|at| !(is_dash(view.word(*at)) && *at > 0 && is_number(&(at - 1))));
        kept.retain(|at| !(is_unit(at) && *at != head));
        // `last year EU-Kenya trade`
        let is_time = |at: &usize| {
            let is_told = |first: usize| {
                matches!(view.word(first), "last" | "this" | "next")
                    && matches!(view.word(first + 1), "year" | "month" | "week")
            };
            is_told(*at)
                || *at > 0 && is_told(at - 1)
                || self
                    .scene
                    .times
                    .iter()
                    .any(|time| (time.tokens.first..time.tokens.end).contains(at))
        };
        kept.retain(|at| *at == head || !is_time(at));
        let is_apart_dash = |at: &usize| {
            is_dash(view.word(*at)) && (is_apart(&(at + 1)) || *at > 0 && is_apart(&(at - 1)))
        };
        kept.retain(|at| !is_apart_dash(at));
        kept.retain(|at| !(is_number(at) || is_quote(view.word(*at)) || has_other && is_apart(at)));
        kept.sort_unstable();
        kept.dedup();
        let mut words = self.joined(&kept);
        if let Some(name) = self.acronym(head) {
            words = name;
        }
        let after = head + 1;
        // `GDP per head`
        if matches!(view.word(after), "per") && view.upos(after + 1) == Upos::Noun {
            words = format!("{words} per {}", view.word(after + 1));
        }
        if view.word(after) == "of"
            && let Some(inner) = noun::phrase(view, after + 1)
            && !(inner.first..inner.end).any(|at| is_apart(&at))
            && !(inner.first..inner.end).any(|at| is_number(&at))
        {
            let inner: Vec<usize> = (inner.first..inner.end).collect();
            words = format!("{words} of {}", self.joined(&inner));
        }
        words
    }

    /// The full name behind an acronym, in the plural where it has an `s`.
    fn acronym(&self, head: usize) -> Option<String> {
        let known = self.scene.candidates.iter().find(|candidate| {
            candidate.tokens.end == head + 1
                && candidate.tokens.first == head
                && self.scene.view.forms[head].chars().take(2).all(char::is_uppercase)
        })?;
        let name = self.rules.name_of(&known.meaning).to_owned();
        let is_plural = self.scene.view.forms[head].ends_with('s');
        Some(if is_plural && !name.ends_with('s') { plural(&name) } else { name })
    }

    /// Words beside one another as in the text, common ones in lower case.
    fn joined(&self, tokens: &[usize]) -> String {
        let view = &self.scene.view;
        let mut words = String::new();
        let mut before = None;
        for at in tokens.iter().copied() {
            let is_tight = before.is_some_and(|before| before + 1 == at && view.is_joined(before));
            if !words.is_empty() && !is_tight {
                words.push(' ');
            }
            // Any word may be taken for a name where it opens the sentence: `Voter turnout fell`.
            let names = &view.sentence.names;
            let opens = at == 0 && names.first().is_none_or(|name| name.first > 0);
            let is_name = view.upos(at) == Upos::Propn && !opens
                || view.forms[at].chars().skip(1).any(char::is_uppercase)
                || self.scene.candidates.iter().any(|candidate| {
                    (candidate.tokens.first..candidate.tokens.end).contains(&at)
                        && candidate.reason != Reason::Description
                });
            words.push_str(if is_name || at > 0 && view.is_capitalised(at) {
                view.forms[at]
            } else {
                view.word(at)
            });
            before = Some(at);
        }
        words
    }

    /// Says whether a noun counts people: a word for them, or the name of a people.
    pub fn counts_people(&self, head: usize) -> bool {
        let words = &self.rules.words.people;
        let is_ethnic = |child: &usize| self.scene.view.word(*child) == "ethnic";
        words.contains(self.scene.view.lemma(head))
            || words.contains(self.scene.view.lemma(head).to_lowercase().as_str())
            || words.contains(self.scene.view.word(head))
            || self.syntax.children(head).iter().any(is_ethnic)
            || self.scene.candidates.iter().any(|candidate| {
                candidate.tokens.end == head + 1 && self.rules.is(candidate.class, "EthnicGroup")
            })
    }
}

/// The regular plural of the last word of a phrase.
pub fn plural(words: &str) -> String {
    let ends = |end: &str| words.ends_with(end);
    if ends("s") || ends("x") || ends("ch") || ends("sh") {
        return format!("{words}es");
    }
    match words.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{words}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn plurals_are_regular() {
        assert_eq!(plural("trade partner"), "trade partners");
        assert_eq!(plural("largest economy"), "largest economies");
        assert_eq!(plural("fastest railway"), "fastest railways");
        assert_eq!(plural("tax"), "taxes");
    }
}
