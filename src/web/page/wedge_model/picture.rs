//! The three wedges in space, to turn and to point at.

use super::model::Model;
use super::painting::{Painter, Palette, View};
use super::scene::{Scene, in_space};
use crate::teaching::three_sheets::Path;
use crate::web::page::appearance::Appearance;
use crate::web::page::canvas::{extent, fresh_context};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Canvas;
use leptos::prelude::*;

/// Radians by which the scene turns while the pointer moves one pixel.
const TURN_PER_PIXEL: f64 = 0.008;
/// Radians by which the scene turns at the press of an arrow key.
const TURN_PER_KEY: f64 = 0.1;
/// A pointer this near to a path points at it, in pixels.
const GRASP: f64 = 22.0;

const DESCRIPTION: &str = "Three flat sheets at right angles, the wedges x = 0, y = 0 and z = 0, with two balls, A and B, \
    that descend to their nearest wedges, and two paths between them: one straight, one over the line where the wedges \
    cross.";

/// The picture.
#[component]
pub(super) fn Picture(model: Model) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let extent = extent(canvas);
    let appearance = Appearance::of_page();
    let palette = Memo::new(move |_| Palette::of(appearance));
    let view = move || extent.get().map(|extent| View { camera: model.camera.get(), extent });

    Effect::new(move || {
        let (Some(canvas), Some(view)) = (canvas.get(), view()) else { return };
        let Some(context) = fresh_context(&canvas, view.extent) else { return };
        let scene = Scene::of(model);
        let step = model.step.get();
        palette.with(|palette| {
            model.pair.with(|pair| {
                let balls = pair.both(step);
                let painter = Painter { context: &context, view, palette };
                painter.paint(&scene, [balls.point(0), balls.point(1)]);
            });
        });
    });

    let held = RwSignal::new(None::<(f64, f64)>);
    let take_hold = move |event: PointerEvent| {
        let place = (f64::from(event.client_x()), f64::from(event.client_y()));
        held.set(Some(place));
        if let Some(canvas) = canvas.get_untracked() {
            // Without capture the scene only stops turning at the canvas's edge.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
    };
    let move_pointer = move |event: PointerEvent| {
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if let Some((last_x, last_y)) = held.get_untracked() {
            held.set(Some((x, y)));
            model.turn(-TURN_PER_PIXEL * (x - last_x), TURN_PER_PIXEL * (y - last_y));
        } else if let Some(view) = untrack(view) {
            let place = (f64::from(event.offset_x()), f64::from(event.offset_y()));
            if let Some(position) = pointed_at(model, view, place) {
                model.mark(position);
            }
        }
    };
    let turn_by_key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" => model.turn(TURN_PER_KEY, 0.0),
            "ArrowRight" => model.turn(-TURN_PER_KEY, 0.0),
            "ArrowUp" => model.turn(0.0, -TURN_PER_KEY),
            "ArrowDown" => model.turn(0.0, TURN_PER_KEY),
            "Home" => model.turn_back(),
            _ => return,
        }
        event.prevent_default();
    };

    view! {
        <div class="picture">
            <canvas
                node_ref=canvas tabindex="0" role="application" aria-roledescription="turnable picture"
                aria-label=DESCRIPTION aria-describedby="turn-hint"
                class:held=move || held.get().is_some()
                on:pointerdown=take_hold
                on:pointermove=move_pointer
                on:pointerup=move |_| held.set(None)
                on:pointercancel=move |_| held.set(None)
                on:dblclick=move |_| model.turn_back()
                on:keydown=turn_by_key
            ></canvas>
            <p class="hint" id="turn-hint">
                "Drag to turn, or use the arrow keys. Point at a path to read its loss."
            </p>
        </div>
    }
}

/// The position on a path that the pointer points at; `None` if it is not near a path.
fn pointed_at(model: Model, view: View, (x, y): (f64, f64)) -> Option<f64> {
    let on_path = |path: Path| {
        Model::positions().step_by(2).map(move |position| {
            let (path_x, path_y) = view.place(in_space(&path.point(position)));
            ((path_x - x).hypot(path_y - y), position)
        })
    };
    let straight = on_path(untrack(|| model.straight_path()));
    let zero_loss = untrack(|| model.zero_loss_path()).into_iter().flat_map(on_path);
    let nearest = straight.chain(zero_loss).min_by(|one, other| one.0.total_cmp(&other.0))?;
    (nearest.0 <= GRASP).then_some(nearest.1)
}
