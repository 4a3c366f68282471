//! Messages between server and workers: lengths, a head in JSON, a body.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longest head in bytes.
const MAX_HEAD: usize = 1 << 20;
/// Longest body in bytes. A longer answer is refused by the worker.
pub(super) const MAX_BODY: usize = 64 << 20;
/// Bytes before the head.
pub(super) const LENGTHS: usize = 8;

/// A whole message.
pub(super) fn message(head: &impl Serialize, body: &[u8]) -> Vec<u8> {
    let head = serde_json::to_vec(head).expect("heads are plain data");
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).expect("messages are bounded");
    let mut message = Vec::with_capacity(LENGTHS + head.len() + body.len());
    message.extend(length(&head).to_be_bytes());
    message.extend(length(body).to_be_bytes());
    message.extend(head);
    message.extend(body);
    message
}

/// Reads the lengths of head and body.
pub(super) fn lengths(bytes: [u8; LENGTHS]) -> io::Result<(usize, usize)> {
    let [a, b, c, d, e, f, g, h] = bytes;
    let head = u32::from_be_bytes([a, b, c, d]) as usize;
    let body = u32::from_be_bytes([e, f, g, h]) as usize;
    if head > MAX_HEAD || body > MAX_BODY {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a message that is too long"));
    }
    Ok((head, body))
}

/// Reads the head of a message.
pub(super) fn head<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    serde_json::from_slice(bytes).map_err(io::Error::from)
}

/// Reads a message without a body.
pub(super) fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    let mut bytes = [0; LENGTHS];
    from.read_exact(&mut bytes)?;
    let (n_head, _) = lengths(bytes)?;
    let mut bytes = vec![0; n_head];
    from.read_exact(&mut bytes)?;
    head(&bytes)
}

/// Writes a message.
pub(super) fn write(to: &mut impl Write, head: &impl Serialize, body: &[u8]) -> io::Result<()> {
    to.write_all(&message(head, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut bytes = Vec::new();
        write(&mut bytes, &vec!["a", "b"], b"body").unwrap();
        let read: Vec<String> = read(&mut bytes.as_slice()).unwrap();
        assert_eq!(read, ["a", "b"]);
        assert!(bytes.ends_with(b"body"));
        assert!(lengths([0xFF; 8]).is_err(), "no length is believed");
    }
}
