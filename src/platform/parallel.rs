//! Independent pieces of work on all cores, or one after another on a single thread.

/// Does the work for every item.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn for_each<T: Send>(items: &mut [T], work: impl Fn(&mut T) + Sync + Send) {
    use rayon::prelude::*;
    match items {
        [only] => work(only),
        items => items.par_iter_mut().with_max_len(1).for_each(work),
    }
}

/// Does the work for every item.
#[cfg(target_arch = "wasm32")]
pub(crate) fn for_each<T: Send>(items: &mut [T], work: impl Fn(&mut T) + Sync + Send) {
    items.iter_mut().for_each(work);
}
