"""Words that a desk puts for one another, in English and Russian: one key for each row.

None of them tells an outcome, a side, a number or a place: what became of the matter is not a
question of taste, and stands in `lexicon`.
"""

from collections.abc import Callable

_ROWS = (
    # One word as the British and the Americans spell it.
    "plough plow", "tyre tire", "kerb curb", "aluminium aluminum", "cheque check",
    "draught draft", "sceptic skeptic", "mould mold", "jewellery jewelry", "pyjamas pajamas",
    "manoeuvre maneuver", "artefact artifact", "moustache mustache", "cosy cozy", "axe ax",
    "storey story", "practise practice", "licence license", "offence offense",
    "pretence pretense", "ageing aging", "fulfil fulfill", "enrol enroll",
    "instalment installment", "catalogue catalog", "dialogue dialog", "analogue analog",
    "whisky whiskey", "sulphur sulfur", "marvellous marvelous", "mum mom", "maths math",
    "tonne ton", "gaol jail", "judgement judgment", "encyclopaedia encyclopedia",
    "paediatric pediatric", "anaesthetic anesthetic", "haemorrhage hemorrhage",
    "oesophagus esophagus",
    "until till", "talks negotiations discussions", "people persons", "grey gray",
    "government govt", "magnitude mag",
    "hours hrs",
    "minutes mins", "область обл", "boat vessel ship craft", "reporters journalists",
    "begin begins began start starts started", "car vehicle automobile",
    "lorry truck", "petrol gasoline", "railway railroad", "film movie",
    "holiday vacation", "mobile cellphone", "shop store", "flat apartment",
    "accord deal pact", "poll survey", "large big huge", "assist aid help",
    "buy purchase", "show reveal", "attempt try bid", "firm company",
    "blaze fire", "storm tempest",
    "quake earthquake tremor", "plane aircraft airplane aeroplane airliner",
    "worker employee staffer",
    "probe investigation inquiry", "crew crewmen crewmember", "visit trip", "chief head",
    "carrying bearing", "area zone district", "fisherman fishermen",
    "lawmaker legislator parliamentarian mp", "shipment cargo freight",
    "переговоры беседа", "судно корабль", "поездка визит", "компания фирма", "начать приступить",
    "журналисты репортеры", "находиться оказаться", "большой крупный", "помощь содействие",
    "нашли нашел нашла найден найдены обнаружили обнаружил обнаружен обнаружены выявили выявил "
    "выявлен выявлены выявленные обнаруженные найденные",
    "планировать планируют рассчитывать рассчитывают намерен намерены собираются",
    "направлен направлено направили отправлен отправлено отправили отослано",
    "идет следует движется направляется",
    "помог помогла помогли", "решил решила решили решено",
    "сел села сели", "причина повод", "лекарства медикаменты", "деньги средства",
    "автомобиль машина", "уснул заснул",
    "пробы образцы", "жалоба пожаловался пожаловалась пожаловались", "дети ребята",
    "просят рекомендуют рекомендовано советуют призывают",
    "стартовали начались", "завершиться завершится закончится", "район территория",
    "пограничники погранслужба",
)  # fmt: skip


def by_stem(stem: Callable[[str], str]) -> dict[str, str]:
    """Each word's stem, and the stem that stands for its row."""
    return {stem(word): stem(row.split()[0]) for row in _ROWS for word in row.split()}
