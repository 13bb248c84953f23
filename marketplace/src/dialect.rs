//! Where the two engines cannot be asked with one text.

use crate::{Database, database::Tx};

/// The condition that a board `b` has all words of a search, which parameter `$1` brings as [`match_words`] writes
/// them. On SQLite by FTS5, on Postgres by a `tsvector` with a GIN index.
pub(crate) fn board_has_words(database: &Database) -> &'static str {
    match database {
        Database::Sqlite { .. } => {
            "b.id IN (SELECT n.board_id FROM board_words w
                JOIN board_numbers n ON n.number = w.rowid WHERE board_words MATCH $1)"
        }
        Database::Postgres(_) => {
            "b.words @@ (SELECT to_tsquery('simple', string_agg(plain_words(word) || ':*', ' & '))
                FROM unnest(string_to_array($1, ' ')) word)"
        }
    }
}

/// Words, each the beginning of one that must be there. They are letters and digits only, so nothing in them has a
/// meaning to either engine.
pub(crate) fn match_words(database: &Database, words: &[String]) -> String {
    match database {
        Database::Sqlite { .. } => {
            words.iter().map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" ")
        }
        Database::Postgres(_) => words.join(" "),
    }
}

/// What a query ends with whose rows nobody else changes before the transaction's end. On SQLite nobody else writes.
pub(crate) fn hold_rows(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => "",
        Tx::Postgres(_) => " FOR UPDATE",
    }
}

/// The id of one of the boards `b` of a group, whichever.
pub(crate) fn any_board(database: &Database) -> &'static str {
    match database {
        Database::Sqlite { .. } => "MIN(b.id)",
        Database::Postgres(_) => "(ARRAY_AGG(b.id))[1]",
    }
}

/// The question how a query would be answered.
pub(crate) fn explain(database: &Database, text: &str) -> String {
    match database {
        Database::Sqlite { .. } => format!("EXPLAIN QUERY PLAN {text}"),
        Database::Postgres(_) => format!("EXPLAIN {text}"),
    }
}
