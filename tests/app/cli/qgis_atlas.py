"""qgis_atlas: what the table on the pages of the atlas prints of each row of an export, as JSON.

    /usr/bin/python3 tests/app/cli/qgis_atlas.py FILE

Runs without a screen; needs python3-qgis of the system's Python. The cells are those of the columns 任务, 完成 and 完成率, evaluated
by QGIS as its layout does.
"""
import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import QgsApplication, QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsLayoutItemAttributeTable, QgsProject

application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
if not project.read(f"geopackage:{sys.argv[1]}?projectName=旗图"):
    sys.exit(f"the project does not open: {project.error()}")
table, = (frame for layout in project.layoutManager().printLayouts() for frame in layout.multiFrames()
          if isinstance(frame, QgsLayoutItemAttributeTable))
columns = [column.attribute() for column in table.columns() if column.heading() in ("任务", "完成", "完成率")]
layer = table.vectorLayer()
rows = []
for feature in layer.getFeatures():
    if feature["level"] != "banner" or not (feature["target"] or feature["done"]):
        continue
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    rows.append({"indicator": feature["indicator"], "admin": feature["admin"],
                 "cells": [QgsExpression(column).evaluate(context) for column in columns]})
print(json.dumps(rows, ensure_ascii=False))
