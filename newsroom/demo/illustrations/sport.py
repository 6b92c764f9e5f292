"""On the water, up the hill and between the posts."""

import itertools
import math

from .motifs import dashes, glints, person
from .paper import Paper, brush, down, mix, path, scene, steps


@scene(water="#3f9c97", deep="#1d6470", light="#bfe3d0", hull="#e4572e", cream="#fbf0d9", ink="#15323d", skin="#e9b183")
def rowing(p: Paper, water, deep, light, hull, cream, ink, skin) -> None:
    """An eight from straight above on a slant, its oars and their puddles making a pattern."""
    p.cut("deep 0,0 1500x1000 > 1500,1000 200,-100 1")
    with p.at(750, 500, -31):
        for y in range(-760, 800, 58):
            for x in range(-1100, 1100, 190):
                a = x + y * 7 % 130 + p.random.uniform(-30, 30)
                p.cut(f"water+deep.55 {a},{y} {a + 60},{y - 3} {a + 120},{y} {a + 60},{y + 3}")

    def eight(tone: str, blade: str, vest: str) -> None:
        p.cut(f"""ink -740,26 700,26 660,90 -600,90 > 0,10 0,96 0.7; w0,34,46,38,4 -860,0 -400,0 0,0 400,0 810,0;
            {tone} w0,26,38,30,2 -850,0 -400,0 0,0 400,0 800,0; cream w0,8,13 -850,-2 -640,-2 -470,-2; w13,8,0 580,0
            690,0 790,0""")
        for k in range(8):
            x, side = -420 + k * 116, -1 if k % 2 else 1
            p.cut(f"""ink w5 {x + 20},{side * 18} {x - 14},{side * 46} {x + 44},{side * 18}; cream w7
                {x + 26},{side * -16} {x + 44},{side * 250}; {blade} {x + 36},{side * 214} {x + 58},{side * 212}
                {x + 64},{side * 282} {x + 36},{side * 284}; light @{x + 70},{side * 292} {x + 96},{side * 252}
                {x + 74},{side * 216} {x + 124},{side * 240} {x + 112},{side * 284}; {vest} @{x - 30},-26 {x + 4},-31
                {x + 14},0 {x + 4},31 {x - 30},26 {x - 38},0""")
            for arm in (-1, 1):
                p.cut(f"""skin c10 {x - 4},{26 * arm} {x + 22},{(22 if arm == side else 14) * arm}
                    {x + 32},{12 * side}; c10 {x + 10},{9 * arm} {x + 70},{7 * arm}""")
            p.cut(f"ink {x - 13},0 r17; skin {x - 9},0 r11")
        p.cut(f"ink @512,-20 548,-22 556,0 548,22 512,20 504,0; {blade} 528,0 r16")

    with p.at(770, 470, -31, 1.02):
        eight(hull, hull, cream)
    with p.at(1290, 1010, -31, 1.02):
        eight(cream, ink, deep)
    with p.at(250, 90, -31, 1.02):
        eight(cream, "#f2b93b", ink)


@scene(night="#3a2c5e", rose="#e27d76", pitch="#2f8a5b", dark="#17203a", lamp="#fff3c9", kit="#f4c13d", white="#f3efe6")
def goal(p: Paper, night, rose, pitch, dark, lamp, kit, white) -> None:
    """A goalkeeper, small in a huge goal, seen from behind the net at evening."""
    p.cut("rose 0,0 1500x520 > 0,560 0,40 1; dark -60,430 300,470 1200,470 1560,430 1560,600 -60,600")
    for _ in range(420):
        x = p.random.uniform(0, 1500)
        p.disc(x, p.random.uniform(486, 552), 4, p.random.choice((rose, night, kit, white, night)))
    for x in (150, 1350):
        p.cut(f"dark {x - 12},480 {x - 6},130 {x + 6},130 {x + 12},480")
        p.halo(x, 100, 270, lamp, 0.85)
        p.cut(f"dark {x - 92},52 184x100")
        for i in range(4):
            for k in range(3):
                p.cut(f"lamp {x - 66 + i * 44},{72 + k * 30} r13")
    p.cut("pitch -60,556 1620x500")
    for k in range(6):
        p.cut(f"""pitch+lamp.12 -60,{556 + 14 * k * k} 1560,{556 + 14 * k * k} 1560,{556 + 14 * (k + 0.5) ** 2}
            -60,{556 + 14 * (k + 0.5) ** 2}""")
    p.cut("""dark 0,556 1500x460 > 0,1080 0,700 0.9; white w4 -60,640 1560,640; w4 520,560 420,640; w4 980,560
        1080,640; w9 -60,856 1560,856""")
    for x, y, h, tone in p.rows("690,606,74,rose 880,626,84,rose 545,590,62,white 1010,585,60,white 400,612,72,rose"):
        person(p, x, y, h, tone, stride=0.13)
    p.cut("white 832,640 r9")
    for dx, reach in ((-150, 0.8), (150, 0.8), (20, 1)):
        p.cut(f"""{dark}90 {744 + dx * 0.02},850 760,850 {752 + dx * 1.6},{850 + 140 * reach}
            {726 + dx * 1.6},{850 + 136 * reach}""")
    with p.at(752, 850, 0, 2.25):
        p.cut("dark 0,-92 r9.5; kit @-16,-78 0,-83 16,-78 15,-40 -15,-40")
        for side in (-1, 1):
            p.cut(f"""kit c8 {13 * side},-75 {30 * side},-62 {38 * side},-44; white {40 * side},-41 r6.5; dark c10
                {8 * side},-40 {14 * side},-20 {15 * side},-2""")
        p.cut("dark -15,-44 30x14")
    for k in range(26):
        x = 118 + k * 50.6
        p.cut(f"{white}b0 w2.6 ~{x},196 {750 + (x - 750) * 1.06},560 {750 + (x - 750) * 1.2},1020")
    for k in range(17):
        y = 196 + k * 46 + k * k * 0.4
        sag = 12 * math.sin(k / 2.4) + 8
        half = 634 * (1 + 0.2 * k / 17)
        p.cut(f"""{white}b0 w2.6 ~{750 - half},{y} {750 - half / 2},{y + sag} 750,{y - sag / 2} {750 + half / 2},{y + sag}
            {750 + half},{y}""")
    p.cut("""white w21 114,190 114,862; w8 116,196 -40,1040; w21 1386,190 1386,862; w8 1384,196 1540,1040; w21 104,190
        1396,190""")


@scene(pink="#f6b7a0", sun="#fff0c2", gold="#f3a944", hill="#7faa4a", dark="#3c7350", ink="#2d3552", red="#d9483b")
def hillrace(p: Paper, pink, sun, gold, hill, dark, ink, red) -> None:
    """Tiny runners zigzagging up a big round hill in the morning."""
    track = mix(sun, pink, 0.2)
    p.cut("sun 0,0 1500x620 > 0,700 0,0 1")
    for k in range(24):
        with p.at(1130, 300, k * 15):
            p.poly("150,-9 1500,-98 1500,98 150,9", sun + "80")
    p.cut("sun 1130,300 r132")
    p.poly(down("~-60,560 200,470 420,520 700,640 1560,640"), mix(pink, dark, 0.35))
    p.poly(down("~800,700 1150,560 1380,520 1560,560"), mix(pink, dark, 0.5))
    mound = down("~-120,1000 60,800 280,480 500,270 690,205 880,260 1100,470 1330,790 1620,1010")
    p.poly(mound, hill)
    turns = path("1180,985 330,850 1090,720 430,610 960,510 530,425 850,350 610,290 740,240 694,210")
    with p.within(mound):
        for k in range(18):
            tone = mix(hill, dark, 0.3 + 0.2 * (k % 2))
            p.cut(f"{tone} w3 690,{1900 - 60 * k} r{1330 - 26 * k},{1000 - 10 * k}/200:340")
        p.spray(mound, dark, (100, 1000), (900, 480), 0.95)
        trail = []
        for (x0, y0), (x1, y1) in itertools.pairwise(turns):
            for t in steps(0.06, 0.94, 16):
                trail.append((x0 + (x1 - x0) * t, y0 + (y1 - y0) * (t + 0.22 * math.sin(math.pi * t))))
        trail = [(1560, 1010), (1320, 1005), *trail]
        p.poly(brush([(x, y + 6) for x, y in trail], 62, 50, 38, 30, 22, 16, 10), mix(dark, ink, 0.25))
        p.poly(brush(trail, 62, 50, 38, 30, 22, 16, 10), track)
    i, seat = 1.0, len(trail) - 1
    runners = []
    while i < seat - 14:
        x, y = trail[int(i)]
        x1, y1 = trail[int(i) + 1]
        size = 30 + 72 * ((y - 200) / 800) ** 1.1
        runners.append((x + (x1 - x) * (i % 1), y + (y1 - y) * (i % 1), size))
        i += size * p.random.choice((0.024, 0.03, 0.05))
    for x, y, size in reversed(runners):
        p.cut(f"dark {x + size * 0.2},{y} r{size * 0.24},{size * 0.06}")
        person(p, x, y, size, p.random.choice((ink, red, ink, gold, red, "#ffffff")), ink, 0.2)
    p.cut("ink w5 694,214 694,110; red 694,112 772,132 694,156")
    for x, y in p.rows("140,830 180,905 70,900 240,985 1400,890 1440,960 1480,905"):
        p.cut(f"""ink w8 {x},{y + 20} {x},{y - 20}; dark+ink.35 {x},{y - 46} r40,52; hill {x},{y - 46} r40,52 >
            {x + 40},{y - 100} {x - 10},{y - 30} 1""")


@scene(sky="#f5d7b0", sea="#164b5c", deep="#0c2c3d", sun="#f58b3c", red="#e5484d", yellow="#ffd25a", white="#f6f1e4")
def swimmers(p: Paper, sky, sea, deep, sun, red, yellow, white) -> None:
    """Hundreds of bathing caps in a cold dark sea off the breakwater, the sun low."""
    pink = mix(red, white, 0.55)
    rock = mix(deep, sun, 0.08)
    p.cut("sun 0,0 1500x260 > 0,280 0,-60 0.8; 1085,226 r96; sea 0,226 1500x800; deep 0,226 1500x774 > 0,1000 0,200 1")
    glints(p, 1085, 240, 640, 330, sun, 26, 0.6)
    dashes(p, (0, 260, 1500, 1000), mix(sea, white, 0.2), 90, 110)
    mole = "-60,420 420,268 560,246 575,262 470,300 200,470 -60,660"
    p.cut(f"""{rock} {mole}; {rock}+white.28 -60,400 420,256 562,236 570,250 440,278 -60,470; white 528,150 26x94; red
        528,178 26x24; 522,150 541,126 560,150""")
    for k, x in enumerate(steps(20, 490, 24)):
        cap, y = p.random.choice((white, red, yellow, pink, sun)), 418 - 0.325 * x + p.random.uniform(-6, 10)
        person(p, x, y, 62 - x * 0.07, cap, sky, 0.06)
    caps = []
    while len(caps) < 300:
        t = p.random.random() ** 0.72
        x, y, r = p.random.gauss(700 + 120 * t, 240 + 300 * t), 300 + 690 * t, 5 + 22 * t
        apart = all((x - a) ** 2 + (2.2 * (y - b)) ** 2 > (1.9 * (r + c)) ** 2 for a, b, c in caps)
        if apart and max(-30, 470 - (y - 300) * 1.3) < x < 1530:
            caps.append((x, y, r))
    for x, y, r in sorted(caps, key=lambda cap: cap[1]):
        cap = p.random.choice((red, yellow, white, pink, sun, red, yellow))
        p.cut(f"""sea+white.45 w{max(1.5, r * 0.13)} {x},{y + r * 0.55} r{r * 1.75},{r * 0.55}/10:170; deep
            {x},{y + r * 0.5} r{r * 1.3},{r * 0.42}; sky {x - r * 0.78},{y} {x},{y} r{r * 0.78},{r * 0.66}/0:180; {cap}
            {x - r},{y + r * 0.1} {x},{y} r{r}/180:360 {x + r},{y + r * 0.1}; white w0,{r * 0.22},0 {x},{y}
            r{r * 0.66}/200:290""")
