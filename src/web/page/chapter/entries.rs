//! The settings of a chapter that an address can hold.

use super::model::{FIRST_SEED, Model, default};
use crate::teaching::address::{Value, Values};
use crate::web::page::address_bar::Entry;
use crate::web::page::seed::SEEDS;
use leptos::prelude::*;
use std::rc::Rc;

impl Model {
    /// One entry for each control, and one for the seed.
    pub(in crate::web::page) fn entries(self) -> Vec<Entry> {
        let outline = self.outline;
        let controls = outline.controls.iter().enumerate().map(|(place, control)| {
            let (value, usual) = (self.value(place), default(control));
            Entry {
                chapter: outline.name,
                name: format!("{}{}", outline.key, control.key),
                values: control.values,
                take: Rc::new(move |given| {
                    let number = match (given, control.values) {
                        (None, _) => usual,
                        (Some(Value::Number(number)), _) => number,
                        (Some(Value::Name(name)), Values::Names(names)) => {
                            names.iter().position(|(known, _)| *known == name).unwrap_or(0) as f64
                        }
                        (Some(Value::Name(_)), Values::Numbers(_)) => usual,
                    };
                    self.take(value, number);
                }),
                written: Rc::new(move || {
                    let (now, at_rest) = (value.get(), self.value_at_rest.get());
                    let number = at_rest.filter(|_| self.is_played(place)).unwrap_or(now);
                    (number != usual).then(|| match control.values {
                        Values::Names(names) => {
                            names.get(number as usize).map_or("", |(name, _)| name).to_owned()
                        }
                        Values::Numbers(_) => number.to_string(),
                    })
                }),
            }
        });
        let seed = self.seed;
        let seed = Entry {
            chapter: outline.name,
            name: format!("{}seed", outline.key),
            values: Values::Numbers(SEEDS),
            take: Rc::new(move |given| {
                let number = if let Some(Value::Number(number)) = given { number as u32 } else { FIRST_SEED };
                self.take(seed, number);
            }),
            written: Rc::new(move || {
                let number = seed.get();
                (number != FIRST_SEED).then(|| number.to_string())
            }),
        };
        controls.chain([seed]).collect()
    }

    fn take<T: PartialEq + Copy + Send + Sync + 'static>(self, signal: RwSignal<T>, value: T) {
        if signal.get_untracked() != value {
            self.was_set.set_value(true);
            self.end_playing();
            signal.set(value);
        }
    }
}
