//! Two hundred damaged and hostile files in one build: each is told of once, the good ones are
//! read, and neither memory nor time goes with what the bad ones claim to be.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::process::Command;
use std::time::Duration;

use saiga::document::{Input, read};
use zip::write::SimpleFileOptions;

use crate::support::{Workdir, program, root, run};

/// Address space that the build may take, in kibibytes.
const MEMORY: u32 = 3 << 20;
/// Seconds that the build may take on a busy machine.
const SECONDS: u32 = 240;

/// What is to become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is a document.
    Read,
    /// It is told of as an error, once.
    Refused,
    /// Either, but nothing else: at most one error, and no harm to the others.
    Either,
}

#[test]
fn two_hundred_hostile_files_harm_nobody() {
    let work = Workdir::new();
    let files = files();
    for (name, bytes, _) in &files {
        work.write(&format!("in/{name}"), bytes);
    }
    // The mistake is in its sidecar, and told under that name.
    work.write("in/nest/said.txt", "Osh is a city in the south.");
    let n_links = links(&work);
    let n_bad = files.iter().filter(|(_, _, fate)| *fate != Fate::Read).count() + n_links;
    assert!(n_bad >= 200, "{n_bad}");
    let mut command = Command::new("sh");
    let limited = format!("ulimit -v {MEMORY}; exec timeout {SECONDS} \"$0\" \"$@\"");
    command.args(["-c", &limited]).arg(program().get_program());
    command.args(["build", "in", "--store", "store"]).current_dir(work.path(""));
    command.env("SAIGA_HOME", root()).env("RAYON_NUM_THREADS", "2");
    let built = run(command);
    assert_eq!(built.code, Some(2), "{}", built.err);
    assert!(!built.err.contains("panicked"), "{}", built.err);
    let listed = work.ok(&["list", "documents", "--json", "--store", "store"]);
    let mut faults = Vec::new();
    for (name, _, fate) in &files {
        let path = format!("in/{name}");
        let errors: Vec<&str> = (built.err.lines())
            .filter(|line| line.contains("error:"))
            // `in/a.pdf`, but not `in/a.pdf.txt`.
            .filter(|line| {
                line.split(&path).nth(1).is_some_and(|rest| rest.starts_with([':', ' ', '/']))
            })
            .collect();
        let is_read = listed.contains(&format!("{path:?}"));
        let is_right = match fate {
            Fate::Read => is_read && errors.is_empty(),
            Fate::Refused => !is_read && errors.len() == 1,
            // Read as far as it goes, with a word on it, or refused.
            Fate::Either => errors.len() <= 1 && (is_read || errors.len() == 1),
        };
        if !is_right {
            faults.push(format!("{name}: {fate:?}, but read: {is_read}, told: {errors:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for line in built.err.lines() {
        assert!(line.starts_with("saiga: "), "one line a problem: {line:?}");
        assert!(line.chars().count() < 400, "a short line: {line:?}");
    }
}

/// Damage that is too much for whole builds: every prefix, and many single changed bytes.
#[test]
fn no_stump_and_no_changed_byte_breaks_a_reader() {
    let samples = [("a.pdf", pdf(&[PROSE])), ("a.docx", docx(PROSE)), ("a.eml", eml())];
    for (path, whole) in samples {
        for len in (0..whole.len()).step_by(7) {
            let _ = read(Input { path, bytes: &whole[..len] });
        }
        for (at, changed) in noise(600, whole.len()) {
            let mut bytes = whole.clone();
            bytes[at] = changed;
            let _ = read(Input { path, bytes: &bytes });
        }
    }
}

const PROSE: &str = "Kazakhstan joined the World Trade Organization in 2015, and its parliament \
                     agreed to it in the autumn of that year after long talks in the capital.";

/// Names, contents and fates.
fn files() -> Vec<(String, Vec<u8>, Fate)> {
    let mut out = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>, fate: Fate| out.push((name.to_owned(), bytes, fate));
    // What is sound.
    add("good/a.txt", PROSE.into(), Fate::Read);
    add("good/b.md", format!("# Trade\n\n{PROSE}\n").into(), Fate::Read);
    add("good/c.html", format!("<html><body><p>{PROSE}</p></body></html>").into(), Fate::Read);
    add("good/d.pdf", pdf(&[PROSE, "The second page is short."]), Fate::Read);
    add("good/e.docx", docx(PROSE), Fate::Read);
    add("good/f.eml", eml(), Fate::Read);
    add("good/g.txt", docx("The name of this file says text, and it is none."), Fate::Read);
    add(
        "good/latin.txt",
        b"The caf\xe9 of the caf\xe9s was in S\xe3o Tom\xe9.".to_vec(),
        Fate::Read,
    );
    add("good/wide.txt", wide("The parliament of Kazakhstan met."), Fate::Read);

    // Cut off.
    let (whole_pdf, whole_docx) = (pdf(&[PROSE, PROSE]), docx(PROSE));
    for part in 1..33 {
        let cut = |whole: &[u8]| whole[..whole.len() * part / 33].to_vec();
        add(&format!("cut/{part}.pdf"), cut(&whole_pdf), Fate::Refused);
        add(&format!("cut/{part}.docx"), cut(&whole_docx), Fate::Refused);
    }
    // A changed byte here and there.
    for (number, (at, changed)) in noise(25, whole_pdf.len()).into_iter().enumerate() {
        let mut bytes = whole_pdf.clone();
        bytes[at] = changed;
        add(&format!("noise/{number}.pdf"), bytes, Fate::Either);
    }
    for (number, (at, changed)) in noise(25, whole_docx.len()).into_iter().enumerate() {
        let mut bytes = whole_docx.clone();
        bytes[at] = changed;
        add(&format!("noise/{number}.docx"), bytes, Fate::Either);
    }
    // No text, under names that promise some.
    let junk: Vec<u8> = noise(4000, 256).into_iter().map(|(_, byte)| byte).collect();
    for (number, end) in
        ["pdf", "docx", "epub", "eml", "html", "md", "txt", "zip"].iter().enumerate()
    {
        add(&format!("junk/empty.{end}"), Vec::new(), Fate::Refused);
        add(&format!("junk/blank.{end}"), b" \n\t\r\n ".to_vec(), Fate::Refused);
        add(
            &format!("junk/nul.{end}"),
            [b"text ", &[0; 400][..], b" text"].concat(),
            Fate::Refused,
        );
        add(&format!("junk/random.{end}"), junk[number..].to_vec(), Fate::Refused);
        add(
            &format!("junk/picture.{end}"),
            [b"\x89PNG\r\n\x1a\n", &junk[..]].concat(),
            Fate::Refused,
        );
        add(
            &format!("junk/program.{end}"),
            [b"\x7fELF\x02\x01", &[0; 99][..]].concat(),
            Fate::Refused,
        );
    }
    add("junk/utf32.txt", [b"\xff\xfe\0\0", &[65, 0, 0, 0].repeat(50)[..]].concat(), Fate::Refused);
    add("junk/odd.txt", wide(PROSE)[1..].to_vec(), Fate::Either);
    add("junk/broken.txt", [PROSE.as_bytes(), b"\xff\xfe\xc3\x28 \xf0\x28"].concat(), Fate::Either);
    // Locked, scanned, of other kinds.
    add("kind/scan.pdf", raw_pdf(&[], &["q 100 0 0 100 0 0 cm /I Do Q"]), Fate::Refused);
    let locked = "<</Filter/Standard/V 2/R 3/Length 128/P -4/O(0123456789abcdef0123456789abcdef)\
                  /U(fedcba9876543210fedcba9876543210)>>";
    let locked = String::from_utf8_lossy(&pdf(&[PROSE]))
        .replace("/Root 1 0 R", &format!("/Root 1 0 R/ID[(ab)(ab)]/Encrypt {locked}"));
    add("kind/locked.pdf", locked.into_bytes(), Fate::Refused);
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    add(
        "kind/locked.docx",
        [ole.clone(), vec![0; 512], wide("EncryptedPackage")[2..].to_vec()].concat(),
        Fate::Refused,
    );
    add("kind/old.doc", [ole, vec![0; 512]].concat(), Fate::Refused);
    add(
        "kind/sheet.xlsx",
        zipped(&[
            ("[Content_Types].xml", b"<T/>"),
            (
                "_rels/.rels",
                b"<R><Relationship Type='x/officeDocument' Target='xl/workbook.xml'/></R>",
            ),
        ]),
        Fate::Refused,
    );
    add("kind/text.rtf", b"{\\rtf1 Kazakhstan joined.}".to_vec(), Fate::Refused);
    add("kind/not.docx", zipped(&[("a.txt", PROSE.as_bytes())]), Fate::Refused);
    bombs(&mut add);
    out
}

/// Small files that unfold to much, or never end.
fn bombs(add: &mut impl FnMut(&str, Vec<u8>, Fate)) {
    use Fate::{Either, Refused};
    let spaces = vec![b' '; 100 << 20];
    let main = [
        b"<w:document><w:body><w:p><w:r><w:t>",
        &spaces[..],
        b"</w:t></w:r></w:p></w:body></w:document>",
    ]
    .concat();
    add(
        "bomb/one.docx",
        zipped(&[("[Content_Types].xml", b"<T/>"), ("word/document.xml", &main)]),
        Refused,
    );
    drop(main);
    let layer = zipped(&[("a.txt", &spaces[..])]);
    add("bomb/large.zip", layer, Refused);
    let mut nest = zipped(&[("a.txt", PROSE.as_bytes())]);
    for _ in 0..12 {
        nest = zipped(&[("in.zip", &nest)]);
    }
    add("bomb/nest.zip", nest, Refused);
    let names: Vec<String> = (0..12_000).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    add("bomb/many.zip", zipped(&many), Refused);
    // The same in PDF: a page, a page twice folded, a table of letters, objects, forms.
    let (once, stream) = (folded(&spaces), |dict: &str, bytes: &[u8]| {
        [format!("<<{dict}/Length {}>>stream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"]
            .concat()
    });
    drop(spaces);
    let twice = folded(&once);
    let page = |content: Vec<u8>, more: Vec<Vec<u8>>| {
        let mut objects = vec![content];
        objects.extend(more);
        raw_pdf(&objects, &[])
    };
    add("bomb/page.pdf", page(stream("/Filter/FlateDecode", &once), Vec::new()), Refused);
    add(
        "bomb/twice.pdf",
        page(stream("/Filter[/FlateDecode/FlateDecode]", &twice), Vec::new()),
        Refused,
    );
    add(
        "bomb/objects.pdf",
        page(
            stream("", b"BT /F 11 Tf (Osh) Tj ET"),
            vec![stream("/Type/ObjStm/N 9999999/First 8/Filter/FlateDecode", &once)],
        ),
        Either,
    );
    let form = |next: usize| {
        let calls = "/X Do ".repeat(40);
        stream(
            &format!(
                "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>"
            ),
            calls.as_bytes(),
        )
    };
    // Objects 1 to 4 are the catalog, the pages, the font and the page; the content is 5.
    let forms: Vec<Vec<u8>> = (6..26).map(|number| form(number + 1)).collect();
    add("bomb/forms.pdf", page(stream("", "/X Do ".repeat(40).as_bytes()), forms), Refused);
    add("bomb/ring.pdf", page(stream("", b"/X Do"), vec![form(6)]), Refused);
    for (name, open, close) in [("arrays", "[", "]"), ("dicts", "<</A ", ">>")] {
        let deep = open.repeat(100_000) + &close.repeat(100_000);
        add(
            &format!("bomb/{name}.pdf"),
            page(stream("", deep.as_bytes()), vec![deep.clone().into()]),
            Refused,
        );
    }
    let text = "(".repeat(200_000) + &")".repeat(200_000);
    add(
        "bomb/strings.pdf",
        page(stream("", format!("BT /F 9 Tf {text} Tj ET").as_bytes()), Vec::new()),
        Either,
    );
    let kids =
        String::from_utf8_lossy(&pdf(&[PROSE])).replace("/Kids[4 0 R ]", "/Kids[2 0 R 2 0 R]");
    add("bomb/kids.pdf", kids.into_bytes(), Refused);
    // Nesting.
    let xml = |part: &str| {
        zipped(&[("[Content_Types].xml", b"<T/>"), ("word/document.xml", part.as_bytes())])
    };
    add("nest/deep.docx", xml(&("<a>".repeat(300_000) + &"</a>".repeat(300_000))), Refused);
    add(
        "nest/tables.docx",
        xml(&("<w:tbl><w:tr><w:tc>".repeat(50_000) + "<w:p><w:r><w:t>Osh")),
        Refused,
    );
    add(
        "nest/laughs.docx",
        xml("<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;\">]><w:document><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:document>"),
        Refused,
    );
    add("nest/deep.html", format!("{}Osh is a city.", "<div>".repeat(200_000)).into(), Either);
    add(
        "nest/tables.html",
        format!("{}Osh is a city.", "<table><tr><td>".repeat(100_000)).into(),
        Either,
    );
    add("nest/quotes.md", format!("{} Osh is a city.\n", ">".repeat(100_000)).into(), Either);
    add("nest/lists.md", format!("{}Osh is a city.\n", "- ".repeat(50_000)).into(), Either);
    add("nest/links.md", format!("{}Osh is a city.\n", "[".repeat(100_000)).into(), Either);
    add(
        "nest/head.md",
        format!("+++\na = {}\n+++\nOsh is a city.\n", "[".repeat(100_000)).into(),
        Either,
    );
    add("nest/said.txt.meta.toml", format!("title = {}", "[".repeat(30_000)).into(), Refused);
    let parts: String = (0..3000).fold(String::new(), |mut out, level| {
        let _ = write!(out, "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
        out
    });
    add("nest/parts.eml", parts.into_bytes(), Refused);
    let ld = format!(
        "<script type=application/ld+json>{}</script><p>Osh is a city.",
        "[".repeat(100_000)
    );
    add("nest/data.html", ld.into_bytes(), Either);
}

/// What only a file system can do. Returns how many there are.
#[cfg(unix)]
fn links(work: &Workdir) -> usize {
    use std::os::unix::fs::{PermissionsExt, symlink};
    work.write("in/links/a/b.txt", PROSE);
    for (from, to) in [
        ("self", "self"),
        ("one", "two"),
        ("two", "one"),
        ("gone", "nowhere.txt"),
        ("a/up", "../.."),
    ] {
        symlink(to, work.path(&format!("in/links/{from}"))).expect("links can be made");
    }
    work.write("in/links/shut.txt", PROSE);
    let shut = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(work.path("in/links/shut.txt"), shut).expect("modes can be set");
    let pipe = Command::new("mkfifo").arg(work.path("in/links/pipe.txt")).status();
    6 + usize::from(pipe.is_ok_and(|status| status.success()))
}

#[cfg(not(unix))]
fn links(_: &Workdir) -> usize {
    0
}

/// Places below `len` and bytes to put there, always the same (a linear congruential generator).
fn noise(count: usize, len: usize) -> Vec<(usize, u8)> {
    let mut state = 20_240_514_u64;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    (0..count).map(|_| (next() % len, (next() % 256) as u8)).collect()
}

fn wide(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xFF, 0xFE].into_iter().chain(units).collect()
}

fn folded(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, 6)
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("memory takes all");
        writer.write_all(content).expect("memory takes all");
    }
    writer.finish().expect("memory takes all").into_inner()
}

fn docx(text: &str) -> Vec<u8> {
    let main = format!(
        "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    );
    zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", main.as_bytes())])
}

fn eml() -> Vec<u8> {
    format!("From: Ann Lee <ann@example.org>\nSubject: Trade\nDate: Tue, 14 May 2024 10:30:00 +0600\n\n{PROSE}\n").into_bytes()
}

/// A file with a page for each text.
fn pdf(texts: &[&str]) -> Vec<u8> {
    let contents: Vec<String> = texts
        .iter()
        .map(|text| {
            let words: Vec<&str> = text.split(' ').collect();
            let lines = words.chunks(9).map(|words| format!("({}) Tj T* ", words.join(" ")));
            format!("BT /F 11 Tf 14 TL 60 700 Td {}ET", lines.collect::<String>())
        })
        .collect();
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    raw_pdf(&[], &contents)
}

/// A file whose pages have these contents; or, without any, one page whose content is the first of
/// these objects, which are numbered from 5.
fn raw_pdf(objects: &[Vec<u8>], contents: &[&str]) -> Vec<u8> {
    let page = |content: usize| {
        format!(
            "<</Type/Page/Parent 2 0 R/Contents {content} 0 R/Resources<</Font<</F 3 0 R>>/XObject<</X 6 0 R>>>>>>"
        )
    };
    let mut all: Vec<Vec<u8>> = Vec::new();
    let mut kids = String::new();
    if contents.is_empty() {
        kids.push_str("4 0 R ");
        all.push(page(5).into());
        all.extend(objects.iter().cloned());
    }
    for content in contents {
        let number = 4 + all.len();
        let _ = write!(kids, "{number} 0 R ");
        all.push(page(number + 1).into());
        all.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()).into());
    }
    let head: [String; 3] = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 600 800]>>",
            contents.len().max(1)
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in head.map(String::into_bytes).into_iter().chain(all).enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", index + 1).bytes().chain(object).chain(*b"\nendobj\n"));
    }
    let start = out.len();
    let size = offsets.len() + 1;
    let table: String = offsets.iter().map(|offset| format!("{offset:010} 00000 n \n")).collect();
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

/// Reading any of the hostile files alone ends soon, too.
#[test]
fn no_hostile_file_takes_long() {
    for (name, bytes, _) in files() {
        let (sender, done) = std::sync::mpsc::channel();
        let path = name.clone();
        std::thread::spawn(move || {
            let _ = read(Input { path: &path, bytes: &bytes });
            let _ = sender.send(());
        });
        assert!(
            done.recv_timeout(Duration::from_secs(60)).is_ok(),
            "{name} takes longer than a minute"
        );
    }
}
