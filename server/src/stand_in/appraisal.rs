//! What the service thinks a product is worth. Pure.

use crate::price_monitor::{Product, SuggestedPrice};

/// A price suggested for a product: from a fifth less to a quarter more, in whole units of the currency. The same product
/// at the same price under the same seed always gets the same.
pub(super) fn suggest(seed: u64, product: &Product) -> SuggestedPrice {
    let mut chance = fastrand::Rng::with_seed(seed ^ mixed(&product.product_id));
    let percent = chance.i64(80..=125);
    let cents = product.price_cents.max(0).saturating_mul(percent) / 100;
    SuggestedPrice {
        product_id: product.product_id.clone(),
        suggested_cents: (cents / 100).max(1).saturating_mul(100),
        currency: Some(product.currency.clone()),
    }
}

/// FNV-1a: the standard library's hash may change with its version, and the prices with it.
fn mixed(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(id: &str, price_cents: i64) -> Product {
        Product { product_id: id.to_owned(), price_cents, currency: "EUR".to_owned() }
    }

    #[test]
    fn the_same_seed_gives_the_same_price_near_the_old_one() {
        let prices = |seed| -> Vec<i64> {
            let ids = (0..50).map(|number| format!("board-{number}"));
            ids.map(|id| suggest(seed, &product(&id, 124_000)).suggested_cents).collect()
        };
        assert_eq!(prices(7), prices(7));
        assert_ne!(prices(7), prices(8));
        assert!(
            prices(7).iter().all(|cents| (99_200..=155_000).contains(cents) && cents % 100 == 0)
        );
        for odd in [i64::MIN, -1, 0, 1, i64::MAX] {
            assert!(suggest(7, &product("x", odd)).suggested_cents >= 100);
        }
    }
}
