//! `src/project/readings.tsv` is what the program's own language finds in the sentences of its own patterns:
//! without it, or with one that does not fit, every start is several times slower. `SAIGA_BLESS=1` makes it
//! anew, after a change of the patterns, of the language or of `src/text`.

use saiga::pipeline::Pipeline;
use saiga::project::{Project, Source};
use saiga::text::Readings;

use crate::support::{check, root};

#[test]
fn the_readings_of_the_patterns_are_up_to_date() {
    let project = Project::load(&Source::BuiltIn).expect("the built-in project is whole");
    let language = project.language().expect("so is its language");
    let readings = Readings::default();
    Pipeline::with_readings(&project, &language, &readings);
    let written = readings.write(&project.reading_key());
    check(&root().join("src/project/readings.tsv"), &written);
}
