// What commands print: one table, CSV or JSON for each kind of result. Computes no figure.
//
// What people read is rounded so that the parts of a column add up to its total; JSON and CSV carry the
// unrounded values, in the shortest form that reads back as the same number.
#pragma once

#include <qitu/analysis/indicators/explain.h>
#include <qitu/analysis/indicators/progress.h>
#include <qitu/analysis/indicators/totals.h>
#include <qitu/analysis/land_balance/land_balance.h>
#include <qitu/analysis/land_balance/links.h>
#include <qitu/analysis/project_figures/project_figures.h>
#include <qitu/analysis/quotas/quotas.h>
#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/output/console/csv.h>
#include <qitu/output/console/table.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::console {

/// A column of a field's values.
struct ValueColumn {
    enum class What { sum, mean, least, greatest };
    What what = What::sum;
    std::string field;
    std::size_t index = 0; // in tabulate::Row::values
};

/// How a run of `tabulate` is printed, and what it does not know itself.
struct TabulateView {
    std::vector<std::string> group_fields;
    std::vector<std::vector<std::string>> group_values; // of group i, in the order of the fields
    std::string zones;                                  // where they come from
    std::vector<std::string> zone_fields = {};
    std::map<std::string, std::vector<catalogue::Value>> zone_values =
        {}; // by code, in the order of the fields
    std::vector<ValueColumn> values = {};
    std::optional<Unit> unit = {};  // in which people want to read areas
    bool pivot = false;             // a line for each zone, a column for each group
    bool overlapping_zones = false; // each zone for itself: rows do not add up to a total
};

/// How totals are printed.
struct TotalsView {
    std::vector<ValueColumn> values = {}; // in indicators::TotalRow::values
    std::optional<Unit> unit = {};
};

/// The fixed formats of docs/formats.md, UTF-8 with LF. In CSV group fields are columns of their own (group_x
/// where a field bears the name of a column), what is null is empty, and what lies outside every zone has an
/// empty zone. The table of `progress` leaves out units that have neither target nor figure and says how
/// many.
void print(std::ostream &out, const indicators::Totals &totals, Format format);
/// The same with the layer's and the codes' names in the language in use; they differ in the table only.
void print(std::ostream &out, const indicators::Totals &totals, const catalogue::Catalogue &catalogue,
           Format format, const TotalsView &view = {});
/// `money`, where there is any, stands in columns of its own for programs, and in a second table for people.
void print(std::ostream &out, const indicators::ProgressTable &progress,
           const std::optional<project_figures::Table> &money, const catalogue::Catalogue &catalogue,
           Format format);
void print(std::ostream &out, const indicators::ProgressTable &progress,
           const catalogue::Catalogue &catalogue, Format format);
/// One table for each year: the years beside each other.
void print(std::ostream &out, const std::vector<indicators::ProgressTable> &years,
           const catalogue::Catalogue &catalogue, Format format);
/// Features behind a figure, with the sum that gives it, and the land that they supply or are supplied by.
void print(std::ostream &out, const indicators::Explanation &explanation, const land_balance::Links &linked,
           const catalogue::Catalogue &catalogue, Format format);
void print(std::ostream &out, const indicators::OverlapTable &overlaps, const catalogue::Catalogue &catalogue,
           Format format);
/// Quotas as they stand; with every version, or as faults.
void print(std::ostream &out, const std::vector<workspace::QuotaVersion> &quotas, bool history,
           const catalogue::Catalogue &catalogue, Format format);
void print(std::ostream &out, const std::vector<quotas::QuotaFault> &faults,
           const catalogue::Catalogue &catalogue, Format format);
void print(std::ostream &out, const std::vector<land_balance::Balance> &accounts,
           const catalogue::Catalogue &catalogue, Format format);
/// A run of the engine over any features and zones. Areas are m² for programs; for people in the unit of the view, or m² and mu.
void print(std::ostream &out, const tabulate::Result &result, const TabulateView &view, Format format);

/// Findings of a check, in their order. The table groups them by rule, shows so many of each (0: all) and
/// counts the rest; CSV and JSON have them all, with the sentence in both languages.
void print(std::ostream &out, const validation::Inspected &inspected, Format format,
           std::size_t most_of_a_rule);

} // namespace qitu::console
