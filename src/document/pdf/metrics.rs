//! Widths of the standard fonts, which files need not carry (ISO 32000-1, 9.6.2.2; the figures are
//! those of Adobe's published font metrics). Other fonts without widths are taken for Helvetica.

/// Widths of the characters from the space to the tilde, in thousandths of the font size.
type Row = [u16; 95];

#[rustfmt::skip]
const HELVETICA: Row = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

#[rustfmt::skip]
const HELVETICA_BOLD: Row = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

#[rustfmt::skip]
const TIMES: Row = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
    921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
    333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
    500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

#[rustfmt::skip]
const TIMES_BOLD: Row = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
    930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778,
    611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500,
    333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500,
    556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
];

/// Width of the letters in a font of the name (lower case), in thousandths of the font size.
pub fn width(name: &str, letters: &str) -> f32 {
    if name.contains("courier") {
        return 600.0;
    }
    let is_bold = name.contains("bold");
    let row = match name.contains("times") {
        true if is_bold => &TIMES_BOLD,
        true => &TIMES,
        false if is_bold => &HELVETICA_BOLD,
        false => &HELVETICA,
    };
    letters.chars().map(|c| f32::from(char_width(row, c))).sum()
}

fn char_width(row: &Row, c: char) -> u16 {
    let base = match c {
        ' '..='~' => c,
        '\u{a0}' => ' ',
        '‘' | '’' => '`',
        '“' | '”' => 'r',
        '–' => 'n',
        '—' | '…' => return 1000,
        '•' => return 350,
        // An accent does not make a letter wider.
        other => deunicode::deunicode_char(other)
            .and_then(|plain| plain.chars().next())
            .filter(|plain| (' '..='~').contains(plain))
            .unwrap_or('n'),
    };
    row[base as usize - 32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_standard_fonts() {
        assert_eq!(width("helvetica", "Wi"), 1166.0);
        assert_eq!(width("times-bold", "~"), 520.0);
        assert_eq!(width("helvetica-bold", "é"), 556.0);
        assert_eq!(width("courier", "W"), 600.0);
        assert_eq!(width("times-roman", ""), 0.0);
    }
}
