#include "boundary_tables.h"

#include <qitu/core/base/message.h>
#include <qitu/data/boundaries/boundaries.h>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::boundaries {

namespace {

constexpr const char *file_name = "boundaries.gpkg";

std::string name_of_league(const catalogue::Catalogue &catalogue, const std::string &code) {
    const auto *unit = catalogue.find_admin(code);
    return unit == nullptr ? std::string() : unit->names.zh;
}

std::vector<Row> rows_of(const std::vector<workspace::Boundary> &boundaries,
                         const catalogue::Catalogue &catalogue) {
    std::vector<Row> rows;
    for (const workspace::Boundary &boundary : boundaries)
        rows.push_back({boundary, name_of_league(catalogue, boundary.league)});
    return rows;
}

} // namespace

std::filesystem::path shipped_file(const catalogue::Catalogue &catalogue) {
    return catalogue.directory() / file_name;
}

Boundaries shipped(const catalogue::Catalogue &catalogue) {
    Boundaries result;
    result.banners = shipped_banners(catalogue.directory());
    result.leagues = shipped_leagues(catalogue.directory());
    result.source = said("the indicative boundaries that come with qitu ({})",
                         shipped_file(catalogue).filename().string());
    return result;
}

std::vector<workspace::Boundary> shipped_banners(const std::filesystem::path &layers_dir) {
    return read_table(layers_dir / file_name, "banner");
}

std::vector<workspace::Boundary> shipped_leagues(const std::filesystem::path &layers_dir) {
    return read_table(layers_dir / file_name, "league");
}

void write(const std::filesystem::path &file, const Boundaries &boundaries,
           const catalogue::Catalogue &catalogue) {
    write_tables(file, rows_of(boundaries.banners, catalogue), rows_of(boundaries.leagues, catalogue));
}

} // namespace qitu::boundaries
