//! Dates and numbers as RDF literals in their one canonical form.

use oxigraph::model::Literal;
use oxigraph::model::vocab::xsd;

use crate::date::{Date, Precision};

/// Returns the date as `xsd:gYear`, `xsd:gYearMonth` or `xsd:date`: never more precise than read.
pub fn date(date: Date) -> Literal {
    let datatype = match date.precision() {
        Precision::Year => xsd::G_YEAR,
        Precision::Month => xsd::G_YEAR_MONTH,
        Precision::Day => xsd::DATE,
    };
    Literal::new_typed_literal(date.to_string(), datatype)
}

/// Returns the number as `xsd:decimal` without exponent, sign of zero or trailing zeros. What is
/// no decimal number (not a number, infinite) becomes `xsd:double`.
pub fn number(number: f64) -> Literal {
    if !number.is_finite() {
        return Literal::from(number);
    }
    // Rust writes floats without exponent and with the fewest digits that read back the same.
    let form = if number == 0.0 { "0".to_owned() } else { number.to_string() };
    Literal::new_typed_literal(form, xsd::DECIMAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_decimals() {
        for (value, form) in
            [(22e9, "22000000000"), (-0.0, "0"), (19.2, "19.2"), (1e21, "1000000000000000000000")]
        {
            assert_eq!(number(value).value(), form);
            assert_eq!(number(value).datatype(), xsd::DECIMAL);
        }
        assert_eq!(number(f64::INFINITY).datatype(), xsd::DOUBLE);
    }

    #[test]
    fn dates_keep_their_precision() {
        let typed = |text: &str| date(text.parse().unwrap()).to_string();
        assert_eq!(typed("2002"), "\"2002\"^^<http://www.w3.org/2001/XMLSchema#gYear>");
        assert_eq!(typed("2002-05"), "\"2002-05\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>");
        assert_eq!(typed("2002-05-14"), "\"2002-05-14\"^^<http://www.w3.org/2001/XMLSchema#date>");
    }
}
