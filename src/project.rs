//! Finds and reads `ontology/` and `seeds/`, from a folder or from the copy inside the program.
