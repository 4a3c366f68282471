//! Writes the analyst's decisions to the file of the project: the one thing in it that the program
//! itself may change, and only when a person asks.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{DECISIONS, Project, Source};
use crate::ontology::Decisions;

/// The first line of a file that does not exist yet.
const HEADER: &str = "action,item,value,note\n";

/// One writer at a time in this process; each write replaces the whole file.
static WRITER: Mutex<()> = Mutex::new(());

impl Project {
    /// Reads the decisions that the file holds now, which may have changed since the project was read.
    ///
    /// # Errors
    /// When the file cannot be read or followed; the message names file and line.
    pub fn decisions_now(&self) -> Result<Decisions, String> {
        match self.decisions_file() {
            Some(path) => self.parse_decisions(&read(&path)?),
            None => Ok(self.decisions.clone()),
        }
    }

    /// Appends a row, `action,item,value,note`. The file is replaced at once or stays as it is.
    ///
    /// # Errors
    /// When the project is the one inside the program, which has no file; when the row cannot be
    /// followed or contradicts another; when the file cannot be written.
    pub fn add_decision(&self, row: &[String; 4]) -> Result<(), String> {
        self.change_decisions(|rows| {
            if rows.iter().all(|other| other[..3] != row[..3]) {
                rows.push(row.clone());
            }
            Ok(())
        })
    }

    /// Takes out the row with this action, item and value, whatever its note.
    ///
    /// # Errors
    /// As [`Project::add_decision`]; also when there is no such row.
    pub fn remove_decision(&self, row: &[String; 4]) -> Result<(), String> {
        self.change_decisions(|rows| {
            let before = rows.len();
            rows.retain(|other| other[..3] != row[..3]);
            let missing = || format!("there is no decision `{}`", row[..3].join(","));
            (rows.len() < before).then_some(()).ok_or_else(missing)
        })
    }

    fn change_decisions(
        &self,
        change: impl FnOnce(&mut Vec<[String; 4]>) -> Result<(), String>,
    ) -> Result<(), String> {
        let Some(path) = self.decisions_file() else {
            return Err("decisions need a project folder to be kept in: start the server with \
                 --project DIR, or in a folder that has ontology/ and seeds/"
                .to_owned());
        };
        let _one = WRITER.lock().unwrap_or_else(PoisonError::into_inner);
        let text = read(&path)?;
        self.parse_decisions(&text)?;
        let mut rows = rows(&text);
        change(&mut rows)?;
        let text = written(&rows);
        self.parse_decisions(&text)?;
        replace(&path, &text).map_err(|error| format!("{}: {error}", path.display()))
    }

    fn decisions_file(&self) -> Option<PathBuf> {
        match &self.source {
            Source::Folder(folder) => Some(folder.join(DECISIONS)),
            Source::BuiltIn => None,
        }
    }

    fn parse_decisions(&self, text: &str) -> Result<Decisions, String> {
        Decisions::parse(&self.name(DECISIONS), text).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            faults.join("; ")
        })
    }
}

fn read(path: &Path) -> Result<String, String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(HEADER.to_owned()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

fn rows(text: &str) -> Vec<[String; 4]> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let cell = |row: &csv::StringRecord, column| row.get(column).unwrap_or_default().to_owned();
    let rows = reader.records().filter_map(Result::ok);
    rows.map(|row| [0, 1, 2, 3].map(|column| cell(&row, column))).collect()
}

fn written(rows: &[[String; 4]]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("memory takes everything");
    }
    let bytes = writer.into_inner().expect("memory takes everything");
    HEADER.to_owned() + &String::from_utf8_lossy(&bytes)
}

/// Writes beside the file and renames, so that nobody sees half of it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let unfinished = path.with_extension("csv.tmp");
    fs::write(&unfinished, text)?;
    fs::File::open(&unfinished)?.sync_all()?;
    fs::rename(&unfinished, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(action: &str, item: &str, value: &str) -> [String; 4] {
        [action, item, value, "so it is, they say: \"yes\""].map(str::to_owned)
    }

    #[test]
    fn decisions_are_added_once_refused_when_they_clash_and_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let project = Project {
            source: Source::Folder(folder.path().to_owned()),
            ..Project::builtin().unwrap()
        };
        project.add_decision(&row("merge", "person/a", "person/b")).unwrap();
        project.add_decision(&row("merge", "person/a", "person/b")).unwrap();
        project.add_decision(&row("reject", "claim/9f", "")).unwrap();
        assert_eq!(project.decisions_now().unwrap().rows().count(), 2);
        let clash = project.add_decision(&row("merge", "person/b", "person/a")).unwrap_err();
        assert!(clash.contains("lead back to it"), "{clash}");
        project.remove_decision(&row("merge", "person/a", "person/b")).unwrap();
        assert!(project.remove_decision(&row("merge", "person/a", "person/b")).is_err());
        let now = project.decisions_now().unwrap();
        let kept: Vec<_> = now.rows().map(|row| (row.action.as_str(), row.line)).collect();
        assert_eq!(kept, [("reject", 2)]);
        assert_eq!(now.rows().next().unwrap().note, "so it is, they say: \"yes\"");
        assert!(Project::builtin().unwrap().add_decision(&row("reject", "claim/9f", "")).is_err());
    }
}
