"""Places inland and abroad: grain, a mountain, a map, an island."""

import math

from .motifs import birds, cloud, dashes, person
from .paper import Paper, brush, down, mix, path, scene, smooth, steps


def house(p: Paper, x: float, y: float, width: float, wall: str, roof: str, window: str) -> None:
    """A small gabled house, its foot at (x, y)."""
    with p.at(x, y, 0, width / 100):
        p.cut(f"""{wall} -50,0 -50,-78 0,-128 50,-78 50,0; {roof} w15 -60,-70 0,-130 60,-70; 22,-132 15x34; {window}
            -32,-70 22x28; 10,-70 22x28; {roof} -9,-34 20x34""")


@scene(pale="#f5d58c", ochre="#e0a22f", blue="#2a6db0", deep="#1a4479", ink="#1f2740", red="#b9472f", white="#f6efdd")
def grain(p: Paper, pale, ochre, blue, deep, ink, red, white) -> None:
    """Freighters queueing to the horizon, seen from above the grain silos they wait for."""
    p.cut("""ochre 0,0 1500x200 > 0,-60 0,180 0.8; white 330,168 r80; blue 0,168 1500x900; pale 0,168 1500x500 > 0,60
        0,420 0.7; deep 0,300 1500x760 > 0,1040 0,300 1""")
    dashes(p, (0, 200, 1500, 990), deep, 110, 100)
    for i in range(17, -1, -1):
        s = 0.86**i
        x, y = 900 + 330 * math.cos(i * 0.62) * s**0.72 - 260 * (1 - s), 178 + 640 * s
        with p.at(x, y, 0, 1.12 * s):
            tone = (ink, red, ink, deep)[i % 4]
            p.cut(f"ink -240,26 480x60 > 0,10 0,80 0.8; {tone} -250,-40 -236,30 226,30 272,-58 190,-40")
            p.poly("-243,0 -236,30 226,30 242,0", red if tone != red else ink)
            p.cut("white -250,-40 190,-40 272,-58 264,-46 192,-30 -248,-30")
            for k in range(4):
                p.cut(f"ochre {-120 + k * 78},-40 {-116 + k * 78},-62 {-64 + k * 78},-62 {-60 + k * 78},-40")
            p.cut(f"""white -232,-120 84x82; {tone} -240,-130 100x12; ink -226,-110 72x14; ochre -214,-168 34x40; ink
                w5 228,-48 228,-110; white w2,8,2 -270,34 0,30 270,34""")
    for x, y, r in p.rows("-20,560,190 340,690,190 -60,880,220 700,870,190 330,1010,220"):
        tank = f"{x - r},1100 {x - r},{y} {x + r},{y} {x + r},1100"
        p.cut(f"ochre {tank}; ink {tank} > {x + r * 1.5},{y} {x - r * 0.3},{y} 0.95")
        for k in range(1, 6):
            p.cut(f"ochre+ink.35 w4 {x},{y + k * 74} r{r},{r * 0.4}/180:0")
        p.cut(f"""ochre+ink.45 {x},{y} r{r + 8},{r * 0.4 + 6}; pale {x},{y - 6} r{r},{r * 0.4}; ochre+pale.25
            {x},{y - 6} r{r},{r * 0.4}/-20:110 {x},{y - 96}; ochre+red.35 {x},{y - 6} r{r},{r * 0.4}/-20:45
            {x},{y - 96}; ink {x - 20},{y - 120} 40x40""")
    p.cut("ink w44 -60,420 700,742; red w26 -60,408 700,730")
    for k in range(10):
        p.cut(f"ink w6 {-30 + k * 76},{392 + k * 32} {-30 + k * 76},{440 + k * 32}")
    person(p, 390, 610, 66, white)


@scene(sky="#f3ead2", haze="#bcd3cb", green="#3f8f5a", dark="#1e5a45", lime="#9cbf52", red="#d63b2e", ink="#1b2f33")
def mountain(p: Paper, sky, haze, green, dark, lime, red, ink) -> None:
    """Two red cars of a water-hauled railway passing on a steep green mountain, above a viaduct."""
    p.cut("haze 0,0 1500x700 > 0,-200 0,620 0.9")
    for x, y, w, share in p.rows("300,120,520,0 760,50,620,.25 60,250,480,.4"):
        tone = mix(haze, dark, share)
        p.cut(f"""{tone} {x - w},{y + 900} {x},{y} {x + w},{y + 900}; {tone}+dark.3 {x},{y} {x + w},{y + 900}
            {x + w * 0.35},{y + 900} {x + w * 0.1},{y + 260} {x - 20},{y + 150}; sky {x},{y} {x + w * 0.24},{y + 216}
            {x + w * 0.13},{y + 190} {x + w * 0.08},{y + 256} {x - 6},{y + 176} {x - w * 0.1},{y + 240}
            {x - w * 0.13},{y + 186} {x - w * 0.25},{y + 225}""")
    cloud(p, 330, 420, 420, sky)
    p.poly(down("~-60,600 200,690 420,860 600,930 1560,940"), mix(green, haze, 0.3))

    def rise(x: float) -> float:
        return 905 - 0.56 * x

    p.cut(f"green 520,1060 560,760 640,{rise(640)} 1560,{rise(1560)} 1560,1060")
    slope = f"640,{rise(640)} 1560,{rise(1560)} 1560,1060 1100,1060 900,760 760,640"
    p.cut(f"""dark {slope}; green {slope} > 800,420 1200,900 0.95; lime 520,1060 560,760 640,{rise(640)} 800,620
        960,1060 > 560,660 760,960 0.9""")
    p.poly(down("~-60,880 60,900 180,990 260,1060"), dark)
    p.cut("haze w12,26,90 ~620,720 590,800 600,880 540,960 500,1060")
    for i in range(5):
        a, b = -60 + i * 140, 80 + i * 140
        for x in (a, b):
            p.cut(f"ink {x - 17},1060 {x - 14},{rise(x) + 10} {x + 14},{rise(x) + 10} {x + 17},1060")
        bend = [(a + 70 - 56 * math.cos(t), 110 - 66 * math.sin(t)) for t in steps(0, math.pi, 14)]
        crown = [(a + 14, rise(a) + 170), *((x, rise(x) + y) for x, y in bend), (b - 14, rise(b) + 150)]
        p.poly([(a, rise(a)), (b, rise(b)), (b, rise(b) + 190), *crown[::-1], (a, rise(a) + 190)], ink)
    p.cut(f"ink w20 -60,{rise(-60)} 1560,{rise(1560)}; lime w5 -60,{rise(-60) - 14} 1560,{rise(1560) - 14}")
    for x, lift, s in ((1085, 30, 0.84), (800, 14, 1.0)):
        with p.at(x, rise(x) - lift, -29.2, s):
            for k in range(3):
                with p.at(-130 + k * 96, -8, 29.2):
                    p.cut("""red -6,44 -6,-112 98,-112 98,-10; sky 10,-88 74x50; red 44,-88 7x50; ink -14,-124 120x14;
                        sky -6,-26 104x8""")
            p.cut("ink -140,-22 170,-22 150,6 -150,6; -100,4 r17; 0,4 r17; 110,4 r17")
    for x, y, s in p.rows("""1180,520,1 1270,640,1.2 1080,660,1.1 1400,560,1.1 1180,800,1.4 1370,800,1.5 1480,700,1.3
        1010,840,1.3 1290,960,1.7 1470,960,1.8 1060,1010,1.6 840,960,1.3"""):
        for k in range(3):
            p.cut(f"""ink {x - (26 + k * 10) * s},{y + k * 36 * s} {x},{y - 62 * s + k * 30 * s}
                {x + (26 + k * 10) * s},{y + k * 36 * s}; dark {x},{y + k * 36 * s} {x},{y - 62 * s + k * 30 * s}
                {x + (26 + k * 10) * s},{y + k * 36 * s}""")
    birds(p, "470,250,40 540,215,40 420,200,40", ink)


@scene(paper="#f1e6cb", brown="#b98a55", river="#5fa3b8", red="#cf3b33", lead="#efb32f", ink="#2a2a33", leaf="#c9cf9a")
def map_(p: Paper, paper, brown, river, red, lead, ink, leaf) -> None:
    """A survey map of a river's bends and oxbows, the border drawn where the river used to run, a pencil."""
    deep = mix(river, ink, 0.45)

    def meander(bend: float, lag: float, lift: float) -> list:
        x, y, points = -150.0, 470.0 + lift, []
        for i in range(470):
            points.append((x, y))
            angle = bend * math.sin(i / 330 * 7 * math.pi + lag) - 0.05
            x, y = x + 12.6 * math.cos(angle), y + 12.6 * math.sin(angle)
        return points

    blobs = (300, 130, 330), (1330, 830, 400), (760, 1010, 260), (1290, 60, 230)
    for cx, cy, r in blobs:
        ring = [(math.cos(t), math.sin(t), p.random.uniform(0.78, 1.2)) for t in steps(0, 2 * math.pi, 12)[:-1]]
        for i, k in enumerate(steps(1, 0.14, 8)):
            shape = [(1.25 * k * a * (1 + (w - 1) * k), k * b * (1 + (w - 1) * k)) for a, b, w in ring]
            rim = smooth([(cx + r * x + 40 * (1 - k), cy + r * y) for x, y in shape], True)
            p.poly(rim, mix(leaf, paper, 0.75 - 0.09 * i))
            p.line([*rim, rim[0]], brown, 6 if i % 4 == 0 else 2.5)
    for v in range(100, 1500, 200):
        p.line(f"{v},-20 {v},1020", brown + "66", 2)
        p.line(f"-20,{v} 1520,{v}", brown + "66", 2)
    for x, y, r, start, share in p.rows("505,745,84,-50,0 930,205,92,130,0 1120,560,70,-20,.5 270,690,60,160,.5"):
        tone = mix(river, paper, share)
        p.cut(f"""{tone} w0,36,44,36,0 {x},{y} r{r}/{start}:{start + 250}; {deep} w3 {x},{y}
            r{r + 19}/{start + 25}:{start + 225}""")
    stream = meander(1.86, 0.4, 60)
    p.poly(brush(meander(1.7, 0.1, 50), 30, 40), leaf)
    p.poly(brush(stream, 58, 70, 62), deep)
    p.poly(brush(stream, 50, 62, 54), river)
    for shift in (-12, 2, 14):
        p.line([(x, y + shift) for x, y in stream[6:-6]], mix(river, deep, 0.4), 2)
    border = meander(1.52, 0.05, 30)
    for i in range(0, len(border) - 9, 9):
        p.line(border[i : i + 6], red, 12)
        p.disc(*border[i + 7], 6, red)
    for _ in range(44):
        x, y = p.random.uniform(40, 1460), p.random.uniform(40, 960)
        if min((math.hypot(x - a, y - b) for a, b in stream[::4])) > 90:
            p.cut(f"ink {x},{y} {p.random.choice((9, 14))}x9")
    for k in range(6):
        p.rect(70 + k * 60, 938, 60, 12, ink if k % 2 else paper)
    p.cut("ink w2 70,938 360x12 70,938")
    with p.at(985, 690, -34):
        p.poly("-34,44 620,64 640,110 110,100", ink + "50")
        p.cut("brown+paper.5 0,0 96,-34 96,34; ink 0,0 34,-12 34,12")
        for y, tone in ((-34, mix(lead, paper, 0.4)), (-12, lead), (12, mix(lead, ink, 0.3))):
            p.cut(f"{tone} 96,{y} {84 if y == -12 else 96},{y + 11} 96,{y + 23} 900,{y + 23} 900,{y}")


@scene(sky="#fbe6c8", sea="#2aa0a4", grass="#8fae4b", red="#d9503f", white="#fbf5e6", ink="#24363d", yellow="#f2b632")
def island(p: Paper, sky, sea, grass, red, white, ink, yellow) -> None:
    """A steep small island, its coloured houses being hauled uphill on rollers."""
    rock = mix(ink, sky, 0.4)
    deep = mix(sea, ink, 0.5)
    cloud(p, 230, 200, 380, white)
    cloud(p, 1240, 130, 330, white)
    p.cut(f"sea 0,560 1500x500; {deep} 0,560 1500x440 > 0,1020 0,540 1")
    for y in range(600, 1000, 46):
        for x in range(-40 + y // 46 % 2 * 60, 1560, 120):
            p.cut(f"sea+white.35 w4 {x},{y + (y - 600) * 0.1} r56,26/205:335")
    land = path("""~180,800 260,740 380,690 520,560 640,380 740,200 800,150 880,160 960,260 1060,430 1180,560 1270,680
        1350,800""")
    p.cut("white @120,806 400,770 760,790 1120,765 1420,806 1100,850 700,862 340,850")
    p.poly(land, grass)
    p.spray([(800, 150), *land[60:]], deep, (1330, 560), (820, 480), 0.9)
    p.cut(f"""{rock} ~176,806 262,740 420,742 560,764 740,742 900,770 1100,724 1270,676 1356,806; sky w44,36,12
        ~470,740 560,640 690,560 780,420 770,290 820,220""")
    for points in (((700, 545), (812, 236)), ((930, 468), (826, 236))):
        p.line(list(points), ink, 4)
    with p.at(818, 230):
        p.cut("""ink w9 -34,10 0,-70 34,10; red 0,-34 r26; ink w7 -30,-34 30,-34; w6 0,-70 0,-150; red 0,-150 76,-132
            0,-110""")
    for x, y, w, turn, wall in ((690, 560, 108, -52, white), (938, 480, 100, 52, yellow)):
        with p.at(x, y, turn * 0.45):
            for k in range(4):
                p.cut(f"ink {-54 + k * 36},26 r12")
            p.cut("ink -80,4 80,4 70,18 -70,18")
            house(p, 0, 4, w, wall, red if wall == white else ink, ink)
    for x, y, w, wall, roof in p.rows("""850,330,62,red,ink 770,350,56,white,red 540,700,92,yellow,ink
        420,756,104,red,ink 1040,610,92,red,ink 900,668,100,white,red 770,700,96,yellow,ink 1150,690,104,white,ink
        640,776,110,white,red 990,762,110,sea,ink 1230,776,96,yellow,red"""):
        house(p, x, y, w, wall, roof, ink if wall != sea else yellow)
    for x, y in ((628, 610), (652, 640), (985, 560), (610, 650)):
        person(p, x, y, 50, ink, white)
    p.cut("ink 330,800 350,800 250,872 214,872")
    with p.at(230, 905):
        p.cut("""red @-110,-40 -80,16 70,16 120,-46 40,-24 -50,-24; ink w6 -10,-26 -10,-170; white -2,-160 86,-46
            -2,-46; yellow -18,-150 -84,-46 -18,-46""")
    birds(p, "560,250,54 470,300,40 1080,260,46", ink)
