//! The same numbers again: for many points together, and whatever was computed before.

use crate::kernels::scene::{Scene, shape};
use pollster::block_on;
use wedgelab::landscape::{Landscape, Regularisation, measure};
use wedgelab::network::{Activation, NetworkShape};
use wedgelab::observer::Unobserved;
use wedgelab::points::{HostPoints, Minibatch, Points, Split};
use wedgelab::simd::Instructions;
use wedgelab::step::Gradient;

fn shapes() -> [NetworkShape; 2] {
    [shape("cnn-6-5", Activation::Relu, (3, 9, 8), 4), shape("mlp-12-9", Activation::Tanh, (1, 5, 5), 4)]
}

#[test]
fn a_batch_of_points_is_each_point_alone() {
    for shape in shapes() {
        let scene = Scene::of_seed(shape, 50, 1);
        let landscape = scene.landscape(Instructions::best(), Regularisation { l2: 0.01, dropout: 0.2 });
        let points: Vec<HostPoints<f32>> = (0..40).map(|seed| landscape.start(seed)).collect();
        let together = HostPoints::stack(&points);
        let batch = Minibatch { examples: vec![3, 3, 0, 49, 7, 8, 9, 10, 11], noise: 5 };
        let (losses, gradients) = landscape.loss_and_gradient(&together, &batch).unwrap();
        let measured = block_on(measure(&landscape, &together, Split::Train, &mut Unobserved)).unwrap();
        for (index, point) in points.iter().enumerate() {
            let (loss, gradient) = landscape.loss_and_gradient(point, &batch).unwrap();
            assert_eq!((losses[index], gradients.point(index)), (loss[0], gradient.point(0)));
            let alone = block_on(measure(&landscape, point, Split::Train, &mut Unobserved)).unwrap();
            assert_eq!(alone[0], measured[index]);
        }
    }
}

#[test]
fn no_number_depends_on_how_many_threads_there_are() {
    let scene = Scene::of_seed(shape("simple-cnn", Activation::Relu, (3, 16, 16), 4), 60, 1);
    let landscape = scene.landscape(Instructions::best(), Regularisation { l2: 0.0, dropout: 0.3 });
    let batch = Minibatch { examples: (0..60).collect(), noise: 3 };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let point = landscape.start(1);
        pool.install(|| landscape.loss_and_gradient(&point, &batch).unwrap())
    };
    let alone = on(1);
    assert_eq!(alone, on(2));
    assert_eq!(alone, on(5));
}

#[test]
fn dropout_follows_its_seed_and_never_touches_a_measurement() {
    for shape in shapes() {
        let scene = Scene::of_seed(shape, 6, 2);
        let dropping = scene.landscape(Instructions::best(), Regularisation { l2: 0.0, dropout: 0.5 });
        let plain = scene.landscape(Instructions::best(), Regularisation::default());
        let at = |noise| {
            let batch = Minibatch { examples: (0..6).collect(), noise };
            dropping.loss_and_gradient(&scene.point(), &batch).unwrap()
        };
        assert_eq!(at(7), at(7));
        assert_ne!(at(7).0, at(8).0);
        let measured = |landscape| block_on(measure(landscape, &scene.point(), Split::Test, &mut Unobserved));
        assert_eq!(measured(&dropping).unwrap(), measured(&plain).unwrap());
    }
}

#[test]
fn what_is_not_a_number_is_never_hidden() {
    for shape in shapes() {
        let scene = Scene::of_seed(shape, 6, 2);
        let landscape = scene.landscape(Instructions::best(), Regularisation::default());
        let point = scene.point().scale(f64::INFINITY);
        let batch = Minibatch { examples: (0..6).collect(), noise: 0 };
        let (losses, _) = landscape.loss_and_gradient(&point, &batch).unwrap();
        assert!(!losses[0].is_finite(), "{losses:?}");
    }
}
