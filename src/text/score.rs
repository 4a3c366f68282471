//! Scores an annotation against a treebank as the CoNLL 2018 shared task does: by spans of
//! characters, so that a wrong cut costs a word and not the rest of the file.

use std::fmt;

use super::{Annotated, NameKind, Sentence, Token};

/// Matching, predicted and gold counts of one kind of unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Units that agree.
    pub correct: usize,
    /// Units that were predicted.
    pub predicted: usize,
    /// Units that the treebank has.
    pub gold: usize,
}

impl Count {
    /// Returns the harmonic mean of precision and recall, in percent.
    pub fn f1(self) -> f64 {
        let units = self.predicted + self.gold;
        if units == 0 { 0.0 } else { 200.0 * self.correct as f64 / units as f64 }
    }
}

/// Scores of one text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Syntactic words.
    pub words: Count,
    /// Sentences, both ends right.
    pub sentences: Count,
    /// Words with their universal part of speech.
    pub upos: Count,
    /// Words with their English part of speech.
    pub xpos: Count,
    /// Words with their lemma.
    pub lemma: Count,
    /// Words with their head.
    pub uas: Count,
    /// Words with their head and universal relation (`nsubj` for `nsubj:pass`).
    pub las: Count,
    /// Words with their head and full relation.
    pub las_full: Count,
}

/// Compares two annotations of the same text.
pub fn score(gold: &Annotated, predicted: &Annotated) -> Scores {
    let mut scores = Scores { sentences: sentences(gold, predicted), ..Scores::default() };
    let gold = words(gold);
    let predicted = words(predicted);
    let mut at = 0;
    let mut pairs = Vec::new();
    for (index, (_, token)) in gold.iter().enumerate() {
        while at < predicted.len() && predicted[at].1.span.start < token.span.start {
            at += 1;
        }
        // Several words may start at one place only if some are empty: there are none.
        if at < predicted.len() && predicted[at].1.span == token.span {
            pairs.push((index, at));
        }
    }
    let count = |agree: &dyn Fn(&Word<'_>, &Word<'_>) -> bool| Count {
        correct: pairs.iter().filter(|(g, p)| agree(&gold[*g], &predicted[*p])).count(),
        predicted: predicted.len(),
        gold: gold.len(),
    };
    let head =
        |(sentence, token): &Word<'_>| token.head.map(|head| sentence.tokens[head as usize].span);
    scores.words = count(&|_, _| true);
    scores.upos = count(&|g, p| g.1.upos == p.1.upos);
    scores.xpos = count(&|g, p| g.1.xpos == p.1.xpos);
    scores.lemma = count(&|g, p| &*g.1.lemma == "_" || g.1.lemma == p.1.lemma);
    scores.uas = count(&|g, p| head(g) == head(p));
    scores.las =
        count(&|g, p| head(g) == head(p) && g.1.relation.universal() == p.1.relation.universal());
    scores.las_full = count(&|g, p| head(g) == head(p) && g.1.relation == p.1.relation);
    scores
}

/// Compares names of some kinds by span and kind; `gold` and `predicted` are of the same text.
pub fn score_names(gold: &Annotated, predicted: &Annotated, kinds: &[NameKind]) -> Count {
    let names = |annotated: &Annotated| -> Vec<(u32, u32, NameKind)> {
        let mut names: Vec<_> = annotated
            .sentences
            .iter()
            .flat_map(|sentence| {
                sentence.names.iter().map(|name| {
                    let token = |at: u32| sentence.tokens[at as usize].span;
                    (token(name.first).start, token(name.last).end, name.kind)
                })
            })
            .filter(|name| kinds.contains(&name.2))
            .collect();
        names.sort_unstable();
        names
    };
    let (gold, predicted) = (names(gold), names(predicted));
    let correct = predicted.iter().filter(|name| gold.binary_search(name).is_ok()).count();
    Count { correct, predicted: predicted.len(), gold: gold.len() }
}

/// A word and its sentence.
type Word<'a> = (&'a Sentence, &'a Token);

fn words(annotated: &Annotated) -> Vec<Word<'_>> {
    annotated
        .sentences
        .iter()
        .flat_map(|sentence| sentence.tokens.iter().map(move |token| (sentence, token)))
        .collect()
}

fn sentences(gold: &Annotated, predicted: &Annotated) -> Count {
    let spans = |annotated: &Annotated| -> Vec<_> {
        annotated.sentences.iter().map(|sentence| sentence.span).collect()
    };
    let (gold, predicted) = (spans(gold), spans(predicted));
    let correct = gold.iter().filter(|span| predicted.binary_search(span).is_ok()).count();
    Count { correct, predicted: predicted.len(), gold: gold.len() }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "words {:.2} sentences {:.2} UPOS {:.2} XPOS {:.2} lemma {:.2} UAS {:.2} LAS {:.2} \
             (with subtypes {:.2})",
            self.words.f1(),
            self.sentences.f1(),
            self.upos.f1(),
            self.xpos.f1(),
            self.lemma.f1(),
            self.uas.f1(),
            self.las.f1(),
            self.las_full.f1(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::conllu;
    use super::*;

    const GOLD: &str = "1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n\
        2\tended\tend\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n\
        3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";

    #[test]
    fn agreement_is_counted_by_span() {
        let gold = conllu::read(GOLD).unwrap();
        let other = GOLD.replace("2\tnsubj\t_", "2\tnsubj:pass\t_").replace("VERB", "NOUN");
        let other = conllu::read(&other).unwrap();
        let scores = score(&gold.annotated, &other.annotated);
        assert_eq!(scores.words.f1(), 100.0);
        assert_eq!(scores.upos, Count { correct: 2, predicted: 3, gold: 3 });
        assert_eq!(scores.las.correct, 3);
        assert_eq!(scores.las_full.correct, 2);
        let merged = "1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n\
            2\tended.\tend\tVERB\tVBD\t_\t0\troot\t_\t_\n\n";
        let merged = conllu::read(merged).unwrap();
        let scores = score(&gold.annotated, &merged.annotated);
        assert_eq!(scores.words, Count { correct: 1, predicted: 2, gold: 3 });
        assert_eq!(scores.sentences.correct, 1);
        assert_eq!(scores.uas.correct, 0);
    }
}
