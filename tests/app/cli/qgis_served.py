"""Opens a layer of `qitu serve` in QGIS as OGC API – Features, in a process of its own: qgis_served.py ADDRESS LAYER FILTER. Prints what it saw as JSON."""
import json
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsFeatureRequest, QgsVectorLayer  # noqa: E402

address, name, condition = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()
layer = QgsVectorLayer(f"url='{address}' typename='{name}' pageSize='500'", name, "OAPIF")
saw = {"valid": layer.isValid(), "fields": [field.name() for field in layer.fields()],
       "features": sum(1 for _ in layer.getFeatures()), "geometries": sum(feature.hasGeometry() for feature in layer.getFeatures()),
       "filtered": sum(1 for _ in layer.getFeatures(QgsFeatureRequest().setFilterExpression(condition)))}
print(json.dumps(saw), flush=True)
del layer
application.exitQgis()
