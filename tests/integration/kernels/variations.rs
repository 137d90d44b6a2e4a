//! A varied landscape is the one that would have been built that way, and is measured on the measured images.

use crate::kernels::scene::{Scene, shape};
use pollster::block_on;
use wedgelab::data::Normalisation;
use wedgelab::landscape::{HostNetwork, Landscape, Regularisation, Variation, measure};
use wedgelab::network::{Activation, NetworkShape};
use wedgelab::observer::Unobserved;
use wedgelab::points::{Minibatch, Split};
use wedgelab::simd::Instructions;
use wedgelab::step::Gradient;

#[test]
fn a_varied_network_is_the_one_that_was_made_so() {
    let scene = Scene::of_seed(shape("cnn-4-6", Activation::Relu, (3, 8, 8), 5), 20, 1);
    let plain = scene.landscape(Instructions::best(), Regularisation::default());
    let changed = Regularisation { l2: 0.01, dropout: 0.25 };
    let varied = plain.varied(Variation { l2: Some(0.01), dropout: Some(0.25), width: Some(2.0) }).unwrap();
    let image = scene.shape.image;
    let wide = NetworkShape::new(&"cnn-8-12".parse().unwrap(), Activation::Relu, 1.0, image, 5).unwrap();
    let made = Scene { shape: wide, ..scene }.landscape(Instructions::best(), changed);
    assert_eq!(varied.dimension(), made.dimension());
    let batch = Minibatch { examples: vec![3, 1, 4, 1, 5], noise: 9 };
    let found = |landscape: &HostNetwork| landscape.loss_and_gradient(&landscape.start(2), &batch).unwrap();
    assert_eq!(found(&varied), found(&made));
    assert!(plain.varied(Variation { width: Some(1e9), ..Variation::default() }).is_none());
}

#[test]
fn what_is_changed_to_what_it_was_is_known_as_before() {
    let scene = Scene::of_seed(shape("cnn-4-6", Activation::Relu, (3, 8, 8), 5), 20, 1);
    let plain = scene
        .landscape(Instructions::best(), Regularisation::default())
        .with_identity(serde_json::json!("plain"));
    let identity = |variation| plain.varied(variation).unwrap().identity().unwrap();
    let same = Variation { l2: Some(0.0), dropout: Some(0.0), width: Some(1.0) };
    assert_eq!(Some(identity(same)), plain.identity());
    let others = [
        Variation { l2: Some(0.1), ..same },
        Variation { dropout: Some(0.1), ..same },
        Variation { width: Some(2.0), ..same },
    ]
    .map(identity);
    assert!(others.iter().all(|other| Some(other) != plain.identity().as_ref()));
    assert!(others[0] != others[1] && others[1] != others[2]);
}

#[test]
fn landscapes_are_measured_on_the_measured_images() {
    let scene = Scene::of_seed(shape("mlp-9", Activation::Tanh, (1, 5, 5), 3), 30, 4);
    let normalisation = Normalisation::of(&scene.data);
    let part = scene.data.balanced(6).unwrap();
    let whole = scene.landscape(Instructions::best(), Regularisation::default());
    let measured = |landscape: &HostNetwork, split| {
        block_on(measure(landscape, &scene.point(), split, &mut Unobserved)).unwrap()[0]
    };
    assert_eq!(measured(&whole, Split::Measured), measured(&whole, Split::Train));
    let alone = HostNetwork::new(
        scene.shape.clone(),
        &part,
        &part,
        &normalisation,
        Regularisation::default(),
        Instructions::best(),
    )
    .unwrap();
    let on_part = whole.with_measured_images(&part, &normalisation).unwrap();
    assert_eq!((on_part.examples(Split::Train), on_part.examples(Split::Measured)), (30, 6));
    assert_eq!(measured(&on_part, Split::Measured), measured(&alone, Split::Train));
}
