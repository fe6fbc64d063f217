"""The words of a policy that decide on a kind of content, found in its text by their code."""

import re

WORDS = 12
_MARKUP = " \t-–—:|*()[].,>#→=~_\"'“”`"


def shortened(clause: str) -> str:
    """The beginning of a clause, on one line and without markup."""
    words = re.sub(r"[*_`|#]+", " ", clause).split()
    return " ".join(words[:WORDS]).strip(_MARKUP)


def clause_of(text: str, code: str | None) -> str | None:
    """The text after `code` at its definition in the policy, or None.

    A definition is the first occurrence that is followed by three words or more.
    """
    if not code:
        return None
    for match in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(code)}(?![A-Za-z0-9]|[-./(][A-Za-z0-9])", text):
        line = text[match.end():].split("\n", 1)[0]
        clause = shortened(line.lstrip(_MARKUP))
        if len(clause.split()) >= 3:
            return clause
    return None
