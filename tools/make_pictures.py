#!/usr/bin/python3
"""make_pictures: docs/images/NAME.png, what QGIS and LibreOffice show of the results of commands.

    QITU=build/release/bin/qitu tools/make_pictures.py [NAME …]      of the sample: layers of a result with their own styles, a legend and
                                                                     a scale bar, in a window around a few features
    tools/make_pictures.py --demo DIR [NAME …]                       of what ./demo has made in DIR: the project, a page of the atlas, two
                                                                     sheets of the workbook

Runs without a screen; needs python3-qgis of the system's Python, LibreOffice, poppler-utils and a font with Chinese."""
import os
import re
import subprocess
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (QgsApplication, QgsCategorizedSymbolRenderer, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsFeatureRequest,
                       QgsFillSymbol, QgsLegendStyle, QgsLayoutExporter, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemScaleBar, QgsLayoutPoint, QgsMapRendererParallelJob, QgsMapSettings,
                       QgsLayoutSize, QgsLineSymbol, QgsMarkerSymbol, QgsPrintLayout, QgsProject, QgsRasterLayer, QgsPalettedRasterRenderer,
                       QgsRectangle, QgsRendererCategory, QgsSingleSymbolRenderer, QgsUnitTypes, QgsVectorLayer)
from osgeo import ogr
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QFont

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
QITU = os.path.abspath(os.environ.get("QITU", os.path.join(ROOT, "build/release/bin/qitu")))
CRS = QgsCoordinateReferenceSystem("EPSG:4545")  # metres


def qitu(*words, expected=(0, 1)):
    done = subprocess.run([QITU, *words], capture_output=True, text=True)
    if done.returncode not in expected:
        sys.exit(f"qitu {' '.join(words)}: {done.stderr}")


def vector(path, name, title, renderer=None, where=""):
    layer = QgsVectorLayer(f"{path}|layername={name}" if name else path, title, "ogr")
    if not layer.isValid():
        sys.exit(f"{path}: QGIS does not read {name}")
    if where:
        layer.setSubsetString(where)
    if renderer:
        layer.setRenderer(renderer)
    return layer


def fill(colour, outline, width="0.2"):
    return QgsFillSymbol.createSimple({"color": colour, "outline_color": outline, "outline_width": width})


def one(symbol):
    return QgsSingleSymbolRenderer(symbol)


def window(layer, where, metres):
    """So wide, around the first feature that meets the condition."""
    to_map = QgsCoordinateTransform(layer.crs(), CRS, QgsProject.instance())
    feature = next(layer.getFeatures(QgsFeatureRequest().setFilterExpression(where)))
    return QgsRectangle.fromCenterAndSize(to_map.transform(feature.geometry().boundingBox().center()), metres, metres * 0.8)


def draw(name, layers, box):
    project = QgsProject.instance()
    project.setCrs(CRS)
    for layer in layers:
        project.addMapLayer(layer)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(240, 150, QgsUnitTypes.LayoutMillimeters))
    shown = QgsLayoutItemMap(layout)
    shown.attemptMove(QgsLayoutPoint(3, 3, QgsUnitTypes.LayoutMillimeters))
    shown.attemptResize(QgsLayoutSize(180, 144, QgsUnitTypes.LayoutMillimeters))
    shown.setLayers(layers)
    shown.setCrs(CRS)
    shown.setExtent(QgsRectangle(0, 0, 180, 144))
    shown.zoomToExtent(box)
    shown.setFrameEnabled(True)
    layout.addLayoutItem(shown)
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(shown)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    for node in list(root.findLayers()):
        if node.layerId() not in [layer.id() for layer in layers]:
            root.removeChildNode(node)
    for style in ("Title", "Group", "Subgroup", "SymbolLabel"):
        legend.rstyle(getattr(QgsLegendStyle, style)).setFont(QFont("Noto Sans CJK SC", 9))
    legend.attemptMove(QgsLayoutPoint(185, 4, QgsUnitTypes.LayoutMillimeters))
    layout.addLayoutItem(legend)
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(shown)
    bar.applyDefaultSize()
    bar.setUnits(QgsUnitTypes.DistanceMeters)
    bar.setUnitLabel("m")
    bar.setNumberOfSegments(1)
    bar.setNumberOfSegmentsLeft(0)
    bar.setUnitsPerSegment(float(f"{box.width() / 6:.1g}"))
    bar.attemptMove(QgsLayoutPoint(186, 132, QgsUnitTypes.LayoutMillimeters))
    layout.addLayoutItem(bar)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 110
    path = os.path.join(ROOT, "docs/images", name + ".png")
    if QgsLayoutExporter(layout).exportToImage(path, settings) != QgsLayoutExporter.Success:
        sys.exit(f"{path}: cannot be written")
    project.removeAllMapLayers()
    print(path)


HSF = "sample/巴彦淖尔_高标准农田_2023.shp"


def workspace():
    if os.path.exists("work.gpkg"):
        return
    qitu("sample", "sample")
    qitu("init", "work.gpkg")
    for layer, file in (("high_standard_farmland", HSF), ("permanent_basic_farmland", "sample/永久基本农田.gpkg"),
                        ("irrigation_district", "sample/大中型灌区.gpkg"), ("reservoir", "sample/水库.geojson")):
        qitu("import", "work.gpkg", layer, file, "--repair", "--accept")


def near():
    qitu("near", "work.gpkg", "high_standard_farmland", "--of", "irrigation_district", "--within", "2km", "-o", "near.gpkg")
    districts = vector("work.gpkg", "irrigation_district", "大中型灌区", one(fill("214,234,248,160", "52,120,180")))
    features = vector("near.gpkg", "near_features", "高标准农田，按距离")
    return [features, districts], window(features, "irrigation_district_m is not null", 40000)


def edited():
    """The delivery with a ninth of its parcels left out and some moved by forty metres."""
    subprocess.run(["ogr2ogr", "-oo", "ENCODING=GBK", "edited.gpkg", HSF, "-nln", "edited", "-where", "FID % 9 <> 0"], check=True, capture_output=True)
    file = ogr.Open("edited.gpkg", 1)
    parcels = file.GetLayer(0)
    for parcel in list(parcels):
        if parcel.GetFID() % 7 == 0:
            shape = parcel.GetGeometryRef().Clone()
            for ring in (part.GetGeometryRef(0) if part.GetGeometryName() == "POLYGON" else part for part in shape):
                for i in range(ring.GetPointCount()):
                    ring.SetPoint_2D(i, ring.GetX(i) + 40, ring.GetY(i))
            parcel.SetGeometry(shape)
            parcels.SetFeature(parcel)
    return "edited.gpkg"


def compare():
    qitu("compare", HSF, edited(), "--layer", "high_standard_farmland", "-o", "changes.gpkg")
    features = vector("changes.gpkg", "compared", "高标准农田：两次报送")
    return [features], window(features, "kind not in ('unchanged', 'removed')", 1500)


def coverage():
    qitu("coverage", HSF, "-o", "faults.gpkg")
    zones = vector(HSF, "", "高标准农田", one(fill("235,240,230,255", "120,140,110")))
    zones.setCrs(QgsCoordinateReferenceSystem("EPSG:4524"))  # the Shapefile has no .prj
    faults = vector("faults.gpkg", "coverage_faults", "问题")
    return [faults, zones], window(faults, "true", 1200)


def tabulate():
    qitu("tabulate", HSF, "--zones", "banners", "--pieces", "pieces.gpkg", "--overwrite")
    kinds = QgsCategorizedSymbolRenderer("part", [QgsRendererCategory("kept", fill("120,180,120,200", "60,110,60"), "kept 保留"),
                                                  QgsRendererCategory("subtracted", fill("220,90,70,200", "150,40,30"), "subtracted 扣除")])
    pieces = vector("pieces.gpkg", "pieces", "pieces 图块", kinds)
    return [pieces], window(pieces, "part = 'subtracted' and gross_m2 > 20000", 1200)


def opened(folder):
    project = QgsProject.instance()
    if not project.read(f"geopackage:{folder}/delivery.gpkg?projectName=旗图"):
        sys.exit(project.error())
    return project


def project_picture(folder, path):
    project = opened(folder)
    root = project.layerTreeRoot()
    settings = QgsMapSettings()
    settings.setLayers([layer for layer in root.layerOrder() if root.findLayer(layer).isVisible()])
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(QSize(1000, 730))
    settings.setBackgroundColor(QColor("white"))
    banners, = project.mapLayersByName("旗县") or project.mapLayersByName("旗县进度")
    box = QgsCoordinateTransform(banners.crs(), project.crs(), project).transformBoundingBox(banners.extent())
    box.scale(1.05)
    settings.setExtent(box)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(path)


def atlas_picture(folder, path):
    layout, = opened(folder).layoutManager().printLayouts()
    atlas = layout.atlas()
    atlas.beginRender()
    number = next(i for i in range(atlas.count()) if atlas.nameForPage(i) == "临河区")
    atlas.seekTo(number)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 110
    QgsLayoutExporter(layout).exportToImage(path, settings)


def sheet_picture(words, cut):
    """The first printed page of the workbook whose title has the words."""
    def draw_page(folder, path):
        if not os.path.exists("progress.pdf"):
            os.environ["LC_ALL"] = "zh_CN.UTF-8"
            qitu("report", f"{folder}/work.gpkg", "--format", "xlsx", "-o", "progress.xlsx")
            subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "progress.xlsx"], check=True, capture_output=True)
        pages = int(re.search(r"Pages: *(\d+)", subprocess.run(["pdfinfo", "progress.pdf"], capture_output=True, text=True).stdout)[1])
        page = next(number for number in range(1, pages + 1)
                    if words in subprocess.run(["pdftotext", "-f", str(number), "-l", str(number), "progress.pdf", "-"], capture_output=True,
                                               text=True).stdout.partition("\n")[0])
        subprocess.run(["pdftoppm", "-png", "-singlefile", "-f", str(page), "-l", str(page), "-scale-to-x", "1100", "-scale-to-y", "-1", "-H", str(cut),
                        "progress.pdf", path.removesuffix(".png")], check=True)
    return draw_page


OF_DEMO = {"qgis-project": project_picture, "qgis-atlas": atlas_picture, "report-summary": sheet_picture("任务进展报告", 780),
           "report-differences": sheet_picture("其他算法的结果为什么不同", 560)}
PICTURES = {"near": near, "compare": compare, "coverage": coverage, "tabulate": tabulate}

if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    demo = os.path.abspath(sys.argv[2]) if sys.argv[1:2] == ["--demo"] else ""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for wanted in (sys.argv[3:] or OF_DEMO) if demo else []:
            OF_DEMO[wanted](demo, os.path.join(ROOT, "docs/images", wanted + ".png"))
        if demo:
            sys.exit()
        workspace()
        for wanted in sys.argv[1:] or PICTURES:
            draw(wanted, *PICTURES[wanted]())
