//! Computes and draws for the page in its worker: requests and answers are JSON objects.
//!
//! A request gives its kind in `what`: a `chapter` with its `values`, a `chart` that the page has made itself, the
//! figures of a `result`, or the `settings` of an experiment. `theme` (`light` or `dark`) and `width` (in CSS pixels)
//! define how to draw. If a request fails, the answer has the message in `error`.

use crate::experiment::Experiment;
use crate::figure::{Chart, Figure, Theme, chart_to_svg, figures_of_result, to_csv, to_svg_sized};
use crate::job::{LandscapeSpecification, Specification};
use crate::settings::{Range, Values};
use crate::teaching::chapter::{ChapterError, Described, Detail, Watch, show, tables};
use serde_json::{Map, Value, json};
use std::error::Error;

/// The narrowest and the widest figure, in CSS pixels.
const WIDTHS: (f64, f64) = (240.0, 1200.0);

/// Answers a request; see the module. If the watch cancels the work, the answer is `{"cancelled": true}`.
pub async fn illustration(request: &str, watch: &mut Watch<'_>) -> String {
    let answer = match serde_json::from_str(request) {
        Ok(request) => answer(&request, watch).await,
        Err(error) => Err(error.into()),
    };
    answer.unwrap_or_else(|error| json!({ "error": error.to_string() })).to_string()
}

async fn answer(request: &Map<String, Value>, watch: &mut Watch<'_>) -> Result<Value, Box<dyn Error>> {
    let style = Style::of(request);
    match request.get("what").and_then(Value::as_str).unwrap_or_default() {
        "chapter" => chapter(request, &style, watch).await,
        "chart" => {
            let chart = request.get("chart").and_then(Chart::from_json).ok_or("the request has no chart")?;
            let (svg, plot) = chart_to_svg(&chart, style.theme, style.chart_size())?;
            Ok(json!({ "svg": svg, "plot": plot }))
        }
        "result" => {
            let result =
                request.get("result").and_then(Value::as_object).ok_or("the request has no result")?;
            let figures: Vec<Described> = figures_of_result(result)?.into_iter().map(Described::of).collect();
            let tables = tables(figures.iter().map(|described| &described.figure));
            Ok(json!({ "figures": style.drawn(&figures)?, "tables": tables }))
        }
        "settings" => settings(request.get("experiment").and_then(Value::as_str).unwrap_or_default()),
        other => Err(format!("unknown request '{other}'").into()),
    }
}

/// The theme and the size of figures.
struct Style {
    theme: Theme,
    width: f64,
}

impl Style {
    fn of(request: &Map<String, Value>) -> Self {
        let is_dark = request.get("theme").and_then(Value::as_str) == Some("dark");
        let width = request.get("width").and_then(Value::as_f64).unwrap_or(640.0);
        Self {
            theme: if is_dark { Theme::DARK } else { Theme::LIGHT },
            width: width.clamp(WIDTHS.0, WIDTHS.1),
        }
    }

    fn size(&self, figure: &Figure) -> (u32, u32) {
        match figure {
            Figure::Chart(_) => self.chart_size(),
            Figure::Map(_) => (self.width as u32, (0.8 * self.width).clamp(250.0, 430.0) as u32),
        }
    }

    fn chart_size(&self) -> (u32, u32) {
        (self.width as u32, (0.62 * self.width).clamp(230.0, 400.0) as u32)
    }

    fn drawn(&self, figures: &[Described]) -> Result<Value, Box<dyn Error>> {
        let mut drawn = Vec::with_capacity(figures.len());
        for Described { figure, description } in figures {
            drawn.push(json!({
                "name": figure.name(),
                "svg": to_svg_sized(figure, self.theme, self.size(figure))?,
                "csv": to_csv(figure),
                "description": description,
            }));
        }
        Ok(Value::Array(drawn))
    }
}

async fn chapter(
    request: &Map<String, Value>,
    style: &Style,
    watch: &mut Watch<'_>,
) -> Result<Value, Box<dyn Error>> {
    let text = |name: &str| request.get(name).and_then(Value::as_str).unwrap_or_default();
    let nothing = Map::new();
    let values = request.get("values").and_then(Value::as_object).unwrap_or(&nothing);
    let seed = request.get("seed").and_then(Value::as_u64).unwrap_or(1);
    let detail = if text("detail") == "quick" { Detail::Quick } else { Detail::Full };
    let shown = match show(text("chapter"), values, seed, detail, watch).await {
        Err(ChapterError::Job(error)) if error.is_interruption() => return Ok(json!({ "cancelled": true })),
        shown => shown?,
    };
    let mut answer = serde_json::to_value(&shown)?;
    answer["figures"] = style.drawn(&shown.figures)?;
    answer["command"] = command(&shown.specification).into();
    for echoed in ["version", "detail"] {
        answer[echoed] = request.get(echoed).cloned().unwrap_or_default();
    }
    Ok(answer)
}

/// The command that computes the same on the command line.
pub fn command(specification: &Map<String, Value>) -> String {
    let shown = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(Value::to_string).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    };
    let value = |name: &str| specification.get(name).map(shown).unwrap_or_default();
    let mut command = format!("wedgelab run {} --landscape {}", value("experiment"), value("landscape"));
    for (name, value) in specification {
        if !["experiment", "landscape"].contains(&name.as_str()) {
            command.push_str(&format!(" --set {name}={}", shown(value)));
        }
    }
    command
}

/// The settings of an experiment on the wedges, each with its default and its possible values.
fn settings(experiment: &str) -> Result<Value, Box<dyn Error>> {
    let experiment = Experiment::named(experiment).ok_or("unknown experiment")?;
    let landscape = LandscapeSpecification::named("wedges").ok_or("unknown landscape")?;
    let specification = Specification::new(experiment, landscape);
    let defaults = specification.to_map();
    let settings = specification.used_settings().into_iter().map(|setting| {
        let known = match setting.values {
            Values::Name { known, .. } => json!(known),
            _ => Value::Null,
        };
        let range = match setting.values {
            Values::Number(Range::Whole(low, high)) => json!([low, high]),
            Values::Number(Range::Real(low, high) | Range::RealAbove(low, high)) => json!([low, high]),
            _ => Value::Null,
        };
        json!({
            "name": setting.name,
            "wanted": setting.values.to_string(),
            "known": known,
            "range": range,
            "is_whole": matches!(setting.values, Values::Number(Range::Whole(..))),
            "is_above": matches!(setting.values, Values::Number(Range::RealAbove(..))),
            "default": defaults.get(setting.name),
        })
    });
    Ok(json!({ "settings": settings.collect::<Vec<_>>() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_learns_which_ranges_lack_their_lower_end() {
        let answer = settings("training").unwrap();
        let of = |name: &str| {
            let list = answer["settings"].as_array().unwrap();
            list.iter().find(|setting| setting["name"] == name).unwrap().clone()
        };
        let (rate, thickness) = (of("learning_rate"), of("thickness"));
        assert_eq!(rate["range"][0], thickness["range"][0]);
        assert!(rate["is_above"] == true && thickness["is_above"] == false, "{rate} {thickness}");
    }
}
