//! Files that the reader opens or drops anywhere on the page: images to train on, and results and reports to look at.

use super::images::ImageFiles;
use super::model::Model;
use super::numbers::{divergence, sentence};
use super::report_view::is_report;
use super::result_view::{Claims, Final, Origin, Part, Pictures};
use crate::data::ACCEPTED_IN_SHORT;
use crate::job::ResultFile;
use crate::web::page::illustrator::Illustrator;
use crate::web::page::landing;
use crate::web::page::shown::shown;
use crate::web::page::visibility::in_view;
use js_sys::Uint8Array;
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use serde_json::{Map, Value};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, FileList, HtmlInputElement};

/// A file of more bytes than this is not a result: the largest results have a few hundred thousand.
const LARGEST_RESULT: f64 = 64e6;

impl Model {
    /// Opens files: `.json` files as results, everything else as images.
    fn open(self, files: Vec<File>) {
        let (results, images): (Vec<File>, Vec<File>) =
            files.into_iter().partition(|file| file.name().to_ascii_lowercase().ends_with(".json"));
        if !images.is_empty() {
            if untrack(|| self.is_free()) {
                self.use_images(ImageFiles::Chosen(images));
            } else {
                self.files_status.set("A job is running. Reset it before you change the images.".to_owned());
            }
        }
        if let Some(file) = results.into_iter().next_back() {
            leptos::task::spawn_local(async move { self.open_result(file).await });
        }
    }

    async fn open_result(self, file: File) {
        let name = file.name();
        if file.size() > LARGEST_RESULT {
            self.files_status
                .set(format!("{name} is too large for a result. Choose a result.json or report.json."));
            return;
        }
        let Ok(content) = JsFuture::from(file.array_buffer()).await else {
            self.files_status.set(format!("{name} cannot be read. Choose it again."));
            return;
        };
        self.open_content(name, &Uint8Array::new(&content).to_vec());
    }

    fn open_content(self, name: String, content: &[u8]) {
        let refuse = |sentence: String| self.files_status.set(sentence);
        let Ok(result) = serde_json::from_slice::<Value>(content) else {
            return refuse(format!(
                "{name} is not a result or a report of this program. Choose a result.json or report.json."
            ));
        };
        if is_report(&result) {
            self.files_status.set(format!("{name} is a report. It is shown below."));
            self.opened_report.set(Some((name, result)));
            return self.lead_to("[aria-label='Opened report']");
        }
        if let Err(error) = ResultFile::check_format(&name, &result) {
            return refuse(sentence(&error.to_string()));
        }
        // Only drawing shows whether its numbers can be drawn.
        let mut request = Map::new();
        request.insert("what".to_owned(), "result".into());
        request.insert("result".to_owned(), result.clone());
        self.opening.set_value(Some((name, result)));
        self.opener.with_value(|opener| {
            if let Some(place) = opener {
                place.ask(request);
            }
        });
    }

    /// Shows the result that was opened, or says why it cannot be shown.
    fn finish_opening(self, answer: &Value) {
        let Some((name, result)) = self.opening.try_update_value(Option::take).flatten() else { return };
        match answer["error"].as_str() {
            // A result without figures still has settings, claims and an origin to show.
            Some(error) if !error.contains("no figure for") => self.files_status.set(sentence(error)),
            _ => {
                self.files_status.set(format!("{name} is a result. It is shown below."));
                self.opened.set(Some((name, result)));
                self.lead_to("[aria-label='Opened result']");
            }
        }
    }

    /// Scrolls to what was opened: it may be far from where the reader is.
    fn lead_to(self, opened: &'static str) {
        self.is_dropped_elsewhere.set(false);
        landing::land_on_new(opened);
    }
}

/// The drop zone, and the field that opens files.
#[component]
pub(super) fn Files(model: Model) -> impl IntoView {
    let is_over = RwSignal::new(false);
    let zone = NodeRef::<Div>::new();
    let can_be_seen = in_view(zone);
    listen_to_drops(model, is_over, can_be_seen);
    model
        .opener
        .set_value(Some(Illustrator::of_page().place(|| true, move |answer| model.finish_opening(&answer))));
    let chosen = move |event: ev::Event| {
        let field: HtmlInputElement = event_target(&event);
        model.open(listed(field.files()));
        // So that the same files can be chosen again.
        field.set_value("");
    };
    view! {
        <DroppedElsewhere model/>
        <div class="drop-zone" node_ref=zone class:over=move || is_over.get()>
            <LocalSets model/>
            <div class="field">
                <label for="open-files">"Open files"</label>
                <input
                    type="file" id="open-files" multiple aria-describedby="files-hint files-status"
                    on:change=chosen
                />
            </div>
            <p class="status" id="files-status" role="status">{move || model.files_status.get()}</p>
            <p class="hint" id="files-hint">
                "Files can also be dropped anywhere on this page: " {ACCEPTED_IN_SHORT}
                ", or a result.json or report.json of this program. They are read in this browser, and nothing leaves this
                computer."
            </p>
        </div>
    }
}

/// The status of files that were dropped out of sight of the laboratory, shown where the reader is.
#[component]
fn DroppedElsewhere(model: Model) -> impl IntoView {
    let is_to_be_said =
        move || model.is_dropped_elsewhere.get() && model.files_status.with(|said| !said.is_empty());
    let to_files = move |_| {
        model.is_dropped_elsewhere.set(false);
        landing::land("files-status");
    };
    view! {
        {shown(is_to_be_said, move || view! {
            <div class="dropped notice">
                <p>{move || model.files_status.get()}</p>
                <div class="buttons">
                    <button type="button" on:click=to_files>"Show in the laboratory"</button>
                    <button type="button" on:click=move |_| model.is_dropped_elsewhere.set(false)>"Close"</button>
                </div>
            </div>
        })}
    }
}

/// One button for each data set that this computer offers.
#[component]
fn LocalSets(model: Model) -> impl IntoView {
    let buttons = move || {
        let sets = model.local_sets.get();
        sets.into_iter()
            .map(|set| {
                let label = format!("Use {} from this computer", set.title);
                let choose = move |_| model.use_images(ImageFiles::Local(set.clone()));
                view! {
                    <button type="button" on:click=choose disabled=move || !model.is_free()>{label}</button>
                }
            })
            .collect_view()
    };
    view! {
        {shown(move || model.local_sets.with(|sets| !sets.is_empty()), move || view! {
            <div class="local-sets">{buttons}</div>
        })}
    }
}

/// Accepts drops anywhere on the page; otherwise the browser would leave the page to show the file.
fn listen_to_drops(model: Model, is_over: RwSignal<bool>, can_be_seen: impl Fn() -> bool + 'static) {
    window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            is_over.set(true);
        }
    });
    window_event_listener(ev::dragleave, move |event| {
        // No related target means that the pointer has left the window.
        if event.related_target().is_none() {
            is_over.set(false);
        }
    });
    window_event_listener(ev::drop, move |event| {
        if has_files(&event) {
            event.prevent_default();
            is_over.set(false);
            model.files_status.set(String::new());
            model.is_dropped_elsewhere.set(!can_be_seen());
            model.open(listed(event.data_transfer().and_then(|dropped| dropped.files())));
        }
    });
}

fn has_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|dragged| dragged.types().includes(&"Files".into(), 0))
}

fn listed(files: Option<FileList>) -> Vec<File> {
    let count = files.as_ref().map_or(0, FileList::length);
    (0..count).filter_map(|index| files.as_ref()?.get(index)).collect()
}

/// The result that was opened last.
#[component]
pub(super) fn OpenedResult(model: Model) -> impl IntoView {
    let opened = move || {
        model.opened.get().map(|(name, result)| {
            view! {
                <article class="opened" aria-label="Opened result">
                    <h3>{name.clone()}</h3>
                    <Origin result=result.clone()/>
                    {divergence(&result).map(|sentence| view! { <p class="notice">{sentence}</p> })}
                    <Final result=result.clone()/>
                    <Claims claims=result["claims"].clone()/>
                    <Pictures result part=Part::Whole/>
                    <button type="button" on:click=move |_| model.opened.set(None)>"Close this result"</button>
                </article>
            }
        })
    };
    view! { {opened} }
}
