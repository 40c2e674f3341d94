// Two leagues of three square banners, and workspaces over them for tests to fill.
#pragma once

#include "support/folder.h"
#include "support/places.h"

#include <qitu/analysis/indicators/explain.h>
#include <qitu/data/workspace/features.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace world {

using namespace qitu;

inline const catalogue::Catalogue &the_catalogue() {
    static const catalogue::Catalogue catalogue = catalogue::Catalogue::load(support::source("layers"));
    return catalogue;
}

template <typename T>
void put(std::vector<std::byte> &bytes, T value) {
    const std::size_t end = bytes.size();
    bytes.resize(end + sizeof(T));
    std::memcpy(bytes.data() + end, &value, sizeof(T));
}

inline std::vector<std::byte> box(double west, double south, double east, double north) {
    std::vector<std::byte> wkb;
    put(wkb, std::uint8_t{1});
    put(wkb, std::uint32_t{3});
    put(wkb, std::uint32_t{1});
    put(wkb, std::uint32_t{5});
    for (const auto &[x, y] :
         {std::pair{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}) {
        put(wkb, x);
        put(wkb, y);
    }
    return wkb;
}

constexpr const char *linhe = "150802";  // 107.0 to 107.1
constexpr const char *wuyuan = "150821"; // 107.1 to 107.2, of the same league
constexpr const char *donghe = "150202"; // 107.2 to 107.3, of another

/// A folder with a workspace; the file is made once and copied.
class Folder : public support::Folder {
  public:
    Folder() {
        std::filesystem::copy_file(empty_workspace(), file());
        workspace.emplace(workspace::Workspace::open(file()));
    }

    [[nodiscard]] std::filesystem::path file() const { return path() / "work.gpkg"; }

    using Values = std::map<std::string, catalogue::Value>;
    std::int64_t add(const std::string &layer, const Values &values, std::vector<std::byte> wkb) {
        return add_all(layer, values, {std::move(wkb)});
    }

    /// Features with the same values, in one transaction; the id of the last.
    std::int64_t add_all(const std::string &layer, const Values &values,
                         std::vector<std::vector<std::byte>> shapes) {
        const catalogue::Layer &of = the_catalogue().layer(layer);
        catalogue::Feature feature;
        feature.values.resize(of.fields.size());
        for (const auto &[field, value] : values)
            feature.values.at(static_cast<std::size_t>(of.index_of(field))) = value;
        std::int64_t id = 0;
        workspace->transaction({"test"}, [&](workspace::Edit &edit) {
            for (std::vector<std::byte> &wkb : shapes) {
                feature.wkb = std::move(wkb);
                id = workspace::add_feature(edit, of, feature);
            }
        });
        return id;
    }

    std::optional<workspace::Workspace> workspace;

  private:
    struct Template {
        Template() {
            const std::vector<workspace::Boundary> banners{
                {donghe, "东河区", "150200", box(107.2, 40.5, 107.3, 40.6)},
                {linhe, "临河区", "150800", box(107.0, 40.5, 107.1, 40.6)},
                {wuyuan, "五原县", "150800", box(107.1, 40.5, 107.2, 40.6)}};
            const std::vector<workspace::Boundary> leagues{
                {"150200", "包头市", "", box(107.2, 40.5, 107.3, 40.6)},
                {"150800", "巴彦淖尔市", "", box(107.0, 40.5, 107.2, 40.6)}};
            workspace::Workspace::create(folder / "empty.gpkg", the_catalogue(), banners, leagues,
                                         Names{"test", {}});
        }
        support::Folder folder;
    };
    static std::filesystem::path empty_workspace() {
        static const Template made;
        return made.folder / "empty.gpkg";
    }
};

} // namespace world
