//! The few things the two worlds do differently: time, chance, and running a task.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{Clock, Sleep, jitter, sleep, spawn};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{Clock, Sleep, jitter, sleep, spawn};
