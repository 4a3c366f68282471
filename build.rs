//! Rebuilds when a file is added to a folder that is built into the program: the embedding macro
//! sees changes of files that it knows, but no new ones.

fn main() {
    for folder in ["ontology", "seeds/lexicon", "seeds/language"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
