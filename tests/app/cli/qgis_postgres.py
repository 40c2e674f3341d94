"""qgis_postgres: opens the project that lies in a database, as QGIS does, without a screen, and edits a layer as its user may.

    PGHOST=… PGUSER=… /usr/bin/python3 tests/app/cli/qgis_postgres.py DATABASE LAYER [stale]

Prints JSON: layers that are not valid, features seen, and what came of the edits; or what came of edits that somebody else
was quicker to save.
"""
import json
import os
import subprocess
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProject


def commit(layer, edit):
    """What kept the edit from being saved."""
    assert layer.startEditing() and edit()
    if layer.commitChanges():
        return []
    errors = layer.commitErrors()
    layer.rollBack()
    return errors


def opened(database, name):
    project = QgsProject.instance()
    assert project.read(f"postgresql:///?dbname={database}&schema=qitu&project=旗图")
    layers = list(project.mapLayers().values())
    layer, = [layer for layer in layers if f'"{name}"' in layer.source()]
    return project, layers, layer


def stale(database, name):
    """Edits before the save of which somebody else saves, and the same once more."""
    _, _, layer = opened(database, name)
    field = layer.fields().indexOf("project_name")
    first = min(feature.id() for feature in layer.getFeatures())
    moved = QgsGeometry(layer.getFeature(first).geometry())
    moved.translate(0, 0.01)

    def quicker():
        subprocess.run(["psql", "-X", "-q", "-d", database, "-c", f"UPDATE qitu.{name} SET project_name = '另一人写的' WHERE fid = {first}"], check=True)
        return True

    found = {}
    for what, edit in (("attribute", lambda: layer.changeAttributeValue(first, field, "QGIS 写的")), ("geometry", lambda: layer.changeGeometry(first, moved))):
        found[what] = {"stale": commit(layer, lambda: edit() and quicker())}
        layer.reload()
        found[what]["fresh"] = commit(layer, edit)
    found["hidden"] = layer.editorWidgetSetup(layer.fields().indexOf("qitu_version")).type()
    return found


def look(database, name):
    project, layers, layer = opened(database, name)
    field = layer.fields().indexOf("project_name")
    features = {feature.id(): feature for feature in layer.getFeatures()}
    first = min(features)
    added = QgsFeature(layer.fields())
    moved = QgsGeometry(features[first].geometry())
    moved.translate(0, 0.01)
    added.setGeometry(moved)
    for column in ("project_code", "admin_code", "year", "stage"):
        added[column] = features[first][column]
    other = QgsFeature(added)
    other["admin_code"] = "150821"
    return {"title": project.title(), "layers": len(layers), "invalid": [layer.name() for layer in layers if not layer.isValid()],
            "features": len(features), "form": layer.editFormConfig().layout(),
            "changed": commit(layer, lambda: layer.changeAttributeValue(first, field, "QGIS 改名")),
            "added": commit(layer, lambda: layer.addFeature(added)),
            "added_elsewhere": commit(layer, lambda: layer.addFeature(other))}


def main():
    application = QgsApplication([], False)
    application.initQgis()
    found = (stale if "stale" in sys.argv[3:] else look)(*sys.argv[1:3])
    print(json.dumps(found, ensure_ascii=False))
    QgsProject.instance().clear()
    application.exitQgis()


if __name__ == "__main__":
    main()
