//! A loss that becomes NaN or infinite ends a job with a result that says so.

use crate::jobs::frontend::finish;
use serde_json::json;
use wedgelab::experiment::Numbers;
use wedgelab::figure::figures;
use wedgelab::job::ResultFile;

#[test]
fn a_job_that_diverges_keeps_its_history_and_says_where_it_ended() {
    for experiment in ["training", "interpolation"] {
        let finished = finish(json!({
            "experiment": experiment, "landscape": "wedges", "learning_rate": 1000, "epochs": 400, "wedges": 1
        }));
        let result = ResultFile::read("r", finished.result.to_json().unwrap().as_bytes()).unwrap();
        let diverged = result.diverged.as_ref().unwrap();
        assert!(!diverged.stage.is_empty());
        let Numbers::UntilDivergence(curves) = &result.numbers else { panic!("{result:?}") };
        let losses = &curves.training.loss;
        assert_eq!(losses.len(), diverged.step - 1);
        // Every step multiplies the distance by |1 − η| = 999.
        assert!((losses[1] / losses[0] - 999.0).abs() < 1e-6);
        assert!(losses.iter().all(|loss| loss.is_finite()));
        assert!(result.claims.is_empty() && result.final_measurements.is_none());
        assert!(finished.parameters.is_none());
        assert!(!figures(&result).unwrap().is_empty());
    }
}
