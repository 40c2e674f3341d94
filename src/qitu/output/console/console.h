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
#include <qitu/data/workspace/quotas.h>
#include <qitu/output/console/csv.h>
#include <qitu/output/console/table.h>

#include <string>
#include <vector>

namespace qitu::console {

/// The fixed formats of docs/formats.md, UTF-8 with LF. In CSV group fields are columns of their own (group_x
/// where a field bears the name of a column), what is null is empty, and what lies outside every zone has an
/// empty zone. The table of `progress` leaves out units that have neither target nor figure and says how
/// many.
void print(std::ostream &out, const indicators::Totals &totals, Format format);
/// The same with the layer's and the codes' names in the language in use; they differ in the table only.
void print(std::ostream &out, const indicators::Totals &totals, const catalogue::Catalogue &catalogue,
           Format format);
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
/// `group_values[i]` are the values of group i, in the order of `group_fields`.
void print(std::ostream &out, const tabulate::Result &result, const std::vector<std::string> &group_fields,
           const std::vector<std::vector<std::string>> &group_values, const std::string &zones,
           Format format);

/// Findings of a check, in their order. The table groups them by rule, shows so many of each (0: all) and
/// counts the rest; CSV and JSON have them all, with the sentence in both languages.
void print(std::ostream &out, const validation::Inspected &inspected, Format format,
           std::size_t most_of_a_rule);

} // namespace qitu::console
