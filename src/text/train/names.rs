//! Learns names from a treebank with entities in its MISC column, as GUM writes them
//! (`Entity=(12-person-…`).

use super::super::conllu::Treebank;
use super::super::lexicon::Lexicon;
use super::super::names::{KINDS, Memory, N_LABELS, Recogniser, View, choose, features, remember};
use super::super::shape::Spelling;
use super::super::{Name, NameKind, Relation, Token, Upos, Xpos};
use super::perceptron::Perceptron;

const EPOCHS: usize = 12;

/// A sentence with its names.
pub(super) struct Named {
    pub spellings: Vec<Spelling>,
    /// As the earlier stages annotate them, not as the treebank does.
    pub tokens: Vec<Token>,
    pub names: Vec<Name>,
    /// It opens a document.
    pub opens: bool,
}

/// Learns a recogniser.
pub(super) fn train(
    sentences: &[Named],
    lexicon: &Lexicon,
    log: &mut dyn FnMut(String),
) -> Recogniser {
    let mut model = Perceptron::new();
    let mut keys = Vec::new();
    for epoch in 0..EPOCHS {
        let (mut wrong, mut n_words) = (0, 0);
        let mut memory = Memory::new();
        for sentence in sentences {
            if sentence.opens {
                memory.clear();
            }
            let gold = labels(sentence.tokens.len(), &sentence.names);
            let view = View::new(&sentence.spellings, &sentence.tokens, lexicon, &memory);
            let mut guessed: Vec<u8> = Vec::with_capacity(gold.len());
            for (at, right) in gold.iter().enumerate() {
                keys.clear();
                features(&view, at, &guessed, &mut keys);
                let mut scores = [0; N_LABELS];
                model.add(&keys, &mut scores);
                let guess = choose(&scores, guessed.last().copied());
                n_words += 1;
                // The middle of a name whose start was missed cannot be had any more.
                let before = guessed.last().copied().unwrap_or(0);
                let inner = *right > 0 && *right % 2 == 0;
                let lost = inner && before != *right && before + 1 != *right;
                if guess != *right && !lost {
                    wrong += 1;
                    model.update(&keys, usize::from(*right), 1);
                    model.update(&keys, usize::from(guess), -1);
                }
                model.tick();
                guessed.push(guess);
            }
            remember(&sentence.spellings, &guessed, &mut memory);
        }
        log(format!("names: pass {}: {wrong} of {n_words} words wrong", epoch + 1));
    }
    Recogniser { weights: model.freeze(2, 16.0, 1).pruned(8, 4) }
}

/// Returns the label of each word.
fn labels(n: usize, names: &[Name]) -> Vec<u8> {
    let mut labels = vec![0; n];
    for name in names {
        let kind = KINDS.iter().position(|kind| *kind == name.kind).unwrap_or(0) as u8;
        for at in name.first..=name.last {
            labels[at as usize] = 2 + 2 * kind - u8::from(at == name.first);
        }
    }
    labels
}

/// An entity of the treebank while it is open.
struct Open {
    id: String,
    kind: Option<NameKind>,
    first: usize,
}

/// Reads the names of a treebank: of each entity whose head is a proper noun, the name at its heart,
/// without articles, titles in small letters, appositions and clauses. Names inside names are left
/// out.
pub fn names(bank: &Treebank) -> Vec<Vec<Name>> {
    bank.annotated
        .sentences
        .iter()
        .zip(&bank.misc)
        .map(|(sentence, misc)| {
            let mut open: Vec<Open> = Vec::new();
            let mut names: Vec<Name> = Vec::new();
            for (at, misc) in misc.iter().enumerate() {
                let entity =
                    misc.split('|').find_map(|pair| pair.strip_prefix("Entity=")).unwrap_or("");
                for (opens, closes, content) in brackets(entity) {
                    if opens {
                        let mut fields = content.split('-');
                        let id = fields.next().unwrap_or("").to_owned();
                        let kind = fields.next().and_then(kind);
                        open.push(Open { id, kind, first: at });
                    }
                    if closes {
                        let id = content.split('-').next().unwrap_or("");
                        let found = open.iter().rposition(|open| open.id == id);
                        let Some(entity) = found.map(|index| open.remove(index)) else { continue };
                        if let Some(kind) = entity.kind {
                            names.extend(heart(&sentence.tokens, entity.first, at, kind));
                        }
                    }
                }
            }
            outermost(names)
        })
        .collect()
}

/// Splits `(1-person-x(2-place-y)3)` into its brackets: whether each opens, whether it closes.
fn brackets(entity: &str) -> Vec<(bool, bool, &str)> {
    let mut found = Vec::new();
    let mut rest = entity;
    while !rest.is_empty() {
        let opens = rest.starts_with('(');
        let body = &rest[usize::from(opens)..];
        let end = body.find(['(', ')']).unwrap_or(body.len());
        let closes = body[end..].starts_with(')');
        found.push((opens, closes, &body[..end]));
        rest = &body[end + usize::from(closes)..];
        if end == 0 && !closes && !opens {
            break;
        }
    }
    found
}

fn kind(entity: &str) -> Option<NameKind> {
    Some(match entity {
        "person" => NameKind::Person,
        "organization" => NameKind::Organization,
        "place" => NameKind::Place,
        "event" => NameKind::Event,
        "time" => NameKind::Date,
        "abstract" | "object" | "animal" | "plant" | "substance" => NameKind::Other,
        _ => return None,
    })
}

/// Returns the name inside the entity `first..=last`.
fn heart(tokens: &[Token], first: usize, last: usize, kind: NameKind) -> Option<Name> {
    let inside = |at: usize| (first..=last).contains(&at);
    let head =
        (first..=last).find(|at| tokens[*at].head.is_none_or(|head| !inside(head as usize)))?;
    let name_like = |at: usize| {
        let token = &tokens[at];
        matches!(token.xpos, Xpos::NNP | Xpos::NNPS)
            || kind == NameKind::Date && matches!(token.upos, Upos::Num)
    };
    if !name_like(head) {
        return None;
    }
    // What may stand between two words of one name.
    let joins = |at: usize| {
        let token = &tokens[at];
        matches!(token.relation, Relation::CASE | Relation::DET | Relation::CC | Relation::FLAT)
            || token.upos == Upos::Punct && token.xpos == Xpos::HYPH
            || token.xpos == Xpos::CD
            || token.relation == Relation::COMPOUND
    };
    // Apart from the head's own: a conjunct, an apposition or a clause is another name.
    let belongs = |mut at: usize| {
        while at != head {
            let token = &tokens[at];
            let apart = matches!(
                token.relation,
                Relation::CONJ
                    | Relation::APPOS
                    | Relation::ACL
                    | Relation::ACL_RELCL
                    | Relation::PARATAXIS
                    | Relation::LIST
                    | Relation::NMOD_POSS
            ) || token.relation == Relation::NMOD
                && at != head
                && !tokens.iter().any(|case| {
                    case.relation == Relation::CASE
                        && case.head == Some(at as u32)
                        && matches!(&*case.lemma, "of" | "for" | "and" | "the")
                });
            match token.head {
                Some(next) if !apart && inside(next as usize) => at = next as usize,
                _ => return false,
            }
        }
        true
    };
    let mut start = head;
    let mut at = head;
    while at > first {
        at -= 1;
        if name_like(at) && belongs(at) {
            start = at;
        } else if !joins(at) || !belongs(at) {
            break;
        }
    }
    let (mut end, mut at) = (head, head);
    while at < last {
        at += 1;
        let number = tokens[at].xpos == Xpos::CD;
        if (name_like(at) || number) && belongs(at) {
            end = at;
        } else if !joins(at) || !belongs(at) {
            break;
        }
    }
    Some(Name { first: start as u32, last: end as u32, kind, score: 1.0 })
}

/// Leaves out names inside other names, and the same span twice.
fn outermost(mut names: Vec<Name>) -> Vec<Name> {
    names.sort_by_key(|name| (name.first, std::cmp::Reverse(name.last)));
    let mut kept: Vec<Name> = Vec::new();
    for name in names {
        if kept.last().is_none_or(|last| name.first > last.last) {
            kept.push(name);
        }
    }
    kept
}
