"""Words whose forms have no common stem, English verbs above all: one key for each row."""

_ROWS = (
    "be been", "become became", "begin began begun", "bite bit bitten", "blow blew blown",
    "break broke broken", "bring brought", "build built", "burn burnt", "buy bought",
    "catch caught", "choose chose chosen", "come came", "deal dealt", "dig dug", "draw drew drawn",
    "drink drank drunk", "drive drove driven", "eat ate eaten", "fall fell fallen", "feed fed",
    "feel felt", "fight fought", "find found", "flee fled", "fly flew flown",
    "forbid forbade forbidden", "forget forgot forgotten", "freeze froze frozen", "get got gotten",
    "give gave given", "go went gone", "grow grew grown", "hang hung", "hear heard",
    "hide hid hidden", "hold held", "keep kept", "know knew known", "lay laid", "lead led",
    "leave left", "lend lent", "lose lost", "make made", "mean meant", "meet met", "pay paid",
    "ride rode ridden", "ring rang rung", "rise rose risen", "run ran", "see saw seen",
    "seek sought", "sell sold", "send sent", "shake shook shaken", "shoot shot",
    "show showed shown", "shrink shrank shrunk", "sing sang sung", "sink sank sunk", "sit sat",
    "sleep slept", "slide slid", "speak spoke spoken", "spend spent", "stand stood",
    "steal stole stolen", "stick stuck", "strike struck stricken", "swear swore sworn",
    "sweep swept", "swim swam swum", "swing swung", "take took taken", "teach taught",
    "tear tore torn", "tell told", "think thought", "throw threw thrown",
    "undergo underwent undergone", "understand understood", "wake woke woken", "wear wore worn",
    "win won", "withdraw withdrew withdrawn", "write wrote written",
    "child children",
    # The Russian stemmer takes their last letters for an ending.
    "разлива разлив", "залива залив", "прилива прилив", "архива архив", "актива актив",
    "коллектива коллектив", "мотива мотив", "перерыва перерыв",
)  # fmt: skip

BASE = {form: row.split()[0] for row in _ROWS for form in row.split()[1:]}
"""Each irregular form's plain one."""
