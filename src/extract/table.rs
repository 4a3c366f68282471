//! Tables: the first column names what a row is about, the header of another column says what its
//! cells tell of it, a relation (`Capital`, `Member of`) or a measure (`Population, million`,
//! `Share of trade (%)`); a header that is a year dates what the caption measures.
//!
//! The evidence of such a claim is three passages: the cell, the name of its row, its header.

mod header; // what the header of a column says

use std::collections::BTreeMap;

use super::Rules;
use super::entity::Registry;
use super::fact::{Claim, EntityId, Mention, Object, Qualifier, Reason, Status, Value};
use super::mention::{Candidate, Meaning};
use super::quantity::{self, QuantityKind};
use super::scene::Scene;
use super::view::{Tokens, View, is_dash};
use crate::date::Date;
use crate::document::{Block, BlockKind, Document};
use crate::ontology::{ClassId, Range, RelationId};
use crate::span::Span;
use crate::text::Upos;
use header::{Header, Measured};

/// Most words of a caption.
const CAPTION_WORDS: usize = 30;

/// Columns of one table: by row, then column, the indices of the cell's block and of its scene.
type Grid = BTreeMap<u16, BTreeMap<u16, Cell>>;

/// A cell that has words.
#[derive(Clone, Copy)]
struct Cell {
    /// Index of its scene.
    scene: usize,
    /// Its text.
    span: Span,
    /// It is marked as a header.
    header: bool,
}

/// Reads the tables of an article.
pub fn claims(
    doc: &Document,
    rules: &Rules<'_>,
    registry: &mut Registry,
    article: u32,
    scenes: &[Scene<'_>],
) -> Vec<Claim> {
    let blocks = &doc.articles[article as usize].blocks;
    let mut claims = Vec::new();
    for (number, (grid, first)) in grids(blocks, scenes) {
        let caption = caption(doc, blocks, first, number);
        let mut reader = Reader { doc, rules, registry, article, scenes, caption };
        claims.extend(reader.table(&grid));
    }
    claims
}

/// The tables of an article by their number: their cells, and the block that the first one is.
fn grids(blocks: &[Block], scenes: &[Scene<'_>]) -> BTreeMap<u16, (Grid, usize)> {
    let mut tables: BTreeMap<u16, (Grid, usize)> = BTreeMap::new();
    for (index, scene) in scenes.iter().enumerate() {
        let block = scene.view.sentence.block as usize;
        let BlockKind::Cell { table, row, column, header } = blocks[block].kind else { continue };
        let (grid, _) = tables.entry(table).or_insert_with(|| (Grid::new(), block));
        let cell = Cell { scene: index, span: blocks[block].span, header };
        // Of a cell with several sentences, the first.
        grid.entry(row).or_default().entry(column).or_insert(cell);
    }
    tables
}

/// The words above a table that name it: its caption, heading, or a short paragraph.
fn caption(doc: &Document, blocks: &[Block], first: usize, table: u16) -> Option<Span> {
    let is_own =
        |block: &&Block| !matches!(block.kind, BlockKind::Cell { table: own, .. } if own == table);
    let above = blocks[..first].iter().rev().find(is_own)?;
    let is_short = above.span.of(&doc.text).split_whitespace().count() <= CAPTION_WORDS;
    let names = matches!(
        above.kind,
        BlockKind::Caption | BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Title
    );
    (names && is_short).then_some(above.span)
}

/// One table being read.
struct Reader<'t, 's> {
    doc: &'t Document,
    rules: &'t Rules<'t>,
    registry: &'t mut Registry,
    article: u32,
    scenes: &'t [Scene<'s>],
    caption: Option<Span>,
}

impl Reader<'_, '_> {
    fn table(&mut self, grid: &Grid) -> Vec<Claim> {
        let mut rows = grid.values();
        let Some(head) = rows.next().filter(|head| head.values().all(|cell| cell.header)) else {
            return Vec::new();
        };
        let corner = head.get(&0).map(|cell| cell.span);
        let mut headers: BTreeMap<u16, Column> = BTreeMap::new();
        for (column, cell) in head.iter().filter(|(column, _)| **column > 0) {
            headers.insert(*column, self.column(cell.span, corner));
        }
        let mut claims = Vec::new();
        for row in rows {
            let Some(name) = row.get(&0) else { continue };
            let Some(subject) = self.named(*name) else { continue };
            for (column, cell) in row.iter().filter(|(column, _)| **column > 0) {
                let Some(told) = headers.get(column) else { continue };
                let mut evidence = vec![cell.span, name.span];
                evidence.extend(&told.spans);
                claims.extend(self.cell(*cell, told, &subject, *name, evidence));
            }
        }
        claims
    }

    /// What a header says, and where. A bare year says it of what the corner or the caption
    /// measures; the caption may date a column that has no date.
    fn column(&mut self, span: Span, corner: Option<Span>) -> Column {
        let (header, other) = self.header(span);
        let mut told = Column { header, other, spans: vec![span] };
        let Header::Measure(own) = &mut told.header else { return told };
        if own.of.is_empty() {
            let date = own.date;
            let around = [corner, self.caption].into_iter().flatten();
            // What names rows only (`Country`) measures nothing: it has no unit.
            let named =
                around.map(|span| (span, self.header(span))).find_map(|(span, read)| match read {
                    (Header::Measure(named), other) if named.has_unit() && !named.of.is_empty() => {
                        Some((span, named, other))
                    }
                    _ => None,
                });
            let Some((span, named, other)) = named else {
                return Column { header: Header::Nothing, ..told };
            };
            told.spans.push(span);
            told.other = other;
            told.header = Header::Measure(Measured { date, ..named });
            return told;
        }
        if own.date.is_none()
            && let Some(caption) = self.caption
            && let Some(date) = self.date_in(caption)
        {
            own.date = Some(date);
            told.spans.push(caption);
        }
        told
    }

    /// What the words of a header or caption say, and the other side that they name: `Trade with
    /// China` is `trade`, with China. Captions are no running text and have no sentences, so the
    /// names are those of the lexicon.
    fn header(&mut self, span: Span) -> (Header, Option<EntityId>) {
        let text = &self.doc.text;
        for hit in self.rules.gazetteer.find(text, span) {
            let before = Span { start: span.start, end: hit.span.start }.of(text).trim_end();
            let (rest, word) = before.rsplit_once(char::is_whitespace).unwrap_or(("", before));
            let named = hit.readings.iter().find(|reading| reading.reason == Reason::Gazetteer);
            let Some(reading) = named.filter(|_| matches!(word, "with" | "to" | "from")) else {
                continue;
            };
            let after = Span { start: hit.span.end, end: span.end }.of(text);
            let header = Header::read(&format!("{rest} {after}"), self.rules);
            let class = self.rules.lexicon.entry(reading.entry).class;
            let entity = self.registry.entity(self.rules, &Meaning::Entry(reading.entry), class);
            let mention = Mention { span: hit.span, reason: reading.reason, antecedent: None };
            self.registry.mention(entity, mention);
            return (header, Some(entity));
        }
        (Header::read(span.of(text), self.rules), None)
    }

    /// The only date that a caption gives.
    fn date_in(&self, caption: Span) -> Option<Date> {
        let inside = self.within(caption);
        if inside.is_empty() {
            let header = Header::read(caption.of(&self.doc.text), self.rules);
            return if let Header::Measure(measured) = header { measured.date } else { None };
        }
        let mut times = inside.flat_map(|index| &self.scenes[index].times);
        let time = times.next().filter(|time| time.end.is_none())?;
        times.next().is_none().then_some(time.start)
    }

    /// The sentences inside a span, by index.
    fn within(&self, span: Span) -> std::ops::Range<usize> {
        let start =
            self.scenes.partition_point(|scene| scene.view.sentence.span.start < span.start);
        let end = self.scenes.partition_point(|scene| scene.view.sentence.span.start < span.end);
        start..end.max(start)
    }

    /// The claims of one cell.
    fn cell(
        &mut self,
        cell: Cell,
        told: &Column,
        subject: &Candidate,
        name: Cell,
        evidence: Vec<Span>,
    ) -> Vec<Claim> {
        let made = match &told.header {
            Header::Nothing => Vec::new(),
            Header::Relation { relation, inverse } => {
                self.related(cell, *relation, *inverse, subject)
            }
            Header::Measure(measured) => self.measured(cell, measured).into_iter().collect(),
        };
        let row = self.register(subject, name);
        let mut made: Vec<Made> = made;
        if let (Some(other), Header::Measure(_)) = (told.other, &told.header) {
            made.retain(|_| other != row);
            for one in &mut made {
                one.qualifiers.push((Qualifier::Counterpart, Value::Entity(other)));
                one.qualifiers.sort_by_key(|one| one.0);
            }
        }
        let claim = |made: Made| Claim {
            article: self.article,
            subject: made.other_subject.unwrap_or(row),
            predicate: made.predicate,
            object: made.object.unwrap_or(Object::Entity(row)),
            qualifiers: made.qualifiers,
            status: Status::default(),
            evidence: evidence.clone(),
            rule: "table/cell".to_owned(),
        };
        made.into_iter().map(claim).collect()
    }

    /// A relation between the row and what its cell names.
    fn related(
        &mut self,
        cell: Cell,
        relation: RelationId,
        inverse: bool,
        subject: &Candidate,
    ) -> Vec<Made> {
        let declared = self.rules.onto.relation(relation);
        let is_a = |one: &Candidate, classes: &[ClassId]| {
            classes.is_empty()
                || classes.iter().any(|class| self.rules.onto.is_a(one.class, *class))
        };
        let scene = &self.scenes[cell.scene];
        let range: &[_] = match &declared.range {
            Range::Classes(classes) => classes,
            Range::Date => {
                let fits = is_a(subject, &declared.domain) && !inverse;
                let [time] = scene.times.as_slice() else { return Vec::new() };
                let object = (fits && time.end.is_none()).then_some(Object::Date(time.start));
                return object
                    .map(|object| Made::new(relation, Some(object)))
                    .into_iter()
                    .collect();
            }
            _ => return Vec::new(),
        };
        // `Participants` of a summit, `Summits` of a country: the row tells which way round.
        let inverse = inverse || !is_a(subject, &declared.domain) && is_a(subject, range);
        let (of_row, of_cell) =
            if inverse { (range, &*declared.domain) } else { (&*declared.domain, range) };
        if !is_a(subject, of_row) {
            return Vec::new();
        }
        let mut end = 0;
        let mut found: Vec<Candidate> = Vec::new();
        for one in &scene.candidates {
            let is_name =
                !matches!(one.reason, Reason::Description | Reason::Adjective | Reason::Metonym);
            if one.tokens.first >= end
                && is_name
                && is_a(one, of_cell)
                && one.meaning != subject.meaning
            {
                end = one.tokens.end;
                found.push(one.clone());
            }
        }
        let mut made = Vec::new();
        for other in found {
            let entity = self.register(&other, cell);
            made.push(match inverse {
                true => Made { other_subject: Some(entity), ..Made::new(relation, None) },
                false => Made::new(relation, Some(Object::Entity(entity))),
            });
        }
        made
    }

    /// A number with the measure of its column.
    fn measured(&self, cell: Cell, measured: &Measured) -> Option<Made> {
        let view = &self.scenes[cell.scene].view;
        let (value, kind, bound) = number(view, self.rules)?;
        let mut measured = measured.clone();
        match kind {
            QuantityKind::Percent => measured.set_percent(),
            QuantityKind::Money(code) => measured.set_money(code),
            QuantityKind::Count | QuantityKind::Rank => {}
        }
        let is_yearlike = value.fract() == 0.0
            && (1000.0..2200.0).contains(&value)
            && !view.slice(Tokens::new(0, view.len())).contains(',');
        if !measured.is_told() || is_yearlike && !measured.has_unit() {
            return None;
        }
        let predicate = *self.rules.onto.relation_names.get(measured.measure())?;
        let mut qualifiers = vec![
            (Qualifier::Of, Value::Text(measured.of.clone())),
            (Qualifier::Unit, Value::Text(measured.unit())),
        ];
        qualifiers.extend(measured.date.map(|date| (Qualifier::Date, Value::Date(date))));
        qualifiers.extend(bound.map(|bound| (Qualifier::Bound, Value::Text(bound))));
        qualifiers.sort_by_key(|one| one.0);
        let object = Object::Number(quantity::scaled(value, measured.factor));
        Some(Made { qualifiers, ..Made::new(predicate, Some(object)) })
    }

    /// What a cell names, when it names one thing and nothing else.
    fn named(&self, cell: Cell) -> Option<Candidate> {
        let scene = &self.scenes[cell.scene];
        let view = &scene.view;
        let is_whole = |one: &&Candidate| {
            let outside =
                (0..view.len()).filter(|at| *at < one.tokens.first || *at >= one.tokens.end);
            outside.into_iter().all(|at| matches!(view.upos(at), Upos::Punct | Upos::Det))
        };
        let is_name = |one: &&Candidate| {
            !matches!(
                one.reason,
                Reason::Description | Reason::Adjective | Reason::Metonym | Reason::Coreference
            )
        };
        scene.candidates.iter().filter(is_name).find(is_whole).cloned()
    }

    fn register(&mut self, candidate: &Candidate, cell: Cell) -> EntityId {
        let entity = self.registry.entity(self.rules, &candidate.meaning, candidate.class);
        let span = self.scenes[cell.scene].view.span(candidate.tokens);
        self.registry.mention(
            entity,
            Mention { span, reason: candidate.reason, antecedent: candidate.antecedent },
        );
        entity
    }
}

/// What a column tells.
struct Column {
    header: Header,
    /// The other side that its header names.
    other: Option<EntityId>,
    /// The passages that say so.
    spans: Vec<Span>,
}

/// A claim of a cell before it knows its row.
struct Made {
    predicate: RelationId,
    /// The subject, when it is the cell that says it.
    other_subject: Option<EntityId>,
    /// The object, when it is not the row.
    object: Option<Object>,
    qualifiers: Vec<(Qualifier, Value)>,
}

impl Made {
    fn new(predicate: RelationId, object: Option<Object>) -> Self {
        Self { predicate, other_subject: None, object, qualifiers: Vec::new() }
    }
}

/// The number that a cell is, when it is nothing else: `1,234`, `-3.2`, `about 5`, `12%`.
fn number(view: &View<'_>, rules: &Rules<'_>) -> Option<(f64, QuantityKind, Option<String>)> {
    let found = quantity::find(view, rules.words);
    let [number] = found.as_slice() else { return None };
    let first = number.tokens.first;
    let outside = (0..view.len()).filter(|at| *at < first || *at >= number.tokens.end);
    let is_rest =
        |at: usize| matches!(view.upos(at), Upos::Punct | Upos::Sym) || view.word(at) == "+";
    if !outside.into_iter().all(is_rest) || number.kind == QuantityKind::Rank {
        return None;
    }
    let is_negative = first > 0 && is_dash(view.word(first - 1)) && view.is_joined(first - 1);
    let value = if is_negative { -number.value } else { number.value };
    Some((value, number.kind.clone(), number.bound.clone()))
}
