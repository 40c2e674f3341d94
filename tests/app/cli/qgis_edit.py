"""qgis_edit: edits a workspace as QGIS does, without a screen: a name, a geometry, a removal, a new feature.

    /usr/bin/python3 tests/app/cli/qgis_edit.py WORKSPACE LAYER
"""
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsVectorLayer


def edit(file, name):
    layer = QgsVectorLayer(f"{file}|layername={name}", name, "ogr")
    assert layer.isValid() and layer.startEditing()
    field = layer.fields().indexOf("project_name")
    assert layer.changeAttributeValue(1, field, "QGIS 改名")
    moved = QgsGeometry(layer.getFeature(2).geometry())
    moved.translate(0.0005, 0)
    assert layer.changeGeometry(2, moved)
    assert layer.deleteFeature(3)
    added = QgsFeature(layer.fields())
    added.setGeometry(QgsGeometry(layer.getFeature(4).geometry()))
    added["project_code"] = "150802GB000099"
    assert layer.addFeature(added)
    assert layer.commitChanges(), layer.commitErrors()


def main():
    application = QgsApplication([], False)
    application.initQgis()
    edit(*sys.argv[1:3])  # its layer is gone when QGIS closes, or QGIS crashes
    application.exitQgis()


if __name__ == "__main__":
    main()
