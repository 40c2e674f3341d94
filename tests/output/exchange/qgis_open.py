"""qgis_open: opens a published GeoPackage as QGIS does and says what is not as it should be.

    /usr/bin/python3 tests/output/exchange/qgis_open.py FILE [--png OUT [--layers A,B…] [--extent W,S,E,N] [--width PIXELS]]

Runs without a screen; needs python3-qgis of the system's Python. Every layer that QGIS lists must be valid, in EPSG:4490,
drawn and labelled as styles/ says, with Chinese titles on its fields and its code lists as value maps. Exit status 0 when
all is well, 1 with a line for each fault.
"""
import argparse
import os
import sqlite3
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as Xml

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsExpressionContext,
                       QgsExpressionContextUtils, QgsMapRendererParallelJob, QgsMapSettings, QgsProject,
                       QgsProviderRegistry, QgsRectangle, QgsVectorLayer, QgsWkbTypes)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

STYLES = Path(__file__).resolve().parents[3] / "styles"
SHAPES = {QgsWkbTypes.PointGeometry: "_point", QgsWkbTypes.LineGeometry: "_line",
          QgsWkbTypes.PolygonGeometry: "_polygon"}
# An equal-area map of Inner Mongolia on CGCS2000's ellipsoid.
MAP_CRS = "PROJ:+proj=aea +lat_1=40 +lat_2=50 +lat_0=44 +lon_0=112 +ellps=GRS80 +units=m"


def is_chinese(text):
    return any("\u4e00" <= c <= "\u9fff" for c in text) and "\ufffd" not in text


class File:
    """What stands in the GeoPackage itself, read without QGIS."""

    def __init__(self, path):
        self.path = path
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as db:
            self.titles = dict(db.execute("SELECT table_name, identifier FROM gpkg_contents"))
            self.tables = [name for name in self.titles if name != "layer_styles"]
            self.styles = db.execute("SELECT f_table_name, useAsDefault FROM layer_styles ORDER BY id").fetchall()
            self.codes = {}
            for table, column, value, label in db.execute(
                    "SELECT table_name, column_name, value, k.description FROM gpkg_data_columns "
                    "JOIN gpkg_data_column_constraints k USING (constraint_name)"):
                self.codes.setdefault((table, column), {})[label] = value


    def rows(self, table):
        with sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True) as db:
            db.row_factory = sqlite3.Row
            return db.execute("SELECT styleName, styleQML, styleSLD FROM layer_styles WHERE f_table_name = ?", (table,)).fetchall()


class Check:
    def __init__(self, path):
        self.path, self.file, self.faults = path, File(path), []

    def expect(self, truth, fault):
        if not truth:
            self.faults.append(fault)
        return truth

    def layers(self):
        """Layers as the dialog of QGIS lists them, with their default style."""
        listed = QgsProviderRegistry.instance().querySublayers(str(self.path))
        names = [sublayer.name() for sublayer in listed]
        self.expect(names == self.file.tables, f"QGIS lists {names} where {self.file.tables} is expected")
        firsts = {}
        for name, is_default in self.file.styles:
            self.expect(is_default == (name not in firsts), f"{name}: its default is not the first of its styles, or not the only one")
            firsts[name] = is_default
        self.expect(list(firsts) == self.file.tables, f"layer_styles is about {list(firsts)}, the file has {self.file.tables}")
        result = {}
        for name in names:
            layer = QgsVectorLayer(f"{self.path}|layername={name}", name, "ogr")
            if self.expect(layer.isValid(), f"{name}: not valid"):
                result[name] = layer
        return result

    def layer(self, name, layer):
        self.expect(layer.featureCount() > 0, f"{name}: no features")
        self.expect(is_chinese(self.file.titles[name]), f"{name}: title {self.file.titles[name]!r} is not Chinese")
        self.fields(name, layer)
        if layer.isSpatial():
            self.expect(layer.crs().authid() == "EPSG:4490", f"{name}: CRS {layer.crs().authid()}")
            self.expect(not layer.extent().isEmpty() or layer.featureCount() == 1, f"{name}: empty extent")
            self.drawing(name, layer)
            self.named_styles(name, layer)

    def fields(self, name, layer):
        for i, field in enumerate(layer.fields()):
            if field.name() == "fid":
                continue
            self.expect(is_chinese(layer.attributeAlias(i)), f"{name}.{field.name()}: alias {layer.attributeAlias(i)!r}")
            codes = self.file.codes.get((name, field.name()), {})
            widget = layer.editorWidgetSetup(i)
            shown = {}
            for entry in widget.config().get("map", []) if widget.type() == "ValueMap" else []:
                shown |= entry
            shown.pop("（未填）", None)
            self.expect(shown == codes, f"{name}.{field.name()}: value map {shown} where {codes} is expected")

    def drawing(self, name, layer):
        own = STYLES / f"{name}.qml"
        wanted = Xml.parse(own if own.exists() else STYLES / f"{SHAPES[layer.geometryType()]}.qml").getroot()
        kind = wanted.find("renderer-v2").get("type")
        renderer = layer.renderer()
        if not self.expect(renderer.type() == kind, f"{name}: renderer {renderer.type()} where {kind} is expected"):
            return
        if kind == "categorizedSymbol":
            have = [category.label() for category in renderer.categories()]
            want = [category.get("label") for category in wanted.iter("category")]
            self.expect(have == want, f"{name}: categories {have} where {want} is expected")
        if kind == "graduatedSymbol":
            have = [entry.label() for entry in renderer.ranges()]
            want = [entry.get("label") for entry in wanted.iter("range")]
            self.expect(have == want, f"{name}: ranges {have} where {want} is expected")
        self.expect(layer.labelsEnabled() == (wanted.get("labelsEnabled") == "1"), f"{name}: labels")

    def named_styles(self, name, layer):
        """Each row of layer_styles draws the layer, as QML and as SLD."""
        wanted = sum(table == name for table, _ in self.file.styles)
        related = layer.listStylesInDatabase()[0]
        self.expect(related == wanted, f"{name}: QGIS lists {related} styles of {wanted}")
        for row in self.file.rows(name):
            twin = layer.clone()
            document = QDomDocument()
            document.setContent(row["styleQML"])
            fine, why = twin.importNamedStyle(document)
            self.expect(fine and twin.renderer() is not None, f"{name}: style {row['styleName']}: {why}")
            sld = QDomDocument()
            self.expect(sld.setContent(row["styleSLD"], True)[0], f"{name}: the SLD of {row['styleName']} is no XML")
            fine, why = self.load_sld(twin, row["styleSLD"])
            self.expect(fine, f"{name}: the SLD of {row['styleName']} is not understood: {why}")
            rules = row["styleSLD"].count("<se:Rule>") - ("<se:TextSymbolizer>" in row["styleSLD"])
            read = len(twin.renderer().rootRule().children()) if twin.renderer().type() == "RuleRenderer" else 1
            self.expect(read >= rules, f"{name}: QGIS reads {read} of {rules} rules from the SLD of {row['styleName']}")

    def load_sld(self, layer, text):
        with tempfile.NamedTemporaryFile("w", suffix=".sld", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            why, fine = layer.loadSldStyle(file.name)
        return fine, why

    def names(self, layer):
        for feature in layer.getFeatures():
            self.expect(is_chinese(str(feature["name"])), f"{layer.name()} {feature.id()}: name {feature['name']!r}")


def draw(layers, extent, width):
    """The map as an image: layers from top to bottom, extent in degrees."""
    crs = QgsCoordinateReferenceSystem(MAP_CRS)
    to_map = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4490"), crs, QgsProject.instance())
    box = to_map.transformBoundingBox(extent)
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(crs)
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputDpi(144)
    settings.setOutputSize(QSize(width, max(1, round(width * box.height() / box.width()))))
    settings.setExtent(box)
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))  # as the window of QGIS does: @map_scale
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage(), settings.scale()


def has_a_picture(image):
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    return len(colours) > 3


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("picture", nargs="?", help="the same as --png")
    parser.add_argument("--png", help="draw the map there")
    parser.add_argument("--layers", help="only these, from top to bottom")
    parser.add_argument("--extent", help="west,south,east,north in degrees; default: the banners")
    parser.add_argument("--width", type=int, default=1600)
    return parser.parse_args()


def render(layers, options, check):
    chosen = options.layers.split(",") if options.layers else [name for name in layers if layers[name].isSpatial()]
    extent = (QgsRectangle(*map(float, options.extent.split(","))) if options.extent
              else QgsRectangle(layers["banner"].extent()))
    image, scale = draw([layers[name] for name in chosen], extent, options.width)
    out = options.png or options.picture
    if check.expect(has_a_picture(image), f"{out}: the map is blank") and check.expect(image.save(out), f"{out}: not saved"):
        print(f"{out}: {image.width()} x {image.height()} pixels, 1:{scale:,.0f}")


def examine(options):
    check = Check(options.file)
    layers = check.layers()
    for name, layer in layers.items():
        check.layer(name, layer)
    for name in ("banner", "league"):
        if check.expect(name in layers, f"{name}: missing"):
            check.names(layers[name])
    if options.png or options.picture:
        render(layers, options, check)
    print(f"{options.file}: {len(layers)} layers, {len(check.faults)} faults")
    return check.faults


def main():
    options = arguments()
    application = QgsApplication([], False)
    application.initQgis()
    faults = examine(options)  # its layers are gone when QGIS closes, or QGIS crashes
    application.exitQgis()
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
