"""Comments made up for the spam filter: advertising, and what people of a harbour town would say."""

from random import Random

_SAID = [
    "the ferry was late again and nobody told us why",
    "I grew up on that street and the baker was kinder than you write",
    "when will the council mend the bridge at last",
    "my grandmother worked in the rope loft for thirty years",
    "thank you for this story it made my morning",
    "the numbers in the third paragraph cannot be right",
    "we need a bus after ten not another car park",
    "the gulls are louder than the choir and better in tune",
]
_SOLD = [
    "cheap watches with free delivery order now",
    "make money from home with my simple trick",
    "win a bonus at the best casino in town today",
    "click my profile to see hot pictures",
    "lose ten kilos in a week with these pills",
    "follow my page and I follow back",
    "get a loan without papers within one hour",
    "buy followers and likes for little money",
]


def corpus(number, seed=1):
    """Return so many (text, name, is spam), half of it spam, the same for the same seed."""
    random = Random(seed)
    return [_spam(random) if each % 2 else _comment(random) for each in range(number)]


def _comment(random):
    return f"{_mixed(random, _SAID)}.", random.choice(["Ama", "Brendan", "Ines", "Orla"]), False


def _spam(random):
    link = random.choice(["", f" https://shop-{random.randrange(50)}.example/offer"])
    return f"{_mixed(random, _SOLD)}!{link}", random.choice(["Best Deals", "Lucky", "Ama", "Mia"]), True


def _mixed(random, sentences):
    one, two = random.sample(sentences, 2)
    return f"{one} {' '.join(random.sample(two.split(), 5))} {random.randrange(1000)}"
