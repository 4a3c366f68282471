//! What else a match tells of a claim: dates, units, roles, places, sums.

use super::Maker;
use crate::extract::dating;
use crate::extract::fact::{Qualifier, Realis, Status, Value};
use crate::extract::matching::Fill;
use crate::extract::noun;
use crate::extract::office;
use crate::extract::quantity::{Quantity, QuantityKind};
use crate::extract::time::TimeRelation;
use crate::extract::view::Tokens;
use crate::ontology::Range;
use crate::ontology::pattern::{Part, QualifierName};
use crate::ontology::word_class::WordClass;
use crate::text::{Number, Upos, Xpos};

impl Maker<'_, '_> {
    /// Says whether an office is that of whoever gives one to somebody else.
    fn is_title_of_appointer(&self, office: Tokens) -> bool {
        self.says("appointed")
            && self.fills(Part::Subject).any(|fill| match fill {
                Fill::Candidates(_, tokens) => tokens.first == office.end,
                _ => false,
            })
    }

    /// `appointed prime minister`: the office that the verb itself gives.
    fn given_office(&self) -> Option<Tokens> {
        let view = &self.scene.view;
        let verb = self.found.anchor.or(self.found.verb)?;
        let office = view.children(verb).find(|at| {
            *at > verb
                && view.relation(*at) == crate::text::Relation::XCOMP
                && self.rules.words.offices.contains_key(view.lemma(*at))
        })?;
        Some(Tokens::new(noun::start_of(view, office + 1), office + 1))
    }

    /// `Peace Bank director`: without what the name of the body has of it.
    fn past_name(&self, office: Tokens) -> Tokens {
        let end = self.scene.candidates.iter().find_map(|candidate| {
            let tokens = candidate.tokens;
            let crosses =
                tokens.first < office.first && office.first < tokens.end && tokens.end < office.end;
            // `the South African president`
            let is_name = ["Organization", "Country"]
                .iter()
                .any(|class| self.rules.is(candidate.class, class));
            (crosses && is_name).then_some(tokens.end)
        });
        end.map_or(office, |end| Tokens::new(end, office.end))
    }

    /// All qualifiers, sorted.
    pub(super) fn qualifiers(&mut self) -> Vec<(Qualifier, Value)> {
        let mut qualifiers: Vec<(Qualifier, Value)> = Vec::new();
        // `formerly led the bank`: no more.
        let view = &self.scene.view;
        let is_past = self.found.verb.is_some_and(|verb| {
            view.children(verb)
                .any(|at| matches!(view.word(at), "formerly" | "previously") && at < verb)
        });
        for (name, value) in &self.pattern.constants {
            let value = match name {
                QualifierName::Role if is_past => format!("former {value}"),
                _ => value.clone(),
            };
            qualifiers.push((qualifier(*name), Value::Text(value)));
        }
        let fills: Vec<(Part, Fill)> = self.found.fills.clone();
        for (part, fill) in &fills {
            let Part::Qualifier(name) = part else { continue };
            match fill {
                // `was appointed minister by President Anna Weber`: the president is she.
                Fill::Words(tokens)
                    if *name == QualifierName::Role && self.is_title_of_appointer(*tokens) =>
                {
                    if let Some(given) = self.given_office() {
                        let words = self.plain_words(given);
                        qualifiers.push((qualifier(*name), Value::Text(words)));
                    }
                }
                Fill::Words(tokens) => {
                    let tokens = match name {
                        QualifierName::Role => {
                            let words = self.rules.words;
                            self.past_name(office::at_its_time(&self.scene.view, words, *tokens))
                        }
                        QualifierName::Commodity => self.past_unit(*tokens),
                        _ => *tokens,
                    };
                    let words = self.plain_words(tokens);
                    let words = match name {
                        QualifierName::Role if self.is_after_former(tokens) => {
                            format!("former {}", self.of_each(tokens, words))
                        }
                        QualifierName::Role => self.of_each(tokens, words),
                        _ => words,
                    };
                    qualifiers.push((qualifier(*name), Value::Text(words)));
                }
                Fill::Described(tokens, _) => {
                    qualifiers.push((qualifier(*name), Value::Text(self.plain_words(*tokens))));
                }
                Fill::Time(time) => self.push_time(&mut qualifiers, *time, *name),
                Fill::Quantity(first) => {
                    if let Some(number) = self.scene.quantity_at(*first).cloned() {
                        qualifiers.push((qualifier(*name), Value::Number(number.value)));
                        if let QuantityKind::Money(code) = number.kind {
                            qualifiers.push((Qualifier::Currency, Value::Text(code)));
                        }
                    }
                }
                Fill::Entities(entities) => {
                    qualifiers.extend(
                        entities.iter().map(|entity| (qualifier(*name), Value::Entity(*entity))),
                    );
                }
                Fill::Candidates(members, _) => {
                    for member in members {
                        let entity = self.candidate(*member);
                        qualifiers.push((qualifier(*name), Value::Entity(entity)));
                    }
                }
            }
        }
        if let Some(name) = self.pattern.date
            && !qualifiers
                .iter()
                .any(|(key, _)| matches!(key, Qualifier::Date | Qualifier::Start | Qualifier::End))
            && let Some(time) = self.date(name)
        {
            self.push_time(&mut qualifiers, time, name);
        }
        // `the former chairman was tried in May`: he did not hold the office then.
        if self.is_former() {
            let own = Tokens::new(self.found.first, self.found.end + 6);
            let is_told = self.scene.times.iter().any(|time| own.contains(time.tokens));
            qualifiers.retain(|(key, _)| match key {
                Qualifier::Date => false,
                Qualifier::Start | Qualifier::End => is_told && self.found.verb.is_none(),
                _ => true,
            });
        }
        self.push_count(&mut qualifiers);
        self.push_length(&mut qualifiers);
        self.push_unit(&mut qualifiers);
        qualifiers.sort_by(|one, other| {
            one.0.cmp(&other.0).then_with(|| format!("{:?}", one.1).cmp(&format!("{:?}", other.1)))
        });
        qualifiers.dedup();
        qualifiers
    }

    /// Says whether the role is one of the past: `former chairman`.
    fn is_former(&self) -> bool {
        let view = &self.scene.view;
        self.fills(Part::Qualifier(QualifierName::Role)).any(|fill| match fill {
            Fill::Words(role) if self.is_after_former(*role) => true,
            Fill::Words(role) => (role.first.saturating_sub(1)..role.end)
                .any(|at| self.rules.words.is(view.word(at), WordClass::Former)),
            _ => false,
        })
    }

    /// `former Kenyan president`: the word stands before whose president he was.
    fn is_after_former(&self, role: Tokens) -> bool {
        let view = &self.scene.view;
        let owner = self.scene.candidates.iter().find(|candidate| {
            let end = candidate.tokens.end;
            end == role.first || end + 1 == role.first && view.word(end) == "'s"
        });
        let before = owner.and_then(|owner| owner.tokens.first.checked_sub(1));
        // `formerly its labour minister`
        let own = role.first.checked_sub(1).map(|at| match view.word(at) {
            "its" | "the" | "his" | "her" | "their" => at.saturating_sub(1),
            _ => at,
        });
        before.is_some_and(|at| matches!(view.word(at), "former" | "ex"))
            || own.is_some_and(|at| matches!(view.word(at), "formerly" | "previously"))
    }

    /// `deputy leaders`: what each of them is.
    pub(super) fn of_each(&self, tokens: Tokens, words: String) -> String {
        let view = &self.scene.view;
        let last = (tokens.first..tokens.end)
            .take_while(|at| !matches!(view.word(*at), "of" | "for" | "to"))
            .last()
            .unwrap_or(tokens.first);
        let is_plural = view.token(last).features.number == Some(Number::Plural)
            && view.upos(last) == Upos::Noun;
        let plural = view.forms[last];
        // `the Deputy Leaders A and B`
        let singular = plural.strip_suffix('s').filter(|one| {
            last + 1 == tokens.end
                && view.upos(last) == Upos::Propn
                && self.rules.words.offices.contains_key(one.to_lowercase().as_str())
        });
        if let Some((before, singular)) = words.split_once(plural).zip(singular) {
            return format!("{}{singular}", before.0);
        }
        match words.split_once(plural).filter(|_| is_plural && last + 1 == tokens.end) {
            Some((before, _)) => format!("{before}{}", view.lemma(last)),
            None => words,
        }
    }

    /// Says whether an end of the match happens: the date of its sentence is likely its own.
    fn is_of_event(&self) -> bool {
        let is_dated = |index: &usize| self.rules.is_dated(self.scene.candidates[*index].class);
        self.found.fills.iter().any(|(_, fill)| match fill {
            Fill::Candidates(members, _) => members.iter().any(is_dated),
            _ => false,
        })
    }

    /// The date that belongs to the match; a year that names something dates what happened.
    fn date(&self, name: QualifierName) -> Option<usize> {
        let named = || dating::year_in_name(self.scene, self.rules, self.found);
        dating::date_of(self.scene, self.found, self.pattern.has_words() || self.is_of_event())
            .or_else(|| (name == QualifierName::Date).then(named).flatten())
    }

    /// A date as the qualifier `name`, or as start or end where the preposition says so.
    fn push_time(
        &self,
        qualifiers: &mut Vec<(Qualifier, Value)>,
        time: usize,
        name: QualifierName,
    ) {
        let time = &self.scene.times[time];
        // `was re-elected in May`, `was elected again in May`: she has been president for longer.
        let view = &self.scene.view;
        let is_again = (self.found.first..self.found.end)
            .chain(self.found.anchor)
            .any(|at| self.rules.words.is(view.lemma(at), WordClass::Reelection))
            || (self.found.anchor.or(self.found.verb))
                .is_some_and(|verb| view.children(verb).any(|child| view.word(child) == "again"));
        let name =
            if is_again && name == QualifierName::Start { QualifierName::Date } else { name };
        let key = match (time.relation, name) {
            (TimeRelation::Since, QualifierName::Date) => Qualifier::Start,
            (TimeRelation::Until, QualifierName::Date) => Qualifier::End,
            _ => qualifier(name),
        };
        match time.end {
            Some(end) => {
                qualifiers.push((Qualifier::Start, Value::Date(time.start)));
                qualifiers.push((Qualifier::End, Value::Date(end)));
            }
            None => qualifiers.push((key, Value::Date(time.start))),
        }
    }

    /// `placed a million Uighurs in camps`: how many it was, where the relation asks for it and the
    /// number stands right before them.
    fn push_count(&self, qualifiers: &mut Vec<(Qualifier, Value)>) {
        let asks = &self.rules.onto.relation(self.pattern.relation).qualified_by;
        if !asks.iter().any(|name| name == "countOf")
            || qualifiers.iter().any(|(key, _)| *key == Qualifier::Count)
        {
            return;
        }
        let number = self.fills(Part::Object).find_map(|fill| match fill {
            Fill::Candidates(_, tokens) => self.scene.quantities.iter().find(|number| {
                number.kind == QuantityKind::Count && number.tokens.end == tokens.first
            }),
            _ => None,
        });
        qualifiers.extend(number.map(|number| (Qualifier::Count, Value::Number(number.value))));
    }

    /// First and last day of an event whose date is a stretch: `held on 10–14 October`.
    fn push_length(&self, qualifiers: &mut Vec<(Qualifier, Value)>) {
        let of_object = self.fills(Part::Object).find_map(|fill| match fill {
            Fill::Time(time) => Some(self.scene.times[*time]),
            _ => None,
        });
        if let Some(time) = of_object
            && let Some(end) = time.end
        {
            qualifiers.push((Qualifier::Start, Value::Date(time.start)));
            qualifiers.push((Qualifier::End, Value::Date(end)));
        }
    }

    /// The unit and bound of a number that is the object.
    fn push_unit(&self, qualifiers: &mut Vec<(Qualifier, Value)>) {
        let number = self.fills(Part::Object).find_map(|fill| match fill {
            Fill::Quantity(first) => self.scene.quantity_at(*first),
            _ => None,
        });
        let Some(number) = number else { return };
        if self.rules.onto.relation(self.pattern.relation).range != Range::Number {
            return;
        }
        let has = |qualifiers: &[(Qualifier, Value)], wanted| {
            qualifiers.iter().any(|(key, _)| *key == wanted)
        };
        if !has(qualifiers, Qualifier::Unit) {
            qualifiers.push((Qualifier::Unit, Value::Text(self.unit(number))));
        }
        if let Some(bound) = &number.bound {
            qualifiers.push((Qualifier::Bound, Value::Text(bound.clone())));
        }
    }

    /// The goods in `barrels of oil`, `cubic metres of gas`.
    fn past_unit(&self, tokens: Tokens) -> Tokens {
        let view = &self.scene.view;
        // `sold Kenya drones`: who gets them is no part of them.
        let receiver = self
            .tokens_of(Part::Object)
            .filter(|object| object.first == tokens.first && object.end < tokens.end);
        let tokens = receiver.map_or(tokens, |object| Tokens::new(object.end, tokens.end));
        let Some(of) = (tokens.first..tokens.end).find(|at| view.word(*at) == "of") else {
            return tokens;
        };
        let units = &self.rules.words.measures.units;
        let is_unit = of > tokens.first
            && (units.contains_key(view.lemma(of - 1))
                || of >= 2
                    && units.contains_key(&format!(
                        "{} {}",
                        view.word(of - 2),
                        view.lemma(of - 1)
                    ))
                || self.rules.words.is(view.lemma(of - 1), WordClass::Load));
        if is_unit && of + 1 < tokens.end { Tokens::new(of + 1, tokens.end) } else { tokens }
    }

    /// `wants to be a member by 2030`: until when that would last, nobody says. `applied to join in 1993`:
    /// then it applied.
    pub(super) fn drop_deadline(&self, status: &Status, qualifiers: &mut Vec<(Qualifier, Value)>) {
        let is_lasting = ["memberOf", "leaderOf", "holdsPosition", "affiliatedWith"]
            .iter()
            .any(|relation| self.says(relation));
        if !is_lasting || status.realis != Realis::Planned {
            return;
        }
        let has_start = qualifiers.iter().any(|(name, _)| *name == Qualifier::Start);
        if !has_start {
            qualifiers.retain(|(name, _)| *name != Qualifier::End);
        }
        let view = &self.scene.view;
        let asks = self.found.verb.and_then(|verb| view.governor(verb)).is_some_and(|verb| {
            view.token(verb).xpos == Xpos::VBD
                && matches!(view.lemma(verb), "apply" | "ask" | "request" | "petition" | "seek")
        });
        if asks {
            qualifiers.retain(|(name, _)| {
                !matches!(name, Qualifier::Start | Qualifier::End | Qualifier::Date)
            });
        }
    }

    /// What a number counts in.
    fn unit(&self, number: &Quantity) -> String {
        match &number.kind {
            QuantityKind::Percent => "percent".to_owned(),
            QuantityKind::Money(code) => code.clone(),
            QuantityKind::Rank => "rank".to_owned(),
            QuantityKind::Count => {
                let counted =
                    self.fills(Part::Qualifier(QualifierName::Of)).find_map(|fill| match fill {
                        Fill::Words(tokens) => Some(*tokens),
                        Fill::Candidates(_, tokens) => Some(*tokens),
                        _ => None,
                    });
                let is_people = counted.is_some_and(|tokens| self.counts_people(tokens));
                if is_people { "people".to_owned() } else { "items".to_owned() }
            }
        }
    }

    /// Says whether the head of a noun phrase is a word for people or the name of a people.
    fn counts_people(&self, tokens: Tokens) -> bool {
        let view = &self.scene.view;
        let head = (tokens.first..tokens.end).take_while(|index| view.word(*index) != "of").last();
        let Some(head) = head else { return false };
        let is_group = |candidate: &crate::extract::mention::Candidate| {
            candidate.tokens.end == head + 1 && self.rules.is(candidate.class, "EthnicGroup")
        };
        self.rules.words.people.contains(view.lemma(head))
            || self.scene.candidates.iter().any(is_group)
    }
}

/// The qualifier of the same name.
fn qualifier(name: QualifierName) -> Qualifier {
    match name {
        QualifierName::Start => Qualifier::Start,
        QualifierName::End => Qualifier::End,
        QualifierName::Date => Qualifier::Date,
        QualifierName::Amount => Qualifier::Amount,
        QualifierName::Place => Qualifier::Place,
        QualifierName::Role => Qualifier::Role,
        QualifierName::Term => Qualifier::Term,
        QualifierName::Count => Qualifier::Count,
        QualifierName::Commodity => Qualifier::Commodity,
        QualifierName::Of => Qualifier::Of,
        QualifierName::Counterpart => Qualifier::Counterpart,
        QualifierName::Unit => Qualifier::Unit,
    }
}
