//! What `export` and `stats` share: which network is meant, and how it is drawn.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::ValueEnum;

use super::common::{Common, When};
use super::{links, marked, versions};
use crate::date::Date;
use crate::document::{Document, Input};
use crate::export::{Material, Network, Profile, Scope, StatusFilter};
use crate::graph::record::{self, ClaimRecord};
use crate::graph::store::Store;
use crate::project::Project;

/// Which network.
#[derive(Debug, clap::Args)]
#[group(skip)] // the command's own arguments are a group of this name already
pub struct Args {
    /// What nodes and edges stand for
    #[arg(long, value_enum, default_value_t = ProfileName::Entities, conflicts_with = "query")]
    profile: ProfileName,
    /// For `--profile diff`: the older version (`id@version`), file or folder
    #[arg(long, value_name = "OLD", requires = "new")]
    old: Option<String>,
    /// For `--profile diff`: the newer one
    #[arg(long, value_name = "NEW", requires = "old")]
    new: Option<String>,
    /// Draw what a query returns: SELECT with ?source and ?target, or CONSTRUCT
    #[arg(long, value_name = "FILE")]
    query: Option<PathBuf>,
    /// Only what is near this entity (name or IRI); may be given several times
    #[arg(long, value_name = "ENTITY")]
    around: Vec<String>,
    /// How many steps from --around
    #[arg(long, default_value_t = 1)]
    hops: usize,
    /// Only these relations, such as memberOf
    #[arg(long, value_name = "RELATION")]
    relation: Vec<String>,
    /// Only entities of these classes and those below them, such as Organization
    #[arg(long, value_name = "CLASS")]
    class: Vec<String>,
    /// Leave out what ended before this date
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Leave out what began after this date
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only edges that so many articles state
    #[arg(long, alias = "min-weight", value_name = "N", default_value_t = 1)]
    min_sources: usize,
    /// Only the N nodes with the most edges
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Which claims by their status
    #[arg(long, value_enum, default_value_t = Status::Planned)]
    status: Status,
    /// What the timeline shows: when facts hold, or which versions of the documents state them
    #[arg(long, value_enum, default_value_t = Time::Facts)]
    time: Time,
    #[command(flatten)]
    pub when: When,
}

/// What nodes and edges stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ProfileName {
    /// Entities; one edge per subject, relation and object
    Entities,
    /// Entities and claims; a claim joins its entities
    Facts,
    /// Articles and the entities that they mention
    Documents,
    /// Entities that stand near one another in a paragraph
    CoMention,
    /// The entities of two versions; colours of edges say what became of them
    Diff,
}

/// Which claims to take by their status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Status {
    /// What is or was so
    Actual,
    /// That, and plans
    Planned,
    /// That, and what is denied or only possible
    All,
}

/// What the timeline shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Time {
    /// When facts hold
    Facts,
    /// Which versions of the documents state them
    Versions,
}

impl Args {
    /// Draws the network and hands it over.
    ///
    /// # Errors
    /// When there is no store, an argument names nothing, or `then` fails.
    pub fn draw<T>(
        &self,
        common: &Common,
        then: impl FnOnce(&Network<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        self.check()?;
        let project = common.load_project()?;
        let net = match (&self.query, self.profile) {
            (Some(file), _) => return then(&links::draw(common, &project, file)?),
            (None, ProfileName::Diff) => return self.draw_diff(common, &project, then),
            (None, ProfileName::Entities) => Profile::Entities,
            (None, ProfileName::Facts) => Profile::Facts,
            (None, ProfileName::Documents) => Profile::Documents,
            (None, ProfileName::CoMention) => Profile::CoMention,
        };
        self.draw_store(common, &project, net, then)
    }

    /// Says which arguments do not go together.
    fn check(&self) -> anyhow::Result<()> {
        let is_diff = self.profile == ProfileName::Diff;
        if is_diff && self.old.is_none() {
            bail!("--profile diff: name the two versions with --old and --new");
        }
        if self.old.is_some() && !is_diff {
            bail!("--old and --new are for --profile diff");
        }
        let of_claims = [
            ("--relation", !self.relation.is_empty()),
            ("--status", self.status != Status::Planned),
        ];
        if self.profile == ProfileName::Documents && self.min_sources > 1 {
            bail!(
                "--min-sources does not go with --profile documents: an edge there is one article's"
            );
        }
        let of_networks = [
            ("--around", !self.around.is_empty()),
            ("--class", !self.class.is_empty()),
            ("--since", self.since.is_some()),
            ("--until", self.until.is_some()),
            ("--min-sources", self.min_sources > 1),
            ("--top", self.top.is_some()),
            ("--time", self.time != Time::Facts),
        ];
        let is_of_mentions =
            matches!(self.profile, ProfileName::Documents | ProfileName::CoMention);
        let why = if self.query.is_some() {
            "--query: say it in the query"
        } else if is_of_mentions {
            "a network of mentions, which are no claims"
        } else {
            return Ok(());
        };
        let refused = of_networks.iter().filter(|_| self.query.is_some());
        match of_claims.iter().chain(refused).find(|(_, is_given)| *is_given) {
            Some((flag, _)) => bail!("{flag} does not go with {why}"),
            None => Ok(()),
        }
    }

    fn draw_store<T>(
        &self,
        common: &Common,
        project: &Project,
        profile: Profile,
        then: impl FnOnce(&Network<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let store = common.open_store(&self.when)?;
        let quads = match self.time {
            Time::Facts => store.latest()?,
            Time::Versions => store.all_versions()?,
        };
        let versions = record::versions(&quads);
        let claims = if profile.is_of_claims() { record::claims(&quads) } else { Vec::new() };
        let has_mentions = !profile.is_of_claims();
        let entities = if has_mentions || !self.around.is_empty() {
            record::entities(&quads)
        } else {
            Vec::new()
        };
        drop(quads);
        let scope = self.scope(project, &claims, &self.named(&entities)?)?;
        let documents = if has_mentions { documents(&store, self.time)? } else { Vec::new() };
        let material = Material { claims: &claims, entities: &entities, documents: &documents };
        let mut net = Network::draw(profile, &material, &scope)
            .with_families(project.ontology.families())
            .with_dates(&versions);
        if self.time == Time::Versions {
            net.time_by_versions(&versions::current(store.manifest(), &versions));
        }
        self.tell_if_empty(common, &net);
        then(&net)
    }

    fn draw_diff<T>(
        &self,
        common: &Common,
        project: &Project,
        then: impl FnOnce(&Network<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let [old, new] = [&self.old, &self.new].map(|side| side.as_deref().unwrap_or_default());
        let both = marked::marked(common, project, old, new)?;
        let names = self.around.iter().cloned().collect();
        let scope = self.scope(project, &both.claims, &names)?;
        let material = Material { claims: &both.claims, ..Material::default() };
        let mut net = Network::draw(Profile::Entities, &material, &scope)
            .with_families(project.ontology.families());
        net.mark(|claim| both.mark(claim));
        if self.time == Time::Versions {
            let store = Store::open(&common.store)?;
            let versions = record::versions(&store.all_versions()?);
            net.time_by_versions(&versions::current(store.manifest(), &versions));
        }
        self.tell_if_empty(common, &net);
        then(&net)
    }

    /// The flags as a scope; `around` are IRIs.
    fn scope(
        &self,
        project: &Project,
        claims: &[ClaimRecord],
        around: &BTreeSet<String>,
    ) -> anyhow::Result<Scope> {
        let onto = &project.ontology;
        for name in &self.relation {
            let is_known = onto.relation_names.contains_key(name)
                || claims.iter().any(|claim| {
                    claim.predicate == *name || claim.predicate.ends_with(&format!("#{name}"))
                });
            if !is_known {
                bail!(
                    "--relation {name}: no such relation{}",
                    nearest(name, onto.relation_names.keys())
                );
            }
        }
        let mut classes = BTreeSet::new();
        for name in &self.class {
            let known = onto.class_names.get(name).copied();
            let by_iri =
                || onto.class_names.values().copied().find(|id| onto.class(*id).iri == *name);
            let Some(wanted) = known.or_else(by_iri) else {
                bail!("--class {name}: no such class{}", nearest(name, onto.class_names.keys()));
            };
            let below = onto.class_names.values().filter(|id| onto.is_a(**id, wanted));
            classes.extend(below.map(|id| onto.class(*id).iri.clone()));
        }
        Ok(Scope {
            status: match self.status {
                Status::Actual => StatusFilter::Actual,
                Status::Planned => StatusFilter::Planned,
                Status::All => StatusFilter::All,
            },
            relations: self.relation.iter().cloned().collect(),
            classes,
            since: self.since,
            until: self.until,
            min_sources: self.min_sources,
            around: around.clone(),
            hops: self.hops,
            top: self.top,
        })
    }

    /// The IRIs that the names after --around mean, by any name that a document uses.
    fn named(&self, entities: &[record::EntityRecord]) -> anyhow::Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        for name in &self.around {
            let lower = name.to_lowercase();
            let is_meant = |entity: &&record::EntityRecord| {
                let mut names = entity.alt_labels.iter().chain([&entity.label]);
                entity.iri == *name
                    || entity.iri.ends_with(&format!("/id/{name}"))
                    || names.any(|one| one.to_lowercase() == lower)
            };
            let meant: BTreeSet<&str> =
                entities.iter().filter(is_meant).map(|entity| entity.iri.as_str()).collect();
            match (meant.len(), meant.first()) {
                (1, Some(iri)) => found.insert((*iri).to_owned()),
                (0, _) => {
                    let labels: BTreeSet<&String> = entities.iter().map(|one| &one.label).collect();
                    bail!("--around {name}: no such entity{}", nearest(name, labels.into_iter()))
                }
                _ => {
                    let meant: Vec<&str> = meant.into_iter().collect();
                    bail!("--around {name}: could be {}; give the IRI", meant.join(" or "))
                }
            };
        }
        Ok(found)
    }

    fn tell_if_empty(&self, common: &Common, net: &Network<'_>) {
        if net.graph.node_count() == 0 && !common.quiet {
            eprintln!(
                "saiga: warning: the network is empty: nothing in the store is within the scope"
            );
        }
    }
}

/// The texts of the versions that the store tells of, from its own copies.
fn documents(store: &Store, time: Time) -> anyhow::Result<Vec<Document>> {
    let manifest = store.manifest();
    let versions: Vec<_> = match time {
        Time::Facts => manifest.latest().collect(),
        Time::Versions => manifest.versions().collect(),
    };
    let read = |(_, version): (_, &crate::graph::store::VersionEntry)| {
        let bytes = store.source(&version.source)?;
        let input = Input { path: &version.path, bytes: &bytes };
        let read = crate::document::read(input).with_context(|| version.path.clone())?;
        Ok(read.output)
    };
    versions.into_iter().map(read).collect()
}

/// `; did you mean …?`, when some name is like this one.
fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n String>) -> String {
    let lower = name.to_lowercase();
    let likeness = |one: &String| {
        let one = one.to_lowercase();
        let within = if one.contains(&lower) { 0.5 } else { 0.0 };
        strsim::jaro_winkler(&one, &lower) + within
    };
    let best = known
        .map(|one| (likeness(one), one))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    best.map(|(_, one)| format!("; did you mean `{one}`?")).unwrap_or_default()
}
