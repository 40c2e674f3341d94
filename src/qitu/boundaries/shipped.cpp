#include "geopackage.h"

#include <qitu/boundaries/boundaries.h>

namespace qitu::boundaries {

namespace {

std::string name_of_league(const catalogue::Catalogue &catalogue, const std::string &code) {
    const auto *unit = catalogue.find_admin(code);
    return unit == nullptr ? std::string() : unit->names.zh;
}

std::vector<Row> rows_of(const std::vector<store::Boundary> &boundaries,
                         const catalogue::Catalogue &catalogue) {
    std::vector<Row> rows;
    for (const store::Boundary &boundary : boundaries)
        rows.push_back({boundary, name_of_league(catalogue, boundary.league)});
    return rows;
}

} // namespace

std::filesystem::path shipped_file(const catalogue::Catalogue &catalogue) {
    return catalogue.directory() / "boundaries.gpkg";
}

Boundaries shipped(const catalogue::Catalogue &catalogue) {
    const std::filesystem::path file = shipped_file(catalogue);
    Boundaries result;
    result.banners = read_table(file, "banner");
    result.leagues = read_table(file, "league");
    result.source = say("the indicative borders that come with qitu ({})", file.filename().string());
    return result;
}

void write(const std::filesystem::path &file, const Boundaries &boundaries,
           const catalogue::Catalogue &catalogue) {
    write_tables(file, rows_of(boundaries.banners, catalogue), rows_of(boundaries.leagues, catalogue));
}

} // namespace qitu::boundaries
