//! The graphics adapter that a browser offers through `navigator.gpu`, if any.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A usable graphics adapter.
pub(super) struct Adapter {
    /// Its name.
    pub(super) name: String,
    /// Whether it runs in software on the CPU.
    pub(super) is_software: bool,
}

impl Adapter {
    /// The browser's adapter.
    ///
    /// # Errors
    /// Why there is no usable one, as text.
    pub(super) async fn find() -> Result<Self, String> {
        judge(&request_adapter().await?)
    }

    /// What kind of adapter the browser found, as text.
    pub(super) fn remark(&self) -> String {
        match self.is_software {
            true => format!("the only WebGPU adapter, {}, is a software one", self.name),
            false => "the WebGPU adapter is a hardware one".to_owned(),
        }
    }
}

async fn request_adapter() -> Result<JsValue, String> {
    let gpu = property(&js_sys::global(), "navigator").and_then(|navigator| property(&navigator, "gpu"));
    let gpu = gpu.ok_or("this browser has no WebGPU")?;
    let request: Function = property(&gpu, "requestAdapter")
        .and_then(|request| request.dyn_into().ok())
        .ok_or("this browser's WebGPU offers no adapters")?;
    let promise: Promise = request
        .call0(&gpu)
        .ok()
        .and_then(|promise| promise.dyn_into().ok())
        .ok_or("this browser's WebGPU refuses to search for an adapter")?;
    let adapter = JsFuture::from(promise).await.map_err(|_| "the browser refused a WebGPU adapter")?;
    if adapter.is_null() || adapter.is_undefined() {
        return Err("the browser has WebGPU but found no GPU for it".to_owned());
    }
    Ok(adapter)
}

fn judge(adapter: &JsValue) -> Result<Adapter, String> {
    let information = property(adapter, "info").unwrap_or(JsValue::UNDEFINED);
    let text = |name| property(&information, name).and_then(|value| value.as_string()).unwrap_or_default();
    let (vendor, architecture, description) = (text("vendor"), text("architecture"), text("description"));
    let name =
        [description.as_str(), &vendor, &architecture].into_iter().find(|part| !part.is_empty()).map_or_else(
            || "GPU".to_owned(),
            |_| format!("{vendor} {architecture} {description}").trim().to_owned(),
        );
    // Burn's runtime times its kernels and cannot be created on an adapter without timestamp queries.
    if !has_feature(adapter, "timestamp-query") {
        return Err(format!("the WebGPU adapter {name} has no timestamp queries"));
    }
    let is_fallback = [&information, adapter]
        .into_iter()
        .filter_map(|holder| property(holder, "isFallbackAdapter"))
        .any(|value| value.is_truthy());
    let is_software =
        is_fallback || architecture == "swiftshader" || name.to_ascii_lowercase().contains("llvmpipe");
    Ok(Adapter { name, is_software })
}

fn has_feature(adapter: &JsValue, feature: &str) -> bool {
    let Some(features) = property(adapter, "features") else { return false };
    let Some(has) = property(&features, "has").and_then(|has| has.dyn_into::<Function>().ok()) else {
        return false;
    };
    has.call1(&features, &feature.into()).is_ok_and(|answer| answer.is_truthy())
}

fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}
