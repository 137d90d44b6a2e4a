//! What claims come to together.

use serde::{Deserialize, Serialize};

/// Whether the claims of the paper hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All of them.
    Holds,
    /// Some of them, or all of those that could be measured.
    Partly,
    /// None of them.
    DoesNotHold,
    /// None could be measured.
    NotMeasured,
}

impl Verdict {
    /// The verdict on so many claims of which so many hold. `is_whole` says whether all that was planned was measured.
    pub(super) fn on(claims: usize, holding: usize, is_whole: bool) -> Self {
        match (claims, holding) {
            (0, _) => Self::NotMeasured,
            (_, 0) => Self::DoesNotHold,
            (claims, holding) if claims == holding && is_whole => Self::Holds,
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
        if self.network == self.wedges { self.network } else { Verdict::Partly }
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, Verdicts};

    #[test]
    fn a_verdict_is_whole_only_where_everything_was_measured() {
        assert_eq!(Verdict::on(3, 3, true), Verdict::Holds);
        assert_eq!(Verdict::on(3, 3, false), Verdict::Partly);
        assert_eq!(Verdict::on(3, 1, true), Verdict::Partly);
        assert_eq!(Verdict::on(3, 0, false), Verdict::DoesNotHold);
        assert_eq!(Verdict::on(0, 0, true), Verdict::NotMeasured);
    }

    #[test]
    fn what_holds_on_one_landscape_alone_holds_partly() {
        let both = |network, wedges| Verdicts { network, wedges }.together();
        assert_eq!(both(Verdict::Holds, Verdict::Holds), Verdict::Holds);
        assert_eq!(both(Verdict::DoesNotHold, Verdict::DoesNotHold), Verdict::DoesNotHold);
        assert_eq!(both(Verdict::NotMeasured, Verdict::Holds), Verdict::Partly);
        assert_eq!(both(Verdict::DoesNotHold, Verdict::Holds), Verdict::Partly);
    }
}
