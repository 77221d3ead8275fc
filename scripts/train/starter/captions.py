"""Captions of scenes as shops write them, in English and Chinese: many phrasings and orders, attributes left out at random.

Words that say nothing about the picture (adjectives, brands, what the picture is for) are thrown in, so that the model learns to
read over them; with them captions reach across the 32 tokens at which the transformer pads its caption to 64.
"""

import random

KIND_EN = {
    "mug": ("mug", "coffee mug", "cup"), "bottle": ("bottle", "water bottle"), "vase": ("vase", "flower vase"),
    "bowl": ("bowl", "soup bowl"), "lamp": ("table lamp", "lamp", "desk lamp"), "chair": ("chair", "dining chair"),
    "table": ("table", "coffee table"), "handbag": ("handbag", "bag", "purse"), "boot": ("boot", "rain boot"),
    "t-shirt": ("T-shirt", "tee", "t-shirt"), "gift box": ("gift box", "present"), "candle": ("candle", "pillar candle"),
    "sofa": ("sofa", "couch"), "teapot": ("teapot", "tea pot"), "hat": ("hat", "sun hat"), "clock": ("alarm clock", "clock"),
}
KIND_ZH = {
    "mug": ("马克杯", "杯子", "咖啡杯", "杯"), "bottle": ("瓶子", "水瓶"), "vase": ("花瓶",), "bowl": ("碗", "汤碗"),
    "lamp": ("台灯", "灯"), "chair": ("椅子", "餐椅"), "table": ("桌子", "茶几"), "handbag": ("手提包", "包"),
    "boot": ("靴子", "雨靴"), "t-shirt": ("T恤", "短袖"), "gift box": ("礼盒", "礼物盒"), "candle": ("蜡烛",),
    "sofa": ("沙发",), "teapot": ("茶壶",), "hat": ("帽子", "遮阳帽"), "clock": ("闹钟", "时钟"),
}
COLOUR_ZH = {
    "red": "红色", "orange": "橙色", "yellow": "黄色", "green": "绿色", "teal": "青色", "blue": "蓝色", "purple": "紫色",
    "pink": "粉色", "brown": "棕色", "black": "黑色", "white": "白色", "grey": "灰色",
}
MATERIAL_EN = {"matte": ("matte",), "glossy": ("glossy", "shiny"), "metal": ("metal", "metallic"), "glass": ("glass",)}
MATERIAL_ZH = {"matte": ("哑光",), "glossy": ("亮面", "光面"), "metal": ("金属",), "glass": ("玻璃",)}
GLOSSY_EN = {
    "mug": ("ceramic",), "vase": ("ceramic", "porcelain"), "bowl": ("ceramic", "porcelain"), "teapot": ("ceramic", "porcelain"),
    "handbag": ("leather",), "boot": ("leather", "rubber"), "sofa": ("leather",), "chair": ("lacquered",), "table": ("lacquered",),
}
GLOSSY_ZH = {
    "mug": ("陶瓷",), "vase": ("陶瓷", "瓷"), "bowl": ("陶瓷", "瓷"), "teapot": ("陶瓷", "瓷"),
    "handbag": ("皮革",), "boot": ("皮革", "橡胶"), "sofa": ("皮革",), "chair": ("漆面",), "table": ("漆面",),
}
MATTE_EN = {"t-shirt": ("cotton",), "sofa": ("fabric",), "handbag": ("canvas",), "hat": ("felt",)}
MATTE_ZH = {"t-shirt": ("棉质",), "sofa": ("布艺",), "handbag": ("帆布",), "hat": ("毛毡",)}
BACKGROUND_EN = {
    "white": ("on a white background", "white background", "against white", "on a white backdrop"),
    "grey": ("on a grey background", "gray background", "on a gray background", "against grey"),
    "cream": ("on a cream background", "beige background", "on a cream backdrop", "against beige"),
    "light blue": ("on a light blue background", "light blue background", "against light blue", "on a pale blue backdrop"),
    "light pink": ("on a light pink background", "pink background", "against light pink", "on a pale pink backdrop"),
    "wooden table": ("on a wooden table", "on a wood table", "on a wooden surface", "wooden background"),
}
BACKGROUND_ZH = {
    "white": ("白色背景", "白底"), "grey": ("灰色背景", "灰底"), "cream": ("米色背景", "奶油色背景"),
    "light blue": ("浅蓝色背景", "淡蓝色背景"), "light pink": ("浅粉色背景", "粉色背景"), "wooden table": ("木桌", "木质桌面"),
}
LIGHT_EN = {
    "soft": ("soft light", "soft lighting", "diffuse light"), "left": ("light from the left", "lit from the left"),
    "right": ("light from the right", "lit from the right"), "studio": ("studio light", "studio lighting"),
}
LIGHT_ZH = {"soft": ("柔和光线", "柔光"), "left": ("左侧光线", "光从左边来"), "right": ("右侧光线", "光从右边来"), "studio": ("影棚灯光", "摄影棚光线")}
VIEW_EN = {
    "front": ("front view", "seen from the front"), "three-quarter": ("three-quarter view", "angled view"),
    "above": ("seen from above", "high angle"),
}
VIEW_ZH = {"front": ("正面视角", "正面"), "three-quarter": ("四分之三视角",), "above": ("俯视", "从上方看")}
SHOT_EN = ("product photo", "a product shot", "a photo", "catalogue picture", "e-commerce photo", "studio photo", "a picture", "close-up")
SHOT_ZH = ("产品图", "产品照片", "商品图片", "电商主图", "实拍图")
FILLER_EN = (
    "high quality", "4k", "elegant", "minimalist", "new arrival", "bestseller", "for your home", "sharp focus", "handmade", "gift idea",
    "limited edition", "professional photography", "clean composition", "no text", "centered", "highly detailed", "modern design",
    "free shipping", "classic style", "for everyday use", "on sale", "premium quality", "summer collection", "realistic", "simple",
)
FILLER_ZH = ("高清", "简约风格", "高品质", "新款", "热卖", "居家必备", "手工制作", "送礼佳品", "限量版", "专业摄影", "构图简洁", "居中", "现代设计", "经典款", "细节清晰", "夏季新品")


def caption(scene, language, rng: random.Random, complete=False):
    """One of many captions that fit a scene, `language` being `en` or `zh`; a complete one names colour, material and background."""
    return (_english if language == "en" else _chinese)(scene, rng, lambda share: complete or rng.random() < share)


# Cloth and the like is what something is made of; the other words say how its surface looks.
SUBSTANCES = frozenset({"metal", "glass", "ceramic", "porcelain", "leather", "rubber", "cotton", "fabric", "canvas", "felt"})
# 个 and 件 go with some nouns only, 款 with all that is sold.
MEASURES_ZH = {kind: ("一个", "一款") for kind in ("mug", "bottle", "vase", "bowl", "handbag", "gift box", "teapot", "clock")}
MEASURES_ZH["t-shirt"] = ("一件", "一款")


def _material(scene, noun, language, rng):
    special = {("glossy", "en"): GLOSSY_EN, ("glossy", "zh"): GLOSSY_ZH, ("matte", "en"): MATTE_EN, ("matte", "zh"): MATTE_ZH}
    words = (MATERIAL_EN if language == "en" else MATERIAL_ZH)[scene.material]
    words += special.get((scene.material, language), {}).get(scene.kind, ()) * 2
    if noun in ("rain boot", "雨靴"):
        words = [word for word in words if word not in ("leather", "皮革")]
    return rng.choice(words)


def _fillers(words, rng):
    amount = rng.choice((0, 0, 0, 0, 0, 1, 1, 2, 3, 6))
    return rng.sample(words, amount)


def _article(noun):
    return "an" if noun[0].lower() in "aeiou" else "a"


def _english(scene, rng, named):
    noun = rng.choice(KIND_EN[scene.kind])
    colour = scene.colour if scene.colour != "grey" else rng.choice(("grey", "gray"))
    before, after, tail = [], [], []
    if named(0.95):
        before.append(colour)
    if named(0.75):
        material = _material(scene, noun, "en", rng)
        if rng.random() < 0.85:
            before.append(material)
            if rng.random() < 0.15:
                before.reverse()
        else:
            after.append(f"made of {material}" if material in SUBSTANCES else f"with a {material} finish")
    background = rng.choice(BACKGROUND_EN[scene.background]) if named(0.82) else None
    if rng.random() < 0.4:
        tail.append(rng.choice(LIGHT_EN[scene.light]))
    if rng.random() < 0.4:
        tail.append(rng.choice(VIEW_EN[scene.view]))
    product = " ".join(before + [noun] + after)
    if rng.random() < 0.6:
        product = f"{_article(product)} {product}"
    if background and background.startswith(("on ", "against ")) and rng.random() < 0.7:
        product, background = f"{product} {background}", None
    shot = rng.random()
    if shot < 0.2:
        product = f"{rng.choice(SHOT_EN)} of {product}"
    elif shot < 0.3:
        tail.append(rng.choice(SHOT_EN))
    tail += ([background] if background else []) + _fillers(FILLER_EN, rng)
    rng.shuffle(tail)
    pieces = [product] + tail
    if tail and rng.random() < 0.15:
        pieces = [tail[0], product] + tail[1:]
    text = ", ".join(pieces)
    style = rng.random()
    return text[0].upper() + text[1:] if style < 0.3 else text.lower() if style < 0.4 else text


def _chinese(scene, rng, named):
    noun = rng.choice(KIND_ZH[scene.kind])
    colour = COLOUR_ZH[scene.colour] if named(0.95) else ""
    material = _material(scene, noun, "zh", rng) if named(0.75) else ""
    background = rng.choice(BACKGROUND_ZH[scene.background]) if named(0.82) else ""
    tail = []
    if rng.random() < 0.4:
        tail.append(rng.choice(LIGHT_ZH[scene.light]))
    if rng.random() < 0.4:
        tail.append(rng.choice(VIEW_ZH[scene.view]))
    tail += _fillers(FILLER_ZH, rng)
    in_front = background and rng.random() < 0.55
    shot = rng.choice(SHOT_ZH) if rng.random() < 0.25 else ""
    named_shot = shot and rng.random() < 0.6
    if colour and not in_front and not named_shot and rng.random() < 0.7:  # one 的 is enough
        product = f"{colour}的{material}{noun}"
    elif colour and material and not named_shot and rng.random() < 0.15:
        product = f"{material}{noun}，{colour}"
    else:
        product = f"{colour}{material}{noun}"
    if rng.random() < 0.3:
        product = rng.choice(MEASURES_ZH.get(scene.kind, ("一款",))) + product
    if in_front:
        product = f"{background}上的{product}"
    elif background:
        tail.append(background)
    if named_shot:
        product += "的" + shot
    elif shot:
        tail.append(shot)
    rng.shuffle(tail)
    comma = "，" if rng.random() < 0.9 else ", "
    return comma.join([product] + tail)


def words():
    """The single Chinese words, from which the tokenizer learns its merges: in running text merges would reach across words."""
    tables = (KIND_ZH, MATERIAL_ZH, GLOSSY_ZH, MATTE_ZH, BACKGROUND_ZH, LIGHT_ZH, VIEW_ZH)
    found = {word for table in tables for group in table.values() for word in group}
    return sorted(found | set(COLOUR_ZH.values()) | set(SHOT_ZH) | set(FILLER_ZH) | {"上的", "一个", "一款", "一件", "背景", "的"})
