#!/usr/bin/env python3
"""make_styles: writes styles/*.qml, the default QGIS style of every layer.

    tools/make_styles.py            all styles
    tools/make_styles.py --check    fails when a file differs from what the table below gives

How to read a map made with them. The hue says which layer it is; the hand says how far a project has got, the same on
every layer and legible without colour:

    stage                  polygon                  line               point
    approved 立项           pale, dashed outline     dotted             hollow, grey rim
    under_construction 实施 hatched                  dashed             pale, coloured rim
    accepted 验收           full colour              solid              full colour
    maintained 管护         deep, heavy outline      heavy, dark edge   deep, heavy rim
    (anything else)        grey                     grey               grey

Parcels (what is built) are filled; zones (where a programme is at work: pilots, districts) are edged in colour and nearly
transparent, so that parcels show through. Hues follow Okabe & Ito and Tol, which keep apart under colour blindness.
A style made by hand in QGIS is welcome: save it as styles/<layer>.qml and take the layer out of LAYERS.
Field aliases and code lists are not kept here: `qitu export` takes them from the catalogue.
"""
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

STYLES = Path(__file__).resolve().parent.parent / "styles"

# layer: (kind, colour[, marker])    kinds: parcel, zone, line, point; reference layers: plain, edge
LAYERS = {
    # core: farmland
    "high_standard_farmland": ("parcel", "#1b8a3f"),
    "black_soil_pilot": ("zone", "#5c4033"),
    "conservation_tillage": ("parcel", "#a6761d"),
    "saline_land_project": ("parcel", "#aa4499"),
    "land_improvement": ("parcel", "#999933"),
    # core: water
    "water_transfer": ("line", "#0072b2"),
    "reservoir": ("point", "#0072b2", "triangle"),
    "irrigation_district": ("zone", "#56b4e9"),
    "groundwater_overdraft_zone": ("zone", "#6a51a3"),
    "river_regulation": ("line", "#2c9fbf"),
    "check_dam": ("point", "#08519c", "square"),
    # land balance
    "supplementary_farmland": ("parcel", "#66a61e"),
    "occupied_farmland": ("parcel", "#d55e00"),
    "farmland_transfer": ("parcel", "#e69f00"),
    "abandoned_farmland": ("parcel", "#b09a6d"),
    "soil_survey_area": ("zone", "#8c6d31"),
    # further layers
    "high_yield_demo": ("parcel", "#e6ab02"),
    "facility_agriculture": ("parcel", "#cc79a7"),
    "forage_base": ("parcel", "#7fbc41"),
    "grassland_pilot": ("zone", "#4d9221"),
    "green_agriculture_zone": ("zone", "#117733"),
    "land_consolidation": ("zone", "#cc6677"),
    "market_pilot": ("zone", "#882255"),
    "seed_base": ("zone", "#b8860b"),
    "agri_tech_pilot": ("zone", "#332288"),
    "border_town_pilot": ("zone", "#c51b7d"),
    "county_town_demo": ("zone", "#e7298a"),
    "rural_road": ("line", "#7f4f24"),
    "rural_water_supply": ("point", "#56b4e9", "circle"),
    "village_sewage": ("point", "#44aa99", "pentagon"),
    "observation_station": ("point", "#332288", "star"),
    "seed_platform": ("point", "#b8860b", "diamond"),
    "livestock_farm": ("point", "#a0522d", "square"),
    "cold_chain_base": ("point", "#6a51a3", "hexagon"),
    "industry_town": ("zone", "#b2182b"),
    "dairy_workshop": ("point", "#88ccee", "hexagon"),
    "agri_park": ("zone", "#44aa99"),
    "village_sanitation": ("point", "#0072b2", "diamond"),
    "disaster_facility": ("point", "#c1121f", "triangle"),
    "innovation_zone": ("zone", "#4477aa"),
    "river_revival": ("zone", "#0072b2"),
    "polluted_farmland": ("parcel", "#762a83"),
    "grassland_restoration": ("parcel", "#5aae61"),
    "returned_land": ("parcel", "#00441b"),
    "rotation": ("parcel", "#ddcc77"),
    "dryland_saving": ("parcel", "#bf812d"),
    "fishery_zone": ("zone", "#35978f"),
    "use_control_pilot": ("zone", "#8c510a"),
    # reference layers
    "permanent_basic_farmland": ("plain", "#e8d26a"),
    "cultivated_land": ("plain", "#f3e9b8"),
    "ecological_redline": ("edge", "#c1121f"),
    "slope_class": ("plain", "#d9cbb8"),
    # land that is left to build
    "_left": ("edge", "#d55e00"),
    # what a layer without a style of its own gets
    "_polygon": ("parcel", "#777777"),
    "_line": ("line", "#555555"),
    "_point": ("point", "#555555", "circle"),
}

STAGES = [("approved", "立项"), ("under_construction", "实施"), ("accepted", "验收"), ("maintained", "管护"),
          ("", "其他")]
OTHER = "#9a9a9a"
# The first that a machine has: Linux, Windows, macOS.
FONTS = ["Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", "SimHei"]


# ---------------------------------------------------------------- colours

def channels(colour):
    return [int(colour[i:i + 2], 16) for i in (1, 3, 5)]


def mixed(colour, other, part):
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(channels(colour), channels(other)))


def pale(colour):
    return mixed(colour, "#ffffff", 0.72)


def deep(colour):
    return mixed(colour, "#000000", 0.42)


def rgba(colour, alpha=255):
    return ",".join(map(str, channels(colour))) + f",{alpha}"


# ---------------------------------------------------------------- symbols

def symbol_layer(kind, **options):
    layer = Xml.Element("layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    table = Xml.SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        Xml.SubElement(table, "Option", name=name, type="QString", value=str(value))
    return layer


def symbol(kind, name, *layers):
    element = Xml.Element("symbol", {"type": kind, "name": name, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"})
    element.extend(layers)
    return element


def fill(colour, alpha, outline, width, dash="solid"):
    return symbol_layer("SimpleFill", color=rgba(colour, alpha), style="solid" if alpha else "no",
                        outline_color=rgba(outline), outline_style=dash, outline_width=width, outline_width_unit="MM",
                        joinstyle="round")


def fading(layer, colour, alpha, near, from_scale, to_scale):
    """The fill's alpha falls from `alpha` at 1:from_scale to `near` at 1:to_scale: it steps back behind the parcels."""
    red, green, blue = channels(colour)
    properties = {"active": ("bool", "true"), "type": ("int", "3"), "expression": (
        "QString", f"color_rgba({red}, {green}, {blue}, "
                   f"scale_linear(coalesce(@map_scale, {from_scale}), {to_scale}, {from_scale}, {near}, {alpha}))")}
    table = Xml.SubElement(Xml.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    Xml.SubElement(table, "Option", name="name", type="QString", value="")
    fill_colour = Xml.SubElement(Xml.SubElement(table, "Option", name="properties", type="Map"), "Option",
                                 name="fillColor", type="Map")
    for name, (kind, value) in properties.items():
        Xml.SubElement(fill_colour, "Option", name=name, type=kind, value=value)
    Xml.SubElement(table, "Option", name="type", type="QString", value="collection")
    return layer


def hatching(colour, distance, width, angle=45):
    layer = symbol_layer("LinePatternFill", angle=angle, distance=distance, distance_unit="MM", line_width=width,
                         line_width_unit="MM", color=rgba(colour))
    layer.append(symbol("line", "@hatch@0", stroke(colour, width)))
    return layer


def stroke(colour, width, dash="solid"):
    return symbol_layer("SimpleLine", line_color=rgba(colour), line_style=dash, line_width=width, line_width_unit="MM",
                        capstyle="flat" if dash != "solid" else "round", joinstyle="round")


def marker(shape, colour, rim, size, rim_width):
    return symbol_layer("SimpleMarker", name=shape, color=rgba(colour), outline_color=rgba(rim), outline_style="solid",
                        outline_width=rim_width, outline_width_unit="MM", size=size, size_unit="MM", joinstyle="miter")


def parcel_symbols(colour):
    dark = deep(colour)
    return [("fill", [fill(pale(colour), 110, dark, 0.2, "dash")]),
            ("fill", [fill(pale(colour), 150, dark, 0.2), hatching(colour, 1.4, 0.35)]),
            ("fill", [fill(colour, 215, dark, 0.16)]),
            ("fill", [fill(dark, 225, mixed(dark, "#000000", 0.5), 0.4)]),
            ("fill", [fill(OTHER, 150, "#5a5a5a", 0.16)])]


def zone_symbols(colour):
    dark = deep(colour)
    return [("fill", [fill(colour, 18, colour, 0.45, "dash")]),
            ("fill", [fill(colour, 18, colour, 0.45), hatching(mixed(colour, "#ffffff", 0.35), 3.2, 0.18, 135)]),
            ("fill", [fill(colour, 70, colour, 0.55)]),
            ("fill", [fill(dark, 90, dark, 0.8)]),
            ("fill", [fill(OTHER, 40, OTHER, 0.45)])]


def line_symbols(colour):
    return [("line", [stroke(colour, 0.5, "dot")]),
            ("line", [stroke("#ffffff", 0.9), stroke(colour, 0.7, "dash")]),
            ("line", [stroke("#ffffff", 1.1), stroke(colour, 0.8)]),
            ("line", [stroke(deep(colour), 1.4), stroke(colour, 0.8)]),
            ("line", [stroke(OTHER, 0.6)])]


def point_symbols(colour, shape):
    dark = deep(colour)
    return [("marker", [marker(shape, "#ffffff", "#808080", 2.6, 0.35)]),
            ("marker", [marker(shape, pale(colour), colour, 2.8, 0.5)]),
            ("marker", [marker(shape, colour, "#ffffff", 3.2, 0.25)]),
            ("marker", [marker(shape, dark, "#000000", 3.2, 0.5)]),
            ("marker", [marker(shape, OTHER, "#ffffff", 2.6, 0.25)])]


def numbered(symbols):
    element = Xml.Element("symbols")
    element.extend(symbol(kind, str(i), *layers) for i, (kind, layers) in enumerate(symbols))
    return element


# ---------------------------------------------------------------- renderers

def renderer(kind, symbols, **attributes):
    element = Xml.Element("renderer-v2", {"type": kind, "enableorderby": "0", "forceraster": "0", "symbollevels": "0",
                                          **attributes})
    element.append(numbered(symbols))
    return element


def by_stage(symbols):
    element = renderer("categorizedSymbol", symbols, attr="stage")
    categories = Xml.Element("categories")
    for i, (stage, label) in enumerate(STAGES):
        Xml.SubElement(categories, "category", symbol=str(i), value=stage, label=label, render="true")
    element.insert(0, categories)
    return element


def by_range(symbols, expression, ranges):
    element = renderer("graduatedSymbol", symbols, attr=expression, graduatedMethod="GraduatedColor")
    table = Xml.Element("ranges")
    for i, (lower, upper, label) in enumerate(ranges):
        Xml.SubElement(table, "range", symbol=str(i), lower=str(lower), upper=str(upper), label=label, render="true")
    element.insert(0, table)
    return element


# ---------------------------------------------------------------- labels

# placements of QGIS: over the point, along the line, inside the polygon, beside the point
OVER, ALONG, INSIDE, BESIDE = "1", "2", "4", "6"


def labels(expression, placement, from_scale, size=8.5, colour="#222222", bold=False, to_scale=0, priority=5,
           only_inside=False):
    """Shown at scales between 1:from_scale and 1:to_scale (0: however large); only_inside: not where the text is larger
    than the polygon."""
    element = Xml.Element("labeling", type="simple")
    settings = Xml.SubElement(element, "settings", calloutType="simple")
    text = Xml.SubElement(settings, "text-style", fieldName=expression, isExpression="1", fontFamily=FONTS[0],
                          fontSize=str(size), fontSizeUnit="Point", textColor=rgba(colour),
                          fontWeight="75" if bold else "50", multilineHeight="0.8", namedStyle="Bold" if bold else "Regular")
    families = Xml.SubElement(text, "families")
    for font in FONTS:
        Xml.SubElement(families, "family", name=font)
    Xml.SubElement(text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM",
                   bufferColor=rgba("#ffffff", 215), bufferOpacity="1", bufferJoinStyle="128")
    Xml.SubElement(settings, "text-format", multilineAlign="1", autoWrapLength="0")
    Xml.SubElement(settings, "placement", placement=placement, priority=str(priority), dist="1.2", distUnits="MM",
                   centroidInside="1", placementFlags="9", offsetType="1",
                   fitInPolygonOnly="1" if only_inside else "0")
    Xml.SubElement(settings, "rendering", drawLabels="1", scaleVisibility="1", scaleMax=str(from_scale),
                   scaleMin=str(to_scale), obstacle="0", fontLimitPixelSize="0", labelPerPart="0", mergeLines="1")
    return element


# ---------------------------------------------------------------- styles

def style(drawing, labelling, from_scale=None):
    """from_scale: the layer shows at this scale and larger ones."""
    root = Xml.Element("qgis", version="3.22", styleCategories="Symbology|Labeling|Rendering",
                       hasScaleBasedVisibilityFlag="1" if from_scale else "0", minScale=str(from_scale or 100000000),
                       maxScale="0", simplifyDrawingHints="1", simplifyDrawingTol="1", labelsEnabled="1")
    root.append(drawing)
    root.append(labelling)
    Xml.SubElement(root, "blendMode").text = "0"
    Xml.SubElement(root, "featureBlendMode").text = "0"
    Xml.SubElement(root, "layerOpacity").text = "1"
    return root


NAME = 'coalesce("project_name", "project_code")'
# QGIS breaks lines at blanks, which Chinese does not have: after ten characters or a few less, not within （第2标段）.
NAME_IN_LINES = f"regexp_replace({NAME}, '(.{{6,10}})(?<!（)(?![0-9年标段）])(?=..)', '\\\\1\\n')"


def layer_style(kind, colour, shape="circle"):
    dark = deep(colour)
    if kind == "parcel":
        return style(by_stage(parcel_symbols(colour)), labels(NAME_IN_LINES, INSIDE, 25000, 7, dark, only_inside=True),
                     1500000)
    if kind == "zone":
        return style(by_stage(zone_symbols(colour)), labels(NAME, OVER, 500000, 9, dark, to_scale=30000, priority=6))
    if kind == "line":
        return style(by_stage(line_symbols(colour)), labels(NAME, ALONG, 1000000, 9, dark, priority=7))
    if kind == "point":
        return style(by_stage(point_symbols(colour, shape)), labels(NAME, BESIDE, 500000, 8.5, dark, priority=7))
    if kind == "edge":
        symbols = [("fill", [fill(colour, 20, colour, 0.5), hatching(mixed(colour, "#ffffff", 0.4), 2.4, 0.15)])]
    else:
        symbols = [("fill", [fill(colour, 150, mixed(colour, "#000000", 0.3), 0.08)])]
    return style(renderer("singleSymbol", symbols),
                 labels('"admin_code"', INSIDE, 10000, 7, "#666666", priority=1, only_inside=True), 2000000)


CLASSES = STYLES.parent / "src/qitu/output/format/class_breaks.h"


def progress_ranges():
    """Lower, upper, label, colour: the classes that the page and the workbook have."""
    classes = re.findall(r"\{(\d+), 0x([0-9A-F]{6}), 0x[0-9A-F]{6}\}", CLASSES.read_text(encoding="utf-8"))
    ends = [int(start) for start, _ in classes] + [1e9]
    ends[0], ends[-2] = -0.5, 99.995  # what is printed as 100
    names = [f"{classes[1][0]}% 以下"] + [f"{one}–{other}%" for (one, _), (other, _) in zip(classes[1:], classes[2:])] + ["已完成"]
    colours = ["#" + colour.lower() for _, colour in classes]
    return [(-1, -0.5, "无任务数", "#f2f2f2")] + list(zip(ends, ends[1:], names, colours))


def banner_style():
    symbols = [("fill", [fading(fill(colour, 255, "#8a8a8a", 0.15), colour, 255, 90, 1000000, 100000)])
               for _, _, _, colour in progress_ranges()]
    symbols[0][1].append(hatching("#b5b5b5", 2.0, 0.15))
    drawing = by_range(symbols, 'coalesce("percent", -1)', [row[:3] for row in progress_ranges()])
    text = '"name" || coalesce(\'\\n\' || "percent_shown" || \'%\', \'\')'
    return style(drawing, labels(text, OVER, 4000000, 8, "#333333", to_scale=60000, priority=4))


def league_style():
    drawing = renderer("singleSymbol", [("fill", [fill("#ffffff", 0, "#4d3b4f", 0.5)])])
    text = '"name" || coalesce(\'\\n\' || "percent_shown" || \'%\', \'\')'
    return style(drawing, labels(text, OVER, 40000000, 11, "#4d3b4f", bold=True, to_scale=1500000, priority=8))


def plain_banner_style():
    drawing = renderer("singleSymbol", [("fill", [fill("#ffffff", 0, "#8a8a8a", 0.2)])])
    return style(drawing, labels('"name"', OVER, 4000000, 8, "#444444", to_scale=60000, priority=4))


def plain_league_style():
    drawing = renderer("singleSymbol", [("fill", [fill("#ffffff", 0, "#4d3b4f", 0.5)])])
    return style(drawing, labels('"name"', OVER, 40000000, 11, "#4d3b4f", bold=True, to_scale=1500000, priority=8))


def mask_style():
    """White over all but the banner whose page of the atlas is drawn."""
    inner = renderer("RuleRenderer", [("fill", [fill("#ffffff", 178, "#4d3b4f", 0.6)])])
    rules = Xml.Element("rules", key="mask")
    Xml.SubElement(rules, "rule", key="banner", symbol="0", filter="\"code\" = attribute(@atlas_feature, 'code')")
    inner.insert(0, rules)
    outer = Xml.Element("renderer-v2", {"type": "invertedPolygonRenderer", "preprocessing": "0", "enableorderby": "0",
                                        "forceraster": "0", "symbollevels": "0"})
    outer.append(inner)
    root = style(outer, Xml.Element("labeling", type="simple"))
    root.set("labelsEnabled", "0")
    return root


SEVERITIES = [("error", "错误", "#d7191c"), ("warning", "警告", "#f4a300")]


def findings_style(symbols):
    drawing = renderer("categorizedSymbol", symbols, attr="severity")
    categories = Xml.Element("categories")
    for i, (severity, label, _) in enumerate(SEVERITIES):
        Xml.SubElement(categories, "category", symbol=str(i), value=severity, label=label, render="true")
    drawing.insert(0, categories)
    return style(drawing, labels('"rule"', BESIDE, 25000, 7.5, "#333333"))


def finding_points():
    return findings_style([("marker", [marker("diamond", colour, "#ffffff", 3.4, 0.3)]) for _, _, colour in SEVERITIES])


def finding_areas():
    return findings_style([("fill", [fill(colour, 60, colour, 0.6), hatching(colour, 1.6, 0.3, 135)])
                           for _, _, colour in SEVERITIES])


def quarantine_style():
    """What was sent and does not count until somebody has looked at it."""
    drawing = renderer("singleSymbol", [("fill", [fill("#d7191c", 40, "#d7191c", 0.6, "dash"),
                                                  hatching("#d7191c", 2.0, 0.25, 135)])])
    return style(drawing, labels('"reason"', OVER, 50000, 7.5, "#8a1214"))


# ---------------------------------------------------------------- files

def text_of(root):
    Xml.indent(root, " ")
    return ("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + Xml.tostring(root, encoding="unicode") +
            "\n")


def main():
    styles = {name: layer_style(*look) for name, look in LAYERS.items()}
    styles |= {"banner": banner_style(), "banner.界线": plain_banner_style(), "league": league_style(),
               "league.界线": plain_league_style(), "_mask": mask_style(), "qitu_quarantine": quarantine_style(), "_findings": finding_points(),
               "_findings_area": finding_areas()}
    wrong = []
    for name, root in styles.items():
        file, text = STYLES / f"{name}.qml", text_of(root)
        if "--check" not in sys.argv:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            wrong.append(file.name)
    if wrong:
        sys.exit("differ from tools/make_styles.py: " + " ".join(wrong))


if __name__ == "__main__":
    main()
