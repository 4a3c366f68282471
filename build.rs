//! Rebuilds when a file is added to a folder that is built into the program: the embedding macro
//! sees changes of files that it knows, but no new ones. Tells the program which text layer it has, so that
//! what one has found of a sentence is not taken for what another would find.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    for folder in ["ontology", "seeds/lexicon", "seeds/language", "src/text"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let mut files = Vec::new();
    list(&root.join("src/text"), &mut files)?;
    // How models are made and judged changes no reading.
    files.retain(|file| !file.components().any(|part| part.as_os_str() == "train"));
    files.sort();
    let mut hash = FNV_OFFSET;
    for file in &files {
        hash = fnv(hash, &fs::read(file)?);
    }
    println!("cargo::rustc-env=SAIGA_TEXT_LAYER={hash:016x}");
    Ok(())
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a (Fowler, Noll and Vo, <http://www.isthe.com/chongo/tech/comp/fnv/>): the same on every machine.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The files of a folder and of those inside.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
