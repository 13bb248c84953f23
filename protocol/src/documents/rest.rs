//! Every request that programs may make, in one place: `docs/openapi.json` and the tables of `docs/PROTOCOL.md` are made
//! of it. A story compares it with the server's routes, both ways.

mod account;
mod board;
mod dashboard;
mod job;
mod order;
mod other;
mod price;

use crate::ErrorCode;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

/// Requests about the same thing.
pub(super) struct Group {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) requests: Vec<Request>,
}

/// Who may make a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Everybody,
    /// With the cookie of a session.
    User,
    /// The same; to all others there is no such thing.
    Admin,
    /// Whoever may use the test page.
    Tester,
}

/// Has a generator make a shape.
pub(super) type Shape = fn(&mut SchemaGenerator) -> Schema;

/// The shape of a type.
pub(super) fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// What is sent.
pub(super) enum Body {
    Json(Shape),
    /// A form with files, or a file alone with the fields in the address.
    Upload {
        /// The fields of the form, as a JSON schema.
        form: Value,
        /// Of the file alone.
        media_types: &'static [&'static str],
    },
}

/// What is answered.
pub(super) enum Content {
    Nothing,
    Json(Shape),
    /// Server-sent events, each with this as the JSON of its data.
    Events(Shape),
    /// Bytes of one of these kinds.
    File(&'static [&'static str]),
}

/// Something in the address after the question mark, or a header.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) shape: Shape,
    pub(super) is_required: bool,
    pub(super) is_header: bool,
}

/// An example, as a file of `docs/examples` has it.
pub(super) struct Example {
    pub(super) language: &'static str,
    pub(super) source: &'static str,
}

/// One request.
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    /// Unique, for programs that are made of the description.
    pub(super) name: &'static str,
    /// The first sentence is its heading.
    pub(super) about: &'static str,
    pub(super) who: Who,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) answers: Vec<(u16, Content)>,
    /// Its answer has a tag, and whoever has it gets `304`.
    pub(super) has_tag: bool,
    pub(super) sets_cookie: bool,
    /// Beside those that follow from the rest.
    pub(super) errors: &'static [ErrorCode],
    pub(super) examples: Vec<Example>,
}

pub(super) fn get(path: &'static str, name: &'static str, about: &'static str) -> Request {
    request("get", path, (name, about))
}

pub(super) fn post(path: &'static str, name: &'static str, about: &'static str) -> Request {
    request("post", path, (name, about))
}

pub(super) fn put(path: &'static str, name: &'static str, about: &'static str) -> Request {
    request("put", path, (name, about))
}

pub(super) fn delete(path: &'static str, name: &'static str, about: &'static str) -> Request {
    request("delete", path, (name, about))
}

fn request(
    method: &'static str,
    path: &'static str,
    (name, about): (&'static str, &'static str),
) -> Request {
    Request {
        method,
        path,
        name,
        about,
        who: Who::User,
        parameters: Vec::new(),
        body: None,
        answers: Vec::new(),
        has_tag: false,
        sets_cookie: false,
        errors: &[],
        examples: Vec::new(),
    }
}

impl Request {
    fn who(mut self, who: Who) -> Self {
        self.who = who;
        self
    }

    fn query<T: JsonSchema>(mut self, name: &'static str, about: &'static str) -> Self {
        let (shape, is_required, is_header) = (of::<T> as Shape, false, false);
        self.parameters.push(Parameter { name, about, shape, is_required, is_header });
        self
    }

    /// The last parameter has to be there.
    fn required(mut self) -> Self {
        if let Some(last) = self.parameters.last_mut() {
            last.is_required = true;
        }
        self
    }

    fn header<T: JsonSchema>(mut self, name: &'static str, about: &'static str) -> Self {
        let (shape, is_required, is_header) = (of::<T> as Shape, false, true);
        self.parameters.push(Parameter { name, about, shape, is_required, is_header });
        self
    }

    fn takes<T: JsonSchema>(mut self) -> Self {
        self.body = Some(Body::Json(of::<T>));
        self
    }

    fn uploads(mut self, form: Value, media_types: &'static [&'static str]) -> Self {
        self.body = Some(Body::Upload { form, media_types });
        self
    }

    fn answers<T: JsonSchema>(self, status: u16) -> Self {
        self.gives(status, Content::Json(of::<T>))
    }

    fn gives(mut self, status: u16, content: Content) -> Self {
        self.answers.push((status, content));
        self
    }

    fn tagged(mut self) -> Self {
        self.has_tag = true;
        self
    }

    fn refuses(mut self, errors: &'static [ErrorCode]) -> Self {
        self.errors = errors;
        self
    }

    fn example(mut self, language: &'static str, source: &'static str) -> Self {
        self.examples.push(Example { language, source });
        self
    }
}

/// All of them.
pub(super) fn groups() -> Vec<Group> {
    vec![
        account::group(),
        board::group(),
        order::group(),
        job::group(),
        price::group(),
        dashboard::group(),
        other::test_page(),
        other::descriptions(),
        other::health(),
    ]
}
