"""The city: its roofs, its market clock, a stage, a library window."""

import math

from .motifs import birds, glints, person, rain
from .paper import Paper, arc, brush, mix, path, scene, steps


@scene(dusk="#d98c8a", mauve="#8c5f86", slate="#3b3a5c", dark="#23233f", brick="#b5564f", lamp="#ffd166")
def rooftops(p: Paper, dusk, mauve, slate, dark, brick, lamp) -> None:
    """Terraces stepping uphill at dusk, most windows lit and some not."""
    p.cut("lamp 0,0 1500x420 > 0,520 0,80 0.75")
    p.disc(300, 150, 58, mix(lamp, "#ffffff", 0.5))
    terraces = p.rows("400,-30,104,.62 560,-42,138,.4 760,-58,184,.2 1010,-78,250,0")
    for row, (base, climb, width, tone) in enumerate(terraces):
        wall, roof, edge = mix(brick, dusk, tone * 0.9), mix(slate, dusk, tone), mix(dark, dusk, tone)
        u = width / 100
        for i in range(-1, int(1500 / width) + 2):
            x, y = i * width - row * 37, base + climb * (9 - i if row % 2 else i)
            with p.at(x, y + 60 * (row % 2), 0, u):
                p.cut(f"{wall} 0,0 100.8x700; dark+{wall}.35 0,0 100x300 > 0,300 0,60 0.8")
                for top in (12, 92, 172):
                    for left in (16, 60):
                        lit = p.random.random() < 0.76
                        p.cut(f"{wall}+lamp.25 {left - 3},{top - 3} 30x50")
                        p.rect(left, top, 24, 44, mix(lamp, dusk, tone * 0.7) if lit else edge)
                        p.cut(f"""{edge} w2.5 {left + 12},{top} {left + 12},{top + 44}; w2.5 {left},{top + 22}
                            {left + 24},{top + 22}""")
                tiles = "-5,4 8,-66 92,-66 105,4"
                p.cut(f"""{roof} {tiles}; {edge} {tiles} > 120,30 20,-60 0.8; {roof}+{edge}.5 w2 2.76,-48 99.8,-48; w2
                    0.72,-31 98.1,-31; w2 -1.32,-14 96.4,-14; {edge} -3,0 106x5; {wall}+{edge}.35 54,-112 34x62; {edge}
                    52,-116 38x7""")
                for left in (57, 68, 79):
                    p.poly(f"{left},-116 {left + 1},-134 {left + 6},-134 {left + 7},-116", mix(brick, dusk, tone))
                if i % 3 == row % 3:
                    p.cut("dusk+lamp.35 w4,14,20,6 ~72,-138 84,-166 68,-196 88,-230 76,-262")
    birds(p, "640,120,46 720,90,36 560,70,30", slate)


@scene(sky="#8fcfc6", stone="#efcf93", shade="#c58f4e", red="#cc4635", cream="#fbf3df", ink="#2b2733", green="#2e7d64")
def clock(p: Paper, sky, stone, shade, red, cream, ink, green) -> None:
    """The market hall and its great clock, striped awnings below, pigeons about."""
    p.cut("""cream 0,0 1500x500 > 0,560 0,-60 0.8; sky+green.4 -130,380 380x700; sky+green.6 -150,384 60,290 270,384;
        sky+green.4 1250,380 380x700; sky+green.6 1230,384 1440,290 1650,384""")
    front = """240,1060 240,470 420,470 430,385 750,385 r320,285/180:360 1080,470 1260,470 1260,1060"""
    p.cut(f"""stone {front}; shade {front} > 1500,700 520,400 0.95; green w32 750,385 r336,300/180:360; 728,80 744,8
        756,8 772,80""")
    for x in (330, 1170):
        p.cut(f"""shade {x - 104},452 208x28; green {x - 96},452 {x - 60},390 {x + 60},390 {x + 96},452; ink w6 {x},390
            {x},300; red {x},300 {x + 66},316 {x},338""")
    p.cut("shade 220,640 1060x22")
    for x in (310, 1190, 480, 1020):
        wide = 56 if x in (310, 1190) else 50
        arch = f"{x - wide},860 {x - wide},590 {x},590 r{wide}/180:360 {x + wide},860"
        p.cut(f"ink {arch}")
        for dx in (-wide / 3, wide / 3):
            p.cut(f"shade w5 {x + dx},540 {x + dx},860")
        p.cut(f"shade w5 {x - wide},600 {x + wide},600")
    p.cut("shade 761,401 r232; ink 750,390 r230; cream 750,390 r214; stone 750,390 r214 > 960,600 660,300 0.7")
    for k in range(60):
        a, r = math.radians(k * 6), 160 if k % 5 == 0 else 188
        p.cut(f"""ink w{15 if k % 5 == 0 else 4} {750 + r * math.cos(a)},{390 + r * math.sin(a)}
            {750 + 202 * math.cos(a)},{390 + 202 * math.sin(a)}""")
    for turn, length, wide in ((-62, 110, 28), (34, 172, 20)):
        with p.at(750, 390, turn):
            p.cut(f"""ink {-wide * 0.4},44 {-wide * 0.7},{-length * 0.62} 0,{-length} {wide * 0.7},{-length * 0.62}
                {wide * 0.4},44""")
    p.cut("red 750,390 r22; ink+shade.35 -40,860 1600x220; ink 0,860 1500x140 > 0,1000 0,850 0.9")
    for i, x in enumerate(steps(-30, 1250, 5)):
        stripe = (red, green, ink, red, green)[i]
        for post in (14, 262):
            p.cut(f"ink {x + post},780 9x180")
        p.cut(f"shade {x + 6},890 272x70; cream {x},880 284x16")
        for k in range(9):
            cx = x + 34 + k * 27
            p.disc(cx, 872, 16, (red, stone, green, cream)[(k // 3 + i) % 4])
        for k in range(8):
            a, b = x - 24 + k * 41.5, x - 24 + (k + 1) * 41.5
            top = [(x + 20 + k * 30.5, 716), (x + 20 + (k + 1) * 30.5, 716)]
            p.poly([*top, (b, 800), *arc((a + b) / 2, 800, 20.75, 0, 180, 24), (a, 800)], stripe if k % 2 else cream)
    for x, h, tone in p.rows("300,150,ink 590,138,red 640,150,ink 915,142,green 1205,150,ink"):
        person(p, x, 985, h, tone, stone, 0.1)
    for x, side in p.rows("110,1 180,-1 430,1 770,1 830,-1 1050,1 1330,-1 1400,1"):
        with p.at(x, 975, 0, side * 0.9):
            p.cut("""sky+ink.35 @-44,-14 -8,-38 20,-52 30,-40 34,-22 16,-4 -14,-4; sky+ink.5 26,-46 r11; red 35,-48
                48,-42 35,-40; w4 2,-6 2,8""")
    birds(p, "190,180,80 270,240,56 1250,150,70 1340,220,54 1180,90,44", ink)


@scene(black="#17141c", red="#b3242c", deep="#6d1322", light="#f7e3a1", boards="#b98952", dim="#5c3f3a")
def stage(p: Paper, black, red, deep, light, boards, dim) -> None:
    """A bare stage, one lamp on its stand, and the long shadow of an actor."""
    p.halo(560, 330, 900, dim, 0.85)
    floor = "150,620 1350,620 1760,1060 -260,1060"
    p.cut(f"dim {floor}")
    with p.within(f"{floor}"):
        p.cut("boards 660,770 r640,215")
        p.halo(580, 720, 640, light, 0.8)
        for k in range(-13, 14):
            p.cut(f"dim+black.3 w3.5 {750 + k * 60},610 {750 + k * 132},1060")
        with p.at(822, 742, 124, 2.3, 3.6):
            person(p, 0, 0, 100, black, None, 0.15)
            p.cut("black c6 -8,-76 -26,-70 -40,-84")
    with p.at(560, 0):
        p.cut("black -46,682 -70,698 70,698 46,682 8,676 6,330 -6,330 -8,676")
        p.halo(0, 290, 230, light, 0.95)
        p.cut("light 0,290 r40; black w4 0,290 r54,56; w4 0,290 r27,56; w4 0,290 r2,56")
    with p.at(820, 744, 0, 2.3):
        p.cut("""light 0,-93 r8.5; deep @-9,-84 6,-85 14,-76 15,-44 20,0 9,0 3,-36 -4,0 -15,0 -11,-44 -14,-70; red
            -9,-84 -2,-84 -4,-40 -6,0 -15,0 -11,-44 -14,-72; c6.5 -8,-78 -27,-70 -40,-84; deep c6.5 11,-78 22,-58
            18,-44; light -41,-86 r3.4""")
    for side in (-1, 1):
        with p.at(750, 0, 0, side):
            edge = path("~500,-60 512,200 560,430 520,640 470,900 460,1060")
            p.poly([*edge, (960, 1060), (960, -60)], red)
            for k in range(7):
                x = 530 + k * 46
                fold = path(f"""~{x},-60 {x + 6},200 {x + 34 - k * 3},430 {x + 4},640 {x - 44 + k * 6},900
                    {x - 50 + k * 6},1060""")
                p.poly(brush(fold, 12, 18, 8, 22, 30), deep)
                shadow = brush([(a + 24, b) for a, b in fold], 30, 34, 20, 40, 44)
                p.spray(shadow, deep, (x + 46, 500), (x + 4, 500), 0.7)
            p.poly(brush([(a - 2, b) for a, b in edge], 8, 8), light)
            p.cut("light @524,396 570,404 700,380 770,372 770,416 690,424 570,446 524,430")
    for k in range(6):
        x = -30 + k * 260
        swag = f"{x},-60 {x + 260},-60 {x + 260},60 {x + 130},60 r130,76/0:180 {x},60"
        p.cut(f"""red {swag}; deep {swag} > {x + 130},-60 {x + 130},120 1; light w8 {x + 130},60 r130,76/0:180;
            {x - 9},56 {x + 9},56 {x + 13},112 {x - 13},112""")


@scene(slate="#2c3a4f", dark="#182231", wet="#4d6379", amber="#f7b64a", light="#fde6ac", wood="#8c4a2f", red="#c4493c")
def library(p: Paper, slate, dark, wet, amber, light, wood, red) -> None:
    """A tall library window glowing at night in the rain, rows of books, one reader."""
    p.cut("dark 0,0 1500x860 > 0,-100 0,900 1")
    for row, y in enumerate(range(-10, 830, 46)):
        for x in range(-80 + row % 2 * 55, 1560, 110):
            if p.random.random() < 0.3:
                p.rect(x, y, 100, 38, mix(slate, wet, p.random.choice((0.18, 0.32))))
    p.halo(750, 440, 640, mix(slate, amber, 0.3), 0.85)
    arch = "420,835 420,350 750,350 r330/180:360 1080,835"
    p.cut(f"""wet 376,850 376,350 750,350 r374/180:360 1124,850; dark 396,850 396,350 750,350 r354/180:360 1104,850;
        amber {arch}""")
    with p.within(f"{arch}"):
        p.halo(750, 560, 480, light, 0.95)
        for shelf, y in enumerate((150, 268, 386, 504, 622)):
            for left, right in ((400, 610), (890, 1100)) if shelf > 1 else ((400, 1100),):
                x = left
                while x < right - 12:
                    w, h = p.random.choice((13, 17, 22, 28)), p.random.uniform(62, 92)
                    if p.random.random() < 0.9:
                        with p.at(x, y, p.random.choice((0, 0, 0, 0, 7))):
                            tone = p.random.choice((wood, red, dark, slate, wood, mix(amber, wood, 0.5), light))
                            p.cut(f"{tone} 0,{-h} {w - 2.5}x{h}")
                            p.cut(f"amber 0,{-h + 12} {w - 2.5}x5")
                    x += w
                p.cut(f"wood {left},{y} {right - left}x12")
        p.cut("""wood 600,386 14x500; 886,386 14x500; dark 560,740 940,740 952,760 548,760; 580,760 16x100; 904,760
            16x100; slate ~700,750 702,650 740,612 790,612 822,660 826,750; @716,660 676,712 640,722 650,740 740,738;
            dark 746,568 r42; 764,546 r32/150:380; light 590,738 640,708 690,738; dark 846,740 852,660 858,660 864,740;
            red 816,664 838,616 876,616 898,664""")
    p.cut("""dark w7 530,40 530,840; w7 640,40 640,840; w7 860,40 860,840; w7 970,40 970,840; w7 750,20 750,470; w9
        420,206 1080,206; w9 420,350 1080,350; w12 750,350 r330/180:360; wet 350,832 800x26; dark -40,858 1580x200""")
    for x in steps(450, 1050, 9):
        glints(p, x, 872, 990, 74, amber, 8, 0.3)
    rain(p, mix(wet, light, 0.3), 190, 0.28, 120, 2.5)
    for _ in range(40):
        x, y = p.random.uniform(0, 1500), p.random.uniform(872, 990)
        p.cut(f"wet w2.5 {x},{y} r{p.random.uniform(8, 24)},6/180:360")
    with p.at(1270, 955, 0, 1.75):
        person(p, 0, 0, 100, mix(dark, "#000000", 0.35), None, 0.1)
        p.line("12,-70 20,-96 18,-150", "#0e151f", 3.5)
        p.cut("red -42,-112 16,-112 r58,46/180:360 74,-112 55,-118 36,-110 16,-118 -4,-110 -24,-118")
