//! Hashing of features to 32-bit keys. Training and reading share it: a change here makes every
//! stored model useless, and so must raise [`SCHEME`].

/// Version of the hash scheme, stored in the header of model files.
pub(super) const SCHEME: u8 = 1;

const ODD: [u64; 3] = [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9];

/// Hashes text to 64 well-mixed bits (FNV-1a over bytes, then a finaliser after Stafford's
/// variant 13 of the MurmurHash3 mixer).
pub(super) fn text(text: &str) -> u64 {
    let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    mix(hash)
}

/// Hashes a small number to 64 well-mixed bits.
pub(super) fn number(value: u64) -> u64 {
    mix(value.wrapping_add(1).wrapping_mul(ODD[0]))
}

/// Hashes two hashes, in order.
pub(super) fn pair(first: u64, second: u64) -> u64 {
    mix(first.wrapping_add(second.wrapping_mul(ODD[1])))
}

/// Returns the key of a feature: a template and up to three mixed values. Keys are never 0.
#[inline]
pub(super) fn key(template: u64, a: u64, b: u64, c: u64) -> u32 {
    let sum = a
        .wrapping_add(b.wrapping_mul(ODD[1]))
        .wrapping_add(c.wrapping_mul(ODD[2]))
        .wrapping_add(template.wrapping_mul(ODD[0]));
    // Fold before the multiplication: the high bits then depend on all bits of the sum.
    let product = (sum ^ (sum >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    ((product >> 32) as u32).max(1)
}

fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_spread_over_all_bits() {
        let mut keys = BTreeSet::new();
        let mut ones = [0_u32; 32];
        for a in 0..100 {
            for b in 0..100 {
                let key = key(7, number(a), number(b), 0);
                keys.insert(key);
                for (bit, count) in ones.iter_mut().enumerate() {
                    *count += key >> bit & 1;
                }
            }
        }
        assert!(keys.len() > 9_990, "{} of 10000 keys differ", keys.len());
        assert!(ones.iter().all(|count| (4_700..5_300).contains(count)), "{ones:?}");
    }

    #[test]
    fn the_scheme_is_pinned() {
        // A change of these numbers is a new SCHEME.
        assert_eq!((SCHEME, key(1, text("a"), number(2), 0)), (1, 3_217_711_167));
    }
}
