//! Makes the subjects and auxiliaries of participles agree on the voice: the parser labels each
//! word alone.

use super::Token;
use super::relation::Relation;
use super::tag::{Upos, Xpos};

/// Labels `be` or `get` before a past participle as its passive auxiliary, and the subject as a
/// passive one; without such an auxiliary, neither is passive.
pub(super) fn agree(tokens: &mut [Token]) {
    for verb in 0..tokens.len() {
        // The tagger takes some participles for past tenses.
        let participle = matches!(tokens[verb].xpos, Xpos::VBN | Xpos::VBD);
        if tokens[verb].upos != Upos::Verb || !participle {
            continue;
        }
        let children: Vec<usize> =
            (0..tokens.len()).filter(|at| tokens[*at].head == Some(verb as u32)).collect();
        let helper = children.iter().rev().copied().find(|at| {
            *at < verb
                && matches!(tokens[*at].relation, Relation::AUX | Relation::AUX_PASS)
                && matches!(&*tokens[*at].lemma, "be" | "get")
        });
        for at in children {
            let passive = helper.is_some();
            tokens[at].relation = match tokens[at].relation {
                Relation::NSUBJ | Relation::NSUBJ_PASS if passive => Relation::NSUBJ_PASS,
                Relation::NSUBJ_PASS => Relation::NSUBJ,
                Relation::CSUBJ | Relation::CSUBJ_PASS if passive => Relation::CSUBJ_PASS,
                Relation::CSUBJ_PASS => Relation::CSUBJ,
                Relation::AUX | Relation::AUX_PASS if Some(at) == helper => Relation::AUX_PASS,
                Relation::AUX_PASS => Relation::AUX,
                relation => relation,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::conllu;
    use super::*;

    #[test]
    fn perfect_is_active_and_be_is_passive() {
        for (helper, lemma, subject) in [("have", "have", "nsubj"), ("were", "be", "nsubj:pass")] {
            let mut bank = conllu::read(&format!(
                "1\tTalks\ttalk\tNOUN\tNNS\t_\t3\tnsubj:pass\t_\t_\n\
                 2\t{helper}\t{lemma}\tAUX\tVBP\t_\t3\taux\t_\t_\n\
                 3\tled\tlead\tVERB\tVBN\t_\t0\troot\t_\t_\n"
            ))
            .unwrap();
            let tokens = &mut bank.annotated.sentences[0].tokens;
            agree(tokens);
            assert_eq!(tokens[0].relation.as_str(), subject);
        }
    }
}
