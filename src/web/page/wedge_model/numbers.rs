//! The figure's numbers: the few that are always in sight, and a table of the rest.

use super::model::Model;
use crate::teaching::three_sheets::REACH;
use crate::web::page::mathematics::loss;
use leptos::prelude::*;

/// The stride of the table's rows through the measured positions.
const EVERY: usize = 20;

/// The losses of the balls, and the highest of both paths.
#[component]
pub(super) fn Losses(model: Model) -> impl IntoView {
    let ball = move |index: usize| loss(model.pair.with(|pair| pair.losses(model.step.get()))[index]);
    let highest = move || {
        let arrived = model.zero_loss.with(Option::is_some);
        if arrived { loss(model.highest.get().1) } else { "–".to_owned() }
    };
    view! {
        <dl class="numbers">
            <div><dt>"Step"</dt><dd>{move || model.step.get()}</dd></div>
            <div><dt>"Loss of ball A"</dt><dd>{move || ball(0)}</dd></div>
            <div><dt>"Loss of ball B"</dt><dd>{move || ball(1)}</dd></div>
            <div><dt>"Straight path, highest"</dt><dd>{move || loss(model.highest.get().0)}</dd></div>
            <div><dt>"Zero-loss path, highest"</dt><dd>{highest}</dd></div>
        </dl>
    }
}

/// The losses along both paths.
#[component]
pub(super) fn Table(model: Model) -> impl IntoView {
    let rows = move || {
        let (straight, zero_loss) = (model.straight.get(), model.zero_loss.get());
        let shown = Model::positions().enumerate().step_by(EVERY);
        shown
            .map(|(place, position)| {
                let at = |losses: &Vec<f64>| losses.get(place).map_or(String::new(), |&value| loss(value));
                let zero_loss = zero_loss.as_ref().map_or_else(|| "–".to_owned(), at);
                view! {
                    <tr><th scope="row">{format!("{position:.1}")}</th><td>{at(&straight)}</td><td>{zero_loss}</td></tr>
                }
            })
            .collect_view()
    };
    view! {
        <details>
            <summary>"Numbers"</summary>
            <table>
                <caption>"Loss along both paths, from ball A (0) to ball B (1). The zero-loss path appears once both
                    balls have arrived."</caption>
                <thead>
                    <tr><th scope="col">"Position"</th><th scope="col">"Straight path"</th>
                        <th scope="col">"Zero-loss path"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p>
                "The starts are drawn from the standard normal distribution until they fit into the picture, lie off the
                wedges, and are nearest to different wedges. Both balls take steps of plain gradient descent on "
                <math><msup><mi>"L"</mi><mn>"2"</mn></msup><mo>"/"</mo><mn>"2"</mn></math>
                ", so each step takes away the same share of the distance: the learning rate. Wedges have no edges; the
                picture shows them at 0.4 to "{REACH}" from the middle, with faint circles at 1 and 2."
            </p>
        </details>
    }
}
