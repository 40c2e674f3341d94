"""gpkg_rules: holds a GeoPackage to the rules of OGC 12-128r18 (1.3), for features, attributes, and the extensions in use.

    tests/output/exchange/gpkg_rules.py FILE…

Written from the standard's requirements (their numbers stand beside each check), with sqlite3 and struct only, so that it is
independent of what wrote the file. Exit status 1 with a line for each fault.
"""
import math
import re
import sqlite3
import struct
import sys
from pathlib import Path

TYPES = {"GEOMETRY", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON",
         "GEOMETRYCOLLECTION", "CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "CURVE",
         "SURFACE"}
WKB_NAMES = {1: "POINT", 2: "LINESTRING", 3: "POLYGON", 4: "MULTIPOINT", 5: "MULTILINESTRING", 6: "MULTIPOLYGON",
             7: "GEOMETRYCOLLECTION"}
COLUMN_TYPE = re.compile(r"^(BOOLEAN|TINYINT|SMALLINT|MEDIUMINT|INT|INTEGER|FLOAT|DOUBLE|REAL|TEXT(\(\d+\))?|"
                         r"BLOB(\(\d+\))?|DATE|DATETIME)$", re.IGNORECASE)
DATETIME = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$")
RTREE_TRIGGERS = ("insert", "update1", "update2", "update3", "update4", "delete")
# Table 1 and following of the standard: columns that must be there, in this order.
TABLES = {
    "gpkg_spatial_ref_sys": ["srs_name", "srs_id", "organization", "organization_coordsys_id", "definition", "description"],
    "gpkg_contents": ["table_name", "data_type", "identifier", "description", "last_change", "min_x", "min_y", "max_x",
                      "max_y", "srs_id"],
    "gpkg_geometry_columns": ["table_name", "column_name", "geometry_type_name", "srs_id", "z", "m"],
    "gpkg_extensions": ["table_name", "column_name", "extension_name", "definition", "scope"],
    "gpkg_data_columns": ["table_name", "column_name", "name", "title", "description", "mime_type", "constraint_name"],
    "gpkg_data_column_constraints": ["constraint_name", "constraint_type", "value", "min", "min_is_inclusive", "max",
                                     "max_is_inclusive", "description"],
}
REQUIRED = ("gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns")


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Wkb:
    """Coordinates of ISO WKB; ValueError where it is damaged."""

    def __init__(self, data):
        self.data, self.at = data, 0
        self.xs, self.ys = [], []
        self.type = self.geometry()
        if self.at != len(data):
            raise ValueError(f"{len(data) - self.at} bytes follow the geometry")

    def take(self, form):
        size = struct.calcsize(form)
        if self.at + size > len(self.data):
            raise ValueError("the geometry ends too early")
        values = struct.unpack_from(form, self.data, self.at)
        self.at += size
        return values

    def points(self, order, count):
        values = self.take(f"{order}{2 * count}d")
        self.xs += [x for x in values[::2] if not math.isnan(x)]
        self.ys += [y for y in values[1::2] if not math.isnan(y)]

    def geometry(self):
        order = "<" if self.take("B")[0] == 1 else ">"
        kind, = self.take(order + "I")
        if kind == 1:
            self.points(order, 1)
        elif kind == 2:
            self.points(order, self.take(order + "I")[0])
        elif kind == 3:
            for _ in range(self.take(order + "I")[0]):
                self.points(order, self.take(order + "I")[0])
        elif kind in (4, 5, 6, 7):
            for _ in range(self.take(order + "I")[0]):
                part = self.geometry()
                if kind != 7 and part != kind - 3:
                    raise ValueError(f"a part of type {part} within type {kind}")
        else:
            raise ValueError(f"type {kind} is none of 2D")
        return kind


class Rules:
    def __init__(self, path):
        self.path = Path(path)
        self.db = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
        self.faults = []

    def rows(self, sql, *values):
        return self.db.execute(sql, values).fetchall()

    def expect(self, truth, rule, fault):
        if not truth:
            self.faults.append(f"{self.path.name}: requirement {rule}: {fault}")
        return truth

    def has(self, table):
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE name = ? AND type IN ('table', 'view')", table))

    def columns(self, table):
        return self.rows(f"SELECT name, type, \"notnull\", pk FROM pragma_table_info({table!r})")

    # ------------------------------------------------------------ the file

    def file(self):
        with open(self.path, "rb") as stream:
            head = stream.read(100)
        self.expect(head[:16] == b"SQLite format 3\0", 1, "no SQLite 3 file")
        self.expect(head[68:72] == b"GPKG", 2, f"application_id {head[68:72]!r}")
        version, = struct.unpack(">I", head[60:64])
        self.expect(10200 <= version < 10500, 2, f"user_version {version}")
        self.expect(self.path.suffix == ".gpkg", 3, f"ending {self.path.suffix}")
        self.expect(self.rows("PRAGMA integrity_check") == [("ok",)], 6, "integrity_check")
        self.expect(self.rows("PRAGMA foreign_key_check") == [], 7, "foreign_key_check")
        self.expect(head[18] == head[19] == 1, "(delivery)", "the file is in WAL mode: a read-only folder cannot open it")

    def tables(self):
        for table in REQUIRED:
            self.expect(self.has(table), {"gpkg_spatial_ref_sys": 10, "gpkg_contents": 13}.get(table, 21), f"no {table}")
        for table, wanted in TABLES.items():
            if self.has(table):
                found = [row[0] for row in self.columns(table)]
                self.expect(found == wanted, "(table definitions)", f"{table} has {found}")

    # ------------------------------------------------------------ reference systems

    def reference_systems(self):
        known = {row[0]: row for row in self.rows("SELECT srs_id, organization, organization_coordsys_id, definition "
                                                  "FROM gpkg_spatial_ref_sys")}
        self.expect(4326 in known and known[4326][1].lower() == "epsg", 11, "no WGS 84")
        for srs_id in (-1, 0):
            self.expect(known.get(srs_id, ("", ""))[1] == "NONE" and known[srs_id][3] == "undefined", 11, f"srs {srs_id}")
        for srs_id, organization, number, definition in known.values():
            if srs_id > 0:
                self.expect(organization and number and definition.startswith(("GEOGC", "PROJC", "GEODC")), 10,
                            f"srs {srs_id} is not defined")
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            for name, srs_id in self.rows(f"SELECT table_name, srs_id FROM {table} WHERE srs_id IS NOT NULL"):
                self.expect(srs_id in known, 12 if table == "gpkg_contents" else 26, f"{name}: srs {srs_id} is not there")

    # ------------------------------------------------------------ contents

    def contents(self):
        identifiers = set()
        for table, kind, identifier, changed, *box in self.rows(
                "SELECT table_name, data_type, identifier, last_change, min_x, min_y, max_x, max_y FROM gpkg_contents"):
            self.expect(self.has(table), 14, f"{table} is listed and is not there")
            self.expect(kind in ("features", "attributes"), 17, f"{table}: data_type {kind}")
            self.expect(identifier not in identifiers, 13, f"two tables have the identifier {identifier}")
            identifiers.add(identifier)
            self.expect(DATETIME.match(changed or ""), 15, f"{table}: last_change {changed!r}")
            self.expect(None in box or (box[0] <= box[2] and box[1] <= box[3]), 13, f"{table}: extent {box}")
            self.user_table(table, kind)

    def user_table(self, table, kind):
        columns = self.columns(table)
        keys = [name for name, type_, _, pk in columns if pk and type_.upper() == "INTEGER"]
        self.expect(len(keys) == 1, 29 if kind == "features" else 119, f"{table}: no INTEGER PRIMARY KEY")
        geometry = [row[0] for row in self.rows("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", table)]
        self.expect(len(geometry) == (kind == "features"), 22, f"{table} ({kind}) has geometry columns {geometry}")
        for name, type_, _, _ in columns:
            self.expect(name in geometry or COLUMN_TYPE.match(type_), 5, f"{table}.{name}: type {type_!r}")

    # ------------------------------------------------------------ geometry

    def geometry_columns(self):
        for table, column, kind, srs_id, z, m in self.rows("SELECT * FROM gpkg_geometry_columns"):
            listed = self.rows("SELECT srs_id FROM gpkg_contents WHERE table_name = ? AND data_type = 'features'", table)
            self.expect(listed, 23, f"{table} is not in gpkg_contents as features")
            self.expect(listed == [(srs_id,)], 146, f"{table}: srs {srs_id} here, {listed} in gpkg_contents")
            self.expect(kind in TYPES, 25, f"{table}: geometry_type_name {kind}")
            self.expect(z in (0, 1, 2) and m in (0, 1, 2), 27, f"{table}: z {z}, m {m}")
            declared = [type_ for name, type_, _, _ in self.columns(table) if name == column]
            self.expect(declared == [kind], 31, f"{table}.{column} is declared {declared}, listed {kind}")
            self.geometries(table, column, kind, srs_id)
            self.rtree(table, column)

    def geometries(self, table, column, kind, srs_id):
        extent = [math.inf, math.inf, -math.inf, -math.inf]
        key = next(name for name, _, _, pk in self.columns(table) if pk)
        for fid, blob in self.db.execute(f"SELECT {quoted(key)}, {quoted(column)} FROM {quoted(table)}"):
            if blob is None:
                continue
            try:
                box = self.blob(blob, kind, srs_id)
            except ValueError as error:
                self.expect(False, 19, f"{table} {fid}: {error}")
                continue
            if box:
                extent = [min(extent[0], box[0]), min(extent[1], box[1]), max(extent[2], box[2]), max(extent[3], box[3])]
        found, = self.rows("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", table)
        if extent[0] <= extent[2] and None not in found:  # informative, but nobody is served by a wrong one
            near = 1e-12 * max(map(abs, extent))  # GDAL writes fifteen digits
            self.expect(found[0] - near <= extent[0] and found[1] - near <= extent[1] and found[2] + near >= extent[2] and
                        found[3] + near >= extent[3], "(extent)", f"{table}: extent {found} does not hold {extent}")

    def blob(self, blob, kind, srs_id):
        if blob[:2] != b"GP" or blob[2] != 0:
            raise ValueError(f"blob begins with {blob[:3].hex()}")
        flags = blob[3]
        order = "<" if flags & 1 else ">"
        indicator, empty = (flags >> 1) & 7, bool(flags >> 4 & 1)
        if flags & 0xE0 or indicator > 4:
            raise ValueError(f"flags {flags:08b}")
        own, = struct.unpack(order + "i", blob[4:8])
        if own != srs_id:
            raise ValueError(f"srs {own} in the blob, {srs_id} in the table")
        doubles = (0, 4, 6, 6, 8)[indicator]
        envelope = struct.unpack(f"{order}{doubles}d", blob[8:8 + 8 * doubles])
        wkb = Wkb(blob[8 + 8 * doubles:])
        name = WKB_NAMES[wkb.type]
        if kind != "GEOMETRY" and name != kind:
            raise ValueError(f"a {name} in a column of {kind}")
        if bool(wkb.xs) == empty:
            raise ValueError(f"the empty flag is {empty}, and there are {len(wkb.xs)} points")
        if not wkb.xs:
            return None
        box = [min(wkb.xs), min(wkb.ys), max(wkb.xs), max(wkb.ys)]
        if doubles and (envelope[0], envelope[2], envelope[1], envelope[3]) != tuple(box):
            raise ValueError(f"envelope {envelope[:4]}, coordinates {box}")
        return box

    def rtree(self, table, column):
        index = f"rtree_{table}_{column}"
        registered = self.rows("SELECT scope FROM gpkg_extensions WHERE table_name = ? AND column_name = ? AND "
                               "extension_name = 'gpkg_rtree_index'", table, column)
        if not self.expect(bool(registered) == self.has(index), 75, f"{index}: registered {registered}, there {self.has(index)}"):
            return
        if not registered:
            return
        self.expect(registered == [("write-only",)], 75, f"{index}: scope {registered}")
        triggers = {name for name, in self.rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", table)}
        for trigger in RTREE_TRIGGERS:
            self.expect(f"{index}_{trigger}" in triggers, 75, f"{index}: no trigger {trigger}")
        key = next(name for name, _, _, pk in self.columns(table) if pk)
        indexed = {row[0] for row in self.rows(f"SELECT id FROM {quoted(index)}")}
        stored = {row[0] for row in self.rows(f"SELECT {quoted(key)} FROM {quoted(table)} WHERE {quoted(column)} NOT NULL")}
        empty = self.rows(f"SELECT count(*) FROM {quoted(table)} WHERE {quoted(column)} NOT NULL AND "
                          f"substr(hex({quoted(column)}), 7, 2) IN ('10', '11')")[0][0]
        self.expect(len(stored) - empty <= len(indexed) and indexed <= stored, 77,
                    f"{index} holds {len(indexed)} of {len(stored)}")

    # ------------------------------------------------------------ extensions

    def extensions(self):
        if not self.has("gpkg_extensions"):
            return
        for table, column, name, definition, scope in self.rows("SELECT * FROM gpkg_extensions"):
            self.expect(re.match(r"^[A-Za-z0-9]+_[A-Za-z0-9_]+$", name), 60, f"extension_name {name}")
            self.expect(scope in ("read-write", "write-only"), 64, f"{name}: scope {scope}")
            self.expect(definition, 63, f"{name}: no definition")
            self.expect(table is None or self.has(table), 61, f"{name}: no table {table}")
            self.expect(column is None or column in [row[0] for row in self.columns(table)], 62, f"{name}: no column {column}")
        schema = self.rows("SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'")
        for table in ("gpkg_data_columns", "gpkg_data_column_constraints"):
            self.expect(((table,) in schema) == self.has(table), 141, f"{table} and its registration do not agree")

    def data_columns(self):
        if not self.has("gpkg_data_columns"):
            return
        lists = {row[0] for row in self.rows("SELECT constraint_name FROM gpkg_data_column_constraints")}
        for table, column, _, _, _, _, constraint in self.rows("SELECT * FROM gpkg_data_columns"):
            self.expect(self.rows("SELECT 1 FROM gpkg_contents WHERE table_name = ?", table), 104, f"{table} is not listed")
            self.expect(column in [row[0] for row in self.columns(table)], 105, f"{table} has no {column}")
            self.expect(constraint is None or constraint in lists, 106, f"{table}.{column}: no constraint {constraint}")
        for name, kind, value, low, _, high, _, _ in self.rows("SELECT * FROM gpkg_data_column_constraints"):
            self.expect(kind in ("range", "enum", "glob"), 108, f"{name}: {kind}")
            self.expect(name == name.lower(), 107, f"{name} is not in lower case")
            self.expect((value is not None) == (kind != "range"), 110, f"{name}: value {value}")
            self.expect((low, high) == (None, None) or kind == "range", 111, f"{name}: limits {low}, {high}")

    def check(self):
        for rule in (self.file, self.tables, self.reference_systems, self.contents, self.geometry_columns, self.extensions,
                     self.data_columns):
            rule()
        self.db.close()
        return self.faults


def faults_of(path):
    return Rules(path).check()


def main():
    faults = [fault for path in sys.argv[1:] for fault in faults_of(path)]
    for fault in faults:
        print(fault)
    return 1 if faults or len(sys.argv) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
