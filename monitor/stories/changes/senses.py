"""Words that tell an outcome only of what they are said of: a ban is lifted, and so is a crate.

Where a desk recasts a text, such a word may come in anew without telling anything.
"""

from collections.abc import Mapping

from monitor.stories.changes.told import Told
from monitor.stories.reading.facts import Sentence, Token
from monitor.stories.words.lexicon import words

_RULES = (
    "ban alert warning order restriction restrictions sanction sanctions siege curfew blockade "
    "embargo advisory evacuation suspension quarantine lockdown veto immunity measures block "
    "limit limits cap tariff tariffs emergency state freeze moratorium prohibition requirement"
)
_OFFERS = (
    "offer offers proposal bid invitation resignation apology plan terms deal treaty demands "
    "request appeal compromise settlement"
)
_PAPERS = (
    "agreement deal treaty contract accord pact memorandum document documents law bill decree "
    "letter petition order declaration protocol charter convention statement up"
)
_DECIDED = (
    "bill law budget motion resolution amendment treaty parliament senate house duma lawmakers "
    "test tests inspection exam reading"
)
_RULED = (
    "court judge judges verdict ruling conviction decision sentence ban law appeal order result "
    "acquittal bus lorry truck car train tram coach carriage carriages wagon wagons"
)
_LOST = "dead alive guilty body bodies wreck wreckage safe unhurt remains survivors survivor"
_OF: Mapping[str, frozenset[str]] = {
    word: words(companions)
    for forms, companions in (
        ("lift lifts lifted lifting", _RULES),
        ("accept accepts accepted", _OFFERS),
        ("sign signs", _PAPERS),
        ("passes", _DECIDED),
        ("overturn overturns overturned overturning", _RULED),
        ("found find finds discover discovers discovered discovery", _LOST),
    )
    for word in forms.split()
}
"""What must stand in its sentence for a word to tell an outcome."""
_NOT_OF: Mapping[str, frozenset[str]] = {
    word: words(companions)
    for forms, companions in (
        ("clears cleared", "fog sky skies weather visibility smoke mist snow debris rubble"),
        (
            "released releases release discharged discharges discharge",
            "water wastewater sewage statement report figures data video footage tritium gas",
        ),
        ("fired", "shot shots missile missiles rocket rockets gun guns shell shells flare flares"),
    )
    for word in forms.split()
}
"""What must not."""
_OPPOSITE: Mapping[str, str] = {
    "agreed": "rejected",
    "approved": "rejected",
    "rejected": "agreed",
    "lifted": "imposed",
    "found": "missing",
}
"""What a story has told where the word then tells an outcome, whatever stands beside it."""
_SEARCHED = frozenset({"missing", "stolen", "escaped"})
_SEARCH = words("search hunt adrift want disappear vanish lost")
_CAPTIVE = words(
    "prison jail inmat prisoner custodi convict detaine suspect zoo enclosur cell hostag captiv"
)


def tells(token: Token, sentence: Sentence, story: Told) -> bool:
    """False for a word that is no outcome where it stands; `story` is what was told before."""
    word = token.surface.casefold()
    near = {other.surface.casefold() for other in sentence}
    if _OPPOSITE.get(token.outcome) in story.outcomes:
        return True
    if word in _NOT_OF:
        return not near & _NOT_OF[word]
    if token.outcome == "found" and (story.outcomes & _SEARCHED or story.keys & _SEARCH):
        return True
    if token.outcome == "escaped" and word.isascii():
        return bool(story.keys & _CAPTIVE)
    return word not in _OF or bool(near & _OF[word])
