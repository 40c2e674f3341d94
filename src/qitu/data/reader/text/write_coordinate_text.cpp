#include "encoding/encoding.h"

#include <qitu/data/reader/coordinate_text.h>

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace qitu::reader {

namespace {

using catalogue::GeometryType;
using Parcel = CoordinateText::Parcel;

const char *word_for(GeometryType type) {
    switch (type) {
    case GeometryType::point:
        return "点";
    case GeometryType::line:
        return "线";
    default:
        return "面";
    }
}

/// A column cannot hold what parts columns and lines.
std::string column(std::string text) {
    for (char &c : text)
        if (c == ',' || c == '@' || c == '\r' || c == '\n')
            c = ' ';
    return text;
}

std::size_t points_of(const Parcel &parcel) {
    std::size_t count = 0;
    for (const geodesy::Polygon &part : parcel.parts)
        for (const geodesy::Ring &ring : part)
            count += ring.size();
    return count;
}

void parcel_line(const Parcel &parcel, std::string &text) {
    text += fmt::format("{},{},{},{},{},{},{},{},", points_of(parcel),
                        parcel.hectares ? fmt::format("{:.4f}", *parcel.hectares) : "", column(parcel.number),
                        column(parcel.name), word_for(parcel.type), column(parcel.sheet), column(parcel.use),
                        column(parcel.land_class));
    for (const auto &[name, more] : parcel.attributes)
        text += column(more) + ",";
    text += "@\r\n";
}

void ring_lines(const geodesy::Ring &ring, std::size_t number, bool closed, std::string &text) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const bool back = closed && i + 1 == ring.size();
        text += fmt::format("J{},{},{:.3f},{:.3f}\r\n", back ? 1 : i + 1, number, ring[i].y, ring[i].x);
    }
}

} // namespace

std::string coordinate_text_bytes(const CoordinateText &content) {
    std::string text = "[属性描述]\r\n";
    for (const auto &[key, value] : content.header)
        text += fmt::format("{}={}\r\n", key, value);
    text += "[地块坐标]\r\n";
    for (const Parcel &parcel : content.parcels) {
        parcel_line(parcel, text);
        std::size_t number = 0;
        for (const geodesy::Polygon &part : parcel.parts)
            for (const geodesy::Ring &ring : part)
                ring_lines(ring, ++number, parcel.type == GeometryType::polygon, text);
    }
    return Decoder("GB18030").encode(text);
}

std::vector<std::pair<std::string, std::string>> coordinate_text_header(int zone, const std::string &producer,
                                                                        const std::string &date) {
    return {{"格式版本号", "1.01版本"}, {"数据产生单位", column(producer)},
            {"数据产生日期", date},     {"坐标系", "2000国家大地坐标系"},
            {"几度分带", "3"},          {"投影类型", "高斯克吕格"},
            {"计量单位", "米"},         {"带号", fmt::format("{}", zone)},
            {"精度", "0.001"},          {"转换参数", ",,,,,,"}};
}

} // namespace qitu::reader
