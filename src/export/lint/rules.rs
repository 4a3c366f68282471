//! The rules, each where the element that it is about begins or ends.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Harm};
use crate::date::{Date, Precision};

/// Attributes of a tag, unescaped, in the order of the file.
type Attributes = [(String, String)];

/// Start and end, as written.
type Spell = (Option<String>, Option<String>);

/// What has been read so far.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) findings: Vec<Finding>,
    /// Line of the tag at hand.
    pub(super) line: u64,
    time_format: String,
    default_type: String,
    is_dynamic: bool,
    has_times: bool,
    /// `intervals` or `timestamps`, by which was met first.
    kind_of_time: Option<&'static str>,
    /// Class of the `attributes` block at hand, and whether it is dynamic.
    block: (String, bool),
    /// By class and id: type and whether dynamic.
    columns: BTreeMap<(String, String), (String, bool)>,
    /// By class and id in lower case.
    folded: BTreeMap<(String, String), String>,
    nodes: BTreeSet<String>,
    edge_ids: BTreeSet<String>,
    /// Source, target, kind.
    edges: BTreeMap<(String, String, String), String>,
    /// Ends of edges, with their lines, until all nodes are known.
    ends: Vec<(u64, String, String)>,
    /// `node` or `edge`, and its id.
    item: Option<(&'static str, String)>,
    has_place: bool,
    /// Spells of the item, and values of its dynamic attributes by their ids, start and end.
    spells: BTreeMap<String, Vec<Spell>>,
}

impl State {
    pub(super) fn report(&mut self, harm: Harm, rule: &'static str, message: &str) {
        let line = self.line.max(1);
        self.findings.push(Finding { line, harm, rule, message: message.to_owned() });
    }

    /// Looks at a tag that begins.
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes) {
        let get = |wanted: &str| {
            attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        match name {
            "gexf" => self.gexf(attributes),
            "graph" => {
                self.time_format = get("timeformat").unwrap_or("double").to_owned();
                self.default_type = get("defaultedgetype").unwrap_or("undirected").to_owned();
                self.is_dynamic = get("mode") == Some("dynamic");
            }
            "attributes" => {
                let is_dynamic = get("mode") == Some("dynamic");
                self.block = (get("class").unwrap_or_default().to_owned(), is_dynamic);
            }
            "attribute" => {
                self.attribute(get("id").unwrap_or_default(), get("type").unwrap_or_default());
            }
            "node" => self.node(&get, attributes),
            "edge" => self.edge(&get, attributes),
            "attvalue" => self.attvalue(&get, attributes),
            "spell" => self.times("spell", attributes),
            "color" | "position" | "size" => {
                self.report(
                    Harm::Lost,
                    "viz-namespace",
                    &format!(
                        "`{name}` outside the viz namespace: networkx and the grammar do not see it"
                    ),
                );
                self.has_place |= name == "position";
            }
            "viz:color" => self.colour(&get),
            "viz:position" => self.has_place = true,
            "parents" | "parent" => {
                self.report(
                    Harm::Lost,
                    "hierarchy",
                    "hierarchies are gone from GEXF 1.3 and flattened",
                );
            }
            _ => {}
        }
    }

    /// Looks at a tag that ends.
    pub(super) fn close(&mut self, name: &str) {
        if matches!(name, "node" | "edge")
            && let Some((class, id)) = self.item.take()
        {
            if class == "node" && !self.has_place {
                self.report(
                    Harm::Unfinished,
                    "no-position",
                    &format!("node {id} has no position: placed at random"),
                );
            }
            for (what, times) in std::mem::take(&mut self.spells) {
                self.overlaps(&format!("{class} {id}"), &what, times);
            }
        }
    }

    /// Looks at what only the whole file can tell.
    pub(super) fn finish(&mut self) {
        for (line, edge, end) in std::mem::take(&mut self.ends) {
            if !self.nodes.contains(&end) {
                self.line = line;
                self.report(
                    Harm::Lost,
                    "unknown-node",
                    &format!("edge {edge} ends at `{end}`, which is no node: Gephi makes one up"),
                );
            }
        }
        if self.is_dynamic && !self.has_times {
            self.line = 1;
            self.report(
                Harm::Unfinished,
                "no-time",
                "a dynamic graph without any time has no timeline",
            );
        }
    }

    fn gexf(&mut self, attributes: &Attributes) {
        for (name, value) in attributes {
            if name == "xsi:schemaLocation" {
                self.report(
                    Harm::Unfinished,
                    "schema-location",
                    "`xsi:schemaLocation` is not in the grammar, and the XSD is wrong",
                );
            }
            if name == "version" && value != "1.3" {
                self.report(
                    Harm::Unfinished,
                    "version",
                    &format!("version {value}: 1.3 is the one with kinds and stable times"),
                );
            }
        }
    }

    fn attribute(&mut self, id: &str, kind: &str) {
        const KNOWN: [&str; 11] = [
            "string",
            "integer",
            "long",
            "float",
            "double",
            "boolean",
            "bigdecimal",
            "biginteger",
            "byte",
            "short",
            "char",
        ];
        let is_known = KNOWN.contains(&kind.strip_prefix("list").unwrap_or(kind));
        if !is_known {
            self.report(
                Harm::Lost,
                "attribute-type",
                &format!("attribute `{id}`: Gephi does not know type `{kind}` and leaves it out"),
            );
        }
        let (class, is_dynamic) = self.block.clone();
        let folded = (class.clone(), id.to_lowercase());
        if let Some(other) = self.folded.insert(folded, id.to_owned()) {
            self.report(
                Harm::Lost,
                "attribute-case",
                &format!("attributes `{other}` and `{id}` of {class} become one column"),
            );
        }
        if id.eq_ignore_ascii_case("label") {
            self.report(
                Harm::Lost,
                "attribute-label",
                "an attribute with the id `label` overwrites the label",
            );
        }
        self.columns.insert((class, id.to_owned()), (kind.to_owned(), is_dynamic));
    }

    fn node<'a>(&mut self, get: &impl Fn(&str) -> Option<&'a str>, attributes: &Attributes) {
        let id = get("id").unwrap_or_default();
        if !self.nodes.insert(id.to_owned()) {
            self.report(
                Harm::Lost,
                "duplicate-node",
                &format!("node {id} is there twice: the two become one"),
            );
        }
        if get("pid").is_some() {
            self.report(
                Harm::Lost,
                "hierarchy",
                &format!("node {id} has a parent: Gephi flattens hierarchies"),
            );
        }
        self.label("node", id, get("label"));
        (self.item, self.has_place) = (Some(("node", id.to_owned())), false);
        self.times("node", attributes);
    }

    fn edge<'a>(&mut self, get: &impl Fn(&str) -> Option<&'a str>, attributes: &Attributes) {
        let (source, target) =
            (get("source").unwrap_or_default(), get("target").unwrap_or_default());
        let id = get("id").map_or_else(|| format!("{source}–{target}"), str::to_owned);
        if get("id").is_some() && !self.edge_ids.insert(id.clone()) {
            self.report(
                Harm::Lost,
                "duplicate-edge-id",
                &format!("edge id {id} is there twice: the second edge is dropped"),
            );
        }
        self.ends.extend([source, target].map(|end| (self.line, id.clone(), end.to_owned())));
        match get("type") {
            Some("mutual") => {
                self.report(
                    Harm::Lost,
                    "mutual",
                    &format!("edge {id}: Gephi does not know `mutual`; write two directed edges"),
                );
            }
            Some(other) if other != self.default_type => {
                self.report(
                    Harm::Lost,
                    "mixed-direction",
                    &format!(
                        "edge {id} is {other} in a graph that is {}: dropped",
                        self.default_type
                    ),
                );
            }
            _ => {}
        }
        let weight = get("weight").map_or(Ok(1.0), str::parse::<f64>);
        match weight {
            Ok(0.0) => {
                self.report(Harm::Lost, "zero-weight", &format!("edge {id} has weight 0: dropped"));
            }
            Ok(weight) if weight < 0.0 => {
                self.report(
                    Harm::Lost,
                    "negative-weight",
                    &format!("edge {id} has a negative weight"),
                );
            }
            Ok(weight) if weight.is_finite() => {}
            _ => self.report(Harm::Lost, "weight", &format!("edge {id}: the weight is no number")),
        }
        let kind = get("kind").unwrap_or_default();
        // Without direction, a–b and b–a are one.
        let is_turned = self.default_type == "undirected" && source > target;
        let (first, last) = if is_turned { (target, source) } else { (source, target) };
        let ends = (first.to_owned(), last.to_owned(), kind.to_owned());
        if let Some(other) = self.edges.insert(ends, id.clone()) {
            self.report(Harm::Lost, "parallel", &format!("edges {other} and {id} have the same ends and kind: merged, the attributes of one are lost"));
        }
        self.label("edge", &id, get("label"));
        self.item = Some(("edge", id));
        self.times("edge", attributes);
    }

    fn label(&mut self, class: &str, id: &str, label: Option<&str>) {
        match label {
            None if class == "node" => {
                self.report(Harm::Unfinished, "no-label", &format!("node {id} has no label"));
            }
            Some(label) if label.starts_with("http://") || label.starts_with("https://") => {
                self.report(
                    Harm::Unfinished,
                    "iri-label",
                    &format!("the label of {class} {id} is an IRI"),
                );
            }
            _ => {}
        }
    }

    fn attvalue<'a>(&mut self, get: &impl Fn(&str) -> Option<&'a str>, attributes: &Attributes) {
        let Some((class, item)) = self.item.clone() else { return };
        let (id, value) = (get("for").unwrap_or_default(), get("value").unwrap_or_default());
        let Some((kind, is_dynamic)) =
            self.columns.get(&(class.to_owned(), id.to_owned())).cloned()
        else {
            self.report(
                Harm::Lost,
                "undeclared",
                &format!("{class} {item}: no attribute `{id}` is declared"),
            );
            return;
        };
        let fits = match kind.as_str() {
            "integer" | "long" | "short" | "byte" | "biginteger" => value.parse::<i128>().is_ok(),
            "float" | "double" | "bigdecimal" => value.parse::<f64>().is_ok(),
            "boolean" => matches!(value.to_lowercase().as_str(), "true" | "false"),
            _ => true,
        };
        if !fits {
            self.report(
                Harm::Lost,
                "type",
                &format!(
                    "{class} {item}: `{value}` of `{id}` is no {kind}; networkx refuses the file"
                ),
            );
        }
        if kind == "liststring" && !is_quoted_list(value) {
            self.report(Harm::Lost, "list", &format!("{class} {item}: items of `{id}` are not in quotes; Gephi cuts them at brackets and commas"));
        }
        if is_dynamic {
            self.times(&format!("`{id}`"), attributes);
        }
    }

    fn colour<'a>(&mut self, get: &impl Fn(&str) -> Option<&'a str>) {
        if get("hex").is_some() && get("a").is_some() {
            self.report(
                Harm::Refused,
                "hex-alpha",
                "a colour with `hex` and `a` aborts Gephi's import",
            );
        } else if get("hex").is_some() {
            self.report(Harm::Lost, "hex", "networkx fails on `hex` colours; write r, g, b");
        }
    }

    /// Looks at the times that a tag carries, if any.
    fn times(&mut self, what: &str, attributes: &Attributes) {
        let (mut start, mut end) = (None, None);
        for (name, value) in attributes {
            match name.as_str() {
                "start" => start = Some(value.clone()),
                "end" => end = Some(value.clone()),
                "timestamp" | "timestamps" => {
                    self.has_times = true;
                    self.one_kind_of_time("timestamps");
                    continue;
                }
                _ => continue,
            }
            self.has_times = true;
            self.one_kind_of_time("intervals");
            if !self.is_time(value) {
                self.report(
                    Harm::Refused,
                    "time",
                    &format!(
                        "{what}: `{value}` is no {} as Gephi reads it: the whole import is aborted",
                        self.time_format
                    ),
                );
            }
        }
        if let (Some(from), Some(to)) = (&start, &end)
            && self.instant(from).zip(self.instant(to)).is_some_and(|(from, to)| to < from)
        {
            self.report(
                Harm::Lost,
                "reversed",
                &format!("{what}: ends ({to}) before it starts ({from}): dropped"),
            );
        }
        if (start.is_some() || end.is_some()) && !matches!(what, "node" | "edge") {
            self.spells.entry(what.to_owned()).or_default().push((start, end));
        }
    }

    fn one_kind_of_time(&mut self, kind: &'static str) {
        match self.kind_of_time {
            Some(other) if other != kind => {
                self.report(
                    Harm::Lost,
                    "mixed-time",
                    "intervals and timestamps in one file: Gephi takes one kind only",
                );
            }
            _ => self.kind_of_time = Some(kind),
        }
    }

    fn is_time(&self, value: &str) -> bool {
        match self.time_format.as_str() {
            "date" => is_day(value),
            "dateTime" => {
                value.split_once('T').map_or_else(|| is_day(value), |(day, _)| is_day(day))
            }
            _ => value.parse::<f64>().is_ok(),
        }
    }

    /// Returns a form of a time that can be compared: days, or numbers.
    fn instant(&self, value: &str) -> Option<(Option<Date>, i128, String)> {
        let (day, rest) = value.split_once('T').unwrap_or((value, ""));
        match self.time_format.as_str() {
            "date" | "dateTime" => Some((Some(day.parse().ok()?), 0, rest.to_owned())),
            // Thousandths are enough to tell which comes first.
            _ => Some((None, (value.parse::<f64>().ok()? * 1000.0) as i128, String::new())),
        }
    }

    fn overlaps(&mut self, item: &str, what: &str, times: Vec<Spell>) {
        let instant = |state: &Self, time: &Option<String>| {
            time.as_deref().and_then(|time| state.instant(time))
        };
        let mut times: Vec<_> = times
            .iter()
            .map(|(start, end)| (instant(self, start), end.is_none(), instant(self, end)))
            .collect();
        times.sort();
        let overlap =
            times.windows(2).any(|pair| pair[0].1 || pair[1].0.is_none() || pair[0].2 >= pair[1].0);
        if overlap {
            self.report(
                Harm::Lost,
                "overlap",
                &format!("{item}: times of {what} overlap, which Gephi cannot merge"),
            );
        }
    }
}

fn is_day(value: &str) -> bool {
    value.parse::<Date>().is_ok_and(|date| date.precision() == Precision::Day)
}

/// Says whether a list is written `["one", "two"]`.
fn is_quoted_list(value: &str) -> bool {
    let Some(inner) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return false;
    };
    // Outside quotes there may only be commas and spaces.
    let (mut in_quotes, mut escaped) = (false, false);
    for c in inner.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_quotes => escaped = true,
            '"' => in_quotes = !in_quotes,
            ',' | ' ' => {}
            _ if !in_quotes => return false,
            _ => {}
        }
    }
    !in_quotes
}
