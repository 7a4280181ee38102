"""Words that no rule should care about, of nobody's home life and nobody's politics, so that they suit any account."""

ENGLISH = (
    "The car park is behind the building.",
    "Doors open at ten.",
    "The map shows both bridges.",
    "The form has two pages.",
    "The lift is to the left of the entrance.",
)
WELSH = (
    "Mae'r maes parcio y tu ôl i'r adeilad.",
    "Mae'r drysau'n agor am ddeg o'r gloch.",
    "Mae'r map yn dangos y ddwy bont.",
)
LINK = "https://www.example.org/pages/two?from=three"
EMOJI = ("📎", "📌", "🔖", "🗂️", "🧭", "🪜", "🧮")
