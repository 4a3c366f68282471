//! Looks for a template in a sentence.

use super::attached::{self, Matched};
use super::complement;
use super::dating::{self, Dated};
use super::fill;
use super::governor;
use super::graph::Label;
use super::ground::Ground;
use super::template::{Kind, Link, Node, Template};
use crate::extract::Rules;
use crate::extract::fact::Reason;
use crate::extract::matching::{Fill, Match};
use crate::extract::view::Tokens;
use crate::ontology::pattern::{Filter, Part, QualifierName};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Cue;
use crate::text::{Relation, Upos};

/// Steps after which a search is given up: no sentence can take long.
const BUDGET: u32 = 2_000;

/// At most this many ways to read one template from one word.
const MOST: usize = 12;

/// Finds every way in which `template` is in the sentence with its first node at `anchor`.
pub fn search(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    template: &Template,
    anchor: usize,
) -> Vec<Match> {
    run(ground, rules, template, anchor).found
}

/// Says how far a search that finds nothing comes: the number of nodes found, zero when the first
/// one is not at `anchor`; `None` when the template is there.
pub fn shortfall(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    template: &Template,
    anchor: usize,
) -> Option<usize> {
    let search = run(ground, rules, template, anchor);
    search.found.is_empty().then_some(search.reached)
}

fn run<'s, 'g, 'a>(
    ground: &'s Ground<'g, 'a>,
    rules: &'s Rules<'s>,
    template: &'s Template,
    anchor: usize,
) -> Search<'s, 'g, 'a> {
    let mut search =
        Search { ground, rules, template, budget: BUDGET, found: Vec::new(), reached: 0 };
    let mut images = vec![None; template.nodes.len()];
    images[0] = search.image(0, anchor, &Label::Is);
    if images[0].is_some() {
        search.extend(0, &mut images);
    }
    search
}

/// The token that a node was found at, with what fills it if it is a slot.
#[derive(Clone, Debug)]
struct Image {
    token: usize,
    tokens: Tokens,
    fill: Option<Fill>,
}

struct Search<'s, 'g, 'a> {
    ground: &'s Ground<'g, 'a>,
    rules: &'s Rules<'s>,
    template: &'s Template,
    budget: u32,
    found: Vec<Match>,
    /// The most nodes that were found together.
    reached: usize,
}

impl Search<'_, '_, '_> {
    /// Finds the node of edge `edge` and all after it.
    fn extend(&mut self, edge: usize, images: &mut Vec<Option<Image>>) {
        self.budget = self.budget.saturating_sub(1);
        self.reached = self.reached.max(edge + 1);
        if self.budget == 0 || self.found.len() >= MOST {
            return;
        }
        let Some(link) = self.template.edges.get(edge) else {
            self.finish(images);
            return;
        };
        let Some(from) = images[link.from].as_ref().map(|image| image.token) else { return };
        for (token, label) in self.ends(from, link) {
            if images.iter().flatten().any(|image| image.token == token) {
                continue;
            }
            if self.is_later_twin(link, from, token, &label) {
                continue;
            }
            let Some(image) = self.image(link.to, token, &label) else { continue };
            let image = self.up_to(from, token, image);
            let image = if label == Label::Same { self.nearest(from, image) } else { image };
            if self.is_out_of_order(edge, token, images) {
                continue;
            }
            // `Turkish and EU support`: both give it, and neither gets it.
            let is_beside = |other: &Image| {
                label == Label::Modifier && self.ground.conjuncts[other.token].contains(&token)
            };
            if images.iter().flatten().any(is_beside) {
                continue;
            }
            if self.is_far(from, token)
                && (matches!(image.fill, Some(Fill::Described(..)))
                    || self.has_nearer(link.to, token, from))
            {
                continue;
            }
            let overlaps = |other: &Image| {
                other.fill.is_some() && image.fill.is_some() && other.tokens == image.tokens
            };
            if images.iter().flatten().any(overlaps) {
                continue;
            }
            images[link.to] = Some(image);
            self.extend(edge + 1, images);
            images[link.to] = None;
        }
    }

    /// `A, based in Lima, and B`: a participle or clause behind the first of a list tells nothing of
    /// those behind it.
    fn up_to(&self, clause: usize, token: usize, image: Image) -> Image {
        let is_clause = matches!(self.ground.relation(clause), Relation::ACL | Relation::ACL_RELCL)
            && self.ground.parent(clause) == Some(token)
            && token < clause;
        let Some(Fill::Candidates(members, tokens)) = image.fill.as_ref().filter(|_| is_clause)
        else {
            return image;
        };
        let candidates = &self.ground.scene.candidates;
        let before = members.iter().copied().filter(|one| candidates[*one].tokens.first < clause);
        let mut before: Vec<usize> = before.collect();
        // `A, B and C, which Peru recognises`: the last of them, or all; nobody can tell.
        let view = &self.ground.scene.view;
        let is_object = self.ground.relation(clause) == Relation::ACL_RELCL
            && view
                .subject_of(clause)
                .is_some_and(|subject| !matches!(view.word(subject), "which" | "who" | "that"));
        if is_object && before.len() > 1 {
            before = before.split_off(before.len() - 1);
        }
        Image { fill: Some(Fill::Candidates(before, *tokens)), ..image }
    }

    /// `Quito and Lima, the Peruvian capital`: what a noun in the singular says behind a list is said of
    /// its last, and before it of its first.
    fn nearest(&self, noun: usize, image: Image) -> Image {
        let Some(Fill::Candidates(members, _)) = &image.fill else { return image };
        let (Some(one), false) = (members.first(), self.ground.scene.view.is_inflected(noun))
        else {
            return image;
        };
        let lists = self.ground.scene.groups.iter().filter(|group| group.members[0] == *one);
        let list = lists.max_by_key(|group| (group.members.len(), group.tokens.end));
        let last = list.filter(|list| list.tokens.end <= noun).and_then(|list| list.members.last());
        let Some(last) = last.copied().filter(|last| last != one || members.len() > 1) else {
            return image;
        };
        let tokens = self.ground.scene.candidates[last].tokens;
        Image { fill: Some(Fill::Candidates(vec![last], tokens)), ..image }
    }

    /// A conjunct is filled together with the first of its list, unless the template itself wants
    /// two of them.
    fn is_later_twin(&self, link: &Link, from: usize, token: usize, label: &Label) -> bool {
        let twins = |other: &&Link| {
            other.to != link.to && other.from == link.from && other.labels == link.labels
        };
        if !matches!(self.template.nodes[link.to], Node::Slot(_))
            || self.template.edges.iter().any(|other| twins(&other))
        {
            return false;
        }
        self.ground.relation(token) == Relation::CONJ
            && self.ground.parent(token).is_some_and(|first| {
                let arcs = self.ground.graph.below(from);
                arcs.into_iter().any(|arc| arc.dependent == first && arc.label == *label)
                    && self.image(link.to, first, label).is_some()
            })
    }

    /// `the office was renamed the centre`: where subject and object hang on the same word alike, only their
    /// order tells which is which.
    fn is_out_of_order(&self, edge: usize, token: usize, images: &[Option<Image>]) -> bool {
        let part = |link: &Link| match &self.template.nodes[link.to] {
            Node::Slot(slot) => Some(slot.part),
            Node::Word(..) => None,
        };
        let link = &self.template.edges[edge];
        let is_end = |part: Option<Part>| matches!(part, Some(Part::Subject | Part::Object));
        self.template.edges[..edge].iter().any(|other| {
            other.from == link.from
                && other.labels == link.labels
                && other.down == link.down
                && is_end(part(other))
                && is_end(part(link))
                && images[other.to].as_ref().is_some_and(|image| image.token > token)
        })
    }

    /// The tokens that a link can lead to from `from`.
    fn ends(&self, from: usize, link: &Link) -> Vec<(usize, Label)> {
        let graph = &self.ground.graph;
        let fits = |label: &Label| link.labels.iter().any(|wanted| alike(wanted, label));
        let mut ends: Vec<(usize, Label)> = if link.down {
            let below = graph.below(from).filter(|arc| {
                fits(&arc.label)
                    && (arc.dependent > from
                        || may_precede(&arc.label, self.has_one_word())
                        // `the union, to which Peru belongs`
                        || self.ground.parent(from) == Some(arc.dependent))
            });
            let ends: Vec<(usize, Label)> =
                below.map(|arc| (arc.dependent, arc.label.clone())).collect();
            only_of(link, ends)
        } else {
            let above = graph.above(from).filter(|arc| fits(&arc.label));
            above.map(|arc| (arc.head, arc.label.clone())).collect()
        };
        // What is said to be the same can stand on either side.
        if link.labels.iter().any(|label| matches!(label, Label::Is | Label::Same)) {
            let same = |label: &Label| matches!(label, Label::Is | Label::Same);
            if link.down {
                let above = graph.above(from).filter(|arc| same(&arc.label));
                ends.extend(above.map(|arc| (arc.head, Label::Same)));
            } else {
                let below = graph.below(from).filter(|arc| same(&arc.label));
                ends.extend(below.map(|arc| (arc.dependent, Label::Same)));
            }
        }
        ends.retain(|(end, label)| *label != Label::Same || !self.is_one_of_several(from, *end));
        if link.down {
            self.loose_ends(from, link, &mut ends);
            self.light_subjects(from, link, &mut ends);
        }
        ends.sort();
        ends.dedup_by_key(|end| end.0);
        ends
    }

    /// `the abstention in a vote on a resolution, proposed by Peru`: behind a comma a participle tells
    /// of a thing with a name, or of the nearest one.
    fn is_far(&self, participle: usize, noun: usize) -> bool {
        let view = &self.ground.scene.view;
        let is_participle = self.ground.relation(participle) == Relation::ACL
            && participle > noun + 2
            && view.word(participle - 1) == ",";
        // `the son of Anna Weber, who was arrested`
        let is_clause =
            self.ground.relation(participle) == Relation::ACL_RELCL && participle > noun + 2;
        self.ground.parent(participle) == Some(noun) && (is_participle || is_clause)
    }

    /// Says whether the template has a verb without an object, and the text has one: who opened an
    /// office in May was not opened then.
    fn has_another_object(&self, anchor: usize, tokens: &[usize]) -> bool {
        let is_bare = self
            .template
            .edges
            .iter()
            .all(|edge| edge.labels.iter().all(|one| *one == Label::Subject));
        is_bare
            && self.ground.scene.view.upos(anchor) == Upos::Verb
            && self.has_another(anchor, tokens, &|label| *label == Label::Object)
    }

    /// Says whether something that could fill the slot stands between a noun and the participle.
    fn has_nearer(&self, node: usize, noun: usize, participle: usize) -> bool {
        let Node::Slot(slot) = &self.template.nodes[node] else { return false };
        let (Filter::Classes(classes) | Filter::Described(classes)) = &slot.filter else {
            return false;
        };
        // `the ruling party, the Green Party, founded in 1990`: one thing under two names.
        let is_its_name = |at: usize| {
            self.ground.relation(at) == Relation::APPOS && self.ground.parent(at) == Some(noun)
        };
        (noun + 1..participle).filter(|at| !is_its_name(*at)).any(|at| {
            self.ground.headed[at].iter().any(|index| {
                let class = self.ground.scene.candidates[*index].class;
                let is_name = self.ground.scene.candidates[*index].reason != Reason::Coreference;
                is_name && classes.iter().any(|wanted| self.rules.onto.is_a(class, *wanted))
            })
        })
    }

    /// Says whether something that is not part of the match hangs on its anchor by such a label.
    fn has_another(
        &self,
        anchor: usize,
        tokens: &[usize],
        is_such: &dyn Fn(&Label) -> bool,
    ) -> bool {
        let mut arcs = self.ground.graph.below(anchor);
        arcs.any(|arc| is_such(&arc.label) && !tokens.contains(&arc.dependent))
    }

    /// Says whether those that the match takes for two sides have a third one that both are to do
    /// with: `A and B met C`, `Kenya's neighbours A and B`.
    fn has_third(&self, anchor: usize, tokens: &[usize]) -> bool {
        let is_third = |label: &Label| match label {
            Label::Object | Label::Possessor => true,
            Label::Prep(word) => matches!(word.as_str(), "with" | "of"),
            _ => false,
        };
        let is_both = |node: &Node| matches!(node, Node::Slot(slot) if slot.part == Part::Both);
        // `held talks with Peru`
        let is_with = |label: &Label| matches!(label, Label::Prep(word) if word == "with");
        let has_party = || {
            tokens.iter().any(|token| {
                self.ground.scene.view.upos(*token) == Upos::Noun
                    && self.has_another(*token, tokens, &is_with)
            })
        };
        self.template.nodes.iter().any(is_both)
            && (self.has_another(anchor, tokens, &is_third) || has_party())
    }

    /// `six candidates: the mayor Anna Weber, the judge Jan Berg`: the judge is one of the candidates,
    /// and they are not all the judge.
    fn is_one_of_several(&self, from: usize, end: usize) -> bool {
        let view = &self.ground.scene.view;
        let is_noun = |at: usize| view.upos(at) == Upos::Noun;
        let is_plural = |at: usize| view.is_inflected(at);
        let is_listed = self.ground.relation(from) == Relation::CONJ;
        is_noun(from) && is_noun(end) && !is_plural(from) && (is_plural(end) || is_listed)
    }

    /// Says whether the template has no word but its first.
    fn has_one_word(&self) -> bool {
        self.template.nodes.iter().filter(|node| matches!(node, Node::Word(..))).count() == 1
    }

    /// Phrases with a preposition hang now on the verb, now on its object: `held talks with`.
    fn loose_ends(&self, from: usize, link: &Link, ends: &mut Vec<(usize, Label)>) {
        let graph = &self.ground.graph;
        let is_prep =
            |label: &Label| matches!(label, Label::Prep(word) if word != "of" && word != "by");
        let fits = |label: &Label| is_prep(label) && link.labels.contains(label);
        if !link.labels.iter().any(is_prep) {
            return;
        }
        let is_verb = Kind::of(self.ground.scene.view.upos(from)) == Kind::Verb;
        let near: Vec<usize> = if is_verb {
            let objects = graph.below(from).filter(|arc| arc.label == Label::Object);
            objects.map(|arc| arc.dependent).collect()
        } else {
            let verbs = graph.above(from).filter(|arc| arc.label == Label::Object);
            verbs.map(|arc| arc.head).collect()
        };
        // `an agreement on trade between …`
        let topics: Vec<usize> = if is_verb {
            Vec::new()
        } else {
            let topics = graph.below(from).filter(|arc| {
                matches!(&arc.label, Label::Prep(word) if matches!(word.as_str(), "on" | "for"))
            });
            let first: Vec<usize> = topics.map(|arc| arc.dependent).collect();
            let more = first.iter().flat_map(|topic| self.ground.conjuncts[*topic].clone());
            first.iter().copied().chain(more).collect()
        };
        for other in near.into_iter().chain(topics) {
            let arcs = graph.below(other).filter(|arc| fits(&arc.label) && arc.dependent > from);
            ends.extend(arcs.map(|arc| (arc.dependent, arc.label.clone())));
        }
    }

    /// `Peru paid a visit to`: who pays it visits.
    fn light_subjects(&self, from: usize, link: &Link, ends: &mut Vec<(usize, Label)>) {
        let view = &self.ground.scene.view;
        // `received the ambassador`: who receives one is none.
        let is_slot = matches!(self.template.nodes[link.from], Node::Slot(_));
        if is_slot
            || !link.labels.contains(&Label::Subject)
            || Kind::of(view.upos(from)) != Kind::Noun
        {
            return;
        }
        // `has the support of Peru`: Peru supports.
        let is_given = self.rules.words.is(view.lemma(from), WordClass::Backing);
        let verbs = self.ground.graph.above(from).filter(|arc| {
            let lemma = view.lemma(arc.head);
            arc.label == Label::Object
                && self.rules.words.is_cue(lemma, Cue::Light)
                && !(is_given && self.rules.words.is(lemma, WordClass::Acquiring))
        });
        for verb in verbs.map(|arc| arc.head) {
            let subjects = self.ground.graph.below(verb).filter(|arc| arc.label == Label::Subject);
            ends.extend(subjects.map(|arc| (arc.dependent, Label::Subject)));
        }
    }

    /// What makes node `node` at `token`, if it fits.
    fn image(&self, node: usize, token: usize, label: &Label) -> Option<Image> {
        let view = &self.ground.scene.view;
        match &self.template.nodes[node] {
            Node::Word(kind, lemmas) => {
                let lemma = view.lemma(token).to_lowercase();
                let is_same = |form: &str| lemmas.iter().any(|wanted| wanted == form);
                let fits = Kind::of(view.upos(token)) == *kind
                    && (is_same(&lemma) || is_same(view.word(token)));
                let fits = fits && !self.is_one_with_a_name(token);
                let tokens = Tokens::new(token, token + 1);
                fits.then_some(Image { token, tokens, fill: None })
            }
            Node::Slot(slot) => {
                let (fill, tokens) =
                    fill::fill(self.ground, self.rules, token, label, &slot.filter)?;
                Some(Image { token, tokens, fill: Some(fill) })
            }
        }
    }

    /// `the Peruvian company Ruritol invested`: that is not Peru's doing, as it is where its companies have no
    /// names.
    fn is_one_with_a_name(&self, token: usize) -> bool {
        let view = &self.ground.scene.view;
        let is_body = matches!(view.word(token), "bank" | "group")
            || self.rules.words.is(view.word(token), WordClass::Company);
        let has_slot = |edge: &Link| {
            edge.labels.contains(&Label::Modifier)
                && matches!(&self.template.nodes[edge.to], Node::Slot(slot) if slot.part == Part::Subject)
        };
        is_body
            && self.template.edges.iter().any(has_slot)
            && self.ground.graph.below(token).any(|arc| {
                arc.label == Label::Same && !self.ground.headed[arc.dependent].is_empty()
            })
    }

    /// `offered Peru to form a union`: what one is asked to do is no plan of one's own.
    fn is_asked_of_another(&self, tokens: &[usize], chain: &[usize]) -> bool {
        let view = &self.ground.scene.view;
        chain.iter().any(|verb| {
            self.rules.words.is_cue(view.lemma(*verb), Cue::Planned)
                && self.ground.graph.below(*verb).any(|arc| {
                    matches!(arc.label, Label::Object | Label::Indirect)
                        && tokens[1..].contains(&arc.dependent)
                })
        })
    }

    /// Records what was found.
    fn finish(&mut self, images: &[Option<Image>]) {
        let images: Vec<&Image> = images.iter().flatten().collect();
        let anchor = images[0].token;
        let first = images.iter().map(|image| image.tokens.first).min().unwrap_or(anchor);
        let end = images.iter().map(|image| image.tokens.end).max().unwrap_or(anchor + 1);
        let mut fills: Vec<(Part, Fill)> = Vec::new();
        for (node, image) in self.template.nodes.iter().zip(&images) {
            if let (Node::Slot(slot), Some(fill)) = (node, &image.fill) {
                fills.push((slot.part, fill.clone()));
            }
        }
        let is_verb = self.ground.scene.view.upos(anchor) == Upos::Verb;
        let tokens: Vec<usize> = images.iter().map(|image| image.token).collect();
        let subject = self.template.nodes.iter().zip(&images).find_map(|(node, image)| {
            matches!(node, Node::Slot(slot) if slot.part == Part::Subject).then_some(image.token)
        });
        let pattern = &self.rules.patterns.patterns[self.template.pattern];
        if pattern.agentless
            && is_verb
            && self.has_another(anchor, &tokens, &|label| *label == Label::Subject)
            || self.has_third(anchor, &tokens)
            || self.has_another_object(anchor, &tokens)
            || complement::is_of_another(&self.ground.graph, self.template, &tokens)
        {
            return;
        }
        // `is not its trading partner`: what governs `partner` governs `trading`.
        let is_word =
            |token: usize| images.iter().any(|image| image.token == token && image.fill.is_none());
        let mut top = anchor;
        while let Some(above) = self.ground.parent(top).filter(|above| is_word(*above)) {
            top = above;
        }
        let governed = governor::of(self.ground, self.rules, top, subject);
        if self.is_asked_of_another(&tokens, &governed.chain) {
            return;
        }
        // `proposed in 1994 to found`: the date is that of the proposal.
        let chain = governor::of_one_time(self.ground, self.rules, &governed.chain);
        let ahead = match self.template.dates.is_empty() {
            true => &governed.chain[chain.len()..],
            false => &[],
        };
        let taken: Vec<Tokens> =
            images.iter().filter(|image| image.fill.is_some()).map(|image| image.tokens).collect();
        let events = match pattern.date {
            Some(QualifierName::Date) => self.events(&images),
            _ => Vec::new(),
        };
        let is_lasting = pattern.date != Some(QualifierName::Date);
        let dated = Dated { tokens: &tokens, chain, ahead, events: &events, is_lasting };
        let ended = (pattern.date == Some(QualifierName::Date))
            .then(|| self.happening(&images))
            .flatten()
            .and_then(|event| dating::end(self.ground, event));
        let date = dating::date(self.ground, &dated).filter(|date| ended != Some(*date));
        for part in &self.template.dates {
            match date {
                Some(time) => fills.push((*part, Fill::Time(time))),
                None => return,
            }
        }
        let date = date.filter(|_| self.template.dates.is_empty());
        let matched =
            Matched { relation: pattern.relation, tokens: &tokens, fills: &fills, taken: &taken };
        let attached = attached::qualifiers(self.ground, self.rules, &matched);
        fills.extend(attached);
        if let Some(time) = ended.filter(|_| self.template.dates.is_empty()) {
            fills.push((Part::Qualifier(QualifierName::End), Fill::Time(time)));
        }
        self.found.push(Match {
            fills,
            first,
            end,
            passed: governed.passed,
            verb: is_verb.then_some(anchor),
            times: date.into_iter().collect(),
            anchor: Some(anchor),
        });
    }

    /// The noun for what goes on while the relation holds: the pattern's own (`war between`), or
    /// the event in one of its slots.
    fn happening(&self, images: &[&Image]) -> Option<usize> {
        let ground = self.ground;
        let is_event = |image: &&&Image| match &image.fill {
            Some(Fill::Candidates(members, _)) => members
                .iter()
                .any(|member| self.rules.is(ground.scene.candidates[*member].class, "Event")),
            Some(Fill::Described(_, class)) => self.rules.is(*class, "Event"),
            Some(_) => false,
            None => {
                image.token == images[0].token && ground.scene.view.upos(image.token) == Upos::Noun
            }
        };
        images.iter().find(is_event).map(|image| image.token)
    }

    /// The stretches of slots that name an event or an agreement.
    fn events(&self, images: &[&Image]) -> Vec<Tokens> {
        let candidates = &self.ground.scene.candidates;
        let is_event = |image: &&&Image| match &image.fill {
            Some(Fill::Candidates(members, _)) => {
                members.iter().any(|member| self.rules.is_dated(candidates[*member].class))
            }
            Some(Fill::Described(..)) => true,
            _ => false,
        };
        images.iter().filter(is_event).map(|image| image.tokens).collect()
    }
}

/// Says whether a phrase with this label can stand before what it belongs to.
fn may_precede(label: &Label, is_plain: bool) -> bool {
    match label {
        Label::Prep(word) => {
            matches!(word.as_str(), "in" | "during" | "under" | "between")
                || word == "at" && is_plain
        }
        _ => true,
    }
}

/// `the party secretary of the region`: where `of` says whose it is, a word before does not.
fn only_of(link: &Link, mut ends: Vec<(usize, Label)>) -> Vec<(usize, Label)> {
    let of = Label::Prep("of".to_owned());
    if link.labels.contains(&of) && ends.iter().any(|(_, label)| *label == of) {
        ends.retain(|(_, label)| !matches!(label, Label::Modifier | Label::Possessor));
    }
    ends
}

/// Says whether an arc of the text can stand for one of the pattern.
fn alike(wanted: &Label, found: &Label) -> bool {
    let owns = |label: &Label| match label {
        Label::Possessor | Label::Modifier => true,
        Label::Prep(word) => word == "of",
        _ => false,
    };
    let same = |label: &Label| matches!(label, Label::Is | Label::Same);
    wanted == found || owns(wanted) && owns(found) || same(wanted) && same(found)
}
