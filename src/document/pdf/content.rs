//! Text operators of a page to glyphs in place (ISO 32000-1, 9.4). Nothing is drawn; pictures,
//! paths and colours are passed over.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::Font;
use super::told;
use crate::document::ReadError;

/// Most bytes of content of one page, and of one form.
const MAX_CONTENT: usize = 64 << 20;
/// Most bytes of content of one file, a form counted as often as it is called.
const MAX_FILE_CONTENT: usize = 256 << 20;
/// Most operators and glyphs of one file.
const MAX_STEPS: u64 = 30_000_000;
/// Most calls of forms in one file: forms that call forms multiply.
const MAX_CALLS: u32 = 20_000;
/// Forms inside forms, at most.
const MAX_FORMS: usize = 12;
/// Saved states, at most.
const MAX_SAVED: usize = 256;
/// Most ancestors of a page that are asked for what it inherits.
const MAX_ANCESTORS: usize = 64;

/// One glyph as it stands on the page, in points from the lower left corner, after the page was
/// turned the way it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Its letters; several for a ligature. Never empty.
    pub letters: String,
    /// Left and right edge.
    pub x: (f32, f32),
    /// Height of the line that it stands on.
    pub y: f32,
    /// Font size.
    pub size: f32,
    /// From a bold font.
    pub is_bold: bool,
}

/// A page's glyphs in the order of drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Width and height in points.
    pub width: f32,
    /// See `width`.
    pub height: f32,
    /// Horizontal text only.
    pub glyphs: Vec<Glyph>,
}

/// Codes met so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// Codes shown.
    pub shown: u64,
    /// Of these, those whose letters no table gives.
    pub unknown: u64,
}

/// Reads page after page; fonts are read once for the file.
pub struct Reader<'f> {
    file: &'f Document,
    fonts: BTreeMap<ObjectId, Rc<Font>>,
    seen: Seen,
    steps: u64,
    calls: u32,
    /// Bytes of content that may still be read.
    budget: usize,
    /// Forms that are being read: one that calls itself is not read again.
    open_forms: Vec<ObjectId>,
}

/// A matrix `[a b c d e f]`.
type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The text state that `q` saves and `Q` brings back.
#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    char_space: f32,
    word_space: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

/// One content stream, page or form, while it is read.
struct Stream<'p> {
    page: &'p mut Page,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Marked content that is open: whether each is an artifact (a running head, say).
    marked: Vec<bool>,
    artifacts: u32,
}

impl<'f> Reader<'f> {
    /// Reads the pages of this file.
    pub fn new(file: &'f Document) -> Self {
        Self {
            file,
            fonts: BTreeMap::new(),
            seen: Seen::default(),
            steps: 0,
            calls: 0,
            budget: MAX_FILE_CONTENT,
            open_forms: Vec::new(),
        }
    }

    /// What was met on all pages so far.
    pub fn seen(&self) -> Seen {
        self.seen
    }

    /// Reads a page.
    ///
    /// # Errors
    /// [`ReadError::TooMuch`] when its content or the work it makes is beyond any real page.
    pub fn page(&mut self, id: ObjectId) -> Result<Page, ReadError> {
        let (ctm, width, height) = self.frame(id);
        let limit = MAX_CONTENT.min(self.budget);
        let content =
            self.file.get_page_content_with_limit(id, limit).map_err(|error| told(&error))?;
        self.budget -= content.len().min(self.budget);
        let mut page = Page { width, height, glyphs: Vec::new() };
        let resources = self.inherited(id, b"Resources").and_then(|object| object.as_dict().ok());
        let state = State {
            ctm,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut stream = Stream {
            page: &mut page,
            state,
            saved: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            marked: Vec::new(),
            artifacts: 0,
        };
        self.run(&content, resources, &mut stream, 0)?;
        Ok(page)
    }

    /// What a page or one of its ancestors says under a key.
    fn inherited(&self, page: ObjectId, key: &[u8]) -> Option<&'f Object> {
        let mut node = self.file.get_dictionary(page).ok()?;
        for _ in 0..MAX_ANCESTORS {
            if let Ok(object) = node.get_deref(key, self.file) {
                return Some(object);
            }
            node = node.get_deref(b"Parent", self.file).ok()?.as_dict().ok()?;
        }
        None
    }

    /// The matrix that turns a page the way it is shown, with its width and height.
    fn frame(&self, page: ObjectId) -> (Matrix, f32, f32) {
        let numbers = |key| {
            let list = self.inherited(page, key)?.as_array().ok()?;
            let numbers: Vec<f32> = list.iter().filter_map(|item| self.number(item)).collect();
            <[f32; 4]>::try_from(numbers).ok()
        };
        let [x0, y0, x1, y1] = numbers(b"CropBox")
            .or_else(|| numbers(b"MediaBox"))
            .unwrap_or([0.0, 0.0, 612.0, 792.0]);
        let (left, bottom) = (x0.min(x1), y0.min(y1));
        let (width, height) = ((x1 - x0).abs(), (y1 - y0).abs());
        let turn = self.inherited(page, b"Rotate").and_then(|turn| turn.as_i64().ok()).unwrap_or(0);
        match turn.rem_euclid(360) {
            90 => ([0.0, -1.0, 1.0, 0.0, -bottom, left + width], height, width),
            180 => ([-1.0, 0.0, 0.0, -1.0, left + width, bottom + height], width, height),
            270 => ([0.0, 1.0, -1.0, 0.0, bottom + height, -left], height, width),
            _ => ([1.0, 0.0, 0.0, 1.0, -left, -bottom], width, height),
        }
    }

    fn number(&self, object: &Object) -> Option<f32> {
        let (_, object) = self.file.dereference(object).ok()?;
        object.as_float().ok().filter(|number| number.is_finite())
    }

    /// Runs the operators of a page or form. Content that ends in the middle is read that far.
    fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'f Dictionary>,
        stream: &mut Stream<'_>,
        depth: usize,
    ) -> Result<(), ReadError> {
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return Err(ReadError::TooMuch("its pages draw without end".to_owned()));
            }
            if operation.operator == "Do" {
                self.form(&operation, resources, stream, depth)?;
            } else {
                self.step(&operation, resources, stream);
            }
        }
        Ok(())
    }

    fn step(
        &mut self,
        operation: &Operation,
        resources: Option<&'f Dictionary>,
        stream: &mut Stream<'_>,
    ) {
        let operands = &operation.operands;
        let n = |at: usize| {
            let number = operands.get(at).and_then(|operand| operand.as_float().ok());
            number.filter(|number| number.is_finite()).unwrap_or(0.0)
        };
        let matrix = || [n(0), n(1), n(2), n(3), n(4), n(5)];
        let state = &mut stream.state;
        match operation.operator.as_str() {
            "q" if stream.saved.len() < MAX_SAVED => stream.saved.push(state.clone()),
            "Q" => {
                if let Some(saved) = stream.saved.pop() {
                    *state = saved;
                }
            }
            "cm" => state.ctm = times(matrix(), state.ctm),
            "BT" => (stream.text, stream.line) = (IDENTITY, IDENTITY),
            "Tc" => state.char_space = n(0),
            "Tw" => state.word_space = n(0),
            "Tz" => state.scale = n(0) / 100.0,
            "TL" => state.leading = n(0),
            "Ts" => state.rise = n(0),
            "Tf" => {
                state.size = n(1);
                let name = operands.first().and_then(|name| name.as_name().ok());
                state.font = name.and_then(|name| self.font(name, resources));
            }
            "Tm" => (stream.text, stream.line) = (matrix(), matrix()),
            "Td" => stream.next_line(n(0), n(1)),
            "TD" => {
                state.leading = -n(1);
                stream.next_line(n(0), n(1));
            }
            "T*" => stream.next_line(0.0, -stream.state.leading),
            "Tj" => self.show(operands.first(), stream),
            "'" => {
                stream.next_line(0.0, -stream.state.leading);
                self.show(operands.first(), stream);
            }
            "\"" => {
                (state.word_space, state.char_space) = (n(0), n(1));
                stream.next_line(0.0, -stream.state.leading);
                self.show(operands.get(2), stream);
            }
            "TJ" => {
                for item in
                    operands.first().and_then(|list| list.as_array().ok()).into_iter().flatten()
                {
                    match item.as_float() {
                        Ok(back) => {
                            let state = &stream.state;
                            let dx = -back / 1000.0 * state.size * state.scale;
                            stream.text = times([1.0, 0.0, 0.0, 1.0, dx, 0.0], stream.text);
                        }
                        Err(_) => self.show(Some(item), stream),
                    }
                }
            }
            "BMC" | "BDC" => {
                let tag = operands.first().and_then(|tag| tag.as_name().ok());
                let is_artifact = tag == Some(b"Artifact");
                stream.marked.push(is_artifact);
                stream.artifacts += u32::from(is_artifact);
            }
            "EMC" if stream.marked.pop() == Some(true) => {
                stream.artifacts -= 1;
            }
            _ => {}
        }
    }

    /// Runs a form, unless it is too deep or the file's content is used up.
    fn form(
        &mut self,
        operation: &Operation,
        resources: Option<&'f Dictionary>,
        stream: &mut Stream<'_>,
        depth: usize,
    ) -> Result<(), ReadError> {
        let name = operation.operands.first().and_then(|name| name.as_name().ok());
        let form = name
            .zip(resources)
            .and_then(|(name, resources)| {
                let forms = resources.get_deref(b"XObject", self.file).ok()?.as_dict().ok()?;
                let id = forms.get(name).ok()?.as_reference().ok()?;
                Some((id, forms.get_deref(name, self.file).ok()?.as_stream().ok()?))
            })
            .filter(|(id, _)| !self.open_forms.contains(id))
            .filter(|(_, form)| {
                form.dict
                    .get(b"Subtype")
                    .and_then(Object::as_name)
                    .is_ok_and(|kind| kind == b"Form")
            });
        let Some((id, form)) = form.filter(|_| depth < MAX_FORMS) else { return Ok(()) };
        self.calls += 1;
        if self.calls > MAX_CALLS {
            return Err(ReadError::TooMuch("its pages draw without end".to_owned()));
        }
        let content = match form.decompressed_content_with_limit(MAX_CONTENT.min(self.budget)) {
            Ok(content) => content,
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded {
                ..
            })) => {
                let limit = MAX_CONTENT >> 20;
                return Err(ReadError::TooMuch(format!("a page of more than {limit} MiB")));
            }
            Err(_) => form.content.clone(),
        };
        self.budget -= content.len().min(self.budget);
        let numbers: Vec<f32> = (form.dict.get_deref(b"Matrix", self.file))
            .and_then(Object::as_array)
            .map(|list| list.iter().filter_map(|item| self.number(item)).collect())
            .unwrap_or_default();
        let before = (stream.state.clone(), stream.text, stream.line, stream.saved.len());
        let matrix = Matrix::try_from(numbers).unwrap_or(IDENTITY);
        stream.state.ctm = times(matrix, stream.state.ctm);
        let own = form.dict.get_deref(b"Resources", self.file).and_then(Object::as_dict).ok();
        self.open_forms.push(id);
        self.run(&content, own.or(resources), stream, depth + 1)?;
        self.open_forms.pop();
        (stream.state, stream.text, stream.line) = (before.0, before.1, before.2);
        stream.saved.truncate(before.3);
        Ok(())
    }

    fn font(&mut self, name: &[u8], resources: Option<&'f Dictionary>) -> Option<Rc<Font>> {
        let fonts = resources?.get_deref(b"Font", self.file).ok()?.as_dict().ok()?;
        let entry = fonts.get(name).ok()?;
        let dict = self.file.dereference(entry).ok()?.1.as_dict().ok()?;
        let Ok(id) = entry.as_reference() else { return Some(Rc::new(Font::new(dict, self.file))) };
        let file = self.file;
        Some(self.fonts.entry(id).or_insert_with(|| Rc::new(Font::new(dict, file))).clone())
    }

    fn show(&mut self, operand: Option<&Object>, stream: &mut Stream<'_>) {
        let Some(bytes) = operand.and_then(|operand| operand.as_str().ok()) else { return };
        let Some(font) = stream.state.font.clone() else { return };
        let seen = &mut self.seen;
        let mut n_codes = 0;
        font.decode(bytes, |shown| {
            n_codes += 1;
            let state = &stream.state;
            let word_space = if shown.is_space { state.word_space } else { 0.0 };
            let advance = shown.width / 1000.0 * state.size;
            let dx = (advance + state.char_space + word_space) * state.scale;
            if stream.artifacts == 0 {
                seen.shown += 1;
                match shown.letters {
                    Some(letters) => stream.place(letters, advance * state.scale, font.is_bold),
                    None => seen.unknown += 1,
                }
            }
            stream.text = times([1.0, 0.0, 0.0, 1.0, dx, 0.0], stream.text);
        });
        self.steps += n_codes;
    }
}

impl Stream<'_> {
    fn next_line(&mut self, dx: f32, dy: f32) {
        self.line = times([1.0, 0.0, 0.0, 1.0, dx, dy], self.line);
        self.text = self.line;
    }

    /// Puts a glyph where the text matrix is, unless it does not stand upright.
    fn place(&mut self, letters: String, advance: f32, is_bold: bool) {
        let state = &self.state;
        let whole = times(times([1.0, 0.0, 0.0, 1.0, 0.0, state.rise], self.text), state.ctm);
        let [a, b, c, d, e, f] = whole;
        let size = state.size.abs() * (c * c + d * d).sqrt();
        let is_upright = b.abs() <= 0.1 * a.abs() && a * state.size > 0.0;
        let is_sane = [e, f, size].iter().all(|n| n.is_finite() && n.abs() < 100_000.0);
        if !is_upright || !is_sane || size < 0.5 {
            return;
        }
        let (left, right) = (e, e + advance * a);
        let x = (left.min(right), left.max(right));
        self.page.glyphs.push(Glyph { letters: plain_letters(letters), x, y: f, size, is_bold });
    }
}

/// Latin ligatures as their letters; every kind of space as a space.
fn plain_letters(letters: String) -> String {
    if letters.is_ascii() {
        return letters.replace(['\n', '\r', '\t'], " ");
    }
    let mut out = String::new();
    for c in letters.chars() {
        match c {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            '\u{f0b7}' | '\u{f0a7}' => out.push('•'),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// `left` applied first, then `right`.
fn times(left: Matrix, right: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = left;
    let [g, h, i, j, k, l] = right;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}
