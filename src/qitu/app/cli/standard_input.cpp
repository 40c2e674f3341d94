#include "standard_input.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string_view>

namespace qitu::cli {

namespace {

bool has(std::string_view bytes, std::string_view part) {
    return bytes.find(part) != std::string_view::npos;
}

/// Of a zip by the names in it, which stand there as they are.
const char *ending_of_zip(std::string_view bytes) {
    return has(bytes, "xl/workbook.xml")               ? ".xlsx"
           : has(bytes, "content.xml")                 ? ".ods"
           : has(bytes, ".kml") && !has(bytes, ".shp") ? ".kmz"
                                                       : ".zip";
}

const char *ending_of_xml(const std::string &head) {
    return has(head, "<kml") ? ".kml" : has(head, "<gpx") ? ".gpx" : ".gml";
}

/// What the bytes are, as their beginning tells.
const char *ending_of(std::string_view bytes) {
    constexpr std::string_view parcels_gbk = "\xB5\xD8\xBF\xE9\xD7\xF8\xB1\xEA"; // 地块坐标
    if (bytes.starts_with("PK\x03\x04"))
        return ending_of_zip(bytes);
    if (bytes.starts_with("SQLite format 3"))
        return ".gpkg";
    if (bytes.starts_with("fgb"))
        return ".fgb";
    const std::string head = folded(std::string(first_bytes(bytes, 4096)));
    if (head.starts_with('{') || head.starts_with('['))
        return has(bytes.substr(0, 65536), parcels_gbk) || has(head, "地块坐标") || has(head, "属性描述")
                   ? ".txt"
                   : ".geojson";
    if (head.starts_with('<') || has(head, "<?xml"))
        return ending_of_xml(head);
    if (head.starts_with("0\r\nsection") || head.starts_with("0\nsection") || has(head, "\nsection"))
        return ".dxf";
    return has(bytes.substr(0, 65536), parcels_gbk) || has(bytes.substr(0, 65536), "地块坐标") ? ".txt"
                                                                                               : ".csv";
}

} // namespace

std::string StandardInput::path_of(const std::string &file) {
    if (file != "-")
        return file;
    if (isatty(STDIN_FILENO) == 1)
        throw Error(ErrorKind::usage,
                    say("- is standard input, which is a terminal here. Name a file, or send one."));
    const std::string bytes(std::istreambuf_iterator<char>(std::cin), {});
    if (bytes.empty())
        throw Error(ErrorKind::usage, say("- is standard input, and nothing came from it."));
    folder_ = std::make_unique<TemporaryFolder>();
    const std::filesystem::path path = folder_->path() / (std::string("standard-input") + ending_of(bytes));
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
}

} // namespace qitu::cli
