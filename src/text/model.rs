//! The file of trained models: a header that tells whether it can be used, then compressed tables.
//!
//! Layout: the magic bytes, the format, the hash scheme, SHA-256 of what follows, then sections.
//! A section is its length before and after compression (deflate, RFC 1951) and its bytes. Keys of
//! features are gaps in Rice code; rows, classes and weights are sections of bytes of their own.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use sha2::{Digest, Sha256};

use super::hash::SCHEME;
use super::language::Model;
use super::lemma::Lemmas;
use super::lexicon::Lexicon;
use super::names::Recogniser;
use super::parse::Parser;
use super::table::Table;
use super::tag::{Upos, XPOS, Xpos};
use super::tagger::Tagger;
use super::weights::Weights;

const MAGIC: &[u8; 8] = b"saiga-lm";
const FORMAT: u8 = 1;
/// Bytes of the header.
const HEADER: usize = MAGIC.len() + 2 + 32;
/// No section is larger when decompressed, in bytes.
const LARGEST: usize = 64 << 20;

/// Writes models as a file.
pub(super) fn write(model: &Model) -> Vec<u8> {
    let mut body = Vec::new();
    write_weights(&mut body, &model.splitter);
    let classes: Vec<u8> =
        model.tagger.classes.iter().flat_map(|(upos, xpos)| [*upos as u8, xpos.0]).collect();
    section(&mut body, &classes);
    write_table(&mut body, &model.tagger.lexicon.words);
    write_weights(&mut body, &model.tagger.first);
    write_weights(&mut body, &model.tagger.second);
    write_weights(&mut body, &model.parser.weights);
    number(&mut body, model.parser.width as u32);
    number(&mut body, model.parser.slack as u32);
    write_table(&mut body, &model.lemmas.endings);
    let edits = model.lemmas.edits.iter().map(|(cut, add)| format!("{cut}{add}"));
    section(&mut body, edits.collect::<Vec<_>>().join("\n").as_bytes());
    write_table(&mut body, &model.lemmas.exceptions);
    section(&mut body, model.lemmas.words.join("\n").as_bytes());
    write_weights(&mut body, &model.names.weights);
    write_table(&mut body, &model.tagger.lexicon.gazetteer);
    let mut file = MAGIC.to_vec();
    file.extend([FORMAT, SCHEME]);
    file.extend(Sha256::digest(&body));
    file.extend(body);
    file
}

/// Reads a file that [`write`] made.
///
/// # Errors
/// With what was expected, when it is no such file, of another format or hash scheme, or damaged.
pub(super) fn read(file: &[u8]) -> Result<Model, String> {
    if file.len() < HEADER || &file[..MAGIC.len()] != MAGIC {
        return Err("this is no model file; make one with `saiga train`".to_owned());
    }
    let (format, scheme) = (file[MAGIC.len()], file[MAGIC.len() + 1]);
    if (format, scheme) != (FORMAT, SCHEME) {
        return Err(format!(
            "the model has format {format} and hash scheme {scheme}, but this saiga reads format \
             {FORMAT} and scheme {SCHEME}; make a new one with `saiga train`"
        ));
    }
    let (sum, body) = file[MAGIC.len() + 2..].split_at(32);
    let (intact, model) =
        rayon::join(|| Sha256::digest(body).as_slice() == sum, || unpack(Input { rest: body }));
    if intact {
        model
    } else {
        Err("the model file is damaged: its checksum is wrong; fetch it again".to_owned())
    }
}

/// Finds the sections, then unpacks the large ones side by side.
fn unpack(mut input: Input) -> Result<Model, String> {
    let splitter = input.weights()?;
    let classes = input.section()?.unpack()?;
    let words = input.table()?;
    let (first, second, parser) = (input.weights()?, input.weights()?, input.weights()?);
    let (width, slack) = (input.number()? as usize, input.number()? as i32);
    let lemmas = input.lemmas()?;
    let names = input.weights()?;
    let gazetteer = input.table()?;
    let classes: Option<Vec<(Upos, Xpos)>> = classes
        .chunks_exact(2)
        .map(|pair| {
            let upos = Upos::ALL.get(usize::from(pair[0]))?;
            (usize::from(pair[1]) < XPOS.len()).then_some((*upos, Xpos(pair[1])))
        })
        .collect();
    let classes = classes.ok_or("a tag of the model is unknown")?;
    let (parser, (splitter, (first, (second, names)))) = rayon::join(
        || parser.unpack(),
        || {
            rayon::join(
                || splitter.unpack(),
                || {
                    rayon::join(
                        || first.unpack(),
                        || rayon::join(|| second.unpack(), || names.unpack()),
                    )
                },
            )
        },
    );
    Ok(Model {
        splitter: splitter?,
        tagger: Tagger {
            classes,
            lexicon: Lexicon { words, gazetteer },
            first: first?,
            second: second?,
        },
        lemmas,
        parser: Parser { weights: parser?, width, slack },
        names: Recogniser { weights: names? },
    })
}

fn write_weights(out: &mut Vec<u8>, weights: &Weights) {
    let features = weights.features();
    let keys: Vec<u32> = features.iter().map(|(key, _)| *key).collect();
    number(out, keys.len() as u32);
    bytes(out, &rice(&keys));
    let lens: Vec<u8> = features.iter().map(|(_, row)| row.len() as u8).collect();
    section(out, &lens);
    let entries = || features.iter().flat_map(|(_, row)| row.iter());
    section(out, &entries().map(|entry| entry.class).collect::<Vec<u8>>());
    section(out, &entries().map(|entry| entry.weight as u8).collect::<Vec<u8>>());
}

fn write_table(out: &mut Vec<u8>, table: &Table) {
    let pairs = table.sorted();
    let keys: Vec<u32> = pairs.iter().map(|pair| pair.0).collect();
    number(out, keys.len() as u32);
    bytes(out, &rice(&keys));
    let values: Vec<u8> = pairs.iter().flat_map(|pair| pair.1.to_le_bytes()).collect();
    section(out, &values);
}

fn number(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}

fn bytes(out: &mut Vec<u8>, content: &[u8]) {
    number(out, content.len() as u32);
    out.extend(content);
}

fn section(out: &mut Vec<u8>, content: &[u8]) {
    number(out, content.len() as u32);
    bytes(out, &compress_to_vec(content, 9));
}

/// Returns how many low bits a gap between `n` keys spread over 32 bits has on average.
fn low_bits(n: usize) -> u32 {
    ((1_u64 << 32) / (n as u64 + 1)).max(1).ilog2()
}

/// Writes ascending keys as gaps: the high part in unary, the low bits as they are (Rice 1979).
fn rice(keys: &[u32]) -> Vec<u8> {
    let low = low_bits(keys.len());
    let (mut out, mut buffer, mut n_bits) = (Vec::new(), 0_u64, 0);
    let mut push = |value: u64, bits: u32| {
        buffer |= value << n_bits;
        n_bits += bits;
        while n_bits >= 8 {
            out.push(buffer as u8);
            buffer >>= 8;
            n_bits -= 8;
        }
    };
    let mut last = 0;
    for key in keys {
        let gap = key - last;
        last = *key;
        let mut high = gap >> low;
        while high >= 16 {
            push(0, 16);
            high -= 16;
        }
        push(1 << high, high + 1);
        push(u64::from(gap) & ((1 << low) - 1), low);
    }
    push(0, 7);
    out
}

/// What is still to be read.
struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], String> {
        if n > self.rest.len() {
            return Err("the model file ends too early".to_owned());
        }
        let (taken, rest) = self.rest.split_at(n);
        self.rest = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, String> {
        let taken = self.take(4)?;
        Ok(u32::from_le_bytes([taken[0], taken[1], taken[2], taken[3]]))
    }

    fn bytes(&mut self) -> Result<&'a [u8], String> {
        let n = self.number()? as usize;
        self.take(n)
    }

    fn section(&mut self) -> Result<Section<'a>, String> {
        Ok(Section { len: self.number()? as usize, packed: self.bytes()? })
    }

    fn keys(&mut self) -> Result<Keys<'a>, String> {
        let n = self.number()? as usize;
        let packed = self.bytes()?;
        if n > packed.len() * 8 {
            return Err("a table of the model is too short".to_owned());
        }
        Ok(Keys { n, packed })
    }

    fn weights(&mut self) -> Result<PackedWeights<'a>, String> {
        let keys = self.keys()?;
        let (lens, classes, weights) = (self.section()?, self.section()?, self.section()?);
        Ok(PackedWeights { keys, lens, classes, weights })
    }

    fn lines(&mut self) -> Result<Vec<String>, String> {
        let content = String::from_utf8(self.section()?.unpack()?)
            .map_err(|_| "a word list of the model is not UTF-8".to_owned())?;
        Ok(content.lines().map(str::to_owned).collect())
    }

    fn lemmas(&mut self) -> Result<Lemmas, String> {
        let endings = self.table()?;
        let edit = |line: String| {
            let cut = line.as_bytes().first()?.checked_sub(b'0')?;
            Some((cut, line.get(1..)?.into()))
        };
        let edits: Option<Vec<_>> = self.lines()?.into_iter().map(edit).collect();
        let edits = edits.ok_or("an edit of the model is damaged")?;
        let exceptions = self.table()?;
        let words: Vec<Box<str>> = self.lines()?.into_iter().map(Into::into).collect();
        let within =
            |table: &Table, n: usize| table.sorted().iter().all(|(_, value)| (*value as usize) < n);
        if !within(&endings, edits.len()) || !within(&exceptions, words.len()) {
            return Err("the lemmas of the model do not fit together".to_owned());
        }
        Ok(Lemmas { endings, edits, exceptions, words })
    }

    fn table(&mut self) -> Result<Table, String> {
        let keys = self.keys()?.unpack()?;
        let values = self.section()?.unpack()?;
        let mut table = Table::with_capacity(keys.len());
        let mut last = 0;
        for (key, value) in keys.iter().zip(values.chunks_exact(4)) {
            if *key <= last {
                return Err("the words of the model are not in order".to_owned());
            }
            last = *key;
            table.insert(*key, u32::from_le_bytes([value[0], value[1], value[2], value[3]]));
        }
        Ok(table)
    }
}

/// A compressed section and its length without compression.
struct Section<'a> {
    len: usize,
    packed: &'a [u8],
}

impl Section<'_> {
    fn unpack(&self) -> Result<Vec<u8>, String> {
        let content = decompress_to_vec_with_limit(self.packed, self.len.min(LARGEST))
            .map_err(|wrong| format!("a section of the model cannot be unpacked: {wrong}"))?;
        if content.len() == self.len {
            Ok(content)
        } else {
            Err("a section is too short".to_owned())
        }
    }
}

/// So many keys in Rice code.
struct Keys<'a> {
    n: usize,
    packed: &'a [u8],
}

impl Keys<'_> {
    fn unpack(&self) -> Result<Vec<u32>, String> {
        unrice(self.packed, self.n).ok_or_else(|| "a table of the model is damaged".to_owned())
    }
}

/// The sections of a linear model.
struct PackedWeights<'a> {
    keys: Keys<'a>,
    lens: Section<'a>,
    classes: Section<'a>,
    weights: Section<'a>,
}

impl PackedWeights<'_> {
    fn unpack(&self) -> Result<Weights, String> {
        let ((keys, lens), (classes, weights)) = rayon::join(
            || (self.keys.unpack(), self.lens.unpack()),
            || rayon::join(|| self.classes.unpack(), || self.weights.unpack()),
        );
        Weights::assemble(&keys?, &lens?, &classes?, &weights?)
            .ok_or_else(|| "the tables of the model do not fit together".to_owned())
    }
}

/// Undoes [`rice`]; `None` when the bytes end too early or hold too large a number.
fn unrice(packed: &[u8], n: usize) -> Option<Vec<u32>> {
    let low = low_bits(n);
    let mut keys = Vec::with_capacity(n);
    let (mut buffer, mut n_bits, mut at) = (0_u64, 0_u32, 0);
    let mut last = 0_u32;
    for _ in 0..n {
        let mut high = 0_u32;
        loop {
            while n_bits <= 48 && at < packed.len() {
                buffer |= u64::from(packed[at]) << n_bits;
                n_bits += 8;
                at += 1;
            }
            let zeros = buffer.trailing_zeros().min(n_bits);
            high += zeros;
            buffer = buffer.checked_shr(zeros).unwrap_or(0);
            n_bits -= zeros;
            if n_bits > 0 {
                buffer >>= 1;
                n_bits -= 1;
                break;
            }
            if at == packed.len() {
                return None;
            }
        }
        while n_bits < low && at < packed.len() {
            buffer |= u64::from(packed[at]) << n_bits;
            n_bits += 8;
            at += 1;
        }
        if n_bits < low || high >= 1_u32.checked_shl(32 - low).unwrap_or(u32::MAX) {
            return None;
        }
        let gap = high << low | (buffer & ((1 << low) - 1)) as u32;
        buffer >>= low;
        n_bits -= low;
        last = last.checked_add(gap)?;
        keys.push(last);
    }
    Some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_rice_coding() {
        for step in [1_u32, 900, 4_000_000] {
            let keys: Vec<u32> = (1..1_000).map(|n| n * step + n / 7).collect();
            assert!(unrice(&rice(&keys), keys.len()) == Some(keys), "step {step}");
        }
        assert_eq!(unrice(&[], 0), Some(vec![]));
        assert_eq!(unrice(&[0, 0], 3), None);
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let mut file = write(&Model::default());
        assert_eq!(read(&file), Ok(Model::default()));
        file[9] += 1;
        assert!(read(&file).unwrap_err().contains("hash scheme"));
        file[9] -= 1;
        *file.last_mut().unwrap() ^= 1;
        assert!(read(&file).unwrap_err().contains("checksum"));
        assert!(read(b"saiga").is_err());
    }
}
