"""The working harbour: the bridge, the ferry, ships seen from below and from the side, the yard."""

from .motifs import birds, cloud, dashes, glints, person, rain, spiral
from .paper import Paper, both, brush, down, mix, path, scene, smooth, steps, wave


@scene(dawn="#f3b48f", ink="#1d2b31", river="#7d988b", deep="#56766e", light="#f7dfb4", far="#c9938a", brick="#a3452f")
def bridge(p: Paper, dawn, ink, river, deep, light, far, brick) -> None:
    """An iron swing bridge standing open along its river at dawn, a tram waiting, one tug."""
    p.cut("light 0,0 1500x430 > 0,440 0,60 1; 1010,372 r92")
    x = -20
    while x < 1520:
        width, height = p.random.choice((38, 52, 70, 96)), p.random.randint(18, 84)
        p.cut(f"""far {x},440 {x},{432 - height} {x + width / 2},{432 - height - x % 3 * 11} {x + width},{432 - height}
            {x + width},440""")
        x += width
    p.cut("""far 174,440 178,240 202,240 206,440; 604,440 608,280 632,280 636,440; 1274,440 1278,260 1302,260 1306,440;
        river 0,436 1500x600; deep 0,436 1500x564 > 0,1050 0,520 1""")
    glints(p, 1010, 452, 720, 190, light, 20, 0.7)
    dashes(p, (0, 480, 1500, 980), deep, 90)

    def girder(t: float, v: float) -> tuple[float, float]:
        """A place on the span: t runs from its near end to its far one, v from the deck up."""
        k = 1 / (1 + 1.5 * t)
        s = (1 - k) / 0.6
        return 1440 - 1010 * s, 640 - 152 * s - v * 215 * k

    def height(t: float) -> float:
        return 0.5 + 1.0 * max(0, 1 - abs(t - 0.42) / 0.42) ** 1.5

    p.cut("""ink 905,690 r150,44/0:180 905,642 r144,44/180:0; brick 905,640 r132,40/0:180 905,592 r126,40/180:0; ink
        905,588 r120,36/0:180 905,540 r114,36/180:0""")
    bays = steps(0, 1, 15)
    for shift, tone in ((0.0, mix(ink, river, 0.35)), (1.0, ink)):
        with p.at(-46 * (1 - shift), -14 * (1 - shift)):
            p.poly([girder(0, 0), girder(1, 0), girder(1, -0.16), girder(0, -0.16)], tone)
            p.line([girder(t, height(t)) for t in steps(0, 1, 60)], tone, 11)
            for i, t in enumerate(bays):
                p.line([girder(t, 0), girder(t, height(t))], tone, 10 - 5 * t)
                if i:
                    near, far_end = (bays[i - 1], t) if t > 0.45 else (t, bays[i - 1])
                    p.line([girder(near, height(near)), girder(far_end, 0)], tone, 6 - 3 * t)
    p.line([girder(0.42, 1.5), girder(0.42, 1.95)], ink, 5)
    p.cut("""brick+light.35 -60,690 430,716 640,1060 -60,1060; ink 430,716 640,1060 640,1200 430,760; brick 430,716
        486,808 486,1100 430,1060; ink 430,716 445,716 668,1060 640,1060; w4 -60,742 446,764; w4 -60,764 461.4,786""")
    with p.at(30, 742, 2.6):
        p.cut("""brick ~0,-12 -2,-90 16,-150 150,-158 290,-150 306,-90 304,-12; light -2,-66 308x10; ink 10,-158
            296,-158 280,-172 28,-172""")
        for x in steps(16, 250, 6):
            p.rect(x, -138, 36, 52, light if x > 20 else mix(light, dawn, 0.5))
        p.cut("ink 10,-14 284x12; 60,0 r15; 240,0 r15; w4 150,-172 118,-214 180,-232")
    for x in steps(0, 4, 5):
        p.rect(392, 660 + 13 * x, 8, 14, ink if x % 2 else light)
    p.cut("brick w9 396,668 300,600")
    with p.at(1110, 850):
        p.cut("""ink -220,30 440x70 > 0,10 0,90 0.7; ~-165,-30 -150,22 -120,40 120,40 168,-2 186,-52 90,-20 -40,-12;
            brick -150,20 270x9; light -50,-84 120x70; brick 10,-130 66x56; light 20,-118 46x22; ink -52,-80 -46,-150
            -14,-150 -8,-80; brick -47,-134 34x12; light @-220,44 -100,34 60,40 240,30 120,54 -80,58""")
    birds(p, "560,200,50 640,150,36 480,130,28", ink)


@scene(night="#17203f", water="#1f3159", far="#0e1530", amber="#f6b545", moon="#f5ead0", teal="#3c7d88", hull="#b23a32")
def ferry(p: Paper, night, water, far, amber, moon, teal, hull) -> None:
    """A double-ended ferry with lit windows crossing a dark river under the moon."""
    p.cut("teal 0,0 1500x470 > 0,520 0,40 0.85")
    p.halo(300, 205, 330, teal, 0.8)
    p.cut("moon 300,205 r112")
    x = -10
    lights = []
    while x < 1510:
        width, height = p.random.choice((44, 60, 84)), p.random.randint(40, 150)
        p.cut(f"far {x},{470 - height} {width}x{height + 10}")
        if p.random.random() < 0.22:
            p.cut(f"far {x},{472 - height} {x + width / 2},{400 - height} {x + width},{472 - height}")
        for row in range(int(height / 26)):
            for column in range(int(width / 18)):
                if p.random.random() < 0.3:
                    p.cut(f"amber {x + 8 + column * 18},{480 - height + row * 24} 7x10")
                    lights.append(x + 12 + column * 18)
        x += width
    p.cut("water 0,470 1500x600; far 0,470 1500x530 > 0,1020 0,560 1")
    for x in p.random.sample(lights, 40):
        for k in range(p.random.randint(2, 6)):
            y = 486 + k * 24 + k * k
            p.cut(f"amber {x - 9 - 2 * k},{y} {x},{y - 4} {x + 9 + 2 * k},{y} {x},{y + 4}")
    glints(p, 300, 490, 985, 250, moon, 34, 0.8)
    dashes(p, (0, 520, 1500, 1000), teal, 60)
    with p.at(880, 700):
        p.cut("""far -500,60 1000x170 > 0,40 0,250 1; hull ~=480,-26 430,36 330,74; moon =470,-6 456,18; far =500,-34
            480,-8; moon =330,-128 348,-30; far =352,-142 344,-124""")
        for x in steps(-318, 274, 13):
            p.cut(f"amber {x},-106 36x50")
        p.cut("moon =230,-204 238,-140")
        for x in steps(-212, 176, 9):
            p.cut(f"amber {x},-188 32x28")
        p.cut("far =250,-216 242,-202")
        for side in (-1, 1):
            with p.at(165 * side, -216, 0, side):
                p.cut("moon -40,0 -34,-58 40,-58 46,0; amber -8,-48 46x28; far -44,-70 94x12")
            p.cut(f"far w6 {400 * side},-34 {400 * side},-150; amber {400 * side},-152 r9")
        p.cut("hull -44,-216 -36,-330 36,-330 44,-216; far -38,-300 -36,-330 36,-330 38,-300")
        for x in steps(-300, 300, 13):
            for k in range(7):
                w = p.random.uniform(14, 26)
                p.cut(f"amber {x - w},{110 + 24 * k} {x},{105 + 24 * k} {x + w},{110 + 24 * k} {x},{115 + 24 * k}")
        p.cut("moon @-480,66 -350,86 0,80 -340,74; @480,66 350,86 0,80 340,74")


@scene(sky="#dfe5dc", red="#dd4a2b", dark="#8f2a20", black="#20242a", stone="#b9ae98", shade="#7d7668", crane="#e9a93a")
def drydock(p: Paper, sky, red, dark, black, stone, shade, crane) -> None:
    """A ship's bow towering in dry dock, seen from its floor, with one painter on a hanging stage."""
    with p.at(285, 640):
        p.cut("crane w13 -34,0 -18.7,-470; w13 34,0 18.7,-470")
        for k in range(9):
            p.cut(f"crane w6 -32,{-k * 54} 30,{-k * 54 - 54}")
        p.cut("""crane w11 -230,-430 20,-560 400,-470 0,-470 -230,-430; black -250,-440 100x70; -30,-500 66x60; w4
            350,-476 350,-300""")
    for i, tone in enumerate((shade, stone, shade, stone, mix(stone, sky, 0.35))):
        rise = 920 - i * 105
        for side in (-1, 1):
            with p.at(860, 0, 0, side):
                tone = mix(stone, shade, 0.25 + 0.13 * i) if side > 0 else mix(stone, sky, 0.1 + 0.08 * i)
                p.cut(f"{tone} {300 + i * 75},{rise} 1300,{rise - 260} 1300,1100 {300 + i * 75},1100")
                p.cut(f"shade w5 {300 + i * 75},{rise} 1300,{rise - 260}")
    p.cut("shade 0,930 1500x140; black 0,930 1500x90 > 0,920 0,1000 0.8")
    flare = [(560, -60), (470, 120), (330, 330), (235, 520), (190, 640)]
    with p.at(860, 0):
        p.poly(smooth(both([*flare, (150, 800), (60, 905)])), red)
        p.cut("black -186,896 72x74; -86,896 72x74; 14,896 72x74; 114,896 72x74")
        with p.within(smooth(both([*flare, (150, 800), (60, 905)]))):
            p.cut("""dark 0,-100 700,-100 700,1000 0,1000; -600,-100 600x1100 > -330,700 60,620 0.9; black+sky.16
                -700,-100 0,-100 0,520 -60,512 -700,460; black 700,-100 0,-100 0,520 60,512 700,460; sky -700,452 0,512
                700,452 700,468 0,530 -700,468""")
        p.cut("""red @-74,800 -66,690 0,640 66,690 74,800 40,880 -40,880; dark ~0,640 66,690 74,800 40,880 0,890; black
            0,765 r76,124 > 80,860 -20,700 0.9; dark w5 0,-40 0,640""")
        for k in range(13):
            p.cut(f"sky {-58 if k % 2 else -72},{360 + 22 * k + 30 * (k > 5)} {24 if k % 2 else 38}x8")
        for side in (-1, 1):
            with p.at(268 * side, 120, -10 * side):
                p.disc(0, 0, 36, mix(black, sky, 0.4 if side < 0 else 0.25), 30)
                p.cut("""sky w14 0,0 0,116; w14 ~-58,66 -44,108 0,124 44,108 58,66; -76,84 -58,44 -40,84; 76,84 58,44
                    40,84""")
    with p.at(668, 470):
        p.cut("sky w3 -66,-560 -66,0; w3 66,-560 66,0; crane -84,0 168x10")
        person(p, -8, 0, 92, sky, crane, 0.07)
        p.cut("sky w9 -4,-64 44,-84; black w5 44,-84 62,-108; red 34,-20 22x20")


@scene(sky="#f1e3b8", sea="#2f7f7a", deep="#17524f", foam="#f3efe0", hull="#23262e", boot="#a93a2c", orange="#ef7d28")
def pilot(p: Paper, sky, sea, deep, foam, hull, boot, orange) -> None:
    """A pilot boat riding the swell under a ship's side, and a pilot on the rope ladder."""
    p.halo(1320, 250, 420, foam)
    cloud(p, 1220, 190, 330, foam)
    p.poly(down(wave(610, 26, 700, 0.2)), mix(sea, sky, 0.35))
    p.poly(down(wave(670, 34, 560, 0.65)), mix(sea, sky, 0.15))
    side = "~-60,-60 780,-60 800,60 742,300 716,560 700,900 -60,900"
    p.cut(f"""hull -60,-60 792,-60 748,300 724,560 706,1000 -60,1000; boot -60,700 716,700 706,1000 -60,1000; foam
        -60,690 777x12; hull+foam.35 {side} > 760,300 250,330 0.55; hull+foam.14 w3 -60,120 758,120; w3 -60,270
        743,270; w3 -60,420 728,420; w3 -60,570 713,570; w3 108,-20 90,1000; w3 348,-20 330,1000; w3 578,-20
        560,1000""")
    for k in range(8):
        p.cut(f"foam 600,{470 + 26 * k} {30 if k % 2 else 46}x9")
    p.cut("sky w5 410,-50 408,690; w5 462,-50 460,690")
    for k in range(22):
        p.rect(398 if k % 7 == 3 else 408, 6 + 32 * k, 76 if k % 7 == 3 else 56, 7, orange if k % 7 == 3 else sky)
    with p.at(436, 408):
        p.cut("""orange @-26,-70 -30,0 -22,8 22,8 30,0 26,-70 0,-82; deep c17 -12,4 -18,60 -16,100; c17 12,4 22,44
            16,70; orange c13 -22,-66 -28,-110 -24,-134; c13 22,-66 34,-90 26,-112; foam 0,-96 r19; deep 0,-100
            r20/180:360 22,-96 -22,-96""")
    p.poly(down(wave(752, 46, 900, 0.42)), sea)
    p.spray(down(wave(752, 46, 900, 0.42)), deep, (0, 960), (0, 740))
    with p.at(985, 752, -13):
        p.cut("""orange @-250,-44 -236,30 -190,62 150,66 250,10 322,-92 180,-62 0,-48; deep @-246,10 -180,26 120,30
            270,-16 230,24 150,66 -190,62; foam -110,-50 -104,-128 40,-128 96,-58; -84,-126 -78,-196 36,-196 64,-126;
            deep -70,-182 -72,-146 -18,-146 -18,-182; -4,-182 -4,-146 48,-146 34,-182; hull -94,-206 146x12; deep
            -84,-92 r13; -46,-92 r13; -8,-92 r13; hull w6 -40,-206 -40,-320; foam -40,-316 34,-302 34,-278 -40,-264;
            boot -40,-290 34,-290 34,-278 -40,-264; hull w5 110,-58 110,-100 240,-128 246,-84""")
        person(p, 168, -60, 84, hull, foam)
    crest = wave(872, 52, 820, 0.12)
    p.poly(down(crest), deep)
    p.line(crest, foam, 9)
    p.cut("""foam @1180,812 1280,760 1400,752 1340,790 1420,800 1280,826 1120,842; @640,830 760,786 820,796 780,824
        850,842 700,858""")
    for y, phase in ((930, 0.55), (985, 0.05)):
        p.line(wave(y, 26, 640, phase), sea, 7)
    birds(p, "1060,330,70 1180,400,50 960,240,44", hull)


@scene(night="#22304c", slate="#4b6480", sea="#1b5a66", pale="#8fb7b0", foam="#f2eee2", beam="#f4cf5b", iron="#b5543a")
def storm(p: Paper, night, slate, sea, pale, foam, beam, iron) -> None:
    """A great wave against the sea wall and the gates of the barrier, a lighthouse beam in the rain."""
    p.cut("""slate 0,0 1500x640 > 0,640 0,60 1; beam+night.1 1130,232 -60,20 -60,330; night 1130,232 -60,20 -60,330 >
        -60,170 1000,220 0.9; beam+night.25 1130,232 1560,170 1560,310""")
    with p.at(1130, 560):
        p.cut("foam -60,40 -38,-280 38,-280 60,40; pale 0,40 0,-280 38,-280 60,40")
        for y in (-190, -70):
            k = 38 + (y + 280) * 0.07
            p.cut(f"iron {-k},{y} {k},{y} {k + 4},{y + 60} {-k - 4},{y + 60}")
        p.cut("night -54,-292 108x14; beam -28,-352 56x60; iron -40,-352 40,-352 0,-396")
    p.cut("slate+night.4 620,700 620,560 760,520 1560,520 1560,1060 620,1060")
    for i, x in enumerate((1390, 1180, 985, 800)):
        w, top = 76 - 8 * i, 470 + 22 * i
        p.cut(f"iron {x - 190 + 22 * i},{top + 118} {x},{top + 92} {x},900 {x - 190},900")
        for k in range(4):
            p.cut(f"iron+night.4 w6 {x - 168 + 20 * i},{top + 158 + 44 * k} {x},{top + 140 + 44 * k}")
        p.cut(f"""pale {x},900 {x},{top} {x + w * 0.4},{top - 34} {x + w},{top} {x + w},900; slate {x + w * 0.5},900
            {x + w * 0.5},{top - 28} {x + w},{top} {x + w},900""")
    p.poly(down(wave(770, 44, 520, 0.3)), mix(sea, slate, 0.4))
    rain(p, pale, 230, 0.5, 120, 2.5)
    back = path("""~-60,380 120,330 300,250 480,212 640,250 736,350 742,448 690,400 610,372 540,400 500,480 510,600
        580,730 700,830 900,900 1200,930 1560,900""")
    p.poly(down(back), sea)
    with p.within(down(back)):
        for k in range(7):
            x = -330 + k * 118
            tone = pale if k % 2 else mix(sea, pale, 0.4)
            p.cut(f"{tone} w34,26,8 ~{x + 560},1100 {x + 350},850 {x + 250},600 {x + 330},390 {x + 520},268")
        p.cut("night -60,200 1700x900 > 400,1060 420,600 0.9")
    lip = """@250,262 380,200 520,168 670,206 768,300 786,420 762,506 742,440 700,420 686,470 650,400 610,408 590,356
        530,372 500,320 430,318 380,282"""
    p.cut(f"foam {lip}")
    for _ in range(75):
        t = p.random.random()
        p.cut(f"""foam {560 + 420 * t + p.random.gauss(0, 60)},{300 - 170 * t + 330 * t * t + p.random.gauss(0, 70)}
            r{p.random.uniform(3, 12)}""")
    for y, phase, tone in p.rows("905,0.1,foam 925,0.13,night 975,0.6,pale 992,0.62,sea"):
        p.poly(down(wave(y, 26, 430, phase)), tone)


@scene(sky="#e6e4d2", sun="#f6f1dc", sea="#a9bdb8", mid="#7f9da0", rust="#c2542f", blue="#2d5f87", ink="#26323a")
def boats(p: Paper, sky, sun, sea, mid, rust, blue, ink) -> None:
    """Two small fishing boats meeting prow to prow on a flat sea, before a pale sun."""
    p.cut("""mid 0,0 1500x560 > 0,-200 0,520 0.6; sun 750,400 r250; sea 0,560 1500x500; mid 0,560 1500x440 > 0,1060
        0,600 1""")
    glints(p, 750, 575, 970, 420, sun, 30, 0.4)
    p.cut("mid ~-60,562 100,520 260,536 420,562; ~1150,562 1300,512 1420,530 1560,500 1560,562")
    for side, tone, other in ((-1, rust, blue), (1, blue, rust)):
        with p.at(750, 640, 0, side):
            p.cut(f"""{tone} @60,60 520,70 420,240 160,200 > 0,60 0,230 0.9; ink w10 330,-20 330,-440; w7 330,-90
                150,-380""")
            net = path("~330,-420 290,-250 240,-160 152,-376")
            with p.within([*net, (330, -420)]):
                for k in range(-30, 60):
                    p.cut(f"ink w2.5 {k * 17},-460 {k * 17 + 300},-60; w2.5 {k * 17},-460 {k * 17 - 300},-60")
            p.cut(f"""ink w3 330,-436 36,-92; w3 330,-436 600,-60; sun 430,-30 430,-190 560,-190 572,-30; {other}
                414,-190 584,-190 570,-212 424,-212; ink 448,-164 46x46; 512,-164 34x46; {tone} @30,-104 170,-44
                330,-20 480,-26 622,-66 606,20 560,76 170,76 84,10; sun @30,-104 170,-44 330,-20 480,-26 622,-66
                620,-48 480,-4 330,2 170,-22 40,-86; ink 104,40 588,40 562,78 160,78""")
            for x in steps(230, 360, 3):
                p.cut(f"{other} {x},-14 r22")
            person(p, 146, -46, 124, ink, rust if side > 0 else sun, 0.08)
            p.cut("ink c11 150,-130 86,-148; sun @60,78 300,70 640,80 300,90")
    dashes(p, (0, 600, 1500, 990), mid, 70, 120)
    birds(p, "700,180,54 806,150,40 760,240,30", ink)


@scene(yellow="#f2bf2e", pale="#f8dc84", ink="#20232b", steel="#65707a", red="#cf3f2c", paper="#f4ead2")
def shipyard(p: Paper, yellow, pale, ink, steel, red, paper) -> None:
    """Two gantry cranes leaning over a tug on its slipway, all diagonals."""
    p.cut("pale 0,0 1500x1000 > 1500,0 300,600 1; paper 1235,215 r105")

    def lattice(start: tuple, end: tuple, width: float, n: int, tone: str) -> None:
        (x0, y0), (x1, y1) = (start, end)
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        nx, ny = (y0 - y1) / length * width / 2, (x1 - x0) / length * width / 2
        nodes = [(x, y, (-1) ** i) for i, (x, y) in enumerate(zip(steps(x0, x1, n), steps(y0, y1, n), strict=True))]
        for side in (-1, 1):
            p.cut(f"{tone} w{width * 0.17} {x0 + nx * side},{y0 + ny * side} {x1 + nx * side},{y1 + ny * side}")
        p.line([(x + nx * k, y + ny * k) for x, y, k in nodes], tone, width * 0.1)

    for x, y, k, tone in ((1010, 800, 0.72, steel), (430, 905, 1.12, ink)):
        with p.at(x, y, 0, k):
            for foot, head in ((-190, -70), (-30, -40), (190, 70), (40, 40)):
                lattice((foot, 0), (head, -520), 34, 14, tone)
            p.cut(f"{tone} -210,-20 420x24; -100,-560 200x46")
            p.rect(-52, -650, 118, 92, red if k > 1 else tone)
            p.cut("paper 14,-634 36x34")
            lattice((-250, -600), (650, -890), 46, 25, tone)
            p.cut(f"""{tone} w8 0,-640 20,-850 430,-818; w8 20,-850 -240,-604; -330,-640 120x92; w6 460,-824 460,-470;
                red 430,-470 490,-470 476,-434 444,-434""")
    p.cut("""steel -60,900 560,905 1560,690 1560,1060 -60,1060; ink 60,1060 1560,742 1560,1060; steel 60,1060 1560,742
        1560,800 380,1060 > 900,860 930,960 0.8""")
    for k in range(12):
        p.cut(f"yellow w9 {250 + k * 122},{1024 - k * 26} {300 + k * 122},{1040 - k * 26}")
    with p.at(985, 842, -12):
        for x in steps(-300, 250, 7):
            p.cut(f"yellow {x - 16},34 {x + 16},34 {x + 24},82 {x - 24},82")
        p.cut("""red @-395,-96 -388,-20 -320,44 270,44 356,-20 404,-150 270,-118 0,-92; ink @-398,-104 -388,-44 340,-44
            404,-150 270,-118 0,-92; paper w13 ~-396,-104 0,-96 270,-122 404,-154; -150,-96 -140,-190 150,-190
            206,-106; -70,-188 -58,-282 96,-282 126,-188; red -80,-296 192x16; ink -44,-264 36x38; 6,-264 36x38;
            56,-264 36x38""")
        for x in steps(-110, 130, 6):
            p.cut(f"ink {x},-148 r15")
        p.cut("ink w8 20,-296 20,-420; w6 -14,-380 54,-380")
        for x in steps(-330, 290, 9):
            p.cut(f"steel {x},{-52 - max(0, x) * 0.06} r20; ink {x},{-52 - max(0, x) * 0.06} r8")
    for x, y in ((655, 968), (712, 955), (215, 900)):
        person(p, x, y, 74, paper, yellow)


@scene(sky="#3f2f66", dusk="#7d4f86", rose="#d9846f", gold="#f5c15c", white="#f6ecdc", red="#c73c36", night="#251c43")
def lighthouse(p: Paper, sky, dusk, rose, gold, white, red, night) -> None:
    """A white lighthouse with a red band, its beam winding as a spiral over an evening sea."""
    p.cut("""dusk 0,0 1500x720 > 0,640 0,40 1; rose 0,360 1500x360 > 0,720 0,400 1; gold 0,540 1500x180 > 0,760 0,570
        0.9""")
    for _ in range(70):
        p.cut(f"white {p.random.uniform(0, 1500)},{330 * p.random.random() ** 1.5} r{p.random.uniform(1.2, 3)}")
    coil = spiral(560, 268, 40, 1500, 20, 720, 200)
    p.poly(brush(coil, 10, 90, 260), gold + "5a")
    p.poly(brush(coil, 5, 44, 120), gold + "b0")
    p.cut("dusk 0,690 1500x370; night 0,690 1500x310 > 0,1020 0,690 1")
    glints(p, 900, 704, 985, 560, gold, 34, 0.4)
    dashes(p, (0, 710, 1500, 990), rose, 60, 110)
    p.cut("""night ~150,1060 250,850 360,800 460,744 640,736 740,790 880,860 960,1060; dusk ~480,760 640,736 740,790
        880,860 960,1060 700,1060 > 900,800 640,900 0.8""")
    with p.at(560, 760):
        p.cut("""white -92,0 -56,-420 56,-420 92,0; red -78,-160 -66,-300 66,-300 78,-160; night -92,0 -56,-420 56,-420
            92,0 > -110,0 30,10 0.85; =84,-436 64,-416; w5 -80,-462 80,-462""")
        for x in steps(-78, 78, 9):
            p.cut(f"night w4 {x},-436 {x},-462")
        p.cut("""gold -42,-528 84x94; white 0,-490 r26; night w5 -42,-528 -42,-436; w5 -14,-528 -14,-436; w5 14,-528
            14,-436; w5 42,-528 42,-436; red -58,-526 0,-526 r50/180:360 58,-526; 0,-584 r10; night 8,-110 20x36;
            8,-230 20x36; 8,-350 20x36; red -22,0 -22,-48 0,-48 r22/180:360 22,0; white 100,10 100,-60 170,-104 240,-60
            240,24; red 86,-54 170,-112 254,-54; gold 152,-40 30x34""")
    birds(p, "1000,470,54 1090,430,40 1180,500,34", night)
