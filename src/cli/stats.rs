//! `saiga stats`: the figures of a network, and the entities at its top.

use std::io::Write;

use clap::ValueEnum;
use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::Exit;
use super::common::{Common, count};
use super::network;
use crate::export::stats::{Stats, stats};
use crate::export::{Measured, Network};

/// Print the figures of the network, and who is central in it
#[derive(Debug, clap::Args)]
pub struct Args {
    /// By what the list of nodes is sorted
    #[arg(long, value_enum, default_value_t = By::Degree)]
    by: By,
    /// How many nodes to list
    #[arg(long, value_name = "N", default_value_t = 10)]
    list: usize,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten, next_help_heading = "Which network")]
    network: network::Args,
}

/// What nodes are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Edges
    Degree,
    /// Edges by weight
    WeightedDegree,
    /// How often it stands between two others
    Betweenness,
    /// How near all others are
    Closeness,
    /// Where a reader who follows edges spends the time
    Pagerank,
    /// How densely linked its surroundings are
    Core,
}

/// Runs the command.
///
/// # Errors
/// When there is no store or an argument names nothing.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    args.network.draw(common, |net| {
        let mut stats = stats(net);
        let key = |one: &Measured| match args.by {
            By::Degree => one.degree as f64,
            By::WeightedDegree => one.weighted_degree,
            By::Betweenness => one.betweenness.unwrap_or(0.0),
            By::Closeness => one.closeness.unwrap_or(0.0),
            By::Pagerank => one.pagerank,
            By::Core => one.core as f64,
        };
        // Stable: equal ones stay sorted by degree.
        stats.ranking.sort_by(|(_, a), (_, b)| key(b).total_cmp(&key(a)));
        stats.ranking.truncate(args.list);
        if args.json { as_json(net, &stats, out) } else { as_text(net, &stats, out) }
    })?;
    Ok(Exit::Fine)
}

fn as_text(net: &Network<'_>, stats: &Stats, out: &mut dyn Write) -> anyhow::Result<()> {
    let (nodes, edges) = (count(stats.nodes, "node"), count(stats.edges, "edge"));
    writeln!(out, "{nodes}, {edges}, from {}", count(stats.articles, "article"))?;
    writeln!(
        out,
        "  density {:.4}, {:.2} edges at a node, largest core {}",
        stats.density, stats.mean_degree, stats.largest_core
    )?;
    writeln!(
        out,
        "  {}, the largest of {}",
        count(stats.components, "part"),
        count(stats.largest_component, "node")
    )?;
    let communities = match stats.communities {
        1 => "1 community".to_owned(),
        n => format!("{n} communities"),
    };
    writeln!(out, "  {communities}, modularity {:.3}", stats.modularity)?;
    let day = |day: Option<crate::date::Date>| day.map_or("open".to_owned(), |day| day.to_string());
    match stats.dated_edges {
        0 => writeln!(out, "  no edge is dated")?,
        n => writeln!(
            out,
            "  {} dated, {} to {}",
            count(n, "edge"),
            day(stats.time.start),
            day(stats.time.end)
        )?,
    }
    let listed = |counts: &[(String, usize)]| {
        let shown = counts.iter().take(12).map(|(name, count)| format!("{name} {count}"));
        let more = if counts.len() > 12 { ", …" } else { "" };
        format!("{}{more}", shown.collect::<Vec<_>>().join(", "))
    };
    writeln!(out, "  nodes: {}", listed(&stats.classes))?;
    writeln!(out, "  edges: {}", listed(&stats.kinds))?;
    if stats.ranking.is_empty() {
        return Ok(());
    }
    let label = |slot: petgraph::graph::NodeIndex| &net.graph[slot].node.label;
    let widest = stats.ranking.iter().map(|(slot, _)| label(*slot).width()).max().unwrap_or(0);
    let widest = widest.clamp(4, 40);
    writeln!(
        out,
        "\n{}  degree  weighted  between   close  PageRank  core  community",
        " ".repeat(widest)
    )?;
    let share = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.4}"));
    for (slot, one) in &stats.ranking {
        let name = fitted(label(*slot), widest);
        writeln!(
            out,
            "{name}  {:>6}  {:>8}  {:>7}  {:>6}  {:>8.4}  {:>4}  {:>9}",
            one.degree,
            one.weighted_degree,
            share(one.betweenness),
            share(one.closeness),
            one.pagerank,
            one.core,
            one.community
        )?;
    }
    if stats.ranking.iter().any(|(_, one)| one.betweenness.is_none()) {
        writeln!(
            out,
            "\nThe network is too large to count shortest paths: --around, --top or --class make it smaller."
        )?;
    }
    Ok(())
}

/// A name, cut or filled up to a width on the terminal.
fn fitted(name: &str, width: usize) -> String {
    let mut fitted = String::new();
    for letter in name.chars() {
        if fitted.width() >= width.saturating_sub(1) && name.width() > width {
            fitted.push('…');
            break;
        }
        fitted.push(letter);
    }
    let missing = width.saturating_sub(fitted.width());
    fitted + &" ".repeat(missing)
}

fn as_json(net: &Network<'_>, stats: &Stats, out: &mut dyn Write) -> anyhow::Result<()> {
    let counts = |counts: &[(String, usize)]| {
        let pairs = counts.iter().map(|(name, count)| (name.clone(), json!(count)));
        serde_json::Value::Object(pairs.collect())
    };
    let nodes = stats.ranking.iter().map(|(slot, one)| {
        let entity = &net.graph[*slot];
        json!({
            "id": entity.id, "label": entity.node.label, "class": entity.node.class,
            "degree": one.degree, "weighted_degree": one.weighted_degree,
            "betweenness": one.betweenness, "closeness": one.closeness,
            "pagerank": one.pagerank, "component": one.component, "core": one.core,
            "community": one.community,
        })
    });
    let day = |day: Option<crate::date::Date>| day.map(|day| day.to_string());
    let value = json!({
        "nodes": stats.nodes, "edges": stats.edges, "articles": stats.articles,
        "density": stats.density, "mean_degree": stats.mean_degree,
        "components": stats.components, "largest_component": stats.largest_component,
        "communities": stats.communities, "modularity": stats.modularity,
        "largest_core": stats.largest_core, "dated_edges": stats.dated_edges,
        "first_day": day(stats.time.start), "last_day": day(stats.time.end),
        "classes": counts(&stats.classes), "kinds": counts(&stats.kinds),
        "top": nodes.collect::<Vec<_>>(),
    });
    writeln!(out, "{value}")?;
    Ok(())
}
