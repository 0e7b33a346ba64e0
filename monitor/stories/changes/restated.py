"""Facts that a desk adds to a text without adding news: they follow from what is there.

Each rule answers for one kind of inference; a fact that none of them explains is a change. A new
rule goes to the others of its kind: `restated_numbers`, `restated_shares`, `restated_years`,
`restated_times`, `restated_names`.
"""

from monitor.stories.changes.fresh import Fresh
from monitor.stories.changes.restated_names import NAMES
from monitor.stories.changes.restated_numbers import NUMBERS
from monitor.stories.changes.restated_shares import SHARES
from monitor.stories.changes.restated_times import TIMES
from monitor.stories.changes.restated_years import YEARS
from monitor.stories.changes.same import rounded, same


def restated(fresh: Fresh) -> bool:
    """True where a fact says, in other words, what the story has said."""
    return _said_below(fresh) or any(rule(fresh) for rule in _RULES)


def _said_below(fresh: Fresh) -> bool:
    """A headline's fact that the text has as well, or more exactly: it is compared there."""
    below = [token for sentence in fresh.entry.sentences for token in sentence]
    return fresh.in_headline and any(
        same(fresh.token, token) or rounded(fresh.token, token) for token in below
    )


_RULES = (*NUMBERS, *SHARES, *YEARS, *TIMES, *NAMES)
