// Pages: the report, and the findings of a check.
#pragma once

#include <qitu/output/console/table.h>
#include <qitu/output/map/banner_drawing.h>
#include <qitu/output/report/report.h>

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace qitu::layer_comparison {
struct Comparison;
struct Edition;
} // namespace qitu::layer_comparison

namespace qitu::html {

/// report.html: one self-contained page with a map of the banners by progress, and a part for each league and
/// banner. Banners must be a partition whose neighbours share their vertices (boundaries.h): borders of
/// leagues are where two leagues meet. Tiles are templates of addresses with {z}, {x} and {y} in Web Mercator, drawn
/// below the maps in their order; without them the page fetches nothing, and forbids itself to.
void write_page(const std::filesystem::path &file, const report::Edition &edition,
                const std::vector<workspace::Boundary> &banners,
                const std::vector<workspace::Boundary> &leagues, const map::Drawing &drawing = {},
                const std::vector<std::string> &tiles = {});

/// Whether the address of tiles can be filled in, and needs no other tiling than the one that is known.
bool is_tile_address(const std::string &address);

/// Any listing as one self-contained page: its tables with the words around them.
void write_tables_page(std::ostream &out, const std::string &title, const console::Pages &pages);

/// Two editions of a layer as one self-contained page: the sums, a map of the features coloured by what became of them, to be zoomed,
/// and the list of changes. `pages`: what console prints of it.
void write_comparison_page(std::ostream &out, const std::string &title, const console::Pages &pages,
                           const layer_comparison::Edition &a, const layer_comparison::Edition &b,
                           const layer_comparison::Comparison &comparison);

/// The findings of a check as one self-contained page: how many of each rule, where they lie on a map of the banners, and
/// for each rule what it finds, the first thousand, and how many more there are. `subject` is what was
/// checked.
void write_findings_page(std::ostream &out, const validation::Inspected &inspected,
                         const std::string &subject, const catalogue::Catalogue &catalogue,
                         const std::vector<workspace::Boundary> &banners);

} // namespace qitu::html
