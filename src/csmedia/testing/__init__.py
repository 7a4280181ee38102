"""The examples inside rules as tests, and what they leave untested: for this repository and for any department's."""

from csmedia.testing.examples import Case, Outcome, cases, post_and_context, run_case
from csmedia.testing.remarks import Remark
from csmedia.testing.running import Tried, try_policies
from csmedia.testing.scope import Scope, ScopeError, scope_of

__all__ = [
    "Case",
    "Outcome",
    "Remark",
    "Scope",
    "ScopeError",
    "Tried",
    "cases",
    "post_and_context",
    "run_case",
    "scope_of",
    "try_policies",
]
