"""Characters that are read as an ASCII letter, digit or sign although they are none.

Only what compatibility forms and removed accents leave over is listed: full-width and mathematical letters,
ligatures and the accented letters of Welsh, Irish and Gaelic need no line here.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

__all__ = ["APOSTROPHES", "DASHES", "EMOJI_JOINERS", "INVISIBLE", "LOOKALIKES", "QUOTES"]

# Each entry is the character followed by what it is read as. Left out on purpose: "ß", which case folding turns into
# "ss"; currency signs that carry a price (£ $ € ¥); regional indicators, since a flag is not a word.
_LATIN = """
    ɑa Ɑa ꭤa Ɐa Ɒa ɒa æae ÆAE œoe ŒOE ᴁae ɶoe ꜳaa ꜲAA ꜵao ꜴAO ꜷau ꜶAU ꜹav ꜸAV ꜻav ꜺAV ꜽay ꜼAY ꝏoo ꝎOO ᵫue ꝡvy
    ꝠVY ƕhv ǶHV Ƅb ƅb ƀb ɔc ƆC ↄc ↃC ʗc ᴐc ðd ÐD ᴆd ƍg əe ƏE ɛe ƐE ɘe ǝe ƎE ⱻe ᴈe ɜ3 Ɜ3 ʒ3 Ʒ3 ȝ3 Ȝ3 ᴣ3 Ꝫ3 ꝫ3 ɣy
    ƔY ɤy ʃs ƩE ꞬG ɩi ƖI ıi ȷj ᴉi ǀl ǁll ʅl ĸk ŋn ŊN ꬼn ɸo Ꝋo Ɵo ɵo ʘO ȣ8 Ȣ8 ᴕ8 þp ÞP ƿp ǷP ꝛ2 Ꝛ2 ꭇr ꭈr ᴚr ƨ2 Ƨ2
    ƽ5 Ƽ5 ʊu ƱU ꭎu ꭒu ᴗu ʌv ɅA ꟽM ꟿM Ꝯ9 ꝯ9 ꜫ3 Ꜫ3 ꜭ4 Ꜭ4 ꞁl ꝾG ꞀL ꭓx ꭗx ꭘx ꭙx ꭅr ꭆr ʞk ʇt Ꞛb ꞛb ꞔc ꭃo ꟺm ꟼp ꟻF
"""
_CYRILLIC = """
    АA аa ӔAE ӕae ВB вb Ьb ьb Ъb ъb Ыbl ыbl Ѣb ѣb Ҍb ҍb СC сc Ҁc ҁc Ԁd ԁd Дd дd Ꙣd ЕE еe ЄE єe Ҽe ҽe Ԑe ԑe Ғf ғf
    ԌG ԍg Гr гr НH нh Һh һh Ћh ћh Ђh ђh ІI іi Ӏl ӏl ꙇi ꙆI ЈJ јj КK кk ҠK ҡk ԞK ԟk МM мm ИN иn Пn пn ԤN ԥn ОO оo
    ӨO өo ѲO ѳo Ѻo ѻo Фo фo ꙨO ꙩo ꙪO ꙫo ꙬO ꙭo ꙮo РP рp ԚQ ԛq ЯR яr ЅS ѕs ꙄS ꙅs ТT тt ЦU цu Џu џu ѴV ѵv ѷv ШW шw
    ЩW щw ԜW ԝw Ѡw ѡw Ѿw ѿw Ѽw ѽw ꙌW ꙍw ХX хx ЖX жx УY уy ҮY үy ҰY ұy ꙀZ ꙁz З3 з3 Э3 э3 Ӡ3 ӡ3 Ч4 ч4 Ҷ4 Ӌ4 Б6 б6
    ᴫn Љlb Њhb
"""
_GREEK = """
    ΑA αa ΒB βB ΓR γy Δa δd ΕE εe ϵe ΖZ ζz ΗH ηn Θo θo ϴo ΙI ιi ͺi ΚK κk ΛA λa ΜM μu µu ΝN νv Ξe ξe ΟO οo Πn πn
    ΡP ρp ϼp ϷP ϸp ΣE σo ςs ΤT τt ΥY υu ΦO φo ΧX χx Ψw ψw Ωo ωw ϹC ϲc ͻc ϽC ϾC ϿC ϳj ͿJ ϺM ϻm ϜF ϝf ϏK ϘQ ϙq ϛc
    ϚC ͶN ͷn ͰH ͱh Ϟ4 ϟ4 ᴦr ᴧa ᴨn ᴩp ⍺a ⍳i ⍴p ⍵w ϕo ϒY Ꞵb ꞵb Ꭓx
"""
_ARMENIAN = """
    աw ԱU գq զq էt եt հh ՀZ ձd Ձ2 յj Յ3 լl ԼL ղn ՈN ոn ՍU սu ռn ՌN տm ՏS ցg Ցg ւi օo ՕO քp Քf փh ՓO ՐP րn պw Պn
    ՂN մu ԹO
"""
# The small Cherokee letters are drawn as small capitals, so they follow from the capitals.
_CHEROKEE = """
    ᎠD ᎡR ᎢT Ꭳo ᎤO Ꭵi ᎩY ᎪA ᎫJ ᎬE ᎰF ᎱR ᎳW ᎷM ᎻH ᎽY ᎾO ᏀG Ꮒh ᏃZ ᏇW ᏌU Ꮞ4 Ꮟb ᏒR ᏔW ᏕS ᏙV ᏚS ᏞL ᏟC ᏢP ᏣG ᏤV Ꮵh ᏦK
    Ꮷd ᏫO Ꮾ6 ᏵG ᏴB ᏻG
"""
_COPTIC = """
    ⲀA ⲁa ⲂB ⲃb ⲄR ⲅr ⲈE ⲉe ⲊG ⲋs ⲌZ ⲍz ⲎH ⲏh ⲐO ⲑo ⲒI ⲓi ⲔK ⲕk ⲖL ⲗl ⲘM ⲙm ⲚN ⲛn ⲞO ⲟo ⲠN ⲡn ⲢP ⲣp ⲤC ⲥc ⲦT ⲧt
    ⲨY ⲩy ⲪO ⲫo ⲬX ⲭx ⲰW ⲱw Ⳋ9 ⳋ9 Ⳍ3 ⳍ3 ⳐL ⳑl Ⳓ6 ⳓ6 Ϣw ϣw Ϥq ϥq Ϩ2 ϩ2 Ϭ6 ϭ6 Ϫx ϫx
"""
_SYLLABICS = """
    ᗅA ᗩA ᐱA ᗋA ᗷB ᗸB ᗹB ᑲb ᖯb ᕊb ᑕC ᑢC ᗞD ᗪD ᗫD ᑐD ᑯd ᗴE ᗵE ᙓE ᙍE ᖴF ᖵF ᕮE ᘜG ᕼH ᚺH ᓰI ᐃA ᒍJ ᒎJ ᑶJ ᒪL ᒫL ᗰM ᗱM
    ᑎn ᑏn ᘉn ᗝO ᗜO ᑭP ᑮP ᑫq ᕴq ᖇR ᖈR ᒥr ᔕS ᔖS ᑌU ᑍU ᑘU ᐯV ᐻV ᗐV ᗯW ᗲW ᙎW ᙭X ᕁx ᕽx ᙮x ᖻY ᘔZ ᗢO ᒿ2 ᗺB ᖼd ᐁV ᑑD ᐤo
"""
_LISU = """
    ꓮA ꓯA ꓥA ꓐB ꓚC ꓛC ꓓD ꓷD ꓒd ꓰE ꓱE ꓝF ꓞF ꓖG ꓨG ꓧH ꓲI ꓙJ ꓩJ ꓗK ꓘK ꓡL ꓶL ꓟM ꓠN ꓳO ꓑP ꓣR ꓤR ꓢS ꓔT ꓕT ꓴU ꓵn ꓦV ꓪW
    ꓫX ꓬY ꓜZ
"""
_OLD_SCRIPTS = """
    ᚱR ᛕK ᛖM ᛗM ᚷX ᛁI ᛒB ᚻH ᚠF ᚨF ᛏT ᚢn ᛋS ᛣY ᚹP ᛟX ᛞM ᛚl ᛜO 𐌰A 𐌱B 𐌴e 𐌵u 𐌶Z 𐌷h 𐌹I 𐌺K 𐌼M 𐌽N 𐍀n 𐍂R 𐍃S 𐍄T 𐍅Y 𐍆F 𐍇X
    𐍉O 𐌀A 𐌁B 𐌂C 𐌃D 𐌄E 𐌅F 𐌇H 𐌈O 𐌉I 𐌊K 𐌋L 𐌌M 𐌍N 𐌏O 𐌐P 𐌑M 𐌒Q 𐌓R 𐌔S 𐌕T 𐌖V 𐌗X 𐌚8 𐌠I 𐌡V 𐌢X 𐊂B 𐊆E 𐊇F 𐊊I 𐊐X 𐊒O 𐊕P 𐊖S 𐊗T
    𐊀A 𐊁E 𐊎N 𐊍M 𐊅D 𐊋K 𐊃R 𐊠A 𐊡B 𐊢C 𐊣D 𐊥F 𐊫O 𐊰M 𐊱T 𐊲Y 𐊴X 𐋏H 𐋵Z 𐊭Q 𐊨Q 𐐄O 𐐕C 𐐛L 𐐠S 𐐬o 𐐽c 𐑈s 𐑃l 𐐎W 𐐶w 𐐔D 𐐼d 𐐗Q 𐐿q 𐐊V
    𐐲v 𐐅O 𐐭o 𐒴R 𐓂O 𐓎U 𐓛r 𐓪o 𐓶u 𐓒7 𐓀K 𐓨k 𐒰A 𐓘a 𐔓N 𐔖O 𐔘K 𐔜C 𐔝V 𐔥F 𐔦L 𐔧X 𐔂8 𐔅E 𖼈V 𖼊T 𖼖L 𖼨I 𖼵R 𖼺S 𖼻3 𖽀A 𖽂U 𖽃Y 𖼀J 𖼷H
    𖼁C
"""
_ASIAN_SCRIPTS = """
    𑢠V 𑢢F 𑢣L 𑢤Y 𑢦E 𑢩Z 𑢬9 𑢮E 𑢯4 𑢲L 𑢵O 𑢸U 𑢻5 𑢼T 𑣀v 𑣁s 𑣂F 𑣃i 𑣄z 𑣆7 𑣈o 𑣊3 𑣌9 𑣕6 𑣖9 𑣗o 𑣘u 𑣜y 𑣠O 𑣣Z 𑣥Z 𑣦W 𑣩C 𑣬X 𑣯W 𑣲C
    ०o ০o ੦o ૦o ୦o ௦o ౦o ೦o ൦o ๐o ໐o ၀o ០o ᠐o ߀o ߋI ߊl ৪8 ৭9 ੧9 ੪8 ୨9 ଠo ഠo ൭9 ടs സm ഽs ဝo ოo ყy ჿo ჽx ዐO ሀU
    ህU ቨh ⵔO ⵙO ⵝX ⵏl ⴸV ⴹE ⵊI ⵎC ⴲO ⵁO ⵣX ⵡU ⵍll ٥o ۵o ٧V ۷V ١l ۱l ٩9 ۹9 اl هo ہo ەo ھo ںu סo וl ןl טu חn ꛟV ꛯ2
    𑓐O 𑜀rn 𑜆v 𑜊v 𑜎w 𑜏w 〇O ꕥO
"""
_SYMBOLS = """
    ×x ⨯x ⤫x ⤬x ╳X ∨v ⋁v ∪U ⋃U ∩n ⋂n ∣l │l ￨l ⏽l ❘l ℮e ⊤T ⟙T ⊥T ∈E ∑E ∆A ∂d √v ∅O ⌀O ℧U ⅁G ⅂L ⅄Y ℈3 ⁊7 ↊2 ↋3 ₳A
    ₵C ₲G ₭K ₦N ₱P ₮T ₩W ₿B 🝌C 🝨T 🞨x 🞩x ⴰo ⵰1 ❶1 ❷2 ❸3 ❹4 ❺5 ❻6 ❼7 ❽8 ❾9 ➀1 ➁2 ➂3 ➃4 ➄5 ➅6 ➆7 ➇8 ➈9 ➊1 ➋2 ➌3 ➍4
    ➎5 ➏6 ➐7 ➑8 ➒9 ⓿0 ⓵1 ⓶2 ⓷3 ⓸4 ⓹5 ⓺6 ⓻7 ⓼8 ⓽9 🄋0 🄌0
"""

# Letters with a stroke, hook or tail, turned letters and small capitals: each word is the plain letter and its forms.
_LATIN_FORMS = """
    3ƺɝʓᶔᶚ𝼘 4Ꜯꜯ AȺ BƁƂɃꞖ CƇȻꜾꞒꟄ DĐƊƋꝹꟇ EɆ FƑꝻꞘ GƓǤꝽꞠ HĦⱧꞍꞪ IƗꞮ JɈꞲ KƘⱩꝀꝂꝄꞢꞰ LŁȽⱠⱢꝆꝈꞭ MƜⱮ NƝȠꞐꞤ OØꝌ PƤⱣꝐꝒꝔꝤꝦ QɊꝖꝘ
    RɌⱤꞂꞦ SⱾꞄꞨꟅꟉ TŦƬƮȾꞆꞱ UꞸ VƲꝞ WⱲ YƳɎ ZƵȤⱫⱿꟆ aɐᴀᶏᶐⱥ bƃɓʙᴃᵬᶀꞗ cƈȼɕᴄᶗꜿꞓꬿ𝼏𝼝 dđƌȡɖɗᴅᵭᶁᶑꝺꟈ eɇɚᴇᶒᶓᶕⱸꬲꬳꬴ fƒᵮᶂꜰꝼꞙ
    gǥɠɡɢʛᵷᵹᶃꝿꞡꬶ𝼁𝼂 hħɥɦʜʮʯⱨꞕ iɨɪᵼᶖ𝼚 jɉɟʄʝᴊ kƙᴋᶄⱪꝁꝃꝅꞣ𝼃𝼐 lłƚȴɫɬɭʟᴌᶅⱡꝇꝉꞎꬷꬸꬹ𝼄𝼑𝼓 mɯɰɱᴍᴟᵯᶆꬺ nƞȵɲɳɴᴎᵰᶇꞑꞥꬻ𝼔 oøᴏᴑᴓⱺꝋꝍꬽꬾꭄ𝼛
    pƥᴘᵱᵽᶈꝑꝓꝕꝥꝧ qɋʠꝗꝙꞯ rɍɹɺɻɼɽɾɿʀʁᴙᵲᵳᶉⱹꞃꞧꭉꭊꭋꭌꭨ𝼈𝼕𝼖 sȿʂʆᵴᶊᶋᶘꜱꞅꞩꟊ𝼋𝼌𝼞 tŧƫƭȶʈᴛᵵⱦꞇ𝼉𝼍 uᴜᴝᵿᶙꞹ vʋᴠᶌⱱⱴꝟ wʍᴡⱳ xᶍꭔꭕꭖ yƴɏʎʏꭚ𝼆
    zƶȥɀʐʑᴢᵶᶎⱬ
"""
_CYRILLIC_FORMS = """
    3Ҙҙ 4ҷҸҹ CҪ HҢӇӉԢԨ KҚҜҞӃ MӍ PҎ TҬ XҖҲӼӾ cҫ eҾҿ hңӈӊԣԦԧԩ kқҝҟӄ mӎ nҦҧ pҏ rҐґҔҕӶӷӺӻ tҭ xҗҳӽӿ
"""
_ENTRIES = (_LATIN, _CYRILLIC, _GREEK, _ARMENIAN, _COPTIC, _SYLLABICS, _LISU, _OLD_SCRIPTS, _ASIAN_SCRIPTS, _SYMBOLS)


def _pairs(table: str) -> Iterator[tuple[int, str]]:
    return ((ord(entry[0]), entry[1:]) for entry in table.split())


def _build() -> dict[int, str]:
    table = {code: plain for entries in _ENTRIES for code, plain in _pairs(entries)}
    for forms in f"{_LATIN_FORMS} {_CYRILLIC_FORMS}".split():
        table.update(dict.fromkeys(map(ord, forms[1:]), forms[0]))
    for code, plain in _pairs(_CHEROKEE):
        table[code] = plain
        table[ord(chr(code).lower())] = plain.lower()
    for place in range(26):
        # White on black letters, round and square, which have no compatibility form.
        table[0x1F150 + place] = table[0x1F170 + place] = chr(65 + place)
    return table


def _codes(*ranges: tuple[int, int]) -> frozenset[int]:
    return frozenset(code for first, last in ranges for code in range(first, last + 1))


LOOKALIKES: Mapping[int, str] = MappingProxyType(_build())
"""Code point to the ASCII letters or digits it is read as; case is that of the character where it has one."""

EMOJI_JOINERS = _codes((0x200D, 0x200D), (0xFE0E, 0xFE0F), (0xE0020, 0xE007F))
"""Zero-width joiner, emoji variation selectors and tags: invisible in words, but part of an emoji that they follow.

A family, a rainbow flag or the flag of Wales falls apart without them, so whoever removes invisible characters
from a text must leave these where an emoji stands before them.
"""

INVISIBLE: frozenset[int] = EMOJI_JOINERS | _codes(
    (0x00, 0x08),  # controls, all but tab and the line ends
    (0x0E, 0x1B),
    (0x7F, 0x84),
    (0x86, 0x9F),
    (0xAD, 0xAD),  # soft hyphen
    (0x34F, 0x34F),  # combining grapheme joiner
    (0x61C, 0x61C),  # Arabic letter mark
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180B, 0x180F),  # Mongolian selectors
    (0x200B, 0x200F),  # zero-width space, joiners, direction marks
    (0x202A, 0x202E),  # bidirectional controls
    (0x2060, 0x206F),  # word joiner, invisible operators, isolates
    (0x2800, 0x2800),  # blank Braille pattern
    (0x3164, 0x3164),  # Hangul filler
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFA0, 0xFFA0),  # half-width Hangul filler
    (0xFFF0, 0xFFFB),  # unassigned ignorables, interlinear marks
    (0x1BCA0, 0x1BCA3),  # shorthand format controls
    (0x1D173, 0x1D17A),  # musical format controls
    (0xE0000, 0xE0FFF),  # tags and further variation selectors
)
"""Code points that show nothing; see `EMOJI_JOINERS` for those that must stay after an emoji."""

DASHES: Mapping[int, str] = MappingProxyType(dict.fromkeys(map(ord, "‐‑‒–—―⁃⁻₋−⸺⸻﹘﹣－˗֊᐀᠆⎯─➖⸗〜〰"), "-"))
"""Hyphens, dashes and minus signs."""

QUOTES: Mapping[int, str] = MappingProxyType(dict.fromkeys(map(ord, "“”„‟«»″‶〝〞〟＂❝❞⹂🙶🙷🙸ˮ״ʺ˝"), '"'))
"""Double quotation marks."""

APOSTROPHES: Mapping[int, str] = MappingProxyType(dict.fromkeys(map(ord, "‘’‚‛‹›′‵ʹʻʼʽʾʿˈˊˋ´｀＇❛❜ꞌꞋ՚՝׳᾽᾿ߴߵ"), "'"))
"""Apostrophes and single quotation marks."""
