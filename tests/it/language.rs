//! The language model scores on the development parts of the treebanks as `docs/language.md` says.

use saiga::text::{Language, conllu, train};

use crate::support::root;

#[test]
fn the_treebanks_score_as_stated() {
    let folder = root().join("../shared/data/treebank");
    let english = Language::english();
    for (file, stated) in [
        (
            "en_ewt-dev.conllu",
            [
                "UPOS 95.56 lemma 97.29 LAS 83.54",
                "words 99.16 sentences 87.72 UPOS 94.73 lemma 96.52 LAS 81.09",
            ],
        ),
        (
            "en_gum-dev.conllu",
            [
                "UPOS 96.78 lemma 98.18 LAS 82.94 names 78.56",
                "words 99.90 sentences 95.37 UPOS 96.70 lemma 98.10 LAS 82.55 names 78.28",
            ],
        ),
    ] {
        let path = folder.join(file);
        let Ok(content) = std::fs::read_to_string(&path) else {
            assert!(std::env::var_os("CI").is_none(), "{} is missing", path.display());
            println!("skipped: {} is missing", path.display());
            continue;
        };
        let bank = conllu::read(&content).expect("the treebank is CoNLL-U");
        for (line, stated) in train::evaluate(&bank, &english).iter().zip(stated) {
            check_figures(line, stated);
        }
    }
}

/// Parts of a line of scores that are percentages, by name.
fn figures(line: &str) -> Vec<(String, f64)> {
    let words: Vec<&str> = line.split([' ', '(', ')']).collect();
    words.windows(2).filter_map(|pair| Some((pair[0].to_owned(), pair[1].parse().ok()?))).collect()
}

#[track_caller]
fn check_figures(line: &str, stated: &str) {
    for (name, expected) in figures(stated) {
        let found = figures(line).into_iter().find(|(other, _)| *other == name);
        let (_, found) = found.unwrap_or_else(|| panic!("`{name}` is not in `{line}`"));
        assert!((found - expected).abs() <= 0.1, "{name}: stated {expected}, found {found}");
    }
}
