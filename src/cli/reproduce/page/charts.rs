//! A result's figures as inline drawings of the page, for the light and the dark theme.

use super::PageError;
use crate::figure::{Figure, Theme, figures, to_svg};
use crate::job::ResultFile;
use maud::{Markup, PreEscaped, html};

/// All figures of a result, each with links to its files in the experiment's folder.
pub(super) fn charts(result: &ResultFile, folder: &str) -> Result<Markup, PageError> {
    let figures = figures(result)?;
    let drawn =
        figures.iter().map(|figure| chart(figure, folder)).collect::<Result<Vec<Markup>, PageError>>()?;
    Ok(html! { @for figure in drawn { (figure) } })
}

fn chart(figure: &Figure, folder: &str) -> Result<Markup, PageError> {
    let drawings = [("light", Theme::LIGHT), ("dark", Theme::DARK)];
    let (horizontal, vertical) = match figure {
        Figure::Chart(chart) => (&chart.x.label, &chart.y.label),
        Figure::Map(map) => (&map.x.label, &map.y.label),
    };
    let (name, axes) = (in_words(figure.name()), format!("{vertical} over {horizontal}"));
    let description = if vertical.starts_with(&name) { axes } else { format!("{name}: {axes}") };
    let mut drawn = Vec::new();
    for (class, theme) in drawings {
        // Safe to embed: drawn by this program, from numbers and its own text.
        let drawing = PreEscaped(to_svg(figure, theme)?);
        drawn.push(html! { div class=(class) role="img" aria-label=(description) { (drawing) } });
    }
    Ok(html! {
        figure {
            @for drawing in drawn { (drawing) }
            figcaption {
                (description) " ("
                @for (number, kind) in ["svg", "png", "csv"].iter().enumerate() {
                    @if number > 0 { ", " }
                    a href={ (folder) "/" (figure.name()) "." (kind) } { (kind.to_uppercase()) }
                }
                ")"
            }
        }
    })
}

/// A figure's name as text.
fn in_words(name: &str) -> String {
    name.replace(['-', '_'], " ")
}
