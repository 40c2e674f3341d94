// A folder with a workspace of one small layer, and what SQLite and GDAL say of it.
#pragma once

#include "squares.h"
#include "support/folder.h"

#include <qitu/core/base/error.h>
#include <qitu/data/workspace/workspace.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace made {

using namespace qitu;
using namespace qitu::workspace;
using catalogue::Feature;
using catalogue::FieldType;
using catalogue::GeometryType;
using catalogue::Layer;
using squares::put;
using squares::square;
using support::Folder;
using support::read_file;

inline std::vector<std::byte> multi_square(double x, double y, double side) {
    std::vector<std::byte> wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, std::uint32_t{6});
    put(wkb, std::uint32_t{1});
    const auto part = square(x, y, side);
    wkb.insert(wkb.end(), part.begin(), part.end());
    return wkb;
}

inline catalogue::Field field(const char *id, FieldType type) {
    catalogue::Field result;
    result.id = id;
    result.type = type;
    return result;
}

inline Layer farmland() {
    Layer layer;
    layer.id = "high_standard_farmland";
    layer.names = {"高标准农田", "High-standard farmland"};
    layer.group = {"耕地", "Farmland"};
    layer.fields = {field("project_code", FieldType::text), field("year", FieldType::integer),
                    field("mu", FieldType::real), field("accepted_on", FieldType::date)};
    return layer;
}

inline Feature plot(double x) {
    Feature feature;
    feature.values = {std::string("甲-1"), std::int64_t{2023}, 12.5, std::string("2023-05-01")};
    feature.wkb = square(x, 40.5, 0.01);
    feature.central_meridian = 108.0;
    return feature;
}

inline Workspace make(const std::filesystem::path &file) {
    return Workspace::create(file, catalogue::Catalogue(),
                             {{"150802", "临河区", "150800", square(107, 40, 1)}},
                             {{"150800", "巴彦淖尔市", "", square(107, 40, 1)}}, {"hand-made", {}});
}

inline std::optional<ErrorKind> kind_of(const std::function<void()> &work) {
    try {
        work();
    } catch (const Error &error) {
        return error.kind();
    }
    return {};
}

inline std::string sql_value(const std::filesystem::path &file, const char *sql) {
    std::unique_ptr<sqlite3, int (*)(sqlite3 *)> closing(nullptr, sqlite3_close);
    sqlite3 *handle = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
    closing.reset(handle);
    std::string value;
    REQUIRE(sqlite3_exec(
                handle, sql,
                [](void *result, int, char **values, char **) {
                    *static_cast<std::string *>(result) += values[0] == nullptr ? "null" : values[0];
                    return 0;
                },
                &value, nullptr) == SQLITE_OK);
    return value;
}

using Dataset = std::unique_ptr<GDALDataset, decltype([](GDALDataset *dataset) { GDALClose(dataset); })>;

inline Dataset open_with_gdal(const std::filesystem::path &file) {
    GDALAllRegister();
    return Dataset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
}

} // namespace made
