//! Why a worker did not start.

use super::{Cure, Loss};
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Checks the files on the server, in `public/start.js`; returns `{ what, reload }`. Workers lack this function.
    #[wasm_bindgen(catch, js_namespace = wedgelab)]
    async fn explain(program: &str) -> Result<JsValue, JsValue>;
}

/// Why this program did not start in a worker, and what helps.
pub(super) async fn why_unstarted(program: &str) -> Loss {
    let found = explain(program).await.unwrap_or(JsValue::UNDEFINED);
    let get = |name: &str| Reflect::get(&found, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let what = get("what").as_string();
    let cure = if get("reload").is_truthy() { Cure::Reload } else { Cure::Repair };
    Loss { what: what.unwrap_or_else(|| "The worker could not be loaded.".to_owned()), cure }
}
