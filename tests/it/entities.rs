//! Which entity a mention means, and why: names, pronouns, spellings, and the analyst's decisions.

use saiga::extract::{Facts, Reason};
use saiga::ontology::Decisions;
use saiga::pipeline::{Pipeline, Reading};

use crate::support::{PROJECT, pipeline};

/// The entity that the first mention with these words and this reason means.
fn meant(text: &str, words: &str, reason: Reason) -> Option<String> {
    let reading = pipeline().read_text(text).expect("a document");
    find(&reading, words, reason)
}

fn find(reading: &Reading, words: &str, reason: Reason) -> Option<String> {
    let Facts { entities, .. } = &reading.facts;
    let mut found = entities.iter().flat_map(|entity| {
        entity.mentions.iter().map(move |mention| (mention.span, mention.reason, &entity.name))
    });
    let found =
        found.find(|(span, why, _)| *why == reason && span.of(&reading.document.text) == words);
    found.map(|(_, _, name)| name.clone())
}

/// Checks lines of `text | words | entity`, with `-` for none.
fn check(reason: Reason, lines: &[(&str, &str, &str)]) {
    for (text, words, entity) in lines {
        let found = meant(text, words, reason);
        assert_eq!(found.as_deref().unwrap_or("-"), *entity, "“{words}” in: {text}");
    }
}

#[test]
fn pronouns_mean_the_subject_around_them() {
    check(
        Reason::Coreference,
        &[
            ("Dariga Nazarbayeva said that she met Xi Jinping.", "she", "Dariga Nazarbayeva"),
            ("Anna Weber met Tom Keller. She lives in Bern.", "She", "Anna Weber"),
            ("Kenya signed a treaty with its neighbours.", "its", "Kenya"),
            ("Peru joined the bank. It is a large country.", "It", "Peru"),
            ("It is clear that Peru will join.", "It", "-"),
            ("The harvest in Peru failed. It was the worst for years.", "It", "-"),
            ("An official praised Anna Weber. She said little.", "She", "Anna Weber"),
            ("Tom Keller praised Paul Brandt, who lives in Bern.", "who", "Paul Brandt"),
            ("Kenya and Uganda met in Nairobi. They signed a treaty.", "They", "Kenya"),
        ],
    );
}

#[test]
fn definite_descriptions_mean_what_was_named() {
    check(
        Reason::Coreference,
        &[
            ("Peru is in South America. The country joined the bloc.", "The country", "Peru"),
            (
                "Kenya's President William Ruto arrived in Bern. The president stayed a week.",
                "president",
                "William Ruto",
            ),
            (
                "Kenya's President William Ruto met Anna Weber. The Kenyan president was late.",
                "Kenyan president",
                "William Ruto",
            ),
            (
                "Kenya's President William Ruto spoke. The Ugandan president was late.",
                "Ugandan president",
                "-",
            ),
            (
                "The Solt Savings Bank opened in 1990. The bank has ten branches.",
                "The bank",
                "Solt Savings Bank",
            ),
        ],
    );
}

#[test]
fn governments_stand_for_their_states() {
    check(
        Reason::Metonym,
        &[
            ("The Kenyan government signed the treaty.", "Kenyan government", "Kenya"),
            ("The authorities of Peru closed the border.", "authorities of Peru", "Peru"),
            ("Nairobi signed the treaty.", "Nairobi", "Kenya"),
            ("The treaty was signed in Nairobi.", "Nairobi", "-"),
        ],
    );
    check(
        Reason::Name,
        &[(
            "The Weber administration fell. Anna Weber left.",
            "Weber administration",
            "Weber administration",
        )],
    );
}

#[test]
fn names_are_found_by_what_is_said_of_them() {
    check(
        Reason::Name,
        &[
            ("Later Tavinor was a singer in Leeds.", "Tavinor", "Tavinor"),
            ("She works for Brandlow in Leeds.", "Brandlow", "Brandlow"),
            (
                "The minister proposed a programme called ‘Seven Rivers’.",
                "Seven Rivers",
                "Seven Rivers",
            ),
            ("Members of the Qarat (‘Flower’) movement were there.", "Qarat", "Qarat"),
            (
                "Maria \"Mia\" Brandt was born in Leeds.",
                "Maria \"Mia\" Brandt",
                "Maria \"Mia\" Brandt",
            ),
        ],
    );
}

#[test]
fn spellings_of_a_name_mean_one_person() {
    check(
        Reason::Transliteration,
        &[
            (
                "Qasym-Zhomart Toqaev spoke in Astana.",
                "Qasym-Zhomart Toqaev",
                "Kassym-Jomart Tokayev",
            ),
            ("Ararat Mirzoian spoke.", "Ararat Mirzoian", "Ararat Mirzoyan"),
            (
                "Erzhan Sadykov came. Later Yerzhan Sadiqov left.",
                "Yerzhan Sadiqov",
                "Erzhan Sadykov",
            ),
            ("Erzhan Sadykov came. Later Erzhan Sadyrbaev left.", "Erzhan Sadyrbaev", "-"),
        ],
    );
}

/// Reads `text` under these rows of `decisions.csv`.
fn decided(rows: &str, text: &str) -> Reading {
    let mut project = PROJECT.clone();
    let file = format!("action,item,value,note\n{rows}");
    project.decisions = Decisions::parse("decisions.csv", &file).expect("good rows");
    let language = project.language().expect("the built-in language");
    Pipeline::new(&project, &language).read_text(text).expect("a document")
}

const TEXT: &str = "Kenya joined the World Trade Organization in 1995. \
    Anna Weber is the president of Kenya. Anne Weber visited Uganda.";

#[test]
fn decisions_are_followed() {
    let ids = |reading: &Reading| {
        reading.facts.entities.iter().map(|entity| entity.id.clone()).collect::<Vec<_>>()
    };
    let plain = decided("", TEXT);
    assert!(ids(&plain).contains(&"person/anne-weber".to_owned()), "{:?}", ids(&plain));
    assert!(plain.facts.claims.len() >= 3);

    let merged = decided("merge,person/anne-weber,person/anna-weber,one woman\n", TEXT);
    assert!(!ids(&merged).contains(&"person/anne-weber".to_owned()));
    assert_eq!(find(&merged, "Anne Weber", Reason::Name).as_deref(), Some("Anna Weber"));

    let renamed = decided("rename,person/anna-weber,Anna Maria Weber,\n", TEXT);
    assert_eq!(find(&renamed, "Anna Weber", Reason::Name).as_deref(), Some("Anna Maria Weber"));
    assert!(ids(&renamed).contains(&"person/anna-weber".to_owned()), "the id stays");

    let rejected = decided("reject,person/anna-weber,,\n", TEXT);
    assert!(!ids(&rejected).contains(&"person/anna-weber".to_owned()));
    assert!(rejected.facts.claims.len() < plain.facts.claims.len());

    let split = decided("split,country/kenya,Kenya,\n", TEXT);
    assert!(!ids(&split).contains(&"country/kenya".to_owned()), "{:?}", ids(&split));
}

#[test]
fn a_rejected_claim_is_left_out() {
    let plain = decided("", TEXT);
    let iris = saiga::graph::claim_iris(&plain.document, &plain.facts, pipeline().rules.onto);
    let hash = iris[0].as_str().rsplit('/').next().expect("a claim has a hash");
    let less = decided(&format!("reject,claim/{hash},,\n"), TEXT);
    assert_eq!(less.facts.claims, plain.facts.claims[1..]);
}
