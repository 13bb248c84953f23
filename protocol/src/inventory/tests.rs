use super::*;
use crate::{board::BoardDraft, limits};
use proptest::prelude::*;

const HEADER: &str =
    "Ref;Name;Town;Street;Width (m);Height (m);Direction;Weekly audience;Daily rate;Colour\n";

/// A file in pieces of so many bytes.
fn read(bytes: &[u8], size: usize) -> Result<(Layout, Vec<Row>), FileFault> {
    let (mut reader, mut rows) = (Reader::new(), Vec::new());
    for piece in bytes.chunks(size) {
        reader.push(piece, &mut rows)?;
    }
    reader.finish(&mut rows)?;
    Ok((reader.layout().unwrap().clone(), rows))
}

#[track_caller]
fn fault(bytes: &[u8]) -> String {
    let faults = [1, 7, 100_000].map(|size| read(bytes, size).unwrap_err());
    assert_eq!(faults[0], faults[1], "whatever the pieces");
    assert_eq!(faults[1], faults[2], "whatever the pieces");
    faults[0].to_string()
}

fn cells(rows: &[Row]) -> Vec<Vec<&str>> {
    rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
}

#[test]
fn rows_are_the_same_however_a_file_comes_in() {
    let text =
        "\u{feff}id,title,notes\r\n1,\"A \"\"big\"\" one\",\"two\r\nlines\"\r\n\r\n2,Bär,\n3,c";
    for size in 1..text.len() {
        let (layout, rows) = read(text.as_bytes(), size).unwrap();
        assert_eq!(layout.header, ["id", "title", "notes"]);
        let expected =
            [vec!["1", "A \"big\" one", "two\r\nlines"], vec!["2", "Bär", ""], vec!["3", "c"]];
        assert_eq!(cells(&rows), expected, "in pieces of {size}");
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 5, 6]);
    }
}

#[test]
fn semicolons_tabs_and_json_are_known_by_themselves() {
    for (text, delimiter) in [("id;t;a,b\n1;b", b';'), ("id\tt\n1\tb", b'\t'), ("id\n1", b',')] {
        assert_eq!(read(text.as_bytes(), 3).unwrap().0.delimiter, delimiter);
    }
    let json = "{\"id\":1,\"title\":\"A\"}\n\n{\"title\":\"B\",\"isLit\":true,\"id\":null}\n";
    let (layout, rows) = read(json.as_bytes(), 5).unwrap();
    assert_eq!(layout.format, FileFormat::JsonLines);
    assert_eq!(layout.header, ["id", "title", "isLit"]);
    assert_eq!(cells(&rows), [vec!["1", "A"], vec!["", "B", "true"]]);
    assert_eq!(rows[1].line, 3);
}

#[test]
fn what_stands_before_the_header_hides_nothing() {
    let files = [
        ("\r\n\r\nid;title\r\n1;a\r\n", b';', 4),
        ("sep=;\r\nid;title\r\n1;a\r\n", b';', 3),
        ("\u{feff}sep=\t\nid\ttitle\n1\ta", b'\t', 3),
    ];
    for (text, delimiter, line) in files {
        for size in 1..text.len() {
            let (layout, rows) = read(text.as_bytes(), size).unwrap();
            assert_eq!(
                (layout.delimiter, layout.header),
                (delimiter, vec!["id".into(), "title".into()])
            );
            assert_eq!((rows[0].line, cells(&rows)), (line, vec![vec!["1", "a"]]), "{text:?}");
        }
    }
    let json = "\u{feff}\n{\"id\":1}\n";
    assert_eq!(read(json.as_bytes(), 2).unwrap().0.format, FileFormat::JsonLines);
}

#[test]
fn whoever_stops_after_a_row_goes_on_with_the_next() {
    let csv = "id,title\n1,\"a\nb\"\r\n\n2,c\n3,d";
    let json = "{\"id\":1,\"t\":\"a\"}\n{\"t\":\"b\"}\n\n{\"id\":3,\"u\":\"é\"}";
    for text in [csv, json] {
        let (layout, all) = read(text.as_bytes(), 1000).unwrap();
        for (at, row) in all.iter().enumerate() {
            let mut reader = Reader::resume(layout.clone(), row.next);
            let mut rest = Vec::new();
            let from = usize::try_from(row.next.offset).unwrap();
            reader.push(&text.as_bytes()[from..], &mut rest).unwrap();
            reader.finish(&mut rest).unwrap();
            let expected: Vec<_> = all[at + 1..].iter().map(|row| (row.line, row.next)).collect();
            let found: Vec<_> = rest.iter().map(|row| (row.line, row.next)).collect();
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn what_is_no_inventory_is_named_with_its_place() {
    assert_eq!(fault(b""), "The file is empty.");
    assert_eq!(fault(b"\xef\xbb\xbf\n"), "The file is empty.");
    assert_eq!(fault(b"id,title\n\n"), "The file has a header and no rows.");
    assert!(fault(b"PK\x03\x04\x14\x00\x00").contains("zip archive"));
    assert!(fault(b"\xff\xfei\0d\0\n\0").contains("UTF-16"));
    assert!(fault(b"i\0d\0\n\0").contains("UTF-16"));
    assert!(fault(b"id,\0\0\0\n").contains("binary"));
    assert_eq!(
        fault(b"id,title\n1,M\xfcller\n"),
        "Line 2, column 2: this is not UTF-8. Save it in UTF-8."
    );
    assert_eq!(
        fault(b"id,Title,title \n1,2,3"),
        "Line 1, column 3: the header \"title\" stands twice."
    );
    assert!(fault(b"B-1,14.4,Station\nB-2,3,x\n").starts_with("Line 1 is no header"));
    assert_eq!(
        fault(b"id,title\n1,a\n2,\"b\n3,c\n"),
        "Line 3, column 2: a quotation mark is opened here and not closed."
    );
    assert!(fault(b"[\n{\"id\":1},\n{\"id\":2}]").starts_with("This is one list of JSON."));
    assert!(fault(b"id,title\r1,\"a\nb\"\r2,c\r").starts_with("The lines end as on old"));
    assert_eq!(
        fault(b"{\"id\":1}\n{\"ID\":1}\n"),
        "Line 2, column 2: the header \"ID\" stands twice."
    );
    assert_eq!(fault(b"{\"id\":1}\n{\"id\":\n"), "Line 2: this is no JSON object.");
    assert!(fault(b"{\"id\":1}\n{\"id\":[2]}\n").starts_with("Line 2, column 1: \"id\" is a list"));
}

#[test]
fn a_file_that_is_too_wide_or_too_long_is_refused_without_being_kept() {
    let wide = vec!["c"; 10_000].join(",");
    assert_eq!(fault(wide.as_bytes()), "Line 1, column 101: more than 100 columns.");
    let long = [b"id,title\n1,".as_slice(), &vec![b'x'; limits::IMPORT_CELL_BYTES + 1]].concat();
    assert_eq!(fault(&long), "Line 2, column 2: longer than 16 KB.");
    let open = [b"id,title\n1,\"a\n".as_slice(), &b"2,b\n".repeat(10_000)].concat();
    assert!(fault(&open).starts_with("Line 2, column 2: a quotation mark"));
    let line = [b"{\"a\":\"".as_slice(), &vec![b'x'; limits::IMPORT_ROW_BYTES]].concat();
    assert_eq!(fault(&line), "Line 1: longer than 64 KB.");
    let name = |number: usize| format!("{{\"{number}{}\":1}}\n", "x".repeat(9_000));
    let names = name(1) + &name(2);
    assert_eq!(
        fault(names.as_bytes()),
        "Line 2, column 2: the headers are longer than 16 KB together."
    );
    let many = ["id\n", &"1\n".repeat(1_000_001)].concat();
    let refused = read(many.as_bytes(), 100_000).unwrap_err();
    assert_eq!(refused.to_string(), "A file has at most 1000000 rows.");
}

#[test]
fn headers_are_guessed_and_what_is_missing_is_said() {
    let header: Vec<String> = HEADER.trim().split(';').map(ToOwned::to_owned).collect();
    let mapping = Mapping::guess(&header);
    assert_eq!(mapping.check(&header), Ok(()));
    assert_eq!(mapping.0["Street"], Column::Address);
    assert_eq!(mapping.ignored(&header), ["Colour"]);
    let mut partly = mapping.clone();
    partly.0.remove("Town");
    partly.0.insert("Colour".into(), Column::Latitude);
    let said: Vec<String> =
        partly.check(&header).unwrap_err().into_iter().map(|error| error.message).collect();
    assert_eq!(
        said,
        [
            "No column is mapped to city, which is needed.",
            "Map both latitude and longitude, or neither."
        ]
    );
}

fn checked(rows: &str) -> Vec<Result<BoardRow, Vec<RowError>>> {
    let (layout, rows) = read(format!("{HEADER}{rows}").as_bytes(), 50).unwrap();
    let check = RowCheck::new(&layout, &Mapping::guess(&layout.header));
    rows.iter().map(|row| check.check(row)).collect()
}

#[test]
fn a_row_is_a_board_or_says_what_is_wrong_where() {
    let found = checked(
        "B-1;Station;Berlin;Invalidenstr. 1;14,4;4.8;North;120000;350,50;red\n\
         ;Bridge;Berlin;Ufer 2;wide;4.8;South;120000;350;\n\
         B-3;Gate;Berlin;Tor 3;9;4;East;9000;99;blue;and more\n",
    );
    let board = found[0].as_ref().unwrap().over(BoardDraft::fresh()).check().unwrap();
    assert_eq!((board.width_cm, board.price_per_day_cents), (1440, 35_050));
    let wrong = found[1].as_ref().unwrap_err();
    let places: Vec<_> = wrong
        .iter()
        .map(|error| (error.line, error.column.as_str(), error.value.as_str()))
        .collect();
    assert_eq!(places, [(3, "Ref", ""), (3, "Width (m)", "wide")]);
    let reason = "A number from 0.1 to 100. Write it with digits alone, as 1200.50.";
    assert_eq!(wrong[1].reason, reason);
    assert_eq!(found[2].as_ref().unwrap_err()[0].reason, "11 cells, and the header has 10.");
}

#[test]
fn nothing_a_spreadsheet_shows_is_a_formula() {
    for risky in ["=1+1", "+49", "-1+1", "--1", "-x", "-", "-inf", "@home", "\tx", "'=1"] {
        assert!(safe_cell(risky).starts_with('\''), "{risky}");
    }
    assert_eq!(safe_cell("-33.86"), "-33.86");
    assert_eq!(safe_cell("a=b"), "a=b");
}

fn cell() -> impl Strategy<Value = String> {
    let number = (-5_i64..30_000).prop_map(|number| number.to_string());
    let odd =
        prop::sample::select(vec!["", " ", "x", "14.4", "EUR", "06:00-22:00", "Poster", "1e9"]);
    prop_oneof![number, odd.prop_map(str::to_owned)]
}

#[test]
fn a_mark_before_a_formula_is_undone_where_it_was_set_and_nowhere_else() {
    let mapping = Mapping::guess(&["id".to_owned(), "title".to_owned()]);
    for (text, title) in [
        ("id,title\n1,'-50 % corner", "-50 % corner"),
        ("{\"id\":\"1\",\"title\":\"'-50 % corner\"}", "'-50 % corner"),
    ] {
        let (layout, rows) = read(text.as_bytes(), 50).unwrap();
        let wrong = RowCheck::new(&layout, &mapping).check(&rows[0]).unwrap_err();
        assert!(wrong.iter().all(|error| error.column != "title"), "{wrong:?}");
        let cells = RowCheck::new(&layout, &mapping).cells(&rows[0]).unwrap();
        assert_eq!(cells[1], (Column::Title, title.to_owned()));
    }
}

proptest! {
    #[test]
    fn every_cell_survives_an_export_and_an_import(text in ".{0,20}") {
        let safe = safe_cell(&text);
        prop_assert_eq!(from_safe_cell(&safe), text.as_str());
    }

    /// The page and the dry run know no more than the row; the import writes it over a board that is there.
    #[test]
    fn a_row_that_is_in_order_is_so_over_every_board(
        row in prop::collection::vec(cell(), Column::ALL.len()),
        there in prop::collection::vec(cell(), Column::ALL.len()),
    ) {
        let header: Vec<String> = Column::ALL.map(|column| column.as_str().to_owned()).to_vec();
        let mapping = Mapping::guess(&header);
        let layout = Layout { format: FileFormat::JsonLines, delimiter: b',', header };
        let check = RowCheck::new(&layout, &mapping);
        let sound = ["B-1", "Title", "City", "Street", "poster", "3", "2", "East", "5", "9"];
        let mixed = |cells: Vec<String>, rule: usize| -> Row {
            // Mostly right, so that something is left to be wrong about.
            let cell = |(at, cell): (usize, String)| match sound.get(at) {
                Some(right) if at % 7 != rule % 7 => (*right).to_owned(),
                _ => cell,
            };
            let cells = cells.into_iter().enumerate().map(cell).collect();
            Row { line: 2, cells, next: Cursor::default() }
        };
        let (row, there) = (mixed(row, 3), mixed(there, 9));
        if let Ok(there) = check.check(&there) {
            let stored = there.over(BoardDraft::fresh()).check().unwrap();
            if let Ok(found) = check.check(&row) {
                prop_assert!(found.over(BoardDraft::of(&stored)).check().is_ok());
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), size in 1_usize..40) {
        let one = read(&bytes, size).map(|(_, rows)| rows);
        prop_assert_eq!(one, read(&bytes, 1000).map(|(_, rows)| rows));
    }

    /// What is written as CSV is read as it was.
    #[test]
    fn csv_is_read_as_it_was_written(
        rows in prop::collection::vec(prop::collection::vec("[a-c\",\n ]{0,6}", 2), 1..8),
    ) {
        let mut text = "id,title\n".to_owned();
        for row in &rows {
            text.push_str(&csv_line(row.iter().map(String::as_str)));
        }
        let full: Vec<Vec<String>> =
            rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        match read(text.as_bytes(), 4) {
            Ok((_, found)) => {
                prop_assert_eq!(found.into_iter().map(|row| row.cells).collect::<Vec<_>>(), full);
            }
            Err(fault) => prop_assert!(full.is_empty() && fault == FileFault::NoRows),
        }
    }
}
