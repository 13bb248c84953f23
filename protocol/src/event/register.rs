//! One entry an event: everything that is said of it, in one place.

use super::Class;

/// What the contract says of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventFacts {
    /// The Socket.IO event name.
    pub name: &'static str,
    /// How it is kept and repaired.
    pub class: Class,
    /// Who hears it.
    pub to: &'static str,
    /// What it says, line by line: the documentation of its variant.
    pub about: &'static [&'static str],
}

/// Makes the enum of all events, and what is known of each, of entries
/// `/// What it says. Variant(Payload): "name", Class, "who hears it";`. A durable event's payload has a `position`.
macro_rules! events {
    ($(
        $(#[doc = $about:literal])+
        $variant:ident($payload:ident): $name:literal, $class:ident, $to:literal;
    )+) => {
        /// The closed set of pushed events: `{"event": name, "data": payload}` inside a `sync` answer, and a
        /// Socket.IO event of that name with that payload on the wire.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "event", content = "data")]
        pub enum ServerEvent {
            $(
                $(#[doc = $about])+
                #[serde(rename = $name)]
                $variant($payload),
            )+
        }

        impl ServerEvent {
            /// Every event's wire name.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// What the contract says of every event.
            pub const REGISTER: &'static [EventFacts] = &[$(EventFacts {
                name: $name,
                class: Class::$class,
                to: $to,
                about: &[$($about),+],
            }),+];

            /// The Socket.IO event name.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)+
                }
            }

            /// The event's delivery class.
            pub fn class(&self) -> Class {
                match self {
                    $(Self::$variant(_) => Class::$class,)+
                }
            }

            /// Where a durable event stands in its stream; `None` for the other classes.
            pub fn position(&self) -> Option<&Position> {
                match self {
                    $(Self::$variant(_event) => position!($class, _event),)+
                }
            }

            /// The shape of every event's payload, in the order of [`Self::REGISTER`].
            #[cfg(feature = "schema")]
            pub(crate) fn payloads(
                generator: &mut schemars::SchemaGenerator,
            ) -> Vec<schemars::Schema> {
                vec![$(generator.subschema_for::<$payload>()),+]
            }
        }
    };
}

macro_rules! position {
    (Durable, $event:ident) => {
        Some(&$event.position)
    };
    ($class:ident, $event:ident) => {
        None
    };
}
