//! Features of word forms, read off the tags and the tree.

use super::features::{Degree, Features, Mood, Number, Tense, VerbForm, Voice};
use super::relation::Relation;
use super::tag::{Upos, Xpos};
use super::{Sentence, Token};

/// Fills in the features of all words of a sentence; `text` stands at byte `base` of the document.
pub(super) fn fill(text: &str, base: usize, sentence: &mut Sentence) {
    let view = View { text, base, tokens: &sentence.tokens };
    let features: Vec<Features> = (0..sentence.tokens.len()).map(|at| view.features(at)).collect();
    for (token, features) in sentence.tokens.iter_mut().zip(features) {
        token.features = features;
    }
}

struct View<'a> {
    text: &'a str,
    base: usize,
    tokens: &'a [Token],
}

impl View<'_> {
    fn features(&self, at: usize) -> Features {
        let token = &self.tokens[at];
        let mut features = Features::default();
        match token.xpos {
            Xpos::NN | Xpos::NNP if matches!(token.upos, Upos::Noun | Upos::Propn) => {
                features.number = Some(Number::Singular);
            }
            Xpos::NNS | Xpos::NNPS => features.number = Some(Number::Plural),
            Xpos::JJ | Xpos::NNP if token.upos == Upos::Adj => {
                features.degree = Some(Degree::Positive);
            }
            Xpos::JJR | Xpos::RBR => features.degree = Some(Degree::Comparative),
            Xpos::JJS | Xpos::RBS => features.degree = Some(Degree::Superlative),
            Xpos::PRP | Xpos::PRPS => {
                (features.person, features.number) = pronoun(&self.form(at));
            }
            Xpos::DT => {
                features.number = match &*self.form(at) {
                    "this" | "that" => Some(Number::Singular),
                    "these" | "those" => Some(Number::Plural),
                    _ => None,
                };
            }
            Xpos::MD => features.verb_form = Some(VerbForm::Finite),
            xpos if xpos.is_verb() => self.verb(at, &mut features),
            _ => {}
        }
        features
    }

    fn verb(&self, at: usize, features: &mut Features) {
        let tokens = self.tokens;
        let token = &tokens[at];
        let has = |relation: Relation| self.child(at, relation).is_some();
        match token.xpos {
            tag if tag.is_finite() => {
                features.verb_form = Some(VerbForm::Finite);
                features.mood = Some(Mood::Indicative);
                let past = token.xpos == Xpos::VBD;
                features.tense = Some(if past { Tense::Past } else { Tense::Present });
                (features.person, features.number) = match token.xpos {
                    Xpos::VBZ => (Some(3), Some(Number::Singular)),
                    _ => self.agreement(at),
                };
            }
            Xpos::VBN => {
                features.verb_form = Some(VerbForm::Participle);
                features.tense = Some(Tense::Past);
                let reduced = matches!(token.relation, Relation::ACL | Relation::ADVCL)
                    && !has(Relation::AUX)
                    && !has(Relation::OBJ);
                if has(Relation::AUX_PASS) || has(Relation::NSUBJ_PASS) || reduced {
                    features.voice = Some(Voice::Passive);
                }
            }
            Xpos::VBG => {
                let nominal = has(Relation::CASE)
                    || matches!(
                        token.relation,
                        Relation::NSUBJ
                            | Relation::OBJ
                            | Relation::OBL
                            | Relation::NMOD
                            | Relation::CSUBJ
                            | Relation::COMPOUND
                    );
                let by_preposition = token.relation == Relation::ADVCL
                    && self
                        .child(at, Relation::MARK)
                        .is_some_and(|mark| tokens[mark].upos != Upos::Part);
                if nominal || by_preposition {
                    features.verb_form = Some(VerbForm::Gerund);
                } else {
                    features.verb_form = Some(VerbForm::Participle);
                    features.tense = Some(Tense::Present);
                }
            }
            _ => {
                let head = token.head.map(|head| &tokens[head as usize]);
                let governed = has(Relation::AUX)
                    || has(Relation::MARK)
                    || matches!(token.relation, Relation::AUX | Relation::AUX_PASS | Relation::COP)
                    || matches!(token.relation, Relation::XCOMP | Relation::CCOMP | Relation::CONJ)
                        && head.is_some();
                if governed || has(Relation::NSUBJ) {
                    features.verb_form = Some(VerbForm::Infinitive);
                } else {
                    features.verb_form = Some(VerbForm::Finite);
                    features.mood = Some(Mood::Imperative);
                }
            }
        }
    }

    /// Person and number of a finite verb by its subject, or by that of the word it helps.
    fn agreement(&self, at: usize) -> (Option<u8>, Option<Number>) {
        let tokens = self.tokens;
        let helper =
            matches!(tokens[at].relation, Relation::AUX | Relation::AUX_PASS | Relation::COP);
        let verb = match tokens[at].head {
            Some(head) if helper => head as usize,
            _ => at,
        };
        let subject =
            [Relation::NSUBJ, Relation::NSUBJ_PASS, Relation::EXPL, Relation::NSUBJ_OUTER]
                .into_iter()
                .find_map(|relation| self.child(verb, relation));
        let Some(subject) = subject else { return (None, None) };
        if tokens[subject].xpos == Xpos::PRP {
            return pronoun(&self.form(subject));
        }
        let plural = matches!(tokens[subject].xpos, Xpos::NNS | Xpos::NNPS)
            || self.child(subject, Relation::CONJ).is_some();
        (Some(3), Some(if plural { Number::Plural } else { Number::Singular }))
    }

    fn child(&self, head: usize, relation: Relation) -> Option<usize> {
        let of_head = |token: &Token| token.head == Some(head as u32) && token.relation == relation;
        self.tokens.iter().position(of_head)
    }

    fn form(&self, at: usize) -> String {
        let range = self.tokens[at].span.range();
        self.text[range.start - self.base..range.end - self.base].to_lowercase()
    }
}

/// Person and number of a pronoun in small letters.
fn pronoun(form: &str) -> (Option<u8>, Option<Number>) {
    match form {
        "i" | "me" | "my" | "mine" | "myself" => (Some(1), Some(Number::Singular)),
        "we" | "us" | "our" | "ours" | "ourselves" => (Some(1), Some(Number::Plural)),
        "you" | "your" | "yours" | "yourself" => (Some(2), None),
        "yourselves" => (Some(2), Some(Number::Plural)),
        "they" | "them" | "their" | "theirs" | "themselves" => (Some(3), Some(Number::Plural)),
        "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" | "it" | "its"
        | "itself" => (Some(3), Some(Number::Singular)),
        _ => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::conllu;
    use super::*;

    #[test]
    fn features_follow_tags_and_tree() {
        let bank = conllu::read(
            "1\tWe\twe\tPRON\tPRP\t_\t3\tnsubj:pass\t_\t_\n\
             2\twere\tbe\tAUX\tVBD\t_\t3\taux:pass\t_\t_\n\
             3\tasked\task\tVERB\tVBN\t_\t0\troot\t_\t_\n\
             4\tto\tto\tPART\tTO\t_\t5\tmark\t_\t_\n\
             5\tleave\tleave\tVERB\tVB\t_\t3\txcomp\t_\t_\n",
        )
        .unwrap();
        let mut sentence = bank.annotated.sentences[0].clone();
        fill(&bank.text, 0, &mut sentence);
        let columns: Vec<String> =
            sentence.tokens.iter().map(|token| token.features.to_string()).collect();
        assert_eq!(
            columns,
            [
                "Number=Plur|Person=1",
                "Mood=Ind|Number=Plur|Person=1|Tense=Past|VerbForm=Fin",
                "Tense=Past|VerbForm=Part|Voice=Pass",
                "_",
                "VerbForm=Inf",
            ]
        );
    }
}
