//! The API description as something that can be asked: which answers are documented, and whether one fits.
#![expect(clippy::indexing_slicing, reason = "a serde_json::Value gives null for what is not there")]

use jsonschema::Validator;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The document itself.
pub const OPENAPI: &str = include_str!("../../../../station/wire/openapi.yaml");

/// The description cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DescriptionError {
    /// Not YAML.
    #[error("API description: {0}")]
    Yaml(String),
    /// A part is missing or has another form than OpenAPI's.
    #[error("API description: nothing usable at {0}")]
    Part(String),
}

/// An operation and a status it documents, such as `("PUT /v1/checks/{id}", 409)`.
pub type Documented = (String, u16);

/// An API description.
pub struct Description {
    document: Value,
    /// `components` for validation.
    components: Value,
}

impl Description {
    /// The project's own. `strict`: members that are not described are errors, as suits a test of this server;
    /// otherwise they are ignored, as clients do.
    pub fn load(strict: bool) -> Result<Self, DescriptionError> {
        let document: Value =
            serde_saphyr::from_str(OPENAPI).map_err(|error| DescriptionError::Yaml(error.to_string()))?;
        let mut schemas = document["components"]["schemas"].clone();
        if strict {
            close(&mut schemas);
        }
        Ok(Self { document, components: json!({ "schemas": schemas }) })
    }

    /// All documented answers.
    pub fn documented(&self) -> BTreeSet<Documented> {
        let mut all = BTreeSet::new();
        for (path, item) in members(&self.document["paths"]) {
            for (method, operation) in members(item) {
                for (status, _) in members(&operation["responses"]) {
                    if let Ok(status) = status.parse() {
                        all.insert((format!("{} {path}", method.to_uppercase()), status));
                    }
                }
            }
        }
        all
    }

    /// The schema of this name in `components`.
    pub fn schema(&self, name: &str) -> Result<Validator, DescriptionError> {
        self.validator(&json!({ "$ref": format!("#/components/schemas/{name}") }))
    }

    /// Mismatches of an answer to an operation; empty when all fits. Lists places, never values: answers
    /// are personal data.
    pub fn misfits(&self, of: &Documented, headers: &HeaderMap, body: &[u8]) -> Vec<String> {
        let (method, path) = of.0.split_once(' ').unwrap_or_default();
        let operation = &self.document["paths"][path][method.to_lowercase()];
        let Some(response) = self.resolved(&operation["responses"][of.1.to_string()]) else {
            return vec![format!("status {} is not documented", of.1)];
        };
        let mut misfits = Vec::new();
        for (name, header) in members(&response["headers"]) {
            misfits.extend(self.header_misfit(name, header, headers));
        }
        misfits.extend(self.body_misfits(&response["content"], headers, body));
        misfits
    }

    fn header_misfit(&self, name: &str, header: &Value, headers: &HeaderMap) -> Option<String> {
        let header = self.resolved(header)?;
        let Some(value) = headers.get(name).and_then(|v| v.to_str().ok()) else {
            return (header["required"] == true).then(|| format!("header {name} is missing"));
        };
        match self.validator(&header["schema"]) {
            Ok(validator) if validator.is_valid(&value.into()) => None,
            Ok(_) => Some(format!("header {name} does not fit its schema")),
            Err(error) => Some(error.to_string()),
        }
    }

    fn body_misfits(&self, content: &Value, headers: &HeaderMap, body: &[u8]) -> Vec<String> {
        if content.is_null() {
            return if body.is_empty() {
                Vec::new()
            } else {
                vec!["a body where none is documented".to_owned()]
            };
        }
        let kind = headers.get("content-type").and_then(|v| v.to_str().ok()).unwrap_or("");
        let essence = kind.split(';').next().unwrap_or("").trim();
        let Some(schema) = content.get(essence).map(|media| &media["schema"]) else {
            return vec!["content type is not documented".to_owned()];
        };
        let Ok(value) = serde_json::from_slice::<Value>(body) else { return vec!["not JSON".to_owned()] };
        match self.validator(schema) {
            Ok(validator) => validator
                .iter_errors(&value)
                .map(|error| format!("{} breaks {}", error.instance_path(), error.schema_path()))
                .collect(),
            Err(error) => vec![error.to_string()],
        }
    }

    fn validator(&self, schema: &Value) -> Result<Validator, DescriptionError> {
        let whole = json!({ "allOf": [schema], "components": self.components });
        jsonschema::validator_for(&whole)
            .map_err(|error| DescriptionError::Part(error.schema_path().to_string()))
    }

    /// The target of a `$ref` within the document, or the value itself.
    fn resolved<'a>(&'a self, value: &'a Value) -> Option<&'a Value> {
        match value.get("$ref").and_then(Value::as_str) {
            Some(pointer) => self.document.pointer(pointer.strip_prefix('#')?),
            None => (!value.is_null()).then_some(value),
        }
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten().filter(|(name, _)| *name != "parameters")
}

/// Forbids members that are not described, at every depth.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.contains_key("properties") {
                object.insert("additionalProperties".to_owned(), false.into());
            }
            object.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
