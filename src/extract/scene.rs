//! One sentence ready for matching: what starts at each token, lists made one, pronouns resolved.

use super::Rules;
use super::counterpart::Counterpart;
use super::fact::Reason;
use super::implied::Recent;
use super::mention::{Candidate, Found, Meaning};
use super::office::{self, Office};
use super::quantity::Quantity;
use super::time::Time;
use super::view::{Tokens, View, is_dash, is_quote};
use crate::ontology::word_class::WordClass;
use crate::ontology::{ClassId, EntryId};
use crate::text::{Relation, Upos};

/// Tokens of the longest title.
const LONGEST_TITLE: usize = 12;

/// One or more candidates that fill a slot together: `Russia, Armenia and Belarus`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// From the first member to the last.
    pub tokens: Tokens,
    /// Indices into [`Scene::candidates`].
    pub members: Vec<usize>,
}

/// A sentence and everything found in it.
pub struct Scene<'a> {
    /// The sentence.
    pub view: View<'a>,
    /// What its stretches may mean, in order.
    pub candidates: Vec<Candidate>,
    /// Dates, in order.
    pub times: Vec<Time>,
    /// Numbers, in order.
    pub quantities: Vec<Quantity>,
    /// Lists and single candidates, by first token, longer ones first.
    pub groups: Vec<Group>,
    /// The office that starts at each token, if one does.
    pub offices: Vec<Option<Office>>,
    /// The country that the article is about, where no other is near: `the police` are its police.
    pub home: Option<EntryId>,
    /// The union of states that the article is about.
    pub union: Option<Meaning>,
    /// The countries that the article names anywhere, in order.
    pub countries: Vec<EntryId>,
    /// What the two sentences before have named that a clause may leave out, the nearest first.
    pub before: Vec<Recent>,
    /// Persons who hold the same office as somebody else.
    pub counterparts: Vec<Counterpart>,
    /// Lemmas and lower-case forms, sorted: which patterns can match at all.
    pub vocabulary: Vec<String>,
    /// By word of the vocabulary: where it stands, in order.
    places: Vec<Vec<usize>>,
}

impl<'a> Scene<'a> {
    /// Puts a sentence together. `several` are candidates that one expression means together,
    /// such as the two of `the two countries`.
    pub fn new(view: View<'a>, found: Found, several: &[Vec<usize>], rules: &Rules<'_>) -> Self {
        let mut vocabulary: Vec<String> = view.lower.clone();
        vocabulary.extend(view.sentence.tokens.iter().map(|token| token.lemma.to_string()));
        vocabulary.sort_unstable();
        vocabulary.dedup();
        let mut places = vec![Vec::new(); vocabulary.len()];
        for (at, token) in view.sentence.tokens.iter().enumerate() {
            let word = index_of(&vocabulary, view.word(at));
            let lemma = index_of(&vocabulary, &token.lemma).filter(|lemma| Some(*lemma) != word);
            for index in word.into_iter().chain(lemma) {
                places[index].push(at);
            }
        }
        // `Amir Khan Muttaqi`: a part of a name is no title.
        let is_in_name = |tokens: Tokens| {
            found.candidates.iter().any(|candidate| {
                rules.is(candidate.class, "Person")
                    && candidate.tokens.len() > tokens.len()
                    && candidate.tokens.contains(tokens)
                    && candidate.reason != Reason::Coreference
            })
        };
        let office = |at| office::at(&view, rules.words, at).filter(|one| !is_in_name(one.tokens));
        let offices = (0..view.len()).map(office).collect();
        let mut scene = Self {
            view,
            offices,
            candidates: found.candidates,
            times: found.times,
            quantities: found.quantities,
            groups: Vec::new(),
            home: None,
            union: None,
            countries: Vec::new(),
            before: Vec::new(),
            counterparts: Vec::new(),
            vocabulary,
            places,
        };
        scene.groups = scene.lists(rules, several);
        scene
    }

    /// Every candidate alone, and every list of candidates of one kind.
    fn lists(&self, rules: &Rules<'_>, several: &[Vec<usize>]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for (first, candidate) in self.candidates.iter().enumerate() {
            groups.push(Group { tokens: candidate.tokens, members: vec![first] });
            let mut members = vec![first];
            let mut end = candidate.tokens.end;
            while let Some(next) = self.next_in_list(rules, first, end) {
                // `A and B, C's neighbours`: behind its `and` a list has one more.
                let last = members.last().map_or(0, |last| self.candidates[*last].tokens.first);
                let is_whole = last > 0 && matches!(self.view.word(last - 1), "and" | "or");
                let is_bare = (end..self.candidates[next].tokens.first)
                    .all(|at| !matches!(self.view.word(at), "and" | "or" | "&"));
                if members.len() > 1 && is_whole && is_bare && self.view.word(end) == "," {
                    break;
                }
                members.push(next);
                end = self.candidates[next].tokens.end;
                let tokens = Tokens::new(candidate.tokens.first, end);
                if !self.is_only_beside(&members) {
                    groups.push(Group { tokens, members: members.clone() });
                }
            }
        }
        groups.extend(self.owned(rules));
        groups.extend(several.iter().filter_map(|members| {
            let tokens = self.candidates[*members.first()?].tokens;
            Some(Group { tokens, members: members.clone() })
        }));
        groups.sort_by_key(|group| {
            (
                group.tokens.first,
                std::cmp::Reverse(group.tokens.end),
                std::cmp::Reverse(group.members.len()),
            )
        });
        groups
    }

    /// `At the invitation of Anna Weber, Jan Berg came`: two names with a comma between them, and
    /// nothing that makes them a list.
    fn is_only_beside(&self, members: &[usize]) -> bool {
        let [one, other] = members else { return false };
        let view = &self.view;
        let (one, other) = (self.candidates[*one].tokens, self.candidates[*other].tokens);
        let is_article = |at: usize| matches!(view.word(at), "a" | "an" | "the");
        let is_comma = view.word(one.end) == ","
            && (one.end + 1..other.first).all(is_article)
            && one.end < other.first;
        let goes_on = view.word(other.end) == ","
            || matches!(view.word(other.end), "and" | "or" | "&" | ")" | ";");
        let (head, second) = (view.head_of(one), view.head_of(other));
        let is_conjunct =
            view.relation(second) == Relation::CONJ && view.governor(second) == Some(head);
        is_comma && !goes_on && !is_conjunct
    }

    /// Descriptions without the name that opens them: of `Kenya's mass protests` the protests, of
    /// `a Kenyan-backed plan` the plan, so that a pattern can say whose they are.
    fn owned(&self, rules: &Rules<'_>) -> Vec<Group> {
        let view = &self.view;
        let mut groups = Vec::new();
        for (index, candidate) in self.candidates.iter().enumerate() {
            if candidate.reason != Reason::Description {
                continue;
            }
            // `the Kenya–Uganda treaty` is both's.
            let is_joint = ["Agreement", "Negotiation", "Summit", "Exercise", "Conflict"]
                .iter()
                .any(|class| rules.is(candidate.class, class));
            // `the Kenya–Uganda crisis` and `the Kenyan and Ugandan crises` are not one's own.
            let is_shared = |first: usize| {
                first > 0
                    && (is_dash(view.word(first - 1))
                        || matches!(view.word(first - 1), "and" | "or"))
            };
            let mut starts: Vec<usize> = (self.candidates.iter())
                .filter(|name| name.reason != Reason::Description)
                .filter(|name| candidate.tokens.contains(name.tokens))
                .filter(|name| is_joint || !is_shared(name.tokens.first))
                .filter_map(|name| match view.word(name.tokens.end) {
                    "'s" | "'" => Some(name.tokens.end + 1),
                    word if is_dash(word) => (view.upos(name.tokens.end + 1) == Upos::Verb)
                        .then_some(name.tokens.end + 2),
                    _ => Some(name.tokens.end),
                })
                // `Kenya's proposed plan`
                .chain(
                    (view.upos(candidate.tokens.first) == Upos::Verb)
                        .then_some(candidate.tokens.first + 1),
                )
                .filter(|start| *start < candidate.tokens.end)
                .filter(|start| (*start..candidate.tokens.end).all(|at| view.word(at) != "'s"))
                .collect();
            starts.sort_unstable();
            starts.dedup();
            groups.extend(starts.into_iter().map(|start| Group {
                tokens: Tokens::new(start, candidate.tokens.end),
                members: vec![index],
            }));
        }
        groups
    }

    /// The candidate after `end` that goes on with the list that `first` starts.
    fn next_in_list(&self, rules: &Rules<'_>, first: usize, end: usize) -> Option<usize> {
        let view = &self.view;
        let mut at = end;
        // `Aktobe University (Aktobe), …`: what stands in brackets belongs to the member before.
        if let Some(close) = view.closing(at) {
            at = close + 1;
        }
        let mut joined = false;
        // `belongs to the union together with Kenya`: no state is company for its union.
        let mut is_company = false;
        if view.word(at) == "," {
            at += 1;
            joined = true;
        }
        if matches!(view.word(at), "and" | "or" | "&") {
            at += 1;
            joined = true;
        } else if rules.words.is(view.word(at), WordClass::Jointly)
            && view.word(at + 1) == "with"
            && matches!(
                view.relation(view.head_of(self.candidates[first].tokens)),
                Relation::NSUBJ | Relation::NSUBJ_PASS
            )
        {
            at += 2;
            joined = true;
            is_company = true;
        } else if view.word(at) == "as" && view.word(at + 1) == "well" {
            at += 3;
            joined = true;
        } else if is_dash(view.word(at)) && at > 0 && view.is_joined(at - 1) && view.is_joined(at) {
            at += 1;
            joined = true;
        }
        joined.then_some(())?;
        while matches!(view.word(at), "the" | "a" | "an" | "both" | "later" | "also") {
            at += 1;
        }
        let kind = self.candidates[first].clone();
        if rules.is(kind.class, "Person") {
            at = self.past_title(rules, at);
        }
        // `the EU and Kazakhstan`: states and unions of states are parties of one kind.
        let is_party = |class: ClassId| {
            rules.is(class, "Country") || rules.is(class, "IntergovernmentalOrganization")
        };
        let is_alike = |class: ClassId| {
            rules.onto.class(class).top == rules.onto.class(kind.class).top
                || !is_company && is_party(class) && is_party(kind.class)
        };
        // `the arrest of Weber by Peru, and Kenya demanded`: a new subject begins a clause and no list goes on.
        let is_subject = |tokens: Tokens| {
            matches!(view.relation(view.head_of(tokens)), Relation::NSUBJ | Relation::NSUBJ_PASS)
        };
        let starts_clause = |tokens: Tokens| is_subject(tokens) && !is_subject(kind.tokens);
        self.candidates.iter().position(|candidate| {
            candidate.tokens.first == at
                && !starts_clause(candidate.tokens)
                // `Peru and Chile, which joined`: a pronoun goes on with no list.
                && view.upos(at) != Upos::Pron
                && is_alike(candidate.class)
                && (candidate.reason == Reason::Adjective) == (kind.reason == Reason::Adjective)
                && (candidate.reason == Reason::Description) == (kind.reason == Reason::Description)
        })
    }

    /// Past what a person is called before her name: `Kenya's President`, `economist`, `Kenyan Ambassador
    /// to Peru`, `chairman of the Green Party`; `start` where no such name follows.
    pub fn past_title(&self, rules: &Rules<'_>, start: usize) -> usize {
        let view = &self.view;
        let is_person =
            |candidate: &&Candidate| candidate.is_by_name() && rules.is(candidate.class, "Person");
        let named = (self.candidates.iter())
            .filter(is_person)
            .map(|person| person.tokens.first)
            .find(|first| (start + 1..=start + LONGEST_TITLE).contains(first));
        let Some(end) = named else { return start };
        let names_one = |at: usize| rules.words.is_person_noun(&view.lemma(at).to_lowercase());
        let is_beside = |at: usize| {
            matches!(view.upos(at), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn)
                || matches!(view.word(at), "of" | "to" | "in" | "for" | "'s")
                || is_dash(view.word(at)) && view.is_joined(at)
        };
        let is_in_title = |at: usize| {
            self.offices.iter().flatten().any(|one| one.tokens.contains(Tokens::new(at, at + 1)))
        };
        let is_link = |at: usize| matches!(view.word(at), "of" | "to" | "in" | "for");
        // The body or the post behind the noun: `of the Green Party`, `to Peru`; not `daughter of the minister`.
        let is_body = |at: usize| {
            let body = self.candidates.iter().find(|one| one.tokens.end == at && !is_person(one));
            body.is_some_and(|body| {
                let first = body.tokens.first;
                let link = first - usize::from(first > 0 && view.word(first - 1) == "the");
                link > start + 1
                    && is_link(link - 1)
                    && !(start..link - 1).any(is_link)
                    && (names_one(link - 2) || is_in_title(link - 2))
            })
        };
        let is_kin = (start..end).any(|at| super::person::is_kin(rules.words, view.lemma(at)));
        let is_plain = !(start..end).any(is_link) && (names_one(end - 1) || is_in_title(end - 1));
        let is_title = !is_kin && (start..end).all(is_beside) && (is_plain || is_body(end));
        if is_title { end } else { start }
    }

    /// The tokens that are this word or have it as their lemma, in order.
    pub fn places_of(&self, word: &str) -> &[usize] {
        index_of(&self.vocabulary, word).map_or(&[], |index| &self.places[index])
    }

    /// Groups that start at token `at`.
    pub fn groups_at(&self, at: usize) -> impl Iterator<Item = &Group> {
        let first = self.groups.partition_point(|group| group.tokens.first < at);
        self.groups[first..].iter().take_while(move |group| group.tokens.first == at)
    }

    /// Says whether a list starts before `group` and takes it in.
    pub fn continues_list(&self, group: &Group) -> bool {
        self.groups.iter().any(|other| {
            other.tokens.first < group.tokens.first
                && other.members.len() > 1
                && other.members.iter().any(|member| {
                    self.candidates[*member].tokens == self.candidates[group.members[0]].tokens
                })
        })
    }

    /// The date that starts at token `at`, its preposition included.
    pub fn time_at(&self, at: usize) -> Option<usize> {
        self.times.iter().position(|time| time.tokens.first == at)
    }

    /// The number that starts at token `at`.
    pub fn quantity_at(&self, at: usize) -> Option<&Quantity> {
        self.quantities.iter().find(|quantity| quantity.tokens.first == at)
    }

    /// Says whether the noun phrase ends with `end`, so that what stands before is its head.
    pub fn ends_phrase(&self, end: usize) -> bool {
        let view = &self.view;
        if end >= view.len() {
            return true;
        }
        let is_compound =
            matches!(view.upos(end), Upos::Noun | Upos::Propn) && !is_quote(view.word(end));
        let is_possessor = matches!(view.word(end), "'s" | "'");
        let is_dashed = is_dash(view.word(end)) && view.is_joined(end - 1);
        !(is_compound || is_possessor && !is_quote_end(view, end) || is_dashed)
    }
}

/// Where a word stands in a sorted vocabulary.
fn index_of(vocabulary: &[String], word: &str) -> Option<usize> {
    vocabulary.binary_search_by(|known| known.as_str().cmp(word)).ok()
}

/// Says whether the mark at `at` closes a quotation rather than marking a possessor.
fn is_quote_end(view: &View<'_>, at: usize) -> bool {
    view.word(at) == "'" && !matches!(view.upos(at), Upos::Part)
}
