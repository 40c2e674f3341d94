#include "json.h"
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/labels.h>

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/report/report.h>

#include <fmt/format.h>

#include <ostream>

namespace qitu::console {

namespace {

using indicators::OverlapRow;
using indicators::OverlapTable;

double percent(double part, double whole) {
    return whole > 0 ? 100 * part / whole : 0;
}

void print_table(std::ostream &out, const OverlapTable &overlaps, const catalogue::Catalogue &catalogue) {
    Table table{{say("layer A"), say("layer B"), say("code"), say("name"), say("both (mu)"), say("A (mu)"),
                 say("B (mu)"), say("% of A"), say("% of B")},
                {false, false, false, false, true, true, true, true, true},
                {}};
    const auto mu = [](double m2) { return format::with_separators(m2 / square_metres_per_mu, 2); };
    for (const OverlapRow &row : overlaps.rows)
        table.cells.push_back({format::layer_label(format::find_layer(catalogue, row.a), row.a),
                               format::layer_label(format::find_layer(catalogue, row.b), row.b), row.admin, row.name,
                               mu(row.m2), mu(row.a_m2), mu(row.b_m2),
                               fmt::format("{:.1f}", percent(row.m2, row.a_m2)),
                               fmt::format("{:.1f}", percent(row.m2, row.b_m2))});
    if (table.cells.empty()) {
        out << say("No two layers claim the same ground.") << '\n';
        return;
    }
    print(out, table);
    out << '\n'
        << say("All stages and years; every place once. Method {}.", format::method_label(overlaps.method)) << '\n';
}

void print_csv(std::ostream &out, const OverlapTable &overlaps) {
    write_csv(out, {"a", "b", "admin", "name", "m2", "a_m2", "b_m2"});
    for (const OverlapRow &row : overlaps.rows)
        write_csv(out, {row.a, row.b, row.admin, row.name, format::shortest(row.m2), format::shortest(row.a_m2),
                        format::shortest(row.b_m2)});
}

void print_json(std::ostream &out, const OverlapTable &overlaps) {
    Json rows = Json::array();
    for (const OverlapRow &row : overlaps.rows)
        rows.push_back({{"a", row.a},
                        {"b", row.b},
                        {"admin", row.admin},
                        {"name", row.name},
                        {"m2", row.m2},
                        {"a_m2", row.a_m2},
                        {"b_m2", row.b_m2}});
    write_json(out, {{"method", geodesy::method_name(overlaps.method)},
                     {"rows", rows},
                     {"conservation", {{"worst_relative", overlaps.worst_relative}}},
                     {"findings", json_of(overlaps.findings)}});
}

} // namespace

void print(std::ostream &out, const OverlapTable &overlaps, const catalogue::Catalogue &catalogue,
           Format format) {
    switch (format) {
    case Format::table:
        return print_table(out, overlaps, catalogue);
    case Format::csv:
        return print_csv(out, overlaps);
    case Format::json:
        return print_json(out, overlaps);
    }
}

} // namespace qitu::console
