//! The settings of the figure that an address can hold.

use super::model::{FIRST_LEARNING_RATE, FIRST_SEED, Model};
use crate::teaching::address::{Value, Values};
use crate::teaching::three_sheets::LEARNING_RATES;
use crate::web::page::address_bar::Entry;
use crate::web::page::seed::SEEDS;
use leptos::prelude::*;
use std::rc::Rc;

const CHAPTER: &str = "sheets";

impl Model {
    /// The entries of the seed and the learning rate.
    pub(in crate::web::page) fn entries(self) -> Vec<Entry> {
        let seed = Entry {
            chapter: CHAPTER,
            name: "sseed".to_owned(),
            values: Values::Numbers(SEEDS),
            take: Rc::new(move |given| {
                let seed = if let Some(Value::Number(seed)) = given { seed as u32 } else { FIRST_SEED };
                if self.seed.get_untracked() != seed {
                    self.choose_seed(seed);
                }
            }),
            written: Rc::new(move || {
                let seed = self.seed.get();
                (seed != FIRST_SEED).then(|| seed.to_string())
            }),
        };
        let learning_rate = Entry {
            chapter: CHAPTER,
            name: "sr".to_owned(),
            values: Values::Numbers(LEARNING_RATES),
            take: Rc::new(move |given| {
                let rate = if let Some(Value::Number(rate)) = given { rate } else { FIRST_LEARNING_RATE };
                if self.learning_rate.get_untracked() != rate {
                    self.choose_learning_rate(rate);
                }
            }),
            written: Rc::new(move || {
                let rate = self.learning_rate.get();
                (rate != FIRST_LEARNING_RATE).then(|| rate.to_string())
            }),
        };
        vec![seed, learning_rate]
    }
}
