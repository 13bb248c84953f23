//! Everything that is logged in this program.

use server::telemetry;
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tracing::subscriber::set_global_default;
use tracing_subscriber::EnvFilter;

/// Lines of all threads, at the level that shows most, of all libraries.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// Once in a program.
    pub fn start() -> Self {
        let lines = Self::default();
        let writer = lines.clone();
        let subscriber = telemetry::subscriber(EnvFilter::new("trace"), move || writer.clone());
        set_global_default(subscriber).expect("is the only one");
        // The libraries that do not use `tracing` speak to this.
        tracing_log::LogTracer::init().expect("is the only one");
        lines
    }

    /// Without colours.
    pub fn text(&self) -> String {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).expect("is text");
        let mut parts = text.split('\u{1b}');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, part| all + part.split_once('m').map_or("", |(_, rest)| rest))
    }
}
