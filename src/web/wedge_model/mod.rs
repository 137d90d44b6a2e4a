//! The section on the wedge model: three wedges in three dimensions, two balls, and two ways from one to the other.

mod controls;
mod loss_chart;
mod model;
mod numbers;
mod painting;
mod picture;
mod scene;

use super::appearance::wants_stillness;
use super::mathematics::{Absolute, loss};
use super::visibility::when_first_in_view;
use controls::Controls;
use leptos::html::Figure;
use leptos::prelude::*;
use loss_chart::LossChart;
use model::Model;
use numbers::{Losses, Table};
use picture::Picture;

/// The section.
#[component]
pub(super) fn WedgeModel() -> impl IntoView {
    view! {
        <section id="wedge-model">
            <h2>"The wedge model"</h2>
            <p>
                "A network’s loss is a landscape over all its weights. In the model this landscape is as plain as it can
                be: there are a few flat sheets, the "<em>"wedges"</em>", on which the loss is 0, and everywhere else the
                loss is the distance to the nearest wedge."
            </p>
            <p>
                "Below are three wedges in three dimensions: "<b class="sheet-x">"x = 0"</b>", "
                <b class="sheet-y">"y = 0"</b>" and "<b class="sheet-z">"z = 0"</b>". The loss of a point is "
                <Formula/>" Two balls start at random points and descend. Each comes to rest where it first meets a
                wedge: that point is its "<em>"optimum"</em>". Is there a way from one optimum to the other that
                stays low?"
            </p>
            {match Model::new() {
                Ok(model) => view! { <TwoBalls model/> }.into_any(),
                Err(error) => view! { <p class="refusal">{error.to_string()}</p> }.into_any(),
            }}
            <p>
                "Three dimensions mislead. Here each wedge fills two directions of three, and one can see the way. A
                network has thousands of directions; a random one almost never lies along a wedge, and from any point the
                loss looks like the wall of a round well. The way is still there, but one has to know where to look."
            </p>
        </section>
    }
}

/// L = min(|x|, |y|, |z|)
#[component]
fn Formula() -> impl IntoView {
    view! {
        <math>
            <mi>"L"</mi><mo>"="</mo><mi>"min"</mi>
            <mrow>
                <mo stretchy="false">"("</mo>
                <Absolute variable="x"/><mo>","</mo><Absolute variable="y"/><mo>","</mo><Absolute variable="z"/>
                <mo stretchy="false">")"</mo>
            </mrow>
        </math>
        "."
    }
}

#[component]
fn TwoBalls(model: Model) -> impl IntoView {
    let figure = NodeRef::<Figure>::new();
    when_first_in_view(figure, move || model.play());
    if wants_stillness() {
        model.finish();
    }
    view! {
        <figure class="wide" node_ref=figure>
            <div class="pair">
                <Picture model/>
                <div class="beside">
                    <LossChart model/>
                    <Losses model/>
                </div>
            </div>
            <Controls model/>
            <figcaption>
                <p><Notice model/></p>
                <p class="source">"In the paper: figure 1, left."</p>
            </figcaption>
            <Table model/>
        </figure>
    }
}

/// What to notice, with the numbers of this run.
#[component]
fn Notice(model: Model) -> impl IntoView {
    let highest = move || {
        let (straight, zero_loss) = model.highest.get();
        view! {
            "The straight path (dashed) leaves the wedges: its loss climbs to "<span class="number">{loss(straight)}</span>
            ". The other path (solid) stays on the first wedge until the line where both wedges cross, follows that line,
            and goes on along the second wedge: its loss never rises above "
            <span class="number">{loss(zero_loss)}</span>"."
        }
    };
    view! {
        <Show
            when=move || model.has_arrived()
            fallback=|| "The grey line joins the balls on the straight way. Beside it is the loss along that line: its
                ends come down with the balls, and its middle stays high."
        >
            {highest}
        </Show>
    }
}
