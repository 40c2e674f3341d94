"""qgis_project: opens the project within a GeoPackage as QGIS does and says what is not as it should be.

    /usr/bin/python3 tests/output/exchange/qgis_project.py FILE [--png OUT [--theme NAME]] [--atlas OUT [--banner NAME] [--dpi N]]
                                                        [--form OUT --layer TABLE] [--edit]

Runs without a screen; needs python3-qgis of the system's Python. Layers, groups, themes, relations, forms with their
conditions, and for an exported file the atlas. --edit takes the file for a workspace: a form's conditions are tried on values,
a stage is written, and the history must have it. Exit status 0 when all is well, 1 with a line for each fault.
"""
import argparse
import os
import re
import sqlite3
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (QgsApplication, QgsExpressionContext, QgsExpressionContextUtils, QgsFeature, QgsFieldConstraints,
                       QgsGeometry, QgsLayoutExporter, QgsMapRendererParallelJob, QgsMapSettings, QgsProject,
                       QgsVectorLayerUtils)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

NAME = "旗图"
HARD, SOFT = QgsFieldConstraints.ConstraintStrengthHard, QgsFieldConstraints.ConstraintStrengthSoft


class Check:
    def __init__(self, path):
        self.path, self.faults, self.messages = path, [], []
        self.project = QgsProject.instance()
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as db:
            self.tables = {row[0] for row in db.execute("SELECT table_name FROM gpkg_contents")} - {"layer_styles"}
            self.is_workspace = bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'qitu_meta'").fetchall())

    def expect(self, truth, fault):
        if not truth:
            self.faults.append(fault)
        return truth

    def open(self):
        QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: self.messages.append(f"{tag}: {text}"))
        opened = self.project.read(f"geopackage:{self.path}?projectName={NAME}")
        return self.expect(opened, f"the project does not open: {self.project.error()}")

    def layer(self, table):
        return self.project.mapLayer("layer_" + table)

    def layers(self):
        layers = self.project.mapLayers().values()
        for layer in layers:
            if not self.expect(layer.isValid(), f"{layer.id()}: not valid"):
                continue
            self.expect(layer.source().startswith(str(self.path) + "|layername="), f"{layer.id()}: source {layer.source()}")
            self.expect(layer.id() == layer.id().strip() and layer.id().startswith("layer_"), f"id {layer.id()}")
            if layer.isSpatial():
                self.expect(layer.crs().authid() == "EPSG:4490", f"{layer.id()}: CRS {layer.crs().authid()}")
        shown = {layer.id()[len("layer_"):] for layer in layers} - {"banner_mask"}
        self.expect(shown == self.tables, f"tables without a layer: {self.tables - shown}, layers without one: {shown - self.tables}")
        self.expect(self.project.crs().isValid() and not self.project.crs().isGeographic(), "the map has no plane CRS")

    def tree(self):
        root = self.project.layerTreeRoot()
        groups = [group.name() for group in root.findGroups()]
        self.expect(len(groups) == len(set(groups)) >= 2, f"groups {groups}")
        for group in root.findGroups():
            self.expect(group.findLayers(), f"the group {group.name()} is empty")
        order = [layer.id() for layer in root.layerOrder()]
        self.expect(root.hasCustomLayerOrder() and order[-1] != "layer_league" and
                    order.index("layer_league") < order.index("layer_banner"), f"layer order {order}")
        checked = [node.layerId() for node in root.findLayers() if node.isVisible() and node.layer().isSpatial()]
        self.expect("layer_banner" in checked and "layer_banner_mask" not in checked, f"shown at first: {checked}")

    def themes(self):
        themes = self.project.mapThemeCollection()
        names = set(themes.mapThemes())
        wanted = {"项目总览", "项目阶段", "分旗县图册"} | (set() if self.is_workspace else {"任务完成率"})
        self.expect(wanted <= names, f"themes {names}")
        self.expect(any(name.startswith("专题·") for name in names), f"no theme for a programme among {names}")
        for name in names:
            layers = themes.mapThemeVisibleLayerIds(name)
            self.expect(layers, f"the theme {name} shows nothing")
            for record in themes.mapThemeState(name).layerRecords():
                self.expect(record.currentStyle in record.layer().styleManager().styles(),
                            f"{name}: {record.layer().id()} has no style {record.currentStyle}")

    def relations(self):
        relations = self.project.relationManager().relations()
        for name, relation in relations.items():
            self.expect(relation.isValid(), f"the relation {name} is not valid")
        layer = self.layer("high_standard_farmland")
        relation = relations.get("banner_high_standard_farmland")
        if not self.expect(relation is not None, "no relation of banners with their farmland") or layer.featureCount() == 0:
            return
        some = next(layer.getFeatures())
        banner = relation.getReferencedFeature(some)
        self.expect(banner.isValid() and banner["code"] == some["admin_code"], "a parcel does not find its banner")
        found = sum(1 for _ in relation.getRelatedFeatures(banner))
        plain = sum(1 for feature in layer.getFeatures() if feature["admin_code"] == banner["code"])
        self.expect(found == plain > 0, f"banner {banner['code']} finds {found} parcels of {plain}")

    def forms(self):
        for layer in self.project.mapLayers().values():
            stage = layer.fields().indexOf("stage")
            if stage < 0 or layer.id() in ("layer_progress", "layer_banner_mask"):
                continue
            shown = {}
            for entry in layer.editorWidgetSetup(stage).config().get("map", []):
                shown |= entry
            self.expect(shown.get("验收") == "accepted" and list(shown)[:4] == ["立项", "实施", "验收", "管护"],
                        f"{layer.id()}: stages {shown}")
            banner = layer.editorWidgetSetup(layer.fields().indexOf("admin_code"))
            self.expect(banner.type() == "ValueMap" and {"临河区": "150802"} in banner.config()["map"],
                        f"{layer.id()}: banners {banner.config()}")
            self.constraints(layer)
            tabs = [tab.name() for tab in layer.editFormConfig().tabs()]
            self.expect(tabs[:1] == ["项目"], f"{layer.id()}: tabs {tabs}")

    def constraints(self, layer):
        for name in ("project_code", "admin_code", "year", "stage"):
            strength = layer.fields().field(name).constraints().constraintStrength(QgsFieldConstraints.ConstraintNotNull)
            self.expect(strength == HARD, f"{layer.id()}.{name} may be empty")
        for field in range(layer.fields().count()):
            text = layer.constraintExpression(field)
            if text:
                self.expect(layer.constraintDescription(field), f"{layer.id()}: a condition without words: {text}")
        # Every feature that is there must be able to be saved.
        for feature, _ in zip(layer.getFeatures(), range(20)):
            for field in range(layer.fields().count()):
                if layer.fields()[field].name() == "fid":
                    continue
                fine, why = QgsVectorLayerUtils.validateAttribute(layer, feature, field, HARD)
                self.expect(fine, f"{layer.id()} {feature.id()}.{layer.fields()[field].name()}: {why}")

    # ------------------------------------------------------------ drawing

    def draw(self, theme, width=1400):
        settings = QgsMapSettings()
        layers = (self.project.mapThemeCollection().mapThemeVisibleLayers(theme) if theme
                  else self.project.layerTreeRoot().checkedLayers())
        settings.setLayers([layer for layer in layers if layer.isSpatial()])
        if theme:
            settings.setLayerStyleOverrides(self.project.mapThemeCollection().mapThemeStyleOverrides(theme))
        settings.setDestinationCrs(self.project.crs())
        settings.setBackgroundColor(QColor("white"))
        extent = self.project.viewSettings().defaultViewExtent()
        settings.setExtent(extent)
        settings.setOutputDpi(120)
        settings.setOutputSize(QSize(width, round(width * extent.height() / extent.width())))
        context = QgsExpressionContext()
        context.appendScopes([QgsExpressionContextUtils.globalScope(), QgsExpressionContextUtils.projectScope(self.project),
                              QgsExpressionContextUtils.mapSettingsScope(settings)])
        settings.setExpressionContext(context)
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        return job.renderedImage()

    def picture(self, out, theme):
        image = self.draw(theme)
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        self.expect(len(colours) > 8, f"the map is blank: {len(colours)} colours")
        self.expect(image.save(str(out)), f"{out}: not saved")

    @staticmethod
    def round(scale):
        """The nearest scale with two digits."""
        power = 10 ** (len(str(round(scale))) - 2)
        return round(scale / power) * power

    def whole_table(self, layout, table, banner):
        """All rows that the table has stand on the page, and it says how many it leaves out."""
        frame = layout.itemById("任务表")
        self.expect(table.totalSize().height() <= frame.rect().height() + 0.01,
                    f"the table needs {table.totalSize().height():.1f} mm of {frame.rect().height():.1f}")
        code, = (one["code"] for one in self.layer("banner").getFeatures() if one["name"] == banner)
        rows = sum(1 for one in self.layer("progress").getFeatures()
                   if one["admin"] == code and (one["target"] or one["target"] == 0 or (one["done"] or 0) > 0))
        said = re.search(r"另有 (\d+) 项", layout.itemById("另有").currentText())
        shown = len(table.contents())
        self.expect(shown + (int(said[1]) if said else 0) == rows, f"{shown} rows and {said and said[0]} are not {rows}")

    def atlas(self, out, banner, dpi):
        layout = self.project.layoutManager().layoutByName("分旗县图册")
        if self.is_workspace or not self.expect(layout is not None, "no layout 分旗县图册"):
            return
        atlas = layout.atlas()
        self.expect(atlas.enabled() and atlas.coverageLayer() == self.layer("banner"), "the atlas is not over the banners")
        self.expect(atlas.beginRender() and atlas.count() == self.layer("banner").featureCount(), f"{atlas.count()} pages")
        names = []
        for page in range(atlas.count()):
            atlas.seekTo(page)
            names.append(atlas.nameForPage(page))
            if names[-1] == banner:
                break
        self.expect(banner in names, f"no page for {banner}")
        exporter = QgsLayoutExporter(layout)
        if str(out).endswith(".pdf"):
            result = exporter.exportToPdf(str(out), QgsLayoutExporter.PdfExportSettings())
        else:
            settings = QgsLayoutExporter.ImageExportSettings()
            settings.dpi = dpi
            settings.generateWorldFile = settings.exportMetadata = False
            result = exporter.exportToImage(str(out), settings)
        self.expect(result == QgsLayoutExporter.Success, f"the page is not exported: {exporter.errorFile()}")
        self.expect(Path(out).stat().st_size > 20000, f"the page has {Path(out).stat().st_size} bytes")
        main = layout.itemById("地图")
        self.expect(main.crs().authid().startswith("EPSG:45"), f"the page is drawn in {main.crs().authid()}")
        self.expect(10_000 < main.scale() < 5_000_000, f"the page's scale is 1:{main.scale():.0f}")
        self.expect(abs(main.scale() / self.round(main.scale()) - 1) < 1e-6, f"the page's scale 1:{main.scale():.0f} is not round")
        self.expect(main.grid().enabled() and main.grid().crs().authid() == "EPSG:4490", "the page has no grid of longitude and latitude")
        self.expect(layout.itemById("指北针") is not None, "the page has no north arrow")
        table = layout.itemById("任务表").multiFrame()
        self.expect(table.totalSize().height() > 12, f"the table of the page is {table.totalSize().height()} mm high")
        self.whole_table(layout, table, banner)
        atlas.endRender()

    # ------------------------------------------------------------ a workspace

    def valid(self, layer, feature, name, strength):
        return QgsVectorLayerUtils.validateAttribute(layer, feature, layer.fields().indexOf(name), strength)[0]

    def edit(self):
        layer = self.layer("high_standard_farmland")
        stage = layer.fields().indexOf("stage")
        feature = next(one for one in layer.getFeatures() if one["stage"] == "approved")
        self.expect(layer.startEditing(), "the layer cannot be edited")
        for name, value, strength in (("project_code", None, HARD), ("project_code", "  ", HARD), ("year", 23, HARD),
                                      ("stage", None, HARD), ("stage", "accepted", SOFT), ("declared_area", -1.0, HARD)):
            changed = QgsFeature(feature)
            changed[name] = value
            self.expect(not self.valid(layer, changed, name, strength), f"{name} = {value!r} goes through")
        changed = QgsFeature(feature)
        changed["stage"] = "under_construction"
        self.expect(self.valid(layer, changed, "stage", SOFT), "the next stage does not go through")
        self.expect(layer.changeAttributeValue(feature.id(), stage, "under_construction"), "the stage cannot be written")
        drawn = QgsVectorLayerUtils.createFeature(layer, QgsGeometry(feature.geometry()), {},
                                                  layer.createExpressionContext())
        self.expect((drawn["stage"], drawn["admin_code"]) == ("approved", self.banner_at(feature.geometry())),
                    f"a new parcel begins with stage {drawn['stage']} in {drawn['admin_code']}")
        self.expect(layer.commitChanges(), f"not saved: {layer.commitErrors()}")
        with sqlite3.connect(self.path) as db:
            last = db.execute("SELECT tab, row, op, before, after FROM qitu_history ORDER BY id DESC LIMIT 1").fetchone()
        self.expect(last[:3] == ("high_standard_farmland", feature.id(), "update") and "approved" in last[3] and
                    "under_construction" in last[4], f"the last record is {last}")

    def banner_at(self, geometry):
        point = geometry.pointOnSurface()
        return next((one["code"] for one in self.layer("banner").getFeatures() if one.geometry().contains(point)), None)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--png", help="draw the map there")
    parser.add_argument("--theme", help="of this theme instead of the view that opens")
    parser.add_argument("--atlas", help="export a page there, .png or .pdf")
    parser.add_argument("--banner", default="临河区")
    parser.add_argument("--dpi", type=int, default=96)
    parser.add_argument("--edit", action="store_true")
    return parser.parse_args()


def examine(options):
    check = Check(options.file.resolve())
    if check.open():
        for look in (check.layers, check.tree, check.themes, check.relations, check.forms):
            look()
        if options.png:
            check.picture(options.png, options.theme)
        if options.atlas:
            check.atlas(options.atlas, options.banner, options.dpi)
        if options.edit:
            check.edit()
    bad = [text for text in check.messages if "rror" in text or "not exist" in text]
    check.faults += bad
    print(f"{options.file}: {len(check.project.mapLayers())} layers, {len(check.faults)} faults")
    check.project.clear()
    return check.faults


def main():
    options = arguments()
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    application = QgsApplication([], False)
    application.initQgis()
    faults = examine(options)
    application.exitQgis()
    for fault in faults[:40]:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
