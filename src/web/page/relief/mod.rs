//! The loss over a plane as a turnable surface, next to its flat map.

mod geometry;

use crate::experiment::FromJson;
use crate::experiment::plane::PlaneNumbers;
use crate::figure::cividis;
use crate::teaching::three_sheets::Camera;
use crate::web::page::canvas::{Extent, extent, fresh_context};
use geometry::Relief;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Canvas;
use leptos::prelude::*;
use serde_json::Value;
use web_sys::CanvasRenderingContext2d;

/// Radians by which the surface turns while the pointer moves one pixel.
const TURN_PER_PIXEL: f64 = 0.008;
/// Radians by which the surface turns at the press of an arrow key.
const TURN_PER_KEY: f64 = 0.1;
/// The length in the scene that half the shorter side of the canvas shows.
const HALF_SIDE: f64 = 3.4;

/// Where the eye is at first: high enough to look into the valleys.
fn first_look() -> Camera {
    Camera::new(-1.0, 0.75)
}

/// The surface of a result's plane; empty if the result has none.
#[component]
pub(super) fn Surface(result: Value) -> impl IntoView {
    let is_plane = result["experiment"] == "plane";
    let plane = is_plane.then(|| PlaneNumbers::from_json(&result["numbers"], "numbers").ok()).flatten();
    plane.as_ref().and_then(Relief::of).map(|relief| view! { <Turnable relief/> })
}

#[component]
fn Turnable(relief: Relief) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let extent = extent(canvas);
    let camera = RwSignal::new(first_look());
    Effect::new(move || {
        let (Some(canvas), Some(extent)) = (canvas.get(), extent.get()) else { return };
        let Some(context) = fresh_context(&canvas, extent) else { return };
        paint(&context, extent, &relief, camera.get());
    });
    let held = RwSignal::new(None::<(f64, f64)>);
    let turn = move |yaw: f64, pitch: f64| camera.update(|camera| *camera = camera.turned(yaw, pitch));
    let take_hold = move |event: PointerEvent| {
        held.set(Some((f64::from(event.client_x()), f64::from(event.client_y()))));
        if let Some(canvas) = canvas.get_untracked() {
            // Without capture the surface only stops turning at the canvas's edge.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
    };
    let move_pointer = move |event: PointerEvent| {
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if let Some((last_x, last_y)) = held.get_untracked() {
            held.set(Some((x, y)));
            turn(-TURN_PER_PIXEL * (x - last_x), TURN_PER_PIXEL * (y - last_y));
        }
    };
    let turn_by_key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" => turn(TURN_PER_KEY, 0.0),
            "ArrowRight" => turn(-TURN_PER_KEY, 0.0),
            "ArrowUp" => turn(0.0, -TURN_PER_KEY),
            "ArrowDown" => turn(0.0, TURN_PER_KEY),
            "Home" => camera.set(first_look()),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <figure class="picture">
            <canvas
                node_ref=canvas tabindex="0" role="application" aria-roledescription="turnable picture"
                aria-label="The loss over the plane as a surface; low loss is dark. The tables have the numbers."
                class:held=move || held.get().is_some()
                on:pointerdown=take_hold
                on:pointermove=move_pointer
                on:pointerup=move |_| held.set(None)
                on:pointercancel=move |_| held.set(None)
                on:dblclick=move |_| camera.set(first_look())
                on:keydown=turn_by_key
            ></canvas>
            <figcaption class="hint">
                "The same loss as a surface; high cliffs are cut off. Drag to turn, or use the arrow keys."
            </figcaption>
        </figure>
    }
}

fn paint(context: &CanvasRenderingContext2d, extent: Extent, relief: &Relief, camera: Camera) {
    let unit = extent.width.min(extent.height) / (2.0 * HALF_SIDE);
    context.set_line_join("round");
    context.set_line_width(0.6);
    for tile in relief.tiles(camera) {
        context.begin_path();
        for corner in tile.corners {
            let seen = camera.project(corner);
            context.line_to(extent.width / 2.0 + unit * seen.right, extent.height / 2.0 - unit * seen.up);
        }
        context.close_path();
        let (red, green, blue) = cividis(tile.share);
        let colour = format!("rgb({red} {green} {blue})");
        context.set_fill_style_str(&colour);
        context.fill();
        // An edge in the tile's colour closes the gaps between tiles; a darker one would draw a grid over the data.
        context.set_stroke_style_str(&colour);
        context.stroke();
    }
}
