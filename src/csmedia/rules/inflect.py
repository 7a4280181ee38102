"""The forms of an English word that a `~` stands for: regular ones by spelling, common irregular verbs by list."""

from __future__ import annotations

from functools import cache

_VOWELS = "aeiou"
_IRREGULAR = {
    forms.split()[0]: frozenset(forms.split())
    for forms in (
        "be am is are was were been being", "have has had having", "do does did done doing", "go goes went gone going",
        "say says said saying", "tell tells told telling", "see sees saw seen seeing", "know knows knew known knowing",
        "think thinks thought thinking", "take takes took taken taking", "give gives gave given giving", "get gets got gotten getting",
        "leave leaves left leaving", "lose loses lost losing", "meet meets met meeting", "hear hears heard hearing",
        "read reads reading", "send sends sent sending", "sit sits sat sitting", "speak speaks spoke spoken speaking",
        "stand stands stood standing", "write writes wrote written writing", "win wins won winning", "break breaks broke broken breaking",
        "bring brings brought bringing", "choose chooses chose chosen choosing", "come comes came coming", "draw draws drew drawn drawing",
        "drive drives drove driven driving", "fall falls fell fallen falling", "feel feels felt feeling", "fight fights fought fighting",
        "find finds found finding", "forget forgets forgot forgotten forgetting", "hide hides hid hidden hiding",
        "hold holds held holding", "keep keeps kept keeping", "lead leads led leading", "make makes made making",
        "pay pays paid paying", "put puts putting", "run runs ran running", "sell sells sold selling", "set sets setting",
        "shut shuts shutting", "sink sinks sank sunk sinking", "steal steals stole stolen stealing", "swear swears swore sworn swearing",
        "teach teaches taught teaching", "throw throws threw thrown throwing", "understand understands understood understanding",
        "cut cuts cutting", "hit hits hitting", "let lets letting", "hurt hurts hurting", "burn burns burnt burned burning",
        "buy buys bought buying", "catch catches caught catching", "eat eats ate eaten eating", "grow grows grew grown growing",
        "begin begins began begun beginning", "become becomes became becoming", "build builds built building", "spend spends spent spending",
        "lie lies lied lying", "shoot shoots shot shooting", "strike strikes struck striking", "sign signs signed signing",
        "man men", "woman women", "child children", "person people persons", "person's people's",
    )
}  # fmt: skip


@cache
def inflections(word: str) -> frozenset[str]:
    """A word with its plural, third person, past and present participle; more forms than exist do no harm, fewer do."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    last, before = word[-1:], word[-2:-1]
    if last == "e":
        stems = {word + "s", word + "d", word[:-1] + "ing"} | ({word + "ing"} if before in "eoy" else set())
    elif last == "y" and before not in _VOWELS:
        stems = {word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    elif word.endswith(("s", "x", "z", "ch", "sh")):
        stems = {word + "es", word + "ed", word + "ing"}
    else:
        stems = {word + "s", word + "ed", word + "ing"} | ({word + "es"} if last == "o" else set())
    if len(word) > 2 and last not in _VOWELS + "wxyh" and before in _VOWELS and word[-3] not in _VOWELS:
        stems |= {word + last + "ed", word + last + "ing"}
    return frozenset({word} | stems)
