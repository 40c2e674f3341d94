"""Forty parcels in every format that is read, and what befalls files: a bit, a byte or a piece changed, an end cut off."""
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile

from command import SOURCE, geojson

sys.path.append(os.path.join(SOURCE, "tests/corpus"))
import bytes_of  # noqa: E402 (lies with the corpus)

COUNT = 40
COLUMNS = ["project_code", "project_name", "admin_code", "year", "stage"]
ZONE = 37500000  # false easting of 111°E with the zone in front


def values(i):
    return [f"P{i:02}", f"旗下地块{i}", "150102", "2023", "accepted"]


def ring(i):
    """Closed, counter-clockwise, of four to eight corners."""
    chance = random.Random(i)
    x, y, corners = 111.70 + 0.01 * (i % 8), 40.80 + 0.01 * (i // 8), 4 + i % 5
    lower = [(x + 0.002 * k / (corners - 3), y - 0.0005 * chance.random()) for k in range(corners - 2)]
    points = [(round(a, 6), round(b, 6)) for a, b in lower + [(x + 0.002, y + 0.002), (x, y + 0.002)]]
    return points + points[:1]


def plane(i):
    return [bytes_of.gauss_krueger(x, y, 111, ZONE) for x, y in ring(i)]


def wkt(i):
    return "POLYGON ((" + ",".join(f"{x:.6f} {y:.6f}" for x, y in ring(i)) + "))"


PARCELS = range(COUNT)


def features():
    return [("Polygon", [list(map(list, ring(i)))], dict(zip(COLUMNS, values(i)))) for i in PARCELS]


def shapefile():
    shape, index = bytes_of.shp([[ring(i)[::-1]] for i in PARCELS])
    prj = 'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],' \
          'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
    return {"farm.shp": shape, "farm.shx": index, "farm.dbf": bytes_of.dbf([c[:10] for c in COLUMNS], [values(i) for i in PARCELS], "gbk"),
            "farm.prj": prj.encode()}


def rows():
    return [["几何", *COLUMNS]] + [[wkt(i), *values(i)] for i in PARCELS]


def csv(table):
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n" for row in table).encode()


def points():
    return [["project_code", "parcel", "x", "y"]] + [[f"Q{i:02}", f"{i}", f"{x:.6f}", f"{y:.6f}"] for i in PARCELS for x, y in ring(i)]


def kml():
    def mark(i):
        data = "".join(f'<Data name="{k}"><value>{v}</value></Data>' for k, v in zip(COLUMNS, values(i)))
        places = " ".join(f"{x:.6f},{y:.6f},0" for x, y in ring(i))
        return (f"<Placemark><name>{i}</name><ExtendedData>{data}</ExtendedData><Polygon><outerBoundaryIs><LinearRing>"
                f"<coordinates>{places}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>\n")
    return ('<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>'
            + "".join(map(mark, PARCELS)) + "</Folder></Document></kml>\n").encode()


def gpx():
    def track(i):
        places = "".join(f'<trkpt lat="{y:.6f}" lon="{x:.6f}"></trkpt>\n' for x, y in ring(i))
        return f"<trk><name>{values(i)[1]}</name><trkseg>\n{places}</trkseg></trk>\n"
    return ('<?xml version="1.0"?><gpx version="1.1" creator="phone" xmlns="http://www.topografix.com/GPX/1/1">'
            + "".join(map(track, PARCELS)) + "</gpx>\n").encode()


def coordinate_text():
    head = "[属性描述]\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n投影类型=高斯克吕格\r\n计量单位=米\r\n带号=37\r\n精度=0.001\r\n[地块坐标]\r\n"
    def parcel(i):
        corners = "".join(f"J{n},1,{y:.3f},{x:.3f}\r\n" for n, (x, y) in enumerate(plane(i), 1))
        return f"{len(ring(i))},,P{i:02},{values(i)[1]},面,,,,@\r\n{corners}"
    return (head + "".join(map(parcel, PARCELS))).encode("gbk")


def vct():
    head = ("HeadBegin\nDataMark:LANDUSE-VCT\nVersion:GB/T17798-2007\nCoordinateSystemType:P\nDim:2\nXAxisDirection:E\nYAxisDirection:N\n"
            "Spheroid:CGCS2000,6378137.0,298.257222101\nProjection:高斯-克吕格投影\nParameters:111,0,1,37500000,0,3,37\nSeparator:,\nHeadEnd\n\n"
            "FeatureCodeBegin\n2099020100,高标准农田,Polygon,HSF\nFeatureCodeEnd\n\nTableStructureBegin\n"
            f"HSF,{len(COLUMNS)}\n" + "".join(f"{c},Char,60\n" for c in COLUMNS) + "0\nTableStructureEnd\n\nLineBegin\nLineEnd\n\nPolygonBegin\n")
    def polygon(i):
        corners = "".join(f"{x:.4f},{y:.4f}\n" for x, y in plane(i))
        x, y = plane(i)[0]
        return f"{i + 1}\n2099020100\n0\n1\n{x:.3f},{y:.3f}\n1\n11\n{len(ring(i))}\n{corners}0\n"
    table = "".join(",".join([str(i + 1), *values(i)]) + "\n" for i in PARCELS)
    return (head + "".join(map(polygon, PARCELS)) + f"PolygonEnd\n\nAttributeBegin\nHSF\n{table}TableEnd\nAttributeEnd\n").encode("gbk")


def dxf():
    return bytes_of.dxf([bytes_of.polyline(plane(i), f"P{i:02}") for i in PARCELS])


def write(folder, files):
    for name, content in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)


def ogr(folder, name, *options, source="farm.geojson"):
    subprocess.run(["ogr2ogr", *options, name, source], cwd=folder, check=True, capture_output=True)


def make_all(folder):
    """Every format into a folder of its own: format → (its file, the parts of it that are damaged)."""
    base = os.path.join(folder, "base")
    os.makedirs(base)
    geojson(os.path.join(base, "farm.geojson"), features())
    write(base, {"table.csv": csv(rows())})
    made = {}

    def form(name, file, parts=None, files=None, make=None):
        own = os.path.join(folder, name)
        os.makedirs(own)
        write(own, files or {})
        if make:
            make(own)
        made[name] = (os.path.join(own, file), parts or [file])

    def by_ogr(name, file, *options, parts=None, source="farm.geojson"):
        form(name, file, parts, make=lambda own: ogr(own, file, *options, source=os.path.join(base, source)))

    def packed(own):
        with tarfile.open(os.path.join(own, "farm.tar"), "w") as archive:
            for name in shapefile():
                archive.add(os.path.join(folder, "shp", name), name)

    for part in ("shp", "shx", "dbf"):
        form(part, "farm.shp", [f"farm.{part}"], shapefile())
    form("geojson", "farm.geojson", make=lambda own: shutil.copy(os.path.join(base, "farm.geojson"), own))
    form("csv", "farm.csv", files={"farm.csv": csv(rows())})
    form("points", "farm.csv", files={"farm.csv": csv(points())})
    form("txt", "farm.txt", files={"farm.txt": coordinate_text()})
    form("kml", "farm.kml", files={"farm.kml": kml()})
    form("kmz", "farm.kmz", files={"farm.kmz": bytes_of.zipped({"doc.kml": kml()})})
    form("gpx", "farm.gpx", files={"farm.gpx": gpx()})
    form("dxf", "farm.dxf", files={"farm.dxf": dxf()})
    form("vct", "farm.vct", files={"farm.vct": vct()})
    form("zip", "farm.zip", files={"farm.zip": bytes_of.zipped(shapefile())})
    form("tar", "farm.tar", make=packed)
    form("xlsx", "farm.xlsx", files={"farm.xlsx": bytes_of.xlsx(rows())})
    by_ogr("ods", "farm.ods", "-f", "ODS", source="table.csv")
    by_ogr("gpkg", "farm.gpkg")
    by_ogr("sqlite", "farm.sqlite", "-f", "SQLite", "-dsco", "SPATIALITE=YES")
    by_ogr("fgb", "farm.fgb")
    by_ogr("gml", "farm.gml", "-f", "GML")
    by_ogr("geojsonl", "farm.geojsonl", "-f", "GeoJSONSeq")
    by_ogr("mif", "farm.mif", "-f", "MapInfo File", "-lco", "ENCODING=UTF-8", parts=["farm.mif", "farm.mid"])
    by_ogr("tab", "farm.tab", "-f", "MapInfo File", "-lco", "ENCODING=UTF-8", parts=["farm.tab", "farm.dat", "farm.map", "farm.id"])
    by_ogr("gdb", "farm.gdb", "-f", "OpenFileGDB")
    tables = [os.path.join("farm.gdb", name) for name in sorted(os.listdir(made["gdb"][0]))]
    made["gdb"] = (made["gdb"][0], [name for name in tables if os.path.getsize(os.path.join(folder, "gdb", name)) > 0])
    return made


def unseen(form, data, at):
    """Whether nobody could see that the rows after a cut are missing: it was made at the end of a row, in the last cell of one, or in
    the first rows, where there are no others to compare with."""
    in_last_cell = b"," not in data[at:].split(b"\n")[0]
    first_rows = data[:at].count(b"\n") < {"csv": 1, "points": 10}.get(form, 0)
    return b"\n" in data[max(0, at - 1):at + 2] or first_rows or (form == "csv" and in_last_cell)


def damaged(form, data, chance):
    """(what was done, the bytes after it)"""
    kind = chance.choices(["bit", "byte", "cut", "zeros", "blanks", "noise"], [10, 2, 4, 1, 1, 2])[0]
    at = chance.randrange(len(data))
    while kind == "cut" and unseen(form, data, at):
        at = chance.randrange(len(data))
    length = min(chance.choice([4, 16, 64, 512]), max(1, len(data) // 20))
    piece = {"bit": bytes([data[at] ^ (1 << chance.randrange(8))]), "byte": chance.randbytes(1), "cut": b"", "zeros": bytes(length),
             "blanks": b" " * length, "noise": chance.randbytes(length)}[kind]
    if kind == "cut":
        return f"cut at {at}", data[:at]
    return f"{kind} at {at}, {len(piece)}", (data[:at] + piece + data[at + len(piece):])[:len(data)]


def damage(folder, form, number, seed, made):
    """A damaged copy of a format in `folder`; its file, and what was done. The same number and seed do the same."""
    file, parts = made[form]
    source = os.path.dirname(file)
    chance = random.Random(f"{seed} {form} {number}")
    shutil.copytree(source, folder)
    part = chance.choices(parts, [os.path.getsize(os.path.join(source, name)) + 500 for name in parts])[0]
    with open(os.path.join(source, part), "rb") as whole:
        data = whole.read()
    what, changed = damaged(form, data, chance)
    while changed == data:
        what, changed = damaged(form, data, chance)
    write(folder, {part: changed})
    return os.path.join(folder, os.path.basename(file)), f"{part}: {what}"


def corners(geometry):
    """Corners of a GeoJSON geometry; none of a null one."""
    def count(part):
        return 1 if part and isinstance(part[0], (int, float)) else sum(map(count, part))
    return count(geometry["coordinates"]) if geometry else 0


def seen(path):
    """(corners, values) of each feature that a command has written as GeoJSON."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    return [(corners(feature["geometry"]), sorted(str(v) for v in feature["properties"].values() if isinstance(v, str)))
            for feature in document["features"]]
