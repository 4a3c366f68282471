//! Integration tests, one binary. The modules stand in the order of the pipeline; a test below
//! (`tidy`) sees to it that none is forgotten here.

mod support; // what the tests share: the project, temporary folders, expected files
mod tidy; // the rules that the code itself keeps: order of modules, absences, sizes
mod data; // ontology, lexicons, patterns, questions: canonical, checked, examples hold
mod readings; // what is known of the patterns' sentences beforehand is what would be found
mod document; // stage 1 on real pages, odd bytes and long input
mod hostile; // two hundred damaged and hostile files in one build
mod language; // the model on the treebanks, where they are
mod entities; // which entity a mention means and why; the analyst's decisions
mod cases; // stages 1 to 3: tests/cases/**/*.md, texts with the facts that must come out
mod props; // properties of all stages over any text, any order, any number of threads
mod structure; // tables, sections, dates that lean on the day of publication
mod store; // builds on disk: incremental, versions, removal, verification
mod query; // questions to the sample documents and to the real ones
mod review; // conflicts, misses, conclusions, a second domain
mod diff; // what the second versions of the sample documents changed
mod changes; // tests/changes/*.md: pairs of texts with the changes that a reader finds
mod edits; // edits made by rule in the sample documents are told as what they are
mod versions; // chains of versions, the store as it was, history, patches, all kinds of sides
mod export; // files that agree with the store and with one another
mod demo; // exports/demo is what the program makes today, byte for byte
mod serve; // the server: answers, refusals, questions, updates
mod cli; // tests/cli/*.trycmd: commands, output, exit codes
