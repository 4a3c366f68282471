//! Ordinary words by what they mean, from `seeds/language/en/word_classes.csv`: verbs of founding,
//! nouns for relatives, words for the middle of a place. A rule asks for the class; which words are
//! in it is a matter of the language.

use std::collections::HashMap;

use super::words;
use crate::diagnostic::Diagnostic;

macro_rules! word_classes {
    ($($(#[$doc:meta])* $class:ident = $name:literal;)*) => {
        /// Words that mean alike, so far as a rule cares. The comment of each tells its words, one
        /// example, and what it is asked for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum WordClass {
            $($(#[$doc])* $class,)*
        }

        impl WordClass {
            /// Every class, with its name in the file.
            pub const NAMES: &[(Self, &str)] = &[$((Self::$class, $name),)*];
        }
    };
}

word_classes! {
    // Persons and offices.
    /// Nouns for relatives that tell no more of a person: `parent`, `twin`. `brother` and the like, which
    /// are told of like an office, are kin in `offices.csv`.
    Kin = "kin";
    /// Titles that men bear, with their capital: `Baron`. `he` can mean the bearer.
    MansTitle = "mans-title";
    /// Titles that women bear, with their capital: `Dame`. `she` can mean the bearer.
    WomansTitle = "womans-title";
    /// Titles that open names of bodies and places: `King Rama Institute`. They are no office there.
    Royal = "royal";
    /// Plurals for those whose party, union or bank it is: `Workers' Party`, `People's Bank`. The name goes
    /// on behind them.
    Guild = "guild";
    /// Nouns for who is at the head, of a state or of a part of it: `chief`. Before them, `opposition` and
    /// the like say that it is a part.
    Leader = "leader";
    /// Nouns for offices that have a portfolio: `minister of energy`, `adviser for trade`. It belongs to
    /// the office.
    Minister = "minister";
    /// Words that make an office the second in rank, or none yet: `vice`, `shadow`. Its holder is not the
    /// head.
    Deputy = "deputy";
    /// Words for an office that is past: `ex`, `late`.
    Former = "former";
    /// Words for an office as of the time told of: `sitting`. They are no part of it, and begin no name.
    Incumbent = "incumbent";
    /// Words for one whose office is still to come: `incoming`, `elect`.
    Designate = "designate";
    /// Words before an office for whether it is held for now, was or will be: `acting`, `interim`. The
    /// holder's name may follow.
    Tenure = "tenure";
    /// Words before an office by which another than its present holder has it: `future`, `vice`.
    Succession = "succession";
    /// Words that stand before an office and belong to it, without telling whose it is: `interim`, `newly`,
    /// `honorary`.
    OfficeModifier = "office-modifier";
    /// Verbs of making somebody something: `nominate`. Their subject is another than who gets the office.
    Appointment = "appointment";
    /// Verbs of giving somebody an office once more: `reappoint`. It began before.
    Reelection = "reelection";
    /// Verbs for what those in power do to a person: `appoint`, `arrest`, `pardon`. What comes next may be
    /// told of either.
    Personnel = "personnel";
    /// Verbs of being at the head: `chair`. Who leads a part does not lead the whole.
    Leading = "leading";
    /// Nouns for what somebody or some body can be: `as an observer`, `founding member`.
    Capacity = "capacity";
    /// Nouns for who or what is tied to another, but is not it: `neighbour`, `critic`, `successor`. What is
    /// told of them is not told of the other.
    Relation = "relation";
    /// Nouns for those for or against something, or for talk of it: `a critic of the war`.
    Standpoint = "standpoint";
    /// Plurals for those who act for states when nobody is named: `envoys`, `ministers`.
    Delegate = "delegate";
    /// Plurals that, with a number, mean persons named before: `both politicians`.
    Politicians = "politicians";
    /// Nouns for those who act for a body: `operative`, `investigator`. What they do it does.
    Agent = "agent";
    /// Nouns for police and armed forces, which act for a state without being it: `guard`.
    Armed = "armed";
    /// Nouns for those who fight for a movement: `rebel`. Who joins them joins it.
    Fighter = "fighter";
    /// Nouns for those whom a text has things from without a name: `analyst`, `outlet`. They hold what they
    /// tell.
    Informant = "informant";
    /// Nouns for who gives or takes money or goods: `creditor`, `customer`. They are no sum.
    Dealer = "dealer";
    /// Nouns for those who live somewhere: `a country of 7 million citizens`. They are the population.
    Inhabitant = "inhabitant";

    // States and bodies.
    /// Nouns for states as such: `the Central Asian nation`, `a country of 7 million people`.
    Country = "country";
    /// Plurals that, with a number, mean states named before: `the three republics`.
    States = "states";
    /// Nouns that stand for the state whose they are: `leadership`, `cabinet`.
    StateOrgan = "state-organ";
    /// Nouns for arms of a state that are called after the town they are in: `police`, `prosecutors`.
    Authority = "authority";
    /// Nouns, also of several words, for bodies of a state or a town: `ministry`, `city hall`. With a place
    /// they are a name.
    PublicBody = "public-body";
    /// Nouns for bodies that govern or serve the town they are called after: `municipality`. They are in
    /// it.
    TownBody = "town-body";
    /// Nouns for bodies of which a text mostly means one without a name: `court`, `committee`.
    CommonBody = "common-body";
    /// Nouns for bodies that are no university: `the intelligence service MIT`. Nor is the acronym behind
    /// them.
    ServiceBody = "service-body";
    /// Words before a body for its place, its field or its rank: `municipal`, `foreign`, `supreme`. They
    /// belong to its name.
    Jurisdiction = "jurisdiction";
    /// Nouns for bodies that a state has abroad: `embassy`. Their place is not in it.
    Mission = "mission";
    /// Nouns in names of those who stand for a cause: `movement`, `front`. They may be anywhere, whatever
    /// country their name has.
    Cause = "cause";
    /// Nouns for places where people live: `town`, `exclave`. So many people are said to make one.
    Settlement = "settlement";
    /// Nouns for public carriers that a country or town gives its name: `Kenya Airways`. They are in it.
    Carrier = "carrier";
    /// Nouns for a part of a body that is elsewhere: `campus`, `bureau`. Where the part is, the whole need
    /// not be.
    Branch = "branch";
    /// Nouns for a part of a body that acts by itself: `wing`, `chapter`. What it does the whole does not.
    Department = "department";
    /// Nouns for companies: `the manufacturer`. With `the`, they mean one named before; beside a name, what
    /// bears it.
    Company = "company";
    /// Nouns behind a name for the kind of body that bears it: `the Ata-Jurt movement`. They belong to the
    /// mention.
    Association = "association";
    /// Nouns for bodies that have members or readers: `the Birlik party`. A name right before them is
    /// theirs.
    Membered = "membered";
    /// Nouns that, with `the`, mean an organization whose name has them: `university`.
    Institution = "institution";
    /// Nouns that, with `the`, mean an organization of states named before: `bloc`.
    Bloc = "bloc";
    /// Nouns for several together, which do what their members do: `troika`, `a coalition of Peru and
    /// Chile`.
    Group = "group";
    /// Plurals that, with a number, mean organizations named before: `the two parties`.
    Bodies = "bodies";
    /// Nouns by which a text goes back to something named of that kind: `the movement` for Birlik, `the
    /// lake`.
    KindNoun = "kind-noun";

    // Places and works.
    /// Nouns that, with `the`, mean a place whose name has them: `lake`.
    Locality = "locality";
    /// Nouns for the middle of a place: `heart`. What is there is in the place.
    Centre = "centre";
    /// Points of the compass: `northeast`. What is in one of a place is in the place.
    Compass = "compass";
    /// Nouns for a part of a country: `area`. What is there is in the country.
    PlacePart = "place-part";
    /// Nouns for a part of a town or its edge: `suburb`. What is there is in the town.
    TownArea = "town-area";
    /// Nouns for what towns have: `suburb`, `mayor`. Whose they are is a town.
    TownPart = "town-part";
    /// Nouns for what something is ranked in: `world`, `continent`. They are no holder of it.
    Realm = "realm";
    /// Nouns for physical plants, which stand somewhere and lead nowhere: `reservoir`. A `to` behind them
    /// is not theirs.
    Plant = "plant";
    /// Nouns that, with `the`, mean a project or plant whose name has them: `pipeline`.
    Works = "works";
    /// Verbs for where a line goes and how long it is: `cross`, `span`.
    Course = "course";

    // Events and agreements.
    /// Nouns that, with `the`, mean an event whose name has them: `summit`.
    Event = "event";
    /// Nouns that, with `the`, mean an agreement whose name has them: `pact`.
    Agreement = "agreement";
    /// Nouns that, with `the`, mean a programme whose name has them: `initiative`.
    Programme = "programme";
    /// Nouns for bodies and texts that are about something, which their names go on with: `Conference on
    /// Women`.
    Topical = "topical";
    /// Nouns that go back to something told of in another word: `the deal`, `the unrest` (general nouns,
    /// Halliday and Hasan 1976).
    General = "general";
    /// Nouns for travelling to and talking with somebody: `trip`, `conversation`. They are those of the
    /// subject.
    Encounter = "encounter";
    /// Verbs for what is done with or by a meeting when it is: `stage`, `begin`. Their date is that of the
    /// meeting.
    Occurring = "occurring";
    /// Verbs of holding or attending an event: `convene`. Their date is that of the event.
    Holding = "holding";
    /// Words for what is over: `expire`. Their date is the end of an event.
    Ending = "ending";
    /// Verbs of stopping what has begun: `adjourn`.
    Suspending = "suspending";
    /// Verbs of bringing an organization or programme into being: `establish`. Their date is that of the
    /// founding.
    Founding = "founding";
    /// Verbs for how an agreement comes about: `ink`, `seal`. Their date is that of the agreement.
    Concluding = "concluding";
    /// Verbs for what states do to a treaty: `ratify`. Whose presidents or ministers do so are states.
    Treaty = "treaty";
    /// Verbs of bringing a draft forward: `submit`. Their date is that of the proposal.
    Tabling = "tabling";
    /// Verbs for what one says or does publicly about an event: `condemn`, `commemorate`, `cancel`. A date
    /// beside the event is then that of the act.
    PublicAct = "public-act";
    /// Verbs by which what is put to the vote comes through or falls: `adopt`, `reject`. So many are for it.
    Deciding = "deciding";

    // What is said, thought and meant.
    /// Nouns for something said that another may dispute: `a charge he denies`, `an account`. It goes back
    /// to the clause.
    Claim = "claim";
    /// Nouns for what somebody takes to be so: `in the opinion of`, `by its own reckoning`. Whose it is
    /// says so.
    Assessment = "assessment";
    /// Nouns for something told that need not be so: `reports of a coup`, `gossip has it`. Nobody answers
    /// for it.
    Rumour = "rumour";
    /// Verbs of saying that something told is not so: `dispute`, `refute`. What they are about is denied.
    Refuting = "refuting";
    /// Verbs of telling and finding out afterwards: `recall`, `emerge`. Their date is not that of what they
    /// tell.
    Recounting = "recounting";
    /// Verbs of being for or against, or of thinking over: `opposed Peru joining`. What they are about is
    /// not done yet.
    Opinion = "opinion";
    /// Adjectives for what somebody is minded or able to do: `wary`, `keen`. They are said of states, not
    /// of places.
    Attitude = "attitude";
    /// Nouns for what is given to somebody: `has the support of Peru`. Who has it does not give it.
    Backing = "backing";
    /// Words before `that` for what somebody fears or takes for possible: `concern`, `risk`. The clause is
    /// possible only.
    Fear = "fear";
    /// Nouns for something that may come: `the question of joining`, `the idea of`. What stands behind is
    /// not done.
    Prospect = "prospect";
    /// Nouns for something made up: `in the novel`, `in a simulation`. What is told in it is not so.
    Fiction = "fiction";
    /// Words for what somebody means or is asked to do: `a proposal that`, `a demand for`. The clause is a
    /// plan.
    Intent = "intent";
    /// Verbs of meaning to do: `hope`, `aim`. The date of what is meant lies ahead.
    Intending = "intending";
    /// Words for what is set for a time to come: `slate`, `due`. Its date lies ahead.
    Scheduling = "scheduling";
    /// Verbs for bringing up something that is not there yet: `contemplate`, `moot`. Their object is a
    /// plan.
    Proposing = "proposing";
    /// Nouns for something laid down that is still to be done: `under the bill`. What is told so is
    /// possible only.
    Draft = "draft";
    /// Verbs of keeping from doing: `dissuade`. Denied, they affirm what they are about.
    Preventing = "preventing";
    /// Adverbs for how something is done: `voluntarily`, `together`. What is denied with them is done, in
    /// another way.
    Manner = "manner";
    /// Nouns for when and how something is: `at no time`, `under no circumstances`. Their `no` denies the
    /// clause.
    Occasion = "occasion";
    /// Nouns for when and why something is done, and not for what: `on the sidelines of`, `at the request
    /// of`.
    Circumstance = "circumstance";

    // What is done to others.
    /// Verbs whose object is to do what the infinitive after it says: `urge`, `call on his men to go`.
    Addressing = "addressing";
    /// Verbs that say behind `on` or `to` who is to do something: `plead to`.
    Appealing = "appealing";
    /// Verbs whose object did what stands behind `of` or `for`: `criticize`, `thank` (verbs of judgement,
    /// Levin 1993, class 33).
    Charging = "charging";
    /// Nouns for how much or in what something is sent, and not what it is: `volume`, `bale`. `bales of cotton`.
    Load = "load";
    /// Verbs by which several become one: `merge`. `merged to form the union`.
    Merging = "merging";
    /// Verbs for what came to nothing: `fail`. `the bid failed`.
    Failing = "failing";
    /// Verbs by which others keep a plan from being done: `reject`. `the motion was rejected`.
    Rejecting = "rejecting";
    /// Verbs by which a measure comes to an end: `lift`, `ease`. `lifted its sanctions`.
    Lifting = "lifting";
    /// Verbs of charging that leave open whether it is so: `suspect`. Where nobody says it, it is not said.
    Accusing = "accusing";
    /// Verbs of courts and police against a person: `sentence`, `arrest`. They are done whatever the person
    /// denies.
    Conviction = "conviction";
    /// Verbs for what violence and disaster do to people: `displace`. Who suffers is counted as the toll.
    Harming = "harming";
    /// Words for what violence and disaster leave people: `injured`, `homeless`. They are counted as the
    /// toll.
    Casualty = "casualty";
    /// Verbs of giving and getting goods: `ship`, `obtain`. A `from` or `to` behind the goods is theirs
    /// (verbs of change of possession, Levin 1993, class 13).
    Transfer = "transfer";
    /// Verbs of motion whose `here` is where to: `fly`, not where.
    Travel = "travel";
    /// Adverbs before a `with` for who else does something: `along with Peru`. Those behind it are company,
    /// and no place or means.
    Jointly = "jointly";
    /// Verbs with two objects, the first of whom gets the second: `sold Kenya drones`. A country right behind
    /// them gets what follows.
    Giving = "giving";

    // Names and descriptions.
    /// Participles before what something is called: `dubbed`, `entitled`. The name stands behind them.
    Called = "called";
    /// Verbs for what something is called: `the project is known as Steppe Road`. It is the same thing.
    Naming = "naming";
    /// Last parts of compounds that describe a thing by another: `Peru-led`, `oil-rich`. The noun comes
    /// after.
    CompoundEnd = "compound-end";
    /// Adjectives and the like that describe a thing without telling which: `landlocked`. The noun comes
    /// after.
    Describing = "describing";
    /// Superlatives that give a rank: `the busiest`, `second-largest`. What they stand before is ranked.
    Superlative = "superlative";
    /// Nouns for academic degrees: `bachelor`, `diploma`. An `in` behind them brings the field.
    Degree = "degree";
    /// Verbs whose `it` means nothing: `seem`, `rain`.
    Impersonal = "impersonal";
    /// Verbs for what is told of a town as a place: `flourish`, `lie`. No state is spoken of then.
    Existence = "existence";
    /// Nouns for days and spans of time: `yesterday`, `decade`. `this week's summit` belongs to no week.
    Day = "day";

    // Numbers.
    /// Verbs of putting something at a number: `peg`. The number is that of their object.
    Estimating = "estimating";
    /// Nouns for a number as such: `sum`. What it is of was told before.
    Total = "total";
    /// Nouns for a part of a company that somebody has: `a 49 percent shareholding`.
    Stake = "stake";
    /// Verbs of getting or having, of a stake or of support: `purchase`, `enjoy`.
    Acquiring = "acquiring";
    /// Verbs of making or repairing a thing: `renovate`. How long it is may stand beside.
    Building = "building";
    /// Verbs that say where what is counted is: `one of 1,900 enterprises registered in Kenya`.
    Settled = "settled";
    /// Nouns for what parties and firms have shares of: `the vote`, `the market`. Whose share it is stands
    /// beside.
    Contested = "contested";
    /// Nouns for what goes from one country to another: `import`, `turnover`. Two countries can have a
    /// figure together.
    Trade = "trade";
    /// Nouns for what a country gets from nobody in particular: `remittances to Peru`.
    Inflow = "inflow";
    /// Nouns for what a country has that can be ranked: `the largest army in the region`.
    Stock = "stock";
    /// Verbs whose `with` tells the share of the vote: `reelect`, `win`.
    Winning = "winning";
}

/// A set of classes: one bit each.
#[derive(Clone, Copy, Debug, Default)]
struct Set([u128; 2]);

const _: () = assert!(WordClass::NAMES.len() <= 256, "one bit for each class");

impl Set {
    fn has(self, class: WordClass) -> bool {
        let at = class as usize;
        self.0[at / 128] >> (at % 128) & 1 == 1
    }

    fn insert(&mut self, class: WordClass) {
        let at = class as usize;
        self.0[at / 128] |= 1 << (at % 128);
    }
}

/// Which classes each word is in.
#[derive(Clone, Debug, Default)]
pub struct WordClasses {
    sets: HashMap<String, Set>,
}

impl WordClasses {
    /// Reads a table of `form,class`. Forms are compared as they are written there: lemmas or forms
    /// in lower case, titles with their capital.
    ///
    /// # Errors
    /// The first row that is no such row, with its line: an unknown class, an empty form, or one
    /// that stands there already.
    pub fn read(path: &str, text: &str) -> Result<Self, Diagnostic> {
        let mut classes = Self::default();
        for (line, row) in words::rows(path, text, &["form", "class"])? {
            let fault = |message: String| Err(Diagnostic::error(path, message).at_line(line));
            let (form, name) = (&row[0], &row[1]);
            let known = WordClass::NAMES.iter().find(|(_, known)| *known == name);
            let Some((class, _)) = known else {
                let names: Vec<&str> = WordClass::NAMES.iter().map(|(_, name)| *name).collect();
                return fault(format!("unknown class of words `{name}`"))
                    .map_err(|fault| fault.with_hint(format!("expected {}", names.join(", "))));
            };
            if form.is_empty() {
                return fault("a row without a form".to_owned());
            }
            let set = classes.sets.entry(form.to_owned()).or_default();
            if set.has(*class) {
                return fault(format!("`{form}` is in `{name}` already"));
            }
            set.insert(*class);
        }
        Ok(classes)
    }

    /// Says whether `form` is a word of the class.
    pub fn contains(&self, form: &str, class: WordClass) -> bool {
        self.sets.get(form).is_some_and(|set| set.has(class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_be_in_several_classes() {
        let table = "form,class\ndam,plant\nparty,institution\nparty,kind-noun\n";
        let classes = WordClasses::read("word_classes.csv", table).unwrap();
        assert!(classes.contains("dam", WordClass::Plant));
        assert!(!classes.contains("dam", WordClass::Institution));
        assert!(classes.contains("party", WordClass::Institution));
        assert!(classes.contains("party", WordClass::KindNoun));
        assert!(!classes.contains("Dam", WordClass::Plant));
    }

    #[test]
    fn a_broken_row_is_told_with_its_line() {
        let fault = |rows: &str| {
            let table = format!("form,class\nplant,plant\n{rows}\n");
            WordClasses::read("word_classes.csv", &table).unwrap_err().to_string()
        };
        let unknown = fault("dog,animal");
        assert!(unknown.contains("word_classes.csv:3"), "{unknown}");
        assert!(unknown.contains("unknown class of words `animal`"), "{unknown}");
        assert!(unknown.contains("(expected kin, "), "{unknown}");
        assert!(fault(",plant").contains("a row without a form"));
        assert!(fault("plant,plant").contains("`plant` is in `plant` already"));
    }

    #[test]
    fn every_class_has_words() {
        let table = include_str!("../../seeds/language/en/word_classes.csv");
        let classes = WordClasses::read("word_classes.csv", table).unwrap();
        for (class, name) in WordClass::NAMES {
            assert!(classes.sets.values().any(|set| set.has(*class)), "{name}");
        }
    }
}
