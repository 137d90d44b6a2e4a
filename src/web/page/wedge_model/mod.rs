//! The figure of the first chapter: three wedges in three dimensions, two balls, and two paths between them.

mod controls;
mod entries;
mod loss_chart;
mod model;
mod numbers;
mod painting;
mod picture;
mod scene;

use super::appearance::wants_stillness;
use super::mathematics::loss;
use super::sharing::Links;
use super::visibility::when_first_in_view;
use controls::Controls;
use leptos::either::Either;
use leptos::html::Div;
use leptos::prelude::*;
use loss_chart::LossChart;
pub(super) use model::Model;
use numbers::{Losses, Table};
use picture::Picture;

/// The figure.
#[component]
pub(super) fn WedgeModel(model: Model) -> impl IntoView {
    let pictures = NodeRef::<Div>::new();
    when_first_in_view(pictures, move || model.play());
    if wants_stillness() {
        model.finish();
    }
    view! {
        <figure>
            <div class="pair" node_ref=pictures>
                <Picture model/>
                <LossChart model/>
            </div>
            <Controls model/>
            <Losses model/>
            <figcaption>
                <div>
                    <p><Notice model/></p>
                    <p class="source">"In the paper: figure 1, left."</p>
                </div>
                <p>
                    "Three dimensions mislead. Here a wedge fills two directions of three, and the path along it is easy to
                    see. Among the many thousand directions of a network, a random one almost never lies along a wedge: from
                    any point the loss seems to rise all round, as from the bottom of a well. The path is still there, but one
                    has to know where to look."
                </p>
            </figcaption>
            <Table model/>
            <Links chapter="sheets"/>
        </figure>
    }
}

/// The caption: what to notice, with the numbers of this run.
#[component]
fn Notice(model: Model) -> impl IntoView {
    let highest = move || {
        let (straight, zero_loss) = model.highest.get();
        view! {
            "The straight path between the optima (dashed) leaves both wedges, and its loss climbs to "
            <span class="number">{loss(straight)}</span>". The other path (solid) stays on one wedge up to the line where
            the two cross, follows that line, and continues along the other wedge: its loss is "
            <span class="number">{loss(zero_loss)}</span>" all the way. A dotted line joins the marked point to its nearest
            wedge; its length is the loss there."
        }
    };
    let has_arrived = Memo::new(move |_| model.has_arrived());
    move || match has_arrived.get() {
        true => Either::Left(highest),
        false => Either::Right(
            "The dashed line joins the two balls. The chart shows the loss along it: its ends come down with the balls, and \
             its middle stays high.",
        ),
    }
}
