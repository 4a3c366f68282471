//! What is told of people around somebody, of a delegation or of another state's holder of an office: none of
//! it is told of the name inside the phrase.

use super::Maker;
use crate::extract::fact::{Realis, Reason, Status};
use crate::extract::matching::Fill;
use crate::extract::mention::{Candidate, Meaning};
use crate::extract::view::Tokens;
use crate::ontology::pattern::Part;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Cue;
use crate::text::{Relation, Upos, Xpos};

impl Maker<'_, '_> {
    /// Says whether the match tells of a name that only stands beside what is told.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.is_in_a_name()
            || self.is_of_a_speaker()
            || self.is_place_of_verb()
            || self.is_free_relative()
            || self.is_founded_elsewhere()
    }

    /// `Weber, who worked for Solt Oil, founded the company`: another one.
    fn is_founded_elsewhere(&self) -> bool {
        let view = &self.scene.view;
        if !self.says("foundedBy") && !self.says("foundedOn") {
            return false;
        }
        let Some(verb) = self.found.verb else { return false };
        self.fills(Part::Subject).any(|fill| match fill {
            Fill::Candidates(members, _) => members.iter().any(|member| {
                let body = &self.scene.candidates[*member];
                let named = self.scene.candidates.iter().find(|one| {
                    one.meaning == body.meaning
                        && one.reason != Reason::Coreference
                        && one.tokens.end <= verb
                });
                body.reason == Reason::Coreference
                    && body.tokens.first > verb
                    && named.is_some_and(|named| {
                        let head = view.head_of(named.tokens);
                        std::iter::successors(view.governor(head), |at| view.governor(*at))
                            .take(view.len())
                            .any(|at| view.relation(at) == Relation::ACL_RELCL)
                    })
            }),
            _ => false,
        })
    }

    /// `more than what it owes France, and Chile $3 billion`: what, nobody says, and where that ends neither.
    fn is_free_relative(&self) -> bool {
        let view = &self.scene.view;
        self.found.verb.is_some_and(|verb| {
            view.children(verb)
                .any(|what| view.word(what) == "what" && view.relation(what) == Relation::OBJ)
        })
    }

    /// `sued the Weaving Company in Geneva`: where it was sued.
    fn is_place_of_verb(&self) -> bool {
        let view = &self.scene.view;
        let ends = self.tokens_of(Part::Subject).zip(self.tokens_of(Part::Object));
        let Some((body, place)) = ends.filter(|_| self.says("locatedIn")) else { return false };
        let (body, place) = (view.head_of(body), view.head_of(place));
        let is_body = self.fills(Part::Subject).any(|fill| match fill {
            Fill::Candidates(members, _) => members.iter().all(|member| {
                ["Company", "GovernmentBody", "MediaOutlet"]
                    .iter()
                    .any(|class| self.rules.is(self.scene.candidates[*member].class, class))
            }),
            _ => false,
        });
        let verb = view.governor(body).filter(|verb| {
            is_body
                && matches!(view.relation(body), Relation::OBJ | Relation::NSUBJ_PASS)
                && view.governor(place) == Some(*verb)
        });
        verb.is_some_and(|verb| {
            view.upos(verb) == Upos::Verb
                && !self.rules.words.is_cue(view.lemma(verb), Cue::Creating)
                && (self.found.first..self.found.end).all(|at| view.upos(at) != Upos::Verb)
        })
    }

    /// `LIMA TIMES: Kenya's minister, Anna Weber, left`: what is said by whoever speaks is not of the speaker.
    fn is_of_a_speaker(&self) -> bool {
        let subject = self.tokens_of(Part::Subject);
        subject.is_some_and(|subject| {
            subject.first == 0
                && self.scene.view.word(subject.end) == ":"
                && self.found.end > subject.end
        })
    }

    /// `the daughter of Peru's president, Anna Weber`, `a spokesman for the founder of the party, Jan Berg`: the
    /// name may be that of either.
    pub(super) fn is_of_ones_people(&self) -> bool {
        let view = &self.scene.view;
        let office = self.role().map(|role| role.end - 1).or(self.found.anchor);
        let Some(office) = office.filter(|at| {
            view.upos(*at) == Upos::Noun
                && matches!(view.relation(*at), Relation::NMOD | Relation::NMOD_POSS)
        }) else {
            return false;
        };
        let first = self.role().map_or(office, |role| role.first);
        let is_outer =
            |at: usize| at < first && (self.scene.offices[at].is_some() || self.is_of_people(at));
        let is_behind = |candidate: &Candidate| {
            self.rules.is(candidate.class, "Person") && candidate.tokens.first > office
        };
        // `Anna Weber, a niece of Peru's president, Jan Berg`: she has a name already.
        let has_name = |at: usize| {
            view.relation(at) == Relation::APPOS
                && view.governor(at).is_some_and(|name| view.upos(name) == Upos::Propn)
        };
        let outer = view.governor(office).filter(|at| is_outer(*at) && !has_name(*at));
        outer.is_some() && self.members().any(is_behind)
    }

    /// `observers from the union, led by Jan Berg`, `a Peruvian delegation headed by`: who leads those sent
    /// does not lead what sent them.
    pub(super) fn leads_those_sent(&self) -> bool {
        let view = &self.scene.view;
        let participle = self.found.anchor.or(self.found.verb).filter(|at| {
            matches!(view.token(*at).xpos, Xpos::VBN | Xpos::VBD)
                && matches!(view.relation(*at), Relation::ACL | Relation::ACL_RELCL)
                && view.subject_of(*at).is_none()
        });
        let Some(led) =
            participle.filter(|_| self.says("leaderOf")).and_then(|at| view.governor(at))
        else {
            return false;
        };
        let objects = self.fills(Part::Object).filter_map(|fill| match fill {
            Fill::Candidates(members, _) => members.first(),
            _ => None,
        });
        objects.map(|member| &self.scene.candidates[*member]).any(|object| {
            let head = view.head_of(object.tokens);
            let is_led = (object.tokens.first..object.tokens.end).contains(&led);
            let is_inside = view.relation(head) == Relation::NMOD
                && view.governor(head).is_some_and(|outer| {
                    view.upos(outer) == Upos::Noun
                        && (view.is_inflected(outer)
                            || !self.rules.words.name_heads.contains_key(view.lemma(outer)))
                });
            let is_modifier = object.reason == Reason::Adjective;
            !is_led && view.upos(led) == Upos::Noun || is_inside || is_modifier
        })
    }

    /// `the bank's Peruvian president`, `its president was Jan Berg of Peru`: where one comes from is not what
    /// one leads.
    pub(super) fn is_nationality(&self) -> bool {
        let view = &self.scene.view;
        let Some(role) = self.role().map(|role| role.end - 1) else { return false };
        let owner = view.children(role).find(|at| view.relation(*at) == Relation::NMOD_POSS);
        owner.is_some_and(|owner| {
            self.fills(Part::Object).any(|fill| match fill {
                Fill::Candidates(members, _) => members.iter().all(|member| {
                    let object = &self.scene.candidates[*member];
                    self.rules.is(object.class, "Country")
                        && !(object.tokens.first..object.tokens.end).contains(&owner)
                }),
                _ => false,
            })
        })
    }

    /// `cannot be a member of both A and B`: of which it is none is not said.
    pub(super) fn is_one_of_both(&self, is_negated: bool) -> bool {
        let view = &self.scene.view;
        is_negated
            && self.fills(Part::Object).any(|fill| match fill {
                Fill::Candidates(_, tokens) => (tokens.first.saturating_sub(2)..tokens.first)
                    .any(|at| view.word(at) == "both" && view.relation(at) == Relation::CC_PRECONJ),
                _ => false,
            })
    }

    /// `criticised the war in 2014`: a date beside an event is that of what is done, where the tree has it there.
    pub(super) fn has_date_of_another(&self) -> bool {
        let view = &self.scene.view;
        let event = self.tokens_of(Part::Subject);
        let time = self.fills(Part::Object).find_map(|fill| match fill {
            Fill::Time(time) => Some(self.scene.times[*time]),
            _ => None,
        });
        let is_said =
            self.found.verb.or(self.found.anchor).is_some_and(|at| view.upos(at) == Upos::Verb);
        let (Some(event), Some(time)) = (event.filter(|_| self.says("heldOn") && !is_said), time)
        else {
            return false;
        };
        // `the vote took place in 2014`, `protested against the war`: the event is what the verb is about.
        view.governor(view.head_of(time.tokens)).is_some_and(|verb| {
            view.upos(verb) == Upos::Verb
                && self.rules.words.is(view.lemma(verb), WordClass::PublicAct)
                && view.governs(verb, view.head_of(event))
                && view.relation(view.head_of(event)) == Relation::OBJ
        })
    }

    /// Says whether a person is said to lie somewhere: the parser took a title for a place.
    pub(super) fn places_a_person(&self) -> bool {
        self.says("locatedIn") && self.members().any(|one| self.rules.is(one.class, "Person"))
    }

    /// `led the Peruvian delegation`, `heads the delegation of Peru`: who leads it does not lead the state.
    pub(super) fn leads_a_group(&self) -> bool {
        let view = &self.scene.view;
        let verb = self.found.anchor.or(self.found.verb);
        let leads = |at: &usize| {
            self.rules.words.is(view.lemma(*at), WordClass::Leading) && view.upos(*at) == Upos::Verb
        };
        let Some(verb) = verb.filter(|at| self.says("leaderOf") && leads(at)) else { return false };
        let objects = self.fills(Part::Object).filter_map(|fill| match fill {
            Fill::Candidates(members, _) => members.first(),
            _ => None,
        });
        objects.map(|member| &self.scene.candidates[*member]).any(|object| {
            let head = view.head_of(object.tokens);
            let inside = matches!(
                view.relation(head),
                Relation::AMOD | Relation::NMOD | Relation::COMPOUND | Relation::NMOD_POSS
            );
            inside
                && view.governor(head).is_some_and(|group| {
                    group != verb
                        && self.scene.offices[group].is_none()
                        && self.role().is_none()
                        && view.upos(group) == Upos::Noun
                        && !object.tokens.contains(Tokens::new(group, group + 1))
                        && !self.rules.words.is_cue(view.lemma(group), Cue::Government)
                })
        })
    }

    /// `He owned a house in France. Tokayev has governed the country since`: who is known to have held an
    /// office of one state is not told to lead another by a word like `the country`.
    pub(super) fn leads_another_state(&self) -> bool {
        let home = self.members().find_map(|candidate| match candidate.meaning {
            Meaning::Entry(entry) => self.rules.lexicon.entry(entry).office_of,
            _ => None,
        });
        // `the presidents of A, B and C: X, Y and Z`: each of his own.
        let countries =
            self.members().filter(|candidate| self.rules.is(candidate.class, "Country")).count();
        home.is_some_and(|home| {
            self.says("leaderOf")
                && countries == 1
                && self.members().any(|candidate| {
                    // `Belarus's A and Tajik leader B`
                    let is_home_told = || {
                        self.scene.candidates.iter().any(|one| one.meaning == Meaning::Entry(home))
                    };
                    self.rules.is(candidate.class, "Country")
                        && candidate.meaning != Meaning::Entry(home)
                        && (candidate.reason == Reason::Coreference || is_home_told())
                })
        })
    }

    /// `the Confucius Institute at Leiden University was founded`: the name in a name is told nothing of but
    /// that it hosts the other.
    pub(super) fn is_in_a_name(&self) -> bool {
        !self.says("hosts")
            && self.members().any(|candidate| {
                self.scene.candidates.iter().any(|whole| {
                    whole.tokens.len() > candidate.tokens.len()
                        && whole.tokens.contains(candidate.tokens)
                        && whole.reason == Reason::Gazetteer
                        && candidate.reason == Reason::Gazetteer
                        && self.rules.is(whole.class, "ConfuciusInstitute")
                })
            })
    }

    /// `Peru, once a member of the bloc`: it is not one now.
    pub(super) fn is_over(&self) -> bool {
        let view = &self.scene.view;
        let is_over = |at: usize| {
            matches!(view.word(at), "once" | "formerly" | "previously")
                && view
                    .governor(at)
                    .is_some_and(|of| (self.found.first..self.found.end).contains(&of))
        };
        (self.says("memberOf") || self.says("partOf")) && (0..self.found.end).any(is_over)
    }

    /// The words of the first name or list that fills a part.
    pub(super) fn tokens_of(&self, part: Part) -> Option<Tokens> {
        self.fills(part).find_map(|fill| match fill {
            Fill::Candidates(_, tokens) => Some(*tokens),
            _ => None,
        })
    }

    /// `the referendum held by Peru in Kenya`: who holds an event elsewhere is not where it is.
    pub(super) fn is_held_elsewhere(&self) -> bool {
        let view = &self.scene.view;
        let host = self.fills(Part::Object).find_map(|fill| match fill {
            Fill::Candidates(members, tokens) => {
                Some((&self.scene.candidates[members[0]], *tokens))
            }
            _ => None,
        });
        // `Moscow's Basmanny Court`: in the town, and not only in the state that the town stands for.
        let is_town = |host: &Candidate| {
            self.says("locatedIn")
                && host.reason == Reason::Metonym
                && self
                    .scene
                    .candidates
                    .iter()
                    .any(|one| one.tokens == host.tokens && self.rules.is(one.class, "City"))
        };
        if host.is_some_and(|(host, _)| is_town(host)) {
            return true;
        }
        let Some((host, tokens)) = host.filter(|_| self.says("heldIn")) else { return false };
        let head = view.head_of(tokens);
        let acts = matches!(view.relation(head), Relation::NSUBJ | Relation::OBL_AGENT);
        let Some(verb) = view.governor(head).filter(|_| acts) else { return false };
        self.scene.candidates.iter().any(|place| {
            let at = view.head_of(place.tokens);
            let is_place =
                self.rules.is(place.class, "Country") || self.rules.is(place.class, "Place");
            is_place
                && place.reason != Reason::Adjective
                && place.meaning != host.meaning
                && view.governor(at) == Some(verb)
                && view.relation(at) == Relation::OBL
                && view.children(at).any(|case| matches!(view.word(case), "in" | "at"))
                && !self.is_inside(place, host)
        })
    }

    /// `voted to adopt the law`: who votes so supports it, whatever becomes of it.
    pub(super) fn settle_vote(&self, status: &mut Status) {
        let view = &self.scene.view;
        let is_voted = self.found.anchor.is_some_and(|act| {
            matches!(view.relation(act), Relation::XCOMP | Relation::ADVCL | Relation::ACL)
                && view.governor(act).is_some_and(|verb| {
                    view.lemma(verb) == "vote"
                        && matches!(view.token(verb).xpos, Xpos::VBD | Xpos::VBN)
                })
        });
        let is_stand = self.says("supported") || self.says("opposed");
        if is_voted && is_stand && status.realis == Realis::Planned {
            status.realis = Realis::Actual;
            status.realis_cue = None;
        }
    }

    /// `the transfer of a reservoir to Peru`: what stands somewhere leads nowhere.
    pub(super) fn is_led_nowhere(&self) -> bool {
        let view = &self.scene.view;
        let thing = self.tokens_of(Part::Subject);
        let Some(thing) = thing.filter(|_| self.says("locatedIn")) else { return false };
        let place = self.tokens_of(Part::Object);
        let leads = |at: usize| !self.rules.words.is(view.lemma(at), WordClass::Plant);
        place.is_some_and(|place| {
            thing.end < place.first
                && (thing.end..place.first).any(|at| matches!(view.word(at), "to" | "from"))
                && !leads(thing.end - 1)
        })
    }

    /// Says whether a place lies in a state, as far as the lexicon knows.
    fn is_inside(&self, place: &Candidate, state: &Candidate) -> bool {
        match (&place.meaning, &state.meaning) {
            (Meaning::Entry(place), Meaning::Entry(state)) => {
                self.rules.lexicon.around(*place).any(|around| around == *state)
            }
            // Of a place without an entry nothing else is known.
            _ => true,
        }
    }

    /// `protests began in 2016`: a bare noun with nothing but a date is no event to speak of.
    pub(super) fn is_nobody_knows_which(&self) -> bool {
        let is_bare = self.fills(Part::Subject).any(|fill| match fill {
            Fill::Candidates(members, _) => members.iter().any(|member| {
                let candidate = &self.scene.candidates[*member];
                // `a referendum on independence` says which.
                let is_short = match &candidate.meaning {
                    Meaning::Description(name) => name.split(' ').count() == 1,
                    _ => true,
                };
                candidate.reason == Reason::Description
                    && !candidate.specific
                    && candidate.tokens.len() == 1
                    && is_short
            }),
            _ => false,
        });
        // `the 1989 census` is told by its year.
        let is_told = self.found.end - self.found.first <= 4;
        // `talks were held in Lima in May`
        let is_placed = || {
            let verb = self.found.verb.or(self.found.anchor);
            verb.is_some_and(|verb| {
                self.scene.candidates.iter().any(|place| {
                    let head = self.scene.view.head_of(place.tokens);
                    self.scene.view.governor(head) == Some(verb)
                        && self.scene.view.relation(head) == Relation::OBL
                        && place.reason != Reason::Coreference
                        && (self.rules.is(place.class, "Place")
                            || self.rules.is(place.class, "Country"))
                })
            })
        };
        is_bare
            && !is_told
            && self.fills(Part::Object).any(|fill| matches!(fill, Fill::Time(_)))
            && !is_placed()
    }

    /// Says whether a noun tells of somebody by another person.
    fn is_of_people(&self, noun: usize) -> bool {
        self.rules.words.is(self.scene.view.lemma(noun), WordClass::Relation)
    }

    /// The candidates of both ends.
    fn members(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates(Part::Subject).chain(self.candidates(Part::Object))
    }
}
