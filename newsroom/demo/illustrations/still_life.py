"""Things on a table and things in a workshop: bread, chairs, a kettle, a book, brass, a piano, type."""

import math

from .motifs import spiral
from .paper import Paper, Points, brush, mix, path, scene, steps, wave


@scene(wall="#7fa6a3", mat="#e9b44a", cream="#f7e6c3", crust="#9a5526", dark="#4b2a1f", steel="#dfe3de", red="#c8452f")
def bread(p: Paper, wall, mat, cream, crust, dark, steel, red) -> None:
    """A loaf cut into slices that stand, like the bars of a chart, each taller than the last."""
    p.cut("wall+dark.3 0,0 1500x700 > 0,-300 0,560 0.5; mat 0,690 1500x400")
    for x in steps(-300, 1800, 15):
        a = 75 + x * 0.9
        p.poly(f"{a},690 {a + 26},690 {x * 1.5 - 330},1060 {x * 1.5 - 375},1060", red + "38")

    def slice_(height: float, half: float = 98) -> Points:
        neck, brow = 86 - height + 30, 86 - height - 16
        return path(f"""~={half - 14},0 {half - 8},{neck} {half + 16},{brow} {half - 22},{18 - height} 0,{-height}""")

    p.cut("""crust+mat.25 90,800 1440,770 1560,900 60,950; dark 60,950 1560,900 1560,934 60,988; 250,860 1500,800
        1500,884 420,930 > 900,800 900,960 0.8""")
    for k in range(8):
        with p.at(1205 + 34 * (7 - k), 836 - 3 * (7 - k)):
            p.poly(slice_(590, 128), crust if k % 2 else mix(crust, dark, 0.22))
    for k, height in enumerate((170, 255, 345, 440, 590)):
        half = 128 if k == 4 else 92
        with p.at(250 + k * 228 + (44 if k == 4 else 0), 850 - 3 * k):
            for lift, tone in ((34, dark), (26, crust)):
                with p.at(lift, -lift * 0.14):
                    p.poly(slice_(height, half), tone)
            p.poly(slice_(height, half), crust)
            with p.at(0, -9, 0, 0.86, (height - 24) / height):
                crumb = slice_(height, half)
                p.poly(crumb, cream)
                p.spray(crumb, mat, (half * 1.5, 0), (-half * 0.2, -height * 0.5), 0.75)
                for _ in range(height // 17):
                    x, y = p.random.uniform(-half * 0.72, half * 0.72), -p.random.uniform(0.06, 0.86) * height
                    p.cut(f"cream+crust.35 {x},{y} r{p.random.uniform(4, 10)},{p.random.uniform(3, 6)}")
    with p.at(330, 935, -3):
        p.cut("""steel ~-240,6 -160,34 -40,44 330,44 330,0 -60,-4; wall w5 -220,14 -110,36 330,40; dark 320,-8 344,-8
            344,50 320,50; red ~344,-4 560,-8 600,10 584,46 540,40 344,46; cream 400,19 r8; 470,19 r8; 540,19 r8""")
    for _ in range(46):
        p.cut(f"crust {p.random.gauss(700, 330)},{p.random.uniform(872, 925)} r{p.random.uniform(2, 6)}")


@scene(paper="#f3ead8", teal="#2f8a87", red="#dd5138", yellow="#efb63c", ink="#22303a", pink="#e9b7a2")
def chairs(p: Paper, paper, teal, red, yellow, ink, pink) -> None:
    """Twelve chairs, no two of one kind, each on its own square of colour."""

    def legs(ink: str, spread: float, top: float = 10, half: float = 60, width: float = 9) -> None:
        for side in (-1, 1):
            p.cut(f"{ink} w{width} {half * side},{top} {(half + spread) * side},130")

    def ladder(a, b):
        p.cut(f"""{a} w13 -58,-140 -58,130; w13 58,-140 58,130; w20,26,20 ~-58,-118 0,-130 58,-118; w20,26,20 ~-58,-78
            0,-90 58,-78; w20,26,20 ~-58,-38 0,-50 58,-38; {b} -74,0 74,0 66,30 -66,30; {a} w9 -58,84 58,84""")

    def office(a, b):
        p.cut(f"""{a} ~-62,-40 -58,-140 0,-152 58,-140 62,-40; @-78,2 -60,-14 60,-14 78,2 66,24 -66,24; {b} w13 0,-30
            0,96; w12 -84,122 0,94 84,122; -84,128 r12; 0,128 r12; 84,128 r12; w9 -66,4 -92,4 -92,-44; c13 -74,-46
            -104,-46; w9 66,4 92,4 92,-44; c13 74,-46 104,-46""")

    def arm(a, b):
        legs(b, 4, 60, 74, 12)
        p.cut(f"""{a} ~=70,20 78,-110 40,-140 0,-146; {a}+{b}.25 ~-66,90 -66,-30 -92,-48 -116,-26 -108,90; ~66,90
            66,-30 92,-48 116,-26 108,90; {a}+{b}.12 -68,6 136x84; {a} ~=66,40 62,8 0,2""")

    def windsor(a, b):
        legs(a, 24)
        p.cut(f"{a} w7 -74,78 74,78; w11 -76,0 0,-70 r76,78/180:360 76,0")
        for x in steps(-48, 48, 5):
            p.cut(f"{a} w5 {x * 0.8},0 {x},{-130 + abs(x) * 0.5}")
        p.cut(f"{b} @-92,4 0,-8 92,4 70,28 -70,28")

    def tulip(a, b):
        p.cut(f"""{a} @-84,-20 -70,-130 0,-146 70,-130 84,-20 52,26 -52,26; {b} @-58,-20 0,-34 58,-20 44,8 -44,8; {a}
            -13,20 ~-11,60 -20,108 -76,130 ~76,130 20,108 11,60 |13,20""")

    def cantilever(a, b):
        p.cut(f"""{a} w11 ~-66,-140 -52,-10 -40,6 70,6 84,20 78,112 60,128 -70,128; {b} w26 -68,-136 -57,-40; c22
            -34,-2 66,-2""")

    def deck(a, b):
        p.cut(f"{a} w12 -96,-110 86,130; w12 84,-10 -80,130")
        sling = "~-92,-112 -44,-20 10,44 84,-8"
        p.cut(f"{b} w30 {sling}; {a} w6 {sling}")

    def rocker(a, b):
        ladder(a, b)
        p.cut(f"{a} c13 0,-120 r262/62:118")

    def stool(a, b):
        legs(b, 34, 0, 34)
        p.cut(f"{b} w9 0,0 0,124; w7 -54,72 54,72; 0,-6 r80,26; {a} 0,-16 r80,26")

    def bentwood(a, b):
        legs(a, 16, 20, 56)
        p.cut(f"""{a} w12 -56,10 0,-74 r62,72/180:360 56,10; w8 -30,10 0,-62 r32,46/180:360 30,10; 0,18 r82,22; {b}
            0,12 r70,17""")

    def shell(a, b):
        p.cut(f"""{b} w7 -35,20 -80.5,130; w7 -10,20 -23,130; w7 10,20 23,130; w7 35,20 80.5,130; w4 -74,100 40,40
            74,100; {a} @-100,-34 -70,-120 20,-140 84,-90 104,-26 70,26 -56,32; {a}+{b}.3 @-86,-30 0,-18 92,-26 64,16
            -52,20""")

    def wing(a, b):
        legs(b, 8, 70, 60, 12)
        p.cut(f"""{a} ~-84,80 -88,-70 -60,-150 0,-136 60,-150 88,-70 84,80; {a}+{b}.16 ~-52,20 -50,-100 0,-112 50,-100
            52,20; {a} @-64,14 64,14 70,50 -70,50""")
        for x, y in ((-24, -70), (24, -70), (0, -36), (-24, -4), (24, -4)):
            p.cut(f"{b} {x},{y} r5")

    kinds = ladder, office, arm, windsor, tulip, cantilever, deck, rocker, stool, bentwood, shell, wing
    tiles = p.rows("""yellow,ink,red paper,teal,ink teal,pink,ink red,paper,ink ink,yellow,red pink,ink,red
        teal,paper,yellow paper,red,ink yellow,teal,ink paper,ink,yellow ink,pink,paper red,yellow,ink""")
    order = 1, 4, 3, 2, 6, 0, 10, 5, 11, 7, 8, 9
    for i, (k, (ground, a, b)) in enumerate(zip(order, tiles, strict=True)):
        x, y = i % 4 * 375, i // 4 * 334
        p.cut(f"{ground} {x},{y} 376x335")
        shade = mix(ground, ink if ground != ink else teal, 0.22)
        p.cut(f"{shade} {x},{y + 268} 376x67")
        with p.at(x + 188, y + 176):
            p.disc(0, 124, 118, mix(shade, ink if ground != ink else teal, 0.3), 13)
            kinds[k](a, b)
        p.cut(f"{shade} {x},{y} 376x335 > {x + 480},{y - 60} {x + 90},{y + 190} 0.6")


@scene(mint="#d5e6d8", teal="#2c7f86", deep="#174b57", cream="#fbf4e2", red="#e0563b", yellow="#f2b84b")
def kettle(p: Paper, mint, teal, deep, cream, red, yellow) -> None:
    """A kettle on the boil, its steam drawn out into the streamlines of a weather map."""
    p.cut("teal 0,0 1500x900 > 1500,-500 500,700 0.7; deep 0,850 1500x200; yellow 0,838 1500x14")
    for i in range(9):
        u = i - 4
        flow = f"""~{748 + u * 4},{452 + u * 5} {800 + u * 16},{350 + u * 14} {880 + u * 26},{230 + u * 24}
            {1010 + u * 18},{150 + u * 30} {1140 + u * 6},{230 + u * 26} {1240 + u * 14},{330 + u * 10}
            {1390 + u * 16},{300 + u * 22} 1600,{200 + u * 44}"""
        p.poly(brush(f"{flow}", 5, 15, 24, 20, 14, 9), (cream, cream, yellow, cream, deep, cream, cream, red, cream)[i])
    for x, y, r, turn, tone in p.rows("""1000,620,130,200,cream 1330,640,96,40,cream 420,190,120,10,cream
        1290,120,60,90,deep 110,330,76,120,deep"""):
        p.poly(brush(spiral(x, y, 10, r, turn, turn + 820, 120), 6, 9, 16, 10, 0), tone)
    for x, y, turn, tone in p.rows("""620,130,-20,deep 240,80,-8,deep 1130,470,20,deep 1180,770,-14,cream
        900,760,-24,deep 90,520,-30,deep 1420,480,12,deep"""):
        with p.at(x, y, turn):
            p.cut(f"{tone} w6 0,0 92,0; w6 92,0 112,-36; w6 68,0 88,-36; 0,0 r9")
    with p.at(440, 840):
        p.cut("""deep @-330,4 0,-20 400,6 60,40 > 0,40 0,-30 1; c36 -176,-250 -190,-330 -4,-330 r186,220/186:354
            182,-330 168,-250; red w16 -4,-330 r186,220/222:318; deep ~140,-130 230,-200 262,-330 320,-400 366,-382
            320,-320 300,-160 200,-30; yellow @296,-404 330,-424 384,-400 368,-366""")
        body = "~=226,0 262,-110 200,-280 120,-332 0,-338"
        p.cut(f"red {body}")
        with p.within(f"{body}"):
            p.cut(f"""deep {body} > 340,-40 -60,-190 0.95; cream w4,38,6 ~-196,-30 -222,-120 -160,-260; deep -300,-34
                600x40""")
        p.cut("yellow 0,-326 r128,54/180:360; yellow+deep.3 0,-326 r128,16/0:180; deep 0,-392 r26")


@scene(coral="#ee7d5f", cream="#fbf1dc", shade="#e2cfae", blue="#2f7fa8", navy="#173f61", pale="#a5cfd6", sun="#f8c765")
def book(p: Paper, coral, cream, shade, blue, navy, pale, sun) -> None:
    """An open book whose pages rise into waves, with a very small boat upon them."""
    p.cut("""sun 1090,330 r190; 0,0 1500x900 > 0,1000 0,120 0.8; navy @60,905 760,850 1450,905 760,990 > 750,980
        750,840 0.8""")
    for side in (-1, 1):
        with p.at(750, 0, 0, side):
            p.cut("navy ~0,930 200,905 460,900 700,918 706,940 460,930 200,936 0,962")
            for k in range(7):
                y = 912 - k * 13
                tone = cream if k % 2 else shade
                p.cut(f"""{tone} ~0,{y + 12} 150,{y - 30} 400,{y - 34} {676 - k * 5},{y + 4} ~{676 - k * 5},{y + 18}
                    400,{y - 12} 150,{y - 8} 0,{y + 34}""")
    seas = p.rows("0.3,470,60,pale 0.62,560,66,blue 0.06,650,62,navy 0.45,735,48,blue")
    for i, (phase, y, height, tone) in enumerate(seas):
        half = 560 + i * 42
        crest = []
        for x in steps(750 - half, 750 + half, 70):
            swell = height * (0.5 + 0.5 * math.sin(math.pi * (x - 750 + half) / 2 / half))
            turn = 2 * math.pi * ((x - 190) / (470 - i * 26) + phase)
            crest.append((x, y - swell * math.sin(turn) + (x - 750) ** 2 / 5200))
        foot = path(f"{758 + half},{850 + i * 4} ~1150,812 900,816 750,846 600,816 350,812 |{742 - half},{850 + i * 4}")
        if i == 2:
            with p.at(905, 566, 9):
                p.cut("""coral @-74,-26 -50,20 46,20 80,-34 20,-12; navy w7 0,-14 0,-190; cream ~8,-186 70,-110 84,-40
                    8,-34; sun -8,-168 -8,-36 -62,-40""")
        p.poly([*crest, *foot], tone)
        for k in range(1, 6 if i < 3 else 3):
            line = [(x, b + k * (16 + i * 3)) for x, b in crest[2 + k : -2 - k]]
            p.line(line, (cream, pale, pale, cream)[i] if i != 0 else blue, 3)
        p.poly(brush(crest, 3, 17, 6, 20, 5, 17, 3), cream)
    for side in (-1, 1):
        with p.at(750, 0, 0, side):
            leaf = "~0,846 150,806 400,802 655,842 ~668,868 400,842 150,850 0,886"
            p.cut(f"cream {leaf}; shade {leaf} > -20,840 190,830 1")
            for k in range(2):
                p.cut(f"shade w4 ~60,{852 + k * 14} 170,{826 + k * 14} 400,{818 + k * 14} 600,{842 + k * 13}")
    p.cut("shade w5 750,844 750,950")
    for x, y, s in ((560, 250, 60), (650, 200, 46), (470, 320, 36)):
        with p.at(x, y, 0, s / 100):
            p.cut("navy ~=52,-2 34,-17 15,-13 0,6 |0,19")


@scene(green="#12402f", moss="#1f5d43", gold="#eeb33b", light="#fbe0a0", brown="#8a5216", dark="#0a221b")
def brass(p: Paper, green, moss, gold, light, brown, dark) -> None:
    """The bells of a brass band in a row, seen from the conductor's place."""
    p.cut("moss 0,0 1500x1000 > 0,1100 0,60 1")

    def bell(x: float, y: float, r: float, turn: float) -> None:
        with p.at(x, y, turn):
            p.cut(f"""dark {r * 0.05},{r * 0.08} r{r * 1.03}; gold 0,0 r{r}; brown 0,0 r{r} > {r * 1.1},{r * 0.7}
                {-r * 0.35},{-r * 0.3} 0.9; light 0,0 0,0 r{r * 0.93}/196:236; 0,0 0,0 r{r * 0.93}/243:250;
                w{r * 0.035} 0,0 r{r * 0.955}; brown 0,0 r{r * 0.56}; gold 0,0 r{r * 0.56} > {r * 0.5},{r * 0.6}
                {-r * 0.3},{-r * 0.2} 0.95; dark {-r * 0.03},{-r * 0.04} r{r * 0.31}; brown {-r * 0.03},{-r * 0.04}
                r{r * 0.31} > {r * 0.3},{r * 0.3} {-r * 0.1},0 0.8""")

    def tube(points: Points, width: float) -> None:
        for scale, tone, dx in p.rows("1.25,dark,0 1,gold,0 0.42,brown,0.24 0.22,light,-0.22"):
            p.line([(x + dx * width, y + abs(dx) * width * 0.3) for x, y in points], tone, width * scale, True)

    for x, k in ((1320, 0), (1390, 0.4), (1250, -0.4)):
        tube([(x, 520), (x + 8, 1060)], 44)
    tube(path("~160,470 150,700 190,900 300,960 420,900 440,760 410,600"), 62)
    tube(path("~250,560 260,760 310,840 350,760 350,600"), 36)
    for x in (560, 690):
        tube([(x, 300), (x, 960)], 34)
    tube(path("~560,930 572,990 625,1010 678,990 690,930"), 34)
    tube([(560, 470), (690, 470)], 22)
    tube(path("~1010,250 1180,420 1130,640 930,660 870,500 960,380"), 40)
    for x in (860, 925, 990):
        tube([(x, 760), (x, 1060)], 42)
        p.cut(f"dark {x - 26},742 52x20; light {x - 20},722 40x22")
    for x, y, r, turn in p.rows("""1275,380,265,-10 640,235,150,12 255,330,300,0 925,215,125,-14 880,560,215,8
        560,720,165,-8 1230,800,185,14 180,850,150,5"""):
        bell(x, y, r, turn)


@scene(red="#b3262b", deep="#6e1420", black="#1c1418", cream="#f6ead2", gold="#dd9f3c", rose="#d8604f")
def piano(p: Paper, red, deep, black, cream, gold, rose) -> None:
    """Piano keys and strings as one slanting rhythm, and a tuning fork laid across them."""
    with p.at(750, 500, -24):
        p.cut("deep -1200,-900 2400x760 > 0,-900 0,-160 1")
        for k in range(44):
            x = -1080 + k * 50
            p.line(f"{x},-1000 {x + 110},-120", gold if k % 3 else rose, 2.5 + (43 - k) * 0.13)
        p.cut("black -1300,-150 2600x74")
        for k in range(44):
            x = -985 + k * 50
            p.cut(f"gold {x},-112 r13; deep {x},-112 r5")
        p.cut("rose -1300,-76 2600x22; deep -1300,-54 2600x30")
        for k in range(-11, 13):
            x, dip = k * 112, 16 if k in (-1, 3) else 0
            p.cut(f"""cream {x},-24 108x{560 + dip}; gold {x},-24 108x560 > {x + 160},200 {x + 50},200 0.4;
                cream+gold.45 {x},{536 + dip} 108x44; black {x + 108},-24 5x620""")
            if dip:
                p.cut(f"cream+black.6 {x},-24 108x34")
        for k in range(-11, 13):
            if k % 7 not in (2, 6):
                x = k * 112 + 76
                p.poly(f"{x + 8},-24 {x + 92},-24 {x + 84},330 {x + 6},348", deep + "80")
                p.cut(f"black {x},-24 70x346; black+rose.3 {x + 9},-24 {x + 61},-24 {x + 57},286 {x + 13},286")
        p.cut("black -1300,580 2600x500; gold -1300,640 2600x12")
    with p.at(640, 560, 38):
        for dx, dy, tone, w in ((20, 26, black + "70", 46), (0, 0, deep, 52), (0, 0, gold, 40), (-8, -4, cream, 9)):
            p.cut(f"""{tone} w{w} {-70 + dx},{-420 + dy} {dx},{60 + dy} r70,86/180:0 {70 + dx},{-420 + dy}; c{w * 0.9}
                {dx},{140 + dy} {dx},{430 + dy}""")


@scene(table="#cfd4c8", wood="#d39a56", oak="#a96f35", ink="#20222a", metal="#7d8a94", shine="#e6ebe8", red="#c9402f")
def letterpress(p: Paper, table, wood, oak, ink, metal, shine, red) -> None:
    """Wooden and metal type, its faces mirrored as type's are, and an inking roller with its strip of red."""
    p.cut("table+metal.6 0,0 1500x700 > 0,-300 0,640 0.8; table+metal.55 -60,690 1560,640 1560,1060 -60,1060")

    def sort(x: float, y: float, w: float, h: float, glyph, face: str, tone: str, stamp: str) -> None:
        with p.at(x, y):
            p.cut(f"""ink 0,0 {w},0 {w + 52},-30 {w + 230},40 190,50 > {w / 2},-40 {w / 2 + 60},60 0.9; {face}+ink.5
                {w},0 {w + 52},-30 {w + 52},{-h - 30} {w},{-h}; {face}+shine.4 0,{-h} 52,{-h - 30} {w + 52},{-h - 30}
                {w},{-h}; {face} 0,{-h} {w}x{h}; {tone} 0,{-h} {w}x{h} > {w * 1.4},0 0,{-h * 0.6} 0.7""")
            for k in range(5 if face == wood else 0):
                p.line(wave(-h * (0.12 + 0.19 * k), 5, w * 0.9, k * 0.37, 2, w - 2), mix(face, tone, 0.6), 3)
            with p.at(w / 2, -h / 2, 0, -w / 250, h / 270):
                glyph(stamp)

    def kay(t):
        p.cut(f"{t} -72,-96 44x192; -92,-96 84x20; -92,76 84x20; -28,16 56,-96 88,-96 16,-8 94,96 36,96 -14,22")

    def ampersand(t):
        p.cut(f"{t} w30 ~88,92 -20,-30 -34,-76 2,-98 34,-70 10,-30 -52,16 -56,70 -8,94 44,66 80,4")

    def bowl(t):
        p.cut(f"""{t} -20,-46 r86,50/-90:90 -72,4 -72,96 -14,46 r96,50/90:-90 -72,-4 -72,-96; wood -24,-46
            r40,22/-90:90 -30,-24 -30,-68; -24,48 r48,24/-90:90 -30,72 -30,24""")

    def query(t):
        p.cut(f"{t} w20,34,40,44,40,24 ~-58,-44 -40,-88 14,-96 52,-60 40,-14 0,6 -4,40; -4,80 r23")

    def star(t):
        turns = [(k * math.pi / 6, 40 if k % 2 else 100) for k in range(12)]
        p.poly([(r * math.sin(turn), -r * math.cos(turn)) for turn, r in turns], t)

    def tower(t):
        p.cut(f"{t} -18,-98 18,-98 92,96 40,96 0,-24 -48,96 -82,96; -46,26 92x22")

    def comma(t):
        p.cut(f"{t} 0,-30 r50; w30,26,0 ~36,-26 40,40 -20,92")

    sort(120, 690, 300, 460, kay, wood, oak, ink)
    sort(520, 676, 330, 330, ampersand, wood, oak, red)
    sort(900, 664, 240, 520, bowl, wood, oak, ink)
    sort(1190, 652, 230, 270, star, wood, oak, ink)
    sort(1120, 830, 140, 190, query, metal, ink, shine)
    sort(1310, 850, 140, 240, tower, metal, ink, shine)
    sort(60, 860, 140, 180, comma, metal, ink, shine)
    sort(240, 880, 140, 150, star, metal, ink, shine)
    p.cut("red 430,1060 556,800 856,800 800,1060; ink 430,1060 556,800 856,800 800,1060 > 560,1120 640,820 0.6")
    with p.at(706, 790, -3):
        p.cut("""ink -130,30 380x70 > 0,20 0,100 0.8; -168,-58 336x116; ink+shine.4 -168,-40 336x22; red -168,30
            336x28; ink w17 -190,0 -190,76 0,118 190,76 190,0; metal -190,0 r17; 190,0 r17; -13,100 26x50; wood
            ~=24,146 38,210 30,300 0,320; ink -25,142 50x18""")
