"""Files as bureaus send them, byte by byte: what no library would write, since it is wrong or half there."""
import io
import math
import struct
import zipfile

A, F = 6378137.0, 1 / 298.257222101


def gauss_krueger(lon, lat, meridian, false_easting=500000, a=A, f=F):
    """Easting and northing by Krueger's series in n to the fourth order: to a tenth of a millimetre here."""
    n = f / (2 - f)
    e = math.sqrt(f * (2 - f))
    radius = a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alpha = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180, 13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
             61 * n**3 / 240 - 103 * n**4 / 140, 49561 * n**4 / 161280)
    phi, lam = math.radians(lat), math.radians(lon - meridian)
    t = math.sinh(math.atanh(math.sin(phi)) - e * math.atanh(e * math.sin(phi)))
    xi, eta = math.atan2(t, math.cos(lam)), math.asinh(math.sin(lam) / math.hypot(t, math.cos(lam)))
    north = xi + sum(c * math.sin(2 * (i + 1) * xi) * math.cosh(2 * (i + 1) * eta) for i, c in enumerate(alpha))
    east = eta + sum(c * math.cos(2 * (i + 1) * xi) * math.sinh(2 * (i + 1) * eta) for i, c in enumerate(alpha))
    return false_easting + radius * east, radius * north


def shp(rings_of_rows):
    """A .shp and its .shx of polygons; rings as they are."""
    records, index, offset = b"", b"", 50
    every = [p for rings in rings_of_rows for ring in rings for p in ring] or [(0, 0)]
    for number, rings in enumerate(rings_of_rows, 1):
        points = [p for ring in rings for p in ring]
        starts = [sum(len(r) for r in rings[:i]) for i in range(len(rings))]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        body = struct.pack("<i4d2i", 5, min(xs), min(ys), max(xs), max(ys), len(rings), len(points))
        body += struct.pack(f"<{len(starts)}i", *starts) + b"".join(struct.pack("<2d", *p[:2]) for p in points)
        records += struct.pack(">2i", number, len(body) // 2) + body
        index += struct.pack(">2i", offset, len(body) // 2)
        offset += 4 + len(body) // 2
    xs, ys = [p[0] for p in every], [p[1] for p in every]

    def head(length):
        return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + length) // 2) + struct.pack(
            "<2i8d", 1000, 5, min(xs), min(ys), max(xs), max(ys), 0, 0, 0, 0)
    return head(len(records)) + records, head(len(index)) + index


def dbf(names, rows, encoding, language=0):
    """A .dbf of text columns 60 wide; names are cut after ten bytes, wherever that is."""
    columns = b"".join(name.encode(encoding)[:10].ljust(11, b"\0") + b"C" + bytes(4) + bytes([60, 0]) + bytes(14)
                       for name in names)
    def cell(value):
        return (value if isinstance(value, bytes) else value.encode(encoding))[:60].ljust(60)
    data = b"".join(b" " + b"".join(map(cell, row)) for row in rows)
    return struct.pack("<4BIHH16xBBxx", 3, 123, 5, 1, len(rows), 32 + len(columns) + 1, 1 + 60 * len(names), 0,
                       language) + columns + b"\r" + data + b"\x1a"


def zipped(files, raw_names=False):
    """A zip of name → bytes. `raw_names`: names in GBK without the flag that says UTF-8, as Windows packs them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    if not raw_names:
        return out.getvalue()
    packed = out.getvalue()
    for name in files:  # names of equal length in bytes: ASCII ones made for the purpose, put in their place
        packed = packed.replace(name.encode("ascii"), raw_names[name])
    return packed


def xlsx(rows):
    """A workbook of one sheet; texts inline, numbers as numbers."""
    def cell(value):
        if isinstance(value, (int, float)):
            return f"<c><v>{value!r}</v></c>"
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    sheet = "".join(f'<row r="{n}">' + "".join(map(cell, row)) + "</row>" for n, row in enumerate(rows, 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return zipped({
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        f'"{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type='
        f'"{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="Sheet1" sheetId="1" '
        f'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'})


def dxf(entities, blocks=""):
    return ("0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n9\n$DWGCODEPAGE\n3\nANSI_936\n0\nENDSEC\n"
            f"0\nSECTION\n2\nBLOCKS\n{blocks}0\nENDSEC\n0\nSECTION\n2\nENTITIES\n{''.join(entities)}0\nENDSEC\n0\nEOF\n"
            ).encode("gbk")


def polyline(ring, layer="地块", closed=True):
    points = ring[:-1] if closed else ring
    return (f"0\nLWPOLYLINE\n8\n{layer}\n100\nAcDbEntity\n100\nAcDbPolyline\n90\n{len(points)}\n70\n{int(closed)}\n"
            + "".join(f"10\n{x:.4f}\n20\n{y:.4f}\n" for x, y in points))


def text(x, y, words, layer="注记"):
    return f"0\nTEXT\n8\n{layer}\n100\nAcDbEntity\n100\nAcDbText\n10\n{x:.3f}\n20\n{y:.3f}\n40\n5\n1\n{words}\n"
