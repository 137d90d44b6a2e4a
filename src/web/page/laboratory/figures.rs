//! The training curves, drawn while the training runs.

use super::model::Model;
use super::numbers::{loss, per_cent};
use crate::web::page::plot::Plot;
use leptos::prelude::*;

/// Charts of loss and accuracy.
#[component]
pub(super) fn Figures(model: Model) -> impl IntoView {
    let curves = model.curves;
    let loss_chart = Memo::new(move |_| curves.with(|curves| curves.loss_chart()));
    let accuracy_chart = Memo::new(move |_| curves.with(|curves| curves.accuracy_chart()));
    let loss_description = move || match curves.with(|curves| (curves.latest_loss(), curves.latest_test())) {
        (None, _) => "Chart of the loss. It is still empty.".to_owned(),
        (Some(train), None) => format!("Chart of the loss. Training loss {}.", loss(train)),
        (Some(train), Some(test)) => {
            format!("Chart of the loss. Training loss {}, test loss {}.", loss(train), loss(test.loss))
        }
    };
    let accuracy_description = move || {
        let test = curves.with(|curves| curves.latest_test());
        match test.and_then(|test| test.accuracy) {
            Some(accuracy) => format!("Chart of the test accuracy. Latest: {}.", per_cent(accuracy)),
            None => "Chart of the test accuracy. It is still empty.".to_owned(),
        }
    };
    view! {
        <figure>
            <div class="charts">
                <Plot chart=loss_chart description=Signal::derive(loss_description)/>
                <Plot chart=accuracy_chart description=Signal::derive(accuracy_description)/>
            </div>
            <figcaption>
                <dl class="numbers">
                    <div><dt>"Step"</dt><dd>{move || curves.with(|curves| curves.steps())}</dd></div>
                    <div>
                        <dt>"Training loss"</dt>
                        <dd>{move || shown(curves.with(|curves| curves.latest_loss()).map(loss))}</dd>
                    </div>
                    <div>
                        <dt>"Test loss"</dt>
                        <dd>{move || shown(curves.with(|curves| curves.latest_test()).map(|test| loss(test.loss)))}</dd>
                    </div>
                    <div>
                        <dt>"Test accuracy"</dt>
                        <dd>
                            {move || {
                                let test = curves.with(|curves| curves.latest_test());
                                shown(test.and_then(|test| test.accuracy).map(per_cent))
                            }}
                        </dd>
                    </div>
                </dl>
                <p class="source">{move || note(curves.with(|curves| curves.window()))}</p>
            </figcaption>
        </figure>
    }
}

fn shown(value: Option<String>) -> String {
    value.unwrap_or_else(|| "–".to_owned())
}

fn note(window: usize) -> String {
    let training = match window {
        1 => "The training loss is that of each minibatch".to_owned(),
        steps => format!("The training loss is the mean over the last {steps} minibatches"),
    };
    format!("{training}; test loss and accuracy are measured after every epoch.")
}
