"""Invented agency prose for benchmarks: same seed, same sentences, about 24 words each.

Six of ten sentences tell of an act or of words about one, four are background with nothing to code.
All states, groups, towns and persons are made up.
"""

import datetime as dt
import random
from collections.abc import Iterator

SEED = 1
EVENT_SHARE = 0.6

FILLERS: dict[str, tuple[str, ...]] = {
    "state": ("Ardana", "Kestria", "Marenga", "Sorqan", "Tolvaria", "Velmark"),
    "adjective": ("Ardanan", "Kestrian", "Marengan", "Sorqani", "Tolvarian", "Velmarki"),
    "group": ("the Red Valley Front", "the Free Delta Army", "the Guardians of Orsk", "the Hill Brigades"),
    "town": ("Port Lasenne", "Old Brenik", "Tarsovar", "Qal Meshan", "Lower Dovina", "Ebbersund"),
    "person": ("Milo Varanke", "Tessa Ordubal", "Ishan Kerolt", "Prosper Dalme", "Nadia Venturo"),
    "office": ("foreign minister", "army spokesman", "interior minister", "prime minister", "envoy"),
    "day": ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
    "number": ("two", "three", "four", "seven", "12", "15", "at least 20", "more than 40"),
}
"""Values of the template fields; a field may end in 2 for a second, different value."""

EVENTS = (
    "{group} attacked an army checkpoint outside {town} on {day}, killing {number} soldiers and wounding several others, the {adjective} defence ministry said in a statement.",
    "{adjective} warplanes bombed positions held by {group} near {town} early on {day}, hours after a rocket had landed in a residential district of the city.",
    "Police in {town} arrested {number} supporters of {group} on {day} after a march against higher bread prices turned violent in the old market district.",
    "{person}, the {adjective} {office}, said on {day} that the government would suspend its offensive if {group} released all prisoners by the end of the month.",
    "{group} threatened on {day} to shell the port of {town} unless {adjective} troops withdrew from the northern bank of the river within ten days.",
    "Thousands of people marched through the centre of {town} on {day} to demand the resignation of {person}, whom they blame for the collapse of the currency.",
    "The {office} of {state}, {person}, met a delegation from {state2} in {town} on {day} to discuss the exchange of prisoners and the reopening of the border.",
    "{state} accused {state2} on {day} of arming {group}, a charge that officials in the neighbouring capital rejected as baseless and politically motivated.",
    "A roadside bomb hit a convoy of {adjective} peacekeepers on the road to {town} on {day}, wounding {number} of them, according to a western diplomat.",
    "Parliament in {state} passed a resolution on {day} calling for the withdrawal of all foreign troops, after {number} hours of debate that was broadcast live.",
    "{adjective} forces withdrew from the outskirts of {town} on {day} under the terms of an agreement that was signed last month with {group}.",
    "{state} imposed sanctions on {number} companies from {state2} on {day}, saying that they had helped to supply drones and spare parts to {group}.",
    "A drone strike near {town} killed {person}, a senior commander of {group}, and {number} of his bodyguards late on {day}, two security officials said.",
    "The government of {state} sent {number} trucks with flour, medicine and tents to {town} on {day}, the first convoy to cross the front since spring.",
    "{group} denied on {day} that its fighters had taken part in the attack on the power station at {town}, and blamed a criminal gang instead.",
    "{state} agreed on {day} to resume talks with {state2} about the disputed waters, {person}, the {office}, told reporters after a meeting in {town}.",
    "Gunmen abducted {number} aid workers from a clinic in {town} on {day}, and a caller who claimed to speak for {group} demanded a ransom.",
    "{adjective} soldiers opened fire on protesters who had blocked the bridge at {town} on {day}, killing {number} people, a local doctor said by telephone.",
    "{state} expelled {number} diplomats from {state2} on {day} in response to what {person} called an attempt to bribe members of the electoral commission.",
    "The {adjective} army deployed {number} additional battalions along the border with {state2} on {day}, a move that {person} described as purely defensive.",
    "{group} may release {number} captured soldiers in the coming days, {person}, an {adjective} negotiator, said on {day}, but no date had been agreed.",
    "{person} condemned the shelling of {town} and called on both {state} and {group} to respect the truce that had been announced the week before.",
    "The {adjective} government rejected an offer by {group} to halt attacks on oil pipelines in exchange for a general pardon, state television reported on {day}.",
    "Rebels from {group} seized the radio station in {town} on {day} and held it for {number} hours before government troops drove them out again.",
    "{state} will not close its embassy in {state2}, {person}, the {office}, said on {day}, although {number} of its employees had been sent home.",
    "Artillery fire from {adjective} positions destroyed {number} houses in {town} on {day}, residents said, while the army insisted that it had hit only military targets.",
    "Workers at the port of {town} went on strike on {day} over unpaid wages, and police used tear gas to disperse {number} of their leaders.",
    "{person}, leader of {group}, ordered his men on {day} to observe a ceasefire in {town} during the harvest and to let relief convoys pass.",
    "The {office} of {state} thanked {state2} on {day} for its support and promised to share intelligence on the movements of {group} near {town}.",
    "{number} members of {group} laid down their weapons in {town} on {day} under a programme that is paid for by the government of {state2}.",
    "Coalition aircraft reportedly struck a weapons depot used by {group} on {day}, {number} kilometres north of {town}, although the ministry declined to confirm it.",
    "{state} has asked {state2} to hand over {person}, who is wanted for the killing of {number} officers in {town}, a court official said.",
    "Clashes between {group} and {adjective} border guards in {town} left {number} people dead on {day}, a hospital source said on condition of anonymity.",
    "{person} said that unless {state2} lifted its blockade of {town} by {day}, the {adjective} navy would escort merchant ships through the strait itself.",
    "Prosecutors in {state} charged {person} with treason on {day} and froze the accounts of {number} charities which they say finance {group}.",
    "The {adjective} parliament ratified a trade treaty with {state2} on {day}, {number} years after negotiations between the two capitals had first begun.",
)
"""Sentences with something to code."""

BACKGROUND = (
    "The harbour town of {town}, once famous for its glass, lies at the mouth of a shallow river and has about {number} thousand inhabitants in summer.",
    "Prices for diesel and cooking oil in {town} were little changed on {day}, traders said, as the rainy season kept most lorries off the roads.",
    "{person}, who studied law in {state2} before entering politics, is the author of {number} books about the history of the river trade.",
    "The population of {state} is among the youngest in the region, and more than half of all adults in the countryside work on small farms.",
    "It was the warmest {day} of the year in {town}, where families sat under the plane trees and {number} boys played football beside the canal.",
    "Analysts in {state2} note that the economy has grown slowly for {number} years, with most new jobs in construction, transport and public services.",
    "The valley between {town} and the coast is about {number} kilometres long and is known for its apricots, walnuts and late medieval bridges.",
    "{group} takes its name from a song that was popular among railway workers in {state} in the years before the second great flood.",
    "The museum in {town} will show {number} paintings from the collection of the late composer until {day}, when the building closes for repairs.",
    "Mobile coverage in the mountains around {town} remains patchy, and many residents climb a nearby hill on {day} evenings to receive messages from relatives.",
    "{state} and {state2} share a border of several hundred kilometres, most of it high pasture without roads, villages or even reliable maps.",
    "The {office}'s residence, a yellow building of {number} storeys, stands opposite the old customs house in the upper part of {town}.",
    "Little is known about the early life of {person}, whose family is believed to have owned a mill near {town} for several generations.",
    "Local radio in {town} plays folk music from {state2} for {number} hours each {day}, a habit that dates from the time of the railway.",
    "The weather service expects light winds and scattered clouds over {state} until {day}, with temperatures slightly below the average for the season.",
    "Turnout in the previous election was the lowest in {number} decades, according to figures which were published by the statistics office of {state}.",
    "On the main square of {town} there is a statue of an unknown sailor, which visitors touch for luck before they board the ferry.",
    "Schools in {adjective} cities usually have {number} classes for each year, while village schools often teach all ages in one large room.",
    "The budget of {state} depends heavily on income from copper, which accounts for {number} of every hundred coins that the treasury receives.",
    "There are {number} bakeries in the old quarter of {town}, and the smell of fresh bread fills its narrow streets long before sunrise.",
    "The {adjective} language has {number} dialects, some of them so different that speakers from the coast and the highlands need an interpreter.",
    "A photograph on the wall shows {person} as a young engineer, standing beside the first turbine of the dam above {town}.",
    "{town} was founded by salt merchants, and its oldest surviving house, near the western gate, has walls that are {number} hands thick.",
    "The national team of {state} has not lost a home match since {day} of the week before last, much to the delight of its coach.",
)
"""Sentences with nothing to code."""


def sentences(count: int, seed: int = SEED) -> Iterator[str]:
    """Make sentences.

    Args:
        count: how many.
        seed: another seed gives other sentences.

    Yields:
        One sentence at a time, the first word capitalised.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        template = dice.choice(EVENTS if dice.random() < EVENT_SHARE else BACKGROUND)
        chosen = {}
        for field, values in FILLERS.items():
            chosen[field], chosen[f"{field}2"] = dice.sample(values, 2)
        sentence = template.format(**chosen)
        yield sentence[0].upper() + sentence[1:]


def text_of(count: int, seed: int = SEED) -> str:
    """A text of `count` sentences in paragraphs of three."""
    made = list(sentences(count, seed))
    return "\n\n".join(" ".join(made[at : at + 3]) for at in range(0, count, 3)) + "\n"


def report_line(number: int, length: int = 8) -> dict[str, str]:
    """One report of `length` sentences as a JSONL record; each number gives another report."""
    day = dt.date(2020, 1, 1) + dt.timedelta(days=number % 365)
    return {"text": text_of(length, seed=number), "published": day.isoformat(), "outlet": "Bench Wire"}
