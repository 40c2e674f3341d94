#!/usr/bin/env python3
"""make_atlas: lays out the pages of the atlas and writes them into styles/project.qgs.

    /usr/bin/python3 tools/make_atlas.py EXPORTED.gpkg

Needs python3-qgis and a GeoPackage that `qitu export` has written: QGIS then knows the layers that the pages name. A layout
changed by hand in QGIS serves as well: save the project as .qgs and put its <Layouts> into styles/project.qgs.
"""
import base64
import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (QgsApplication, QgsCentroidFillSymbolLayer, QgsCoordinateReferenceSystem, QgsFillSymbol, QgsLayoutFrame,
                       QgsLayoutItemAttributeTable, QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemMapGrid,
                       QgsLayoutItemPicture, QgsLayoutItemScaleBar, QgsLayoutMeasurement, QgsLayoutObject, QgsLayoutPoint,
                       QgsLayoutSize, QgsLayoutTableColumn, QgsLegendStyle, QgsLineSymbol, QgsMarkerSymbol, QgsPrintLayout,
                       QgsProject, QgsProperty, QgsReadWriteContext, QgsRectangle, QgsTextFormat, QgsUnitTypes)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont
from qgis.PyQt.QtXml import QDomDocument

PROJECT = Path(__file__).resolve().parent.parent / "styles" / "project.qgs"
FONT = "Noto Sans CJK SC"
INK, GREY = QColor("#222222"), QColor("#666666")
# Gauss-Krueger, 3-degree zone of the banner: EPSG:4534 has 75°E, each further one 3° more.
ZONE_CRS = "'EPSG:' || to_string(4534 + round((x(centroid(@atlas_geometry)) - 75) / 3))"
MERIDIAN = "to_string(75 + 3 * round((x(centroid(@atlas_geometry)) - 75) / 3))"
MAP_WIDTH, MAP_HEIGHT = 195, 166  # mm
# The next round scale at which the banner fits, as @scale of what is worked out with the banner's outline in its zone as @g.
ROUND_SCALES = ", ".join(str(step * power) for power in (10_000, 100_000, 1_000_000) for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9))
FITTING = (f"1000 * 1.08 * max((x_max(@g) - x_min(@g)) / {MAP_WIDTH}, (y_max(@g) - y_min(@g)) / {MAP_HEIGHT})")


def at_round_scale(expression):
    return (f"with_variable('g', transform(@atlas_geometry, 'EPSG:4490', {ZONE_CRS}), with_variable('fitting', {FITTING}, "
            f"with_variable('scale', coalesce(array_first(array_filter(array({ROUND_SCALES}), @element >= @fitting)), @fitting), "
            f"{expression})))")


# Rows of the page's table: those of the banner that have something, as many as there is room for.
HAS_SOMETHING = '("target" IS NOT NULL OR "done" > 0)'
TABLE_ROOM, ROW_HEIGHT, LONG_ROW_HEIGHT = 53, 4.5, 7.6  # mm, in the font of the page, which is wider and taller than most
# A name that is too long goes on at its bracket, else where the line is full.
IN_LINES = ("if(length(\"indicator_name\") > 13, if(strpos(\"indicator_name\", '（') > 0, "
            "regexp_replace(\"indicator_name\", '（', '\\n（'), "
            "regexp_replace(\"indicator_name\", '(.{12})(?=..)', '\\\\1\\n')), \"indicator_name\")")
ROW = f'if(length("indicator_name") > 12, {LONG_ROW_HEIGHT}, {ROW_HEIGHT})'
ROOM_TAKEN = (f"aggregate('layer_progress', 'sum', {ROW}, \"admin\" = attribute(@parent, 'admin') AND {HAS_SOMETHING} "
              "AND \"fid\" <= attribute(@parent, 'fid'))")
OF_BANNER = f"\"admin\" = attribute(@atlas_feature, 'code') AND {HAS_SOMETHING}"
HAS_ROOM = f"{OF_BANNER} AND {ROOM_TAKEN} <= {TABLE_ROOM}"
MORE = (f"with_variable('n', aggregate('layer_progress', 'count', \"fid\", {OF_BANNER}) - "
        f"aggregate('layer_progress', 'count', \"fid\", {HAS_ROOM}), "
        "if(@n > 0, '另有 ' || @n || ' 项，见“任务进度”表', ''))")
NORTH = """<svg xmlns="http://www.w3.org/2000/svg" width="20" height="32" viewBox="0 0 20 32"><path d="M10 9 16 31 10 26 4 31z" fill="#444444"/><path
 d="M7 8.5V1l6 7.5V1" fill="none" stroke="#444444" stroke-width="1.6"/></svg>"""
LEAGUE = "attribute(get_feature('layer_league', 'code', attribute(@atlas_feature, 'league')), 'name')"
BANNER = "attribute(@atlas_feature, 'name')"


def font(size, bold=False):
    result = QFont(FONT)
    result.setPointSizeF(size)
    result.setBold(bold)
    return result


def text_format(size, bold=False, colour=INK):
    result = QgsTextFormat()
    result.setFont(font(size, bold))
    result.setSize(size)
    result.setColor(colour)
    result.setNamedStyle("Bold" if bold else "Regular")
    return result


class Page:
    """A4, landscape: the map on the left, a column of 78 mm on the right."""

    def __init__(self, project):
        self.layout = QgsPrintLayout(project)
        self.layout.initializeDefaults()
        self.layout.setName("分旗县图册")

    def place(self, item, name, x, y, width, height):
        item.setId(name)
        self.layout.addLayoutItem(item)
        item.attemptMove(QgsLayoutPoint(x, y))
        item.attemptResize(QgsLayoutSize(width, height))
        return item

    def label(self, name, text, x, y, width, height, size, bold=False, align=Qt.AlignLeft, colour=INK):
        item = QgsLayoutItemLabel(self.layout)
        item.setText(text)
        item.setFont(font(size, bold))
        item.setFontColor(colour)
        item.setHAlign(align)
        item.setVAlign(Qt.AlignVCenter)
        item.setMarginX(0)
        return self.place(item, name, x, y, width, height)

    def map(self, name, theme, x, y, width, height):
        item = QgsLayoutItemMap(self.layout)
        item.setFollowVisibilityPreset(True)
        item.setFollowVisibilityPresetName(theme)
        item.setFrameEnabled(True)
        item.setFrameStrokeColor(QColor("#444444"))
        item.setFrameStrokeWidth(QgsLayoutMeasurement(0.3))
        return self.place(item, name, x, y, width, height)


def show(item, extent):
    """The extent, made larger to the shape of the item: QGIS would change the item instead."""
    shape = item.rect().width() / item.rect().height()
    more_width = max(0, extent.height() * shape - extent.width())
    more_height = max(0, extent.width() / shape - extent.height())
    item.setExtent(QgsRectangle(extent.xMinimum() - more_width / 2, extent.yMinimum() - more_height / 2,
                                extent.xMaximum() + more_width / 2, extent.yMaximum() + more_height / 2))


def add_grid(main):
    """Lines of longitude and latitude, four or so across."""
    grid = QgsLayoutItemMapGrid("经纬网", main)
    grid.setCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    step = at_round_scale(f"array_last(array_filter(array(1 / 60, 2 / 60, 5 / 60, 10 / 60, 20 / 60, 30 / 60, 1, 2), "
                          f"@element <= max(1 / 60, @scale * {MAP_WIDTH} / 1000 / 85000 / 3)))")
    for side in (QgsLayoutObject.MapGridIntervalX, QgsLayoutObject.MapGridIntervalY):
        grid.dataDefinedProperties().setProperty(side, QgsProperty.fromExpression(step))
    grid.setIntervalX(1)
    grid.setIntervalY(1)
    grid.setLineSymbol(QgsLineSymbol.createSimple({"color": "#88888870", "width": "0.1"}))
    grid.setAnnotationEnabled(True)
    grid.setAnnotationFormat(QgsLayoutItemMapGrid.DegreeMinute)
    grid.setAnnotationPrecision(0)
    for side in (QgsLayoutItemMapGrid.Left, QgsLayoutItemMapGrid.Bottom):
        grid.setAnnotationDisplay(QgsLayoutItemMapGrid.HideAll, side)
    for side in (QgsLayoutItemMapGrid.Right, QgsLayoutItemMapGrid.Top):
        grid.setAnnotationPosition(QgsLayoutItemMapGrid.InsideMapFrame, side)
    grid.setAnnotationDisplay(QgsLayoutItemMapGrid.LatitudeOnly, QgsLayoutItemMapGrid.Right)
    grid.setAnnotationDisplay(QgsLayoutItemMapGrid.LongitudeOnly, QgsLayoutItemMapGrid.Top)
    grid.setAnnotationFrameDistance(0.6)
    grid.setAnnotationTextFormat(text_format(5.5, colour=GREY))
    main.grids().addGrid(grid)


def ringed():
    """Where the page's map is, however small: its frame, and a ring around it."""
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#c00000", "outline_width": "0.4"})
    ring = QgsCentroidFillSymbolLayer()
    ring.setSubSymbol(QgsMarkerSymbol.createSimple({"name": "circle", "color": "#00000000", "outline_color": "#c00000",
                                                    "outline_width": "0.6", "size": "5"}))
    symbol.appendSymbolLayer(ring)
    return symbol


def add_north(page):
    arrow = QgsLayoutItemPicture(page.layout)
    arrow.setPicturePath("base64:" + base64.b64encode(NORTH.encode()).decode(), QgsLayoutItemPicture.FormatSVG)
    arrow.setBackgroundEnabled(True)
    arrow.setBackgroundColor(QColor(255, 255, 255, 200))
    page.place(arrow, "指北针", 12, 30, 8, 12.8)


def add_maps(page):
    layout, project = page.layout, page.layout.project()
    main = page.map("地图", "分旗县图册", 10, 24, MAP_WIDTH, MAP_HEIGHT)
    show(main, QgsRectangle(-200000, -400000, 100000, -200000))
    properties = main.dataDefinedProperties()
    properties.setProperty(QgsLayoutObject.MapCrs, QgsProperty.fromExpression(ZONE_CRS))
    # An atlas takes the extent before it takes the CRS of the page; so the extent is told with the CRS in it.
    for side, low, high, size in ((QgsLayoutObject.MapXMin, "x_min", "x_max", -MAP_WIDTH), (QgsLayoutObject.MapXMax, "x_min", "x_max", MAP_WIDTH),
                                  (QgsLayoutObject.MapYMin, "y_min", "y_max", -MAP_HEIGHT), (QgsLayoutObject.MapYMax, "y_min", "y_max", MAP_HEIGHT)):
        properties.setProperty(side, QgsProperty.fromExpression(
            at_round_scale(f"({low}(@g) + {high}(@g)) / 2 + @scale * {size} / 2000")))
    add_grid(main)
    overview = page.map("位置", "任务完成率", 209, 24, 78, 46)
    show(overview, project.viewSettings().defaultViewExtent())
    overview.setKeepLayerSet(False)
    overview.overview().setLinkedMap(main)
    overview.overview().setFrameSymbol(ringed())
    overview.overview().setEnabled(True)
    overview.setDrawAnnotations(False)
    return main, overview


def add_words(page, main):
    page.label("题名", f"[% {LEAGUE} %] [% {BANNER} %] 乡村振兴土地项目图", 10, 7, 195, 10, 18, bold=True)
    page.label("副题", "[% @project_title %]　截至 [% format_date(to_date(@qitu_date), 'yyyy年M月d日') %]", 10, 17, 195, 5.5, 8.5,
               colour=GREY)
    page.label("页码", "第 [% @atlas_featurenumber %] 页，共 [% @atlas_totalfeatures %] 页", 209, 10, 78, 6, 8.5,
               align=Qt.AlignRight, colour=GREY)
    page.label("数学基础", f"2000国家大地坐标系　高斯—克吕格投影 3°带　中央经线 [% {MERIDIAN} %]°E　"
               "比例尺 1:[% format_number(round(item_variables('地图')['map_scale'], -2), 0) %]", 10, 194, 150, 6, 7.5, colour=GREY)
    page.label("声明", "旗县界线仅为示意，不作为权属争议依据。面积按 TD/T 1055 在椭球面上计算，重叠只计一次。", 150, 194, 137, 6, 7.5,
               align=Qt.AlignRight, colour=GREY)
    bar = QgsLayoutItemScaleBar(page.layout)
    bar.setStyle("Line Ticks Up")
    bar.setLinkedMap(main)
    bar.setUnits(QgsUnitTypes.DistanceKilometers)
    bar.setUnitLabel("公里")
    bar.setSegmentSizeMode(QgsLayoutItemScaleBar.SegmentSizeMode.SegmentSizeFitWidth
                           if hasattr(QgsLayoutItemScaleBar, "SegmentSizeMode") else 1)
    bar.setMinimumBarWidth(20)
    bar.setMaximumBarWidth(52)
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setTextFormat(text_format(8))
    bar.setBackgroundEnabled(True)
    bar.setBackgroundColor(QColor(255, 255, 255, 200))
    page.place(bar, "比例尺", 13, 176, 60, 12)


def add_legend(page, main):
    page.label("图例题", "图例", 209, 73, 78, 6, 10, bold=True)
    legend = QgsLayoutItemLegend(page.layout)
    legend.setAutoUpdateModel(True)
    legend.setLinkedMap(main)
    legend.setLegendFilterByMapEnabled(True)
    legend.setLegendFilterOutAtlas(True)
    legend.setResizeToContents(False)
    legend.setColumnCount(2)
    legend.setSplitLayer(False)
    for style, size, bold in ((QgsLegendStyle.Title, 9, True), (QgsLegendStyle.Group, 7.5, True),
                              (QgsLegendStyle.Subgroup, 7.5, True), (QgsLegendStyle.SymbolLabel, 7, False)):
        shape = legend.style(style)
        shape.setFont(font(size, bold))
        legend.setStyle(style, shape)
    for style, side, space in ((QgsLegendStyle.Group, QgsLegendStyle.Top, 0), (QgsLegendStyle.Subgroup, QgsLegendStyle.Top, 1.8),
                               (QgsLegendStyle.Symbol, QgsLegendStyle.Top, 0.8)):
        shape = legend.style(style)
        shape.setMargin(side, space)
        legend.setStyle(style, shape)
    legend.setSymbolWidth(5)
    legend.setSymbolHeight(3)
    legend.setBackgroundEnabled(False)
    page.place(legend, "图例", 208, 77, 79, 45)


def add_table(page, progress):
    page.label("表题", "任务与完成", 209, 123, 78, 6, 10, bold=True)
    page.label("另有", f"[% {MORE} %]", 209, 187.5, 78, 4, 6.5, colour=GREY)
    table = QgsLayoutItemAttributeTable.create(page.layout)
    page.layout.addMultiFrame(table)
    table.setVectorLayer(progress)
    table.setFilterFeatures(True)
    table.setFeatureFilter(HAS_ROOM)
    columns = []
    for expression, heading, width, align in (
            (IN_LINES, "指标", 29, Qt.AlignLeft),
            ('"unit_shown"', "单位", 7, Qt.AlignLeft),
            ("coalesce(\"target_shown\", '—')", "任务", 11.5, Qt.AlignRight),
            ("coalesce(\"done_shown\", '—')", "完成", 11.5, Qt.AlignRight),
            ("coalesce(\"percent_shown\" || '%', '—')", "完成率", 11.5, Qt.AlignRight)):
        column = QgsLayoutTableColumn(heading)
        column.setAttribute(expression)
        column.setWidth(width)
        column.setHAlignment(align)
        columns.append(column)
    table.setColumns(columns)
    table.setContentTextFormat(text_format(6.5))
    table.setHeaderTextFormat(text_format(7, bold=True))
    table.setWrapBehavior(QgsLayoutItemAttributeTable.WrapText)
    table.setCellMargin(0.7)
    table.setHorizontalGrid(True)
    table.setVerticalGrid(False)
    table.setGridStrokeWidth(0.15)
    table.setGridColor(QColor("#bbbbbb"))
    table.setMaximumNumberOfFeatures(20)
    table.setEmptyTableBehavior(QgsLayoutItemAttributeTable.ShowMessage)
    table.setEmptyTableMessage("本旗县没有任务，也没有已完成的项目。")
    frame = QgsLayoutFrame(page.layout, table)
    page.layout.addLayoutItem(frame)
    frame.setId("任务表")
    frame.attemptMove(QgsLayoutPoint(209, 129))
    frame.attemptResize(QgsLayoutSize(78, 58.5))
    table.addFrame(frame)


def set_atlas(layout, banner):
    atlas = layout.atlas()
    atlas.setEnabled(True)
    atlas.setCoverageLayer(banner)
    atlas.setPageNameExpression('"name"')
    atlas.setFilenameExpression("\"code\" || '_' || \"name\"")
    atlas.setSortFeatures(True)
    atlas.setSortExpression('"code"')


def layouts_of(gpkg):
    project = QgsProject.instance()
    assert project.read(f"geopackage:{gpkg}?projectName=旗图"), project.error()
    page = Page(project)
    main, _ = add_maps(page)
    add_north(page)
    add_words(page, main)
    add_legend(page, main)
    add_table(page, project.mapLayer("layer_progress"))
    set_atlas(page.layout, project.mapLayer("layer_banner"))
    document = QDomDocument()
    element = page.layout.writeXml(document, QgsReadWriteContext())
    document.appendChild(element)
    return document.toString(1)


def lean(layout):
    """Without sources of layers (their ids suffice), random names and doubled properties."""
    for element in layout.iter():
        for name in [name for name in element.attrib if name.endswith("Source") and "/" in element.get(name)]:
            del element.attrib[name]
        for prop in element.findall("prop"):
            element.remove(prop)
    text = Xml.tostring(layout, encoding="unicode")
    numbers = {}
    return re.sub(r"\{[0-9a-f]{8}-[0-9a-f-]{27}\}",
                  lambda match: numbers.setdefault(match[0], "{00000000-0000-4000-8000-%012d}" % (len(numbers) + 1)), text)


def main():
    application = QgsApplication([], False)
    application.initQgis()
    layout = Xml.fromstring(lean(Xml.fromstring(layouts_of(Path(sys.argv[1]).resolve()))))
    head, body = PROJECT.read_text("utf-8").split("\n", 1)
    root = Xml.fromstring(body)
    layouts = root.find("Layouts")
    for old in list(layouts):
        layouts.remove(old)
    layouts.append(layout)
    Xml.indent(root, " ")
    PROJECT.write_text(head + "\n" + Xml.tostring(root, encoding="unicode") + "\n", "utf-8")
    QgsProject.instance().clear()
    application.exitQgis()


if __name__ == "__main__":
    main()
