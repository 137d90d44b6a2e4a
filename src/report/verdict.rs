//! What claims come to together.

use crate::experiment::Tally;
use serde::{Deserialize, Serialize};

/// Whether the claims of the paper hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All of them.
    Holds,
    /// Some of them, or all of those that could be judged.
    Partly,
    /// None of those that could be judged.
    DoesNotHold,
    /// None could be judged.
    NotMeasured,
}

impl Verdict {
    /// The verdict on claims. `is_whole` says whether all that was planned was measured. What could not be judged is not
    /// refuted; it keeps the rest from being the whole.
    pub(super) fn on(claims: Tally, is_whole: bool) -> Self {
        match claims {
            claims if claims.judged() == 0 => Self::NotMeasured,
            Tally { holding: 0, .. } => Self::DoesNotHold,
            Tally { refuted: 0, not_judged: 0, .. } if is_whole => Self::Holds,
            _ => Self::Partly,
        }
    }

    /// In plain words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Partly => "holds partly",
            Self::DoesNotHold => "does not hold",
            Self::NotMeasured => "was not measured",
        }
    }
}

/// The verdicts on a figure of the paper, by what its experiments ran on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// On networks.
    pub network: Verdict,
    /// On the wedges.
    pub wedges: Verdict,
}

impl Verdicts {
    /// The verdict on both together: what the paper says, it says of both.
    pub(super) fn together(self) -> Verdict {
        match [self.network, self.wedges] {
            [one, other] if one == other => one,
            // Where nothing was measured, nothing holds in part.
            [Verdict::DoesNotHold, Verdict::NotMeasured] | [Verdict::NotMeasured, Verdict::DoesNotHold] => {
                Verdict::DoesNotHold
            }
            _ => Verdict::Partly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, Verdict, Verdicts};

    #[test]
    fn a_verdict_is_whole_only_where_everything_was_measured() {
        let tally = |holding, refuted, not_judged| Tally { holding, refuted, not_judged };
        assert_eq!(Verdict::on(tally(3, 0, 0), true), Verdict::Holds);
        assert_eq!(Verdict::on(tally(3, 0, 0), false), Verdict::Partly);
        assert_eq!(Verdict::on(tally(1, 2, 0), true), Verdict::Partly);
        assert_eq!(Verdict::on(tally(0, 3, 0), false), Verdict::DoesNotHold);
        assert_eq!(Verdict::on(tally(0, 0, 0), true), Verdict::NotMeasured);
    }

    #[test]
    fn what_was_not_judged_is_not_refuted() {
        let tally = |holding, refuted, not_judged| Tally { holding, refuted, not_judged };
        assert_eq!(Verdict::on(tally(0, 0, 2), true), Verdict::NotMeasured);
        assert_eq!(Verdict::on(tally(2, 0, 1), true), Verdict::Partly);
        assert_eq!(Verdict::on(tally(0, 1, 1), true), Verdict::DoesNotHold);
    }

    #[test]
    fn what_holds_on_one_landscape_alone_holds_partly() {
        let both = |network, wedges| Verdicts { network, wedges }.together();
        assert_eq!(both(Verdict::Holds, Verdict::Holds), Verdict::Holds);
        assert_eq!(both(Verdict::DoesNotHold, Verdict::DoesNotHold), Verdict::DoesNotHold);
        assert_eq!(both(Verdict::NotMeasured, Verdict::Holds), Verdict::Partly);
        assert_eq!(both(Verdict::DoesNotHold, Verdict::Holds), Verdict::Partly);
        assert_eq!(both(Verdict::DoesNotHold, Verdict::NotMeasured), Verdict::DoesNotHold);
    }
}
