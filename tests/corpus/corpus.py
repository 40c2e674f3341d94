"""The corpus: each case a file, or a few, as a bureau sends it, what is said to the command, and what it must understand.

Made at test time into the build folder; formats that only a library can write are made from GeoJSON by ogr2ogr.
"""
import base64
import json
import os
import struct
import subprocess
from dataclasses import dataclass, field

import bytes_of
from bytes_of import gauss_krueger

NAMES = ["XMBH", "XMMC", "XZQDM", "ND", "JD", "JSGM"]
ROW = ["P1", "狼山镇一标段", "150802", "2023", "验收", "15.18"]
SET = ["--set", "project_code=P1", "--set", "admin_code=临河区", "--set", "year=2023", "--set", "stage=验收"]
SQUARE = [(107.4, 40.8), (107.4012, 40.8), (107.4012, 40.8009), (107.4, 40.8009), (107.4, 40.8)]
HOLE = [(107.4004, 40.8003), (107.4008, 40.8003), (107.4008, 40.8006), (107.4004, 40.8006), (107.4004, 40.8003)]
ADDED = "1 features can be added"
TAKEN = [ADDED, "150802 Linhe"]
ZONE36 = ["EPSG:4524"] + TAKEN
CLOCKWISE = SQUARE[::-1]

WKT = {name: subprocess.run(["gdalsrsinfo", "-o", "wkt_esri", "--single-line", name], capture_output=True, text=True,
                            check=True).stdout.strip() for name in
       ("EPSG:4490", "EPSG:4524", "EPSG:4545", "EPSG:2360", "EPSG:2412", "EPSG:4326", "EPSG:3857")}
DOMESTIC = ('PROJCS["2000国家大地坐标系_高斯",GEOGCS["GCS_X",DATUM["D_X",SPHEROID["X",6378137.0,298.257222101]],'
            'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],'
            'PARAMETER["False_Easting",36500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",108.0],'
            'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]')


@dataclass
class Case:
    name: str
    files: dict  # name → bytes; the first is imported
    expect: list  # what must be said
    args: list = field(default_factory=list)
    status: int = 0
    ogr: tuple = ()  # (target, arguments of ogr2ogr): made of the first file, imported instead


def plane(ring, meridian=108, false_easting=36500000, **ellipsoid):
    return [gauss_krueger(x, y, meridian, false_easting, **ellipsoid) for x, y in ring]


def mercator(ring):
    import math
    return [(math.radians(x) * 6378137, math.log(math.tan(math.pi / 4 + math.radians(y) / 2)) * 6378137) for x, y in ring]


def swapped(ring):
    return [(y, x) for x, y in ring]


def shapefile(stem="a", ring=CLOCKWISE, row=None, names=None, encoding="gbk", language=0, prj=WKT["EPSG:4490"], cpg=None,
              rows=None, without=()):
    rows = rows or [(ring, row or ROW)]
    shape, index = bytes_of.shp([[r] if isinstance(r[0][0], float) else r for r, _ in rows])
    parts = {"shp": shape, "shx": index, "dbf": bytes_of.dbf(names or NAMES, [r for _, r in rows], encoding, language)}
    if prj:
        parts["prj"] = prj.encode()
    if cpg:
        parts["cpg"] = cpg.encode()
    return {f"{stem}.{ending}": content for ending, content in parts.items() if ending not in without}


def geojson(name="a.geojson", geometry=None, crs=None, properties=None, more=()):
    rows = [(geometry or {"type": "Polygon", "coordinates": [SQUARE]}, properties or dict(zip(NAMES, ROW))), *more]
    document = {"type": "FeatureCollection"}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    document["features"] = [{"type": "Feature", "properties": p, "geometry": g} for g, p in rows]
    return {name: json.dumps(document, ensure_ascii=False).encode()}


def wkt(ring):
    return "POLYGON ((" + ",".join(f"{x:.9f} {y:.9f}" for x, y in ring) + "))"


def csv(rows, encoding="utf-8", name="a.csv"):
    return {name: "\n".join(",".join(f'"{v}"' if "," in str(v) else str(v) for v in row) for row in rows).encode(encoding)}


def point_rows(ring, head=("地块编号", "X", "Y"), last=True):
    return [list(head)] + [["D1", f"{x:.3f}", f"{y:.3f}"] for x, y in (ring if last else ring[:-1])]


HEAD = {"格式版本号": "1.01版本", "坐标系": "2000国家大地坐标系", "几度分带": "3", "投影类型": "高斯克吕格", "计量单位": "米", "带号": "36",
        "精度": "0.001", "转换参数": ",,,,,,"}


def txt(rings=(SQUARE,), head=None, parcel="{n},1.0120,D01,狼山镇一标段,面,K48G012034,高标准农田,0102,@", point="J{i},{r},{x:.3f},{y:.3f}",
        line_end="\r\n", encoding="gbk", false_easting=36500000, closing=True, before="", between="", count=None, name="a.txt"):
    """A coordinate TXT: X is the northing."""
    lines = [before] if before else []
    lines += ["[属性描述]"] + [f"{k}={v}" for k, v in (HEAD if head is None else head).items()] + ["[地块坐标]"]
    points = [(i, r, x, y) for r, ring in enumerate(rings, 1)
              for i, (y, x) in enumerate(plane(ring, 108, false_easting)[:None if closing else -1], 1)]
    lines += [parcel.format(n=len(points) if count is None else count)]
    for i, r, x, y in points:
        if between and r == 2 and i == 1:
            lines += between.split("\n")
        lines.append(point.format(i=i, r=r, x=x, y=y))
    return {name: (line_end.join(lines) + line_end).encode(encoding)}


def kml(folders=1):
    data = "".join(f'<Data name="{k}"><value>{v}</value></Data>' for k, v in zip(NAMES, ROW))
    ring = " ".join(f"{x},{y},0" for x, y in SQUARE)
    mark = (f"<Placemark><name>地块</name><ExtendedData>{data}</ExtendedData><Polygon><outerBoundaryIs><LinearRing>"
            f"<coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>")
    inner = "".join(f"<Folder><name>夹{i}</name>{mark}</Folder>" for i in range(1, folders + 1))
    return f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inner}</Document></kml>'.encode()


def gpx(ring):
    points = "".join(f'<trkpt lat="{y}" lon="{x}"><ele>1040</ele></trkpt>' for x, y in ring)
    return (f'<?xml version="1.0"?><gpx version="1.1" creator="phone" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>轨迹</name>'
            f"<trkseg>{points}</trkseg></trk></gpx>").encode()


def encodings():
    yield Case("shp_gbk_bare", shapefile(), ["encoding GBK", "not declared"] + TAKEN)
    yield Case("shp_utf8_cpg", shapefile(encoding="utf-8", cpg="UTF-8"), ["according to the .cpg file; 2 of 2 texts are valid UTF-8"] + TAKEN)
    yield Case("shp_utf8_bare", shapefile(encoding="utf-8"), ["encoding UTF-8"] + TAKEN)
    yield Case("shp_gbk_cpg_936", shapefile(cpg="936"), ["encoding CP936 (according to the .cpg file"] + TAKEN)
    yield Case("shp_language_byte_77", shapefile(language=0x4D), ["according to the language byte of the .dbf file"] + TAKEN)
    yield Case("shp_language_byte_87_lies", shapefile(language=0x57), ["encoding GBK (not declared"] + TAKEN)
    yield Case("shp_cpg_lies", shapefile(cpg="UTF-8"), ["the .cpg file specifies UTF-8, but", "Give the encoding GBK"], status=3)
    yield Case("shp_encoding_wins", shapefile(cpg="UTF-8"), ["GBK (as given)"] + TAKEN, ["--encoding", "GBK"])
    yield Case("shp_encoding_unknown", shapefile(), ["There is no encoding \"klingon\""], ["--encoding", "klingon"], 2)
    yield Case("shp_encoding_hopeless", shapefile(row=["P1", b"\xe9 \xe8\xff\xfe \xf1", *ROW[2:4], "accepted", "15"]),
               ["the encoding of its texts cannot be determined", "Use --encoding."], status=3)
    yield Case("shp_gb18030", shapefile(row=["P1", "狼山镇一标段㐀䶮", *ROW[2:]], encoding="gb18030"), ["encoding GB18030"] + TAKEN)
    yield Case("shp_ascii", shapefile(row=["P1", "Langshan", "150802", "2023", "accepted", "15.18"]), ["all texts are ASCII"] + TAKEN)
    yield Case("shp_names_cut_in_mid_character", shapefile(names=["项目编号", "项目名称", "行政区划代码", "年度", "阶段", "a建设规模亩"]),
               ["admin_code ← 行政区划代"] + TAKEN)
    yield Case("csv_gbk", csv([["WKT", *NAMES], [wkt(SQUARE), *ROW]], "gbk"), ["encoding GBK"] + TAKEN)
    yield Case("csv_utf8_bom", csv([["WKT", *NAMES], [wkt(SQUARE), *ROW]], "utf-8-sig"), ["encoding UTF-8"] + TAKEN)
    yield Case("csv_utf16", csv([["WKT", *NAMES], [wkt(SQUARE), *ROW]], "utf-16"), ["UTF-16LE (by its byte order mark)"] + TAKEN)


def systems():
    bare = {"prj": None}
    yield Case("crs_zone_in_front", shapefile(ring=plane(CLOCKWISE), **bare), ["eastings with zone prefix 36"] + ZONE36)
    yield Case("crs_six_degree_zone", shapefile(ring=plane(CLOCKWISE, 105, 18500000), **bare), ["EPSG:4496", "6-degree zones"] + TAKEN)
    yield Case("crs_degrees_unsaid", shapefile(**bare), ["degrees inside the region: interpreted as CGCS2000"] + TAKEN)
    yield Case("crs_domestic_names", shapefile(ring=plane(CLOCKWISE), prj=DOMESTIC), ["the coordinates do not contradict it", "central meridian 108°"] + TAKEN)
    yield Case("crs_prj_without_zone", shapefile(ring=plane(CLOCKWISE, 108, 500000), prj=WKT["EPSG:4545"]), ["EPSG:4545"] + TAKEN)
    yield Case("crs_prj_of_other_zone_form", shapefile(ring=plane(CLOCKWISE, 108, 500000), prj=WKT["EPSG:4524"]),
               ["the file specifies EPSG:4524", "metres without zone prefix", "for example EPSG:4545"], status=3)
    yield Case("crs_prj_degrees_over_metres", shapefile(ring=plane(CLOCKWISE)), ["the file specifies EPSG:4490", "zone prefix 36", "for example EPSG:4524"], status=3)
    yield Case("crs_meridian_by_banner", shapefile(ring=plane(CLOCKWISE, 108, 500000), **bare),
               ["central meridian 108°E 100 % of 1 features lie in the banner that they name", "EPSG:4545"] + TAKEN)
    yield Case("crs_meridian_by_set_banner", shapefile(ring=plane(CLOCKWISE, 108, 500000), names=["BH"], row=["1"], **bare),
               ["central meridian 108°E 100 %"] + TAKEN, SET)
    yield Case("crs_meridian_open", shapefile(ring=plane(CLOCKWISE, 108, 500000), row=["P1", "一", "150602", "2023", "验收", "15"], **bare),
               ["so the central meridian is unknown", "EPSG:4545 (108°E: 107.40°E 40.80°N, Linhe", "EPSG:4542 (99°E: 98.40°E 40.80°N"], status=3)
    old = dict(a=6378140.0, f=1 / 298.257)
    yield Case("crs_xian1980", shapefile(ring=plane(CLOCKWISE, **old), prj=WKT["EPSG:2360"]), ["is on Xian 1980", "--datum-shift"], status=4)
    yield Case("crs_xian1980_shifted", shapefile(ring=plane(CLOCKWISE, **old), prj=WKT["EPSG:2360"]),
               ["given seven parameters", "accuracy unknown"] + TAKEN, ["--datum-shift", "10,-20,5,0.5,0.3,-1,2"])
    yield Case("crs_shift_is_no_shift", shapefile(ring=plane(CLOCKWISE, **old), prj=WKT["EPSG:2360"]),
               ["\"1,2,3\" is not a datum shift. Expected seven numbers"], ["--datum-shift", "1,2,3"], 2)
    yield Case("crs_beijing1954", shapefile(ring=plane(CLOCKWISE, a=6378245.0, f=1 / 298.3), prj=WKT["EPSG:2412"]), ["is on Beijing 1954"], status=4)
    yield Case("crs_beijing1954_pipeline", shapefile(ring=plane(CLOCKWISE, a=6378245.0, f=1 / 298.3), prj=WKT["EPSG:2412"]),
               ["given PROJ pipeline"] + TAKEN,
               ["--datum-shift", "+proj=pipeline +step +inv +proj=tmerc +lon_0=108 +x_0=36500000 +a=6378245 +rf=298.3 "
                                 "+step +proj=unitconvert +xy_in=rad +xy_out=deg"])
    yield Case("crs_swapped_degrees", shapefile(ring=swapped(SQUARE)), ["the axes are swapped", "Swap X and Y"], status=3)
    yield Case("crs_swapped_metres", shapefile(ring=swapped(plane(SQUARE)), **bare), ["the axes are swapped", "northing first"], status=3)
    yield Case("crs_wgs84", shapefile(prj=WKT["EPSG:4326"]), ["WGS 84 taken as CGCS2000, with which it agrees to centimetres"] + TAKEN)
    yield Case("crs_web_mercator", shapefile(ring=mercator(CLOCKWISE), prj=WKT["EPSG:3857"]), ["EPSG:3857", "PROJ: "] + TAKEN)
    yield Case("crs_given", shapefile(ring=plane(CLOCKWISE, 108, 500000), **bare), ["as given"] + TAKEN, ["--crs", "EPSG:4545"])
    yield Case("crs_given_wrongly", shapefile(ring=plane(CLOCKWISE), **bare), ["the caller specifies EPSG:4490", "zone prefix 36"], ["--crs", "EPSG:4490"], 3)
    yield Case("crs_given_unknown", shapefile(), ["is not a coordinate system known to PROJ"], ["--crs", "EPSG:1"], 3)
    yield Case("crs_mixed", shapefile(rows=[(CLOCKWISE, ROW), (plane(CLOCKWISE), ROW)], **bare), ["its coordinates are of several kinds"], status=3)
    yield Case("crs_elsewhere", shapefile(ring=[(x + 10, y - 20) for x, y in CLOCKWISE]), ["lies outside the region"], status=4)
    yield Case("geojson_without_crs", geojson(), ["EPSG:4326"] + TAKEN)
    yield Case("geojson_crs_member", geojson(geometry={"type": "Polygon", "coordinates": [plane(SQUARE)]}, crs="urn:ogc:def:crs:EPSG::4524"), ZONE36)
    yield Case("geojson_plane_unsaid", geojson(geometry={"type": "Polygon", "coordinates": [plane(SQUARE)]}),
               ["a GeoJSON without a crs member must be in degrees, but this one is not", "zone prefix 36"] + ZONE36)


def parts():
    yield Case("shp_without_shx", shapefile(without=("shx",)), TAKEN)
    yield Case("shp_without_dbf", shapefile(without=("dbf",)), ["needs fields that the file does not have: project_code", "Use --map FIELD=SOURCE or --set FIELD=VALUE."], status=4)
    yield Case("shp_without_dbf_set", shapefile(without=("dbf",)), ["stage ← \"accepted\" (given)"] + TAKEN, SET)
    whole = shapefile()
    yield Case("shp_cut_short", {**whole, "a.shp": whole["a.shp"][:180]}, ["truncated or damaged"], status=3)
    yield Case("shp_is_no_shp", {"a.shp": "会议纪要".encode()}, ["cannot be read as a vector file"], status=3)
    yield Case("zip_shp", {"a.zip": bytes_of.zipped({f"交付/{k}": v for k, v in whole.items()})}, TAKEN)
    raw = {f"yyyyyyyyyy.{k[2:]}": "临河区地块".encode("gbk") + k[1:].encode() for k in whole}
    yield Case("zip_names_in_gbk", {"a.zip": bytes_of.zipped({f"yyyyyyyyyy.{k[2:]}": v for k, v in whole.items()}, raw)}, ["layer 临河区地块"] + TAKEN)
    two = bytes_of.zipped({**shapefile("east"), **shapefile("west")})
    yield Case("zip_of_two", {"a.zip": two}, ["the archive contains 2 data sets: east.shp, west.shp. Choose one by name. Use --layer-in"], status=3)
    yield Case("zip_of_two_named", {"a.zip": two}, ["layer west"] + TAKEN, ["--layer-in", "west"])
    yield Case("zip_of_nothing", {"a.zip": bytes_of.zipped({"读我.docx": b"x"})}, ["the archive contains no vector file"], status=3)
    yield Case("zip_damaged", {"a.zip": two[:200]}, ["the archive cannot be unpacked"], status=3)
    yield Case("zip_leads_outside", {"a.zip": bytes_of.zipped({"../a.geojson": b"{}"})}, ["the archive cannot be unpacked"], status=3)
    yield Case("zip_of_txt", {"a.zip": bytes_of.zipped(txt())}, ["coordinate TXT"] + TAKEN, SET)
    yield Case("geojson_cut", {"a.geojson": geojson()["a.geojson"][:200]}, ["complete and undamaged"], status=3)


def formats():
    yield Case("kml", {"a.kml": kml()}, ["EPSG:4326", "may be in GCJ-02, 300 to 600 m off", "Z or M values of 1 features were dropped"] + TAKEN)
    yield Case("kmz", {"a.kmz": bytes_of.zipped({"doc.kml": kml()})}, TAKEN)
    yield Case("kml_of_two_folders", {"a.kml": kml(2)}, ["has 2 layers: 夹1 (polygons, 1), 夹2 (polygons, 1). Choose one"], status=3)
    yield Case("kml_folder_named", {"a.kml": kml(2)}, ["layer 夹2"] + TAKEN, ["--layer-in", "夹2"])
    yield Case("gpx_is_lines", {"a.gpx": gpx(SQUARE[:-1])}, ["takes polygons, but the file contains lines", "Use --close-lines METRES."], SET, 4)
    yield Case("gpx_closed", {"a.gpx": gpx(SQUARE[:-1])}, ["may be in GCJ-02", "lines of 1 features, with ends within 150 m, were closed"] + TAKEN,
               SET + ["--close-lines", "150"])
    yield Case("gpx_gap_too_wide", {"a.gpx": gpx(SQUARE[:-1])}, ["takes polygons, but this geometry is of another type"], SET + ["--close-lines", "20"], 4)
    ring = plane(SQUARE)
    drawn = [bytes_of.polyline(ring), bytes_of.polyline(ring[:3], "道路", False), bytes_of.text(*ring[0], "P1")]
    yield Case("dxf", {"a.dxf": bytes_of.dxf(drawn)}, ["ignored entities of the drawing: 1 open lines, 1 texts"] + ZONE36, SET)
    yield Case("dxf_open", {"a.dxf": bytes_of.dxf(drawn[1:])}, ["contains no entity of the required type", "It contains 1 open lines, 1 texts"], SET, 3)
    yield Case("dxf_layer", {"a.dxf": bytes_of.dxf(drawn + [bytes_of.polyline(ring, "旧界")])}, ["2 entities of other CAD layers"] + TAKEN, SET + ["--cad-layer", "地块", "--cad-layer", "注记"])
    yield Case("dxf_layer_unknown", {"a.dxf": bytes_of.dxf(drawn)}, ["There is no CAD layer \"界址\"", "Its layers: 地块, 注记, 道路"], SET + ["--cad-layer", "界址"], 2)
    block = "0\nBLOCK\n8\n0\n2\nB1\n70\n0\n10\n0\n20\n0\n3\nB1\n" + bytes_of.polyline([(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]) + "0\nENDBLK\n"
    insert = f"0\nINSERT\n8\n地块\n100\nAcDbEntity\n100\nAcDbBlockReference\n2\nB1\n10\n{ring[0][0]:.3f}\n20\n{ring[0][1]:.3f}\n"
    yield Case("dxf_blocks_not_read", {"a.dxf": bytes_of.dxf([insert], block)}, ["It contains 1 blocks"], SET, 3)
    yield Case("dxf_blocks", {"a.dxf": bytes_of.dxf([insert], block)}, ZONE36, SET + ["--cad-blocks"])
    yield Case("dwg_2018", {"a.dwg": b"AC1032" + bytes(200)}, ["this DWG (AutoCAD 2018) cannot be read", "Save it as DXF"], status=3)
    yield Case("mdb", {"a.mdb": b"\0\1\0\0Standard Jet DB\0" + bytes(4096)}, ["needs an ODBC driver for Access"], status=3)
    for name, target, extra in (("gpkg", "b.gpkg", []), ("flatgeobuf", "b.fgb", []), ("mapinfo_tab", "b.tab", ["-lco", "ENCODING=CP936"]),
                                ("mapinfo_mif", "b.mif", ["-f", "MapInfo File", "-lco", "ENCODING=CP936"]), ("file_gdb", "b.gdb", ["-f", "OpenFileGDB"]),
                                ("spatialite", "b.sqlite", ["-f", "SQLite", "-dsco", "SPATIALITE=YES"]), ("gml", "b.gml", [])):
        yield Case(name, geojson(crs="urn:ogc:def:crs:EPSG::4490"), TAKEN, ogr=(target, extra))
    yield Case("gpkg_heights", geojson(geometry={"type": "Polygon", "coordinates": [[[x, y, 1040] for x, y in SQUARE]]}), ["Z or M values of 1 features"] + TAKEN, ogr=("b.gpkg", []))
    yield Case("gpkg_curves", csv([["WKT", *NAMES], ["CURVEPOLYGON (CIRCULARSTRING (107.4 40.8,107.401 40.801,107.402 40.8,107.401 40.799,107.4 40.8))", *ROW]]),
               ["curves of 1 features were linearized to 0.01 m", "2.94", "65.6 % apart"] + TAKEN, status=1, ogr=("b.gpkg", ["-a_srs", "EPSG:4490", "-nlt", "CURVEPOLYGON"]))
    yield Case("gpkg_layer_unknown", geojson(), ["has no layer \"no\" with geometry. Its layers: a (polygons, 1)"], ["--layer-in", "no"], 3, ("b.gpkg", []))


def tables():
    pairs = plane(SQUARE)
    yield Case("csv_points_easting_in_y", csv(point_rows(swapped(pairs))), ["column X contains the northing and Y the easting", "5 rows of points were grouped into 1 features"] + ZONE36, SET)
    yield Case("csv_points_easting_in_x", csv(point_rows(pairs, last=False)), ZONE36, SET)
    yield Case("csv_points_degrees", csv([["地块编号", "经度", "纬度", "点号"]] + [["D1", f"{x}", f"{y}", i] for i, (x, y) in enumerate(SQUARE, 1)]),
               ["columns that differ from point to point were ignored: 点号"] + TAKEN, SET)
    rows = [["图斑编号", "圈号", "x", "y"]] + [["D1", r, f"{x:.3f}", f"{y:.3f}"] for r, ring in ((1, SQUARE), (2, HOLE)) for x, y in plane(ring)]
    yield Case("csv_points_with_a_hole", csv(rows), ["1 rings lie inside others and are holes"] + ZONE36, SET)
    yield Case("csv_points_columns_named", csv(point_rows(pairs, ("甲", "乙", "丙"))), ["grouped into 1 features by column 甲"] + ZONE36, SET + ["--points", "x=乙", "--points", "y=丙", "--points", "parcel=甲"])
    yield Case("csv_points_column_unknown", csv(point_rows(pairs)), ["there is no column \"东\"", "Its columns: 地块编号, X, Y"], SET + ["--points", "x=东"], 2)
    yield Case("csv_points_no_number", csv(point_rows(pairs)[:3] + [["D1", "abc", "4515000"]]), ["row 4: expected a coordinate in column X, found \"abc\""], SET, 3)
    yield Case("csv_points_two_of_them", csv(point_rows(pairs)[:3]), ["row 2: a ring of parcel \"D1\" that begins here has 2 points; it needs at least 3"], SET, 3)
    yield Case("csv_wkt_broken", csv([["WKT_", "几何", "XMBH"], ["", "POLYGON ((", "P1"]]), ["row 2: expected WKT in column 几何"], SET, 3)
    yield Case("csv_without_shapes", csv([NAMES, ROW]), ["has no layer with geometry", "--points x=COLUMN"], status=3)
    yield Case("xlsx_points", {"a.xlsx": bytes_of.xlsx([["地块编号", "横坐标", "纵坐标", *NAMES]] + [["D1", x, y, *ROW] for x, y in pairs])}, ZONE36)
    yield Case("xlsx_wkt", {"a.xlsx": bytes_of.xlsx([["几何", *NAMES], [wkt(SQUARE), *ROW]])}, TAKEN)


def texts():
    yield Case("txt", txt(), ["coordinate TXT", "2000国家大地坐标系, 3-degree zone 36", "encoding GBK"] + ZONE36, SET)
    yield Case("txt_utf8_bom", txt(encoding="utf-8-sig"), ["by its byte order mark"] + ZONE36, SET)
    yield Case("txt_utf16", txt(encoding="utf-16"), ["UTF-16LE"] + ZONE36, SET)
    yield Case("txt_cr_only", txt(line_end="\r"), ZONE36, SET)
    yield Case("txt_zone_in_header_only", txt(false_easting=500000), ["EPSG:4545"] + TAKEN, SET)
    yield Case("txt_meridian_as_zone", txt(false_easting=500000, head={**HEAD, "带号": "108"}), ["EPSG:4545"] + TAKEN, SET)
    yield Case("txt_no_zone_but_banner", txt(false_easting=500000, head={"坐标系": "2000国家大地坐标系", "带号": ""}), ["in the banner that they name"] + TAKEN, SET)
    yield Case("txt_header_empty", txt(head={"坐标系": "", "带号": "", "格式版本号": ""}), ["no 坐标系, interpreted as CGCS2000"] + ZONE36, SET)
    yield Case("txt_zone_contradicts", txt(head={**HEAD, "带号": "37"}), ["the header specifies zone 37, but the eastings have zone prefix 36"], SET, 3)
    yield Case("txt_width_contradicts", txt(head={**HEAD, "几度分带": "6"}), ["the header specifies 6-degree zones, but zone 36 is one of the 3-degree zones"], SET, 3)
    yield Case("txt_xian1980", txt(head={**HEAD, "坐标系": "1980西安坐标系"}), ["is on Xian 1980"], SET, 4)
    yield Case("txt_system_unknown", txt(head={**HEAD, "坐标系": "地方独立坐标系"}), ["坐标系=地方独立坐标系, which is not known"], SET, 3)
    yield Case("txt_swapped", txt(point="J{i},{r},{y:.3f},{x:.3f}"), ["in 1 parcels X and Y were swapped"] + ZONE36, SET)
    yield Case("txt_not_closed", txt(closing=False), ["1 rings without a closing point were closed"] + ZONE36, SET)
    yield Case("txt_area_in_m2", txt(parcel="{n},10119.5,D01,一标段,面,,,,@"), ["the areas are in m2, not in hectares"] + ZONE36, SET)
    yield Case("txt_area_with_unit", txt(parcel="{n},1.0120公顷,D01,一标段,面,,,,@"), ZONE36, SET)
    yield Case("txt_hole", txt((SQUARE, HOLE)), ["1 rings lie inside others and are holes", "12.5 % apart"] + ZONE36, SET, 1)
    yield Case("txt_rings_without_number", txt((SQUARE, HOLE), point="{i},1,{x:.3f},{y:.3f}"), ["1 rings have no number of their own", "12.5 % apart"] + ZONE36, SET, 1)
    yield Case("txt_three_columns", txt(point="B{i}\t{x:.3f}\t{y:.3f}"), ZONE36, SET)
    yield Case("txt_full_width_commas", txt(point="J{i}，{r}，{x:.3f}，{y:.3f}", before="\r\n"), ZONE36, SET)
    yield Case("txt_13_columns", txt(parcel="{n},1.012,D01,一标段,面,,高标准农田,0102,水浇地,9,7,新建,备注,@"), ["not used"] + ZONE36, SET)
    yield Case("txt_extension_first", txt(before="[扩展信息]\r\n项目类型=1"), ["1 lines of other sections were ignored"] + ZONE36, SET)
    second = "[地块坐标]\n5,1.0,D02,二标段,面,,,,@"
    yield Case("txt_two_sections", txt((SQUARE, [(x + 0.01, y) for x, y in SQUARE]), between=second, count=5), ["2 features can be added", "150802 Linhe", "project.duplicate"], SET, 1)
    yield Case("txt_count_wrong", txt(count=9), ["parcel D01 declares 9 points and has 4"] + ZONE36, SET)
    yield Case("txt_not_a_number", txt(point="J{i},{r},{x:.3f},东"), ["line 12: expected two coordinates"], SET, 3)
    yield Case("txt_ring_number_no_number", txt(point="J{i},甲,{x:.3f},{y:.3f}"), ["line 12: expected the ring number in column 2, found \"甲\""], SET, 3)
    yield Case("txt_ring_of_two", txt((SQUARE[:2],)), ["line 12: ring 1 of parcel D01 has 2 points; a ring needs three"], SET, 3)
    yield Case("txt_area_no_number", txt(parcel="{n},很大,D01,一标段,面,,,,@"), ["line 11: expected the area in hectares in column 2, found \"很大\""], SET, 3)
    yield Case("txt_no_parcel", {"a.txt": "[属性描述]\r\n[地块坐标]\r\n".encode("gbk")}, ["[地块坐标] contains no parcel"], SET, 3)
    yield Case("txt_point_first", {"a.txt": "[地块坐标]\r\nJ1,1,1,2\r\n".encode("gbk")}, ["line 2: a point precedes the first parcel line"], SET, 3)
    yield Case("txt_unit", txt(head={**HEAD, "计量单位": "千米"}), ["计量单位=千米; expected metres (米)"], SET, 3)
    yield Case("txt_needs_fields", txt(), ["needs fields that the file does not have", "--set"], status=4)


def contents():
    yield Case("fields_full_width", shapefile(row=["P1", "一标段", "１５０８０２", "２０２３年", "已验收", "１５．１８"]), TAKEN)
    yield Case("fields_area_in_hectares_by_name", shapefile(names=[*NAMES[:5], "面积_公顷"], row=[*ROW[:5], "1.012"]), ["declared_area: ha → mu"] + TAKEN)
    yield Case("fields_area_in_m2_by_ratio", shapefile(row=[*ROW[:5], "10119.5"]), ["declared_area: m2 → mu, by its ratio to the computed area (median 1.000"] + TAKEN)
    yield Case("fields_unit_behind_number", shapefile(row=[*ROW[:5], "1.012公顷"]), TAKEN)
    yield Case("fields_code_unknown", shapefile(row=["P1", "一", "150802", "2023", "进行到一半", "15"]), ["stage is \"进行到一半\", expected one of:"], status=4)
    yield Case("fields_year_missing", shapefile(names=NAMES[:3], row=ROW[:3]), ["needs fields that the file does not have: year", "stage"], status=4)
    yield Case("fields_set_and_mapped", shapefile(), ["field year: both a value and a source field are given"], ["--map", "year=ND", "--set", "year=2023"], 2)
    yield Case("fields_set_unknown", shapefile(), ["field colour: layer high_standard_farmland has no field of this name"], ["--set", "colour=red"], 2)
    yield Case("fields_set_wrong", shapefile(), ["field year: \"soon\" given, expected a year like 2023"], ["--set", "year=soon"], 2)
    double = [CLOCKWISE[0], *CLOCKWISE]
    yield Case("points_repeated", shapefile(ring=double), ["noted 1 points within 1 mm of the previous one were dropped"] + TAKEN)


# What no packer of Python's library writes: a GeoJSON of SQUARE, packed once.
RAR = base64.b64decode("UmFyIRoHAM+QcwAADQAAAAAAAAAr7XQAgC4ANQEAADUBAAACrevrbAAAwVYUMA4AIAAAAHBhcmNlbC5nZW9qc29ueyJ0eXBlIjogIkZlYXR1cmVDb2xsZWN0aW9uIiwgImZlYXR1cmVzIjogW3sidHlwZSI6ICJGZWF0dXJlIiwgInByb3BlcnRpZXMiOiB7IlhNQkgiOiAiUDEiLCAiWE1NQyI6ICLnlLLmnZHkuIDlj7flnLAiLCAiWFpRRE0iOiAiMTUwODAyIiwgIk5EIjogIjIwMjMiLCAiSkQiOiAi6aqM5pS2In0sICJnZW9tZXRyeSI6IHsidHlwZSI6ICJQb2x5Z29uIiwgImNvb3JkaW5hdGVzIjogW1tbMTA3LjQsIDQwLjhdLCBbMTA3LjQwMTIsIDQwLjhdLCBbMTA3LjQwMTIsIDQwLjgwMDldLCBbMTA3LjQsIDQwLjgwMDldLCBbMTA3LjQsIDQwLjhdXV19fV19xD17AEAHAA==")
SEVEN_ZIP = base64.b64decode("N3q8ryccAAPMT7wLwQAAAAAAAAB2AAAAAAAAAB16WI8APYiKh9PoyG2HNkFRmbX0if8bxR6O988L3kd5+fYo5BHbCyXw9PoAWgA2SmT3U/T5ihJBqipOhEed3u2Y/uEimUoIOx+H6yOwGqmNsvT1QpBHlnL7Qn7dGRg0BU6L2DWSiMHRodZwRJTHxNT8yiVIyop6U0NVaJydTFzUE0GUgVGBirSZNirqlkWrcktLKetfeBNFlYJlrCnB9L35gFFAZfHSsjTS3uZH9u+98o0313TEmUl7jJSke8SLdv739pJWAQQGAAEJgMEABwsBAAEjAwEBBV0AAIAADIE1AAgKAa3r62wAAAUBER8AcABhAHIAYwBlAGwALgBnAGUAbwBqAHMAbwBuAAAAFAoBAABAIwIclNkBEgoBAN03XNTLf90BEwoBAABAIwIclNkBFQYBACCApIEAAA==")


def marked(inner, system="", name="一号地"):
    """A KML of one placemark with the fields of ROW."""
    data = "".join(f'<Data name="{k}"><value>{v}</value></Data>' for k, v in zip(NAMES, ROW))
    said = f"<OvCoordType>{system}</OvCoordType>" if system else ""
    return (f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>图</name><Placemark><name>{name}'
            f"</name>{said}<ExtendedData>{data}</ExtendedData>{inner}</Placemark></Document></kml>")


def kml_polygon(ring):
    return ("<Polygon><outerBoundaryIs><LinearRing><coordinates>" + " ".join(f"{x},{y}" for x, y in ring)
            + "</coordinates></LinearRing></outerBoundaryIs></Polygon>")


def beside(text, more):
    return {"a.kml": text.replace("</Document>", more + "</Document>").encode()}


def xdata(*texts):
    return "1001\nSOUTH\n" + "".join(f"1000\n{t}\n" for t in texts)


def with_handle(entity, handle, more=""):
    return entity.replace("LWPOLYLINE\n", f"LWPOLYLINE\n5\n{handle}\n", 1) + more


def places():
    """What is not a place stops at its feature; a number is taken whole or not at all."""
    for name, bad, words in (("latitude", (107.4012, 408.0), "the latitude of vertex 3 is 408°, beyond 90°"),
                             ("longitude", (1074.5, 40.8), "the longitude of vertex 3 is 1074.5°, beyond 180°"),
                             ("huge", (1e300, 40.8), "the longitude of vertex 3 is 1e+300°, beyond 180°")):
        ring = SQUARE[:2] + [bad] + SQUARE[2:]
        yield Case(f"place_{name}", geojson(more=[({"type": "Polygon", "coordinates": [ring]}, dict(zip(NAMES, ROW)))]),
                   [f"feature 2 (P1): The geometry cannot be used: {words}"], status=4)
    bare = {"prj": None}
    yield Case("place_easting", shapefile(rows=[(plane(CLOCKWISE), ROW)] * 3 + [(plane(CLOCKWISE[:2]) + [(1e30, 4.5e6)] + plane(CLOCKWISE[2:]), ROW)], **bare),
               ["feature 4 (P1): The geometry cannot be used: vertex 3 (1e+30, 4500000) lies beyond the domain of the projection"], status=4)
    yield Case("number_kml", {"a.kml": marked(kml_polygon(SQUARE).replace("107.4012,40.8009", "107..4012,40.8009")).encode()},
               ["feature 1 (一号地): \"107..4012,40.8009\" is not a longitude and a latitude"], status=3)
    ring = plane(SQUARE)
    cut = bytes_of.dxf([bytes_of.polyline(ring)]).replace(b"10\n36", b"10\n36..", 1)
    yield Case("number_dxf", {"a.dxf": cut}, ["expected a number, found \"36.."], SET, 3)
    mif = 'Version 300\nCharset "Neutral"\nCoordSys Earth Projection 1, 0\nColumns 1\n  XMBH Char(10)\nData\n\nRegion 1\n  5\n' + "".join(
        f"{x} {y}\n" for x, y in SQUARE)
    mid = b'"P1"\n'
    yield Case("number_mif", {"a.mif": mif.replace("107.4012", "107.4O12", 1).encode(), "a.mid": mid}, ["line 11: expected a number, found \"107.4O12\""], SET, 3)
    yield Case("number_mif_whole", {"a.mif": mif.encode(), "a.mid": mid}, TAKEN, ["--set", "admin_code=临河区", "--set", "year=2023", "--set", "stage=验收", "--crs", "EPSG:4490"])


def phones():
    overlay = ("<GroundOverlay><name>扫描底图</name><Icon><href>scan.jpg</href></Icon><LatLonBox><north>40.86</north><south>40.79</south>"
               "<east>107.47</east><west>107.39</west></LatLonBox></GroundOverlay>")
    whole = marked(kml_polygon(SQUARE))
    yield Case("kml_overlay", beside(whole, overlay), ["left out, being no parcels: 1 ground overlays (扫描底图)"] + TAKEN)
    yield Case("kml_pin", beside(whole, "<Placemark><name>泵房</name><Point><coordinates>107.43,40.82</coordinates></Point></Placemark>"),
               ["1 features that are not polygons (points, tracks) were left out: feature 2"] + TAKEN)
    yield Case("kml_label", {"a.kml": marked(f"<MultiGeometry><Point><coordinates>107.4,40.8</coordinates></Point>{kml_polygon(SQUARE)}</MultiGeometry>").encode()},
               ["1 points and lines that stand in one feature with polygons"] + TAKEN)
    ring = kml_polygon(SQUARE).replace("<Polygon><outerBoundaryIs>", "").replace("</outerBoundaryIs></Polygon>", "")
    yield Case("kml_ring", {"a.kml": marked(ring).encode()}, TAKEN)
    yield Case("kml_gcj02", {"a.kml": marked(kml_polygon(SQUARE), "GCJ-02").encode()}, ["their coordinates are in GCJ-02", "Use --crs"], status=3)
    yield Case("kml_gcj02_shifted", {"a.kml": marked(kml_polygon(SQUARE), "GCJ-02").encode()}, ["shifted back from GCJ-02 by the public algorithm"] + TAKEN, ["--crs", "GCJ02"])
    yield Case("kml_bd09_shifted", {"a.kml": marked(kml_polygon(SQUARE), "百度").encode()}, ["shifted back from BD-09"] + TAKEN, ["--crs", "bd-09"])
    yield Case("kml_cgcs2000", {"a.kml": marked(kml_polygon(SQUARE), "CGCS2000").encode()}, ["EPSG:4490"] + TAKEN)
    yield Case("kml_gbk", {"a.kml": whole.replace("UTF-8", "GBK").encode("gbk")}, ["encoding GBK"] + TAKEN)
    yield Case("kml_cut", {"a.kml": whole.encode()[:400]}, ["it is not whole XML"], status=3)
    yield Case("ovkml", {"a.ovkml": whole.encode()}, TAKEN)
    yield Case("ovkmz", {"a.ovkmz": bytes_of.zipped({"doc.kml": whole.encode()})}, TAKEN)
    yield Case("ovobj", {"a.ovobj": b"OVOBJ"}, ["a file of 奥维 (Ovital) itself"], status=3)
    yield Case("kmz_of_two", {"a.kmz": bytes_of.zipped({"doc.kml": whole.encode(), "second.kml": whole.encode()})}, ["2 data sets: doc.kml, second.kml"], status=3)
    segments = gpx(SQUARE)
    half = segments.index(b"<trkpt", segments.index(b"<trkpt", segments.index(b"<trkpt") + 1) + 1)
    yield Case("gpx_two_segments", {"a.gpx": segments[:half] + b"</trkseg><trkseg>" + segments[half:]}, ["were closed to polygons"] + TAKEN, SET + ["--close-lines", "150"])
    yield Case("rar", {"a.rar": RAR}, TAKEN)
    yield Case("seven_zip", {"a.7z": SEVEN_ZIP}, TAKEN)
    yield Case("zip_in_zip", {"a.zip": bytes_of.zipped({"里.zip": bytes_of.zipped({"a.kml": whole.encode()})})}, TAKEN)


def said_by_file():
    shape = shapefile(prj=None)
    for name, prj in (("bom", b"\xef\xbb\xbf" + WKT["EPSG:4490"].encode()), ("utf16", WKT["EPSG:4490"].encode("utf-16"))):
        yield Case(f"prj_{name}", {**shape, "a.prj": prj}, ["EPSG:4490", "the coordinates do not contradict it"] + TAKEN)
    whole = shapefile(rows=[(CLOCKWISE, ROW), ([(x + 0.01, y) for x, y in CLOCKWISE], ["P2", *ROW[1:]])])
    head, width = struct.unpack("<HH", whole["a.dbf"][8:12])
    table = bytearray(whole["a.dbf"])
    table[head + width:head + width + 1] = b"*"
    yield Case("dbf_deleted", {**whole, "a.dbf": bytes(table)}, ["1 records are marked as deleted in the .dbf and were left out"] + TAKEN)
    ring = plane(SQUARE)
    yield Case("dxf_xdata", {"a.dxf": bytes_of.dxf([with_handle(bytes_of.polyline(ring), "1F", xdata("300000", "150802100201JC00001", "072"))])},
               ["extended data (XDATA) of SOUTH were read as columns: 宗地号, 地类", "parcel_code ← 宗地号"] + ZONE36, SET + ["--map", "parcel_code=宗地号"], 1)
    yield Case("dxf_xdata_with_owner", {"a.dxf": bytes_of.dxf([with_handle(bytes_of.polyline(ring), "1F", xdata("300000", "JC1", "某某村", "0102"))])},
               ["columns: 宗地号, 权利人, 地类"] + ZONE36, SET)
    yield Case("dxf_xdata_of_others", {"a.dxf": bytes_of.dxf([with_handle(bytes_of.polyline(ring), "1F", "1001\nMYAPP\n1000\nA\n1000\nB\n")])},
               ["extended data (XDATA) of MYAPP were read as columns: MYAPP"] + ZONE36, SET)
    yield Case("code_of_five_digits", shapefile(row=["P1", "一", "15082", *ROW[3:]]), ["is \"15082\", expected"], status=4)


def vct(polygon, lines="", head="", table="HSF"):
    fields = "\n".join(f"{name},Char,60" for name in NAMES)
    return {"a.vct": f"""HeadBegin
DataMark:LANDUSE-VCT
Version:GB/T17798-2007
CoordinateSystemType:P
Dim:2
XAxisDirection:E
YAxisDirection:N
Spheroid:CGCS2000,6378137.0,298.257222101
Projection:高斯-克吕格投影
Parameters:108,0,1,36500000,0,3,36
{head}Separator:,
HeadEnd

FeatureCodeBegin
2099020100,高标准农田,Polygon,{table}
2099020200,界线,Line,JX
FeatureCodeEnd

TableStructureBegin
{table},{len(NAMES)}
{fields}
0
JX,1
BSM,Int
0
TableStructureEnd

LineBegin
{lines}LineEnd

PolygonBegin
{polygon}PolygonEnd

AttributeBegin
{table}
11,{",".join(ROW)}
TableEnd
AttributeEnd
""".encode("gbk")}


def pairs_of(ring):
    return "".join(f"{x:.4f},{y:.4f}\n" for x, y in ring)


def exchange_texts():
    ring, hole = plane(SQUARE), plane(HOLE)
    start = "11\n2099020100\n0\n"
    direct = f"{start}1\n{ring[0][0]:.3f},{ring[0][1]:.3f}\n1\n11\n5\n{pairs_of(ring)}0\n"
    yield Case("vct", vct(direct), ["VCT", "CGCS2000", "3-degree zone 36"] + ZONE36)
    yield Case("vct_hole", vct(f"{start}1\n0,0\n2\n11\n5\n{pairs_of(ring)}11\n5\n{pairs_of(hole)}0\n"), ["12.5 % apart"] + ZONE36, status=1)
    lines = "".join(f"{n}\n2099020200\n0\n1\n1\n11\n{len(part)}\n{pairs_of(part)}0\n" for n, part in ((1, ring[:3]), (2, ring[2:][::-1])))
    yield Case("vct_by_lines", vct(f"{start}100\n0,0\n21\n2\n1,-2\n0\n", lines), ["layer HSF"] + ZONE36, ["--layer-in", "HSF"])
    yield Case("vct_line_missing", vct(f"{start}100\n0,0\n21\n1\n9\n0\n", lines), ["object 11 refers to line 9, which is not there"], ["--layer-in", "HSF"], 3)
    yield Case("vct_layers", vct(direct, lines), ["has 2 layers: JX (lines, 2), HSF (polygons, 1). Choose one"], status=3)
    yield Case("vct_number", vct(direct.replace("\n11\n5\n36", "\n11\n5\n36..", 1)), ["expected two coordinates, found \"36..4"], status=3)
    yield Case("vct_circle", vct(direct.replace("1\n11\n5\n", "1\n13\n5\n", 1)), ["figures of kind 13 (arcs, circles, curves) are not read"], status=3)
    yield Case("vct_cut", {"a.vct": vct(direct)["a.vct"].split(b"AttributeBegin")[0]}, ["the text ends too early"], status=3)
    yield Case("vct_version_1", {"a.vct": vct(direct)["a.vct"].replace(b"Version:GB/T17798-2007", b"Version:1.0")}, ["VCT 1.0 is not read"], status=3)


def cases():
    for group in (encodings, systems, parts, formats, tables, texts, contents, places, phones, said_by_file, exchange_texts):
        yield from group()


def make(case, folder):
    """Writes a case's files and returns the one to import."""
    for name, content in case.files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
    first = next(iter(case.files))
    if not case.ogr:
        return first
    target, extra = case.ogr
    subprocess.run(["ogr2ogr", *extra, target, first], cwd=folder, check=True, capture_output=True)
    return target
