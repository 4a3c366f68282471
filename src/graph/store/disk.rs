//! The few things that a store does to a disk, each either done or not done after a crash.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Steps that change a folder. A trait, so that tests can let the disk fail at any of them.
pub(super) trait Disk {
    /// Makes the folder, and those above it, where missing.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a file whole and waits until it is on the disk.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Puts a file in the place of another, at once.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// The disk of the machine.
pub(super) struct Machine;

impl Disk for Machine {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    #[cfg(unix)]
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    #[cfg(not(unix))]
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(()) // Only Unix lets a folder be opened and synced.
    }
}
