//! The prices a job brings.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Most prices read of one result.
const MAX: usize = 10_000;

/// A product the service is to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Product {
    /// What we call it; the service gives it back.
    pub product_id: String,
    /// What it costs now, in cents.
    pub price_cents: i64,
    /// Of which currency, as ISO 4217.
    pub currency: String,
}

/// What the service would ask for a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedPrice {
    /// As it was given to the service.
    pub product_id: String,
    /// In cents, more than none.
    pub suggested_cents: i64,
    /// Of which currency; `None` when it is that of the product.
    pub currency: Option<String>,
}

/// Reads the prices out of a job's result: a list, or an object that holds one as `products`, `prices` or
/// `suggestions`. What is no price is left out; each product counts once. Checks nothing against what was asked for.
pub fn suggested_prices(result: &Value) -> Vec<SuggestedPrice> {
    let list = ["products", "prices", "suggestions"].iter().find_map(|name| result.get(*name));
    let list = list.unwrap_or(result).as_array().map_or(&[][..], Vec::as_slice);
    let mut seen = std::collections::HashSet::new();
    let prices = list.iter().take(MAX).filter_map(|entry| price(entry.as_object()?));
    prices.filter(|price| seen.insert(price.product_id.clone())).collect()
}

fn price(fields: &Map<String, Value>) -> Option<SuggestedPrice> {
    let first = |names: &[&str]| names.iter().find_map(|name| fields.get(*name));
    let product_id = match first(&["productId", "product_id", "externalId", "id"])? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let cents = first(&["suggestedCents", "suggestedPriceCents"]).and_then(Value::as_i64);
    let whole =
        || first(&["suggestedPrice", "suggested_price"]).and_then(Value::as_f64).map(cents_of);
    let suggested_cents = cents.or_else(whole).filter(|cents| *cents > 0)?;
    let currency = first(&["currency"]).and_then(Value::as_str).map(str::to_owned);
    Some(SuggestedPrice { product_id, suggested_cents, currency })
}

#[expect(clippy::cast_possible_truncation, reason = "the cast stops at the ends")]
fn cents_of(units: f64) -> i64 {
    (units * 100.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn prices_are_found_in_cents_and_in_units_and_what_is_none_is_left_out() {
        let result = json!({"products": [
            {"productId": "b1", "suggestedCents": 12_050, "currency": "EUR"},
            {"id": 7, "suggestedPrice": 99.95},
            {"productId": "b1", "suggestedCents": 1},
            {"productId": "b2", "suggestedCents": -5},
            {"productId": "b3"}, {"suggestedCents": 5}, "b4", null,
        ]});
        let price = |id: &str, suggested_cents, currency: Option<&str>| SuggestedPrice {
            product_id: id.to_owned(),
            suggested_cents,
            currency: currency.map(str::to_owned),
        };
        let expected = [price("b1", 12_050, Some("EUR")), price("7", 9_995, None)];
        assert_eq!(suggested_prices(&result), expected);
        assert_eq!(suggested_prices(&result["products"]), expected);
        assert_eq!(suggested_prices(&json!("nothing")), []);
    }
}
