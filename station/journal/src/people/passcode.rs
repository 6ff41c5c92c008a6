//! Passcodes as Argon2id, with the parameters of OWASP's password storage cheat sheet (19 MiB, 2 passes, 1 lane) and
//! a salt of its own each: a short number is hard to try out even with the sealed row and its key.
//!
//! One at a time, on a thread of its own, so that no capture waits for it and its memory is taken once. The memory
//! is wiped and given back to the system afterwards.

use crate::worker::Owned;
use crate::{Error, seal};
use argon2::password_hash::{Output, ParamsString, PasswordHash, Salt, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use model::Passcode;
use std::time::Duration;
use zeroize::{Zeroize, Zeroizing};

/// KiB, passes, lanes.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// Upper bound of the memory that a row can ask for, KiB.
const HIGHEST: u32 = 32 * 1024;
/// glibc takes a block above 32 MiB from the system and gives it back there at once, while a smaller one may stay
/// with the process. Only what is used of it takes memory.
const RESERVED_BLOCKS: usize = 36 * 1024;
const SALT: usize = 16;
const OUTPUT: usize = 32;

/// The worker of the passcode thread.
pub(crate) struct Hasher;

impl Owned for Hasher {
    fn idle(&mut self) -> Duration {
        Duration::from_secs(3_600)
    }
}

impl Hasher {
    /// A passcode as a PHC string, with a new salt.
    pub(crate) fn hash(passcode: &Passcode) -> Result<Zeroizing<String>, Error> {
        let (memory, passes, lanes) = COST;
        let params = Params::new(memory, passes, lanes, Some(OUTPUT)).map_err(|_| refused())?;
        let salt: [u8; SALT] = seal::random()?;
        let output = compute(passcode, &salt, params.clone(), OUTPUT)?;
        let text = SaltString::encode_b64(&salt).map_err(|_| refused())?;
        let hash = PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).map_err(|_| refused())?,
            salt: Some(text.as_salt()),
            hash: Some(output),
        };
        Ok(Zeroizing::new(hash.to_string()))
    }

    /// True when `phc` was made of this passcode.
    pub(crate) fn matches(passcode: &Passcode, phc: &str) -> Result<bool, Error> {
        let known = PasswordHash::new(phc).map_err(|_| refused())?;
        let params = Params::try_from(&known).map_err(|_| refused())?;
        let (Some(salt), Some(hash)) = (known.salt, known.hash) else { return Err(refused()) };
        if known.algorithm != ARGON2ID_IDENT || params.m_cost() > HIGHEST {
            return Err(refused());
        }
        let mut bytes = [0; Salt::MAX_LENGTH];
        let salt = salt.decode_b64(&mut bytes).map_err(|_| refused())?;
        // Outputs are compared in constant time.
        Ok(compute(passcode, salt, params, hash.len())? == hash)
    }
}

fn compute(passcode: &Passcode, salt: &[u8], params: Params, length: usize) -> Result<Output, Error> {
    let mut memory: Vec<Block> = Vec::with_capacity(RESERVED_BLOCKS);
    memory.resize(params.block_count(), Block::new());
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let output = Output::init_with(length, |out| {
        let done =
            argon.hash_password_into_with_memory(passcode.as_bytes(), salt, out, memory.as_mut_slice());
        done.map_err(|_| argon2::password_hash::Error::Crypto)
    });
    memory.zeroize();
    output.map_err(|_| refused())
}

fn refused() -> Error {
    Error::Storage {
        doing: "work on a passcode",
        code: 0,
        message: "the record is not of our form".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passcode_matches_its_own_hash_only_and_two_hashes_of_it_differ() {
        let (right, wrong) = (Passcode::new("482913").unwrap(), Passcode::new("482914").unwrap());
        let (one, two) = (Hasher::hash(&right).unwrap(), Hasher::hash(&right).unwrap());
        assert_ne!(one, two);
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", one.as_str());
        assert!(Hasher::matches(&right, &one).unwrap() && Hasher::matches(&right, &two).unwrap());
        assert!(!Hasher::matches(&wrong, &one).unwrap());
    }

    #[test]
    fn a_record_that_asks_for_much_memory_or_is_of_another_kind_is_refused() {
        let code = Passcode::new("482913").unwrap();
        let hash = Hasher::hash(&code).unwrap();
        for bad in [hash.replace("m=19456", "m=4194304"), hash.replace("argon2id", "argon2i"), String::new()]
        {
            assert!(Hasher::matches(&code, &bad).is_err(), "{bad}");
        }
    }
}
