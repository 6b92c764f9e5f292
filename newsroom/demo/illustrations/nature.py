"""Sky, shore and living things: herring, stars, a glowing sea, moss, bats, and a gull in office."""

import itertools
import math

from .motifs import glints, person, spiral
from .paper import Paper, arc, brush, down, mix, path, scene, smooth, steps, wave


@scene(deep="#0f2747", blue="#1c4d86", pale="#7fb2cc", silver="#dfe8e4", back="#4a7fa5", eye="#101c2e")
def herring(p: Paper, deep, blue, pale, silver, back, eye) -> None:
    """A shoal of herring turning as one in deep blue water."""
    p.cut("""blue 0,0 1500x800 > 300,-160 700,900 1; pale 80,-20 230,-20 -30,760 -340,760 > 80,-200 -120,700 0.42;
        360,-20 450,-20 190,760 -60,760 > 360,-200 160,700 0.42; 620,-20 820,-20 560,760 200,760 > 620,-200 420,700
        0.42; 980,-20 1060,-20 800,760 560,760 > 980,-200 780,700 0.42""")
    shoal = []
    for lane in range(-5, 6):
        course = spiral(820, 520, 540 + lane * 52, 120 + lane * 17, 150, 520, 300)
        n = 30 - abs(lane) * 2
        for k in range(n):
            i = int((k + lane % 2 * 0.5 + p.random.uniform(-0.16, 0.16)) / n * 296)
            (x, y), (x1, y1) = (course[max(0, i)], course[max(0, i) + 3])
            shoal.append((1.02 - 0.74 * i / 300, x, y, math.degrees(math.atan2(y1 - y, x1 - x))))
    for size, x, y, turn in sorted(shoal):
        side = -1 if -90 < turn < 90 else 1
        with p.at(x, y, turn, size * 0.92, -side * size * 0.92):
            p.cut("""back -58,0 -98,-28 -86,0 -98,28; silver @74,2 30,-22 -20,-18 -64,-3 -64,3 -20,22 30,25; back @74,0
                30,-22 -20,-18 -64,-3 -20,-5 34,-4; -4,-18 -26,-34 -28,-17; w3 44,-13 38,2 44,18; eye 56,-2 r5""")
    for _ in range(60):
        p.cut(f"pale {p.random.uniform(0, 1500)},{p.random.uniform(0, 1000)} r{p.random.uniform(1.5, 5)}")


@scene(night="#10302f", teal="#1f5c55", star="#f3e6c3", coral="#e58a63", hill="#091d20", dome="#cfd6c4", lamp="#f7c766")
def observatory(p: Paper, night, teal, star, coral, hill, dome, lamp) -> None:
    """The observatory on its hill, its dome open, under the arcs that the stars draw."""
    p.cut("teal 0,0 1500x1000 > 0,960 0,120 1")
    for _ in range(190):
        r, start = 24 + 1080 * p.random.random() ** 0.75, p.random.uniform(0, 360)
        trail = f"1010,300 r{r}/{start}:{start + p.random.uniform(28, 62)}"
        ink = p.random.choice((star, star, star, coral, dome))
        p.line(f"{trail}", mix(ink, teal, p.random.choice((0, 0.25, 0.55))), p.random.choice((2, 3, 5)), True)
    p.cut("star 1010,300 r7")
    for base, tone in ((760, mix(hill, teal, 0.55)), (900, hill)):
        ridge = f"""~-80,{base + 60} 160,{base + 10} 430,{base - 74} 640,{base - 60} 900,{base + 20} 1200,{base + 70}
            1580,{base + 40}"""
        p.poly(down(ridge), tone)
    with p.at(500, 830):
        shell = "-190,-150 0,-150 r190/180:360 190,-150"
        p.cut(f"dome {shell}")
        with p.within(shell):
            p.cut(f"hill {shell} > -230,-120 120,-230 0.95")
            for k in (-0.92, -0.62, -0.3, 0.05, 0.95):
                p.cut(f"dome+hill.4 w3 0,-150 r{190 * k},190/-90:0")
            p.cut("""hill 44,-120 50,-240 64,-400 150,-400 136,-240 124,-120; lamp 62,-120 68,-240 80,-400 132,-400
                120,-240 108,-120""")
        with p.at(92, -206, 30):
            p.cut("hill -22,-170 44x190; coral -28,-182 56x26")
        p.cut("""dome+hill.25 -206,-150 206,-150 200,20 -200,20; dome+hill.55 -206,-150 40,-150 20,20 -200,20; hill
            -214,-162 428x20; lamp -164,-40 -164,-100 -150,-100 r14/180:360 -136,-40; -94,-40 -94,-100 -80,-100
            r14/180:360 -66,-40; 66,-40 66,-100 80,-100 r14/180:360 94,-40; 126,-40 126,-100 140,-100 r14/180:360
            154,-40; hill -26,20 -26,-66 0,-66 r26/180:360 26,20""")
    p.cut("teal w22,40,90 ~510,850 560,880 520,930 640,970 600,1060")
    person(p, 560, 905, 62, star)
    for x in steps(820, 1460, 9):
        h = p.random.uniform(60, 150)
        y = 905 + (x - 800) * 0.1
        p.cut(f"hill {x - h * 0.24},{y} {x},{y - h} {x + h * 0.24},{y}")


@scene(sea="#12243d", night="#0b1220", glow="#2ff0d2", pale="#d8fff2", sand="#4a4750", blue="#1779b8")
def glow(p: Paper, sea, night, glow, pale, sand, blue) -> None:
    """Two walkers on a dark beach, the breaking waves lit blue-green from within."""
    p.cut("night 0,0 1500x700 > 0,-100 900,600 1")

    def shore(shift: float) -> list:
        return path(f"""~-80,{830 - shift} 180,{760 - shift} 380,{800 - shift * 0.98} 620,{660 - shift * 0.9}
            860,{600 - shift * 0.84} 1080,{480 - shift * 0.72} 1300,{420 - shift * 0.62} 1580,{290 - shift * 0.5}""")

    for shift, width, tone in p.rows("640,10,blue 520,18,blue 400,40,glow 265,64,glow 130,84,glow"):
        crest = shore(shift)
        cut = int(len(crest) * p.random.uniform(0.04, 0.16))
        crest = crest[cut // 3 : -cut or None] if shift < 300 else crest[cut:]
        under = brush([(x + 12, y + width) for x, y in crest], 0, width * 2, width * 2.4, 0)
        p.spray(under, blue, (500, 690 - shift), (590, 830 + width - shift), 0.9)
        p.poly(brush(crest, 0, width * 0.8, width * 0.5, width, width * 0.3, width * 0.7, 0), tone)
        p.poly(brush([(x + 1, y - width * 0.16) for x, y in crest], 0, width * 0.3, 0, width * 0.4, 0), pale)
        for _ in range(int(width * 1.6)):
            x, y = p.random.choice(crest)
            p.cut(f"""{tone} {x + p.random.gauss(0, 20)},{y + p.random.gauss(0, width * 0.9)}
                r{p.random.uniform(1.5, 4.5)}""")
    edge = shore(0)
    p.poly(down(edge), sand)
    p.spray(down(edge), night, (1300, 1150), (860, 520), 0.9)
    p.spray(edge + [(x + 40, y + 110) for x, y in edge[::-1]], blue, (560, 670), (640, 800), 0.9)
    p.poly(brush(edge, 6, 26, 8, 34, 10, 24, 4), glow)
    p.line(edge, pale, 5)
    for k in range(15):
        x, y = 1010 + k * 31, 762 - k * 3 + 38 * math.sin(k / 4) + k % 2 * 20
        p.disc(x, y, 8, glow if k < 9 else blue, 4)
    for x, height, stride in ((930, 112, 0.16), (985, 100, 0.13)):
        p.cut(f"night {x - 10},770 {x + 10},770 {x + 130},880 {x + 104},884")
        person(p, x, 772, height, night, pale, stride)
    for _ in range(60):
        p.cut(f"pale {p.random.uniform(0, 1500)},{150 * p.random.random() ** 2} r{p.random.uniform(1, 2.6)}")


@scene(joint="#2a3230", stone="#9a9c95", warm="#b3a795", dark="#2f5a37", leaf="#5f9440", lime="#b8c94a", rust="#c9783a")
def moss(p: Paper, joint, stone, warm, dark, leaf, lime, rust) -> None:
    """A stone wall close to, with cushions of moss, a fern or two, and lichen."""
    y = -40.0
    while y < 1000:
        height, x = p.random.uniform(165, 215), -p.random.uniform(40, 220)
        while x < 1500:
            width = p.random.uniform(190, 380)
            jog = [p.random.uniform(-9, 9) for _ in range(16)]
            right, foot = x + width, y + height
            rim = path(f"""@{x + 14 + jog[0]},{y + 26} {x + 34},{y + 8 + jog[1]} {x + width / 2},{y + 6 + jog[2]}
                {right - 36},{y + 10 + jog[3]} {right - 12 + jog[4]},{y + 34} {right - 12 + jog[5]},{foot - 36}
                {right - 40},{foot - 8 + jog[6]} {x + width / 2},{foot - 7 + jog[7]} {x + 36},{foot - 10}
                {x + 12 + jog[8]},{foot - 40}""")
            p.poly(rim, mix(p.random.choice((stone, warm)), joint, p.random.uniform(0, 0.3)))
            p.spray(rim, joint, (x, y + height * 1.15), (x - 30, y + height * 0.2), 0.7)
            x += width
        y += height
    for x, y, r in p.rows("1250,180,70 1330,240,40 190,300,56 930,560,50 640,150,34 1190,660,38"):
        for k, share in ((1, 0.35), (0.72, 0.6), (0.4, 0.35)):
            rim = [(a + p.random.gauss(0, r * 0.05), b) for a, b in arc(x, y, r * k, 0, 345)[::6]]
            p.poly(smooth(rim, True), mix(stone, lime, share))

    def frond(x: float, y: float, points: list, size: float, ink: str) -> None:
        stem = smooth([(x, y), *((x + a, y + b) for a, b in points)], n=8)
        for i, (a, b) in enumerate(stem[2:-1]):
            t = i / len(stem)
            turn = math.degrees(math.atan2(stem[i + 3][1] - b, stem[i + 3][0] - a))
            for side in (-1, 1):
                with p.at(a, b, turn + side * 68, size * (1 - t) ** 0.8 * min(1, 0.5 + 3 * t)):
                    p.cut(f"{ink} @0,0 45,-13 100,0 45,13")
        p.poly(brush(stem, 7, 2), ink)

    frond(1120, 480, [(90, -140), (220, -230), (370, -230), (450, -150)], 1.1, dark)
    frond(1110, 480, [(-40, -170), (-150, -290), (-300, -330)], 1.0, leaf)
    frond(1120, 490, [(120, -30), (250, 30), (330, 130)], 0.9, leaf)
    frond(330, 720, [(40, -150), (10, -300), (-70, -400)], 0.85, dark)
    frond(330, 720, [(110, -90), (230, -120), (330, -70)], 0.75, leaf)
    for cx, cy, size, mid, light in p.rows("""250,800,1.25,leaf,lime 640,590,.95,lime,leaf 1120,560,1.1,leaf,lime
        1010,960,1.35,lime,leaf 420,215,.8,leaf,lime 1460,880,1,leaf,lime"""):
        for x, y, r in p.rows("-150,12,84 150,8,92 -70,-20,104 74,-12,110 0,16,120 -210,34,50 226,36,54"):
            with p.at(cx + x * size, cy + y * size, 0, size):
                tone = mid if x // 10 % 2 else mix(dark, mid, 0.5)
                cushion = smooth([(a, min(b, r * 0.45)) for a, b in arc(0, 0, r, 0, 350, r * 0.8)[::4]], True, 4)
                p.poly(cushion, tone)
                p.spray(cushion, light, (-r * 0.3, -r), (r * 0.2, r * 0.3), 0.9)
                p.spray(cushion, dark, (0, r * 0.7), (0, -r * 0.15), 1)
                for _ in range(7 if r > 80 else 2):
                    a = p.random.uniform(-0.7, 0.7) * r
                    x1, y1 = a + p.random.uniform(-14, 14), -r - p.random.uniform(10, 50)
                    p.cut(f"rust w3 ~{a},{-r * 0.5} {a},{-r * 0.8} {x1},{y1}; {x1},{y1} r6,9")


@scene(orange="#f0813a", gold="#f9c25b", brick="#7c2f35", dark="#3a1a2e", shade="#59243a", river="#b34a3c")
def bats(p: Paper, orange, gold, brick, dark, shade, river) -> None:
    """The arches of a brick viaduct at dusk, and a ribbon of bats unrolling from beneath them."""
    p.cut("gold 0,0 1500x860 > 0,900 0,120 1; 520,690 r130")
    p.poly(down("~-60,770 200,730 460,764 760,720 1100,760 1560,700"), river)

    def k(x: float) -> float:
        return 0.42 + 0.58 * max(0, (x + 60) / 1620) ** 1.25

    top = [(x, 560 - 420 * k(x)) for x in steps(-60, 1560, 30)]
    for tone, lift in ((shade, 26), (brick, 0)):
        p.poly([*((x, y - lift) for x, y in top), *((x, 560 - 420 * k(x) + 150 * k(x)) for x, _ in top[::-1])], tone)
    p.line(top, gold, 5)
    xs = [-200.0]
    while xs[-1] < 1700:
        xs.append(xs[-1] + 330 * k(xs[-1]))
    for a, b in itertools.pairwise(xs):
        s, half, crown = k((a + b) / 2), (b - a) * 0.36, 560 - 330 * k((a + b) / 2)
        mid = (a + b) / 2
        spring = crown + half
        lintel = 560 - 300 * s
        ring = f"{mid - half},{spring} {mid},{spring} r{half}/180:360 {mid + half},{spring}"
        p.cut(f"""brick {a},{lintel - 40 * s} {b + 1},{lintel - 40 * s} {b + 1},1000 {mid + half},1000 {mid + half},{spring}
            {mid},{spring} r{half}/360:180 {mid - half},1000 {a},1000; dark {mid + half},1000 {mid},{spring} r{half}/360:180
            {mid - half},1000 {mid - half * 0.62},1000 {mid - half * 0.62},{spring + 8}
            {mid + half * 0.19},{spring + 8} r{half * 0.81}/180:360; shade w{14 * s} {ring}""")
        p.cut(f"dark {b - (b - a) * 0.14},{lintel} {(b - a) * 0.28}x700 > 0,1000 0,{spring - 40} 0.9")
    for x, y in top[::2]:
        p.cut(f"""shade {x - 8 * k(x)},{y} {x - 8 * k(x)},{y - 44 * k(x)} {x + 8 * k(x)},{y - 44 * k(x)}
            {x + 8 * k(x)},{y}""")
    p.poly(down(wave(905, 4, 400, 0)), dark)
    glints(p, 520, 915, 1000, 320, orange, 9, 0.3)
    flight = path("~1130,700 980,640 800,690 640,600 720,470 560,400 330,470 190,330 330,190 620,150 760,40 620,-60")
    colony = []
    for i, (x, y) in enumerate(flight * 6):
        t = i % len(flight) / len(flight)
        x, y = p.random.gauss(x, 9 + 46 * t), p.random.gauss(y, 7 + 40 * t)
        size = (0.13 + 0.66 * t) * p.random.uniform(0.75, 1)
        if all(math.hypot(x - a, y - b) > 78 * (size + s) for a, b, s in colony):
            colony.append((x, y, size))
            flap = p.random.uniform(-14, 18)
            with p.at(x, y, p.random.uniform(-25, 25), size):
                p.cut(f"""dark =0,-12 7,-26 12,-12 36,{-26 - flap} 62,{-22 - flap} 92,{14 - flap} 66,{4 - flap}
                    56,{18 - flap / 2} 38,8 28,20 12,14 0,30""")


@scene(sky="#c9c3e3", grey="#8d93ad", white="#f8f5ee", ink="#2b2a45", gold="#f0b22e", red="#d8483d", paving="#a59fc8")
def gull(p: Paper, sky, grey, white, ink, gold, red, paving) -> None:
    """A dignified gull wearing a chain of office before a row of parking meters."""
    p.cut("""white 0,0 1500x800 > 0,860 0,200 0.8; paving -60,850 1560,760 1560,1060 -60,1060; grey -60,846 1560,758
        1560,782 -60,880""")
    for i in range(6):
        s = 0.42 * 1.27**i
        with p.at(1500 - 30 - 660 * (1.27**i - 1) / 1.27**2.05 * 0.52, 800 + 27 * i, 0, s * 0.96):
            p.cut("""grey -18,0 230,60 240,80 -18,20; ink -16,-430 32x450; -44,-6 88x26; red -96,-420 -104,-560 0,-560
                r104/180:360 104,-560 96,-420 60,-396 -60,-396; red+ink.3 30,-396 60,-396 96,-420 104,-560 0,-560
                r104/0:-60; white -70,-556 0,-556 r70/180:360 70,-556; ink w9 0,-560 34,-604; -50,-520 100x26; gold
                -10,-476 20x44""")
    with p.at(560, 0):
        p.cut("""white @-40,150 90,120 190,190 216,320 260,460 390,620 470,800 520,1080 -260,1080 -270,820 -220,620
            -130,460 -110,330 -130,240""")
        body = "~90,120 190,190 216,320 260,460 390,620 470,800 520,1080 200,1080"
        p.cut(f"sky {body} > 480,500 160,620 0.95")
        wing = "@150,560 280,540 420,640 560,830 680,1080 180,1080 90,860 90,680"
        p.cut(f"grey {wing}; ink {wing} > 500,1080 300,640 0.75")
        for k in range(4):
            p.cut(f"""white w7 ~{130 + k * 40},{700 + k * 70} {250 + k * 40},{690 + k * 74}
                {390 + k * 54},{770 + k * 76}""")
        bill = "~-104,236 -230,250 -340,282 -372,330 -352,372 -330,330 -220,336 -112,330"
        p.cut(f"""gold {bill}; gold+ink.25 @-112,330 -100,296 -230,300 -330,328 -220,352; red -282,330 r22,14; ink
            -240,272 r16,4; gold 10,236 r36; white 8,236 r26; ink 4,238 r17; white -3,231 r5; ink @-56,196 10,186
            70,214 66,226 8,208 -54,216""")
        chain = path("~-150,470 -176,600 -130,716 -50,770 40,740 130,640 200,540 236,430")
        p.line(chain, mix(gold, ink, 0.3), 12)
        for x, y in chain[1::3]:
            p.cut(f"gold {x},{y} r25; gold+red.5 {x},{y} r11")
        p.cut("""red -80,772 -20,772 -30,812 -70,812; gold+ink.3 -50,868 r74; gold -54,864 r70; gold+white.45 -54,864
            r52; ink w10 -54,826 -54,900; w10 -54,862 r34/15:165; w9 -76,842 -32,842""")
