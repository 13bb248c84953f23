//! Names for contents.

/// FNV-1a: short names for files we made ourselves, where nobody gains from a collision.
pub struct Hash(u64);

impl Hash {
    /// Begins with nothing.
    pub fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds one part; parts do not run into each other.
    pub fn add(mut self, part: &[u8]) -> Self {
        for byte in part.iter().copied().chain((part.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self
    }

    /// Sixteen hexadecimal digits.
    pub fn name(&self) -> String {
        format!("{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Hash;

    #[test]
    fn the_border_between_parts_counts() {
        let one = Hash::new().add(b"ab").add(b"c").name();
        let other = Hash::new().add(b"a").add(b"bc").name();
        assert_ne!(one, other);
        assert_eq!(one, Hash::new().add(b"ab").add(b"c").name());
    }
}
