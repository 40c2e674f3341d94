"""Relatives of files that were once misread: each kind of layout, number and head in several spellings. What `area` must count and
measure is that of the same ring computed by GeographicLib in degrees (corpus.SQUARE), or the words that the refusal must hold."""
import json
import os
import shutil
import subprocess
import unittest

import bytes_of
import corpus
from corpus import HEAD, SQUARE, plane, wkt

QITU = os.environ["QITU"]
FOLDER = os.path.join(os.environ["QITU_CORPUS"], "..", "relatives")
ENGLISH = {**{k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}, "LANG": "C.UTF-8"}
SQUARE_M2 = 10121.0457814  # of SQUARE on CGCS2000; GeographicLib's geodesic area and the survey's rule agree to 1e-8
PAIR = [SQUARE, [(x + 0.01, y) for x, y in SQUARE]]


def qitu(*words, folder=FOLDER):
    return subprocess.run([QITU, *words], cwd=folder, env=ENGLISH, text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=120)


def text(parcels, head=None, line="{n},1.0121,D{k},{k}号地,面,,,,@", point="J{i},{r},{x:.4f},{y:.4f}", between=(), after="", zone=36):
    """A coordinate TXT of several parcels; `between` are lines before the second."""
    lines = ["[属性描述]"] + [f"{k}={v}" for k, v in (HEAD if head is None else head).items()] + ["[地块坐标]"]
    for k, ring in enumerate(parcels, 1):
        lines += list(between) if k == 2 else []
        places = plane(ring, 3 * zone, zone * 1000000 + 500000)
        lines.append(line.format(n=len(ring), k=k))
        lines += [point.format(i=i, r=1, x=x, y=y) for i, (y, x) in enumerate(places, 1)]
    return ("\r\n".join(lines) + "\r\n" + after).encode("gbk")


def degrees(ring, point="J{i},1,{lon:.8f},{lat:.8f}", head="[地块坐标]\n"):
    rows = [point.format(i=i, lon=x, lat=y) for i, (x, y) in enumerate(ring, 1)]
    return (head + f"{len(ring)},,D1,一号地,面,,,,@\n" + "\n".join(rows) + "\n").encode()


def packed(value):
    seconds = round(value * 3600, 6)
    return f"{int(seconds // 3600)}.{int(seconds % 3600 // 60):02d}{round(seconds % 60):02d}"


def dms(value, form="{d}°{m:02d}′{s:05.2f}″"):
    seconds = round(value * 3600, 6)
    return form.format(d=int(seconds // 3600), m=int(seconds % 3600 // 60), s=seconds % 60)


class Relatives(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(FOLDER, ignore_errors=True)
        os.makedirs(FOLDER)

    def put(self, name, content):
        with open(os.path.join(FOLDER, name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return name

    def measured(self, name, content, features=1, args=(), m2=SQUARE_M2):
        found = qitu("area", self.put(name, content), "--format", "json", *args)
        self.assertIn(found.returncode, (0, 1), found.stderr)
        totals = json.loads(found.stdout)["totals"]
        self.assertEqual(totals["polygons"], features)
        self.assertAlmostEqual(totals["td1055_m2"] / (features * m2), 1, delta=2e-6)
        return found.stderr

    def refused(self, name, content, *words, args=()):
        found = qitu("area", self.put(name, content), "--format", "json", *args)
        self.assertEqual(found.returncode, 3, found.stderr + found.stdout)
        for word in words:
            self.assertIn(word, found.stderr)

    def test_degrees_are_read_in_either_order_also_where_points_lie_close(self):
        near = [(107.4, 40.8), (107.4012, 40.8), (107.4012, 40.8009), (107.4, 40.8009)]
        for name, point in (("lon", "J{i},1,{lon:.8f},{lat:.8f}"), ("lat", "J{i},1,{lat:.8f},{lon:.8f}"), ("bare", "{i},{lon:.8f},{lat:.8f}"),
                            ("dms", "J{i},1,{lon_dms},{lat_dms}")):
            with self.subTest(name):
                rows = [point.format(i=i, lon=x, lat=y, lon_dms=dms(x), lat_dms=dms(y)) for i, (x, y) in enumerate(near, 1)]
                self.measured(f"{name}.txt", "[地块坐标]\n4,,D1,一号地,面,,,,@\n" + "\n".join(rows) + "\n")

    def test_a_number_that_is_none_is_refused_with_its_row_or_line(self):
        for word in ("107..4012", "107.4O12", "107.40l2", "1O7.4012", "107,4012.0.1", "0x6b", "107.4012E"):
            if "," not in word and not word.endswith("E"):
                self.refused("wkt.csv", "WKT\n\"POLYGON ((107.4 40.8," + word + " 40.8,107.4012 40.8009,107.4 40.8))\"\n", "row 2", word)
            if not word.endswith("E"):
                self.refused("points.csv", f"地块编号;经度;纬度\nD1;107.4;40.8\nD1;{word};40.8\nD1;107.4012;40.8009\n", "row 3", word)
        self.refused("z.txt", degrees(SQUARE).replace(b"107.40120000", b"107.4o12"), "line 4", "107.4o12")

    def test_packed_degrees_are_never_taken_for_decimal_ones(self):
        places = [(107 + 25 / 60 + 38 / 3600, 40 + 49 / 60 + 12 / 3600), (107 + 25 / 60 + 50 / 3600, 40 + 49 / 60 + 12 / 3600),
                  (107 + 25 / 60 + 50 / 3600, 40 + 49 / 60 + 21 / 3600), (107 + 25 / 60 + 38 / 3600, 40 + 49 / 60 + 21 / 3600)]
        rows = [["地块编号", "经度", "纬度"]] + [["D1", packed(x), packed(y)] for x, y in places]
        table = "\n".join(",".join(row) for row in rows) + "\n"
        words = "minutes and seconds (packed"
        self.refused("packed.csv", table, words, "--angles")
        dropped = [[c if i == 0 else float(c) if j else c for j, c in enumerate(row)] for i, row in enumerate(rows)]
        self.refused("packed.xlsx", bytes_of.xlsx(dropped), words)
        lines = "\n".join(f"J{i},1,{packed(y)},{packed(x)}" for i, (x, y) in enumerate(places, 1))
        self.refused("packed.txt", f"[地块坐标]\n4,,D1,一号地,面,,,,@\n{lines}\n", words)
        meant = {"m2": 78070.3884794712}  # the same corners in decimal degrees, by an independent integral
        self.measured("packed.csv", table, args=("--angles", "packed"), **meant)
        self.measured("said.txt", f"[属性描述]\n计量单位=度分秒\n[地块坐标]\n4,,D1,一号地,面,,,,@\n{lines}\n", **meant)
        for form in ("{d}°{m:02d}′{s:05.2f}″", "{d}度{m}分{s:.2f}秒", "{d}-{m:02d}-{s:05.2f}", "{d}:{m:02d}:{s:05.2f}", "{d} {m:02d} {s:05.2f}",
                     "{d}°{m:02d}'{s:05.2f}\""):
            with self.subTest(form):
                cells = "\n".join(f"D1\t{dms(x, form)}\t{dms(y, form)}" for x, y in places)
                self.measured("dms.tsv", f"地块编号\t经度\t纬度\n{cells}\n", **meant)
        hemispheres = "\n".join(f"D1,E{dms(x)},{dms(y)}N" for x, y in places)
        self.measured("hemisphere.csv", f"地块编号,经度,纬度\n{hemispheres}\n", **meant)
        self.refused("minutes.csv", "地块编号,经度,纬度\nD1,107°72′00″,40°48′00″\n", "row 2", "107°72′00″")

    def test_what_stands_where_in_a_parcel_line_is_told_by_its_shape_and_types(self):
        taken = {"national": "{n},1.0121,D{k},{k}号地,面,,,,@", "short": "{n},1.0121,D{k},{k}号地,面,@",
                 "place": "{n},1.0121,狼山镇,D{k},{k}号地,面,,,,@", "after": "{n},1.0121,D{k},{k}号地,爱国村,面,,,,@",
                 "code": "{n},1.0121,150802100,D{k},甲地,面,,,,@", "code_place": "{n},1.0121,150802100,狼山镇,D{k},甲地,面,,,,@",
                 "year": "{n},1.0121,D{k},{k}号地,2022,面,,,,@", "supplementary": "{n},1.0121,D{k},图斑,2022,1,面,K48,占补,,水浇地,9,@"}
        for name, line in taken.items():
            with self.subTest(name):
                self.measured(f"{name}.txt", text(PAIR, line=line), 2)
        for name, line in {"comma": "{n},1.0121,D{k},甲村,一号地,面,,,,@", "two_unknown": "{n},1.0121,甲,乙,丙,丁,面,@",
                           "no_shape": "{n},1.0121,D{k},{k}号地,地块,,,,@", "count": "{n}.5,1.0121,D{k},一号地,面,,,,@"}.items():
            with self.subTest(name):
                self.refused(f"{name}.txt", text([SQUARE], line=line), "line 11")
        self.measured("forced.txt", text([SQUARE], line="{n},1.0121,甲,D{k},一号地,面,,,,@"), args=("--layout", "place_first"))
        self.assertEqual(qitu("area", "forced.txt", "--layout", "moon").returncode, 2)

    def test_point_lines_are_read_by_the_places_of_their_coordinates(self):
        for name, point in {"six": "{i},1,1,{i},{x:.4f},{y:.4f}", "five": "J{i},1,{i},{x:.4f},{y:.4f}", "height": "J{i},1,{x:.4f},{y:.4f},1040.21",
                            "three": "J{i},{x:.4f},{y:.4f}", "two": "{x:.4f},{y:.4f}", "comma_last": "J{i},1,{x:.4f},{y:.4f},",
                            "tabs": "J{i}\t1\t{x:.4f}\t{y:.4f}"}.items():
            with self.subTest(name):
                self.measured(f"{name}.txt", text([SQUARE], point=point))
        self.refused("seven.txt", text([SQUARE], point="{i},1,1,1,{i},{x:.4f},{y:.4f}"), "line 12", "expected point name")

    def test_remarks_end_no_section_and_are_named(self):
        for name, between in {"hanzi": ["【说明：下为二标段】"], "two_lines": ["【说明：", "下为二标段】"], "square": ["[说明：下为二标段]"],
                              "slashes": ["// 以上为一号地"], "columns": ["【点数,面积,编号,名称,图形,@】"], "bare_columns": ["点数,面积,编号,名称,图形,@"],
                              "hash": ["# 二标段"], "repeated": ["[地块坐标]"]}.items():
            with self.subTest(name):
                self.measured(f"remark_{name}.txt", text(PAIR, between=between), 2)
        self.measured("ctrl_z.txt", text([SQUARE], after="\x1a"))
        self.measured("template.txt", text(PAIR).replace("[地块坐标]".encode("gbk"), "[地块坐标]\r\n【要求：\r\n1、填写；@\r\n】".encode("gbk")), 2)

    def test_headers_are_understood_in_peoples_own_words(self):
        for name, change in {"unit": {"计量单位": "米（m）"}, "metre": {"计量单位": "Metres"}, "unit_m": {"计量单位": "M"}, "band": {"几度分带": "三度带"},
                             "band_3": {"几度分带": "3°带"}, "zone": {"带号": "第36带"}, "meridian": {"带号": "108E"}, "east": {"带号": "东经108度"},
                             "own_key": {"带号": "", "中央子午线": "108"}, "epsg": {"坐标系": "EPSG:4524"}, "system": {"坐标系": "CGCS2000"},
                             "blank": {"计量单位": "", "带号": ""}}.items():
            with self.subTest(name):
                self.measured(f"head_{name}.txt", text([SQUARE], head={**HEAD, **change}))
        self.measured("colon.txt", text([SQUARE]).replace(b"=", "：".encode("gbk")))
        for name, change, words in (("zones", {"中央子午线": "111"}, "111"), ("epsg_zone", {"坐标系": "EPSG:4525"}, "zone 36"),
                                    ("degrees", {"计量单位": "度"}, "metres"), ("band", {"几度分带": "6"}, "3-degree"),
                                    ("nonsense", {"带号": "三十六左右"}, "expected a number"), ("feet", {"计量单位": "英尺"}, "计量单位=英尺")):
            with self.subTest(name):
                self.refused(f"contra_{name}.txt", text([SQUARE], head={**HEAD, **change}), words)

    def test_the_zone_of_the_header_counts_wherever_the_parcel_lies(self):
        far = [(x + 3.2, y - 18) for x, y in SQUARE]  # 22.8°N, beyond the region
        found = qitu("area", self.put("far.txt", text([far], zone=37, head={**HEAD, "带号": "37"})), "--format", "json")
        self.assertEqual(found.returncode, 0, found.stderr)
        same = qitu("area", self.put("same.geojson", json.dumps({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [far]}}]})), "--format", "json")
        by_text, by_degrees = (json.loads(one.stdout)["totals"]["td1055_m2"] for one in (found, same))
        self.assertAlmostEqual(by_text / by_degrees, 1, delta=2e-6)
        self.refused("other.txt", text([far], zone=37, head={**HEAD, "带号": "38"}), "zone")
        joined = text([far], zone=37, head={**HEAD, "带号": "37"}) + text([[(x + 1, y - 18) for x, y in SQUARE]], zone=36).split("[地块坐标]\r\n".encode("gbk"))[1]
        self.refused("joined.txt", joined, "zone")

    def test_a_table_of_corners_is_read_below_titles_and_merged_heads(self):
        pairs = plane(SQUARE)
        body = [["D1", i, round(x, 4), round(y, 4)] for i, (x, y) in enumerate(pairs, 1)]
        blank = ["", "", "", ""]
        heads = {"plain": [["地块编号", "点号", "Y", "X"]], "title": [["界址点成果表"], ["单位：米"], ["地块编号", "点号", "Y(m)", "X(m)"]],
                 "two_deep": [["地块编号", "界址点", "坐标"], ["", "点号", "Y坐标（米）", "X坐标（米）"]],
                 "three": [["表一"], ["地块", "2000国家大地坐标系"], ["", "点号", "平面坐标"], ["", "", "横坐标Y", "纵坐标X"]]}
        for name, rows in heads.items():
            with self.subTest(name):
                tail = [blank, ["制表：某某", "", "", "审核："]]
                self.measured(f"{name}.xlsx", bytes_of.xlsx([*rows, *body, *tail]))
                lines = [",".join(map(str, row + [""] * (4 - len(row)))) for row in [*rows, *body, *tail]]
                self.measured(f"{name}.csv", "\n".join(lines) + "\n")
        self.measured("merged_parcel.xlsx", bytes_of.xlsx([heads["plain"][0], body[0]] + [["", *row[1:]] for row in body[1:]]))

    def test_one_parcel_needs_no_column_of_parcels(self):
        pairs = plane(SQUARE)
        rows = [f"{i},{x:.4f},{y:.4f}" for i, (x, y) in enumerate(pairs[:-1], 1)]
        for name, head in (("number", "点号,Y,X"), ("name", "界址点号,横坐标,纵坐标"), ("corner", "拐点编号,Y坐标,X坐标")):
            with self.subTest(name):
                self.measured(f"one_{name}.csv", head + "\n" + "\n".join(rows) + "\n")
        again = [f"{i},{x + 500:.4f},{y:.4f}" for i, (x, y) in enumerate(pairs[:-1], 1)]
        self.refused("two.csv", "点号,Y,X\n" + "\n".join(rows + again) + "\n", "point 1 comes a second time", "row 6")

    def test_a_table_that_is_not_quite_a_csv_is_read(self):
        row = "P1,\"" + wkt(SQUARE) + "\",甲"
        for name, table in {"blank": "\n\n项目编号,WKT,备注\n" + row, "commas": ",,\n项目编号,WKT,备注\n" + row, "title": "清单,,\n单位：亩,,\n项目编号,WKT,备注\n" + row,
                            "sep": "sep=,\n项目编号,WKT,备注\n" + row, "total": "项目编号,WKT,备注\n" + row + "\n合 计,,15\n制表：某某,,审核："}.items():
            with self.subTest(name):
                self.measured(f"not_quite_{name}.csv", table + "\n")
        for separator in ";|\t":
            self.measured("separator.csv", f"项目编号{separator}WKT\nP1{separator}\"{wkt(SQUARE)}\"\n")
        said = self.measured("one_column.csv", f"WKT\n\"{wkt(SQUARE)}\"\n")


if __name__ == "__main__":
    unittest.main()
