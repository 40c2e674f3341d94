// 界址点坐标文件, the coordinate TXT of land applications: a header [属性描述] and, under [地块坐标], parcels
// of numbered boundary points. Format: 自然资源部办公厅 用地报批 坐标交换格式; docs/formats.md has the
// variants that are read.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/catalogue/text_layouts.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/data/reader/reader.h>

#include <utility>

namespace qitu::reader {

struct CoordinateText {
    struct Parcel {
        std::size_t line = 0; // of its @ line; 0 when it was not read from a file
        std::string number, name, sheet, use, land_class;
        /// Further columns, by the name that the layout gives them or their place (第9列).
        std::vector<std::pair<std::string, std::string>> attributes;
        std::optional<double> hectares; // as declared
        catalogue::GeometryType type = catalogue::GeometryType::polygon;
        /// Easting first. Of a line each polygon is one run and not closed; of points one ring holds them.
        std::vector<geodesy::Polygon> parts;
    };
    /// In the order of the file; keys as the layouts know them, values as written.
    std::vector<std::pair<std::string, std::string>> header;
    std::vector<Parcel> parcels;
    std::vector<std::string> notes; // what was corrected or decided, in the user's language

    /// The value of a header key; "" when it is missing.
    [[nodiscard]] std::string head(std::string_view key) const;
};

/// How to read one, where it does not tell.
struct TextReading {
    std::string layout;          // id or name of the layout of its parcel lines; "" to recognize it
    Angles angles = Angles::ask; // of coordinates in degrees
};

/// Throws Error (unreadable) that begins with the number of the line. \pre text is UTF-8
CoordinateText read_coordinate_text(std::string_view text,
                                    const catalogue::TextLayouts &layouts = catalogue::TextLayouts::shipped(),
                                    const TextReading &reading = {});

/// The file's bytes: GBK (GB18030 where GBK lacks a character), CRLF, point names from J1 in each ring, rings
/// closed under the name of their first point, three decimals.
std::string coordinate_text_bytes(const CoordinateText &content);

/// The header that qitu writes for a 3-degree zone of CGCS2000.
std::vector<std::pair<std::string, std::string>> coordinate_text_header(int zone, const std::string &producer,
                                                                        const std::string &date);

} // namespace qitu::reader
