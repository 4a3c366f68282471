//! Mends what the parser often gets wrong and the order of words makes plain: numbers before the
//! noun that they count, relative clauses, a participle between commas that was taken for the main
//! verb, and second names of a thing.

mod apposition;
mod argument;
mod opening;
mod predicate;
mod pronoun;
mod relative;
mod series;
mod speech;
mod subordinate;
mod tags;

use super::Token;
use super::relation::Relation;
use super::tag::{Upos, Xpos};
pub(super) use tags::mend_tags;

/// Mends the tree of a sentence. Every word keeps exactly one head, and no circle arises.
pub(super) fn mend(text: &str, base: usize, tokens: &mut [Token]) {
    let parsed = tokens.to_vec();
    let mut tree = Mending { text, base, tokens };
    tree.all();
    // Whatever a rule has not thought of, the tree stays one.
    if tree.has_circle() {
        tokens.clone_from_slice(&parsed);
    }
}

/// The relations of a subject that is no clause.
const SUBJECTS: [Relation; 2] = [Relation::NSUBJ, Relation::NSUBJ_PASS];

struct Mending<'t> {
    text: &'t str,
    base: usize,
    tokens: &'t mut [Token],
}

impl Mending<'_> {
    /// Every rule, in order.
    fn all(&mut self) {
        self.verbs_in_a_row();
        for at in 0..self.tokens.len() {
            self.object_of_be(at);
            self.did_so(at);
            self.replaced_with(at);
            self.second_side(at);
            self.founded_at(at);
            self.until_somebody(at);
            self.inverted(at);
            self.reduced_relative(at);
            self.place_behind_agent(at);
            self.title_before_name(at);
            self.one_of_them(at);
            self.that_is_to(at);
            self.count(at);
            self.more_than(at);
            self.inserted_participle(at);
            self.apposed_subject(at);
            self.agent(at);
            self.relative_clause(at);
            self.founded_thing(at);
            self.which_object(at);
            self.taken_place(at);
            self.not_the_other(at);
            self.whose_clause(at);
            self.whose_object(at);
            self.whose_subject(at);
            self.whose_named(at);
            self.made_office(at);
            self.whom_object(at);
            self.said_behind(at);
            self.said_inside(at);
            self.numbered_subject(at);
            self.between_of_object(at);
            self.trade_with(at);
            self.under_somebody(at);
            self.fronted_participle(at);
            self.became_office(at);
            self.verb_beside_verb(at);
            self.relative_root(at);
            self.second_subject(at);
            self.subject_with_case(at);
            self.owned_names(at);
            self.subject_behind_and(at);
            self.copular_clause(at);
            self.named_object(at);
            self.participle_beside_name(at);
            self.origin(at);
            self.goal(at);
            self.actor_of_gerund(at);
            self.verdict(at);
            self.gerund_of_noun(at);
            self.source(at);
            self.when(at);
            self.clause_behind_when(at);
            self.clause_behind_case(at);
            self.behind_opening(at);
            self.called_for(at);
            self.purpose(at);
            self.worth(at);
            self.absolute(at);
            self.possessor(at);
            self.fronted(at);
            self.possessive(at);
            self.caseless(at);
            self.opening_place(at);
            self.root_before_and(at);
            self.object_with_case(at);
            self.number_as_root(at);
            self.relative_of_year(at);
            self.piped_relative(at);
            self.which_of_two(at);
        }
        self.verbless();
        self.dated_entry();
        self.noun_beside_verb();
        self.appositions();
        for at in 0..self.tokens.len() {
            self.each_title(at);
            self.another_person(at);
            self.of_the_nearest(at);
        }
    }

    /// Says whether some word hangs on itself, however far.
    fn has_circle(&self) -> bool {
        let n_words = self.tokens.len();
        (0..n_words).any(|at| {
            let over = |at: &usize| self.head(*at);
            std::iter::successors(Some(at), over).take(n_words + 1).count() > n_words
        })
    }

    fn form(&self, at: usize) -> &str {
        let span = self.tokens[at].span;
        &self.text[span.start as usize - self.base..span.end as usize - self.base]
    }

    fn head(&self, at: usize) -> Option<usize> {
        self.tokens[at].head.map(|head| head as usize)
    }

    fn root(&self) -> Option<usize> {
        (0..self.tokens.len()).find(|at| self.head(*at).is_none())
    }

    fn children(&self, head: usize) -> Vec<usize> {
        (0..self.tokens.len()).filter(|at| self.head(*at) == Some(head)).collect()
    }

    fn has(&self, head: usize, relations: &[Relation]) -> bool {
        self.children(head).iter().any(|at| relations.contains(&self.tokens[*at].relation))
    }

    fn hang(&mut self, at: usize, head: usize, relation: Relation) {
        self.tokens[at].head = Some(head as u32);
        self.tokens[at].relation = relation;
    }

    /// Puts `new` where `old` hangs, and hangs those children of `old` on it that go with it. What
    /// becomes of `old` is left to the caller.
    fn take_place(&mut self, new: usize, old: usize, goes_with: impl Fn(usize) -> bool) {
        self.tokens[new].head = self.tokens[old].head;
        self.tokens[new].relation = self.tokens[old].relation;
        for child in self.children(old) {
            if goes_with(child) {
                self.tokens[child].head = Some(new as u32);
            }
        }
    }

    /// `Anna Weber, a judge arrested in Peru, left`: no verb has two subjects; who was arrested is the
    /// judge, and she left.
    fn apposed_subject(&mut self, participle: usize) {
        let subjects = [Relation::NSUBJ, Relation::NSUBJ_PASS];
        let may_be = matches!(self.tokens[participle].xpos, Xpos::VBN | Xpos::VBD)
            && !self.has(participle, &[Relation::AUX, Relation::AUX_PASS, Relation::OBJ]);
        if !may_be {
            return;
        }
        let children = self.children(participle);
        let of = |at: &&usize| subjects.contains(&self.tokens[**at].relation);
        let (Some(name), Some(noun)) =
            (children.iter().find(of).copied(), children.iter().rfind(of).copied())
        else {
            return;
        };
        let verb = children.iter().copied().find(|at| {
            self.tokens[*at].relation == Relation::CONJ
                && *at > participle
                && self.tokens[*at].xpos.is_finite()
                && self.form(*at - 1) == ","
                && !self.has(*at, &[Relation::CC])
        });
        let Some(verb) = verb.filter(|_| {
            name < noun
                && noun + 1 == participle
                && self.tokens[name].upos == Upos::Propn
                && self.tokens[noun].upos == Upos::Noun
        }) else {
            return;
        };
        self.take_place(verb, participle, |child| child < name || child > verb);
        self.hang(name, verb, Relation::NSUBJ);
        self.hang(noun, name, Relation::APPOS);
        self.hang(participle, noun, Relation::ACL);
    }

    /// `Peru's deputy foreign minister`: nobody owns an adjective, but the noun behind it.
    fn possessor(&mut self, at: usize) {
        let Some(word) = self.head(at).filter(|word| {
            at < *word
                && self.tokens[at].relation == Relation::NMOD_POSS
                && self.tokens[*word].relation == Relation::AMOD
        }) else {
            return;
        };
        if let Some(noun) = self.head(word).filter(|noun| *noun > word) {
            self.hang(at, noun, Relation::NMOD_POSS);
        }
    }

    /// `After talks with the mayor, Anna Weber left`: a verb has a subject, and the comma ends the phrase.
    fn fronted(&mut self, verb: usize) {
        let subjects = [Relation::NSUBJ, Relation::NSUBJ_PASS, Relation::CSUBJ, Relation::EXPL];
        let is_finite =
            matches!(self.tokens[verb].xpos, Xpos::VBD | Xpos::VBN | Xpos::VBZ | Xpos::VBP)
                && self.tokens[verb].upos == Upos::Verb
                && matches!(self.tokens[verb].relation, Relation::ROOT | Relation::CONJ)
                && !self.has(verb, &[Relation::AUX_PASS]);
        if !is_finite || self.has(verb, &subjects) {
            return;
        }
        // The name right before the verb.
        let Some(mut name) = verb.checked_sub(1) else { return };
        while name > 0 && self.tokens[name].upos == Upos::Adv {
            name -= 1;
        }
        while let Some(head) = self
            .head(name)
            .filter(|head| *head < name && self.tokens[name].relation == Relation::FLAT)
        {
            name = head;
        }
        let is_name = self.tokens[name].upos == Upos::Propn
            && matches!(
                self.tokens[name].relation,
                Relation::APPOS | Relation::CONJ | Relation::NMOD | Relation::LIST | Relation::DEP
            );
        let start = self.phrase_start(name);
        let comma = if self.form(start) == "," { Some(start) } else { start.checked_sub(1) };
        let Some(comma) = comma.filter(|at| is_name && self.form(*at) == ",") else { return };
        // What the name hangs on belongs to a phrase with a preposition that hangs on the verb.
        let Some(above) = self.head(name).filter(|above| *above < comma) else { return };
        let is_fronted = self.is_below(above, verb)
            && std::iter::successors(Some(above), |at| self.head(*at)).take(self.tokens.len()).any(
                |at| {
                    self.head(at) == Some(verb)
                        && matches!(self.tokens[at].relation, Relation::OBL | Relation::ADVCL)
                },
            )
            && !self.has(name, &[Relation::CC]);
        if is_fronted {
            self.hang(name, verb, Relation::NSUBJ);
        }
    }

    /// `Peru's president Anna Weber`: what has an `'s` belongs to the phrase behind it.
    fn possessive(&mut self, owner: usize) {
        let mark = owner + 1;
        let next = mark + 1;
        let is_marked = next < self.tokens.len()
            && self.tokens[owner].upos == Upos::Propn
            && self.tokens[owner].relation != Relation::NMOD_POSS
            && self.head(mark) == Some(owner)
            && self.tokens[mark].relation == Relation::CASE
            && matches!(self.form(mark), "'s" | "’s");
        if !is_marked {
            return;
        }
        let mut owned = next;
        while let Some(head) = self.head(owned).filter(|head| *head > owned) {
            owned = head;
        }
        let is_beside = self.head(owned) == Some(owner)
            && matches!(
                self.tokens[owned].relation,
                Relation::CONJ | Relation::APPOS | Relation::FLAT
            )
            && matches!(self.tokens[owned].upos, Upos::Noun | Upos::Propn)
            && (next..owned).all(|at| self.is_below(at, owned));
        if !is_beside {
            return;
        }
        self.take_place(owned, owner, |child| child > owned || child < owner);
        self.hang(owner, owned, Relation::NMOD_POSS);
    }

    /// `Peru sent Prime Minister Anna Weber`: a name without a preposition, right behind a verb that
    /// has no object, is its object.
    fn caseless(&mut self, at: usize) {
        let Some(verb) = self.head(at).filter(|verb| {
            *verb < at
                && self.tokens[at].relation == Relation::OBL
                && self.tokens[at].upos == Upos::Propn
                && self.tokens[*verb].upos == Upos::Verb
        }) else {
            return;
        };
        let taken =
            [Relation::OBJ, Relation::AUX_PASS, Relation::COP, Relation::XCOMP, Relation::CCOMP];
        let is_free = !self.has(verb, &taken)
            && !self.has(at, &[Relation::CASE, Relation::MARK])
            && (verb + 1..at).all(|between| self.is_below(between, at));
        if is_free {
            self.tokens[at].relation = Relation::OBJ;
        }
    }

    /// Says whether `at` hangs on `above`, however far.
    fn is_below(&self, at: usize, above: usize) -> bool {
        let mut next = Some(at);
        for _ in 0..self.tokens.len() {
            match next {
                Some(at) if at == above => return true,
                Some(at) => next = self.head(at),
                None => return false,
            }
        }
        true
    }

    /// The plural noun that a number right before its phrase counts: `25,000 ethnic Germans`.
    fn counted(&self, number: usize) -> Option<usize> {
        let form = self.form(number);
        let is_year = form.len() == 4 && form.bytes().all(|byte| byte.is_ascii_digit());
        if self.tokens[number].xpos != Xpos::CD || is_year {
            return None;
        }
        let phrase = (number + 1..self.tokens.len())
            .take_while(|at| matches!(self.tokens[*at].upos, Upos::Adj | Upos::Noun | Upos::Propn));
        let last = phrase.take(5).last()?;
        matches!(self.tokens[last].xpos, Xpos::NNS | Xpos::NNPS).then_some(last)
    }

    /// Hangs a number on the noun that it counts: `around 25,000 ethnic Germans left`.
    fn count(&mut self, number: usize) {
        let is_phrase = matches!(self.tokens[number].relation, Relation::OBL | Relation::NMOD);
        let Some(noun) = self.counted(number).filter(|noun| {
            is_phrase && self.head(*noun).is_some() && !self.is_below(*noun, number)
        }) else {
            return;
        };
        let children = self.children(number);
        let is_hedge = |at: usize| at + 1 == number && self.tokens[at].relation == Relation::CASE;
        if !children.iter().all(|at| is_hedge(*at)) {
            return;
        }
        self.hang(number, noun, Relation::NUMMOD);
        for hedge in children {
            self.tokens[hedge].relation = Relation::ADVMOD;
        }
    }

    /// The noun of `more than forty countries` is the argument, not `more`.
    fn more_than(&mut self, more: usize) {
        if more + 2 >= self.tokens.len() {
            return;
        }
        let first = self.form(more).to_lowercase();
        let is_bound = matches!(
            (first.as_str(), self.form(more + 1)),
            ("more" | "less" | "fewer", "than") | ("close" | "up", "to")
        );
        if !is_bound {
            return;
        }
        let number = more + 2;
        let Some((noun, verb)) = self.counted(number).zip(self.head(more)) else { return };
        // `hosts more than 600,000 refugees`, where the noun hangs on the verb as well
        let is_beside = self.head(noun) == Some(verb)
            && self.tokens[noun].relation == Relation::OBL
            && self.tokens[more].relation == Relation::OBJ;
        if self.head(noun) != Some(more) && !is_beside
            || self.head(number) != Some(noun)
            || self.tokens[verb].upos != Upos::Verb
        {
            return;
        }
        let subjects = [Relation::NSUBJ, Relation::NSUBJ_PASS];
        let relation = match noun < verb {
            true if !self.has(verb, &subjects)
                || subjects.contains(&self.tokens[more].relation) =>
            {
                Relation::NSUBJ
            }
            false if is_beside || !self.has(verb, &[Relation::OBJ]) => Relation::OBJ,
            _ => return,
        };
        self.hang(noun, verb, relation);
        self.hang(more, number, Relation::ADVMOD);
        self.tokens[more].upos = Upos::Adv;
        self.hang(more + 1, more, Relation::FIXED);
        // Commas around what follows the noun.
        for child in self.children(more) {
            if child > noun {
                self.tokens[child].head = Some(noun as u32);
            }
        }
    }

    /// `was named a judge by the mayor`: who is named something is named it by somebody.
    fn agent(&mut self, agent: usize) {
        let Some(noun) = self.head(agent).filter(|noun| {
            *noun < agent
                && self.tokens[agent].relation == Relation::NMOD
                && matches!(self.tokens[*noun].relation, Relation::OBJ | Relation::XCOMP)
        }) else {
            return;
        };
        let Some(verb) = self.head(noun).filter(|verb| *verb < noun) else { return };
        let by =
            self.children(agent).into_iter().find(|at| self.tokens[*at].relation == Relation::CASE);
        let is_passive = self.tokens[verb].xpos == Xpos::VBN
            && self.has(verb, &[Relation::AUX_PASS])
            && !self.has(verb, &[Relation::OBL_AGENT]);
        if is_passive && by == Some(noun + 1) && self.form(noun + 1) == "by" {
            self.hang(agent, verb, Relation::OBL_AGENT);
        }
    }

    /// No comma stands between a subject and its verb: in `the party, banned in Peru, won`, `banned`
    /// says which party, and `won` is the verb.
    fn inserted_participle(&mut self, participle: usize) {
        let token = &self.tokens[participle];
        // `the ministers, meeting in Lima, signed`: such a participle may have an object.
        let is_present = token.xpos == Xpos::VBG;
        let may_be =
            token.upos == Upos::Verb && matches!(token.xpos, Xpos::VBN | Xpos::VBD | Xpos::VBG);
        let is_own = [Relation::AUX, Relation::AUX_PASS, Relation::CC];
        let has_object = !is_present && self.has(participle, &[Relation::OBJ]);
        if !may_be || participle < 2 || has_object || self.has(participle, &is_own) {
            return;
        }
        let children = self.children(participle);
        let is_finite = |at: usize| {
            self.tokens[at].xpos.is_finite()
                && matches!(self.tokens[at].upos, Upos::Verb | Upos::Aux)
        };
        let subject = children.iter().copied().find(|at| {
            matches!(self.tokens[*at].relation, Relation::NSUBJ | Relation::NSUBJ_PASS)
                && *at < participle
        });
        let verb = children.iter().copied().find(|at| {
            // `the line, built in 1990, is long`
            let copula = self
                .children(*at)
                .into_iter()
                .find(|child| self.tokens[*child].relation == Relation::COP)
                .filter(|copula| is_finite(*copula));
            let may_be = is_present || token.xpos == Xpos::VBN && copula.is_some();
            (self.tokens[*at].relation == Relation::CONJ
                || may_be && self.tokens[*at].relation == Relation::PARATAXIS)
                && *at > participle
                && (is_finite(*at) || copula.is_some())
                && self.form(copula.unwrap_or(*at) - 1) == ","
                && !self.has(*at, &[Relation::CC, Relation::NSUBJ, Relation::NSUBJ_PASS])
        });
        let Some((subject, verb)) = subject.zip(verb) else { return };
        let is_cut_off = self.form(participle - 1) == ","
            && self.is_below(participle - 2, subject)
            && self.tokens[subject].upos != Upos::Pron;
        if !is_cut_off {
            return;
        }
        self.take_place(verb, participle, |child| child < subject || child > verb);
        self.hang(subject, verb, Relation::NSUBJ);
        self.hang(participle, subject, Relation::ACL);
    }
}

#[cfg(test)]
mod tests {
    use super::super::conllu;
    use super::*;

    /// The sentence mended, as `word relation head`.
    pub fn mended(rows: &[&str]) -> Vec<String> {
        let lines = rows.iter().enumerate().map(|(at, row)| {
            let [form, upos, xpos, head, relation] =
                row.split(' ').collect::<Vec<_>>()[..].try_into().expect("five columns");
            format!("{}\t{form}\t{form}\t{upos}\t{xpos}\t_\t{head}\t{relation}\t_\t_\n", at + 1)
        });
        let mut bank = conllu::read(&lines.collect::<String>()).expect("a tree");
        let tokens = &mut bank.annotated.sentences[0].tokens;
        mend(&bank.text, 0, tokens);
        tokens
            .iter()
            .map(|token| {
                let head = token.head.map_or(0, |head| head + 1);
                format!("{} {} {head}", token.span.of(&bank.text), token.relation.as_str())
            })
            .collect()
    }

    #[test]
    fn numbers_hang_on_what_they_count() {
        let found = mended(&[
            "About ADP IN 2 case",
            "900 NUM CD 5 obl",
            "ethnic ADJ JJ 4 amod",
            "Finns PROPN NNPS 5 nsubj",
            "left VERB VBD 0 root",
        ]);
        assert_eq!(found[..2], ["About advmod 2", "900 nummod 4"]);
    }

    #[test]
    fn more_than_is_no_argument() {
        let found = mended(&[
            "More ADJ JJR 5 advmod",
            "than ADP IN 4 case",
            "ten NUM CD 4 nummod",
            "towns NOUN NNS 1 obl",
            "voted VERB VBD 0 root",
        ]);
        assert_eq!(found[..4], ["More advmod 3", "than fixed 1", "ten nummod 4", "towns nsubj 5"]);
    }

    #[test]
    fn who_is_named_something_is_named_by_somebody() {
        let found = mended(&[
            "Ann PROPN NNP 3 nsubj:pass",
            "was AUX VBD 3 aux:pass",
            "named VERB VBN 0 root",
            "judge NOUN NN 3 obj",
            "by ADP IN 6 case",
            "Bob PROPN NNP 4 nmod",
        ]);
        assert_eq!(found[5], "Bob obl:agent 3");
    }

    #[test]
    fn a_participle_between_commas_is_not_the_main_verb() {
        let found = mended(&[
            "Sanat PROPN NNP 3 nsubj",
            ", PUNCT , 1 punct",
            "banned VERB VBD 0 root",
            "in ADP IN 5 case",
            "Peru PROPN NNP 3 obl",
            ", PUNCT , 7 punct",
            "dissolved VERB VBD 3 conj",
            ". PUNCT . 3 punct",
        ]);
        let trees = ["Sanat nsubj 7", ", punct 1", "banned acl 1"];
        assert_eq!(found[..3], trees);
        assert_eq!(found[6..], ["dissolved root 0", ". punct 7"]);
    }
}
