"""The answers of `qitu serve` against the JSON schemas of OGC API – Features (ogcapi_features.json), and what its text requires beyond them. Python needs jsonschema."""
import json
import os
import unittest

import jsonschema

from command import MAIN_JOB
from served import Server

WORK = os.path.join(MAIN_JOB, "work.gpkg")
CONF = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
with open(os.path.join(os.path.dirname(__file__), "ogcapi_features.json"), encoding="utf-8") as source:
    SCHEMAS = json.load(source)


class Standard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(WORK)
        cls.addClassCleanup(cls.server.close)

    def hold(self, answer, name):
        schema = {"$ref": f"#/definitions/{name}", "definitions": SCHEMAS["definitions"]}
        jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(answer)
        return answer

    def rels(self, answer):
        return {link["rel"]: link for link in answer["links"]}

    def test_the_schemas_refuse_what_is_none(self):
        for name, wrong in (("landingPage", {}), ("confClasses", {"conformsTo": "core"}), ("collection", {"id": 1, "links": []}), ("exception", {"description": "x"}),
                            ("featureGeoJSON", {"type": "Feature", "properties": {}}), ("featureGeoJSON", {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[0, 0]]]}, "properties": {}})):
            with self.assertRaises(jsonschema.ValidationError, msg=(name, wrong)):
                self.hold(wrong, name)

    def test_landing_page_and_conformance(self):
        landing = self.rels(self.hold(self.server.get("/"), "landingPage"))
        self.assertLessEqual({"self", "conformance", "data"}, set(landing))
        self.assertTrue({"service-desc", "service-doc"} & set(landing))
        classes = self.hold(self.server.get("/conformance"), "confClasses")["conformsTo"]
        self.assertLessEqual({CONF + "core", CONF + "geojson", CONF + "oas30"}, set(classes))

    def test_collections(self):
        listed = self.hold(self.server.get("/collections"), "collections")
        self.assertIn("self", self.rels(listed))
        for one in listed["collections"]:
            self.assertEqual(self.hold(self.server.get(f"/collections/{one['id']}"), "collection"), one)
            self.assertEqual(self.rels(one)["items"]["type"], "application/geo+json")

    def test_features_of_every_layer(self):
        kinds = set()
        for one in self.server.get("/collections")["collections"]:
            page = self.hold(self.server.get(f"/collections/{one['id']}/items", limit=50), "featureCollectionGeoJSON")
            self.assertEqual(page["numberReturned"], len(page["features"]))
            self.assertGreaterEqual(page["numberMatched"], page["numberReturned"])
            self.assertEqual("next" in self.rels(page), page["numberMatched"] > page["numberReturned"])
            kinds |= {feature["geometry"]["type"] for feature in page["features"] if feature["geometry"]}
            for feature in page["features"][:2]:
                alone = self.hold(self.server.get(f"/collections/{one['id']}/items/{feature['id']}"), "featureGeoJSON")
                self.assertLessEqual({"self", "collection"}, set(self.rels(alone)))
        self.assertLessEqual({"Point", "Polygon"}, kinds)

    def test_exceptions(self):
        for path in ("/collections/none", "/collections/reservoir/items?limit=0", "/collections/reservoir/items?bbox=1", "/collections/reservoir/items?unknown=1"):
            answer = self.server.ask(path)
            self.assertGreaterEqual(answer.status, 400)
            self.hold(answer.json(), "exception")


if __name__ == "__main__":
    unittest.main()
